//! Entries, findings, submissions and the proof as the JSON holds them: everything that points back
//! into a sheet. A place that is no cell of a sheet has `cell` null and says itself in `place`.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::timing::{BasisPart, basis};
use crate::diagnostic::Catalogue;
use crate::language::Said;
use crate::model::{
    BodyName, CellRef, ControlTotal, DonorName, Euros, InSigns, Place, Positions, Quarter, Raw,
    Signs, Spot, id,
};
use crate::reconcile::{
    DecisionResult, MatchedBy, Outcome, Outcomes, Reconciliation, SubmissionResult, Suggestion,
};

#[derive(Serialize)]
pub(super) struct EntryPart<'a> {
    id: Plain,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<Plain>,
    place: At,
    raw: Raw<'a>,
    amount: Plain,
    activity: Option<Plain>,
    source: Option<&'static str>,
    body: Option<&'a BodyName>,
    donor: Option<&'a DonorName>,
    date: Option<Plain>,
    quarter: Option<Quarter>,
    outcome: Outcome,
    matched_by: MatchedBy,
    decision: Option<String>,
    reason: Option<String>,
    line: Option<Plain>,
    code_as_written: Option<&'a str>,
    title_as_written: Option<&'a str>,
    document: Option<Cow<'a, str>>,
    description: Option<Cow<'a, str>>,
    reason_for_deviation: Option<&'a str>,
    suggestions: &'a [Suggestion],
    findings: Vec<Plain>,
}

/// A value as its signs.
struct Plain(Signs);

impl Plain {
    fn of(value: &impl InSigns) -> Self {
        Plain(value.signs())
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Entries by their ids, of which there are as many as entries: none of them becomes a text of its own.
pub(super) struct EntryIds<'a>(pub(super) &'a Positions);

/// The same of few.
pub(super) struct FewEntryIds<'a>(pub(super) &'a [usize]);

impl Serialize for FewEntryIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        put_ids(self.0.iter().copied(), serializer)
    }
}

impl Serialize for EntryIds<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        put_ids(self.0.iter(), serializer)
    }
}

fn put_ids<S: Serializer>(
    entries: impl Iterator<Item = impl Into<usize>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(entries.map(|index| Plain(id('e', index.into()))))
}

/// A place as it shows itself.
struct At(Place);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Some(cell), Some(sheet)) = (self.0.cell(), self.0.sheet()) else {
            return serializer.collect_str(&self.0);
        };
        // A million of them, so without the detour over a formatter.
        let cell = cell.signs();
        serializer
            .serialize_str(&[&**self.0.file(), ", sheet \"", sheet, "\", cell ", &cell].concat())
    }
}

/// One of the entries.
pub(super) fn entry(reconciliation: &Reconciliation, index: usize) -> Option<EntryPart<'_>> {
    let settled = reconciliation.entries.get(index)?;
    let entry = &settled.entry;
    let place = entry.place();
    let at = reconciliation.findings_at(&place);
    Some(EntryPart {
        id: Plain(id('e', index)),
        file: entry.file(),
        sheet: entry.whole.sheet().as_deref(),
        cell: place.cell().as_ref().map(Plain::of),
        place: At(place),
        raw: entry.raw(),
        amount: Plain::of(&entry.amount),
        activity: settled.means.activity.as_ref().map(Plain::of),
        source: settled.means.source.map(|source| source.word()),
        body: settled.means.body.as_ref(),
        donor: settled.means.donor.as_ref(),
        date: entry.date.as_ref().map(Plain::of),
        quarter: entry.quarter,
        outcome: settled.outcome,
        matched_by: settled.means.matched_by,
        decision: settled.remarks.decision.map(DecisionResult::id),
        reason: settled.remarks.reason.as_ref().map(Said::english),
        line: settled.line.map(|line| Plain(id('l', line.into()))),
        code_as_written: entry.words.code.as_ref().map(|code| &*code.value),
        title_as_written: entry.words.title.as_ref().map(|title| &*title.value),
        document: entry.document(),
        description: entry.description(),
        reason_for_deviation: entry.words.reason.as_deref(),
        suggestions: &settled.remarks.suggestions,
        findings: at.map(|finding| Plain(id('f', finding))).collect(),
    })
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

/// One of the findings, put into words.
pub(super) fn finding<'a>(
    reconciliation: &'a Reconciliation,
    catalogue: &Catalogue,
    index: usize,
) -> Option<FindingPart<'a>> {
    let finding = reconciliation.findings.get(index)?;
    Some(FindingPart {
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
    })
}

fn text_line(place: &Place) -> Option<u32> {
    match place.spot() {
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

pub(super) fn submission(result: &SubmissionResult) -> SubmissionPart<'_> {
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
