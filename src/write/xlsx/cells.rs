//! Cells with their formats, links and merged spans. Text goes in as text, whatever it starts
//! with; a number goes in as the float of its decimal text, which keeps every cent up to 10¹³ €.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, IgnoreError, Worksheet};

use super::body::Body;
use super::formats::Formats;
use super::text;
use crate::book::{Cell, Content, Link, Result as Computed, Row, Sheet, Table};
use crate::model::{CellRef, Date};
use crate::write::WriteError;

/// The most links Excel keeps on a sheet. What is beyond stays text: a click less, not a workbook less.
pub(super) const MOST_LINKS: usize = 65_530;

/// What a program shows of a link where the cell itself says nothing.
pub(super) const LINKED: &str = "→";

/// Writes the cells of a sheet, and in the place of rows that are written elsewhere a cell for each of
/// their formats.
pub(super) fn write(
    sheet: &Sheet,
    body: Option<&Body>,
    worksheet: &mut Worksheet,
    formats: &mut Formats,
) -> Result<(), WriteError> {
    let is_here = |(row, _): &(u32, &Row)| body.is_none_or(|body| !body.has(*row));
    let (above, below): (Vec<_>, Vec<_>) = sheet
        .held()
        .filter(is_here)
        .partition(|(row, _)| body.is_none_or(|body| *row < body.first));
    let mut links = 0;
    some(sheet, above, &mut links, worksheet, formats)?;
    if let Some(body) = body {
        for (column, key) in (0..).zip(&body.keys) {
            worksheet.write_blank(body.first, column, formats.told_by(key.clone()))?;
        }
        links += body.have.links;
    }
    some(sheet, below, &mut links, worksheet, formats)?;
    // Document numbers and codes are text on purpose; the green corners would say otherwise.
    let right = area(sheet).map_or(0, |(_, (_, right))| right);
    let bottom = sheet.height().saturating_sub(1);
    worksheet.ignore_error_range(0, 0, bottom, right, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

/// How many cells of some rows lead somewhere.
pub(super) fn links<'a>(rows: impl IntoIterator<Item = &'a Row>) -> usize {
    let cells = rows.into_iter().flat_map(|row| &row.cells);
    cells.filter(|(_, cell)| cell.more.link.is_some()).count()
}

/// The last column that a cell takes.
fn end((column, cell): &(u16, Cell)) -> u16 {
    column.saturating_add(cell.more.span.max(1) - 1)
}

/// The corners of the area of a sheet that has cells, each (row, column); long rows are as wide as the
/// headings above them.
pub(super) fn area(sheet: &Sheet) -> Option<((u32, u16), (u32, u16))> {
    let held = sheet.held().flat_map(|(row, line)| {
        line.cells.iter().map(move |cell| {
            let bottom = row.saturating_add(cell.1.more.rows.max(1) - 1);
            ((row, cell.0), (bottom, end(cell)))
        })
    });
    let packed = sheet.many_packed().and_then(|many| many.have().corners);
    let (mut first, mut last) = held.chain(packed).reduce(|(first, last), (upper, lower)| {
        let first = (first.0.min(upper.0), first.1.min(upper.1));
        (first, (last.0.max(lower.0), last.1.max(lower.1)))
    })?;
    if let Some(long) = sheet.long.as_ref().filter(|long| long.count > 0) {
        first.0 = first.0.min(long.first);
        last.0 = last.0.max(long.first.saturating_add(long.count - 1));
    }
    Some((first, last))
}

/// Writes some rows; `links` counts those of the sheet so far.
fn some(
    sheet: &Sheet,
    rows: Vec<(u32, &Row)>,
    links: &mut usize,
    worksheet: &mut Worksheet,
    formats: &mut Formats,
) -> Result<(), WriteError> {
    for (row, line) in rows {
        for (column, cell) in &line.cells {
            let column = *column;
            let ruled = sheet.tables.iter().any(|table| covers(table, row, column));
            let format = formats.of(cell, ruled);
            if cell.more.span > 1 || cell.more.rows > 1 {
                let right = column + (cell.more.span.max(1) - 1);
                worksheet.merge_range(
                    row,
                    column,
                    row + (cell.more.rows.max(1) - 1),
                    right,
                    "",
                    format,
                )?;
            }
            if let Some(link) = cell.more.link.as_ref().filter(|_| *links < MOST_LINKS) {
                *links += 1;
                let target = format!("internal:{}", location(link));
                worksheet.write_url_with_text(row, column, target.as_str(), LINKED)?;
            }
            let heading = sheet.tables.iter().any(|table| {
                table.first.0 == row && (table.first.1..=table.last.1).contains(&column)
            });
            content(worksheet, row, column, cell, format, heading)?;
        }
    }
    Ok(())
}

pub(super) fn covers(table: &Table, row: u32, column: u16) -> bool {
    (table.first.0..=table.last.0).contains(&row)
        && (table.first.1..=table.last.1).contains(&column)
}

fn content(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
    heading: bool,
) -> Result<(), WriteError> {
    match &cell.content {
        Content::Empty => {
            worksheet.write_blank(row, column, format)?;
        }
        Content::Text(words) => words_of(worksheet, row, column, words, format, heading)?,
        Content::Said(said) => words_of(worksheet, row, column, &said.shown(), format, heading)?,
        Content::Money(amount) => {
            worksheet.write_number_with_format(row, column, float(&amount.to_string())?, format)?;
        }
        Content::Ratio(ratio) => {
            worksheet.write_number_with_format(row, column, float(&plain(ratio))?, format)?;
        }
        Content::Count(count) => {
            worksheet.write_number_with_format(row, column, float(&count.to_string())?, format)?;
        }
        Content::Date(date) => match excel_date(*date) {
            Some(day) => {
                worksheet.write_datetime_with_format(row, column, &day, format)?;
            }
            // Days before 1900 have no number; they stay readable.
            None => write_text(worksheet, row, column, &date.to_string(), format)?,
        },
        Content::Number(number) => {
            worksheet.write_number_with_format(row, column, float(&plain(number))?, format)?;
        }
        Content::Truth(is) => {
            worksheet.write_boolean_with_format(row, column, *is, format)?;
        }
        Content::Formula(formula, computed) => {
            let result = result(computed);
            if matches!(computed, Computed::Text(_) | Computed::Said(_)) && misread(&result) {
                return write_text(worksheet, row, column, &result, format);
            }
            let formula = Formula::new(formula).set_result(result);
            worksheet.write_formula_with_format(row, column, formula, format)?;
        }
    }
    Ok(())
}

/// The result that is stored with a formula, as text.
pub(super) fn result(computed: &Computed) -> String {
    match computed {
        Computed::Money(amount) => amount.to_string(),
        Computed::Ratio(ratio) => plain(ratio),
        Computed::Count(count) => count.to_string(),
        Computed::Text(words) => text::for_cell(words).into_owned(),
        Computed::Said(said) => text::for_cell(&said.shown()).into_owned(),
    }
}

/// A text; one that is a table's heading stands on one line.
fn words_of(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &str,
    format: &Format,
    heading: bool,
) -> Result<(), WriteError> {
    if heading {
        worksheet.write_string_with_format(row, column, text::heading(words), format)?;
        return Ok(());
    }
    write_text(worksheet, row, column, words, format)
}

/// The writer tells the type of a stored result by its text. A text it would store as a number, a
/// truth value or an error is written as plain text instead of with its formula.
pub(super) fn misread(words: &str) -> bool {
    words.parse::<f64>().is_ok() || words.starts_with('#') || matches!(words, "TRUE" | "FALSE")
}

fn write_text(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    words: &str,
    format: &Format,
) -> Result<(), WriteError> {
    let words = text::for_cell(words);
    if words.is_empty() {
        worksheet.write_blank(row, column, format)?;
    } else if text::looks_raw(&words) {
        // Such a text would go into the file as it stands; in two runs it is escaped.
        let usual = Format::new();
        let (first, rest) = words.split_at(1);
        let runs = [(&usual, first), (&usual, rest)];
        worksheet.write_rich_string_with_format(row, column, &runs, format)?;
    } else {
        worksheet.write_string_with_format(row, column, words, format)?;
    }
    Ok(())
}

/// The float whose shortest text is the number: what a reader of the file gets back.
fn float(number: &str) -> Result<f64, WriteError> {
    number.parse().map_err(|_| WriteError(format!("{number:?} is no number")))
}

pub(super) fn plain(ratio: &Decimal) -> String {
    ratio.normalize().to_string()
}

/// A day as the format counts it; none before 1900 and after 9999.
pub(super) fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// Where a link leads.
pub(super) fn location(link: &Link) -> String {
    let cell = CellRef { row: link.row, column: u32::from(link.column) };
    format!("'{}'!{cell}", link.sheet.replace('\'', "''"))
}
