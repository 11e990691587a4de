//! Spending status: was it due, was it reported, and how far from the plan.

use rust_decimal::Decimal;

use super::bodies::Reported;
use super::{Figures, Line, SpendingStatus};
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, BodyName, Date, Holder, Plan};

/// Gives every line its status.
pub(super) fn judge(
    plan: &Plan,
    lines: &mut [Line],
    reported: &Reported<'_>,
    as_of: Option<Date>,
    tolerance_percent: Decimal,
) {
    for line in lines {
        let due = is_due(plan, line.activity, as_of);
        let heard = could_spend(plan, line).any(|body| reported.has(body));
        line.spending_status = status(&line.figures, due, heard, tolerance_percent);
    }
}

/// The status that figures have, given whether it was due and whether anybody reported.
pub(super) fn status(
    figures: &Figures,
    due: bool,
    heard: bool,
    tolerance_percent: Decimal,
) -> SpendingStatus {
    let planned = figures.planned.filter(|planned| !planned.is_zero());
    match (planned, figures.spent) {
        (None, Some(spent)) if !spent.is_zero() => SpendingStatus::Unplanned,
        (None, _) => SpendingStatus::NothingPlanned,
        (Some(_), None) if !due => SpendingStatus::NotDue,
        (Some(_), None) if !heard => SpendingStatus::NotReported,
        (Some(_), None) => SpendingStatus::Unspent,
        (Some(_), Some(spent)) if spent.is_zero() => SpendingStatus::Unspent,
        (Some(planned), Some(spent)) => {
            let variance = spent - planned;
            let allowed = planned.to_decimal() * tolerance_percent;
            if variance.abs().to_decimal() * Decimal::ONE_HUNDRED <= allowed {
                SpendingStatus::OnPlan
            } else if variance.is_negative() {
                SpendingStatus::Underspent
            } else {
                SpendingStatus::Overspent
            }
        }
    }
}

/// Whether an activity has started by the as-of date; what has no quarter or no year is due.
pub(super) fn is_due(plan: &Plan, code: ActivityCode, as_of: Option<Date>) -> bool {
    let start = plan
        .activities
        .get(&code)
        .and_then(|activity| activity.start)
        .and_then(|quarter| quarter.first_day(plan.year?));
    match (start, as_of) {
        (Some(start), Some(as_of)) => start <= as_of,
        _ => true,
    }
}

/// The bodies that could have spent a line's money: its holder, or all who are responsible.
fn could_spend<'a>(plan: &'a Plan, line: &'a Line) -> impl Iterator<Item = &'a BodyName> {
    let own = match &line.holder {
        Holder::Body(body) => Some(body),
        Holder::Shared | Holder::NotNamed => None,
    };
    let responsible = plan
        .activities
        .get(&line.activity)
        .filter(|_| own.is_none())
        .into_iter()
        .flat_map(|activity| activity.responsible());
    own.into_iter().chain(responsible)
}

/// Overspent lines are findings at their place in the plan.
pub(super) fn report(plan: &Plan, lines: &[Line], findings: &mut Vec<Finding>) {
    // A shared pool is said with who drew on it: see `pools`.
    let overspent = |line: &&Line| {
        line.spending_status == SpendingStatus::Overspent && line.holder != Holder::Shared
    };
    for line in lines.iter().filter(overspent) {
        let place = plan
            .lines_of(line.activity)
            .find(|(_, planned)| {
                planned.source == line.source
                    && planned.holder == line.holder
                    && planned.donor == line.donor
            })
            .map(|(_, planned)| planned.place.clone());
        if let (Some(place), Some(variance)) = (place, line.figures.variance) {
            findings.push(
                Finding::new(Code::Overspent, place)
                    .detail("code", line.activity)
                    .detail("source", line.source)
                    .detail("planned", line.figures.planned.unwrap_or_default())
                    .detail("spent", line.figures.spent.unwrap_or_default())
                    .amount(variance),
            );
        }
    }
}
