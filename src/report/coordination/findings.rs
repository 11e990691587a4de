//! Findings: everything that is wrong or doubtful in the inputs, errors first.

use super::Context;
use crate::book::{Sheet, TabColour};
use crate::report::finding_table;

/// The sheet.
pub(super) fn sheet(context: &Context<'_>) -> Sheet {
    let mut page = context.page(
        "Findings",
        TabColour::Attention,
        "Findings: what is wrong or doubtful in the inputs",
        &finding_table::WIDEST,
    );
    page.hint(
        "Error: euros could not be placed, or something could not be read. Warning: doubtful, and \
         counted. Note: worth knowing. Each row names the cell and what to do about it.",
    );
    let reconciliation = context.reconciliation;
    let indexes = (0..reconciliation.findings.len()).collect();
    finding_table::write(
        &mut page,
        reconciliation,
        context.catalogue,
        indexes,
        "Findings",
        &|_| None,
    );
    page.finish()
}
