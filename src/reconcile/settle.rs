//! Every entry gets its one outcome. In: submissions in order, and what people decided. Out: settled
//! entries, submissions by body, what became of each decision, and what the reader counted for each
//! file, untouched, for the proof.

use std::collections::BTreeSet;

use super::attributed::{AttributedSheet, Found, Sheets};
use super::decide::{self, Decided};
use super::entries::Entries;
use super::exclude::{AFTER_AS_OF, Exclusions};
use super::ledger::{Claim, Ledger};
use super::parts::Parts;
use super::periods::Periods;
use super::remarks::KnownRemarks;
use super::settlements::{Settlement, Settlements};
use super::{DecisionResult, Outcome, Remarks, SettledEntry, SubmissionResult};
use crate::config::Settings;
use crate::diagnostic::{Code, Finding, KnownDetails};
use crate::language::Said;
use crate::matching::{Attributed, Matcher};
use crate::model::{
    ActivityCode, BodyName, Decision, Entry, Euros, FundingRecord, Place, Plan, Source, SourceFile,
    Submission,
};
use crate::vocabulary::Vocabulary;

/// Settled entries and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub entries: Entries,
    pub submissions: Vec<SubmissionResult>,
    pub decisions: Vec<DecisionResult>,
    /// What the reader counted, by file.
    pub read_by_file: Vec<(SourceFile, Euros)>,
}

pub(super) fn settle(
    plan: &Plan,
    register: &[FundingRecord],
    (submissions, decisions): (Vec<Submission>, Vec<Decision>),
    (settings, vocabulary): (&Settings, &Vocabulary),
    ledger: &mut Ledger<'_>,
    findings: &mut Vec<Finding>,
) -> Settled {
    let matcher = Matcher::new(plan, register, vocabulary);
    let mut settled = Settled { read_by_file: read_by_file(&submissions), ..Settled::default() };
    let mut exclusions = Exclusions::new(plan, settings.periods, settings.as_of);
    let with = (settings, vocabulary);
    let Sheets { sheets, periods } =
        Sheets::attribute(plan, &matcher, submissions, with, &exclusions, findings);
    let mut decided = Decided::new(&matcher, decisions, &sheets, findings);
    let (mut all_said, mut unsaid): (Vec<Finding>, BTreeSet<Place>) = Default::default();
    let (known, known_details) = (KnownRemarks::default(), KnownDetails::default());
    for (at, sheet) in sheets.into_iter().enumerate() {
        let AttributedSheet { submission, left_out, begins_later, sender, mut said, means } = sheet;
        let mut parts = Parts::new(&submission, sender.body.clone(), left_out.clone());
        let mut left_out_cells = Vec::new();
        let mut settlements = Settlements::for_entries(means.len());
        for (entry, found) in submission.entries.iter().zip(means.found()) {
            let Found { attributed, doubts, left_out } = found;
            let index = settled.entries.len() + settlements.len();
            let counts = left_out.is_none();
            if !counts {
                left_out_cells.push(entry.place());
            }
            let left_out = left_out.as_ref();
            let exclusions_now = &exclusions;
            let mut place = Placing {
                plan,
                ledger,
                exclusions: exclusions_now,
                begins_later,
                left_out,
                doubts,
            };
            let mut settlement = match decided.of(index) {
                None => {
                    let mut settlement = place.judged(&entry, attributed, &Treatment::Plain);
                    let doubts = decide::open_doubts(place.doubts.iter().filter(|_| counts));
                    if counts {
                        // Very many entries of one sheet may have the same to be said of them.
                        known_details.share(&mut place.doubts);
                        said.append(&mut place.doubts);
                    }
                    if !doubts.is_empty() {
                        settlement.remarks.change(|remarks| remarks.doubts = doubts);
                    }
                    known.share(&mut settlement.remarks);
                    settlement
                }
                Some(taken) => {
                    let before = attributed.means.body.clone();
                    let done = taken.carry_out(&matcher, &sender, &entry, attributed, &mut place);
                    let settlement = decided.done(&entry, done, place.doubts, &mut said);
                    let repeated = &settlement.of(entry);
                    said.extend(perhaps_repeated(&periods, at, before.as_ref(), repeated));
                    settlement
                }
            };
            if settlement.remarks.reason.as_ref() == Some(&AFTER_AS_OF) {
                exclusions.count_later(&entry);
            }
            let part = parts.part(settlement.means.body.as_ref(), &entry);
            settlement.submission = (settled.submissions.len() + part).into();
            parts.count(part, &settlement.of(entry));
            settlements.push(settlement);
        }
        settlements.close();
        settled.entries.push(submission.entries, settlements);
        if left_out.is_none() {
            unsaid.extend(left_out_cells);
            known_details.share(&mut said);
            all_said.append(&mut said);
        }
        let mut parts = parts.close(submission.read);
        for part in &mut parts {
            part.basis = periods.basis(at, part.body.as_ref()).or(part.basis);
            let reason = periods.left_out(at, part.body.as_ref()).cloned();
            part.excluded = part.excluded.take().or(reason);
        }
        settled.submissions.append(&mut parts);
    }
    // What the reader said of amounts that are left out is of no use to anybody.
    findings.retain(|finding| !unsaid.contains(&finding.place));
    findings.append(&mut all_said);
    settled.decisions = decided.close(&settled.entries, findings);
    exclusions.close(findings);
    settled
}

/// An amount that a person gave to a body which sent a sheet of the year so far for the same months:
/// sheets were held against each other before that, so it may be in both.
fn perhaps_repeated(
    periods: &Periods,
    at: usize,
    before: Option<&BodyName>,
    settled: &SettledEntry<'_>,
) -> Option<Finding> {
    let body = settled.means.body.as_ref().filter(|body| Some(*body) != before)?;
    let counts = matches!(settled.outcome, Outcome::Reconciled | Outcome::Unplanned);
    let entry = &settled.entry;
    let other = periods.may_hold(at, body, entry).filter(|_| counts && !entry.amount.is_zero())?;
    Some(
        Finding::new(Code::CumulativeWithoutOrder, entry.place())
            .read(&*entry.raw())
            .detail("other", other.clone())
            .detail(
                "why",
                Said::new("a person decided that it is of {body}, which sent that sheet")
                    .with("body", body),
            )
            .detail("sum", entry.amount)
            .amount(entry.amount),
    )
}

/// What the reader counted in each file; the sheets of a file follow each other.
fn read_by_file(submissions: &[Submission]) -> Vec<(SourceFile, Euros)> {
    let files = submissions.chunk_by(|a, b| a.source == b.source);
    files
        .filter_map(|sheets| {
            let read = sheets.iter().map(|sheet| sheet.read).sum();
            Some((sheets.first()?.source.clone(), read))
        })
        .collect()
}

/// One entry on its way to its outcome.
pub(super) struct Placing<'a, 'p> {
    pub plan: &'a Plan,
    pub ledger: &'a mut Ledger<'p>,
    pub exclusions: &'a Exclusions<'a>,
    /// The period of its sheet begins after the as-of date.
    pub begins_later: bool,
    /// Why it does not count, where its sheet or its part of it is left out.
    pub left_out: Option<&'a Said>,
    /// What is to be said about it.
    pub doubts: Vec<Finding>,
}

/// What a person said about an entry.
pub(super) enum Treatment {
    /// Nothing.
    Plain,
    /// Leave it out, for this reason.
    Exclude(Said),
    /// Count it; `accepted` whatever year it is of and whatever else its amount could mean.
    Count { accepted: bool },
}

impl Placing<'_, '_> {
    /// Whether the day of an entry is nothing to speak of.
    pub(super) fn counts(&self, entry: &Entry<'_>, activity: Option<ActivityCode>) -> bool {
        let mut doubts = Vec::new();
        let left_out = self.exclusions.entry(entry, activity, &mut doubts);
        left_out.is_none() && doubts.is_empty()
    }

    /// What becomes of an entry.
    pub(super) fn judged(
        &mut self,
        entry: &Entry<'_>,
        attributed: Attributed,
        treatment: &Treatment,
    ) -> Settlement {
        let (outcome, reason, line) = self.judge(entry, &attributed, treatment);
        let Attributed { means, suggestions } = attributed;
        let remarks = Remarks { reason, suggestions, ..Remarks::default() };
        Settlement::new(means, outcome, remarks, line)
    }

    /// Its outcome, why, and its line where it is on one.
    fn judge(
        &mut self,
        entry: &Entry<'_>,
        attributed: &Attributed,
        treatment: &Treatment,
    ) -> (Outcome, Option<Said>, Option<usize>) {
        let Placing { plan, exclusions, begins_later, left_out, .. } = *self;
        let (ledger, findings) = (&mut *self.ledger, &mut self.doubts);
        if let Some(reason) = left_out {
            return (Outcome::Excluded, Some(reason.clone()), None);
        }
        if let Treatment::Exclude(why) = treatment {
            return (Outcome::Excluded, Some(why.clone()), None);
        }
        let accepted = matches!(treatment, Treatment::Count { accepted: true });
        // Nobody can accept into a report what comes after its day.
        if exclusions.is_later(entry, begins_later) {
            return (Outcome::Excluded, Some(AFTER_AS_OF), None);
        }
        if !accepted
            && let Some(reason) = exclusions.entry(entry, attributed.means.activity, findings)
        {
            return (Outcome::Excluded, Some(reason), None);
        }
        let suspense = |why: &'static str| (Outcome::Suspense, Some(Said::new(why)), None);
        if entry.doubtful && !accepted {
            return suspense("the amount could mean two things");
        }
        let Some(activity) = attributed.means.activity else {
            return suspense("no activity of the plan matches");
        };
        let Some(source) = attributed.means.source else {
            return suspense("the source of funding cannot be told");
        };
        let claim = Claim {
            activity,
            source,
            holder: attributed.means.holder.as_ref(),
            body: attributed.means.body.as_ref(),
            donor: attributed.means.donor.as_ref(),
        };
        let Ok(line) = ledger.line_for(claim) else {
            findings.push(
                Finding::new(Code::SeveralLines, entry.place())
                    .read(&*entry.raw())
                    .detail("code", activity)
                    .detail("source", source)
                    .amount(entry.amount),
            );
            return suspense("the plan has several lines of that source for the activity");
        };
        if ledger.in_plan(line) {
            return (Outcome::Reconciled, None, Some(line));
        }
        let (code, reason) = unplanned(plan, attributed, source, activity);
        if entry.amount.is_zero() {
            return (Outcome::Unplanned, Some(reason), Some(line));
        }
        findings.push(
            Finding::new(code, entry.place())
                .read(&*entry.raw())
                .detail("code", activity)
                .detail("source", source)
                .data("donor", attributed.means.donor.as_ref().map_or("", |donor| &*donor.0))
                .amount(entry.amount),
        );
        (Outcome::Unplanned, Some(reason), Some(line))
    }
}

/// Why the plan has no line for it.
fn unplanned(
    plan: &Plan,
    attributed: &Attributed,
    source: Source,
    activity: ActivityCode,
) -> (Code, Said) {
    let no_funding = plan.activities.get(&activity).is_some_and(|found| found.no_funding_required);
    let same_source = plan.lines_of(activity).any(|(_, line)| line.source == source);
    if no_funding {
        let reason = Said::new("the plan says that no funding is required");
        (Code::SpentWithoutFundingNeed, reason)
    } else if same_source && let (Source::Donation, Some(donor)) = (source, &attributed.means.donor)
    {
        let reason = Said::new("the plan names another donor than {donor}");
        (Code::DonorDiffersFromPlan, reason.with("donor", donor))
    } else if same_source && let Some(holder) = &attributed.means.holder {
        let reason = Said::new("the plan does not fund it from the budget of {holder}");
        (Code::UnplannedSpending, reason.with("holder", holder))
    } else {
        let reason = Said::new("the plan has no {source} for this activity");
        (Code::UnplannedSpending, reason.with("source", source))
    }
}
