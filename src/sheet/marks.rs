//! What calamine leaves untold of an xlsx sheet. In: the sheet's part as a stream. Out: hidden rows,
//! merged areas, plain sums, formulas without a result, and cells that calamine would misread in
//! silence. [`super::usual`] finds the same in a fraction of the time, where cells are written in the usual way.
//!
//! Mended here and better upstream: calamine could join the pieces of a `<v>` that a comment or a CDATA
//! section breaks up, refuse a text index below zero, and say that a formula has no result.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::builder::{MOST_COLUMNS, MOST_ROWS};
use super::grid::{Area, Sum};
use super::relations::attribute;
use super::sums::PlainSum;
use crate::language::Said;
use crate::model::CellRef;

/// No sheet has more merged areas than this and is still read by people.
const MOST_AREAS: usize = 200_000;
/// Formulas that others share; a sheet has as many as it has columns of formulas.
const MOST_SHARED: usize = 100_000;
/// No plain sum is longer.
pub(super) const LONGEST_FORMULA: usize = 8192;
/// Abbreviations that every XML file may use.
const PREDEFINED: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];

/// What was found beside the values.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Rows hidden by hand or by a filter, in order.
    pub(super) hidden_rows: Vec<u32>,
    /// Merged areas.
    pub(super) merged: Vec<Area>,
    /// Formulas whose result is not stored, by row and column.
    pub(super) not_calculated: Vec<CellRef>,
    /// Cells whose type says that they hold an error value.
    pub(super) errors: Vec<CellRef>,
    /// Cells whose formula is a plain sum.
    pub(super) sums: Vec<Sum>,
    /// A cell whose number is in pieces, which a second try can join.
    pub(super) in_pieces: Option<CellRef>,
    /// A cell that holds what a reader cannot be trusted with, and why.
    pub(super) fault: Option<(CellRef, &'static str)>,
    /// Cells that have a value.
    pub(super) filled: u64,
    /// Whether the part breaks off behind its cells.
    pub(super) unfinished: bool,
    /// Whether the end of the cells was met.
    cells_done: bool,
    /// Formulas that other cells share, with the cell they are written in.
    shared: BTreeMap<u32, (CellRef, PlainSum)>,
}

/// A cell that is being read.
#[derive(Default)]
pub(super) struct OpenCell {
    at: (u32, u32),
    kind: Option<String>,
    formula: bool,
    value: bool,
    in_value: bool,
    in_formula: bool,
    formula_text: String,
    shares: Option<u32>,
}

/// Reads the marks of one sheet.
pub(super) fn read(part: impl BufRead) -> Result<Marks, Said> {
    let mut reader = Reader::from_reader(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut marks = Marks::default();
    let mut buffer = Vec::with_capacity(1024);
    let (mut row, mut column) = (0u32, 0u32);
    let mut cell: Option<OpenCell> = None;
    let mut whole = false;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(_) if marks.cells_done => {
                marks.unfinished = true;
                break;
            }
            Err(error) => return Err(super::technical(error)),
        };
        match event {
            Event::Start(e) => match (e.local_name().as_ref(), &mut cell) {
                ("row", None) => {
                    if let Some(number) = attribute(&e, "r").and_then(|r| r.parse::<u32>().ok()) {
                        row = number.saturating_sub(1);
                    }
                    column = 0;
                    if attribute(&e, "hidden").is_some_and(|h| h == "1" || h == "true") {
                        marks.hidden_rows.push(row);
                    }
                }
                ("c", None) => {
                    let mut open = OpenCell { at: (row, column), ..OpenCell::default() };
                    for part in e.attributes().with_checks(false).flatten() {
                        match part.key.local_name().as_ref() {
                            "r" => open.at = address(&part.value).unwrap_or(open.at),
                            "t" => open.kind = Some(part.value.clone().into_owned()),
                            _ => {}
                        }
                    }
                    column = open.at.1;
                    cell = Some(open);
                }
                ("f", Some(open)) => {
                    open.formula = true;
                    open.in_formula = true;
                    if attribute(&e, "t").as_deref() == Some("shared") {
                        open.shares = attribute(&e, "si").and_then(|si| si.parse().ok());
                    }
                }
                ("v", Some(open)) => open.in_value = true,
                ("t" | "r", Some(open)) => open.value = true,
                ("mergeCell", None) => {
                    if let Some(area) = attribute(&e, "ref").and_then(|text| area(&text)) {
                        marks.merged.push(area);
                    }
                    if marks.merged.len() > MOST_AREAS {
                        let problem = Said::new("it has more than {count} merged areas");
                        return Err(problem.with("count", MOST_AREAS));
                    }
                }
                _ => {}
            },
            Event::End(e) => match (e.local_name().as_ref(), &mut cell) {
                ("c", Some(open)) => {
                    marks.close(open);
                    column = column.saturating_add(1);
                    cell = None;
                }
                ("v", Some(open)) => open.in_value = false,
                ("f", Some(open)) => open.in_formula = false,
                ("row", None) => row = row.saturating_add(1),
                ("sheetData", None) => marks.cells_done = true,
                ("worksheet", None) => whole = true,
                _ => {}
            },
            Event::Text(text) if cell.as_ref().is_some_and(|open| open.in_formula) => {
                if let Some(open) = cell.as_mut()
                    && open.formula_text.len() + text.len() <= LONGEST_FORMULA
                {
                    open.formula_text.push_str(&text);
                }
            }
            Event::Text(text) => {
                if let Some(open) = cell.as_mut().filter(|open| open.in_value) {
                    open.value = true;
                    if open.kind.as_deref() == Some("s") && text.trim_start().starts_with('-') {
                        marks.fault = marks.fault.or(Some((place(open), "it points at no text")));
                    }
                }
            }
            Event::CData(_) | Event::Comment(_) | Event::PI(_) => {
                if let Some(open) = cell.as_mut().filter(|open| open.in_value) {
                    open.value = true;
                    marks.in_pieces = marks.in_pieces.or(Some(place(open)));
                }
            }
            Event::GeneralRef(name) => {
                // A formula with a text in it is no plain sum.
                if let Some(open) = cell.as_mut().filter(|open| open.in_formula) {
                    open.formula_text.push('&');
                }
                if let Some(open) = cell.as_mut().filter(|open| open.in_value) {
                    open.value = true;
                    let known = name.is_char_ref() || PREDEFINED.contains(&name.as_ref());
                    if !known || open.kind.as_deref() != Some("str") {
                        let why = "it is written with an abbreviation";
                        marks.fault = marks.fault.or(Some((place(open), why)));
                    }
                }
            }
            Event::DocType(_) => return Err("it defines abbreviations of its own".into()),
            Event::Eof => {
                marks.unfinished = !whole;
                break;
            }
            _ => {}
        }
    }
    Ok(marks.in_order())
}

impl OpenCell {
    /// A cell that was read by others: its kind, its formula with the number by which others share it, and
    /// whether it has a value.
    pub(super) fn read(
        at: (u32, u32),
        kind: Option<&str>,
        formula: Option<(String, Option<u32>)>,
        value: bool,
    ) -> Self {
        let kind = kind.map(str::to_owned);
        let is_formula = formula.is_some();
        let (formula_text, shares) = formula.unwrap_or_default();
        OpenCell { at, kind, formula: is_formula, value, formula_text, shares, ..Self::default() }
    }
}

fn place(open: &OpenCell) -> CellRef {
    CellRef { row: open.at.0, column: open.at.1 }
}

impl Marks {
    fn in_order(mut self) -> Self {
        self.hidden_rows.sort_unstable();
        self.not_calculated.sort_unstable();
        self.errors.sort_unstable();
        self
    }

    /// The marks of cells with what was found before and behind them; none where there are cells too.
    pub(super) fn with(self, around: Marks) -> Option<Self> {
        let Marks { merged, unfinished, cells_done, .. } = around;
        let cells = around.filled > 0
            || around.fault.is_some()
            || around.in_pieces.is_some()
            || !around.hidden_rows.is_empty()
            || !around.not_calculated.is_empty()
            || !around.errors.is_empty()
            || !around.sums.is_empty();
        let whole = Marks { merged, unfinished, cells_done, ..self };
        (cells_done && !cells).then(|| whole.in_order())
    }

    pub(super) fn close(&mut self, open: &OpenCell) {
        if open.kind.as_deref() == Some("e") {
            self.errors.push(place(open));
        }
        if open.value {
            self.filled += 1;
        }
        // A formula whose result is an empty text is stored with t="str"; that one is calculated.
        if open.formula && !open.value && open.kind.as_deref() != Some("str") {
            self.not_calculated.push(place(open));
        }
        if open.formula {
            self.take_sum(open);
        }
    }

    fn take_sum(&mut self, open: &OpenCell) {
        let cell = place(open);
        let own = PlainSum::of_a1(&open.formula_text);
        let of = match (&own, open.shares) {
            (Some(sum), shares) => {
                if let Some(number) = shares.filter(|_| self.shared.len() < MOST_SHARED) {
                    self.shared.insert(number, (cell, sum.clone()));
                }
                sum.moved(0, 0)
            }
            (None, Some(number)) if open.formula_text.is_empty() => {
                self.shared.get(&number).and_then(|(first, sum)| {
                    let by = |to: u32, from: u32| i64::from(to) - i64::from(from);
                    sum.moved(by(cell.row, first.row), by(cell.column, first.column))
                })
            }
            _ => None,
        };
        self.sums.extend(of.map(|of| Sum { cell, of }));
    }
}

/// `B7` as row and column from zero; none where it is no address within a sheet.
pub(super) fn address(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(digits)?;
    let column = column_of(letters.as_bytes())?;
    let row = digits.parse::<u32>().ok().filter(|row| (1..=MOST_ROWS).contains(row))?;
    Some((row - 1, column))
}

/// `B` as a column from zero; none where no sheet has it.
pub(super) fn column_of(letters: &[u8]) -> Option<u32> {
    if letters.len() > 3 {
        return None;
    }
    let next = |sum: u32, letter: &u8| {
        let letter = letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase())?;
        Some(sum * 26 + u32::from(letter - b'A') + 1)
    };
    let column = letters.iter().try_fold(0, next)?;
    (1..=MOST_COLUMNS).contains(&column).then(|| column - 1)
}

/// An area as formulas write it: `A1:C7`.
pub(super) fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let (a, b) = (address(first)?, address(last)?);
    Some(Area {
        first: CellRef { row: a.0.min(b.0), column: a.1.min(b.1) },
        last: CellRef { row: a.0.max(b.0), column: a.1.max(b.1) },
    })
}
