//! Entries as a table, for any workbook that lists them: each leads back to its file and cell.

use super::labels::{self, Leads};
use super::page::{Block, Page};
use crate::book::{Cell, Look, Style};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::model::Euros;
use crate::reconcile::{Reconciliation, SettledEntry};

/// A spreadsheet holds 1,048,576 rows; the rest is in the JSON.
pub(super) const MOST: usize = 1_000_000;

/// Widest columns, in the order of the headings.
pub(super) const WIDEST: [u16; 18] =
    [9, 26, 16, 12, 18, 18, 10, 11, 30, 26, 12, 9, 18, 36, 16, 12, 36, 30];

const HEADINGS: [&str; 18] = [
    "Entry",
    "File",
    "Sheet",
    "Cell",
    "As written",
    "Amount",
    "Activity",
    "Source",
    "Body",
    "Donor",
    "Date",
    "Quarter",
    "Document",
    "Description",
    "Outcome",
    "Matched by",
    "Why",
    "Reason given by the body",
];

/// Lists entries by their indexes, with a filter and the total that the reconciliation gives.
pub(super) fn write(
    page: &mut Page,
    reconciliation: &Reconciliation,
    indexes: &[usize],
    name: &str,
    total: Euros,
    leads: Leads<'_>,
) -> Block {
    let shown = indexes.get(..MOST).unwrap_or(indexes);
    if shown.len() < indexes.len() {
        page.sentence(
            Said::new(
                "{count} more entries do not fit into a sheet; they are in reconciliation.json.",
            )
            .with("count", indexes.len() - shown.len()),
            Look::Attention,
        );
    }
    let block = page.header(&HEADINGS);
    for index in shown {
        if let Some(settled) = reconciliation.entries.get(*index) {
            page.row(cells(*index, settled, leads));
        }
    }
    let block = page.end(block);
    page.freeze(&block, 1);
    page.table(&block, name);
    if block.is_empty() {
        page.row([Cell::text("There are no entries.").look(Look::Hint)]);
    } else if shown.len() == indexes.len() {
        let sum = super::formula::sum(block.first, block.last, 5, Some(total));
        let mut cells: Vec<Cell> = (0..HEADINGS.len()).map(|_| Cell::default()).collect();
        if let [first, _, _, _, _, amount, ..] = cells.as_mut_slice() {
            *first = Cell::text("Total");
            *amount = sum;
        }
        page.row(super::formula::looking(cells, Look::Total));
    }
    block
}

fn cells(index: usize, settled: &SettledEntry, leads: Leads<'_>) -> Vec<Cell> {
    let entry = &settled.entry;
    let shown = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(safe);
    let mut cells = vec![Cell::text(SettledEntry::id(index))];
    cells.extend(labels::place_linked(&entry.place, leads));
    cells.extend([
        Cell::text(safe(&entry.raw)),
        Cell::money(entry.amount),
        Cell::new(settled.activity.map(|code| code.to_string()), Style::Centre),
        Cell::text(settled.source.map(|source| source.word())),
        Cell::wrap(settled.body.as_ref().map(ToString::to_string)),
        Cell::wrap(settled.donor.as_ref().map(ToString::to_string)),
        Cell::new(entry.date, Style::Date),
        labels::quarter(entry.quarter),
        Cell::wrap(shown(&entry.document)),
        Cell::wrap(shown(&entry.description)),
        labels::outcome(settled.outcome),
        Cell::text(labels::matched_by(settled.matched_by)),
        Cell::wrap(settled.reason.clone()),
        Cell::wrap(shown(&entry.reason)),
    ]);
    cells
}
