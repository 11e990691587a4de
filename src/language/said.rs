//! A text of the program in no language yet: the English words, and what fills them. Out of it a
//! [`super::Translation`] makes what a reader sees.

use std::borrow::Cow;

use arcstr::ArcStr;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::wording::Wording;
use crate::model::{Date, Euros};

/// A text of the program, or data alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said(pub(super) Words);

/// What a text consists of. Texts are very many, so the parts are in a list that takes one pointer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Words {
    /// English words, which are its name in every language; `{name}` in them stands for a part.
    Own(Wording, ThinVec<(Wording, Part)>),
    /// Data alone.
    Data(ArcStr),
}

impl Default for Words {
    fn default() -> Self {
        Words::Own(Wording::Own(""), ThinVec::new())
    }
}

/// What fills a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// Data: shown as it is in every language.
    Data(ArcStr),
    /// Euros, with the sign for the currency: 1,234.50 €.
    Euros(Euros),
    /// How many; the first of a text chooses between "1 line" and "2 lines".
    Count(u64),
    /// A ratio as a percentage with one decimal: 0.05 is 5.0 %.
    Ratio(#[serde(with = "rust_decimal::serde::str")] Decimal),
    /// A number that is no count and no euros: 7.5, 1,234.50.
    Number(#[serde(with = "rust_decimal::serde::str")] Decimal),
    /// A day: 31.12.2020.
    Date(Date),
    /// A day that stands so in the results too: 2020-12-31, and as a day in other languages.
    IsoDate(Date),
    /// Another text.
    Said(Box<Said>),
    /// Several, and what stands between them.
    List(Box<(Vec<Part>, Wording)>),
}

impl Said {
    /// A text of the program.
    #[must_use]
    pub const fn new(words: &'static str) -> Self {
        Said(Words::Own(Wording::Own(words), ThinVec::new()))
    }

    /// Data as a text: the same in every language.
    #[must_use]
    pub fn data(text: impl Into<ArcStr>) -> Self {
        Said(Words::Data(text.into()))
    }

    /// Nothing.
    #[must_use]
    pub const fn nothing() -> Self {
        Said::new("")
    }

    /// Several texts, and what stands between them.
    #[must_use]
    pub fn list(texts: impl IntoIterator<Item = Said>, between: &'static str) -> Self {
        Said::new("{list}").with("list", Part::list(texts, between))
    }

    /// With what fills `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, part: impl Into<Part>) -> Self {
        // Data has no names to fill.
        if let Words::Own(_, parts) = &mut self.0 {
            // Most texts have one part, and there may be a million of them.
            parts.reserve_exact(1);
            parts.push((name.into(), part.into()));
        }
        self
    }

    /// With data that fills `{name}`.
    #[must_use]
    pub fn with_data(self, name: &'static str, text: impl ToString) -> Self {
        self.with(name, Part::data(text))
    }

    /// The data, where it is nothing else.
    #[must_use]
    pub fn as_data(&self) -> Option<&str> {
        match &self.0 {
            Words::Data(data) => Some(data),
            Words::Own(..) => None,
        }
    }

    /// As it is shown where nothing else is said: data as it is, a text of the program in English.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        match self.as_data() {
            Some(data) => Cow::Borrowed(data),
            None => Cow::Owned(self.english()),
        }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Words::Data(_) => false,
            Words::Own(words, parts) => parts.is_empty() && words.is_empty(),
        }
    }

    /// Whether nothing in it is for translating: data, and signs around it.
    #[must_use]
    pub fn is_data(&self) -> bool {
        match &self.0 {
            Words::Data(_) => true,
            Words::Own(words, parts) => {
                !has_words(words) && parts.iter().all(|(_, part)| part.is_data())
            }
        }
    }
}

impl Part {
    fn is_data(&self) -> bool {
        match self {
            Part::Said(said) => said.is_data(),
            Part::List(list) => list.0.iter().all(Part::is_data),
            Part::Data(_)
            | Part::Euros(_)
            | Part::Count(_)
            | Part::Ratio(_)
            | Part::Number(_)
            | Part::Date(_)
            | Part::IsoDate(_) => true,
        }
    }
}

/// Data.
impl From<String> for Said {
    fn from(text: String) -> Self {
        Said::data(text)
    }
}

/// Whether something in a text is for translating.
pub(super) fn has_words(words: &str) -> bool {
    without_names(words).any(|part| part.contains(char::is_alphabetic))
}

/// What stands outside the braces of a text.
fn without_names(words: &str) -> impl Iterator<Item = &str> {
    words.split('{').enumerate().map(|(index, part)| match (index, part.split_once('}')) {
        (0, _) | (_, None) => part,
        (_, Some((_, after))) => after,
    })
}

impl From<&'static str> for Said {
    fn from(words: &'static str) -> Self {
        Said::new(words)
    }
}

impl From<Said> for Part {
    fn from(said: Said) -> Self {
        match said.0 {
            Words::Data(data) => Part::Data(data),
            words @ Words::Own(..) => Part::Said(Box::new(Said(words))),
        }
    }
}

/// A word of the program. Data is given with [`Said::with_data`].
impl From<&'static str> for Part {
    fn from(words: &'static str) -> Self {
        Part::from(Said::new(words))
    }
}

impl From<Euros> for Part {
    fn from(amount: Euros) -> Self {
        Part::Euros(amount)
    }
}

impl From<usize> for Part {
    fn from(count: usize) -> Self {
        Part::Count(count as u64)
    }
}

impl From<u64> for Part {
    fn from(count: u64) -> Self {
        Part::Count(count)
    }
}

impl From<Decimal> for Part {
    fn from(number: Decimal) -> Self {
        Part::Number(number)
    }
}

impl From<Date> for Part {
    fn from(day: Date) -> Self {
        Part::Date(day)
    }
}
