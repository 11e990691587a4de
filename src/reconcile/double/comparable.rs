//! Which entries are worth a look: a payment that stands twice has its amount twice, and with it the
//! activity and its time or words, or the number of the document. In: settled entries. Out: amount by
//! amount those of them that may share so much with another. Most share nothing, and nothing more is
//! found out about them. Nothing is made of a text here: what cannot be the same is told by its digits.

use super::facts::telling_number;
use super::points::to_the_cent;
use super::sheets::Sheets;
use crate::model::{Date, Quarter, visible};
use crate::reconcile::SettledEntry;

/// From this often on an amount repeats in a sheet: rents, fees, daily allowances.
const OFTEN: usize = 3;

/// An entry that shares enough with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Comparable {
    /// The entry.
    pub index: usize,
    pub sheet: u32,
    /// The sheet has the amount for the activity several times.
    pub often: bool,
}

/// Gives the entries that share enough with others of their amount to `each`, amount by amount, in
/// their order.
pub(super) fn each_amount(
    entries: &[SettledEntry],
    candidates: impl Iterator<Item = usize>,
    (sheets, year): (&Sheets, Option<i16>),
    mut each: impl FnMut(&[Comparable]),
) {
    // Amounts are above zero, and none that was read is larger than these numbers.
    let keyed = |index: usize| -> Option<(u64, u32)> {
        let cents = entries.get(index)?.entry.amount.cents();
        Some((u64::try_from(cents).ok()?, u32::try_from(index).ok()?))
    };
    let mut all: Vec<(u64, u32)> = candidates.filter_map(keyed).collect();
    all.sort_unstable();
    let mut looks = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        looks.clear();
        looks.extend(same.iter().filter_map(|(_, index)| Look::at(entries, *index as usize)));
        let found = of_amount(&mut looks, sheets, year);
        if found.len() > 1 {
            each(&found);
        }
    }
}

/// As much of an entry as a first look shows.
struct Look<'e> {
    index: usize,
    settled: &'e SettledEntry,
    /// It shares something with another.
    shares: bool,
}

impl<'e> Look<'e> {
    fn at(entries: &'e [SettledEntry], index: usize) -> Option<Self> {
        Some(Look { index, settled: entries.get(index)?, shares: false })
    }

    /// The digits of the document's number.
    fn document(&self, year: Option<i16>) -> Option<u64> {
        let text = self.settled.entry.document.as_deref()?;
        match text.is_ascii() {
            true => Some(digits(text)),
            // Words are left out of a number by how they are written.
            false => telling_number(text, year).map(|number| digits(&number)),
        }
    }
}

/// What two entries of one amount and activity have to share, beside that.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Date(Date),
    Quarter(Option<Quarter>),
    Description(u64),
}

fn of_amount(looks: &mut [Look<'_>], sheets: &Sheets, year: Option<i16>) -> Vec<Comparable> {
    share(looks, |look, key| key(look.document(year)));
    looks.sort_unstable_by_key(|look| (look.settled.activity, look.index));
    let mut found = Vec::new();
    for of_activity in looks.chunk_by_mut(|a, b| a.settled.activity == b.settled.activity) {
        let activity = of_activity.first().and_then(|look| look.settled.activity);
        if activity.is_some() && of_activity.len() > 1 {
            share(of_activity, |look, key| {
                let entry = &look.settled.entry;
                key(match entry.date {
                    Some(date) => Some(Shared::Date(date)),
                    // A sum for a quarter tells something only where it is to the cent.
                    None => to_the_cent(entry.amount).then_some(Shared::Quarter(entry.quarter)),
                });
                key(entry.description.as_deref().map(|text| Shared::Description(digits(text))));
            });
        }
        if of_activity.iter().any(|look| look.shares) {
            found.extend(with_often(of_activity, sheets));
        }
    }
    found.sort_unstable();
    found
}

/// Marks those that have a key of another.
fn share<K: Ord>(looks: &mut [Look<'_>], keys: impl Fn(&Look<'_>, &mut dyn FnMut(Option<K>))) {
    let mut keyed: Vec<(K, usize)> = Vec::with_capacity(looks.len());
    for (at, look) in looks.iter().enumerate() {
        keys(look, &mut |key| keyed.extend(key.map(|key| (key, at))));
    }
    keyed.sort_unstable();
    for same in keyed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        for (_, at) in same {
            if let Some(look) = looks.get_mut(*at) {
                look.shares = true;
            }
        }
    }
}

/// Those of one activity that share something, and whether their sheet has the amount often.
fn with_often<'l>(
    of_activity: &'l [Look<'_>],
    sheets: &Sheets,
) -> impl Iterator<Item = Comparable> + 'l {
    let mut numbers: Vec<u32> = of_activity.iter().map(|look| sheets.number(look.index)).collect();
    let own = numbers.clone();
    numbers.sort_unstable();
    of_activity.iter().zip(own).filter(|(look, _)| look.shares).map(move |(look, sheet)| {
        let start = numbers.partition_point(|number| *number < sheet);
        let often = numbers.get(start + OFTEN - 1) == Some(&sheet);
        Comparable { index: look.index, sheet, often }
    })
}

/// A number that texts have in common wherever they are the same when folded: folding keeps every
/// digit of the usual form and makes none, and only zeros are ever taken from the number of a document.
fn digits(text: &str) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let digits = |text: &str| {
        let digits = text.bytes().filter(|byte| matches!(byte, b'1'..=b'9'));
        digits.fold(PRIME, |sum, digit| (sum ^ u64::from(digit)).wrapping_mul(PRIME))
    };
    digits(&visible(text))
}
