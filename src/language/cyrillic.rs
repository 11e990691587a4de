//! Latin script → Cyrillic script, for texts of the program. Never for data.

/// A text in Cyrillic script, letter by letter; lj, nj and dž are one letter each.
#[must_use]
pub fn cyrillic(latin: &str) -> String {
    let mut written = String::with_capacity(latin.len() * 2);
    let mut letters = latin.chars().peekable();
    while let Some(letter) = letters.next() {
        let pair = letters.peek().and_then(|next| pair(letter, *next));
        if let Some(one) = pair {
            letters.next();
            written.push(one);
        } else {
            written.push(single(letter));
        }
    }
    written
}

/// What stands between these is no word of the language (what a menu of Excel is called, a key of the
/// configuration, an example of data) and stays as it is in either script. The signs are not shown.
const AS_WRITTEN: [char; 2] = ['⟨', '⟩'];

/// A Montenegrin text, as it is written down, as its reader sees it in Latin script.
pub(super) fn in_latin(text: &str) -> String {
    text.replace(AS_WRITTEN, "")
}

/// A text of the program in Cyrillic script; what stands in braces is the name of a part, and words of
/// computing and law that are written in Latin script in Cyrillic texts too stay as they are.
pub(super) fn but_names(latin: &str) -> String {
    let mut written = String::with_capacity(latin.len() * 2);
    let mut rest = latin;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !belongs(c)).unwrap_or(rest.len());
        if end == 0 {
            let (sign, after) = rest.split_at(rest.chars().next().map_or(1, char::len_utf8));
            if sign.starts_with(AS_WRITTEN[0])
                && let Some((kept, after)) = after.split_once(AS_WRITTEN[1])
            {
                written.push_str(kept);
                rest = after;
                continue;
            }
            if sign == "{"
                && let Some((name, after)) = after.split_once('}')
            {
                written.extend(["{", name, "}"]);
                rest = after;
                continue;
            }
            written.push_str(sign);
            rest = after;
            continue;
        }
        let (word, after) = rest.split_at(end);
        if let Some((name, ending)) = word.split_once('-')
            && NAMES.contains(&name)
        {
            // A name with the ending of its case: Excel-u.
            written.extend([name, "-", &cyrillic(ending)]);
        } else if stays(word) {
            written.push_str(word);
        } else {
            written.push_str(&cyrillic(word));
        }
        rest = after;
    }
    written
}

/// Whether a character is part of a word; points, dashes and digits hold a file's or an option's name
/// together.
fn belongs(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')
}

/// Names of programs, forms and endings of files, as they stand in Cyrillic texts too.
const NAMES: [&str; 16] = [
    "Excel",
    "LibreOffice",
    "Word",
    "earmark",
    "xlsx",
    "xls",
    "xlsb",
    "ods",
    "csv",
    "docx",
    "pdf",
    "PEFA",
    "IATI",
    "FACE",
    "SHA",
    "EUR",
];

/// Names of programs, files, forms and addresses.
fn stays(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let file = bare.rsplit_once('.').is_some_and(|(_, ending)| {
        NAMES.contains(&ending) || matches!(ending, "json" | "toml" | "txt" | "html" | "me")
    });
    file || NAMES.contains(&bare) || word.starts_with("--") || bare.contains("sha256")
        // A cell, a sheet's or a finding's number: F17, Q2, E0203.
        || bare.chars().any(|c| c.is_ascii_digit()) && bare.chars().any(|c| c.is_ascii_uppercase())
}

fn pair(first: char, second: char) -> Option<char> {
    let one = match (first, second.to_ascii_lowercase()) {
        ('l', 'j') => 'љ',
        ('L', 'j') => 'Љ',
        ('n', 'j') => 'њ',
        ('N', 'j') => 'Њ',
        ('d', _) if matches!(second, 'ž' | 'Ž') => 'џ',
        ('D', _) if matches!(second, 'ž' | 'Ž') => 'Џ',
        _ => return None,
    };
    Some(one)
}

fn single(letter: char) -> char {
    match letter {
        'a' => 'а',
        'b' => 'б',
        'c' => 'ц',
        'č' => 'ч',
        'ć' => 'ћ',
        'd' => 'д',
        'đ' => 'ђ',
        'e' => 'е',
        'f' => 'ф',
        'g' => 'г',
        'h' => 'х',
        'i' => 'и',
        'j' => 'ј',
        'k' => 'к',
        'l' => 'л',
        'm' => 'м',
        'n' => 'н',
        'o' => 'о',
        'p' => 'п',
        'r' => 'р',
        's' => 'с',
        'š' => 'ш',
        't' => 'т',
        'u' => 'у',
        'v' => 'в',
        'z' => 'з',
        'ž' => 'ж',
        'A' => 'А',
        'B' => 'Б',
        'C' => 'Ц',
        'Č' => 'Ч',
        'Ć' => 'Ћ',
        'D' => 'Д',
        'Đ' => 'Ђ',
        'E' => 'Е',
        'F' => 'Ф',
        'G' => 'Г',
        'H' => 'Х',
        'I' => 'И',
        'J' => 'Ј',
        'K' => 'К',
        'L' => 'Л',
        'M' => 'М',
        'N' => 'Н',
        'O' => 'О',
        'P' => 'П',
        'R' => 'Р',
        'S' => 'С',
        'Š' => 'Ш',
        'T' => 'Т',
        'U' => 'У',
        'V' => 'В',
        'Z' => 'З',
        'Ž' => 'Ж',
        other => other,
    }
}
