//! Where the shape of a note stands on its sheet, in the units of the format. In: a sheet, and a note with
//! its size. Out: the cells in which it begins and ends, and how far in them: where the library would put
//! it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::height;
use super::notes::SizedNote;
use crate::book::{Column, Sheet};

/// The rows there are.
pub(super) const ROWS: u32 = 1_048_576;
/// The columns there are.
pub(super) const COLUMNS: u16 = 16_384;

/// The usual size of a cell, in pixels.
const USUAL_WIDTH: u32 = 64;
const USUAL_HEIGHT: u32 = 20;

/// Places of notes, which come in the order of their rows.
pub(super) struct NotePlaces<'a> {
    sheet: &'a Sheet,
    /// Heights of its packed rows, in points, all of them at once: to ask for one is to unpack many.
    packed: Vec<Option<u16>>,
    /// Heights of rows that were asked for, in pixels: to tell how tall a row is takes long.
    heights: BTreeMap<u32, u32>,
    /// A row, and how far down it begins, each row above as tall as usual unless it was asked for.
    reached: (u32, u32),
}

/// The place of a note.
pub(super) struct NotePlace {
    /// Column, pixels in it, row, pixels in it: of the upper left corner, then of the other.
    corners: [(u32, u32, u32, u32); 2],
    /// Pixels from the left and from the top of the sheet.
    from_edges: (u32, u32),
    size: (u32, u32),
}

impl<'a> NotePlaces<'a> {
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        let rows = sheet.many_packed().into_iter().flat_map(|many| many.rows());
        let packed = rows.map(|(_, row)| height::of(&row, &sheet.columns)).collect();
        NotePlaces { sheet, packed, heights: BTreeMap::new(), reached: (0, 0) }
    }

    /// A note begins a little above its cell and to the right of it, except at the edges of the sheet.
    pub(super) fn of(&mut self, note: &SizedNote) -> NotePlace {
        let column = u32::from(note.column);
        let (column, x) = match column {
            far if note.column >= COLUMNS - 3 => (far - 3, 49),
            column => (column + 1, 15),
        };
        let (row, y) = match note.row {
            0 => (0, 2),
            far if far >= ROWS - 3 => (far - 4, if far == ROWS - 1 { 14 } else { 16 }),
            row => (row - 1, 10),
        };
        let from_left = (0..column).map(|column| self.width(column)).sum::<u32>() + x;
        let from_top = self.top(row) + y;
        let (last_column, last_row) = (u32::from(COLUMNS) - 1, ROWS - 1);
        let (left, x) = within(column, x, last_column, |column| self.width(column));
        let (top, y) = within(row, y, last_row, |row| self.height(row));
        let (right, to_x) = within(left, x + note.width, last_column, |column| self.width(column));
        let (bottom, to_y) = within(top, y + note.height, last_row, |row| self.height(row));
        NotePlace {
            corners: [(left, x, top, y), (right, to_x, bottom, to_y)],
            from_edges: (from_left, from_top),
            size: (note.width, note.height),
        }
    }

    fn width(&self, column: u32) -> u32 {
        let column = usize::try_from(column).ok().and_then(|column| self.sheet.columns.get(column));
        match column {
            Some(Column { hidden: true, .. }) => 0,
            Some(Column { width, .. }) if *width > 0 => u32::from((*width).min(255)) * 7 + 5,
            _ => USUAL_WIDTH,
        }
    }

    fn height(&mut self, row: u32) -> u32 {
        *self.heights.entry(row).or_insert_with(|| {
            let first = self.sheet.many_packed().map_or(u32::MAX, |many| many.first());
            let packed = row.checked_sub(first).and_then(|at| self.packed.get(at as usize));
            let held = || height::of(self.sheet.held_row(row)?, &self.sheet.columns);
            let points = packed.copied().unwrap_or_else(held);
            // Three points are four pixels.
            points.map_or(USUAL_HEIGHT, |points| (u32::from(points) * 4 + 1) / 3)
        })
    }

    fn top(&mut self, row: u32) -> u32 {
        let (reached, mut top) = self.reached;
        for above in reached..row {
            top += self.heights.remove(&above).unwrap_or(USUAL_HEIGHT);
        }
        self.reached = (reached.max(row), top);
        top
    }
}

/// The row or column in which something ends that begins at one and is so long, and how far in it: on the
/// sheet, even where rows are so low or columns hidden that the note is too large for what is left of it.
fn within(mut at: u32, mut long: u32, last: u32, mut size: impl FnMut(u32) -> u32) -> (u32, u32) {
    loop {
        let size = size(at);
        if long < size || at >= last {
            return (at, long.min(size.saturating_sub(1)));
        }
        long -= size;
        at += 1;
    }
}

impl NotePlace {
    /// As the style of a shape says it, in points.
    pub(super) fn style(&self) -> String {
        let points = |pixels: u32| Decimal::new(i64::from(pixels) * 75, 2).normalize();
        let ((left, top), (width, height)) = (self.from_edges, self.size);
        let [left, top, width, height] = [left, top, width, height].map(points);
        format!("{left}pt;margin-top:{top}pt;width:{width}pt;height:{height}pt;")
    }

    /// As the anchor of a shape says it.
    pub(super) fn anchor(&self) -> String {
        let corner =
            |(column, x, row, y): (u32, u32, u32, u32)| format!("{column}, {x}, {row}, {y}");
        self.corners.map(corner).join(", ")
    }
}
