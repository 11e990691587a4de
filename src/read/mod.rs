//! Grid → what it says: the plan, entries, the register of funding. In: grids and the vocabulary.
//! Out: values with their places, and findings. Never: a total, a file, a guess that is not said.

mod above;
mod amount;
mod basis;
mod code;
mod columns;
mod content;
mod date;
mod decisions;
mod entries;
mod fixed;
mod funding;
mod header;
mod hidden;
mod inherit;
mod inspect;
mod line;
mod nearly;
mod own;
mod panes;
mod planned;
mod previous;
mod row;
mod section;
mod source;
mod stated;
mod stub;
mod sums;
mod table;
mod totals;
mod uncounted;

pub use basis::unused_submissions;
pub use fixed::unused_layouts;
pub use inspect::{Inspected, TakenFor, inspect};
pub use previous::read_previous;
pub use source::{KnownDonors, SourceReading, read_donor, read_source};
pub use stub::{layout_draft, layout_stub, words_stub};
pub use table::{ActivityAbove, Column, Role};
mod plan;

use crate::diagnostic::Finding;
use crate::model::{Decision, FundingRecord, GivenReason, Plan, Submission};
use crate::sheet::SheetFile;
use crate::vocabulary::Vocabulary;

/// The action plan in a file: published document, pasted tables or plan workbook. None where there
/// is no plan in it; the findings say so.
#[must_use]
pub fn read_plan(file: &SheetFile, vocabulary: &Vocabulary) -> (Option<Plan>, Vec<Finding>) {
    plan::read(file, vocabulary)
}

/// The submissions in a file, one for each sheet with a table. The plan, where there is one, helps
/// to recover codes that a spreadsheet turned into dates; nothing is matched here. What earmark itself
/// wrote, and a register of funding, hold no expenditure: they are passed over with a finding.
#[must_use]
pub fn read_submissions(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
) -> (Vec<Submission>, Vec<Finding>) {
    let Some((rest, finding)) = own::set_aside(file, vocabulary, plan) else {
        return entries::read_file(file, vocabulary, plan);
    };
    let (submissions, mut findings) = entries::read_file(&rest, vocabulary, plan);
    findings.insert(0, finding);
    (submissions, findings)
}

/// The reasons for deviations that an institution typed into its return and sent back.
#[must_use]
pub fn read_given_reasons(file: &SheetFile) -> Vec<GivenReason> {
    own::given_reasons(file)
}

/// The rows of the register of funding.
#[must_use]
pub fn read_funding(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: &Plan,
) -> (Vec<FundingRecord>, Vec<Finding>) {
    funding::read_file(file, vocabulary, plan)
}

/// The decisions in a workbook or a table, and what in it decides nothing; none where it has no table of
/// decisions.
#[must_use]
pub fn read_decisions(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: &Plan,
) -> Option<(Vec<Decision>, Vec<Finding>)> {
    decisions::read_file(file, vocabulary, plan)
}

/// Whether a table with these headings holds no decisions.
#[must_use]
pub fn decides_nothing(headings: &[String], vocabulary: &Vocabulary) -> bool {
    decisions::decides_nothing(headings, vocabulary)
}
