//! The texts that an entry has for itself. In: texts, each perhaps none. Out: any of them, wherever they
//! are held. Most of those who go through entries ask for none of them.

use std::borrow::Cow;
use std::fmt;

use super::many_texts::ManyTexts;

/// Which of them an entry has.
pub(super) const SHOWN: u8 = 1;
pub(super) const DOCUMENT: u8 = 1 << 1;
pub(super) const DESCRIPTION: u8 = 1 << 2;

/// The texts of one entry.
#[derive(Clone, Copy)]
pub struct OwnTexts<'a>(Held<'a>);

#[derive(Clone, Copy)]
enum Held<'a> {
    /// Each for itself, in the order of their signs.
    Apart([Option<&'a str>; 3]),
    /// Those with these signs, among those of many, from where they begin.
    Together(u8, &'a ManyTexts, u32),
}

impl<'a> OwnTexts<'a> {
    /// What the cell of the amount shows, where that is to be kept; the document; the description.
    #[must_use]
    pub fn new(
        shown: Option<&'a str>,
        document: Option<&'a str>,
        description: Option<&'a str>,
    ) -> Self {
        OwnTexts(Held::Apart([shown, document, description]))
    }

    /// Those with some signs, among those of many, from where they begin.
    pub(super) fn held(signs: u8, texts: &'a ManyTexts, begin: u32) -> Self {
        OwnTexts(Held::Together(signs, texts, begin))
    }

    pub(super) fn shown(&self) -> Option<&'a str> {
        match self.0 {
            Held::Apart([shown, ..]) => shown,
            Held::Together(signs, texts, begin) => (signs & SHOWN != 0).then(|| texts.shown(begin)),
        }
    }

    pub(super) fn document(&self) -> Option<Cow<'a, str>> {
        match self.0 {
            Held::Apart([_, document, _]) => document.map(Cow::Borrowed),
            Held::Together(signs, texts, begin) => {
                let behind = (signs & SHOWN).count_ones();
                (signs & DOCUMENT != 0).then(|| texts.text(begin, behind))
            }
        }
    }

    pub(super) fn description(&self) -> Option<Cow<'a, str>> {
        match self.0 {
            Held::Apart([.., description]) => description.map(Cow::Borrowed),
            Held::Together(signs, texts, begin) => {
                let behind = (signs & (SHOWN | DOCUMENT)).count_ones();
                (signs & DESCRIPTION != 0).then(|| texts.text(begin, behind))
            }
        }
    }
}

impl fmt::Debug for OwnTexts<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = [self.shown().map(Cow::Borrowed), self.document(), self.description()];
        out.debug_list().entries(texts.into_iter().flatten()).finish()
    }
}

impl PartialEq for OwnTexts<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.shown() == other.shown()
            && self.document() == other.document()
            && self.description() == other.description()
    }
}

impl Eq for OwnTexts<'_> {}
