//! Book → xlsx and html, Reconciliation → json and csv. The only place that names rust_xlsxwriter. Never computes a
//! figure; the same input gives the same bytes.

mod csv;
mod html;
mod json;
mod xlsx;

pub use csv::{entries_csv, iati, lines_csv};
pub use html::html;
pub use json::json;
pub use xlsx::{xlsx, xlsx_into};

/// A workbook could not be written: our own fault, never the input's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WriteError(pub String);

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> Self {
        WriteError(error.to_string())
    }
}
