//! Reporting: who was expected to report, who did, and what came of it. Who did not comes first.

use super::Context;
use super::institutions::report;
use crate::book::{Cell, Content, Look, Sheet, Style, TabColour};
use crate::reconcile::{InstitutionResult, SubmissionResult};
use crate::report::formula;
use crate::report::labels;

const WIDEST: [u16; 14] = [36, 22, 30, 20, 20, 22, 20, 20, 14, 14, 14, 14, 14, 40];
const READ: u16 = 8;

/// The sheet.
pub(super) fn sheet(context: &Context<'_>) -> Sheet {
    let mut page = context.page(
        "Reporting",
        TabColour::Attention,
        "Reporting: who was expected to report, and who did",
        &WIDEST,
    );
    super::quarters::write(context, &mut page);
    page.section("What came of each sheet");
    page.hint(
        "A report is expected from a body that holds planned money or leads an activity with money. \
         One row for each sheet that a body sent; an empty row is a body that sent nothing. Basis: of \
         the year so far (cumulative) or of its period alone, and how that is known; empty where \
         nothing says it, and the sheet is then counted as of its period alone.",
    );
    let block = page.header(&[
        "Body",
        "Report",
        "File",
        "Sheet",
        "Period",
        "Basis",
        "Rows",
        "Entries",
        "Read",
        "Reconciled",
        "Unplanned",
        "Suspense",
        "Excluded",
        "Left out as a whole because",
    ]);
    let reconciliation = context.reconciliation;
    let missing = |institution: &InstitutionResult| {
        institution.body.as_ref().is_some_and(|body| reconciliation.not_reported.contains(body))
    };
    let mut institutions: Vec<&InstitutionResult> = reconciliation
        .institutions
        .iter()
        .filter(|institution| institution.expected || !institution.submissions.is_empty())
        .collect();
    institutions.sort_by_key(|institution| !missing(institution));
    for institution in institutions {
        let start = || {
            vec![
                Cell::wrap(labels::body(institution.body.as_ref())),
                report(reconciliation, institution),
            ]
        };
        if institution.submissions.is_empty() {
            let mut cells = start();
            cells.resize(WIDEST.len(), Cell::default());
            page.row(cells);
        }
        for index in &institution.submissions {
            if let Some(submission) = reconciliation.submissions.get(*index) {
                let mut cells = start();
                cells.extend(submission_cells(submission));
                page.row(cells);
            }
        }
    }
    let block = page.end(block);
    page.freeze(&block, 1);
    page.table(&block, "Reporting");
    if !block.is_empty() {
        let sum = |column, amount| formula::sum(block.first, block.last, column, Some(amount));
        let counts = |column, count| formula::count_sum(block.first, block.last, column, count);
        let proof = &reconciliation.proof.total;
        let mut total = vec![Cell::text("Total")];
        total.resize(6, Cell::default());
        total.extend([
            counts(6, context.groups.submitted_rows),
            counts(7, context.groups.submitted_entries),
            sum(READ, proof.read),
            sum(READ + 1, proof.reconciled),
            sum(READ + 2, proof.unplanned),
            sum(READ + 3, proof.suspense),
            sum(READ + 4, proof.excluded),
            Cell::default(),
        ]);
        page.row(formula::looking(total, Look::Total));
    }
    page.finish()
}

/// What one sheet of a body came to.
fn submission_cells(submission: &SubmissionResult) -> Vec<Cell> {
    let outcomes = &submission.outcomes;
    vec![
        Cell::wrap(Content::from(submission.source.file.clone())),
        Cell::text(submission.sheet.clone()),
        Cell::text(submission.period.map(|period| period.to_string())),
        Cell::wrap(labels::basis(submission.basis)),
        Cell::new(Content::Count(u64::from(submission.rows)), Style::Count),
        Cell::new(submission.entries, Style::Count),
        Cell::money(outcomes.read),
        Cell::money(outcomes.reconciled),
        Cell::money(outcomes.unplanned),
        Cell::money(outcomes.suspense),
        Cell::money(outcomes.excluded),
        Cell::wrap(submission.excluded.clone()),
    ]
}
