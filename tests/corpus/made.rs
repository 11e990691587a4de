//! Hostile files that are made here, so that they are met without the collection too: each is read
//! beside a good sheet, and what is said about it is what should be.

use std::fmt::Write as _;

use super::books::*;
use super::{Checked, Desk, print};
use crate::support::office::ooxml::xlsx;
use crate::support::office::{TestSheet, ods, package, text, xls, xlsb};

/// Read, and nothing to say about the file.
const READ: &str = "";
const BROKEN: &str = "E0101";
const LOCKED: &str = "E0102";
const LIMIT: &str = "E0106";
const SHEET: &str = "E0112";

/// Makes every file, hands it in, and holds what is said against what should be.
fn survive(title: &str, files: Vec<(&str, Vec<u8>, &[&str])>) {
    let desk = Desk::new();
    let mut checked: Vec<Checked> = Vec::new();
    let mut names = Vec::new();
    for (name, bytes, expected) in files {
        desk.file(name, bytes);
        let one = desk.check(name);
        let ours = [BROKEN, LOCKED, LIMIT, SHEET];
        let said: Vec<&str> =
            one.codes.iter().map(String::as_str).filter(|code| ours.contains(code)).collect();
        let expected: Vec<&str> = expected.iter().copied().filter(|code| *code != READ).collect();
        assert_eq!(said, expected, "{name}: {:?}", one.findings);
        names.push(name.to_owned());
        checked.push(one);
    }
    print(title, &checked);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    desk.reconcile(&names);
}

#[test]
fn hostile_xls_are_survived() {
    let sheets = [table("S", 3)];
    let good = xls::xls(&sheets);
    let whole = stream(&sheets);
    let other = stream(&[table("Other", 9)]);
    let huge = |content: &mut [u8]| {
        content[..12].copy_from_slice(&[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255])
    };
    let far = |from: &[u8]| {
        with_records(from.to_vec(), 0x0203, |cell| cell[..4].copy_from_slice(&[255, 255, 255, 0]))
    };
    let many: Vec<TestSheet> =
        (0..4).map(|index| TestSheet { name: format!("S{index}"), ..far_apart() }).collect();
    survive(
        "Hostile xls",
        vec![
            ("good.xls", good.clone(), &[READ]),
            ("circle-of-sectors.xls", circle_of_sectors(good.clone()), &[BROKEN]),
            ("circle-of-lists.xls", circle_of_lists(good.clone()), &[READ]),
            ("circle-of-entries.xls", circle_of_entries(good.clone()), &[READ]),
            ("sectors-outside.xls", sectors_outside(good.clone()), &[BROKEN]),
            ("cut-off.xls", good[..good.len() / 2].to_vec(), &[BROKEN]),
            (
                "embedded-first.xls",
                compound(&[("/A/Workbook", &other), ("/Workbook", &whole)]),
                &[READ],
            ),
            ("dimensions.xls", xls_of(&with_records(whole.clone(), 0x0200, huge)), &[READ]),
            ("far-cell.xls", xls_of(&far(&whole)), &[READ]),
            ("far-cells-in-several-sheets.xls", xls::xls(&many), &[LIMIT]),
            (
                "column-past-the-last.xls",
                xls_of(&with_records(whole.clone(), 0x0203, |cell| cell[2..4].fill(0xff))),
                &[BROKEN],
            ),
            (
                "text-out-of-bounds.xls",
                xls_of(&with_records(whole.clone(), 0x00fd, |cell| cell[6..10].fill(0x7f))),
                &[SHEET],
            ),
            (
                "four-thousand-million-texts.xls",
                xls_of(&with_records(whole.clone(), 0x00fc, |texts| texts[4..8].fill(0xff))),
                &[READ],
            ),
            ("locked.xls", xls_of(&locked(&whole)), &[LOCKED]),
        ],
    );
    // Of two workbooks in one file the outer one is the sender's.
    let desk = Desk::new();
    desk.file("embedded.xls", compound(&[("/A/Workbook", &other), ("/Workbook", &whole)]));
    assert_eq!(desk.check("embedded.xls").read, (1, 3));
}

/// A sheet whose two cells are as far apart as can be.
fn far_apart() -> TestSheet {
    let mut rows = vec![vec![text("a")]];
    rows.resize(65_535, Vec::new());
    let mut last = vec![crate::support::office::TestCell::Blank; 255];
    last.push(text("z"));
    rows.push(last);
    TestSheet { rows, ..TestSheet::default() }
}

/// The stream with the mark of a password behind its start.
fn locked(stream: &[u8]) -> Vec<u8> {
    let start = 4 + usize::from(u16::from_le_bytes([stream[2], stream[3]]));
    let mut locked = stream[..start].to_vec();
    locked.extend([0x2f, 0, 6, 0, 0, 0, 1, 2, 3, 4]);
    locked.extend(&stream[start..]);
    locked
}

#[test]
fn hostile_ods_are_survived() {
    let good = ods::ods(&[table("S", 3)]);
    let content = part(&good, "content.xml");
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"";
    let sheet = |rows: &str| ods_of(&format!("<table:table table:name=\"S\">{rows}</table:table>"));
    let row = |cells: &str| sheet(&format!("<table:table-row>{cells}</table:table-row>"));
    let swapped = |from: &str, to: &str| {
        with_part(&good, "content.xml", content.replace(from, to).as_bytes())
    };
    let manifest = part(&good, "META-INF/manifest.xml")
        .replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>");
    survive(
        "Hostile ods",
        vec![
            ("good.ods", good.clone(), &[READ]),
            (
                "columns-times-rows.ods",
                sheet(&format!(
                    "<table:table-row table:number-rows-repeated=\"1048576\">{cell} \
                     table:number-columns-repeated=\"16384\"/></table:table-row>"
                )),
                &[LIMIT],
            ),
            (
                "far-cell.ods",
                sheet(&format!(
                    "<table:table-row>{cell}/></table:table-row><table:table-row \
                     table:number-rows-repeated=\"1048574\"><table:table-cell/></table:table-row>\
                     <table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/>{cell}/>\
                     </table:table-row>"
                )),
                &[READ],
            ),
            (
                "repeats-without-number.ods",
                row(&format!("{cell} table:number-columns-repeated=\"99999999999999999999\"/>")),
                &[SHEET],
            ),
            (
                "spaces.ods",
                row("<table:table-cell office:value-type=\"string\"><text:p><text:s \
                     text:c=\"4000000000\"/></text:p></table:table-cell>"),
                &[BROKEN],
            ),
            (
                "text-repeated.ods",
                row(&format!(
                    "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16384\">\
                     <text:p>{}</text:p></table:table-cell>",
                    "x".repeat(100_000)
                )),
                &[LIMIT],
            ),
            (
                "cut-off.ods",
                with_part(&good, "content.xml", &content.as_bytes()[..content.len() / 2]),
                &[BROKEN],
            ),
            (
                "billion-laughs.ods",
                with_part(
                    &good,
                    "content.xml",
                    content
                        .replace("?>\n<office", &format!("?>{}<office", laughs()))
                        .replace("Ministry of Health", "&i;")
                        .as_bytes(),
                ),
                &[BROKEN],
            ),
            (
                "nested.ods",
                row(&format!(
                    "<table:table-cell office:value-type=\"string\">{}x{}</table:table-cell>",
                    "<text:p>".repeat(200_000),
                    "</text:p>".repeat(200_000)
                )),
                &[READ],
            ),
            ("nested-tables.ods", format_nested(&sheet), &[SHEET]),
            (
                "locked.ods",
                with_part(&good, "META-INF/manifest.xml", manifest.as_bytes()),
                &[LOCKED],
            ),
            ("two-of-a-name.ods", ods::ods(&[table("S", 3), table("S", 3)]), &[SHEET]),
            (
                "unknown-type.ods",
                swapped("office:value-type=\"float\"", "office:value-type=\"flaot\""),
                &[READ],
            ),
        ],
    );
}

fn format_nested(sheet: &impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let depth = 20_000;
    let open = "<table:table-row><table:table-cell><table:table table:name=\"T\">".repeat(depth);
    let close = "</table:table></table:table-cell></table:table-row>".repeat(depth);
    sheet(&format!("{open}{close}"))
}

/// The definitions of an abbreviation that stands for a thousand million words.
fn laughs() -> String {
    let mut text = "<!DOCTYPE x [<!ENTITY a \"ha\">".to_owned();
    for (name, before) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        let _ = write!(text, "<!ENTITY {name} \"{}\">", format!("&{before};").repeat(10));
    }
    text + "]>"
}

#[test]
fn hostile_xlsx_are_survived() {
    let good = xlsx(&[table("S", 3)]);
    let sheet = part(&good, "xl/worksheets/sheet1.xml");
    let part_name = "xl/worksheets/sheet1.xml";
    let rows = |rows: &str| xlsx_of(&format!("<sheetData>{rows}</sheetData>"));
    let sst = |texts: &str| {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let cell = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>";
        xlsx_with_texts(cell, &format!("<sst xmlns=\"{main}\" {texts}</sst>"))
    };
    let blank = " ".repeat(100 << 20);
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(sheet.replace("UTF-8", "UTF-16").encode_utf16().collect::<Vec<_>>())
        .flat_map(u16::to_le_bytes)
        .collect();
    let two = package(&[("xl/workbook.xml", b"x".to_vec()), ("xl/workbooc.xml", b"y".to_vec())]);
    let laughing =
        sheet.replacen("standalone=\"yes\"?>\n", &format!("standalone=\"yes\"?>{}", laughs()), 1);
    assert_ne!(laughing, sheet);
    survive(
        "Hostile xlsx",
        vec![
            ("good.xlsx", good.clone(), &[READ]),
            ("bomb.xlsx", rows(&blank), &[LIMIT]),
            ("size-that-lies.xlsx", with_size(&good, part_name, 100), &[SHEET]),
            ("size-that-boasts.xlsx", with_size(&good, part_name, 0x7fff_ffff), &[LIMIT]),
            (
                "part-twice.xlsx",
                with_renamed(&two, "xl/workbooc.xml", "xl/workbook.xml"),
                &[BROKEN],
            ),
            (
                "many-texts.xlsx",
                sst("count=\"1\" uniqueCount=\"4000000000\"><si><t>a</t></si>"),
                &[BROKEN],
            ),
            (
                "more-texts.xlsx",
                sst("uniqueCount=\"1000000000000000000\"><si><t>a</t></si>"),
                &[BROKEN],
            ),
            (
                "far-cell.xlsx",
                rows(
                    "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
                ),
                &[READ],
            ),
            (
                "past-the-last-cell.xlsx",
                rows("<row r=\"1\"><c r=\"A99999999999\"><v>1</v></c></row>"),
                &[SHEET],
            ),
            ("utf16.xlsx", with_part(&good, part_name, &utf16), &[SHEET]),
            (
                "unknown-error.xlsx",
                rows(
                    "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c><c r=\"B1\"><v>7</v></c></row>",
                ),
                &[READ],
            ),
            (
                "billion-laughs.xlsx",
                with_part(
                    &good,
                    part_name,
                    laughing.replace("Ministry of Health", "&i;").as_bytes(),
                ),
                &[SHEET],
            ),
            (
                "billion-laughs-in-texts.xlsx",
                sst("uniqueCount=\"1\"><si><t>&i;</t></si>"),
                &[BROKEN],
            ),
            (
                "nested.xlsx",
                rows(&format!("{}{}", "<row>".repeat(500_000), "</row>".repeat(500_000))),
                &[READ],
            ),
            (
                "nested-in-a-cell.xlsx",
                rows(&format!(
                    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>{}{}</is></c></row>",
                    "<r>".repeat(200_000),
                    "</r>".repeat(200_000)
                )),
                &[SHEET],
            ),
            (
                "locked.xlsx",
                compound(&[("/EncryptionInfo", &[0; 64]), ("/EncryptedPackage", &[7; 9000])]),
                &[LOCKED],
            ),
            ("cut-off.xlsx", good[..good.len() / 2].to_vec(), &[BROKEN]),
            ("cut-off.xlsb", xlsb::xlsb(&[table("S", 3)])[..600].to_vec(), &[BROKEN]),
        ],
    );
}

#[test]
fn hostile_documents_are_survived() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let table = |text: &str| format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("Code"), cell(text));
    let deep = format!("{}{}", "<w:sdt>".repeat(200_000), "</w:sdt>".repeat(200_000));
    survive(
        "Hostile documents",
        vec![
            ("good.docx", docx_of("", &table("Spent")), &[READ]),
            ("billion-laughs.docx", docx_of(&laughs(), &table("&i;")), &[READ]),
            ("nested.docx", docx_of("", &deep), &[BROKEN]),
            ("bomb.docx", docx_of("", &" ".repeat(100 << 20)), &[LIMIT]),
            (
                "cut-off.docx",
                package(&[("word/document.xml", b"<w:document><w:body><w:tbl".to_vec())]),
                &[BROKEN],
            ),
            ("one-long-line.csv", "x".repeat(20 << 20).into_bytes(), &[LIMIT]),
            ("only-separators.csv", ";".repeat(1 << 20).into_bytes(), &[BROKEN]),
            (
                "open-quote.csv",
                format!("a;b\n\"{}", "x;y\n".repeat(1 << 14)).into_bytes(),
                &[SHEET],
            ),
            ("one-cell.txt", format!("\t{}", "x\n".repeat(1 << 20)).into_bytes(), &[LIMIT]),
        ],
    );
}
