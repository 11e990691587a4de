//! The table of a workbook's texts, where it is written as nearly all programs write it. In: the part as a
//! stream, and the numbers of texts. Out: the table with these texts in their places, and nothing in the
//! others; nothing where anything is out of the ordinary up to the last of them. Never another text.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use memchr::{memchr, memmem};

use super::window::Window;

/// Copies the table; what stands behind the last text that is wanted is left out.
pub(in crate::sheet) fn only(
    mut part: impl Read,
    wanted: &BTreeSet<u32>,
    out: &mut impl Write,
) -> Option<()> {
    let mut window = Window::default();
    window.fill(&mut part)?;
    let head = head(window.bytes())?;
    // How many texts there are is said there too, and no more true.
    out.write_all(b"<sst>").ok()?;
    window.pass(head);
    let mut wanted = wanted.iter().copied().peekable();
    let mut number = 0;
    while let Some(next) = wanted.peek().copied() {
        match one(window.bytes())? {
            Next::Short => window.fill(&mut part)?,
            Next::White(length) => window.pass(length),
            Next::Text(length) => {
                if number == next {
                    out.write_all(window.bytes().get(..length)?).ok()?;
                    wanted.next();
                } else {
                    out.write_all(b"<si/>").ok()?;
                }
                window.pass(length);
                number += 1;
            }
        }
    }
    out.write_all(b"</sst>").ok()
}

/// How much stands before the first text.
fn head(bytes: &[u8]) -> Option<usize> {
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
    (is_bare && is_plain).then_some(opens + tag.len())
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
    let inside = bytes.get(OPENS.len()..end)?;
    // A comment, or a section of plain characters, may hold what looks like an end.
    let is_plain = memmem::find(inside, b"<!").is_none() && memmem::find(inside, b"<?").is_none();
    is_plain.then_some(Next::Text(end + CLOSES.len()))
}
