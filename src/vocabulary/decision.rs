//! The words of decisions: headings of a decisions file, yes and no. In: `templates/decisions.toml`. Out:
//! what a heading or a word means. Other headings are those of any sheet.

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::{Heading, Vocabulary};
use crate::model::{Mark, fold};

/// What a column of a decisions file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionHeading {
    /// What the entry says about itself.
    Says(Mark),
    /// The activity to put it on.
    Activity,
    /// The source to take.
    Source,
    /// The donor to take.
    Donor,
    /// The body to take.
    Body,
    /// Why to leave it out.
    Exclude,
    /// Take it as read.
    Accept,
    /// Who decided.
    By,
    /// When.
    On,
    /// Why.
    Reason,
    /// What an empty cell means.
    Empty,
}

impl DecisionHeading {
    const DECIDE: [(&'static str, DecisionHeading); 10] = [
        ("activity", DecisionHeading::Activity),
        ("source", DecisionHeading::Source),
        ("donor", DecisionHeading::Donor),
        ("body", DecisionHeading::Body),
        ("exclude", DecisionHeading::Exclude),
        ("accept", DecisionHeading::Accept),
        ("by", DecisionHeading::By),
        ("on", DecisionHeading::On),
        ("reason", DecisionHeading::Reason),
        ("empty", DecisionHeading::Empty),
    ];

    /// Whether its column says what becomes of the entry.
    #[must_use]
    pub fn decides(self) -> bool {
        use DecisionHeading as H;
        matches!(self, H::Activity | H::Source | H::Donor | H::Body | H::Exclude | H::Accept)
    }
}

type Table = IndexMap<String, IndexMap<String, Vec<String>>>;

/// The headings by their folded words, and the lists of words, folded. A broken template has none; a
/// test holds that it is whole.
struct Words {
    headings: IndexMap<String, DecisionHeading>,
    lists: IndexMap<String, Vec<String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../templates/decisions.toml")).unwrap_or_default();
    let part = |name: &str| table.get(name).into_iter().flatten();
    let mut headings = IndexMap::new();
    for (key, words) in part("decide") {
        let meaning = DecisionHeading::DECIDE.iter().find(|(name, _)| name == key);
        let meaning = meaning.map(|(_, heading)| *heading);
        headings.extend(words.iter().filter_map(|word| Some((fold(word), meaning?))));
    }
    for (key, words) in part("recognise") {
        let meaning = Mark::named(key).map(DecisionHeading::Says);
        headings.extend(words.iter().filter_map(|word| Some((fold(word), meaning?))));
    }
    let lists = part("words")
        .map(|(key, words)| (key.clone(), words.iter().map(|word| fold(word)).collect()))
        .collect();
    Words { headings, lists }
});

fn is(list: &str, text: &str) -> bool {
    let folded = fold(text);
    WORDS.lists.get(list).is_some_and(|words| words.contains(&folded))
}

impl Vocabulary {
    /// What a heading of a decisions file means.
    #[must_use]
    pub fn decision_heading(&self, text: &str) -> Option<DecisionHeading> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let known = WORDS.headings.get(&folded).copied();
        known.or_else(|| {
            let mark = match self.heading(text)? {
                Heading::Code => Mark::Code,
                Heading::Activity => Mark::Title,
                Heading::Source => Mark::Source,
                Heading::Donor => Mark::Donor,
                Heading::Body => Mark::Body,
                Heading::Amount | Heading::Spent => Mark::Amount,
                Heading::Date => Mark::Date,
                Heading::Document | Heading::Reference => Mark::Document,
                Heading::Description => Mark::Description,
                Heading::Quarter => Mark::Quarter,
                _ => return None,
            };
            Some(DecisionHeading::Says(mark))
        })
    }

    /// Whether a cell of a decision only says yes.
    #[must_use]
    pub fn decides_yes(text: &str) -> bool {
        is("yes", text) || matches!(text.trim(), "✓" | "✔" | "+")
    }

    /// Whether a cell of a decision only says no.
    #[must_use]
    pub fn decides_no(text: &str) -> bool {
        is("no", text) || matches!(text.trim(), "-" | "–" | "")
    }

    /// Whether a line stands above a block of the sheet Suspense that holds no decisions.
    #[must_use]
    pub fn heads_other_block(text: &str) -> bool {
        is("other-blocks", text)
    }

    /// Whether a sheet has the name of the sheet Suspense of earmark's own workbook, in any language.
    #[must_use]
    pub fn is_own_sheet(name: &str) -> bool {
        is("own-sheet", name)
    }

    /// Whether an empty cell means that the sheet has nothing there.
    #[must_use]
    pub fn means_nothing(text: &str) -> bool {
        is("nothing", text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_whole_and_every_word_stands_once() {
        let table: Table = toml::from_str(include_str!("../../templates/decisions.toml")).unwrap();
        let words = |part: &str| table[part].values().flatten().count();
        assert_eq!(WORDS.headings.len(), words("decide") + words("recognise"));
        for (key, _) in DecisionHeading::DECIDE {
            assert!(table["decide"].contains_key(key), "{key}");
        }
        for key in table["recognise"].keys() {
            assert!(Mark::named(key).is_some(), "{key}");
        }
    }
}
