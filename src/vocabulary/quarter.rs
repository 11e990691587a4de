//! Quarters as people write them: "III quarter", "Q3", "3. kvartal", "Q1–Q2 2020".

use super::words::{built_in, is_built_in};
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
    let words: Vec<&str> = folded.split([' ', '.', ',']).filter(|word| !word.is_empty()).collect();
    for (index, word) in words.iter().enumerate() {
        // "I" is a numeral, and in Montenegrin also "and": it joins where it stands between two quarters.
        let joins = *word == "i"
            && !quarters.is_empty()
            && words.get(index + 1).is_some_and(|next| quarter_word(next).is_some());
        if joins || is_built_in("period_filler", word) || is_built_in("quarter_word", word) {
            continue;
        }
        if let Some(found) = quarter_word(word) {
            quarters.push(found);
        } else {
            match word.parse::<i16>() {
                Ok(number) if (1990..=2200).contains(&number) && year.is_none() => {
                    year = Some(number)
                }
                _ => return None,
            }
        }
    }
    match quarters.as_slice() {
        [] => year.map(|year| Period { year: Some(year), from: None, to: None, months: None }),
        [one] => Some(Period::quarter(year, *one)),
        [from, to] if from <= to => {
            Some(Period { year, from: Some(*from), to: Some(*to), months: None })
        }
        _ => None,
    }
}

fn quarter_word(word: &str) -> Option<Quarter> {
    const KEYS: [&str; 4] = ["quarter_1", "quarter_2", "quarter_3", "quarter_4"];
    let bare = word
        .strip_prefix("kv")
        .or_else(|| word.strip_prefix('q'))
        .or_else(|| word.strip_prefix('k'))
        .unwrap_or(word);
    let bare = bare.strip_suffix('q').unwrap_or(bare);
    let index = KEYS.iter().position(|key| built_in(key).iter().any(|known| known == bare))?;
    Quarter::new(u8::try_from(index + 1).ok()?)
}
