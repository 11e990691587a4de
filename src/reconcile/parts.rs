//! One sheet divided among the bodies that spent. In: its settled entries, one after the other. Out: a
//! part for each body, with its euros by outcome.

use std::collections::BTreeMap;

use super::{Outcomes, SettledEntry, SubmissionResult};
use crate::language::Said;
use crate::model::{BodyName, Entry, Euros, Submission};

/// One sheet's parts, by the body that spent.
pub(super) struct Parts {
    parts: Vec<SubmissionResult>,
    // Body → its part, once its part is met.
    of_body: BTreeMap<Option<BodyName>, usize>,
    rows: Vec<Rows>,
    all_rows: u32,
}

/// Rows that entries came from.
#[derive(Default)]
struct Rows {
    /// Numbers of rows, as they were met.
    met: Vec<u32>,
    /// Entries that stand in no cell: each is a row of its own.
    unplaced: usize,
}

impl Rows {
    fn meet(&mut self, entry: &Entry<'_>) {
        match entry.spot.cell() {
            // Entries of a row come one after the other, nearly always.
            Some(cell) if self.met.last() == Some(&cell.row) => {}
            Some(cell) => self.met.push(cell.row),
            None => self.unplaced += 1,
        }
    }

    /// How many they are.
    fn count(mut self) -> usize {
        self.met.sort_unstable();
        self.met.dedup();
        self.met.len() + self.unplaced
    }
}

impl Parts {
    pub(super) fn new(
        submission: &Submission,
        sender: Option<BodyName>,
        excluded: Option<Said>,
    ) -> Self {
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
        Parts {
            of_body: first.body.iter().map(|body| (Some(body.clone()), 0)).collect(),
            parts: vec![first],
            rows: vec![Default::default()],
            all_rows: submission.rows,
        }
    }

    /// The part of a body; the first part is the sender's, or that of the first body met where the
    /// sheet as a whole names none.
    pub(super) fn part(&mut self, body: Option<&BodyName>, entry: &Entry<'_>) -> usize {
        if self.parts.len() == 1 && self.parts[0].entries == 0 && self.parts[0].body.is_none() {
            self.parts[0].body = body.cloned();
            self.of_body.insert(body.cloned(), 0);
        }
        let part = match self.of_body.get(&body.cloned()) {
            Some(part) => *part,
            None => {
                let mut next = self.parts[0].clone();
                next.body = body.cloned();
                next.entries = 0;
                next.outcomes = Outcomes::default();
                next.control_totals.clear();
                self.of_body.insert(body.cloned(), self.parts.len());
                self.parts.push(next);
                self.rows.push(Default::default());
                self.parts.len() - 1
            }
        };
        self.rows[part].meet(entry);
        part
    }

    pub(super) fn count(&mut self, part: usize, entry: &SettledEntry<'_>) {
        let part = &mut self.parts[part];
        part.entries += 1;
        part.outcomes.read += entry.entry.amount;
        part.outcomes.add(entry.outcome, entry.entry.amount);
    }

    /// A sheet of one body keeps what the reader counted; of several, each its own entries.
    pub(super) fn close(mut self, read: Euros) -> Vec<SubmissionResult> {
        if let [only] = self.parts.as_mut_slice() {
            only.rows = self.all_rows;
            only.outcomes.read = read;
        } else {
            for (part, rows) in self.parts.iter_mut().zip(self.rows) {
                part.rows = u32::try_from(rows.count()).unwrap_or(u32::MAX);
            }
        }
        self.parts
    }
}
