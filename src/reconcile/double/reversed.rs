//! Payments that were taken back. In: settled entries. Out: those that something of the same amount
//! below zero cancels: 100, −100, 100 is one payment.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActivityCode, BodyName, Euros, Source};
use crate::reconcile::{Entries, Outcome, SettledEntry};

/// An account of one activity and source, and an amount without its sign.
type Account = (Option<ActivityCode>, Option<Source>, Euros);

/// Payments that were taken back, as indexes in their order: for each amount below zero the payment of
/// the same amount on the same account of the same body, of the same document where there is one, else
/// the last before it.
pub(super) fn reversed(entries: &Entries) -> Vec<usize> {
    let account = |settled: &SettledEntry<'_>| -> Account {
        (settled.means.activity, settled.means.source, settled.entry.amount.abs())
    };
    // Only accounts with something taken back matter.
    let negative = entries.iter().filter(|settled| settled.entry.amount.is_negative());
    let mut touched: Vec<Account> = negative.map(|settled| account(&settled)).collect();
    if touched.is_empty() {
        return Vec::new();
    }
    touched.sort_unstable();
    touched.dedup();
    let counts = |settled: &SettledEntry<'_>| settled.outcome != Outcome::Excluded;
    type Of<'a> = (usize, Option<&'a BodyName>, usize);
    let mut on_them: Vec<Of<'_>> = entries
        .iter()
        .enumerate()
        .filter(|(_, settled)| counts(settled))
        .filter_map(|(index, settled)| {
            let number = touched.binary_search(&account(&settled)).ok()?;
            Some((number, settled.means.body.as_ref(), index))
        })
        .collect();
    on_them.sort_unstable();
    let mut reversed = Vec::new();
    for of_body in on_them.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let indexes = of_body.iter().map(|(.., index)| *index);
        taken_back(entries, indexes, &mut reversed);
    }
    reversed.sort_unstable();
    reversed
}

/// Those taken back of one body's account and amount.
fn taken_back(entries: &Entries, indexes: impl Iterator<Item = usize>, reversed: &mut Vec<usize>) {
    let mut payments: Vec<usize> = Vec::new();
    let mut by_document: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
    let mut negative: Vec<Option<Box<str>>> = Vec::new();
    for (index, settled) in indexes.filter_map(|index| Some((index, entries.get(index)?))) {
        // Those of all payments of an account may be held at once.
        let document = settled.entry.document().map(|text| Box::<str>::from(&*text));
        if settled.entry.amount.is_negative() {
            negative.push(document);
            continue;
        }
        payments.push(index);
        if let Some(document) = document {
            by_document.entry(document).or_default().push(index);
        }
    }
    // Those with a document first, so that none without takes their payment away.
    negative.sort_by_key(Option::is_none);
    let mut taken = BTreeSet::new();
    for document in negative {
        let of_document = document.and_then(|document| by_document.get_mut(&document));
        let found = of_document.and_then(|payments| free(payments, &taken));
        taken.extend(found.or_else(|| free(&mut payments, &taken)));
    }
    reversed.extend(taken);
}

/// Takes the last that is not taken yet.
fn free(payments: &mut Vec<usize>, taken: &BTreeSet<usize>) -> Option<usize> {
    while let Some(last) = payments.pop() {
        if !taken.contains(&last) {
            return Some(last);
        }
    }
    None
}
