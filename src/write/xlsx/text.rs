//! Texts as a workbook may hold them. In: any text, also from an input. Out: the same without
//! control characters and not longer than its place allows. Never a formula.

use std::borrow::Cow;

use crate::model::is_plain;

/// The most UTF-16 units a cell holds.
pub(super) const CELL: usize = 32_767;

/// A note holds a little less, for the author's name.
pub(super) const NOTE: usize = CELL - 54;

/// Without control characters, except line breaks (all as `\n`) and tabs.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(|c| unwanted(c) || c == '\r') {
        return Cow::Borrowed(text);
    }
    let broken = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(broken.chars().filter(|c| !unwanted(*c)).collect())
}

fn unwanted(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// At most `units` UTF-16 units, the way Excel counts; what is cut ends in "…".
pub(super) fn cut(text: Cow<'_, str>, units: usize) -> Cow<'_, str> {
    // A character has at least as many bytes as UTF-16 units, so a short text needs no counting.
    if text.len() <= units || text.encode_utf16().count() <= units {
        return text;
    }
    let mut kept = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.len_utf16();
        if used > units {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    Cow::Owned(kept)
}

/// Clean and short enough for a cell.
pub(super) fn for_cell(text: &str) -> Cow<'_, str> {
    cut(clean(text), CELL)
}

/// The heading of a table on one line: Excel repairs a file whose table and cell differ in it.
pub(super) fn heading(text: &str) -> String {
    let line = crate::model::tidy(&clean(text));
    cut(Cow::Owned(line), 255).into_owned()
}

/// Whether the writer's shared strings would take the text for ready-made rich text and write it as
/// it stands.
pub(super) fn looks_raw(text: &str) -> bool {
    text.starts_with("<r>") && text.ends_with("</r>")
}

/// Whether bytes begin with one of the format's own abbreviations of a character (`_x0041_`).
pub(super) fn abbreviates(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ .., ] if matches!(
        digits,
        [a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit())
    ))
}

/// A text that a program reads as it is written: with what begins such an abbreviation written as one.
pub(super) fn spelt_out(text: &str) -> Cow<'_, str> {
    let begins = |(at, _): &(usize, &str)| text.as_bytes().get(*at..).is_some_and(abbreviates);
    if text.match_indices("_x").all(|found| !begins(&found)) {
        return Cow::Borrowed(text);
    }
    let mut spelt = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (at, _) in text.match_indices("_x").filter(begins) {
        spelt.push_str(text.get(from..at).unwrap_or_default());
        spelt.push_str("_x005F");
        from = at;
    }
    spelt.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(spelt)
}
