//! What became of the entries of a sheet, in little room: a million of them and more are kept at once. In:
//! settlements, one after another. Out: any of them, together with its entry.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::entries::SettledEntry;
use super::remarks::Remarked;
use super::{Outcome, Remarks};
use crate::matching::Meaning;
use crate::model::{Entry, NumberRows, Position};

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

/// Those of one sheet, in the order of its entries. Very many are the same, so each is kept once.
#[derive(Debug, Clone, Default)]
pub(super) struct Settlements {
    kinds: Vec<Settlement>,
    /// The position of each of these, while some come in.
    known: IndexMap<Same, u32>,
    each: Each,
}

/// For each entry the position of its settlement.
#[derive(Clone)]
enum Each {
    /// While they come in.
    Coming(Vec<u32>),
    /// When all have come.
    Kept(NumberRows<1>),
}

/// What is the same where settlements are: meanings and remarks are told apart by where they stand in memory,
/// where the settlements that are kept hold them.
type Same = (usize, Outcome, Option<usize>, Position, Option<Position>);

impl Settlements {
    /// None yet, with room for so many.
    pub(super) fn for_entries(count: usize) -> Self {
        Settlements { each: Each::Coming(Vec::with_capacity(count)), ..Settlements::default() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.each.len()
    }

    /// Takes that of the next entry.
    pub(super) fn push(&mut self, settlement: Settlement) {
        // No sheet has rows for more.
        let next = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        let kind = *self.known.entry(settlement.same()).or_insert_with(|| {
            self.kinds.push(settlement);
            next
        });
        self.each.push(kind);
    }

    /// All have come in.
    pub(super) fn close(&mut self) {
        self.kinds.shrink_to_fit();
        self.known = IndexMap::new();
        let rows: Vec<[u64; 1]> = self.each.iter().map(|kind| [kind as u64]).collect();
        self.each = Each::Kept(NumberRows::of(&rows));
    }

    /// Says where the lines stand that had other positions.
    pub(super) fn move_lines(&mut self, to: &[Position]) {
        for kind in &mut self.kinds {
            kind.line = kind.line.and_then(|line| to.get(usize::from(line)).copied());
        }
    }

    /// That of an entry, together with it.
    pub(super) fn get<'a>(&'a self, index: usize, entry: Entry<'a>) -> Option<SettledEntry<'a>> {
        Some(self.kinds.get(self.each.get(index)?)?.of(entry))
    }

    /// Those of all entries, together with them.
    pub(super) fn with<'a>(
        &'a self,
        entries: impl Iterator<Item = Entry<'a>> + Clone,
    ) -> impl Iterator<Item = SettledEntry<'a>> + Clone {
        // Each has one: were it lost, the proof would say so.
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

impl Default for Each {
    fn default() -> Self {
        Each::Coming(Vec::new())
    }
}

impl Each {
    fn len(&self) -> usize {
        match self {
            Each::Coming(each) => each.len(),
            Each::Kept(each) => each.len(),
        }
    }

    fn get(&self, index: usize) -> Option<usize> {
        match self {
            Each::Coming(each) => Some(*each.get(index)? as usize),
            Each::Kept(each) => each.get(index).map(|[kind]| kind as usize),
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Takes a further one, also where all seemed to have come.
    fn push(&mut self, kind: u32) {
        if let Each::Kept(_) = self {
            // Each was a number of this size when it came.
            *self = Each::Coming(self.iter().map(|kind| kind as u32).collect());
        }
        if let Each::Coming(each) = self {
            each.push(kind);
        }
    }
}

impl fmt::Debug for Each {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}
