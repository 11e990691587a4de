//! Pairs what stands in two runs, step by step. In: two lists and keys that tell what is the same. Out:
//! pairs, and what is left on either side. Each item is in one pair at most; the order of the lists
//! changes nothing, because they are sorted first.

use std::collections::{BTreeMap, VecDeque};

pub(super) struct Pairing<'a, T> {
    before: Vec<&'a T>,
    after: Vec<&'a T>,
    pairs: Vec<(&'a T, &'a T)>,
}

/// What came of pairing.
pub(super) struct Paired<'a, T> {
    pub pairs: Vec<(&'a T, &'a T)>,
    pub vanished: Vec<&'a T>,
    pub new: Vec<&'a T>,
}

impl<'a, T: Ord> Pairing<'a, T> {
    pub(super) fn new(before: &'a [T], after: &'a [T]) -> Self {
        let sorted = |items: &'a [T]| {
            let mut items: Vec<&T> = items.iter().collect();
            items.sort();
            items
        };
        Pairing { before: sorted(before), after: sorted(after), pairs: Vec::new() }
    }

    /// Pairs items of one key, as many as both sides have. An item without a key waits for a later step.
    pub(super) fn by<K: Ord>(self, key: impl Fn(&'a T) -> Option<K>) -> Self {
        self.step(key, false)
    }

    /// Pairs items of one key where each side has exactly one.
    pub(super) fn by_single<K: Ord>(self, key: impl Fn(&'a T) -> Option<K>) -> Self {
        self.step(key, true)
    }

    fn step<K: Ord>(mut self, key: impl Fn(&'a T) -> Option<K>, single: bool) -> Self {
        let mut known: BTreeMap<K, (VecDeque<&'a T>, VecDeque<&'a T>)> = BTreeMap::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for item in self.before {
            match key(item) {
                Some(key) => known.entry(key).or_default().0.push_back(item),
                None => before.push(item),
            }
        }
        for item in self.after {
            match key(item) {
                Some(key) => known.entry(key).or_default().1.push_back(item),
                None => after.push(item),
            }
        }
        for (mut then, mut now) in known.into_values() {
            if !single || (then.len(), now.len()) == (1, 1) {
                while let (Some(_), Some(_)) = (then.front(), now.front()) {
                    self.pairs.extend(then.pop_front().zip(now.pop_front()));
                }
            }
            before.extend(then);
            after.extend(now);
        }
        before.sort();
        after.sort();
        Pairing { before, after, pairs: self.pairs }
    }

    pub(super) fn end(self) -> Paired<'a, T> {
        Paired { pairs: self.pairs, vanished: self.before, new: self.after }
    }
}
