//! The one form every input takes: cells with their position, value and merged areas. A sheet of a
//! workbook, a csv file, a Word document and an exported text are the same thing from here on.

use std::borrow::Cow;

use arcstr::ArcStr;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::merged::Merged;
use crate::model::{CellRef, Date, Place, SourceFile, Spot};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Text, as written; line breaks kept.
    Text(ArcStr),
    /// A number: the shortest decimal that is the stored float.
    Number(#[serde(with = "as_bytes")] Decimal),
    /// A number that the cell's format shows as a date.
    Date {
        /// The stored number, for a cell that is an amount after all.
        #[serde(with = "as_bytes")]
        serial: Decimal,
        /// The day it shows; none where the number is no day.
        date: Option<Date>,
    },
    /// True or false.
    Bool(bool),
    /// An error value such as #REF!.
    Error(ArcStr),
    /// A formula whose result is not stored. Not zero, not blank.
    NotCalculated,
}

/// One cell that is not blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Column, counted from zero.
    pub column: u32,
    /// What it holds.
    pub value: Value,
    /// Its number format, where it is known and not "General".
    pub format: Option<ArcStr>,
}

impl Cell {
    /// The content as text: for findings, and for cells whose type says nothing.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Text(text) | Value::Error(text) => Cow::Borrowed(text),
            Value::Number(number) => Cow::Owned(number.normalize().to_string()),
            Value::Date { date: Some(date), .. } => Cow::Owned(date.to_string()),
            Value::Date { serial, date: None } => Cow::Owned(serial.normalize().to_string()),
            Value::Bool(true) => Cow::Borrowed("TRUE"),
            Value::Bool(false) => Cow::Borrowed("FALSE"),
            Value::NotCalculated => Cow::Borrowed(""),
        }
    }

    /// Whether it is text of white space only.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(&self.value, Value::Text(text) if text.trim().is_empty())
    }
}

/// One row that is not blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Row, counted from zero.
    pub index: u32,
    /// Its cells by column; blank ones are left out.
    pub cells: Vec<Cell>,
    /// Where each cell stands, for text and Word; empty for a sheet, where row and column say it.
    pub spots: Vec<Spot>,
    /// Hidden by hand or by a filter.
    pub hidden: bool,
}

impl Row {
    /// The cell in a column.
    #[must_use]
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(found)
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
    /// Merged areas.
    pub merged: Merged,
    /// Cells whose formula is a plain sum, with the areas it adds up; by row, then column.
    pub sums: Vec<Sum>,
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

    /// The place of a cell, in the words its reader can find it by.
    #[must_use]
    pub fn place(&self, row: &Row, column: u32) -> Place {
        let spot = match row.cells.binary_search_by_key(&column, |cell| cell.column) {
            Ok(index) if !row.spots.is_empty() => {
                row.spots.get(index).copied().unwrap_or(Spot::Whole)
            }
            Err(_) if !row.spots.is_empty() => row.spots.first().copied().unwrap_or(Spot::Whole),
            _ => Spot::Cell(CellRef { row: row.index, column }),
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

/// Numbers on their way from one process to another: a million of them are no text to be read again.
mod as_bytes {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(number: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        number.serialize().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        <[u8; 16]>::deserialize(from).map(Decimal::deserialize)
    }
}
