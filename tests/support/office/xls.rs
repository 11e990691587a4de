//! Excel 97–2003 workbooks: BIFF8 records in a compound file.

use std::io::{Cursor, Write};

use indexmap::IndexSet;

use super::{TestCell, TestSheet, float, serial};

const LONGEST_RECORD: usize = 8224;
/// The cell format with the date format, behind fifteen style formats and the general one.
const DATE_FORMAT: u16 = 16;
const GENERAL: u16 = 15;

/// A workbook as xls.
pub fn xls(sheets: &[TestSheet]) -> Vec<u8> {
    container(&workbook(sheets))
}

/// A compound file around the records of a workbook, whatever they are.
pub fn container(stream: &[u8]) -> Vec<u8> {
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
            .expect("a container");
    file.create_stream("/Workbook")
        .and_then(|mut entry| entry.write_all(stream))
        .expect("a stream");
    file.flush().expect("a whole file");
    without_times(file.into_inner().into_inner())
}

/// The container notes when it was made; the same table has to give the same bytes.
fn without_times(mut file: Vec<u8>) -> Vec<u8> {
    let start = u32::from_le_bytes(file[48..52].try_into().expect("four bytes")) as usize;
    for entry in 0..4 {
        let at = (start + 1) * 512 + entry * 128;
        if let Some(times) = file.get_mut(at + 100..at + 116) {
            times.fill(0);
        }
    }
    file
}

fn record(out: &mut Vec<u8>, kind: u16, content: &[u8]) {
    assert!(content.len() <= LONGEST_RECORD, "a record of {} bytes", content.len());
    out.extend(kind.to_le_bytes());
    out.extend((content.len() as u16).to_le_bytes());
    out.extend(content);
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A text with its length before it, in UTF-16.
fn wide(text: &str, length_bytes: usize) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u16).to_le_bytes()[..length_bytes].to_vec();
    bytes.push(1);
    bytes.extend(words(&units));
    bytes
}

/// The records of a workbook.
pub fn workbook(sheets: &[TestSheet]) -> Vec<u8> {
    let mut texts: IndexSet<String> = IndexSet::new();
    let mut uses = 0u32;
    let parts: Vec<Vec<u8>> =
        sheets.iter().map(|sheet| sheet_records(sheet, &mut texts, &mut uses)).collect();
    // Positions of the sheets are known once the length of what comes before them is.
    let length = globals(sheets, &vec![0; sheets.len()], &texts, uses).len();
    let mut positions = Vec::new();
    let mut at = length;
    for part in &parts {
        positions.push(at as u32);
        at += part.len();
    }
    let mut stream = globals(sheets, &positions, &texts, uses);
    stream.extend(parts.concat());
    stream
}

fn globals(
    sheets: &[TestSheet],
    positions: &[u32],
    texts: &IndexSet<String>,
    uses: u32,
) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0809, &words(&[0x0600, 0x0005, 0x0dbb, 0x07cc, 0x00c1, 0, 0x0306, 0]));
    record(&mut out, 0x0042, &words(&[1200]));
    record(&mut out, 0x003d, &words(&[0, 0, 0x4000, 0x2000, 0x0038, 0, 0, 1, 0x0258]));
    record(&mut out, 0x0022, &words(&[0]));
    for _ in 0..4 {
        let mut font = words(&[200, 0, 0x7fff, 400, 0, 0, 0]);
        font.extend(wide("Arial", 1));
        record(&mut out, 0x0031, &font);
    }
    for index in 0..=DATE_FORMAT {
        let is_style = index < GENERAL;
        let number_format = if index == DATE_FORMAT { 14 } else { 0 };
        let kind = if is_style { 0xfff5 } else { 0x0001 };
        let mut format = words(&[0, number_format, kind]);
        format.extend([0x20, 0, 0, if index == DATE_FORMAT { 0x04 } else { 0 }]);
        format.extend([0; 8]);
        format.extend(words(&[0x20c0]));
        record(&mut out, 0x00e0, &format);
    }
    record(&mut out, 0x0293, &[0x00, 0x80, 0x00, 0xff]);
    for (sheet, position) in sheets.iter().zip(positions) {
        let mut entry = position.to_le_bytes().to_vec();
        entry.extend([0, 0]);
        entry.extend(wide(&sheet.name, 1));
        record(&mut out, 0x0085, &entry);
    }
    shared_texts(&mut out, texts, uses);
    record(&mut out, 0x000a, &[]);
    out
}

/// The table of texts; a text never runs over the end of a record.
fn shared_texts(out: &mut Vec<u8>, texts: &IndexSet<String>, uses: u32) {
    let mut kind = 0x00fc;
    let mut content = uses.to_le_bytes().to_vec();
    content.extend((texts.len() as u32).to_le_bytes());
    for text in texts {
        let text = wide(text, 2);
        if content.len() + text.len() > LONGEST_RECORD {
            record(out, kind, &content);
            kind = 0x003c;
            content.clear();
        }
        content.extend(text);
    }
    record(out, kind, &content);
}

fn sheet_records(sheet: &TestSheet, texts: &mut IndexSet<String>, uses: &mut u32) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x0809, &words(&[0x0600, 0x0010, 0x0dbb, 0x07cc, 0x00c1, 0, 0x0306, 0]));
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) as u32;
    let mut extent = sheet.start.0.to_le_bytes().to_vec();
    extent.extend((sheet.start.0 + sheet.rows.len() as u32).to_le_bytes());
    extent.extend(words(&[sheet.start.1 as u16, (sheet.start.1 + width) as u16, 0]));
    record(&mut out, 0x0200, &extent);
    for (row, column, cell) in sheet.cells() {
        let format = if matches!(cell, TestCell::Date(..)) { DATE_FORMAT } else { GENERAL };
        let mut content = words(&[row as u16, column as u16, format]);
        match cell {
            TestCell::Text(text) => {
                let (index, _) = texts.insert_full(text.clone());
                *uses += 1;
                content.extend((index as u32).to_le_bytes());
                record(&mut out, 0x00fd, &content);
            }
            TestCell::Number(number) => {
                content.extend(float(number).to_le_bytes());
                record(&mut out, 0x0203, &content);
            }
            TestCell::Date(year, month, day) => {
                content.extend((serial(*year, *month, *day) as f64).to_le_bytes());
                record(&mut out, 0x0203, &content);
            }
            TestCell::Formula(_, cached) => {
                // The formula itself is written as the number it gives: =12.5.
                let number = cached.as_deref().map_or(0.0, float);
                match cached {
                    Some(_) => content.extend(number.to_le_bytes()),
                    // An empty text: what writers leave that do not calculate.
                    None => content.extend([3, 0, 0, 0, 0, 0, 0xff, 0xff]),
                }
                content.extend(words(&[0, 0, 0, 9]));
                content.push(0x1f);
                content.extend(number.to_le_bytes());
                record(&mut out, 0x0006, &content);
            }
            TestCell::Blank => {}
        }
    }
    record(&mut out, 0x023e, &words(&[0x06b6, 0, 0, 0x40, 0, 0, 0, 0, 0]));
    if !sheet.merged.is_empty() {
        let mut areas = words(&[sheet.merged.len() as u16]);
        for [top, left, bottom, right] in &sheet.merged {
            areas.extend(words(&[*top as u16, *bottom as u16, *left as u16, *right as u16]));
        }
        record(&mut out, 0x00e5, &areas);
    }
    record(&mut out, 0x000a, &[]);
    out
}
