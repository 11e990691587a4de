//! Letters that only look right. In: text as people and programs type it. Out: the same without
//! characters that nobody sees, with full-width signs as usual ones, and each word in one script.
//! Never changes a word that is written in one script.

use std::borrow::Cow;

/// Cyrillic letters and the Latin ones of the same shape.
const SAME_SHAPE: [(char, char); 27] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('с', 'c'),
    ('р', 'p'),
    ('х', 'x'),
    ('у', 'y'),
    ('к', 'k'),
    ('м', 'm'),
    ('т', 't'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
];

/// Whether nobody sees a character: soft hyphens, joiners, marks of direction, the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// The text without invisible characters, with full-width signs (１．１) as usual ones and any
/// unbreakable space as a space.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| plain(c) != Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(plain).collect())
}

fn plain(character: char) -> Option<char> {
    match character {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => Some(' '),
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
        invisible if is_invisible(invisible) => None,
        other => Some(other),
    }
}

/// Each word that mixes Latin and Cyrillic letters in the script that all of it can be read in.
pub(super) fn one_script(text: &str) -> Cow<'_, str> {
    let mixed = text.chars().any(is_cyrillic) && text.chars().any(|c| c.is_ascii_alphabetic());
    if !mixed {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        result.push_str(&word_in_one_script(piece));
    }
    Cow::Owned(result)
}

fn word_in_one_script(word: &str) -> Cow<'_, str> {
    let cyrillic = word.chars().filter(|c| is_cyrillic(*c)).count();
    let latin = word.chars().filter(|c| c.is_alphabetic() && !is_cyrillic(*c)).count();
    if cyrillic == 0 || latin == 0 {
        return Cow::Borrowed(word);
    }
    let as_latin: String = word.chars().map(|c| other(c, true)).collect();
    let as_cyrillic: String = word.chars().map(|c| other(c, false)).collect();
    let all_latin = !as_latin.chars().any(is_cyrillic);
    let all_cyrillic = as_cyrillic.chars().all(|c| !c.is_alphabetic() || is_cyrillic(c));
    match (all_latin, all_cyrillic) {
        (true, false) => Cow::Owned(as_latin),
        (false, true) => Cow::Owned(as_cyrillic),
        // Either script would do: the one of most letters.
        (true, true) if cyrillic > latin => Cow::Owned(as_cyrillic),
        (true, true) => Cow::Owned(as_latin),
        (false, false) => Cow::Borrowed(word),
    }
}

fn other(character: char, to_latin: bool) -> char {
    SAME_SHAPE
        .iter()
        .find(
            |(cyrillic, latin)| if to_latin { *cyrillic == character } else { *latin == character },
        )
        .map_or(character, |(cyrillic, latin)| if to_latin { *latin } else { *cyrillic })
}

fn is_cyrillic(character: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&character)
}
