//! Rows woven into a package that has everything else. In: a package in which a row of specimens stands
//! where the rows of large sheets belong, and these sheets. Out: the same package with all rows, written as
//! they are made. Never holds more than a few rows as text: the library that writes the rest would hold all
//! of them.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::body::{Body, Numbers};
use super::long_row::LongRows;
use super::many_rows::ManyRows;
use super::{COMPRESSION, cells, notes};
use crate::book::Sheet;
use crate::model::{CellRef, column_letters};
use crate::parallel;
use crate::write::WriteError;

/// So many rows are made and handed on at once.
const SEGMENT: u32 = 512;

impl From<zip::result::ZipError> for WriteError {
    fn from(error: zip::result::ZipError) -> Self {
        WriteError(error.to_string())
    }
}

/// Puts rows of each sheet, which is given with its number counted from one, in the place of their
/// specimens.
pub(super) fn weave(
    package: &[u8],
    mut sheets: Vec<(usize, Sheet, Body)>,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let mut package = ZipArchive::new(Cursor::new(package))?;
    let mut woven = ZipWriter::new_stream(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(i64::from(COMPRESSION)));
    let tables = grown(&sheets);
    let notes = noted(&sheets, &mut package)?;
    for index in 0..package.len() {
        let part = package.by_index_raw(index)?;
        let name = part.name()?.into_owned();
        let is_its = |number: usize| name == format!("xl/worksheets/sheet{number}.xml");
        let sheet = sheets.iter().position(|(number, ..)| is_its(*number));
        let its_notes = notes.iter().find(|notes| notes.comments == name || notes.shapes == name);
        if sheet.is_none() && its_notes.is_none() && !name.starts_with("xl/tables/") {
            woven.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let around = whole(&mut package, &name)?;
        woven.start_file(&*name, options)?;
        if let Some((_, sheet, body)) = sheet.and_then(|at| sheets.get_mut(at)) {
            one(&around, sheet, body, &mut woven)
                .map_err(|error| WriteError(format!("sheet {:?}: {}", sheet.name, error.0)))?;
            if !notes::in_body(sheet, body) {
                // Nobody needs them any more.
                (sheet.rows, sheet.packed) = (Vec::new(), None);
            }
        } else if let Some(its) = its_notes {
            let (_, sheet, _) = &sheets[its.sheet];
            if its.comments == name {
                notes::comments(&around, sheet, &mut woven)?;
            } else {
                notes::shapes(&around, sheet, its.first, &mut woven)?;
            }
        } else {
            woven.write_all(table(around, &tables)?.as_bytes())?;
        }
    }
    woven.finish()?;
    Ok(())
}

fn whole(package: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, WriteError> {
    let mut part = String::new();
    package.by_name(name)?.read_to_string(&mut part)?;
    Ok(part)
}

/// The parts of a sheet's notes, the sheet by its index, and the first number of its shapes.
struct Noted {
    sheet: usize,
    comments: String,
    shapes: String,
    first: usize,
}

fn noted(
    sheets: &[(usize, Sheet, Body)],
    package: &mut ZipArchive<Cursor<&[u8]>>,
) -> Result<Vec<Noted>, WriteError> {
    let mut all = Vec::new();
    // Behind all numbers that the library gave: it knows one note of each of these sheets.
    let mut first = None;
    for (index, (number, sheet, body)) in sheets.iter().enumerate() {
        if !notes::in_body(sheet, body) {
            continue;
        }
        let its_first = match first {
            Some(first) => first,
            None => behind_shapes(package)?,
        };
        first = Some(notes::behind(its_first, sheet));
        let relations = whole(package, &format!("xl/worksheets/_rels/sheet{number}.xml.rels"))?;
        let target = |begin: &str| {
            let lost = || WriteError(format!("sheet {:?}: its notes are lost", sheet.name));
            let (_, rest) =
                relations.split_once(&format!("Target=\"../{begin}")).ok_or_else(lost)?;
            let (end, _) = rest.split_once('"').ok_or_else(lost)?;
            Ok::<_, WriteError>(format!("xl/{begin}{end}"))
        };
        let (comments, shapes) = (target("comments")?, target("drawings/vmlDrawing")?);
        all.push(Noted { sheet: index, comments, shapes, first: its_first });
    }
    Ok(all)
}

/// A number for a shape behind all those of the package.
fn behind_shapes(package: &mut ZipArchive<Cursor<&[u8]>>) -> Result<usize, WriteError> {
    let names = package.file_names().map(|name| Ok(name?.into_owned()));
    let names = names.collect::<Result<Vec<String>, zip::result::ZipError>>()?;
    let mut first = 0;
    for name in names.iter().filter(|name| name.starts_with("xl/drawings/vmlDrawing")) {
        first = first.max(notes::behind_all(&whole(package, name)?)?);
    }
    Ok(first)
}

/// A table of one of these sheets: its name, its area as it was laid out, and with all its rows.
struct Grown {
    name: String,
    laid_out: String,
    whole: String,
}

fn grown(sheets: &[(usize, Sheet, Body)]) -> Vec<Grown> {
    let mut all = Vec::new();
    for (_, sheet, body) in sheets {
        // A filter without a table has no part.
        for table in sheet.tables.iter().filter(|table| !table.filter_only) {
            let ((top, left), (bottom, right)) = (table.first, table.last);
            let area = |bottom: u32| {
                let (left, right) = (column_letters(left.into()), column_letters(right.into()));
                format!(" ref=\"{left}{}:{right}{}\"", top + 1, bottom + 1)
            };
            all.push(Grown {
                name: format!(" displayName=\"{}\"", table.name),
                laid_out: area(body.laid_out_to(table)),
                whole: area(bottom),
            });
        }
    }
    all
}

/// A table's part, where it is one of these: with all its rows.
fn table(part: String, grown: &[Grown]) -> Result<String, WriteError> {
    match grown.iter().find(|table| part.contains(&table.name)) {
        Some(table) if part.contains(&table.laid_out) => {
            Ok(part.replace(&table.laid_out, &table.whole))
        }
        Some(table) => Err(WriteError(format!("the area of the table{} is lost", table.name))),
        None => Ok(part),
    }
}

/// A sheet with its rows.
fn one(
    around: &str,
    sheet: &Sheet,
    body: &Body,
    out: &mut (impl Write + Send),
) -> Result<(), WriteError> {
    let lost = || WriteError("the place of its rows is lost".to_owned());
    let start = around.find(&format!("<row r=\"{}\"", body.first + 1)).ok_or_else(lost)?;
    let (above, rest) = around.split_at_checked(start).ok_or_else(lost)?;
    let (specimens, below) = rest.split_once("</row>").ok_or_else(lost)?;
    let below = behind(below, body).ok_or_else(lost)?;
    let numbers = Numbers::of_specimens(&body.keys, specimens);
    out.write_all(of_size(above, sheet).ok_or_else(lost)?.as_bytes())?;
    match (&sheet.long, sheet.many()) {
        (Some(long), _) => {
            let rows = LongRows::new(sheet, long, &numbers);
            segments(body.count, |range| rows.segment(range), out)?;
            out.write_all(below.as_bytes())?;
        }
        (None, Some(many)) => {
            let rows = ManyRows::new(sheet, (many, body.have), &numbers);
            segments(body.count, |range| rows.segment(range), out)?;
            let links = rows.links(cells::links(sheet.rows.iter().take(body.first as usize)))?;
            let below = with_merged(below, &rows).ok_or_else(lost)?;
            let below = with_links(&below, &links).ok_or_else(lost)?;
            out.write_all(below.as_bytes())?;
        }
        (None, None) => return Err(lost()),
    }
    Ok(())
}

fn segments(
    count: u32,
    make: impl Fn(Range<u32>) -> Result<Vec<u8>, WriteError> + Sync,
    out: &mut (impl Write + Send),
) -> Result<(), WriteError> {
    parallel::segments(
        count.div_ceil(SEGMENT),
        |segment| {
            let first = segment * SEGMENT;
            make(first..count.min(first.saturating_add(SEGMENT)))
        },
        |rows| Ok(out.write_all(&rows)?),
    )
}

/// What stands below the rows: without the empty one that the library writes where it keeps the
/// specimen of a note.
fn behind<'a>(mut below: &'a str, body: &Body) -> Option<&'a str> {
    const ROW: &str = "<row r=\"";
    while let Some(row) = below.strip_prefix(ROW) {
        let (number, rest) = row.split_once('"')?;
        if number.parse::<u32>().ok()? > body.end() {
            break;
        }
        let (tag, rest) = rest.split_once('>')?;
        below = if tag.ends_with('/') { rest } else { rest.split_once("</row>")?.1 };
    }
    Some(below)
}

/// What stands above the rows, with the size of the whole sheet: the library counts specimens for cells.
fn of_size<'a>(above: &'a str, sheet: &Sheet) -> Option<Cow<'a, str>> {
    let Some(corners) = cells::area(sheet) else { return Some(Cow::Borrowed(above)) };
    let cell = |(row, column): (u32, u16)| CellRef { row, column: column.into() };
    let (first, last) = (cell(corners.0), cell(corners.1));
    let (before, rest) = above.split_once("<dimension ref=\"")?;
    let (_, rest) = rest.split_once('"')?;
    Some(Cow::Owned(format!("{before}<dimension ref=\"{first}:{last}\"{rest}")))
}

/// What stands below the rows, with their merged areas.
fn with_merged<'a>(below: &'a str, rows: &ManyRows<'_>) -> Option<Cow<'a, str>> {
    let (count, merged) = rows.merged();
    if count == 0 {
        return Some(Cow::Borrowed(below));
    }
    let (before, its, after) = element(below, "mergeCells", &BEHIND_MERGED)?;
    let count = count + its.matches("<mergeCell ").count();
    let its = format!("<mergeCells count=\"{count}\">{its}{merged}</mergeCells>");
    Some(Cow::Owned([before, &its, after].concat()))
}

/// What stands below the rows, with their links.
fn with_links<'a>(below: &'a str, links: &str) -> Option<Cow<'a, str>> {
    if links.is_empty() {
        return Some(Cow::Borrowed(below));
    }
    let (before, its, after) = element(below, "hyperlinks", &BEHIND_LINKS)?;
    Some(Cow::Owned([before, "<hyperlinks>", its, links, "</hyperlinks>", after].concat()))
}

/// What may stand behind merged areas, in the order of the format.
const BEHIND_MERGED: [&str; 5] =
    ["<conditionalFormatting", "<dataValidations", "<hyperlinks", "<printOptions", "<pageMargins"];
/// What may stand behind links.
const BEHIND_LINKS: [&str; 2] = ["<printOptions", "<pageMargins"];

/// What stands before an element, in it, and behind it; where there is none, it belongs before the
/// first of those that may stand behind it.
fn element<'a>(below: &'a str, name: &str, behind: &[&str]) -> Option<(&'a str, &'a str, &'a str)> {
    if let Some((before, rest)) = below.split_once(&format!("<{name}")) {
        let (_, rest) = rest.split_once('>')?;
        let (its, after) = rest.split_once(&format!("</{name}>"))?;
        return Some((before, its, after));
    }
    let at = behind.iter().filter_map(|next| below.find(next)).min()?;
    let (before, after) = below.split_at_checked(at)?;
    Some((before, "", after))
}
