//! Entries of two runs. In: both runs' entries. Out: those that are new, gone or changed, and how many
//! only stand elsewhere. An entry is known by what it says (body, code, amount, date, document,
//! description), as often as it stands there, so that a file that is renamed or sent again makes
//! nothing new; then by its cell.

use super::pairs::Pairing;
use super::{Kind, Moved};
use crate::model::RecordedEntry;

/// An entry that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// What became of it.
    pub kind: Kind,
    /// As it was; none where it is new.
    pub before: Option<RecordedEntry>,
    /// As it is; none where it is gone.
    pub after: Option<RecordedEntry>,
    /// The amount.
    pub amount: Moved,
    /// What changed, in words: "amount", "outcome", "activity", "source", "donor", "body".
    pub what: Vec<&'static str>,
}

impl EntryChange {
    /// The entry as it is, or as it was before it went.
    #[must_use]
    pub fn entry(&self) -> Option<&RecordedEntry> {
        self.after.as_ref().or(self.before.as_ref())
    }

    fn of(before: Option<&RecordedEntry>, after: Option<&RecordedEntry>) -> Self {
        EntryChange {
            kind: Kind::of(before.is_some(), after.is_some()),
            before: before.cloned(),
            after: after.cloned(),
            amount: Moved::of(before.map(|e| e.amount), after.map(|e| e.amount)),
            what: before
                .zip(after)
                .map(|(before, after)| differences(before, after))
                .unwrap_or_default(),
        }
    }
}

/// What two records of one entry differ in, as far as it matters to the figures.
fn differences(before: &RecordedEntry, after: &RecordedEntry) -> Vec<&'static str> {
    [
        ("amount", before.amount != after.amount),
        ("outcome", before.outcome != after.outcome),
        ("activity", before.activity != after.activity),
        ("source", before.source != after.source),
        ("donor", before.donor != after.donor),
        ("body", before.body != after.body),
    ]
    .into_iter()
    .filter_map(|(what, differs)| differs.then_some(what))
    .collect()
}

pub(super) fn compare(
    before: &[RecordedEntry],
    after: &[RecordedEntry],
) -> (Vec<EntryChange>, usize) {
    let paired = pair(before, after).end();
    let elsewhere = |(before, after): &&(&RecordedEntry, &RecordedEntry)| {
        place(before) != place(after) && differences(before, after).is_empty()
    };
    let moved = paired.pairs.iter().filter(elsewhere).count();
    let mut changes: Vec<EntryChange> = paired
        .pairs
        .into_iter()
        .map(|(before, after)| EntryChange::of(Some(before), Some(after)))
        .filter(|change| !change.what.is_empty())
        .chain(paired.new.into_iter().map(|after| EntryChange::of(None, Some(after))))
        .chain(paired.vanished.into_iter().map(|before| EntryChange::of(Some(before), None)))
        .collect();
    // An entry that only changed its outcome moves as much as its whole amount.
    let size = |change: &EntryChange| {
        let whole = change.entry().map(|entry| entry.amount.abs());
        (change.amount.difference.map(|difference| difference.abs()).max(whole), change.kind)
    };
    changes.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.entry().cmp(&b.entry())));
    (changes, moved)
}

fn pair<'a>(before: &'a [RecordedEntry], after: &'a [RecordedEntry]) -> Pairing<'a, RecordedEntry> {
    let says = |e: &'a RecordedEntry| {
        (&e.body, &e.code, &e.title, e.amount, &e.date, &e.document, &e.description)
    };
    let result = |e: &'a RecordedEntry| (&e.activity, &e.source, &e.donor, &e.outcome);
    let named = |e: &RecordedEntry| e.document.is_some() || e.description.is_some();
    Pairing::new(before, after)
        .by(|e| Some((says(e), &e.raw, place(e), result(e))))
        .by(|e| Some((says(e), &e.raw, place(e))))
        .by(|e| Some((says(e), &e.raw, &e.file, &e.sheet, result(e))))
        .by(|e| Some((says(e), &e.raw, result(e))))
        .by(|e| Some((says(e), result(e))))
        .by(|e| Some(says(e)))
        // In the same cell, with one thing mended. Another payment in the cell is another entry: a
        // sheet of the next quarter often has the same rows.
        .by(|e| e.document.as_ref().map(|document| (place(e), document)))
        .by(|e| e.description.as_ref().map(|what| (place(e), &e.code, &e.date, what)))
        .by(|e| Some((place(e), &e.code, &e.title, &e.date, &e.document, &e.description)))
        .by(|e| Some((place(e), e.amount, &e.date)))
        // In another cell or file, with one thing mended, where nothing else could be meant.
        .by_single(|e| named(e).then_some((&e.body, &e.code, &e.date, &e.document, &e.description)))
        .by_single(|e| {
            named(e).then_some((&e.body, e.amount, &e.date, &e.document, &e.description))
        })
}

fn place(entry: &RecordedEntry) -> (&str, Option<&str>, &str) {
    (&entry.file, entry.sheet.as_deref(), &entry.cell)
}
