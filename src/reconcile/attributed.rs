//! The first look at every sheet: whether it counts as a whole or in part, and what its entries mean by
//! what they say themselves. In: submissions in order. Out: the same with their readings. Nothing is
//! placed yet: what people decided comes in between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arcstr::ArcStr;

use super::exclude::{Copies, Exclusions};
use super::periods::Periods;
use super::planned;
use super::versions::Versions;
use crate::config::Settings;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::matching::{Attributed, Matcher, Meaning, SenderReading, Suggestion};
use crate::model::{Plan, Repeated, Submission};
use crate::parallel;
use crate::vocabulary::Vocabulary;

/// What an entry means by what it says itself.
struct Attribution {
    means: Arc<Meaning>,
    rare: Option<Box<Rare>>,
}

/// Those of the entries of a sheet, in their order. Those of all entries of a run wait in this form: what
/// few of them have is kept apart.
pub(super) struct Attributions {
    /// Told apart by where they stand in memory.
    means: Repeated<usize, Arc<Meaning>>,
    rare: BTreeMap<usize, Rare>,
}

/// What few entries have.
#[derive(Default)]
struct Rare {
    suggestions: Vec<Suggestion>,
    doubts: Vec<Finding>,
    left_out: Option<Said>,
}

/// All that was found out about an entry.
pub(super) struct Found {
    pub attributed: Attributed,
    /// What is to be said about it.
    pub doubts: Vec<Finding>,
    /// Why it does not count, where its sheet or its body's part of it is left out.
    pub left_out: Option<Said>,
}

impl Attribution {
    fn of(found: Found) -> Self {
        let Found { attributed, doubts, left_out } = found;
        let Attributed { means, suggestions } = attributed;
        let plain = suggestions.is_empty() && doubts.is_empty() && left_out.is_none();
        let rare = (!plain).then(|| Box::new(Rare { suggestions, doubts, left_out }));
        Attribution { means, rare }
    }
}

impl Attributions {
    fn of(each: Vec<Attribution>) -> Self {
        let mut means = Repeated::with_room(each.len());
        let mut rare = BTreeMap::new();
        for (index, attribution) in each.into_iter().enumerate() {
            means.push(Arc::as_ptr(&attribution.means).addr(), attribution.means);
            rare.extend(attribution.rare.map(|its| (index, *its)));
        }
        means.close();
        Attributions { means, rare }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.means.len()
    }

    /// What an entry means.
    fn means(&self, index: usize) -> Option<&Meaning> {
        self.means.get(index).map(Arc::as_ref)
    }

    /// For each entry what it means, and why it does not count, where its sheet or its body's part of it
    /// is left out.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Meaning, Option<&Said>)> {
        let left_out = |index: &usize| self.rare.get(index)?.left_out.as_ref();
        (0..self.len()).filter_map(move |index| Some((self.means(index)?, left_out(&index))))
    }

    /// For each entry all that was found out about it.
    pub(super) fn found(mut self) -> impl Iterator<Item = Found> {
        (0..self.len()).filter_map(move |index| {
            let means = Arc::clone(self.means.get(index)?);
            let Rare { suggestions, doubts, left_out } =
                self.rare.remove(&index).unwrap_or_default();
            Some(Found { attributed: Attributed { means, suggestions }, doubts, left_out })
        })
    }
}

/// A sheet whose entries are attributed.
pub(super) struct AttributedSheet {
    pub submission: Submission,
    /// Why it is left out as a whole.
    pub left_out: Option<Said>,
    /// Its period begins after the as-of date.
    pub begins_later: bool,
    pub sender: SenderReading,
    /// What is to be said about the sheet.
    pub said: Vec<Finding>,
    /// What its entries mean, in their order.
    pub means: Attributions,
}

/// All sheets in order, and how they stand to each other in time.
pub(super) struct Sheets {
    pub sheets: Vec<AttributedSheet>,
    pub periods: Periods,
}

impl Sheets {
    pub(super) fn attribute(
        plan: &Plan,
        matcher: &Matcher<'_>,
        submissions: Vec<Submission>,
        (settings, vocabulary): (&Settings, &Vocabulary),
        exclusions: &Exclusions<'_>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let copies = Copies::new(&submissions);
        let versions = Versions::find(&submissions, vocabulary, findings);
        let whole: Vec<Option<Said>> = submissions
            .iter()
            .map(|submission| {
                copies
                    .whole(plan, settings.periods, submission, findings)
                    .or_else(|| versions.whole(submission, findings))
                    .or_else(|| exclusions.whole(submission))
            })
            .collect();
        let mut of_periods = Vec::new();
        let all = (submissions.as_slice(), whole.as_slice());
        let periods =
            Periods::find(plan, matcher, all, vocabulary, settings.as_of, &mut of_periods);
        findings.append(&mut of_periods);
        let mut sheets = Vec::new();
        let mut left_out_sheets = BTreeSet::new();
        for ((at, mut submission), left_out) in submissions.into_iter().enumerate().zip(whole) {
            let left_out = left_out.or_else(|| periods.whole(at));
            if left_out.is_some() {
                left_out_sheets.insert((submission.source.file.clone(), submission.sheet.clone()));
            }
            let mut said = Vec::new();
            let sender = matcher.sender(&submission, &mut said);
            planned::compare(plan, matcher, &submission, &sender, &mut said);
            let one = |index: usize| {
                let entry = submission.entries.get(index)?;
                let mut doubts = Vec::new();
                let attributed = matcher.attribute(&entry, &sender, &mut doubts);
                // A body's part of a sheet may be superseded, and the others' not.
                let body = attributed.means.body.as_ref();
                let part = || periods.left_out(at, body).cloned();
                let left_out = left_out.clone().or_else(part);
                Some(Attribution::of(Found { attributed, doubts, left_out }))
            };
            let means: Vec<_> = parallel::numbers(submission.entries.len(), one);
            let means = Attributions::of(means.into_iter().flatten().collect());
            // What was spent in the year so far was not spent in the last quarter of it.
            submission.entries.unsay_quarters(|index| {
                let so_far = |means: &Meaning| periods.is_so_far(at, means.body.as_ref());
                means.means(index).is_some_and(so_far)
            });
            sheets.push(AttributedSheet {
                begins_later: exclusions.begins_later(&submission),
                submission,
                left_out,
                sender,
                said,
                means,
            });
        }
        keep_why(&left_out_sheets, findings);
        Sheets { sheets, periods }
    }
}

/// What else is doubtful in a sheet that does not count is of no use to anybody.
fn keep_why(left_out: &BTreeSet<(ArcStr, Option<ArcStr>)>, findings: &mut Vec<Finding>) {
    if left_out.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let sheet = (finding.place.file().clone(), finding.place.sheet().clone());
        !left_out.contains(&sheet)
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
