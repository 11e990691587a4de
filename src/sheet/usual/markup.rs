//! Tags and what stands between them, in the form in which nearly all programs write them. In: bytes, and
//! a place in them. Out: what stands there; nothing where it is written in another way, since then only a
//! reader of all XML may say what it means.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use crate::sheet::marks::LONGEST_FORMULA;

/// Abbreviations that stand for one character each.
const ABBREVIATIONS: [(&[u8], char); 5] =
    [(b"&amp;", '&'), (b"&lt;", '<'), (b"&gt;", '>'), (b"&quot;", '"'), (b"&apos;", '\'')];

/// Why looking stops.
pub(super) enum Stop {
    /// What comes next is not there yet.
    Short,
    /// It is for the exact reader.
    Unusual,
}

/// Attributes asked for of a tag, and whether the element ends with it.
pub(super) struct Tag<'a, const N: usize> {
    pub(super) values: [Option<&'a [u8]>; N],
    pub(super) ends: bool,
}

/// What a cell holds beside its formula, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held<'a> {
    Nothing,
    /// Of a kind that the cell names.
    Value(&'a [u8]),
    /// A text of its own; whether white space around it belongs to it.
    Text(&'a [u8], bool),
}

impl Held<'_> {
    /// Whether it is anything.
    pub(super) fn is_filled(self) -> bool {
        !matches!(self, Held::Nothing | Held::Value([]))
    }
}

/// What is written, from a place in it on.
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Text<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Result<u8, Stop> {
        self.bytes.get(self.at).copied().ok_or(Stop::Short)
    }

    /// Passes over white space.
    pub(super) fn white(&mut self) -> Result<(), Stop> {
        while matches!(self.byte()?, b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        Ok(())
    }

    // Of a known length, since a call for each of these few bytes would cost more than the comparison.
    pub(super) fn is_next<const N: usize>(&self, wanted: &[u8; N]) -> Result<bool, Stop> {
        let rest = self.rest();
        match rest.first_chunk::<N>() {
            Some(next) => Ok(next == wanted),
            None if wanted.starts_with(rest) => Err(Stop::Short),
            None => Ok(false),
        }
    }

    pub(super) fn expect<const N: usize>(&mut self, wanted: &[u8; N]) -> Result<(), Stop> {
        if !self.is_next(wanted)? {
            return Err(Stop::Unusual);
        }
        self.at += wanted.len();
        Ok(())
    }

    /// Passes over the attributes of a tag up to its end; gives those of some names.
    pub(super) fn attributes<const N: usize>(
        &mut self,
        wanted: [&[u8]; N],
    ) -> Result<Tag<'a, N>, Stop> {
        let mut values = [None; N];
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
                || matches!(local, Some(b"r" | b"s" | b"t" | b"si" | b"hidden"))
            {
                return Err(Stop::Unusual);
            }
            self.expect(b"\"")?;
            let value = self.up_to(b'"')?;
            let sound = |byte: &u8| !matches!(byte, b'<' | b'>' | b'&' | b'\'' | 0..b' ');
            let is_same = |wanted: &[u8]| wanted.len() == name.len() && wanted.iter().eq(name);
            let mut same = wanted.iter().zip(&mut values).filter(|(wanted, _)| is_same(wanted));
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

    /// A cell's formula: its text as the exact reader of marks keeps it, and the number by which others share
    /// it.
    pub(super) fn formula(&mut self) -> Result<(String, Option<u32>), Stop> {
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
                    // A formula with an abbreviation is no plain sum, whatever it stands for.
                    kept.push('&');
                    text = spelled_out(text).ok_or(Stop::Unusual)?.1;
                }
            }
            self.expect(b"</f>")?;
        }
        self.white()?;
        let number = number.filter(|_| kind == Some(b"shared"));
        let number = number.and_then(|number| std::str::from_utf8(number).ok());
        Ok((kept, number.and_then(|number| number.parse().ok())))
    }

    /// What a cell of some kind holds beside its formula.
    pub(super) fn held(&mut self, kind: Option<&[u8]>) -> Result<Held<'a>, Stop> {
        let held = if self.is_next(b"<v>")? {
            self.at += 3;
            let text = self.content()?;
            // Numbers of texts below zero, and abbreviations, may be faults.
            if memchr(b'&', text).is_some() || kind == Some(b"s") && memchr(b'-', text).is_some() {
                return Err(Stop::Unusual);
            }
            self.expect(b"</v>")?;
            Held::Value(text)
        } else if self.is_next(b"<is>")? {
            self.at += 4;
            let preserves = self.is_next(PRESERVING)?;
            if preserves {
                self.expect(PRESERVING)?;
            } else {
                self.expect(b"<t>")?;
            }
            let text = self.content()?;
            let mut rest = text;
            while let Some(and) = memchr(b'&', rest) {
                let from = rest.get(and..).unwrap_or_default();
                rest = spelled_out(from).ok_or(Stop::Unusual)?.1;
            }
            self.expect(b"</t></is>")?;
            Held::Text(text, preserves)
        } else if self.is_next(b"<v/>")? {
            self.at += 4;
            Held::Value(&[])
        } else {
            Held::Nothing
        };
        self.white()?;
        Ok(held)
    }
}

/// Opens a text that white space around it belongs to.
pub(super) const PRESERVING: &[u8; 24] = b"<t xml:space=\"preserve\">";

/// Whether what stands before a part's content names no other letters than those of UTF-8.
pub(super) fn is_utf8(head: &[u8]) -> bool {
    const SAYS: &[u8] = b"encoding=";
    let Some(says) = memmem::find(head, SAYS) else { return true };
    let name = head.get(says + SAYS.len() + 1..).unwrap_or_default();
    name.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"UTF-8"))
        && matches!(name.get(5), Some(b'"' | b'\''))
}

/// A text as it is meant: abbreviations spelled out, and without white space around it where that does not
/// belong to it. None where it is written with any other means.
pub(super) fn meant(text: &[u8], preserves: bool) -> Option<Cow<'_, str>> {
    // Line ends are made alike, and `_x000D_` stands for one character.
    if memchr(b'\r', text).is_some() || memmem::find(text, b"_x").is_some() {
        return None;
    }
    let mut spelled = Cow::Borrowed(std::str::from_utf8(text).ok()?);
    if memchr(b'&', text).is_some() {
        let (mut whole, mut rest) = (String::with_capacity(text.len()), text);
        while let Some(and) = memchr(b'&', rest) {
            let (before, from) = rest.split_at_checked(and)?;
            whole.push_str(std::str::from_utf8(before).ok()?);
            let (is, behind) = spelled_out(from)?;
            whole.push(is);
            rest = behind;
        }
        whole.push_str(std::str::from_utf8(rest).ok()?);
        // An abbreviation between two letters may have been part of such a word.
        if whole.contains("_x") {
            return None;
        }
        spelled = Cow::Owned(whole);
    }
    if preserves {
        return Some(spelled);
    }
    let around = [' ', '\t', '\r', '\n'];
    Some(match spelled {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(around)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(around).to_owned()),
    })
}

/// The character that the abbreviation stands for with which a text begins, and what stands behind it.
fn spelled_out(text: &[u8]) -> Option<(char, &[u8])> {
    ABBREVIATIONS.iter().find_map(|(one, is)| Some((*is, text.strip_prefix(*one)?)))
}
