//! The cells of a sheet that is written as nearly all programs write one. In: the sheet's part as a stream.
//! Out: its cells one by one, and its marks; nothing where anything in it is out of the ordinary: then the
//! exact readers have to look at it. Never a mark that they would not give: whatever stands before and behind
//! the cells [`marks`] reads, and in the cells only tags and attributes in their plain form are passed over.

use std::io::{BufRead, Cursor, Read};

use memchr::{memchr, memmem};

use super::markup::{Held, Stop, Tag, Text};
use super::window::Window;
use crate::sheet::marks::{self, Marks, OpenCell, address, column_of};

/// What opens the cells and what closes them.
const OPENS: &[u8] = b"<sheetData>";
pub(super) const CLOSES: &[u8; 12] = b"</sheetData>";

/// The marks of one sheet; none where the exact reader has to look for them.
pub(in crate::sheet) fn marks(mut part: impl BufRead) -> Option<Marks> {
    let (head, mut window) = up_to_cells(&mut part)?;
    let mut cells = Cells::default();
    cells.pass(&mut window, &mut part, |_| Some(()))?;
    cells.with_around(head, &window, part)
}

/// What stands before the cells, with the tag that opens them, and the stream from there on.
pub(super) fn up_to_cells(part: &mut impl Read) -> Option<(Vec<u8>, Window)> {
    let mut window = Window::default();
    window.fill(part)?;
    let opens = memmem::find(window.bytes(), OPENS)?;
    let head = window.bytes().get(..opens + OPENS.len())?.to_vec();
    window.pass(head.len());
    is_between_tags(head.get(..opens)?).then_some((head, window))
}

/// What comes next between the tags that hold all cells.
pub(super) struct Piece<'a> {
    /// The number of the row it stands in, counted from zero.
    pub(super) row: u32,
    /// As it is written.
    pub(super) bytes: &'a [u8],
    pub(super) is: Is<'a>,
}

pub(super) enum Is<'a> {
    /// The tag that opens a row; whether the row is hidden.
    Row(bool),
    Cell(Cell<'a>),
    /// What closes a row.
    Other,
}

/// One cell, as it is written.
pub(super) struct Cell<'a> {
    /// Its place: letters and digits.
    pub(super) at: &'a [u8],
    pub(super) kind: Option<&'a [u8]>,
    pub(super) style: Option<&'a [u8]>,
    pub(super) has_formula: bool,
    pub(super) held: Held<'a>,
}

impl Cell<'_> {
    /// Its column, counted from zero; none where no sheet has it.
    pub(super) fn column(&self) -> Option<u32> {
        column_of(self.at.get(..self.at.iter().position(u8::is_ascii_digit)?)?)
    }

    /// The number of the text that it has of the workbook's table, if it has one; the inner nothing stands for
    /// a cell without any. One that says its number in another way is out of the ordinary.
    pub(super) fn text(&self) -> Option<Option<u32>> {
        match (self.kind, self.held) {
            (Some(b"s"), Held::Value([]) | Held::Nothing) => Some(None),
            (Some(b"s"), Held::Value(number)) => whole_number(number).map(Some),
            // Whoever reads all of XML takes that text.
            (Some(b"s"), Held::Text(..)) => None,
            _ => Some(None),
        }
    }
}

/// A number of digits alone: signs and blanks mean one thing to one reader, another to the next.
pub(super) fn whole_number(digits: &[u8]) -> Option<u32> {
    let next = |number: u32, digit: &u8| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    };
    if digits.is_empty() { None } else { digits.iter().try_fold(0, next) }
}

/// The cells of a sheet.
#[derive(Default)]
pub(super) struct Cells {
    marks: Marks,
    in_order: bool,
    in_row: bool,
    /// The number of the last row, as it is written and counted from zero.
    number: Vec<u8>,
    row: Option<u32>,
}

impl Cells {
    /// Cells of which none may be of another row than the one it stands in, and rows of which none comes again:
    /// what is read of a cell then hangs on no other.
    pub(super) fn in_order() -> Self {
        Cells { in_order: true, ..Cells::default() }
    }

    /// Passes over all cells, and what closes them; hands on what it passes. None where anything is out of the
    /// ordinary.
    pub(super) fn pass(
        &mut self,
        window: &mut Window,
        part: &mut impl Read,
        mut hand: impl FnMut(Piece<'_>) -> Option<()>,
    ) -> Option<()> {
        loop {
            let bytes = window.bytes();
            let mut text = Text { bytes, at: 0 };
            let (passed, done) = loop {
                let passed = text.at;
                match self.one(&mut text) {
                    Ok(Some(is)) => {
                        let (row, bytes) = (self.row?, bytes.get(passed..text.at)?);
                        hand(Piece { row, bytes, is })?;
                    }
                    Ok(None) => break (text.at, true),
                    Err(Stop::Short) => break (passed, false),
                    Err(Stop::Unusual) => return None,
                }
            };
            std::str::from_utf8(bytes.get(..passed)?).ok()?;
            window.pass(passed);
            if done {
                return Some(());
            }
            window.fill(part)?;
        }
    }

    /// The marks, with those of what stands before and behind the cells.
    pub(super) fn with_around(
        self,
        head: Vec<u8>,
        window: &Window,
        part: impl BufRead,
    ) -> Option<Marks> {
        let before = Cursor::new(head).chain(CLOSES.as_slice());
        let around = marks::read(before.chain(window.bytes()).chain(part)).ok()?;
        self.marks.with(around)
    }

    /// Passes over one tag between cells, or one cell; none at the end.
    fn one<'a>(&mut self, text: &mut Text<'a>) -> Result<Option<Is<'a>>, Stop> {
        text.white()?;
        if self.in_row {
            if text.is_next(b"<c ")? {
                return self.cell(text).map(|cell| Some(Is::Cell(cell)));
            }
            text.expect(b"</row>")?;
            self.in_row = false;
            return Ok(Some(Is::Other));
        }
        if text.is_next(CLOSES)? {
            text.at += CLOSES.len();
            return Ok(None);
        }
        if text.is_next(b"<row/>")? {
            return Err(Stop::Unusual);
        }
        text.expect(b"<row")?;
        let Tag { values: [number, hidden], ends } = text.attributes([b"r", b"hidden"])?;
        // Without a number its place hangs on the rows before it.
        let written = number.ok_or(Stop::Unusual)?;
        let row = whole_number(written).and_then(|number| number.checked_sub(1));
        let row = row.ok_or(Stop::Unusual)?;
        if self.in_order && self.row.is_some_and(|before| row <= before) {
            return Err(Stop::Unusual);
        }
        self.row = Some(row);
        self.number.clear();
        self.number.extend_from_slice(written);
        let is_hidden = matches!(hidden, Some(b"1" | b"true"));
        if is_hidden {
            self.marks.hidden_rows.push(row);
        }
        self.in_row = !ends;
        Ok(Some(Is::Row(is_hidden)))
    }

    fn cell<'a>(&mut self, text: &mut Text<'a>) -> Result<Cell<'a>, Stop> {
        text.expect(b"<c")?;
        let Tag { values: [at, style, kind], ends } = text.attributes([b"r", b"s", b"t"])?;
        let at = at.ok_or(Stop::Unusual)?;
        if self.in_order {
            let number = at.iter().position(u8::is_ascii_digit).and_then(|from| at.get(from..));
            if number != Some(&self.number) {
                return Err(Stop::Unusual);
            }
        }
        let mut formula = None;
        let mut held = Held::Nothing;
        if !ends {
            text.white()?;
            if text.is_next(b"<f")? {
                formula = Some(text.formula()?);
            }
            held = text.held(kind)?;
            text.expect(b"</c>")?;
        }
        let cell = Cell { at, kind, style, has_formula: formula.is_some(), held };
        let value = held.is_filled();
        if formula.is_none() && kind != Some(b"e") {
            self.marks.filled += u64::from(value);
            return Ok(cell);
        }
        let utf8 = |bytes| std::str::from_utf8(bytes).map_err(|_| Stop::Unusual);
        let place = address(utf8(at)?).ok_or(Stop::Unusual)?;
        let kind = kind.map(utf8).transpose()?;
        self.marks.close(&OpenCell::read(place, kind, formula, value));
        Ok(cell)
    }
}

/// Whether a text ends between two tags: a tag in a comment, or in an attribute, is none.
fn is_between_tags(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(tag) = memchr(b'<', rest).and_then(|at| rest.get(at + 1..)) {
        if tag.starts_with(b"!") {
            return false;
        }
        if let Some(instruction) = tag.strip_prefix(b"?") {
            let Some(end) = memmem::find(instruction, b"?>") else { return false };
            rest = instruction.get(end + 2..).unwrap_or_default();
            continue;
        }
        let mut quote = None;
        let end = tag.iter().position(|byte| match (quote, *byte) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(*byte);
                false
            }
            (Some(open), byte) if open == byte => {
                quote = None;
                false
            }
            _ => false,
        });
        let Some(end) = end else { return false };
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    true
}
