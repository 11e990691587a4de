//! What the activities lack, what covers it from another source, and the sums of both by every division of
//! the plan. In: lines with their figures. Out: a gap for each line that lacks money, the worst first.
//! Never changes a line's own gap: that stays planned − secured.
//!
//! A line has money to spare where more is secured (or spent) than it plans; all of it where it is not
//! in the plan. What an activity's lines have to spare covers the gaps of its other lines, both taken in
//! the plan's order: the first gap from the first line with something to spare, until either is used up.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{DonorShare, Line, Reconciliation};
use crate::language::Said;
use crate::model::{ActivityCode, Date, Euros, Holder, Plan, Quarter, Source, add_known};

/// Why a line has money to spare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverBasis {
    /// More was spent from it than it plans.
    SpentBeyondPlan,
    /// The register shows more for it than it plans.
    SecuredBeyondPlan,
    /// The plan does not have it, and money was spent.
    SpentOutsidePlan,
    /// The plan does not have it, and the register shows money.
    SecuredOutsidePlan,
}

impl CoverBasis {
    /// In words, behind the name of the source.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            CoverBasis::SpentBeyondPlan => "spent beyond its plan",
            CoverBasis::SecuredBeyondPlan => "secured beyond its plan",
            CoverBasis::SpentOutsidePlan => "spent, and not in the plan",
            CoverBasis::SecuredOutsidePlan => "in the register, and not in the plan",
        }
    }
}

/// A part of a gap that another line of the activity covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// The line that has it to spare, as an index into [`Reconciliation::lines`].
    pub from: usize,
    /// How much.
    pub amount: Euros,
    /// Why it is there.
    pub basis: CoverBasis,
}

/// What one line lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineGap {
    /// The line, as an index into [`Reconciliation::lines`].
    pub line: usize,
    /// planned − secured, the line's own; none where the plan gives no estimate.
    pub gap: Option<Euros>,
    /// What covers it, in the order in which it was taken.
    pub covers: Vec<Cover>,
    /// Their sum; none where the gap is not known.
    pub covered: Option<Euros>,
    /// What is still missing: gap − covered.
    pub uncovered: Option<Euros>,
    /// What the register shows as pledged for it, and for its activity by donors that the plan does not
    /// have; not secured.
    pub pledged: Option<Euros>,
    /// The lines with those pledges, as indexes into [`Reconciliation::lines`].
    pub pledged_on: Vec<usize>,
    /// The quarter in which its activity is due.
    pub due: Option<Quarter>,
    /// That quarter's last day has passed.
    pub overdue: bool,
}

impl LineGap {
    /// Whether something is still missing, or how much is missing is not known.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.uncovered.is_none_or(|uncovered| !uncovered.is_zero())
    }
}

/// Sums over lines that lack money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GapSum {
    /// How many lines lack money.
    pub lines: usize,
    /// How many of them another source covers, in part or whole.
    pub covered_lines: usize,
    /// How many of them still do after what covers them.
    pub open_lines: usize,
    /// Activities with such lines.
    pub open_activities: usize,
    /// Those of them that are overdue.
    pub overdue_activities: usize,
    /// planned − secured, line by line.
    pub gap: Option<Euros>,
    /// Covered from another source.
    pub covered: Option<Euros>,
    /// Still missing.
    pub uncovered: Option<Euros>,
    /// Pledged for these lines; not secured.
    pub pledged: Option<Euros>,
}

/// All gaps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FundingGaps {
    /// Lines that lack money: overdue ones first, then by what is still missing, the largest first.
    pub lines: Vec<LineGap>,
    /// All together.
    pub total: GapSum,
}

impl Reconciliation {
    /// What the lines lack and what covers it, the worst first.
    #[must_use]
    pub fn funding_gaps(&self) -> FundingGaps {
        let all = 0..self.lines.len();
        let mut lines = find(&self.plan, (&self.lines, all), self.as_of);
        let total = add_up(lines.iter(), &self.lines);
        worst_first(&mut lines);
        FundingGaps { lines, total }
    }

    /// The same for some lines: they are those of one institution, and what covers a line stands with its
    /// activity.
    #[must_use]
    pub fn funding_gaps_of(&self, lines: &BTreeSet<usize>) -> Vec<LineGap> {
        let own = lines.iter().filter_map(|index| self.lines.get(*index));
        let activities: BTreeSet<ActivityCode> = own.map(|line| line.activity).collect();
        // Lines are in the order of activities.
        let of_activity = |code: &ActivityCode| {
            let first = self.lines.partition_point(|line| line.activity < *code);
            let end = self.lines.partition_point(|line| line.activity <= *code);
            first..end
        };
        let beside = activities.iter().flat_map(of_activity);
        let mut gaps = find(&self.plan, (&self.lines, beside), self.as_of);
        gaps.retain(|gap| lines.contains(&gap.line));
        worst_first(&mut gaps);
        gaps
    }
}

fn worst_first(gaps: &mut [LineGap]) {
    gaps.sort_by_key(|gap| {
        let euros = gap.uncovered.map_or(Euros::ZERO, |euros| -euros);
        (!gap.is_open(), !gap.overdue, euros, gap.line)
    });
}

/// The gaps of some lines, and with them all others of their activities, in the order of the lines.
pub(super) fn find(
    plan: &Plan,
    (lines, of): (&[Line], impl Iterator<Item = usize> + Clone),
    as_of: Option<Date>,
) -> Vec<LineGap> {
    let some = of.filter_map(|index| Some((index, lines.get(index)?)));
    let mut spare: BTreeMap<ActivityCode, Vec<Cover>> = BTreeMap::new();
    for (index, line) in some.clone() {
        if let Some((amount, basis)) = to_spare(line) {
            spare.entry(line.activity).or_default().push(Cover { from: index, amount, basis });
        }
    }
    let lacking = some.clone().filter(|(_, line)| line.lacks_money());
    let mut gaps: Vec<LineGap> = lacking
        .map(|(index, line)| {
            let gap = line.figures.funding_gap;
            let covers = spare
                .get_mut(&line.activity)
                .map_or_else(Vec::new, |spare| take(spare, gap.unwrap_or_default()));
            let covered = gap.map(|_| covers.iter().map(|cover| cover.amount).sum::<Euros>());
            let due = plan.activities.get(&line.activity).and_then(|activity| activity.end);
            let last_day = due.zip(plan.year).and_then(|(due, year)| due.last_day(year));
            LineGap {
                line: index,
                gap,
                covers,
                covered,
                uncovered: gap.zip(covered).map(|(gap, covered)| gap - covered),
                pledged: line.evidence.pledged,
                pledged_on: line.evidence.pledged.map(|_| index).into_iter().collect(),
                due,
                overdue: matches!((last_day, as_of), (Some(day), Some(as_of)) if day <= as_of),
            }
        })
        .collect();
    follow_up(lines, some, &mut gaps);
    gaps
}

/// A pledge on a line outside the plan stands with the first gap of its activity that is still open, so that
/// whoever looks for money finds it; once, so that sums hold.
fn follow_up<'a>(
    lines: &[Line],
    some: impl Iterator<Item = (usize, &'a Line)>,
    gaps: &mut [LineGap],
) {
    let mut first_open: BTreeMap<ActivityCode, usize> = BTreeMap::new();
    for (position, gap) in gaps.iter().enumerate().filter(|(_, gap)| gap.is_open()) {
        if let Some(line) = lines.get(gap.line) {
            first_open.entry(line.activity).or_insert(position);
        }
    }
    for (index, line) in some.filter(|(_, line)| !line.in_plan) {
        if let (Some(pledged), Some(position)) =
            (line.evidence.pledged, first_open.get(&line.activity))
            && let Some(gap) = gaps.get_mut(*position)
        {
            gap.pledged = add_known(gap.pledged, Some(pledged));
            gap.pledged_on.push(index);
        }
    }
}

/// What a line has beyond its own plan.
fn to_spare(line: &Line) -> Option<(Euros, CoverBasis)> {
    let secured = line.figures.secured?;
    let spent = line.figures.spent.unwrap_or_default();
    let (over, by_spending) = if line.in_plan {
        // Without an estimate nobody can say what is beyond it.
        let planned = line.figures.planned?;
        (secured - planned, spent >= secured)
    } else {
        (secured, spent >= secured)
    };
    let basis = match (line.in_plan, by_spending) {
        (true, true) => CoverBasis::SpentBeyondPlan,
        (true, false) => CoverBasis::SecuredBeyondPlan,
        (false, true) => CoverBasis::SpentOutsidePlan,
        (false, false) => CoverBasis::SecuredOutsidePlan,
    };
    (over > Euros::ZERO).then_some((over, basis))
}

/// Takes as much as is needed and there, in order.
fn take(spare: &mut [Cover], needed: Euros) -> Vec<Cover> {
    let mut left = needed;
    let mut taken = Vec::new();
    for source in spare.iter_mut() {
        let amount = left.min(source.amount);
        if amount > Euros::ZERO {
            left -= amount;
            source.amount -= amount;
            taken.push(Cover { amount, ..*source });
        }
    }
    taken
}

/// The sums over some gaps.
pub(super) fn add_up<'a>(gaps: impl Iterator<Item = &'a LineGap>, lines: &[Line]) -> GapSum {
    let mut sum = GapSum::default();
    let (mut open, mut overdue) = (BTreeSet::new(), BTreeSet::new());
    for gap in gaps {
        sum.lines += 1;
        sum.gap = add_known(sum.gap, gap.gap);
        sum.covered = add_known(sum.covered, gap.covered);
        sum.uncovered = add_known(sum.uncovered, gap.uncovered);
        sum.pledged = add_known(sum.pledged, gap.pledged);
        sum.covered_lines += usize::from(!gap.covers.is_empty());
        if gap.is_open() {
            sum.open_lines += 1;
            let activity = lines.get(gap.line).map(|line| line.activity);
            open.insert(activity);
            if gap.overdue {
                overdue.insert(activity);
            }
        }
    }
    (sum.open_activities, sum.overdue_activities) = (open.len(), overdue.len());
    sum
}

impl Line {
    /// Whose money it is, in words: "the budget of the Ministry of Health", "the donation of UNICEF".
    #[must_use]
    pub fn source_in_words(&self) -> Said {
        match (self.source, &self.holder, &self.donor) {
            (Source::Donation, _, Some(donor)) => {
                Said::new("the donation of {donor}").with("donor", donor)
            }
            (Source::Donation, _, None) => match self.donor_shares.as_slice() {
                [DonorShare { donor: Some(donor), .. }] => {
                    Said::new("the donation of {donor}").with("donor", donor)
                }
                _ => Said::new("a donation"),
            },
            (Source::Budget, Holder::Body(body), _) => {
                Said::new("the budget of {body}").with("body", body)
            }
            (Source::Budget, Holder::Shared, _) => Said::new("the budget of all implementers"),
            (Source::Budget, Holder::NotNamed, _) => Said::new("a budget"),
            (Source::Unnamed, _, _) => Said::new("a source that is not named"),
        }
    }
}
