//! The rows of a large sheet, which the program writes itself, stand in the file as the library writes
//! those of small ones: the same cells, formats, merged areas, links and heights.

use std::collections::BTreeMap;

use earmark::book::{
    Book, Cell, Chart, ChartKind, Column, Condition, Content, Look, Mark, Properties,
    Result as Computed, Row, Series, Sheet, Style, Table,
};
use earmark::language::Said;
use earmark::model::{Date, Euros};
use rust_decimal::Decimal;

use crate::long::TEXTS;
use crate::sample::{bytes, part};
use crate::strict::model::{SheetPart, places};
use crate::strict::{self, Workbook};

/// So many rows stand in a small sheet; those of a large one repeat after as many.
const FEW: usize = 500;
const MANY: usize = 7;

const LOOKS: [Look; 6] =
    [Look::Body, Look::Group, Look::SubGroup, Look::Bad, Look::Total, Look::Attention];

/// A row of every kind of cell; its merged cells reach down three rows at most.
fn row(number: usize) -> Row {
    match number % FEW % 20 {
        // Rows of which nothing is to be said, or only how tall they are, or how deep they stand.
        12 => return Row::default(),
        14 => return Row::default().height(42),
        16 => return Row { level: 1, ..Row::default() },
        _ => {}
    }
    let of = |more: usize| TEXTS[(number / 3 + more) % TEXTS.len()];
    let cents = [0, 5, -5, 99, 100, -123_456_789, 1_234_567_890_123][number % 7];
    let amount = Euros::from_cents(cents);
    let computed = [
        Computed::Money(amount),
        Computed::Ratio(Box::new(Decimal::new(cents, 4))),
        Computed::Count(number as u64),
        Computed::Text(of(1).into()),
        Computed::Text(["", "12", "#REF!", "TRUE", "a & b"][number % 5].into()),
        Computed::Said(Box::new(Said::new("every source"))),
    ];
    let formula = Content::formula(
        "=IF(C1<\"x & y\",1,ROUND(2/3,2))",
        computed[number % computed.len()].clone(),
    );
    let day = Date::new([1899, 1900, 1900, 2020, 9999][number % 5], 2, (number % 28 + 1) as i8);
    let mut cells = vec![
        (0, Cell::text(format!("unique {number}"))),
        (1, Cell::wrap(of(0).to_owned()).look(LOOKS[number % LOOKS.len()])),
        (2, Cell::money(amount)),
        (3, Cell::new(formula, Style::Wrap)),
        (4, Cell::new(day.unwrap(), Style::Date)),
        (5, Cell::new(number, Style::Count)),
        (6, Cell::new(Content::Ratio(Box::new(Decimal::new(cents, 3))), Style::Percent)),
        (7, Cell::new(Content::Truth(number.is_multiple_of(2)), Style::AsSent)),
        (8, Cell::new(Content::Number(Decimal::new(cents, 5)), Style::AsSent)),
        (9, Cell::text(Content::from(Said::new("every source")))),
        (10, Cell::text(Content::Empty).look(LOOKS[number / 2 % LOOKS.len()])),
    ];
    if number.is_multiple_of(3) {
        cells[1].1 = cells[1].1.clone().link("It's \"one\" & two", 0, 0);
        cells[2].1 = cells[2].1.clone().link("large", 0, 2);
        cells[8].1.more.room().format = Some("0.000".into());
    }
    if number.is_multiple_of(11) {
        let note = format!(" a note & <more> on {}\n", number % FEW).repeat(1 + number % 10);
        cells[5].1 = cells[5].1.clone().note(note);
        cells[9].1 = cells[9].1.clone().note("another _x0041_ _x 12 _x00_x0042_");
        cells[8].1 = cells[8].1.clone().note("\u{7}");
    }
    let row = cells.split_off(if number.is_multiple_of(13) { 2 } else { 0 });
    let mut row = Row { cells: row, height: 0, level: (number % 5) as u8 };
    if number.is_multiple_of(17) {
        row.height = 42;
    }
    match number % FEW % 20 {
        // One that spans columns and rows; those below leave it room.
        4 => row.cells.push((12, Cell::wrap("merged").span(2).rows(3))),
        5 | 6 => row.cells.push((15, Cell::text("beside"))),
        8 => row.cells.push((12, Cell::text("across").look(Look::Group).span(4))),
        _ => {}
    }
    if number % FEW % 20 == 4 {
        row.cells.push((15, Cell::text("x").look(Look::Bad)));
    }
    row
}

/// The rows of one large sheet, and the same rows in small ones.
fn book() -> Book {
    let columns = || [12, 30, 16, 14, 12, 8, 8, 8, 10, 14, 6, 6, 20, 4, 4, 9].map(Column::width);
    let sheet = |name: String, rows: Vec<Row>| Sheet {
        name,
        columns: columns().to_vec(),
        rows,
        ..Sheet::default()
    };
    let mut sheets = vec![sheet("large".to_owned(), (0..FEW * MANY).map(row).collect())];
    sheets[0].conditions.push(Condition { first: (0, 2), last: (99, 2), mark: Mark::Bar });
    for few in 0..MANY {
        let rows = (few * FEW..(few + 1) * FEW).map(row).collect();
        sheets.push(sheet(format!("small {few}"), rows));
    }
    sheets.push(sheet("It's \"one\" & two".to_owned(), vec![Row::from_cells([Cell::text("x")])]));
    titled(sheets)
}

fn titled(sheets: Vec<Sheet>) -> Book {
    let properties = Properties { title: "Large".into(), ..Properties::default() };
    Book { properties, sheets, ..Book::default() }
}

/// All that a sheet says of each row and of each of its cells.
fn said(workbook: &Workbook, sheet: &SheetPart) -> BTreeMap<(u32, u32), String> {
    let mut all = BTreeMap::new();
    for row in sheet.root.list("sheetData") {
        let number = row.get("r").unwrap().parse::<u32>().unwrap();
        let points = |points: &str| points.parse::<f64>().unwrap().round();
        let height = row.get("ht").map(points);
        let level = row.get("outlineLevel").unwrap_or("0");
        all.insert((number, 0), format!("height {height:?}, level {level}"));
        for (place, cell) in places(row) {
            let place = place.unwrap();
            let held = &sheet.cells[&place];
            let number = held.value.as_deref().filter(|_| held.kind == "n");
            let number = number.map(|value| value.parse::<f64>().unwrap());
            let text = workbook.text(held);
            let truth = held.value.as_deref().filter(|_| held.kind == "b");
            let format = cell.get("s");
            let formula = &held.formula;
            let held = format!("{number:?} {text:?} {truth:?} {formula:?} in {format:?}");
            assert_eq!(all.insert(place, held), None, "{place:?} twice in {}", sheet.name);
        }
    }
    all
}

/// What a list of the sheet says, each with its area.
fn listed(sheet: &SheetPart, list: &str) -> Vec<(u32, String)> {
    let all = sheet.root.list(list).iter().map(|one| {
        let area = strict::address::area(one.or_empty("ref")).unwrap();
        let place = format!("{}:{} {}", area.left, area.right, area.bottom - area.top);
        let leads = one.get("location").unwrap_or("");
        (area.top, format!("{place} {leads} {:?}", one.get("display")))
    });
    all.collect()
}

/// A note and its shape.
struct Note {
    text: String,
    /// The shape without its number and its place.
    look: String,
    anchor: [u32; 8],
}

fn notes(workbook: &Workbook, sheet: &SheetPart) -> BTreeMap<(u32, u32), Note> {
    let root = |kind: &str| {
        let part = workbook.package.targets(&sheet.part, kind).next().unwrap();
        workbook.package.root(&part.target).unwrap()
    };
    let mut texts = BTreeMap::new();
    for comment in root("comments").list("commentList") {
        let place = strict::address::cell(comment.or_empty("ref")).unwrap();
        let by = comment.or_empty("authorId");
        let text = format!("{by} {comment:?}").replace(comment.or_empty("ref"), "");
        assert_eq!(texts.insert(place, text), None);
    }
    let mut all = BTreeMap::new();
    for shape in root("vmlDrawing").find("shape") {
        let data = shape.child("ClientData").unwrap();
        let number = |name: &str| data.child(name).unwrap().text.trim().parse::<u32>().unwrap();
        let anchor = data.child("Anchor").unwrap().text.clone();
        let place = (number("Row") + 1, number("Column") + 1);
        let style = shape.or_empty("style").to_owned();
        let size = style.split(';').filter(|part| !part.contains("margin-top"));
        let size: Vec<&str> = size.filter(|part| !part.contains("z-index")).collect();
        let note = Note {
            text: texts[&place].clone(),
            look: format!("{size:?} {:?}", shape.or_empty("fillcolor")),
            anchor: anchor
                .split(',')
                .map(|number| number.trim().parse().unwrap())
                .collect::<Vec<u32>>()
                .try_into()
                .unwrap(),
        };
        assert!(all.insert(place, note).is_none());
    }
    all
}

#[test]
fn rows_of_a_large_sheet_are_written_as_those_of_small_ones() {
    let bytes = bytes(&book());
    strict::assert_sound("large", &bytes);
    let workbook = Workbook::open(&bytes);
    let large = workbook.sheet("large").unwrap();
    let whole = said(&workbook, large);
    assert!(whole.len() > FEW * MANY * 10);
    let mut count = 0;
    let (mut merged, mut links) = (Vec::new(), Vec::new());
    for few in 0..MANY {
        let small = workbook.sheet(&format!("small {few}")).unwrap();
        let above = (few * FEW) as u32;
        for ((row, column), said) in said(&workbook, small) {
            let place = (row + above, column);
            assert_eq!(whole.get(&place), Some(&said), "{place:?}");
            count += 1;
        }
        let below = |(top, said)| (top + above, said);
        merged.extend(listed(small, "mergeCells").into_iter().map(below));
        links.extend(listed(small, "hyperlinks").into_iter().map(below));
    }
    assert_eq!(count, whole.len());
    assert_eq!(listed(large, "mergeCells"), merged);
    assert_eq!(listed(large, "hyperlinks"), links);
    assert!(merged.len() > 100 && links.len() > 1_000);
    assert_eq!(large.root.child("dimension").unwrap().get("ref"), Some("A1:P3500"));
    let mut noted = 0;
    let all = notes(&workbook, large);
    for few in 0..MANY {
        let small = workbook.sheet(&format!("small {few}")).unwrap();
        for (place, note) in notes(&workbook, small) {
            let place = (place.0 + (few * FEW) as u32, place.1);
            let same = &all[&place];
            assert_eq!((&same.text, &same.look), (&note.text, &note.look), "{place:?}");
            noted += 1;
            // What stands below a small sheet is not what stands below the same rows of the large one.
            if note.anchor[6] < FEW as u32 {
                let mut anchor = note.anchor;
                anchor[2] += (few * FEW) as u32;
                anchor[6] += (few * FEW) as u32;
                assert_eq!(same.anchor, anchor, "{place:?}");
            }
        }
    }
    assert_eq!(noted, all.len());
    assert!(noted > 500);
    let outline = |sheet: &SheetPart| {
        sheet.root.child("sheetFormatPr").unwrap().get("outlineLevelRow").map(str::to_owned)
    };
    assert_eq!(outline(large), outline(workbook.sheet("small 0").unwrap()));
}

/// Merged areas, links, notes, outline, heights, tables, more formats than have room, and nothing at all.
#[test]
fn packed_rows_are_written_as_those_that_are_held() {
    let format = |number: usize| Some(format!("0.0\"{number}\"").into());
    let many = (0..1_100).map(|number| Cell::new(number, Style::Count).format(format(number)));
    let formats = Sheet {
        name: "Formats".to_owned(),
        rows: many.map(|cell| Row::from_cells([cell])).collect(),
        ..Sheet::default()
    };
    let blank = Sheet {
        name: "Blank".to_owned(),
        rows: vec![Row::default(); 1_500],
        protected: true,
        ..Sheet::default()
    };
    let books = [
        (book(), 1),
        (titled(vec![table("Listed", false), table("Filtered", true)]), 2),
        (titled(vec![formats, blank]), 2),
    ];
    for (mut book, large) in books {
        let held = bytes(&book);
        book.sheets.iter_mut().for_each(Sheet::pack);
        assert_eq!(book.sheets.iter().filter(|sheet| sheet.packed.is_some()).count(), large);
        assert!(bytes(&book) == held, "{:?}", book.sheets[0].name);
    }
}

#[test]
fn notes_lie_on_the_sheet_however_little_of_it_is_left() {
    let hidden = (0..16_384).map(|_| Column { hidden: true, ..Column::default() });
    let mut rows = vec![Row::from_cells([Cell::text("x").note("first")]); 1_200];
    rows[3].cells.push((16_383, Cell::text("far").note("at the edge")));
    let sheet =
        Sheet { name: "hidden".to_owned(), columns: hidden.collect(), rows, ..Sheet::default() };
    let bytes = bytes(&titled(vec![sheet]));
    strict::assert_sound("hidden", &bytes);
    let workbook = Workbook::open(&bytes);
    let notes = notes(&workbook, workbook.sheet("hidden").unwrap());
    assert_eq!(notes.len(), 1_201);
    assert!(notes.values().all(|note| note.anchor[4] < 16_384));
}

/// A sheet with a table of many rows, and a total below it.
fn table(name: &str, filter_only: bool) -> Sheet {
    let mut rows = vec![
        Row::from_cells([Cell::text("Title").look(Look::Title).link("Listed", 0, 0)]),
        Row::from_cells(["Text", "Euros"].map(|text| Cell::wrap(text).look(Look::Header))),
    ];
    let line = |number: i64| {
        let row = Row::from_cells([Cell::text("again"), Cell::money(Euros::from_cents(number))]);
        Row { level: u8::from(number > 5), ..row }
    };
    rows.extend((0..2_000).map(line));
    rows.push(Row::from_cells([
        Cell::text("Total").look(Look::Total).link("Listed", 5, 0),
        Cell::money_formula("ROUND(SUM(B3:B2002),2)", Euros::from_cents(1_999_000)),
    ]));
    let table = Table { name: "Large".to_owned(), first: (1, 0), last: (2_001, 1), filter_only };
    Sheet { name: name.to_owned(), rows, tables: vec![table], ..Sheet::default() }
}

#[test]
fn a_large_table_reaches_its_last_row_and_has_its_headings() {
    // A filter has no name of its own, and may be called like a table.
    let bytes = bytes(&titled(vec![table("Filtered", true), table("Listed", false)]));
    strict::assert_sound("large tables", &bytes);
    let workbook = Workbook::open(&bytes);
    for sheet in &workbook.sheets {
        let area = match sheet.tables.first() {
            Some((_, table)) => table.get("ref"),
            None => sheet.root.child("autoFilter").and_then(|filter| filter.get("ref")),
        };
        assert_eq!(area, Some("A2:B2002"), "{}", sheet.name);
        assert_eq!(sheet.root.list("hyperlinks").len(), 2);
        assert_eq!(sheet.cells[&(2_002, 2)].value.as_deref(), Some("19.99"));
        assert_eq!(workbook.text(&sheet.cells[&(2_002, 1)]), Some("again"));
        let outline = sheet.root.child("sheetFormatPr").unwrap().get("outlineLevelRow");
        assert_eq!(outline, Some("1"));
    }
    assert!(workbook.sheets[0].tables.is_empty() && workbook.sheets[1].tables.len() == 1);
}

#[test]
fn large_sheets_with_little_in_them_are_written() {
    let far = |rows: usize| {
        let mut all = vec![Row::default(); rows];
        all.push(Row::from_cells([Cell::text("far down")]));
        all
    };
    let empty = Sheet { name: "Empty".to_owned(), rows: far(0), ..Sheet::default() };
    let deep = Sheet { name: "Deep".to_owned(), rows: far(200_000), ..Sheet::default() };
    let blank = Sheet {
        name: "Blank".to_owned(),
        rows: vec![Row::default().height(30); 1_500],
        ..Sheet::default()
    };
    let bytes = bytes(&titled(vec![empty, deep, blank]));
    strict::assert_sound("little", &bytes);
    let workbook = Workbook::open(&bytes);
    let deep = workbook.sheet("Deep").unwrap();
    assert_eq!(deep.root.list("sheetData").len(), 1);
    assert_eq!(workbook.text(&deep.cells[&(200_001, 1)]), Some("far down"));
    assert_eq!(workbook.sheet("Blank").unwrap().root.list("sheetData").len(), 1_500);
}

#[test]
fn a_chart_on_a_large_sheet_shows_its_values_before_they_are_calculated() {
    let rows = (0..1_200).map(|number| {
        Row::from_cells([Cell::text(format!("bar {number}")), Cell::new(number, Style::Count)])
    });
    let chart = Chart {
        kind: ChartKind::Bars,
        title: "Bars".into(),
        description: "Bars".into(),
        series: vec![Series {
            name: "Numbers".into(),
            categories: "Chart!$A$8:$A$10".to_owned(),
            values: "Chart!$B$8:$B$10".to_owned(),
        }],
        at: (1, 4),
        size: (300, 200),
        step: None,
    };
    let sheet = Sheet {
        name: "Chart".to_owned(),
        rows: rows.collect(),
        charts: vec![chart],
        ..Sheet::default()
    };
    let chart = part(&bytes(&titled(vec![sheet])), "xl/charts/chart1.xml");
    assert!(chart.contains("<c:v>bar 8</c:v>") && chart.contains("<c:v>9</c:v>"), "{chart}");
}
