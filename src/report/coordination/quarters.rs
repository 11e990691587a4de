//! Who was to report for which quarter: the grid on top of the sheet Reporting. In: the table of bodies by
//! quarters. Out: rows of words, coloured by what they ask for.

use super::Context;
use crate::book::{Cell, Look, Row, Style};
use crate::language::Said;
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

fn why(body: &BodyReporting) -> Said {
    let mut parts = Vec::new();
    if !body.holds.is_empty() {
        parts.push(Said::new("holds money for {codes}").with("codes", codes(&body.holds)));
    }
    if !body.leads.is_empty() {
        parts.push(Said::new("leads {codes}").with("codes", codes(&body.leads)));
    }
    if parts.is_empty() { Said::new("none is expected") } else { Said::list(parts, "; ") }
}

fn codes(codes: &[ActivityCode]) -> Said {
    let named: Vec<String> = codes.iter().take(CODES).map(ToString::to_string).collect();
    let named = named.join(", ");
    match codes.len().saturating_sub(CODES) {
        0 => Said::data(named),
        more => Said::new("{codes} and {count} more").with_data("codes", named).with("count", more),
    }
}

fn word(context: &Context<'_>, quarter: &QuarterReporting) -> Cell {
    let (word, look) = match quarter.report {
        QuarterReport::Reported => (Said::new("reported"), Look::Good),
        QuarterReport::CoveredByLonger => (longer(context, quarter), Look::Good),
        QuarterReport::PeriodNotStated => {
            (Said::new("reported, period not stated"), Look::Attention)
        }
        QuarterReport::Missing => (Said::new("missing"), Look::Bad),
        QuarterReport::NotDue => (Said::new("not due"), Look::Body),
        QuarterReport::NothingRunning => (Said::new("nothing running"), Look::Hint),
    };
    Cell::wrap(word).look(look)
}

/// The period that covers a quarter and more.
fn longer(context: &Context<'_>, quarter: &QuarterReporting) -> Said {
    let period = quarter
        .submissions
        .iter()
        .find_map(|index| context.reconciliation.submissions.get(*index)?.period);
    match period {
        Some(Period { from: Some(from), to: Some(to), .. }) => {
            let words = match Some(&from) == Quarter::ALL.first() {
                true => "covered by the year so far, {from}–{to}",
                false => "covered by {from}–{to}",
            };
            Said::new(words).with("from", from).with("to", to)
        }
        _ => Said::new("covered by the report for the year"),
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
