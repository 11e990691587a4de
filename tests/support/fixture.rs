//! Sheets as readable text, one line a row, cells parted by `|`:
//! `#12.5` a number, `@2020-03-15` a date, `!#REF!` an error, `?` a formula never calculated,
//! `<` merged with the cell to the left, `^` merged with the cell above, anything else text.
#![allow(
    dead_code,
    clippy::expect_used,
    reason = "each test binary uses its own part and may stop"
)]

use std::sync::Arc;

use earmark::model::{CellRef, SourceFile};
use earmark::sheet::{Area, Cell, FileKind, Grid, Row, SheetFile, Value};

/// A file of one sheet.
pub fn sheet(file: &str, name: &str, text: &str) -> SheetFile {
    workbook(file, &[(name, text)])
}

/// A file of several sheets.
pub fn workbook(file: &str, sheets: &[(&str, &str)]) -> SheetFile {
    let name: Arc<str> = Arc::from(file);
    SheetFile {
        source: SourceFile { file: Arc::clone(&name), sha256: format!("hash of {file}") },
        kind: FileKind::Xlsx,
        grids: sheets.iter().map(|(sheet, text)| grid(&name, sheet, text)).collect(),
    }
}

fn grid(file: &Arc<str>, name: &str, text: &str) -> Grid {
    let mut rows = Vec::new();
    let mut merged: Vec<Area> = Vec::new();
    for (row, line) in text.trim_matches('\n').lines().enumerate() {
        let row = row as u32;
        let mut cells = Vec::new();
        if !line.trim().is_empty() {
            for (column, raw) in line.split('|').enumerate() {
                let column = column as u32;
                let raw = raw.trim();
                if raw == "<" || raw == "^" {
                    merge(&mut merged, row, column, raw == "<");
                } else if let Some(value) = value(raw) {
                    cells.push(Cell { column, value, format: None });
                }
            }
        }
        if !cells.is_empty() {
            rows.push(Row { index: row, cells, spots: Vec::new(), hidden: false });
        }
    }
    Grid {
        file: Arc::clone(file),
        name: Some(Arc::from(name)),
        hidden: false,
        rows,
        merged,
        sums: Vec::new(),
    }
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

fn value(raw: &str) -> Option<Value> {
    if raw.is_empty() {
        return None;
    }
    Some(if let Some(number) = raw.strip_prefix('#').and_then(|number| number.parse().ok()) {
        Value::Number(number)
    } else if let Some(day) = raw.strip_prefix('@') {
        let date: earmark::model::Date = day.parse().expect("a date behind @");
        Value::Date { serial: 43_900.into(), date: Some(date) }
    } else if let Some(error) = raw.strip_prefix('!') {
        Value::Error(Arc::from(error))
    } else if raw == "?" {
        Value::NotCalculated
    } else {
        Value::Text(Arc::from(raw))
    })
}
