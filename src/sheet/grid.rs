//! The one form every input takes: cells with their position, value and merged areas. A sheet of a
//! workbook, a csv file, a Word document and an exported text are the same thing from here on.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};

use super::cell::{Cell, Formats};
use super::merged::Merged;
use crate::model::{CellRef, Place, SourceFile, Spot};

/// One row that is not blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Row, counted from zero.
    pub index: u32,
    /// Hidden by hand or by a filter.
    pub hidden: bool,
    /// Its cells by column; blank ones are left out.
    pub cells: Box<[Cell]>,
}

impl Row {
    /// A row that is not hidden; its cells stand by column.
    #[must_use]
    pub fn new(index: u32, cells: impl Into<Box<[Cell]>>) -> Self {
        Row { index, hidden: false, cells: cells.into() }
    }

    /// The row with some of its cells.
    #[must_use]
    pub fn with_cells(&self, wanted: impl Fn(&Cell) -> bool) -> Self {
        let cells = self.cells.iter().filter(|cell| wanted(cell)).cloned().collect();
        Row { index: self.index, hidden: self.hidden, cells }
    }

    /// The cell in a column.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, Cell::column).ok()?;
        self.cells.get(found)
    }
}

/// Where the cells of a text or a document stand, by the number of their row. A sheet has none: there row and
/// column say it, and a large one has a million rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spots(BTreeMap<u32, Vec<(u32, Spot)>>);

impl Spots {
    /// Those of a row: for each of its cells its column, and where it stands.
    pub fn put(&mut self, row: u32, spots: Vec<(u32, Spot)>) {
        self.0.insert(row, spots);
    }

    fn of(&self, row: u32) -> &[(u32, Spot)] {
        self.0.get(&row).map_or(&[], Vec::as_slice)
    }
}

/// A merged area, all bounds inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its upper left cell, which holds the content.
    pub first: CellRef,
    /// Its lower right cell.
    pub last: CellRef,
}

impl Area {
    /// Whether it covers the cell.
    #[must_use]
    pub fn covers(&self, row: u32, column: u32) -> bool {
        (self.first.row..=self.last.row).contains(&row)
            && (self.first.column..=self.last.column).contains(&column)
    }
}

/// One table of cells: a sheet, or a whole document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// The sheet as a whole: every place in it is told from there.
    pub whole: Place,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Rows that hold something, in order.
    pub rows: Vec<Row>,
    /// Rows above these that were handed over while the sheet was read, if any were.
    pub taken: Option<Taken>,
    /// Where the cells of these stand, in a text or a document.
    pub spots: Spots,
    /// The formats of their cells, by number.
    pub formats: Formats,
    /// Merged areas.
    pub merged: Merged,
    /// Cells whose formula is a plain sum, with the areas it adds up; by row, then column.
    pub sums: Vec<Sum>,
}

/// Rows that were handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The number of their sheet.
    pub number: u32,
    /// How many they are.
    pub rows: usize,
}

/// So many rows are handed over at once.
pub const ROWS_AT_ONCE: usize = 1024;

/// Takes the rows of large sheets while they are read, so that not all of them are in memory at once.
pub trait TakeRows {
    /// Another sheet begins: the number to hand its rows over under. A number that no sheet has in the end
    /// is that of a try that failed.
    fn begin(&mut self) -> u32;

    /// Takes the next rows of the sheet that has this number.
    fn take(&mut self, number: u32, rows: Vec<Row>);

    /// The rows of a try that failed are to be forgotten; all rows where no number is given, since the file
    /// is read anew.
    fn forget(&mut self, number: Option<u32>);
}

/// A cell that adds up others: `=SUM(C2:C9)`, `=C5+C9`, `=SUBTOTAL(9;C2:C9)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The cell with the formula.
    pub cell: CellRef,
    /// What it adds up.
    pub of: Vec<Area>,
}

impl Grid {
    /// A table of cells without any.
    #[must_use]
    pub fn empty(file: &ArcStr, name: Option<ArcStr>) -> Self {
        Grid {
            whole: Place::new(file, name, Spot::Whole),
            hidden: false,
            rows: Vec::new(),
            taken: None,
            spots: Spots::default(),
            formats: Formats::default(),
            merged: Merged::default(),
            sums: Vec::new(),
        }
    }

    /// The file it is from.
    #[must_use]
    pub fn file(&self) -> &ArcStr {
        self.whole.file()
    }

    /// The sheet's name; none for csv, text and Word.
    #[must_use]
    pub fn name(&self) -> &Option<ArcStr> {
        self.whole.sheet()
    }

    /// The areas that a cell's formula adds up, where it is a plain sum.
    #[must_use]
    pub fn sum_at(&self, row: u32, column: u32) -> Option<&[Area]> {
        let at = CellRef { row, column };
        let found = self.sums.binary_search_by_key(&at, |sum| sum.cell).ok()?;
        self.sums.get(found).map(|sum| sum.of.as_slice())
    }

    /// The cell at a position, if it holds anything.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.row(row)?.cell(column)
    }

    /// The number format of one of its cells, where it is known and not "General".
    #[must_use]
    pub fn format(&self, cell: &Cell) -> Option<&str> {
        self.formats.get(cell.format()).map(|format| &**format)
    }

    /// The row at a position, if it holds anything.
    #[must_use]
    pub fn row(&self, row: u32) -> Option<&Row> {
        let found = self.rows.binary_search_by_key(&row, |row| row.index).ok()?;
        self.rows.get(found)
    }

    /// The merged area that covers a position.
    #[must_use]
    pub fn merged_at(&self, row: u32, column: u32) -> Option<&Area> {
        self.merged.at(row, column)
    }

    /// Where each cell of a row stands, by column, for text and Word; empty for a sheet, where row and column say it.
    #[must_use]
    pub fn spots(&self, row: &Row) -> &[(u32, Spot)] {
        self.spots.of(row.index)
    }

    /// The place of a cell, in the words its reader can find it by.
    #[must_use]
    pub fn place(&self, row: &Row, column: u32) -> Place {
        let spots = self.spots(row);
        let own = spots.iter().find(|(its, _)| *its == column).or(spots.first());
        let spot = match own {
            Some((_, spot)) => *spot,
            None => Spot::Cell(CellRef { row: row.index, column }),
        };
        self.whole.at(spot)
    }
}

/// What a file turned out to be, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// Excel workbook (xlsx or xlsm).
    Xlsx,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Excel 2003's XML.
    ExcelXml,
    /// Web page, or web archive.
    Html,
    /// Values separated by commas, semicolons or tabs.
    Csv,
    /// Word document.
    Docx,
    /// Text exported from a document.
    Text,
}

/// A file as grids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFile {
    /// Name and hash.
    pub source: SourceFile,
    /// What it is.
    pub kind: FileKind,
    /// Its sheets, in their order.
    pub grids: Vec<Grid>,
}
