//! Excel workbooks (xlsx, xlsm). In: the package's bytes. Out: one grid for each sheet, its cells
//! streamed by calamine, the rest from `marks`. A sheet that fails does not take the others with it.

use std::io::{BufRead, Cursor, Read};
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::Stop;
use super::builder::{Builder, Reading, SHEET_LOST};
use super::grid::{Grid, Value};
use super::guard::guarded;
use super::marks::{self, Marks};
use super::package::Package;
use super::relations;
use super::value::value_of;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// What stops one sheet.
pub(super) enum SheetStop {
    /// This sheet only.
    Sheet(String),
    /// The whole file.
    File(Stop),
}

impl From<Stop> for SheetStop {
    fn from(stop: Stop) -> Self {
        SheetStop::File(stop)
    }
}

pub(super) const PANICKED: &str = "its content is damaged";

pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut package = Package::open(bytes, reading.limits)?;
    check_shared_strings(&mut package)?;
    let paths = relations::sheets(&mut package)?;
    let opened = guarded(|| Workbook::new(Cursor::new(bytes)));
    let mut workbook = match opened {
        Some(Ok(workbook)) => workbook,
        Some(Err(XlsxError::Password)) => return Err(Stop::Encrypted),
        Some(Err(error)) => return Err(Stop::broken(error)),
        None => return Err(Stop::broken(PANICKED)),
    };
    let mut grids: Vec<Grid> = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if grids.iter().any(|grid| grid.name.as_deref() == Some(&sheet.name)) {
            reading.sheet_broken(&sheet.name, "another sheet has the same name", SHEET_LOST);
            continue;
        }
        let path =
            paths.iter().find(|(name, _)| *name == sheet.name).map(|(_, path)| path.as_str());
        let hidden = sheet.visible != SheetVisible::Visible;
        let result = marks_of(&mut package, path.unwrap_or_default()).and_then(|marks| {
            let builder = Builder::new(reading.file, Some(&sheet.name), hidden);
            guarded(|| cells(&mut workbook, &sheet.name, marks, builder, reading))
                .unwrap_or_else(|| Err(SheetStop::Sheet(PANICKED.to_owned())))
        });
        match result {
            Ok(grid) => grids.push(grid),
            Err(SheetStop::File(stop)) => return Err(stop),
            Err(SheetStop::Sheet(problem)) => {
                reading.sheet_broken(&sheet.name, problem, SHEET_LOST);
            }
        }
    }
    Ok(grids)
}

/// calamine reserves room for as many strings as the table says it has.
fn check_shared_strings(package: &mut Package<'_>) -> Result<(), Stop> {
    let names: Vec<String> = package
        .names()
        .filter(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"))
        .map(str::to_owned)
        .collect();
    for name in names {
        let size = package.size(&name);
        let start = package.text(&name, 64 << 10)?;
        let Some((_, after)) = start.split_once("uniqueCount=") else { continue };
        let digits: String = after.chars().skip(1).take_while(char::is_ascii_digit).collect();
        // No string takes less than the five bytes of an empty element.
        if digits.parse::<u64>().is_ok_and(|count| count > size / 5 + 16) || digits.len() > 18 {
            return Err(Stop::broken(
                "its table of texts says that it has more texts than it can hold",
            ));
        }
    }
    Ok(())
}

fn marks_of(package: &mut Package<'_>, path: &str) -> Result<Marks, SheetStop> {
    let Some(mut part) = package.part(path)? else {
        return Err(SheetStop::Sheet("its part is missing from the file".to_owned()));
    };
    let start = part.fill_buf().map_err(|error| SheetStop::Sheet(error.to_string()))?;
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Err(SheetStop::Sheet("its part is stored in UTF-16".to_owned()));
    }
    let marks = marks::read(part.by_ref()).map_err(SheetStop::Sheet)?;
    match marks.fault {
        Some((cell, why)) => Err(SheetStop::Sheet(format!("cell {cell} cannot be read: {why}"))),
        None => Ok(marks),
    }
}

fn cells(
    workbook: &mut Workbook<'_>,
    name: &str,
    marks: Marks,
    mut builder: Builder,
    reading: &mut Reading<'_>,
) -> Result<Grid, SheetStop> {
    let broken = |error: XlsxError| SheetStop::Sheet(error.to_string());
    let mut reader = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let formats: Vec<Option<Arc<str>>> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| format.format_code.as_str()))
        .map(|code| code.filter(|code| *code != "General").map(Into::into))
        .collect();
    let (mut met, mut blank) = (0u64, 0u64);
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let position = cell.get_position();
        let value = match value_of(cell.get_value()) {
            Some(value) => value,
            None if not_calculated(&marks, position, cell.get_value()) => Value::NotCalculated,
            None => {
                blank += 1;
                if blank > reading.limits.cells.saturating_mul(2) {
                    return Err(reading.too_many_cells().into());
                }
                continue;
            }
        };
        met += 1;
        let format = formats.get(style).cloned().flatten();
        builder.push(reading, position, value, format)?.map_err(SheetStop::Sheet)?;
    }
    if met == 0 && marks.filled > 0 {
        return Err(SheetStop::Sheet(PANICKED.to_owned()));
    }
    if marks.unfinished {
        let effect = "its cells are counted; merged areas may be missing";
        reading.sheet_broken(name, "the part behind its cells is damaged", effect);
    }
    builder.merge(marks.merged);
    Ok(builder.finish(reading, &marks.hidden_rows))
}

fn not_calculated(marks: &Marks, (row, column): (u32, u32), value: &DataRef<'_>) -> bool {
    let at = crate::model::CellRef { row, column };
    matches!(value, DataRef::Empty) && marks.not_calculated.binary_search(&at).is_ok()
}
