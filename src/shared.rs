//! Values that very many things have, each kept once. In: a value. Out: the one that equals it, to be held
//! together with all that have it.

use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// The values met so far.
#[derive(Debug)]
pub(crate) struct Shared<T>(RwLock<IndexSet<Arc<T>, RandomState>>);

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Shared(RwLock::default())
    }
}

impl<T: Eq + Hash> Shared<T> {
    /// Makes a value the one that is held by all that have it.
    pub(crate) fn share(&self, value: &mut Arc<T>) {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(value).cloned();
        match known {
            Some(known) => *value = known,
            None => {
                let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
                // Another thread may have met it meanwhile.
                let (at, _) = all.insert_full(Arc::clone(value));
                *value = Arc::clone(&all[at]);
            }
        }
    }

    /// The value as it is held by all that have it.
    pub(crate) fn shared(&self, value: T) -> Arc<T> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&value) {
            return Arc::clone(known);
        }
        let mut value = Arc::new(value);
        self.share(&mut value);
        value
    }
}
