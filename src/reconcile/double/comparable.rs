//! Which entries are worth a look: a payment that stands twice has its amount twice, and with it the
//! activity and its time or words, or the number of the document. In: settled entries. Out: amount by
//! amount those of them that may share so much with another. Most share nothing, and nothing more is
//! found out about them. Nothing is made of a text here: what cannot be the same is told by its digits.

use super::facts::telling_number;
use super::points::to_the_cent;
use super::sheets::Sheets;
use crate::model::{Date, Entry, Quarter, visible};
use crate::reconcile::{Entries, SettledEntry};

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

/// About so many candidates are put in the order of their amounts at once: of more than a million some
/// amounts come after the others.
const AT_ONCE: usize = 1 << 20;

/// Candidates of some amounts, in the order of these.
pub(super) struct Amounts(Vec<Key>);

impl Amounts {
    /// All candidates, each with its index among so many entries, one part of the amounts after the other.
    pub(super) fn parts<'e, I>(entries: usize, candidates: I) -> impl Iterator<Item = Self>
    where
        I: Iterator<Item = (usize, SettledEntry<'e>)> + Clone,
    {
        let parts = entries.div_ceil(AT_ONCE).max(1) as u64;
        (0..parts).map(move |part| {
            // A list that grew would be held twice.
            let mut all = Vec::with_capacity(entries.min(AT_ONCE));
            let of_part = |cents: &u64| cents % parts == part;
            all.extend(candidates.clone().filter_map(|(index, settled)| {
                // Amounts are above zero, and none that was read is larger than these numbers.
                let cents = u64::try_from(settled.entry.amount.cents()).ok().filter(of_part)?;
                Key::of(index, cents, &settled.entry)
            }));
            all.sort_unstable();
            Amounts(all)
        })
    }

    /// Runs of whole amounts: none is divided, and what is found in one tells nothing about another.
    pub(super) fn runs(&self) -> Vec<Run<'_>> {
        /// As many candidates at least as are worth a thread's while.
        const LEAST: usize = 1 << 13;
        let (mut runs, mut rest) = (Vec::new(), self.0.as_slice());
        while !rest.is_empty() {
            let last = rest.get(LEAST - 1).map(|key| key.cents);
            let end = last.map_or(rest.len(), |last| rest.partition_point(|key| key.cents <= last));
            let (run, after) = rest.split_at(end);
            runs.push(Run(run));
            rest = after;
        }
        runs
    }
}

/// Candidates of some amounts.
pub(super) struct Run<'k>(&'k [Key]);

impl Run<'_> {
    /// Gives the entries that share enough with others of their amount to `each`, amount by amount, in
    /// their order.
    pub(super) fn each_amount(
        &self,
        entries: &Entries,
        (sheets, year): (&Sheets, Option<i16>),
        mut each: impl FnMut(&[Comparable]),
    ) {
        let mut looks = Vec::new();
        for same in self.0.chunk_by(|a, b| a.cents == b.cents).filter(|same| same.len() > 1) {
            looks.clear();
            looks.extend(same.iter().filter_map(|key| Look::at(entries, *key)));
            let found = of_amount(&mut looks, sheets, year);
            if found.len() > 1 {
                each(&found);
            }
        }
    }
}

/// What is taken along of each candidate while they are put in the order of their amounts: entries are
/// met one after the other only before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    cents: u64,
    index: u32,
    document: Document,
}

/// The number of a document by its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Document {
    None,
    Digits(u16),
    /// It is not written in usual signs alone, so that its words are to be looked at.
    Unknown,
}

impl Key {
    fn of(index: usize, cents: u64, entry: &Entry<'_>) -> Option<Self> {
        let document = match entry.document() {
            None => Document::None,
            Some(text) if text.is_ascii() => Document::Digits(digits(&text)),
            Some(_) => Document::Unknown,
        };
        Some(Key { cents, index: u32::try_from(index).ok()?, document })
    }
}

/// As much of an entry as a first look shows.
struct Look<'e> {
    index: usize,
    settled: SettledEntry<'e>,
    document: Document,
    /// It shares something with another.
    shares: bool,
}

impl<'e> Look<'e> {
    fn at(entries: &'e Entries, key: Key) -> Option<Self> {
        let index = key.index as usize;
        let settled = entries.get(index)?;
        Some(Look { index, settled, document: key.document, shares: false })
    }

    /// The digits of the document's number.
    fn document(&self, year: Option<i16>) -> Option<u16> {
        match self.document {
            Document::None => None,
            Document::Digits(digits) => Some(digits),
            // Words are left out of a number by how they are written.
            Document::Unknown => {
                let text = self.settled.entry.document()?;
                telling_number(&text, year).map(|number| digits(&number))
            }
        }
    }
}

/// What two entries of one amount and activity have to share, beside that.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Date(Date),
    Quarter(Option<Quarter>),
    Description(u16),
}

fn of_amount(looks: &mut [Look<'_>], sheets: &Sheets, year: Option<i16>) -> Vec<Comparable> {
    share(looks, |look, key| key(look.document(year)));
    looks.sort_unstable_by_key(|look| (look.settled.means.activity, look.index));
    let mut found = Vec::new();
    for of_activity in
        looks.chunk_by_mut(|a, b| a.settled.means.activity == b.settled.means.activity)
    {
        let activity = of_activity.first().and_then(|look| look.settled.means.activity);
        if activity.is_some() && of_activity.len() > 1 {
            share(of_activity, |look, key| {
                let entry = &look.settled.entry;
                key(match entry.date {
                    Some(date) => Some(Shared::Date(date)),
                    // A sum for a quarter tells something only where it is to the cent.
                    None => to_the_cent(entry.amount).then_some(Shared::Quarter(entry.quarter)),
                });
                key(entry.description().map(|text| Shared::Description(digits(&text))));
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
fn digits(text: &str) -> u16 {
    const PRIME: u32 = 0x0100_0193;
    let text = visible(text);
    let digits = text.bytes().filter(|byte| matches!(byte, b'1'..=b'9'));
    let sum = digits.fold(PRIME, |sum, digit| (sum ^ u32::from(digit)).wrapping_mul(PRIME));
    (sum >> 16) as u16
}
