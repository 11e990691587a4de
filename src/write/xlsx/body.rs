//! The rows that this program writes itself: those that are made when they are written, and the many rows
//! of a large sheet, for each of whose cells the library would keep more than the sheet does, and look its
//! format up by all that is in it. In: a sheet. Out: which of its rows these are. The library writes the
//! rest of the sheet, and keeps the place of these rows with a row of specimens: a cell for each format.

use std::collections::{BTreeMap, BTreeSet};

use super::cells;
use super::formats::Key;
use crate::book::{Cell, Have, Long, Many, Sheet, Table};

/// A sheet with more formats is left to the library: their specimens stand side by side.
const MOST_FORMATS: usize = 1_000;

/// Rows of a sheet that follow one another.
pub(super) struct Body {
    /// The number of the first in the sheet.
    pub(super) first: u32,
    /// How many they are.
    pub(super) count: u32,
    /// What their cells have beside what is in them.
    pub(super) have: Have,
    /// What tells their formats apart, each once, in the order of their specimens.
    pub(super) keys: Vec<Key>,
}

impl Body {
    /// Those of a sheet; none where the library writes all of it.
    pub(super) fn of(sheet: &Sheet) -> Option<Self> {
        if let Some(long) = &sheet.long {
            let (first, count, keys) = (long.first, long.count, keys_of_long(sheet, long));
            return Some(Body { first, count, have: Have::default(), keys });
        }
        let many = sheet.many()?;
        let keys = keys(sheet, many);
        let fit = (1..=MOST_FORMATS).contains(&keys.len());
        fit.then(|| Body { first: many.first(), count: many.count(), have: many.have(), keys })
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
}

/// What tells the formats of rows apart that are made when they are written, each once, in an order of
/// their own.
fn keys_of_long(sheet: &Sheet, long: &Long) -> Vec<Key> {
    let mut keys = BTreeSet::new();
    for column in 0..sheet.columns.len().max(long.looks.len()) as u16 {
        let ruled = is_ruled(sheet, long.first, column);
        keys.extend(long.looks.iter().map(|look| Key::of(look, ruled)));
    }
    keys.into_iter().collect()
}

/// The same of rows that the sheet has.
fn keys(sheet: &Sheet, many: Many<'_>) -> Vec<Key> {
    let mut keys = BTreeSet::new();
    // Cells below each other look alike.
    let mut above: Vec<Option<Key>> = Vec::new();
    for (row, line) in many.rows() {
        for (column, cell) in &line.cells {
            let key = Key::of(cell, is_ruled(sheet, row, *column));
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
    keys.into_iter().collect()
}

fn is_ruled(sheet: &Sheet, row: u32, column: u16) -> bool {
    sheet.tables.iter().any(|table| cells::covers(table, row, column))
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
