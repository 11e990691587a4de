//! The same euro claimed twice. In: settled entries. Out: groups of entries that look like one payment,
//! each with a score, the reason in words, and the euros that would fall out if only one of them
//! counted; and a finding for each. It accuses nobody and changes no figure: everything stays counted
//! until a person decides. Never compares all with all: only what shares an amount and one thing more.

mod comparable;
mod facts;
mod points;
mod reversed;
mod said;
mod sheets;

pub(super) use facts::telling_number;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use self::comparable::{Amounts, Run};
use self::facts::{Fact, Facts, halves};
use self::reversed::reversed;
use self::sheets::Sheets;
use super::{DecisionResult, Entries, Outcome, SettledEntry};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Euros, Place, Plan, Source};
use crate::parallel;
use crate::vocabulary::Vocabulary;

/// From this score on a pair is said.
pub const LEAST_SCORE: u8 = 60;
/// Entries compared with each other where more share the same amount and the same sign of one payment.
const MOST_COMPARED: usize = 24;

/// Where the entries of a suspected double claim stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Reported by two bodies.
    TwoBodies,
    /// Under budget and under donation, or for two donors.
    TwoSources,
    /// In two sheets of one body.
    TwoSheets,
    /// Twice in one sheet.
    OneSheet,
}

impl ClaimKind {
    /// The words for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            ClaimKind::TwoBodies => "reported by two bodies",
            ClaimKind::TwoSources => "from two sources",
            ClaimKind::TwoSheets => "in two sheets of one body",
            ClaimKind::OneSheet => "twice in one sheet",
        }
    }
}

/// Entries that look like one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleClaim {
    /// The entries, as indexes into the entries, in their order; two at least.
    pub entries: Vec<usize>,
    /// How likely: 0 to 100, the points of the likeliest pair. See `points` for what gives how many.
    pub score: u8,
    /// Where they stand to each other.
    pub kind: ClaimKind,
    /// The reason in words.
    pub why: Said,
    /// What would fall out if only one counted: their total less the largest.
    pub at_stake: Euros,
}

impl DoubleClaim {
    /// The claim's id, by its position: c1 is the first.
    #[must_use]
    pub fn id(index: usize) -> String {
        format!("c{}", index + 1)
    }
}

/// Whether an entry may be one of a double claim: its amount is in the totals, or waits for them.
/// Refunds and corrections (below zero) are no claims.
///
/// Nor is what a person has accepted; one that was only given another activity still may be.
fn may_be_double(settled: &SettledEntry<'_>, decisions: &[DecisionResult]) -> bool {
    let accepted = settled.remarks.decision.and_then(|made| decisions.get(made));
    settled.outcome != Outcome::Excluded
        && !accepted.is_some_and(DecisionResult::accepts)
        && !settled.entry.doubtful
        && settled.entry.amount > Euros::ZERO
}

/// The suspected double claims, in the order of their first entries; what is said of them goes to the
/// findings.
pub(super) fn find(
    plan: &Plan,
    (entries, decisions): (&Entries, &[DecisionResult]),
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) -> Vec<DoubleClaim> {
    let mut found = claims((plan, vocabulary), entries, decisions, |facts, claims, notes| {
        said::notes(facts, entries, claims, notes);
    });
    said::report(entries, &found.claims, findings);
    findings.append(&mut found.notes);
    said::not_compared(entries, &found.not_compared, findings);
    found.claims
}

/// Takes back that a decision is not needed where it accepts an entry that would be claimed twice
/// without it: the sheet cannot say that by itself.
pub(super) fn keep_needed(
    plan: &Plan,
    (entries, decisions): (&Entries, &[DecisionResult]),
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    let accepted: BTreeMap<&Place, &DecisionResult> = decisions
        .iter()
        .filter(|made| made.accepts())
        .map(|made| (&made.decision.place, made))
        .collect();
    let accepts = |finding: &Finding| {
        accepted.get(&finding.place).filter(|_| finding.code == Code::DecisionNotNeeded)
    };
    if findings.iter().all(|finding| accepts(finding).is_none()) {
        return;
    }
    let found = claims((plan, vocabulary), entries, &[], |_, _, _| {});
    let claimed: BTreeSet<usize> =
        found.claims.into_iter().flat_map(|claim| claim.entries).collect();
    findings.retain(|finding| {
        accepts(finding).is_none_or(|made| made.fits.iter().all(|entry| !claimed.contains(entry)))
    });
}

/// What is found in entries of some amounts.
#[derive(Default)]
struct Found {
    claims: Vec<DoubleClaim>,
    notes: Vec<Finding>,
    /// Entries that were too many to compare.
    not_compared: BTreeSet<usize>,
}

/// All claims in the order of their first entries. Amount by amount: one payment has one. `seen` is
/// shown the facts and the claims of each, and may add notes.
fn claims(
    (plan, vocabulary): (&Plan, &Vocabulary),
    entries: &Entries,
    decisions: &[DecisionResult],
    seen: impl Fn(&Facts<'_>, &[DoubleClaim], &mut Vec<Finding>) + Sync + Send,
) -> Found {
    let sheets = Sheets::of(entries, vocabulary);
    // 100 and −100 cancel each other, so that 100, −100, 100 is one payment.
    let reversed = reversed(entries);
    let candidates = entries.iter().enumerate().filter(|(index, settled)| {
        may_be_double(settled, decisions) && reversed.binary_search(index).is_err()
    });
    let halves = halves(plan);
    let of_run = |run: Run<'_>| {
        let mut facts = Facts::new(plan, &sheets, &halves);
        let mut found = Found::default();
        run.each_amount(entries, (&sheets, plan.year), |comparable| {
            facts.turn_to(entries, comparable);
            let mut claims = of_amount(&facts, entries, &mut found.not_compared);
            seen(&facts, &claims, &mut found.notes);
            found.claims.append(&mut claims);
        });
        found
    };
    let mut all = Found::default();
    for amounts in Amounts::parts(entries.len(), candidates) {
        for mut found in parallel::map(amounts.runs(), of_run) {
            all.claims.append(&mut found.claims);
            all.notes.append(&mut found.notes);
            all.not_compared.append(&mut found.not_compared);
        }
    }
    all.claims.sort_by(|a, b| a.entries.cmp(&b.entries));
    all
}

/// The claims of one amount.
fn of_amount(
    facts: &Facts<'_>,
    entries: &Entries,
    not_compared: &mut BTreeSet<usize>,
) -> Vec<DoubleClaim> {
    let mut pairs = likely_pairs(facts, not_compared);
    // The likeliest first: each entry goes with the one it is most like.
    pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.score), pair.one, pair.other));
    pairs.dedup();
    let claim = |(members, score): (Vec<usize>, u8)| {
        let members: Vec<&Fact> = members.iter().filter_map(|at| facts.all.get(*at)).collect();
        claim(facts, entries, &members, score)
    };
    unite(facts, &pairs).into_iter().map(claim).collect()
}

/// Two facts, by their positions, and how likely they are one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pair {
    score: u8,
    one: usize,
    other: usize,
}

/// What two entries of one amount have to share before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Document(u32),
    Date(crate::model::ActivityCode, crate::model::Date),
    Description(crate::model::ActivityCode, u32),
    Quarter(crate::model::ActivityCode, Option<crate::model::Quarter>),
}

/// Pairs above the least score; what is too much to compare goes to `not_compared`.
fn likely_pairs(facts: &Facts<'_>, not_compared: &mut BTreeSet<usize>) -> Vec<Pair> {
    let mut keys: Vec<(Shared, usize)> = Vec::new();
    for (at, fact) in facts.all.iter().enumerate() {
        let mut key = |shared| keys.push((shared, at));
        if let Some(document) = fact.document {
            key(Shared::Document(document));
        }
        let Some(activity) = fact.activity else { continue };
        match fact.date {
            Some(date) => key(Shared::Date(activity, date)),
            // A sum for a quarter tells something only where it is to the cent.
            None if points::to_the_cent(fact.amount) => {
                key(Shared::Quarter(activity, fact.quarter));
            }
            None => {}
        }
        if let Some(description) = fact.description {
            key(Shared::Description(activity, description));
        }
    }
    keys.sort_unstable();
    let mut pairs = Vec::new();
    for same in keys.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let Some((shared, first)) = same.first() else { continue };
        let side = facts.all.get(*first).map(Fact::side);
        let one_side = same.iter().all(|(_, at)| facts.all.get(*at).map(Fact::side) == side);
        // Without a document, equal amounts of one sheet are payments that repeat; so are very many of
        // one document.
        let document = matches!(shared, Shared::Document(_));
        if one_side && (!document || same.len() > MOST_COMPARED) {
            continue;
        }
        let members = compared(facts, same.iter().map(|(_, at)| *at), not_compared);
        for (place, one) in members.iter().enumerate() {
            for other in members.iter().skip(place + 1) {
                let (Some(a), Some(b)) = (facts.all.get(*one), facts.all.get(*other)) else {
                    continue;
                };
                let score = points::score(facts, a, b);
                if score >= LEAST_SCORE {
                    let (one, other) = (*one.min(other), *one.max(other));
                    pairs.push(Pair { score, one, other });
                }
            }
        }
    }
    pairs
}

/// Those that are compared with each other: all, or of too many as many of each side.
fn compared(
    facts: &Facts<'_>,
    members: impl Iterator<Item = usize>,
    not_compared: &mut BTreeSet<usize>,
) -> Vec<usize> {
    let mut met: BTreeMap<Side, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize)> = members
        .filter_map(|at| {
            let rank = met.entry(facts.all.get(at)?.side()).or_default();
            *rank += 1;
            Some((*rank, at))
        })
        .collect();
    if ranked.len() > MOST_COMPARED {
        ranked.sort_unstable();
        let left = ranked.split_off(MOST_COMPARED);
        not_compared.extend(left.iter().filter_map(|(_, at)| Some(facts.all.get(*at)?.index)));
    }
    ranked.into_iter().map(|(_, at)| at).collect()
}

/// Whose account an entry is on: its sheet, body, source and donor. One payment stands once on each.
type Side = (u32, u32, Option<Source>, u32);

/// Groups of facts, by their positions, each with its best score, in the order of their first.
fn unite(facts: &Facts<'_>, pairs: &[Pair]) -> Vec<(Vec<usize>, u8)> {
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: Vec<(Vec<usize>, u8)> = Vec::new();
    for pair in pairs {
        let (one, other) = (pair.one, pair.other);
        let mine = |at: usize| group_of.get(&at).copied();
        let members = |at: usize| match mine(at).and_then(|group| groups.get(group)) {
            Some((members, _)) => members.clone(),
            None => vec![at],
        };
        if mine(one).is_some() && mine(one) == mine(other) {
            continue;
        }
        let side = |at: &usize| facts.all.get(*at).map(Fact::side);
        let (left, right) = (members(one), members(other));
        // Three payments here and three like them there are three claims, not one of six. Only what
        // is said to stand twice on one side joins there.
        let twice_on_one_side = side(&one) == side(&other);
        let apart = left.iter().all(|a| right.iter().all(|b| side(a) != side(b)));
        if !twice_on_one_side && !apart || left.len() + right.len() > MOST_COMPARED {
            continue;
        }
        let best = |at| mine(at).and_then(|group| groups.get(group)).map_or(0, |(_, score)| *score);
        let score = pair.score.max(best(one)).max(best(other));
        for at in [one, other] {
            if let Some((emptied, _)) = mine(at).and_then(|group| groups.get_mut(group)) {
                emptied.clear();
            }
        }
        let mut together: Vec<usize> = left.into_iter().chain(right).collect();
        together.sort_unstable();
        for at in &together {
            group_of.insert(*at, groups.len());
        }
        groups.push((together, score));
    }
    groups.retain(|(members, _)| !members.is_empty());
    groups.sort();
    groups
}

fn claim(facts: &Facts<'_>, entries: &Entries, members: &[&Fact], score: u8) -> DoubleClaim {
    let total: Euros = members.iter().map(|fact| fact.amount).sum();
    let largest = members.iter().map(|fact| fact.amount).max().unwrap_or_default();
    let kind = kind(members);
    DoubleClaim {
        entries: members.iter().map(|fact| fact.index).collect(),
        score,
        kind,
        why: said::why(facts, entries, members, kind),
        at_stake: total - largest,
    }
}

fn kind(members: &[&Fact]) -> ClaimKind {
    if !same(members, |fact| fact.body) {
        ClaimKind::TwoBodies
    } else if !same(members, |fact| (fact.source, fact.donor)) {
        ClaimKind::TwoSources
    } else if !same(members, |fact| fact.sheet) {
        ClaimKind::TwoSheets
    } else {
        ClaimKind::OneSheet
    }
}

/// Whether all have the same of something.
fn same<T: PartialEq>(members: &[&Fact], of: impl Fn(&Fact) -> T) -> bool {
    members.windows(2).all(|pair| match pair {
        [one, next] => of(one) == of(next),
        _ => true,
    })
}
