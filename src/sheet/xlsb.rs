//! Excel binary workbooks. In: the package's bytes. Out: one grid for each sheet, its cells streamed
//! by calamine; merged areas, hidden rows and formulas that failed, which calamine leaves out, come
//! from the sheet's part.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use arcstr::ArcStr;
use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::Stop;
use super::builder::{Builder, MOST_COLUMNS, MOST_ROWS, Reading, SHEET_LOST};
use super::cell::Value;
use super::grid::{Area, Grid, Sum};
use super::guard::guarded;
use super::package::Package;
use super::relations;
use super::value::value_of;
use super::xlsx::{PANICKED, SheetStop};
use super::{numfmt, sums};
use crate::language::Said;
use crate::model::CellRef;

type Workbook<'a> = Xlsb<Cursor<&'a [u8]>>;

const ROW: u32 = 0x0000;
const RK: u32 = 0x0002;
const REAL: u32 = 0x0005;
const NUMBER_FORMULA: u32 = 0x0009;
const FAILED_FORMULA: u32 = 0x000b;
const MERGED: u32 = 0x00b0;
const SHEET: u32 = 0x009c;
const FORMAT: u32 = 0x002c;
const CELL_FORMAT: u32 = 0x002f;
const CELL_FORMATS: u32 = 0x0269;
const CELL_FORMATS_END: u32 = 0x026a;
/// No record of a real workbook is longer.
const LONGEST_RECORD: usize = 16 << 20;

pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut package = Package::open(bytes, reading.limits)?;
    let paths = sheet_paths(&mut package)?;
    let formats = formats(&mut package)?;
    reading.check_sheets(paths.len())?;
    let mut workbook = match guarded(|| Workbook::new(Cursor::new(bytes))) {
        Some(Ok(workbook)) => workbook,
        Some(Err(XlsbError::Password)) => return Err(Stop::Encrypted),
        Some(Err(error)) => return Err(Stop::technical(error)),
        None => return Err(Stop::broken(PANICKED)),
    };
    let mut grids: Vec<Grid> = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if grids.iter().any(|grid| grid.name().as_deref() == Some(&sheet.name)) {
            reading.sheet_broken(&sheet.name, "another sheet has the same name", SHEET_LOST);
            continue;
        }
        let path =
            paths.iter().find(|(name, _)| *name == sheet.name).map(|(_, path)| path.as_str());
        let hidden = sheet.visible != SheetVisible::Visible;
        let result = extras(&mut package, path.unwrap_or_default(), &formats).and_then(|extras| {
            let builder = Builder::new(reading.file, Some(&sheet.name), hidden);
            let cells = || cells(&mut workbook, &sheet.name, &formats, extras, builder, reading);
            guarded(cells).unwrap_or_else(|| Err(SheetStop::Sheet(PANICKED.into())))
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

fn cells(
    workbook: &mut Workbook<'_>,
    name: &str,
    formats: &Formats,
    mut extras: Extras,
    mut builder: Builder,
    reading: &mut Reading<'_>,
) -> Result<Grid, SheetStop> {
    let broken = |error: XlsbError| SheetStop::Sheet(super::technical(error));
    let mut reader = workbook.worksheet_cells_reader(name).map_err(broken)?;
    // Failed formulas come behind all other cells.
    if extras.failed.is_empty() {
        builder.let_go(&extras.hidden_rows);
    }
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let Some(value) = value_of(cell.get_value()) else { continue };
        let format = extras.format(cell.get_position(), formats);
        builder.push(reading, cell.get_position(), value, format)?.map_err(SheetStop::Sheet)?;
    }
    drop(reader);
    if extras.has_formulas {
        builder.sums(sums_of(workbook, name).unwrap_or_default());
    }
    for (at, error) in extras.failed {
        builder.push(reading, at, Value::Error(error.into()), None)?.map_err(SheetStop::Sheet)?;
    }
    builder.merge(extras.merged);
    Ok(builder.finish(reading, &extras.hidden_rows))
}

/// Formulas that calamine does not understand are no plain sums; such a sheet just has none.
fn sums_of(workbook: &mut Workbook<'_>, name: &str) -> Option<Vec<Sum>> {
    let mut sums = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(name).ok()?;
    guarded(|| {
        while let Ok(Some(formula)) = reader.next_formula() {
            let (row, column) = formula.get_position();
            let of = sums::of_a1(formula.get_value());
            sums.extend(of.map(|of| Sum { cell: CellRef { row, column }, of }));
        }
    })?;
    Some(sums)
}

/// The code of each cell format that is not "General".
type Formats = Vec<Option<ArcStr>>;

fn formats(package: &mut Package<'_>) -> Result<Formats, Stop> {
    let path = relations::workbook_path(package, "xl/workbook.bin")?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let Some(part) = package.part(&format!("{folder}/styles.bin"))? else { return Ok(Vec::new()) };
    let mut records = Records { part, content: Vec::new() };
    let mut custom: BTreeMap<u16, String> = BTreeMap::new();
    let (mut formats, mut inside) = (Vec::new(), false);
    while let Some(kind) = records.next().map_err(Stop::Broken)? {
        let content = &records.content;
        let short = |at: usize| {
            let two = content.get(at..at + 2).and_then(|two| two.try_into().ok());
            two.map_or(0, u16::from_le_bytes)
        };
        match kind {
            FORMAT => {
                custom.insert(short(0), wide_text(content, 2).0);
            }
            CELL_FORMATS => inside = true,
            CELL_FORMATS_END => inside = false,
            CELL_FORMAT if inside => {
                let code = custom.get(&short(2)).map(String::as_str);
                let code = code.or_else(|| numfmt::built_in(short(2)));
                formats.push(code.filter(|code| *code != "General").map(Into::into));
            }
            _ => {}
        }
    }
    Ok(formats)
}

/// What calamine leaves out.
#[derive(Default)]
struct Extras {
    /// Cells with a number that is not shown as "General": row, column, cell format, in order; and
    /// how many of them have been asked for.
    formats: Vec<(u32, u32, u32)>,
    asked: usize,
    has_formulas: bool,
    failed: Vec<((u32, u32), &'static str)>,
    merged: Vec<Area>,
    hidden_rows: Vec<u32>,
}

impl Extras {
    /// Both go through the cells in the same order.
    fn format(&mut self, at: (u32, u32), formats: &Formats) -> Option<ArcStr> {
        while let Some((row, column, format)) = self.formats.get(self.asked) {
            if (*row, *column) == at {
                return formats.get(*format as usize)?.clone();
            }
            if (*row, *column) > at {
                return None;
            }
            self.asked += 1;
        }
        None
    }
}

fn extras(package: &mut Package<'_>, path: &str, formats: &Formats) -> Result<Extras, SheetStop> {
    let Some(part) = package.part(path)? else {
        return Err(SheetStop::Sheet("its part is missing from the file".into()));
    };
    let mut records = Records { part, content: Vec::new() };
    let mut extras = Extras::default();
    let mut row = 0;
    while let Some(kind) = records.next().map_err(SheetStop::Sheet)? {
        let content = &records.content;
        match kind {
            ROW => {
                row = number(content, 0).unwrap_or(0);
                // fDyZero is the fifth bit of the flags' second byte.
                if content.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    extras.hidden_rows.push(row);
                }
            }
            RK | REAL | NUMBER_FORMULA => {
                extras.has_formulas |= kind == NUMBER_FORMULA;
                let of = |at| number(content, at).unwrap_or(0);
                // The style has 24 bits.
                let (column, format) = (of(0), of(4) & 0x00ff_ffff);
                if formats.get(format as usize).is_some_and(Option::is_some) {
                    extras.formats.push((row, column, format));
                }
            }
            FAILED_FORMULA => {
                let at = (row, number(content, 0).unwrap_or(0));
                extras.failed.push((at, error_text(content.get(8).copied())));
            }
            MERGED => {
                let of = |at| number(content, at).unwrap_or(0);
                let first = CellRef { row: of(0), column: of(8) };
                let last = CellRef { row: of(4), column: of(12) };
                if last.row < MOST_ROWS && last.column < MOST_COLUMNS {
                    extras.merged.push(Area { first, last });
                }
            }
            _ => {}
        }
    }
    extras.formats.sort_unstable();
    extras.hidden_rows.sort_unstable();
    extras.hidden_rows.dedup();
    Ok(extras)
}

fn error_text(code: Option<u8>) -> &'static str {
    match code {
        Some(0x00) => "#NULL!",
        Some(0x07) => "#DIV/0!",
        Some(0x0f) => "#VALUE!",
        Some(0x17) => "#REF!",
        Some(0x1d) => "#NAME?",
        Some(0x24) => "#NUM!",
        _ => "#N/A",
    }
}

fn sheet_paths(package: &mut Package<'_>) -> Result<Vec<(String, String)>, Stop> {
    let path = relations::workbook_path(package, "xl/workbook.bin")?;
    let targets = relations::targets(package, &path)?;
    let Some(part) = package.part(&path)? else { return Ok(Vec::new()) };
    let mut records = Records { part, content: Vec::new() };
    let mut paths = Vec::new();
    while let Some(kind) = records.next().map_err(Stop::Broken)? {
        if kind == SHEET {
            let (id, end) = wide_text(&records.content, 8);
            let (name, _) = wide_text(&records.content, end);
            paths.push((name, targets.get(&id).cloned().unwrap_or_default()));
        }
    }
    Ok(paths)
}

fn number(content: &[u8], at: usize) -> Option<u32> {
    content.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// A text with its length before it, and where it ends.
fn wide_text(content: &[u8], at: usize) -> (String, usize) {
    let length = number(content, at).and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let from = at.saturating_add(4);
    let to = from.saturating_add(length.saturating_mul(2));
    let bytes = content.get(from..to).unwrap_or_default();
    let units: Vec<u16> =
        bytes.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).collect();
    (String::from_utf16_lossy(&units), to)
}

/// The records of a part, one after the other.
struct Records<R> {
    part: R,
    content: Vec<u8>,
}

impl<R: Read> Records<R> {
    /// The next record's kind; its content is in `content`.
    fn next(&mut self) -> Result<Option<u32>, Said> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let kind = if first & 0x80 == 0 {
            u32::from(first)
        } else {
            let second = self.byte()?.ok_or("it is cut off")?;
            u32::from(first & 0x7f) | (u32::from(second & 0x7f) << 7)
        };
        let mut length = 0usize;
        for place in 0..4 {
            let byte = self.byte()?.ok_or("it is cut off")?;
            length |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > LONGEST_RECORD {
            return Err("it has a record of impossible length".into());
        }
        self.content.resize(length, 0);
        self.part.read_exact(&mut self.content).map_err(super::technical)?;
        Ok(Some(kind))
    }

    fn byte(&mut self) -> Result<Option<u8>, Said> {
        let mut one = [0u8];
        match self.part.read(&mut one) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(one[0])),
            Err(error) => Err(super::technical(error)),
        }
    }
}
