//! Bytes of a text file → text. In: bytes. Out: text, and which encoding was taken. Evidence decides
//! between the Latin and the Cyrillic code page of the Balkans; a note says so.

use std::borrow::Cow;

use arcstr::ArcStr;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::Place;

pub(super) const WINDOWS_1250: &str = "windows-1250 (Central European)";
pub(super) const WINDOWS_1251: &str = "windows-1251 (Cyrillic)";

/// A text and how it was stored.
pub(super) struct Decoded {
    pub(super) text: String,
    /// Its encoding, where that is not UTF-8 without damage.
    taken: Option<&'static str>,
    /// Bytes of zero that were left out; no text has any.
    zeros: usize,
}

impl Decoded {
    /// What is to be said about how the text is stored.
    pub(super) fn findings(&self, file: &ArcStr) -> impl Iterator<Item = Finding> {
        let at = |code| Finding::new(code, Place::of_file(file));
        let guessed = self.taken.map(|taken| at(Code::EncodingGuessed).detail("encoding", taken));
        let zeros = (self.zeros > 0).then(|| {
            let zeros = Said::new("{count} bytes of zero").with("count", self.zeros);
            at(Code::ZeroBytes).detail("zeros", zeros)
        });
        zeros.into_iter().chain(guessed)
    }
}

/// How many bytes of a web page or an XML file are looked at for what it says of its encoding.
const DECLARED_WITHIN: usize = 8192;

/// The text of a web page or an XML file, which says itself how it is stored. Letters that are whole
/// UTF-8 are UTF-8 whatever it says; a text that is none is never taken for it.
pub(super) fn decode_declared(bytes: &[u8]) -> Option<Decoded> {
    let guessed = decode(bytes)?;
    if guessed.taken.is_none_or(|taken| taken == "UTF-16") {
        return Some(Decoded { taken: None, ..guessed });
    }
    let start = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    Some(match declared(&String::from_utf8_lossy(start)) {
        Some(encoding) => decode_as(bytes, encoding),
        None => guessed,
    })
}

/// The text in an encoding that is known.
pub(super) fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    Decoded { text: encoding.decode_with_bom_removal(bytes).0.into_owned(), taken: None, zeros: 0 }
}

/// What follows `charset=` or `encoding=`; UTF-8 and UTF-16 show in the bytes themselves.
pub(super) fn declared(start: &str) -> Option<&'static Encoding> {
    let start = start.to_ascii_lowercase();
    let (_, after) = start.split_once("charset=").or_else(|| start.split_once("encoding="))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let encoding = Encoding::for_label(label.as_bytes())?;
    let told_by_bytes = [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding);
    (!told_by_bytes).then_some(encoding)
}

/// The text of bytes that are UTF-8 or UTF-16, as an editor may have saved it; none where its letters
/// would have to be guessed. One that is cut off within a letter is the text before it.
#[must_use]
pub fn unicode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let as_it_is = match std::str::from_utf8(bytes) {
        Err(cut) if cut.error_len().is_none() => {
            bytes.get(..cut.valid_up_to()).and_then(|whole| std::str::from_utf8(whole).ok())
        }
        read => read.ok(),
    };
    // The letters of English in UTF-16 are UTF-8 with zeros between them.
    if let Some(text) = as_it_is.filter(|text| !text.contains('\0')) {
        return Some(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)));
    }
    match utf16(bytes) {
        Some(encoding) => Some(encoding.decode_with_bom_removal(bytes).0),
        None => as_it_is.map(Cow::Borrowed),
    }
}

/// The text; none where the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    if zeros == 0 {
        return decode_text(bytes, 0);
    }
    if let Some(encoding) = utf16(bytes) {
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        return Some(Decoded { text: text.into_owned(), taken: Some("UTF-16"), zeros: 0 });
    }
    // Some programs fill fields up with zeros, and a copy that fails leaves a run of them.
    let kept: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    decode_text(&kept, zeros)
}

fn decode_text(bytes: &[u8], zeros: usize) -> Option<Decoded> {
    let (encoding, taken) = encoding_of(bytes)?;
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_end_matches('\u{1a}').to_owned();
    Some(Decoded { text, taken, zeros })
}

fn encoding_of(bytes: &[u8]) -> Option<(&'static Encoding, Option<&'static str>)> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => return Some((UTF_8, damage(bytes))),
        [0xff, 0xfe, ..] => return Some((UTF_16LE, Some("UTF-16"))),
        [0xfe, 0xff, ..] => return Some((UTF_16BE, Some("UTF-16"))),
        _ => {}
    }
    let start = bytes.get(..4096).unwrap_or(bytes);
    let controls = start.iter().filter(|byte| is_control(**byte)).count();
    if controls * 50 > start.len() {
        return None;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Some((UTF_8, None));
    }
    let (whole, broken) = utf8_pieces(bytes);
    if whole > 4 * broken {
        return Some((UTF_8, damage(bytes)));
    }
    Some(if is_cyrillic(bytes) {
        (encoding_rs::WINDOWS_1251, Some(WINDOWS_1251))
    } else {
        (encoding_rs::WINDOWS_1250, Some(WINDOWS_1250))
    })
}

fn damage(bytes: &[u8]) -> Option<&'static str> {
    std::str::from_utf8(bytes).err().map(|_| "UTF-8 with damaged letters")
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b)
}

/// By its mark, or because every other byte is the number of an alphabet: 0 and 1 for Latin letters,
/// 4 for Cyrillic ones, 0x20 for dashes and the euro.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let pairs = bytes.get(..4096).unwrap_or(bytes).as_chunks::<2>().0;
    let letter = |alphabet: u8, own: u8| match alphabet {
        0 => own != 0 && !is_control(own),
        1 | 4 | 0x20 => true,
        _ => false,
    };
    let little = pairs.iter().filter(|[own, alphabet]| letter(*alphabet, *own)).count();
    let big = pairs.iter().filter(|[alphabet, own]| letter(*alphabet, *own)).count();
    let most = pairs.len() - pairs.len() / 20;
    if little >= most && little > big {
        Some(UTF_16LE)
    } else if big >= most && big > little {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// How many letters of several bytes are whole, and how many pieces are broken.
fn utf8_pieces(bytes: &[u8]) -> (usize, usize) {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (whole, broken)
}

/// In a Cyrillic text letters above 127 stand beside each other; in Latin text each is among plain ones.
pub(super) fn is_cyrillic(bytes: &[u8]) -> bool {
    let (mut together, mut among) = (0usize, 0usize);
    let is_high_letter = |byte: u8| byte >= 0x80;
    for pair in bytes.windows(2) {
        let &[one, other] = pair else { continue };
        if is_high_letter(one) && is_high_letter(other) {
            together += 1;
        } else if (is_high_letter(one) && other.is_ascii_alphabetic())
            || (one.is_ascii_alphabetic() && is_high_letter(other))
        {
            among += 1;
        }
    }
    together > among
}
