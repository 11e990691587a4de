//! What was filled in and decides nothing. In: the rows of a sheet of decisions. Out: a finding for each
//! column whose meaning another one has already, and for each row filled in beside a block that holds
//! no decisions. Never a decision.

use std::collections::BTreeSet;

use super::{Columns, has_result};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::CellRef;
use crate::sheet::{Cell, Grid, Row};
use crate::vocabulary::{DecisionHeading, Vocabulary};

/// Columns that mean the same as one before them, where what is written below says something else.
pub(super) fn columns<'a>(
    grid: &Grid,
    headings: &Row,
    counted: &Columns,
    below: impl Iterator<Item = &'a Row> + Clone,
    vocabulary: &Vocabulary,
) -> Vec<Finding> {
    let second = |cell: &Cell| {
        let meaning = vocabulary.decision_heading(&cell.text())?;
        let (first, _) = counted.iter().find(|(_, known)| *known == meaning)?;
        (*first != cell.column()).then_some(*first)
    };
    let finding = |cell: &Cell| {
        let first = second(cell)?;
        let more = |row: &&Row| {
            let text = |column| row.cell(column).map(Cell::text).unwrap_or_default();
            let own = text(cell.column());
            !own.trim().is_empty() && own.trim() != text(first).trim()
        };
        let passed_over = below.clone().filter(more).count();
        let heading = headings.cell(first).map(|cell| cell.text().trim().to_owned());
        let used = CellRef { row: headings.index, column: first };
        (passed_over > 0).then(|| {
            let below = Said::new("{count} cells below it are not used");
            Finding::new(Code::DecisionColumnTwice, grid.place(headings, cell.column()))
                .read(cell.text())
                .data("heading", heading.unwrap_or_default())
                .data("cell", used)
                .detail("below", below.with("count", passed_over))
        })
    };
    headings.cells.iter().filter_map(finding).collect()
}

/// As many cells as the row of headings of such a block has at least; a row that somebody filled in above
/// it has fewer.
const HEADINGS: usize = 10;

/// A block of earmark's own sheet below the tables of decisions. Their headings stay in sight over it, so
/// its free cells look like cells to fill in.
pub(super) struct Beside {
    /// The columns of the tables above that are filled in.
    open: BTreeSet<u32>,
    /// Those that are not the block's own; none before its headings.
    free: Option<BTreeSet<u32>>,
}

impl Beside {
    /// Below tables with these columns.
    pub(super) fn new(above: &Columns) -> Self {
        let filled_in = |heading: &DecisionHeading| {
            use DecisionHeading as H;
            heading.decides() || matches!(heading, H::By | H::On | H::Reason)
        };
        let open = above.iter().filter(|(_, heading)| filled_in(heading));
        Beside { open: open.map(|(column, _)| *column).collect(), free: None }
    }

    /// A row of the block in which somebody decided.
    pub(super) fn filled_in(&mut self, grid: &Grid, row: &Row) -> Option<Finding> {
        let filled = || row.cells.iter().filter(|cell| !cell.is_blank());
        let Some(free) = &self.free else {
            let last = self.open.last().copied()?;
            let headings: BTreeSet<u32> =
                filled().map(|cell| cell.column()).take_while(|column| *column <= last).collect();
            if headings.len() >= HEADINGS {
                self.free = Some(self.open.difference(&headings).copied().collect());
            }
            return None;
        };
        let first = filled().find(|cell| free.contains(&cell.column()) && has_result(cell))?;
        let entry = filled().map(|cell| cell.text().into_owned()).find(|text| is_entry(text));
        let row_of = match entry {
            Some(entry) => Said::new("the row of {entry}").with_data("entry", entry),
            None => Said::new("the row of the amount"),
        };
        let place = grid.place(row, first.column());
        let finding = Finding::new(Code::DecisionBeside, place).read(first.text());
        Some(finding.detail("row", row_of))
    }
}

/// What leads from a claim to the row of its entry, such as e12.
fn is_entry(text: &str) -> bool {
    let number = text.strip_prefix('e').filter(|number| !number.is_empty());
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}
