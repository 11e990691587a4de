//! Institutions: each body as lead, as holder of money and as sender of sheets.

use super::Context;
use crate::book::{Cell, Look, Mark, Sheet, Style, TabColour};
use crate::reconcile::{InstitutionResult, Reconciliation};
use crate::report::formula;
use crate::report::labels;

const WIDEST: [u16; 20] =
    [36, 9, 9, 14, 14, 14, 14, 14, 11, 14, 14, 14, 14, 14, 14, 14, 14, 14, 10, 30];

/// Columns of what it leads, holds and sent.
const LEADS: u16 = 3;
const HOLDS: u16 = 10;
const SENT: u16 = 13;

/// The sheet, and its sums of planned and spent over all leads.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Option<(String, String)>) {
    let mut page = context.page(
        "Institutions",
        TabColour::Answer,
        "Institutions: what each leads, holds and has sent",
        &WIDEST,
    );
    page.hint(
        "Lead: the figures of the activities that the body leads, from whatever source; over all \
         bodies they add up to the plan. Holder: budget lines of which it is the only holder. \
         Sent: the amounts in its own sheets, whatever they were spent on.",
    );
    page.hint(labels::DEFINITIONS);
    let block = page.header(&[
        "Body",
        "Activities led",
        "Partner in",
        "Lead: planned",
        "Lead: secured",
        "Lead: spent",
        "Lead: variance",
        "Lead: remaining",
        "Lead: deviation %",
        "Lead: funding gap",
        "Holder: planned",
        "Holder: spent",
        "Holder: remaining",
        "Sent: read",
        "Sent: reconciled",
        "Sent: unplanned",
        "Sent: suspense",
        "Sent: excluded",
        "Report expected",
        "Report",
    ]);
    let reconciliation = context.reconciliation;
    for institution in &reconciliation.institutions {
        page.row(cells(reconciliation, institution));
    }
    let block = page.end(block);
    page.freeze(&block, 1);
    page.table(&block, "Institutions");
    page.mark(&block, LEADS + 3, Mark::PositiveIsBad);
    if block.is_empty() {
        return (page.finish(), None);
    }
    let row = page.next();
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let mut total = vec![Cell::text("Total"), Cell::default(), Cell::default()];
    total.extend(formula::figure_totals(row, LEADS, &reconciliation.totals.total, sum));
    let held = &context.groups.held_alone.figures;
    let (planned, spent) = (formula::at(row, HOLDS), formula::at(row, HOLDS + 1));
    total.extend([
        sum(HOLDS, held.planned),
        sum(HOLDS + 1, held.spent),
        formula::difference(&planned, &spent, held.remaining),
    ]);
    let sent = &reconciliation.proof.total;
    for (offset, amount) in
        [sent.read, sent.reconciled, sent.unplanned, sent.suspense, sent.excluded]
            .into_iter()
            .enumerate()
    {
        total.push(sum(SENT + offset as u16, Some(amount)));
    }
    total.resize(WIDEST.len(), Cell::default());
    page.row(formula::looking(total, Look::Total));
    let whole = |column| format!("Institutions!{}", formula::fixed(row, column));
    (page.finish(), Some((whole(LEADS), whole(LEADS + 2))))
}

fn cells(reconciliation: &Reconciliation, institution: &InstitutionResult) -> Vec<Cell> {
    let mut cells = vec![
        Cell::wrap(labels::body(institution.body.as_ref())),
        Cell::new(institution.leads.len(), Style::Count),
        Cell::new(institution.partner_in.len(), Style::Count),
    ];
    cells.extend(formula::figures(&institution.as_lead.total));
    let held = &institution.as_holder;
    cells.extend([Cell::money(held.planned), Cell::money(held.spent), Cell::money(held.remaining)]);
    // A body that sent nothing has sent an unknown amount, not zero.
    let sent = (!institution.submissions.is_empty()).then_some(&institution.sent);
    cells.extend([
        Cell::money(sent.map(|sent| sent.read)),
        Cell::money(sent.map(|sent| sent.reconciled)),
        Cell::money(sent.map(|sent| sent.unplanned)),
        Cell::money(sent.map(|sent| sent.suspense)),
        Cell::money(sent.map(|sent| sent.excluded)),
        Cell::new(if institution.expected { "yes" } else { "no" }, Style::Centre),
        report(reconciliation, institution),
    ]);
    cells
}

/// Whether a body has reported.
pub(super) fn report(reconciliation: &Reconciliation, institution: &InstitutionResult) -> Cell {
    let missing =
        institution.body.as_ref().is_some_and(|body| reconciliation.not_reported.contains(body));
    if missing {
        Cell::new("not reported", Style::Centre).look(Look::Bad)
    } else if institution.submissions.is_empty() {
        Cell::new("none expected", Style::Centre)
    } else if institution.expected {
        Cell::new("reported", Style::Centre).look(Look::Good)
    } else {
        Cell::new("reported, not expected", Style::Centre).look(Look::Attention)
    }
}
