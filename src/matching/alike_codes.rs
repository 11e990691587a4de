//! The codes nearest to a text. In: the codes of a plan, then what rows have in place of one. Out: those
//! that differ by one or two characters. Distances are worked out only where the signs of both allow it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::known::Known;
use super::suggest::{Best, Likeness};

/// Digits each by itself, and all other signs together.
const SIGNS: usize = 11;

/// How often a text has each sign.
type Signs = [u8; SIGNS];

/// As many sets of signs have what may be near them kept.
const MOST: usize = 256;

/// All codes of a plan, by position.
#[derive(Debug)]
pub(super) struct Codes {
    texts: Vec<String>,
    // The codes that have the same signs.
    by_signs: BTreeMap<Signs, Vec<u32>>,
    // The codes that may be near a text of these signs, in their order.
    near_signs: RefCell<BTreeMap<Signs, Rc<[u32]>>>,
    // What was found for a text; sheets repeat them.
    known: Known<Vec<Likeness>>,
}

impl Codes {
    pub(super) fn new(texts: impl Iterator<Item = String>) -> Self {
        let texts: Vec<String> = texts.collect();
        let mut by_signs: BTreeMap<Signs, Vec<u32>> = BTreeMap::new();
        for (position, text) in texts.iter().enumerate() {
            if let Ok(position) = u32::try_from(position) {
                by_signs.entry(signs(text)).or_default().push(position);
            }
        }
        Codes { texts, by_signs, near_signs: RefCell::default(), known: Known::default() }
    }

    /// The codes nearest to a text, the nearest first, then in their order.
    pub(super) fn nearest(&self, written: &str) -> Vec<Likeness> {
        self.known.of(written, |written| self.find(written))
    }

    fn find(&self, written: &str) -> Vec<Likeness> {
        let near = self.may_be_near(signs(written));
        let near = || {
            let codes = near.iter().map(|position| *position as usize);
            codes.filter_map(|position| Some((position, self.texts.get(position)?)))
        };
        // Few are one character apart; of the many that are two apart the first will do.
        let mut best = Best::default();
        let quick = |code: &str, most: usize| {
            !written.is_ascii() || may_be_apart(written.as_bytes(), code.as_bytes(), most)
        };
        for (position, code) in near().filter(|(_, code)| quick(code, 1)) {
            if let Some(score @ ONE_APART..) = likeness(written, code) {
                best.offer(position, score);
            }
        }
        for (position, code) in near().filter(|(_, code)| quick(code, 2)) {
            if best.all_reach(TWO_APART) {
                break;
            }
            if let Some(TWO_APART) = likeness(written, code) {
                best.offer(position, TWO_APART);
            }
        }
        best.found()
    }

    /// No two texts are nearer than the signs that one has and the other lacks.
    fn may_be_near(&self, signs: Signs) -> Rc<[u32]> {
        if let Some(known) = self.near_signs.borrow().get(&signs) {
            return Rc::clone(known);
        }
        let near = |other: &Signs| {
            let pairs = || signs.iter().zip(other);
            let more: u32 = pairs().map(|(a, b)| u32::from(a.saturating_sub(*b))).sum();
            let less: u32 = pairs().map(|(a, b)| u32::from(b.saturating_sub(*a))).sum();
            more <= 2 && less <= 2
        };
        let found = self.by_signs.iter().filter(|(other, _)| near(other));
        let mut found: Vec<u32> = found.flat_map(|(_, positions)| positions).copied().collect();
        found.sort_unstable();
        let found: Rc<[u32]> = found.into();
        let mut known = self.near_signs.borrow_mut();
        if known.len() < MOST {
            known.insert(signs, Rc::clone(&found));
        }
        found
    }
}

fn signs(text: &str) -> Signs {
    let mut signs = [0_u8; SIGNS];
    for letter in text.chars() {
        let digit = letter.to_digit(10).map_or(SIGNS - 1, |digit| digit as usize);
        if let Some(count) = signs.get_mut(digit) {
            *count = count.saturating_add(1);
        }
    }
    signs
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
