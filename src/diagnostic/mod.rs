//! What is wrong or doubtful in an input, where it stands and how to mend it. In: codes and places
//! from every stage. Out: findings, their order, and the text a person reads. Never stops a run.
//!
//! A new finding is one line in `codes.rs` and one table in `templates/findings/`; tests hold the
//! two together.

mod catalogue;
mod codes;
mod finding;
mod render;

pub use catalogue::{Catalogue, Explanation};
pub use codes::{Code, Severity};
pub(crate) use finding::KnownDetails;
pub use finding::{Finding, count_by_severity};
pub use render::{on_one_line, render, safe, shown};
