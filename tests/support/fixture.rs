//! Sheets as readable text. In: lines, one a row, cells parted by `|`. Out: the grid they stand for.
//!
//! | written | a cell with |
//! |---|---|
//! | `#12.5` | a number |
//! | `#600 =SUM(C2:C3)` | a number that a plain sum gave |
//! | `#5 [#,##0.00 "KM"]` | a number with its format |
//! | `@2020-03-15` | a date |
//! | `!#REF!` | an error |
//! | `?` | a formula never calculated; `? =C2+C3` one that is a plain sum |
//! | `<` | nothing: merged with the cell to the left |
//! | `^` | nothing: merged with the cell above |
//! | anything else | text, without the spaces around it |
//!
//! In a text `\|` is a bar, `\n` a new line, `\s` a space that does not break, and `\` before any
//! other character is that character; a cell that begins with `\` is a text whatever follows. A line
//! that begins with `~` is a hidden row.
#![allow(
    dead_code,
    clippy::expect_used,
    reason = "each test binary uses its own part and may stop"
)]

use arcstr::ArcStr;
use earmark::model::{CellRef, Date, SourceFile};
use earmark::sheet::{Area, Cell, FileKind, Formats, Grid, Row, SheetFile, Sum, Value};

/// A file of one sheet.
pub fn sheet(file: &str, name: &str, text: &str) -> SheetFile {
    workbook(file, &[(name, text)])
}

/// A file of several sheets.
pub fn workbook(file: &str, sheets: &[(&str, &str)]) -> SheetFile {
    let grids = sheets.iter().map(|(sheet, text)| (*sheet, false, text.trim_matches('\n')));
    file_of(file, grids)
}

/// A file of sheets, each with its name and whether it is hidden; blank lines count as rows.
pub fn file_of<'a>(
    file: &str,
    sheets: impl Iterator<Item = (&'a str, bool, &'a str)>,
) -> SheetFile {
    let name: ArcStr = ArcStr::from(file);
    SheetFile {
        source: SourceFile { file: ArcStr::clone(&name), sha256: format!("hash of {file}") },
        kind: FileKind::Xlsx,
        grids: sheets
            .map(|(sheet, hidden, text)| Grid { hidden, ..grid(&name, sheet, text) })
            .collect(),
    }
}

fn grid(file: &ArcStr, name: &str, text: &str) -> Grid {
    let (mut rows, mut formats) = (Vec::new(), Formats::default());
    let mut merged: Vec<Area> = Vec::new();
    let mut sums = Vec::new();
    for (row, line) in text.lines().enumerate() {
        let row = row as u32;
        let (hidden, line) = match line.strip_prefix('~') {
            Some(line) => (true, line),
            None => (false, line),
        };
        let mut cells = Vec::new();
        let written = if line.trim().is_empty() { Vec::new() } else { parts(line) };
        for (column, raw) in written.into_iter().enumerate() {
            let column = column as u32;
            let raw = raw.trim_matches(' ');
            if raw == "<" || raw == "^" {
                merge(&mut merged, row, column, raw == "<");
            } else if !raw.is_empty() {
                let (value, format, sum) = content(raw);
                if !sum.is_empty() {
                    sums.push(Sum { cell: CellRef { row, column }, of: sum });
                }
                let format = formats.number_of(format.as_ref()).expect("few formats");
                cells.push(Cell::new(column, value, format));
            }
        }
        if !cells.is_empty() {
            let mut made = Row::new(row, cells);
            made.hidden = hidden;
            rows.push(made);
        }
    }
    Grid {
        rows,
        formats,
        merged: merged.into(),
        sums,
        ..Grid::empty(file, Some(ArcStr::from(name)))
    }
}

/// A line parted at its bars, except those behind a backslash.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, character) in line.char_indices() {
        if character == '|' && !escaped {
            parts.push(&line[start..at]);
            start = at + 1;
        }
        escaped = character == '\\' && !escaped;
    }
    parts.push(&line[start..]);
    parts
}

fn merge(merged: &mut Vec<Area>, row: u32, column: u32, left: bool) {
    let (from_row, from_column) = if left { (row, column - 1) } else { (row - 1, column) };
    match merged.iter_mut().find(|area| area.covers(from_row, from_column)) {
        Some(area) => {
            area.last =
                CellRef { row: area.last.row.max(row), column: area.last.column.max(column) };
        }
        None => merged.push(Area {
            first: CellRef { row: from_row, column: from_column },
            last: CellRef { row, column },
        }),
    }
}

/// What a cell holds, its number format, and the areas that its formula adds up.
fn content(raw: &str) -> (Value, Option<ArcStr>, Vec<Area>) {
    let (plain, format) = match (raw.find(" ["), raw.strip_suffix(']')) {
        (Some(open), Some(inner)) if raw.starts_with('#') => {
            (raw[..open].trim(), Some(ArcStr::from(&inner[open + 2..])))
        }
        _ => (raw, None),
    };
    let (plain, sum) = match plain.split_once(" =") {
        Some((plain, formula)) if plain.starts_with('#') || plain == "?" => {
            (plain.trim(), areas(formula))
        }
        _ => (plain, Vec::new()),
    };
    (value(plain), format, sum)
}

fn value(raw: &str) -> Value {
    if let Some(number) = raw.strip_prefix('#').and_then(|number| number.parse().ok()) {
        Value::Number(number)
    } else if let Some(day) = raw.strip_prefix('@') {
        let date: Date = day.parse().expect("a date behind @");
        let days = date.duration_since(Date::constant(1899, 12, 30)).as_hours() / 24;
        Value::Date { serial: days.into(), date: Some(date) }
    } else if let Some(error) = raw.strip_prefix('!') {
        Value::Error(ArcStr::from(error))
    } else if raw == "?" {
        Value::NotCalculated
    } else {
        Value::Text(ArcStr::from(unescaped(raw)))
    }
}

fn unescaped(raw: &str) -> String {
    let mut text = String::new();
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('s') => '\u{a0}',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    text
}

/// The areas named in a plain sum: `SUM(C2:C3)`, `C2+C5`, `SUBTOTAL(9,C2:C9)`.
fn areas(formula: &str) -> Vec<Area> {
    formula
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == ':'))
        .filter_map(|word| {
            let (first, last) = word.split_once(':').unwrap_or((word, word));
            Some(Area { first: address(first)?, last: address(last)? })
        })
        .collect()
}

/// `B7` as a cell; none where it is no address.
pub fn address(text: &str) -> Option<CellRef> {
    let (letters, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte - b'A') + 1);
    let row: u32 = digits.parse().ok()?;
    Some(CellRef { row: row.checked_sub(1)?, column: column - 1 })
}
