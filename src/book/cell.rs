//! One cell: content, look, and where a click on it leads.

use std::ops::Deref;

use arcstr::ArcStr;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::style::{Look, Style};
use crate::language::Said;
use crate::model::{Date, Euros, as_bytes};

/// The computed result that is stored with a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Result {
    /// Euros.
    Money(Euros),
    /// A ratio: 0.05 is 5 %. Few formulas give one.
    Ratio(#[serde(with = "as_bytes")] Box<Decimal>),
    /// A count.
    Count(u64),
    /// Text; empty where the formula gives an empty cell.
    Text(ArcStr),
    /// A word of the program that the formula itself gives, in no language yet.
    Said(Box<Said>),
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Content {
    /// Nothing. Unknown is shown so, never as zero.
    #[default]
    Empty,
    /// Text. Never read as a formula, whatever it starts with.
    Text(ArcStr),
    /// A text of the program, in no language yet: [`super::Sheet::spoken`] makes text of it.
    Said(Box<Said>),
    /// Euros.
    Money(Euros),
    /// A ratio: 0.05 is 5 %. Few cells hold one.
    Ratio(#[serde(with = "as_bytes")] Box<Decimal>),
    /// A count.
    Count(u64),
    /// A day.
    Date(Date),
    /// A number as somebody else wrote it, in no unit that is known here.
    Number(#[serde(with = "as_bytes")] Decimal),
    /// True or false, as somebody else wrote it.
    Truth(bool),
    /// A formula, without its "=", and its computed result.
    Formula(ArcStr, Result),
}

impl Content {
    /// Data as text: the same in every language.
    #[must_use]
    pub fn data(text: &str) -> Self {
        if text.is_empty() { Content::Empty } else { Content::Text(ArcStr::from(text)) }
    }

    /// A formula, without its "=", and its computed result.
    #[must_use]
    pub fn formula(formula: impl Into<ArcStr>, result: Result) -> Self {
        Content::Formula(formula.into(), result)
    }
}

/// Words that stand in the program are its own; data is given as a `String` or with [`Content::data`].
impl From<&'static str> for Content {
    fn from(words: &'static str) -> Self {
        Content::from(Said::new(words))
    }
}

/// Data.
impl From<String> for Content {
    fn from(text: String) -> Self {
        Content::data(&text)
    }
}

/// Data.
impl From<ArcStr> for Content {
    fn from(text: ArcStr) -> Self {
        if text.is_empty() { Content::Empty } else { Content::Text(text) }
    }
}

impl From<Said> for Content {
    fn from(said: Said) -> Self {
        if said.is_empty() { Content::Empty } else { Content::Said(Box::new(said)) }
    }
}

impl From<Box<Said>> for Content {
    fn from(said: Box<Said>) -> Self {
        if said.is_empty() { Content::Empty } else { Content::Said(said) }
    }
}

impl From<Euros> for Content {
    fn from(amount: Euros) -> Self {
        Content::Money(amount)
    }
}

impl From<Date> for Content {
    fn from(date: Date) -> Self {
        Content::Date(date)
    }
}

impl From<usize> for Content {
    fn from(count: usize) -> Self {
        Content::Count(count as u64)
    }
}

impl<T: Into<Content>> From<Option<T>> for Content {
    fn from(content: Option<T>) -> Self {
        content.map_or(Content::Empty, Into::into)
    }
}

/// Where a click leads, within the same workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Name of the sheet.
    pub sheet: String,
    /// Row, counted from zero.
    pub row: u32,
    /// Column, counted from zero.
    pub column: u16,
}

/// One cell. There are very many: what few of them have is kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// What it is.
    pub look: Look,
    /// How it is shown.
    pub style: Style,
    /// Stays open for input when the sheet is protected.
    pub unlocked: bool,
    /// What few cells have.
    pub more: More,
}

/// What few cells have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Extras {
    /// Where a click leads.
    pub link: Option<Box<Link>>,
    /// A note that opens on the cell.
    pub note: Option<Box<Said>>,
    /// How many columns it spans (merged); 0 and 1 mean one.
    pub span: u16,
    /// How many rows it spans (merged); 0 and 1 mean one.
    pub rows: u32,
    /// The number format that its sender gave it; the style's own where there is none.
    pub format: Option<ArcStr>,
}

static NO_EXTRAS: Extras = Extras { link: None, note: None, span: 0, rows: 0, format: None };

/// [`Extras`], which take room only where there are some.
#[derive(Debug, Clone, Eq, Default, Serialize, Deserialize)]
pub struct More(Option<Box<Extras>>);

impl Deref for More {
    type Target = Extras;

    fn deref(&self) -> &Extras {
        self.0.as_deref().unwrap_or(&NO_EXTRAS)
    }
}

impl PartialEq for More {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl More {
    /// Those that there are, to be changed.
    pub fn present(&mut self) -> Option<&mut Extras> {
        self.0.as_deref_mut()
    }

    /// With room for some.
    pub fn room(&mut self) -> &mut Extras {
        self.0.get_or_insert_default()
    }
}

impl Cell {
    /// A cell with content in a style.
    pub fn new(content: impl Into<Content>, style: Style) -> Self {
        Cell { content: content.into(), style, ..Cell::default() }
    }

    /// Text on one line.
    pub fn text(text: impl Into<Content>) -> Self {
        Cell::new(text, Style::Text)
    }

    /// Text that wraps.
    pub fn wrap(text: impl Into<Content>) -> Self {
        Cell::new(text, Style::Wrap)
    }

    /// Euros, or empty where unknown.
    pub fn money(amount: impl Into<Content>) -> Self {
        Cell::new(amount, Style::Money)
    }

    /// A formula that gives euros.
    pub fn money_formula(formula: impl Into<ArcStr>, amount: Euros) -> Self {
        Cell::new(Content::formula(formula, Result::Money(amount)), Style::Money)
    }

    /// With another look.
    #[must_use]
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// With a link.
    #[must_use]
    pub fn link(mut self, sheet: impl Into<String>, row: u32, column: u16) -> Self {
        self.more.room().link = Some(Box::new(Link { sheet: sheet.into(), row, column }));
        self
    }

    /// Leading somewhere, or nowhere.
    pub fn lead(&mut self, to: Option<Link>) {
        if let Some(to) = to {
            self.more.room().link = Some(Box::new(to));
        }
    }

    /// With the number format that its sender gave it, if it did.
    #[must_use]
    pub fn format(mut self, format: Option<ArcStr>) -> Self {
        if format.is_some() {
            self.more.room().format = format;
        }
        self
    }

    /// With a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<Said>) -> Self {
        self.more.room().note = Some(Box::new(note.into()));
        self
    }

    /// Spanning several columns.
    #[must_use]
    pub fn span(mut self, columns: u16) -> Self {
        if columns > 1 {
            self.more.room().span = columns;
        }
        self
    }

    /// Spanning several rows.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        if rows > 1 {
            self.more.room().rows = rows;
        }
        self
    }

    /// Open for input when the sheet is protected.
    #[must_use]
    pub fn unlocked(mut self) -> Self {
        self.unlocked = true;
        self
    }
}
