//! Which sheet each entry is of. In: settled entries in their order. Out: numbers of sheets, and the
//! months that their names say. Entries of a sheet follow each other, so that each needs no number of
//! its own.

use std::collections::BTreeMap;

use crate::model::fold;
use crate::reconcile::Entries;
use crate::vocabulary::Vocabulary;

/// All sheets with entries.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// First entry of each run of entries of one sheet, and the number of the sheet.
    runs: Vec<(usize, u32)>,
    /// Months and quarters that the name of each sheet says.
    times: Vec<Vec<String>>,
}

impl Sheets {
    pub(super) fn of(entries: &Entries, vocabulary: &Vocabulary) -> Self {
        let mut sheets = Sheets::default();
        let mut numbers = BTreeMap::new();
        for (place, index, _) in entries.by_sheet() {
            let sheet = (place.file().clone(), place.sheet().clone());
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(sheet).or_insert(next);
            if number == next {
                sheets.times.push(times(place.sheet().as_deref(), vocabulary));
            }
            sheets.runs.push((index, number));
        }
        sheets
    }

    /// The number of an entry's sheet.
    pub(super) fn number(&self, index: usize) -> u32 {
        let run = self.runs.partition_point(|(first, _)| *first <= index);
        run.checked_sub(1).and_then(|run| self.runs.get(run)).map_or(0, |(_, number)| *number)
    }

    /// Months and quarters that the name of a sheet says, where it says any.
    pub(super) fn times(&self, number: u32) -> Option<&[String]> {
        self.times.get(number as usize).map(Vec::as_slice).filter(|said| !said.is_empty())
    }
}

/// Months and quarters that a sheet's name says: "Januar" and "Februar" are other payments.
fn times(name: Option<&str>, vocabulary: &Vocabulary) -> Vec<String> {
    let folded = fold(name.unwrap_or_default());
    folded
        .split(' ')
        .filter_map(|word| vocabulary.when(word))
        .map(|when| when.to_string())
        .collect()
}
