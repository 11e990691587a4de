//! What became of the entries of a sheet, in little room: a million of them and more are kept at once. In:
//! settlements, one after another. Out: any of them, together with its entry.

use std::sync::Arc;

use super::entries::SettledEntry;
use super::remarks::Remarked;
use super::{Outcome, Remarks};
use crate::matching::Meaning;
use crate::model::{Entry, Position, Repeated};

/// What was found out about an entry.
#[derive(Debug, Clone)]
pub(super) struct Settlement {
    pub means: Arc<Meaning>,
    pub outcome: Outcome,
    pub remarks: Remarked,
    pub submission: Position,
    pub line: Option<Position>,
}

impl Settlement {
    /// That of an entry whose submission is not known yet, on a line where it is on one.
    pub(super) fn new(
        means: Arc<Meaning>,
        outcome: Outcome,
        remarks: Remarks,
        line: Option<usize>,
    ) -> Self {
        let (remarks, line) = (remarks.into(), line.map(Position::from));
        Settlement { means, outcome, remarks, submission: Position::from(0), line }
    }

    /// Together with its entry.
    pub(super) fn of<'a>(&'a self, entry: Entry<'a>) -> SettledEntry<'a> {
        let Settlement { means, outcome, remarks, submission, line } = self;
        let (outcome, submission, line) = (*outcome, *submission, *line);
        SettledEntry { entry, means, outcome, remarks, submission, line }
    }
}

/// Those of one sheet, in the order of its entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Settlements(Repeated<Same, Settlement>);

/// What is the same where settlements are: meanings and remarks are told apart by where they stand in memory,
/// where the settlements that are kept hold them.
type Same = (usize, Outcome, Option<usize>, Position, Option<Position>);

impl Settlements {
    /// None yet, with room for so many.
    pub(super) fn for_entries(count: usize) -> Self {
        Settlements(Repeated::with_room(count))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes that of the next entry.
    pub(super) fn push(&mut self, settlement: Settlement) {
        self.0.push(settlement.same(), settlement);
    }

    /// All have come in.
    pub(super) fn close(&mut self) {
        self.0.close();
    }

    /// Says where the lines stand that had other positions.
    pub(super) fn move_lines(&mut self, to: &[Position]) {
        for kind in self.0.kinds_mut() {
            kind.line = kind.line.and_then(|line| to.get(usize::from(line)).copied());
        }
    }

    /// That of an entry, together with it.
    pub(super) fn get<'a>(&'a self, index: usize, entry: Entry<'a>) -> Option<SettledEntry<'a>> {
        Some(self.0.get(index)?.of(entry))
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Settlement> + Clone {
        (0..self.len()).filter_map(|index| self.0.get(index))
    }

    /// Those of all entries, together with them.
    pub(super) fn with<'a>(
        &'a self,
        entries: impl Iterator<Item = Entry<'a>> + Clone,
    ) -> impl Iterator<Item = SettledEntry<'a>> + Clone {
        // Each has one: were there fewer, the proof would say so.
        entries.enumerate().filter_map(|(index, entry)| self.get(index, entry))
    }
}

impl Settlement {
    fn same(&self) -> Same {
        let Settlement { means, outcome, remarks, submission, line } = self;
        let remarks = remarks.kept_at().map(|kept| kept.addr());
        (Arc::as_ptr(means).addr(), *outcome, remarks, *submission, *line)
    }
}
