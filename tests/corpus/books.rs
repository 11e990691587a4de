//! Hostile files, made here. In: what is to be wrong. Out: bytes. Nothing else in them is wrong, so
//! that it is this fault that is met.

use std::io::{Cursor, Read, Write};

use crate::support::office::ooxml::xlsx;
use crate::support::office::{TestSheet, number, ods, package, parts, text, xls};

/// The sheet of an honest body, with amounts.
pub fn table(name: &str, rows: usize) -> TestSheet {
    let mut sheet = TestSheet { name: name.to_owned(), ..TestSheet::default() };
    sheet.rows = vec![
        vec![text("Institution"), text("Ministry of Health")],
        vec![text("Period"), text("Q2 2020")],
        vec![text("Code"), text("Source of funding"), text("Spent (EUR)"), text("Note")],
    ];
    for row in 0..rows {
        sheet.rows.push(vec![
            text("1.2.1"),
            text("Budget"),
            number("1"),
            text(&format!("note of row {row}, which no other row has")),
        ]);
    }
    sheet
}

/// An xlsx whose one sheet has this for content.
pub fn xlsx_of(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    with_part(
        &xlsx(&[table("S", 1)]),
        "xl/worksheets/sheet1.xml",
        format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>").as_bytes(),
    )
}

/// The same with a table of shared texts, which is given whole.
pub fn xlsx_with_texts(sheet: &str, texts: &str) -> Vec<u8> {
    let book = xlsx_of(sheet);
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = format!(
        "<Relationship Id=\"rId99\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
         </Relationships>"
    );
    let mut all = parts(&book);
    for (name, content) in &mut all {
        if name == "xl/_rels/workbook.xml.rels" {
            let list = String::from_utf8(std::mem::take(content)).unwrap();
            *content = list.replace("</Relationships>", &relation).into_bytes();
        }
    }
    all.push(("xl/sharedStrings.xml".to_owned(), texts.as_bytes().to_vec()));
    packed(&all)
}

/// An ods whose tables are these.
pub fn ods_of(tables: &str) -> Vec<u8> {
    let book = ods::ods(&[table("S", 1)]);
    let content = part(&book, "content.xml");
    let (before, _) = content.split_once("<table:table ").unwrap();
    let (_, after) = content.rsplit_once("</table:table>").unwrap();
    with_part(&book, "content.xml", format!("{before}{tables}{after}").as_bytes())
}

/// A Word document with this body.
pub fn docx_of(before: &str, body: &str) -> Vec<u8> {
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document =
        format!("{before}<w:document xmlns:w=\"{word}\"><w:body>{body}</w:body></w:document>");
    package(&[("word/document.xml", document.into_bytes())])
}

/// A part of a package, as text.
pub fn part(book: &[u8], name: &str) -> String {
    let (_, content) = parts(book).into_iter().find(|(known, _)| known == name).unwrap();
    String::from_utf8(content).unwrap()
}

/// The package with one part replaced.
pub fn with_part(book: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut all = parts(book);
    let (_, old) = all.iter_mut().find(|(known, _)| known == name).unwrap();
    *old = content.to_vec();
    packed(&all)
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    package(&parts)
}

/// The package with what its list says of the size of a part replaced, in both places.
pub fn with_size(book: &[u8], name: &str, size: u32) -> Vec<u8> {
    let mut book = book.to_vec();
    let mut changed = 0;
    for (mark, size_at, name_at) in [(b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)] {
        for at in 0..book.len() - 4 {
            let here = book[at..].starts_with(mark)
                && book.get(at + name_at..).is_some_and(|rest| rest.starts_with(name.as_bytes()));
            if here {
                book[at + size_at..at + size_at + 4].copy_from_slice(&size.to_le_bytes());
                changed += 1;
            }
        }
    }
    assert!(changed >= 1, "{name}");
    book
}

/// The package with two parts of the same name, the second under a name of the same length before.
pub fn with_renamed(book: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut book = book.to_vec();
    for at in 0..book.len() - from.len() {
        if book[at..].starts_with(from.as_bytes()) {
            book[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
    }
    book
}

/// An xls with this for its workbook's stream.
pub fn xls_of(stream: &[u8]) -> Vec<u8> {
    compound(&[("/Workbook", stream)])
}

/// The workbook's stream of an honest xls.
pub fn stream(sheets: &[TestSheet]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(xls::xls(sheets))).unwrap();
    let mut stream = Vec::new();
    file.open_stream("/Workbook").unwrap().read_to_end(&mut stream).unwrap();
    stream
}

/// A compound file with these streams, in this order; their folders are made.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    for (path, content) in streams {
        if let Some((folder, _)) = path.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path).unwrap().write_all(content).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// The stream with the content of every record of a kind changed.
pub fn with_records(mut stream: Vec<u8>, kind: u16, change: impl Fn(&mut [u8])) -> Vec<u8> {
    let (mut at, mut changed) = (0, 0);
    while at + 4 <= stream.len() {
        let here = u16::from_le_bytes([stream[at], stream[at + 1]]);
        let length = usize::from(u16::from_le_bytes([stream[at + 2], stream[at + 3]]));
        if here == kind {
            change(&mut stream[at + 4..at + 4 + length]);
            changed += 1;
        }
        at += 4 + length;
    }
    assert!(changed > 0, "{kind:x}");
    stream
}

fn number_at(file: &[u8], at: usize) -> usize {
    u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize
}

fn put(file: &mut [u8], at: usize, number: u32) {
    file[at..at + 4].copy_from_slice(&number.to_le_bytes());
}

/// Where in the file the table of sectors says what follows a sector.
fn next_of(file: &[u8], sector: usize) -> usize {
    let tables = 76 + sector / 128 * 4;
    (number_at(file, tables) + 1) * 512 + sector % 128 * 4
}

/// Where the n-th entry of the list of streams stands.
fn entry(file: &[u8], index: usize) -> usize {
    (number_at(file, 48) + 1) * 512 + index * 128
}

/// An xls whose workbook runs in a circle of sectors.
pub fn circle_of_sectors(mut file: Vec<u8>) -> Vec<u8> {
    let start = number_at(&file, entry(&file, 1) + 116);
    let at = next_of(&file, start);
    put(&mut file, at, start as u32);
    // As long as it says: a reader that follows the chain never gets there.
    let size = entry(&file, 1) + 120;
    put(&mut file, size, 0x7fff_ffff);
    file
}

/// An xls whose list of streams runs in a circle of sectors.
pub fn circle_of_lists(mut file: Vec<u8>) -> Vec<u8> {
    let start = number_at(&file, 48);
    let at = next_of(&file, start);
    put(&mut file, at, start as u32);
    file
}

/// An xls whose entries name each other as neighbours, without end.
pub fn circle_of_entries(mut file: Vec<u8>) -> Vec<u8> {
    for neighbour in [68, 72, 76] {
        let at = entry(&file, 1) + neighbour;
        put(&mut file, at, 1);
    }
    file
}

/// An xls whose table of sectors lies outside the file.
pub fn sectors_outside(mut file: Vec<u8>) -> Vec<u8> {
    put(&mut file, 76, 0x00ff_ff00);
    file
}
