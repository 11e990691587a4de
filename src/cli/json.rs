//! What `check --json` and `inspect --json` print: schemas `earmark/check/1` and `earmark/inspect/1`.
//! In: a check, or files that were inspected. Out: JSON. Amounts are strings
//! with two decimals, as in reconciliation.json.

use earmark::diagnostic::{Catalogue, Code, Finding, Severity};
use earmark::job::{Checked, InspectedFile};
use earmark::model::{Basis, CellRef, Euros};
use earmark::read::{Inspected, layout_stub};
use serde::Serialize;

use super::command::kind_in_words;
use super::problem::Problem;

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
    basis: Option<Basis>,
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
    read: Option<String>,
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
        basis: submission.basis.map(|known| known.basis),
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

#[derive(Serialize)]
struct InspectReport<'a> {
    schema: &'static str,
    files: Vec<InspectItem<'a>>,
}

#[derive(Serialize)]
struct InspectItem<'a> {
    file: &'a str,
    kind: Option<&'static str>,
    sheets: Vec<SheetItem<'a>>,
    tables: Vec<TableItem<'a>>,
    layout: Option<String>,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct SheetItem<'a> {
    sheet: Option<&'a str>,
    hidden: bool,
}

#[derive(Serialize)]
struct TableItem<'a> {
    sheet: Option<&'a str>,
    header_row: u32,
    header_rows: usize,
    first_row: u32,
    last_row: u32,
    body: Option<&'a str>,
    period: Option<String>,
    basis: Option<Basis>,
    marks: &'static str,
    unit: &'static str,
    from_layout: bool,
    columns: Vec<ColumnItem<'a>>,
}

#[derive(Serialize)]
struct ColumnItem<'a> {
    column: String,
    heading: &'a str,
    read_as: String,
    taken_for: Option<&'a str>,
    looks_like: Option<&'static str>,
}

/// What was recognised in files, as JSON.
pub fn inspect(
    files: &[(&str, InspectedFile)],
    catalogue: &Catalogue,
) -> Result<String, serde_json::Error> {
    let items = files.iter().map(|(name, file)| InspectItem {
        file: name,
        kind: file.kind.map(kind_in_words),
        sheets: file
            .sheets
            .iter()
            .map(|(sheet, hidden)| SheetItem { sheet: sheet.as_deref(), hidden: *hidden })
            .collect(),
        tables: file.tables.iter().map(table_item).collect(),
        layout: layout_stub(name, &file.tables),
        findings: file.findings.iter().enumerate().map(|(at, f)| item(at, f, catalogue)).collect(),
    });
    let report = InspectReport { schema: "earmark/inspect/1", files: items.collect() };
    Ok(escaped(&serde_json::to_string_pretty(&report)?))
}

fn table_item(table: &Inspected) -> TableItem<'_> {
    let columns = table.columns.iter().map(|column| ColumnItem {
        column: column.letters(),
        heading: &column.text,
        read_as: column.meaning().english(),
        taken_for: table
            .taken
            .iter()
            .find(|taken| taken.column == column.letters())
            .map(|taken| &*taken.word),
        looks_like: table
            .guesses
            .iter()
            .find(|(index, _)| *index == column.index)
            .map(|(_, heading)| heading.key()),
    });
    TableItem {
        sheet: table.sheet.as_deref(),
        header_row: table.header_row,
        header_rows: table.header_rows,
        first_row: table.first_row,
        last_row: table.last_row,
        body: table.body.as_deref(),
        period: table.period.map(|period| period.to_string()),
        basis: table.basis,
        marks: table.marks,
        unit: table.unit,
        from_layout: table.from_layout,
        columns: columns.collect(),
    }
}

/// JSON that could not be made: nobody's sheet is to blame.
pub fn unwritten(error: serde_json::Error) -> Problem {
    Problem::new(format!("the JSON could not be written: {error}"), "report this fault")
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
        file: finding.place.file(),
        sheet: finding.place.sheet().as_deref(),
        cell: finding.place.cell(),
        place: finding.place.to_string(),
        read: catalogue.read(finding),
        title: catalogue.title(finding),
        expected: catalogue.expected(finding),
        remedy: catalogue.remedy(finding),
        effect: catalogue.effect(finding),
        amount: finding.amount,
    }
}
