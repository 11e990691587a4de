//! Reconciliation → Book. In: figures that are already computed. Out: workbooks laid out for their
//! reader. Never adds anything up: a total on a page is a formula whose value `reconcile` computed.

mod coordination;
mod donor;
mod donor_rules;
mod entry_table;
mod finding_table;
mod form;
mod formula;
mod institution;
mod institution_claims;
mod labels;
mod page;
mod plan_workbook;
mod to_date;

pub use form::{blank_form, blank_funding_register, form, form_bodies};
pub use institution::given_back::{OwnSheets, SentFile, Told, told};

use crate::book::Book;
use crate::diagnostic::{Catalogue, Finding};
use crate::language::Translation;
use crate::model::Plan;
use crate::reconcile::Reconciliation;

/// The reconciled workbook for the coordination body.
#[must_use]
pub fn coordination(
    reconciliation: &Reconciliation,
    catalogue: &Catalogue,
    words: &Translation,
) -> Book {
    coordination::book(reconciliation, catalogue, words)
}

/// The return for one institution, by its index in the reconciliation.
#[must_use]
pub fn institution(
    reconciliation: &Reconciliation,
    index: usize,
    catalogue: &Catalogue,
    words: &Translation,
) -> Book {
    institution_with(reconciliation, index, catalogue, &OwnSheets::default(), words)
}

/// The return with the institution's own sheets given back in it.
#[must_use]
pub fn institution_with(
    reconciliation: &Reconciliation,
    index: usize,
    catalogue: &Catalogue,
    own: &OwnSheets,
    words: &Translation,
) -> Book {
    institution::book(reconciliation, index, catalogue, own, words)
}

/// The workbook for one donor, by its index in the reconciliation.
#[must_use]
pub fn donor(reconciliation: &Reconciliation, index: usize, words: &Translation) -> Book {
    donor::book(reconciliation, index, words)
}

/// The plan as a clean workbook that can be corrected and read back.
#[must_use]
pub fn plan_workbook(
    plan: &Plan,
    findings: &[Finding],
    catalogue: &Catalogue,
    words: &Translation,
) -> Book {
    plan_workbook::book(plan, findings, catalogue, words)
}
