//! Who was to report for which quarter: the grid on top of the sheet Reporting. In: the table of bodies by
//! quarters. Out: rows of words, coloured by what they ask for.

use super::Context;
use crate::book::{Cell, Look, Row, Style};
use crate::model::{ActivityCode, Period, Quarter};
use crate::reconcile::{BodyReporting, QuarterReport, QuarterReporting};
use crate::report::page::Page;

/// How many codes are named before the rest is only counted.
const CODES: usize = 6;

pub(super) fn write(context: &Context<'_>, page: &mut Page) {
    page.section("Who was to report, and for which quarter");
    page.hint(
        "A report for a quarter is due once the quarter has ended by the as-of date, from a body that \
         holds money for an activity running in it, or leads such an activity whose money nobody holds \
         alone. The latest day of an amount is the \
         latest that the sheets name, and not the day on which they were sent.",
    );
    page.header(&[
        "Body",
        "Why a report is expected",
        "",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "Latest day of an amount",
        "Reported by others",
        "",
        "",
    ]);
    if context.reconciliation.reporting.is_empty() {
        page.row([Cell::text("No report is expected from anybody.").look(Look::Hint)]);
    }
    for body in &context.reconciliation.reporting {
        let mut cells =
            vec![(0, Cell::wrap(body.body.to_string())), (1, Cell::wrap(why(body)).span(2))];
        cells.extend((3..).zip(body.quarters.iter().map(|quarter| word(context, quarter))));
        cells.push((7, Cell::new(body.last_entry_date, Style::Date)));
        cells.push((8, Cell::wrap(others(context, body)).span(3)));
        page.push(Row { cells, ..Row::default() });
    }
}

fn why(body: &BodyReporting) -> String {
    let mut parts = Vec::new();
    if !body.holds.is_empty() {
        parts.push(format!("holds money for {}", codes(&body.holds)));
    }
    if !body.leads.is_empty() {
        parts.push(format!("leads {}", codes(&body.leads)));
    }
    match parts.as_slice() {
        [] => "none is expected".to_owned(),
        parts => parts.join("; "),
    }
}

fn codes(codes: &[ActivityCode]) -> String {
    let named: Vec<String> = codes.iter().take(CODES).map(ToString::to_string).collect();
    match codes.len().saturating_sub(CODES) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

fn word(context: &Context<'_>, quarter: &QuarterReporting) -> Cell {
    let (word, look) = match quarter.report {
        QuarterReport::Reported => ("reported".to_owned(), Look::Good),
        QuarterReport::CoveredByLonger => (longer(context, quarter), Look::Good),
        QuarterReport::PeriodNotStated => {
            ("reported, period not stated".to_owned(), Look::Attention)
        }
        QuarterReport::Missing => ("missing".to_owned(), Look::Bad),
        QuarterReport::NotDue => ("not due".to_owned(), Look::Body),
        QuarterReport::NothingRunning => ("nothing running".to_owned(), Look::Hint),
    };
    Cell::wrap(word).look(look)
}

/// The period that covers a quarter and more.
fn longer(context: &Context<'_>, quarter: &QuarterReporting) -> String {
    let period = quarter
        .submissions
        .iter()
        .find_map(|index| context.reconciliation.submissions.get(*index)?.period);
    match period {
        Some(Period { from: Some(from), to: Some(to), .. }) => {
            let so_far = if Some(&from) == Quarter::ALL.first() { "the year so far, " } else { "" };
            format!("covered by {so_far}{from}–{to}")
        }
        _ => "covered by the report for the year".to_owned(),
    }
}

fn others(context: &Context<'_>, body: &BodyReporting) -> String {
    let mut names: Vec<String> = body
        .by_others
        .iter()
        .filter_map(|index| context.reconciliation.submissions.get(*index)?.body.as_ref())
        .map(ToString::to_string)
        .collect();
    names.dedup();
    names.join("; ")
}
