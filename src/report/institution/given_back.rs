//! The sheets that an institution sent, given back inside its return: the officer's own cells at their
//! own addresses, those in question coloured and with a note. In: what the institution may be told,
//! and the grids of its files, read again. Out: sheets of the return, and where in them a place of an
//! input stands. Never a changed value, and never what another body wrote.
//!
//! - `told`: which findings and sheets are the institution's business
//! - `excerpt` with `owners`: which cells of a sheet may be shown; `unneeded`: which rows of a large one
//!   surely are not
//! - `names`, `notes`, `layout`, `merges`: how they are shown
//! - `listed`: the list of them on the sheet Return

mod excerpt;
mod layout;
mod listed;
mod merges;
mod names;
mod notes;
mod owners;
mod told;
mod unneeded;

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;

use super::SheetOfFile;
use crate::book::{Link, Sheet};
use crate::diagnostic::Catalogue;
use crate::language::Translation;
use crate::model::{Place, Spot};
use crate::reconcile::{InstitutionResult, Reconciliation};
use crate::sheet::{Area, Formats, Row};

pub use excerpt::SentFile;
pub(super) use listed::write as list;
pub(super) use told::own_findings;
pub use told::{Told, told};

/// More sheets than a person leafs through in one workbook.
const MOST_SHEETS: usize = 40;
/// As many cells of all sheets together are given back in full; then only what is near a finding.
const MANY_CELLS: usize = 600_000;
/// The last row that a sheet may end at, all sheets together: rows without content cost too.
const MOST_ROWS: u64 = 3_000_000;

/// The sheets of one institution that are given back.
#[derive(Debug, Clone, Default)]
pub struct OwnSheets {
    sheets: Vec<OwnSheet>,
    left_out: Vec<(SheetOfFile, LeftOut)>,
    /// Findings in rows that name another body, in sheets in which others have a part.
    withheld: BTreeSet<usize>,
    cells: usize,
    rows: u64,
}

/// What of one sheet is given back.
#[derive(Debug, Clone)]
struct OwnSheet {
    sheet: SheetOfFile,
    rows: Vec<Row>,
    formats: Formats,
    merged: Vec<Area>,
    /// First and last row of its headings.
    header: Option<(u32, u32)>,
    /// Where the places of a document without addresses stand.
    spots: BTreeMap<Spot, (u32, u32)>,
    part: Part,
    hidden: bool,
}

/// How much of a sheet is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// Others have a part in it: headings, the institution's own rows, and cells with findings.
    OwnRows,
    /// It is very large: what is near a finding.
    NearFindings,
}

/// Why a sheet with findings is not given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftOut {
    /// The file could not be read a second time.
    Unreadable,
    /// Two sheets of a file have one name, so that nobody knows which cell is meant.
    SameName,
    /// The workbook would become too large.
    TooMany,
}

impl OwnSheets {
    /// Adds what of a file is given back to an institution.
    pub fn take(
        &mut self,
        reconciliation: &Reconciliation,
        index: usize,
        told: &Told,
        sent: &SentFile<'_>,
    ) {
        let Some(institution) = reconciliation.institutions.get(index) else { return };
        excerpt::take(self, reconciliation, institution, told, sent);
    }

    /// Says of a file that it could not be read a second time.
    pub fn unreadable(&mut self, told: &Told, file: &ArcStr) {
        let sheets = told.sheets_of(file);
        self.left_out.extend(sheets.map(|sheet| (sheet.clone(), LeftOut::Unreadable)));
    }

    /// Adds the sheets of other files behind those that are there.
    pub fn append(&mut self, other: OwnSheets) {
        for sheet in other.sheets {
            self.add(sheet);
        }
        self.left_out.extend(other.left_out);
        self.withheld.extend(other.withheld);
    }

    fn add(&mut self, sheet: OwnSheet) {
        let rows = self.rows + sheet.rows.last().map_or(0, |row| u64::from(row.index) + 1);
        if self.sheets.len() >= MOST_SHEETS || rows > MOST_ROWS {
            self.left_out.push((sheet.sheet, LeftOut::TooMany));
            return;
        }
        self.rows = rows;
        self.cells += sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        self.sheets.push(sheet);
    }

    /// Whether so much is given back already that only parts of further sheets are.
    fn is_full(&self) -> bool {
        self.cells > MANY_CELLS
    }

    /// The findings that stand in rows of other bodies.
    pub(super) fn withheld(&self) -> &BTreeSet<usize> {
        &self.withheld
    }
}

/// The sheets as they stand in the return.
#[derive(Debug, Default)]
pub(super) struct Copies {
    pub sheets: Vec<Sheet>,
    copies: Vec<Copy>,
    of_sheet: BTreeMap<SheetOfFile, usize>,
    left_out: Vec<(SheetOfFile, LeftOut)>,
}

/// One sheet as it stands in the return.
#[derive(Debug)]
struct Copy {
    sheet: SheetOfFile,
    /// Its name in the return.
    name: String,
    /// Rows that are shown, in order.
    rows: Vec<u32>,
    spots: BTreeMap<Spot, (u32, u32)>,
    part: Part,
    hidden: bool,
    hidden_rows: usize,
    /// Marked cells by severity, and amounts by what became of them.
    counts: notes::Counts,
    /// Where a reader begins: the first cell with a finding of the worst kind.
    first: (u32, u16),
}

impl Copies {
    /// Lays out all sheets, with names that no sheet of the return has.
    pub fn lay_out(
        own: &OwnSheets,
        reconciliation: &Reconciliation,
        institution: &InstitutionResult,
        listed: &[usize],
        catalogue: &Catalogue,
        words: &Translation,
        taken: &[String],
    ) -> Self {
        let mut copies = Copies { left_out: own.left_out.clone(), ..Copies::default() };
        let mut names = names::Names::beside(taken, words);
        let mut formats = layout::KnownFormats::default();
        for sheet in &own.sheets {
            let name = names.name(&sheet.sheet);
            let marks = notes::Marks::of(sheet, reconciliation, institution, listed, catalogue);
            let drawn = layout::sheet(sheet, &name, &marks, &mut formats).spoken(words);
            copies.of_sheet.insert(sheet.sheet.clone(), copies.copies.len());
            copies.copies.push(Copy {
                sheet: sheet.sheet.clone(),
                name,
                rows: sheet.rows.iter().map(|row| row.index).collect(),
                spots: sheet.spots.clone(),
                part: sheet.part,
                hidden: sheet.hidden,
                hidden_rows: sheet.rows.iter().filter(|row| row.hidden).count(),
                counts: marks.counts(),
                first: marks.first(),
            });
            copies.sheets.push(drawn);
        }
        copies
    }

    /// Where a place of an input stands in the return.
    pub fn link(&self, place: &Place) -> Option<Link> {
        let key = (ArcStr::clone(place.file()), place.sheet().clone());
        let copy = self.copies.get(*self.of_sheet.get(&key)?)?;
        let (row, column) = position(&copy.spots, place.spot())?;
        // A finding on an empty cell stands in a row that has no other content.
        copy.rows.binary_search(&row).ok()?;
        let column = u16::try_from(column).ok()?;
        Some(Link { sheet: copy.name.clone(), row, column })
    }
}

/// The row and column of a spot, where it is a cell.
fn position(spots: &BTreeMap<Spot, (u32, u32)>, spot: Spot) -> Option<(u32, u32)> {
    /// Rows and columns that a spreadsheet has.
    const ROWS: u32 = 1_048_576;
    const COLUMNS: u32 = 16_384;
    let (row, column) = match spot {
        Spot::Cell(cell) => (cell.row, cell.column),
        Spot::Whole => return None,
        other => *spots.get(&other)?,
    };
    (row < ROWS && column < COLUMNS).then_some((row, column))
}
