//! Merged areas of a sheet that is given back. In: the areas as they were read, also hostile ones. Out:
//! those that Excel takes: none meets another, none hides a cell that has content or a note, and all
//! together are of a size that can be written.

use std::collections::{BTreeMap, BTreeSet};

use crate::sheet::Area;

/// The most areas, and the most cells in all of them together.
const MOST: usize = 5_000;
const MOST_CELLS: u64 = 60_000;

/// Areas by their first cell: how many rows and columns each takes. `filled` are the cells that have
/// content or a note; what lies behind the last row and column is cut off.
pub(super) fn kept(
    areas: &[Area],
    filled: &BTreeSet<(u32, u32)>,
    (rows, columns): (u32, u32),
) -> BTreeMap<(u32, u32), (u32, u32)> {
    let mut kept = BTreeMap::new();
    let mut covered: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut ordered: Vec<&Area> = areas.iter().take(MOST).collect();
    ordered.sort_by_key(|area| area.first);
    for area in ordered {
        let (top, left) = (area.first.row, area.first.column);
        let (bottom, right) = (
            area.last.row.min(rows.saturating_sub(1)),
            area.last.column.min(columns.saturating_sub(1)),
        );
        if bottom < top || right < left || (top, left) == (bottom, right) {
            continue;
        }
        let cells = (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1);
        if covered.len() as u64 + cells > MOST_CELLS {
            continue;
        }
        let all = || (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        let hides = |cell: (u32, u32)| cell != (top, left) && filled.contains(&cell);
        if all().any(|cell| covered.contains(&cell) || hides(cell)) {
            continue;
        }
        covered.extend(all());
        kept.insert((top, left), (bottom - top + 1, right - left + 1));
    }
    kept
}
