//! What each code means, in the words of each language: data from `templates/findings/`.

use indexmap::IndexMap;
use serde::Deserialize;

use super::codes::Code;
use super::finding::Finding;
use crate::language::{Filling, Language, Translation, in_script};

macro_rules! texts {
    ($file:literal) => {
        [
            include_str!(concat!("../../templates/findings/", $file)),
            include_str!(concat!("../../templates/findings/cnr/", $file)),
        ]
    };
}

/// Each file in English and in Montenegrin.
const FILES: [[&str; 2]; 12] = [
    texts!("01-file.toml"),
    texts!("02-cell.toml"),
    texts!("03-table.toml"),
    texts!("03-plan.toml"),
    texts!("04-matching.toml"),
    texts!("05-reconciliation.toml"),
    texts!("05-decisions.toml"),
    texts!("05-periods.toml"),
    texts!("05-claims.toml"),
    texts!("05-funding.toml"),
    texts!("05-round.toml"),
    texts!("06-configuration.toml"),
];

/// The texts of one code. `{name}` stands for a detail of the finding, `{read}` for what was read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// One line: what is wrong.
    pub title: String,
    /// What was expected.
    pub expected: String,
    /// What the officer does about it.
    pub remedy: String,
    /// What it does to the totals.
    pub effect: String,
    /// At length: why it matters.
    pub explain: String,
    /// A cell or line that has the fault.
    pub before: String,
    /// The same, mended.
    pub after: String,
}

impl Explanation {
    fn in_script(self, language: Language) -> Self {
        let written = |text: String| in_script(&text, language);
        Explanation {
            title: written(self.title),
            expected: written(self.expected),
            remedy: written(self.remedy),
            effect: written(self.effect),
            explain: written(self.explain),
            before: written(self.before),
            after: written(self.after),
        }
    }
}

/// The texts of all codes in one language.
#[derive(Debug, Clone)]
pub struct Catalogue {
    texts: IndexMap<String, Explanation>,
    words: Translation,
}

impl Catalogue {
    /// The catalogue that comes with the program, in English.
    ///
    /// # Errors
    /// Says what is wrong, if the program was built with a broken file.
    pub fn built_in() -> Result<Self, String> {
        Catalogue::of(Language::English)
    }

    /// The same in a language.
    ///
    /// # Errors
    /// Says what is wrong, if the program was built with a broken file.
    pub fn of(language: Language) -> Result<Self, String> {
        let mut texts = IndexMap::new();
        for [english, montenegrin] in FILES {
            let file = if language == Language::English { english } else { montenegrin };
            let part: IndexMap<String, Explanation> =
                toml::from_str(file).map_err(|error| error.to_string())?;
            texts.extend(part.into_iter().map(|(code, own)| (code, own.in_script(language))));
        }
        Ok(Catalogue { texts, words: Translation::of(language)? })
    }

    /// The same texts, with what fills them in other words: to see what in them is a text of the
    /// program.
    #[must_use]
    pub fn with_words(self, words: Translation) -> Self {
        Catalogue { words, ..self }
    }

    /// What else the program says, in the same language.
    #[must_use]
    pub fn words(&self) -> &Translation {
        &self.words
    }

    /// The texts of one code.
    #[must_use]
    pub fn explanation(&self, code: Code) -> Option<&Explanation> {
        self.texts.get(code.number())
    }

    /// All codes that have texts.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// What was read, in words.
    #[must_use]
    pub fn read(&self, finding: &Finding) -> Option<String> {
        finding.read.as_ref().map(|read| self.words.text(read))
    }

    /// The title of a finding, filled in.
    #[must_use]
    pub fn title(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.title)
    }

    /// What was expected, filled in.
    #[must_use]
    pub fn expected(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.expected)
    }

    /// How to mend it, filled in.
    #[must_use]
    pub fn remedy(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.remedy)
    }

    /// What it does to the totals, filled in.
    #[must_use]
    pub fn effect(&self, finding: &Finding) -> String {
        self.text(finding, |texts| &texts.effect)
    }

    fn text(&self, finding: &Finding, part: fn(&Explanation) -> &String) -> String {
        let Some(texts) = self.explanation(finding.code) else {
            return finding.code.number().to_owned();
        };
        self.words.filled_with(part(texts), |name| {
            let read = || finding.read.as_ref().filter(|_| name == "read").map(Filling::Said);
            let own = finding.named(name).map(Filling::Part);
            // Nothing stands where a finding leaves a detail open.
            Some(own.or_else(read).unwrap_or(Filling::Nothing))
        })
    }
}
