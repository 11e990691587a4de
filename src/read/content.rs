//! What the cells below a heading are like. In: a grid, its header, a column. Out: whether they are
//! words or amounts, and what they may mean. Never an amount that counts.

use super::table::Role;
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// How many rows below a header are looked at.
const ROWS: usize = 200;

/// The role of a column whose heading may mean amounts or how far an activity has come ("Realizovano"),
/// where words stand below it; none for any other column.
pub(super) fn words_below(
    grid: &Grid,
    header: &[Row],
    column: u32,
    headings: &[String],
    vocabulary: &Vocabulary,
) -> Option<Role> {
    let [heading] = headings else { return None };
    if !vocabulary.is_status(heading) {
        return None;
    }
    let mut words = false;
    for value in values_below(grid, header, column) {
        match value {
            Value::Text(text) if !text.contains(|c: char| c.is_ascii_digit()) => words = true,
            _ => return None,
        }
    }
    words.then_some(Role::Is(Heading::Status))
}

/// The values of a column in the rows below a header, blank cells left out.
pub(super) fn values_below<'a>(
    grid: &'a Grid,
    header: &[Row],
    column: u32,
) -> impl Iterator<Item = &'a Value> {
    let last = header.last().map_or(0, |row| row.index);
    let from = grid.rows.partition_point(|row| row.index <= last);
    grid.rows[from..]
        .iter()
        .take(ROWS)
        .filter_map(move |row| row.cell(column))
        .filter(|cell| !cell.is_blank())
        .map(|cell| &cell.value)
}
