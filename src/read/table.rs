//! Where a table stands in a sheet and what its columns mean. In: a grid and the vocabulary. Out:
//! tables, each with its header rows, its columns and the rows below it.

use super::columns::read_columns;
use super::header::{first_header_row, is_header, last_header_row};
use crate::model::{Quarter, Source};
use crate::sheet::{Grid, Row};
use crate::vocabulary::{Heading, Vocabulary};

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its position, counted from zero.
    pub index: u32,
    /// Its heading as written, upper rows first.
    pub text: String,
    /// What it holds.
    pub role: Role,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Amounts that are entries.
    Amount {
        /// The source that the heading names.
        source: Option<Source>,
        /// The quarter that the heading names.
        quarter: Option<Quarter>,
        /// The heading says thousands of euros.
        thousands: bool,
    },
    /// The sum of the row's other amounts: checked, never an entry.
    RowTotal,
    /// Amounts in another currency: never entries.
    OtherCurrency,
    /// Amounts that are planned, not spent.
    Planned,
    /// Anything else the vocabulary knows.
    Is(Heading),
    /// A heading that is not known.
    Unknown,
}

/// One table.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    /// Its header rows.
    pub header: Vec<&'a Row>,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows below the header, up to the next table.
    pub body: &'a [Row],
    /// The rows above the header, down from the table before.
    pub above: &'a [Row],
}

impl Table<'_> {
    /// The first column with a meaning.
    pub(super) fn column(&self, heading: Heading) -> Option<u32> {
        self.columns.iter().find(|c| c.role == Role::Is(heading)).map(|c| c.index)
    }

    /// Columns whose cells are entries.
    pub(super) fn amounts(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| matches!(c.role, Role::Amount { .. }))
    }
}

/// All tables of a sheet, from top to bottom. A header that repeats the one before it (as on every
/// printed page) goes on with the same table.
pub(super) fn find_tables<'a>(grid: &'a Grid, vocabulary: &Vocabulary) -> Vec<Table<'a>> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < grid.rows.len() {
        if is_header(&grid.rows[at], vocabulary) {
            let from =
                first_header_row(grid, at, starts.last().map_or(0, |(_, end)| *end), vocabulary);
            let end = last_header_row(grid, at, vocabulary) + 1;
            starts.push((from, end));
            at = end;
        } else {
            at += 1;
        }
    }
    let mut tables: Vec<Table<'a>> = Vec::new();
    let mut above_from = 0;
    for (position, (start, end)) in starts.iter().enumerate() {
        let next = starts.get(position + 1).map_or(grid.rows.len(), |(next, _)| *next);
        let header: Vec<&Row> = grid.rows[*start..*end].iter().collect();
        let columns = read_columns(grid, &header, vocabulary);
        tables.push(Table {
            header,
            columns,
            body: &grid.rows[*end..next],
            above: &grid.rows[above_from..*start],
        });
        above_from = *end;
    }
    tables
}
