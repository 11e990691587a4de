//! The activities that an entry without a match may have meant, with a score and why. Shown to a
//! person, never applied.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::language::Said;
use crate::model::{ActivityCode, Entry, Plan, fold};

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
    codes: Vec<Code>,
    // How many pairs of letters each title has.
    lengths: Vec<usize>,
    // A pair of letters → the activities whose titles have it, by position, and how often.
    titles: BTreeMap<Pair, Vec<(usize, u16)>>,
    // What was found for a code or a title; sheets repeat them.
    near_codes: RefCell<BTreeMap<String, Vec<Likeness>>>,
    best_titles: RefCell<BTreeMap<String, Option<Likeness>>>,
}

type Pair = (char, char);

/// An activity by its position, and how alike it is, in percent.
type Likeness = (usize, u8);

/// A code, and how often it has each sign.
#[derive(Debug)]
struct Code {
    text: String,
    signs: [u8; SIGNS],
}

/// Digits each by itself, and all other signs together.
const SIGNS: usize = 11;

impl Code {
    fn new(text: String) -> Self {
        let mut signs = [0_u8; SIGNS];
        for letter in text.chars() {
            let digit = letter.to_digit(10).map_or(SIGNS - 1, |digit| digit as usize);
            if let Some(count) = signs.get_mut(digit) {
                *count = count.saturating_add(1);
            }
        }
        Code { text, signs }
    }

    /// No two texts are nearer than the signs that one has and the other lacks.
    fn may_be_near(&self, other: &Code) -> bool {
        let pairs = || self.signs.iter().zip(&other.signs);
        let more: u32 = pairs().map(|(a, b)| u32::from(a.saturating_sub(*b))).sum();
        let less: u32 = pairs().map(|(a, b)| u32::from(b.saturating_sub(*a))).sum();
        more <= 2 && less <= 2
    }
}

impl Compared {
    pub(super) fn all(plan: &Plan) -> Compared {
        let mut titles: BTreeMap<Pair, Vec<(usize, u16)>> = BTreeMap::new();
        let mut lengths = Vec::new();
        for (position, activity) in plan.activities.values().enumerate() {
            let pairs = pairs(&fold(&activity.title));
            lengths.push(pairs.len());
            for (pair, count) in counted(&pairs) {
                titles.entry(pair).or_default().push((position, count));
            }
        }
        let codes = plan.activities.keys().map(|code| Code::new(code.to_string()));
        Compared {
            codes: codes.collect(),
            activities: plan.activities.keys().copied().collect(),
            lengths,
            titles,
            near_codes: RefCell::default(),
            best_titles: RefCell::default(),
        }
    }

    /// The activities whose titles are most like a text, the most alike first, then in the order of codes.
    fn by_title(&self, folded: &str) -> Vec<Likeness> {
        let wanted = pairs(folded);
        let mut shared = vec![0_u16; self.activities.len()];
        for (pair, count) in counted(&wanted) {
            for (position, there) in self.titles.get(&pair).into_iter().flatten() {
                if let Some(shared) = shared.get_mut(*position) {
                    *shared = shared.saturating_add(count.min(*there));
                }
            }
        }
        let scores = shared.iter().zip(&self.lengths);
        let scores = scores.map(|(shared, own)| percent(usize::from(*shared), wanted.len() + own));
        most_alike(scores.enumerate())
    }

    /// The activities whose codes are nearest to a text.
    fn by_code(&self, written: &str) -> Vec<Likeness> {
        if let Some(known) = self.near_codes.borrow().get(written) {
            return known.clone();
        }
        let code = Code::new(written.to_owned());
        let near = self.codes.iter().enumerate().filter(|(_, planned)| planned.may_be_near(&code));
        let scores =
            near.map(|(position, planned)| (position, code_likeness(written, &planned.text)));
        let found = most_alike(scores);
        self.near_codes.borrow_mut().insert(written.to_owned(), found.clone());
        found
    }

    /// The activity whose title is most like a folded text.
    pub(super) fn best_title(&self, folded: &str) -> Option<(ActivityCode, u8)> {
        let known = self.best_titles.borrow().get(folded).copied();
        let best = known.unwrap_or_else(|| {
            let best = self.by_title(folded).first().copied();
            self.best_titles.borrow_mut().insert(folded.to_owned(), best);
            best
        });
        best.and_then(|(position, score)| Some((*self.activities.get(position)?, score)))
    }
}

/// Those that are alike enough, the most alike first, then in the order of positions; as many as are shown.
fn most_alike(scores: impl Iterator<Item = Likeness>) -> Vec<Likeness> {
    let mut best: Vec<Likeness> = Vec::new();
    for (position, score) in scores {
        let last = best.last().map_or(0, |(_, score)| *score);
        if score < LEAST || (best.len() == MOST && score <= last) {
            continue;
        }
        let before = best.iter().take_while(|(_, other)| *other >= score).count();
        best.insert(before, (position, score));
        best.truncate(MOST);
    }
    best
}

pub(super) fn nearest(compared: &Compared, entry: &Entry) -> Vec<Suggestion> {
    let long = |text: &str| Some(fold(text)).filter(|text| text.len() >= 4);
    let title = entry.title.as_ref().and_then(|title| long(&title.value));
    let description = entry.description.as_ref().and_then(|text| long(text));
    // The code itself where it was read: a heading line has the title behind it.
    let code = entry.activity_code.map(|code| code.to_string());
    let code = code.or_else(|| entry.code.as_ref().map(|code| fold(&code.value)));
    let code = code.filter(|code| !code.is_empty());
    let by_text = |text: Option<String>| text.map(|text| compared.by_title(&text));
    // What is among the best for any reason is among the best for its best reason. Of reasons that are
    // equally good the first is said.
    let by_reason = [
        (by_text(title), "the title is like it"),
        (code.map(|code| compared.by_code(&code)), "the code differs by one or two characters"),
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

fn shared(left: &[Pair], right: &[Pair]) -> u8 {
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
    percent(shared, left.len() + right.len())
}

/// The pairs that two texts share, of all that both have.
fn percent(shared: usize, all: usize) -> u8 {
    if all == 0 {
        return 0;
    }
    u8::try_from(shared * 200 / all).unwrap_or(100)
}

/// Sorted pairs, each once, and how often it stands there.
fn counted(pairs: &[Pair]) -> impl Iterator<Item = (Pair, u16)> + '_ {
    let count = |same: &[Pair]| u16::try_from(same.len()).unwrap_or(u16::MAX);
    pairs.chunk_by(|a, b| a == b).filter_map(move |same| Some((*same.first()?, count(same))))
}

fn pairs(text: &str) -> Vec<Pair> {
    let letters = || text.chars().filter(|c| !c.is_whitespace());
    let mut pairs: Vec<Pair> = letters().zip(letters().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}
