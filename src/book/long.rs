//! Rows that are made when they are written, one after another: a list of a million entries is never
//! held as cells. In: how many there are, and how one is made. Out: any of them, as often as asked.

use std::fmt;
use std::sync::Arc;

use super::cell::Cell;
use super::sheet::Row;

/// Makes a row by its number among the long rows, counted from zero.
pub type MakeRow = Arc<dyn Fn(u32) -> Row + Send + Sync>;

/// A block of rows in a sheet. None of them spans columns, links, has a note, a formula or an outline
/// level.
#[derive(Clone)]
pub struct Long {
    /// The number of its first row in the sheet.
    pub first: u32,
    /// How many rows it has.
    pub count: u32,
    /// A cell for each look that one of its cells may have; what they hold is never shown.
    pub looks: Vec<Cell>,
    /// Makes a row.
    pub make: MakeRow,
}

impl Long {
    /// All its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.count).map(|index| (self.make)(index))
    }
}

impl fmt::Debug for Long {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} rows from row {}", self.count, self.first)
    }
}

impl PartialEq for Long {
    fn eq(&self, other: &Self) -> bool {
        (self.first, self.count, &self.looks) == (other.first, other.count, &other.looks)
            && (Arc::ptr_eq(&self.make, &other.make) || self.rows().eq(other.rows()))
    }
}

impl Eq for Long {}
