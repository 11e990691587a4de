//! Planned amounts that sheets print, held against the plan. In: what a sheet says was planned. Out:
//! findings where the plan says otherwise. The plan's figures hold; nothing is added.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding};
use crate::matching::{Matcher, SenderReading};
use crate::model::{ActivityCode, Entry, Euros, Plan, Source, Submission};

/// What one sheet says of one activity and source.
#[derive(Default)]
struct Said<'a> {
    cells: Vec<Entry<'a>>,
    sum: Euros,
}

pub(super) fn compare(
    plan: &Plan,
    matcher: &Matcher<'_>,
    submission: &Submission,
    sender: &SenderReading,
    findings: &mut Vec<Finding>,
) {
    let mut said: BTreeMap<(ActivityCode, Option<Source>), Said<'_>> = BTreeMap::new();
    for stated in submission.planned.iter() {
        // A part of the year has no figure in the plan.
        if stated.quarter.is_some() {
            continue;
        }
        // What is doubtful about the words is said of the amounts spent beside them.
        let attributed = matcher.meaning(&stated, sender, &mut Vec::new());
        let Some(activity) = attributed.activity else { continue };
        let source = attributed.source.filter(|_| names_source(&stated));
        let said = said.entry((activity, source)).or_default();
        said.sum += stated.amount;
        said.cells.push(stated);
    }
    for ((activity, source), said) in said {
        let mut lines: Vec<Euros> = plan
            .lines_of(activity)
            .filter(|(_, line)| source.is_none_or(|source| source == line.source))
            .filter_map(|(_, line)| line.planned)
            .collect();
        let planned: Euros = lines.iter().copied().sum();
        let whole: Euros = plan.lines_of(activity).filter_map(|(_, line)| line.planned).sum();
        lines.extend([planned, whole]);
        // One holder's share, the source's or the whole activity's amount, in one line or in several.
        let agrees = said.sum == planned || said.cells.iter().all(|e| lines.contains(&e.amount));
        let Some(first) = said.cells.iter().find(|entry| !lines.contains(&entry.amount)) else {
            continue;
        };
        if !agrees {
            findings.push(
                Finding::new(Code::PlannedDiffers, first.place())
                    .read(&*first.raw())
                    .detail("stated", first.amount)
                    .detail("planned", planned)
                    .detail("activity", activity),
            );
        }
    }
}

fn names_source(stated: &Entry<'_>) -> bool {
    stated.words.source.is_some()
        || stated.words.column_source.is_some()
        || stated.words.donor.is_some()
}
