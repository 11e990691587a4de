//! Quarters as people write them: "III quarter", "Q3", "3. kvartal", "Q1–Q2 2020".

use crate::model::{Period, Quarter, fold};

/// The one quarter that a text names, and nothing else.
#[must_use]
pub fn quarter(text: &str) -> Option<Quarter> {
    period(text)?.single_quarter()
}

/// The quarter, span of quarters or year that a text names: "Q2", "I-II kvartal 2020", "2020".
/// None where it has other numbers or names no period.
#[must_use]
pub fn period(text: &str) -> Option<Period> {
    let folded = fold(text);
    let mut year = None;
    let mut quarters: Vec<Quarter> = Vec::new();
    let mut said_quarter = false;
    for word in folded.split([' ', '.', ',']) {
        match word {
            "" | "the" | "of" | "za" | "for" | "do" | "to" | "i" if word != "i" || said_quarter => {
            }
            "quarter" | "quarters" | "kvartal" | "kvartala" | "kvartali" | "tromesecje"
            | "tromjesecje" | "q" | "qtr" | "kv" | "year" | "godina" | "godine" | "godinu"
            | "god" => {
                said_quarter |= !word.starts_with("god") && word != "year";
            }
            _ => {
                if let Some(found) = quarter_word(word) {
                    said_quarter |= word.starts_with('q') || word.starts_with('k');
                    quarters.push(found);
                } else if let Ok(number) = word.parse::<i16>() {
                    if (1990..=2200).contains(&number) && year.is_none() {
                        year = Some(number);
                    } else {
                        return None;
                    }
                } else {
                    return None;
                }
            }
        }
    }
    match quarters.as_slice() {
        [] => year.map(|year| Period { year: Some(year), from: None, to: None }),
        [one] => {
            // A bare "1" or "I" is a quarter only beside the word, or where nothing else is said.
            Some(Period::quarter(year, *one))
        }
        [from, to] if from <= to => Some(Period { year, from: Some(*from), to: Some(*to) }),
        _ => None,
    }
}

fn quarter_word(word: &str) -> Option<Quarter> {
    let bare = word
        .strip_prefix("kv")
        .or_else(|| word.strip_prefix('q'))
        .or_else(|| word.strip_prefix('k'))
        .unwrap_or(word);
    let bare = bare.strip_suffix('q').unwrap_or(bare);
    let number = match bare {
        "i" | "1" | "1st" | "first" | "prvi" | "prvo" => 1,
        "ii" | "2" | "2nd" | "second" | "drugi" | "drugo" => 2,
        "iii" | "3" | "3rd" | "third" | "treci" | "trece" => 3,
        "iv" | "4" | "4th" | "fourth" | "cetvrti" | "cetvrto" => 4,
        _ => return None,
    };
    Quarter::new(number)
}
