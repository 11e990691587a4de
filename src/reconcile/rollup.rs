//! Sums over lines: activities, measures, strategic areas, quarters, the whole.

use rust_decimal::Decimal;

use super::bodies::Reported;
use super::{
    ActivityResult, BySource, Entries, Figures, FundingStatus, Line, QuarterSpending, RollUp,
    SpendingStatus, spending,
};
use crate::model::{Activity, Date, Euros, Plan, Quarter, Source, add_known};

/// Figures over some lines, by source and together.
pub(super) fn by_source<'a>(lines: impl Iterator<Item = &'a Line>) -> BySource<Figures> {
    let mut sums: BySource<Figures> = BySource::default();
    for line in lines {
        sums.of_mut(line.source).add_line(&line.figures);
        sums.total.add_line(&line.figures);
    }
    for source in Source::ALL {
        sums.of_mut(source).close();
    }
    sums.total.close();
    sums
}

/// Every activity with the sum of its lines.
pub(super) fn activities(
    plan: &Plan,
    lines: &[Line],
    reported: &Reported<'_>,
    as_of: Option<Date>,
    tolerance_percent: Decimal,
) -> Vec<ActivityResult> {
    let mut start = 0;
    plan.activities
        .values()
        .map(|activity| {
            // Lines are in the order of activities.
            while lines.get(start).is_some_and(|line| line.activity < activity.code) {
                start += 1;
            }
            let own: Vec<usize> = (start..lines.len())
                .take_while(|index| lines[*index].activity == activity.code)
                .collect();
            let figures = by_source(own.iter().map(|index| &lines[*index]));
            let due = spending::is_due(plan, activity.code, as_of);
            let heard = own
                .iter()
                .any(|index| matches!(lines[*index].spending_status, SpendingStatus::Unspent))
                || activity.responsible().any(|body| reported.has(body));
            ActivityResult {
                code: activity.code,
                spending_status: spending::status(&figures.total, due, heard, tolerance_percent),
                funding_status: funding_status(activity, &own, lines),
                figures,
                timing: None,
                lines: own,
            }
        })
        .collect()
}

/// The funding status of an activity: that of its planned lines where they agree; partly funded
/// where money is missing on some of them.
fn funding_status(activity: &Activity, own: &[usize], lines: &[Line]) -> FundingStatus {
    let mut statuses: Vec<FundingStatus> = own
        .iter()
        .map(|index| &lines[*index])
        .filter(|line| line.in_plan)
        .map(|line| line.funding_status)
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    match statuses.as_slice() {
        [] if activity.no_funding_required => FundingStatus::NotRequired,
        [] => FundingStatus::NoSource,
        [only] => *only,
        [FundingStatus::Funded, FundingStatus::Assumed] => FundingStatus::Assumed,
        [FundingStatus::Unfunded, FundingStatus::NoSource] => FundingStatus::Unfunded,
        _ => FundingStatus::PartlyFunded,
    }
}

/// Sums by measure, in the plan's order; activities without a measure stand last.
pub(super) fn measures(plan: &Plan, lines: &[Line]) -> Vec<RollUp> {
    let known = plan.measures.iter().map(|measure| (measure.code.clone(), measure.title.clone()));
    roll_up(plan, lines, known, |activity| activity.measure.clone())
}

/// Sums by strategic area, in the plan's order; activities without an area stand last.
pub(super) fn areas(plan: &Plan, lines: &[Line]) -> Vec<RollUp> {
    let known = plan.areas.iter().map(|area| (area.number.to_string(), area.title.clone()));
    roll_up(plan, lines, known, |activity| match activity.area {
        0 => String::new(),
        number => number.to_string(),
    })
}

fn roll_up(
    plan: &Plan,
    lines: &[Line],
    known: impl Iterator<Item = (String, String)>,
    key_of: impl Fn(&Activity) -> String,
) -> Vec<RollUp> {
    let mut groups: indexmap::IndexMap<String, (String, usize, Vec<&Line>)> =
        known.map(|(key, title)| (key, (title, 0, Vec::new()))).collect();
    for activity in plan.activities.values() {
        groups.entry(key_of(activity)).or_default().1 += 1;
    }
    for line in lines {
        let key = plan.activities.get(&line.activity).map(&key_of).unwrap_or_default();
        groups.entry(key).or_default().2.push(line);
    }
    groups
        .into_iter()
        .map(|(key, (title, activities, lines))| RollUp {
            key,
            title,
            activities,
            figures: by_source(lines.into_iter()),
        })
        .collect()
}

/// What was planned for and spent in each quarter.
pub(super) fn quarters(plan: &Plan, lines: &[Line], entries: &Entries) -> Vec<QuarterSpending> {
    let mut quarters: Vec<QuarterSpending> = Quarter::ALL
        .into_iter()
        .map(Some)
        .chain(std::iter::once(None))
        .map(|quarter| QuarterSpending {
            quarter,
            planned: BySource::default(),
            spent: BySource::default(),
        })
        .collect();
    let position = |quarter: Option<Quarter>| quarter.map_or(4, |q| usize::from(q.number()) - 1);
    for line in lines {
        if line.figures.planned.is_some() {
            let end = plan.activities.get(&line.activity).and_then(|activity| activity.end);
            add(&mut quarters[position(end)].planned, line.source, line.figures.planned);
        }
        for settled in line.entries.iter().filter_map(|at| entries.at(at)) {
            let at = position(settled.entry.quarter);
            add(&mut quarters[at].spent, line.source, Some(settled.entry.amount));
        }
    }
    quarters.retain(|found| {
        found.quarter.is_some() || found.planned.total.is_some() || found.spent.total.is_some()
    });
    quarters
}

fn add(sums: &mut BySource<Option<Euros>>, source: Source, amount: Option<Euros>) {
    let sum = sums.of_mut(source);
    *sum = add_known(*sum, amount);
    sums.total = add_known(sums.total, amount);
}
