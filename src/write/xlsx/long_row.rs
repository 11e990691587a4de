//! Long rows as the format writes them. In: what the cells of a row hold, and a row of specimens that
//! has the format of each look. Out: the row's bytes. What many cells have in common is made once.

use std::ops::Range;

use jiff::Unit;

use super::cells;
use super::formats::Key;
use super::height::Room;
use super::text;
use crate::book::{Lent, Long, Sheet};
use crate::language::{Said, Translation};
use crate::model::{Date, InSigns, column_letters};
use crate::write::WriteError;

/// Writes rows of one sheet.
pub(super) struct Rows<'a> {
    long: &'a Long,
    /// For each column how a cell's tag begins, and its looks.
    columns: Vec<Column>,
}

struct Column {
    /// `<c r="A`
    begin: Vec<u8>,
    /// For each look how the tag goes on behind the number of the row, and its room; none where the
    /// sheet has no such format.
    looks: Vec<Option<(Vec<u8>, Room)>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(sheet: &'a Sheet, long: &'a Long, specimens: &str) -> Self {
        let ruled =
            |column: u16| sheet.tables.iter().any(|table| cells::covers(table, long.first, column));
        let numbers = specimens.split("<c ").skip(1).map(|cell| {
            let tag = cell.split_once('>').map_or(cell, |(tag, _)| tag);
            let number = tag.split_once("s=\"").and_then(|(_, number)| number.split_once('"'));
            number.map_or("0", |(number, _)| number)
        });
        let keys = (0..).zip(long.looks.iter()).map(|(column, cell)| Key::of(cell, ruled(column)));
        let formats: Vec<_> = keys.zip(numbers).collect();
        let column = |column: u16| {
            let look = |cell| {
                let key = Key::of(cell, ruled(column));
                let (_, number) = formats.iter().find(|(known, _)| *known == key)?;
                let format = format!("\" s=\"{number}\"").into_bytes();
                Some((format, Room::of(cell, column, &sheet.columns)))
            };
            Column {
                begin: format!("<c r=\"{}", column_letters(column.into())).into_bytes(),
                looks: long.looks.iter().map(look).collect(),
            }
        };
        let columns = 0..sheet.columns.len().max(long.looks.len()) as u16;
        Rows { long, columns: columns.map(column).collect() }
    }

    /// Some of the rows, by their numbers among the long ones.
    pub(super) fn segment(&self, rows: Range<u32>) -> Result<Vec<u8>, WriteError> {
        let mut out = Vec::with_capacity(rows.len() * 1_536);
        let mut pen = Pen::new(self);
        for row in rows {
            pen.row(row, &mut out)?;
        }
        Ok(out)
    }
}

/// Writes one row after the other.
struct Pen<'a> {
    rows: &'a Rows<'a>,
    /// The cells of the row: its tag comes before them, and they say how tall it is.
    cells: Vec<u8>,
    /// For each column the name that was written there last, and the words.
    kept: Vec<Kept>,
}

#[derive(Default)]
struct Kept {
    name: Option<(String, Ready)>,
    words: Vec<(&'static str, usize, Ready)>,
}

/// A text ready to be put into its cell.
struct Ready {
    bytes: Vec<u8>,
    height: u32,
}

impl<'a> Pen<'a> {
    fn new(rows: &'a Rows<'a>) -> Self {
        let kept = rows.columns.iter().map(|_| Kept::default()).collect();
        Pen { rows, cells: Vec::with_capacity(4_096), kept }
    }

    fn row(&mut self, index: u32, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let Pen { rows, cells, kept } = self;
        let mut number = itoa::Buffer::new();
        let number = number.format(u64::from(rows.long.first) + u64::from(index) + 1);
        let words = rows.long.words.as_ref();
        cells.clear();
        let (mut at, mut tallest, mut unknown) = (0, 0, None);
        (rows.long.put)(index, &mut |look, lent| {
            let column = rows.columns.get(at).zip(kept.get_mut(at));
            let known = column.and_then(|(column, kept)| {
                Some((&column.begin, column.looks.get(look)?.as_ref()?, kept))
            });
            let Some((begin, (format, room), kept)) = known else {
                unknown.get_or_insert(at);
                return;
            };
            at += 1;
            cells.extend_from_slice(begin);
            cells.extend_from_slice(number.as_bytes());
            cells.extend_from_slice(format);
            let height = content(lent, room, words, kept, look, cells);
            tallest = tallest.max(height);
        });
        if let Some(column) = unknown {
            return Err(WriteError(format!("row {number} has an unknown look in column {column}")));
        }
        out.extend_from_slice(b"<row r=\"");
        out.extend_from_slice(number.as_bytes());
        if let Some(points) = Room::points(tallest) {
            out.extend_from_slice(b"\" ht=\"");
            out.extend_from_slice(itoa::Buffer::new().format(points).as_bytes());
            out.extend_from_slice(b"\" customHeight=\"1");
        }
        out.extend_from_slice(b"\">");
        out.extend_from_slice(cells);
        out.extend_from_slice(b"</row>");
        Ok(())
    }
}

/// What a cell holds, up to its end; its tag is still open. Gives the height that it needs.
fn content(
    lent: Lent<'_>,
    room: &Room,
    words: Option<&Translation>,
    kept: &mut Kept,
    look: usize,
    out: &mut Vec<u8>,
) -> u32 {
    let said = |said: &Said| match words {
        Some(words) => words.text(said),
        None => said.english(),
    };
    match lent {
        Lent::Empty => write_empty(out),
        Lent::Text(text) => write_text(text, room, out),
        Lent::Name(name) => match &kept.name {
            Some((last, ready)) if last == name => ready.write(out),
            _ => {
                let ready = Ready::of(name, room);
                let height = ready.write(out);
                kept.name = Some((name.to_owned(), ready));
                height
            }
        },
        Lent::Word(word) => {
            // Words stand in the program: the same place is the same word.
            let known = kept
                .words
                .iter()
                .find(|(known, its, _)| *its == look && std::ptr::eq(*known, word));
            if let Some((_, _, ready)) = known {
                return ready.write(out);
            }
            let ready = Ready::of(&said(&Said::new(word)), room);
            let height = ready.write(out);
            kept.words.push((word, look, ready));
            height
        }
        Lent::Said(text) => write_text(&said(text), room, out),
        Lent::Money(amount) => write_number(&amount.signs(), room, out),
        Lent::Date(day) => match day_number(day) {
            Some(number) => write_number(itoa::Buffer::new().format(number), room, out),
            // Days before 1900 have no number; they stay readable.
            None => write_text(&day.to_string(), room, out),
        },
    }
}

impl Ready {
    fn of(text: &str, room: &Room) -> Self {
        let mut bytes = Vec::new();
        let height = write_text(text, room, &mut bytes);
        Ready { bytes, height }
    }

    fn write(&self, out: &mut Vec<u8>) -> u32 {
        out.extend_from_slice(&self.bytes);
        self.height
    }
}

fn write_empty(out: &mut Vec<u8>) -> u32 {
    out.extend_from_slice(b"/>");
    0
}

fn write_number(number: &str, room: &Room, out: &mut Vec<u8>) -> u32 {
    out.extend_from_slice(b"><v>");
    out.extend_from_slice(number.as_bytes());
    out.extend_from_slice(b"</v></c>");
    room.of_value()
}

/// A day as the format counts it: the first of March 1900 is 61, and the days before it are one less
/// than they are, for a leap day that never was.
fn day_number(day: Date) -> Option<i32> {
    let first = Date::new(1899, 12, 31).ok()?;
    let last = Date::new(9999, 12, 31).ok()?;
    if day <= first || day > last {
        return None;
    }
    let days = first.until((Unit::Day, day)).ok()?.get_days();
    Some(if days >= 60 { days + 1 } else { days })
}

/// A text within its cell. It stands in the sheet itself: a table of all texts would hold all of them.
fn write_text(words: &str, room: &Room, out: &mut Vec<u8>) -> u32 {
    if words.is_empty() {
        return write_empty(out);
    }
    let height = room.of_text(words);
    let words = text::for_cell(words);
    if words.is_empty() {
        write_empty(out);
        return height;
    }
    let edge = |letter: Option<&u8>| matches!(letter, Some(b' ' | b'\n' | b'\t'));
    let keep = edge(words.as_bytes().first()) || edge(words.as_bytes().last());
    out.extend_from_slice(b" t=\"inlineStr\"><is><t");
    out.extend_from_slice(if keep { b" xml:space=\"preserve\">" } else { b">" });
    escape(&words, out);
    out.extend_from_slice(b"</t></is></c>");
    height
}

/// A text without what would be a mark of XML, or one of the format's own abbreviations of a character
/// (`_x0041_`).
fn escape(words: &str, out: &mut Vec<u8>) {
    let mark = |byte| matches!(byte, b'&' | b'<' | b'>' | b'_');
    // Without a stop on the way many bytes are looked at together.
    if !words.bytes().fold(false, |any, byte| any | mark(byte)) {
        return out.extend_from_slice(words.as_bytes());
    }
    for (at, byte) in words.bytes().enumerate() {
        match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'_' if abbreviates(words.as_bytes().get(at..).unwrap_or_default()) => {
                out.extend_from_slice(b"_x005F_");
            }
            other => out.push(other),
        }
    }
}

fn abbreviates(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ .., ] if matches!(
        digits,
        [a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit())
    ))
}
