//! Book → the bytes of an xlsx file. In: a book that already holds every figure. Out: bytes, the same
//! for the same book. Never a clock, never a figure of its own: a formula carries its stored result.

mod around;
mod body;
mod cells;
mod chart;
mod check;
mod formats;
mod height;
mod long_row;
mod many_rows;
mod markup;
mod note_place;
mod notes;
mod print;
mod text;
mod weave;

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::WriteError;
use crate::book::{Book, Properties, Sheet, TabColour};
use body::Body;
use formats::Formats;

/// A third of the time of the default level, hardly larger; long rows even get smaller than at 3.
const COMPRESSION: u8 = 2;

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        WriteError(error.to_string())
    }
}

/// The bytes of an xlsx file.
///
/// # Errors
/// [`WriteError`] where the book breaks a rule of the format.
pub fn xlsx(book: &Book) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    xlsx_into(book.clone(), &mut bytes)?;
    Ok(bytes)
}

/// The same, written as it is made. Of the book only what is still to be written is kept.
///
/// # Errors
/// [`WriteError`] where the book breaks a rule of the format, or nothing more can be written.
pub fn xlsx_into(mut book: Book, out: &mut (dyn Write + Send)) -> Result<(), WriteError> {
    let (package, bodies) = package(&mut book)?;
    let sheets = (1..).zip(book.sheets).zip(bodies);
    let sheets = sheets.filter_map(|((number, sheet), body)| Some((number, sheet, body?)));
    let sheets: Vec<_> = sheets.collect();
    if sheets.is_empty() {
        return Ok(out.write_all(&package)?);
    }
    weave::weave(&package, sheets, out)
}

/// A book with specimens in the place of rows that are written elsewhere, and for each sheet which these
/// are. Other sheets are the library's to keep, and kept no longer here.
fn package(book: &mut Book) -> Result<(Vec<u8>, Vec<Option<Body>>), WriteError> {
    check::check(book)?;
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    workbook.set_properties(&properties(&book.properties)?);
    let mut formats = Formats::default();
    let mut bodies = Vec::with_capacity(book.sheets.len());
    let front = book.sheets.iter().position(|sheet| !sheet.hidden).unwrap_or(0);
    for (index, sheet) in book.sheets.iter_mut().enumerate() {
        let worksheet = workbook.add_worksheet();
        let body = Body::of(sheet);
        if body.is_none() {
            sheet.unpack();
        }
        lay_out(sheet, body.as_ref(), worksheet, &mut formats)
            .map_err(|error| WriteError(format!("sheet {:?}: {}", sheet.name, error.0)))?;
        if index == front {
            worksheet.set_active(true).set_first_tab(true);
        }
        if body.is_none() {
            sheet.rows = Vec::new();
        }
        bodies.push(body);
    }
    for (name, range) in &book.names {
        workbook.define_name(name, &format!("={}", range.trim_start_matches('=')))?;
    }
    Ok((workbook.save_to_buffer()?, bodies))
}

fn lay_out(
    sheet: &Sheet,
    body: Option<&Body>,
    worksheet: &mut Worksheet,
    formats: &mut Formats,
) -> Result<(), WriteError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_hidden(sheet.hidden);
    worksheet.set_screen_gridlines(sheet.gridlines);
    worksheet.set_tab_color(match sheet.tab {
        TabColour::Answer => formats::INK,
        TabColour::Detail => formats::PALE_INK,
        TabColour::Attention => formats::AMBER,
        TabColour::Method => formats::RULE,
    });
    // Every formula brings its result; the usual "0" would turn an empty one into nothing spent.
    worksheet.set_formula_result_default("");
    around::columns(sheet, worksheet)?;
    // Tables write their headings; the cells come after, so that a heading keeps its own look.
    around::tables(sheet, body, worksheet)?;
    cells::write(sheet, body, worksheet, formats)?;
    match body {
        Some(body) if notes::in_body(sheet, body) => notes::insert_specimen(sheet, worksheet)?,
        _ => notes::insert(sheet, worksheet)?,
    }
    // The library counts a row with a height from the first column that is known by then.
    around::rows(sheet, body, worksheet)?;
    around::conditions(sheet, worksheet)?;
    around::validations(sheet, worksheet)?;
    print::set_up(sheet, worksheet)?;
    around::protect(sheet, worksheet);
    for chart in &sheet.charts {
        chart::insert(chart, worksheet)?;
    }
    let (rows, columns) = sheet.freeze;
    if (rows, columns) != (0, 0) {
        worksheet.set_freeze_panes(rows, columns)?;
    }
    Ok(())
}

/// The day stands fixed: the library's own default is the moment of writing, and bytes would differ.
fn properties(properties: &Properties) -> Result<DocProperties, WriteError> {
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let created = properties.created.and_then(cells::excel_date).unwrap_or(fixed);
    Ok(DocProperties::new()
        .set_title(text::clean(&properties.title.shown()))
        .set_subject(text::clean(&properties.subject.shown()))
        .set_author("earmark")
        .set_creation_datetime(&created))
}
