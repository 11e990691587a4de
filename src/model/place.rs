//! Where something stands in an input, so that an error found much later still points at its cell.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use arcstr::ArcStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::signs::InSigns;
use super::small_spot::SmallSpot;

/// A cell of a sheet, counted from zero; shown as an A1 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row, counted from zero.
    pub row: u32,
    /// Column, counted from zero.
    pub column: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.signs())
    }
}

/// For people the address, for another process of earmark the two numbers.
impl Serialize for CellRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.row, self.column).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for CellRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (row, column) = Deserialize::deserialize(deserializer)?;
        Ok(CellRef { row, column })
    }
}

/// The spot within a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Spot {
    /// The file or the sheet as a whole.
    Whole,
    /// A cell of a spreadsheet.
    Cell(CellRef),
    /// A line of a text file, counted from one.
    Line(u32),
    /// A paragraph of a Word document outside its tables, counted from one.
    Paragraph(u32),
    /// A cell of a table in a Word document, all counted from one.
    TableCell {
        /// Which table of the document.
        table: u32,
        /// Which row of the table.
        row: u32,
        /// Which column of the table.
        column: u32,
    },
}

impl Spot {
    /// The cell, where it is one of a spreadsheet.
    #[must_use]
    pub fn cell(self) -> Option<CellRef> {
        match self {
            Spot::Cell(cell) => Some(cell),
            _ => None,
        }
    }
}

/// A file and perhaps a sheet in it: one for all the places in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Name of the file, without folders unless two inputs share a name.
    pub file: ArcStr,
    /// Name of the sheet; none for text and Word.
    pub sheet: Option<ArcStr>,
}

/// A file, perhaps a sheet in it, and a spot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    origin: Arc<Origin>,
    spot: SmallSpot,
}

impl Place {
    /// A spot in a file, or in a sheet of it.
    #[must_use]
    pub fn new(file: &ArcStr, sheet: Option<ArcStr>, spot: Spot) -> Self {
        let origin = Arc::new(Origin { file: ArcStr::clone(file), sheet });
        Place { origin, spot: spot.into() }
    }

    /// A whole file.
    #[must_use]
    pub fn of_file(file: &ArcStr) -> Self {
        Place::new(file, None, Spot::Whole)
    }

    /// Another spot in the same file and sheet.
    #[must_use]
    pub fn at(&self, spot: Spot) -> Self {
        Place { origin: Arc::clone(&self.origin), spot: spot.into() }
    }

    /// Where in the file or the sheet.
    #[must_use]
    pub fn spot(&self) -> Spot {
        self.spot.into()
    }

    /// Name of the file, without folders unless two inputs share a name.
    #[must_use]
    pub fn file(&self) -> &ArcStr {
        &self.origin.file
    }

    /// Name of the sheet; none for text and Word.
    #[must_use]
    pub fn sheet(&self) -> &Option<ArcStr> {
        &self.origin.sheet
    }

    /// Whether both are in one sheet, or in one file without sheets.
    #[must_use]
    pub fn is_beside(&self, other: &Place) -> bool {
        Arc::ptr_eq(&self.origin, &other.origin) || self.origin == other.origin
    }

    /// The A1 address, where the place is a cell of a sheet.
    #[must_use]
    pub fn cell(&self) -> Option<CellRef> {
        self.spot().cell()
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        // Most places that are compared are in one sheet.
        let origins = match Arc::ptr_eq(&self.origin, &other.origin) {
            true => Ordering::Equal,
            false => self.origin.cmp(&other.origin),
        };
        origins.then_with(|| self.spot.cmp(&other.spot))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.file())?;
        if let Some(sheet) = self.sheet() {
            write!(out, ", sheet \"{sheet}\"")?;
        }
        match self.spot() {
            Spot::Whole => Ok(()),
            Spot::Cell(cell) => write!(out, ", cell {cell}"),
            spot => write!(out, ", {spot}"),
        }
    }
}

/// The spot as a person finds it: a cell by its address alone.
impl fmt::Display for Spot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Whole => Ok(()),
            Spot::Cell(cell) => write!(out, "{cell}"),
            Spot::Line(line) => write!(out, "line {line}"),
            Spot::Paragraph(number) => write!(out, "paragraph {number}"),
            Spot::TableCell { table, row, column } => {
                write!(out, "table {table}, row {row}, column {column}")
            }
        }
    }
}

/// A value and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}
