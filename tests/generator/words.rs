//! The words that sheets are dressed in: headings and labels from the vocabulary's own files, as
//! they stand, in capitals, without diacritics, or in Cyrillic.

use std::sync::OnceLock;

use super::choices::Choices;

fn table(text: &str) -> toml::Table {
    text.parse().expect("a list of words")
}

fn list(table: &'static toml::Table, key: &str) -> Vec<&'static str> {
    let words = table.get(key).and_then(toml::Value::as_array);
    let words = words.unwrap_or_else(|| panic!("no words for {key}"));
    words.iter().filter_map(toml::Value::as_str).collect()
}

/// Every word for a heading.
pub fn headings(key: &str) -> Vec<&'static str> {
    static TABLE: OnceLock<toml::Table> = OnceLock::new();
    list(TABLE.get_or_init(|| table(include_str!("../../templates/headings.toml"))), key)
}

/// Every word of a kind.
pub fn words(key: &str) -> Vec<&'static str> {
    static TABLE: OnceLock<toml::Table> = OnceLock::new();
    list(TABLE.get_or_init(|| table(include_str!("../../templates/words.toml"))), key)
}

/// The hand in which a sheet's words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    AsItStands,
    Bare,
    Cyrillic,
    Capitals,
    Small,
}

impl Script {
    pub fn choose(choices: &mut Choices) -> Self {
        choices.of(&[
            Script::AsItStands,
            Script::Bare,
            Script::Cyrillic,
            Script::Capitals,
            Script::Small,
        ])
    }

    pub fn write(self, text: &str) -> String {
        match self {
            Script::AsItStands => text.to_owned(),
            Script::Bare => bare(text),
            Script::Cyrillic => cyrillic(text).unwrap_or_else(|| text.to_owned()),
            Script::Capitals => text.to_uppercase(),
            Script::Small => text.to_lowercase(),
        }
    }
}

fn bare(text: &str) -> String {
    let plain = |c| match c {
        'č' | 'ć' => "c".to_owned(),
        'Č' | 'Ć' => "C".to_owned(),
        'š' => "s".to_owned(),
        'Š' => "S".to_owned(),
        'ž' => "z".to_owned(),
        'Ž' => "Z".to_owned(),
        'đ' => "dj".to_owned(),
        'Đ' => "Dj".to_owned(),
        other => String::from(other),
    };
    text.chars().map(plain).collect()
}

/// The text in Cyrillic; none where it has letters that Montenegrin has not.
fn cyrillic(text: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 33] = [
        ("lj", "љ"),
        ("nj", "њ"),
        ("dž", "џ"),
        ("a", "а"),
        ("b", "б"),
        ("c", "ц"),
        ("č", "ч"),
        ("ć", "ћ"),
        ("d", "д"),
        ("đ", "ђ"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
        ("h", "х"),
        ("i", "и"),
        ("j", "ј"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("r", "р"),
        ("s", "с"),
        ("š", "ш"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
        ("z", "з"),
        ("ž", "ж"),
        ("ś", "ш"),
        ("ź", "ж"),
        ("ð", "ђ"),
    ];
    let mut written = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let lower = rest.to_lowercase();
        let pair = PAIRS.iter().find(|(latin, _)| lower.starts_with(latin));
        match pair {
            Some((latin, letter)) => {
                let upper = first.is_uppercase();
                written += &if upper { letter.to_uppercase() } else { (*letter).to_owned() };
                rest = rest.get(
                    rest.char_indices()
                        .nth(latin.chars().count())
                        .map_or(rest.len(), |(at, _)| at)..,
                )?;
            }
            None if first.is_alphabetic() => return None,
            None => {
                written.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    Some(written)
}

#[test]
fn a_word_in_another_hand() {
    assert_eq!(Script::Cyrillic.write("Utrošeno iz budžeta (€)"), "Утрошено из буџета (€)");
    assert_eq!(Script::Cyrillic.write("Quarter"), "Quarter");
    assert_eq!(Script::Bare.write("Šifra, Đuro"), "Sifra, Djuro");
}
