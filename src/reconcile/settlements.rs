//! What became of the entries of a sheet, in little room: a million of them and more are kept at once. In:
//! settlements, one after another. Out: any of them, together with its entry.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use indexmap::IndexSet;

use super::entries::SettledEntry;
use super::remarks::Remarked;
use super::{Outcome, Remarks};
use crate::matching::Meaning;
use crate::model::{Entry, Position};

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
    /// That of an entry whose submission and line are not known yet.
    pub(super) fn new(means: Arc<Meaning>, outcome: Outcome, remarks: Remarks) -> Self {
        let remarks = remarks.into();
        Settlement { means, outcome, remarks, submission: Position::from(0), line: None }
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
pub(super) struct Settlements {
    /// What entries have in common, each once.
    common: IndexSet<Common>,
    each: Vec<Each>,
}

/// What very many entries have in common.
#[derive(Debug, Clone)]
struct Common {
    means: Arc<Meaning>,
    outcome: Outcome,
    remarks: Remarked,
}

/// What an entry has for itself, and by its position what it has in common.
#[derive(Debug, Clone)]
struct Each {
    common: Position,
    submission: Position,
    line: Option<Position>,
}

impl Settlements {
    /// None yet, with room for so many.
    pub(super) fn for_entries(count: usize) -> Self {
        Settlements { common: IndexSet::new(), each: Vec::with_capacity(count) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.each.len()
    }

    /// Takes that of the next entry.
    pub(super) fn push(&mut self, settlement: Settlement) {
        let Settlement { means, outcome, remarks, submission, line } = settlement;
        let (common, _) = self.common.insert_full(Common { means, outcome, remarks });
        self.each.push(Each { common: common.into(), submission, line });
    }

    /// Gives back the room that a growing list keeps.
    pub(super) fn release(&mut self) {
        self.common.shrink_to_fit();
        self.each.shrink_to_fit();
    }

    /// Says which line an entry is on.
    pub(super) fn put_on(&mut self, index: usize, line: Position) {
        if let Some(each) = self.each.get_mut(index) {
            each.line = Some(line);
        }
    }

    /// That of an entry, together with it.
    pub(super) fn get<'a>(&'a self, index: usize, entry: Entry<'a>) -> Option<SettledEntry<'a>> {
        Some(self.of(self.each.get(index)?, entry))
    }

    /// Those of all entries, together with them.
    pub(super) fn with<'a>(
        &'a self,
        entries: impl Iterator<Item = Entry<'a>> + Clone,
    ) -> impl Iterator<Item = SettledEntry<'a>> + Clone {
        entries.zip(&self.each).map(|(entry, each)| self.of(each, entry))
    }

    fn of<'a>(&'a self, each: &Each, entry: Entry<'a>) -> SettledEntry<'a> {
        let Each { common, submission, line } = *each;
        // Were it lost, stopping is better than leaving the entry out.
        let Common { means, outcome, remarks } = &self.common[usize::from(common)];
        SettledEntry { entry, means, outcome: *outcome, remarks, submission, line }
    }
}

impl Common {
    /// What is kept once already is the same where it stands at the same place.
    fn same(&self) -> (*const Meaning, Outcome, Option<*const Remarks>) {
        (Arc::as_ptr(&self.means), self.outcome, self.remarks.kept_at())
    }
}

impl PartialEq for Common {
    fn eq(&self, other: &Self) -> bool {
        self.same() == other.same()
    }
}

impl Eq for Common {}

impl Hash for Common {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.same().hash(state);
    }
}
