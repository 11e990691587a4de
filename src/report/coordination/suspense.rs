//! Suspense: amounts that nobody but a person can place, with everything the sheet says about them.

use std::sync::Arc;

use super::{Context, claims};
use crate::book::{Cell, Look, Sheet, Style, TabColour};
use crate::diagnostic::safe;
use crate::model::Placed;
use crate::reconcile::{Outcome, SettledEntry};
use crate::report::formula;
use crate::report::labels;

const WIDEST: [u16; 15] = [9, 26, 16, 12, 16, 14, 12, 30, 16, 24, 24, 30, 34, 44, 14];
const AMOUNT: u16 = 5;

/// The sheet, and the addresses of its total and of what is at stake in double claims.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Option<String>, Option<String>) {
    let mut page = context.page(
        "Suspense",
        TabColour::Attention,
        "Suspense: amounts that need a decision",
        &WIDEST,
    );
    page.hint(
        "These amounts can be read, but their activity or source cannot be told, so they are in no \
         total of the plan. Texts are as the sheet has them. Suggestions are never applied by \
         themselves: mend the sheet or decide, and run again.",
    );
    let block = page.header(&[
        "Entry",
        "File",
        "Sheet",
        "Cell",
        "As written",
        "Amount",
        "Code as written",
        "Title as written",
        "Source as written",
        "Body as written",
        "Body",
        "Description",
        "Why",
        "Suggested activities",
        "Document",
    ]);
    let entries = &context.reconciliation.entries;
    for (index, settled) in entries.iter().enumerate() {
        if settled.outcome == Outcome::Suspense {
            page.row(cells(context, index, settled));
        }
    }
    let block = page.end(block);
    page.freeze(&block, 1);
    page.table(&block, "Suspense");
    if block.is_empty() {
        page.row([Cell::text("Nothing is in suspense.").look(Look::Good)]);
        let claimed = claims::block(context, &mut page);
        return (page.finish(), None, claimed);
    }
    let suspense = context.reconciliation.proof.total.suspense;
    let mut total = vec![Cell::text("Total")];
    total.resize(usize::from(AMOUNT), Cell::default());
    total.push(formula::sum(block.first, block.last, AMOUNT, Some(suspense)));
    total.resize(WIDEST.len(), Cell::default());
    let row = page.row(formula::looking(total, Look::Total));
    let claimed = claims::block(context, &mut page);
    let total = format!("Suspense!{}", formula::fixed(row, AMOUNT));
    (page.finish(), Some(total), claimed)
}

fn cells(context: &Context<'_>, index: usize, settled: &SettledEntry) -> Vec<Cell> {
    let entry = &settled.entry;
    let written = |text: &Option<Placed<Arc<str>>>| text.as_ref().map(|text| safe(&text.value));
    let suggestions: Vec<String> = settled
        .suggestions
        .iter()
        .map(|suggestion| {
            format!("{} ({} %: {})", suggestion.activity, suggestion.score, safe(&suggestion.why))
        })
        .collect();
    let mut id = Cell::text(SettledEntry::id(index));
    if index < crate::report::entry_table::MOST {
        let row = context.first_entry + index as u32;
        id = id.look(Look::Link).link("Entries", row, 0);
    }
    let mut cells = vec![id];
    cells.extend(labels::place(&entry.place));
    cells.extend([
        Cell::text(safe(&entry.raw)),
        Cell::money(entry.amount),
        Cell::new(written(&entry.code), Style::Centre),
        Cell::wrap(written(&entry.title)),
        Cell::wrap(written(&entry.source)),
        Cell::wrap(written(&entry.body)),
        Cell::wrap(settled.body.as_ref().map(ToString::to_string)),
        Cell::wrap(entry.description.as_deref().map(safe)),
        Cell::wrap(settled.reason.as_deref().map(safe)),
        Cell::wrap(suggestions.join("\n")),
        Cell::text(entry.document.as_deref().map(safe)),
    ]);
    cells
}
