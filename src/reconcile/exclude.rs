//! What is left out, and why: the same file a second time, another year, after the as-of date. Left
//! out is an outcome: the euros stay in the proof. What lies outside an activity's quarters is said.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{PeriodRules, Treatment};
use crate::diagnostic::{Code, Finding};
use crate::model::{
    Activity, ActivityCode, Basis, Date, Entry, Euros, FundingRecord, Place, Plan, Quarter, Spot,
    Submission,
};

/// Why what is later than the as-of date is left out.
pub(super) const AFTER_AS_OF: &str = "after the as-of date";

/// Files of the same content under several names: hash → the name that counts, the shortest, since
/// copies are named by adding to it ("q2 (1).xlsx", "Copy of q2.xlsx").
#[derive(Debug, Default)]
pub(super) struct Copies {
    names: BTreeMap<String, Arc<str>>,
}

impl Copies {
    pub(super) fn new(submissions: &[Submission]) -> Self {
        let mut names: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let key = |name: &Arc<str>| (name.chars().count(), Arc::clone(name));
        for Submission { source, .. } in submissions {
            let name =
                names.entry(source.sha256.clone()).or_insert_with(|| Arc::clone(&source.file));
            if key(&source.file) < key(name) {
                *name = Arc::clone(&source.file);
            }
        }
        Copies { names }
    }

    /// Why a whole submission is left out, if it is.
    pub(super) fn whole(
        &self,
        plan: &Plan,
        rules: PeriodRules,
        submission: &Submission,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let source = &submission.source;
        let first = self.names.get(&source.sha256)?;
        if *first != source.file {
            findings.push(
                Finding::new(Code::SameFileTwice, Place::of_file(&source.file))
                    .detail("first", first)
                    .amount(submission.read),
            );
            return Some(format!("the same file as {first}"));
        }
        let (year, period) = (plan.year?, submission.period?);
        let other = period.year.filter(|other| *other != year)?;
        if rules.outside_year == Treatment::Count {
            return None;
        }
        let place = Place {
            file: Arc::clone(&source.file),
            sheet: submission.sheet.clone(),
            spot: Spot::Whole,
        };
        findings.push(
            Finding::new(Code::OutsideYear, place)
                .read(period.to_string())
                .detail("year", year)
                .amount(submission.read),
        );
        Some(format!("the sheet is for {other}, the plan for {year}"))
    }
}

/// Whether single entries are left out, and what is said about when they were paid.
#[derive(Debug)]
pub(super) struct Exclusions<'a> {
    plan: &'a Plan,
    rules: PeriodRules,
    /// The day that was asked for; by default nothing is too late.
    as_of: Option<Date>,
    // What is later, by file: how many amounts, and how much.
    later: BTreeMap<Arc<str>, (usize, Euros)>,
}

impl<'a> Exclusions<'a> {
    pub(super) fn new(plan: &'a Plan, rules: PeriodRules, as_of: Option<Date>) -> Self {
        Exclusions { plan, rules, as_of, later: BTreeMap::new() }
    }

    /// Why a whole submission is too late, if it is: its period begins after the as-of date, and no
    /// entry of it says a day or quarter before.
    pub(super) fn whole(&self, submission: &Submission) -> Option<String> {
        let late = self.begins_later(submission)
            && submission.entries.iter().all(|entry| self.is_later(entry, true));
        late.then(|| AFTER_AS_OF.to_owned())
    }

    /// Whether the period of a submission begins after the as-of date.
    pub(super) fn begins_later(&self, submission: &Submission) -> bool {
        let so_far = submission.basis.is_some_and(|known| known.basis == Basis::Cumulative);
        let (Some(as_of), Some(period)) = (self.as_of, submission.period.filter(|_| !so_far))
        else {
            return false;
        };
        let month = i8::try_from(period.span().0).ok();
        let year = period.year.or(self.plan.year);
        let first = year.zip(month).and_then(|(year, month)| Date::new(year, month, 1).ok());
        first.is_some_and(|first| first > as_of)
    }

    /// Whether an entry is later than the as-of date.
    pub(super) fn is_later(&self, entry: &Entry, sheet_begins_later: bool) -> bool {
        let Some(as_of) = self.as_of else { return false };
        match (entry.date, entry.quarter.filter(|_| !entry.quarter_of_sheet)) {
            (Some(date), _) => date > as_of,
            (None, Some(quarter)) => self
                .plan
                .year
                .and_then(|year| quarter.first_day(year))
                .is_some_and(|first| first > as_of),
            (None, None) => sheet_begins_later,
        }
    }

    /// Counts what is left out because it is later, for one note for each file.
    pub(super) fn count_later(&mut self, entry: &Entry) {
        let (count, sum) = self.later.entry(Arc::clone(&entry.place.file)).or_default();
        *count += 1;
        *sum += entry.amount;
    }

    /// Why one entry that is not later is left out, if it is.
    pub(super) fn entry(
        &self,
        entry: &Entry,
        activity: Option<ActivityCode>,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let date = entry.date;
        let other_year = date.zip(self.plan.year).filter(|(date, year)| date.year() != *year);
        if let Some((date, year)) = other_year
            && self.rules.outside_year != Treatment::Count
        {
            findings.push(
                Finding::new(Code::OutsideYear, entry.place.clone())
                    .read(date.to_string())
                    .detail("year", year)
                    .amount(entry.amount),
            );
            return Some(format!("paid on {date}, outside the plan's year {year}"));
        }
        let activity = self.plan.activities.get(&activity?)?;
        // What is outside the year, and counted, is outside every activity's quarters too.
        if other_year.is_some() || entry.amount.is_zero() {
            return None;
        }
        let (side, quarter) = outside(activity, date.map(Quarter::of).or(entry.quarter)?)?;
        let (rule, code, words) = match side {
            Side::Before => (self.rules.before_start, Code::BeforeStart, "before the start"),
            Side::After => (self.rules.after_end, Code::AfterEnd, "after the end"),
        };
        if rule == Treatment::Count {
            return None;
        }
        let when = date.map_or_else(
            || entry.quarter.map(|quarter| quarter.to_string()).unwrap_or_default(),
            |date| date.to_string(),
        );
        let treated = match rule {
            Treatment::Exclude => "left out of the totals, as the configuration says",
            Treatment::Count | Treatment::Flag => "counted",
        };
        findings.push(
            Finding::new(code, entry.place.clone())
                .read(&*when)
                .detail("code", activity.code)
                .detail("quarter", quarter)
                .detail("treated", treated)
                .amount(entry.amount),
        );
        (rule == Treatment::Exclude)
            .then(|| format!("{when} is {words} of activity {} in {quarter}", activity.code))
    }

    /// One note for each file with money that is later than the as-of date.
    pub(super) fn close(self, findings: &mut Vec<Finding>) {
        let Some(as_of) = self.as_of else { return };
        for (file, (count, sum)) in self.later {
            let what = match count {
                1 => "1 amount".to_owned(),
                _ => format!("{count} amounts"),
            };
            findings.push(
                Finding::new(Code::AfterAsOf, Place::of_file(&file))
                    .detail("what", what)
                    .detail("as_of", shown(as_of))
                    .detail("sum", sum)
                    .amount(sum),
            );
        }
    }
}

/// A day as people read it: 30.06.2021.
fn shown(day: Date) -> String {
    format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())
}

/// Rows of the register that are dated after the as-of date are no evidence yet; one note says so.
pub(super) fn is_later_record(record: &FundingRecord, as_of: Option<Date>) -> bool {
    record.date.zip(as_of).is_some_and(|(date, as_of)| date > as_of)
}

/// The note about such rows.
pub(super) fn say_later_records(
    records: &[FundingRecord],
    as_of: Option<Date>,
    findings: &mut Vec<Finding>,
) {
    let later = records.iter().filter(|record| is_later_record(record, as_of));
    let (count, sum) =
        later.fold((0_usize, Euros::ZERO), |(count, sum), record| (count + 1, sum + record.amount));
    if let (Some(as_of), Some(first), 1..) = (as_of, records.first(), count) {
        let what = format!("{count} {} of the register", if count == 1 { "row" } else { "rows" });
        findings.push(
            Finding::new(Code::AfterAsOf, Place::of_file(&first.place.file))
                .detail("what", what)
                .detail("as_of", shown(as_of))
                .detail("sum", sum)
                .amount(sum),
        );
    }
}

enum Side {
    Before,
    After,
}

/// On which side of an activity's quarters one lies, and the quarter at that side. A plan whose end is
/// before its start says nothing.
fn outside(activity: &Activity, paid: Quarter) -> Option<(Side, Quarter)> {
    match (activity.start, activity.end) {
        (Some(start), Some(end)) if end < start => None,
        (Some(start), _) if paid < start => Some((Side::Before, start)),
        (_, Some(end)) if paid > end => Some((Side::After, end)),
        _ => None,
    }
}
