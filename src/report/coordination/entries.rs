//! Entries: every amount that was read, and what became of it.

use super::Context;
use crate::book::{Sheet, TabColour};
use crate::model::Positions;
use crate::report::entry_table::{WHOLE, WIDEST};
use std::borrow::Cow;

/// The sheets, and the row of the first entry in each.
pub(super) fn sheets(context: &Context<'_>) -> (Vec<Sheet>, u32) {
    let begin = |name: Cow<'static, str>| {
        let title = "Entries: every amount that was read";
        let mut page = context.page(name, TabColour::Detail, title, &WIDEST);
        page.hint(
            "One row for each amount in an expenditure sheet, with the cell it came from. Reconciled: on \
             a line of the plan. Unplanned: the activity is known, but the plan has no such source for \
             it. Suspense: the activity or source cannot be told. Excluded: left out for the reason \
             given.",
        );
        page
    };
    let entries = Positions::first(context.reconciliation.entries.len());
    WHOLE.sheets(context.reconciliation, &entries, None, begin)
}
