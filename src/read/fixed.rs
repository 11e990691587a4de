//! Tables that a project's configuration describes. In: a grid and the layouts. Out: tables with the
//! columns that a layout gives them, or none where no layout fits. Nothing is recognised by itself.

use std::borrow::Cow;

use arcstr::ArcStr;

use super::above::Around;
use super::amount::{Marks, Reading, read_amount};
use super::header::{is_header, reads_as_amount};
use super::table::{Column, Role, Table};
use crate::config::{Layout, LayoutColumn};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Euros, Placed, Source, tidy};
use crate::sheet::{Grid, Row};
use crate::vocabulary::{Heading, Vocabulary};

fn layouts<'v>(grid: &Grid, vocabulary: &'v Vocabulary) -> impl Iterator<Item = &'v Layout> {
    vocabulary.layouts().iter().filter(|layout| layout.fits_file(grid.file()))
}

/// Whether the configuration leaves a sheet out.
pub(super) fn is_left_out(grid: &Grid, vocabulary: &Vocabulary) -> bool {
    layouts(grid, vocabulary).any(|layout| layout.ignores(grid.name().as_deref()))
}

/// The tables of a sheet as the layouts say; none where no layout is meant for it.
pub(super) fn tables<'a>(grid: &'a Grid, vocabulary: &Vocabulary) -> Option<Vec<Table<'a>>> {
    if is_left_out(grid, vocabulary) {
        return Some(Vec::new());
    }
    let mut fitting: Vec<&Layout> = layouts(grid, vocabulary)
        .filter(|layout| layout.fits_sheet(grid.name().as_deref()))
        .collect();
    if fitting.is_empty() {
        return None;
    }
    fitting.sort_by_key(|layout| layout.first_row);
    let mut tables = Vec::new();
    let mut before: Vec<&Layout> = Vec::new();
    let mut above_from = 0;
    for layout in fitting {
        // No cell is counted twice: where two layouts want the same amounts, the first has them.
        let taken = before.iter().filter(|earlier| share_amounts(earlier, layout));
        let from = taken.map(|earlier| earlier.last_row + 1).max().unwrap_or(0);
        let from = from.max(layout.first_row);
        if from > layout.last_row {
            continue;
        }
        let header = layout.header_row.map_or(&[][..], |row| rows(grid, row, row));
        let top = layout.header_row.unwrap_or(from);
        tables.push(Table {
            header: Cow::Borrowed(header),
            columns: layout.columns.iter().map(|column| read_column(column, header)).collect(),
            body: without_headers(rows(grid, from, layout.last_row), vocabulary),
            above: Cow::Borrowed(
                top.checked_sub(1).map_or(&[], |last| rows(grid, above_from, last)),
            ),
            layout: Some(layout.clone()),
        });
        above_from = from;
        before.push(layout);
    }
    Some(tables)
}

/// The rows of a grid from one row to another, counted from zero.
fn rows(grid: &Grid, first: u32, last: u32) -> &[Row] {
    let from = grid.rows.partition_point(|row| row.index < first);
    let to = grid.rows.partition_point(|row| row.index <= last);
    grid.rows.get(from..to).unwrap_or_default()
}

/// A header that repeats on every printed page is no data.
fn without_headers<'a>(rows: &'a [Row], vocabulary: &Vocabulary) -> Cow<'a, [Row]> {
    if rows.iter().any(|row| is_header(row, vocabulary)) {
        rows.iter().filter(|row| !is_header(row, vocabulary)).cloned().collect()
    } else {
        Cow::Borrowed(rows)
    }
}

fn share_amounts(one: &Layout, other: &Layout) -> bool {
    let amounts = |layout: &Layout| -> Vec<u32> {
        let columns = layout.columns.iter();
        columns.filter(|c| matches!(role(c), Role::Amount { .. })).map(|c| c.index).collect()
    };
    let of_other = amounts(other);
    amounts(one).iter().any(|index| of_other.contains(index))
}

fn read_column(column: &LayoutColumn, header: &[Row]) -> Column {
    let heading = header.iter().find_map(|row| row.cell(column.index));
    let text = heading.map_or_else(String::new, |cell| tidy(&cell.text()));
    Column { index: column.index, text, role: role(column), activity: None, donor: None }
}

fn role(column: &LayoutColumn) -> Role {
    let LayoutColumn { source, when, thousands, .. } = *column;
    match (&*column.is, Heading::named(&column.is)) {
        ("row_total", _) => Role::RowTotal { source, when },
        ("other_currency", _) => Role::OtherCurrency,
        (_, Some(Heading::SpentBudget)) => {
            Role::Amount { source: Some(Source::Budget), when, thousands }
        }
        (_, Some(Heading::SpentDonation)) => {
            Role::Amount { source: Some(Source::Donation), when, thousands }
        }
        (_, Some(Heading::Spent | Heading::Amount)) => Role::Amount { source, when, thousands },
        (_, Some(Heading::Planned | Heading::Estimate)) => Role::Planned { source, when },
        (_, Some(heading)) => Role::Is(heading),
        (_, None) => Role::Unknown,
    }
}

/// What the layout says about sender and period holds before what stands around the table.
pub(super) fn around(grid: &Grid, table: &Table<'_>, around: &mut Around) {
    let Some(layout) = &table.layout else { return };
    if let Some(body) = &layout.body {
        around.body = Some(Placed { value: ArcStr::from(tidy(body)), place: grid.whole.clone() });
    }
    around.period = layout.period.or(around.period);
}

/// Says that a sheet was read, or left out, as the configuration says, and what stands outside the rows
/// that a layout names.
pub(super) fn say(
    grid: &Grid,
    tables: &[Table<'_>],
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    let (treated, effect) = if tables.is_empty() {
        ("left out", Said::new("nothing of this sheet is counted, whatever it holds"))
    } else {
        let (numbers, sum) = outside(grid, tables, vocabulary);
        let read = "its columns are what the configuration says";
        let outside = "its columns are what the configuration says; {count} amounts, {sum} together, stand in rows outside the layout and are not counted";
        let effect = match numbers {
            0 => Said::new(read),
            _ => Said::new(outside).with("count", numbers).with("sum", sum),
        };
        ("read", effect)
    };
    findings.push(
        Finding::new(Code::FixedLayout, grid.whole.clone())
            .detail("treated", treated)
            .detail("effect", effect),
    );
}

/// How many amounts stand in the columns of amounts, in rows that no layout names, and their sum.
fn outside(grid: &Grid, tables: &[Table<'_>], vocabulary: &Vocabulary) -> (usize, Euros) {
    let named = |row: &Row| {
        tables.iter().filter_map(|table| table.layout.as_ref()).any(|layout| {
            (layout.first_row..=layout.last_row).contains(&row.index)
                || layout.header_row == Some(row.index)
        })
    };
    let is_amount =
        |column: u32| tables.iter().any(|table| table.amounts().any(|c| c.index == column));
    let amounts: Vec<Euros> = grid
        .rows
        .iter()
        .filter(|row| !named(row))
        .flat_map(|row| row.cells.iter().filter(|cell| is_amount(cell.column())))
        .filter(|cell| reads_as_amount(&cell.value(), vocabulary))
        .filter_map(|cell| match read_amount(&cell.value(), Marks::default(), false, vocabulary) {
            Reading::Amount { euros, .. } => Some(euros),
            _ => None,
        })
        .collect();
    (amounts.len(), amounts.into_iter().sum())
}

/// The layouts that are meant for none of these files.
#[must_use]
pub fn unused_layouts<'f>(
    vocabulary: &Vocabulary,
    files: impl Iterator<Item = &'f str> + Clone,
) -> Vec<Finding> {
    let unused = |layout: &&Layout| !files.clone().any(|file| layout.fits_file(file));
    let layouts = vocabulary.layouts().iter().filter(unused);
    layouts
        .map(|layout| {
            Finding::new(Code::LayoutUnused, layout.place.clone())
                .read(&*layout.files)
                .data("files", &layout.files)
        })
        .collect()
}
