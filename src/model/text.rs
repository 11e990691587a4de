//! One form for texts that say the same: upper and lower case, diacritics, Cyrillic and Latin,
//! ijekavian and ekavian, doubled spaces, typographic quotes and dashes.

use super::letters::{one_script, visible};

/// Folds a text for comparison: lower case, Latin, no diacritics (đ becomes dj), one space between
/// words, punctuation to spaces except `%`, `€`, `$` and `.` or `,` between digits. Two texts that
/// people would call the same give the same result; a word that mixes Latin and Cyrillic letters of
/// the same shape is taken by its shape.
#[must_use]
pub fn fold(text: &str) -> String {
    let text = visible(text);
    let text = one_script(&text);
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let between_digits = before.is_ascii_digit()
            && characters.peek().is_some_and(char::is_ascii_digit)
            && matches!(character, '.' | ',');
        if between_digits || character.is_alphanumeric() || matches!(character, '%' | '€' | '$') {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            fold_character(character, &mut folded);
        } else if !is_combining(character) {
            // A combining mark belongs to the letter before it; all else parts words.
            gap = true;
        }
        before = character;
    }
    one_dialect(folded)
}

fn is_combining(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

fn fold_character(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    for lower in character.to_lowercase() {
        match lower {
            'č' | 'ć' | 'ц' => folded.push('c'),
            'ч' | 'ћ' => folded.push('c'),
            'š' | 'ш' => folded.push('s'),
            'ž' | 'ж' => folded.push('z'),
            'đ' | 'ђ' | 'ð' => folded.push_str("dj"),
            'љ' => folded.push_str("lj"),
            'њ' => folded.push_str("nj"),
            'џ' => folded.push_str("dz"),
            'ǆ' => folded.push_str("dz"),
            'ǉ' => folded.push_str("lj"),
            'ǌ' => folded.push_str("nj"),
            'а' => folded.push('a'),
            'б' => folded.push('b'),
            'в' => folded.push('v'),
            'г' => folded.push('g'),
            'д' => folded.push('d'),
            'е' => folded.push('e'),
            'з' | 'ѕ' => folded.push('z'),
            'и' | 'й' => folded.push('i'),
            'ј' => folded.push('j'),
            'к' => folded.push('k'),
            'л' => folded.push('l'),
            'м' => folded.push('m'),
            'н' => folded.push('n'),
            'о' => folded.push('o'),
            'п' => folded.push('p'),
            'р' => folded.push('r'),
            'с' => folded.push('s'),
            'т' => folded.push('t'),
            'у' => folded.push('u'),
            'ф' => folded.push('f'),
            'х' => folded.push('h'),
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => folded.push('u'),
            'ý' => folded.push('y'),
            'ñ' => folded.push('n'),
            'ś' => folded.push('s'),
            'ź' => folded.push('z'),
            other if is_combining(other) => {}
            other => folded.push(other),
        }
    }
}

/// Ijekavian to ekavian, in the few roots that headings and names of bodies use.
fn one_dialect(text: String) -> String {
    const PAIRS: [(&str, &str); 8] = [
        ("izvjestaj", "izvestaj"),
        ("mjera", "mera"),
        ("mjere", "mere"),
        ("mjesec", "mesec"),
        ("djelimicn", "delimicn"),
        ("djecij", "decij"),
        ("djecu", "decu"),
        ("dodijeljen", "dodeljen"),
    ];
    let mut result = text;
    for (ijekavian, ekavian) in PAIRS {
        if result.contains(ijekavian) {
            result = result.replace(ijekavian, ekavian);
        }
    }
    result
}

/// Whether all signs of a text are printable ASCII: most texts are, and need no look at each sign. Asked of
/// every text that is written, so without a stop on the way: many bytes are looked at together.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & (b' '..=b'~').contains(&byte))
}

/// One space for any run of white space, none at the ends: for texts shown to people.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name for a file: folded, words joined by hyphens, at most 60 characters; never empty.
#[must_use]
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let mut slug: String = folded
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect::<String>()
        .split('-')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if slug.len() > 60 {
        slug.truncate(60);
        slug = slug.trim_end_matches('-').to_owned();
    }
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}
