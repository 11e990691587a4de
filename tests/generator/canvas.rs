//! A sheet in the making: what stands in its cells, and what must be read from them. Out: a grid, a
//! table for the writers of every format, csv, and a picture for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use arcstr::ArcStr;
use earmark::model::{ActivityCode, CellRef, Date, Euros, Quarter, Source};
use earmark::sheet::{Area, Cell, FormatId, Grid, Row, Value};

use super::office::{TestCell, TestSheet, serial};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    Words(String),
    /// A number as its decimal text.
    Number(String),
    Day(Date),
}

/// What must be read from a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    pub cents: i64,
    pub code: Option<ActivityCode>,
    pub title: Option<String>,
    pub source: Option<String>,
    pub column_source: Option<Source>,
    pub donor: Option<String>,
    pub date: Option<Date>,
    pub quarter: Option<Quarter>,
    pub document: Option<String>,
    pub description: Option<String>,
}

/// As a fixture states it: euros, code, source, quarter.
impl fmt::Display for Expected {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map_or_else(|| "-".to_owned(), |code| code.to_string());
        let source = match (&self.source, self.column_source) {
            (Some(words), _) => words.clone(),
            (None, Some(column)) => format!("column {column}"),
            (None, None) => "-".to_owned(),
        };
        let quarter = self.quarter.map_or_else(|| "-".to_owned(), |quarter| quarter.to_string());
        write!(out, "{} {code} {source} {quarter}", Euros::from_cents(self.cents))
    }
}

/// The cells of a sheet by row and column.
#[derive(Debug, Clone, Default)]
pub struct Canvas {
    pub name: String,
    pub cells: BTreeMap<(u32, u32), Ink>,
    pub merged: Vec<Area>,
    /// Entries by their cells.
    pub entries: BTreeMap<(u32, u32), Expected>,
    /// Totals that must be found, and agree.
    pub totals: BTreeMap<(u32, u32), i64>,
    /// Amounts that are neither: planned ones.
    pub asides: BTreeSet<(u32, u32)>,
    /// Heading cells of amount columns.
    pub heads: Vec<(u32, u32)>,
    /// How many headers there are, each repeated one too.
    pub tables: usize,
    /// The body that the sheet names.
    pub body: Option<String>,
    /// Findings that belong to what was drawn.
    pub may_say: Vec<&'static str>,
    /// The mark before the cents where numbers become text.
    pub decimal: Option<char>,
}

impl Canvas {
    pub fn put(&mut self, row: u32, column: u32, ink: Ink) {
        self.cells.insert((row, column), ink);
    }

    pub fn words(&mut self, row: u32, column: u32, words: impl Into<String>) {
        self.put(row, column, Ink::Words(words.into()));
    }

    pub fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        if first != last {
            self.merged.push(Area {
                first: CellRef { row: first.0, column: first.1 },
                last: CellRef { row: last.0, column: last.1 },
            });
        }
    }

    /// The first row below everything.
    pub fn end(&self) -> u32 {
        let last = self.cells.keys().map(|(row, _)| row + 1).max().unwrap_or(0);
        self.merged.iter().map(|area| area.last.row + 1).fold(last, u32::max)
    }

    /// Puts another drawing on this one, so far down and to the right.
    pub fn paste(&mut self, other: Canvas, down: u32, right: u32) {
        let moved = |(row, column): (u32, u32)| (row + down, column + right);
        self.cells.extend(other.cells.into_iter().map(|(at, ink)| (moved(at), ink)));
        self.entries.extend(other.entries.into_iter().map(|(at, entry)| (moved(at), entry)));
        self.totals.extend(other.totals.into_iter().map(|(at, total)| (moved(at), total)));
        self.asides.extend(other.asides.into_iter().map(moved));
        self.heads.extend(other.heads.into_iter().map(moved));
        for Area { first, last } in other.merged {
            self.merge(moved((first.row, first.column)), moved((last.row, last.column)));
        }
        self.tables += other.tables;
        self.may_say.extend(other.may_say);
        self.decimal = self.decimal.or(other.decimal);
    }

    pub fn grid(&self, file: &ArcStr) -> Grid {
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        for ((row, column), ink) in &self.cells {
            let cell = Cell::new(*column, value(ink), FormatId::default());
            rows.entry(*row).or_default().push(cell);
        }
        Grid {
            rows: rows.into_iter().map(|(index, cells)| Row::new(index, cells)).collect(),
            merged: self.merged.clone().into(),
            ..Grid::empty(file, Some(ArcStr::from(self.name.as_str())))
        }
    }

    /// For the writers of xlsx, xlsb, xls and ods.
    pub fn test_sheet(&self) -> TestSheet {
        let last = self.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
        let rows = (0..self.end()).map(|row| {
            (0..=last)
                .map(|column| match self.cells.get(&(row, column)) {
                    None => TestCell::Blank,
                    Some(Ink::Words(words)) => TestCell::Text(words.clone()),
                    Some(Ink::Number(number)) => TestCell::Number(number.clone()),
                    Some(Ink::Day(date)) => TestCell::Date(date.year(), date.month(), date.day()),
                })
                .collect()
        });
        let area =
            |area: &Area| [area.first.row, area.first.column, area.last.row, area.last.column];
        TestSheet {
            hidden: Vec::new(),
            name: self.name.clone(),
            start: (0, 0),
            rows: rows.collect(),
            merged: self.merged.iter().map(area).collect(),
        }
    }

    /// As Excel saves it: every cell as it is shown.
    pub fn csv(&self, separator: char) -> String {
        let last = self.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
        let mut lines = String::new();
        for row in 0..self.end() {
            let fields = (0..=last).map(|column| match self.cells.get(&(row, column)) {
                None => String::new(),
                Some(Ink::Words(words)) => quoted(words, separator),
                Some(Ink::Number(number)) => {
                    let decimal = self.decimal.unwrap_or('.').to_string();
                    quoted(&number.replace('.', &decimal), separator)
                }
                Some(Ink::Day(date)) => {
                    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
                }
            });
            lines += &fields.collect::<Vec<_>>().join(&separator.to_string());
            lines += "\r\n";
        }
        lines
    }

    /// In the notation of `tests/support/fixture.rs`.
    pub fn picture(&self) -> String {
        let last = self.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
        let cell = |row: u32, column: u32| match self.cells.get(&(row, column)) {
            Some(Ink::Words(words)) => words.clone(),
            Some(Ink::Number(number)) => format!("#{number}"),
            Some(Ink::Day(date)) => format!("@{date}"),
            None => match self.merged.iter().find(|area| area.covers(row, column)) {
                Some(area) if column > area.first.column => "<".to_owned(),
                Some(_) => "^".to_owned(),
                None => String::new(),
            },
        };
        let lines = (0..self.end()).map(|row| {
            let cells: Vec<String> = (0..=last).map(|column| cell(row, column)).collect();
            cells.join(" | ").trim_end_matches([' ', '|']).to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn value(ink: &Ink) -> Value {
    match ink {
        Ink::Words(words) => Value::Text(ArcStr::from(words.as_str())),
        Ink::Number(number) => Value::Number(number.parse().expect("a number")),
        Ink::Day(date) => Value::Date {
            serial: serial(date.year(), date.month(), date.day()).into(),
            date: Some(*date),
        },
    }
}

fn quoted(text: &str, separator: char) -> String {
    if text.contains([separator, '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
