//! What `check --json` prints: schema `earmark/check/1`. In: a check. Out: JSON. Amounts are strings
//! with two decimals, as in reconciliation.json.

use earmark::diagnostic::{Catalogue, Code, Finding, Severity};
use earmark::job::Checked;
use earmark::model::{CellRef, Euros};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    plan: Option<&'a str>,
    counts: Euros,
    does_not_count: Euros,
    submissions: Vec<Sent<'a>>,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Sent<'a> {
    file: &'a str,
    sha256: &'a str,
    sheet: Option<&'a str>,
    body: Option<&'a str>,
    period: Option<String>,
    rows: u32,
    entries: usize,
    read: Euros,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    code: Code,
    severity: Severity,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<CellRef>,
    place: String,
    read: Option<&'a str>,
    title: String,
    expected: String,
    remedy: String,
    amount: Option<Euros>,
}

/// The check as JSON.
pub fn check(checked: &Checked, catalogue: &Catalogue) -> Result<String, serde_json::Error> {
    let submissions = checked.submissions.iter().map(|submission| Sent {
        file: &submission.source.file,
        sha256: &submission.source.sha256,
        sheet: submission.sheet.as_deref(),
        body: submission.body.as_ref().map(|body| &*body.value),
        period: submission.period.map(|period| period.to_string()),
        rows: submission.rows,
        entries: submission.entries.len(),
        read: submission.read,
    });
    let findings = checked.findings.iter().enumerate().map(|(index, f)| item(index, f, catalogue));
    serde_json::to_string_pretty(&Report {
        schema: "earmark/check/1",
        plan: checked.plan.as_ref().map(|plan| &*plan.source.file),
        counts: checked.counts,
        does_not_count: checked.does_not_count,
        submissions: submissions.collect(),
        findings: findings.collect(),
    })
}

fn item<'a>(index: usize, finding: &'a Finding, catalogue: &Catalogue) -> Item<'a> {
    Item {
        id: format!("f{}", index + 1),
        code: finding.code,
        severity: finding.severity(),
        file: &finding.place.file,
        sheet: finding.place.sheet.as_deref(),
        cell: finding.place.cell(),
        place: finding.place.to_string(),
        read: finding.read.as_deref(),
        title: catalogue.title(finding),
        expected: catalogue.expected(finding),
        remedy: catalogue.remedy(finding),
        amount: finding.amount,
    }
}
