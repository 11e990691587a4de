//! Long rows as the format writes them. In: what the cells of a row hold, and a row of specimens that
//! has the format of each look. Out: the row's bytes. What many cells have in common is made once.

use std::ops::Range;

use super::body::Numbers;
use super::cells;
use super::height::Room;
use super::markup;
use crate::book::{Lent, Long, MANY, Sheet};
use crate::language::{Said, Translation};
use crate::model::{CellRef, InSigns};
use crate::write::WriteError;

/// Writes rows of one sheet.
pub(super) struct LongRows<'a> {
    long: &'a Long,
    columns: Vec<Column<'a>>,
    /// Whether each cell names its place.
    placed: bool,
}

/// For each look the number of its format, and its room; none where the sheet has no such format.
type Column<'a> = Vec<Option<(&'a str, Room)>>;

impl<'a> LongRows<'a> {
    pub(super) fn new(sheet: &'a Sheet, long: &'a Long, numbers: &'a Numbers) -> Self {
        let ruled =
            |column: u16| sheet.tables.iter().any(|table| cells::covers(table, long.first, column));
        let column = |column: u16| {
            let look = |cell| {
                let number = numbers.of(cell, ruled(column))?;
                Some((number, Room::of(cell, column, &sheet.columns)))
            };
            long.looks.iter().map(look).collect()
        };
        let columns = 0..sheet.columns.len().max(long.looks.len()) as u16;
        LongRows { long, columns: columns.map(column).collect(), placed: long.count < MANY }
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
    rows: &'a LongRows<'a>,
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
    fn new(rows: &'a LongRows<'a>) -> Self {
        let kept = rows.columns.iter().map(|_| Kept::default()).collect();
        Pen { rows, cells: Vec::with_capacity(4_096), kept }
    }

    fn row(&mut self, index: u32, out: &mut Vec<u8>) -> Result<(), WriteError> {
        let Pen { rows, cells, kept } = self;
        let place = CellRef { row: rows.long.first.saturating_add(index), column: 0 };
        let mut number = itoa::Buffer::new();
        let number = number.format(u64::from(place.row) + 1);
        let speaker = Speaker(rows.long.words.as_ref());
        cells.clear();
        let (mut at, mut tallest, mut unknown) = (0, 0, None);
        (rows.long.put)(index, &mut |look, lent| {
            let column = rows.columns.get(at).zip(kept.get_mut(at));
            let known = column.and_then(|(looks, kept)| Some((looks.get(look)?.as_ref()?, kept)));
            let Some(((format, room), kept)) = known else {
                unknown.get_or_insert(at);
                return;
            };
            let place = CellRef { column: at as u32, ..place };
            markup::cell(rows.placed.then_some(place), format, cells);
            at += 1;
            let height = speaker.content(lent, room, kept, look, cells);
            tallest = tallest.max(height);
        });
        if let Some(column) = unknown {
            return Err(WriteError(format!("row {number} has an unknown look in column {column}")));
        }
        markup::row(number, Room::points(tallest), 0, out);
        out.extend_from_slice(cells);
        out.extend_from_slice(b"</row>");
        Ok(())
    }
}

/// Writes what cells hold.
#[derive(Clone, Copy)]
struct Speaker<'a>(Option<&'a Translation>);

impl Speaker<'_> {
    /// What a cell holds, up to its end; its tag is still open. Gives the height that it needs.
    fn content(
        self,
        lent: Lent<'_>,
        room: &Room,
        kept: &mut Kept,
        look: usize,
        out: &mut Vec<u8>,
    ) -> u32 {
        match lent {
            Lent::Empty => {
                markup::empty(out);
                0
            }
            Lent::Text(text) => self.text(text, room, out),
            Lent::Name(name) => match &kept.name {
                Some((last, ready)) if last == name => ready.write(out),
                _ => {
                    let ready = self.ready(name, room);
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
                let ready = self.ready(&spoken(&Said::new(word), self.0), room);
                let height = ready.write(out);
                kept.words.push((word, look, ready));
                height
            }
            Lent::Said(said) => self.text(&spoken(said, self.0), room, out),
            Lent::Money(amount) => {
                markup::number(&amount.signs(), out);
                room.of_value()
            }
            Lent::Date(day) => match markup::day_number(day) {
                Some(number) => {
                    markup::number(itoa::Buffer::new().format(number), out);
                    room.of_value()
                }
                None => self.text(&day.to_string(), room, out),
            },
        }
    }

    fn text(self, text: &str, room: &Room, out: &mut Vec<u8>) -> u32 {
        markup::words(text, out);
        if text.is_empty() { 0 } else { room.of_text(text) }
    }

    fn ready(self, text: &str, room: &Room) -> Ready {
        let mut bytes = Vec::new();
        let height = self.text(text, room, &mut bytes);
        Ready { bytes, height }
    }
}

impl Ready {
    fn write(&self, out: &mut Vec<u8>) -> u32 {
        out.extend_from_slice(&self.bytes);
        self.height
    }
}

fn spoken(said: &Said, words: Option<&Translation>) -> String {
    match words {
        Some(words) => words.text(said),
        None => said.english(),
    }
}
