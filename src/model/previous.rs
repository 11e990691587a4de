//! What an earlier run wrote down: its lines, entries, findings and totals, as its JSON has them. Texts
//! stay texts: the plan and the words may have changed since. Amounts in euros, exact to the cent.

use arcstr::ArcStr;

use super::money::Euros;
use super::plan::SourceFile;

/// A line of the plan, or one outside it, as a run records it. Ordered by what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedLine {
    /// Code of the activity.
    pub activity: ArcStr,
    /// "budget", "donation" or "unnamed".
    pub source: ArcStr,
    /// The bodies behind the holder.
    pub holders: Vec<ArcStr>,
    /// The donor, where the plan names one.
    pub donor: Option<ArcStr>,
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
    pub spending_status: ArcStr,
    /// Funding status, the word of the JSON.
    pub funding_status: ArcStr,
}

/// An entry as a run records it: what the sheet says, where it stands, what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedEntry {
    /// The file.
    pub file: ArcStr,
    /// The sheet in it.
    pub sheet: Option<ArcStr>,
    /// The A1 address; for what is no cell of a sheet, the place in words.
    pub cell: ArcStr,
    /// The amount as the cell shows it.
    pub raw: ArcStr,
    /// The amount.
    pub amount: Euros,
    /// The code as written.
    pub code: Option<ArcStr>,
    /// The activity's title as written.
    pub title: Option<ArcStr>,
    /// The day of payment, as 2020-06-30.
    pub date: Option<ArcStr>,
    /// Number of the document.
    pub document: Option<ArcStr>,
    /// What was bought.
    pub description: Option<ArcStr>,
    /// The body that spent it.
    pub body: Option<ArcStr>,
    /// Code of the activity it was put on.
    pub activity: Option<ArcStr>,
    /// The source it was put on.
    pub source: Option<ArcStr>,
    /// The donor.
    pub donor: Option<ArcStr>,
    /// What became of it: "reconciled", "unplanned", "suspense" or "excluded".
    pub outcome: ArcStr,
    /// Its id in that run: e1 is the first.
    pub id: ArcStr,
}

/// A finding as a run records it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordedFinding {
    /// The file.
    pub file: ArcStr,
    /// The sheet in it.
    pub sheet: Option<ArcStr>,
    /// The A1 address, where it is about a cell.
    pub cell: Option<ArcStr>,
    /// The place in words.
    pub place: ArcStr,
    /// Its code, such as E0203.
    pub code: ArcStr,
    /// "error", "warning" or "note".
    pub severity: ArcStr,
    /// What is wrong.
    pub title: ArcStr,
    /// What was read.
    pub read: Option<ArcStr>,
    /// What was expected.
    pub expected: ArcStr,
    /// How to mend it.
    pub remedy: ArcStr,
    /// The euros concerned.
    pub amount: Option<Euros>,
    /// Its id in that run: f1 is the first.
    pub id: ArcStr,
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
    pub activities: Vec<ArcStr>,
    /// Its totals, as it states them.
    pub sums: RecordedSums,
    /// Its lines.
    pub lines: Vec<RecordedLine>,
    /// Its entries.
    pub entries: Vec<RecordedEntry>,
    /// Its findings.
    pub findings: Vec<RecordedFinding>,
}
