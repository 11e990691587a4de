//! Web pages: what banks, treasuries and Excel itself save under the name .xls. In: the page's text.
//! Out: one grid for each table, with the lines above it. Addresses are those of a sheet that holds
//! these lines and the table below them. Never runs, fetches or follows anything.

mod page;
mod styles;
mod table;
mod text;

use arcstr::ArcStr;

use super::builder::{Builder, Reading, SHEET_LOST};
use super::cell::Value;
use super::encoding::Decoded;
use super::foreign::SAVE_AS_XLSX;
use super::grid::{Area, Grid, Sum};
use super::value::{date_of_serial, is_error_text, number_text};
use super::{Stop, numfmt, sums};
use crate::model::CellRef;
use page::{Found, Page};
use table::TableCell;

/// No sheet has more merged areas than this and is still read by people.
const MOST_AREAS: usize = 200_000;

/// Reads a page, or several that belong to one file.
pub(super) fn read(pages: &[Decoded], reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut found = Vec::new();
    let (mut names, mut title, mut frames) = (Vec::new(), None, false);
    for decoded in pages {
        let mut page = Page::new(reading.limits);
        page.read(&decoded.text)?;
        names.append(&mut page.sheets);
        title = title.or_else(|| page.title.take());
        frames |= page.frames;
        found.append(&mut page.finish());
    }
    if found.is_empty() && frames {
        return Err(Stop::Unreadable(
            "the first page of a workbook that was saved as several web pages; its sheets are in the folder beside it",
            SAVE_AS_XLSX,
        ));
    }
    if found.is_empty() {
        return Err(Stop::Unreadable(
            "a web page without a table, perhaps the page of a login or of an error that was saved instead of the file",
            "download the sheet again where you can log in, open it in Excel to see that the table is there, and send it as an Excel workbook (*.xlsx)",
        ));
    }
    let count = found.len();
    let mut grids = Vec::new();
    for (index, table) in found.into_iter().enumerate() {
        let sheet = names.get(index).filter(|_| names.len() == count);
        let name = match (sheet, count, &title) {
            (Some((name, _)), ..) => Some(name.clone()),
            (None, 1, title) => title.clone(),
            _ => Some(format!("Table {}", index + 1)),
        };
        let hidden = sheet.is_some_and(|(_, hidden)| *hidden);
        grids.extend(grid(table, name.as_deref(), hidden, reading)?);
    }
    Ok(grids)
}

fn grid(
    found: Found,
    name: Option<&str>,
    hidden: bool,
    reading: &mut Reading<'_>,
) -> Result<Option<Grid>, Stop> {
    let Found { above, mut table, below } = found;
    let top = number_of(above.len());
    let mut builder = Builder::new(reading.file, name, hidden);
    let mut problem = None;
    let mut put = |at, value, format, reading: &mut Reading<'_>| -> Result<(), Stop> {
        problem = builder.push(reading, at, value, format)?.err().or(problem.take());
        Ok(())
    };
    for (row, line) in above.into_iter().enumerate() {
        for (column, text) in line.into_iter().enumerate() {
            put((number_of(row), number_of(column)), text_value(&text), None, reading)?;
        }
    }
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
    let (mut merged, mut sums) = (Vec::new(), Vec::new());
    for cell in &table.cells {
        let (row, column) = (top.saturating_add(cell.row), cell.column);
        if let Some(value) = value(cell) {
            put((row, column), value, cell.tag.format.clone(), reading)?;
        }
        if (cell.tag.rows > 1 || cell.tag.columns > 1) && merged.len() < MOST_AREAS {
            let bottom = cell.row.saturating_add(cell.tag.rows).min(table.rows.max(cell.row + 1));
            let last = CellRef {
                row: top.saturating_add(bottom - 1),
                column: column.saturating_add(cell.tag.columns - 1),
            };
            merged.push(Area { first: CellRef { row, column }, last });
        }
        // Excel's own pages hold the sheet from its first cell on.
        if top == 0
            && let Some(of) = cell.tag.formula.as_deref().and_then(sums::of_a1)
        {
            sums.push(Sum { cell: CellRef { row, column }, of });
        }
    }
    for (row, line) in below.into_iter().enumerate() {
        let row = top.saturating_add(table.rows).saturating_add(number_of(row));
        for (column, text) in line.into_iter().enumerate() {
            put((row, number_of(column)), text_value(&text), None, reading)?;
        }
    }
    if let Some(problem) = problem {
        reading.sheet_broken(name.unwrap_or_default(), problem, SHEET_LOST);
        return Ok(None);
    }
    builder.merge(merged);
    builder.sums(sums);
    let mut rows: Vec<u32> = table.hidden_rows.iter().map(|row| top.saturating_add(*row)).collect();
    rows.sort_unstable();
    Ok(Some(builder.finish(reading, &rows)))
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn text_value(text: &str) -> Value {
    Value::Text(text.into())
}

/// The exact number where the page has it; what is shown goes the way of a csv file's text.
fn value(cell: &TableCell) -> Option<Value> {
    let (tag, text) = (&cell.tag, cell.text.as_str());
    if tag.error || is_error_text(text) {
        return Some(Value::Error(if text.is_empty() { "#N/A" } else { text }.into()));
    }
    if let Some(boolean) = &tag.boolean {
        return Some(Value::Bool(boolean.eq_ignore_ascii_case("true") || boolean == "1"));
    }
    let exact = tag.number.as_deref().map(|number| if number.is_empty() { text } else { number });
    if let Some(number) = exact.and_then(number_text) {
        let is_date = tag.format.as_deref().is_some_and(numfmt::is_date);
        return Some(if is_date { date_of_serial(number) } else { Value::Number(number) });
    }
    if text.is_empty() {
        return tag.formula.is_some().then_some(Value::NotCalculated);
    }
    // Only the thousands are shown, and the rest is not in the file: no amount that may be counted.
    let scaled = tag.format.as_deref().is_some_and(numfmt::scales);
    let shown = if scaled && text.contains(|c: char| c.is_ascii_digit()) {
        ArcStr::from(format!("{text} (shown in thousands only)"))
    } else {
        ArcStr::from(text)
    };
    Some(Value::Text(shown))
}
