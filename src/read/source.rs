//! What a text says about where money comes from. In: words of a source or donor cell, the bodies
//! and the donors that are known. Out: the source, and whose budget or which donor where it says so.

use std::collections::BTreeMap;

use crate::model::{BodyName, BodyRegister, DonorName, Source, fold, tidy};
use crate::vocabulary::{SourceWords, Vocabulary};

/// The meaning of a text about a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceReading {
    /// Budget or donation.
    pub source: Source,
    /// The body whose budget it is, where the text names one.
    pub holder: Option<BodyName>,
    /// The donor, where the text names one.
    pub donor: Option<DonorName>,
    /// The budget of all implementers.
    pub shared: bool,
}

impl SourceReading {
    fn of(source: Source) -> Self {
        SourceReading { source, holder: None, donor: None, shared: false }
    }
}

/// Donors that the plan and the register name, by their folded names.
#[derive(Debug, Clone, Default)]
pub struct KnownDonors(BTreeMap<String, DonorName>);

impl FromIterator<DonorName> for KnownDonors {
    /// Of two whose names differ in nothing that is read, the first.
    fn from_iter<T: IntoIterator<Item = DonorName>>(donors: T) -> Self {
        let mut known = BTreeMap::new();
        for donor in donors {
            known.entry(fold(&donor.0)).or_insert(donor);
        }
        KnownDonors(known)
    }
}

impl KnownDonors {
    fn find(&self, text: &str) -> Option<&DonorName> {
        self.0.get(&fold(text))
    }
}

/// Reads a source cell: general words, a body's budget, a known donor, a body's name.
#[must_use]
pub fn read_source(
    text: &str,
    bodies: &BodyRegister,
    donors: &KnownDonors,
    vocabulary: &Vocabulary,
) -> Option<SourceReading> {
    match vocabulary.source(text) {
        Some(SourceWords::Is(source)) => return Some(SourceReading::of(source)),
        Some(SourceWords::Shared) => {
            return Some(SourceReading { shared: true, ..SourceReading::of(Source::Budget) });
        }
        None => {}
    }
    let body = vocabulary
        .body_of_budget(text)
        .and_then(|name| bodies.find_inflected(&name).map(|body| body.name.clone()));
    if let Some(body) = body.or_else(|| bodies.find(text).map(|body| body.name.clone())) {
        return Some(SourceReading { holder: Some(body), ..SourceReading::of(Source::Budget) });
    }
    if let Some(donor) = known_donor(text, donors, vocabulary) {
        return Some(SourceReading { donor: Some(donor), ..SourceReading::of(Source::Donation) });
    }
    // "UNICEF donation", "Donation - UNICEF", "Donation (OSCE)": the donor beside the word.
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    for at in [1, words.len().saturating_sub(1)] {
        let (front, back) = words.split_at(at.min(words.len()));
        for (word, rest) in [(front.join(" "), back.join(" ")), (back.join(" "), front.join(" "))] {
            if vocabulary.source(&word) == Some(SourceWords::Is(Source::Donation))
                && let Some(donor) = known_donor(&rest, donors, vocabulary)
            {
                return Some(SourceReading {
                    donor: Some(donor),
                    ..SourceReading::of(Source::Donation)
                });
            }
        }
    }
    None
}

/// The donor that a text names, if the vocabulary, the plan or the register know it. Several are one
/// donor only where the plan has them together: nobody says how much of the amount is whose.
fn known_donor(text: &str, donors: &KnownDonors, vocabulary: &Vocabulary) -> Option<DonorName> {
    vocabulary.donor(text).or_else(|| donors.find(text)).cloned().or_else(|| {
        let together = DonorName::together(&vocabulary.known_donors(text));
        donors.find(&together.0).filter(|known| **known == together).cloned()
    })
}

/// The donor of a donor cell: a known one under its canonical name, else the text itself. None for
/// a text that only says that there is a donor ("donation").
#[must_use]
pub fn read_donor(text: &str, donors: &KnownDonors, vocabulary: &Vocabulary) -> Option<DonorName> {
    let tidied = tidy(text);
    if !tidied.chars().any(char::is_alphanumeric) || vocabulary.source(&tidied).is_some() {
        return None;
    }
    known_donor(&tidied, donors, vocabulary).or_else(|| Some(DonorName::new(&tidied)))
}
