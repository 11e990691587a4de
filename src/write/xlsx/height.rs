//! The height of a row with wrapped text. In: its cells and the widths of the columns. Out: points.
//! Programs that open a file do not fit rows with merged cells, and some fit none, so the height
//! is estimated on the generous side: a little air costs nothing, a cut line does.

use std::borrow::Cow;

use super::formats::{points, wraps};
use crate::book::{Cell, Column, Content, Look, Result, Row};

/// The tallest row there is.
const TALLEST: u32 = 409;
/// The height of a row with one line of ordinary text.
const ONE_LINE: u32 = 15;
/// The width of a column that has none of its own, in characters.
const USUAL_WIDTH: u16 = 8;

/// Points, where the row needs more than the usual height or says how tall it is.
pub(super) fn of(row: &Row, columns: &[Column]) -> Option<u16> {
    if row.height > 0 {
        return Some(row.height.min(TALLEST as u16));
    }
    let tallest = row.cells.iter().map(|(column, cell)| needed(cell, *column, columns)).max()?;
    (tallest > ONE_LINE).then(|| tallest.min(TALLEST) as u16)
}

fn needed(cell: &Cell, column: u16, columns: &[Column]) -> u32 {
    // Content over several rows needs no room in the first one alone.
    if cell.rows > 1 {
        return 0;
    }
    // Nobody sees it.
    if cell.span <= 1 && columns.get(usize::from(column)).is_some_and(|column| column.hidden) {
        return 0;
    }
    let size = u32::from(points(cell.look));
    let line = size + size / 4 + 1;
    let text = match &cell.content {
        Content::Text(text) if wraps(cell.look, cell.style) => Cow::Borrowed(&**text),
        Content::Said(said) if wraps(cell.look, cell.style) => said.shown(),
        Content::Formula(_, Result::Text(text)) if wraps(cell.look, cell.style) => {
            Cow::Borrowed(text.as_str())
        }
        Content::Empty => return 0,
        _ => return line + 2,
    };
    let width: u32 = (column..column.saturating_add(cell.span.max(1)))
        .map(|column| match columns.get(usize::from(column)) {
            Some(Column { hidden: true, .. }) => 0,
            Some(Column { width, .. }) if *width > 0 => u32::from(*width),
            _ => u32::from(USUAL_WIDTH),
        })
        .sum();
    // One character of the width is lost to the padding of the cell; bold letters are wider.
    let bold = matches!(cell.look, Look::Header | Look::Group | Look::SubGroup | Look::Total);
    let room = (width.max(2) - 1) * 100 * 10 / size.max(10) * if bold { 10 } else { 11 } / 11;
    let padding = if cell.look == Look::Header { 6 } else { 2 };
    lines(&text, room.max(200)) * line + padding
}

/// How many lines a text takes where a line has `room` hundredths of a character.
pub(super) fn lines(text: &str, room: u32) -> u32 {
    // More lines than the tallest row shows need no counting.
    const ENOUGH: u32 = 60;
    let mut lines = 0;
    for paragraph in text.split('\n') {
        lines += 1;
        let mut used = 0;
        for word in paragraph.split_inclusive([' ', '-', '/']) {
            let mut length: u32 = word.chars().map(breadth).sum();
            if used > 0 && used + length > room {
                lines += 1;
                used = 0;
            }
            while length > room {
                lines += 1;
                length -= room;
            }
            used += length;
            if lines >= ENOUGH {
                return ENOUGH;
            }
        }
    }
    lines
}

/// The breadth of a letter in hundredths of a digit's.
fn breadth(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 52,
        'm' | 'w' | 'M' | 'W' | '%' | '€' => 140,
        '\u{1100}'.. => 200,
        letter if letter.is_uppercase() => 112,
        _ => 90,
    }
}
