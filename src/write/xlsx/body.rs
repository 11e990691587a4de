//! The rows that this program writes itself: those that are made when they are written, and the many rows
//! of a large sheet, for each of whose cells the library would keep more than the sheet does, and look its
//! format up by all that is in it. In: a sheet. Out: which of its rows these are. The library writes the
//! rest of the sheet, and keeps the place of these rows with a row of specimens: a cell for each format.

use std::collections::{BTreeMap, BTreeSet};

use super::formats::Key;
use super::{cells, notes};
use crate::book::{Cell, Long, Row, Sheet, Table};

/// With fewer rows a sheet is left to the library.
const MANY: usize = 1_000;

/// With more formats too: their specimens stand side by side.
const MOST_FORMATS: usize = 1_000;

/// Rows of a sheet that follow one another.
pub(super) struct Body {
    /// The number of the first in the sheet.
    pub(super) first: u32,
    /// How many they are.
    pub(super) count: u32,
    /// What tells their formats apart, each once, in the order of their specimens.
    pub(super) keys: Vec<Key>,
}

/// Where rows come from.
#[derive(Clone, Copy)]
pub(super) enum Rows<'a> {
    /// They are made when they are written.
    Made(&'a Long),
    /// The sheet holds them.
    Held(&'a [Row]),
}

impl Body {
    /// Those of a sheet; none where the library writes all of it.
    pub(super) fn of(sheet: &Sheet) -> Option<Self> {
        if let Some(long) = &sheet.long {
            let keys = keys(sheet, long.first, Rows::Made(long));
            return Some(Body { first: long.first, count: long.count, keys });
        }
        // The library takes what a chart shows, and where it stands, from the rows that it has.
        if !sheet.charts.is_empty() {
            return None;
        }
        let (from, end) = longest(sheet);
        let rows = sheet.rows.get(from..end).filter(|rows| rows.len() >= MANY)?;
        let above = sheet.rows.get(..from).unwrap_or_default();
        if reach(above) > from || reach(rows) > rows.len() {
            return None;
        }
        let first = u32::try_from(from).ok()?;
        let keys = keys(sheet, first, Rows::Held(rows));
        let count = u32::try_from(rows.len()).ok()?;
        (1..=MOST_FORMATS).contains(&keys.len()).then_some(Body { first, count, keys })
    }

    /// The rows themselves, of the sheet they are of.
    pub(super) fn rows<'a>(&self, sheet: &'a Sheet) -> Rows<'a> {
        match &sheet.long {
            Some(long) => Rows::Made(long),
            None => {
                let rows = self.first as usize..self.end() as usize;
                Rows::Held(sheet.rows.get(rows).unwrap_or_default())
            }
        }
    }

    /// Whether one of its rows has a number.
    pub(super) fn has(&self, row: u32) -> bool {
        (self.first..self.end()).contains(&row)
    }

    /// The number of the row behind the last.
    pub(super) fn end(&self) -> u32 {
        self.first.saturating_add(self.count)
    }

    /// The last row of a table while the sheet is laid out: one with these rows reaches to their specimens.
    /// The library remembers each cell of a table.
    pub(super) fn laid_out_to(&self, table: &Table) -> u32 {
        let reaches = table.first.0 < self.first && table.last.0 >= self.first;
        if reaches { self.first } else { table.last.0 }
    }

    /// Whether some of its cells have notes: then those of the whole sheet are written here.
    pub(super) fn has_notes(&self, sheet: &Sheet) -> bool {
        let Rows::Held(rows) = self.rows(sheet) else { return false };
        notes::any(rows)
    }

    /// How many of its cells lead somewhere.
    pub(super) fn links(&self, sheet: &Sheet) -> usize {
        let Rows::Held(rows) = self.rows(sheet) else { return 0 };
        cells::links(rows)
    }
}

/// What tells the formats of some rows apart, each once, in an order of their own.
fn keys(sheet: &Sheet, first: u32, rows: Rows<'_>) -> Vec<Key> {
    let ruled =
        |row: u32, column: u16| sheet.tables.iter().any(|table| cells::covers(table, row, column));
    let mut keys = BTreeSet::new();
    match rows {
        Rows::Made(long) => {
            let columns = 0..sheet.columns.len().max(long.looks.len()) as u16;
            for ruled in columns.map(|column| ruled(first, column)) {
                keys.extend(long.looks.iter().map(|look| Key::of(look, ruled)));
            }
        }
        Rows::Held(rows) => {
            // Cells below each other look alike.
            let mut above: Vec<Option<Key>> = Vec::new();
            for (row, line) in (first..).zip(rows) {
                for (column, cell) in &line.cells {
                    let key = Key::of(cell, ruled(row, *column));
                    let at = usize::from(*column);
                    if above.len() <= at {
                        above.resize(at + 1, None);
                    }
                    if let Some(above) = above.get_mut(at)
                        && above.as_ref() != Some(&key)
                    {
                        keys.insert(key.clone());
                        *above = Some(key);
                    }
                }
            }
        }
    }
    keys.into_iter().collect()
}

/// The longest run of rows without headings of a table, which the library writes: first and behind the
/// last.
fn longest(sheet: &Sheet) -> (usize, usize) {
    let mut headings: Vec<_> = sheet.tables.iter().map(|table| table.first.0 as usize).collect();
    headings.push(sheet.rows.len());
    headings.sort_unstable();
    let mut from = 0;
    let mut longest = (0, 0);
    for heading in headings {
        if heading.saturating_sub(from) > longest.1 - longest.0 {
            longest = (from, heading);
        }
        from = heading + 1;
    }
    longest
}

/// The number of the row behind the last that merged cells of some rows reach.
fn reach(rows: &[Row]) -> usize {
    let of = |row: &Row| row.cells.iter().map(|(_, cell)| cell.more.rows.max(1)).max().unwrap_or(1);
    (0..).zip(rows).map(|(number, row)| number + of(row) as usize).max().unwrap_or(0)
}

/// The numbers of formats, as the library gave them to the specimens.
pub(super) struct Numbers(BTreeMap<Key, String>);

impl Numbers {
    /// Those of formats in the order of their specimens, from the row that the library wrote of these.
    pub(super) fn of_specimens(keys: &[Key], specimens: &str) -> Self {
        let numbers = specimens.split("<c ").skip(1).map(|cell| {
            let tag = cell.split_once('>').map_or(cell, |(tag, _)| tag);
            let number = tag.split_once("s=\"").and_then(|(_, number)| number.split_once('"'));
            number.map_or("0", |(number, _)| number).to_owned()
        });
        Numbers(keys.iter().cloned().zip(numbers).collect())
    }

    /// That of a cell; `ruled` where it stands in a table.
    pub(super) fn of(&self, cell: &Cell, ruled: bool) -> Option<&str> {
        self.0.get(&Key::of(cell, ruled)).map(String::as_str)
    }
}
