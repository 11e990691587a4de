//! Money that changed sides: planned from one source and paid from the other. In: lines with their
//! figures and statuses. Out: for each activity the amount that moved between budget and donation,
//! even where its total is on plan. Lines that nobody reported on or that are not due say nothing.

use rust_decimal::Decimal;

use super::{Figures, Line, SpendingStatus, spending};
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, Euros, Plan, Source, add_known};

/// Money of one activity that was planned from one source and paid from the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSwap {
    /// The activity.
    pub activity: ActivityCode,
    /// Where the plan has the money and it was not spent.
    pub planned_from: Source,
    /// Where it was paid from instead.
    pub paid_from: Source,
    /// How much: the smaller of what one source has in excess and what the other left.
    pub amount: Euros,
    /// The budget lines of the activity that count, together.
    pub budget: Figures,
    /// The donation lines of the activity that count, together.
    pub donation: Figures,
    /// The lines of both, as indexes.
    pub lines: Vec<usize>,
}

impl SourceSwap {
    /// The swap's id, by its position: s1 is the first.
    #[must_use]
    pub fn id(index: usize) -> String {
        format!("s{}", index + 1)
    }
}

/// All swaps in the order of activities, each a finding at the line of the plan that was not spent.
pub(super) fn find(
    plan: &Plan,
    lines: &[Line],
    tolerance_percent: Decimal,
    findings: &mut Vec<Finding>,
) -> Vec<SourceSwap> {
    let indexed: Vec<(usize, &Line)> = lines.iter().enumerate().collect();
    let swaps: Vec<SourceSwap> = indexed
        .chunk_by(|(_, a), (_, b)| a.activity == b.activity)
        .filter_map(|own| swap(own, tolerance_percent))
        .collect();
    for swap in &swaps {
        let place = plan
            .lines_of(swap.activity)
            .find(|(_, line)| line.source == swap.planned_from)
            .map(|(_, line)| line.place.clone());
        findings.extend(place.map(|place| {
            Finding::new(Code::SourceSwap, place)
                .detail("code", swap.activity)
                .detail("planned_from", named(swap.planned_from))
                .detail("paid_from", named(swap.paid_from))
                .detail("moved", swap.amount)
                .amount(swap.amount)
        }));
    }
    swaps
}

/// A source as a sentence names it.
fn named(source: Source) -> &'static str {
    match source {
        Source::Budget => "the budget",
        Source::Donation => "the donation",
        Source::Unnamed => "a source that is not named",
    }
}

fn swap(own: &[(usize, &Line)], tolerance_percent: Decimal) -> Option<SourceSwap> {
    let (mut budget, mut donation) = (Figures::default(), Figures::default());
    let mut counted = Vec::new();
    for (index, line) in own {
        let side = match line.source {
            Source::Budget => &mut budget,
            Source::Donation => &mut donation,
            Source::Unnamed => continue,
        };
        // What nobody reported on, or what is not due, may still be spent as planned.
        if matches!(line.spending_status, SpendingStatus::NotDue | SpendingStatus::NotReported) {
            continue;
        }
        side.planned = add_known(side.planned, line.figures.planned);
        side.spent = add_known(side.spent, line.figures.spent);
        counted.push(*index);
    }
    budget.close();
    donation.close();
    let status = |figures: &Figures| spending::status(figures, true, true, tolerance_percent);
    let over = |figures: &Figures| {
        matches!(status(figures), SpendingStatus::Overspent | SpendingStatus::Unplanned)
    };
    let under = |figures: &Figures| {
        matches!(status(figures), SpendingStatus::Underspent | SpendingStatus::Unspent)
    };
    let (planned_from, paid_from, left, excess) = if over(&budget) && under(&donation) {
        (Source::Donation, Source::Budget, &donation, &budget)
    } else if over(&donation) && under(&budget) {
        (Source::Budget, Source::Donation, &budget, &donation)
    } else {
        return None;
    };
    let difference =
        |figures: &Figures| figures.spent.unwrap_or_default() - figures.planned.unwrap_or_default();
    let amount = difference(excess).min(-difference(left));
    (amount > Euros::ZERO).then_some(SourceSwap {
        activity: own.first()?.1.activity,
        planned_from,
        paid_from,
        amount,
        budget,
        donation,
        lines: counted,
    })
}
