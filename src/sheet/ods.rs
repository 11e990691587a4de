//! OpenDocument spreadsheets, packed (ods) and flat (fods). In: the package's bytes, or the text. Out:
//! one grid for each sheet. The content is streamed: a repeated cell costs what it holds, however
//! often it says it is repeated. Comments, shapes and recorded changes are not the sheet.

mod styles;

use std::io::BufRead;

use arcstr::ArcStr;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Stop;
use super::builder::{Builder, MOST_COLUMNS, MOST_ROWS, Reading, SHEET_LOST};
use super::cell::Value;
use super::grid::{Area, Grid, Sum};
use super::package::Package;
use super::relations::{attribute, push_entity};
use super::sums;
use super::value::{is_error_text, iso_date, number_text};
use crate::language::Said;
use crate::model::CellRef;
use styles::Styles;

/// One element that says it stands for more spaces than this is a trap.
const MOST_SPACES: u64 = 100_000;
/// No sheet has more merged areas, or more columns with a style of their own.
const MOST_AREAS: usize = 200_000;
const MOST_COLUMN_STYLES: usize = 300;

pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut package = Package::open(bytes, reading.limits)?;
    if package.text("META-INF/manifest.xml", 1 << 20)?.contains("encryption-data") {
        return Err(Stop::Encrypted);
    }
    let mut document = Document::new(reading);
    // Without it only number formats of named styles are missing.
    if let Some(part) = package.part("styles.xml")? {
        document.walk(part)?;
    }
    match package.part("content.xml")? {
        Some(part) => document.walk(part)?,
        None => return Err(Stop::broken("its content is missing")),
    }
    Ok(document.grids)
}

/// The same in one XML file.
pub(super) fn read_flat(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut document = Document::new(reading);
    document.walk(text.as_bytes())?;
    Ok(document.grids)
}

/// A cell as its element says.
#[derive(Default)]
struct Cell {
    repeats: u32,
    kind: Option<String>,
    value: Option<String>,
    formula: Option<String>,
    style: Option<String>,
    currency: Option<String>,
    is_error: bool,
    text: String,
    paragraphs: u32,
}

struct Table {
    name: String,
    builder: Builder,
    merged: Vec<Area>,
    sums: Vec<Sum>,
    hidden_rows: Vec<u32>,
    row: u32,
    column: u32,
    row_repeats: u32,
    row_hidden: bool,
    row_style: Option<String>,
    /// Cells of this row: first column, how many, what they hold.
    cells: Vec<(u32, u32, Value, Option<ArcStr>)>,
    columns: Vec<(u32, u32, String)>,
    next_column: u32,
    problem: Option<Said>,
}

struct Document<'a, 'b> {
    reading: &'a mut Reading<'b>,
    styles: Styles,
    table: Option<Table>,
    cell: Option<Cell>,
    /// How deep inside a paragraph of a cell.
    paragraph: u32,
    grids: Vec<Grid>,
}

impl<'a, 'b> Document<'a, 'b> {
    fn new(reading: &'a mut Reading<'b>) -> Self {
        let styles = Styles::default();
        Document { reading, styles, table: None, cell: None, paragraph: 0, grids: Vec::new() }
    }

    fn walk(&mut self, part: impl BufRead) -> Result<(), Stop> {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        let (mut depth, mut passed_over) = (0u64, 0u64);
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(Stop::technical)? {
                Event::Start(_) if passed_over > 0 => passed_over += 1,
                Event::End(_) if passed_over > 0 => passed_over -= 1,
                Event::Start(e) => {
                    if self.is_aside(e.name().as_ref()) {
                        passed_over = 1;
                    } else {
                        depth += 1;
                        self.start(&e)?;
                    }
                }
                Event::End(e) => {
                    depth = depth.saturating_sub(1);
                    self.end(e.name().as_ref())?;
                }
                Event::Text(text) if passed_over == 0 => self.text(&text.xml10_content()),
                Event::CData(text) if passed_over == 0 => self.text(&text.into_inner()),
                Event::GeneralRef(entity) if passed_over == 0 => {
                    let mut text = String::new();
                    push_entity(&entity, &mut text);
                    self.text(&text);
                }
                Event::DocType(_) => {
                    return Err(Stop::broken("it defines abbreviations of its own"));
                }
                Event::Eof if depth != 0 || passed_over != 0 => {
                    return Err(Stop::broken("its content is cut off"));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// What is not the sheet: comments, shapes, recorded changes, what other files held once.
    fn is_aside(&mut self, qualified: &str) -> bool {
        if qualified == "table:table"
            && let Some(table) = &mut self.table
        {
            table.problem = Some("a cell holds a table of its own".into());
            return true;
        }
        match qualified {
            "office:annotation"
            | "table:tracked-changes"
            | "table:dde-links"
            | "table:shapes"
            | "office:forms"
            | "office:scripts"
            | "office:font-face-decls" => true,
            other => self.table.is_some() && other.starts_with("draw:"),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Stop> {
        let name = element.name();
        let Some(table) = &mut self.table else {
            if name.as_ref() == "table:table" {
                self.reading.check_sheets(self.grids.len() + 1)?;
                let style = attribute(element, "style-name");
                let hidden = self.styles.hides_table(style.as_deref());
                let name = attribute(element, "name").unwrap_or_default();
                self.table = Some(Table::new(name, hidden, self.reading));
            } else {
                self.styles.start(element);
            }
            return Ok(());
        };
        match (name.as_ref(), &mut self.cell) {
            ("table:table-column", _) => table.column_style(element),
            ("table:table-row", _) => table.start_row(element),
            ("table:table-cell" | "table:covered-table-cell", _) => {
                self.paragraph = 0;
                self.cell = Some(table.start_cell(element));
            }
            ("text:p" | "text:h", Some(cell)) => {
                self.paragraph += 1;
                cell.paragraphs += 1;
                if cell.paragraphs > 1 {
                    cell.text.push('\n');
                }
            }
            ("text:s", Some(cell)) => {
                let spaces = count(element, "c");
                if u64::from(spaces) > MOST_SPACES {
                    return Err(Stop::broken("it has a cell of impossibly many spaces"));
                }
                let room = self.reading.limits.cell_characters as usize;
                cell.text.extend(std::iter::repeat_n(' ', (spaces as usize).min(room)));
            }
            ("text:tab", Some(cell)) => cell.text.push('\t'),
            ("text:line-break", Some(cell)) => cell.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.table.is_none() {
            self.styles.text(text);
            return;
        }
        let Some(cell) = self.cell.as_mut().filter(|_| self.paragraph > 0) else { return };
        // Four bytes a character: beyond this the cell is cut, with a finding.
        if cell.text.len() as u64 > self.reading.limits.cell_characters.saturating_mul(4) {
            return;
        }
        for character in text.chars() {
            // White space of the file is one space.
            match character {
                ' ' | '\t' | '\n' | '\r' if cell.text.ends_with([' ', '\n']) => {}
                ' ' | '\t' | '\n' | '\r' => cell.text.push(' '),
                other => cell.text.push(other),
            }
        }
    }

    fn end(&mut self, qualified: &str) -> Result<(), Stop> {
        let Some(table) = &mut self.table else {
            self.styles.end(qualified);
            return Ok(());
        };
        match qualified {
            "text:p" | "text:h" => self.paragraph = self.paragraph.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    table.end_cell(cell, &mut self.styles);
                }
            }
            "table:table-row" => table.end_row(self.reading)?,
            "table:table" => {
                if let Some(table) = self.table.take() {
                    self.finish(table);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self, mut table: Table) {
        let twice = self.grids.iter().any(|grid| grid.name().as_deref() == Some(&table.name));
        let problem =
            if twice { Some("another sheet has the same name".into()) } else { table.problem };
        if let Some(problem) = problem {
            self.reading.sheet_broken(&table.name, problem, SHEET_LOST);
            return;
        }
        table.builder.merge(table.merged);
        table.builder.sums(table.sums);
        self.grids.push(table.builder.finish(self.reading, &table.hidden_rows));
    }
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).map_or(1, |text| text.trim().parse().unwrap_or(u32::MAX))
}

impl Table {
    fn new(name: String, hidden: bool, reading: &Reading<'_>) -> Self {
        Table {
            builder: Builder::new(reading.file, Some(&name), hidden),
            name,
            merged: Vec::new(),
            sums: Vec::new(),
            hidden_rows: Vec::new(),
            row: 0,
            column: 0,
            row_repeats: 1,
            row_hidden: false,
            row_style: None,
            cells: Vec::new(),
            columns: Vec::new(),
            next_column: 0,
            problem: None,
        }
    }

    fn column_style(&mut self, element: &BytesStart<'_>) {
        let first = self.next_column;
        self.next_column = first.saturating_add(count(element, "number-columns-repeated"));
        if let Some(style) = attribute(element, "default-cell-style-name")
            && style != "Default"
            && self.columns.len() < MOST_COLUMN_STYLES
        {
            self.columns.push((first, self.next_column, style));
        }
    }

    fn start_row(&mut self, element: &BytesStart<'_>) {
        self.row_repeats = count(element, "number-rows-repeated");
        self.row_hidden = attribute(element, "visibility").is_some_and(|word| word != "visible");
        self.row_style = attribute(element, "default-cell-style-name");
        self.column = 0;
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) -> Cell {
        let mut cell = Cell { repeats: 1, ..Cell::default() };
        let (mut rows, mut columns) = (1u32, 1u32);
        for part in element.attributes().with_checks(false).flatten() {
            let number = || part.value.trim().parse().unwrap_or(u32::MAX);
            let text = || {
                let value = part.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                value.ok().map(|value| value.into_owned())
            };
            match part.key.as_ref() {
                "table:number-columns-repeated" => cell.repeats = number().max(1),
                "table:number-rows-spanned" => rows = number(),
                "table:number-columns-spanned" => columns = number(),
                "table:style-name" => cell.style = text(),
                "table:formula" => cell.formula = text(),
                "office:value-type" => cell.kind = text(),
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => cell.value = text(),
                "office:currency" => cell.currency = text(),
                "calcext:value-type" => cell.is_error = part.value.as_ref() == "error",
                _ => {}
            }
        }
        if (rows > 1 || columns > 1) && self.merged.len() < MOST_AREAS {
            let last = |start: u32, span: u32, most: u32| {
                start.saturating_add(span.saturating_sub(1)).min(most - 1)
            };
            let last = CellRef {
                row: last(self.row, rows, MOST_ROWS),
                column: last(self.column, columns, MOST_COLUMNS),
            };
            let first = CellRef { row: self.row, column: self.column };
            self.merged.extend((first <= last).then_some(Area { first, last }));
        }
        cell
    }

    fn end_cell(&mut self, cell: Cell, styles: &mut Styles) {
        let (column, repeats) = (self.column, cell.repeats);
        self.column = column.saturating_add(repeats);
        let Some(value) = value(&cell) else { return };
        let by_column = || {
            let of = self.columns.iter().find(|(from, to, _)| (*from..*to).contains(&column));
            of.map(|(.., style)| style.as_str())
        };
        let style = cell.style.as_deref().or(self.row_style.as_deref()).or_else(by_column);
        let format = style.and_then(|style| styles.format(style)).or_else(|| {
            let currency = cell.currency.as_deref()?;
            Some(format!("#,##0.00 [${currency}]").into())
        });
        let format = format.filter(|format| &**format != "General");
        if let Some(of) = cell.formula.as_deref().and_then(sums::of_opendocument) {
            self.sums.push(Sum { cell: CellRef { row: self.row, column }, of });
        }
        self.cells.push((column, repeats, value, format));
    }

    fn end_row(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let cells = std::mem::take(&mut self.cells);
        let first = self.row;
        self.row = first.saturating_add(self.row_repeats);
        if cells.iter().all(|(.., value, _)| matches!(value, Value::Text(t) if t.trim().is_empty()))
        {
            return Ok(());
        }
        for row in first..self.row {
            if self.row_hidden {
                self.hidden_rows.push(row);
            }
            for (column, repeats, value, format) in &cells {
                for column in *column..column.saturating_add(*repeats) {
                    let pushed =
                        self.builder.push(reading, (row, column), value.clone(), format.clone())?;
                    if let Err(problem) = pushed {
                        // Nothing behind it can be right either.
                        self.problem = Some(problem);
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }
}

fn value(cell: &Cell) -> Option<Value> {
    let text = cell.text.as_str();
    let stored = cell.value.as_deref();
    let is_formula = cell.formula.as_deref().is_some_and(|formula| !formula.is_empty());
    if cell.is_error || (is_formula && is_error_text(text)) {
        return Some(Value::Error(if text.is_empty() { "#N/A" } else { text }.into()));
    }
    let shown = stored.unwrap_or(text);
    let value = match cell.kind.as_deref() {
        Some("float" | "currency" | "percentage") => match stored.and_then(number_text) {
            Some(number) => Value::Number(number),
            None => Value::Text(shown.into()),
        },
        Some("date") => iso_date(shown),
        Some("boolean") => Value::Bool(shown == "true"),
        Some("time") => Value::Text(shown.into()),
        // What is stored may lack the line breaks of what is shown.
        _ => Value::Text(if text.is_empty() { shown } else { text }.into()),
    };
    match value {
        // An empty text is a result only where the formula can give one.
        Value::Text(empty) if empty.is_empty() => {
            let gives_none = cell.formula.as_deref().is_some_and(|text| !text.contains('"'));
            (is_formula && gives_none).then_some(Value::NotCalculated)
        }
        value => Some(value),
    }
}
