//! The language that the command speaks in. In: what `--lang` or the settings say. Out: texts of the
//! program in it. It is chosen once; what is said before the settings are read is said as `--lang` has it.

use std::sync::OnceLock;

use earmark::diagnostic::Catalogue;
use earmark::language::{Language, Part, Said, Translation};
use earmark::model::Euros;

use super::problem::Problem;

static CHOSEN: OnceLock<Language> = OnceLock::new();
static WORDS: OnceLock<Translation> = OnceLock::new();

/// Chooses the language, unless one is chosen already: the command line comes before the settings.
pub fn choose(language: Language) {
    let _ = CHOSEN.set(language);
}

/// The language; English where nobody has chosen.
pub fn language() -> Language {
    CHOSEN.get().copied().unwrap_or_default()
}

/// The texts of the program.
pub fn words() -> &'static Translation {
    if CHOSEN.get().is_none() {
        return Translation::english();
    }
    let of = || Translation::of(language()).unwrap_or_else(|_| Translation::english().clone());
    WORDS.get_or_init(of)
}

/// What findings mean.
pub fn catalogue() -> Result<Catalogue, Problem> {
    Catalogue::of(language())
        .map_err(|what| Problem::new(what, "please report this fault of earmark"))
}

/// The same in English, for JSON, which other programs read.
pub fn in_english() -> Result<Catalogue, Problem> {
    Catalogue::built_in().map_err(|what| Problem::new(what, "please report this fault of earmark"))
}

/// A text in the language.
pub fn say(said: impl Into<Said>) -> String {
    words().text(&said.into())
}

/// An amount for people: 4,000.00 €.
pub fn euros(amount: Euros) -> String {
    format!("{} €", words().number(&amount.grouped()))
}

/// How many, in words that know their forms: "{count} errors".
pub fn counted(count: usize, words: &'static str) -> Said {
    Said::new(words).with("count", Part::from(count))
}
