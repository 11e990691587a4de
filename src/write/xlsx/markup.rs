//! What a cell holds, as the format writes it. In: a number, a text. Out: the cell from the end of its tag
//! on, whose last attribute is still to be closed. A text stands in its own cell: a table of
//! all of them would hold them all.

use jiff::Unit;

use super::text;
use crate::model::{CellRef, Date, InSigns as _};

/// The tag of a row: its number, its height in points where it needs one, its outline level.
pub(super) fn row(number: &str, points: Option<u16>, level: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<row r=\"");
    out.extend_from_slice(number.as_bytes());
    if let Some(points) = points {
        out.extend_from_slice(b"\" ht=\"");
        out.extend_from_slice(itoa::Buffer::new().format(points).as_bytes());
        out.extend_from_slice(b"\" customHeight=\"1");
    }
    if level > 0 {
        out.extend_from_slice(b"\" outlineLevel=\"");
        out.extend_from_slice(itoa::Buffer::new().format(level).as_bytes());
    }
    out.extend_from_slice(b"\">");
}

/// The tag of a cell, still open, with its place. Without one a cell follows the one before it (or stands
/// in column A): with places a packed sheet of many rows is more than twice as large. Some programs that
/// are not for spreadsheets ask for them all the same, so the cells of a small sheet name theirs.
pub(super) fn cell(place: Option<CellRef>, format: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<c");
    if let Some(place) = place {
        out.extend_from_slice(b" r=\"");
        out.extend_from_slice(place.signs().as_bytes());
        out.push(b'"');
    }
    out.extend_from_slice(b" s=\"");
    out.extend_from_slice(format.as_bytes());
    out.push(b'"');
}

/// Nothing.
pub(super) fn empty(out: &mut Vec<u8>) {
    out.extend_from_slice(b"/>");
}

/// A number.
pub(super) fn number(number: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"><v>");
    out.extend_from_slice(number.as_bytes());
    out.extend_from_slice(b"</v></c>");
}

/// A text; nothing where none is left of it.
pub(super) fn words(words: &str, out: &mut Vec<u8>) {
    let words = text::for_cell(words);
    if words.is_empty() {
        return empty(out);
    }
    out.extend_from_slice(b" t=\"inlineStr\"><is>");
    run(&words, true, out);
    out.extend_from_slice(b"</is></c>");
}

/// The text of a note.
pub(super) fn note(words: &str, out: &mut Vec<u8>) {
    run(words, false, out);
}

fn run(words: &str, is_text: bool, out: &mut Vec<u8>) {
    let edge = |letter: Option<&u8>| matches!(letter, Some(b' ' | b'\n' | b'\t'));
    let keep = edge(words.as_bytes().first()) || edge(words.as_bytes().last());
    out.extend_from_slice(if keep { b"<t xml:space=\"preserve\">" } else { b"<t>" });
    escape(words, is_text, out);
    out.extend_from_slice(b"</t>");
}

/// A formula and the result that is stored with it: a text, or a number.
pub(super) fn formula(formula: &str, result: &str, is_text: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if is_text { b" t=\"str\"><f>" } else { b"><f>" });
    escape(formula.trim_start_matches('='), false, out);
    out.extend_from_slice(b"</f><v>");
    escape(result, false, out);
    out.extend_from_slice(b"</v></c>");
}

/// True or false.
pub(super) fn truth(is: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if is { b" t=\"b\"><v>1</v></c>" } else { b" t=\"b\"><v>0</v></c>" });
}

/// The value of an attribute.
pub(super) fn attribute(value: &str, out: &mut Vec<u8>) {
    for part in value.split_inclusive('"') {
        match part.strip_suffix('"') {
            Some(part) => {
                escape(part, false, out);
                out.extend_from_slice(b"&quot;");
            }
            None => escape(part, false, out),
        }
    }
}

/// A day as the format counts it: the first of March 1900 is 61, and the days before it are one less
/// than they are, for a leap day that never was. None before 1900, which stays readable as a text.
pub(super) fn day_number(day: Date) -> Option<i32> {
    let first = Date::new(1899, 12, 31).ok()?;
    let last = Date::new(9999, 12, 31).ok()?;
    if day <= first || day > last {
        return None;
    }
    let days = first.until((Unit::Day, day)).ok()?.get_days();
    Some(if days >= 60 { days + 1 } else { days })
}

/// A text without what would be a mark of XML, or in a cell's text one of the format's own abbreviations
/// of a character (`_x0041_`).
fn escape(words: &str, is_text: bool, out: &mut Vec<u8>) {
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
            b'_' if is_text
                && text::abbreviates(words.as_bytes().get(at..).unwrap_or_default()) =>
            {
                out.extend_from_slice(b"_x005F_");
            }
            other => out.push(other),
        }
    }
}
