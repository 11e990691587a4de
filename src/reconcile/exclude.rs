//! What is left out, and why: the same file a second time, another year, after the as-of date. Left
//! out is an outcome: the euros stay in the proof. What lies outside an activity's quarters is said.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use crate::config::{PeriodRules, Treatment};
use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::{
    Activity, ActivityCode, Basis, Date, Entry, Euros, FundingRecord, Place, Plan, Quarter, Spot,
    Submission,
};

/// Why what is later than the as-of date is left out.
pub(super) const AFTER_AS_OF: Said = Said::new("after the as-of date");

/// Files of the same content under several names: hash → the name that counts, the shortest, since
/// copies are named by adding to it ("q2 (1).xlsx", "Copy of q2.xlsx").
#[derive(Debug, Default)]
pub(super) struct Copies {
    names: BTreeMap<String, ArcStr>,
}

impl Copies {
    pub(super) fn new(submissions: &[Submission]) -> Self {
        let mut names: BTreeMap<String, ArcStr> = BTreeMap::new();
        let key = |name: &ArcStr| (name.chars().count(), ArcStr::clone(name));
        for Submission { source, .. } in submissions {
            let name =
                names.entry(source.sha256.clone()).or_insert_with(|| ArcStr::clone(&source.file));
            if key(&source.file) < key(name) {
                *name = ArcStr::clone(&source.file);
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
    ) -> Option<Said> {
        let source = &submission.source;
        let first = self.names.get(&source.sha256)?;
        if *first != source.file {
            findings.push(
                Finding::new(Code::SameFileTwice, Place::of_file(&source.file))
                    .detail("first", first)
                    .amount(submission.read),
            );
            return Some(Said::new("the same file as {file}").with("file", first));
        }
        let (year, period) = (plan.year?, submission.period?);
        let other = period.year.filter(|other| *other != year)?;
        if rules.outside_year == Treatment::Count {
            return None;
        }
        let place = Place::new(&source.file, submission.sheet.clone(), Spot::Whole);
        findings.push(
            Finding::new(Code::OutsideYear, place)
                .read(period.to_string())
                .data("year", year)
                .amount(submission.read),
        );
        let words = Said::new("the sheet is for {other}, the plan for {year}");
        Some(words.with_data("other", other).with_data("year", year))
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
    later: BTreeMap<ArcStr, (usize, Euros)>,
}

impl<'a> Exclusions<'a> {
    pub(super) fn new(plan: &'a Plan, rules: PeriodRules, as_of: Option<Date>) -> Self {
        Exclusions { plan, rules, as_of, later: BTreeMap::new() }
    }

    /// Why a whole submission is too late, if it is: its period begins after the as-of date, and no
    /// entry of it says a day or quarter before.
    pub(super) fn whole(&self, submission: &Submission) -> Option<Said> {
        let late = self.begins_later(submission)
            && submission.entries.iter().all(|entry| self.is_later(&entry, true));
        late.then_some(AFTER_AS_OF)
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
    pub(super) fn is_later(&self, entry: &Entry<'_>, sheet_begins_later: bool) -> bool {
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
    pub(super) fn count_later(&mut self, entry: &Entry<'_>) {
        let (count, sum) = self.later.entry(ArcStr::clone(entry.file())).or_default();
        *count += 1;
        *sum += entry.amount;
    }

    /// Why one entry that is not later is left out, if it is.
    pub(super) fn entry(
        &self,
        entry: &Entry<'_>,
        activity: Option<ActivityCode>,
        findings: &mut Vec<Finding>,
    ) -> Option<Said> {
        let date = entry.date;
        let other_year = date.zip(self.plan.year).filter(|(date, year)| date.year() != *year);
        if let Some((date, year)) = other_year
            && self.rules.outside_year != Treatment::Count
        {
            findings.push(
                Finding::new(Code::OutsideYear, entry.place())
                    .read_as(Said::new("{date}").with("date", Part::IsoDate(date)))
                    .data("year", year)
                    .amount(entry.amount),
            );
            let words = Said::new("paid on {date}, outside the plan's year {year}");
            return Some(words.with("date", Part::IsoDate(date)).with_data("year", year));
        }
        let activity = self.plan.activities.get(&activity?)?;
        // What is outside the year, and counted, is outside every activity's quarters too.
        if other_year.is_some() || entry.amount.is_zero() {
            return None;
        }
        let (side, quarter) = outside(activity, date.map(Quarter::of).or(entry.quarter)?)?;
        let (rule, code, words) = match side {
            Side::Before => (
                self.rules.before_start,
                Code::BeforeStart,
                "{when} is before the start of activity {code} in {quarter}",
            ),
            Side::After => (
                self.rules.after_end,
                Code::AfterEnd,
                "{when} is after the end of activity {code} in {quarter}",
            ),
        };
        if rule == Treatment::Count {
            return None;
        }
        let when = match (date, entry.quarter) {
            (Some(date), _) => Said::new("{date}").with("date", Part::IsoDate(date)),
            (None, Some(quarter)) => Said::data(quarter.to_string()),
            (None, None) => Said::nothing(),
        };
        let treated = match rule {
            Treatment::Exclude => "left out of the totals, as the configuration says",
            Treatment::Count | Treatment::Flag => "counted",
        };
        findings.push(
            Finding::new(code, entry.place())
                .read_as(when.clone())
                .detail("code", activity.code)
                .detail("quarter", quarter)
                .detail("treated", treated)
                .amount(entry.amount),
        );
        (rule == Treatment::Exclude).then(|| {
            let words = Said::new(words).with("when", when).with("code", activity.code);
            words.with("quarter", quarter)
        })
    }

    /// One note for each file with money that is later than the as-of date.
    pub(super) fn close(self, findings: &mut Vec<Finding>) {
        let Some(as_of) = self.as_of else { return };
        for (file, (count, sum)) in self.later {
            let what = Said::new("{count} amounts").with("count", count);
            findings.push(
                Finding::new(Code::AfterAsOf, Place::of_file(&file))
                    .detail("what", what)
                    .detail("as_of", as_of)
                    .detail("sum", sum)
                    .amount(sum),
            );
        }
    }
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
        let what = Said::new("{count} rows of the register").with("count", count);
        findings.push(
            Finding::new(Code::AfterAsOf, Place::of_file(first.place.file()))
                .detail("what", what)
                .detail("as_of", as_of)
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
