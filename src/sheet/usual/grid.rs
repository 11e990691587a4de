//! A sheet of a workbook whose frame is known. In: the sheet's part as a stream. Out: its grid; nothing where
//! anything in it is out of the ordinary, also what would be a fault or beyond a limit: what to say of that
//! the exact reader knows.

use std::io::BufRead;

use memchr::memmem;

use super::cells::{Cell, Cells, Is, up_to_cells};
use super::frame::Frame;
use super::markup::{Held, is_utf8, meant};
use crate::sheet::builder::{Builder, Reading};
use crate::sheet::cell::Value;
use crate::sheet::grid::Grid;
use crate::sheet::marks::address;
use crate::sheet::texts::MetTexts;
use crate::sheet::value::{is_error_value, written_number};
use crate::sheet::xlsx::finished;

/// Reads one sheet. Where that gives nothing, the reading has to be put back to where it stood.
pub(in crate::sheet) fn grid(
    frame: &Frame,
    mut part: impl BufRead,
    name: &str,
    hidden: bool,
    reading: &mut Reading<'_>,
) -> Option<Grid> {
    let (head, mut window) = up_to_cells(&mut part)?;
    if !is_usual(&head) {
        return None;
    }
    let mut builder = Builder::new(reading.file, Some(name), hidden);
    builder.let_go(&[]);
    let mut cells = Cells::in_order();
    let mut met = MetTexts::default();
    let (mut with_content, mut blank) = (0u64, 0u64);
    cells.pass(&mut window, &mut part, |piece| {
        let cell = match piece.is {
            Is::Cell(cell) => cell,
            Is::Row(is_hidden) => {
                if is_hidden {
                    builder.hide_row(piece.row);
                }
                return Some(());
            }
            Is::Other => return Some(()),
        };
        let at = (piece.row, cell.column()?);
        let (shown, format) = frame.format(cell.style()?);
        let is_known = cell.kind == Some(b"s");
        let value = match (cell.kind, cell.held) {
            (Some(b"s"), _) => match cell.text()? {
                Some(number) => met.value(frame.texts.get(number)?, reading),
                None => None,
            },
            (None | Some(b"n" | b"str" | b"inlineStr" | b"b" | b"e"), held)
                if !held.is_filled() =>
            {
                None
            }
            (None | Some(b"n"), Held::Value(number)) => Some(written_number(number, shown)?),
            (Some(b"str"), Held::Value(text)) => text_value(text, true)?,
            (Some(b"inlineStr"), Held::Text(text, preserves)) => text_value(text, preserves)?,
            (Some(b"b"), Held::Value([digit @ (b'0' | b'1')])) => Some(Value::Bool(*digit == b'1')),
            (Some(b"e"), Held::Value(text)) => {
                let text = std::str::from_utf8(text).ok().filter(|text| is_error_value(text))?;
                Some(Value::Error(text.into()))
            }
            _ => return None,
        };
        let value = match value {
            Some(value) => value,
            None if cell.is_not_calculated() => Value::NotCalculated,
            None => {
                blank += 1;
                return (blank <= reading.limits.cells.saturating_mul(2)).then_some(());
            }
        };
        with_content += 1;
        let format = format.cloned();
        let pushed = match is_known {
            true => builder.push_known(reading, at, value, format),
            false => builder.push(reading, at, value, format),
        };
        pushed.ok()?.ok()
    })?;
    let marks = cells.with_around(head, &window, part)?;
    finished(builder, name, &marks, with_content, reading).ok()
}

/// Whether what stands before the cells is such that calamine finds the same cells.
fn is_usual(head: &[u8]) -> bool {
    const DIMENSION: &[u8] = b"dimension";
    const OPENS: &[u8] = b"<dimension ref=\"";
    let once = |name: &[u8]| memmem::find_iter(head, name).count() == 1;
    let is_dimension = match memmem::find(head, OPENS) {
        Some(opens) => {
            let area = head.get(opens + OPENS.len()..).unwrap_or_default();
            let area = area.split(|byte| *byte == b'"').next().unwrap_or_default();
            let mut corners = area.split(|byte| *byte == b':');
            let is_corner = |corner: &[u8]| {
                let plain = corner.iter().all(u8::is_ascii_alphanumeric);
                plain && std::str::from_utf8(corner).ok().and_then(address).is_some()
            };
            once(DIMENSION) && corners.clone().count() <= 2 && corners.all(is_corner)
        }
        None => memmem::find(head, DIMENSION).is_none(),
    };
    is_utf8(head) && once(b"sheetData") && is_dimension
}

/// A text, where it is none of white space; the outer nothing where it is written with other means.
fn text_value(text: &[u8], preserves: bool) -> Option<Option<Value>> {
    let text = meant(text, preserves)?;
    Some((!text.is_empty()).then(|| Value::Text((&*text).into())))
}

impl Cell<'_> {
    /// The number of its style, where it has one; the outer nothing where that is none.
    fn style(&self) -> Option<Option<u32>> {
        match self.style {
            Some(digits) => super::cells::whole_number(digits).map(Some),
            None => Some(None),
        }
    }

    /// Whether its formula has no result. One whose result is an empty text is calculated.
    fn is_not_calculated(&self) -> bool {
        self.has_formula && !self.held.is_filled() && self.kind != Some(b"str")
    }
}
