//! The marks of a sheet whose cells are written as nearly all programs write them. In: the sheet's part
//! as a stream. Out: its marks, or the part without rows that nobody needs; nothing where anything in it
//! is out of the ordinary: then [`super::read`] has to look at it. Never a mark that the exact reader
//! would not give: whatever stands before and behind the cells it reads itself, and in the cells only tags
//! and attributes in their plain form are passed over.

use std::collections::BTreeSet;
use std::io::{BufRead, Cursor, Read, Write};
use std::ops::Range;

use memchr::{memchr, memmem};

use super::window::Window;
use super::{LONGEST_FORMULA, Marks, OpenCell, address};

/// As much is worth keeping of a sheet of which parts are kept.
const MOST_KEPT: usize = 16 << 20;
/// What opens the cells and what closes them.
const OPENS: &[u8] = b"<sheetData>";
const CLOSES: &[u8] = b"</sheetData>";
/// Abbreviations that stand for one character each.
const ABBREVIATIONS: [&[u8]; 5] = [b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;"];

/// Why looking stops.
enum Stop {
    /// What comes next is not there yet.
    Short,
    /// It is for the exact reader.
    Unusual,
}

/// Reads the marks of one sheet; none where the exact reader has to.
pub(in crate::sheet) fn read(mut part: impl BufRead) -> Option<Marks> {
    let (head, mut window) = up_to_cells(&mut part)?;
    let mut cells = Cells::default();
    cells.pass(&mut window, &mut part, |_, _| Some(()))?;
    let before = Cursor::new(head).chain(CLOSES);
    let around = super::read(before.chain(window.bytes()).chain(part)).ok()?;
    cells.marks.with(around)
}

/// Copies a sheet's part without some of its rows, counted from zero; none where anything is out of the
/// ordinary, or much is left. Gives which texts of the workbook's table the other rows have.
pub(in crate::sheet) fn without_rows(
    mut part: impl BufRead,
    unneeded: &[Range<u32>],
    out: &mut impl Write,
) -> Option<BTreeSet<u32>> {
    let mut texts = BTreeSet::new();
    let (head, mut window) = up_to_cells(&mut part)?;
    out.write_all(&head).ok()?;
    let mut cells = Cells { alike: true, ..Cells::default() };
    let mut kept = 0;
    let mut known = (u32::MAX, false);
    cells.pass(&mut window, &mut part, |row, bytes| {
        if known.0 != row {
            let behind = unneeded.partition_point(|rows| rows.start <= row);
            let last = behind.checked_sub(1).and_then(|last| unneeded.get(last));
            known = (row, last.is_some_and(|rows| rows.contains(&row)));
        }
        if !known.1 {
            kept += bytes.len();
            texts.extend(text_of(bytes)?);
            out.write_all(bytes).ok()?;
        }
        (kept <= MOST_KEPT).then_some(())
    })?;
    out.write_all(CLOSES).ok()?;
    out.write_all(window.bytes()).ok()?;
    std::io::copy(&mut part, out).ok()?;
    Some(texts)
}

/// The number of the text that a cell has of the workbook's table, if it has one; the inner nothing stands
/// for a cell without any. One that says its number in another way is out of the ordinary.
fn text_of(cell: &[u8]) -> Option<Option<u32>> {
    let tag = cell.get(..memchr(b'>', cell)?)?;
    if memmem::find(tag, b" t=\"s\"").is_none() {
        return Some(None);
    }
    let Some(from) = memmem::find(cell, b"<v>") else { return Some(None) };
    let value = cell.get(from + 3..)?;
    let number = std::str::from_utf8(value.get(..memchr(b'<', value)?)?).ok()?;
    match number {
        "" => Some(None),
        // Signs and blanks mean one thing to one reader, another to the next.
        _ if !number.bytes().all(|byte| byte.is_ascii_digit()) => None,
        _ => number.parse().ok().map(Some),
    }
}

/// What stands before the cells, with the tag that opens them, and the stream from there on.
fn up_to_cells(part: &mut impl Read) -> Option<(Vec<u8>, Window)> {
    let mut window = Window::default();
    window.fill(part)?;
    let opens = memmem::find(window.bytes(), OPENS)?;
    let head = window.bytes().get(..opens + OPENS.len())?.to_vec();
    window.pass(head.len());
    is_between_tags(head.get(..opens)?).then_some((head, window))
}

/// The cells of a sheet.
#[derive(Default)]
struct Cells {
    marks: Marks,
    in_row: bool,
    /// The number of the last row, as it is written and counted from zero.
    number: Vec<u8>,
    row: u32,
    /// No cell may be of another row than the one it stands in, or of a kind for which calamine may give
    /// the sheet up: what is read of a cell then hangs on no other.
    alike: bool,
}

impl Cells {
    /// Passes over all cells, and what closes them; each tag between cells, and each cell, is handed on
    /// with the number of its row. None where anything is out of the ordinary.
    fn pass(
        &mut self,
        window: &mut Window,
        part: &mut impl Read,
        mut hand: impl FnMut(u32, &[u8]) -> Option<()>,
    ) -> Option<()> {
        loop {
            let bytes = window.bytes();
            let mut text = Text { bytes, at: 0 };
            let (passed, done) = loop {
                let passed = text.at;
                match self.one(&mut text) {
                    Ok(false) => hand(self.row, bytes.get(passed..text.at)?)?,
                    Ok(true) => break (text.at, true),
                    Err(Stop::Short) => break (passed, false),
                    Err(Stop::Unusual) => return None,
                }
            };
            std::str::from_utf8(bytes.get(..passed)?).ok()?;
            window.pass(passed);
            if done {
                return Some(());
            }
            window.fill(part)?;
        }
    }

    /// Passes over one tag between cells, or one cell; says whether it was the end.
    fn one(&mut self, text: &mut Text<'_>) -> Result<bool, Stop> {
        text.white()?;
        if self.in_row {
            if text.is_next(b"<c ")? {
                return self.cell(text).map(|()| false);
            }
            text.expect(b"</row>")?;
            self.in_row = false;
            return Ok(false);
        }
        if text.is_next(CLOSES)? {
            text.at += CLOSES.len();
            return Ok(true);
        }
        if text.is_next(b"<row/>")? {
            return Err(Stop::Unusual);
        }
        text.expect(b"<row")?;
        let Tag { values: [number, hidden], ends } = text.attributes([b"r", b"hidden"])?;
        // Without a number its place hangs on the rows before it.
        let written = number.ok_or(Stop::Unusual)?;
        let number =
            std::str::from_utf8(written).ok().and_then(|number| number.parse::<u32>().ok());
        self.row = number.ok_or(Stop::Unusual)?.saturating_sub(1);
        self.number.clear();
        self.number.extend_from_slice(written);
        if matches!(hidden, Some(b"1" | b"true")) {
            self.marks.hidden_rows.push(self.row);
        }
        self.in_row = !ends;
        Ok(false)
    }

    fn cell(&mut self, text: &mut Text<'_>) -> Result<(), Stop> {
        text.expect(b"<c")?;
        let Tag { values: [at, kind], ends } = text.attributes([b"r", b"t"])?;
        let at = at.ok_or(Stop::Unusual)?;
        if self.alike {
            let number = at.iter().position(u8::is_ascii_digit).and_then(|from| at.get(from..));
            if number != Some(&self.number)
                || !matches!(kind, None | Some(b"n" | b"s" | b"str" | b"inlineStr"))
            {
                return Err(Stop::Unusual);
            }
        }
        let mut formula = None;
        let mut value = false;
        if !ends {
            text.white()?;
            if text.is_next(b"<f")? {
                formula = Some(text.formula()?);
            }
            value = text.value(kind)?;
            text.expect(b"</c>")?;
        }
        if formula.is_none() && kind != Some(b"e") {
            self.marks.filled += u64::from(value);
            return Ok(());
        }
        let utf8 = |bytes| std::str::from_utf8(bytes).map_err(|_| Stop::Unusual);
        let open = OpenCell {
            at: address(utf8(at)?).ok_or(Stop::Unusual)?,
            kind: kind.map(utf8).transpose()?.map(str::to_owned),
            formula: formula.is_some(),
            value,
            ..OpenCell::default()
        };
        let (formula_text, shares) = formula.unwrap_or_default();
        self.marks.close(&OpenCell { formula_text, shares, ..open });
        Ok(())
    }
}

/// The two attributes asked for of a tag, and whether the element ends with it.
struct Tag<'a> {
    values: [Option<&'a [u8]>; 2],
    ends: bool,
}

/// What is written, from a place in it on.
struct Text<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Text<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Result<u8, Stop> {
        self.bytes.get(self.at).copied().ok_or(Stop::Short)
    }

    /// Passes over white space.
    fn white(&mut self) -> Result<(), Stop> {
        while matches!(self.byte()?, b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        Ok(())
    }

    fn is_next(&self, wanted: &[u8]) -> Result<bool, Stop> {
        let rest = self.rest();
        match rest.get(..wanted.len()) {
            Some(next) => Ok(next == wanted),
            None if wanted.starts_with(rest) => Err(Stop::Short),
            None => Ok(false),
        }
    }

    fn expect(&mut self, wanted: &[u8]) -> Result<(), Stop> {
        if !self.is_next(wanted)? {
            return Err(Stop::Unusual);
        }
        self.at += wanted.len();
        Ok(())
    }

    /// Passes over the attributes of a tag up to its end; gives those of two names.
    fn attributes(&mut self, wanted: [&[u8]; 2]) -> Result<Tag<'a>, Stop> {
        let mut values = [None; 2];
        loop {
            match self.byte()? {
                b'>' => {
                    self.at += 1;
                    return Ok(Tag { values, ends: false });
                }
                b'/' => {
                    self.expect(b"/>")?;
                    return Ok(Tag { values, ends: true });
                }
                b' ' => self.at += 1,
                _ => return Err(Stop::Unusual),
            }
            if matches!(self.byte()?, b'>' | b'/' | b' ') {
                continue;
            }
            let name = self.up_to(b'=')?;
            let local = memchr(b':', name).and_then(|colon| name.get(colon + 1..));
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_');
            if name.is_empty()
                || !name.iter().all(plain)
                || matches!(local, Some(b"r" | b"t" | b"si" | b"hidden"))
            {
                return Err(Stop::Unusual);
            }
            self.expect(b"\"")?;
            let value = self.up_to(b'"')?;
            let sound = |byte: &u8| !matches!(byte, b'<' | b'>' | b'&' | b'\'' | 0..b' ');
            let mut same = wanted.iter().zip(&mut values).filter(|(wanted, _)| **wanted == name);
            let twice = same.any(|(_, kept)| kept.replace(value).is_some());
            if !value.iter().all(sound) || twice {
                return Err(Stop::Unusual);
            }
        }
    }

    /// What stands before a byte near by; both are passed over.
    fn up_to(&mut self, end: u8) -> Result<&'a [u8], Stop> {
        let rest = self.rest();
        let length = rest.iter().position(|byte| *byte == end).ok_or(Stop::Short)?;
        self.at += length + 1;
        Ok(rest.get(..length).unwrap_or_default())
    }

    /// Text up to the next tag.
    fn content(&mut self) -> Result<&'a [u8], Stop> {
        let rest = self.rest();
        let length = memchr(b'<', rest).ok_or(Stop::Short)?;
        self.at += length;
        Ok(rest.get(..length).unwrap_or_default())
    }

    /// A cell's formula: its text as [`super::read`] keeps it, and the number by which others share it.
    fn formula(&mut self) -> Result<(String, Option<u32>), Stop> {
        self.expect(b"<f")?;
        let Tag { values: [kind, number], ends } = self.attributes([b"t", b"si"])?;
        let mut kept = String::new();
        if !ends {
            let mut text = self.content()?;
            while !text.is_empty() {
                let and = memchr(b'&', text).unwrap_or(text.len());
                let (piece, rest) = text.split_at_checked(and).ok_or(Stop::Unusual)?;
                if !piece.is_empty() && kept.len() + piece.len() <= LONGEST_FORMULA {
                    kept.push_str(std::str::from_utf8(piece).map_err(|_| Stop::Unusual)?);
                }
                text = rest;
                if !text.is_empty() {
                    kept.push('&');
                    text = behind_abbreviation(text).ok_or(Stop::Unusual)?;
                }
            }
            self.expect(b"</f>")?;
        }
        self.white()?;
        let number = number.filter(|_| kind == Some(b"shared"));
        let number = number.and_then(|number| std::str::from_utf8(number).ok());
        Ok((kept, number.and_then(|number| number.parse().ok())))
    }

    /// Passes over what a cell of some kind holds beside its formula; says whether it holds anything.
    fn value(&mut self, kind: Option<&[u8]>) -> Result<bool, Stop> {
        let holds = if self.is_next(b"<v>")? {
            self.at += 3;
            let text = self.content()?;
            // Numbers of texts below zero, and abbreviations, may be faults.
            if memchr(b'&', text).is_some() || kind == Some(b"s") && memchr(b'-', text).is_some() {
                return Err(Stop::Unusual);
            }
            self.expect(b"</v>")?;
            !text.is_empty()
        } else if self.is_next(b"<is>")? {
            self.at += 4;
            if self.is_next(b"<t xml:space=\"preserve\">")? {
                self.at += "<t xml:space=\"preserve\">".len();
            } else {
                self.expect(b"<t>")?;
            }
            let mut text = self.content()?;
            while let Some(and) = memchr(b'&', text) {
                let from = text.get(and..).unwrap_or_default();
                text = behind_abbreviation(from).ok_or(Stop::Unusual)?;
            }
            self.expect(b"</t></is>")?;
            true
        } else if self.is_next(b"<v/>")? {
            self.at += 4;
            false
        } else {
            false
        };
        self.white()?;
        Ok(holds)
    }
}

/// What stands behind the abbreviation that a text begins with.
fn behind_abbreviation(text: &[u8]) -> Option<&[u8]> {
    ABBREVIATIONS.into_iter().find_map(|one| text.strip_prefix(one))
}

/// Whether a text ends between two tags: a tag in a comment, or in an attribute, is none.
fn is_between_tags(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(tag) = memchr(b'<', rest).and_then(|at| rest.get(at + 1..)) {
        if tag.starts_with(b"!") {
            return false;
        }
        if let Some(instruction) = tag.strip_prefix(b"?") {
            let Some(end) = memmem::find(instruction, b"?>") else { return false };
            rest = instruction.get(end + 2..).unwrap_or_default();
            continue;
        }
        let mut quote = None;
        let end = tag.iter().position(|byte| match (quote, *byte) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(*byte);
                false
            }
            (Some(open), byte) if open == byte => {
                quote = None;
                false
            }
            _ => false,
        });
        let Some(end) = end else { return false };
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    true
}
