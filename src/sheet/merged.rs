//! Merged areas, found by a position in them. In: areas in any order. Out: the area that covers a
//! cell, in a few steps however many areas there are. Areas never overlap in a file that Excel wrote;
//! where they do, one of them is found.

use serde::{Deserialize, Serialize};

use super::grid::Area;

/// All merged areas of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Area>", into = "Vec<Area>")]
pub struct Merged {
    areas: Vec<Area>,
    /// Each area is cut into runs of 1, 2, 4, 8 … rows, each starting at a multiple of its length. A
    /// row lies in one run of each length, so that few have to be looked at.
    runs: Vec<Run>,
    /// Which lengths occur, as bits.
    lengths: u64,
}

/// A run of rows of an area: by length and number first, so that its neighbours lie beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    /// The length is two to the power of this.
    power: u32,
    /// How many runs of this length lie above it.
    number: u32,
    /// The area's first column.
    column: u32,
    area: u32,
}

impl Merged {
    /// The area that covers a position.
    #[must_use]
    pub fn at(&self, row: u32, column: u32) -> Option<&Area> {
        let mut lengths = self.lengths;
        while lengths != 0 {
            let power = lengths.trailing_zeros();
            lengths &= lengths - 1;
            let number = row >> power;
            let behind = self.runs.partition_point(|run| {
                (run.power, run.number, run.column) <= (power, number, column)
            });
            let found = behind.checked_sub(1).and_then(|before| self.runs.get(before));
            if let Some(run) = found
                && let Some(area) = self.areas.get(run.area as usize)
                && area.covers(row, column)
            {
                return Some(area);
            }
        }
        None
    }
}

impl From<Vec<Area>> for Merged {
    fn from(areas: Vec<Area>) -> Self {
        let mut merged = Merged { areas, runs: Vec::new(), lengths: 0 };
        for (index, area) in merged.areas.iter().enumerate() {
            let Ok(index) = u32::try_from(index) else { break };
            let (mut from, to) = (u64::from(area.first.row), u64::from(area.last.row) + 1);
            while from < to {
                // The longest run that may start here and does not reach past the end.
                let power = from.trailing_zeros().min((to - from).ilog2()).min(31);
                let number = u32::try_from(from >> power).unwrap_or(u32::MAX);
                merged.runs.push(Run { power, number, column: area.first.column, area: index });
                merged.lengths |= 1 << power;
                from += 1 << power;
            }
        }
        merged.runs.sort_unstable();
        merged
    }
}

impl From<Merged> for Vec<Area> {
    fn from(merged: Merged) -> Self {
        merged.areas
    }
}

/// The areas in their order.
impl std::ops::Deref for Merged {
    type Target = [Area];
    fn deref(&self) -> &[Area] {
        &self.areas
    }
}
