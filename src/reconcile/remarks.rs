//! What is to be said about an entry whose outcome is not plain. Most entries have nothing of it, or what
//! very many others have, and a million of them are kept at once: it stands apart from them.

use std::ops::Deref;
use std::sync::Arc;

use super::Suggestion;
use crate::diagnostic::Code;
use crate::language::Said;
use crate::shared::Shared;

/// What is to be said about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
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
pub struct Remarked(Option<Arc<Remarks>>);

impl From<Remarks> for Remarked {
    fn from(remarks: Remarks) -> Self {
        Remarked((remarks != NOTHING).then(|| Arc::new(remarks)))
    }
}

impl Deref for Remarked {
    type Target = Remarks;

    fn deref(&self) -> &Remarks {
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl Remarked {
    /// Where they are kept; nowhere where there are none.
    pub(super) fn kept_at(&self) -> Option<*const Remarks> {
        self.0.as_ref().map(Arc::as_ptr)
    }

    /// Changes what is to be said.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Remarks)) {
        let mut remarks = self.0.take().map(Arc::unwrap_or_clone).unwrap_or_default();
        change(&mut remarks);
        *self = remarks.into();
    }
}

/// Remarks met before. What is only a reason and a warning is the same for very many, and kept once.
#[derive(Debug, Default)]
pub(super) struct KnownRemarks(Shared<Remarks>);

impl KnownRemarks {
    /// Makes remarks the same in memory as equal ones that were met before.
    pub(super) fn share(&self, remarks: &mut Remarked) {
        if remarks.suggestions.is_empty() && remarks.decision.is_none() {
            remarks.0 = remarks.0.take().map(|own| self.0.shared(Arc::unwrap_or_clone(own)));
        }
    }
}
