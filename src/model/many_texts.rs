//! The own texts of many entries, one after the other. In: texts. Out: any of them, exactly as it came in.
//! Documents and descriptions of one sheet have much in common: where there are many, what they repeat is
//! kept once, in a table of symbols for the whole sheet.

use std::borrow::Cow;
use std::mem;
use std::string::FromUtf8Error;
use std::sync::Arc;

use bytes::Bytes;
use fsst::{Compressor, Decompressor, Symbol};

use super::own_texts::{DESCRIPTION, DOCUMENT, OwnTexts, SHOWN};

/// Texts, each behind its length.
#[derive(Clone, Default)]
pub(super) struct ManyTexts {
    bytes: Held,
    /// What documents and descriptions are written in; none where they stand as they came.
    symbols: Option<Symbols>,
}

#[derive(Clone)]
enum Held {
    /// While they come in.
    Coming(Vec<u8>),
    /// When all have come.
    Kept(Bytes),
}

/// What the texts of a sheet repeat.
#[derive(Clone)]
struct Symbols(Arc<([Symbol; 255], [u8; 255])>);

/// Writes texts in symbols that it learnt from some of them.
#[derive(Clone)]
pub(super) struct Packer {
    compressor: Box<Compressor>,
    symbols: Symbols,
}

impl ManyTexts {
    /// How many bytes they take.
    pub(super) fn len(&self) -> usize {
        self.bytes.all().len()
    }

    /// All have come.
    pub(super) fn close(&mut self) {
        if let Held::Coming(bytes) = &mut self.bytes {
            self.bytes = Held::Kept(mem::take(bytes).into_boxed_slice().into());
        }
    }

    /// The bytes that they are kept in, when all have come.
    pub(super) fn kept_in(&mut self) -> Option<&mut Bytes> {
        match &mut self.bytes {
            Held::Coming(_) => None,
            Held::Kept(bytes) => Some(bytes),
        }
    }

    /// Takes those of an entry, and gives their signs.
    pub(super) fn put(&mut self, texts: &OwnTexts<'_>) -> u8 {
        self.put_with(texts, |text, bytes| put(bytes, text.as_bytes()))
    }

    fn put_with(&mut self, texts: &OwnTexts<'_>, write: impl Fn(&str, &mut Vec<u8>)) -> u8 {
        let mut signs = 0;
        let mut bytes = match mem::take(&mut self.bytes) {
            Held::Coming(bytes) => bytes,
            Held::Kept(bytes) => bytes.into(),
        };
        if let Some(shown) = texts.shown() {
            signs |= SHOWN;
            put(&mut bytes, shown.as_bytes());
        }
        for (sign, text) in [(DOCUMENT, texts.document()), (DESCRIPTION, texts.description())] {
            if let Some(text) = text {
                signs |= sign;
                write(&text, &mut bytes);
            }
        }
        self.bytes = Held::Coming(bytes);
        signs
    }

    /// Those of some entries in symbols, and where each entry's begin; none where they would not come out
    /// as they went in, or would take more room than this.
    pub(super) fn packed<'a>(
        entries: impl Iterator<Item = OwnTexts<'a>> + Clone,
        packer: &Packer,
        room: usize,
    ) -> Option<(Self, Vec<u32>)> {
        let symbols = Some(packer.symbols.clone());
        let mut packed = ManyTexts { bytes: Held::Coming(Vec::with_capacity(room / 2)), symbols };
        let mut begins = Vec::new();
        for texts in entries.clone() {
            let begin = u32::try_from(packed.len()).ok()?;
            let write = |text: &str, bytes: &mut Vec<u8>| {
                put(bytes, &packer.compressor.compress(text.as_bytes()));
            };
            begins.push((begin, packed.put_with(&texts, write)));
        }
        let same = entries
            .zip(&begins)
            .all(|(texts, (begin, signs))| texts == OwnTexts::held(*signs, &packed, *begin));
        if !same || packed.len() >= room {
            return None;
        }
        packed.close();
        Some((packed, begins.into_iter().map(|(begin, _)| begin).collect()))
    }

    /// What the cell of an amount shows, which stands first, from where an entry's texts begin.
    pub(super) fn shown(&self, begin: u32) -> &str {
        // Each of them was a text.
        str::from_utf8(self.nth(begin, 0)).unwrap_or_default()
    }

    /// A document or a description that stands behind so many other texts of its entry.
    pub(super) fn text(&self, begin: u32, behind: u32) -> Cow<'_, str> {
        let text = self.nth(begin, behind);
        match &self.symbols {
            Some(Symbols(symbols)) => {
                let text = Decompressor::new(&symbols.0, &symbols.1).decompress(text);
                // It was one when it was packed; were it none, it would be seen, and not be blank.
                let seen =
                    |other: FromUtf8Error| String::from_utf8_lossy(other.as_bytes()).into_owned();
                Cow::Owned(String::from_utf8(text).unwrap_or_else(seen))
            }
            None => String::from_utf8_lossy(text),
        }
    }

    fn nth(&self, begin: u32, behind: u32) -> &[u8] {
        let mut rest = self.bytes.all().get(begin as usize..).unwrap_or_default();
        for _ in 0..behind {
            take(&mut rest);
        }
        take(&mut rest)
    }
}

impl Held {
    fn all(&self) -> &[u8] {
        match self {
            Held::Coming(bytes) => bytes,
            Held::Kept(bytes) => bytes,
        }
    }
}

impl Default for Held {
    fn default() -> Self {
        Held::Coming(Vec::new())
    }
}

impl Packer {
    /// Learns what some texts repeat.
    pub(super) fn of<'a>(entries: impl Iterator<Item = OwnTexts<'a>>) -> Self {
        let texts = entries.flat_map(|texts| [texts.document(), texts.description()]);
        let texts: Vec<Cow<'_, str>> = texts.flatten().collect();
        let compressor = Compressor::train(&texts.iter().map(|text| text.as_bytes()).collect());
        let parts = compressor.clone().into_parts();
        let symbols = Symbols(Arc::new((parts.symbols, parts.lengths)));
        Packer { compressor: Box::new(compressor), symbols }
    }
}

/// Bits of a length in one byte, the lowest first.
const BITS: usize = 7;
/// Says that another byte of the length follows.
const MORE: u8 = 1 << BITS;

fn put(bytes: &mut Vec<u8>, text: &[u8]) {
    let mut length = text.len();
    while length >= usize::from(MORE) {
        bytes.push((length % usize::from(MORE)) as u8 | MORE);
        length >>= BITS;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(text);
}

/// Takes the text that stands first.
fn take<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let mut length = 0;
    let mut read = 0;
    for (number, byte) in bytes.iter().enumerate() {
        length |= usize::from(byte % MORE) << (BITS * number);
        read = number + 1;
        if byte & MORE == 0 {
            break;
        }
    }
    let all = bytes.get(read..).unwrap_or_default();
    let (text, rest) = all.split_at_checked(length).unwrap_or((all, &[]));
    *bytes = rest;
    text
}
