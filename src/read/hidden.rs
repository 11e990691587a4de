//! Rows that nobody sees: counted like any other, and said once for each sheet.

use crate::diagnostic::{Code, Finding};
use crate::model::{Euros, Submission};
use crate::sheet::Grid;

/// How many runs of rows a message names.
const MOST_RUNS: usize = 12;

/// The note on hidden rows with amounts, where there are any.
pub(super) fn hidden_rows(grid: &Grid, submission: &Submission) -> Option<Finding> {
    if grid.rows.iter().all(|row| !row.hidden) {
        return None;
    }
    let hidden = |row: u32| grid.row(row).is_some_and(|row| row.hidden);
    let in_hidden: Vec<(u32, Euros)> = submission
        .entries
        .iter()
        .filter_map(|entry| {
            let cell = entry.spot.cell()?;
            hidden(cell.row).then_some((cell.row, entry.amount))
        })
        .collect();
    if in_hidden.is_empty() {
        return None;
    }
    let sum: Euros = in_hidden.iter().map(|(_, amount)| *amount).sum();
    let rows = in_runs(in_hidden.iter().map(|(row, _)| row + 1));
    Some(
        Finding::new(Code::HiddenRows, grid.whole.clone())
            .data("rows", rows)
            .detail("sum", sum)
            .amount(sum),
    )
}

/// "4–6, 9, 12–20".
fn in_runs(rows: impl Iterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if row == *last || row == *last + 1 => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let more = runs.len() > MOST_RUNS;
    let mut words: Vec<String> = runs
        .iter()
        .take(MOST_RUNS)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") })
        .collect();
    if more {
        words.push("…".to_owned());
    }
    words.join(", ")
}
