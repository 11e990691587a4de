//! Excel 97–2003 workbooks. In: the workbook's stream. Out: one grid for each sheet. calamine reads
//! such a file at once and in full, so everything is bounded before it is opened; hidden rows and
//! number formats come from `marks`.
//!
//! Mended here and better upstream: calamine could keep ROW and XF records beside its values, as it
//! does for xlsx, and take the first root stream called Workbook only.

mod marks;

use std::collections::BTreeMap;
use std::io::Cursor;

use arcstr::ArcStr;
use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions};

use super::Stop;
use super::biff;
use super::builder::{Builder, Reading, SHEET_LOST};
use super::cell::Value;
use super::compound::container_of;
use super::grid::{Area, Grid, Sum};
use super::guard::guarded;
use super::sums;
use super::value::value_of_owned;
use super::xlsx::PANICKED;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{CellRef, Place};

pub(super) fn read(stream: Vec<u8>, reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let locked = biff::is_locked(&stream);
    let stream = biff::check(stream, reading)?;
    let marks = marks::read(&stream);
    if let Some(page) = marks.code_page {
        reading.findings.push(
            Finding::new(Code::EncodingGuessed, Place::of_file(reading.file)).detail(
                "encoding",
                if page == 1251 {
                    super::encoding::WINDOWS_1251
                } else {
                    super::encoding::WINDOWS_1250
                },
            ),
        );
    }
    let mut options = XlsOptions::default();
    options.force_codepage = marks.code_page;
    let container = container_of(&stream);
    let opened = guarded(|| Xls::new_with_options(Cursor::new(container), options));
    let mut workbook = match opened {
        Some(Ok(workbook)) => workbook,
        Some(Err(XlsError::Password)) => return Err(Stop::Encrypted),
        // Locked in the oldest way, it is taken for damaged.
        Some(Err(_)) if locked => return Err(Stop::Encrypted),
        Some(Err(error)) => return Err(Stop::technical(error)),
        None => return Err(Stop::broken(PANICKED)),
    };
    let sheets = workbook.sheets_metadata().to_vec();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for sheet in &sheets {
        *named.entry(&sheet.name).or_default() += 1;
    }
    let mut grids = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if named.get(sheet.name.as_str()).is_some_and(|times| *times > 1) {
            reading.sheet_broken(&sheet.name, "another sheet has the same name", SHEET_LOST);
            continue;
        }
        let (Ok(values), Ok(formulas)) =
            (workbook.worksheet_range(&sheet.name), workbook.worksheet_formula(&sheet.name))
        else {
            reading.sheet_broken(&sheet.name, "its cells cannot be found", SHEET_LOST);
            continue;
        };
        let hidden = sheet.visible != SheetVisible::Visible;
        let mut builder = Builder::new(reading.file, Some(&sheet.name), hidden);
        let format = |at| marks.format(index, at);
        match fill(&mut builder, &values, &formulas, &format, reading)? {
            Err(problem) => {
                reading.sheet_broken(&sheet.name, problem, SHEET_LOST);
                continue;
            }
            Ok(()) => {
                let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
                builder.merge(merged.iter().map(|area| Area {
                    first: CellRef { row: area.start.0, column: area.start.1 },
                    last: CellRef { row: area.end.0, column: area.end.1 },
                }));
                builder.sums(sums_of(&formulas));
                let own = marks.sheets.get(index);
                if let Some(cell) = own.and_then(|own| own.without_text) {
                    let problem =
                        Said::new("the text of cell {cell} is not in the file").with("cell", cell);
                    let effect = "such cells are read as blank; all others are counted";
                    reading.sheet_broken(&sheet.name, problem, effect);
                }
                let hidden = own.map_or(&[][..], |own| &own.hidden_rows);
                grids.push(builder.finish(reading, hidden));
            }
        }
    }
    Ok(grids)
}

/// Lays a dense range into a grid. `Range` need not start at A1.
fn fill(
    builder: &mut Builder,
    values: &Range<Data>,
    formulas: &Range<String>,
    format: &dyn Fn((u32, u32)) -> Option<ArcStr>,
    reading: &mut Reading<'_>,
) -> Result<Result<(), Said>, Stop> {
    let start = values.start().unwrap_or_default();
    let formula_at = |position| formulas.get_value(position).is_some_and(|text| is_formula(text));
    for (row, column, data) in values.used_cells() {
        let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
        let position = (start.0.saturating_add(row), start.1.saturating_add(column));
        let value = match value_of_owned(data) {
            // An empty text is a result only where the formula can give one.
            None if formula_at(position) => Value::NotCalculated,
            None => continue,
            Some(value) => value,
        };
        let format = format(position);
        if let Err(problem) = builder.push(reading, position, value, format)? {
            return Ok(Err(problem));
        }
    }
    let start = formulas.start().unwrap_or_default();
    for (row, column, text) in formulas.used_cells() {
        let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
        let position = (start.0.saturating_add(row), start.1.saturating_add(column));
        let valued = values.get_value(position).is_some_and(|data| *data != Data::Empty);
        if !valued
            && is_formula(text)
            && let Err(problem) = builder.push(reading, position, Value::NotCalculated, None)?
        {
            return Ok(Err(problem));
        }
    }
    Ok(Ok(()))
}

fn sums_of(formulas: &Range<String>) -> Vec<Sum> {
    let start = formulas.start().unwrap_or_default();
    let sum = |(row, column, text): (usize, usize, &String)| {
        let row = start.0.checked_add(u32::try_from(row).ok()?)?;
        let column = start.1.checked_add(u32::try_from(column).ok()?)?;
        Some(Sum { cell: CellRef { row, column }, of: sums::of_a1(text)? })
    };
    formulas.used_cells().filter_map(sum).collect()
}

/// A formula that cannot give an empty text by its own words.
fn is_formula(text: &str) -> bool {
    !text.is_empty() && !text.contains('"')
}
