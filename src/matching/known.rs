//! What was found out about a text, kept: sheets repeat their words on every row. In: a text, and what
//! finds out about it. Out: the same as it would say again. Never holds more than a share of them.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// As many texts are kept; where each row has another one, keeping them all would be of no use.
const MOST: usize = 10_000;

/// Texts and what is known of them.
#[derive(Debug)]
pub(super) struct Known<T>(RwLock<BTreeMap<Box<str>, T>>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Known(RwLock::default())
    }
}

impl<T: Clone> Known<T> {
    /// What is known of a text, or is found out now.
    pub(super) fn of(&self, text: &str, find: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return known.clone();
        }
        // Two threads may find out the same; that is the same twice.
        let found = find(text);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.insert(text.into(), found.clone());
        }
        found
    }
}
