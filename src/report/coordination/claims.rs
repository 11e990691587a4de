//! Suspected double claims: a part of the sheet Suspense. The entries of a claim stand below one another,
//! each with its place, so that a person can compare them. Never takes anything out of a total.

use std::collections::BTreeMap;

use super::Context;
use super::suspense::SENTENCE;
use crate::book::{Cell, Look, Style};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::model::Euros;
use crate::reconcile::{DoubleClaim, LEAST_SCORE, SettledEntry};
use crate::report::page::Page;
use crate::report::{formula, labels};

/// More than a person reads; the rest is in the JSON.
const MOST: usize = 2_000;
/// The heading of the block. By it whoever reads the sheet back knows that no decisions stand below.
pub(super) const SECTION: &str = "Suspected double claims";
const AMOUNT: u16 = 1;
const AT_STAKE: u16 = 6;
const COLUMNS: usize = 15;

/// The block; gives the address of what is at stake in total. An entry's number leads to the row in which
/// a person decides about it.
pub(super) fn block(
    context: &Context<'_>,
    page: &mut Page,
    to_decide: &BTreeMap<usize, u32>,
) -> Option<String> {
    let claims = &context.reconciliation.double_claims;
    page.section(SECTION);
    if claims.is_empty() {
        page.row([Cell::text("No payment looks as if it was claimed twice.").look(Look::Good)]);
        return None;
    }
    let hint = Said::new(
        "Amounts that agree in so much more that they are probably one payment. All are counted as reported. \
         At stake: what would fall out if only one of each claim counted. To decide, follow Entry to \
         its row above and say under Exclude because why it must not count, or accept both. How \
         likely: points from {least} to 100, more the more the rows agree in.",
    );
    let hint = hint.with_data("least", LEAST_SCORE);
    page.row([Cell::wrap(hint).look(Look::Hint).span(SENTENCE)]);
    let shown = claims.get(..MOST).unwrap_or(claims);
    if shown.len() < claims.len() {
        let text = Said::new("The first {most} claims; {count} more are in reconciliation.json.")
            .with("count", claims.len() - shown.len())
            .with("most", MOST);
        page.sentence(text, Look::Attention);
    }
    let block = page.header(&[
        "Claim",
        "Amount",
        "Body",
        "Activity",
        "Description",
        "Source",
        "At stake",
        "Document",
        "Date",
        "Why",
        "How likely",
        "Entry",
        "File",
        "Sheet",
        "Cell",
    ]);
    for (number, claim) in shown.iter().enumerate() {
        rows(context, page, (number, claim), to_decide);
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

fn rows(
    context: &Context<'_>,
    page: &mut Page,
    (number, claim): (usize, &DoubleClaim),
    to_decide: &BTreeMap<usize, u32>,
) {
    let first = page.next();
    let entries = &context.reconciliation.entries;
    let members = claim.entries.iter().filter_map(|index| Some((*index, entries.get(*index)?)));
    for (index, settled) in members {
        let begins = page.next() == first;
        let entry = &settled.entry;
        let mut cells =
            vec![if begins { Cell::text(DoubleClaim::id(number)) } else { Cell::default() }];
        cells.extend([
            Cell::money(entry.amount),
            Cell::wrap(labels::body(settled.means.body.as_ref())),
            Cell::new(settled.means.activity.map(|activity| activity.to_string()), Style::Centre),
            Cell::wrap(entry.description().map(|text| safe(&text))),
            Cell::text(settled.means.source.map(|source| source.word())),
        ]);
        if begins {
            let last = first + claim.entries.len() as u32 - 1;
            let amounts = formula::range(first, last, AMOUNT);
            let formula = format!("ROUND(SUM({amounts})-MAX({amounts}),2)");
            cells.push(Cell::money_formula(formula, claim.at_stake));
        } else {
            cells.push(Cell::default());
        }
        cells.push(Cell::wrap(entry.document().map(|text| safe(&text))));
        cells.push(Cell::new(entry.date, Style::Date));
        if begins {
            cells.push(Cell::wrap(claim.why.clone()));
            let likely = Said::new("{score} of 100, {kind}").with_data("score", claim.score);
            cells.push(Cell::wrap(likely.with("kind", claim.kind.label())));
        } else {
            cells.extend([Cell::default(), Cell::default()]);
        }
        let id = Cell::text(SettledEntry::id(index));
        cells.push(match to_decide.get(&index) {
            Some(row) => id.look(Look::Link).link("Suspense", *row, 0),
            None => context.to_entry(id, index),
        });
        cells.extend(labels::place(&entry.place()));
        page.row(cells);
    }
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::Vocabulary;

    #[test]
    fn its_title_tells_that_no_decisions_stand_below() {
        assert!(Vocabulary::heads_other_block(super::SECTION));
    }
}
