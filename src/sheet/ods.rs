//! OpenDocument spreadsheets. In: the package's bytes. Out: one grid for each sheet. calamine reads
//! such a file at once, lays repeated cells out, and never ends on a part that is cut off; so the
//! part is walked through first, which also gives merged areas and hidden rows.

use std::collections::BTreeMap;
use std::io::{BufRead, Cursor};

use calamine::{Ods, OdsError, Reader as _, SheetVisible};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Stop;
use super::builder::{Builder, MOST_COLUMNS, MOST_ROWS, Reading, SHEET_LOST};
use super::grid::{Area, Grid, Value};
use super::guard::guarded;
use super::package::Package;
use super::relations::attribute;
use super::value::is_error_text;
use super::xls;
use super::xlsx::PANICKED;
use crate::model::CellRef;

/// One element that says it stands for more spaces than this is a trap.
const MOST_SPACES: u64 = 100_000;

pub(super) fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let mut package = Package::open(bytes, reading.limits)?;
    // calamine would see this only after it has failed to read the encrypted content.
    if package.text("META-INF/manifest.xml", 1 << 20)?.contains("encryption-data") {
        return Err(Stop::Encrypted);
    }
    let tables = match package.part("content.xml")? {
        Some(part) => walk(part, reading)?,
        None => return Err(Stop::broken("its content is missing")),
    };
    reading.check_sheets(tables.len())?;
    let mut workbook = match guarded(|| Ods::new(Cursor::new(bytes))) {
        Some(Ok(workbook)) => workbook,
        Some(Err(OdsError::Password)) => return Err(Stop::Encrypted),
        Some(Err(OdsError::CellLimitExceeded { .. })) => return Err(reading.too_many_cells()),
        Some(Err(error)) => return Err(Stop::broken(error)),
        None => return Err(Stop::broken(PANICKED)),
    };
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    let sheets = workbook.sheets_metadata().to_vec();
    for sheet in &sheets {
        *named.entry(sheet.name.clone()).or_default() += 1;
    }
    let mut grids = Vec::new();
    for sheet in sheets {
        if named.get(&sheet.name).is_some_and(|times| *times > 1) {
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
        if let Err(problem) = xls::fill(&mut builder, &values, &formulas, reading)? {
            reading.sheet_broken(&sheet.name, problem, SHEET_LOST);
            continue;
        }
        let table = tables.iter().find(|table| table.name == sheet.name);
        let mut hidden_rows: &[u32] = &[];
        if let Some(table) = table {
            builder.merge(table.merged.iter().copied());
            hidden_rows = &table.hidden_rows;
        }
        let mut grid = builder.finish(reading, hidden_rows);
        mark_errors(&mut grid, &formulas);
        grids.push(grid);
    }
    Ok(grids)
}

/// Failed formulas arrive as text.
fn mark_errors(grid: &mut Grid, formulas: &calamine::Range<String>) {
    for row in &mut grid.rows {
        for cell in &mut row.cells {
            let formula = formulas.get_value((row.index, cell.column));
            if let Value::Text(text) = &cell.value
                && is_error_text(text)
                && formula.is_some_and(|formula| !formula.is_empty())
            {
                cell.value = Value::Error(text.clone());
            }
        }
    }
}

/// What the walk learns of one sheet.
#[derive(Default)]
struct Table {
    name: String,
    merged: Vec<Area>,
    hidden_rows: Vec<u32>,
    row: u64,
    column: u64,
    /// Rows up to the last one with content, and columns likewise: what calamine lays out.
    used: (u64, u64),
    /// Columns of this row that are laid out already.
    counted: u64,
    row_repeats: u64,
}

/// Reads the part to its end, and refuses what calamine cannot bear.
fn walk(part: impl BufRead, reading: &Reading<'_>) -> Result<Vec<Table>, Stop> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut depth = 0u64;
    let (mut cells, mut text_bytes, mut area) = (0u64, 0u64, 0u64);
    let mut repeats = 1u64;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(Stop::broken)? {
            Event::Start(e) => {
                depth += 1;
                match e.name().as_ref() {
                    "table:table" => tables.push(Table {
                        name: attribute(&e, "name").unwrap_or_default(),
                        ..Table::default()
                    }),
                    "table:table-row" => {
                        if let Some(table) = tables.last_mut() {
                            table.start_row(&e);
                        }
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        if let Some(table) = tables.last_mut() {
                            let (laid_out, each) = table.cell(&e);
                            cells = cells.saturating_add(laid_out);
                            repeats = each;
                        }
                    }
                    "text:s" if count(&e, "c") > MOST_SPACES => {
                        return Err(Stop::broken("it has a cell of impossibly many spaces"));
                    }
                    _ => {}
                }
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                if e.name().as_ref() == "table:table-row"
                    && let Some(table) = tables.last_mut()
                {
                    table.row = table.row.saturating_add(table.row_repeats);
                }
                if e.name().as_ref() == "table:table"
                    && let Some(table) = tables.last()
                {
                    area = area.saturating_add(table.used.0.saturating_mul(table.used.1));
                }
            }
            Event::Text(text) => {
                let length = text.len() as u64;
                text_bytes = text_bytes.saturating_add(length.saturating_mul(repeats));
            }
            Event::Eof => break,
            _ => {}
        }
        if cells > reading.limits.cells || area > reading.limits.cells {
            return Err(reading.too_many_cells());
        }
        if text_bytes > reading.limits.unzipped_bytes {
            let limit = format!("{} MB unpacked", reading.limits.unzipped_bytes >> 20);
            let key = Some("unzipped-megabytes");
            return Err(Stop::too_large("the content of the file", limit, key));
        }
    }
    if depth != 0 {
        return Err(Stop::broken("its content is cut off"));
    }
    for table in &mut tables {
        table.hidden_rows.sort_unstable();
    }
    Ok(tables)
}

fn count(element: &BytesStart<'_>, name: &str) -> u64 {
    attribute(element, name).map_or(1, |text| text.trim().parse().unwrap_or(u64::MAX))
}

impl Table {
    fn start_row(&mut self, element: &BytesStart<'_>) {
        self.row_repeats = count(element, "number-rows-repeated").min(u64::from(MOST_ROWS));
        self.column = 0;
        self.counted = 0;
        let shown = attribute(element, "visibility").is_none_or(|word| word == "visible");
        // Long runs of hidden rows are the empty ones behind the table.
        if !shown && self.row_repeats < 10_000 {
            let rows = self.row..self.row.saturating_add(self.row_repeats);
            self.hidden_rows.extend(rows.filter_map(|row| u32::try_from(row).ok()));
        }
    }

    /// How many cells calamine lays out for this element, and how often its text is copied.
    fn cell(&mut self, element: &BytesStart<'_>) -> (u64, u64) {
        let repeats = count(element, "number-columns-repeated").min(u64::from(MOST_COLUMNS));
        let (rows, columns) =
            (count(element, "number-rows-spanned"), count(element, "number-columns-spanned"));
        if (rows > 1 || columns > 1)
            && let (Ok(row), Ok(column)) = (u32::try_from(self.row), u32::try_from(self.column))
            && row < MOST_ROWS
            && column < MOST_COLUMNS
        {
            let last = |start: u32, span: u64, most: u32| {
                let span = u32::try_from(span.saturating_sub(1)).unwrap_or(most);
                start.saturating_add(span).min(most - 1)
            };
            let last = CellRef {
                row: last(row, rows, MOST_ROWS),
                column: last(column, columns, MOST_COLUMNS),
            };
            self.merged.push(Area { first: CellRef { row, column }, last });
        }
        let has_content = element.attributes().with_checks(false).flatten().any(|attribute| {
            matches!(attribute.key.local_name().as_ref(), "value-type" | "formula")
        });
        // Blank cells are laid out only where content follows them.
        self.column = self.column.saturating_add(repeats);
        if !has_content {
            return (0, 1);
        }
        let laid_out = self.column - self.counted;
        self.counted = self.column;
        self.used.0 = self.row.saturating_add(self.row_repeats);
        self.used.1 = self.used.1.max(self.column);
        (laid_out, repeats.saturating_mul(self.row_repeats))
    }
}
