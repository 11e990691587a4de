//! Content that would break a workbook, or its reader.

use earmark::config::{Limits, Settings};

use crate::faithful::{check, holds_all, read};
use crate::office::{TestCell, TestSheet, number, ods, ooxml, text, xls, xlsb};
use crate::{health, named, row, run, run_with, sheet, usual};

#[test]
fn hostile_texts_stay_texts() {
    let texts = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "-2+3",
        "'quoted",
        "_x0007_ and _x000D_",
        "<r><t>raw</t></r>",
        "a\u{202e}b\u{200f}",
        "line\nbreak\ttab",
        "]]> & < > \"",
        "http://example.org/?a=1",
        "mailto:somebody@example.org",
        "internal:'Return'!A1",
        "#REF!",
        "TRUE",
        "1e999",
        "  spaces  ",
        "\u{1f600}",
        "{=A1}",
    ];
    let mut rows: Vec<_> = texts.iter().map(|words| row("1.1.1", text(words), words)).collect();
    rows.push(row(&"c".repeat(300), number("1"), &"ž".repeat(32_767)));
    let inputs = [named("hostile.xlsx", ooxml::xlsx(&[sheet("Q1", rows)]))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) >= texts.len() - 2);
    holds_all(&back, "Q1", &read(&inputs[0]).grids[0]);
    let parts = crate::office::parts(&back.bytes);
    for (name, part) in parts.iter().filter(|(name, _)| name.contains("worksheets/sheet5")) {
        let part = String::from_utf8_lossy(part);
        assert!(!part.contains("<f>"), "{name} has a formula");
        assert!(!part.contains("hyperlink"), "{name} has a link");
    }
}

#[test]
fn texts_beyond_what_excel_takes_are_cut() {
    let long = "ab\u{1f600}".repeat(20_000);
    let rows = vec![row("1.1.1", text("bad"), &long)];
    let inputs = [named("long.ods", ods::ods(&[sheet("Q1", rows)]))];
    let limits = Limits { cell_characters: 200_000, ..Settings::default().limits };
    let back = health(&run_with(&inputs, &Settings { limits, ..Settings::default() }));
    let shown = back.text("Q1", "F5");
    assert!(shown.starts_with("ab\u{1f600}ab") && shown.encode_utf16().count() <= 32_767);
}

#[test]
fn control_characters_are_left_out() {
    // As a csv, since xlsx cannot hold them.
    let csv = "Institution: Ministry of Health\nPeriod: Q1 2021\nCode;Spent (€);Description\n\
               1.1.1;te\u{1}n;bell \u{7} and \u{1b}[31m\n";
    let inputs = [named("control.csv", csv)];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) > 0);
    assert_eq!(back.text("control", "C4"), "bell  and [31m");
}

#[test]
fn the_last_column_and_the_last_row_are_given_back() {
    let mut wide = usual("wide");
    wide.rows[5].resize(16_384, TestCell::Blank);
    wide.rows[5][16_383] = text("last column");
    // A column with amounts that is not used.
    wide.rows[3].resize(16_384, TestCell::Blank);
    wide.rows[3][16_383] = text("Something else");
    wide.rows[4].resize(16_384, TestCell::Blank);
    wide.rows[4][16_383] = number("12.5");
    let inputs = [named("wide.xlsx", ooxml::xlsx(&[wide]))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) > 0);
    assert_eq!(back.text("wide", "XFD6"), "last column");
    assert!(back.note("wide", "XFD4").is_some());
    notes_lie_on_the_sheet(&back);

    let deep = [usual("deep"), TestSheet::default()];
    let bytes = ooxml::xlsx(&deep[..1]);
    let parts: Vec<(String, Vec<u8>)> = crate::office::parts(&bytes)
        .into_iter()
        .map(|(name, part)| {
            let text = String::from_utf8(part).unwrap();
            let last = "<row r=\"1048576\"><c r=\"C1048576\" t=\"inlineStr\"><is><t>x (est.)</t></is></c></row>";
            (name, text.replace("</sheetData>", &format!("{last}</sheetData>")).into_bytes())
        })
        .collect();
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    let inputs = [named("deep.xlsx", crate::office::package(&parts))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) > 0);
    assert_eq!(back.text("deep", "C1048576"), "x (est.)");
    notes_lie_on_the_sheet(&back);
}

/// The box of a note that reaches beyond the sheet makes Excel repair the file.
fn notes_lie_on_the_sheet(back: &crate::faithful::Return) {
    let mut notes = 0;
    for (name, part) in crate::office::parts(&back.bytes) {
        let text = String::from_utf8_lossy(&part).into_owned();
        if !name.contains("vmlDrawing") {
            continue;
        }
        for anchor in text.split("<x:Anchor>").skip(1) {
            let numbers = anchor.split('<').next().unwrap().split(',');
            let numbers: Vec<u32> =
                numbers.map(|number| number.trim().parse().expect("no number")).collect();
            assert!(numbers[0] <= numbers[4] && numbers[4] < 16_384, "{anchor:.60}");
            assert!(numbers[2] <= numbers[6] && numbers[6] < 1_048_576, "{anchor:.60}");
            notes += 1;
        }
    }
    assert!(notes > 0);
}

#[test]
fn merged_areas_that_excel_refuses_are_given_back_apart() {
    let mut made = usual("merged");
    made.merged = vec![
        [0, 0, 0, 3],
        // Over another one.
        [0, 2, 1, 3],
        // Hides cells with content, one of them with a finding.
        [4, 2, 5, 2],
        // The whole sheet.
        [2, 0, 1_048_575, 16_383],
        // One cell.
        [8, 0, 8, 0],
    ];
    let inputs = [named("merged.xlsx", ooxml::xlsx(&[made]))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) > 0);
    holds_all(&back, "merged", &read(&inputs[0]).grids[0]);
    assert_eq!(back.sheet("merged").merged.len(), 1);
    assert!(back.note("merged", "C6").is_some());
}

#[test]
fn names_of_sheets_are_made_valid_and_differ() {
    let names = [
        "Return",
        "findings",
        "HISTORY",
        "a/b:c*d?e[f]",
        "'quoted'",
        "Potrošnja za drugi kvartal dvije hiljade dvadeset prve",
        "Potrošnja za drugi kvartal dvije hiljade dvadeset druge",
        "\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}",
        "Ćirilica Ц",
        "a!b#c%20&d\"<e>",
        "R1C1",
        "A1",
        "it's 'so'",
    ];
    let sheets: Vec<TestSheet> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let amount = (100 + index).to_string();
            let rows = vec![
                row("1.1.1", number(&amount), "x"),
                row("1.1.1", text("bad"), &format!("row of {index}")),
            ];
            sheet(name, rows)
        })
        .collect();
    // Names that no workbook can have come in ods; the same names come from two files.
    let inputs = [named("one.ods", ods::ods(&sheets)), named("two.ods", ods::ods(&sheets[..6]))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) >= names.len() + 6);
    assert_eq!(back.copies.len(), names.len() + 6);
    let shown =
        |file: &str, name: &str| back.copies[&(file.to_owned(), Some(name.to_owned()))].as_str();
    assert_eq!(shown("one.ods", "Return"), "Sent Return");
    assert_eq!(shown("two.ods", "Return"), "Sent Return (2)");
    assert_eq!(shown("one.ods", "a/b:c*d?e[f]"), "a-b-c-d-e-f-");
    assert_eq!(shown("one.ods", "HISTORY"), "Sent HISTORY");
    assert_eq!(shown("one.ods", "Ćirilica Ц"), "Ćirilica Ц");
}

#[test]
fn sheets_of_one_name_are_not_mistaken_for_each_other() {
    // No workbook has two sheets of one name, but a file may: what is given back is what was read.
    let mut other = usual("Q1");
    other.rows[5] = row("1.1.1", number("55"), "good here");
    let sheets = [usual("Q1"), other];
    for (name, bytes) in [
        ("same.ods", ods::ods(&sheets)),
        ("same.xlsx", ooxml::xlsx(&sheets)),
        ("same.xls", xls::xls(&sheets)),
        ("same.xlsb", xlsb::xlsb(&sheets)),
    ] {
        let inputs = [named(name, bytes)];
        let back = health(&run(&inputs));
        check(&back, &inputs);
        assert!(back.copies.len() <= 1, "{name}");
    }
    // The same file twice is no doubt.
    let inputs = vec![named("same.xlsx", ooxml::xlsx(&[usual("Q1")])); 2];
    assert_eq!(health(&run(&inputs)).copies.len(), 1);
}

#[test]
fn many_findings_on_one_cell_share_one_note() {
    let mut made = usual("Q1");
    made.rows[4] = row("9.9.9", number("-5"), "x");
    let inputs = [named("a.xlsx", ooxml::xlsx(&[made]))];
    let back = health(&run(&inputs));
    assert!(check(&back, &inputs) > 1);
}
