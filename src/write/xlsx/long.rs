//! The long rows of sheets, woven into a package that has everything else. In: a package in which a row
//! of specimens stands where the long rows belong, and the sheets. Out: the same package with all rows,
//! written as they are made. Never holds more than a few rows as cells: the library that writes the
//! rest would hold all of them.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::COMPRESSION;
use super::long_row::Rows;
use crate::book::{Cell, Content, Long, Row, Sheet, Table};
use crate::model::column_letters;
use crate::parallel;
use crate::write::WriteError;

/// So many rows are made and handed on at once.
const SEGMENT: u32 = 1_024;

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
    sheets: &[(usize, Sheet)],
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
        let sheet = sheets.iter().find(|(number, _)| is_its(*number));
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
        let Some((sheet, long)) = sheet.and_then(|(_, sheet)| Some((sheet, sheet.long.as_ref()?)))
        else {
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
fn table(part: String, sheets: &[(usize, Sheet)]) -> String {
    for (_, sheet) in sheets {
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
    let rows = Rows::new(sheet, long, specimens);
    out.write_all(above.as_bytes())?;
    parallel::segments(
        long.count.div_ceil(SEGMENT),
        |segment| {
            let first = segment * SEGMENT;
            rows.segment(first..long.count.min(first + SEGMENT))
        },
        |rows| Ok(out.write_all(&rows)?),
    )?;
    out.write_all(below.as_bytes())?;
    Ok(())
}
