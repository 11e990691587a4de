//! Entries, findings, submissions and the proof as the JSON holds them: everything that points back
//! into a sheet. A place that is no cell of a sheet has `cell` null and says itself in `place`.

use serde::{Serialize, Serializer};

use super::fields::Fields;
use super::timing::{BasisPart, basis};
use crate::diagnostic::Catalogue;
use crate::language::Said;
use crate::model::{
    BodyName, CellRef, ControlTotal, Euros, InSigns, Place, Positions, Signs, Spot, id,
};
use crate::reconcile::{DecisionResult, Outcomes, Reconciliation, SubmissionResult};
use crate::write::WriteError;

/// A value as its signs.
struct Plain(Signs);

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

/// Puts one of the entries.
pub(super) fn put_entry(
    reconciliation: &Reconciliation,
    index: usize,
    out: &mut Vec<u8>,
) -> Result<(), WriteError> {
    let Some(settled) = reconciliation.entries.get(index) else {
        out.extend_from_slice(b"null");
        return Ok(());
    };
    let (entry, means) = (&settled.entry, settled.means);
    let (file, sheet, spot) = (entry.file(), entry.whole.sheet().as_deref(), entry.place());
    let cell = spot.cell().map(|cell| cell.signs());
    let mut fields = Fields::begin(out);
    fields.signs("id", Some(&id('e', index)));
    fields.text("file", Some(file))?;
    fields.text("sheet", sheet)?;
    fields.signs("cell", cell.as_deref());
    match (sheet, &cell) {
        (Some(sheet), Some(cell)) => {
            // As the place shows itself, without the detour over a formatter.
            let place = [file, ", sheet \"", sheet, "\", cell ", cell].concat();
            fields.text("place", Some(&place))?;
        }
        _ => fields.text("place", Some(&spot.to_string()))?,
    }
    fields.text("raw", Some(&entry.raw()))?;
    fields.signs("amount", Some(&entry.amount.signs()));
    fields.signs("activity", means.activity.map(|code| code.signs()).as_deref());
    fields.signs("source", means.source.map(|source| source.word()));
    fields.text("body", means.body.as_ref().map(|body| &*body.0))?;
    fields.text("donor", means.donor.as_ref().map(|donor| &*donor.0))?;
    fields.signs("date", entry.date.map(|date| date.signs()).as_deref());
    fields.value("quarter", &entry.quarter)?;
    fields.value("outcome", &settled.outcome)?;
    fields.value("matched_by", &means.matched_by)?;
    fields.value("decision", &settled.remarks.decision.map(DecisionResult::id))?;
    fields.value("reason", &settled.remarks.reason.as_ref().map(Said::english))?;
    fields.signs("line", settled.line.map(|line| id('l', line.into())).as_deref());
    fields.text("code_as_written", entry.words.code.as_ref().map(|code| &*code.value))?;
    fields.text("title_as_written", entry.words.title.as_ref().map(|title| &*title.value))?;
    fields.text("document", entry.document().as_deref())?;
    fields.text("description", entry.description().as_deref())?;
    fields.text("reason_for_deviation", entry.words.reason.as_deref())?;
    fields.value("suggestions", &settled.remarks.suggestions)?;
    let findings = reconciliation.findings_at(&spot);
    fields
        .value("findings", &findings.map(|finding| Plain(id('f', finding))).collect::<Vec<_>>())?;
    fields.end();
    Ok(())
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
