//! Looking from a day in the year: how much of the estimate was to be spent by then, and whether an
//! activity is due, overdue or started late. In: lines with their figures, the day, the profile. Out:
//! planned to date and timing. What has no quarters is unknown until the year is over.

use serde::Serialize;

use super::{ActivityResult, BySource, Entries, Figures, Line};
use crate::config::Profile;
use crate::model::{Activity, ActivityCode, Date, Euros, Plan, Positions, Quarter};

/// Where a line or an activity stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimingStatus {
    /// It starts after the day.
    NotDue,
    /// It has started by the plan, and its last quarter has not ended.
    Due,
    /// The same, and the first money was spent in a quarter after the one in which it starts.
    StartedLate,
    /// Its last quarter has ended, and not all of its money is reported as spent.
    Overdue,
    /// As much as planned is spent, within the tolerance, or more.
    Spent,
}

impl TimingStatus {
    /// All of them, in the order in which people are shown them.
    pub const ALL: [TimingStatus; 5] = [
        TimingStatus::NotDue,
        TimingStatus::Due,
        TimingStatus::StartedLate,
        TimingStatus::Overdue,
        TimingStatus::Spent,
    ];

    /// The word for people: "started late".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            TimingStatus::NotDue => "not due",
            TimingStatus::Due => "due",
            TimingStatus::StartedLate => "started late",
            TimingStatus::Overdue => "overdue",
            TimingStatus::Spent => "spent",
        }
    }
}

/// The first quarter in which money was spent. Where some of it has no quarter, that may have been the
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum First {
    Unknown,
    In(Quarter),
    Nothing,
}

impl First {
    fn of_all(all: impl Iterator<Item = First>) -> Self {
        all.min().unwrap_or(First::Nothing)
    }
}

/// The day and the profile to look with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub plan: &'a Plan,
    pub as_of: Option<Date>,
    pub profile: Profile,
    pub tolerance_percent: rust_decimal::Decimal,
}

impl Look<'_> {
    /// Gives every line what was planned to date.
    pub(super) fn planned_to_date(&self, lines: &mut [Line]) {
        for line in lines {
            let Some(planned) = line.figures.planned else { continue };
            line.figures.planned_to_date = self.part(line.activity, planned);
            line.figures.to_date_open = line.figures.planned_to_date.is_none();
            line.figures.close();
        }
    }

    /// Gives every line and activity its timing.
    pub(super) fn judge(
        &self,
        lines: &mut [Line],
        activities: &mut [ActivityResult],
        entries: &Entries,
    ) {
        let first: Vec<First> =
            lines.iter().map(|line| self.first_spending(&line.entries, entries)).collect();
        for activity in activities {
            let own = activity.lines.iter().filter_map(|index| first.get(*index).copied());
            let BySource { total, .. } = &activity.figures;
            activity.timing = self.status(activity.code, total, First::of_all(own));
        }
        for (line, first) in lines.iter_mut().zip(first) {
            line.timing = self.status(line.activity, &line.figures, first);
        }
    }

    fn span(&self, code: ActivityCode) -> Option<(Quarter, Quarter)> {
        let Activity { start, end, .. } = self.plan.activities.get(&code)?;
        let (start, end) = ((*start)?, (*end)?);
        (start <= end).then_some((start, end))
    }

    /// The part of an estimate that was to be spent by the day; all of it when the year is over.
    fn part(&self, code: ActivityCode, planned: Euros) -> Option<Euros> {
        let (as_of, year) = (self.as_of?, self.plan.year?);
        if self.plan.last_day().is_some_and(|last| as_of >= last) {
            return Some(planned);
        }
        let (start, end) = self.span(code)?;
        let (first, last) = (start.first_day(year)?, end.last_day(year)?);
        let (done, of) = match self.profile {
            Profile::Quarters => {
                let own =
                    Quarter::ALL.into_iter().filter(|quarter| (start..=end).contains(quarter));
                let ended =
                    own.filter(|quarter| quarter.last_day(year).is_some_and(|d| d <= as_of));
                (ended.count() as i64, i64::from(end.number() - start.number()) + 1)
            }
            Profile::Linear => {
                let days = |from: Date, to: Date| {
                    from.until(to).map_or(0, |span| i64::from(span.get_days())) + 1
                };
                let of = days(first, last);
                (if as_of < first { 0 } else { days(first, as_of).min(of) }, of)
            }
            Profile::Completion => (i64::from(as_of >= last), 1),
        };
        Some(planned.share(done, of))
    }

    /// The first quarter in which the money of a line was spent.
    fn first_spending(&self, own: &Positions, entries: &Entries) -> First {
        let spent = own
            .iter()
            .filter_map(|at| entries.at(at))
            .filter(|settled| !settled.entry.amount.is_zero());
        First::of_all(spent.map(|settled| {
            // In the year before or after it is no quarter of the plan's year.
            let of_year = settled.entry.date.zip(self.plan.year);
            let same = of_year.is_none_or(|(date, year)| date.year() == year);
            let quarter = settled.entry.date.map(Quarter::of).or(settled.entry.quarter);
            quarter.filter(|_| same).map_or(First::Unknown, First::In)
        }))
    }

    fn status(&self, code: ActivityCode, figures: &Figures, first: First) -> Option<TimingStatus> {
        let planned = figures.planned.filter(|planned| !planned.is_zero())?;
        let (as_of, year) = (self.as_of?, self.plan.year?);
        let spent = figures.spent.unwrap_or_default();
        let missing = (planned - spent).to_decimal() * rust_decimal::Decimal::ONE_HUNDRED;
        if missing <= planned.to_decimal() * self.tolerance_percent {
            return Some(TimingStatus::Spent);
        }
        let (start, end) = self.span(code)?;
        Some(if start.first_day(year)? > as_of {
            TimingStatus::NotDue
        } else if end.last_day(year)? <= as_of {
            TimingStatus::Overdue
        } else if matches!(first, First::In(first) if first > start) {
            TimingStatus::StartedLate
        } else {
            TimingStatus::Due
        })
    }
}
