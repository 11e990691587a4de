//! Who was to report and who did, as the JSON holds it. In: the table of bodies by quarters. Out: parts
//! that borrow from it.

use serde::Serialize;

use crate::model::{ActivityCode, BodyName, Quarter};
use crate::reconcile::{BodyReporting, QuarterReport, QuarterReporting, Reconciliation};

#[derive(Serialize)]
pub(super) struct ReportingPart<'a> {
    body: &'a BodyName,
    expected: bool,
    why: WhyPart<'a>,
    quarters: Vec<QuarterPart<'a>>,
    by_others: Vec<SheetPart<'a>>,
    last_entry_date: Option<String>,
}

#[derive(Serialize)]
struct WhyPart<'a> {
    holds_money_for: &'a [ActivityCode],
    leads: &'a [ActivityCode],
}

#[derive(Serialize)]
struct QuarterPart<'a> {
    quarter: Quarter,
    expected: bool,
    reported: bool,
    report: QuarterReport,
    submissions: Vec<SheetPart<'a>>,
}

#[derive(Serialize)]
struct SheetPart<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    body: Option<&'a BodyName>,
}

pub(super) fn reporting<'a>(
    reconciliation: &'a Reconciliation,
    row: &'a BodyReporting,
) -> ReportingPart<'a> {
    ReportingPart {
        body: &row.body,
        expected: row.expected,
        why: WhyPart { holds_money_for: &row.holds, leads: &row.leads },
        quarters: row.quarters.iter().map(|one| quarter(reconciliation, one)).collect(),
        by_others: sheets(reconciliation, &row.by_others),
        last_entry_date: row.last_entry_date.map(|date| date.to_string()),
    }
}

fn quarter<'a>(reconciliation: &'a Reconciliation, one: &'a QuarterReporting) -> QuarterPart<'a> {
    QuarterPart {
        quarter: one.quarter,
        expected: one.expected,
        reported: !one.submissions.is_empty(),
        report: one.report,
        submissions: sheets(reconciliation, &one.submissions),
    }
}

fn sheets<'a>(reconciliation: &'a Reconciliation, indexes: &[usize]) -> Vec<SheetPart<'a>> {
    let found = indexes.iter().filter_map(|index| reconciliation.submissions.get(*index));
    found
        .map(|submission| SheetPart {
            file: &submission.source.file,
            sheet: submission.sheet.as_deref(),
            body: submission.body.as_ref(),
        })
        .collect()
}
