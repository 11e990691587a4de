//! Cells on their way into a grid. In: positions and values in any order. Out: rows in order,
//! within the limits. Never drops a cell without a finding.

use std::collections::BTreeSet;
use std::mem;

use arcstr::ArcStr;

use super::cell::{Cell, Value};
use super::grid::{Area, Grid, ROWS_AT_ONCE, Row, Sum, TakeRows, Taken};
use super::texts::Texts;
use super::{Stop, over_limit};
use crate::config::Limits;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{CellRef, Place, Spot};

/// Rows of the largest sheet that Excel knows.
pub(super) const MOST_ROWS: u32 = 1_048_576;
/// Columns of the largest sheet that Excel knows.
pub(super) const MOST_COLUMNS: u32 = 16_384;

const MOST_SHEETS: usize = 2_000;

/// What one file has cost so far, and what was found on the way.
pub(super) struct Reading<'a> {
    pub(super) file: &'a ArcStr,
    pub(super) limits: &'a Limits,
    pub(super) findings: Vec<Finding>,
    cells: u64,
    rows: u64,
    /// Bytes of the text in all cells; one text may stand in many.
    text: u64,
    /// Texts that are long enough to be worth keeping once, however rarely they come.
    long_texts: BTreeSet<ArcStr>,
    texts: Texts,
    /// Takes the rows of large sheets.
    taker: Option<&'a mut (dyn TakeRows + 'a)>,
    /// The number under which rows of a sheet are handed over that is not finished.
    unfinished: Option<u32>,
    /// A row came too late to be handed over in its order.
    pub(super) too_late: bool,
}

/// From so many bytes on a text that stands in several cells is kept once.
const LONG: usize = 64;
/// The text of all cells may take this part of what a file may unzip to: a text is packed once, and
/// every cell that holds it is read.
const TEXT_SHARE: u64 = 4;

impl<'a> Reading<'a> {
    pub(super) fn new(
        file: &'a ArcStr,
        limits: &'a Limits,
        taker: Option<&'a mut (dyn TakeRows + 'a)>,
    ) -> Self {
        let (long_texts, texts) = (BTreeSet::new(), Texts::default());
        Reading {
            file,
            limits,
            findings: Vec::new(),
            cells: 0,
            rows: 0,
            text: 0,
            long_texts,
            texts,
            taker,
            unfinished: None,
            too_late: false,
        }
    }

    /// Reports a sheet that cannot be read, or cannot be read in full.
    pub(super) fn sheet_broken(
        &mut self,
        sheet: &str,
        problem: impl Into<Said>,
        effect: &'static str,
    ) {
        let place = Place::new(self.file, Some(sheet.into()), Spot::Whole);
        self.findings.push(
            Finding::new(Code::SheetBroken, place)
                .detail("problem", problem.into())
                .detail("effect", effect),
        );
    }

    /// No more sheets than any workbook has: each costs a search through all others.
    pub(super) fn check_sheets(&self, sheets: usize) -> Result<(), Stop> {
        if sheets <= MOST_SHEETS {
            return Ok(());
        }
        Err(Stop::too_large(
            "the number of sheets",
            Said::new("{count} sheets").with("count", MOST_SHEETS),
            None,
        ))
    }

    /// Where reading stands, to come back to when a sheet is read a second time.
    pub(super) fn state(&self) -> [u64; 4] {
        [self.findings.len() as u64, self.cells, self.rows, self.text]
    }

    /// Forgets what came after that state.
    pub(super) fn back_to(&mut self, [findings, cells, rows, text]: [u64; 4]) {
        self.findings.truncate(usize::try_from(findings).unwrap_or(usize::MAX));
        (self.cells, self.rows, self.text) = (cells, rows, text);
    }

    /// One more cell with content.
    pub(super) fn count(&mut self) -> Result<(), Stop> {
        self.cells += 1;
        if self.cells > self.limits.cells { Err(self.too_many_cells()) } else { Ok(()) }
    }

    /// One more text.
    fn count_text(&mut self, text: &str) -> Result<(), Stop> {
        let most = self.limits.unzipped_bytes / TEXT_SHARE;
        self.text += text.len() as u64;
        if self.text > most {
            let limit = Said::new("{megabytes} MB").with_data("megabytes", most >> 20);
            let (what, key) = ("the text of all cells together", Some("unzipped-megabytes"));
            return Err(Stop::too_large(what, limit, key));
        }
        Ok(())
    }

    /// Whether a text is kept as it is: neither blank, nor so long that it is cut.
    pub(super) fn is_kept(&self, text: &str) -> bool {
        !text.trim().is_empty() && shortened(text, self.limits).is_none()
    }

    /// A text to keep: one that was met before is the same in memory.
    pub(super) fn known_text(&mut self, text: &str) -> ArcStr {
        if text.len() < LONG {
            return self.texts.known(text);
        }
        match self.long_texts.get(text) {
            Some(same) => ArcStr::clone(same),
            None => {
                let new: ArcStr = text.into();
                self.long_texts.insert(ArcStr::clone(&new));
                new
            }
        }
    }

    fn share(&mut self, text: &mut ArcStr) {
        if text.len() < LONG {
            self.texts.share(text);
        } else if let Some(same) = self.long_texts.get(text) {
            *text = ArcStr::clone(same);
        } else {
            self.long_texts.insert(ArcStr::clone(text));
        }
    }

    /// One more row with content.
    fn count_row(&mut self) -> Result<(), Stop> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            let limit = Said::new("{count} rows in one file").with("count", self.limits.rows);
            return Err(Stop::too_large("the number of rows", limit, Some("rows")));
        }
        Ok(())
    }

    pub(super) fn too_many_cells(&self) -> Stop {
        too_many_cells(self.limits)
    }
}

/// What a sheet that is lost costs.
pub(super) const SHEET_LOST: &str = "nothing from this sheet is counted; other sheets are";

/// One sheet in the making.
pub(super) struct Builder {
    grid: Grid,
    /// The row that may get more cells.
    open: Option<u32>,
    cells: Vec<Cell>,
    merged: Vec<Area>,
    in_order: bool,
    /// Hidden rows, where they are known before the cells: then rows may be handed over.
    hidden_rows: Option<Vec<u32>>,
    /// The last row that was.
    handed_over: Option<u32>,
}

impl Builder {
    pub(super) fn new(file: &ArcStr, name: Option<&str>, hidden: bool) -> Self {
        let grid = Grid { hidden, ..Grid::empty(file, name.map(Into::into)) };
        let (cells, merged) = (Vec::new(), Vec::new());
        let (open, hidden_rows, handed_over) = (None, None, None);
        Builder { grid, open, cells, merged, in_order: true, hidden_rows, handed_over }
    }

    /// Lets rows go while the sheet is read, where somebody takes them.
    pub(super) fn let_go(&mut self, hidden_rows: &[u32]) {
        self.hidden_rows = Some(hidden_rows.to_vec());
    }

    /// Says that the next row is hidden, where that is known only from its own start on.
    pub(super) fn hide_row(&mut self, row: u32) {
        self.hidden_rows.get_or_insert_default().push(row);
    }

    /// Adds a cell; text of white space only is no cell. A text is kept once.
    ///
    /// The inner error is a fault of this sheet, the outer one of the whole file.
    pub(super) fn push(
        &mut self,
        reading: &mut Reading<'_>,
        at: (u32, u32),
        mut value: Value,
        format: Option<ArcStr>,
    ) -> Result<Result<(), Said>, Stop> {
        if let Value::Text(text) = &mut value
            && reading.is_kept(text)
        {
            reading.share(text);
        }
        self.push_known(reading, at, value, format)
    }

    /// The same with a text.
    pub(super) fn push_text(
        &mut self,
        reading: &mut Reading<'_>,
        at: (u32, u32),
        text: &str,
    ) -> Result<Result<(), Said>, Stop> {
        let known = if reading.is_kept(text) { reading.known_text(text) } else { text.into() };
        self.push_known(reading, at, Value::Text(known), None)
    }

    /// The same with a text that is a [`Reading::known_text`], where it [is kept](Reading::is_kept).
    pub(super) fn push_known(
        &mut self,
        reading: &mut Reading<'_>,
        (row, column): (u32, u32),
        mut value: Value,
        format: Option<ArcStr>,
    ) -> Result<Result<(), Said>, Stop> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Ok(Err(misplaced(u64::from(row) + 1, u64::from(column) + 1)));
        }
        let Some(format) = self.grid.formats.number_of(format.as_ref()) else {
            let limit = Said::new("{count} formats").with("count", usize::from(u16::MAX));
            return Err(Stop::too_large("the number of number formats", limit, None));
        };
        if matches!(&value, Value::Text(text) if text.trim().is_empty()) {
            return Ok(Ok(()));
        }
        reading.count()?;
        if let Value::Text(text) = &value
            && let Some(cut) = shortened(text, reading.limits)
        {
            let place = self.grid.whole.at(Spot::Cell(CellRef { row, column }));
            reading.findings.push(text_cut(place, reading.limits));
            value = Value::Text(reading.known_text(cut));
        }
        if let Value::Text(text) = &value {
            reading.count_text(text)?;
        }
        if self.open == Some(row) {
            self.in_order &= self.cells.last().is_none_or(|before| before.column() < column);
        } else {
            reading.count_row()?;
            self.close_row();
            self.in_order &= self.grid.rows.last().is_none_or(|before| before.index < row);
            if self.handed_over.is_some_and(|last| row <= last) {
                reading.too_late = true;
                // Whoever asked reads it once more; nobody is told.
                return Err(Stop::technical("a row comes too late"));
            }
            self.hand_over(reading);
            self.open = Some(row);
        }
        self.cells.push(Cell::new(column, value, format));
        Ok(Ok(()))
    }

    fn close_row(&mut self) {
        if let Some(index) = self.open.take() {
            self.grid.rows.push(Row::new(index, self.cells.drain(..).collect::<Box<[Cell]>>()));
        }
    }

    /// Hands over what is ready: rows in their order that are known to be hidden or not.
    fn hand_over(&mut self, reading: &mut Reading<'_>) {
        let (Some(taker), Some(hidden_rows)) = (&mut reading.taker, &self.hidden_rows) else {
            return;
        };
        if self.grid.rows.len() < ROWS_AT_ONCE || !self.in_order {
            return;
        }
        let taken = self.grid.taken.get_or_insert_with(|| {
            if let Some(failed) = reading.unfinished.take() {
                taker.forget(Some(failed));
            }
            Taken { number: *reading.unfinished.insert(taker.begin()), rows: 0 }
        });
        taken.rows += self.grid.rows.len();
        self.handed_over = self.grid.rows.last().map(|row| row.index);
        hide(&mut self.grid.rows, hidden_rows);
        let ready = mem::replace(&mut self.grid.rows, Vec::with_capacity(ROWS_AT_ONCE));
        taker.take(taken.number, ready);
    }

    pub(super) fn merge(&mut self, areas: impl IntoIterator<Item = Area>) {
        self.merged.extend(areas);
    }

    /// Cells that are plain sums, in any order.
    pub(super) fn sums(&mut self, mut sums: Vec<Sum>) {
        sums.sort_by_key(|sum| sum.cell);
        sums.dedup_by_key(|sum| sum.cell);
        self.grid.sums = sums;
    }

    /// Says whether the sheet is hidden, where that is known only behind its cells.
    pub(super) fn hide(&mut self, hidden: bool) {
        self.grid.hidden = hidden;
    }

    /// The finished sheet.
    pub(super) fn finish(mut self, reading: &mut Reading<'_>, hidden_rows: &[u32]) -> Grid {
        if self.grid.taken.is_some() {
            reading.unfinished = None;
        }
        self.close_row();
        if !self.in_order {
            self.put_in_order(reading);
        }
        self.grid.merged = self.merged.into();
        hide(&mut self.grid.rows, hidden_rows);
        self.grid
    }

    fn put_in_order(&mut self, reading: &mut Reading<'_>) {
        let mut rows = mem::take(&mut self.grid.rows);
        rows.sort_by_key(|row| row.index);
        let mut twice: Option<CellRef> = None;
        for pieces in rows.chunk_by_mut(|row, next| row.index == next.index) {
            let Some(index) = pieces.first().map(|row| row.index) else { continue };
            let pieces = pieces.iter_mut().map(|row| mem::take(&mut row.cells));
            let mut cells: Vec<Cell> = pieces.flatten().collect();
            cells.sort_by_key(Cell::column);
            cells.dedup_by(|later, earlier| {
                let same = later.column() == earlier.column();
                if same {
                    mem::swap(later, earlier);
                    let cell = CellRef { row: index, column: later.column() };
                    twice = twice.or(Some(cell));
                }
                same
            });
            self.grid.rows.push(Row::new(index, cells));
        }
        if let (Some(cell), Some(name)) = (twice, self.grid.name().clone()) {
            let problem = Said::new("cell {cell} is stored more than once").with("cell", cell);
            reading.sheet_broken(&name, problem, "the last content of such a cell is used");
        }
    }
}

fn hide(rows: &mut [Row], hidden_rows: &[u32]) {
    if hidden_rows.is_empty() {
        return;
    }
    for row in rows {
        row.hidden = hidden_rows.binary_search(&row.index).is_ok();
    }
}

/// A cell where no sheet of its format has one, counted from one.
pub(super) fn misplaced(row: u64, column: u64) -> Said {
    Said::new("it has a cell in row {row}, column {column}")
        .with_data("row", row)
        .with_data("column", column)
}

/// The limit of cells is reached.
pub(super) fn too_many_cells(limits: &Limits) -> Stop {
    let limit = Said::new("{count} cells in one file").with("count", limits.cells);
    Stop::too_large("the number of cells", limit, Some("cells"))
}

/// The finding that the text of a cell was cut.
pub(super) fn text_cut(place: Place, limits: &Limits) -> Finding {
    let limit = Said::new("{count} characters in one cell").with("count", limits.cell_characters);
    let effect = "the text is cut there; the rest of it is not read";
    over_limit(place, "the text of this cell", limit, Some("cell-characters"), effect)
}

/// The text cut to the limit; none where it is short enough.
pub(super) fn shortened<'a>(text: &'a str, limits: &Limits) -> Option<&'a str> {
    let most = usize::try_from(limits.cell_characters).unwrap_or(usize::MAX);
    if text.len() <= most {
        return None;
    }
    let (end, _) = text.char_indices().nth(most)?;
    text.get(..end)
}
