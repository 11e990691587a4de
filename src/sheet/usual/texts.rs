//! The table of a workbook's texts, where it is written as nearly all programs write it. In: the part as a
//! stream. Out: its texts, or the table with some of them in their places and nothing in the others; nothing
//! where anything is out of the ordinary. Never another text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Read, Write};

use memchr::{memchr, memmem};

use super::markup::{PRESERVING, Tag, Text, is_utf8, meant};
use super::window::Window;

/// As much is worth keeping of a table of which parts are kept.
const MOST: usize = 32 << 20;

/// As many bytes of texts are worth a question each; with more of them calamine may as well read the table.
const MOST_ASKED: usize = 2 << 20;

/// What opens an item and what ends it, one without a text, and what closes the table.
const OPENS: &[u8] = b"<si>";
const ENDS: &[u8] = b"</si>";
const EMPTY: &[u8] = b"<si/>";
const CLOSES: &[u8] = b"</sst>";

/// All texts of a table, in their order.
#[derive(Default)]
pub(super) struct Table {
    /// One behind the other.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Those that say what they mean in more than letters, by their numbers, as they are written.
    others: Vec<(u32, Vec<u8>)>,
}

impl Table {
    /// Reads a table.
    pub(super) fn read(mut part: impl Read) -> Option<Self> {
        let mut window = Window::default();
        window.fill(&mut part)?;
        let (before, head) = head(window.bytes())?;
        if !is_utf8(window.bytes().get(..before)?) {
            return None;
        }
        window.pass(head);
        let (mut table, mut others) = (Table::default(), 0);
        loop {
            let bytes = window.bytes();
            if bytes.starts_with(CLOSES) {
                return Some(table);
            }
            match one(bytes) {
                Some(Next::White(length)) => window.pass(length),
                Some(Next::Text(length)) => {
                    let item = bytes.get(..length)?;
                    if let Some(text) = simple(item) {
                        table.text.push_str(&text);
                    } else {
                        others += length;
                        table.others.push((u32::try_from(table.ends.len()).ok()?, item.to_vec()));
                    }
                    table.ends.push(u32::try_from(table.text.len()).ok()?);
                    window.pass(length);
                }
                Some(Next::Short) => window.fill(&mut part)?,
                None if CLOSES.starts_with(bytes) => window.fill(&mut part)?,
                None => return None,
            }
            if others > MOST_ASKED {
                return None;
            }
        }
    }

    /// Texts that are to be asked for elsewhere, as they are written.
    pub(super) fn others(&self) -> impl Iterator<Item = &[u8]> {
        self.others.iter().map(|(_, item)| item.as_slice())
    }

    /// Puts these texts in, in their order.
    pub(super) fn with_others(self, texts: Vec<String>) -> Option<Texts> {
        let numbers = self.others.iter().map(|(number, _)| *number);
        let whole = texts.len() == self.others.len();
        let others = numbers.zip(texts).collect();
        whole.then_some(Texts { text: self.text, ends: self.ends, others })
    }
}

/// The texts of a workbook's table.
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
    /// By their numbers, in order.
    others: Vec<(u32, String)>,
}

impl Texts {
    /// The text that has a number; none where the table has no such text.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?;
        let end = usize::try_from(*self.ends.get(index)?).ok()?;
        let before = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(Some(0), |end| usize::try_from(*end).ok())?;
        if start < end || self.others.is_empty() {
            return self.text.get(start..end);
        }
        let found = self.others.binary_search_by_key(&number, |(number, _)| *number);
        found.map_or(Some(""), |at| self.others.get(at).map(|(_, text)| text.as_str()))
    }
}

/// The text of an item that says it in letters alone.
fn simple(item: &[u8]) -> Option<Cow<'_, str>> {
    if item == EMPTY {
        return Some("".into());
    }
    let inside = item.strip_prefix(OPENS)?.strip_suffix(b"</t></si>")?;
    let (text, preserves) = match inside.strip_prefix(PRESERVING.as_slice()) {
        Some(text) => (text, true),
        None => (inside.strip_prefix(b"<t>")?, false),
    };
    if memchr(b'<', text).is_some() { None } else { meant(text, preserves) }
}

/// Copies the table; what stands behind the last text that is wanted is left out.
pub(in crate::sheet) fn only(
    mut part: impl Read,
    wanted: &BTreeSet<u32>,
    out: &mut impl Write,
) -> Option<()> {
    let mut window = Window::default();
    window.fill(&mut part)?;
    let (before, head) = head(window.bytes())?;
    // What the letters are is said before the tag; in it, how many texts there are, which is no more true.
    out.write_all(window.bytes().get(..before)?).ok()?;
    out.write_all(b"<sst>").ok()?;
    window.pass(head);
    let mut wanted = wanted.iter().copied().peekable();
    let (mut number, mut written) = (0, 0);
    while let Some(next) = wanted.peek().copied() {
        match one(window.bytes())? {
            Next::Short => window.fill(&mut part)?,
            Next::White(length) => window.pass(length),
            Next::Text(length) => {
                let mut text: &[u8] = b"<si/>";
                if number == next {
                    text = window.bytes().get(..length)?;
                    wanted.next();
                }
                out.write_all(text).ok()?;
                written += text.len();
                if written > MOST {
                    return None;
                }
                window.pass(length);
                number += 1;
            }
        }
    }
    out.write_all(CLOSES).ok()
}

/// How much stands before the tag that opens the table, and how much before its first text.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let opens = memmem::find(bytes, b"<sst")?;
    let behind = bytes.get(opens..)?;
    // Nothing before it but what says that this is XML.
    let before =
        std::str::from_utf8(bytes.get(..opens)?).ok()?.trim_start_matches('\u{feff}').trim();
    let is_bare = before.is_empty()
        || before.starts_with("<?xml ")
            && before.ends_with("?>")
            && before.matches('<').count() == 1;
    // What looks like the end of the tag, or like a text, may stand in an attribute.
    let mut tag = Text { bytes: behind, at: "<sst".len() };
    let Tag { values: [], ends } = tag.attributes([]).ok()?;
    (is_bare && !ends).then_some((opens, opens + tag.at))
}

/// What comes next in the table.
enum Next {
    /// It is not there yet.
    Short,
    /// So many bytes of white space.
    White(usize),
    /// A text of so many bytes.
    Text(usize),
}

/// The next text; none where anything else comes.
fn one(bytes: &[u8]) -> Option<Next> {
    let white = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if white > 0 {
        return Some(Next::White(white));
    }
    if bytes.starts_with(EMPTY) {
        return Some(Next::Text(EMPTY.len()));
    }
    if !bytes.starts_with(OPENS) {
        return (OPENS.starts_with(bytes) || EMPTY.starts_with(bytes)).then_some(Next::Short);
    }
    let Some(end) = memmem::find(bytes, ENDS) else { return Some(Next::Short) };
    is_plain(bytes.get(OPENS.len()..end)?).then_some(Next::Text(end + ENDS.len()))
}

/// Whether what stands in an item ends with it for every reader: tags that are whole, and none of another
/// item among them; each run of characters is closed. What looks like an end may else be none, or another
/// one be overlooked, and all texts behind it would have other numbers.
fn is_plain(inside: &[u8]) -> bool {
    let (mut rest, mut in_text) = (inside, false);
    while let Some(behind) = memchr(b'<', rest).and_then(|at| rest.get(at + 1..)) {
        let Some(end) = memchr(b'>', behind) else { return false };
        let (tag, after) = behind.split_at(end);
        let name = tag.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        let quotes = tag.iter().filter(|byte| **byte == b'"').count();
        // A quote that is open holds the end that was found.
        let is_whole = quotes % 2 == 0 && !tag.iter().any(|byte| matches!(byte, b'<' | b'\''));
        let usual = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'/';
        if !is_whole || !name.iter().all(usual) {
            return false;
        }
        match (tag, name) {
            (b"/t", _) if in_text => in_text = false,
            (_, b"t") if !in_text && !tag.ends_with(b"/") => in_text = true,
            (_, b"si" | b"/si" | b"si/" | b"/t") => return false,
            _ if in_text => return false,
            _ => {}
        }
        rest = after;
    }
    !in_text
}
