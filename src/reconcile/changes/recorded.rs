//! This run in the form in which runs are recorded, so that two can be held against each other. In: a
//! reconciliation and the texts of findings. Out: lines, entries, findings and sums. Never a change.

use arcstr::ArcStr;

use crate::diagnostic::Catalogue;
use crate::model::{RecordedEntry, RecordedFinding, RecordedLine, RecordedSums};
use crate::reconcile::{Line, Outcome, Reconciliation, SettledEntry};

pub(super) fn lines(reconciliation: &Reconciliation) -> Vec<RecordedLine> {
    reconciliation.lines.iter().map(line).collect()
}

fn line(line: &Line) -> RecordedLine {
    RecordedLine {
        activity: text(line.activity),
        source: ArcStr::from(line.source.word()),
        holders: line.holders.iter().map(|body| ArcStr::clone(&body.0)).collect(),
        donor: line.donor.as_ref().map(|donor| ArcStr::clone(&donor.0)),
        in_plan: line.in_plan,
        planned: line.figures.planned,
        secured: line.figures.secured,
        spent: line.figures.spent,
        funding_gap: line.figures.funding_gap,
        spending_status: json_word(line.spending_status.label()),
        funding_status: json_word(line.funding_status.label()),
    }
}

pub(super) fn entries(reconciliation: &Reconciliation) -> Vec<RecordedEntry> {
    reconciliation.entries.iter().enumerate().map(|(index, one)| entry(index, &one)).collect()
}

fn entry(index: usize, settled: &SettledEntry<'_>) -> RecordedEntry {
    let entry = &settled.entry;
    RecordedEntry {
        file: ArcStr::clone(entry.file()),
        sheet: entry.whole.sheet().clone(),
        cell: entry.spot.cell().map_or_else(|| text(entry.place()), text),
        raw: ArcStr::from(&*entry.raw()),
        amount: entry.amount,
        code: entry.words.code.as_ref().map(|code| ArcStr::clone(&code.value)),
        title: entry.words.title.as_ref().map(|title| ArcStr::clone(&title.value)),
        date: entry.date.map(text),
        document: entry.document().map(ArcStr::from),
        description: entry.description().map(ArcStr::from),
        body: settled.means.body.as_ref().map(|body| ArcStr::clone(&body.0)),
        activity: settled.means.activity.map(text),
        source: settled.means.source.map(|source| ArcStr::from(source.word())),
        donor: settled.means.donor.as_ref().map(|donor| ArcStr::clone(&donor.0)),
        outcome: ArcStr::from(outcome(settled.outcome)),
        id: ArcStr::from(SettledEntry::id(index)),
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reconciled => "reconciled",
        Outcome::Unplanned => "unplanned",
        Outcome::Suspense => "suspense",
        Outcome::Excluded => "excluded",
    }
}

pub(super) fn findings(
    reconciliation: &Reconciliation,
    catalogue: &Catalogue,
) -> Vec<RecordedFinding> {
    let one = |(index, finding): (usize, &crate::diagnostic::Finding)| RecordedFinding {
        file: ArcStr::clone(finding.place.file()),
        sheet: finding.place.sheet().clone(),
        cell: finding.place.cell().map(text),
        place: text(&finding.place),
        code: ArcStr::from(finding.code.number()),
        severity: ArcStr::from(finding.severity().word()),
        title: ArcStr::from(catalogue.title(finding)),
        read: catalogue.read(finding).map(ArcStr::from),
        expected: ArcStr::from(catalogue.expected(finding)),
        remedy: ArcStr::from(catalogue.remedy(finding)),
        amount: finding.amount,
        id: ArcStr::from(Reconciliation::finding_id(index)),
    };
    reconciliation.findings.iter().enumerate().map(one).collect()
}

pub(super) fn sums(reconciliation: &Reconciliation) -> RecordedSums {
    let (total, proof) = (&reconciliation.totals.total, &reconciliation.proof.total);
    RecordedSums {
        planned: total.planned,
        secured: total.secured,
        spent: total.spent,
        funding_gap: total.funding_gap,
        read: proof.read,
        reconciled: proof.reconciled,
        unplanned: proof.unplanned,
        suspense: proof.suspense,
        excluded: proof.excluded,
    }
}

/// A status as the JSON writes it: "not_due".
fn json_word(label: &str) -> ArcStr {
    ArcStr::from(label.replace(' ', "_"))
}

fn text(value: impl ToString) -> ArcStr {
    ArcStr::from(value.to_string())
}
