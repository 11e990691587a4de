//! All entries of a reconciliation with what became of them, in little room: what was read stays as it is
//! kept, and beside it stands what was found out. Several may hold them at once: a list of rows that are
//! made when they are written keeps them as long as it needs them.

use std::sync::Arc;

use super::settlements::{Settlement, Settlements};
use super::{Outcome, Remarks};
use crate::matching::Meaning;
use crate::model::{Entry, EntryList, Euros, Place, Position};

/// An entry with everything that was found out about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettledEntry<'a> {
    /// As read.
    pub entry: Entry<'a>,
    /// What it means.
    pub means: &'a Meaning,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, what is near, what was decided and what is doubtful, where the outcome is not plain.
    pub remarks: &'a Remarks,
    /// Its submission, by its position.
    pub submission: Position,
    /// Its line, by its position; none for suspense and excluded.
    pub line: Option<Position>,
}

impl SettledEntry<'_> {
    /// The entry's id, by its position: e1 is the first.
    #[must_use]
    pub fn id(index: usize) -> String {
        format!("e{}", index + 1)
    }
}

/// Settled entries in the order of files, sheets and cells. A copy is the same entries.
#[derive(Debug, Clone, Default)]
pub struct Entries(Arc<All>);

#[derive(Debug, Clone, Default)]
struct All {
    sheets: Vec<SheetEntries>,
    count: usize,
}

/// Those of a sheet, which has some.
#[derive(Debug, Clone)]
struct SheetEntries {
    /// The position of its first.
    first: usize,
    read: EntryList,
    settled: Settlements,
}

impl SheetEntries {
    fn iter(&self) -> impl Iterator<Item = SettledEntry<'_>> + Clone {
        self.settled.with(self.read.iter())
    }
}

impl Entries {
    /// Takes the entries of a further sheet.
    pub(super) fn push(&mut self, read: EntryList, settled: Settlements) {
        if read.is_empty() {
            return;
        }
        let all = Arc::make_mut(&mut self.0);
        let first = all.count;
        all.count += read.len();
        all.sheets.push(SheetEntries { first, read, settled });
    }

    /// Takes a copy of a settled entry. Those of a sheet come one after the other.
    pub fn put(&mut self, settled: &SettledEntry<'_>) {
        let SettledEntry { entry, means, outcome, remarks, submission, line } = *settled;
        let settlement = Settlement {
            means: Arc::new(means.clone()),
            outcome,
            remarks: remarks.clone().into(),
            submission,
            line,
        };
        let all = Arc::make_mut(&mut self.0);
        let of_sheet = all.sheets.last_mut().filter(|last| last.read.whole() == entry.whole);
        match of_sheet {
            Some(sheet) => {
                sheet.read.push(&entry);
                sheet.settled.push(settlement);
                all.count += 1;
            }
            None => {
                let mut read = EntryList::new(entry.whole.clone());
                read.push(&entry);
                let mut settled = Settlements::default();
                settled.push(settlement);
                self.push(read, settled);
            }
        }
    }

    /// Says where the lines stand that had other positions when entries were put on them.
    pub(super) fn move_lines(&mut self, to: &[Position]) {
        for sheet in &mut Arc::make_mut(&mut self.0).sheets {
            sheet.settled.move_lines(to);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.count == 0
    }

    /// The entry of an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<SettledEntry<'_>> {
        let SheetEntries { first, read, settled } = self.sheet_of(index)?;
        let index = index - first;
        settled.get(index, read.get(index)?)
    }

    /// The amount of the entry at a position, without looking at the rest of it.
    #[must_use]
    pub fn amount(&self, position: Position) -> Option<Euros> {
        let index = usize::from(position);
        let SheetEntries { first, read, .. } = self.sheet_of(index)?;
        read.amount(index - first)
    }

    fn sheet_of(&self, index: usize) -> Option<&SheetEntries> {
        let sheets = &self.0.sheets;
        let behind = sheets.partition_point(|sheet| sheet.first <= index);
        sheets.get(behind.checked_sub(1)?)
    }

    /// The entry at a position.
    #[must_use]
    pub fn at(&self, position: Position) -> Option<SettledEntry<'_>> {
        self.get(position.into())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = SettledEntry<'_>> + Clone {
        self.0.sheets.iter().flat_map(SheetEntries::iter)
    }

    /// Those that became one thing, with their positions; of the others nothing more is looked at.
    pub fn with_outcome(
        &self,
        outcome: Outcome,
    ) -> impl Iterator<Item = (usize, SettledEntry<'_>)> {
        self.0.sheets.iter().flat_map(move |SheetEntries { first, read, settled }| {
            let became = settled.iter().enumerate().filter(move |(_, one)| one.outcome == outcome);
            became.filter_map(move |(index, one)| Some((first + index, one.of(read.get(index)?))))
        })
    }

    /// What became of all of them.
    pub(super) fn settlements(&self) -> impl Iterator<Item = &Settlement> + Clone {
        self.0.sheets.iter().flat_map(|sheet| sheet.settled.iter())
    }

    /// All of them, sheet by sheet: the sheet as a whole, the index of its first entry, and its entries.
    pub fn by_sheet(
        &self,
    ) -> impl Iterator<Item = (&Place, usize, impl Iterator<Item = SettledEntry<'_>>)> {
        self.0.sheets.iter().map(|sheet| (sheet.read.whole(), sheet.first, sheet.iter()))
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.iter().eq(other.iter())
    }
}

impl Eq for Entries {}
