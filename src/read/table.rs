//! Where tables stand in a sheet. In: a grid, the vocabulary and the plan's codes. Out: tables, each
//! with its header rows, its columns and the rows below it. Never: a cell that is counted.

use std::borrow::Cow;

use arcstr::ArcStr;

use super::columns::{label_columns, read_columns};
use super::header::{
    first_header_row, heads_activities, is_column_numbers, is_header, last_header_row,
    reads_as_amount,
};
use super::panes::panes;
use crate::config::Layout;
use crate::model::{ActivityCode, CellRef, Plan, Source, When};
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
    /// The activity that heads it, where activities stand side by side.
    pub activity: Option<ActivityAbove>,
    /// The donor that heads it, where donors stand side by side.
    pub donor: Option<ArcStr>,
}

/// An activity that heads a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityAbove {
    /// Its code.
    pub code: ActivityCode,
    /// The heading as written.
    pub written: ArcStr,
    /// The heading's cell.
    pub cell: CellRef,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Amounts that are entries.
    Amount {
        /// The source that the heading names.
        source: Option<Source>,
        /// The month or quarter that the heading names.
        when: Option<When>,
        /// The heading says thousands of euros.
        thousands: bool,
    },
    /// The sum of the row's other amounts: checked, never an entry.
    RowTotal {
        /// Only of this source.
        source: Option<Source>,
        /// Only of this quarter.
        when: Option<When>,
    },
    /// Amounts in another currency: never entries.
    OtherCurrency,
    /// Amounts that are planned, not spent.
    Planned {
        /// The source that the heading names.
        source: Option<Source>,
        /// The quarter that the heading names.
        when: Option<When>,
    },
    /// Anything else the vocabulary knows.
    Is(Heading),
    /// A heading that is not known.
    Unknown,
}

/// One table.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    /// Its header rows.
    pub header: Cow<'a, [Row]>,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows below the header, up to the next table.
    pub body: Cow<'a, [Row]>,
    /// The rows above the header, down from the last amount of the table before.
    pub above: Cow<'a, [Row]>,
    /// The layout in the configuration that says all this, where one does.
    pub layout: Option<Layout>,
}

impl Table<'_> {
    /// The first column with a meaning.
    pub(super) fn column(&self, heading: Heading) -> Option<u32> {
        let is = |column: &&Column| matches!(column.role, Role::Is(its) if its == heading);
        self.columns.iter().find(is).map(|column| column.index)
    }

    /// Columns whose cells are entries.
    pub(super) fn amounts(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| matches!(c.role, Role::Amount { .. }))
    }

    /// Whether its columns say which activity a row is for.
    pub(super) fn names_activities(&self) -> bool {
        self.column(Heading::Code).or(self.column(Heading::Activity)).is_some()
            || self.columns.iter().any(|column| column.activity.is_some())
    }
}

/// Where a header begins, and where the rows below it do.
struct Start {
    first: usize,
    end: usize,
}

/// All tables of a sheet, from top to bottom, and from left to right where they stand side by side. A
/// header that repeats the one before it goes on with its table.
pub(super) fn find_tables<'a>(
    grid: &'a Grid,
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
) -> Vec<Table<'a>> {
    if let Some(tables) = super::fixed::tables(grid, vocabulary) {
        return tables;
    }
    let starts = find_starts(grid, vocabulary, plan);
    let mut tables: Vec<Table<'a>> = Vec::new();
    // What heads the last table, as its columns were read, and the row behind its last amount.
    let mut before: Option<(Vec<Column>, usize)> = None;
    for (position, start) in starts.iter().enumerate() {
        let next = starts.get(position + 1).map_or(grid.rows.len(), |next| next.first);
        let header = &grid.rows[start.first..start.end];
        let above_from = before.as_ref().map_or(0, |(_, lines)| *lines);
        let above = &grid.rows[above_from..start.first];
        let whole = read_columns(grid, header, vocabulary, plan);
        let below = &grid.rows[start.end..next];
        let numbers = usize::from(below.first().is_some_and(|row| numbers_columns(row, &whole)));
        let body = &below[numbers..];
        let lines = start.end + numbers + lines_of(&whole, body, vocabulary);
        let again = above.is_empty()
            && before.as_ref().is_some_and(|(columns, _)| same_headings(columns, &whole));
        before = Some((whole, lines));
        if again && let Some(table) = tables.last_mut() {
            table.body.to_mut().extend_from_slice(body);
            continue;
        }
        for pane in panes(grid, header, vocabulary) {
            let header = pane.of(header);
            let body = pane.of(body);
            let mut columns = read_columns(grid, &header, vocabulary, plan);
            label_columns(&mut columns, &body, vocabulary);
            tables.push(Table { header, columns, body, above: pane.of(above), layout: None });
        }
    }
    tables
}

/// Whether a row is that of column numbers: 1, 2, 3 in the place of the activity too, where a line has
/// a code or a title. Without such a column it may be a line of amounts.
fn numbers_columns(row: &Row, columns: &[Column]) -> bool {
    let key = |column: &&Column| {
        matches!(column.role, Role::Is(Heading::Code | Heading::Activity))
            && row.cell(column.index).is_some_and(|cell| !cell.is_blank())
    };
    columns.iter().any(|column| key(&column)) && is_column_numbers(row)
}

/// How many rows of a body there are down to its last amount: what stands below may head the next
/// table.
fn lines_of(columns: &[Column], body: &[Row], vocabulary: &Vocabulary) -> usize {
    let holds = |row: &Row, column: &Column| {
        matches!(column.role, Role::Amount { .. } | Role::RowTotal { .. })
            && row
                .cell(column.index)
                .is_some_and(|cell| cell.is_number() || reads_as_amount(&cell.value(), vocabulary))
    };
    let last = body.iter().rposition(|row| columns.iter().any(|column| holds(row, column)));
    last.map_or(0, |last| last + 1)
}

/// A header that repeats the one before it, with nothing but lines between, as on every printed
/// page: its table goes on.
fn same_headings(before: &[Column], after: &[Column]) -> bool {
    before.len() == after.len()
        && before.iter().zip(after).all(|(one, other)| {
            one.index == other.index && one.text == other.text && one.role == other.role
        })
}

fn find_starts(grid: &Grid, vocabulary: &Vocabulary, plan: Option<&Plan>) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let mut at = 0;
    while at < grid.rows.len() {
        let row = &grid.rows[at];
        if !is_header(row, vocabulary) && !heads_activities(&grid.rows[at..], vocabulary, plan) {
            at += 1;
            continue;
        }
        let floor = starts.last().map_or(0, |start| start.end);
        let end = last_header_row(grid, at, vocabulary, plan) + 1;
        starts.push(Start { first: first_header_row(grid, at, floor, vocabulary), end });
        at = end;
    }
    starts
}
