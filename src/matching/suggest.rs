//! The activities that an entry without a match may have meant, with a score and why. Shown to a
//! person, never applied.

use std::cmp::Ordering;

use serde::Serialize;

use crate::model::{Activity, ActivityCode, Entry, Plan, fold};

/// How many are shown.
const MOST: usize = 3;
/// Below this likeness, in percent, nothing is suggested.
const LEAST: u8 = 45;

/// An activity that an entry may have meant. Never applied by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The activity.
    pub activity: ActivityCode,
    /// Likeness, 0 to 100.
    pub score: u8,
    /// Why it was thought of.
    pub why: String,
}

/// What an activity is compared by, made once for all entries.
#[derive(Debug)]
pub(super) struct Compared {
    activity: ActivityCode,
    code: String,
    title: Vec<(char, char)>,
}

impl Compared {
    pub(super) fn all(plan: &Plan) -> Vec<Compared> {
        let compared = |activity: &Activity| Compared {
            activity: activity.code,
            code: activity.code.to_string(),
            title: pairs(&fold(&activity.title)),
        };
        plan.activities.values().map(compared).collect()
    }
}

pub(super) fn nearest(activities: &[Compared], entry: &Entry) -> Vec<Suggestion> {
    let long = |text: &str| Some(fold(text)).filter(|text| text.len() >= 4).map(|t| pairs(&t));
    let title = entry.title.as_ref().and_then(|title| long(&title.value));
    let description = entry.description.as_ref().and_then(|text| long(text));
    // The code itself where it was read: a heading line has the title behind it.
    let code = entry.activity_code.map(|code| code.to_string());
    let code = code.or_else(|| entry.code.as_ref().map(|code| fold(&code.value)));
    let code = code.filter(|code| !code.is_empty());
    let mut found: Vec<Suggestion> = Vec::new();
    for Compared { activity, code: planned_code, title: planned } in activities {
        let by_title = title.as_ref().map_or(0, |title| shared(title, planned));
        let by_description = description.as_ref().map_or(0, |text| shared(text, planned));
        let by_code = code.as_ref().map_or(0, |code| code_likeness(code, planned_code));
        let (score, why) = [
            (by_title, "the title is like it"),
            (by_code, "the code differs by one or two characters"),
            (by_description, "the description is like its title"),
        ]
        .into_iter()
        .fold((0, ""), |best, next| if next.0 > best.0 { next } else { best });
        if score >= LEAST {
            found.push(Suggestion { activity: *activity, score, why: why.into() });
        }
    }
    found.sort_by(|a, b| b.score.cmp(&a.score).then(a.activity.cmp(&b.activity)));
    found.truncate(MOST);
    found
}

/// How alike two codes are, in percent: one or two characters apart, or not at all.
fn code_likeness(written: &str, planned: &str) -> u8 {
    // The difference of the lengths is the least distance there can be.
    if written.len().abs_diff(planned.len()) > 2 {
        return 0;
    }
    match strsim::damerau_levenshtein(written, planned) {
        0 | 1 => 70,
        2 => 45,
        _ => 0,
    }
}

/// How alike two folded texts are, in percent: the pairs of neighbouring letters they share.
pub(super) fn likeness(left: &str, right: &str) -> u8 {
    shared(&pairs(left), &pairs(right))
}

fn shared(left: &[(char, char)], right: &[(char, char)]) -> u8 {
    let all = left.len() + right.len();
    if all == 0 {
        return 0;
    }
    let (mut at, mut other, mut shared) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (left.get(at), right.get(other)) {
        match a.cmp(b) {
            Ordering::Less => at += 1,
            Ordering::Greater => other += 1,
            Ordering::Equal => {
                shared += 1;
                at += 1;
                other += 1;
            }
        }
    }
    u8::try_from(shared * 200 / all).unwrap_or(100)
}

fn pairs(text: &str) -> Vec<(char, char)> {
    let letters = || text.chars().filter(|c| !c.is_whitespace());
    let mut pairs: Vec<(char, char)> = letters().zip(letters().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// The activity whose title is most like a folded text.
pub(super) fn best_title(activities: &[Compared], folded: &str) -> Option<(ActivityCode, u8)> {
    let wanted = pairs(folded);
    activities
        .iter()
        .map(|activity| (activity.activity, shared(&wanted, &activity.title)))
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
}
