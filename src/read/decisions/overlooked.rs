//! What was filled in and decides nothing. In: the rows of a table of decisions. Out: a finding for each
//! column whose meaning another one has already. Never a decision.

use super::Columns;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::CellRef;
use crate::sheet::{Cell, Grid, Row};
use crate::vocabulary::Vocabulary;

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
        (*first != cell.column).then_some(*first)
    };
    let finding = |cell: &Cell| {
        let first = second(cell)?;
        let more = |row: &&Row| {
            let text = |column| row.cell(column).map(Cell::text).unwrap_or_default();
            let own = text(cell.column);
            !own.trim().is_empty() && own.trim() != text(first).trim()
        };
        let passed_over = below.clone().filter(more).count();
        let heading = headings.cell(first).map(|cell| cell.text().trim().to_owned());
        let used = CellRef { row: headings.index, column: first };
        (passed_over > 0).then(|| {
            let below = Said::new("{count} cells below it are not used");
            Finding::new(Code::DecisionColumnTwice, grid.place(headings, cell.column))
                .read(cell.text())
                .data("heading", heading.unwrap_or_default())
                .data("cell", used)
                .detail("below", below.with("count", passed_over))
        })
    };
    headings.cells.iter().filter_map(finding).collect()
}
