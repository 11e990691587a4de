//! What earmark says, in the language of its reader. In: texts of the program with what fills them.
//! Out: the same in English or Montenegrin, in Latin or Cyrillic script. Never touches data: names,
//! titles, files and what a sheet holds stay as they are written.
//!
//! A new text is written in English where it is said, and in `templates/language/cnr/`; a test
//! holds the two together.

mod cyrillic;
mod parts;
mod said;
mod translation;
mod wording;

pub use cyrillic::cyrillic;
pub use said::{Part, Said};
pub use translation::{Filling, Translation, in_script};
pub use wording::Wording;

/// The languages that earmark speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Montenegrin in Latin script.
    Montenegrin,
    /// Montenegrin in Cyrillic script.
    MontenegrinCyrillic,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 3] =
        [Language::English, Language::Montenegrin, Language::MontenegrinCyrillic];

    /// Its code: "en", "cnr", "cnr-Cyrl" (ISO 639-3, with the script of ISO 15924).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Montenegrin => "cnr",
            Language::MontenegrinCyrillic => "cnr-Cyrl",
        }
    }
}

/// By its code, in either case; "cnr-Latn" is Montenegrin in Latin script too.
impl std::str::FromStr for Language {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        if text.eq_ignore_ascii_case("cnr-Latn") {
            return Ok(Language::Montenegrin);
        }
        let named = |language: &Language| language.code().eq_ignore_ascii_case(text);
        Language::ALL.into_iter().find(named).ok_or(())
    }
}
