//! What a title, a name or a heading says about the amounts below it: of this period alone, or of the
//! year so far; and whether they correct what was sent before. In: a text. Out: what it says in words.
//! Never: a conclusion from the period, which is only a hint.

use super::{Vocabulary, period, quarter};
use crate::model::{Basis, Period, fold};

/// Longer texts are no titles.
const LONGEST: usize = 300;

impl Vocabulary {
    /// The basis that a text names; none where it names both or neither, or a day to send something.
    #[must_use]
    pub fn basis(&self, text: &str) -> Option<Basis> {
        if text.len() > LONGEST {
            return None;
        }
        let folded = spaced(text);
        if self.holds("deadline", &folded) {
            return None;
        }
        // "Not cumulative" holds "cumulative".
        let rest = self.without("this_period", &folded);
        let until = self.holds("cumulative_until", &rest) && !self.begins_later(text);
        match (rest != folded, until || self.holds("cumulative", &rest)) {
            (true, false) => Some(Basis::ThisPeriod),
            (false, true) => Some(Basis::Cumulative),
            _ => None,
        }
    }

    /// A text without the words that name a basis.
    #[must_use]
    pub fn without_basis(&self, text: &str) -> String {
        let rest = self.without("this_period", &spaced(text));
        let rest = self.without("cumulative", &rest);
        self.without("cumulative_until", &rest).trim().to_owned()
    }

    /// Whether a title says that it takes the place of what was sent before.
    #[must_use]
    pub fn says_correction(&self, text: &str) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let folded = spaced(text);
        self.holds("corrects", &folded)
            || self.is_correction(folded.trim()) && !self.holds("deadline", &folded)
    }

    /// Whether a title begins or ends with a word for a correction and tells only of what: "Correction 2",
    /// "Q1 2020 (correction)".
    fn is_correction(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        let rest = match words.as_slice() {
            [first, rest @ ..] if self.words.is_word("correction", first) => rest,
            [rest @ .., last] if self.words.is_word("correction", last) => rest,
            _ => return false,
        };
        rest.iter().all(|word| word.parse::<u32>().is_ok())
            || rest.iter().any(|word| period(word).is_some())
    }

    /// The year so far, up to the day or month that a text of the year so far names: "zaključno sa
    /// 30.09.2020", "year to date, August".
    #[must_use]
    pub fn year_until(&self, text: &str) -> Option<Period> {
        if self.basis(text) != Some(Basis::Cumulative) {
            return None;
        }
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let year = words
            .iter()
            .flat_map(|word| word.split('.'))
            .filter_map(|word| word.parse::<i16>().ok())
            .find(|year| (1990..=2200).contains(year));
        let named = words.iter().rev().find_map(|word| self.words.month(word));
        let month = named.or_else(|| {
            let days = words
                .iter()
                .rev()
                .find_map(|word| day_and_month(&word.split('.').collect::<Vec<_>>()));
            let days = days.or_else(|| words.windows(3).rev().find_map(day_month_year));
            days.map(|(_, month)| month)
        })?;
        Some(Period::of_months(year, 1, month))
    }

    /// Whether a text names two days or months, of which the first is not the beginning of a year.
    fn begins_later(&self, text: &str) -> bool {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let days: Vec<(u8, u8)> = words
            .iter()
            .filter_map(|word| day_and_month(&word.split('.').collect::<Vec<_>>()))
            .collect();
        let months: Vec<u8> = words.iter().filter_map(|word| self.words.month(word)).collect();
        let quarters: Vec<u8> =
            words.iter().filter_map(|word| Some(quarter(word)?.number())).collect();
        days.len() > 1 && days.first() != Some(&(1, 1))
            || months.len() > 1 && months.first() != Some(&1)
            || quarters.len() > 1 && quarters.first() != Some(&1)
    }

    fn holds(&self, list: &str, spaced: &str) -> bool {
        self.words.list(list).iter().any(|phrase| spaced.contains(&format!(" {phrase} ")))
    }

    fn without(&self, list: &str, spaced: &str) -> String {
        let mut phrases: Vec<&String> = self.words.list(list).iter().collect();
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let mut rest = spaced.to_owned();
        for phrase in phrases {
            rest = rest.replace(&format!(" {phrase} "), " ");
        }
        rest
    }
}

/// A folded text with a space before and behind, so that whole words are found.
fn spaced(text: &str) -> String {
    format!(" {} ", fold(text))
}

/// "30.09", "30.09.2020": day and month.
fn day_and_month(parts: &[&str]) -> Option<(u8, u8)> {
    let (day, month) = match parts {
        [day, month] | [day, month, _] => (day, month),
        _ => return None,
    };
    let (day, month): (u8, u8) = (day.parse().ok()?, month.parse().ok()?);
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month))
}

/// "30/09/2020" and "2020-09-30", whose marks are spaces when they are folded.
fn day_month_year(words: &[&str]) -> Option<(u8, u8)> {
    match words {
        [day, month, year] if year.len() == 4 => day_and_month(&[day, month]),
        [year, month, day] if year.len() == 4 => day_and_month(&[day, month]),
        _ => None,
    }
}
