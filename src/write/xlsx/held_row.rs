//! The rows of a large sheet as the format writes them. In: rows, and the numbers of their formats. Out:
//! their bytes, and what stands behind all rows: merged areas and links. The same as the library would
//! write of them, without a copy of each cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::body::Numbers;
use super::cells::{self, MOST_LINKS};
use super::{around, height, markup};
use crate::book::{Cell, Content, Result as Computed, Row, Sheet};
use crate::model::{CellRef, InSigns, column_letters};
use crate::write::WriteError;

/// Writes rows that a sheet holds.
pub(super) struct HeldRows<'a> {
    sheet: &'a Sheet,
    rows: &'a [Row],
    /// The number of the first in the sheet.
    first: u32,
    numbers: &'a Numbers,
    /// For each column how a cell's tag begins: `<c r="A`.
    begins: Vec<String>,
    /// So many rows above one may reach down into it.
    reach: usize,
}

/// Merged areas that reach down into a row: first column → last column, last row, number of the format.
type Reaching<'a> = BTreeMap<u16, (u16, u32, &'a str)>;

impl<'a> HeldRows<'a> {
    pub(super) fn new(sheet: &'a Sheet, rows: &'a [Row], first: u32, numbers: &'a Numbers) -> Self {
        let last = |cell: &(u16, Cell)| cell.0.saturating_add(cell.1.more.span.max(1));
        let columns = rows.iter().flat_map(|row| &row.cells).map(last).max().unwrap_or(0);
        let begin = |column: u16| format!("<c r=\"{}", column_letters(column.into()));
        let down = |row: &Row| row.cells.iter().map(|(_, cell)| cell.more.rows).max().unwrap_or(1);
        let reach = rows.iter().map(down).max().unwrap_or(1).saturating_sub(1) as usize;
        let begins = (0..columns).map(begin).collect();
        HeldRows { sheet, rows, first, numbers, begins, reach }
    }

    /// Some of the rows, by their numbers among these.
    pub(super) fn segment(&self, rows: Range<u32>) -> Result<Vec<u8>, WriteError> {
        let mut out = Vec::with_capacity(rows.len() * 1_536);
        let mut reaching = Reaching::new();
        let (from, to) = (rows.start as usize, rows.end as usize);
        let above = from.saturating_sub(self.reach)..from;
        for (index, row) in above.clone().zip(self.rows.get(above).unwrap_or_default()) {
            self.reach_down(index, row, &mut reaching)?;
        }
        for (index, row) in (from..to).zip(self.rows.get(from..to).unwrap_or_default()) {
            self.row(index, row, &mut reaching, &mut out)?;
        }
        Ok(out)
    }

    /// The row's number in the sheet, counted from zero.
    fn number(&self, index: usize) -> u32 {
        self.first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX))
    }

    fn format(&self, row: u32, column: u16, cell: &Cell) -> Result<&'a str, WriteError> {
        let ruled = self.sheet.tables.iter().any(|table| cells::covers(table, row, column));
        let unknown = || WriteError(format!("row {} has an unknown look", row + 1));
        self.numbers.of(cell, ruled).ok_or_else(unknown)
    }

    /// Takes note of the merged areas that begin in a row and go on below it.
    fn reach_down(
        &self,
        index: usize,
        row: &Row,
        reaching: &mut Reaching<'a>,
    ) -> Result<(), WriteError> {
        let number = self.number(index);
        for (column, cell) in row.cells.iter().filter(|(_, cell)| cell.more.rows > 1) {
            let format = self.format(number, *column, cell)?;
            let right = column.saturating_add(cell.more.span.max(1) - 1);
            reaching.insert(*column, (right, number.saturating_add(cell.more.rows - 1), format));
        }
        Ok(())
    }

    fn row(
        &self,
        index: usize,
        row: &Row,
        reaching: &mut Reaching<'a>,
        out: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        let number = self.number(index);
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(u64::from(number) + 1);
        reaching.retain(|_, (_, last, _)| *last >= number);
        let points = height::of(row, &self.sheet.columns);
        // A cell far down may have a million rows above it of which nothing is to be said.
        if row.cells.is_empty() && points.is_none() && row.level == 0 && reaching.is_empty() {
            return Ok(());
        }
        markup::row(digits, points, row.level.min(around::DEEPEST), out);
        let open = |column: u16, format: &str, out: &mut Vec<u8>| {
            let begin = self.begins.get(usize::from(column)).map_or("", String::as_str);
            for part in [begin, digits, "\" s=\"", format, "\""] {
                out.extend_from_slice(part.as_bytes());
            }
        };
        let blanks = |columns: Range<u16>, format: &str, out: &mut Vec<u8>| {
            for column in columns {
                open(column, format, out);
                markup::empty(out);
            }
        };
        let mut covered = reaching.iter().peekable();
        for (column, cell) in &row.cells {
            while let Some((left, (right, _, format))) = covered.next_if(|(left, _)| *left < column)
            {
                blanks(*left..*right + 1, format, out);
            }
            let format = self.format(number, *column, cell)?;
            open(*column, format, out);
            content(&cell.content, out);
            let right = column.saturating_add(cell.more.span.max(1));
            blanks(*column + 1..right, format, out);
        }
        for (left, (right, _, format)) in covered {
            blanks(*left..*right + 1, format, out);
        }
        out.extend_from_slice(b"</row>");
        self.reach_down(index, row, reaching)
    }

    /// The areas of merged cells, and how many they are.
    pub(super) fn merged(&self) -> (usize, String) {
        let (mut count, mut out) = (0, String::new());
        for (row, column, cell) in self.cells() {
            if cell.more.span > 1 || cell.more.rows > 1 {
                let last = CellRef {
                    row: row.saturating_add(cell.more.rows.max(1) - 1),
                    column: u32::from(column.saturating_add(cell.more.span.max(1) - 1)),
                };
                let first = CellRef { row, column: u32::from(column) };
                let _ = write!(out, "<mergeCell ref=\"{first}:{last}\"/>");
                count += 1;
            }
        }
        (count, out)
    }

    /// The links that the sheet still has room for, with so many above these rows.
    pub(super) fn links(&self, above: usize) -> Result<String, WriteError> {
        let mut out = Vec::new();
        let links = self.cells().filter_map(|(row, column, cell)| {
            let link = cell.more.link.as_ref()?;
            Some((CellRef { row, column: u32::from(column) }, link))
        });
        for (cell, link) in links.take(MOST_LINKS.saturating_sub(above)) {
            out.extend_from_slice(b"<hyperlink ref=\"");
            out.extend_from_slice(cell.signs().as_bytes());
            out.extend_from_slice(b"\" location=\"");
            markup::attribute(&cells::location(link), &mut out);
            out.extend_from_slice(b"\" display=\"");
            out.extend_from_slice(cells::LINKED.as_bytes());
            out.extend_from_slice(b"\"/>");
        }
        String::from_utf8(out).map_err(|error| WriteError(error.to_string()))
    }

    fn cells(&self) -> impl Iterator<Item = (u32, u16, &'a Cell)> + '_ {
        let rows = (self.first..).zip(self.rows);
        rows.flat_map(|(row, line)| {
            line.cells.iter().map(move |(column, cell)| (row, *column, cell))
        })
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
