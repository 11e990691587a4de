//! Reconciliation → Book. In: figures that are already computed. Out: workbooks laid out for their
//! reader. Never adds anything up: a total on a page is a formula whose value `reconcile` computed.

mod plan_workbook;

use crate::book::Book;
use crate::diagnostic::{Catalogue, Finding};
use crate::model::{BodyName, Plan};
use crate::reconcile::Reconciliation;

/// The reconciled workbook for the coordination body.
#[must_use]
pub fn coordination(reconciliation: &Reconciliation, catalogue: &Catalogue) -> Book {
    let _ = (reconciliation, catalogue);
    Book::default()
}

/// The return for one institution, by its index in the reconciliation.
#[must_use]
pub fn institution(reconciliation: &Reconciliation, index: usize, catalogue: &Catalogue) -> Book {
    let _ = (reconciliation, index, catalogue);
    Book::default()
}

/// The workbook for one donor, by its index in the reconciliation.
#[must_use]
pub fn donor(reconciliation: &Reconciliation, index: usize) -> Book {
    let _ = (reconciliation, index);
    Book::default()
}

/// The plan as a clean workbook that can be corrected and read back.
#[must_use]
pub fn plan_workbook(plan: &Plan, findings: &[Finding], catalogue: &Catalogue) -> Book {
    plan_workbook::book(plan, findings, catalogue)
}

/// An expenditure form filled in with the activities of one body.
#[must_use]
pub fn form(plan: &Plan, body: &BodyName) -> Book {
    let _ = (plan, body);
    Book::default()
}

/// A blank expenditure form, for any plan.
#[must_use]
pub fn blank_form() -> Book {
    Book::default()
}

/// A blank register of funding.
#[must_use]
pub fn blank_funding_register() -> Book {
    Book::default()
}
