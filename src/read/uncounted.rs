//! Amounts that a sheet holds and that are not counted: said, so that none is lost in silence. In: a
//! sheet without a table, or a table's columns. Out: findings only.

use super::amount::{Marks, Reading, read_amount};
use super::code::heading_code;
use super::header::reads_as_amount;
use super::table::{Column, Role, Table};
use crate::diagnostic::{Code, Finding};
use crate::model::{Euros, column_letters};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// A sheet without a table is passed over only where it has no number in it.
pub(super) fn no_table(grid: &Grid, vocabulary: &Vocabulary, findings: &mut Vec<Finding>) {
    let first = grid.rows.iter().find_map(|row| {
        let cell = row.cells.iter().find(|cell| reads_as_amount(&cell.value, vocabulary))?;
        Some((row, cell))
    });
    if let Some((row, cell)) = first {
        let place = grid.place(row, cell.column);
        findings.push(Finding::new(Code::NoTable, place).read(cell.text()));
    }
}

/// What the header lacks, said once; amounts below are read all the same. Columns of numbers that
/// are not counted are named, with their sum.
pub(super) fn check_columns(
    grid: &Grid,
    table: &Table<'_>,
    named_above: bool,
    marks: impl Fn(u32) -> Marks,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    let Some(header) = table.header.first() else { return };
    let first_column = header.cells.first().map_or(0, |cell| cell.column);
    let place = grid.place(header, first_column);
    let headings = table.columns.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ");
    let foreign = table.columns.iter().any(|column| column.role == Role::OtherCurrency);
    if table.amounts().next().is_none() && !foreign {
        findings.push(Finding::new(Code::NoAmountColumn, place.clone()).read(headings.clone()));
    }
    // In sheets with a block for each activity, lines between the others name it.
    let named_between = || {
        table.body.iter().any(|row| {
            let amounts = table.amounts().any(|column| row.cell(column.index).is_some());
            let first = row.cells.first().filter(|_| !amounts);
            first.is_some_and(
                |cell| matches!(&cell.value, Value::Text(text) if heading_code(text).is_some()),
            )
        })
    };
    if !named_above && !table.names_activities() && !named_between() {
        findings.push(Finding::new(Code::NoActivityColumn, place).read(headings));
    }
    for column in table.columns.iter().chain(&without_heading(table)) {
        if matches!(column.role, Role::Amount { thousands: true, .. }) {
            let place = grid.place(header, column.index);
            findings.push(Finding::new(Code::AmountInThousands, place).read(&*column.text));
        }
        let code = match column.role {
            Role::Unknown | Role::Is(Heading::Amount) => Code::ColumnNotUsed,
            Role::OtherCurrency => Code::OtherCurrency,
            _ => continue,
        };
        if let Some((numbers, sum)) = sum_of(&table.body, column, marks(column.index), vocabulary) {
            findings.push(
                Finding::new(code, grid.place(header, column.index))
                    .read(&*column.text)
                    .detail("column", column_letters(column.index))
                    .detail("numbers", numbers)
                    .detail("sum", sum),
            );
        }
    }
}

/// Columns that hold something below the header and have no heading.
fn without_heading(table: &Table<'_>) -> Vec<Column> {
    let mut indexes: Vec<u32> = table
        .body
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.column))
        .filter(|index| table.columns.iter().all(|column| column.index != *index))
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes
        .into_iter()
        .map(|index| Column { index, text: String::new(), role: Role::Unknown, activity: None })
        .collect()
}

/// In a line that names an activity and has no amount, numbers where words belong: an amount that
/// slipped into another column.
pub(super) fn misplaced(
    grid: &Grid,
    table: &Table<'_>,
    row: &Row,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    for column in &table.columns {
        let slipped = match column.role {
            Role::Is(Heading::Source | Heading::Donor | Heading::Body | Heading::Date) => row
                .cell(column.index)
                .filter(|cell| reads_as_amount(&cell.value, vocabulary))
                .filter(|cell| super::date::read_date(&cell.value).is_none()),
            _ => None,
        };
        if let Some(cell) = slipped {
            findings.push(
                Finding::new(Code::AmountNotCounted, grid.place(row, column.index))
                    .read(cell.text())
                    .detail("heading", &column.text),
            );
        }
    }
}

/// How many numbers a column holds, and their sum; none where it holds none.
fn sum_of(
    body: &[Row],
    column: &Column,
    marks: Marks,
    vocabulary: &Vocabulary,
) -> Option<(usize, Euros)> {
    let numbers: Vec<Euros> = body
        .iter()
        .filter_map(|row| row.cell(column.index))
        .filter(|cell| !matches!(cell.value, Value::Date { .. }))
        .filter_map(|cell| match read_amount(&cell.value, marks, false, vocabulary) {
            Reading::Amount { euros, .. } => Some(euros),
            _ => None,
        })
        .collect();
    (!numbers.is_empty()).then(|| (numbers.len(), numbers.iter().copied().sum()))
}
