//! Word document → Grid. In: the bytes of a docx. Out: one grid in which a paragraph is a row with
//! one cell and a table row is a row of cells, in the order of the document, and findings. Tracked
//! changes are read as accepted. Never trusts a declared size; never follows a link.

mod part;

use std::io::Cursor;

use arcstr::ArcStr;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::builder::{shortened, text_cut, too_many_cells};
use super::cell::{Cell, FormatId, Value};
use super::grid::{Area, Grid, Row, Spots};
use super::relations::push_entity;
use super::{Stop, foreign, over_limit};
use crate::config::Limits;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{CellRef, Place, Spot};
use part::{Part, local, part, title_property};

/// The text part of a document, however large the limits are: far above any plan.
const LARGEST_PART: u64 = 128 << 20;
/// Word itself allows 63 columns.
const WIDEST: u32 = 255;
/// Elements within one another; Word stays far below.
const DEEPEST: usize = 512;

/// Reads a document as one grid.
pub(super) fn read(file: &ArcStr, bytes: &[u8], limits: &Limits) -> (Vec<Grid>, Vec<Finding>) {
    let broken =
        |problem: &'static str| (Vec::new(), vec![Stop::broken(problem).into_finding(file)]);
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return broken("the file is no Word document, or only part of one");
    };
    let most = limits.unzipped_bytes.min(LARGEST_PART);
    let text = match part(&mut archive, "word/document.xml", most) {
        Part::Text(text) => text,
        Part::Missing => return broken("the document has no text part"),
        Part::Broken => return broken("the text of the document is damaged"),
        Part::TooLarge => {
            let limit = Said::new("{megabytes} MB of text").with_data("megabytes", most >> 20);
            let key = (most == limits.unzipped_bytes).then_some("unzipped-megabytes");
            let effect = "nothing from this file is counted";
            let place = Place::of_file(file);
            return (Vec::new(), vec![over_limit(place, "the document", limit, key, effect)]);
        }
    };
    let mut document = Document::new(file, limits);
    if let Part::Text(core) = part(&mut archive, "docProps/core.xml", 1 << 20)
        && let Some(title) = title_property(&core)
    {
        document.put_row(vec![(0, title, Spot::Whole)]);
    }
    match document.read(&text) {
        Ok(()) => {}
        Err(Stop::Broken(problem)) => {
            let place = document.place();
            document.findings.push(
                Finding::new(Code::FileBroken, place)
                    .detail("problem", problem)
                    .detail("remedy", foreign::mending(file))
                    .read("word/document.xml"),
            );
        }
        Err(stop) => return (Vec::new(), vec![stop.into_finding(file)]),
    }
    document.finish()
}

/// The table that is open, by what its row and cell have been so far.
#[derive(Default)]
struct Table {
    row: u32,
    column: u32,
    span: u32,
    deleted: bool,
    merge: Merge,
    cells: Vec<(u32, String, Spot)>,
    areas: Vec<(u32, u32)>,
    // Column → index of the area that a vertical merge has open there.
    down: Vec<(u32, usize)>,
}

impl Table {
    fn holds_cells(&self) -> bool {
        !self.cells.is_empty()
    }
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Merge {
    #[default]
    None,
    Starts,
    Continues,
}

struct Document<'a> {
    file: &'a ArcStr,
    limits: &'a Limits,
    rows: Vec<Row>,
    spots: Spots,
    merged: Vec<Area>,
    findings: Vec<Finding>,
    next_row: u32,
    cells: u64,
    paragraphs: u32,
    tables: u32,
    table: Option<Table>,
    nested: u32,
    text: String,
    // The mark at the end of the paragraph was deleted: it runs on into the next one.
    runs_on: bool,
    changes: u64,
    first_change: Option<Place>,
}

impl<'a> Document<'a> {
    fn new(file: &'a ArcStr, limits: &'a Limits) -> Self {
        Document {
            file,
            limits,
            rows: Vec::new(),
            spots: Spots::default(),
            merged: Vec::new(),
            findings: Vec::new(),
            next_row: 0,
            cells: 0,
            paragraphs: 0,
            tables: 0,
            table: None,
            nested: 0,
            text: String::new(),
            runs_on: false,
            changes: 0,
            first_change: None,
        }
    }

    fn read(&mut self, xml: &str) -> Result<(), Stop> {
        let mut reader = Reader::from_str(xml);
        let mut path: Vec<String> = Vec::new();
        // Depth at which a deleted or repeated part began; nothing below it counts.
        let mut skipped: Option<usize> = None;
        loop {
            if self.cells > self.limits.cells {
                return Err(too_many_cells(self.limits));
            }
            match reader.read_event().map_err(Stop::technical)? {
                Event::Eof => return Ok(()),
                Event::Start(element) => {
                    let name = local(&element);
                    if path.len() >= DEEPEST {
                        return Err(Stop::broken("its parts are nested too deeply"));
                    }
                    if skipped.is_none() && matches!(name, "del" | "moveFrom" | "ins" | "moveTo") {
                        self.change();
                    }
                    if skipped.is_none() && matches!(name, "del" | "moveFrom" | "Fallback") {
                        skipped = Some(path.len());
                    }
                    if skipped.is_none() {
                        self.open(name, &element, &path);
                    }
                    path.push(name.to_owned());
                }
                Event::Empty(element) if skipped.is_none() => {
                    let name = local(&element);
                    self.open(name, &element, &path);
                    self.close(name);
                }
                Event::End(_) => {
                    let name = path.pop().unwrap_or_default();
                    if skipped == Some(path.len()) {
                        skipped = None;
                    } else if skipped.is_none() {
                        self.close(&name);
                    }
                }
                Event::Text(text) if skipped.is_none() && path.last().is_some_and(|n| n == "t") => {
                    self.text.push_str(&text.xml10_content());
                }
                Event::CData(text)
                    if skipped.is_none() && path.last().is_some_and(|n| n == "t") =>
                {
                    self.text.push_str(&text.xml10_content());
                }
                Event::GeneralRef(entity)
                    if skipped.is_none() && path.last().is_some_and(|n| n == "t") =>
                {
                    push_entity(&entity, &mut self.text);
                }
                _ => {}
            }
        }
    }

    fn open(&mut self, name: &str, element: &BytesStart<'_>, path: &[String]) {
        let parent = path.last().map_or("", String::as_str);
        match name {
            "tbl" if self.table.is_some() => self.nested += 1,
            "tbl" => {
                self.flush_paragraph();
                self.tables += 1;
                self.table = Some(Table::default());
            }
            "tab" if parent == "r" => self.text.push('\t'),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('-'),
            "del" | "ins" if parent == "rPr" || parent == "trPr" => {
                self.change();
                match (&mut self.table, parent) {
                    (Some(table), "trPr") if name == "del" && self.nested == 0 => {
                        table.deleted = true;
                    }
                    (_, "rPr") if name == "del" => self.runs_on = true,
                    _ => {}
                }
            }
            _ => {}
        }
        // A row inside a row, in a damaged document: what the outer one holds so far is a row.
        if name == "tr" && self.nested == 0 && self.table.as_ref().is_some_and(Table::holds_cells) {
            self.close_row();
        }
        let Some(table) = self.table.as_mut().filter(|_| self.nested == 0) else {
            return;
        };
        match name {
            "tr" => {
                table.row += 1;
                table.column = 0;
                table.deleted = false;
            }
            "gridBefore" => table.column = table.column.max(number(element).min(WIDEST)),
            "tc" => {
                self.text.clear();
                table.span = 1;
                table.merge = Merge::None;
            }
            "gridSpan" => table.span = number(element).clamp(1, WIDEST),
            "vMerge" => {
                let restart = attribute(element).is_some_and(|value| value == "restart");
                table.merge = if restart { Merge::Starts } else { Merge::Continues };
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" if std::mem::take(&mut self.runs_on) => {}
            "p" if self.table.is_none() => self.flush_paragraph(),
            "p" => self.text.push('\n'),
            "tbl" if self.nested > 0 => self.nested -= 1,
            "tbl" => self.table = None,
            "tc" if self.nested == 0 => self.close_cell(),
            "tr" if self.nested == 0 => self.close_row(),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        let Some(table) = &mut self.table else {
            return;
        };
        let column = table.column;
        table.column = column.saturating_add(table.span);
        let spot = Spot::TableCell { table: self.tables, row: table.row, column: column + 1 };
        let last = table.column.saturating_sub(1);
        match table.merge {
            Merge::Continues => {
                if let Some((_, index)) = table.down.iter().find(|(at, _)| *at == column)
                    && let Some(area) = self.merged.get_mut(*index)
                {
                    area.last.row = self.next_row;
                }
                return;
            }
            Merge::Starts => {
                table.down.retain(|(at, _)| *at != column);
                table.down.push((column, self.merged.len()));
                self.merged.push(Area {
                    first: CellRef { row: self.next_row, column },
                    last: CellRef { row: self.next_row, column: last },
                });
            }
            Merge::None => {
                table.down.retain(|(at, _)| *at != column);
                if last > column {
                    table.areas.push((column, last));
                }
            }
        }
        if !text.trim().is_empty() {
            table.cells.push((column, text.trim_end().to_owned(), spot));
        }
    }

    fn close_row(&mut self) {
        let Some(table) = &mut self.table else {
            return;
        };
        let cells = std::mem::take(&mut table.cells);
        let areas = std::mem::take(&mut table.areas);
        if table.deleted {
            return;
        }
        for (first, last) in areas {
            self.merged.push(Area {
                first: CellRef { row: self.next_row, column: first },
                last: CellRef { row: self.next_row, column: last },
            });
        }
        self.put_row(cells);
    }

    fn flush_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.paragraphs += 1;
        if !text.trim().is_empty() {
            self.put_row(vec![(0, text.trim_end().to_owned(), Spot::Paragraph(self.paragraphs))]);
        }
    }

    fn put_row(&mut self, cells: Vec<(u32, String, Spot)>) {
        let index = self.next_row;
        self.next_row += 1;
        self.cells += cells.len().max(1) as u64;
        if cells.is_empty() {
            return;
        }
        let (mut kept, mut spots) = (Vec::new(), Vec::new());
        for (column, mut text, spot) in cells {
            if let Some(cut) = shortened(&text, self.limits) {
                text = cut.to_owned();
                let place = Place::new(self.file, None, spot);
                self.findings.push(text_cut(place, self.limits));
            }
            kept.push(Cell::new(column, Value::Text(text.into()), FormatId::default()));
            spots.push((column, spot));
        }
        self.rows.push(Row::new(index, kept));
        self.spots.put(index, spots);
    }

    fn change(&mut self) {
        self.changes += 1;
        if self.first_change.is_none() {
            self.first_change = Some(self.place());
        }
    }

    /// Where the reader stands.
    fn place(&self) -> Place {
        let spot = match &self.table {
            Some(table) if table.row > 0 => {
                Spot::TableCell { table: self.tables, row: table.row, column: table.column + 1 }
            }
            _ => Spot::Paragraph(self.paragraphs + 1),
        };
        Place::new(self.file, None, spot)
    }

    fn finish(mut self) -> (Vec<Grid>, Vec<Finding>) {
        self.flush_paragraph();
        if let Some(place) = self.first_change.take() {
            let changes = Said::new("{count} tracked changes").with("count", self.changes);
            self.findings
                .push(Finding::new(Code::TrackedChanges, place).detail("changes", changes));
        }
        let grid = Grid {
            rows: self.rows,
            spots: self.spots,
            merged: self.merged.into(),
            ..Grid::empty(self.file, None)
        };
        (vec![grid], self.findings)
    }
}

fn attribute(element: &BytesStart<'_>) -> Option<String> {
    let found =
        element.attributes().flatten().find(|a| a.key.local_name().into_inner() == "val")?;
    Some(found.value.into_owned())
}

fn number(element: &BytesStart<'_>) -> u32 {
    attribute(element).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}
