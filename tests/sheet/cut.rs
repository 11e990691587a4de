//! A workbook without rows that nobody needs: every other cell is read as before, and the texts that only
//! those rows have are gone with them.

use earmark::NamedBytes;
use earmark::config::Limits;
use earmark::sheet::{Row, Unneeded, without_lists, without_rows};
use rust_xlsxwriter::{Table, TableColumn, Workbook, Worksheet};

use super::support::office::{package, parts};
use super::{codes, read};

/// Rows that are asked for no more, counted from zero.
const UNNEEDED: std::ops::Range<u32> = 10..4_000;

fn sheet(workbook: &mut Workbook, name: &str, rows: u32) {
    let sheet: &mut Worksheet = workbook.add_worksheet();
    sheet.set_name(name).expect("it is there");
    for row in 0..rows {
        sheet.write(row, 0, format!("{name}, line {row} & more <b>")).expect("it is there");
        sheet.write(row, 1, if row % 2 == 0 { "even" } else { " odd " }).expect("it is there");
        sheet.write(row, 2, f64::from(row)).expect("it is there");
        sheet.write(row, 3, "").expect("it is there");
    }
}

fn workbook(sheets: &[(&str, u32)]) -> NamedBytes {
    let mut workbook = Workbook::new();
    sheets.iter().for_each(|(name, rows)| sheet(&mut workbook, name, *rows));
    NamedBytes {
        name: "large.xlsx".to_owned(),
        bytes: workbook.save_to_buffer().expect("it is there"),
    }
}

/// The rows of each sheet but those.
fn rows_of(input: &NamedBytes, unneeded: &Unneeded) -> Vec<Vec<Row>> {
    let (file, findings) = read(&input.name, &input.bytes);
    assert!(findings.is_empty(), "{:?}", codes(&findings));
    let grids = file.expect("it is read").grids.into_iter();
    let rows = grids.map(|grid| {
        let unneeded = grid.name().as_ref().and_then(|name| unneeded.get(name));
        let is_wanted = |row: &Row| {
            unneeded.is_none_or(|rows| rows.iter().all(|rows| !rows.contains(&row.index)))
        };
        grid.rows.into_iter().filter(is_wanted).collect()
    });
    rows.collect()
}

fn without(sheets: &[&str]) -> Unneeded {
    sheets.iter().map(|name| ((*name).into(), vec![UNNEEDED])).collect()
}

/// The table of texts in a workbook.
fn texts(workbook: &NamedBytes) -> String {
    let mut parts = parts(&workbook.bytes).into_iter();
    let (_, table) = parts.find(|(name, _)| name == "xl/sharedStrings.xml").expect("it is there");
    String::from_utf8(table).expect("it is there")
}

#[test]
fn other_rows_are_read_as_before_and_texts_of_none_are_left_out() {
    let input = workbook(&[("One", 5_000), ("Two", 4_500)]);
    let unneeded = without(&["One", "Two"]);
    let cut = without_rows(&input, &Limits::default(), &unneeded).expect("it is there");
    let expected = rows_of(&input, &unneeded);
    assert_eq!(expected.iter().map(Vec::len).sum::<usize>(), 1_010 + 510);
    assert!(rows_of(&cut, &unneeded) == expected);
    let texts = texts(&cut);
    assert!(texts.contains("One, line 9 &amp;") && texts.contains("Two, line 4400 &amp;"));
    assert!(!texts.contains("line 2000"), "a text that no row has any more");
}

/// A sheet that is kept whole may have any text.
#[test]
fn all_texts_stay_where_a_sheet_does() {
    let input = workbook(&[("One", 5_000), ("Two", 20)]);
    let unneeded = without(&["One"]);
    let cut = without_rows(&input, &Limits::default(), &unneeded).expect("it is there");
    assert!(rows_of(&cut, &unneeded) == rows_of(&input, &unneeded));
    assert!(texts(&cut) == texts(&input));
}

/// A workbook in which something is written in another way, as often as it stands there.
fn otherwise(input: &NamedBytes, part: &str, usual: &str, other: &str) -> NamedBytes {
    let mut parts = parts(&input.bytes);
    let (_, content) =
        parts.iter_mut().find(|(name, _)| name.ends_with(part)).expect("it is there");
    let text = String::from_utf8_lossy(content);
    assert_eq!(text.matches(usual).count(), 1, "{usual}");
    *content = text.replace(usual, other).into_bytes();
    let parts: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    NamedBytes { name: input.name.clone(), bytes: package(&parts) }
}

/// What is not written in the usual way is left to whoever reads all of it: one text more or less, and every
/// text behind it would be another one's.
#[test]
fn texts_in_an_unusual_form_are_not_guessed_at() {
    let input = workbook(&[("One", 5_000)]);
    let even = "<si><t>even</t></si>";
    for (usual, other) in [
        (even, "<si><t><![CDATA[even</si>]]></t></si>"),
        (even, "<!-- <si> --><si><t>even</t></si>"),
        (even, "<si><t>even</t></si >"),
        (even, "<si><t>even</si><si></t></si>"),
        (even, "<si><t>even<b c=\"</t></si><si><t>\"></b></t></si>"),
        (even, "<si><t>even</t><b c='</si>'/></si>"),
        (even, "<si><t>even<t>x</t></t></si>"),
        (even, "<si><x:t>even</x:t></si>"),
        ("<sst ", "<x/><sst "),
    ] {
        let input = otherwise(&input, "sharedStrings.xml", usual, other);
        // Texts that nobody wants are there to make up for others.
        let input =
            otherwise(&input, "sharedStrings.xml", "</sst>", &[even, even, "</sst>"].concat());
        assert!(without_rows(&input, &Limits::default(), &without(&["One"])).is_none(), "{other}");
    }
}

#[test]
fn a_text_whose_number_has_a_sign_is_not_guessed_at() {
    let input = workbook(&[("One", 5_000)]);
    let (usual, other) = ("<v>0</v></c><c r=\"B1\"", "<v>+0</v></c><c r=\"B1\"");
    let input = otherwise(&input, "sheet1.xml", usual, other);
    assert!(without_rows(&input, &Limits::default(), &without(&["One"])).is_none());
}

/// Runs of characters with looks of their own are as usual as plain ones.
#[test]
fn texts_in_several_runs_stay_whole() {
    let input = workbook(&[("One", 5_000)]);
    let rich = "<si><r><rPr><b/><sz val=\"11\"/></rPr><t>ev</t></r><r><t xml:space=\"preserve\">en </t></r>\
                <rPh sb=\"0\" eb=\"1\"><t>e</t></rPh><phoneticPr fontId=\"1\"/></si>";
    let input = otherwise(&input, "sharedStrings.xml", "<si><t>even</t></si>", rich);
    let unneeded = without(&["One"]);
    let cut = without_rows(&input, &Limits::default(), &unneeded).expect("it is there");
    assert!(texts(&cut).contains(rich));
    assert!(rows_of(&cut, &unneeded) == rows_of(&input, &unneeded));
}

/// A workbook with a sheet whose rows can be left out: above its table stands a line, below it a total.
fn listing(rows: u32, beside: impl FnOnce(&mut Worksheet)) -> NamedBytes {
    let mut workbook = Workbook::new();
    sheet(&mut workbook, "Other", 20);
    let list = workbook.add_worksheet();
    list.set_name("List").expect("it is there");
    list.write(0, 0, "What was paid").expect("it is there");
    let headings = ["Amount", "Document"].map(|heading| TableColumn::new().set_header(heading));
    let table = Table::new().set_name("List").set_columns(&headings);
    list.add_table(2, 0, rows + 2, 1, &table).expect("it is there");
    for row in 0..rows {
        list.write(row + 3, 0, f64::from(row)).expect("it is there");
        list.write(row + 3, 1, format!("document {row}")).expect("it is there");
    }
    list.write(rows + 3, 0, "Total").expect("it is there");
    beside(list);
    let bytes = workbook.save_to_buffer().expect("it is there");
    NamedBytes { name: "listing.xlsx".to_owned(), bytes }
}

fn without_list(input: &NamedBytes) -> Option<NamedBytes> {
    let unwanted = |headings: &[String]| headings == ["Amount", "Document"];
    without_lists(input, &Limits::default(), &unwanted)
}

#[test]
fn a_list_is_left_out_with_its_texts_and_every_other_sheet_is_read_as_before() {
    let input = listing(1_500, |_| {});
    let cut = without_list(&input).expect("it is there");
    let (before, after) = (read(&input.name, &input.bytes), read(&cut.name, &cut.bytes));
    assert!(after.1.is_empty(), "{:?}", codes(&after.1));
    let [before, after] = [before, after].map(|(file, _)| file.expect("it is read").grids);
    assert_eq!((before.len(), after.len()), (2, 2));
    assert!(before[0] == after[0]);
    assert_eq!(before[1].rows.len(), 1_503);
    assert!(before[1].rows[..2] == after[1].rows[..], "its line and its headings stay");
    assert!(texts(&cut).contains("Other, line 19 &amp;") && !texts(&cut).contains("document 7"));
}

/// What stands beside a list could say something.
#[test]
fn a_sheet_that_is_not_only_a_list_is_never_cut() {
    let write = |row, column| {
        move |sheet: &mut Worksheet| {
            sheet.write(row, column, "Exclude").expect("it is there");
        }
    };
    assert!(without_list(&listing(900, |_| {})).is_none(), "it is short");
    assert!(without_list(&listing(1_500, write(9, 2))).is_none(), "beside it");
    assert!(without_list(&listing(1_500, write(2, 3))).is_none(), "beside its headings");
    assert!(without_list(&listing(1_500, write(1_506, 0))).is_none(), "below its totals");
    let second = |sheet: &mut Worksheet| {
        sheet.add_table(1_600, 0, 1_601, 1, &Table::new()).map(drop).expect("it is there");
    };
    assert!(without_list(&listing(1_500, second)).is_none(), "a second table");
    let other = without_lists(&listing(1_500, |_| {}), &Limits::default(), &|_| false);
    assert!(other.is_none(), "it is wanted");
}

/// Where it is not sure where the headings end, or what stands on the sheet, it is read as it is.
#[test]
fn a_list_in_an_unusual_form_is_never_cut() {
    let input = listing(1_500, |_| {});
    for (part, usual, other) in [
        ("sheet2.xml", "<sheetData>", "<sheetData><!-- <row r=\"9\"> -->"),
        ("sheet2.xml", "<row r=\"4\"", "<row"),
        ("sheet2.xml", "<dimension ref=\"A1:B1504\"/>", ""),
        ("sheet2.xml", "<worksheet ", "<x:worksheet "),
        ("table1.xml", "totalsRowShown=\"0\"", "headerRowCount=\"0\""),
    ] {
        let input = otherwise(&input, part, usual, other);
        assert!(without_list(&input).is_none(), "{other}");
    }
}
