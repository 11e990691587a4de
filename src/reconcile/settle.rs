//! Every entry gets its one outcome. In: submissions in order. Out: settled entries, submissions by
//! body, and what the reader counted for each file, untouched, for the proof.

use super::decide::{self, AttributedSheet, Decided};
use super::exclude::{self, Copies};
use super::ledger::{Claim, Ledger};
use super::parts::Parts;
use super::planned;
use super::versions::Versions;
use super::{DecisionResult, Outcome, SettledEntry, SubmissionResult};
use crate::diagnostic::{Code, Finding};
use crate::matching::{Attributed, Matcher};
use crate::model::{Decision, Entry, Euros, FundingRecord, Plan, Source, SourceFile, Submission};
use crate::vocabulary::Vocabulary;

/// Settled entries and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub entries: Vec<SettledEntry>,
    pub submissions: Vec<SubmissionResult>,
    pub decisions: Vec<DecisionResult>,
    /// What the reader counted, by file.
    pub read_by_file: Vec<(SourceFile, Euros)>,
}

pub(super) fn settle(
    plan: &Plan,
    register: &[FundingRecord],
    submissions: Vec<Submission>,
    decisions: Vec<Decision>,
    vocabulary: &Vocabulary,
    ledger: &mut Ledger<'_>,
    findings: &mut Vec<Finding>,
) -> Settled {
    let matcher = Matcher::new(plan, register, vocabulary);
    let mut settled = Settled::default();
    let mut sheets = Vec::new();
    let copies = Copies::new(&submissions);
    let versions = Versions::find(&submissions, vocabulary, findings);
    for submission in submissions {
        match settled.read_by_file.last_mut().filter(|(file, _)| *file == submission.source) {
            Some((_, read)) => *read += submission.read,
            None => settled.read_by_file.push((submission.source.clone(), submission.read)),
        }
        let left_out = copies
            .whole(plan, &submission, findings)
            .or_else(|| versions.whole(&submission, findings));
        if left_out.is_some() {
            // What else is doubtful in a sheet that does not count is of no use to anybody.
            let (file, sheet) = (&submission.source.file, &submission.sheet);
            findings.retain(|finding| {
                finding.place.file != *file
                    || finding.place.sheet != *sheet
                    || matches!(
                        finding.code,
                        Code::SameFileTwice | Code::OutsideYear | Code::SheetSuperseded
                    )
            });
        }
        let mut said = Vec::new();
        let sender = matcher.sender(&submission, &mut said);
        planned::compare(plan, &matcher, &submission, &sender, &mut said);
        let read = submission.entries.iter().map(|entry| {
            let mut doubts = Vec::new();
            (matcher.attribute(entry, &sender, &mut doubts), doubts)
        });
        let read = read.collect();
        sheets.push(AttributedSheet { read, submission, left_out, sender, said });
    }
    let mut decided = Decided::new(&matcher, decisions, &sheets, findings);
    for sheet in sheets {
        let AttributedSheet { submission, left_out, sender, mut said, read } = sheet;
        let mut parts = Parts::new(&submission, sender.body.clone(), left_out.clone());
        for (entry, (attributed, doubts)) in submission.entries.into_iter().zip(read) {
            let index = settled.entries.len();
            let mut place = Placing { plan, ledger, left_out: left_out.as_deref(), index, doubts };
            let entry = match decided.of(index) {
                None => {
                    let entry = place.judged(entry, attributed, &Treatment::Plain);
                    let open = place.doubts.iter().filter(|_| left_out.is_none());
                    let doubts = decide::open_doubts(open);
                    said.append(&mut place.doubts);
                    SettledEntry { doubts, ..entry }
                }
                Some(taken) => {
                    let done = taken.carry_out(&matcher, &sender, entry, attributed, &mut place);
                    decided.done(done, place.doubts, &mut said)
                }
            };
            let part = parts.part(entry.body.as_ref(), &entry.entry);
            parts.count(part, &entry);
            settled
                .entries
                .push(SettledEntry { submission: settled.submissions.len() + part, ..entry });
        }
        if left_out.is_none() {
            findings.append(&mut said);
        }
        settled.submissions.append(&mut parts.close(submission.read));
    }
    settled.decisions = decided.close(&settled.entries, findings);
    settled
}

/// One entry on its way to its outcome.
pub(super) struct Placing<'a, 'p> {
    pub plan: &'a Plan,
    pub ledger: &'a mut Ledger<'p>,
    /// Why its sheet is left out as a whole.
    pub left_out: Option<&'a str>,
    pub index: usize,
    /// What is to be said about it.
    pub doubts: Vec<Finding>,
}

/// What a person said about an entry.
pub(super) enum Treatment {
    /// Nothing.
    Plain,
    /// Leave it out, for this reason.
    Exclude(String),
    /// Count it; `accepted` whatever year it is of and whatever else its amount could mean.
    Count { accepted: bool },
}

impl Placing<'_, '_> {
    /// The entry with its outcome.
    pub(super) fn judged(
        &mut self,
        entry: Entry,
        attributed: Attributed,
        treatment: &Treatment,
    ) -> SettledEntry {
        let (outcome, reason) = self.judge(&entry, &attributed, treatment);
        SettledEntry {
            entry,
            activity: attributed.activity,
            matched_by: attributed.matched_by,
            source: attributed.source,
            body: attributed.body,
            donor: attributed.donor,
            outcome,
            reason,
            suggestions: attributed.suggestions,
            decision: None,
            doubts: Vec::new(),
            submission: 0,
            line: None,
        }
    }

    fn judge(
        &mut self,
        entry: &Entry,
        attributed: &Attributed,
        treatment: &Treatment,
    ) -> (Outcome, Option<String>) {
        let Placing { plan, ref mut ledger, left_out, index, doubts: ref mut findings } = *self;
        if let Some(reason) = left_out {
            return (Outcome::Excluded, Some(reason.to_owned()));
        }
        if let Treatment::Exclude(why) = treatment {
            return (Outcome::Excluded, Some(why.clone()));
        }
        let accepted = matches!(treatment, Treatment::Count { accepted: true });
        if !accepted && let Some(reason) = exclude::entry(plan, entry, findings) {
            return (Outcome::Excluded, Some(reason));
        }
        let suspense = |why: &str| (Outcome::Suspense, Some(why.to_owned()));
        if entry.doubtful && !accepted {
            return suspense("the amount could mean two things");
        }
        let Some(activity) = attributed.activity else {
            return suspense("no activity of the plan matches");
        };
        let Some(source) = attributed.source else {
            return suspense("the source of funding cannot be told");
        };
        let claim = Claim {
            activity,
            source,
            holder: attributed.holder.as_ref(),
            body: attributed.body.as_ref(),
            donor: attributed.donor.as_ref(),
        };
        let Ok(line) = ledger.line_for(claim) else {
            findings.push(
                Finding::new(Code::SeveralLines, entry.place.clone())
                    .read(&*entry.raw)
                    .detail("code", activity)
                    .detail("source", source)
                    .amount(entry.amount),
            );
            return suspense("the plan has several lines of that source for the activity");
        };
        ledger.put_entry(line, index);
        if ledger.in_plan(line) {
            return (Outcome::Reconciled, None);
        }
        let (code, reason) = unplanned(plan, attributed, source, activity);
        if entry.amount.is_zero() {
            return (Outcome::Unplanned, Some(reason));
        }
        findings.push(
            Finding::new(code, entry.place.clone())
                .read(&*entry.raw)
                .detail("code", activity)
                .detail("source", source)
                .detail("donor", attributed.donor.as_ref().map_or("", |donor| &*donor.0))
                .amount(entry.amount),
        );
        (Outcome::Unplanned, Some(reason))
    }
}

/// Why the plan has no line for it.
fn unplanned(
    plan: &Plan,
    attributed: &Attributed,
    source: Source,
    activity: crate::model::ActivityCode,
) -> (Code, String) {
    let no_funding = plan.activities.get(&activity).is_some_and(|found| found.no_funding_required);
    let same_source = plan.lines_of(activity).any(|(_, line)| line.source == source);
    if no_funding {
        let reason = "the plan says that no funding is required".to_owned();
        (Code::SpentWithoutFundingNeed, reason)
    } else if same_source && let (Source::Donation, Some(donor)) = (source, &attributed.donor) {
        (Code::DonorDiffersFromPlan, format!("the plan names another donor than {donor}"))
    } else if same_source && let Some(holder) = &attributed.holder {
        (Code::UnplannedSpending, format!("the plan does not fund it from the budget of {holder}"))
    } else {
        (Code::UnplannedSpending, format!("the plan has no {source} for this activity"))
    }
}
