//! Entries: every amount that was read, and what became of it.

use super::Context;
use crate::book::{Sheet, TabColour};
use crate::report::entry_table;

/// The sheet, and the row of its first entry.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, u32) {
    let mut page = context.page(
        "Entries",
        TabColour::Detail,
        "Entries: every amount that was read",
        &entry_table::WIDEST,
    );
    page.hint(
        "One row for each amount in an expenditure sheet, with the cell it came from. Reconciled: on \
         a line of the plan. Unplanned: the activity is known, but the plan has no such source for \
         it. Suspense: the activity or source cannot be told. Excluded: left out for the reason \
         given.",
    );
    let reconciliation = context.reconciliation;
    let indexes: Vec<usize> = (0..reconciliation.entries.len()).collect();
    let read = reconciliation.proof.total.read;
    let block = entry_table::write(&mut page, reconciliation, &indexes, "Entries", read, &|_| None);
    (page.finish(), block.first)
}
