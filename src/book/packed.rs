//! The many rows of a large sheet: which they are, and the same in little room, from when they are laid out
//! until they are written. A workbook may have such sheets by the dozen, and all of them wait for the last.
//! In: rows that follow one another. Out: the same rows, as often as asked.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::ops::Range;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::cell::Cell;
use super::sheet::{Row, Sheet};

/// With fewer rows a sheet is small.
pub const MANY: u32 = 1_000;

/// So many rows are packed together.
const TOGETHER: usize = 256;

/// Rows of a sheet that follow one another, without headings of a table.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    first: u32,
    count: u32,
    have: Have,
    blocks: Vec<Box<[u8]>>,
}

/// The many rows of a large sheet, which follow one another without headings of a table.
#[derive(Debug, Clone, Copy)]
pub enum Many<'a> {
    /// As they are, from a number on.
    Held(u32, &'a [Row]),
    /// In little room.
    Packed(&'a Packed),
}

impl<'a> Many<'a> {
    /// The number of the first in the sheet.
    #[must_use]
    pub fn first(&self) -> u32 {
        match self {
            Many::Held(first, _) => *first,
            Many::Packed(packed) => packed.first,
        }
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> u32 {
        match self {
            Many::Held(_, rows) => u32::try_from(rows.len()).unwrap_or(u32::MAX),
            Many::Packed(packed) => packed.count,
        }
    }

    /// The number of the row behind the last.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.first().saturating_add(self.count())
    }

    /// What their cells have, all together.
    #[must_use]
    pub fn have(&self) -> Have {
        match self {
            Many::Held(first, rows) => Have::of(*first, rows),
            Many::Packed(packed) => packed.have,
        }
    }

    /// All of them, each with its number in the sheet.
    pub fn rows(&self) -> impl Iterator<Item = (u32, Cow<'a, Row>)> + use<'a> {
        self.some(self.first()..self.end())
    }

    /// Those with some numbers, each with its number in the sheet.
    pub fn some(&self, numbers: Range<u32>) -> impl Iterator<Item = (u32, Cow<'a, Row>)> + use<'a> {
        let (held, packed) = match *self {
            Many::Held(first, rows) => {
                let at = |number: u32| number.saturating_sub(first) as usize;
                let some = at(numbers.start)..at(numbers.end).min(rows.len());
                let rows = rows.get(some).unwrap_or_default();
                (Some((numbers.start.max(first)..).zip(rows)), None)
            }
            Many::Packed(packed) => (None, Some(packed.some(numbers))),
        };
        let held = held.into_iter().flatten().map(|(number, row)| (number, Cow::Borrowed(row)));
        let packed = packed.into_iter().flatten();
        held.chain(packed.map(|(number, row)| (number, Cow::Owned(row))))
    }
}

/// What the cells of some rows have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Have {
    /// (row, column) of the upper left corner of all of them, and of the lower right one.
    pub corners: Option<((u32, u16), (u32, u16))>,
    /// As many rows as the tallest takes.
    pub tall: u32,
    /// As deep as the deepest row is folded away.
    pub level: u8,
    /// How many lead somewhere.
    pub links: usize,
    /// How many have notes.
    pub notes: usize,
    /// How many span columns or rows.
    pub merged: usize,
}

impl Have {
    fn of(first: u32, rows: &[Row]) -> Self {
        let mut have = Have::default();
        (first..).zip(rows).for_each(|(number, row)| have.take(number, row));
        have
    }

    fn take(&mut self, number: u32, row: &Row) {
        self.level = self.level.max(row.level);
        for (column, cell) in &row.cells {
            let Cell { more, .. } = cell;
            let bottom = number.saturating_add(more.rows.max(1) - 1);
            let end = column.saturating_add(more.span.max(1) - 1);
            let (upper, lower) = self.corners.unwrap_or(((number, *column), (bottom, end)));
            let (upper, left) = (upper.0.min(number), upper.1.min(*column));
            let (lower, right) = (lower.0.max(bottom), lower.1.max(end));
            self.corners = Some(((upper, left), (lower, right)));
            self.tall = self.tall.max(more.rows.max(1));
            self.links += usize::from(more.link.is_some());
            self.notes += usize::from(more.note.is_some());
            self.merged += usize::from(more.span > 1 || more.rows > 1);
        }
    }
}

impl Sheet {
    /// The many rows that a large sheet has, where none of them is made when it is written. One with charts,
    /// which are drawn from rows, counts as small.
    #[must_use]
    pub fn many(&self) -> Option<Many<'_>> {
        let packed = self.many_packed();
        if packed.is_some() {
            return packed;
        }
        if self.long.is_some() || !self.charts.is_empty() {
            return None;
        }
        let Range { start, end } = self.longest_run();
        let rows = self.rows.get(start..end).filter(|rows| rows.len() >= MANY as usize)?;
        let above = self.rows.get(..start).unwrap_or_default();
        let apart = reach(above) <= start && reach(rows) <= rows.len();
        Some(Many::Held(u32::try_from(start).ok()?, rows)).filter(|_| apart)
    }

    /// The many rows of a sheet, where they are packed.
    #[must_use]
    pub fn many_packed(&self) -> Option<Many<'_>> {
        self.packed.as_ref().map(Many::Packed)
    }

    /// Packs its rows where they are many.
    pub fn pack(&mut self) {
        let Some(Many::Held(first, rows)) = self.many() else { return };
        let (start, end) = (first as usize, first as usize + rows.len());
        if let Some(packed) = Packed::of(first, rows) {
            self.rows.drain(start..end);
            self.rows.shrink_to_fit();
            self.packed = Some(packed);
        }
    }

    /// Takes its packed rows apart again.
    pub fn unpack(&mut self) {
        if let Some(packed) = self.packed.take() {
            let at = packed.first as usize;
            self.rows.splice(at..at, packed.some(0..u32::MAX).map(|(_, row)| row));
        }
    }

    /// The longest run of rows without headings of a table.
    fn longest_run(&self) -> Range<usize> {
        let headings = self.tables.iter().map(|table| table.first.0 as usize);
        let mut ends: Vec<usize> = headings.chain([self.rows.len()]).collect();
        ends.sort_unstable();
        let mut from = 0;
        let mut longest = 0..0;
        for end in ends {
            if end.saturating_sub(from) > longest.len() {
                longest = from..end;
            }
            from = end + 1;
        }
        longest
    }
}

/// The number of the row behind the last that merged cells of some rows reach.
fn reach(rows: &[Row]) -> usize {
    let of = |row: &Row| row.cells.iter().map(|(_, cell)| cell.more.rows.max(1)).max().unwrap_or(1);
    (0..).zip(rows).map(|(number, row)| number + of(row) as usize).max().unwrap_or(0)
}

impl Packed {
    /// From rows, the first of which has a number; none where they would not come out as they went in.
    fn of(first: u32, rows: &[Row]) -> Option<Self> {
        let have = Have::of(first, rows);
        let blocks = rows.chunks(TOGETHER).map(|rows| {
            let block = pack(rows).ok()?;
            (unpack(&block).ok()? == rows).then_some(block)
        });
        Some(Packed {
            first,
            count: u32::try_from(rows.len()).ok()?,
            have,
            blocks: blocks.collect::<Option<_>>()?,
        })
    }

    /// Those with some numbers, each with its number in the sheet.
    fn some(&self, numbers: Range<u32>) -> impl Iterator<Item = (u32, Row)> + '_ {
        let Range { start, end } = numbers;
        let start = start.max(self.first);
        let skipped = (start - self.first) as usize / TOGETHER;
        let begins = (self.first..).step_by(TOGETHER).zip(&self.blocks).skip(skipped);
        let blocks = begins.take_while(move |(begin, _)| *begin < end);
        // Each was unpacked once when it was packed, and then it had the same rows.
        let rows =
            blocks.flat_map(|(begin, block)| (begin..).zip(unpack(block).unwrap_or_default()));
        rows.filter(move |(number, _)| (start..end).contains(number))
    }
}

fn pack(rows: &[Row]) -> io::Result<Box<[u8]>> {
    let bytes = postcard::to_stdvec(rows).map_err(io::Error::other)?;
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&bytes)?;
    Ok(packed.finish()?.into())
}

fn unpack(block: &[u8]) -> io::Result<Vec<Row>> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(block).read_to_end(&mut bytes)?;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

impl fmt::Debug for Packed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.some(0..u32::MAX)).finish()
    }
}
