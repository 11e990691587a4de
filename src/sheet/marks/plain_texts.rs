//! The table of a workbook's texts, where it is written as nearly all programs write it. In: the part as a
//! stream, and the numbers of texts. Out: the table with these texts in their places, and nothing in the
//! others; nothing where anything is out of the ordinary up to the last of them. Never another text.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use memchr::{memchr, memmem};

use super::window::Window;

/// As much is worth keeping of a table of which parts are kept.
const MOST: usize = 32 << 20;

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
    out.write_all(b"</sst>").ok()
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
    let tag = behind.get(..=memchr(b'>', behind)?)?;
    let is_plain = !tag.ends_with(b"/>") && matches!(tag.get(4), Some(b' ' | b'>'));
    (is_bare && is_plain).then_some((opens, opens + tag.len()))
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
    const OPENS: &[u8] = b"<si>";
    const CLOSES: &[u8] = b"</si>";
    const EMPTY: &[u8] = b"<si/>";
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
    let Some(end) = memmem::find(bytes, CLOSES) else { return Some(Next::Short) };
    is_plain(bytes.get(OPENS.len()..end)?).then_some(Next::Text(end + CLOSES.len()))
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
