//! Bytes → Grid: the same table in every format, dialects of csv, files that are not what their name
//! says, broken files, limits.

#![allow(clippy::expect_used, reason = "a test stops where its own ground is missing")]

mod support;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::diagnostic::{Catalogue, Code, Finding};
use earmark::model::{CellRef, Spot};
use earmark::sheet::{Area, FileKind, Grid, SheetFile, Value, read_file};
use earmark::vocabulary::Vocabulary;
use support::office::ooxml::{xlsm, xlsx};
use support::office::{TestCell, TestSheet, number, ods, package, text, xls, xlsb};

fn read_within(name: &str, bytes: &[u8], limits: &Limits) -> (Option<SheetFile>, Vec<Finding>) {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("a vocabulary");
    let input = NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() };
    read_file(&input, limits, &vocabulary)
}

fn read(name: &str, bytes: &[u8]) -> (Option<SheetFile>, Vec<Finding>) {
    read_within(name, bytes, &Limits::default())
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.number()).collect()
}

/// One line for each cell: `B3 = text "Donation"`.
fn cells(grid: &Grid) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            let at = CellRef { row: row.index, column: cell.column };
            lines.push(match &cell.value {
                Value::Text(text) => format!("{at} = text {text:?}"),
                Value::Number(number) => format!("{at} = number {number}"),
                Value::Date { serial, date: Some(date) } => {
                    format!("{at} = date {date} ({serial})")
                }
                Value::Date { serial, date: None } => format!("{at} = no day ({serial})"),
                Value::Bool(is) => format!("{at} = {is}"),
                Value::Error(error) => format!("{at} = error {error}"),
                Value::NotCalculated => format!("{at} = not calculated"),
            });
        }
    }
    lines
}

fn table() -> TestSheet {
    TestSheet {
        name: "Tabela – Q1".to_owned(),
        start: (2, 1),
        rows: vec![
            vec![text("Aktivnost"), text("Utrošeno (€)"), text("Datum"), TestCell::Blank],
            vec![text("1.1.10"), number("4460687.98"), TestCell::Date(2020, 3, 31)],
            vec![],
            vec![
                text("1.2.1\nObuka čćšžđ"),
                number("0.1"),
                TestCell::Date(2010, 1, 1),
                number("-5"),
            ],
            vec![text("Обука"), number("1234.56"), text("x"), text("x"), text("x")],
            vec![text("Ukupno"), TestCell::Formula("C4+C6".into(), Some("4460688.08".into()))],
        ],
        merged: vec![[7, 1, 7, 1], [2, 3, 2, 4]],
    }
}

fn notes() -> TestSheet {
    TestSheet { name: "Notes".into(), rows: vec![vec![text("nothing")]], ..TestSheet::default() }
}

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
        assert_eq!(file.grids[0].name.as_deref(), Some("Tabela – Q1"), "{name}");
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

fn xlsx_sheet(sheet_data: &str) -> Vec<u8> {
    let bytes = xlsx(&[notes()]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).expect("content");
        if name.ends_with("sheet1.xml") {
            content = format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{sheet_data}</worksheet>"
            )
            .into_bytes();
        }
        parts.push((name, content));
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
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
    assert_eq!(grid.cell(1, 0).and_then(|cell| cell.format.as_deref()), Some("#,##0.00"));
    assert_eq!(grid.cell(2, 0).and_then(|cell| cell.format.as_deref()), None);
}

#[test]
fn what_calamine_would_misread_in_silence_is_a_finding() {
    for (name, data) in [
        ("comment inside a number", "<c r=\"A1\"><v>12<!-- -->34</v></c>"),
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

fn grid_of_csv(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<&'static str>) {
    let (file, findings) = read(name, bytes);
    let file = file.expect("a file");
    assert_eq!(file.kind, FileKind::Csv);
    (cells(&file.grids[0]), codes(&findings))
}

#[test]
fn dialects_of_csv() {
    let plain = vec!["A1 = text \"a\"", "B1 = text \"b\"", "A2 = text \"x\"", "B2 = text \"1,5\""];
    for (name, csv, expected) in [
        ("semicolons with decimal commas", "a;b\nx;1,5\n", plain.clone()),
        ("carriage returns", "a;b\r\nx;1,5\r\n", plain.clone()),
        ("no line break at the end", "a;b\nx;1,5", plain.clone()),
        ("old Mac line ends", "a;b\rx;1,5\r", plain.clone()),
        ("tabs", "a\tb\nx\t1,5\n", plain.clone()),
        ("commas with quotes", "a,b\nx,\"1,5\"\n", plain.clone()),
        ("stated", "sep=;\na;b\nx;1,5\n", plain.clone()),
        ("stated bar", "sep=|\r\na|b\r\nx|1,5\r\n", plain.clone()),
        ("one column", "a\nb\n", vec!["A1 = text \"a\"", "A2 = text \"b\""]),
        (
            "line break inside a value",
            "a;\"b\nc\"\nd;e\n",
            vec!["A1 = text \"a\"", "B1 = text \"b\\nc\"", "A2 = text \"d\"", "B2 = text \"e\""],
        ),
        (
            "blank lines count",
            "\n\na;b\n\nc;d\n",
            vec!["A3 = text \"a\"", "B3 = text \"b\"", "A5 = text \"c\"", "B5 = text \"d\""],
        ),
        (
            "blank lines after a quoted break",
            "a;\"b\nc\"\r\n\r\n\r\nd;e\r\n",
            vec!["A1 = text \"a\"", "B1 = text \"b\\nc\"", "A4 = text \"d\"", "B4 = text \"e\""],
        ),
        ("lines of separators", ";;\na;b\n", vec!["A2 = text \"a\"", "B2 = text \"b\""]),
        (
            "doubled quotes",
            "\"a \"\"b\"\"\";c\n",
            vec!["A1 = text \"a \\\"b\\\"\"", "B1 = text \"c\""],
        ),
        (
            "title above the table",
            "Report, 2020\n\na;b\nc;d\ne;f,g\n",
            vec![
                "A1 = text \"Report, 2020\"",
                "A3 = text \"a\"",
                "B3 = text \"b\"",
                "A4 = text \"c\"",
                "B4 = text \"d\"",
                "A5 = text \"e\"",
                "B5 = text \"f,g\"",
            ],
        ),
    ] {
        let (found, findings) = grid_of_csv("a.csv", csv.as_bytes());
        assert_eq!(found, expected, "{name}");
        assert_eq!(findings, [""; 0], "{name}");
    }
}

#[test]
fn an_unclosed_quote_swallows_nothing() {
    let (found, findings) = grid_of_csv("a.csv", b"a;b\n\"x;1\ny;2\n");
    assert_eq!(findings, ["E0112"]);
    assert_eq!(found.len(), 6, "{found:?}");
    assert_eq!(found[5], "B3 = text \"2\"");
}

#[test]
fn encodings_of_csv() {
    let text = "Institucija;Utrošeno\nTužilaštvo čćđ;12\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cyrillic = "Институција;Утрошено\nТужилаштво ј;12\n";
    let (latin_bytes, ..) = encoding_rs::WINDOWS_1250.encode(text);
    let (cyrillic_bytes, ..) = encoding_rs::WINDOWS_1251.encode(cyrillic);
    let expected = ["Institucija", "Utrošeno", "Tužilaštvo čćđ", "12"];
    let expected_cyrillic = ["Институција", "Утрошено", "Тужилаштво ј", "12"];
    for (name, bytes, expected, findings) in [
        ("utf-8", text.as_bytes().to_vec(), expected, vec![]),
        ("utf-8 with mark", [b"\xef\xbb\xbf", text.as_bytes()].concat(), expected, vec![]),
        ("utf-16", [b"\xff\xfe".to_vec(), utf16.clone()].concat(), expected, vec!["N0114"]),
        ("utf-16 big", [b"\xfe\xff".to_vec(), utf16_big].concat(), expected, vec!["N0114"]),
        ("utf-16 without mark", utf16, expected, vec!["N0114"]),
        ("windows-1250", latin_bytes.into_owned(), expected, vec!["N0114"]),
        ("windows-1251", cyrillic_bytes.into_owned(), expected_cyrillic, vec!["N0114"]),
    ] {
        let (file, found) = read("a.csv", &bytes);
        let grid = file.expect(name).grids.remove(0);
        let texts: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.text().into_owned())
            .collect();
        assert_eq!(texts, expected, "{name}");
        assert_eq!(codes(&found), findings, "{name}");
    }
}

#[test]
fn files_in_disguise_are_read_as_what_they_are() {
    let sheets = [table()];
    for (name, bytes, kind) in [
        ("a.xls", xlsx(&sheets), FileKind::Xlsx),
        ("a.csv", xlsx(&sheets), FileKind::Xlsx),
        ("a.xlsx", xls::xls(&sheets), FileKind::Xls),
        ("a.xls", ods::ods(&sheets), FileKind::Ods),
        ("a.xlsx", xlsb::xlsb(&sheets), FileKind::Xlsb),
        ("a.xls", b"a;b\nc;d\n".to_vec(), FileKind::Csv),
    ] {
        let (file, findings) = read(name, &bytes);
        assert_eq!(codes(&findings), ["W0111"], "{name}");
        assert_eq!(file.expect(name).kind, kind);
    }
    for name in ["A.XLSX", "noname", "a.xlsx.download", ".xlsx"] {
        assert_eq!(codes(&read(name, &xlsx(&sheets)).1), [""; 0], "{name}");
    }
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let whole = xlsx(&[table()]);
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let html = b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec();
    let xml = b"<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec();
    for (name, bytes, code) in [
        ("a.xlsx", Vec::new(), "E0108"),
        ("a.csv", b"\r\n \r\n".to_vec(), "E0108"),
        ("a.xlsx", whole[..whole.len() / 2].to_vec(), "E0101"),
        ("a.xls", xls::xls(&[table()])[..1000].to_vec(), "E0101"),
        ("a.pdf", pdf, "E0105"),
        ("a.xls", html, "E0103"),
        ("a.xls", xml, "E0103"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "E0103"),
        ("a.xlsx", (0..2000u32).map(|i| (i * 7919 % 251) as u8).collect(), "E0103"),
        ("a.zip", package(&[("readme.md", b"x".to_vec())]), "E0103"),
        ("a.doc", compound("/WordDocument"), "E0104"),
        ("a.xlsx", compound("/EncryptedPackage"), "E0102"),
        ("a.ppt", compound("/PowerPoint Document"), "E0103"),
        (
            "a.xlsx",
            package(&[("xl/workbook.xml", b"x".to_vec()), ("XL/workbook.xml", b"y".to_vec())]),
            "E0101",
        ),
    ] {
        let (file, findings) = read(name, &bytes);
        assert_eq!(codes(&findings), [code], "{name}");
        assert!(file.is_none(), "{name}");
        let catalogue = Catalogue::built_in().expect("texts");
        for shown in [catalogue.title(&findings[0]), catalogue.remedy(&findings[0])] {
            assert!(!shown.is_empty() && !shown.contains(['{', '}']), "{code}: {shown}");
        }
    }
}

fn compound(stream: &str) -> Vec<u8> {
    let mut file =
        cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a container");
    let mut entry = file.create_stream(stream).expect("a stream");
    std::io::Write::write_all(&mut entry, &[7; 5000]).expect("content");
    drop(entry);
    file.into_inner().into_inner()
}

#[test]
fn limits_stop_a_file_and_name_themselves() {
    let sheets = [table()];
    let few = Limits { cells: 5, ..Limits::default() };
    let small = Limits { file_bytes: 100, ..Limits::default() };
    let tight = Limits { unzipped_bytes: 500, ..Limits::default() };
    for (name, bytes, limits) in [
        ("cells.xlsx", xlsx(&sheets), few),
        ("cells.xlsb", xlsb::xlsb(&sheets), few),
        ("cells.xls", xls::xls(&sheets), few),
        ("cells.ods", ods::ods(&sheets), few),
        ("cells.csv", b"a;b\nc;d\ne;f\n".to_vec(), few),
        ("bytes.xlsx", xlsx(&sheets), small),
        ("unzipped.xlsx", xlsx(&sheets), tight),
        ("unzipped.ods", ods::ods(&sheets), tight),
    ] {
        let (file, findings) = read_within(name, &bytes, &limits);
        assert_eq!(codes(&findings), ["E0106"], "{name}");
        assert!(file.is_none(), "{name}");
    }
}

#[test]
fn a_long_text_is_cut_and_named() {
    let limits = Limits { cell_characters: 3, ..Limits::default() };
    let (file, findings) = read_within("a.csv", "čćžš;1\nšđž;2\n".as_bytes(), &limits);
    assert_eq!(codes(&findings), ["E0106"]);
    assert_eq!(findings[0].place.spot, Spot::Cell(CellRef { row: 0, column: 0 }));
    assert_eq!(cells(&file.expect("a file").grids[0])[0], "A1 = text \"čćž\"");
}

#[test]
fn every_finding_on_files_has_its_texts() {
    let catalogue = Catalogue::built_in().expect("texts");
    for code in Code::ALL.iter().filter(|code| code.number()[1..].starts_with("01")) {
        let texts = catalogue.explanation(*code).unwrap_or_else(|| panic!("{code} has no texts"));
        for part in [&texts.title, &texts.remedy, &texts.explain, &texts.before, &texts.after] {
            assert!(!part.trim().is_empty(), "{code}");
        }
    }
}
