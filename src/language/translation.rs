//! Texts of the program → what a reader sees. In: `templates/language/*.toml`, built into the program.
//! A text without a translation stays English; a test holds that there is none.

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use serde::Deserialize;

use super::said::{Part, Said, Words, has_words};
use super::wording::Wording;
use super::{Language, cyrillic};
use crate::model::{Date, grouped};

/// English texts that depend on a number.
const ENGLISH: &[&str] = &[
    include_str!("../../templates/language/en.toml"),
    include_str!("../../templates/language/en-findings.toml"),
];
/// The Montenegrin texts. One that stands in two files is the same in both.
const MONTENEGRIN: &[&str] = &[
    include_str!("../../templates/language/cnr/files.toml"),
    include_str!("../../templates/language/cnr/tables.toml"),
    include_str!("../../templates/language/cnr/results.toml"),
    include_str!("../../templates/language/cnr/terminal.toml"),
    include_str!("../../templates/language/cnr/forms.toml"),
    include_str!("../../templates/language/cnr/returns.toml"),
    include_str!("../../templates/language/cnr/given-back.toml"),
    include_str!("../../templates/language/cnr/shared.toml"),
    include_str!("../../templates/language/cnr/coordination.toml"),
];

/// What fills a name of a template.
#[derive(Debug, Clone, Copy)]
pub enum Filling<'a> {
    /// A part.
    Part(&'a Part),
    /// A text.
    Said(&'a Said),
    /// Nothing stands there.
    Nothing,
}

/// Texts as they are written down, by their English words.
type Texts = Result<IndexMap<String, Text>, String>;

/// The Montenegrin ones are written in both scripts, and read once.
static MONTENEGRIN_TEXTS: LazyLock<Texts> = LazyLock::new(|| texts_of(MONTENEGRIN));
static ENGLISH_TEXTS: LazyLock<Texts> = LazyLock::new(|| texts_of(ENGLISH));

fn texts_of(files: &[&str]) -> Texts {
    let mut texts = IndexMap::new();
    for file in files {
        let part: IndexMap<String, Text> =
            toml::from_str(file).map_err(|error| error.to_string())?;
        texts.extend(part);
    }
    Ok(texts)
}

/// English, for texts that are English in every language (the JSON, the csv tables) and for those that
/// are shown before anybody says in which language.
static ENGLISH_WORDS: LazyLock<Translation> = LazyLock::new(|| {
    Translation::of(Language::English).unwrap_or_else(|_| Translation {
        language: Language::English,
        texts: Arc::default(),
        marks: Marks::None,
    })
});

/// A text in one language, or its forms for one, for two to four, and for more.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Text {
    One(String),
    Forms(Forms),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    one: String,
    few: Option<String>,
    many: String,
}

impl Text {
    /// What is the same in Montenegrin as in English is a name, and stays in Latin script.
    fn in_script_of(self, english: &str, language: Language) -> Self {
        let written = |text: String| match text == english {
            true => text,
            false => in_script(&text, language),
        };
        match self {
            Text::One(text) => Text::One(written(text)),
            Text::Forms(Forms { one, few, many }) => {
                Text::Forms(Forms { one: written(one), few: few.map(written), many: written(many) })
            }
        }
    }
}

/// A text of the program, as it is written down in Latin script, in the script of the language.
#[must_use]
pub fn in_script(text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::Montenegrin => cyrillic::in_latin(text),
        Language::MontenegrinCyrillic => cyrillic::but_names(text),
    }
}

/// All texts in one language.
#[derive(Debug, Clone)]
pub struct Translation {
    language: Language,
    // English words → the words of the language.
    texts: Arc<IndexMap<String, Text>>,
    marks: Marks,
}

/// Which texts stand between ⟦ and ⟧, for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    None,
    // Every text of the program, in English: what stands outside is data, or was never given to be
    // translated.
    All,
    // Those that the language does not have.
    Missing,
}

impl Translation {
    /// The texts that come with the program.
    ///
    /// # Errors
    /// Says what is wrong, if the program was built with a broken file.
    pub fn of(language: Language) -> Result<Self, String> {
        let written = match language {
            Language::English => &ENGLISH_TEXTS,
            Language::Montenegrin | Language::MontenegrinCyrillic => &MONTENEGRIN_TEXTS,
        };
        let written = written.as_ref().map_err(Clone::clone)?.iter();
        let texts = written
            .map(|(english, text)| (english.clone(), text.clone().in_script_of(english, language)));
        let texts = texts.collect();
        Ok(Translation { language, texts: Arc::new(texts), marks: Marks::None })
    }

    /// English.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH_WORDS
    }

    /// No language: English with every text of the program between ⟦ and ⟧, to see what is left out.
    #[must_use]
    pub fn marking() -> Self {
        Translation { language: Language::English, texts: Arc::default(), marks: Marks::All }
    }

    /// The language, with every text that it does not have between ⟦ and ⟧.
    #[must_use]
    pub fn marking_missing(self) -> Self {
        Translation { marks: Marks::Missing, ..self }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// All texts that are translated, by their English words.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// A text as its reader sees it.
    #[must_use]
    pub fn text(&self, said: &Said) -> String {
        match &said.0 {
            Words::Data(data) => data.to_string(),
            Words::Own(words, parts) => {
                let count = parts.iter().find_map(|(_, part)| match part {
                    Part::Count(count) => Some(*count),
                    _ => None,
                });
                self.filled(&self.words(words, count), parts)
            }
        }
    }

    /// A template in the language, each `{name}` filled with the part of that name; a name without a part
    /// stays. What is filled in is never read again as a template.
    fn filled(&self, template: &str, parts: &[(Wording, Part)]) -> String {
        self.filled_with(template, |name| {
            let (_, part) = parts.iter().find(|(known, _)| **known == *name)?;
            Some(Filling::Part(part))
        })
    }

    /// The same, with what is told for each name.
    #[must_use]
    pub fn filled_with<'p>(
        &self,
        template: &str,
        filling: impl Fn(&str) -> Option<Filling<'p>>,
    ) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, from)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = from.split_once('}') else {
                filled.push('{');
                rest = from;
                break;
            };
            match filling(name) {
                Some(Filling::Part(part)) => self.part(part, &mut filled),
                Some(Filling::Said(said)) => filled.push_str(&self.text(said)),
                Some(Filling::Nothing) => {}
                // No name: braces of the text itself.
                None => filled.extend(["{", name, "}"]),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// A word that formulas compare with and give, where it is a text of the program.
    #[must_use]
    pub fn word(&self, english: &str) -> Option<String> {
        let known = self.marks == Marks::All || self.texts.contains_key(english);
        known.then(|| self.words(english, None).into_owned())
    }

    /// The name of a sheet. One that ends in a number or in data is translated up to there.
    #[must_use]
    pub fn sheet(&self, english: &str) -> String {
        if self.marks == Marks::All {
            return english.to_owned();
        }
        if let Some(whole) = self.word(english) {
            return whole;
        }
        match english.split_once(' ').map(|(stem, rest)| (self.word(stem), rest)) {
            Some((Some(stem), rest)) => format!("{stem} {rest}"),
            _ => english.to_owned(),
        }
    }

    fn words<'a>(&'a self, english: &'a str, count: Option<u64>) -> std::borrow::Cow<'a, str> {
        use std::borrow::Cow;
        let marked = match self.marks {
            Marks::None => false,
            Marks::All => true,
            Marks::Missing => !self.texts.contains_key(english),
        };
        if marked && has_words(english) {
            return Cow::Owned(format!("⟦{english}⟧"));
        }
        Cow::Borrowed(match self.texts.get(english) {
            None => english,
            Some(Text::One(words)) => words,
            Some(Text::Forms(forms)) => form(forms, self.language, count),
        })
    }

    fn part(&self, part: &Part, filled: &mut String) {
        match part {
            Part::Data(text) => filled.push_str(text),
            Part::Euros(amount) => {
                let sign = if amount.is_negative() { "−" } else { "" };
                filled.push_str(sign);
                filled.push_str(&self.number(&amount.abs().grouped()));
                filled.push_str(" €");
            }
            Part::Count(count) => filled.push_str(&self.number(&grouped(&count.to_string()))),
            Part::Ratio(ratio) => {
                let percent = (ratio * rust_decimal::Decimal::ONE_HUNDRED).round_dp(1);
                filled.push_str(&self.number(&format!("{percent:.1}")));
                filled.push_str(" %");
            }
            Part::Number(number) => {
                filled.push_str(&self.number(&grouped(&number.to_string())));
            }
            Part::IsoDate(day) if self.language == Language::English => {
                filled.push_str(&day.to_string());
            }
            Part::Date(day) | Part::IsoDate(day) => filled.push_str(&shown(*day)),
            Part::Said(said) => filled.push_str(&self.text(said)),
            Part::List(list) => {
                let (parts, between) = &**list;
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        filled.push_str(between);
                    }
                    self.part(part, filled);
                }
            }
        }
    }

    /// A number with the marks of the language: 1,234.50 and 1.234,50.
    #[must_use]
    pub fn number(&self, english: &str) -> String {
        if self.language == Language::English {
            return english.to_owned();
        }
        let turned = |c| match c {
            ',' => '.',
            '.' => ',',
            other => other,
        };
        english.chars().map(turned).collect()
    }
}

impl Said {
    /// The text in English.
    #[must_use]
    pub fn english(&self) -> String {
        Translation::english().text(self)
    }
}

/// The form for a number. Montenegrin: 1, 21, 31 as one; 2 to 4, 22 to 24 as few; 11 to 14 and the rest
/// as many (the rules of the Unicode CLDR for Serbian, which hold for Montenegrin).
fn form(forms: &Forms, language: Language, count: Option<u64>) -> &str {
    let count = count.unwrap_or(0);
    if language == Language::English {
        return if count == 1 { &forms.one } else { &forms.many };
    }
    match (count % 10, count % 100) {
        (_, 11..=14) => &forms.many,
        (1, _) => &forms.one,
        (2..=4, _) => forms.few.as_deref().unwrap_or(&forms.many),
        _ => &forms.many,
    }
}

fn shown(day: Date) -> String {
    format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())
}
