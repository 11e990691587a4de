//! Ratios of spending to plan, as the PEFA framework defines them for a government's budget (PI-1
//! aggregate expenditure outturn, PI-2 expenditure composition outturn; PEFA 2016), computed for a
//! plan. In: lines. Out: ratios by area, lead and source, over all planned lines and over those that
//! were due and reported. Never a grade: PEFA grades whole governments over three years.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{Line, SpendingStatus};
use crate::model::{Euros, Plan, Source, add_known, tidy};

/// Which lines take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RatioBasis {
    /// All of the plan, and what was spent without a plan. What nobody reported counts as not spent.
    AllPlanned,
    /// The same without lines that are not due and lines that nobody reported on.
    DueAndReported,
}

/// How the whole is divided for the composition variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadKind {
    /// Strategic areas.
    Areas,
    /// Institutions, as leads.
    Leads,
    /// Sources of funding.
    Sources,
}

/// The ratios, on both bases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ratios {
    /// Over all planned lines.
    pub all_planned: RatioSet,
    /// Over lines that were due and reported.
    pub due_and_reported: RatioSet,
    /// Lines left out of the second because they are not due, and what is planned on them.
    pub not_due: (usize, Option<Euros>),
    /// Lines left out of the second because nobody reported, and what is planned on them.
    pub not_reported: (usize, Option<Euros>),
}

/// The ratios on one basis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RatioSet {
    /// How many lines take part.
    pub lines: usize,
    /// What is planned on them; none where nothing is.
    pub planned: Option<Euros>,
    /// What was spent on them; none where nothing is known.
    pub spent: Option<Euros>,
    /// spent ÷ planned × 100.
    pub execution: Option<Decimal>,
    /// |spent − planned| ÷ planned × 100: the aggregate expenditure deviation (PI-1).
    pub aggregate_deviation: Option<Decimal>,
    /// By strategic area.
    pub areas: Composition,
    /// By institution, as lead.
    pub leads: Composition,
    /// By source.
    pub sources: Composition,
}

impl RatioSet {
    /// The three divisions, in order.
    #[must_use]
    pub fn compositions(&self) -> [(HeadKind, &Composition); 3] {
        [
            (HeadKind::Areas, &self.areas),
            (HeadKind::Leads, &self.leads),
            (HeadKind::Sources, &self.sources),
        ]
    }
}

/// A division with its composition variance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Composition {
    /// Its heads.
    pub heads: Vec<Head>,
    /// Σ |spent − adjusted| ÷ Σ adjusted × 100: the composition variance (PI-2). None where nothing
    /// was planned or spent, for then nothing can be adjusted.
    pub variance: Option<Decimal>,
}

/// One head of a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it is called; empty for what belongs to none.
    pub name: String,
    /// Planned.
    pub planned: Option<Euros>,
    /// Spent.
    pub spent: Option<Euros>,
    /// spent ÷ planned × 100.
    pub execution: Option<Decimal>,
    /// planned × all spent ÷ all planned, to the cent: what it would have spent had every head
    /// deviated as the whole did.
    pub adjusted: Option<Euros>,
    /// |spent − adjusted|, to the cent.
    pub deviation: Option<Euros>,
}

/// Both sets.
pub(super) fn ratios(plan: &Plan, lines: &[Line]) -> Ratios {
    let left_out = |status: SpendingStatus| {
        lines
            .iter()
            .filter(|line| line.spending_status == status)
            .fold((0, None), |(count, sum), line| (count + 1, add_known(sum, line.figures.planned)))
    };
    Ratios {
        all_planned: set(plan, lines, RatioBasis::AllPlanned),
        due_and_reported: set(plan, lines, RatioBasis::DueAndReported),
        not_due: left_out(SpendingStatus::NotDue),
        not_reported: left_out(SpendingStatus::NotReported),
    }
}

/// A line's part: planned and spent. None where it takes no part.
fn part(line: &Line, basis: RatioBasis) -> Option<(Option<Euros>, Option<Euros>)> {
    let spent = match line.spending_status {
        SpendingStatus::NotDue | SpendingStatus::NotReported
            if basis == RatioBasis::DueAndReported =>
        {
            return None;
        }
        // A body reported and names no payment: nothing was spent.
        SpendingStatus::Unspent => Some(line.figures.spent.unwrap_or_default()),
        _ => line.figures.spent,
    };
    // What has neither a plan nor an outturn says nothing.
    (line.figures.planned.is_some() || spent.is_some()).then_some((line.figures.planned, spent))
}

fn set(plan: &Plan, lines: &[Line], basis: RatioBasis) -> RatioSet {
    let parts: Vec<(&Line, Part)> = lines
        .iter()
        .filter_map(|line| {
            let (planned, spent) = part(line, basis)?;
            Some((line, Part { planned, spent }))
        })
        .collect();
    let whole = parts.iter().fold(Part::default(), |sum, (_, part)| sum.and(*part));
    let area = |line: &Line| {
        let number = plan.activities.get(&line.activity).map_or(0, |activity| activity.area);
        let title = plan.areas.iter().find(|area| area.number == number).map(|area| &area.title);
        match (number, title) {
            (0, _) => String::new(),
            (number, Some(title)) if !title.is_empty() => format!("{number} {}", tidy(title)),
            (number, _) => format!("Area {number}"),
        }
    };
    let lead = |line: &Line| {
        let activity = plan.activities.get(&line.activity);
        let lead = activity.and_then(|activity| activity.lead.as_ref());
        lead.map_or_else(String::new, ToString::to_string)
    };
    let source = |line: &Line| match line.source {
        Source::Unnamed => String::new(),
        source => source.word().to_owned(),
    };
    RatioSet {
        lines: parts.len(),
        planned: whole.planned,
        spent: whole.spent,
        execution: whole.execution(),
        aggregate_deviation: whole.deviation(),
        areas: composition(&parts, whole, area, false),
        leads: composition(&parts, whole, lead, true),
        sources: composition(&parts, whole, source, false),
    }
}

/// Planned and spent of something.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    planned: Option<Euros>,
    spent: Option<Euros>,
}

impl Part {
    fn and(self, other: Part) -> Part {
        Part {
            planned: add_known(self.planned, other.planned),
            spent: add_known(self.spent, other.spent),
        }
    }

    fn execution(self) -> Option<Decimal> {
        self.spent?.percent_of(self.planned?)
    }

    fn deviation(self) -> Option<Decimal> {
        let planned = self.planned?;
        (self.spent? - planned).abs().percent_of(planned)
    }
}

fn composition(
    parts: &[(&Line, Part)],
    whole: Part,
    name_of: impl Fn(&Line) -> String,
    by_name: bool,
) -> Composition {
    let mut sums: IndexMap<String, Part> = IndexMap::new();
    for (line, part) in parts {
        let sum = sums.entry(name_of(line)).or_default();
        *sum = sum.and(*part);
    }
    if by_name {
        sums.sort_keys();
    }
    // What belongs to no head stands last.
    if let Some(rest) = sums.shift_remove("") {
        sums.insert(String::new(), rest);
    }
    let scale = Scale::of(whole);
    let heads: Vec<Head> = sums
        .into_iter()
        .map(|(name, part)| Head {
            name,
            planned: part.planned,
            spent: part.spent,
            execution: part.execution(),
            adjusted: scale.and_then(|scale| scale.adjusted(part)),
            deviation: scale.and_then(|scale| scale.deviation(part)),
        })
        .collect();
    let variance = scale.and_then(|scale| scale.variance(&heads));
    Composition { heads, variance }
}

/// All planned and all spent, both above zero: by their ratio every head's plan is adjusted.
#[derive(Debug, Clone, Copy)]
struct Scale {
    planned: Euros,
    spent: Euros,
}

impl Scale {
    fn of(whole: Part) -> Option<Self> {
        let (planned, spent) = (whole.planned?, whole.spent?);
        (planned > Euros::ZERO && spent > Euros::ZERO).then_some(Scale { planned, spent })
    }

    fn adjusted(self, part: Part) -> Option<Euros> {
        let planned = part.planned.unwrap_or_default();
        ratio(planned.cents().checked_mul(self.spent.cents())?, self.planned.cents())
    }

    /// |spent − planned × S ÷ P| as a number of cents times P, exact.
    fn exact_deviation(self, planned: Option<Euros>, spent: Option<Euros>) -> Option<i128> {
        let spent = spent.unwrap_or_default().cents().checked_mul(self.planned.cents())?;
        let planned = planned.unwrap_or_default().cents().checked_mul(self.spent.cents())?;
        spent.checked_sub(planned).map(i128::abs)
    }

    fn deviation(self, part: Part) -> Option<Euros> {
        ratio(self.exact_deviation(part.planned, part.spent)?, self.planned.cents())
    }

    /// Σ |spent − adjusted| ÷ Σ adjusted, from the exact deviations and not from rounded ones. The
    /// adjusted plans of all heads add up to all that was spent.
    fn variance(self, heads: &[Head]) -> Option<Decimal> {
        let sum = heads.iter().try_fold(0_i128, |sum, head| {
            sum.checked_add(self.exact_deviation(head.planned, head.spent)?)
        })?;
        let whole = self.planned.cents().checked_mul(self.spent.cents())?;
        // Hundredths of a percent.
        let percent = rounded(sum.checked_mul(10_000)?, whole)?;
        Decimal::try_from_i128_with_scale(percent, 2).ok()
    }
}

/// A number of cents divided, to the cent.
fn ratio(cents: i128, by: i128) -> Option<Euros> {
    let cents = rounded(cents, by)?;
    Euros::from_decimal(Decimal::try_from_i128_with_scale(cents, 2).ok()?).ok()
}

/// A division of whole numbers, halves away from zero, as spreadsheets round them.
fn rounded(number: i128, by: i128) -> Option<i128> {
    if by <= 0 {
        return None;
    }
    let twice = number.checked_mul(2)?.checked_add(if number < 0 { -by } else { by })?;
    Some(twice / by.checked_mul(2)?)
}
