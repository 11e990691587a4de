//! Which activity an entry is for: its code, else its exact title, else none.

use serde::Serialize;

use super::Matcher;
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, Entry, fold};

/// Which step told the activity of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// A person decided.
    Decision,
    /// The code.
    Code,
    /// The exact title.
    Title,
    /// Nothing matched.
    None,
}

impl MatchedBy {
    /// The word for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            MatchedBy::Decision => "decision",
            MatchedBy::Code => "code",
            MatchedBy::Title => "title",
            MatchedBy::None => "not matched",
        }
    }
}

/// Below this likeness, in percent, a title beside a code belongs to something else.
const UNLIKE: u8 = 30;

pub(super) fn attribute(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    findings: &mut Vec<Finding>,
) -> (Option<ActivityCode>, MatchedBy) {
    let known = entry.words.activity_code.filter(|code| matcher.plan.activities.contains_key(code));
    let by_title = entry.words.title.as_ref().and_then(|title| matcher.titled(&title.value));
    match (known, by_title) {
        (Some(code), other) => {
            check_title(matcher, entry, code, other, findings);
            (Some(code), MatchedBy::Code)
        }
        (None, Some(code)) => {
            let (kind, written) = match &entry.words.code {
                Some(written) => (Code::CodeNotInPlan, Some(written)),
                None => (Code::MatchedByTitle, entry.words.title.as_ref()),
            };
            if let Some(written) = written {
                findings.push(
                    Finding::new(kind, written.place(entry))
                        .read(&*written.value)
                        .detail("code", code)
                        .amount(entry.amount),
                );
            }
            (Some(code), MatchedBy::Title)
        }
        (None, None) => {
            let finding = match entry.words.code.as_ref().or(entry.words.title.as_ref()) {
                Some(written) => {
                    Finding::new(Code::NoActivity, written.place(entry)).read(&*written.value)
                }
                None => Finding::new(Code::AmountWithoutRow, entry.place()).read(&*entry.raw()),
            };
            findings.push(finding.amount(entry.amount));
            (None, MatchedBy::None)
        }
    }
}

/// The code holds; a title that is another activity's, or nothing like this one's, is said.
fn check_title(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    code: ActivityCode,
    other: Option<ActivityCode>,
    findings: &mut Vec<Finding>,
) {
    let (Some(title), Some(activity)) = (&entry.words.title, matcher.plan.activities.get(&code))
    else {
        return;
    };
    let disagrees = match other {
        Some(other) => other != code,
        None => {
            let (written, planned) = (fold(&title.value), fold(&activity.title));
            // An officer's short form of the title is no disagreement, nor is a translation: only
            // a text that is near another activity's title speaks against the code.
            !planned.contains(&written)
                && super::alike_titles::likeness(&written, &planned) < UNLIKE
                && matcher
                    .compared()
                    .best_title(&written)
                    .is_some_and(|(best, score)| best != code && score >= 75)
        }
    };
    if disagrees {
        findings.push(
            Finding::new(Code::CodeAndTitleDisagree, title.place(entry))
                .read(&*title.value)
                .detail("code", code)
                .data("title", &activity.title)
                .amount(entry.amount),
        );
    }
}
