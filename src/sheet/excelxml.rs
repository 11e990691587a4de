//! Excel 2003's XML (SpreadsheetML), which accounting programs export under the name .xls or .xml. In:
//! its text. Out: one grid for each worksheet. Positions that it leaves out are counted as Excel
//! counts them. Never follows a link.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Stop;
use super::builder::{Builder, MOST_COLUMNS, MOST_ROWS, Reading, SHEET_LOST};
use super::cell::Value;
use super::grid::{Area, Grid, Sum};
use super::numfmt;
use super::relations::{attribute, push_entity};
use super::sums;
use super::value::{date_of_serial, iso_date, number_text};
use crate::language::Said;
use crate::model::CellRef;

/// No sheet has more merged areas than this and is still read by people.
const MOST_AREAS: usize = 200_000;
/// No sheet has more columns with a style of their own.
const MOST_COLUMN_STYLES: usize = 300;
/// Hidden rows that one element may stand for.
const LONGEST_SPAN: u32 = 10_000;
/// Days between the two calendars that Excel knows.
const DAYS_TO_1904: u32 = 1462;

#[derive(Default)]
struct Style {
    format: Option<ArcStr>,
    parent: Option<String>,
}

struct Sheet {
    name: String,
    builder: Builder,
    merged: Vec<Area>,
    sums: Vec<Sum>,
    hidden_rows: Vec<u32>,
    row: u32,
    next_row: u32,
    column: u32,
    row_style: Option<String>,
    /// First column, last column, style.
    columns: Vec<(u32, u32, String)>,
    next_column: u32,
    problem: Option<Said>,
}

#[derive(Default)]
struct Cell {
    style: Option<String>,
    formula: Option<String>,
    across: u32,
    kind: Option<String>,
    text: String,
}

struct Book<'a, 'b> {
    reading: &'a mut Reading<'b>,
    styles: BTreeMap<String, Style>,
    style: Option<String>,
    from_1904: bool,
    sheet: Option<Sheet>,
    cell: Option<Cell>,
    grids: Vec<Grid>,
}

pub(super) fn read(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut book = Book {
        reading,
        styles: BTreeMap::new(),
        style: None,
        from_1904: false,
        sheet: None,
        cell: None,
        grids: Vec::new(),
    };
    // Elements whose text is looked at; how deep inside one that is passed over.
    let (mut inside, mut passed_over) = (None, 0u32);
    loop {
        match reader.read_event().map_err(Stop::technical)? {
            Event::Start(_) if passed_over > 0 => passed_over += 1,
            Event::End(_) if passed_over > 0 => passed_over -= 1,
            Event::Start(e) => match e.local_name().as_ref() {
                "Comment" => passed_over = 1,
                "Data" => {
                    inside = Some(Inside::Data);
                    if let Some(cell) = &mut book.cell {
                        cell.kind = attribute(&e, "Type");
                    }
                }
                "Visible" => inside = Some(Inside::Visible),
                _ => book.start(&e),
            },
            Event::End(e) => match e.local_name().as_ref() {
                "Data" | "Visible" => inside = None,
                name => book.end(name)?,
            },
            Event::Text(text) if passed_over == 0 => book.text(inside, &text.xml10_content()),
            Event::CData(text) if passed_over == 0 => book.text(inside, &text.into_inner()),
            Event::GeneralRef(entity) if passed_over == 0 => {
                let mut text = String::new();
                push_entity(&entity, &mut text);
                book.text(inside, &text);
            }
            Event::DocType(_) => {
                return Err(Stop::broken("it defines abbreviations of its own"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(sheet) = book.sheet.take() {
        let effect = "its cells up to there are counted";
        book.reading.sheet_broken(&sheet.name, "the file is cut off in this sheet", effect);
        book.finish(sheet);
    }
    Ok(book.grids)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Data,
    Visible,
}

fn count(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.trim().parse().ok()
}

impl Book<'_, '_> {
    fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "Date1904" => self.from_1904 = true,
            "Style" => {
                self.style = attribute(element, "ID");
                let parent = attribute(element, "Parent");
                if let Some(id) = &self.style {
                    self.styles.insert(id.clone(), Style { format: None, parent });
                }
            }
            "NumberFormat" => {
                let code = attribute(element, "Format").unwrap_or_default();
                let style = self.style.as_ref().and_then(|id| self.styles.get_mut(id));
                if let Some(style) = style {
                    style.format = Some(code.into());
                }
            }
            "Worksheet" => {
                let name = attribute(element, "Name").unwrap_or_default();
                self.sheet = Some(Sheet::new(name, self.reading));
            }
            "Column" => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.column_style(element);
                }
            }
            "Row" => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.start_row(element);
                }
            }
            "Cell" => {
                if let Some(sheet) = &mut self.sheet {
                    self.cell = Some(sheet.start_cell(element));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, inside: Option<Inside>, text: &str) {
        match (inside, &mut self.cell, &mut self.sheet) {
            (Some(Inside::Data), Some(cell), _) => cell.text.push_str(text),
            (Some(Inside::Visible), _, Some(sheet)) => {
                sheet.builder.hide(text.trim() != "SheetVisible");
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Stop> {
        match name {
            "Cell" => {
                if let (Some(cell), Some(sheet)) = (self.cell.take(), &mut self.sheet) {
                    let at = (sheet.row, sheet.column);
                    let format = self.styles_of(&cell).find_map(|id| self.format(id));
                    let value = value(&cell, format.as_deref(), self.from_1904);
                    let Some(sheet) = &mut self.sheet else { return Ok(()) };
                    if let Some(value) = value {
                        let pushed = sheet.builder.push(self.reading, at, value, format)?;
                        sheet.problem = sheet.problem.take().or(pushed.err());
                    }
                    sheet.column = at.1.saturating_add(1).saturating_add(cell.across);
                }
            }
            "Style" => self.style = None,
            "Worksheet" => {
                if let Some(sheet) = self.sheet.take() {
                    self.finish(sheet);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The styles that may format a cell, the nearest first.
    fn styles_of<'c>(&'c self, cell: &'c Cell) -> impl Iterator<Item = &'c str> {
        let sheet = self.sheet.as_ref();
        let column = || {
            let sheet = sheet?;
            let of =
                |(first, last, _): &&(u32, u32, String)| (*first..=*last).contains(&sheet.column);
            sheet.columns.iter().find(of).map(|(.., style)| style.as_str())
        };
        let row = sheet.and_then(|sheet| sheet.row_style.as_deref());
        // A cell with a style of its own takes nothing from its row or its column.
        let nearest = cell.style.as_deref().or(row).or_else(column);
        nearest.into_iter()
    }

    fn format(&self, id: &str) -> Option<ArcStr> {
        let mut id = Some(id);
        // Styles that are each other's parents lead nowhere.
        for _ in 0..10 {
            let style = self.styles.get(id?)?;
            if let Some(format) = &style.format {
                return numfmt::named(format).map(Into::into);
            }
            id = style.parent.as_deref();
        }
        None
    }

    fn finish(&mut self, mut sheet: Sheet) {
        let twice = self.grids.iter().any(|grid| grid.name().as_deref() == Some(&sheet.name));
        let problem =
            if twice { Some("another sheet has the same name".into()) } else { sheet.problem };
        if let Some(problem) = problem {
            self.reading.sheet_broken(&sheet.name, problem, SHEET_LOST);
            return;
        }
        sheet.hidden_rows.sort_unstable();
        sheet.builder.merge(sheet.merged);
        sheet.builder.sums(sheet.sums);
        self.grids.push(sheet.builder.finish(self.reading, &sheet.hidden_rows));
    }
}

impl Sheet {
    fn new(name: String, reading: &Reading<'_>) -> Self {
        Sheet {
            builder: Builder::new(reading.file, Some(&name), false),
            name,
            merged: Vec::new(),
            sums: Vec::new(),
            hidden_rows: Vec::new(),
            row: 0,
            next_row: 0,
            column: 0,
            row_style: None,
            columns: Vec::new(),
            next_column: 0,
            problem: None,
        }
    }

    fn column_style(&mut self, element: &BytesStart<'_>) {
        let first = count(element, "Index").map_or(self.next_column, |n| n.saturating_sub(1));
        let last = first.saturating_add(count(element, "Span").unwrap_or(0));
        self.next_column = last.saturating_add(1);
        if let Some(style) =
            attribute(element, "StyleID").filter(|_| self.columns.len() < MOST_COLUMN_STYLES)
        {
            self.columns.push((first, last, style));
        }
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        self.row = count(element, "Index").map_or(self.next_row, |row| row.saturating_sub(1));
        let span = count(element, "Span").unwrap_or(0);
        self.next_row = self.row.saturating_add(span).saturating_add(1);
        self.column = 0;
        self.row_style = attribute(element, "StyleID");
        let hidden = attribute(element, "Hidden").is_some_and(|hidden| hidden == "1");
        if hidden && self.hidden_rows.len() < MOST_ROWS as usize {
            let last = self.row.saturating_add(span.min(LONGEST_SPAN)).min(MOST_ROWS);
            self.hidden_rows.extend(self.row..=last);
        }
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Cell {
        if let Some(index) = count(element, "Index") {
            self.column = index.saturating_sub(1);
        }
        let across = count(element, "MergeAcross").unwrap_or(0).min(MOST_COLUMNS);
        let down = count(element, "MergeDown").unwrap_or(0).min(MOST_ROWS);
        let first = CellRef { row: self.row, column: self.column };
        let last = CellRef {
            row: self.row.saturating_add(down).min(MOST_ROWS - 1),
            column: self.column.saturating_add(across).min(MOST_COLUMNS - 1),
        };
        if first < last && self.merged.len() < MOST_AREAS {
            self.merged.push(Area { first, last });
        }
        let formula = attribute(element, "Formula");
        let of = formula.as_deref().and_then(|text| sums::of_r1c1(text, first));
        self.sums.extend(of.map(|of| Sum { cell: first, of }));
        let style = attribute(element, "StyleID");
        Cell { style, formula, across, ..Cell::default() }
    }
}

fn value(cell: &Cell, format: Option<&str>, from_1904: bool) -> Option<Value> {
    let (text, kind) = (cell.text.as_str(), cell.kind.as_deref());
    if text.trim().is_empty() {
        // A formula that gives an empty text is stored as one.
        let calculated = kind == Some("String");
        return (cell.formula.is_some() && !calculated).then_some(Value::NotCalculated);
    }
    Some(match kind {
        Some("Number") => match number_text(text) {
            Some(number) if format.is_some_and(numfmt::is_date) => {
                let days = if from_1904 { DAYS_TO_1904 } else { 0 };
                date_of_serial(number.saturating_add(rust_decimal::Decimal::from(days)))
            }
            Some(number) => Value::Number(number),
            None => Value::Text(text.into()),
        },
        Some("DateTime") => iso_date(text.trim()),
        Some("Boolean") => Value::Bool(text.trim() == "1"),
        Some("Error") => Value::Error(text.trim().into()),
        _ => Value::Text(text.into()),
    })
}
