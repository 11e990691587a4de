//! Sheets that are lists: one table, its totals, what stands above it, and nothing else. In: a package and the
//! path of a sheet's part. Out: the headings of its table, and the sheet without the rows below them; nothing
//! where it is not sure that the sheet is such a list.

use std::io::{BufRead, Read as _};

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::grid::Area;
use super::marks::area;
use super::package::Package;
use super::relations::{self, attribute};

/// A shorter list is read as quickly as it is left out.
const MANY: u32 = 1_000;
/// So many rows of totals may stand below the table.
const TOTALS: u32 = 2;
/// The part of no table is larger.
const MOST_OF_TABLE: u64 = 1 << 20;
/// What stands above a list takes no more.
const MOST_ABOVE: u64 = 256 << 10;

/// The table of a sheet.
pub(super) struct Table {
    pub(super) headings: Vec<String>,
    /// With the row of headings.
    pub(super) area: Area,
}

/// The one table of a sheet, where it is long.
pub(super) fn table(package: &mut Package<'_>, path: &str) -> Option<Table> {
    let mut tables = relations::of_kind(package, path, "/table").ok()?.into_iter();
    let part = tables.next().filter(|_| tables.next().is_none())?;
    let text = package.text(&part, MOST_OF_TABLE).ok()?;
    let mut reader = Reader::from_str(&text);
    let (mut place, mut headings) = (None, Vec::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "table" if attribute(&e, "headerRowCount").is_none_or(|count| count == "1") => {
                    place = area(&attribute(&e, "ref")?);
                }
                "tableColumn" => headings.push(attribute(&e, "name")?),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let area = place.filter(|area| area.last.row.saturating_sub(area.first.row) >= MANY)?;
    Some(Table { headings, area })
}

/// The part of a sheet up to the headings of its table; nothing where the sheet says, or may say, that something
/// stands beside the table or below its totals.
pub(super) fn head(part: &mut dyn BufRead, table: &Area) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    part.take(MOST_ABOVE).read_to_end(&mut head).ok()?;
    let cells = memmem::find(&head, b"<sheetData>")?;
    let dimension = value(head.get(..cells)?, b"<dimension ref=\"").and_then(area)?;
    let columns = table.first.column..=table.last.column;
    let inside =
        columns.contains(&dimension.first.column) && columns.contains(&dimension.last.column);
    if !inside || dimension.last.row > table.last.row.saturating_add(TOTALS) {
        return None;
    }
    let rows = memmem::find_iter(head.get(cells..)?, b"<row ").map(|at| cells + at);
    for at in rows {
        let tag = head.get(at..)?.split(|byte| *byte == b'>').next()?;
        let number: u32 = value(tag, b" r=\"")?.parse().ok()?;
        // Numbers count from one.
        if number > table.first.row + 1 {
            head.truncate(at);
            // A comment may hold what looks like a row.
            let plain = memmem::find(&head, b"<!").is_none()
                && memmem::find(&head, b"<worksheet").is_some();
            head.extend_from_slice(b"</sheetData></worksheet>");
            return plain.then_some(head);
        }
    }
    None
}

/// What stands behind the first place where something begins, up to the next quotation mark.
fn value<'a>(text: &'a [u8], begins: &[u8]) -> Option<&'a str> {
    let start = memmem::find(text, begins)? + begins.len();
    let value = text.get(start..)?.split(|byte| *byte == b'"').next()?;
    std::str::from_utf8(value).ok()
}
