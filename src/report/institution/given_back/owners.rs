//! Whose rows they are, as far as the sheet itself says it. In: a sheet, its tables and the rows of
//! one institution's amounts. Out: the rows on which another body's name stands. Amounts that could not
//! be read belong to nobody in the reconciliation; the name in their row tells whose they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{BodyName, BodyRegister, fold};
use crate::read::{Inspected, Role};
use crate::sheet::{Grid, Row};
use crate::vocabulary::{Heading, Vocabulary};

/// Rows of other bodies, each with the columns that are meant: tables may stand side by side.
pub(super) struct Owners {
    rows: BTreeMap<u32, Vec<(u32, u32)>>,
    /// The sheet or its file is headed with the institution's own name.
    is_sender: bool,
}

impl Owners {
    /// Looks for names of other bodies than the institution's own. `written` are the ways in which its
    /// own amounts name it.
    pub fn of(
        grid: &Grid,
        tables: &[&Inspected],
        (bodies, own, written): (&BodyRegister, Option<&BodyName>, BTreeSet<&str>),
        own_amounts: &BTreeMap<u32, Vec<u32>>,
        vocabulary: &Vocabulary,
    ) -> Self {
        let written: BTreeSet<String> = written.into_iter().map(fold).collect();
        let names = Names { bodies, own, written };
        let mut rows: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for (at, table) in tables.iter().enumerate() {
            let columns = columns_of(tables, at);
            let is_own = |row: u32| {
                let amounts = own_amounts.get(&row);
                amounts.is_some_and(|own| own.iter().any(|c| (columns.0..=columns.1).contains(c)))
            };
            let body = rows_of(grid, table);
            let has_own = body.iter().any(|row| is_own(row.index));
            // A table under another body's name, without an amount of one's own.
            let anothers =
                table.body.as_deref().is_some_and(|body| names.is_another(body)) && !has_own;
            let column = table.columns.iter().find(|c| c.role == Role::Is(Heading::Body));
            let mut above = anothers;
            for row in body {
                if is_own(row.index) {
                    above = false;
                    continue;
                }
                let cell = column.and_then(|column| row.cell(column.index));
                if let Some(cell) = cell.filter(|cell| !cell.is_blank()) {
                    let text = cell.text();
                    above = names.is_another(&text)
                        || has_amount(table, row)
                            && !vocabulary.is_total(&text)
                            && !names.is_own(&text)
                            && text.contains(char::is_alphabetic);
                }
                if above {
                    rows.entry(row.index).or_default().push(columns);
                }
            }
        }
        let is_sender =
            tables.iter().filter_map(|table| table.body.as_deref()).any(|body| names.is_own(body));
        Owners { rows, is_sender }
    }

    /// Whether the row of a cell names another body, or stands below one that does.
    pub fn is_anothers(&self, row: u32, column: u32) -> bool {
        let parts = self.rows.get(&row).into_iter().flatten();
        parts.into_iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Whether others wrote in a sheet of which all amounts that could be read are the institution's own.
    /// What stands under its own name it sent itself, whomever the rows name.
    pub fn is_shared(&self) -> bool {
        !self.is_sender && !self.rows.is_empty()
    }
}

struct Names<'a> {
    bodies: &'a BodyRegister,
    own: Option<&'a BodyName>,
    written: BTreeSet<String>,
}

impl Names<'_> {
    fn is_own(&self, text: &str) -> bool {
        self.written.contains(&fold(text))
            || self.bodies.find_in_any_case(text).is_some_and(|body| Some(&body.name) == self.own)
    }

    /// Whether a text, or a part of it, names another body.
    fn is_another(&self, text: &str) -> bool {
        let parts = text.split(['\n', ',', ';', '|', '/', '–', '—', '(', ')', ':']);
        !self.is_own(text)
            && std::iter::once(text).chain(parts.flat_map(|part| part.split(" - "))).any(|part| {
                let known = self.bodies.find_in_any_case(part.trim());
                known.is_some_and(|body| Some(&body.name) != self.own)
            })
    }
}

/// The columns that a table's rows take: all of them, unless another table stands beside it.
fn columns_of(tables: &[&Inspected], at: usize) -> (u32, u32) {
    let all = (0, u32::MAX);
    let Some(table) = tables.get(at) else { return all };
    // Tables are in the order of their rows.
    let beside = |other: Option<&&Inspected>| {
        other.is_some_and(|other| {
            other.first_row <= table.last_row && table.first_row <= other.last_row
        })
    };
    if beside(at.checked_sub(1).and_then(|before| tables.get(before))) || beside(tables.get(at + 1))
    {
        width(table).unwrap_or(all)
    } else {
        all
    }
}

/// The first and last column of a table.
pub(super) fn width(table: &Inspected) -> Option<(u32, u32)> {
    let columns = table.columns.iter().map(|column| column.index);
    Some((columns.clone().min()?, columns.max()?))
}

/// The rows below a table's headings.
fn rows_of<'a>(grid: &'a Grid, table: &Inspected) -> &'a [Row] {
    let start = grid.rows.partition_point(|row| row.index + 1 < table.first_row);
    let behind = grid.rows.partition_point(|row| row.index < table.last_row);
    grid.rows.get(start..behind).unwrap_or_default()
}

fn has_amount(table: &Inspected, row: &Row) -> bool {
    table.columns.iter().any(|column| {
        matches!(column.role, Role::Amount { .. })
            && row.cell(column.index).is_some_and(|cell| !cell.is_blank())
    })
}
