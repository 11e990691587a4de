//! earmark reconciles an action plan with the expenditure sheets that institutions send in.
//!
//! The way of the data, each stage a module that uses only those above it:
//!
//! - [`model`]: the nouns of the field, parsed once
//! - [`language`]: what the program says, in the language of its reader
//! - [`diagnostic`]: findings and what they mean
//! - [`config`]: settings, as typed and as checked
//! - [`vocabulary`]: headings, words for sources, bodies: data from `templates/`
//! - [`sheet`]: bytes → Grid
//! - [`read`]: Grid → plan, entries, funding register
//! - [`matching`]: entry → activity, source, body
//! - [`reconcile`]: lines, roll-ups, statuses, the closing proof
//! - [`book`]: a workbook in no format yet
//! - [`report`]: Reconciliation → Book
//! - [`write`]: Book → xlsx, Reconciliation → json
//!
//! What never happens here: no file is opened, no clock is asked, no thread or process started
//! beyond the `parallel` feature's; no float past `sheet` and `write`; no total is computed in a
//! report; no euro disappears without a finding.
//!
//! Where to add: a heading or a word, `templates/*.toml`; a finding, `diagnostic/codes.rs` and
//! `templates/findings/`; a sheet of a workbook, `report/`.

pub mod book;
pub mod config;
pub mod diagnostic;
pub mod job;
pub mod language;
pub mod matching;
pub mod model;
mod parallel;
pub mod read;
pub mod reconcile;
pub mod report;
mod shared;
pub mod sheet;
pub mod vocabulary;
pub mod write;

/// The bytes of one file and the name its sender knows it by. The library takes these and gives
/// these; it never opens a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedBytes {
    /// Its name; for an output, its path below the output folder, with `/`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
