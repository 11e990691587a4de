//! What was read, held against what was drawn: the same entries in the same cells, no other, the
//! same totals, no finding that does not belong there.

use std::collections::BTreeMap;

use earmark::diagnostic::{Finding, Severity};
use earmark::model::{Entry, Euros, Submission, tidy};
use earmark::read::read_submissions;

use super::canvas::{Canvas, Expected};
use super::page::{Dressed, Form};
use super::vocabulary;

/// Reads a dressed file; what is wrong, a line each.
pub fn judge(dressed: &Dressed) -> Vec<String> {
    let (file, mut findings) = dressed.file();
    let (submissions, found) = read_submissions(&file, vocabulary(), None);
    findings.extend(found);
    let mut wrong = Vec::new();
    for sheet in &dressed.sheets {
        let name = (!matches!(dressed.form, Form::Csv(_))).then_some(sheet.name.as_str());
        let of_sheet = submissions.iter().find(|submission| submission.sheet.as_deref() == name);
        match of_sheet {
            Some(submission) => judge_sheet(sheet, submission, dressed.form, &mut wrong),
            None => wrong.push(format!("{name:?}: nothing was read")),
        }
    }
    if submissions.len() != dressed.sheets.len() {
        wrong.push(format!("{} submissions", submissions.len()));
    }
    wrong.extend(findings.iter().filter(|finding| !belongs(finding, dressed)).map(say));
    wrong
}

/// Whether a finding is what the dressing asks for.
fn belongs(finding: &Finding, dressed: &Dressed) -> bool {
    let code = finding.code.number();
    finding.code.severity() != Severity::Error
        && dressed.sheets.iter().any(|sheet| sheet.may_say.contains(&code))
}

pub fn say(finding: &Finding) -> String {
    let cell = finding.place.cell().map_or_else(|| "-".to_owned(), |cell| cell.to_string());
    format!(
        "said {} at {cell} ({})",
        finding.code,
        finding.read.as_ref().map(earmark::language::Said::english).unwrap_or_default()
    )
}

fn judge_sheet(sheet: &Canvas, read: &Submission, form: Form, wrong: &mut Vec<String>) {
    let mut entries: BTreeMap<(u32, u32), Entry<'_>> = BTreeMap::new();
    for entry in read.entries.iter() {
        let at = entry.spot.cell().map(|cell| (cell.row, cell.column)).expect("a cell");
        entries.insert(at, entry);
        if !sheet.entries.contains_key(&at) {
            let cell = entry.spot.cell().expect("a cell");
            wrong.push(format!("{cell}: {} was read and is no entry", entry.amount));
        }
    }
    for (at, expected) in &sheet.entries {
        let cell = earmark::model::CellRef { row: at.0, column: at.1 };
        match entries.get(at) {
            None => {
                wrong.push(format!("{cell}: {} was not read", Euros::from_cents(expected.cents)))
            }
            Some(entry) => wrong.extend(
                differences(&read_of(entry), expected, form)
                    .into_iter()
                    .map(|difference| format!("{cell}: {difference}")),
            ),
        }
    }
    let sum: Euros = read.entries.iter().map(|entry| entry.amount).sum();
    if sum != read.read {
        wrong.push(format!("counted {} and gave out {sum}", read.read));
    }
    for total in &read.control_totals {
        if total.stated != total.computed {
            wrong.push(format!("{:?}: total {} for {}", total.cell, total.stated, total.computed));
        }
    }
    for (at, cents) in &sheet.totals {
        let cell = earmark::model::CellRef { row: at.0, column: at.1 };
        let found = read.control_totals.iter().find(|total| total.cell == Some(cell));
        if found.map(|total| total.stated) != Some(Euros::from_cents(*cents)) {
            wrong.push(format!("{cell}: the total {cents} c was read as {found:?}"));
        }
    }
    let body = read.body.as_ref().map(|placed| placed.value.to_string());
    if body != sheet.body {
        wrong.push(format!("the body is {:?} and was read as {body:?}", sheet.body));
    }
}

fn read_of(entry: &Entry<'_>) -> Expected {
    let text = |placed: &Option<earmark::model::AsWritten>| {
        placed.as_ref().map(|placed| placed.value.to_string())
    };
    Expected {
        cents: i64::try_from(entry.amount.cents()).unwrap_or(i64::MAX),
        code: entry.words.activity_code,
        title: text(&entry.words.title),
        source: text(&entry.words.source),
        column_source: entry.words.column_source,
        donor: text(&entry.words.donor),
        date: entry.date,
        quarter: entry.quarter,
        document: entry.document().map(Into::into),
        description: entry.description().map(Into::into),
    }
}

fn differences(read: &Expected, expected: &Expected, _form: Form) -> Vec<String> {
    let tidied = |text: &Option<String>| text.as_deref().map(tidy);
    let mut found = Vec::new();
    let mut compare = |what: &str, read: String, expected: String| {
        if read != expected {
            found.push(format!("{what} is {expected} and was read as {read}"));
        }
    };
    let euros = |of: &Expected| Euros::from_cents(of.cents).to_string();
    compare("the amount", euros(read), euros(expected));
    compare("the code", format!("{:?}", read.code), format!("{:?}", expected.code));
    compare("the title", format!("{:?}", read.title), format!("{:?}", tidied(&expected.title)));
    compare("the source", format!("{:?}", read.source), format!("{:?}", tidied(&expected.source)));
    let column = |of: &Expected| format!("{:?}", of.column_source);
    compare("the column's source", column(read), column(expected));
    compare("the donor", format!("{:?}", read.donor), format!("{:?}", tidied(&expected.donor)));
    compare("the date", format!("{:?}", read.date), format!("{:?}", expected.date));
    compare("the quarter", format!("{:?}", read.quarter), format!("{:?}", expected.quarter));
    compare("the document", format!("{:?}", read.document), format!("{:?}", expected.document));
    let description = |of: &Expected| format!("{:?}", tidied(&of.description));
    compare("the description", description(read), description(expected));
    found
}
