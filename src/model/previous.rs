//! What an earlier run wrote down: its lines, entries, findings and totals, as its JSON has them. Texts
//! stay texts: the plan and the words may have changed since. Amounts in euros, exact to the cent.

use std::sync::Arc;

use super::money::Euros;
use super::plan::SourceFile;

/// A line of the plan, or one outside it, as a run records it. Ordered by what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedLine {
    /// Code of the activity.
    pub activity: Arc<str>,
    /// "budget", "donation" or "unnamed".
    pub source: Arc<str>,
    /// The bodies behind the holder.
    pub holders: Vec<Arc<str>>,
    /// The donor, where the plan names one.
    pub donor: Option<Arc<str>>,
    /// Whether the plan has it.
    pub in_plan: bool,
    /// The plan's estimate.
    pub planned: Option<Euros>,
    /// Money known to be there.
    pub secured: Option<Euros>,
    /// The outturn.
    pub spent: Option<Euros>,
    /// planned − secured.
    pub funding_gap: Option<Euros>,
    /// Spending status, the word of the JSON: "not_due".
    pub spending_status: Arc<str>,
    /// Funding status, the word of the JSON.
    pub funding_status: Arc<str>,
}

/// An entry as a run records it: what the sheet says, where it stands, what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedEntry {
    /// The file.
    pub file: Arc<str>,
    /// The sheet in it.
    pub sheet: Option<Arc<str>>,
    /// The A1 address; for what is no cell of a sheet, the place in words.
    pub cell: Arc<str>,
    /// The amount as the cell shows it.
    pub raw: Arc<str>,
    /// The amount.
    pub amount: Euros,
    /// The code as written.
    pub code: Option<Arc<str>>,
    /// The activity's title as written.
    pub title: Option<Arc<str>>,
    /// The day of payment, as 2020-06-30.
    pub date: Option<Arc<str>>,
    /// Number of the document.
    pub document: Option<Arc<str>>,
    /// What was bought.
    pub description: Option<Arc<str>>,
    /// The body that spent it.
    pub body: Option<Arc<str>>,
    /// Code of the activity it was put on.
    pub activity: Option<Arc<str>>,
    /// The source it was put on.
    pub source: Option<Arc<str>>,
    /// The donor.
    pub donor: Option<Arc<str>>,
    /// What became of it: "reconciled", "unplanned", "suspense" or "excluded".
    pub outcome: Arc<str>,
    /// Its id in that run: e1 is the first.
    pub id: Arc<str>,
}

/// A finding as a run records it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedFinding {
    /// The file.
    pub file: Arc<str>,
    /// The sheet in it.
    pub sheet: Option<Arc<str>>,
    /// The A1 address, where it is about a cell.
    pub cell: Option<Arc<str>>,
    /// The place in words.
    pub place: Arc<str>,
    /// Its code, such as E0203.
    pub code: Arc<str>,
    /// "error", "warning" or "note".
    pub severity: Arc<str>,
    /// What is wrong.
    pub title: Arc<str>,
    /// What was read.
    pub read: Option<Arc<str>>,
    /// What was expected.
    pub expected: Arc<str>,
    /// How to mend it.
    pub remedy: Arc<str>,
    /// The euros concerned.
    pub amount: Option<Euros>,
    /// Its id in that run: f1 is the first.
    pub id: Arc<str>,
}

/// Sums of a run over all lines and all entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecordedSums {
    /// Planned.
    pub planned: Option<Euros>,
    /// Secured.
    pub secured: Option<Euros>,
    /// Spent.
    pub spent: Option<Euros>,
    /// Funding gap.
    pub funding_gap: Option<Euros>,
    /// Read.
    pub read: Euros,
    /// Reconciled.
    pub reconciled: Euros,
    /// Unplanned.
    pub unplanned: Euros,
    /// In suspense.
    pub suspense: Euros,
    /// Excluded.
    pub excluded: Euros,
}

/// The results of an earlier run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Previous {
    /// Its file.
    pub source: Option<SourceFile>,
    /// Its title.
    pub title: Option<String>,
    /// The day it looked from, as 2020-06-30.
    pub as_of: Option<String>,
    /// The day it was prepared, where that was given.
    pub run_date: Option<String>,
    /// The year of its plan.
    pub year: Option<i64>,
    /// The codes of its plan's activities.
    pub activities: Vec<Arc<str>>,
    /// Its totals, as it states them.
    pub sums: RecordedSums,
    /// Its lines.
    pub lines: Vec<RecordedLine>,
    /// Its entries.
    pub entries: Vec<RecordedEntry>,
    /// Its findings.
    pub findings: Vec<RecordedFinding>,
}
