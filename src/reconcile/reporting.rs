//! Who was to report for which quarter, and who did. In: institutions, what was sent, the day to look
//! from. Out: a table of bodies by quarters, and notes where one quarter is missing among others, or a
//! body reports for a time in which it did not exist. Never an amount.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Entries, InstitutionResult, Line, SubmissionResult, bodies};
use crate::config::Settings;
use crate::diagnostic::{Code, Finding};
use crate::language::Part;
use crate::model::{ActivityCode, Basis, BodyName, Date, Holder, Place, Plan, Quarter, Spot};

/// What is known of a body's report for a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarterReport {
    /// A sheet of its own, or amounts dated in it.
    Reported,
    /// A sheet for a longer period has it: half a year, the year so far, the year.
    CoveredByLonger,
    /// A sheet came that does not say for which quarter.
    PeriodNotStated,
    /// Nothing came, and it was due.
    Missing,
    /// Nothing came, and the quarter has not ended by the as-of date.
    NotDue,
    /// Nothing came, and no activity that it answers for runs in the quarter.
    NothingRunning,
}

/// One quarter of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterReporting {
    /// The quarter.
    pub quarter: Quarter,
    /// A report was due by the as-of date.
    pub expected: bool,
    /// What is known of it.
    pub report: QuarterReport,
    /// The submissions that report it, as indexes.
    pub submissions: Vec<usize>,
}

/// One body that was to report, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyReporting {
    /// The body.
    pub body: BodyName,
    /// A report was expected of it by the as-of date.
    pub expected: bool,
    /// Activities for which it holds money alone.
    pub holds: Vec<ActivityCode>,
    /// Activities with money of no single holder that it leads.
    pub leads: Vec<ActivityCode>,
    /// The four quarters, in order.
    pub quarters: Vec<QuarterReporting>,
    /// Sheets of other bodies that count as its own, as indexes of submissions.
    pub by_others: Vec<usize>,
    /// The latest day that an amount in its sheets names; not the day on which they were sent.
    pub last_entry_date: Option<Date>,
}

/// What was sent, and the lines it is for.
pub(super) struct Sent<'a> {
    pub lines: &'a [Line],
    pub entries: &'a Entries,
    pub submissions: &'a [SubmissionResult],
}

/// The table, in the order of the institutions.
pub(super) fn reporting(
    plan: &Plan,
    sent: &Sent<'_>,
    institutions: &[InstitutionResult],
    not_reported: &[BodyName],
    as_of: Option<Date>,
    findings: &mut Vec<Finding>,
) -> Vec<BodyReporting> {
    let named = Named::of(sent);
    let table: Vec<BodyReporting> = institutions
        .iter()
        .filter_map(|result| {
            let body = result.body.as_ref()?;
            let row = body_row(plan, sent, &named, result, body, as_of);
            // A body of which nothing is expected and from which nothing came has no row.
            let came = row.quarters.iter().any(|quarter| !quarter.submissions.is_empty());
            (!row.holds.is_empty() || !row.leads.is_empty() || came).then_some(row)
        })
        .collect();
    for row in table.iter().filter(|row| !not_reported.contains(&row.body)) {
        let missing: Vec<String> = row
            .quarters
            .iter()
            .filter(|quarter| quarter.report == QuarterReport::Missing)
            .map(|quarter| quarter.quarter.to_string())
            .collect();
        if row.expected && !missing.is_empty() {
            findings.push(
                Finding::new(Code::QuarterMissing, Place::of_file(&plan.source.file))
                    .detail("body", &row.body)
                    .data("quarters", missing.join(", ")),
            );
        }
    }
    table
}

/// What the entries of a submission name.
#[derive(Clone, Default)]
struct Named {
    quarters: BTreeSet<Quarter>,
    last_day: Option<Date>,
}

impl Named {
    /// By submission.
    fn of(sent: &Sent<'_>) -> Vec<Named> {
        let mut named = vec![Named::default(); sent.submissions.len()];
        for settled in sent.entries.iter() {
            if let Some(of) = named.get_mut(usize::from(settled.submission)) {
                of.quarters.extend(settled.entry.quarter);
                of.last_day = of.last_day.max(settled.entry.date);
            }
        }
        named
    }
}

fn body_row(
    plan: &Plan,
    sent: &Sent<'_>,
    named: &[Named],
    result: &InstitutionResult,
    body: &BodyName,
    as_of: Option<Date>,
) -> BodyReporting {
    let own: Vec<&Line> = result
        .lines
        .iter()
        .filter_map(|index| sent.lines.get(*index))
        .filter(|line| bodies::expects(plan, line, body))
        .collect();
    let codes = |alone: bool| {
        let held = |line: &&&Line| matches!(line.holder, Holder::Body(_)) == alone;
        let codes: BTreeSet<ActivityCode> =
            own.iter().filter(held).map(|line| line.activity).collect();
        codes.into_iter().collect::<Vec<_>>()
    };
    let counted = |(_, submission): &(usize, &SubmissionResult)| submission.excluded.is_none();
    let (mut submissions, mut by_others) = (Vec::new(), Vec::new());
    for (index, submission) in sent.submissions.iter().enumerate().filter(counted) {
        match &submission.body {
            Some(sender) if sender == body => submissions.push(index),
            Some(sender) if plan.bodies.stands_for(sender, body) => by_others.push(index),
            _ => {}
        }
    }
    // What others hand in for it says nothing where it was not to report.
    if own.is_empty() {
        by_others.clear();
    }
    let all: Vec<usize> = submissions.iter().chain(&by_others).copied().collect();
    let quarters: Vec<QuarterReporting> = Quarter::ALL
        .into_iter()
        .map(|quarter| {
            let running = own.iter().any(|line| runs_in(plan, line.activity, quarter));
            let ended = match (plan.year.and_then(|year| quarter.last_day(year)), as_of) {
                (Some(end), Some(as_of)) => end <= as_of,
                _ => true,
            };
            let mut found: Vec<(QuarterReport, usize)> = Vec::new();
            for index in &all {
                let Some(submission) = sent.submissions.get(*index) else { continue };
                let dated = named.get(*index).is_some_and(|of| of.quarters.contains(&quarter));
                if let Some(report) = covers(submission, quarter, dated) {
                    found.push((report, *index));
                }
            }
            let best = found.iter().map(|(report, _)| *report).min();
            // A sheet without a period tells nothing of a quarter in which nothing runs, or which
            // has not ended.
            let best = best
                .filter(|report| *report != QuarterReport::PeriodNotStated || (running && ended));
            let report = best.unwrap_or(match (running, ended) {
                (false, _) => QuarterReport::NothingRunning,
                (true, false) => QuarterReport::NotDue,
                (true, true) => QuarterReport::Missing,
            });
            let by = found.into_iter().filter(|(found, _)| Some(*found) == best);
            QuarterReporting {
                quarter,
                expected: running && ended,
                report,
                submissions: by.map(|(_, index)| index).collect(),
            }
        })
        .collect();
    let last_entry_date = all.iter().filter_map(|index| named.get(*index)?.last_day).max();
    BodyReporting {
        body: body.clone(),
        expected: quarters.iter().any(|quarter| quarter.expected),
        holds: codes(true),
        leads: codes(false),
        quarters,
        by_others,
        last_entry_date,
    }
}

/// Whether an activity runs in a quarter; without a start it runs from the first, without an end to
/// the last.
fn runs_in(plan: &Plan, code: ActivityCode, quarter: Quarter) -> bool {
    plan.activities.get(&code).is_some_and(|activity| {
        activity.start.is_none_or(|start| start <= quarter)
            && activity.end.is_none_or(|end| quarter <= end)
    })
}

/// What a submission for a period says of a quarter; nothing where it is for another time. `dated`
/// says whether an amount in it names the quarter.
fn covers(submission: &SubmissionResult, quarter: Quarter, dated: bool) -> Option<QuarterReport> {
    let Some(period) = submission.period else {
        return Some(if dated { QuarterReport::Reported } else { QuarterReport::PeriodNotStated });
    };
    let (from, to) = match (period.from, period.to) {
        (None, None) => (Quarter::ALL.first().copied()?, Quarter::ALL.last().copied()?),
        (Some(only), None) | (None, Some(only)) => (only, only),
        (Some(from), Some(to)) => (from, to),
    };
    // The year so far begins with the year, whatever quarter it is named for.
    let so_far = submission.basis.is_some_and(|known| known.basis == Basis::Cumulative);
    let from = if so_far { Quarter::ALL.first().copied()? } else { from };
    if !(from <= quarter && quarter <= to) {
        return None;
    }
    let own = from == to || (so_far && quarter == to);
    Some(if own { QuarterReport::Reported } else { QuarterReport::CoveredByLonger })
}

/// Notes about bodies that report for a time in which others had their duties, and settings that name
/// bodies nobody knows.
pub(super) fn relations(
    settings: &Settings,
    plan: &Plan,
    submissions: &[SubmissionResult],
    findings: &mut Vec<Finding>,
) {
    for submission in submissions.iter().filter(|submission| submission.excluded.is_none()) {
        findings.extend(out_of_time(plan, submission));
    }
    let file = settings.file.clone().unwrap_or_else(|| "earmark.toml".into());
    for body in &settings.words.bodies {
        let successor = body.successor.iter().map(|(name, _)| ("successor", name));
        let reports_for = body.reports_for.iter().map(|name| ("reports-for", name));
        for (key, name) in successor.chain(reports_for) {
            if plan.bodies.named(name).is_none() {
                findings.push(
                    Finding::new(Code::ConfigBodyUnknown, Place::of_file(&file))
                        .read(&*name.0)
                        .detail("body", &body.name)
                        .data("key", key),
                );
            }
        }
    }
}

/// A successor that reports for a time before it took over, or a body that reports for a time after.
fn out_of_time(plan: &Plan, submission: &SubmissionResult) -> Option<Finding> {
    let (body, period) = (submission.body.as_ref()?, submission.period?);
    let year = period.year.or(plan.year)?;
    let start = period.from.unwrap_or(Quarter::of_month(1)).first_day(year)?;
    let end = period.to.or(period.from).unwrap_or(Quarter::of_month(12)).last_day(year)?;
    let place = Place::new(&submission.source.file, submission.sheet.clone(), Spot::Whole);
    let finding = |code: Code, other: &BodyName, from: Date| {
        Finding::new(code, place.clone())
            .detail("body", body)
            .detail("other", other)
            .detail("from", Part::IsoDate(from))
            .detail("period", period)
    };
    if let Some((other, Some(from))) = plan.bodies.successors(body).into_iter().next()
        && from <= start
    {
        return Some(finding(Code::PredecessorAfterItsTime, &other, from));
    }
    // Of several bodies that it took over from, the first that still had its duties then.
    plan.bodies.iter().find_map(|earlier| {
        let (_, from) =
            plan.bodies.successors(&earlier.name).into_iter().find(|(name, _)| name == body)?;
        let from = from.filter(|from| end < *from)?;
        Some(finding(Code::SuccessorBeforeItsTime, &earlier.name, from))
    })
}
