//! The height of a row with wrapped text. In: its cells and the widths of the columns. Out: points.
//! Programs that open a file do not fit rows with merged cells, and some fit none, so the height
//! is estimated on the generous side: a little air costs nothing, a cut line does.

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
    Room::points(tallest)
}

fn needed(cell: &Cell, column: u16, columns: &[Column]) -> u32 {
    let room = || Room::of(cell, column, columns);
    match &cell.content {
        Content::Empty => 0,
        Content::Text(text) => room().of_text(text),
        Content::Said(said) => room().of_text(&said.shown()),
        Content::Formula(_, Result::Text(text)) => room().of_text(text),
        _ => room().of_value(),
    }
}

/// The room that a look gives to the content of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Nobody sees it, or it goes on in the rows below.
    needless: bool,
    wraps: bool,
    /// The height of a line.
    line: u32,
    /// How much a line takes, in hundredths of a character.
    across: u32,
    padding: u32,
}

impl Room {
    pub(super) fn of(cell: &Cell, column: u16, columns: &[Column]) -> Self {
        let hidden = columns.get(usize::from(column)).is_some_and(|column| column.hidden);
        let size = u32::from(points(cell.look));
        let width: u32 = (column..column.saturating_add(cell.more.span.max(1)))
            .map(|column| match columns.get(usize::from(column)) {
                Some(Column { hidden: true, .. }) => 0,
                Some(Column { width, .. }) if *width > 0 => u32::from(*width),
                _ => u32::from(USUAL_WIDTH),
            })
            .sum();
        // One character of the width is lost to the padding of the cell; bold letters are wider.
        let bold = matches!(cell.look, Look::Header | Look::Group | Look::SubGroup | Look::Total);
        let across = (width.max(2) - 1) * 100 * 10 / size.max(10) * if bold { 10 } else { 11 } / 11;
        Room {
            needless: cell.more.rows > 1 || cell.more.span <= 1 && hidden,
            wraps: wraps(cell.look, cell.style),
            line: size + size / 4 + 1,
            across: across.max(200),
            padding: if cell.look == Look::Header { 6 } else { 2 },
        }
    }

    /// What a text needs.
    pub(super) fn of_text(&self, text: &str) -> u32 {
        match (self.needless, self.wraps) {
            (true, _) => 0,
            (false, true) => lines(text, self.across) * self.line + self.padding,
            (false, false) => self.of_value(),
        }
    }

    /// What a value of one line needs.
    pub(super) fn of_value(&self) -> u32 {
        if self.needless { 0 } else { self.line + 2 }
    }

    /// Points, where a row needs more than the usual height.
    pub(super) fn points(tallest: u32) -> Option<u16> {
        (tallest > ONE_LINE).then(|| tallest.min(TALLEST) as u16)
    }
}

/// How many lines a text takes where a line has `room` hundredths of a character.
pub(super) fn lines(text: &str, room: u32) -> u32 {
    // More lines than the tallest row shows need no counting.
    const ENOUGH: u32 = 60;
    // Most texts stand on one line.
    if on_one_line(text, room) {
        return 1;
    }
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

fn on_one_line(text: &str, room: u32) -> bool {
    // A million rows have some texts each, and nearly all their letters are in the list.
    let mut used = 0;
    for byte in text.bytes() {
        match BREADTHS.get(usize::from(byte)) {
            Some(breadth) if byte != b'\n' && used <= room => used += u32::from(*breadth),
            Some(_) => return false,
            None => {
                let fits = |used: u32, letter: char| {
                    let used = used + breadth(letter);
                    (letter != '\n' && used <= room).then_some(used)
                };
                return text.chars().try_fold(0, fits).is_some();
            }
        }
    }
    used <= room
}

/// The breadths of the letters that take one byte.
const BREADTHS: [u8; 128] = {
    let mut breadths = [0; 128];
    let mut letter = 0;
    while letter < breadths.len() {
        breadths[letter] = of_ascii(letter as u8);
        letter += 1;
    }
    breadths
};

/// The breadth of a letter in hundredths of a digit's.
fn breadth(letter: char) -> u32 {
    match letter {
        '\0'..='\x7f' => of_ascii(letter as u8).into(),
        '€' => 140,
        '\u{1100}'.. => 200,
        letter if letter.is_uppercase() => 112,
        _ => 90,
    }
}

const fn of_ascii(letter: u8) -> u8 {
    match letter {
        b'i' | b'j' | b'l' | b'f' | b't' | b'r' => 52,
        b' ' | b'.' | b',' | b':' | b';' | b'\'' | b'|' | b'!' => 52,
        b'm' | b'w' | b'M' | b'W' | b'%' => 140,
        letter if letter.is_ascii_uppercase() => 112,
        _ => 90,
    }
}
