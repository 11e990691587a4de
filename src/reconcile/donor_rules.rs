//! What each donor's rules say of what was spent of its money. In: the rules, a donor's own shares and
//! nothing of anybody else's. Out: for each rule and unit a verdict with its computation, and the euros
//! that are ineligible. Never a rule that is not configured.
//!
//! A limit is taken to the cent below. What is beyond it for an activity, for its measure and in all is the
//! same money seen three times, so it is counted once: a measure adds only what its activities have not
//! excluded already, the whole only what its measures have not.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use indexmap::IndexMap;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{DonorResult, DonorShare, Line, Reconciliation, Tally};
use crate::config::{DonorLimit, DonorRule, Exceeding, LimitBase, LimitPer};
use crate::language::Said;
use crate::model::{ActivityCode, Date, Euros, FundingRecord, Plan, Quarter, add_known};

mod face;
mod period;
mod said;

pub use face::{Face, FaceAmounts};
use period::Amounts;

/// What a limit is on, by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleUnitOf {
    /// An activity.
    Activity(ActivityCode),
    /// A measure, by its code.
    Measure(String),
    /// All that the donor pays for.
    Total,
}

impl RuleUnitOf {
    /// In words: "activity 1.1.1".
    #[must_use]
    pub fn words(&self) -> Said {
        match self {
            RuleUnitOf::Activity(code) => Said::new("activity {code}").with("code", *code),
            RuleUnitOf::Measure(code) if code.is_empty() => {
                Said::new("activities without a measure")
            }
            RuleUnitOf::Measure(code) => Said::new("measure {code}").with_data("code", code),
            RuleUnitOf::Total => Said::new("the whole donation"),
        }
    }
}

/// What a rule says. Ordered from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing was reported as spent, so there is nothing to judge yet.
    NothingReported,
    /// It deviates no further than it may.
    Within,
    /// Something was spent, and there is nothing to measure it against.
    NotJudged,
    /// It deviates further, a reason is required, and the sheets give one.
    NoteGiven,
    /// A reason is required, and there is none.
    NoteMissing,
    /// A part of it is beyond what the donor pays.
    Ineligible,
}

impl Verdict {
    /// The word in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::NothingReported => "nothing_reported",
            Verdict::Within => "within",
            Verdict::NotJudged => "not_judged",
            Verdict::NoteGiven => "note_given",
            Verdict::NoteMissing => "note_missing",
            Verdict::Ineligible => "ineligible",
        }
    }

    /// The words for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Verdict::NothingReported => "nothing reported",
            Verdict::Within => "within the limit",
            Verdict::NotJudged => "cannot be judged",
            Verdict::NoteGiven => "note required, given",
            Verdict::NoteMissing => "note required, missing",
            Verdict::Ineligible => "ineligible in part",
        }
    }
}

/// What one rule says of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleVerdict {
    /// The rule, as an index into [`Reconciliation::donor_rules`].
    pub rule: usize,
    /// What it is about.
    pub unit: RuleUnitOf,
    /// The quarter, where each is judged by itself.
    pub quarter: Option<Quarter>,
    /// What spending is measured against.
    pub base: Option<Euros>,
    /// What was spent.
    pub spent: Option<Euros>,
    /// The most that may be spent.
    pub limit: Option<Euros>,
    /// What was spent beyond the limit; none where it cannot be judged.
    pub beyond: Option<Euros>,
    /// (spent − base) ÷ base, in percent.
    pub deviation_percent: Option<Decimal>,
    /// What the rule says.
    pub verdict: Verdict,
    /// Reasons given in the entries, each once.
    pub notes: Vec<ArcStr>,
    /// The computation as a sentence.
    pub words: Said,
    /// The shares it is about, as positions in [`DonorResult::shares`].
    pub shares: Vec<usize>,
}

/// What is ineligible under a limit on a measure or on the whole, beyond what is ineligible already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// The measure, or the whole.
    pub unit: RuleUnitOf,
    /// How much more.
    pub amount: Euros,
}

/// Everything that a donor's rules say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DonorJudgement {
    /// Its rules, as indexes into [`Reconciliation::donor_rules`].
    pub rules: Vec<usize>,
    /// What each says of each unit, in the order of the rules, then of the plan.
    pub verdicts: Vec<RuleVerdict>,
    /// The worst of them for each of the donor's shares, by its position.
    pub by_share: Vec<Option<Verdict>>,
    /// Ineligible under limits on activities, for each share; none where no such limit is set.
    pub ineligible_by_share: Vec<Option<Euros>>,
    /// Ineligible under limits on measures or on the whole, beyond those.
    pub further: Vec<Further>,
    /// All that is ineligible; none where no rule makes anything so.
    pub ineligible: Option<Euros>,
    /// Reported and not ineligible; none where nothing was reported.
    pub accepted: Option<Euros>,
    /// The columns of the FACE form, where a rule asks for them.
    pub face: Option<Face>,
}

impl DonorJudgement {
    /// The worst that any rule says.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        self.verdicts.iter().map(|verdict| verdict.verdict).max()
    }

    /// Ineligible under limits on activities, all shares together.
    #[must_use]
    pub fn ineligible_in_shares(&self) -> Option<Euros> {
        self.ineligible_by_share.iter().fold(None, |sum, amount| add_known(sum, *amount))
    }
}

impl Reconciliation {
    /// What a donor's rules say of its money; nothing where it has none.
    #[must_use]
    pub fn donor_judgement(&self, donor: &DonorResult) -> DonorJudgement {
        let Some(name) = &donor.donor else { return DonorJudgement::default() };
        let rules: Vec<usize> = (0..self.donor_rules.len())
            .filter(|index| self.donor_rules.get(*index).is_some_and(|rule| rule.donor == *name.0))
            .collect();
        if rules.is_empty() {
            return DonorJudgement::default();
        }
        let own = Own::new(self, donor);
        let mut judged = DonorJudgement { rules, ..DonorJudgement::default() };
        for index in &judged.rules {
            let Some(rule) = self.donor_rules.get(*index) else { continue };
            let Some(limit) = &rule.limit else { continue };
            for (unit, shares) in own.units(limit.per) {
                judged.verdicts.extend(own.judge(*index, rule, limit, &unit, &shares));
            }
        }
        judged.by_share = vec![None; own.shares.len()];
        for found in &judged.verdicts {
            for share in &found.shares {
                if let Some(worst) = judged.by_share.get_mut(*share) {
                    *worst = (*worst).max(Some(found.verdict));
                }
            }
        }
        own.exclude(&self.donor_rules, &mut judged);
        let mut rules = judged.rules.iter().filter_map(|rule| self.donor_rules.get(*rule));
        judged.face = rules.find(|rule| rule.face).map(|rule| {
            face::statement(&own, rule.base, &judged.ineligible_by_share, &judged.further)
        });
        judged.accepted =
            donor.figures.spent.map(|spent| spent - judged.ineligible.unwrap_or_default());
        judged
    }
}

impl Reconciliation {
    /// Limits of donors that are exceeded with nothing done about it (a note is missing, or a part is
    /// ineligible), and what is ineligible in all.
    #[must_use]
    pub fn exceeded_limits(&self) -> Tally {
        let mut tally = Tally::default();
        for donor in &self.donors {
            let judged = self.donor_judgement(donor);
            let bad = |found: &&RuleVerdict| found.verdict >= Verdict::NoteMissing;
            tally.count += judged.verdicts.iter().filter(bad).count();
            tally.euros = add_known(tally.euros, judged.ineligible);
        }
        tally
    }
}

impl DonorShare {
    /// What a rule measures against.
    pub(super) fn base(&self, base: LimitBase) -> Option<Euros> {
        match base {
            LimitBase::Planned => self.figures.planned,
            LimitBase::Committed => self.evidence.committed,
            LimitBase::Received => self.evidence.received,
        }
    }
}

/// One share with the line that lends it its activity.
struct OwnShare<'a> {
    line: &'a Line,
    share: &'a DonorShare,
    records: Vec<&'a FundingRecord>,
}

/// A donor's own money.
struct Own<'a> {
    reconciliation: &'a Reconciliation,
    shares: Vec<OwnShare<'a>>,
}

impl<'a> Own<'a> {
    fn new(reconciliation: &'a Reconciliation, donor: &DonorResult) -> Self {
        let of = |line: usize, share: usize| {
            let line = reconciliation.lines.get(line)?;
            let share = line.donor_shares.get(share)?;
            let records =
                line.records.iter().filter_map(|index| reconciliation.funding.get(*index));
            let records = records.filter(|record| record.donor == share.donor).collect();
            Some(OwnShare { line, share, records })
        };
        let shares = donor.shares.iter().filter_map(|(line, share)| of(*line, *share)).collect();
        Own { reconciliation, shares }
    }

    /// The units of a limit in the plan's order, each with its shares by their positions.
    fn units(&self, per: LimitPer) -> IndexMap<RuleUnitOf, Vec<usize>> {
        let mut units: IndexMap<RuleUnitOf, Vec<usize>> = IndexMap::new();
        for (position, own) in self.shares.iter().enumerate() {
            let unit = match per {
                LimitPer::Activity => RuleUnitOf::Activity(own.line.activity),
                LimitPer::Measure => RuleUnitOf::Measure(self.measure(own.line.activity)),
                LimitPer::Total => RuleUnitOf::Total,
            };
            units.entry(unit).or_default().push(position);
        }
        units
    }

    fn measure(&self, code: ActivityCode) -> String {
        let activity = self.reconciliation.plan.activities.get(&code);
        activity.map_or_else(String::new, |activity| activity.measure.clone())
    }

    fn of(&self, shares: &[usize]) -> Vec<&OwnShare<'a>> {
        shares.iter().filter_map(|position| self.shares.get(*position)).collect()
    }

    /// What a rule says of a unit: once, or for each quarter.
    fn judge(
        &self,
        rule_index: usize,
        rule: &DonorRule,
        limit: &DonorLimit,
        unit: &RuleUnitOf,
        shares: &[usize],
    ) -> Vec<RuleVerdict> {
        let own = self.of(shares);
        let all_due = own.iter().all(|own| {
            is_over(&self.reconciliation.plan, own.line.activity, self.reconciliation.as_of)
        });
        let amounts = period::amounts(&own, self.reconciliation, rule.base, limit.cumulative);
        let one = |amounts: Amounts| {
            let mut found = RuleVerdict {
                rule: rule_index,
                unit: unit.clone(),
                quarter: amounts.quarter,
                base: amounts.base,
                spent: amounts.spent,
                limit: amounts.base.map(|base| allowed(base, limit.percent, true)),
                beyond: None,
                deviation_percent: None,
                verdict: Verdict::NotJudged,
                notes: amounts.notes,
                words: Said::nothing(),
                shares: shares.to_vec(),
            };
            match (found.base, found.spent, found.limit) {
                (Some(base), Some(spent), Some(most)) => {
                    let least = allowed(base, limit.percent, false);
                    found.beyond = Some((spent - most).max(Euros::ZERO));
                    found.deviation_percent = (spent - base).percent_of(base);
                    let over = spent > most;
                    let under = limit.both_directions && all_due && spent < least;
                    found.verdict = match (over, under, limit.exceeding) {
                        (false, false, _) => Verdict::Within,
                        (true, _, Exceeding::Ineligible) => Verdict::Ineligible,
                        _ if found.notes.is_empty() => Verdict::NoteMissing,
                        _ => Verdict::NoteGiven,
                    };
                    found.words = said::judged(&found, rule.base, limit, base, spent);
                }
                _ => {
                    if found.spent.is_none() {
                        found.verdict = Verdict::NothingReported;
                    }
                    found.words = said::not_judged(&found, rule.base, amounts.why_no_base);
                }
            }
            found
        };
        amounts.into_iter().map(one).collect()
    }

    /// What is ineligible: under limits on activities first, then what those on measures and on the
    /// whole add.
    fn exclude(&self, rules: &[DonorRule], judged: &mut DonorJudgement) {
        let excludes = |per: LimitPer| {
            judged.rules.iter().copied().filter(move |index| {
                rules.get(*index).and_then(|rule| rule.limit.as_ref()).is_some_and(|limit| {
                    limit.per == per && limit.exceeding == Exceeding::Ineligible
                })
            })
        };
        // The strictest of several rules for the same unit; within a rule its quarters add up.
        let mut largest: BTreeMap<RuleUnitOf, Euros> = BTreeMap::new();
        for per in [LimitPer::Activity, LimitPer::Measure, LimitPer::Total] {
            for rule in excludes(per) {
                let mut of_rule: BTreeMap<RuleUnitOf, Euros> = BTreeMap::new();
                for found in judged.verdicts.iter().filter(|found| found.rule == rule) {
                    *of_rule.entry(found.unit.clone()).or_default() +=
                        found.beyond.unwrap_or_default();
                }
                for (unit, beyond) in of_rule {
                    let most = largest.entry(unit).or_default();
                    *most = (*most).max(beyond);
                }
            }
        }
        let any = |per| excludes(per).next().is_some();
        let by_activity = any(LimitPer::Activity);
        let by_any = by_activity || any(LimitPer::Measure) || any(LimitPer::Total);
        judged.ineligible_by_share = vec![None; self.shares.len()];
        let mut of_measure: BTreeMap<String, Euros> = BTreeMap::new();
        for (position, own) in self.shares.iter().enumerate() {
            let unit = RuleUnitOf::Activity(own.line.activity);
            let spent = own.share.figures.spent.unwrap_or_default().max(Euros::ZERO);
            let mut part = Euros::ZERO;
            // An activity's shares take it in order, each at most what it spent.
            if let Some(left) = largest.get_mut(&unit) {
                part = (*left).min(spent);
                *left -= part;
            }
            *of_measure.entry(self.measure(own.line.activity)).or_default() += part;
            if let Some(found) = judged.ineligible_by_share.get_mut(position) {
                *found = by_activity.then_some(part);
            }
        }
        let mut excluded = Euros::ZERO;
        for (measure, already) in of_measure {
            excluded += already;
            let unit = RuleUnitOf::Measure(measure);
            let beyond = largest.get(&unit).copied().unwrap_or_default();
            if beyond > already {
                excluded += beyond - already;
                judged.further.push(Further { unit, amount: beyond - already });
            }
        }
        let beyond = largest.get(&RuleUnitOf::Total).copied().unwrap_or_default();
        if beyond > excluded {
            judged.further.push(Further { unit: RuleUnitOf::Total, amount: beyond - excluded });
            excluded = beyond;
        }
        judged.ineligible = by_any.then_some(excluded);
    }
}

/// The base and its percent more (or less), to the cent on the safe side: a cent beyond is beyond.
fn allowed(base: Euros, percent: Decimal, more: bool) -> Euros {
    let factor = if more { Decimal::ONE_HUNDRED + percent } else { Decimal::ONE_HUNDRED - percent };
    let strategy = if more {
        RoundingStrategy::ToNegativeInfinity
    } else {
        RoundingStrategy::ToPositiveInfinity
    };
    let exact = base.to_decimal().checked_mul(factor).map(|all| all / Decimal::ONE_HUNDRED);
    exact
        .and_then(|exact| Euros::from_decimal(exact.round_dp_with_strategy(2, strategy)).ok())
        .unwrap_or(base)
}

/// Whether an activity's time is over; one without a quarter or a year counts as over.
fn is_over(plan: &Plan, code: ActivityCode, as_of: Option<Date>) -> bool {
    let end = plan.activities.get(&code).and_then(|activity| activity.end);
    let last = end.zip(plan.year).and_then(|(end, year)| end.last_day(year));
    !matches!((last, as_of), (Some(last), Some(as_of)) if last > as_of)
}
