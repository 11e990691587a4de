//! Excel binary workbooks: BIFF12 records in a zip package.

use super::{TestCell, TestSheet, float, package, serial};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

fn record(out: &mut Vec<u8>, kind: u16, content: &[u8]) {
    if kind < 0x80 {
        out.push(kind as u8);
    } else {
        out.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = content.len();
    while length >= 0x80 {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend(content);
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A workbook as xlsb.
pub fn xlsb(sheets: &[TestSheet]) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let (mut types, mut relations) = (String::new(), String::new());
    let mut names = Vec::new();
    for number in 1..=sheets.len() {
        let name = format!("worksheets/sheet{number}.bin");
        types += &format!(
            "<Override PartName=\"/xl/{name}\" ContentType=\"application/vnd.ms-excel.worksheet\"/>"
        );
        relations += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"{name}\"/>"
        );
        names.push(format!("xl/{name}"));
    }
    let last = sheets.len() + 1;
    let content_types = format!(
        "{head}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/>\
         <Override PartName=\"/xl/workbook.bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/>{types}\
         <Override PartName=\"/xl/styles.bin\" ContentType=\"application/vnd.ms-excel.styles\"/></Types>"
    );
    let root = format!(
        "{head}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>"
    );
    let relations = format!(
        "{head}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship \
         Id=\"rId{last}\" Type=\"{OFFICE}/styles\" Target=\"styles.bin\"/></Relationships>"
    );
    let mut shown: Vec<&str> = sheets.iter().flat_map(TestSheet::formats).collect();
    shown.sort_unstable();
    shown.dedup();
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", content_types.into_bytes()),
        ("_rels/.rels", root.into_bytes()),
        ("xl/workbook.bin", workbook(sheets)),
        ("xl/_rels/workbook.bin.rels", relations.into_bytes()),
        ("xl/styles.bin", styles(&shown)),
    ];
    for (sheet, name) in sheets.iter().zip(&names) {
        parts.push((name, sheet_records(sheet, &shown)));
    }
    package(&parts)
}

fn workbook(sheets: &[TestSheet]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 131, &[]);
    record(&mut out, 153, &[&longs(&[0x0001_0020, 124_226])[..], &wide("")].concat());
    record(&mut out, 143, &[]);
    for (index, sheet) in sheets.iter().enumerate() {
        let number = index as u32 + 1;
        let mut entry = longs(&[0, number]);
        entry.extend(wide(&format!("rId{number}")));
        entry.extend(wide(&sheet.name));
        record(&mut out, 156, &entry);
    }
    record(&mut out, 144, &[]);
    record(&mut out, 132, &[]);
    out
}

/// One font, two fills, one border, and two cell formats: general and a date.
fn styles(shown: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    let one = 1u32.to_le_bytes();
    record(&mut out, 278, &[]);
    if !shown.is_empty() {
        record(&mut out, 615, &(shown.len() as u32).to_le_bytes());
        for (number, code) in (164u16..).zip(shown) {
            record(&mut out, 44, &[&number.to_le_bytes()[..], &wide(code)].concat());
        }
        record(&mut out, 616, &[]);
    }
    record(&mut out, 611, &one);
    let mut font = vec![220, 0, 0, 0, 0x90, 1, 0, 0, 0, 2, 0, 0];
    font.extend([7, 1, 0, 0, 0, 0, 0, 0xff]);
    font.push(2);
    font.extend(wide("Calibri"));
    record(&mut out, 43, &font);
    record(&mut out, 612, &[]);
    record(&mut out, 603, &2u32.to_le_bytes());
    for pattern in [0u32, 17] {
        let mut fill = pattern.to_le_bytes().to_vec();
        fill.extend([3, 64, 0, 0, 0, 0, 0, 0xff, 3, 65, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        fill.resize(68, 0);
        record(&mut out, 45, &fill);
    }
    record(&mut out, 604, &[]);
    record(&mut out, 613, &one);
    let mut border = vec![0];
    for _ in 0..5 {
        border.extend([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    }
    record(&mut out, 46, &border);
    record(&mut out, 614, &[]);
    let format = |parent: u16, number: u16| -> Vec<u8> {
        let mut xf: Vec<u8> =
            [parent, number, 0, 0, 0, 0].iter().flat_map(|word| word.to_le_bytes()).collect();
        xf.extend([0x10, 0x10, u8::from(number != 0), 0]);
        xf
    };
    record(&mut out, 626, &one);
    record(&mut out, 47, &format(0xffff, 0));
    record(&mut out, 627, &[]);
    record(&mut out, 617, &(2 + shown.len() as u32).to_le_bytes());
    record(&mut out, 47, &format(0, 0));
    record(&mut out, 47, &format(0, 14));
    for (number, _) in (164u16..).zip(shown) {
        record(&mut out, 47, &format(0, number));
    }
    record(&mut out, 618, &[]);
    record(&mut out, 279, &[]);
    out
}

fn sheet_records(sheet: &TestSheet, shown: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    let height = sheet.rows.len().max(1) as u32;
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0).max(1) as u32;
    let (row, column) = sheet.start;
    record(&mut out, 129, &[]);
    record(&mut out, 148, &longs(&[row, row + height - 1, column, column + width - 1]));
    record(&mut out, 145, &[]);
    for (row, cells) in sheet.by_row() {
        // Row, format, height 300 twips, no flags, one span of columns.
        let first = cells.first().map_or(0, |(column, _)| *column);
        let last = cells.last().map_or(0, |(column, _)| *column);
        let mut head = longs(&[row, 0]);
        let flags = if sheet.hidden.contains(&row) { 0x10 } else { 0 };
        head.extend([0x2c, 1, 0, flags, 0]);
        head.extend(longs(&[1, first, last]));
        record(&mut out, 0, &head);
        for (column, cell) in cells {
            let style = match cell {
                TestCell::Date(..) => 1,
                TestCell::Shown(_, code) => {
                    let at = shown.iter().position(|known| known == code).expect("a known format");
                    2 + at as u32
                }
                _ => 0,
            };
            let mut content = longs(&[column, style]);
            match cell {
                TestCell::Text(text) => {
                    content.extend(wide(text));
                    record(&mut out, 6, &content);
                }
                TestCell::Number(number) | TestCell::Shown(number, _) => {
                    content.extend(float(number).to_le_bytes());
                    record(&mut out, 5, &content);
                }
                TestCell::Date(year, month, day) => {
                    content.extend((serial(*year, *month, *day) as f64).to_le_bytes());
                    record(&mut out, 5, &content);
                }
                TestCell::Formula(_, cached) => {
                    // The formula itself is written as the number it gives: =12.5.
                    let number = cached.as_deref().map_or(0.0, float);
                    content.extend(number.to_le_bytes());
                    content.extend([0, 0]);
                    content.extend(9u32.to_le_bytes());
                    content.push(0x1f);
                    content.extend(number.to_le_bytes());
                    content.extend(0u32.to_le_bytes());
                    record(&mut out, 9, &content);
                }
                TestCell::Blank => {}
            }
        }
    }
    record(&mut out, 146, &[]);
    if !sheet.merged.is_empty() {
        record(&mut out, 177, &(sheet.merged.len() as u32).to_le_bytes());
        for [top, left, bottom, right] in &sheet.merged {
            record(&mut out, 176, &longs(&[*top, *bottom, *left, *right]));
        }
        record(&mut out, 178, &[]);
    }
    record(&mut out, 130, &[]);
    out
}
