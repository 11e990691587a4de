//! The rows of a large sheet as the format writes them. In: rows, and the numbers of their formats. Out:
//! their bytes, and what stands behind all rows: merged areas and links. The same as the library would
//! write of them, without a copy of each cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::body::Numbers;
use super::cells::{self, MOST_LINKS};
use super::{around, height, markup};
use crate::book::{Cell, Content, Have, Many, Result as Computed, Row, Sheet};
use crate::model::{CellRef, InSigns};
use crate::write::WriteError;

/// Writes the many rows of a sheet.
pub(super) struct ManyRows<'a> {
    sheet: &'a Sheet,
    many: Many<'a>,
    have: Have,
    numbers: &'a Numbers,
    /// So many rows above one may reach down into it.
    reach: u32,
}

/// Merged areas that reach down into a row: first column → last column, last row, number of the format.
type Reaching<'a> = BTreeMap<u16, (u16, u32, &'a str)>;

impl<'a> ManyRows<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        (many, have): (Many<'a>, Have),
        numbers: &'a Numbers,
    ) -> Self {
        ManyRows { sheet, many, have, numbers, reach: have.tall.saturating_sub(1) }
    }

    /// Some of the rows, by their numbers among these.
    pub(super) fn segment(&self, rows: Range<u32>) -> Result<Vec<u8>, WriteError> {
        let mut out = Vec::with_capacity(rows.len() * 1_536);
        let mut reaching = Reaching::new();
        let number = |index: u32| self.many.first().saturating_add(index);
        let (from, to) = (number(rows.start), number(rows.end));
        let mut next = from;
        for (number, row) in self.many.some(from.saturating_sub(self.reach)..to) {
            if number < from {
                self.reach_down(number, &row, &mut reaching)?;
            } else {
                self.row(number, &row, &mut reaching, &mut out)?;
                next = number + 1;
            }
        }
        // No row is left out in silence.
        if next == to { Ok(out) } else { Err(WriteError(format!("row {} is lost", next + 1))) }
    }

    fn format(&self, row: u32, column: u16, cell: &Cell) -> Result<&'a str, WriteError> {
        let ruled = self.sheet.tables.iter().any(|table| cells::covers(table, row, column));
        let unknown = || WriteError(format!("row {} has an unknown look", row + 1));
        self.numbers.of(cell, ruled).ok_or_else(unknown)
    }

    /// Takes note of the merged areas that begin in a row and go on below it.
    fn reach_down(
        &self,
        number: u32,
        row: &Row,
        reaching: &mut Reaching<'a>,
    ) -> Result<(), WriteError> {
        for (column, cell) in row.cells.iter().filter(|(_, cell)| cell.more.rows > 1) {
            let format = self.format(number, *column, cell)?;
            let right = column.saturating_add(cell.more.span.max(1) - 1);
            reaching.insert(*column, (right, number.saturating_add(cell.more.rows - 1), format));
        }
        Ok(())
    }

    fn row(
        &self,
        number: u32,
        row: &Row,
        reaching: &mut Reaching<'a>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(u64::from(number) + 1);
        reaching.retain(|_, (_, last, _)| *last >= number);
        let points = height::of(row, &self.sheet.columns);
        // A cell far down may have a million rows above it of which nothing is to be said.
        if row.cells.is_empty() && points.is_none() && row.level == 0 && reaching.is_empty() {
            return Ok(());
        }
        markup::row(digits, points, row.level.min(around::DEEPEST), out);
        let mut tags = Tags { row: number, next: 0 };
        let mut covered = reaching.iter().peekable();
        for (column, cell) in &row.cells {
            while let Some((left, (right, _, format))) = covered.next_if(|(left, _)| *left < column)
            {
                tags.blanks(*left..*right + 1, format, out);
            }
            let format = self.format(number, *column, cell)?;
            tags.open(*column, format, out);
            content(&cell.content, out);
            let right = column.saturating_add(cell.more.span.max(1));
            tags.blanks(*column + 1..right, format, out);
        }
        for (left, (right, _, format)) in covered {
            tags.blanks(*left..*right + 1, format, out);
        }
        out.extend_from_slice(b"</row>");
        self.reach_down(number, row, reaching)
    }

    /// The areas of merged cells, and how many they are.
    pub(super) fn merged(&self) -> (usize, String) {
        let (mut count, mut out) = (0, String::new());
        if self.have.merged == 0 {
            return (count, out);
        }
        for (row, line) in self.many.rows() {
            let merged = |(_, cell): &&(u16, Cell)| cell.more.span > 1 || cell.more.rows > 1;
            for (column, cell) in line.cells.iter().filter(merged) {
                let last = CellRef {
                    row: row.saturating_add(cell.more.rows.max(1) - 1),
                    column: u32::from(column.saturating_add(cell.more.span.max(1) - 1)),
                };
                let first = CellRef { row, column: u32::from(*column) };
                let _ = write!(out, "<mergeCell ref=\"{first}:{last}\"/>");
                count += 1;
            }
        }
        (count, out)
    }

    /// The links that the sheet still has room for, with so many above these rows.
    pub(super) fn links(&self, above: usize) -> Result<String, WriteError> {
        let mut out = Vec::new();
        let mut room = self.have.links.min(MOST_LINKS.saturating_sub(above));
        for (row, line) in self.many.rows() {
            if room == 0 {
                break;
            }
            for (column, cell) in &line.cells {
                let Some(link) = cell.more.link.as_ref().filter(|_| room > 0) else { continue };
                room -= 1;
                out.extend_from_slice(b"<hyperlink ref=\"");
                let cell = CellRef { row, column: u32::from(*column) };
                out.extend_from_slice(cell.signs().as_bytes());
                out.extend_from_slice(b"\" location=\"");
                markup::attribute(&cells::location(link), &mut out);
                out.extend_from_slice(b"\" display=\"");
                out.extend_from_slice(cells::LINKED.as_bytes());
                out.extend_from_slice(b"\"/>");
            }
        }
        String::from_utf8(out).map_err(|error| WriteError(error.to_string()))
    }
}

/// Opens the cells of a row, from left to right.
struct Tags {
    row: u32,
    /// The column behind the last that was opened.
    next: u16,
}

impl Tags {
    fn open(&mut self, column: u16, format: &str, out: &mut Vec<u8>) {
        let place = CellRef { row: self.row, column: column.into() };
        markup::cell((column != self.next).then_some(place), format, out);
        self.next = column.saturating_add(1);
    }

    fn blanks(&mut self, columns: Range<u16>, format: &str, out: &mut Vec<u8>) {
        for column in columns {
            self.open(column, format, out);
            markup::empty(out);
        }
    }
}

/// What a cell holds, up to its end; its tag is still open.
fn content(content: &Content, out: &mut Vec<u8>) {
    let number = markup::number;
    match content {
        Content::Empty => markup::empty(out),
        Content::Text(text) => markup::words(text, out),
        Content::Said(said) => markup::words(&said.shown(), out),
        Content::Money(amount) => number(&amount.signs(), out),
        Content::Ratio(value) => number(&cells::plain(value), out),
        Content::Number(value) => number(&cells::plain(value), out),
        Content::Count(count) => number(itoa::Buffer::new().format(*count), out),
        Content::Date(day) => match markup::day_number(*day) {
            Some(days) => number(itoa::Buffer::new().format(days), out),
            None => markup::words(&day.to_string(), out),
        },
        Content::Truth(is) => markup::truth(*is, out),
        Content::Formula(formula, computed) => {
            let result = cells::result(computed);
            let is_text = matches!(computed, Computed::Text(_) | Computed::Said(_));
            if is_text && cells::misread(&result) {
                return markup::words(&result, out);
            }
            markup::formula(formula, &result, is_text, out);
        }
    }
}
