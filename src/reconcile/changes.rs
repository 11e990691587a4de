//! What changed since an earlier run. In: a finished reconciliation, what the earlier run recorded, the
//! texts of findings. Out: lines, entries and findings that are new, gone or changed, and a proof: the
//! earlier total and the changes make this run's total, to the cent. Never changes a figure of this run.

mod entries;
mod findings;
mod lines;
mod pairs;
mod recorded;

use std::collections::BTreeSet;

use arcstr::ArcStr;
use serde::Serialize;

pub use entries::EntryChange;
pub use lines::LineChange;

use super::{ProofFailed, Reconciliation};
use crate::diagnostic::{Catalogue, Code, Finding};
use crate::language::Said;
use crate::model::{
    BodyName, Euros, Place, Plan, Previous, RecordedEntry, RecordedFinding, RecordedLine,
    RecordedSums, SourceFile, add_known,
};

/// What became of a line or an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is there in both runs, and not the same.
    Changed,
    /// It was not there before.
    New,
    /// It is there no more.
    Vanished,
}

impl Kind {
    fn of(before: bool, after: bool) -> Self {
        match (before, after) {
            (false, _) => Kind::New,
            (true, false) => Kind::Vanished,
            (true, true) => Kind::Changed,
        }
    }

    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Changed => "changed",
            Kind::New => "new",
            Kind::Vanished => "vanished",
        }
    }
}

/// An amount in two runs, in euros.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// As it was; none where it was not known.
    pub before: Option<Euros>,
    /// As it is.
    pub after: Option<Euros>,
    /// after − before, where an amount that is not known adds nothing; none where neither is known.
    pub difference: Option<Euros>,
}

impl Moved {
    fn of(before: Option<Euros>, after: Option<Euros>) -> Self {
        let difference = add_known(after, before.map(|before| -before));
        Moved { before, after, difference }
    }
}

/// One sum in two runs, and whether the changes explain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChangedSum {
    /// Which: "planned", "secured", "spent", "funding_gap", "read" or an outcome.
    pub what: &'static str,
    /// The earlier total, as the earlier results state it.
    pub before: Option<Euros>,
    /// What the earlier results' own lists hold beyond that total: zero, or they do not add up.
    pub not_adding_up: Euros,
    /// The sum of all changes.
    pub changes: Euros,
    /// The total of this run.
    pub after: Option<Euros>,
    /// before + not_adding_up + changes − after: zero, or the program is wrong.
    pub difference: Euros,
}

/// How many of a kind there are, and what they move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many.
    pub count: usize,
    /// The sum of their differences.
    pub euros: Euros,
}

/// What changed since an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The file with the earlier results.
    pub since: SourceFile,
    /// Its title.
    pub title: Option<String>,
    /// The day the earlier run looked from.
    pub as_of: Option<String>,
    /// The day it was prepared.
    pub run_date: Option<String>,
    /// Lines, the largest change first.
    pub lines: Vec<LineChange>,
    /// Entries, the largest first.
    pub entries: Vec<EntryChange>,
    /// How many entries stand in another file or cell and are the same otherwise.
    pub moved_entries: usize,
    /// Findings that are there no more.
    pub resolved: Vec<RecordedFinding>,
    /// Findings that were not there.
    pub new_findings: Vec<RecordedFinding>,
    /// Findings that are there in both runs.
    pub open_findings: usize,
    /// The proof.
    pub sums: Vec<ChangedSum>,
}

impl Changes {
    /// Nothing is new, gone or changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
            && self.entries.is_empty()
            && self.resolved.is_empty()
            && self.new_findings.is_empty()
    }

    /// How many entries of a kind, and the euros they move.
    #[must_use]
    pub fn entries_of(&self, kind: Kind) -> Count {
        let of_kind = self.entries.iter().filter(|change| change.kind == kind);
        of_kind.fold(Count::default(), |sum, change| Count {
            count: sum.count + 1,
            euros: sum.euros + change.amount.difference.unwrap_or_default(),
        })
    }

    /// The proof of one sum.
    #[must_use]
    pub fn sum(&self, what: &str) -> Option<&ChangedSum> {
        self.sums.iter().find(|sum| sum.what == what)
    }
}

/// Says what changed since an earlier run, in [`Reconciliation::changes`], with a finding where the
/// earlier results are of another plan or do not add up.
///
/// # Errors
/// [`ProofFailed`] when the earlier total and the changes do not make this run's total, which is the
/// program's own fault.
pub fn compare(
    reconciliation: &mut Reconciliation,
    previous: Previous,
    found: Vec<Finding>,
    catalogue: &Catalogue,
) -> Result<(), ProofFailed> {
    let since =
        previous.source.clone().unwrap_or_else(|| SourceFile::new("reconciliation.json", &[]));
    let place = Place::of_file(&since.file);
    let then = Recorded {
        lines: previous.lines.iter().map(|line| named_now(&reconciliation.plan, line)).collect(),
        entries: previous
            .entries
            .iter()
            .map(|e| entry_named_now(&reconciliation.plan, e))
            .collect(),
        sums: previous.sums,
    };
    let now = Recorded {
        lines: recorded::lines(reconciliation),
        entries: recorded::entries(reconciliation),
        sums: recorded::sums(reconciliation),
    };
    let lines = lines::compare(&then.lines, &now.lines);
    let (entries, moved_entries) = entries::compare(&then.entries, &now.entries);
    let own_findings = recorded::findings(reconciliation, catalogue);
    let (resolved, new_findings, open_findings) =
        findings::compare(&previous.findings, &own_findings);
    let sums = prove(&then, &now, &lines, &entries);
    if let Some(wrong) = sums.iter().find(|sum| !sum.difference.is_zero()) {
        let place = format!("the changes since {}, {}", since.file, wrong.what);
        return Err(ProofFailed { place, difference: wrong.difference });
    }
    let findings = &mut reconciliation.findings;
    findings.extend(found);
    findings.extend(other_plan(&reconciliation.plan, &previous, &place));
    findings.extend(not_adding_up(&sums, &place));
    findings.sort_unstable();
    findings.dedup();
    reconciliation.changes = Some(Changes {
        since,
        title: previous.title,
        as_of: previous.as_of,
        run_date: previous.run_date,
        lines,
        entries,
        moved_entries,
        resolved,
        new_findings,
        open_findings,
        sums,
    });
    Ok(())
}

/// What one run recorded of its money.
struct Recorded {
    lines: Vec<RecordedLine>,
    entries: Vec<RecordedEntry>,
    sums: RecordedSums,
}

/// A line with its bodies under the names that they have now.
fn named_now(plan: &Plan, line: &RecordedLine) -> RecordedLine {
    let holders = line.holders.iter().map(|name| name_now(plan, name)).collect();
    RecordedLine { holders, ..line.clone() }
}

fn entry_named_now(plan: &Plan, entry: &RecordedEntry) -> RecordedEntry {
    let body = entry.body.as_ref().map(|name| name_now(plan, name));
    RecordedEntry { body, ..entry.clone() }
}

/// The register of bodies may have learnt a spelling since.
fn name_now(plan: &Plan, name: &ArcStr) -> ArcStr {
    if plan.bodies.get(&BodyName(ArcStr::clone(name))).is_some() {
        return ArcStr::clone(name);
    }
    plan.bodies
        .find(name)
        .filter(|body| !body.generic)
        .map_or_else(|| ArcStr::clone(name), |body| ArcStr::clone(&body.name.0))
}

/// A sum over lines: its word, what a line adds to it, what a change of a line adds to it.
type SumOfLines = (&'static str, fn(&RecordedLine) -> Option<Euros>, fn(&LineChange) -> Moved);

const OF_LINES: [SumOfLines; 4] = [
    ("planned", |line| line.planned, |change| change.planned),
    ("secured", |line| line.secured, |change| change.secured),
    ("spent", |line| line.spent, |change| change.spent),
    ("funding_gap", |line| line.funding_gap, |change| change.funding_gap),
];

/// The outcomes, and what stands for all of them.
const OF_ENTRIES: [&str; 5] = ["read", "reconciled", "unplanned", "suspense", "excluded"];

/// The sums as a run states them, in the order of the two lists above.
fn stated(sums: &RecordedSums) -> [Option<Euros>; 9] {
    [
        sums.planned,
        sums.secured,
        sums.spent,
        sums.funding_gap,
        Some(sums.read),
        Some(sums.reconciled),
        Some(sums.unplanned),
        Some(sums.suspense),
        Some(sums.excluded),
    ]
}

/// The earlier total and the changes make this run's total.
fn prove(
    then: &Recorded,
    now: &Recorded,
    lines: &[LineChange],
    entries: &[EntryChange],
) -> Vec<ChangedSum> {
    let mut found: Vec<(&'static str, Euros, Euros)> = Vec::new();
    for (what, listed, moved) in OF_LINES {
        let listed = then.lines.iter().filter_map(listed).sum();
        let changes = lines.iter().filter_map(|change| moved(change).difference).sum();
        found.push((what, listed, changes));
    }
    for what in OF_ENTRIES {
        let counts = |entry: &&RecordedEntry| what == "read" || *entry.outcome == *what;
        let listed = then.entries.iter().filter(counts).map(|entry| entry.amount).sum();
        let gone: Euros =
            entries.iter().filter_map(|c| c.before.as_ref()).filter(counts).map(|e| e.amount).sum();
        let come: Euros =
            entries.iter().filter_map(|c| c.after.as_ref()).filter(counts).map(|e| e.amount).sum();
        found.push((what, listed, come - gone));
    }
    found
        .into_iter()
        .zip(stated(&then.sums).into_iter().zip(stated(&now.sums)))
        .map(|((what, listed, changes), (before, after))| {
            let not_adding_up = listed - before.unwrap_or_default();
            let made = before.unwrap_or_default() + not_adding_up + changes;
            let difference = made - after.unwrap_or_default();
            ChangedSum { what, before, not_adding_up, changes, after, difference }
        })
        .collect()
}

/// Another year, or mostly other activities.
fn other_plan(plan: &Plan, previous: &Previous, place: &Place) -> Option<Finding> {
    let finding = || Finding::new(Code::PreviousOtherPlan, place.clone());
    if let (Some(then), Some(now)) = (previous.year, plan.year)
        && then != i64::from(now)
    {
        let how = Said::new("they are of the year {then}, and this plan is of {now}")
            .with_data("then", then)
            .with_data("now", now);
        return Some(finding().detail("how", how));
    }
    let then: BTreeSet<String> = previous.activities.iter().map(ToString::to_string).collect();
    let now: BTreeSet<String> = plan.activities.keys().map(ToString::to_string).collect();
    let (gone, new) = (then.difference(&now).count(), now.difference(&then).count());
    if then.is_empty() || (gone == 0 && new == 0) {
        return None;
    }
    let how = Said::new(
        "of their {then} activities {gone} are not in this plan, and {new} of this plan's {now} are \
         not in them",
    );
    let how = how.with("then", then.len()).with("gone", gone);
    let how = how.with("new", new).with("now", now.len());
    Some(finding().detail("how", how))
}

/// The earlier results' own lists do not make their totals: somebody changed the file.
fn not_adding_up(sums: &[ChangedSum], place: &Place) -> Option<Finding> {
    let wrong: Vec<&ChangedSum> = sums.iter().filter(|sum| !sum.not_adding_up.is_zero()).collect();
    let first = wrong.first()?;
    let words = wrong.iter().map(|sum| {
        let what = if sum.what == "funding_gap" { "funding gap" } else { sum.what };
        Said::new("{what} by {euros}").with("what", what).with("euros", sum.not_adding_up)
    });
    Some(
        Finding::new(Code::PreviousDoesNotAddUp, place.clone())
            .detail("sums", Said::list(words, ", "))
            .amount(first.not_adding_up.abs()),
    )
}
