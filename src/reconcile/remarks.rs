//! What is to be said about an entry whose outcome is not plain. Most entries have nothing of it, and a
//! million of them are kept at once: it stands apart from them.

use std::ops::Deref;

use super::Suggestion;
use crate::diagnostic::Code;
use crate::language::Said;

/// What is to be said about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// Why it has its outcome, where that is not plain: for suspense and excluded always.
    pub reason: Option<Said>,
    /// Nearest activities for an entry without one: code, likeness in percent, and why.
    pub suggestions: Vec<Suggestion>,
    /// The decision about it that was carried out, as an index into
    /// [`Reconciliation::decisions`](super::Reconciliation::decisions).
    pub decision: Option<usize>,
    /// Warnings about it that a person may settle; none where one has.
    pub doubts: Vec<Code>,
}

static NOTHING: Remarks =
    Remarks { reason: None, suggestions: Vec::new(), decision: None, doubts: Vec::new() };

/// [`Remarks`], which take room only where there are some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarked(Option<Box<Remarks>>);

impl From<Remarks> for Remarked {
    fn from(remarks: Remarks) -> Self {
        Remarked((remarks != NOTHING).then(|| Box::new(remarks)))
    }
}

impl Deref for Remarked {
    type Target = Remarks;

    fn deref(&self) -> &Remarks {
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl Remarked {
    /// Changes what is to be said.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Remarks)) {
        let mut remarks = self.0.take().map_or_else(Remarks::default, |kept| *kept);
        change(&mut remarks);
        *self = remarks.into();
    }
}
