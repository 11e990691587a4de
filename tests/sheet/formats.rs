//! The same table in every format, and what is special in some.

use earmark::model::CellRef;
use earmark::sheet::{Area, FileKind};

use crate::support::office::ooxml::{xlsm, xlsx};
use crate::support::office::{TestCell, TestSheet, ods, package, parts, text, xls, xlsb};
use crate::{cells, codes, notes, read, table};

const EXPECTED: [&str; 17] = [
    "B3 = text \"Aktivnost\"",
    "C3 = text \"Utrošeno (€)\"",
    "D3 = text \"Datum\"",
    "B4 = text \"1.1.10\"",
    "C4 = number 4460687.98",
    "D4 = date 2020-03-31 (43921)",
    "B6 = text \"1.2.1\\nObuka čćšžđ\"",
    "C6 = number 0.1",
    "D6 = date 2010-01-01 (40179)",
    "E6 = number -5",
    "B7 = text \"Обука\"",
    "C7 = number 1234.56",
    "D7 = text \"x\"",
    "E7 = text \"x\"",
    "F7 = text \"x\"",
    "B8 = text \"Ukupno\"",
    "C8 = number 4460688.08",
];

#[test]
fn the_same_table_in_every_format_is_the_same_grid() {
    let sheets = [table(), notes()];
    let merged = Area { first: CellRef { row: 2, column: 3 }, last: CellRef { row: 2, column: 4 } };
    for (name, bytes, kind) in [
        ("a.xlsx", xlsx(&sheets), FileKind::Xlsx),
        ("a.xlsm", xlsm(&sheets), FileKind::Xlsx),
        ("a.xlsb", xlsb::xlsb(&sheets), FileKind::Xlsb),
        ("a.xls", xls::xls(&sheets), FileKind::Xls),
        ("a.ods", ods::ods(&sheets), FileKind::Ods),
    ] {
        let (file, findings) = read(name, &bytes);
        assert_eq!(codes(&findings), [""; 0], "{name}: {findings:?}");
        let file = file.expect(name);
        assert_eq!(file.kind, kind, "{name}");
        assert_eq!(file.grids.len(), 2, "{name}");
        assert_eq!(file.grids[0].name().as_deref(), Some("Tabela – Q1"), "{name}");
        assert_eq!(cells(&file.grids[0]), EXPECTED, "{name}");
        assert!(file.grids[0].merged.contains(&merged), "{name}: {:?}", file.grids[0].merged);
        assert_eq!(cells(&file.grids[1]), ["A1 = text \"nothing\""], "{name}");
        assert_eq!(file.source.sha256.len(), 64);
    }
}

#[test]
fn test_writers_give_the_same_bytes_every_time() {
    let sheets = [table(), notes()];
    let write = || {
        let others = [xlsb::xlsb(&sheets), xls::xls(&sheets), ods::ods(&sheets)];
        [vec![xlsx(&sheets), xlsm(&sheets)], others.to_vec()].concat()
    };
    let first = write();
    std::thread::sleep(std::time::Duration::from_millis(20));
    for (index, again) in write().iter().enumerate() {
        assert!(first[index] == *again, "writer {index}");
    }
}

/// Writes the table in all formats to the folder EARMARK_LOOK, for looking at it in other programs.
#[test]
fn formats_for_looking_at() {
    let Some(folder) = std::env::var_os("EARMARK_LOOK") else { return };
    let folder = std::path::Path::new(&folder);
    let sheets = [table(), notes()];
    for (name, bytes) in [
        ("look.xlsx", xlsx(&sheets)),
        ("look.xlsm", xlsm(&sheets)),
        ("look.xlsb", xlsb::xlsb(&sheets)),
        ("look.xls", xls::xls(&sheets)),
        ("look.ods", ods::ods(&sheets)),
    ] {
        std::fs::write(folder.join(name), bytes).expect("a written file");
    }
}

#[test]
fn a_formula_without_a_result_is_neither_zero_nor_blank() {
    let sheet = TestSheet {
        name: "S".into(),
        rows: vec![vec![text("total"), TestCell::Formula("SUM(B2:B9)".into(), None)]],
        ..TestSheet::default()
    };
    for (name, bytes) in [
        ("a.xlsx", xlsx(std::slice::from_ref(&sheet))),
        ("a.xls", xls::xls(std::slice::from_ref(&sheet))),
        ("a.ods", ods::ods(&[sheet])),
    ] {
        let (file, findings) = read(name, &bytes);
        let file = file.expect(name);
        assert_eq!(cells(&file.grids[0]), ["A1 = text \"total\"", "B1 = not calculated"], "{name}");
        assert_eq!(codes(&findings), [""; 0], "{name}");
    }
}

/// A workbook with this in its first sheet.
pub fn xlsx_sheet(sheet_data: &str) -> Vec<u8> {
    let mut parts = parts(&xlsx(&[notes()]));
    for (_, part) in parts.iter_mut().filter(|(name, _)| name.ends_with("sheet1.xml")) {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        *part = format!("<worksheet xmlns=\"{main}\">{sheet_data}</worksheet>").into_bytes();
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    package(&parts)
}

#[test]
fn cells_of_xlsx() {
    for (name, data, expected) in [
        (
            "float noise stays",
            "<c r=\"A1\"><v>0.30000000000000004</v></c>",
            vec!["A1 = number 0.30000000000000004"],
        ),
        ("exponent", "<c r=\"A1\"><v>1.5E3</v></c>", vec!["A1 = number 1500"]),
        ("too large for a decimal", "<c r=\"A1\"><v>1E300</v></c>", vec!["A1 = text \"1e300\""]),
        ("not a number", "<c r=\"A1\"><v>NaN</v></c>", vec!["A1 = error #NUM!"]),
        ("error", "<c r=\"A1\" t=\"e\"><v>#DIV/0!</v></c>", vec!["A1 = error #DIV/0!"]),
        (
            "error of newer Excel",
            "<c r=\"A1\" t=\"e\"><v>#SPILL!</v></c><c r=\"B1\"><v>5</v></c>",
            vec!["A1 = error #SPILL!", "B1 = number 5"],
        ),
        (
            "extension in a cell",
            "<c r=\"A1\"><v>1</v><extLst><ext uri=\"x\"><v>9</v></ext></extLst></c>",
            vec!["A1 = number 1"],
        ),
        ("unknown type", "<c r=\"A1\" t=\"zzz\"><v>12</v></c>", vec!["A1 = text \"12\""]),
        ("bool", "<c r=\"A1\" t=\"b\"><v>1</v></c>", vec!["A1 = true"]),
        ("calculated blank", "<c r=\"A1\" t=\"str\"><f>\"\"</f><v></v></c>", vec![]),
        ("not calculated", "<c r=\"A1\"><f>B1</f><v></v></c>", vec!["A1 = not calculated"]),
        ("blank text", "<c r=\"A1\" t=\"str\"><v>  </v></c>", vec![]),
        ("time of day", "<c r=\"A1\" s=\"1\"><v>0.5</v></c>", vec!["A1 = no day (0.5)"]),
        ("day 60 of 1900 never was", "<c r=\"A1\" s=\"1\"><v>60</v></c>", vec!["A1 = no day (60)"]),
        ("far from A1", "<c r=\"XFD1048576\"><v>7</v></c>", vec!["XFD1048576 = number 7"]),
    ] {
        let bytes = xlsx_sheet(&format!("<sheetData><row>{data}</row></sheetData>"));
        let (file, findings) = read("a.xlsx", &bytes);
        assert_eq!(codes(&findings), [""; 0], "{name}: {findings:?}");
        assert_eq!(cells(&file.expect(name).grids[0]), expected, "{name}");
    }
}

#[test]
fn formats_and_hidden_rows_of_xlsx() {
    let bytes = xlsx_sheet(
        "<sheetData><row r=\"2\" hidden=\"1\"><c r=\"A2\" s=\"2\"><v>1</v></c></row>\
         <row r=\"3\"><c r=\"A3\"><v>2</v></c></row></sheetData>",
    );
    let (file, _) = read("a.xlsx", &bytes);
    let grid = file.expect("a file").grids.remove(0);
    assert_eq!(grid.rows.iter().map(|row| row.hidden).collect::<Vec<_>>(), [true, false]);
    assert_eq!(grid.cell(1, 0).and_then(|cell| grid.format(cell)), Some("#,##0.00"));
    assert_eq!(grid.cell(2, 0).and_then(|cell| grid.format(cell)), None);
}

#[test]
fn what_calamine_would_misread_in_silence_is_a_finding() {
    for (name, data) in [
        ("entity inside a number", "<c r=\"A1\"><v>12&e;34</v></c>"),
        ("text index below zero", "<c r=\"A1\" t=\"s\"><v>-1</v></c>"),
        ("outside the sheet", "<c r=\"A1048577\"><v>1</v></c>"),
        ("row of eleven digits", "<c r=\"A99999999999\"><v>1</v></c>"),
    ] {
        let bytes = xlsx_sheet(&format!("<sheetData><row>{data}</row></sheetData>"));
        let (file, findings) = read("a.xlsx", &bytes);
        assert_eq!(codes(&findings), ["E0112"], "{name}");
        assert_eq!(file.expect(name).grids.len(), 0, "{name}");
    }
}
