//! What a heading says besides its known word, and months. In: the text of a heading or of a line
//! above a table. Out: the heading, and the quarter or month it is for: "Utrošeno u II kvartalu",
//! "Spent in March 2020". Never: a time that the text does not name in words.

use super::{Heading, Vocabulary, quarter};
use crate::model::{Date, Period, Quarter, When, fold};

/// How many words may name a time: "the second quarter of 2020".
const LONGEST_TIME: usize = 5;

/// Longer texts are no headings, and every line of a sheet is asked.
const LONGEST_HEADING: usize = 12;

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Phrase {
    /// The known heading in it.
    pub heading: Option<Heading>,
    /// The month or quarter that it is for.
    pub when: Option<When>,
    /// It heads a total.
    pub total: bool,
}

impl Vocabulary {
    /// Takes a heading apart. Nothing is known of a text with a word in it that is not.
    #[must_use]
    pub fn phrase(&self, text: &str) -> Phrase {
        let known = |words: &str| Phrase {
            heading: self.heading(words),
            total: self.heading(words).is_none() && self.is_total(words),
            when: None,
        };
        let whole = known(text);
        if whole.heading.is_some() || self.is_bare_total(text) {
            return whole;
        }
        if let Some(heading) = self.in_two_languages(text) {
            return Phrase { heading: Some(heading), ..Phrase::default() };
        }
        if let Some(when) = self.when(text) {
            return Phrase { when: Some(when), ..Phrase::default() };
        }
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        if words.len() > LONGEST_HEADING {
            return whole;
        }
        // A year alone says nothing about the column, and is left out all the same.
        let times: Vec<bool> = words.iter().map(|word| self.names_a_time(&[word])).collect();
        let years: Vec<bool> = words.iter().map(|word| is_year(&[word])).collect();
        for length in (1..=words.len().min(LONGEST_TIME)).rev() {
            for from in 0..=words.len() - length {
                let span = from..from + length;
                let named = times[span.clone()].contains(&true);
                if !named && !years[span.clone()].contains(&true) {
                    continue;
                }
                let (before, time, after) =
                    (&words[..from], &words[span.clone()], &words[span.end..]);
                let when = if named { self.when(&time.join(" ")) } else { None };
                if when.is_none() && !self.is_year_of(time) {
                    continue;
                }
                let before = match before {
                    [before @ .., word] if self.is_time_filler(word) => before,
                    all => all,
                };
                let rest = known(&[before, after].concat().join(" "));
                if rest.heading.is_some() || rest.total {
                    return Phrase { when, ..rest };
                }
            }
        }
        whole
    }

    /// The one month or quarter that a text names, and nothing else.
    #[must_use]
    pub fn when(&self, text: &str) -> Option<When> {
        // "1.1" is a number or a code, "1." and "I" are quarters.
        let number = fold(text).contains(['.', ',']) && !text.contains(char::is_alphabetic);
        let plain = || quarter(text).filter(|_| !number);
        if let Some(found) = plain().or_else(|| self.inflected_quarter(text)) {
            return Some(When::Quarter(found));
        }
        match self.months(text)?.as_slice() {
            [only] => Some(When::Month(*only)),
            _ => None,
        }
    }

    /// The quarters, months, days or year that a text names, and nothing else.
    #[must_use]
    pub fn period(&self, text: &str) -> Option<Period> {
        super::period(text).or_else(|| between_days(text)).or_else(|| {
            let months = self.months(text)?;
            let (from, to) = (*months.first()?, *months.last()?);
            (from <= to && months.len() <= 2)
                .then(|| Period::of_months(years(text).next(), from, to))
        })
    }

    /// Whether some word means a quarter or a month, so that a bare number is none.
    #[must_use]
    pub fn names_a_time(&self, words: &[&str]) -> bool {
        words.iter().any(|word| {
            self.words.is_quarter_word(word)
                || self.words.month(word).is_some()
                || (word.len() <= 3
                    && word.starts_with(['q', 'k'])
                    && word.ends_with(|c: char| c.is_ascii_digit()))
        })
    }

    /// "Šifra / Code": the same heading twice.
    fn in_two_languages(&self, text: &str) -> Option<Heading> {
        let mut parts = text.split(['/', '\n', '|']).filter(|part| !part.trim().is_empty());
        let first = self.heading(parts.next()?)?;
        let second = self.heading(parts.next()?)?;
        (first == second && parts.all(|part| self.heading(part) == Some(first))).then_some(first)
    }

    /// "2020", "2020 godini".
    fn is_year_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| is_year(&[word]))
            && words.iter().all(|word| is_year(&[word]) || self.is_time_filler(word))
    }

    /// "II kvartalu", "u trećem tromjesečju": the quarter without the words around its number.
    fn inflected_quarter(&self, text: &str) -> Option<Quarter> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let says = |word: &&str| self.words.is_quarter_word(word);
        if !words.iter().any(says) {
            return None;
        }
        let bare: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| !says(word) && !self.is_time_filler(word))
            .collect();
        quarter(&bare.join(" "))
    }

    fn is_time_filler(&self, word: &str) -> bool {
        self.words.is_time_filler(word)
    }

    /// The months that a text names, in its order; none where it says anything else.
    fn months(&self, text: &str) -> Option<Vec<u8>> {
        if let Some(month) = month_and_year(text) {
            return Some(vec![month]);
        }
        let folded = fold(text);
        let mut months = Vec::new();
        for word in folded.split([' ', '.', ',']).filter(|word| !word.is_empty()) {
            if let Some(month) = self.words.month(word) {
                months.push(month);
            } else if !(self.is_time_filler(word) || is_year(&[word]) || joins(word, &months)) {
                return None;
            }
        }
        (!months.is_empty()).then_some(months)
    }
}

/// "Januar i februar".
fn joins(word: &str, months: &[u8]) -> bool {
    word == "i" && !months.is_empty()
}

/// "03/2020", "3.2020.", "2020-03".
fn month_and_year(text: &str) -> Option<u8> {
    let parts: Vec<&str> =
        text.trim().trim_end_matches('.').split(['/', '.', '-']).map(str::trim).collect();
    let (month, year) = match parts.as_slice() {
        [year, month] if year.len() == 4 => (month, year),
        [month, year] if month.len() <= 2 => (month, year),
        _ => return None,
    };
    let month: u8 = month.parse().ok()?;
    (is_year(&[year]) && (1..=12).contains(&month)).then_some(month)
}

fn is_year(words: &[&str]) -> bool {
    matches!(words, [word] if word.len() == 4
        && word.parse::<i16>().is_ok_and(|year| (1990..=2200).contains(&year)))
}

fn years(text: &str) -> impl Iterator<Item = i16> {
    let numbers: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| is_year(&[*number]))
        .filter_map(|number| number.parse().ok())
        .collect();
    numbers.into_iter()
}

/// "01.01.2020 - 31.03.2020", "01.01.-31.03.2020.": the quarters from day to day of one year.
fn between_days(text: &str) -> Option<Period> {
    // Only digits and marks, perhaps a short word between: "od 1.1.2020. do 31.3.2020. godine".
    let numbers: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let (from, to) = match numbers.as_slice() {
        [d1, m1, y1, d2, m2, y2] if y1 == y2 => ((*d1, *m1, *y1), (*d2, *m2, *y2)),
        [d1, m1, d2, m2, year] => ((*d1, *m1, *year), (*d2, *m2, *year)),
        _ => return None,
    };
    let day = |(day, month, year): (i16, i16, i16)| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let (from, to) = (day(from)?, day(to)?);
    let month = |day: Date| u8::try_from(day.month()).ok();
    let (first, last) = (month(from)?, month(to)?);
    ((1990..=2200).contains(&from.year()) && from <= to && letters <= 24)
        .then(|| Period::of_months(Some(from.year()), first, last))
}
