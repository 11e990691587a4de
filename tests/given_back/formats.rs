//! Every format that is read is given back.

use earmark::NamedBytes;
use earmark::book::is_sound_format;
use earmark::model::CellRef;

use crate::faithful::{check, holds_all, read};
use crate::office::{TestCell, TestSheet, number, ods, ooxml, text, web, xls, xlsb};
use crate::{HEADINGS, health, named, row, run, sheet, usual};

/// Numbers in formats of their own, a day, a code that became a day, a formula, merged cells.
fn rich(formulas: bool) -> TestSheet {
    let mut made = sheet(
        "Q1 – table",
        vec![
            row("1.1.1", TestCell::Shown("1234.5".to_owned(), "#,##0.00\\ \"€\"".to_owned()), "ok"),
            row("1.1.1", text("12.500 (est.)"), "not a number"),
            row("1.1.1", number("17"), "in between"),
            row("9.9.9", number("75"), "no such activity"),
        ],
    );
    made.rows.push(vec![
        TestCell::Date(2010, 1, 1),
        text("Budget"),
        number("-3.25"),
        text("tomorrow"),
        TestCell::Blank,
        text("a code that became a day"),
    ]);
    if formulas {
        made.rows[6][2] = TestCell::Formula("1+1".to_owned(), None);
        made.rows[7][2] = TestCell::Formula("20+2.5".to_owned(), Some("22.5".to_owned()));
    }
    made.merged = vec![[0, 0, 0, 4], [4, 4, 5, 4]];
    // What the merged cells cover holds nothing.
    made.rows[5][4] = TestCell::Blank;
    made
}

#[test]
fn every_format_is_given_back_cell_by_cell() {
    let (sheets, plain) = ([rich(true)], [rich(false)]);
    for (name, bytes) in [
        ("sent.xlsx", ooxml::xlsx(&plain)),
        ("sent.xlsm", ooxml::xlsm(&plain)),
        ("sent.xlsb", xlsb::xlsb(&sheets)),
        ("sent.xls", xls::xls(&sheets)),
        ("sent.ods", ods::ods(&plain)),
        ("sent.html", web::html(&plain)),
        ("sent.xml", web::excel_2003(&plain)),
    ] {
        let inputs = [named(name, bytes)];
        let back = health(&run(&inputs));
        let found = check(&back, &inputs);
        assert!(found >= 3, "{name}: {found} findings");
        let copy = back.copies.values().next().expect(name).clone();
        holds_all(&back, &copy, &read(&inputs[0]).grids[0]);
        let note = back.note(&copy, "C6").expect(name);
        assert!(note.starts_with("Error E0203: "), "{name}: {note}");
        assert!(note.contains("Read: \"12.500 (est.)\""), "{name}: {note}");
        assert!(note.contains("To mend it: "), "{name}: {note}");
        assert_eq!(back.text(&copy, "C6"), "12.500 (est.)", "{name}");
        assert!(back.sheet(&copy).merged.iter().any(|area| area.last.row == 5), "{name}");
    }
}

#[test]
fn a_sheet_without_a_name_has_that_of_its_file() {
    let csv = format!(
        "Institution: Ministry of Health\nPeriod: Q1 2021\n{}\n1.1.1;Budget;10,50;03.02.2021;1/21;ok\n\
         1.1.1;Budget;ten;03.02.2021;2/21;bad\n",
        HEADINGS.join(";")
    );
    for name in ["health/first quarter.csv", "health/first quarter.tsv"] {
        let bytes = if name.ends_with("tsv") { csv.replace(';', "\t") } else { csv.clone() };
        let inputs = [named(name, bytes)];
        let back = health(&run(&inputs));
        assert!(check(&back, &inputs) > 0);
        let copy = "first quarter".to_owned();
        assert_eq!(back.copies.get(&(name.to_owned(), None)), Some(&copy));
        assert!(back.note(&copy, "C5").unwrap().starts_with("Error E0203"));
        holds_all(&back, &copy, &read(&inputs[0]).grids[0]);
    }
}

#[test]
fn the_number_formats_of_the_sender_are_kept() {
    let shown = |number: &str, code: &str| TestCell::Shown(number.to_owned(), code.to_owned());
    let kept = ["#,##0.00\\ \"€\"", "0.0%", "[Red]0;-0", "_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-"];
    // Excel would repair the first two; the others it may read otherwise.
    let refused = ["[Foo]0.00", "0.00\"open", "0.0.0", "0;0;0;0;0", "@;0"];
    let codes = kept.iter().chain(&refused);
    let mut rows: Vec<_> = codes.map(|code| row("1.1.1", shown("1234.56", code), "x")).collect();
    rows.push(row("1.1.1", text("bad"), "x"));
    let inputs = [named("formats.xls", xls::xls(&[sheet("Q1", rows)]))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) > 0);
    let formats: Vec<_> = (4..)
        .take(kept.len() + refused.len())
        .map(|row| {
            let sheet = back.sheet("Q1");
            sheet.format(sheet.cell(row, 2).unwrap()).map(str::to_owned)
        })
        .collect();
    for (format, code) in formats.iter().zip(kept) {
        assert_eq!(format.as_deref(), Some(code));
    }
    for (format, code) in formats[kept.len()..].iter().zip(refused) {
        assert_eq!(format, &None, "{code}");
    }
}

#[test]
fn what_came_in_an_archive_is_given_back() {
    let workbook = ooxml::xlsx(&[usual("Q1")]);
    let inputs: [NamedBytes; 1] =
        [named("all.zip", crate::office::package(&[("health/q1.xlsx", workbook.clone())]))];
    let back = health(&run(&inputs));
    let inside = [named("all.zip/health/q1.xlsx", workbook)];
    assert!(check(&back, &inside) > 0);
    assert_eq!(back.copies.len(), 1);
}

#[test]
fn a_sheet_without_a_finding_on_a_cell_is_not_repeated() {
    let good = sheet("good", vec![row("1.1.1", number("100"), "x")]);
    let inputs =
        [named("a.xlsx", ooxml::xlsx(&[good])), named("b.xlsx", ooxml::xlsx(&[usual("bad")]))];
    let back = health(&run(&inputs));
    let copies: Vec<_> = back.copies.values().collect();
    assert_eq!(copies, ["bad"]);
}

#[test]
fn amounts_lead_to_their_cells_and_say_what_became_of_them() {
    let rows = vec![
        row("1.1.1", number("100"), "x"),
        row("9.9.9", number("75"), "y"),
        row("1.1.1", text("bad"), "z"),
    ];
    let inputs = [named("a.xlsx", ooxml::xlsx(&[sheet("Q1", rows)]))];
    let back = health(&run(&inputs));
    check(&back, &inputs);
    let entries = back.sheet("Entries");
    let mut led = 0;
    for row in &entries.rows {
        let Some(cell) = row.cell(3).map(|cell| cell.text().into_owned()) else { continue };
        if !["C5", "C6"].contains(&cell.as_str()) {
            continue;
        }
        let at = CellRef { row: row.index, column: 3 };
        let (to, there) = &back.links[&("Entries".to_owned(), at)];
        assert_eq!((to.as_str(), there.to_string()), ("Q1", cell));
        led += 1;
    }
    assert_eq!(led, 2);
    // What counts as it stands needs no note; what waits has one, with its reason.
    assert_eq!(back.note("Q1", "C5"), None);
    assert!(back.note("Q1", "C6").unwrap().starts_with("Not counted yet, in suspense: 75.00 €"));
}

#[test]
fn only_number_formats_that_excel_surely_reads_are_written() {
    for sound in [
        "0",
        "#,##0",
        "#,##0.00;[Red]-#,##0.00",
        "#,##0.00\\ [$€-41A]",
        "_-* #,##0.00\\ _€_-;\\-* #,##0.00\\ _€_-;_-* \"-\"??\\ _€_-;_-@_-",
        "0.00E+00",
        "0%",
        "d.m.yyyy",
        "dd.mm.yyyy.",
        "[$-409]d mmm yyyy",
        "yyyy-mm-dd hh:mm:ss",
        "h:mm AM/PM",
        "[h]:mm",
        "@",
        "\"br. \"0",
        "General",
        "#,##0,",
    ] {
        assert!(is_sound_format(sound), "{sound}");
    }
    for doubtful in [
        "",
        " ",
        "\"open",
        "[Foo]0",
        "[$€",
        "0.0.0",
        "0 \"a\" 0",
        "0;0;0;0;0",
        "@;0",
        "0;0;0;0",
        "yyy",
        "ddddd",
        "0d",
        "General0",
        "x0",
        "0\u{1}",
        "\"\u{ffff}\"0",
        "0.00E",
        "* * 0",
        "\\",
        "[>100]0",
        "00-00-00",
        "=1+1",
    ] {
        assert!(!is_sound_format(doubtful), "{doubtful:?}");
    }
    assert!(!is_sound_format(&"0".repeat(200)));
}

#[test]
fn a_word_document_is_given_back_as_a_sheet() {
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let text = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let row = |cells: [&str; 3]| {
        let cells: String = cells.map(|words| format!("<w:tc>{}</w:tc>", text(words))).concat();
        format!("<w:tr>{cells}</w:tr>")
    };
    let body = format!(
        "{}{}<w:tbl>{}{}{}</w:tbl>",
        text("Institution: Ministry of Health"),
        text("Period: Q1 2021"),
        row(["Code", "Source", "Spent (€)"]),
        row(["1.1.1", "Budget", "100,50"]),
        row(["1.1.1", "Budget", "12.500 (est.)"]),
    );
    let document = format!("<w:document xmlns:w=\"{word}\"><w:body>{body}</w:body></w:document>");
    let bytes = crate::office::package(&[("word/document.xml", document.into_bytes())]);
    let inputs = [named("health.docx", bytes)];
    let back = health(&run(&inputs));
    let copy = back.copies.values().next().expect("a copy").clone();
    assert_eq!(copy, "health");
    holds_all(&back, &copy, &read(&inputs[0]).grids[0]);
    // What the finding calls table 1, row 3, column 3 has its note where that text stands.
    let cells = back.sheet(&copy).rows.iter();
    let mut cells = cells.flat_map(|row| row.cells.iter().map(move |cell| (row.index, cell)));
    let (row, cell) = cells.find(|(_, cell)| cell.text() == "12.500 (est.)").unwrap();
    let at = CellRef { row, column: cell.column() };
    assert!(back.notes[&(copy.clone(), at)].starts_with("Error E0203"));
    let leads = |to: &&(String, CellRef)| **to == (copy.clone(), at);
    assert!(back.links.values().filter(leads).count() >= 2);
}
