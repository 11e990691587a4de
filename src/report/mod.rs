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
use crate::model::Plan;
use crate::reconcile::Reconciliation;

/// The reconciled workbook for the coordination body.
#[must_use]
pub fn coordination(reconciliation: &Reconciliation, catalogue: &Catalogue) -> Book {
    coordination::book(reconciliation, catalogue)
}

/// The return for one institution, by its index in the reconciliation.
#[must_use]
pub fn institution(reconciliation: &Reconciliation, index: usize, catalogue: &Catalogue) -> Book {
    institution_with(reconciliation, index, catalogue, &OwnSheets::default())
}

/// The return with the institution's own sheets given back in it.
#[must_use]
pub fn institution_with(
    reconciliation: &Reconciliation,
    index: usize,
    catalogue: &Catalogue,
    own: &OwnSheets,
) -> Book {
    institution::book(reconciliation, index, catalogue, own)
}

/// The workbook for one donor, by its index in the reconciliation.
#[must_use]
pub fn donor(reconciliation: &Reconciliation, index: usize) -> Book {
    donor::book(reconciliation, index)
}

/// The plan as a clean workbook that can be corrected and read back.
#[must_use]
pub fn plan_workbook(plan: &Plan, findings: &[Finding], catalogue: &Catalogue) -> Book {
    plan_workbook::book(plan, findings, catalogue)
}
