//! What is left out, and why: the same file a second time, another year. Left out is an outcome:
//! the euros stay in the proof.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Finding};
use crate::model::{Entry, Place, Plan, Submission};

/// Files of the same content under several names: hash → the name that counts, the shortest, since
/// copies are named by adding to it ("q2 (1).xlsx", "Copy of q2.xlsx").
#[derive(Debug, Default)]
pub(super) struct Copies {
    names: BTreeMap<String, Arc<str>>,
}

impl Copies {
    pub(super) fn new(submissions: &[Submission]) -> Self {
        let mut names: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let key = |name: &Arc<str>| (name.chars().count(), Arc::clone(name));
        for Submission { source, .. } in submissions {
            let name =
                names.entry(source.sha256.clone()).or_insert_with(|| Arc::clone(&source.file));
            if key(&source.file) < key(name) {
                *name = Arc::clone(&source.file);
            }
        }
        Copies { names }
    }

    /// Why a whole submission is left out, if it is.
    pub(super) fn whole(
        &self,
        plan: &Plan,
        submission: &Submission,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let source = &submission.source;
        let first = self.names.get(&source.sha256)?;
        if *first != source.file {
            findings.push(
                Finding::new(Code::SameFileTwice, Place::of_file(&source.file))
                    .detail("first", first)
                    .amount(submission.read),
            );
            return Some(format!("the same file as {first}"));
        }
        let (year, period) = (plan.year?, submission.period?);
        let other = period.year.filter(|other| *other != year)?;
        let place = Place {
            file: Arc::clone(&source.file),
            sheet: submission.sheet.clone(),
            spot: crate::model::Spot::Whole,
        };
        findings.push(
            Finding::new(Code::OutsideYear, place)
                .read(period.to_string())
                .detail("year", year)
                .amount(submission.read),
        );
        Some(format!("the sheet is for {other}, the plan for {year}"))
    }
}

/// Why one entry is left out, if it is.
pub(super) fn entry(plan: &Plan, entry: &Entry, findings: &mut Vec<Finding>) -> Option<String> {
    let (year, date) = (plan.year?, entry.date?);
    if date.year() == year {
        return None;
    }
    findings.push(
        Finding::new(Code::OutsideYear, entry.place.clone())
            .read(date.to_string())
            .detail("year", year)
            .amount(entry.amount),
    );
    Some(format!("paid on {date}, outside the plan's year {year}"))
}
