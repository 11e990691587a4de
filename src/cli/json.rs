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
    files: Vec<OfFile<'a>>,
    submissions: Vec<Sent<'a>>,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct OfFile<'a> {
    file: &'a str,
    counts: Euros,
    does_not_count: Euros,
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
    effect: String,
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
    let files = checked.files.iter().map(|file| OfFile {
        file: &file.file,
        counts: file.counts,
        does_not_count: file.does_not_count,
    });
    let text = serde_json::to_string_pretty(&Report {
        schema: "earmark/check/1",
        plan: checked.plan.as_ref().map(|plan| &*plan.source.file),
        counts: checked.counts,
        does_not_count: checked.does_not_count,
        files: files.collect(),
        submissions: submissions.collect(),
        findings: findings.collect(),
    })?;
    Ok(escaped(&text))
}

/// JSON for a terminal: characters that steer it or turn its lines around are escaped. They can only
/// stand within texts, where the escape means the same.
#[must_use]
pub fn escaped(json: &str) -> String {
    let mut result = String::with_capacity(json.len());
    for character in json.chars() {
        let steers = matches!(
            character,
            '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        );
        if steers {
            result.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            result.push(character);
        }
    }
    result
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
        effect: catalogue.effect(finding),
        amount: finding.amount,
    }
}
