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

pub use cyrillic::cyrillic;
pub use said::{Part, Said};
pub use translation::{Translation, in_script};

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
