//! Every entry gets its one outcome. In: submissions in order. Out: settled entries, submissions by
//! body, and what the reader counted for each file, untouched, for the proof.

use std::collections::BTreeSet;

use super::exclude::{AFTER_AS_OF, Copies, Exclusions};
use super::ledger::{Claim, Ledger};
use super::periods::Periods;
use super::planned;
use super::versions::Versions;
use super::{Outcome, Outcomes, SettledEntry, SubmissionResult};
use crate::config::Settings;
use crate::diagnostic::{Code, Finding};
use crate::matching::{Attributed, Matcher};
use crate::model::{BodyName, Entry, Euros, FundingRecord, Plan, Source, SourceFile, Submission};
use crate::vocabulary::Vocabulary;

/// Settled entries and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub entries: Vec<SettledEntry>,
    pub submissions: Vec<SubmissionResult>,
    /// What the reader counted, by file.
    pub read_by_file: Vec<(SourceFile, Euros)>,
}

pub(super) fn settle(
    plan: &Plan,
    register: &[FundingRecord],
    submissions: Vec<Submission>,
    (settings, vocabulary): (&Settings, &Vocabulary),
    ledger: &mut Ledger,
    findings: &mut Vec<Finding>,
) -> Settled {
    let matcher = Matcher::new(plan, register, vocabulary);
    let mut settled = Settled::default();
    let copies = Copies::new(&submissions);
    let versions = Versions::find(&submissions, vocabulary, findings);
    let mut exclusions = Exclusions::new(plan, settings.periods, settings.as_of);
    let whole: Vec<Option<String>> = submissions
        .iter()
        .map(|submission| {
            copies
                .whole(plan, settings.periods, submission, findings)
                .or_else(|| versions.whole(submission, findings))
                .or_else(|| exclusions.whole(submission))
        })
        .collect();
    let sheets = (submissions.as_slice(), whole.as_slice());
    let mut of_periods = Vec::new();
    let periods =
        Periods::find(plan, &matcher, sheets, vocabulary, settings.as_of, &mut of_periods);
    findings.append(&mut of_periods);
    for ((at, submission), left_out) in submissions.into_iter().enumerate().zip(whole) {
        match settled.read_by_file.last_mut().filter(|(file, _)| *file == submission.source) {
            Some((_, read)) => *read += submission.read,
            None => settled.read_by_file.push((submission.source.clone(), submission.read)),
        }
        let left_out = left_out.or_else(|| periods.whole(at));
        if left_out.is_some() {
            // What else is doubtful in a sheet that does not count is of no use to anybody.
            let (file, sheet) = (&submission.source.file, &submission.sheet);
            findings.retain(|finding| {
                finding.place.file != *file
                    || finding.place.sheet != *sheet
                    || matches!(
                        finding.code,
                        Code::SameFileTwice
                            | Code::OutsideYear
                            | Code::SheetSuperseded
                            | Code::SupersededByCumulative
                            | Code::FileCorrected
                            | Code::CumulativeFell
                    )
            });
        }
        let mut unsaid = BTreeSet::new();
        let begins_later = exclusions.begins_later(&submission);
        let mut said = Vec::new();
        let sender = matcher.sender(&submission, &mut said);
        planned::compare(plan, &matcher, &submission, &sender, &mut said);
        let mut parts = Parts::new(&submission, sender.body.clone(), left_out.clone());
        for mut entry in submission.entries {
            let mut of_entry = Vec::new();
            let attributed = matcher.attribute(&entry, &sender, &mut of_entry);
            let body = attributed.body.as_ref();
            periods.unsay_quarter(at, body, &mut entry);
            let part = parts.part(body, &entry);
            let index = settled.entries.len();
            // A body's part of a sheet may be superseded, and the others' not.
            let superseded = left_out.as_deref().or_else(|| periods.left_out(at, body));
            let out = superseded.map(str::to_owned).or_else(|| {
                exclusions.entry(&entry, attributed.activity, begins_later, &mut of_entry)
            });
            if out.as_deref() == Some(AFTER_AS_OF) {
                exclusions.count_later(&entry);
            }
            if superseded.is_some() {
                unsaid.insert(entry.place.clone());
            } else {
                said.append(&mut of_entry);
            }
            let entry = place(plan, entry, attributed, out.as_deref(), ledger, index, &mut said);
            parts.count(part, &entry);
            settled
                .entries
                .push(SettledEntry { submission: settled.submissions.len() + part, ..entry });
        }
        if left_out.is_none() {
            findings.retain(|finding| !unsaid.contains(&finding.place));
            findings.append(&mut said);
        }
        let mut parts = parts.close(submission.read);
        for part in &mut parts {
            part.basis = periods.basis(at, part.body.as_ref()).or(part.basis);
            let reason = periods.left_out(at, part.body.as_ref()).map(str::to_owned);
            part.excluded = part.excluded.take().or(reason);
        }
        settled.submissions.append(&mut parts);
    }
    exclusions.close(findings);
    settled
}

/// The outcome of one entry.
fn place(
    plan: &Plan,
    entry: Entry,
    attributed: Attributed,
    left_out: Option<&str>,
    ledger: &mut Ledger,
    index: usize,
    findings: &mut Vec<Finding>,
) -> SettledEntry {
    let (outcome, reason) = judge(plan, &entry, &attributed, left_out, ledger, index, findings);
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
        submission: 0,
        line: None,
    }
}

fn judge(
    plan: &Plan,
    entry: &Entry,
    attributed: &Attributed,
    left_out: Option<&str>,
    ledger: &mut Ledger,
    index: usize,
    findings: &mut Vec<Finding>,
) -> (Outcome, Option<String>) {
    if let Some(reason) = left_out {
        return (Outcome::Excluded, Some(reason.to_owned()));
    }
    let suspense = |why: &str| (Outcome::Suspense, Some(why.to_owned()));
    if entry.doubtful {
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

/// One sheet's parts, by the body that spent.
struct Parts {
    parts: Vec<SubmissionResult>,
    rows: Vec<BTreeSet<(Option<u32>, usize)>>,
    all_rows: u32,
}

impl Parts {
    fn new(submission: &Submission, sender: Option<BodyName>, excluded: Option<String>) -> Self {
        let first = SubmissionResult {
            source: submission.source.clone(),
            sheet: submission.sheet.clone(),
            body: sender,
            period: submission.period,
            basis: submission.basis,
            rows: 0,
            entries: 0,
            outcomes: Outcomes::default(),
            control_totals: submission.control_totals.clone(),
            excluded,
        };
        Parts { parts: vec![first], rows: vec![Default::default()], all_rows: submission.rows }
    }

    /// The part of a body; the first part is the sender's, or that of the first body met where the
    /// sheet as a whole names none.
    fn part(&mut self, body: Option<&BodyName>, entry: &Entry) -> usize {
        if self.parts.len() == 1 && self.parts[0].entries == 0 && self.parts[0].body.is_none() {
            self.parts[0].body = body.cloned();
        }
        let part = match self.parts.iter().position(|part| part.body.as_ref() == body) {
            Some(part) => part,
            None => {
                let mut next = self.parts[0].clone();
                next.body = body.cloned();
                next.entries = 0;
                next.outcomes = Outcomes::default();
                next.control_totals.clear();
                self.parts.push(next);
                self.rows.push(Default::default());
                self.parts.len() - 1
            }
        };
        let unplaced = self.parts[part].entries;
        let row = entry.place.cell().map(|cell| cell.row);
        self.rows[part].insert((row, if row.is_some() { 0 } else { unplaced }));
        part
    }

    fn count(&mut self, part: usize, entry: &SettledEntry) {
        let part = &mut self.parts[part];
        part.entries += 1;
        part.outcomes.read += entry.entry.amount;
        part.outcomes.add(entry.outcome, entry.entry.amount);
    }

    /// A sheet of one body keeps what the reader counted; of several, each its own entries.
    fn close(mut self, read: Euros) -> Vec<SubmissionResult> {
        if let [only] = self.parts.as_mut_slice() {
            only.rows = self.all_rows;
            only.outcomes.read = read;
        } else {
            for (part, rows) in self.parts.iter_mut().zip(&self.rows) {
                part.rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            }
        }
        self.parts
    }
}
