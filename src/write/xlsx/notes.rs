//! Notes on cells: how large each is, and those of a large sheet as the format writes them. The library
//! keeps every note of a sheet four times over, so of a large sheet it gets one, the specimen. In: the
//! sheet, and the parts that the library made of the specimen. Out: the same parts with all notes.

use std::borrow::Cow;
use std::io::Write;

use rust_xlsxwriter::{Note, Worksheet};

use super::body::Body;
use super::formats::FONT;
use super::note_place::{self, NotePlaces};
use super::{height, markup, text};
use crate::book::{Cell, Row, Sheet};
use crate::model::{CellRef, InSigns};
use crate::write::WriteError;

/// A note, where it stands, and its size in pixels.
pub(super) struct SizedNote {
    words: String,
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// What a cell's note says; none where nothing is left of it.
fn said(cell: &Cell) -> Option<Cow<'_, str>> {
    let words = match cell.more.note.as_ref()?.shown() {
        Cow::Borrowed(words) => text::clean(words),
        Cow::Owned(words) => Cow::Owned(text::clean(&words).into_owned()),
    };
    (!words.is_empty()).then_some(words)
}

impl SizedNote {
    /// As large as its text; near the last row or column, where it would reach beyond the sheet, as small
    /// as the library takes for granted when it moves the note inwards.
    fn new(words: Cow<'_, str>, row: u32, column: u16) -> Self {
        const LAST_ROWS: u32 = note_place::ROWS - 60;
        const LAST_COLUMNS: u16 = note_place::COLUMNS - 12;
        const SMALL: (u32, u32) = (128, 74);
        let words = text::cut(words, text::NOTE);
        let mut width = if words.len() > 240 { 380 } else { 240 };
        let mut height = (height::lines(&words, width * 100 / 7) * 18 + 14).min(700);
        if column >= LAST_COLUMNS {
            width = SMALL.0;
        }
        if row >= LAST_ROWS {
            height = SMALL.1;
        }
        let words = text::spelt_out(&words).into_owned();
        SizedNote { words, row, column, width, height }
    }

    fn insert(self, worksheet: &mut Worksheet) -> Result<(), WriteError> {
        let note = Note::new(self.words)
            .set_author("earmark")
            .add_author_prefix(false)
            .set_font_name(FONT)
            .set_font_size(10)
            .set_width(self.width)
            .set_height(self.height);
        worksheet.insert_note(self.row, self.column, &note)?;
        Ok(())
    }
}

/// The notes of a sheet, in the order of its rows.
fn of(sheet: &Sheet) -> impl Iterator<Item = SizedNote> {
    sheet.laid_out().flat_map(|(row, line)| of_row(row, &line))
}

fn of_row(row: u32, line: &Row) -> Vec<SizedNote> {
    let note = |(column, cell): &(u16, Cell)| Some(SizedNote::new(said(cell)?, row, *column));
    line.cells.iter().filter_map(note).collect()
}

/// Whether some rows of its body have any: then those of the whole sheet are written here.
pub(super) fn in_body(sheet: &Sheet, body: &Body) -> bool {
    let has = |row: &Row| row.cells.iter().any(|(_, cell)| said(cell).is_some());
    body.have.notes > 0 && sheet.many().is_some_and(|many| many.rows().any(|(_, row)| has(&row)))
}

/// How many notes a sheet has.
fn count(sheet: &Sheet) -> usize {
    let of_row = |row: &Row| row.cells.iter().filter(|(_, cell)| said(cell).is_some()).count();
    sheet.laid_out().map(|(_, row)| of_row(&row)).sum()
}

/// Hands the library the notes of a sheet none of whose packed rows has any.
pub(super) fn insert(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    let mut notes = sheet.held().flat_map(|(row, line)| of_row(row, line));
    notes.try_for_each(|note| note.insert(worksheet))
}

/// Hands the library the first note of a sheet whose notes are written here.
pub(super) fn insert_specimen(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    of(sheet).take(1).try_for_each(|note| note.insert(worksheet))
}

fn lost() -> WriteError {
    WriteError("the place of its notes is lost".to_owned())
}

/// The part with the texts, of all notes.
pub(super) fn comments(
    specimen: &str,
    sheet: &Sheet,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    let (before, comment, after) = element(specimen, "<comment ", "</comment>")?;
    let comment = around(comment, [("ref=\"", "\""), ("</rPr>", "</r>")])?;
    out.write_all(before.as_bytes())?;
    let mut text = Vec::new();
    for note in of(sheet) {
        let cell = CellRef { row: note.row, column: note.column.into() };
        text.clear();
        markup::note(&note.words, &mut text);
        fill(&comment, [cell.signs().as_bytes(), &text], out)?;
    }
    Ok(out.write_all(after.as_bytes())?)
}

/// Shapes are numbered in blocks of so many, which their part names at its head.
const BLOCK: usize = 1_024;

/// The first number of a block behind all that a part with shapes names.
pub(super) fn behind_all(part: &str) -> Result<usize, WriteError> {
    let (_, rest) = part.split_once(DATA).ok_or_else(lost)?;
    let (blocks, _) = rest.split_once('"').ok_or_else(lost)?;
    let last = blocks.split(',').filter_map(|block| block.parse::<usize>().ok()).max();
    Ok((last.ok_or_else(lost)? + 1) * BLOCK + 1)
}

/// The same behind the shapes of a sheet's notes, the first of which has a number.
pub(super) fn behind(first: usize, sheet: &Sheet) -> usize {
    ((first + count(sheet)) / BLOCK + 1) * BLOCK + 1
}

/// What stands before the blocks of a part.
const DATA: &str = " data=\"";

/// The part with the shapes, of all notes; the first shape has a number.
pub(super) fn shapes(
    specimen: &str,
    sheet: &Sheet,
    first: usize,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    let (before, shape, after) = element(specimen, "<v:shape ", "</v:shape>")?;
    let shape = around(
        shape,
        [
            ("_s", "\""),
            ("margin-left:", "visibility:"),
            ("<x:Anchor>", "<"),
            ("<x:Row>", "<"),
            ("<x:Column>", "<"),
        ],
    )?;
    let last = first + count(sheet);
    let blocks: Vec<String> =
        (first / BLOCK..=last / BLOCK).map(|block| block.to_string()).collect();
    fill(&around(before, [(DATA, "\"")])?, [blocks.join(",").as_bytes()], out)?;
    let mut places = NotePlaces::new(sheet);
    for (index, note) in of(sheet).enumerate() {
        let place = places.of(&note);
        let number = (first + index).to_string();
        let style = format!("{}z-index:{};", place.style(), index + 1);
        let (anchor, row, column) = (place.anchor(), note.row.to_string(), note.column.to_string());
        fill(&shape, [&number, &style, &anchor, &row, &column].map(|part| part.as_bytes()), out)?;
    }
    Ok(out.write_all(after.as_bytes())?)
}

/// What stands before an element, the element itself, and what stands behind it.
fn element<'a>(
    part: &'a str,
    begin: &str,
    end: &str,
) -> Result<(&'a str, &'a str, &'a str), WriteError> {
    let (before, rest) =
        part.find(begin).and_then(|at| part.split_at_checked(at)).ok_or_else(lost)?;
    let end = rest.find(end).map(|at| at + end.len()).ok_or_else(lost)?;
    let (element, after) = rest.split_at_checked(end).ok_or_else(lost)?;
    Ok((before, element, after))
}

/// What stands around values in the specimen's element: each begins and ends with some signs.
fn around<'a, const N: usize>(
    element: &'a str,
    values: [(&str, &str); N],
) -> Result<Vec<&'a str>, WriteError> {
    let mut pieces = Vec::with_capacity(N + 1);
    let mut rest = element;
    for (begin, end) in values {
        let at = rest.find(begin).map(|at| at + begin.len()).ok_or_else(lost)?;
        let (piece, behind) = rest.split_at_checked(at).ok_or_else(lost)?;
        pieces.push(piece);
        rest = behind.find(end).and_then(|at| behind.get(at..)).ok_or_else(lost)?;
    }
    pieces.push(rest);
    Ok(pieces)
}

/// Writes the same around other values.
fn fill<const N: usize>(
    pieces: &[&str],
    values: [&[u8]; N],
    out: &mut impl Write,
) -> Result<(), WriteError> {
    let mut values = values.into_iter();
    for piece in pieces {
        out.write_all(piece.as_bytes())?;
        out.write_all(values.next().unwrap_or_default())?;
    }
    Ok(())
}
