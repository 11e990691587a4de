//! One diagnostic about an input.

use std::sync::Arc;

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};

use crate::language::{Part, Said, Wording};
use crate::model::{Euros, Place};
use crate::shared::Shared;

use super::codes::{Code, Severity};

/// One thing that is wrong or doubtful, with its place and its euros. What was expected and how to
/// mend it come from the catalogue, with this finding's own details filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What kind.
    pub code: Code,
    /// What the cell holds, as written; or what stands there, in words.
    pub read: Option<Said>,
    pub(crate) details: Details,
    /// The euros that it concerns, where they are known.
    pub amount: Option<Euros>,
}

/// What fills the catalogue's `{name}` for a finding; none where nothing does.
type Details = Option<Arc<Vec<(Wording, Part)>>>;

/// Details met before. Hundreds of thousands of findings may say the same of their own cells.
#[derive(Debug, Default)]
pub(crate) struct KnownDetails(Shared<Vec<(Wording, Part)>>);

impl KnownDetails {
    /// Makes the details of findings the same in memory as equal ones that were met before.
    pub(crate) fn share(&self, findings: &mut [Finding]) {
        for details in findings.iter_mut().filter_map(|finding| finding.details.as_mut()) {
            self.0.share(details);
        }
    }
}

impl Finding {
    /// A finding at a place.
    #[must_use]
    pub fn new(code: Code, place: Place) -> Self {
        Finding { place, code, read: None, details: None, amount: None }
    }

    /// With what was read there.
    #[must_use]
    pub fn read(self, text: impl Into<ArcStr>) -> Self {
        self.read_as(Said::data(text))
    }

    /// With what stands there, in words.
    #[must_use]
    pub fn read_as(mut self, words: Said) -> Self {
        self.read = Some(words);
        self
    }

    /// With a detail that its catalogue text names as `{name}`: words of the program, euros, a number.
    #[must_use]
    pub fn detail(mut self, name: &'static str, value: impl Into<Part>) -> Self {
        let details = Arc::make_mut(self.details.get_or_insert_default());
        details.reserve_exact(1);
        details.push((name.into(), value.into()));
        self
    }

    /// With data as a detail, shown as it is in every language.
    #[must_use]
    pub fn data(self, name: &'static str, value: impl ToString) -> Self {
        self.detail(name, Part::data(value))
    }

    /// What fills the catalogue's `{name}` for this one finding.
    #[must_use]
    pub fn details(&self) -> &[(Wording, Part)] {
        self.details.as_deref().map_or(&[], Vec::as_slice)
    }

    /// A detail by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Part> {
        self.details().iter().find(|(known, _)| *known == *name).map(|(_, part)| part)
    }

    /// With another detail in the place of the one of this name.
    #[must_use]
    pub fn instead(mut self, name: &'static str, value: impl Into<Part>) -> Self {
        if let Some(details) = &mut self.details {
            Arc::make_mut(details).retain(|(known, _)| *known != *name);
        }
        self.detail(name, value)
    }

    /// With the euros concerned.
    #[must_use]
    pub fn amount(mut self, amount: Euros) -> Self {
        self.amount = Some(amount);
        self
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// How many findings there are of each severity: errors, warnings, notes.
#[must_use]
pub fn count_by_severity(findings: &[Finding]) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in findings {
        counts[finding.severity() as usize] += 1;
    }
    counts
}
