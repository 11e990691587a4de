//! Sheets that are read within the process and are as large as their format lets them be: many
//! areas, sheets, rows, columns, long texts. Each is finished, and what is too large says so.

use std::fmt::Write as _;

use super::books::{part, xlsx_of, xlsx_with_texts};
use super::{Checked, Desk, print};
use crate::support::office::ooxml::xlsx;
use crate::support::office::{TestSheet, package, text};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Code</t></is></c><c r=\"B1\" t=\"inlineStr\">\
     <is><t>Source of funding</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>Spent (EUR)</t></is></c></row>";

fn rows(count: usize, row: impl Fn(usize) -> String) -> String {
    let mut text = HEAD.to_owned();
    for index in 2..count + 2 {
        let _ = write!(text, "<row r=\"{index}\">{}</row>", row(index));
    }
    format!("<sheetData>{text}</sheetData>")
}

/// Areas that each join two rows of an empty column, over rows whose amounts need what they say.
fn merged() -> Vec<u8> {
    let data = rows(1_500, |at| format!("<c r=\"C{at}\"><v>1</v></c>"));
    let mut areas = String::new();
    for index in 1..=100_000 {
        let _ = write!(areas, "<mergeCell ref=\"A{}:A{}\"/>", index * 2, index * 2 + 1);
    }
    xlsx_of(&format!("{data}<mergeCells>{areas}</mergeCells>"))
}

fn sheets(count: usize) -> Vec<u8> {
    let one = |index: usize| TestSheet {
        name: format!("S{index}"),
        rows: vec![vec![text("x")]],
        ..TestSheet::default()
    };
    let sheets: Vec<TestSheet> = (0..count).map(one).collect();
    xlsx(&sheets)
}

fn headings() -> Vec<u8> {
    let columns: Vec<String> = (0..16_384).map(earmark::model::column_letters).collect();
    let mut head = String::new();
    for (index, column) in columns.iter().enumerate() {
        let heading = if index == 0 { "Code" } else { "Spent (EUR)" };
        let _ = write!(head, "<c r=\"{column}1\" t=\"inlineStr\"><is><t>{heading}</t></is></c>");
    }
    let mut text = format!("<row r=\"1\">{head}</row>");
    for row in 2..5 {
        let _ = write!(
            text,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>1.2.1</t></is></c>"
        );
        for column in &columns[1..] {
            let _ = write!(text, "<c r=\"{column}{row}\"><v>1</v></c>");
        }
        text += "</row>";
    }
    xlsx_of(&format!("<sheetData>{text}</sheetData>"))
}

fn long_texts() -> Vec<u8> {
    let data = rows(100_000, |at| format!("<c r=\"B{at}\" t=\"s\"><v>0</v></c>"));
    let long = "long text ".repeat(3_200);
    xlsx_with_texts(
        &data,
        &format!("<sst xmlns=\"{MAIN}\" uniqueCount=\"1\"><si><t>{long}</t></si></sst>"),
    )
}

#[test]
fn the_largest_sheets_are_finished() {
    let desk = Desk::new();
    let mut all: Vec<Checked> = Vec::new();
    for (name, bytes, code) in [
        ("areas.xlsx", merged(), None),
        ("sheets.xlsx", sheets(20_000), Some("the number of sheets")),
        ("headings.xlsx", headings(), None),
        ("long-texts.xlsx", long_texts(), Some("unzipped-megabytes")),
        ("rows.xlsx", xlsx_of(&rows(40_000, |at| format!("<c r=\"E{at}\"><v>1</v></c>"))), None),
        ("separators.csv", format!("{}\n", "a;b;c;d".repeat(3)).repeat(5_000).into_bytes(), None),
    ] {
        desk.file(name, bytes);
        let checked = desk.check(name);
        let refused = checked.codes.iter().any(|found| found == "E0106");
        assert_eq!(refused, code.is_some(), "{name}: {:?}", checked.codes);
        if let Some(words) = code {
            assert!(checked.said("E0106").contains(words), "{name}");
        }
        all.push(checked);
    }
    print("The largest sheets", &all);
}

/// Every limit that can be set says what it is called where it can be set.
#[test]
fn every_limit_names_its_key() {
    let wide = "a;b\nc;d\ne;f\n";
    let packed = package(&[("[Content_Types].xml", b" ".repeat(3 << 20))]);
    let book = xlsx(&[super::books::table("S", 1)]);
    assert!(!part(&book, "xl/workbook.xml").is_empty());
    for (key, value, name, bytes) in [
        ("file-megabytes", 1, "a.csv", b"a;b\n".repeat(300_000)),
        ("unzipped-megabytes", 1, "a.xlsx", packed),
        ("cells", 5, "a.csv", wide.as_bytes().to_vec()),
        ("rows", 2, "a.csv", wide.as_bytes().to_vec()),
        ("cell-characters", 100, "a.csv", format!("a;{}\n", "x".repeat(101)).into_bytes()),
    ] {
        // The plan has to stay readable: the settings go to the sheet alone.
        let desk = Desk::new();
        desk.file("limits.toml", format!("[limits]\n{key} = {value}\n"));
        desk.file(name, bytes);
        let done = desk.run(&["check", "--config", "limits.toml", name]);
        let said = String::from_utf8(done.out).unwrap();
        assert_eq!(done.code, Some(1), "{key}: {said}{}", done.err);
        assert!(said.contains("error[E0106]"), "{key}: {said}");
        let remedy = format!("the limit is {key} in earmark.toml, under [limits]");
        assert!(said.contains(&remedy), "{key}: {said}");
    }
}

#[test]
fn a_limit_that_makes_no_sense_stops_the_run() {
    for (line, wanted) in [
        ("seconds = 0", "from 1 to 86400"),
        ("megabytes = 1", "from 64 to 1048576"),
        ("cell-characters = 3", "from 100"),
        ("rows = 0", "from 1"),
    ] {
        let desk = Desk::with(&format!("[limits]\n{line}\n"));
        let done = desk.run(&["check", "--plan", "plan.docx", "good.csv"]);
        assert_eq!(done.code, Some(2), "{line}");
        let key = line.split(' ').next().unwrap();
        assert!(done.err.contains(&format!("limits.{key}")), "{}", done.err);
        assert!(done.err.contains(wanted), "{}", done.err);
    }
}
