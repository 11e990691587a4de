//! Lines and entries as tables of csv: the columns bear the keys of the JSON, so that both can be used
//! together. Amounts with two decimals and a point, days as 2020-12-31, unknown is empty. Never a sum.

use std::io::Write;
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;

use super::{table, words};
use crate::model::{Activity, BodyName};
use crate::reconcile::{DecisionResult, Line, Reconciliation, SettledEntry};
use crate::write::json::{line_id, percent};
use crate::write::{WriteError, json};

/// What parts several names in one field.
const BETWEEN: &str = "; ";

/// A heading, and what stands below it.
type Column<T> = (&'static str, fn(&T) -> String);

struct OfLine<'a> {
    index: usize,
    line: &'a Line,
    activity: Option<&'a Activity>,
}

fn of_line<'a>() -> [Column<OfLine<'a>>; 32] {
    [
        ("id", |of| line_id(of.index)),
        ("activity", |of| field(of.line.activity)),
        ("title", |of| of.activity.map(|activity| words(&activity.title)).unwrap_or_default()),
        ("strategic_area", |of| {
            field(of.activity.map(|activity| activity.area).filter(|n| *n > 0))
        }),
        ("measure", |of| of.activity.map(|activity| words(&activity.measure)).unwrap_or_default()),
        ("lead", |of| names(of.activity.and_then(|activity| activity.lead.as_ref()))),
        ("start_quarter", |of| field(of.activity.and_then(|activity| activity.start))),
        ("end_quarter", |of| field(of.activity.and_then(|activity| activity.end))),
        ("no_funding_required", |of| {
            field(of.activity.map(|activity| activity.no_funding_required))
        }),
        ("source", |of| of.line.source.word().to_owned()),
        ("holder_kind", |of| json::holder_kind(&of.line.holder).to_owned()),
        ("holders", |of| names(&of.line.holders)),
        ("donor", |of| text(of.line.donor.as_ref().map(|donor| &*donor.0))),
        ("in_plan", |of| field(of.line.in_plan)),
        ("planned", |of| field(of.line.figures.planned)),
        ("secured", |of| field(of.line.figures.secured)),
        ("spent", |of| field(of.line.figures.spent)),
        ("variance", |of| field(of.line.figures.variance)),
        ("remaining", |of| field(of.line.figures.remaining)),
        ("deviation_percent", |of| percent(of.line.figures.deviation_percent).unwrap_or_default()),
        ("funding_gap", |of| field(of.line.figures.funding_gap)),
        ("planned_to_date", |of| field(of.line.figures.planned_to_date)),
        ("variance_to_date", |of| field(of.line.figures.variance_to_date)),
        ("spending_status", |of| field(of.line.spending_status)),
        ("funding_status", |of| field(of.line.funding_status)),
        ("timing", |of| field(of.line.timing)),
        ("appropriated", |of| field(of.line.evidence.appropriated)),
        ("pledged", |of| field(of.line.evidence.pledged)),
        ("committed", |of| field(of.line.evidence.committed)),
        ("received", |of| field(of.line.evidence.received)),
        ("reasons", |of| joined(of.line.reasons.iter().map(|reason| words(reason)))),
        ("entries", |of| joined(of.line.entries.iter().map(|at| SettledEntry::id(at.into())))),
    ]
}

/// All lines, in the order of the JSON.
///
/// # Errors
/// [`WriteError`] where nothing more can be written.
pub fn lines_csv(
    reconciliation: &Reconciliation,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let lines = reconciliation.lines.iter().enumerate().map(|(index, line)| {
        let activity = reconciliation.plan.activities.get(&line.activity);
        OfLine { index, line, activity }
    });
    rows(&of_line(), lines, out)
}

struct OfEntry<'a> {
    reconciliation: &'a Reconciliation,
    index: usize,
    settled: SettledEntry<'a>,
}

fn of_entry<'a>() -> [Column<OfEntry<'a>>; 25] {
    [
        ("id", |of| SettledEntry::id(of.index)),
        ("line", |of| of.settled.line.map(|line| line_id(line.into())).unwrap_or_default()),
        ("file", |of| words(of.settled.entry.file())),
        ("sheet", |of| text(of.settled.entry.whole.sheet().as_deref())),
        ("cell", |of| field(of.settled.entry.spot.cell())),
        ("place", |of| words(&of.settled.entry.place().to_string())),
        ("raw", |of| words(&of.settled.entry.raw())),
        ("amount", |of| field(of.settled.entry.amount)),
        ("activity", |of| field(of.settled.means.activity)),
        ("source", |of| {
            of.settled.means.source.map(|source| source.word().to_owned()).unwrap_or_default()
        }),
        ("body", |of| names(of.settled.means.body.as_ref())),
        ("donor", |of| text(of.settled.means.donor.as_ref().map(|donor| &*donor.0))),
        ("date", |of| of.settled.entry.date.map(|date| date.to_string()).unwrap_or_default()),
        ("quarter", |of| field(of.settled.entry.quarter)),
        ("outcome", |of| field(of.settled.outcome)),
        ("matched_by", |of| field(of.settled.means.matched_by)),
        ("decision", |of| of.settled.remarks.decision.map(DecisionResult::id).unwrap_or_default()),
        ("reason", |of| {
            text(of.settled.remarks.reason.as_ref().map(crate::language::Said::english).as_deref())
        }),
        ("code_as_written", |of| {
            text(of.settled.entry.words.code.as_ref().map(|code| &*code.value))
        }),
        ("title_as_written", |of| {
            text(of.settled.entry.words.title.as_ref().map(|title| &*title.value))
        }),
        ("document", |of| text(of.settled.entry.document().as_deref())),
        ("description", |of| text(of.settled.entry.description().as_deref())),
        ("reason_for_deviation", |of| text(of.settled.entry.words.reason.as_deref())),
        ("finding_codes", |of| {
            let findings = findings(of).filter_map(|index| of.reconciliation.findings.get(index));
            joined(findings.map(|finding| finding.code.number().to_owned()))
        }),
        ("findings", |of| joined(findings(of).map(Reconciliation::finding_id))),
    ]
}

/// All entries, in the order of the JSON.
///
/// # Errors
/// [`WriteError`] where nothing more can be written.
pub fn entries_csv(
    reconciliation: &Reconciliation,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let entries = reconciliation.entries.iter().enumerate();
    rows(
        &of_entry(),
        entries.map(|(index, settled)| OfEntry { reconciliation, index, settled }),
        out,
    )
}

fn rows<T>(
    columns: &[Column<T>],
    items: impl Iterator<Item = T>,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let headings: Vec<&str> = columns.iter().map(|(heading, _)| *heading).collect();
    let row = |item: T| columns.iter().map(|(_, value)| value(&item)).collect::<Vec<_>>();
    table(&headings, items.map(row), out)
}

/// A value as the JSON writes it, without quotes; unknown is empty.
fn field(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}

fn text(text: Option<&str>) -> String {
    text.map(words).unwrap_or_default()
}

fn findings(of: &OfEntry<'_>) -> Range<usize> {
    of.reconciliation.findings_at(&of.settled.entry.place())
}

fn names<'a>(bodies: impl IntoIterator<Item = &'a BodyName>) -> String {
    joined(bodies.into_iter().map(|body| words(&body.0)))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(BETWEEN)
}
