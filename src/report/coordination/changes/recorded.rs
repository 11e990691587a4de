//! Words of earlier results. In: a word as the JSON has it. Out: the text of the program that it is, in no
//! language yet; a word that is none of them is data and stays as it is written.

use crate::diagnostic::{Severity, safe};
use crate::language::Said;
use crate::model::Source;
use crate::reconcile::{FundingStatus, SpendingStatus};

/// The word where it is one of the program's own.
fn known(word: &str, own: impl IntoIterator<Item = &'static str>) -> Said {
    let mut own = own.into_iter();
    own.find(|known| *known == word).map_or_else(|| Said::data(safe(word)), Said::new)
}

pub(super) fn source(word: &str) -> Said {
    known(word, Source::ALL.map(Source::word))
}

/// A status of spending or of funding: "not_reported".
pub(super) fn status(word: &str) -> Said {
    let spending = SpendingStatus::ALL.map(SpendingStatus::label);
    let funding = FundingStatus::ALL.map(FundingStatus::label);
    known(&word.replace('_', " "), spending.into_iter().chain(funding))
}

pub(super) fn outcome(word: &str) -> Said {
    known(word, ["reconciled", "unplanned", "suspense", "excluded"])
}

pub(super) fn severity(word: &str) -> Said {
    known(word, [Severity::Error, Severity::Warning, Severity::Note].map(Severity::word))
}
