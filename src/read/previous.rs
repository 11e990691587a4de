//! The JSON of an earlier run. In: its bytes. Out: what it recorded, or a finding that says why it
//! cannot be read. Keys that were added since may be missing; keys that are not known are passed over.
//! Never a guess: an amount in another form refuses the file.

use std::fmt;

use arcstr::ArcStr;
use serde::{Deserialize, Deserializer};

use crate::NamedBytes;
use crate::config::Limits;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{
    Euros, Place, Previous, RecordedEntry, RecordedFinding, RecordedLine, RecordedSums, SourceFile,
};
use crate::sheet::unicode;

/// The schema that this version writes.
const SCHEMA: &str = "earmark/reconciliation/1";
/// What the name of every such schema begins with.
const FAMILY: &str = "earmark/reconciliation/";

/// The results of an earlier run; none where they cannot be read, and then the findings say why.
#[must_use]
pub fn read_previous(file: &NamedBytes, limits: &Limits) -> (Option<Previous>, Vec<Finding>) {
    let source = SourceFile::new(&file.name, &file.bytes);
    let place = Place::of_file(&source.file);
    let refuse = |why: Said| {
        (None, vec![Finding::new(Code::PreviousUnreadable, place.clone()).detail("why", why)])
    };
    if file.bytes.len() as u64 > limits.file_bytes {
        return refuse(
            Said::new("it is larger than {megabytes} megabytes")
                .with_data("megabytes", limits.file_bytes >> 20),
        );
    }
    // A workbook is packed: the text beside it is meant.
    if file.bytes.starts_with(b"PK") {
        return refuse(Said::new("it is a workbook; the reconciliation.json beside it is meant"));
    }
    // An editor may have saved it otherwise than it was written.
    let Some(text) = unicode(&file.bytes) else {
        return refuse(Said::new("it is not stored as UTF-8, so its letters cannot be told"));
    };
    let schema = match serde_json::from_str::<Head>(&text) {
        Ok(head) => head.schema,
        Err(error) if error.is_data() => None,
        Err(error) => {
            let why = Said::new("it is not whole JSON, such as a part of a file ({error})");
            return refuse(why.with_data("error", error));
        }
    };
    let Some(schema) = schema.filter(|schema| schema.starts_with(FAMILY)) else {
        return refuse(Said::new("it is not the reconciliation.json that earmark writes"));
    };
    let document: Document = match serde_json::from_str(&text) {
        Ok(document) => document,
        Err(error) if schema == SCHEMA => {
            let why = Said::new("something in it was changed or is missing ({error})");
            return refuse(why.with_data("error", error));
        }
        Err(_) => {
            let why = Said::new("another version of earmark wrote it ({schema})");
            return refuse(why.with_data("schema", schema));
        }
    };
    let items = document.lines.len() + document.entries.len() + document.findings.len();
    if items as u64 > limits.rows {
        let why = Said::new("it has more than {count} lines, entries and findings");
        return refuse(why.with("count", limits.rows));
    }
    let mut findings = Vec::new();
    if schema != SCHEMA {
        findings.push(
            Finding::new(Code::PreviousOtherSchema, place).read(schema).data("schema", SCHEMA),
        );
    }
    (Some(document.record(source)), findings)
}

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    title: Option<String>,
    run_date: Option<String>,
    as_of: Option<String>,
    plan: PlanPart,
    totals: Totals,
    #[serde(default)]
    activities: Vec<ActivityPart>,
    lines: Vec<LinePart>,
    entries: Vec<EntryPart>,
    findings: Vec<FindingPart>,
    proof: ProofPart,
}

#[derive(Deserialize)]
struct PlanPart {
    year: Option<i64>,
}

#[derive(Deserialize)]
struct ActivityPart {
    code: ArcStr,
}

#[derive(Deserialize)]
struct Totals {
    planned: Total,
    secured: Total,
    spent: Total,
    funding_gap: Total,
}

#[derive(Deserialize)]
struct Total {
    total: Option<Amount>,
}

#[derive(Deserialize)]
struct LinePart {
    activity: ArcStr,
    source: ArcStr,
    #[serde(default)]
    holders: Vec<ArcStr>,
    donor: Option<ArcStr>,
    #[serde(default = "yes")]
    in_plan: bool,
    planned: Option<Amount>,
    secured: Option<Amount>,
    spent: Option<Amount>,
    funding_gap: Option<Amount>,
    spending_status: ArcStr,
    funding_status: ArcStr,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct EntryPart {
    id: ArcStr,
    file: ArcStr,
    sheet: Option<ArcStr>,
    cell: Option<ArcStr>,
    place: Option<ArcStr>,
    raw: ArcStr,
    amount: Amount,
    activity: Option<ArcStr>,
    source: Option<ArcStr>,
    body: Option<ArcStr>,
    donor: Option<ArcStr>,
    date: Option<ArcStr>,
    outcome: OutcomeWord,
    code_as_written: Option<ArcStr>,
    title_as_written: Option<ArcStr>,
    document: Option<ArcStr>,
    description: Option<ArcStr>,
}

#[derive(Deserialize)]
struct FindingPart {
    id: ArcStr,
    code: ArcStr,
    severity: ArcStr,
    title: Option<ArcStr>,
    file: ArcStr,
    sheet: Option<ArcStr>,
    cell: Option<ArcStr>,
    place: Option<ArcStr>,
    read: Option<ArcStr>,
    expected: ArcStr,
    remedy: ArcStr,
    amount: Option<Amount>,
}

#[derive(Deserialize)]
struct ProofPart {
    read: Amount,
    reconciled: Amount,
    unplanned: Amount,
    suspense: Amount,
    excluded: Amount,
}

/// An entry has one of four outcomes; with another word the sums could not be followed.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum OutcomeWord {
    Reconciled,
    Unplanned,
    Suspense,
    Excluded,
}

impl OutcomeWord {
    fn word(&self) -> &'static str {
        match self {
            OutcomeWord::Reconciled => "reconciled",
            OutcomeWord::Unplanned => "unplanned",
            OutcomeWord::Suspense => "suspense",
            OutcomeWord::Excluded => "excluded",
        }
    }
}

/// Euros in the one form that the JSON has: a text of digits with a point and two decimals.
struct Amount(Euros);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = Amount;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an amount in quotes such as \"1234.50\"")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Amount, E> {
                text.parse().map(Amount).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

fn euros(amount: Option<Amount>) -> Option<Euros> {
    amount.map(|amount| amount.0)
}

impl Document {
    fn record(self, source: SourceFile) -> Previous {
        let sums = RecordedSums {
            planned: euros(self.totals.planned.total),
            secured: euros(self.totals.secured.total),
            spent: euros(self.totals.spent.total),
            funding_gap: euros(self.totals.funding_gap.total),
            read: self.proof.read.0,
            reconciled: self.proof.reconciled.0,
            unplanned: self.proof.unplanned.0,
            suspense: self.proof.suspense.0,
            excluded: self.proof.excluded.0,
        };
        Previous {
            source: Some(source),
            title: self.title,
            as_of: self.as_of,
            run_date: self.run_date,
            year: self.plan.year,
            activities: self.activities.into_iter().map(|activity| activity.code).collect(),
            sums,
            lines: self.lines.into_iter().map(LinePart::record).collect(),
            entries: self.entries.into_iter().map(EntryPart::record).collect(),
            findings: self.findings.into_iter().map(FindingPart::record).collect(),
        }
    }
}

impl LinePart {
    fn record(self) -> RecordedLine {
        RecordedLine {
            activity: self.activity,
            source: self.source,
            holders: self.holders,
            donor: self.donor,
            in_plan: self.in_plan,
            planned: euros(self.planned),
            secured: euros(self.secured),
            spent: euros(self.spent),
            funding_gap: euros(self.funding_gap),
            spending_status: self.spending_status,
            funding_status: self.funding_status,
        }
    }
}

impl EntryPart {
    fn record(self) -> RecordedEntry {
        RecordedEntry {
            file: self.file,
            sheet: self.sheet,
            cell: self.cell.or(self.place).unwrap_or_default(),
            raw: self.raw,
            amount: self.amount.0,
            code: self.code_as_written,
            title: self.title_as_written,
            date: self.date,
            document: self.document,
            description: self.description,
            body: self.body,
            activity: self.activity,
            source: self.source,
            donor: self.donor,
            outcome: ArcStr::from(self.outcome.word()),
            id: self.id,
        }
    }
}

impl FindingPart {
    fn record(self) -> RecordedFinding {
        RecordedFinding {
            place: self.place.unwrap_or_else(|| ArcStr::clone(&self.file)),
            file: self.file,
            sheet: self.sheet,
            cell: self.cell,
            code: self.code,
            severity: self.severity,
            title: self.title.unwrap_or_default(),
            read: self.read,
            expected: self.expected,
            remedy: self.remedy,
            amount: euros(self.amount),
            id: self.id,
        }
    }
}
