//! Donors: what each has pledged, committed and paid, and what was spent of it.

use super::Context;
use crate::book::{Cell, Look, Sheet, Style, TabColour};
use crate::language::Said;
use crate::reconcile::{DonorJudgement, RuleVerdict, Verdict};
use crate::report::donor_rules;
use crate::report::formula;

const WIDEST: [u16; 12] = [40, 14, 14, 14, 14, 14, 14, 11, 9, 24, 14, 60];

/// How many verdicts one cell tells.
const SAID: usize = 6;

/// The sheet.
pub(super) fn sheet(context: &Context<'_>) -> Sheet {
    let mut page =
        context.page("Donors", TabColour::Detail, "Donors: promised, paid and spent", &WIDEST);
    page.hint(
        "Planned belongs to a donor only where the plan names it or no other donor is known for the \
         line. Pledged, committed and received as the register shows them. Balance = received − \
         spent; empty where either is not known. Deviation % = (spent − planned) ÷ planned; \
         empty where some was spent without an estimate. Verdict and ineligible: by the rules set under \
         donor-rules in the configuration; empty where none are set.",
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
        "Verdict",
        "Ineligible",
        "What the donor's rules say",
    ]);
    let reconciliation = context.reconciliation;
    for donor in &reconciliation.donors {
        let judged = reconciliation.donor_judgement(donor);
        let name = donor.donor.as_ref();
        let name = name.map_or(Said::new("donor not named"), |name| Said::data(name.to_string()));
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
            donor_rules::verdict(judged.worst()),
            Cell::money(judged.ineligible),
            Cell::wrap(said(&judged)),
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
        Cell::default(),
        sum(10, reconciliation.exceeded_limits().euros),
        Cell::default(),
    ];
    page.row(formula::looking(total, Look::Total));
    page.finish()
}

/// What asks for something, worst first; one sentence where nothing does.
fn said(judged: &DonorJudgement) -> Said {
    let mut found: Vec<_> = judged
        .verdicts
        .iter()
        .filter(|found| !matches!(found.verdict, Verdict::Within | Verdict::NothingReported))
        .collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.verdict));
    let one = |found: &&RuleVerdict| {
        Said::new("{unit}: {verdict}")
            .with("unit", found.unit.words())
            .with("verdict", found.words.clone())
    };
    let mut said: Vec<Said> = found.iter().take(SAID).map(one).collect();
    if found.len() > SAID {
        let more = Said::new("and {count} more, in the donor's workbook");
        said.push(more.with("count", found.len() - SAID));
    }
    match (said.is_empty(), judged.verdicts.is_empty()) {
        (true, true) => Said::nothing(),
        (true, false) if judged.worst() == Some(Verdict::NothingReported) => Said::nothing(),
        (true, false) => Said::new("everything is within the limits"),
        (false, _) => Said::list(said, "\n"),
    }
}
