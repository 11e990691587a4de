//! One table of a web page. In: its tags, as they come, closed or not. Out: cells with their
//! position, spans laid out as a browser does it. Never keeps an empty cell, so that a declared span
//! costs nothing.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use super::text::Shown;
use crate::sheet::Stop;
use crate::sheet::builder::{MOST_COLUMNS, MOST_ROWS};

/// What browsers make of a wider or a longer span.
const WIDEST_SPAN: u32 = 1_000;
const LONGEST_SPAN: u32 = 65_534;
/// Spans that have to be stepped over in one page; a trap has more.
const MOST_STEPS: u64 = 5_000_000;

/// What the tag of a cell says.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) columns: u32,
    pub(super) rows: u32,
    pub(super) format: Option<ArcStr>,
    /// `x:num`, `sdval`: the exact number, empty where it is what is shown.
    pub(super) number: Option<String>,
    /// `x:bool`.
    pub(super) boolean: Option<String>,
    /// `x:err`.
    pub(super) error: bool,
    /// `x:fmla`.
    pub(super) formula: Option<String>,
}

/// A cell that holds something.
pub(super) struct TableCell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) text: String,
    pub(super) tag: Tag,
}

struct Open {
    row: u32,
    column: u32,
    shown: Shown,
    tag: Tag,
}

/// A table, open or closed.
#[derive(Default)]
pub(super) struct Table {
    pub(super) cells: Vec<TableCell>,
    pub(super) hidden_rows: Vec<u32>,
    /// Rows so far.
    pub(super) rows: u32,
    row_is_open: bool,
    column: u32,
    cell: Option<Open>,
    /// Columns that a cell above still takes: first column → behind the last, and behind the last row.
    taken: BTreeMap<u32, (u32, u32)>,
    steps: u64,
}

impl Table {
    pub(super) fn start_row(&mut self, hidden: bool) {
        self.end_row();
        self.row_is_open = true;
        self.column = 0;
        if hidden {
            self.hidden_rows.push(self.rows);
        }
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        if std::mem::take(&mut self.row_is_open) {
            self.rows = self.rows.saturating_add(1).min(MOST_ROWS);
        }
    }

    /// A cell outside any row opens one, as in a browser.
    pub(super) fn start_cell(&mut self, mut tag: Tag) -> Result<(), Stop> {
        self.end_cell();
        if !self.row_is_open {
            self.start_row(false);
        }
        if tag.columns > WIDEST_SPAN || tag.columns == 0 {
            tag.columns = 1;
        }
        tag.rows = if tag.rows == 0 { LONGEST_SPAN } else { tag.rows.min(LONGEST_SPAN) };
        let (row, column) = (self.rows, self.free_column()?);
        let behind = column.saturating_add(tag.columns).min(MOST_COLUMNS + 1);
        if tag.rows > 1 && column < MOST_COLUMNS {
            self.taken.insert(column, (behind, row.saturating_add(tag.rows)));
        }
        self.column = behind;
        self.cell = Some(Open { row, column, shown: Shown::default(), tag });
        Ok(())
    }

    fn free_column(&mut self) -> Result<u32, Stop> {
        let mut column = self.column;
        while let Some((&first, &(behind, until))) = self.taken.range(..=column).next_back() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return Err(Stop::broken("a table in it has impossibly many merged cells"));
            }
            if until <= self.rows {
                self.taken.remove(&first);
            } else if behind > column {
                column = behind;
            } else {
                break;
            }
        }
        Ok(column)
    }

    pub(super) fn end_cell(&mut self) {
        let Some(mut open) = self.cell.take() else { return };
        let text = open.shown.take();
        let holds = !text.is_empty() || open.tag.number.is_some() || open.tag.formula.is_some();
        if holds {
            self.cells.push(TableCell { row: open.row, column: open.column, text, tag: open.tag });
        }
    }

    /// Where text goes: the cell that is open.
    pub(super) fn shown(&mut self) -> Option<&mut Shown> {
        self.cell.as_mut().map(|open| &mut open.shown)
    }

    /// Rows and columns from the first to the last with content.
    pub(super) fn size(&self) -> (u32, u32) {
        let rows = self.cells.iter().map(|cell| cell.row);
        let columns = self.cells.iter().map(|cell| cell.column);
        let span = |first: Option<u32>, last: Option<u32>| match (first, last) {
            (Some(first), Some(last)) => last - first + 1,
            _ => 0,
        };
        (span(rows.clone().min(), rows.max()), span(columns.clone().min(), columns.max()))
    }

    /// Whether two rows or more are as wide as only a table of figures is.
    pub(super) fn looks_like_figures(&self) -> bool {
        let mut wide = 0;
        let mut at = 0;
        while let Some(first) = self.cells.get(at) {
            let row = self.cells.iter().skip(at).take_while(|cell| cell.row == first.row).count();
            wide += u32::from(row >= 3);
            if wide == 2 {
                return true;
            }
            at += row;
        }
        false
    }

    /// Its rows as lines of text, which leaves it empty; the cell that is open keeps its text.
    pub(super) fn take_lines(&mut self) -> Vec<Vec<String>> {
        let mut lines: Vec<Vec<String>> = Vec::new();
        let mut row = None;
        for cell in std::mem::take(&mut self.cells) {
            match lines.last_mut() {
                Some(line) if row == Some(cell.row) => line.push(cell.text),
                _ => lines.push(vec![cell.text]),
            }
            row = Some(cell.row);
        }
        lines
    }
}
