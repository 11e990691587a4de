//! The long rows of sheets, woven into a package that has everything else. In: a package in which a row
//! of specimens stands where the long rows belong, and the sheets. Out: the same package with all rows,
//! written as they are made. Never holds more than a few rows as cells: the library that writes the
//! rest would hold all of them.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::formats::Key;
use super::{COMPRESSION, cells, height, text};
use crate::book::{Cell, Content, Long, Row, Sheet, Table};
use crate::model::{Euros, column_letters};
use crate::write::WriteError;

/// So many bytes of rows are handed on at once.
const ENOUGH: usize = 1 << 18;

impl From<zip::result::ZipError> for WriteError {
    fn from(error: zip::result::ZipError) -> Self {
        WriteError(error.to_string())
    }
}

/// Stands for the long rows of a sheet while the rest is laid out: a cell for each of their looks, so
/// that each has its format.
pub(super) fn specimens(sheet: &Sheet) -> Option<(u32, Row)> {
    let long = sheet.long.as_ref()?;
    // Without words: they would stand in the table of all texts, and nowhere else.
    let silent = |cell: &Cell| match cell.content {
        Content::Text(_) | Content::Said(_) => Cell { content: Content::Empty, ..cell.clone() },
        _ => cell.clone(),
    };
    Some((long.first, Row::from_cells(long.looks.iter().map(silent))))
}

/// The last row of a table while the sheet is laid out: one with long rows reaches to their specimens. The
/// library remembers each cell of a table.
pub(super) fn laid_out_to(sheet: &Sheet, table: &Table) -> u32 {
    let reaches = |long: &&Long| table.first.0 < long.first && table.last.0 >= long.first;
    sheet.long.as_ref().filter(reaches).map_or(table.last.0, |long| long.first)
}

/// Puts the long rows of each sheet, given with its number counted from one, in the place of its
/// specimens.
pub(super) fn weave(
    package: &[u8],
    sheets: &[(usize, &Sheet, &Long)],
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let mut package = ZipArchive::new(Cursor::new(package))?;
    let mut woven = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(i64::from(COMPRESSION)));
    for index in 0..package.len() {
        let mut part = package.by_index_raw(index)?;
        let name = part.name()?.into_owned();
        let is_its = |number: usize| name == format!("xl/worksheets/sheet{number}.xml");
        let sheet = sheets.iter().find(|(number, ..)| is_its(*number));
        let is_table = name.starts_with("xl/tables/");
        if sheet.is_none() && !is_table {
            woven.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut around = String::new();
        part = package.by_index(index)?;
        part.read_to_string(&mut around)?;
        woven.start_file(name, options)?;
        let Some((_, sheet, long)) = sheet else {
            woven.write_all(table(around, sheets).as_bytes())?;
            continue;
        };
        rows(&around, sheet, long, &mut woven)
            .map_err(|error| WriteError(format!("sheet {:?}: {}", sheet.name, error.0)))?;
    }
    woven.finish()?;
    Ok(())
}

/// A table's part, where it is one of these sheets': with all its rows.
fn table(part: String, sheets: &[(usize, &Sheet, &Long)]) -> String {
    for (_, sheet, _) in sheets {
        for table in &sheet.tables {
            let ((top, left), (bottom, right)) = (table.first, table.last);
            let area = |bottom: u32| {
                let (left, right) = (column_letters(left.into()), column_letters(right.into()));
                format!(" ref=\"{left}{}:{right}{}\"", top + 1, bottom + 1)
            };
            if part.contains(&format!(" displayName=\"{}\"", table.name)) {
                return part.replace(&area(laid_out_to(sheet, table)), &area(bottom));
            }
        }
    }
    part
}

fn rows(around: &str, sheet: &Sheet, long: &Long, out: &mut impl Write) -> Result<(), WriteError> {
    let lost = || WriteError("the place of its long rows is lost".to_owned());
    let start = around.find(&format!("<row r=\"{}\"", long.first + 1)).ok_or_else(lost)?;
    let (above, rest) = around.split_at_checked(start).ok_or_else(lost)?;
    let (specimens, below) = rest.split_once("</row>").ok_or_else(lost)?;
    let writer = RowWriter::new(sheet, long, specimens);
    out.write_all(above.as_bytes())?;
    let mut written = Vec::with_capacity(ENOUGH + (ENOUGH >> 2));
    for (number, row) in (long.first..).zip(long.rows()) {
        writer.row(number, &row, &mut written)?;
        if written.len() >= ENOUGH {
            out.write_all(&written)?;
            written.clear();
        }
    }
    out.write_all(&written)?;
    out.write_all(below.as_bytes())?;
    Ok(())
}

/// Writes rows of one sheet.
struct RowWriter<'a> {
    sheet: &'a Sheet,
    /// How a cell's tag goes on with the format of each look.
    formats: Vec<(Key, String)>,
    /// How a cell's tag begins in each column, and whether a table rules it.
    columns: Vec<(String, bool)>,
}

impl<'a> RowWriter<'a> {
    fn new(sheet: &'a Sheet, long: &Long, specimens: &str) -> Self {
        let ruled = |row: u32, column: u16| {
            sheet.tables.iter().any(|table| cells::covers(table, row, column))
        };
        let columns = (0..sheet.columns.len().max(long.looks.len()) as u16).map(|column| {
            (format!("<c r=\"{}", column_letters(column.into())), ruled(long.first, column))
        });
        let columns: Vec<_> = columns.collect();
        let numbers = specimens.split("<c ").skip(1).map(|cell| {
            let tag = cell.split_once('>').map_or(cell, |(tag, _)| tag);
            let number = tag.split_once("s=\"").and_then(|(_, number)| number.split_once('"'));
            format!("\" s=\"{}\"", number.map_or("0", |(number, _)| number))
        });
        let keys = long.looks.iter().zip(&columns).map(|(cell, (_, ruled))| Key::of(cell, *ruled));
        RowWriter { sheet, formats: keys.zip(numbers).collect(), columns }
    }

    fn row(&self, number: u32, row: &Row, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let shown = (number + 1).to_string();
        write!(out, "<row r=\"{shown}\"")?;
        if let Some(points) = height::of(row, &self.sheet.columns) {
            write!(out, " ht=\"{points}\" customHeight=\"1\"")?;
        }
        out.push(b'>');
        for (column, cell) in &row.cells {
            let Some((begin, ruled)) = self.columns.get(usize::from(*column)) else {
                return Err(WriteError(format!("row {shown} has more cells than columns")));
            };
            let key = Key::of(cell, *ruled);
            let Some((_, format)) = self.formats.iter().find(|(known, _)| *known == key) else {
                return Err(WriteError(format!("a look in row {shown} is not among those named")));
            };
            for part in [begin, &shown, format] {
                out.extend_from_slice(part.as_bytes());
            }
            content(&cell.content, out)?;
        }
        out.extend_from_slice(b"</row>");
        Ok(())
    }
}

/// What a cell holds, up to its end; its tag is still open.
fn content(content: &Content, out: &mut Vec<u8>) -> Result<(), WriteError> {
    match content {
        Content::Empty => out.extend_from_slice(b"/>"),
        Content::Text(words) => write_text(words, out)?,
        Content::Said(said) => write_text(&said.shown(), out)?,
        Content::Number(number) => write!(out, "><v>{}</v></c>", cells::plain(number))?,
        Content::Truth(is) => write!(out, " t=\"b\"><v>{}</v></c>", u8::from(*is))?,
        Content::Money(amount) => write_money(*amount, out)?,
        Content::Ratio(ratio) => write!(out, "><v>{}</v></c>", cells::plain(ratio))?,
        Content::Count(count) => write!(out, "><v>{count}</v></c>")?,
        Content::Date(date) => match cells::excel_date(*date) {
            Some(day) => write!(out, "><v>{}</v></c>", day.to_excel())?,
            None => write_text(&date.to_string(), out)?,
        },
        Content::Formula(..) => {
            return Err(WriteError("a long row holds a formula".to_owned()));
        }
    }
    Ok(())
}

/// An amount within its cell.
fn write_money(amount: Euros, out: &mut Vec<u8>) -> std::io::Result<()> {
    // Plain machine numbers are far quicker than what holds the sum of a nation.
    match i64::try_from(amount.cents()) {
        Ok(cents) => {
            let sign = if cents < 0 { "-" } else { "" };
            let cents = cents.unsigned_abs();
            write!(out, "><v>{sign}{}.{:02}</v></c>", cents / 100, cents % 100)
        }
        Err(_) => write!(out, "><v>{amount}</v></c>"),
    }
}

/// A text within its cell. It stands in the sheet itself: a table of all texts would hold all of them.
fn write_text(words: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
    let words = text::for_cell(words);
    if words.is_empty() {
        out.extend_from_slice(b"/>");
        return Ok(());
    }
    let edge = |letter: char| matches!(letter, ' ' | '\n' | '\t');
    let keep = words.starts_with(edge) || words.ends_with(edge);
    out.extend_from_slice(b" t=\"inlineStr\"><is><t");
    out.extend_from_slice(if keep { b" xml:space=\"preserve\">" } else { b">" });
    escape(&words, out);
    out.extend_from_slice(b"</t></is></c>");
    Ok(())
}

/// A text without what would be a mark of XML, or one of the format's own abbreviations of a character
/// (`_x0041_`).
fn escape(words: &str, out: &mut Vec<u8>) {
    if !words.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'_')) {
        return out.extend_from_slice(words.as_bytes());
    }
    for (at, byte) in words.bytes().enumerate() {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'_' if abbreviates(words.as_bytes().get(at..).unwrap_or_default()) => {
                out.extend_from_slice(b"_x005F_");
            }
            other => out.push(other),
        }
    }
}

fn abbreviates(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ .., ] if matches!(
        digits,
        [a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit())
    ))
}
