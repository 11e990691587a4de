//! Rows that are made when they are written, one after another: a list of a million entries is never
//! held as cells. In: how many there are, and what one says. Out: any of them, as often as asked; what
//! their cells hold is only lent while they are written.

use std::fmt;
use std::sync::Arc;

use super::cell::{Cell, Content};
use super::sheet::Row;
use crate::language::{Said, Translation};
use crate::model::{Date, Euros};

/// What a cell of such a row holds.
#[derive(Debug, Clone, Copy)]
pub enum Lent<'a> {
    /// Nothing.
    Empty,
    /// Data.
    Text(&'a str),
    /// Data that many rows have in common, one after the other: a file, a body.
    Name(&'a str),
    /// A word of the program, one of few: an outcome, a source.
    Word(&'static str),
    /// A text of the program.
    Said(&'a Said),
    /// Euros.
    Money(Euros),
    /// A day.
    Date(Date),
}

/// Takes the cells of a row from column A on: the look of each, as its position among
/// [`Long::looks`], and what it holds.
pub type Put<'p> = &'p mut dyn FnMut(usize, Lent<'_>);

/// Puts the cells of a row by its number among the long rows, counted from zero.
pub type PutRow = Arc<dyn Fn(u32, Put<'_>) + Send + Sync>;

/// A block of rows in a sheet. None of them spans columns, links, has a note, a formula or an outline
/// level.
#[derive(Clone)]
pub struct Long {
    /// The number of its first row in the sheet.
    pub first: u32,
    /// How many rows it has.
    pub count: u32,
    /// A cell for each look that one of its cells may have; what they hold is never shown.
    pub looks: Arc<[Cell]>,
    /// Puts the cells of a row.
    pub put: PutRow,
    /// The language of its reader; texts of the program are in none where none is given.
    pub words: Option<Translation>,
}

impl Long {
    /// All its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.count).map(|index| self.row(index))
    }

    /// One of its rows.
    #[must_use]
    pub fn row(&self, index: u32) -> Row {
        let row = Row::lent(&self.looks, |put| (self.put)(index, put));
        match &self.words {
            Some(words) => row.spoken(words),
            None => row,
        }
    }
}

impl Row {
    /// A row that keeps what its cells are lent. A look that is none of `looks` is the plain one.
    pub fn lent(looks: &[Cell], row: impl FnOnce(Put<'_>)) -> Self {
        let mut cells = Vec::with_capacity(20);
        row(&mut |look, lent| {
            let look = looks.get(look).cloned().unwrap_or_default();
            cells.push(Cell { content: Content::from(lent), ..look });
        });
        Row::from_cells(cells)
    }
}

impl<'a> Lent<'a> {
    /// Data; nothing where it is empty.
    #[must_use]
    pub fn text(text: Option<&'a str>) -> Self {
        text.map_or(Lent::Empty, Lent::Text)
    }

    /// Data that many rows have in common.
    #[must_use]
    pub fn name(name: Option<&'a str>) -> Self {
        name.map_or(Lent::Empty, Lent::Name)
    }
}

impl From<Lent<'_>> for Content {
    fn from(lent: Lent<'_>) -> Self {
        match lent {
            Lent::Empty => Content::Empty,
            Lent::Text(text) | Lent::Name(text) => Content::data(text),
            Lent::Word(word) => Content::from(word),
            Lent::Said(said) => Content::from(said.clone()),
            Lent::Money(amount) => Content::Money(amount),
            Lent::Date(day) => Content::Date(day),
        }
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
            && self.rows().eq(other.rows())
    }
}

impl Eq for Long {}
