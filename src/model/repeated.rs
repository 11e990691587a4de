//! Many things of which few differ, in little room: each that differs is kept once, and of every one only
//! which it is. In: things, one after another, each with what tells it apart. Out: any of them.

use std::hash::Hash;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::number_rows::NumberRows;

/// Things that are told apart by a key.
#[derive(Debug, Clone)]
pub(crate) struct Repeated<K, T> {
    kinds: Vec<T>,
    /// The position of each of these, while some come in.
    known: IndexMap<K, u64, RandomState>,
    /// For each thing the position of its kind.
    each: NumberRows<1>,
}

impl<K: Hash + Eq, T> Repeated<K, T> {
    /// None yet, with room for so many.
    pub(crate) fn with_room(count: usize) -> Self {
        Repeated { each: NumberRows::with_room(count), ..Repeated::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.each.len()
    }

    /// Takes the next; those of one key are the same.
    pub(crate) fn push(&mut self, key: K, thing: T) {
        let next = self.kinds.len() as u64;
        let kind = *self.known.entry(key).or_insert_with(|| {
            self.kinds.push(thing);
            next
        });
        self.each.push([kind]);
    }

    /// All have come in.
    pub(crate) fn close(&mut self) {
        self.kinds.shrink_to_fit();
        self.known = IndexMap::default();
        self.each.close();
    }

    /// The one at an index.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        let [kind] = self.each.get(index)?;
        // Were it lost, stopping is better than leaving the thing out.
        Some(&self.kinds[kind as usize])
    }

    /// Each that differs.
    pub(crate) fn kinds_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.kinds.iter_mut()
    }
}

impl<K, T> Default for Repeated<K, T> {
    fn default() -> Self {
        Repeated { kinds: Vec::new(), known: IndexMap::default(), each: NumberRows::default() }
    }
}
