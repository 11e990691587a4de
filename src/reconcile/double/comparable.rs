//! Which entries are worth a look: a payment that stands twice has its amount twice, and with it the
//! activity or the number of the document. In: settled entries. Out: those of them that share so much
//! with another. Most share nothing, and nothing more is found out about them.

use super::facts::telling_number;
use crate::model::{ActivityCode, Euros};
use crate::reconcile::SettledEntry;

/// The candidates, as indexes in their order, that share enough with another candidate.
pub(super) fn comparable(
    entries: &[SettledEntry],
    candidates: impl Iterator<Item = usize>,
    year: Option<i16>,
) -> Vec<usize> {
    type Keyed = (Euros, Option<ActivityCode>, usize);
    let key = |index: usize| -> Option<Keyed> {
        let settled = entries.get(index)?;
        Some((settled.entry.amount, settled.activity, index))
    };
    let mut keyed: Vec<Keyed> = candidates.filter_map(key).collect();
    keyed.sort_unstable();
    let mut found = Vec::new();
    for of_amount in keyed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let mut alone = Vec::new();
        for of_activity in of_amount.chunk_by(|a, b| a.1 == b.1) {
            match of_activity {
                [(.., index)] => alone.push(*index),
                several => found.extend(several.iter().map(|(.., index)| *index)),
            }
        }
        if alone.is_empty() {
            continue;
        }
        let document = |index: usize| {
            let text = entries.get(index)?.entry.document.as_deref()?;
            Some((telling_number(text, year)?, index))
        };
        let all = of_amount.iter().map(|(.., index)| *index);
        let mut documents: Vec<(String, usize)> = all.filter_map(document).collect();
        documents.sort_unstable();
        let same = documents.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
        found.extend(same.flatten().map(|(_, index)| *index));
    }
    found.sort_unstable();
    found.dedup();
    found
}
