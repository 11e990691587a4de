//! Excel workbooks (xlsx, xlsm). In: the package's bytes. Out: one grid for each sheet, its cells
//! streamed by calamine, the rest from `marks`, where `usual` does not give both in one. A sheet that fails
//! does not take the others with it.

use std::io::{BufRead, Cursor, Read, Seek};

use arcstr::ArcStr;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::Stop;
use super::builder::{Builder, Reading, SHEET_LOST};
use super::cell::Value;
use super::grid::Grid;
use super::guard::guarded;
use super::marks::{self, Marks};
use super::mend;
use super::package::Package;
use super::relations;
use super::texts::MetTexts;
use super::usual;
use super::value::value_of;
use crate::language::Said;
use crate::model::CellRef;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// What stops one sheet.
pub(super) enum SheetStop {
    /// This sheet only.
    Sheet(Said),
    /// The whole file.
    File(Stop),
}

impl From<Stop> for SheetStop {
    fn from(stop: Stop) -> Self {
        SheetStop::File(stop)
    }
}

/// Some writers state too many texts; room for so many more does no harm.
const SPARE_STRINGS: u64 = 1_000_000;

pub(super) const PANICKED: &str = "its content is damaged";

pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut package = Package::open(bytes, reading.limits)?;
    check_shared_strings(&mut package)?;
    let paths = relations::sheets(&mut package)?;
    reading.check_sheets(paths.len())?;
    let mut frame = usual::Frame::of(bytes, &mut package, &paths);
    let mut workbook = None;
    let sheets = match &frame {
        Some(frame) => frame.sheets.clone(),
        None => workbook.insert(opened(bytes)?).sheets_metadata().to_vec(),
    };
    let mut grids: Vec<Grid> = Vec::new();
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if grids.iter().any(|grid| grid.name().as_deref() == Some(&sheet.name)) {
            reading.sheet_broken(&sheet.name, "another sheet has the same name", SHEET_LOST);
            continue;
        }
        let path = paths.iter().find(|(name, _)| *name == sheet.name);
        let path = path.map(|(_, path)| path.as_str()).unwrap_or_default();
        let hidden = sheet.visible != SheetVisible::Visible;
        if let Some(frame) = &frame {
            let before = reading.state();
            let part = cells_part(&mut package, path).ok();
            match part.and_then(|part| usual::grid(frame, part, &sheet.name, hidden, reading)) {
                Some(grid) => {
                    grids.push(grid);
                    continue;
                }
                None => reading.back_to(before),
            }
        }
        // What is in memory of the texts has no more use.
        frame = None;
        let workbook = match &mut workbook {
            Some(workbook) => workbook,
            None => workbook.insert(opened(bytes)?),
        };
        let result = marks_of(&mut package, path).and_then(|marks| {
            let wanted = Wanted { name: &sheet.name, hidden, marks };
            if let Some(cell) = wanted.marks.in_pieces {
                let problem =
                    Said::new("the number in cell {cell} is in pieces").with("cell", cell);
                return wanted.mended_cells(bytes, path, problem, reading);
            }
            let before = reading.state();
            let problem = match guarded(|| wanted.cells(workbook, reading)) {
                Some(Err(SheetStop::Sheet(problem))) => problem,
                Some(result) => return result,
                None => PANICKED.into(),
            };
            reading.back_to(before);
            wanted.mended_cells(bytes, path, problem, reading)
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

fn opened(bytes: &[u8]) -> Result<Workbook<'_>, Stop> {
    match guarded(|| Workbook::new(Cursor::new(bytes))) {
        Some(Ok(workbook)) => Ok(workbook),
        Some(Err(XlsxError::Password)) => Err(Stop::Encrypted),
        Some(Err(error)) => Err(Stop::technical(error)),
        None => Err(Stop::broken(PANICKED)),
    }
}

/// The formats of a workbook, where they are not "General".
pub(super) fn format_codes(styles: &[Style]) -> Vec<Option<ArcStr>> {
    let codes = styles.iter().map(|style| Some(style.number_format.as_ref()?.format_code.as_str()));
    codes.map(|code| code.filter(|code| *code != "General").map(Into::into)).collect()
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
        if digits.parse::<u64>().is_ok_and(|count| count > size / 5 + SPARE_STRINGS)
            || digits.len() > 18
        {
            return Err(Stop::broken(
                "its table of texts says that it has more texts than it can hold",
            ));
        }
    }
    Ok(())
}

fn marks_of(package: &mut Package<'_>, path: &str) -> Result<Marks, SheetStop> {
    if let Some(marks) = usual::marks(cells_part(package, path)?) {
        return Ok(marks);
    }
    let marks = marks::read(cells_part(package, path)?).map_err(SheetStop::Sheet)?;
    match marks.fault {
        Some((cell, why)) => Err(SheetStop::Sheet(
            Said::new("cell {cell} cannot be read: {why}").with("cell", cell).with("why", why),
        )),
        None => Ok(marks),
    }
}

/// The part of a sheet.
fn cells_part(package: &mut Package<'_>, path: &str) -> Result<impl BufRead, SheetStop> {
    let Some(mut part) = package.part(path)? else {
        return Err(SheetStop::Sheet("its part is missing from the file".into()));
    };
    let start = part.fill_buf().map_err(|error| SheetStop::Sheet(super::technical(error)))?;
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Err(SheetStop::Sheet("its part is stored in UTF-16".into()));
    }
    Ok(part)
}

/// One sheet, and what is known of it before its cells are read.
struct Wanted<'a> {
    name: &'a str,
    hidden: bool,
    marks: Marks,
}

impl Wanted<'_> {
    fn cells(
        &self,
        workbook: &mut Xlsx<impl Read + Seek>,
        reading: &mut Reading<'_>,
    ) -> Result<Grid, SheetStop> {
        let broken = |error: XlsxError| SheetStop::Sheet(super::technical(error));
        let mut builder = Builder::new(reading.file, Some(self.name), self.hidden);
        builder.let_go(&self.marks.hidden_rows);
        let mut reader = workbook.worksheet_cells_reader(self.name).map_err(broken)?;
        let formats = format_codes(reader.styles());
        let mut met = MetTexts::default();
        let (mut with_content, mut blank) = (0u64, 0u64);
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
            let (row, column) = cell.get_position();
            let at = CellRef { row, column };
            let is_in = |list: &[CellRef]| list.binary_search(&at).is_ok();
            let (value, known) = match cell.get_value() {
                DataRef::SharedString(text) => (met.value(text, reading), true),
                other => (value_of(other), false),
            };
            let value = match value {
                Some(Value::Text(text)) if is_in(&self.marks.errors) => Value::Error(text),
                Some(value) => value,
                None if is_in(&self.marks.not_calculated) => Value::NotCalculated,
                None => {
                    blank += 1;
                    if blank > reading.limits.cells.saturating_mul(2) {
                        return Err(reading.too_many_cells().into());
                    }
                    continue;
                }
            };
            with_content += 1;
            let format = formats.get(style).cloned().flatten();
            let at = (row, column);
            if known {
                builder.push_known(reading, at, value, format)?.map_err(SheetStop::Sheet)?;
            } else {
                builder.push(reading, at, value, format)?.map_err(SheetStop::Sheet)?;
            }
        }
        finished(builder, self.name, &self.marks, with_content, reading)
    }

    /// The second try; where it fails too, the first problem is the one to report.
    fn mended_cells(
        &self,
        bytes: &[u8],
        path: &str,
        problem: Said,
        reading: &mut Reading<'_>,
    ) -> Result<Grid, SheetStop> {
        let lost = || SheetStop::Sheet(problem.clone());
        let before = reading.state();
        let mended = mend::with_mended(bytes, path).map_err(|_| lost())?;
        let grid = guarded(|| {
            let mut workbook = Xlsx::new(Cursor::new(mended)).map_err(|_| lost())?;
            self.cells(&mut workbook, reading)
        });
        match grid {
            Some(Err(SheetStop::Sheet(_))) | None => {
                reading.back_to(before);
                Err(lost())
            }
            Some(result) => result,
        }
    }
}

/// The grid of a sheet whose cells were read.
pub(super) fn finished(
    mut builder: Builder,
    name: &str,
    marks: &Marks,
    with_content: u64,
    reading: &mut Reading<'_>,
) -> Result<Grid, SheetStop> {
    if with_content == 0 && marks.filled > 0 {
        return Err(SheetStop::Sheet(PANICKED.into()));
    }
    if marks.unfinished {
        let effect = "its cells are counted; merged areas may be missing";
        reading.sheet_broken(name, "the part behind its cells is damaged", effect);
    }
    builder.merge(marks.merged.iter().copied());
    builder.sums(marks.sums.clone());
    Ok(builder.finish(reading, &marks.hidden_rows))
}
