//! What was planned by the as-of date, how far spending is from it, and the timing: two columns and a
//! word that several sheets print the same way. In: figures that are already computed. Never a sum.

use super::formula;
use crate::book::{Cell, Look, Style};
use crate::config::Profile;
use crate::language::Said;
use crate::model::Euros;
use crate::reconcile::{Figures, Reconciliation, TimingStatus};

/// The headings of the two columns.
pub(super) const HEADINGS: [&str; 2] = ["Planned to date", "Variance to date"];

/// The two columns as given.
pub(super) fn cells(figures: &Figures) -> [Cell; 2] {
    [Cell::money(figures.planned_to_date), Cell::money(figures.variance_to_date)]
}

/// The two columns of a total in a row: their first column and that of spent; planned to date is
/// `total` of its column, and the variance follows from the cells beside it.
pub(super) fn totals(
    row: u32,
    (first, spent): (u16, u16),
    figures: &Figures,
    total: impl Fn(u16, Option<Euros>) -> Cell,
) -> [Cell; 2] {
    let (spent, planned) = (formula::at(row, spent), formula::at(row, first));
    [
        total(first, figures.planned_to_date),
        formula::difference(&spent, &planned, figures.variance_to_date),
    ]
}

/// The timing, in its colour.
pub(super) fn timing(status: Option<TimingStatus>) -> Cell {
    let look = match status {
        Some(TimingStatus::Overdue) => Look::Bad,
        Some(TimingStatus::StartedLate) => Look::Attention,
        Some(TimingStatus::Spent) => Look::Good,
        Some(TimingStatus::NotDue | TimingStatus::Due) | None => Look::Body,
    };
    Cell::new(status.map_or("", TimingStatus::label), Style::Centre).look(look)
}

/// How the estimates were spread, in words.
pub(super) fn spread(profile: Profile) -> &'static str {
    match profile {
        Profile::Quarters => {
            "the estimate is spread evenly over the quarters from start to end, and a quarter counts \
             when it has ended by the as-of date"
        }
        Profile::Linear => {
            "the estimate is spread evenly over the days from the first day of the start quarter to \
             the last day of the end quarter"
        }
        Profile::Completion => {
            "the whole estimate counts when the end quarter has ended by the as-of date"
        }
    }
}

/// What the two columns mean, for the head of a sheet.
pub(super) fn hint(reconciliation: &Reconciliation) -> Said {
    let said = Said::new(
        "Planned to date: what was to be spent by {day}; {spread}. Variance to date = spent − planned \
         to date. Empty where the plan gives no quarters and the year is not over.",
    );
    let said = match reconciliation.as_of {
        Some(day) => said.with("day", day),
        None => said.with("day", "the as-of date"),
    };
    said.with("spread", spread(reconciliation.profile))
}

/// Planned to date beside spent, as one sentence; none where nothing is known of it.
pub(super) fn sentence(reconciliation: &Reconciliation) -> Option<Said> {
    let figures = &reconciliation.totals.total;
    let (as_of, planned) = (reconciliation.as_of?, figures.planned_to_date?);
    let words = match (figures.spent, figures.variance_to_date) {
        (Some(_), Some(variance)) if variance.is_zero() => {
            "By {day}, {planned} was planned to be spent; {spent} is reported as spent, exactly that."
        }
        (Some(_), Some(variance)) if variance.is_negative() => {
            "By {day}, {planned} was planned to be spent; {spent} is reported as spent, {difference} \
             less."
        }
        (Some(_), Some(_)) => {
            "By {day}, {planned} was planned to be spent; {spent} is reported as spent, {difference} \
             more."
        }
        (Some(_), None) => {
            "By {day}, {planned} was planned to be spent, for the lines of which it is known; {spent} \
             is reported as spent on all lines."
        }
        (None, _) => "By {day}, {planned} was planned to be spent; nothing is reported as spent.",
    };
    let mut said = Said::new(words).with("day", as_of).with("planned", planned);
    if let Some(spent) = figures.spent {
        said = said.with("spent", spent);
    }
    if let Some(variance) = figures.variance_to_date {
        said = said.with("difference", variance.abs());
    }
    Some(said)
}
