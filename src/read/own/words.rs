//! The texts by which workbooks of earmark are recognised, in every language that it speaks. In: nothing.
//! Out: how titles begin, and headings. Never the words of an institution.

use std::sync::LazyLock;

use crate::language::{Language, Said, Translation};
use crate::model::{Source, tidy};

/// The titles of the sheets of reconciliation.xlsx.
const COORDINATION: [&str; 15] = [
    "Planned and spent funds, reconciled",
    "Activities: planned and spent, by source of funding",
    "Variances: spent against planned, largest difference first",
    "Unfunded: activities that lack money, and spending without a plan",
    "Institutions: what each leads, holds and has sent",
    "Sources: where the money comes from, when it was spent and on what",
    "Donors: promised, paid and spent",
    "Ratios: how far spending keeps to the plan",
    "Reporting: who was expected to report, and who did",
    "What changed since the earlier results",
    "Suspense: amounts that need a decision",
    "Findings: what is wrong or doubtful in the inputs",
    "Entries: every amount that was read",
    "Checks: every euro is accounted for",
    "Method: words, rules and inputs",
];

/// What is looked for.
pub(super) struct OwnWords {
    /// How the titles of the sheets of the workbook of results begin.
    pub coordination: Vec<String>,
    /// What stands before the institution's name in the title of a return.
    pub returns: Vec<String>,
    /// How the titles of its other sheets begin.
    pub return_too: Vec<String>,
    /// How the titles of a donor's workbook begin.
    pub donor: Vec<String>,
    /// What stands in a subtitle, behind the plan's title.
    pub as_of: Vec<String>,
    /// A heading of every return.
    pub holder_or_donor: Vec<String>,
    /// A heading of every list of entries.
    pub matched_by: Vec<String>,
    /// A heading of the page to sign.
    pub name_and_position: Vec<String>,
    /// The title of a plan workbook.
    pub plan: Vec<String>,
    /// One of its headings.
    pub no_funding: Vec<String>,
    /// The titles of its other sheets.
    pub beside_plan: Vec<String>,
    /// The first heading above the reasons that a return asks for.
    pub activity: Vec<String>,
    /// The heading above its yellow cells.
    pub reason: Vec<String>,
    /// What a source is called.
    pub sources: Vec<(String, Source)>,
}

static WORDS: LazyLock<OwnWords> = LazyLock::new(|| {
    let languages: Vec<Translation> =
        Language::ALL.into_iter().filter_map(|language| Translation::of(language).ok()).collect();
    let of = |english: &[&'static str]| -> Vec<String> {
        let all = english.iter().flat_map(|words| languages.iter().map(|l| beginning(l, words)));
        let mut all: Vec<String> = all.filter(|words| !words.trim().is_empty()).collect();
        all.sort();
        all.dedup();
        all
    };
    let sources = Source::ALL
        .into_iter()
        .flat_map(|source| of(&[source.word()]).into_iter().map(move |words| (words, source)));
    OwnWords {
        coordination: of(&COORDINATION),
        returns: of(&["Return: {body}"]),
        return_too: of(&[
            "Entries of {body}",
            "Findings in the sheets of {body}",
            "Sign-off: {body}",
        ]),
        donor: of(&["Donations of {donor}", "Donations without a named donor"]),
        as_of: of(&["as of {day}"]).into_iter().map(|words| format!(" · {words}")).collect(),
        holder_or_donor: of(&["Holder or donor"]),
        matched_by: of(&["Matched by"]),
        name_and_position: of(&["Name and position"]),
        plan: of(&["The plan"]),
        no_funding: of(&["No funding required"]),
        beside_plan: of(&["Bodies", "Indicators", "Findings"]),
        activity: of(&["Activity"]),
        reason: of(&["Reason"]),
        sources: sources.collect(),
    }
});

/// All of them.
pub(super) fn words() -> &'static OwnWords {
    &WORDS
}

/// Whether a text begins with one of some.
pub(super) fn begins(text: &str, known: &[String]) -> bool {
    known.iter().any(|words| text.starts_with(words.as_str()))
}

/// Whether a text is one of some.
pub(super) fn is_one(text: &str, known: &[String]) -> bool {
    known.iter().any(|words| words == text)
}

/// A text in a language, up to where it is filled.
fn beginning(words: &Translation, english: &'static str) -> String {
    let text = words.text(&Said::new(english));
    let (before, filled) = text.split_once('{').unwrap_or((&text, ""));
    // A title that is whole ends where a cell's text ends.
    if filled.is_empty() { tidy(before) } else { before.to_owned() }
}
