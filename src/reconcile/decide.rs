//! Decisions carried out. In: what people decided, and all entries as the sheets say them. Out: for each
//! decision the entries it fits and what became of it. A decision that fits no entry, or several, or
//! contradicts another, changes nothing and is said; it is never dropped.

use std::collections::{BTreeMap, BTreeSet};

use super::attributed::AttributedSheet;
use super::decided_words as words;
use super::settle::{Placing, Treatment};
use super::settlements::Settlement;
use super::{Entries, Outcome};
use crate::diagnostic::{Code, Finding, Severity};
use crate::language::Said;
use crate::matching::{
    Attributed, Fit, Matcher, Meaning, Read, Recogniser, SenderReading, Verdict, contradiction,
};
use crate::model::{Decision, Entry, Mark, Place, Recognition};

/// A decision and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionResult {
    /// As it was given.
    pub decision: Decision,
    /// All that its entry says now, where it fits one, so that it is known again in the next round.
    pub now: Option<Recognition>,
    /// What it says to do; none where it is not understood or leaves an amount out without a name.
    pub verdict: Option<Verdict>,
    /// The entries that it fits, as indexes; of very many the first, and `state` says how many.
    pub fits: Vec<usize>,
    /// It was carried out.
    pub applied: bool,
    /// What became of it, in words.
    pub state: Said,
}

impl DecisionResult {
    /// What it is known by in the next round: where it says everything about its entry, what the entry
    /// says now; otherwise what the person wrote.
    #[must_use]
    pub fn recognition(&self) -> &Recognition {
        let given = &self.decision.entry;
        self.now.as_ref().filter(|_| given.whole).unwrap_or(given)
    }

    /// Whether it takes its entry as it is, whatever is in doubt about it.
    #[must_use]
    pub fn accepts(&self) -> bool {
        self.applied && matches!(self.verdict, Some(Verdict::Count { accepted: true, .. }))
    }

    /// A decision's id, by its position: d1 is the first.
    #[must_use]
    pub fn id(index: usize) -> String {
        format!("d{}", index + 1)
    }
}

/// Warnings about one entry that a person may settle.
const OPEN: [Code; 11] = [
    Code::CodeAndTitleDisagree,
    Code::SourceFromPlan,
    Code::BodyNotResponsible,
    Code::DonorDiffersFromPlan,
    Code::CodeNotInPlan,
    Code::SourceAndColumnDisagree,
    Code::DonorOnBudget,
    Code::SourceReadAs,
    Code::UnplannedSpending,
    Code::SpentWithoutFundingNeed,
    Code::OutsideYear,
];

/// What is said of an amount's cell before it is known whose it is.
const OF_AMOUNT: [Code; 3] =
    [Code::AmountAmbiguous, Code::AmountDecidedByColumn, Code::AmountStoredAsDate];

/// Those of the findings about an entry that a person may settle, each once.
pub(super) fn open_doubts<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<Code> {
    let codes: BTreeSet<Code> =
        findings.map(|finding| finding.code).filter(|code| OPEN.contains(code)).collect();
    codes.into_iter().collect()
}

/// As many entries as are named of those that one decision fits: a thousand decisions that each fit a
/// thousand entries are no million to read.
const MOST_FITS: usize = 20;

/// Which decision is carried out on which entry.
pub(super) struct Decided {
    results: Vec<DecisionResult>,
    fits: Vec<Fit>,
    // Entry → its decision.
    of_entry: BTreeMap<usize, usize>,
    // Decisions that only say what the sheet says itself.
    idle: BTreeSet<usize>,
    // Cells of amounts whose doubts are settled.
    settled: BTreeSet<Place>,
}

/// A decision to carry out.
pub(super) struct Taken {
    decision: usize,
    verdict: Verdict,
    reason: Said,
}

impl Decided {
    pub(super) fn new(
        matcher: &Matcher<'_>,
        decisions: Vec<Decision>,
        sheets: &[AttributedSheet],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut decided = Decided {
            results: Vec::new(),
            fits: Vec::new(),
            of_entry: BTreeMap::new(),
            idle: BTreeSet::new(),
            settled: BTreeSet::new(),
        };
        if decisions.is_empty() {
            return decided;
        }
        let read: Vec<Read<'_>> = sheets
            .iter()
            .flat_map(|sheet| {
                let found = sheet.submission.entries.iter().zip(sheet.means.iter());
                found.map(|(entry, (means, left_out))| Read {
                    entry,
                    body: means.body.as_ref(),
                    counts: left_out.is_none(),
                })
            })
            .collect();
        let found = sheets.iter().flat_map(|sheet| sheet.means.iter());
        let left_out: Vec<Option<&Said>> = found.map(|(_, left_out)| left_out).collect();
        decided.fits = Recogniser::new(matcher.bodies(), &read, &decisions).fits(&decisions);
        for (decision, fit) in decisions.into_iter().zip(&decided.fits) {
            decided.results.push(result(matcher, decision, fit, &read, &left_out, findings));
        }
        decided.choose(&read, findings);
        decided
    }

    /// One decision for each entry; those that contradict each other are none.
    fn choose(&mut self, read: &[Read<'_>], findings: &mut Vec<Finding>) {
        let mut about: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, (result, fit)) in self.results.iter().zip(&self.fits).enumerate() {
            if let (Some(_), Fit::One(entry)) = (&result.verdict, fit) {
                about.entry(*entry).or_default().push(index);
            }
        }
        for (entry, decisions) in about {
            let verdict = |index: &usize| self.results.get(*index).and_then(|r| r.verdict.clone());
            let first = decisions.first().and_then(verdict);
            if decisions.iter().all(|index| verdict(index) == first) {
                // Which of them is taken does not hang on their order.
                let taken = decisions.iter().copied().min_by_key(|index| {
                    self.results.get(*index).map(|result| words::signature(&result.decision))
                });
                self.of_entry.extend(taken.map(|taken| (entry, taken)));
                for index in decisions {
                    self.results[index].applied = true;
                }
                continue;
            }
            let places: Vec<Place> =
                decisions.iter().map(|index| self.results[*index].decision.place.clone()).collect();
            for index in decisions {
                let result = &mut self.results[index];
                // Decisions on one line of a file have one place.
                let mut others = places.iter().take(MOST_FITS);
                let other = others.find(|place| **place != result.decision.place);
                let what = match other {
                    Some(other) => Said::new("{place} says otherwise about the same amount")
                        .with("place", other),
                    None => Said::new("another says otherwise about the same amount"),
                };
                let amount = read.get(entry).map(|read| read.entry.amount);
                let finding = contradiction(&result.decision, what.clone());
                findings.push(Finding { amount, ..finding });
                result.state = Said::new("not carried out: {what}").with("what", what);
            }
        }
    }

    /// What is to be carried out on an entry.
    pub(super) fn of(&self, entry: usize) -> Option<Taken> {
        let decision = *self.of_entry.get(&entry)?;
        let result = self.results.get(decision)?;
        let verdict = result.verdict.clone()?;
        let reason = words::reason(&result.decision, &verdict);
        Some(Taken { decision, verdict, reason })
    }

    /// Says of a decided entry what the decision does not settle, and that it was decided.
    pub(super) fn done(
        &mut self,
        entry: &Entry<'_>,
        carried_out: CarriedOut,
        doubts: Vec<Finding>,
        said: &mut Vec<Finding>,
    ) -> Settlement {
        let CarriedOut { mut settlement, decision, what, before, idle } = carried_out;
        let verdict = self.results.get(decision).and_then(|result| result.verdict.as_ref());
        let excluded = matches!(verdict, Some(Verdict::Exclude));
        if excluded || matches!(verdict, Some(Verdict::Count { accepted: true, .. })) {
            self.settled.insert(entry.place());
        }
        if idle {
            self.idle.insert(decision);
        }
        let counted = matches!(settlement.outcome, Outcome::Reconciled | Outcome::Unplanned);
        let stays = |finding: &Finding| match finding.severity() {
            Severity::Error => !excluded,
            Severity::Warning => !excluded && !counted,
            Severity::Note => true,
        };
        let (left, mut gone): (Vec<Finding>, Vec<Finding>) = doubts.into_iter().partition(stays);
        gone.extend(before.into_iter().filter(|finding| finding.severity() != Severity::Note));
        let gone: BTreeSet<&str> = gone
            .iter()
            .filter(|gone| left.iter().all(|left| left.code != gone.code))
            .map(|finding| finding.code.number())
            .collect();
        let settled = match gone.into_iter().collect::<Vec<_>>().as_slice() {
            [] => Said::new("carried out"),
            codes => {
                Said::new("carried out; it settles {codes}").with_data("codes", codes.join(", "))
            }
        };
        said.extend(left);
        said.push(
            Finding::new(Code::Decided, entry.place())
                .read(&*entry.raw())
                .detail("what", what)
                .detail("settled", settled)
                .amount(entry.amount),
        );
        settlement.remarks.change(|remarks| remarks.decision = Some(decision));
        settlement
    }

    /// What became of each decision.
    pub(super) fn close(
        mut self,
        entries: &Entries,
        findings: &mut Vec<Finding>,
    ) -> Vec<DecisionResult> {
        let settled = std::mem::take(&mut self.settled);
        if !settled.is_empty() {
            findings.retain(|finding| {
                !(OF_AMOUNT.contains(&finding.code) && settled.contains(&finding.place))
            });
        }
        for (index, (result, fit)) in self.results.iter_mut().zip(&self.fits).enumerate() {
            match fit {
                Fit::One(entry) if result.applied => {
                    let Some(entry) = entries.get(*entry) else { continue };
                    result.state = words::applied(&entry);
                    if self.idle.contains(&index) {
                        findings.push(words::not_needed(
                            result,
                            Said::new("the sheet says the same by itself"),
                        ));
                    } else if let Some(finding) = words::not_enough(result, &entry) {
                        findings.push(finding);
                    }
                }
                Fit::None(near) if result.verdict.is_some() => {
                    let near = near.as_ref().and_then(|(index, marks)| {
                        Some((
                            entries.get(*index).filter(|near| near.remarks.decision.is_none())?,
                            marks,
                        ))
                    });
                    let (finding, state) = words::fits_none(result, near.as_ref());
                    findings.push(finding);
                    result.state = state;
                }
                _ => {}
            }
        }
        self.results
    }
}

/// An entry as a decision has it.
pub(super) struct CarriedOut {
    settlement: Settlement,
    decision: usize,
    /// What was decided, by whom, when and why.
    what: Said,
    /// What was to be said about the entry without the decision.
    before: Vec<Finding>,
    /// The decision says only what the sheet says itself.
    idle: bool,
}

impl Taken {
    /// Carries the decision out. `place` brings what was to be said about the entry, and takes what is to
    /// be said now.
    pub(super) fn carry_out(
        self,
        matcher: &Matcher<'_>,
        sender: &SenderReading,
        entry: &Entry<'_>,
        attributed: Attributed,
        place: &mut Placing<'_, '_>,
    ) -> CarriedOut {
        let before = std::mem::take(&mut place.doubts);
        let Taken { decision, verdict, reason: what } = self;
        let Verdict::Count { assigned, accepted } = &verdict else {
            let settlement = place.judged(entry, attributed, &Treatment::Exclude(what.clone()));
            return CarriedOut { settlement, decision, what, before, idle: false };
        };
        let plain = before.iter().all(|doubt| doubt.severity() == Severity::Note)
            && !entry.doubtful
            && place.counts(entry, attributed.means.activity);
        let as_decided = matcher.attribute_as(entry, sender, assigned, &mut place.doubts);
        let said = &attributed.means;
        let same = Meaning { matched_by: said.matched_by, ..(*as_decided.means).clone() } == **said
            && as_decided.suggestions == attributed.suggestions;
        let read_again = place.doubts.len();
        let counted = Treatment::Count { accepted: *accepted };
        let mut settlement = place.judged(entry, as_decided, &counted);
        let idle = plain && same && place.doubts.len() == read_again;
        if matches!(settlement.outcome, Outcome::Reconciled | Outcome::Unplanned) {
            settlement.remarks.change(|remarks| {
                remarks.reason = Some(match remarks.reason.take() {
                    Some(own) => {
                        Said::new("{own}; {what}").with("own", own).with("what", what.clone())
                    }
                    None => what.clone(),
                });
            });
        }
        CarriedOut { settlement, decision, what, before, idle }
    }
}

/// A decision before it is carried out: what it says, which entries it fits, and what stands in its way.
fn result(
    matcher: &Matcher<'_>,
    decision: Decision,
    fit: &Fit,
    read: &[Read<'_>],
    left_out: &[Option<&Said>],
    findings: &mut Vec<Finding>,
) -> DecisionResult {
    let fits = match fit {
        Fit::One(entry) | Fit::LeftOut(entry) => vec![*entry],
        Fit::Several(entries) => entries.iter().copied().take(MOST_FITS).collect(),
        Fit::None(_) => Vec::new(),
    };
    let amount = match fit {
        Fit::One(entry) | Fit::LeftOut(entry) => read.get(*entry).map(|read| read.entry.amount),
        _ => decision.entry.amount(),
    };
    let mut say = |finding: Finding| findings.push(Finding { amount, ..finding });
    let mut result = DecisionResult {
        verdict: None,
        fits,
        now: None,
        applied: false,
        state: Said::nothing(),
        decision,
    };
    match matcher.verdict(&result.decision) {
        Ok(verdict) => result.verdict = Some(verdict),
        Err(wrong) => {
            result.state = words::not_understood(&wrong);
            wrong.into_iter().for_each(&mut say);
        }
    }
    if result.verdict.is_some()
        && let Some((finding, carried_out)) = words::unsigned(&result.decision)
    {
        say(finding);
        if !carried_out {
            result.verdict = None;
            result.state =
                Said::new("not carried out: nobody's name, or no reason, stands beside it");
        }
    }
    match fit {
        Fit::Several(entries) if result.verdict.is_some() => {
            let places = entries.iter().filter_map(|index| Some(read.get(*index)?.entry.place()));
            let (finding, state) = words::fits_several(&result.decision, places, entries.len());
            say(finding);
            result.state = state;
        }
        Fit::LeftOut(entry) if result.verdict.is_some() => {
            let why = left_out.get(*entry).copied().flatten().cloned();
            let why = why.unwrap_or(Said::new("its sheet does not count"));
            say(Finding::new(Code::DecisionOnLeftOut, result.decision.place.clone())
                .read_as(words::said(&result.decision.entry))
                .detail("why", why.clone()));
            result.state = Said::new("not carried out: the sheet is left out as a whole ({why})")
                .with("why", why);
        }
        Fit::One(entry) => {
            result.now = read.get(*entry).map(|read| Recognition::of(&read.entry, read.body));
        }
        _ => {}
    }
    result
}

/// The words for marks, joined.
pub(super) fn joined(marks: &[Mark]) -> Said {
    Said::list(marks.iter().map(|mark| Said::new(mark.word())), ", ")
}
