//! The codes nearest to a text. In: the codes of a plan, then what rows have in place of one. Out: those
//! that differ by one or two characters. Two texts that do have the same left once one or two characters
//! are taken out of each: only codes of which a text may have the same left are compared with it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use super::known::Known;
use super::suggest::{Best, Likeness};

/// All codes of a plan, by position.
#[derive(Debug)]
pub(super) struct Codes {
    texts: Vec<String>,
    // How many characters the longest has.
    longest: usize,
    // For one character and for two; made when the first text is asked for, since most jobs have none.
    left: [OnceLock<Left>; 2],
    // What was found for a text; sheets repeat them.
    known: Known<Vec<Likeness>>,
}

impl Codes {
    pub(super) fn new(texts: impl Iterator<Item = String>) -> Self {
        let texts: Vec<String> = texts.collect();
        let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or_default();
        Codes { texts, longest, left: Default::default(), known: Known::default() }
    }

    /// The codes nearest to a text, the nearest first, then in their order.
    pub(super) fn nearest(&self, written: &str) -> Vec<Likeness> {
        self.known.of(written, |written| self.find(written))
    }

    fn find(&self, written: &str) -> Vec<Likeness> {
        let mut best = Best::default();
        if written.chars().count() > self.longest + 2 {
            return best.found();
        }
        // Few are one character apart; of the many that are two apart the first will do.
        for ((left, most), score) in self.left.iter().zip(1..).zip([ONE_APART, TWO_APART]) {
            let left = left.get_or_init(|| Left::of(&self.texts, most));
            for position in left.alike(written, most) {
                if best.all_reach(score) {
                    break;
                }
                let Some(code) = self.texts.get(position) else { continue };
                let quick =
                    !written.is_ascii() || may_be_apart(written.as_bytes(), code.as_bytes(), most);
                if quick && likeness(written, code) == Some(score) {
                    best.offer(position, score);
                }
            }
        }
        best.found()
    }
}

/// What is left of each code without some of its characters, as a number, and the position of the code.
#[derive(Debug)]
struct Left {
    sorted: Vec<(u32, u32)>,
    // Where in it the numbers begin that have the same upper half, and where the last of them end.
    begins: Vec<u32>,
}

impl Left {
    fn of(texts: &[String], most: usize) -> Self {
        let of_text = |(position, text): (u32, &String)| {
            left(text, most).into_iter().map(move |left| (left, position))
        };
        let mut sorted: Vec<_> = (0..).zip(texts).flat_map(of_text).collect();
        sorted.sort_unstable();
        let mut begins = vec![0];
        for same in sorted.chunk_by(|(a, _), (b, _)| upper(*a) == upper(*b)) {
            let (begin, number) = (begins.last().copied().unwrap_or_default(), same.first());
            begins.resize(number.map_or(0, |(number, _)| upper(*number)) + 1, begin);
            begins.push(begin + same.len() as u32);
        }
        Left { sorted, begins }
    }

    /// The numbers like this one, each with its position.
    fn like(&self, number: u32) -> &[(u32, u32)] {
        let begin = self.begins.get(upper(number)).copied().unwrap_or(u32::MAX) as usize;
        let end = self.begins.get(upper(number) + 1).map_or(begin, |end| *end as usize);
        let near = self.sorted.get(begin..end).unwrap_or_default();
        let before = |wanted: u64| near.partition_point(|(other, _)| u64::from(*other) < wanted);
        near.get(before(number.into())..before(u64::from(number) + 1)).unwrap_or_default()
    }

    /// The positions of codes of which as much is left as of a text, each once and in order.
    fn alike(&self, text: &str, most: usize) -> impl Iterator<Item = usize> {
        let like = |left| self.like(left).iter().map(|(_, position)| *position);
        let mut rests: Vec<_> = left(text, most).into_iter().map(like).collect();
        let firsts = rests.iter_mut().enumerate();
        let mut next: BinaryHeap<_> =
            firsts.filter_map(|(at, rest)| Some(Reverse((rest.next()?, at)))).collect();
        let mut last = None;
        std::iter::from_fn(move || {
            loop {
                let Reverse((position, at)) = next.pop()?;
                if let Some(following) = rests.get_mut(at).and_then(Iterator::next) {
                    next.push(Reverse((following, at)));
                }
                if last.replace(position) != Some(position) {
                    return Some(position as usize);
                }
            }
        })
    }
}

/// What is left of a text without one or two of its characters, or none, as numbers.
fn left(text: &str, most: usize) -> Vec<u32> {
    let letters: Vec<char> = text.chars().collect();
    let without = |out: [usize; 2]| {
        let mut hasher = DefaultHasher::new();
        let kept = letters.iter().enumerate().filter(|(at, _)| !out.contains(at));
        kept.for_each(|(_, letter)| letter.hash(&mut hasher));
        hasher.finish() as u32
    };
    let places = 0..=letters.len();
    // The place behind the last character takes out nothing.
    let pairs = places.clone().flat_map(|one| {
        let others = match most {
            1 => letters.len()..=letters.len(),
            _ => one..=letters.len(),
        };
        others.map(move |other| [one, other])
    });
    let mut left: Vec<u32> = pairs.map(without).collect();
    left.sort_unstable();
    left.dedup();
    left
}

fn upper(number: u32) -> usize {
    (number >> 16) as usize
}

/// Whether two texts could be no more than so many characters apart: a quick look, since the distance
/// itself takes long. Where they first differ a character is wrong, missing or too many, or two changed
/// places, perhaps with another between them.
fn may_be_apart(left: &[u8], right: &[u8], most: usize) -> bool {
    let alike = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) =
        (left.get(alike..).unwrap_or_default(), right.get(alike..).unwrap_or_default());
    if left.len().abs_diff(right.len()) > most {
        return false;
    }
    let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) else { return true };
    let Some(rest) = most.checked_sub(1) else { return false };
    if may_be_apart(left_rest, right_rest, rest)
        || may_be_apart(left_rest, right, rest)
        || may_be_apart(left, right_rest, rest)
    {
        return true;
    }
    match (left_rest, right_rest) {
        ([c, left @ ..], [d, right @ ..]) if a == d && b == c => may_be_apart(left, right, rest),
        ([_, c, ..], [d, ..]) if a == d && b == c => rest > 0,
        ([c, ..], [_, d, ..]) if a == d && b == c => rest > 0,
        _ => false,
    }
}

const ONE_APART: u8 = 70;
const TWO_APART: u8 = 45;

/// How alike two codes are, in percent: one or two characters apart, or not at all.
fn likeness(written: &str, planned: &str) -> Option<u8> {
    // The difference of the lengths is the least distance there can be.
    if written.len().abs_diff(planned.len()) > 2 {
        return None;
    }
    match strsim::damerau_levenshtein(written, planned) {
        0 | 1 => Some(ONE_APART),
        2 => Some(TWO_APART),
        _ => None,
    }
}
