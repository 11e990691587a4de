//! Entries, findings, submissions and the proof as the JSON holds them: everything that points back
//! into a sheet. A place that is no cell of a sheet has `cell` null and says itself in `place`.

use serde::{Serialize, Serializer};

use super::results::line_id;
use super::timing::{BasisPart, basis};
use crate::diagnostic::{Catalogue, Finding};
use crate::language::Said;
use crate::model::{
    ActivityCode, BodyName, CellRef, ControlTotal, DonorName, Euros, Place, Quarter, Spot,
};
use crate::reconcile::{
    DecisionResult, MatchedBy, Outcome, Outcomes, Reconciliation, SettledEntry, SubmissionResult,
    Suggestion,
};

#[derive(Serialize)]
pub(super) struct EntryPart<'a> {
    id: String,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<CellRef>,
    place: String,
    raw: &'a str,
    amount: Euros,
    activity: Option<ActivityCode>,
    source: Option<&'static str>,
    body: Option<&'a BodyName>,
    donor: Option<&'a DonorName>,
    date: Option<String>,
    quarter: Option<Quarter>,
    outcome: Outcome,
    matched_by: MatchedBy,
    decision: Option<String>,
    reason: Option<String>,
    line: Option<String>,
    code_as_written: Option<&'a str>,
    title_as_written: Option<&'a str>,
    document: Option<&'a str>,
    description: Option<&'a str>,
    reason_for_deviation: Option<&'a str>,
    suggestions: &'a [Suggestion],
    findings: Vec<String>,
}

/// All entries, each made when it is written.
pub(super) struct Entries<'a>(pub &'a Reconciliation);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.0.entries.iter().enumerate();
        serializer.collect_seq(entries.map(|(index, settled)| entry(self.0, index, settled)))
    }
}

fn entry<'a>(
    reconciliation: &'a Reconciliation,
    index: usize,
    settled: &'a SettledEntry,
) -> EntryPart<'a> {
    let entry = &settled.entry;
    let at = reconciliation.findings_at(&entry.place);
    EntryPart {
        id: SettledEntry::id(index),
        file: entry.place.file(),
        sheet: entry.place.sheet().as_deref(),
        cell: entry.place.cell(),
        place: entry.place.to_string(),
        raw: &entry.raw,
        amount: entry.amount,
        activity: settled.activity,
        source: settled.source.map(|source| source.word()),
        body: settled.body.as_ref(),
        donor: settled.donor.as_ref(),
        date: entry.date.map(|date| date.to_string()),
        quarter: entry.quarter,
        outcome: settled.outcome,
        matched_by: settled.matched_by,
        decision: settled.decision.map(DecisionResult::id),
        reason: settled.reason.as_deref().map(Said::english),
        line: settled.line.map(line_id),
        code_as_written: entry.code.as_ref().map(|code| &*code.value),
        title_as_written: entry.title.as_ref().map(|title| &*title.value),
        document: entry.document.as_deref(),
        description: entry.description.as_deref(),
        reason_for_deviation: entry.reason.as_deref(),
        suggestions: &settled.suggestions,
        findings: at.map(Reconciliation::finding_id).collect(),
    }
}

#[derive(Serialize)]
pub(super) struct FindingPart<'a> {
    id: String,
    code: &'static str,
    severity: &'static str,
    title: String,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<CellRef>,
    line: Option<u32>,
    place: String,
    read: Option<String>,
    expected: String,
    remedy: String,
    effect: String,
    amount: Option<Euros>,
}

/// All findings, each put into words when it is written.
pub(super) struct Findings<'a>(pub &'a Reconciliation, pub &'a Catalogue);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.0.findings.iter().enumerate();
        serializer.collect_seq(findings.map(|(index, one)| finding(self.1, index, one)))
    }
}

fn finding<'a>(catalogue: &Catalogue, index: usize, finding: &'a Finding) -> FindingPart<'a> {
    FindingPart {
        id: Reconciliation::finding_id(index),
        code: finding.code.number(),
        severity: finding.severity().word(),
        title: catalogue.title(finding),
        file: finding.place.file(),
        sheet: finding.place.sheet().as_deref(),
        cell: finding.place.cell(),
        line: text_line(&finding.place),
        place: finding.place.to_string(),
        read: catalogue.read(finding),
        expected: catalogue.expected(finding),
        remedy: catalogue.remedy(finding),
        effect: catalogue.effect(finding),
        amount: finding.amount,
    }
}

fn text_line(place: &Place) -> Option<u32> {
    match place.spot {
        Spot::Line(line) => Some(line),
        _ => None,
    }
}

#[derive(Serialize)]
pub(super) struct SubmissionPart<'a> {
    file: &'a str,
    sha256: &'a str,
    sheet: Option<&'a str>,
    body: Option<&'a BodyName>,
    period: Option<String>,
    #[serde(flatten)]
    timing: BasisPart,
    rows: u32,
    entries: usize,
    #[serde(flatten)]
    outcomes: &'a Outcomes,
    excluded_because: Option<String>,
    control_totals: &'a [ControlTotal],
}

pub(super) fn submissions(reconciliation: &Reconciliation) -> Vec<SubmissionPart<'_>> {
    reconciliation.submissions.iter().map(submission).collect()
}

fn submission(result: &SubmissionResult) -> SubmissionPart<'_> {
    SubmissionPart {
        file: &result.source.file,
        sha256: &result.source.sha256,
        sheet: result.sheet.as_deref(),
        body: result.body.as_ref(),
        period: result.period.map(|period| period.to_string()).filter(|period| !period.is_empty()),
        timing: basis(result),
        rows: result.rows,
        entries: result.entries,
        outcomes: &result.outcomes,
        excluded_because: result.excluded.as_ref().map(Said::english),
        control_totals: &result.control_totals,
    }
}

#[derive(Serialize)]
pub(super) struct ProofPart<'a> {
    #[serde(flatten)]
    total: ProvenPart<'a>,
    by_file: Vec<FileProof<'a>>,
    by_source: Vec<SourceProof<'a>>,
}

#[derive(Serialize)]
struct ProvenPart<'a> {
    #[serde(flatten)]
    outcomes: &'a Outcomes,
    difference: Euros,
}

impl<'a> From<&'a Outcomes> for ProvenPart<'a> {
    fn from(outcomes: &'a Outcomes) -> Self {
        ProvenPart { outcomes, difference: outcomes.difference() }
    }
}

#[derive(Serialize)]
struct FileProof<'a> {
    file: &'a str,
    sha256: &'a str,
    #[serde(flatten)]
    proven: ProvenPart<'a>,
}

#[derive(Serialize)]
struct SourceProof<'a> {
    source: Option<&'static str>,
    #[serde(flatten)]
    proven: ProvenPart<'a>,
}

pub(super) fn proof(reconciliation: &Reconciliation) -> ProofPart<'_> {
    let proof = &reconciliation.proof;
    ProofPart {
        total: ProvenPart::from(&proof.total),
        by_file: proof
            .by_file
            .iter()
            .map(|(source, outcomes)| FileProof {
                file: &source.file,
                sha256: &source.sha256,
                proven: ProvenPart::from(outcomes),
            })
            .collect(),
        by_source: proof
            .by_source
            .iter()
            .map(|(source, outcomes)| SourceProof {
                source: source.map(|source| source.word()),
                proven: ProvenPart::from(outcomes),
            })
            .collect(),
    }
}
