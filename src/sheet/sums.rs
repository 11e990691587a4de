//! Which formulas are plain sums: `SUM(C2:C9)`, `SUBTOTAL(9;C2:C9)`, `C5+C9`, and sums of these. In: a
//! formula's text, as Excel, LibreOffice or Excel 2003's XML write it. Out: the areas it adds up,
//! nothing where it does anything else. Never calculates.

use super::builder::{MOST_COLUMNS, MOST_ROWS};
use super::grid::Area;
use crate::model::CellRef;

/// Excel takes no longer formula.
const LONGEST: usize = 8192;

/// One corner of an area; what has no `$` moves with the formula.
#[derive(Debug, Clone, Copy)]
struct Corner {
    row: i64,
    column: i64,
    row_fixed: bool,
    column_fixed: bool,
}

/// A plain sum as it is written in one cell, to be moved to others that share it.
#[derive(Debug, Clone)]
pub(super) struct PlainSum {
    areas: Vec<(Corner, Corner)>,
}

impl PlainSum {
    /// `SUM(C2:C9)`, with or without `=`.
    pub(super) fn of_a1(text: &str) -> Option<Self> {
        Self::read(text.strip_prefix('=').unwrap_or(text), &a1)
    }

    /// Its areas, in a cell so many rows and columns further on.
    pub(super) fn moved(&self, rows: i64, columns: i64) -> Option<Vec<Area>> {
        let place = |corner: &Corner| {
            let row = corner.row + if corner.row_fixed { 0 } else { rows };
            let column = corner.column + if corner.column_fixed { 0 } else { columns };
            let row = u32::try_from(row).ok().filter(|row| *row < MOST_ROWS)?;
            let column = u32::try_from(column).ok().filter(|column| *column < MOST_COLUMNS)?;
            Some(CellRef { row, column })
        };
        let area = |(one, other): &(Corner, Corner)| {
            let (one, other) = (place(one)?, place(other)?);
            let of = |pick: fn(&CellRef) -> u32| {
                (pick(&one).min(pick(&other)), pick(&one).max(pick(&other)))
            };
            let ((top, bottom), (left, right)) = (of(|cell| cell.row), of(|cell| cell.column));
            let first = CellRef { row: top, column: left };
            Some(Area { first, last: CellRef { row: bottom, column: right } })
        };
        self.areas.iter().map(area).collect()
    }

    fn read(text: &str, corner: &dyn Fn(&str) -> Option<Corner>) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let text: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let text = text.trim_start_matches('+');
        let mut areas = Vec::new();
        let mut calls = false;
        let terms = terms(text)?;
        for term in &terms {
            match term.strip_suffix(')').and_then(|term| term.split_once('(')) {
                Some((function, rest)) => {
                    calls = true;
                    let arguments = match function {
                        "SUM" => rest,
                        "SUBTOTAL" => {
                            let (kind, rest) = rest.split_once([',', ';'])?;
                            ["9", "109"].contains(&kind).then_some(rest)?
                        }
                        _ => return None,
                    };
                    for argument in arguments.split([',', ';', '~']) {
                        areas.push(area(argument, corner)?);
                    }
                }
                None => areas.push(area(term, corner)?),
            }
        }
        (calls || terms.len() > 1).then_some(PlainSum { areas })
    }
}

/// The areas of a formula in Excel's own spelling.
pub(super) fn of_a1(text: &str) -> Option<Vec<Area>> {
    PlainSum::of_a1(text)?.moved(0, 0)
}

/// The same as OpenDocument spells it: `of:=SUM([.C2:.C9])`.
pub(super) fn of_opendocument(text: &str) -> Option<Vec<Area>> {
    let text = text.split_once(":=").map_or(text, |(_, formula)| formula);
    let text = text.strip_prefix('=').unwrap_or(text);
    let plain = PlainSum::read(text, &|corner| {
        a1(corner.trim_start_matches('[').trim_end_matches(']').trim_start_matches('.'))
    });
    plain?.moved(0, 0)
}

/// The same as Excel 2003's XML spells it, seen from its cell: `=SUM(R[-7]C:R[-1]C)`.
pub(super) fn of_r1c1(text: &str, at: CellRef) -> Option<Vec<Area>> {
    let text = text.strip_prefix('=').unwrap_or(text);
    PlainSum::read(text, &|corner| r1c1(corner, at))?.moved(0, 0)
}

/// What is added up, at the outermost level.
fn terms(text: &str) -> Option<Vec<&str>> {
    let (mut depth, mut from) = (0u32, 0);
    let mut terms = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '+' if depth == 0 => {
                terms.push(text.get(from..at)?);
                from = at + 1;
            }
            _ => {}
        }
    }
    terms.push(text.get(from..)?);
    (depth == 0).then_some(terms)
}

fn area(text: &str, corner: &dyn Fn(&str) -> Option<Corner>) -> Option<(Corner, Corner)> {
    match text.split_once(':') {
        Some((one, other)) => Some((corner(one)?, corner(other)?)),
        None => corner(text).map(|corner| (corner, corner)),
    }
}

fn a1(text: &str) -> Option<Corner> {
    let (column_fixed, text) = fixed(text);
    let digits = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, rest) = text.split_at_checked(digits)?;
    let (row_fixed, digits) = fixed(rest);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let (row, column) = super::marks::address(&format!("{letters}{digits}")).filter(|_| plain)?;
    Some(Corner { row: row.into(), column: column.into(), row_fixed, column_fixed })
}

fn fixed(text: &str) -> (bool, &str) {
    text.strip_prefix('$').map_or((false, text), |rest| (true, rest))
}

/// Already seen from the cell, so nothing is left to move.
fn r1c1(text: &str, at: CellRef) -> Option<Corner> {
    let (row, column) = text.strip_prefix('R')?.split_once('C')?;
    let from = |part: &str, own: u32| -> Option<i64> {
        match part.strip_prefix('[').and_then(|part| part.strip_suffix(']')) {
            Some(offset) => i64::from(own).checked_add(offset.parse::<i32>().ok()?.into()),
            None if part.is_empty() => Some(own.into()),
            None => Some(i64::from(part.parse::<u32>().ok()?) - 1),
        }
    };
    let (row, column) = (from(row, at.row)?, from(column, at.column)?);
    Some(Corner { row, column, row_fixed: true, column_fixed: true })
}
