//! The activities that an entry without a match may have meant, with a score and why. Shown to a
//! person, never applied.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::alike_codes::Codes;
use super::alike_titles::Titles;
use super::known::Known;
use crate::language::Said;
use crate::model::{ActivityCode, Entry, Plan, fold};

/// How many are shown.
pub(super) const MOST: usize = 3;
/// Below this likeness, in percent, nothing is suggested.
pub(super) const LEAST: u8 = 45;

/// An activity that an entry may have meant. Never applied by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Suggestion {
    /// The activity.
    pub activity: ActivityCode,
    /// Likeness, 0 to 100.
    pub score: u8,
    /// Why it was thought of.
    #[serde(serialize_with = "in_english")]
    pub why: Said,
}

/// The JSON is English in every language.
fn in_english<S: Serializer>(why: &Said, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&why.english())
}

/// What activities are compared by, made once for all entries.
#[derive(Debug)]
pub(super) struct Compared {
    activities: Vec<ActivityCode>,
    titles: Titles,
    codes: Codes,
    // The best title for a text; sheets repeat them.
    best_titles: Known<Option<Likeness>>,
}

/// An activity by its position, and how alike it is, in percent.
pub(super) type Likeness = (usize, u8);

impl Compared {
    pub(super) fn all(plan: &Plan) -> Compared {
        Compared {
            activities: plan.activities.keys().copied().collect(),
            titles: Titles::new(plan.activities.values().map(|activity| fold(&activity.title))),
            codes: Codes::new(plan.activities.keys().map(ToString::to_string)),
            best_titles: Known::default(),
        }
    }

    /// The activity whose title is most like a folded text.
    pub(super) fn best_title(&self, folded: &str) -> Option<(ActivityCode, u8)> {
        let best = self.best_titles.of(folded, |text| self.titles.nearest(text).first().copied());
        best.and_then(|(position, score)| Some((*self.activities.get(position)?, score)))
    }
}

pub(super) fn nearest(compared: &Compared, entry: &Entry<'_>) -> Vec<Suggestion> {
    let long = |text: &str| Some(fold(text)).filter(|text| text.len() >= 4);
    let title = entry.words.title.as_ref().and_then(|title| long(&title.value));
    let description = entry.description().and_then(|text| long(&text));
    // The code itself where it was read: a heading line has the title behind it.
    let code = entry.words.activity_code.map(|code| code.to_string());
    let code = code.or_else(|| entry.words.code.as_ref().map(|code| fold(&code.value)));
    let code = code.filter(|code| !code.is_empty());
    let by_text = |text: Option<String>| text.map(|text| compared.titles.nearest(&text));
    // What is among the best for any reason is among the best for its best reason. Of reasons that are
    // equally good the first is said.
    let by_reason = [
        (by_text(title), "the title is like it"),
        (
            code.map(|code| compared.codes.nearest(&code)),
            "the code differs by one or two characters",
        ),
        (by_text(description), "the description is like its title"),
    ];
    let mut best: BTreeMap<usize, (u8, &str)> = BTreeMap::new();
    for (found, why) in by_reason {
        for (position, score) in found.into_iter().flatten() {
            let own = best.entry(position).or_insert((score, why));
            if score > own.0 {
                *own = (score, why);
            }
        }
    }
    let mut found: Vec<Suggestion> = best
        .into_iter()
        .filter_map(|(position, (score, why))| {
            let activity = *compared.activities.get(position)?;
            Some(Suggestion { activity, score, why: why.into() })
        })
        .collect();
    found.sort_by(|a, b| b.score.cmp(&a.score).then(a.activity.cmp(&b.activity)));
    found.truncate(MOST);
    found
}

/// Those that are most alike, the most alike first, then in the order of positions; as many as are shown.
#[derive(Debug, Default)]
pub(super) struct Best(Vec<Likeness>);

impl Best {
    /// There are as many as are shown, and none is less alike than this.
    pub(super) fn all_reach(&self, score: u8) -> bool {
        self.0.get(MOST - 1).is_some_and(|(_, least)| *least >= score)
    }

    pub(super) fn offer(&mut self, position: usize, score: u8) {
        let key = |(position, score): &Likeness| (Reverse(*score), *position);
        let offered = (position, score);
        let before = self.0.partition_point(|other| key(other) < key(&offered));
        if before < MOST {
            self.0.insert(before, offered);
            self.0.truncate(MOST);
        }
    }

    pub(super) fn found(self) -> Vec<Likeness> {
        self.0
    }
}
