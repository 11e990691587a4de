//! Book → xlsx, Reconciliation → json. The only place that names rust_xlsxwriter. Never computes a
//! figure; the same input gives the same bytes.

use crate::book::Book;
use crate::diagnostic::Catalogue;
use crate::reconcile::Reconciliation;

/// A workbook could not be written: our own fault, never the input's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WriteError(pub String);

/// The bytes of an xlsx file.
///
/// # Errors
/// [`WriteError`] where the book breaks a rule of the format.
pub fn xlsx(book: &Book) -> Result<Vec<u8>, WriteError> {
    let _ = book;
    Ok(Vec::new())
}

/// The reconciliation as JSON, schema `earmark/reconciliation/1`.
#[must_use]
pub fn json(reconciliation: &Reconciliation, catalogue: &Catalogue) -> String {
    let _ = (reconciliation, catalogue);
    String::new()
}
