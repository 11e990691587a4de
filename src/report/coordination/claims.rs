//! Suspected double claims: a part of the sheet Suspense. The entries of a claim stand below one another,
//! each with its place, so that a person can compare them. Never takes anything out of a total.

use super::Context;
use crate::book::{Cell, Look, Style};
use crate::diagnostic::safe;
use crate::model::Euros;
use crate::reconcile::{DoubleClaim, LEAST_SCORE, SettledEntry};
use crate::report::page::Page;
use crate::report::{entry_table, formula, labels};

/// By this line whoever reads the sheet back knows that no decisions stand below it.
const TITLE: &str = "Suspected double claims";

/// More than a person reads; the rest is in the JSON.
const MOST: usize = 2_000;
const AMOUNT: u16 = 5;
const AT_STAKE: u16 = 10;
const COLUMNS: usize = 15;

/// The block; gives the address of what is at stake in total.
pub(super) fn block(context: &Context<'_>, page: &mut Page) -> Option<String> {
    let claims = &context.reconciliation.double_claims;
    page.section(TITLE);
    if claims.is_empty() {
        page.row([Cell::text("No payment looks as if it was claimed twice.").look(Look::Good)]);
        return None;
    }
    page.hint(&format!(
        "Entries of the same amount that agree in so much more that they are probably one payment. All \
         are counted as reported; at stake is what would fall out if only one of each claim counted. \
         How likely: points from {LEAST_SCORE} to 100 for the same document, day, activity and description, for a \
         lead and its partner, for two sources or sheets; points are taken off for round amounts, \
         amounts that repeat, another day or document, and the same sheet."
    ));
    let shown = claims.get(..MOST).unwrap_or(claims);
    if shown.len() < claims.len() {
        let more = claims.len() - shown.len();
        let text = format!("The first {MOST} claims; {more} more are in reconciliation.json.");
        page.sentence(&text, Look::Attention);
    }
    let block = page.header(&[
        "Claim",
        "File",
        "Sheet",
        "Cell",
        "Document",
        "Amount",
        "Activity",
        "Body",
        "Source",
        "Date",
        "At stake",
        "Description",
        "Why",
        "How likely",
        "Entry",
    ]);
    for (number, claim) in shown.iter().enumerate() {
        rows(context, page, number, claim);
    }
    let block = page.end(block);
    let total: Option<Euros> = context.groups.double_claims.euros;
    let mut cells = vec![Cell::text("Total")];
    cells.resize(usize::from(AT_STAKE), Cell::default());
    cells.push(if shown.len() < claims.len() {
        Cell::money(total)
    } else {
        formula::sum(block.first, block.last, AT_STAKE, total)
    });
    cells.resize(COLUMNS, Cell::default());
    let row = page.row(formula::looking(cells, Look::Total));
    Some(format!("Suspense!{}", formula::fixed(row, AT_STAKE)))
}

fn rows(context: &Context<'_>, page: &mut Page, number: usize, claim: &DoubleClaim) {
    let first = page.next();
    let entries = &context.reconciliation.entries;
    let members = claim.entries.iter().filter_map(|index| Some((*index, entries.get(*index)?)));
    for (index, settled) in members {
        let begins = page.next() == first;
        let entry = &settled.entry;
        let mut cells =
            vec![if begins { Cell::text(DoubleClaim::id(number)) } else { Cell::default() }];
        cells.extend(labels::place(&entry.place));
        cells.extend([
            Cell::wrap(entry.document.as_deref().map(safe)),
            Cell::money(entry.amount),
            Cell::new(settled.activity.map(|activity| activity.to_string()), Style::Centre),
            Cell::wrap(labels::body(settled.body.as_ref())),
            Cell::text(settled.source.map(|source| source.word())),
            Cell::new(entry.date, Style::Date),
        ]);
        if begins {
            let last = first + claim.entries.len() as u32 - 1;
            let amounts = formula::range(first, last, AMOUNT);
            let formula = format!("ROUND(SUM({amounts})-MAX({amounts}),2)");
            cells.push(Cell::money_formula(formula, claim.at_stake));
        } else {
            cells.push(Cell::default());
        }
        cells.push(Cell::wrap(entry.description.as_deref().map(safe)));
        if begins {
            cells.push(Cell::wrap(safe(&claim.why)));
            cells.push(Cell::wrap(format!("{} of 100, {}", claim.score, claim.kind.label())));
        } else {
            cells.extend([Cell::default(), Cell::default()]);
        }
        let mut id = Cell::text(SettledEntry::id(index));
        if index < entry_table::MOST {
            id = id.look(Look::Link).link("Entries", context.first_entry + index as u32, 0);
        }
        cells.push(id);
        page.row(cells);
    }
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::Vocabulary;

    #[test]
    fn its_title_tells_that_no_decisions_stand_below() {
        assert!(Vocabulary::heads_other_block(super::TITLE));
    }
}
