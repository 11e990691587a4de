//! All entries of a reconciliation, which several may hold at once: a list of rows that are made when
//! they are written keeps them as long as it needs them.

use std::ops::Deref;
use std::sync::Arc;

use super::SettledEntry;

/// Settled entries in the order of files, sheets and cells. A copy is the same entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entries(Arc<Vec<SettledEntry>>);

impl Deref for Entries {
    type Target = [SettledEntry];

    fn deref(&self) -> &[SettledEntry] {
        &self.0
    }
}

impl From<Vec<SettledEntry>> for Entries {
    fn from(entries: Vec<SettledEntry>) -> Self {
        Entries(Arc::new(entries))
    }
}

impl<'a> IntoIterator for &'a Entries {
    type Item = &'a SettledEntry;
    type IntoIter = std::slice::Iter<'a, SettledEntry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
