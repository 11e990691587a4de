//! Sheets of a workbook, and what surrounds the cells: widths, panes, tables, print set-up.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::long::Long;
use super::packed::Packed;
use crate::language::Said;
use crate::model::Date;

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// Document properties.
    pub properties: Properties,
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
    /// Named ranges: name → "Sheet!$A$1", without "=".
    pub names: Vec<(String, String)>,
}

/// Document properties.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// Title.
    pub title: Said,
    /// Subject.
    pub subject: Said,
    /// The day the user gives for the run; a fixed day where none is given, so that bytes repeat.
    pub created: Option<Date>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; at most 31 characters.
    pub name: String,
    /// Widths, from column A.
    pub columns: Vec<Column>,
    /// Rows from the first; an empty row is a row without cells.
    pub rows: Vec<Row>,
    /// Rows that are made when they are written; they stand among the others, at their own place.
    pub long: Option<Long>,
    /// Rows in little room; they too stand among the others, at their own place.
    pub packed: Option<Packed>,
    /// (rows, columns) that stay in sight above and left.
    pub freeze: (u32, u16),
    /// Tables with filters. A filter over cells without a table is one with `filter_only`.
    pub tables: Vec<Table>,
    /// Marks drawn by rule: bars and colours.
    pub conditions: Vec<Condition>,
    /// What may be typed where.
    pub validations: Vec<Validation>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// Print set-up.
    pub print: Print,
    /// Colour of the tab.
    pub tab: TabColour,
    /// Only unlocked cells may be changed.
    pub protected: bool,
    /// Not shown; used for lists behind drop-downs.
    pub hidden: bool,
    /// With the lines between cells that spreadsheets show, for a sheet that is somebody else's.
    pub gridlines: bool,
}

impl Book {
    /// The same with all rows held in its sheets: for whoever wants to look at any of them.
    #[must_use]
    pub fn whole(mut self) -> Self {
        for sheet in &mut self.sheets {
            sheet.rows = sheet.all_rows().map(Cow::into_owned).collect();
            (sheet.long, sheet.packed) = (None, None);
        }
        self
    }
}

impl Sheet {
    /// The number of the first row that is not held as it is, and how many these are.
    fn elsewhere(&self) -> (u32, u32) {
        let long = self.long.as_ref().map(|long| (long.first, long.count));
        let packed = self.many_packed().map(|many| (many.first(), many.count()));
        long.or(packed).unwrap_or((0, 0))
    }

    /// How many rows it has, those too that are made when they are written.
    #[must_use]
    pub fn height(&self) -> u32 {
        let (_, elsewhere) = self.elsewhere();
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX).saturating_add(elsewhere)
    }

    /// The rows that it holds as they are, each with its number.
    pub fn held(&self) -> impl Iterator<Item = (u32, &Row)> {
        let (first, count) = self.elsewhere();
        let number = move |at: u32| if at < first { at } else { at.saturating_add(count) };
        (0..).map(number).zip(&self.rows)
    }

    /// A row that it holds as it is.
    #[must_use]
    pub fn held_row(&self, number: u32) -> Option<&Row> {
        let (first, count) = self.elsewhere();
        let at = match number.checked_sub(first) {
            Some(behind) => behind.checked_sub(count)? + first,
            None => number,
        };
        self.rows.get(at as usize)
    }

    /// The rows that are laid out, each with its number: all but those that are made when they are written.
    pub fn laid_out(&self) -> impl Iterator<Item = (u32, Cow<'_, Row>)> {
        let packed = self.many_packed();
        let first = packed.map_or(u32::MAX, |many| many.first());
        let above = self.held().take_while(move |(number, _)| *number < first);
        let below = self.held().skip_while(move |(number, _)| *number < first);
        let as_it_is = |(number, row)| (number, Cow::Borrowed(row));
        let packed = packed.into_iter().flat_map(|many| many.rows());
        above.map(as_it_is).chain(packed).chain(below.map(as_it_is))
    }

    /// All rows in order; the long ones are made on the way.
    pub fn all_rows(&self) -> impl Iterator<Item = Cow<'_, Row>> {
        let (first, _) = self.elsewhere();
        let (above, below) = self.rows.split_at((first as usize).min(self.rows.len()));
        let long = self.long.iter().flat_map(Long::rows).map(Cow::Owned);
        let packed = self.many_packed();
        let packed = packed.into_iter().flat_map(|many| many.rows().map(|(_, row)| row));
        let elsewhere = long.chain(packed);
        above.iter().map(Cow::Borrowed).chain(elsewhere).chain(below.iter().map(Cow::Borrowed))
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Column {
    /// Width in characters; 0 is the default width.
    pub width: u16,
    /// Hidden.
    pub hidden: bool,
    /// Outline level.
    pub level: u8,
}

impl Column {
    /// A column of a width.
    #[must_use]
    pub fn width(width: u16) -> Self {
        Column { width, ..Column::default() }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Its cells, each with its column, in order of columns.
    pub cells: Vec<(u16, Cell)>,
    /// Height in points; 0 lets the program that opens it decide.
    pub height: u16,
    /// Outline level, for rows that fold away.
    pub level: u8,
}

impl Row {
    /// A row whose cells start in column A.
    pub fn from_cells(cells: impl IntoIterator<Item = Cell>) -> Self {
        let cells = cells.into_iter().enumerate().map(|(column, cell)| (column as u16, cell));
        Row { cells: cells.collect(), ..Row::default() }
    }

    /// With a height in points.
    #[must_use]
    pub fn height(mut self, points: u16) -> Self {
        self.height = points;
        self
    }
}

/// A block of cells with headings, all bounds inclusive, counted from zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Name, unique in the workbook: a letter, then letters, digits and underscores.
    pub name: String,
    /// (row, column) of the first heading.
    pub first: (u32, u16),
    /// (row, column) of the last data cell; totals lie below, outside.
    pub last: (u32, u16),
    /// Filter buttons on the header row only, no Excel table.
    pub filter_only: bool,
}

/// A mark drawn by rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bar as long as the number.
    Bar,
    /// Colour for numbers above zero that are bad news (overspending).
    PositiveIsBad,
    /// Colour for cells whose formula gives a text.
    FilledIsAttention,
}

/// A mark over an area, bounds inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// (row, column) of the first cell.
    pub first: (u32, u16),
    /// (row, column) of the last cell.
    pub last: (u32, u16),
    /// What is drawn.
    pub mark: Mark,
}

/// What may be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValidationRule {
    /// One of these words (all together at most 255 characters).
    Words(Vec<Said>),
    /// A value from these cells: "Lists!$A$1:$A$40".
    Range(String),
    /// A value from these cells, or any other: the list only helps.
    RangeOrOther(String),
    /// A number with at most two decimals.
    Money,
    /// A day between two, inclusive.
    Date(Date, Date),
    /// Anything; only the prompt is shown.
    Any,
}

/// What may be typed in an area, bounds inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// (row, column) of the first cell.
    pub first: (u32, u16),
    /// (row, column) of the last cell.
    pub last: (u32, u16),
    /// What is allowed.
    pub rule: ValidationRule,
    /// What to do, shown when the cell is entered: title and text.
    pub prompt: (Said, Said),
    /// What is wrong, shown when something else is typed: title and text.
    pub error: (Said, Said),
}

/// The kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars side by side.
    Bars,
    /// Vertical bars side by side.
    Columns,
}

/// One series of a chart; ranges as "Sheet!$A$1:$A$4".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: Said,
    /// Range of the categories.
    pub categories: String,
    /// Range of the values.
    pub values: String,
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Kind.
    pub kind: ChartKind,
    /// Title.
    pub title: Said,
    /// What it shows, for those who cannot see it.
    pub description: Said,
    /// Series.
    pub series: Vec<Series>,
    /// (row, column) of its upper left corner.
    pub at: (u32, u16),
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// From one number on its axis to the next; left to the program that opens it where none is given.
    pub step: Option<u64>,
}

/// Print set-up. A4, fit to the width of one page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Print {
    /// Upright instead of landscape.
    pub portrait: bool,
    /// First and last row repeated on each page.
    pub repeat: Option<(u32, u32)>,
    /// Text at the left of the page's foot; the page number stands at the right.
    pub footer: Said,
    /// The words for "Page 1 of 9": "Page {page} of {pages}".
    pub page_of: Said,
}

/// Colour of a sheet's tab: what kind of sheet it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TabColour {
    /// The answer first.
    #[default]
    Answer,
    /// Detail.
    Detail,
    /// Needs a person.
    Attention,
    /// How it was done.
    Method,
}
