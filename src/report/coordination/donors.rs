//! Donors: what each has pledged, committed and paid, and what was spent of it.

use super::Context;
use crate::book::{Cell, Look, Sheet, Style, TabColour};
use crate::report::formula;

const WIDEST: [u16; 9] = [40, 14, 14, 14, 14, 14, 14, 11, 9];

/// The sheet.
pub(super) fn sheet(context: &Context<'_>) -> Sheet {
    let mut page =
        context.page("Donors", TabColour::Detail, "Donors: promised, paid and spent", &WIDEST);
    page.hint(
        "Planned belongs to a donor only where the plan names it or no other donor is known for the \
         line. Pledged, committed and received as the register shows them. Balance = received − \
         spent; empty where either is not known. Deviation % = (spent − planned) ÷ planned; \
         empty where some was spent without an estimate.",
    );
    let block = page.header(&[
        "Donor",
        "Planned",
        "Pledged",
        "Committed",
        "Received",
        "Spent",
        "Balance",
        "Deviation %",
        "Lines",
    ]);
    let reconciliation = context.reconciliation;
    for donor in &reconciliation.donors {
        let name = donor.donor.as_ref().map_or("donor not named".to_owned(), ToString::to_string);
        page.row([
            Cell::wrap(name),
            Cell::money(donor.figures.planned),
            Cell::money(donor.evidence.pledged),
            Cell::money(donor.evidence.committed),
            Cell::money(donor.evidence.received),
            Cell::money(donor.figures.spent),
            Cell::money(reconciliation.donor_balance(donor)),
            formula::given_percent(reconciliation.donor_deviation(donor)),
            Cell::new(donor.shares.len(), Style::Count),
        ]);
    }
    let block = page.end(block);
    page.freeze(&block, 1);
    page.table(&block, "Donors");
    if block.is_empty() {
        page.row([Cell::text("The plan and the sheets have no donation.").look(Look::Hint)]);
        return page.finish();
    }
    let groups = &context.groups;
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let total = [
        Cell::text("Total"),
        sum(1, groups.donors.planned),
        sum(2, groups.donors_evidence.pledged),
        sum(3, groups.donors_evidence.committed),
        sum(4, groups.donors_evidence.received),
        sum(5, groups.donors.spent),
        sum(6, groups.donors_balance),
        Cell::default(),
        Cell::default(),
    ];
    page.row(formula::looking(total, Look::Total));
    page.finish()
}
