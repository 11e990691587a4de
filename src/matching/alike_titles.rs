//! The titles most like a text. In: the folded titles of a plan, then folded texts. Out: those that share
//! most pairs of neighbouring letters with a text. Pairs that few titles have are looked up first; what
//! has too few of them is not like the text whatever else it has, so that of many titles few are compared.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::suggest::{Best, LEAST, Likeness, MOST};

type Pair = (char, char);

/// As many of those that share most rare pairs are compared first: what they have in common with a text
/// says how much any other has to have.
const COMPARED_FIRST: usize = 8;

/// All titles of a plan, by position.
#[derive(Debug)]
pub(super) struct Titles {
    // The pairs of each title, by their numbers, sorted.
    titles: Vec<Box<[u32]>>,
    // A pair of letters → its number.
    numbers: BTreeMap<Pair, u32>,
    // For each pair the titles that have it, and how often.
    having: Vec<Vec<(u32, u16)>>,
    // How many of a text's pairs each title has; kept from text to text.
    shared: RefCell<Vec<u16>>,
}

impl Titles {
    pub(super) fn new(folded: impl Iterator<Item = String>) -> Self {
        let mut titles = Titles {
            titles: Vec::new(),
            numbers: BTreeMap::new(),
            having: Vec::new(),
            shared: RefCell::default(),
        };
        for (position, text) in (0_u32..).zip(folded) {
            let mut own = Vec::new();
            for pair in pairs(&text) {
                let next = u32::try_from(titles.having.len()).unwrap_or(u32::MAX);
                let number = *titles.numbers.entry(pair).or_insert(next);
                if number == next {
                    titles.having.push(Vec::new());
                }
                own.push(number);
            }
            own.sort_unstable();
            for (number, count) in counted(&own) {
                if let Some(having) = titles.having.get_mut(number as usize) {
                    having.push((position, count));
                }
            }
            titles.titles.push(own.into());
        }
        titles.shared = RefCell::new(vec![0; titles.titles.len()]);
        titles
    }

    /// The titles most like a folded text, the most alike first, then in their order.
    pub(super) fn nearest(&self, folded: &str) -> Vec<Likeness> {
        let all = pairs(folded);
        let mut wanted: Vec<u32> =
            all.iter().filter_map(|pair| self.numbers.get(pair)).copied().collect();
        wanted.sort_unstable();
        let text = Text { wanted: &wanted, length: all.len() };
        let mut lists: Vec<(&[(u32, u16)], u16)> = counted(&wanted)
            .filter_map(|(number, count)| {
                Some((self.having.get(number as usize)?.as_slice(), count))
            })
            .collect();
        lists.sort_by_key(|(having, _)| having.len());
        let mut shared = self.shared.borrow_mut();
        shared.fill(0);
        // How many pairs are not looked up yet, and what is to be reached.
        let (mut open, mut least) = (wanted.len(), usize::from(LEAST));
        let mut asked = false;
        for (having, count) in lists {
            let need = text.need(least);
            if open < need {
                break;
            }
            if !asked && open <= need + need / 2 {
                asked = true;
                least = least.max(self.reached(&text, &shared));
                if open < text.need(least) {
                    break;
                }
            }
            for (position, there) in having {
                if let Some(shared) = shared.get_mut(*position as usize) {
                    *shared = shared.saturating_add(count.min(*there));
                }
            }
            open -= usize::from(count).min(open);
        }
        let least = least.max(self.reached(&text, &shared));
        let most_needed = text.need(least).saturating_sub(open);
        let mut best = Best::default();
        for (position, shared) in shared.iter().enumerate() {
            if usize::from(*shared) < most_needed.max(1) {
                continue;
            }
            let Some(title) = self.titles.get(position) else { continue };
            let may_share = (usize::from(*shared) + open).min(title.len());
            let least = least.max(usize::from(best.least()));
            if percent(may_share, text.length + title.len()) as usize >= least {
                best.offer(position, text.likeness(title));
            }
        }
        best.found()
    }

    /// The likeness that as many titles as are shown reach for certain.
    fn reached(&self, text: &Text<'_>, shared: &[u16]) -> usize {
        let Some(most) = shared.iter().copied().max().filter(|most| *most > 0) else { return 0 };
        let mut scores: Vec<u8> = shared
            .iter()
            .zip(&self.titles)
            .filter(|(shared, _)| **shared + 1 >= most)
            .take(COMPARED_FIRST)
            .map(|(_, title)| text.likeness(title))
            .collect();
        scores.sort_unstable_by(|a, b| b.cmp(a));
        scores.get(MOST - 1).map_or(0, |score| usize::from(*score))
    }
}

/// A text that is compared.
struct Text<'t> {
    /// Its pairs that any title has, by their numbers, sorted.
    wanted: &'t [u32],
    /// How many pairs it has.
    length: usize,
}

impl Text<'_> {
    /// How many pairs any title has to share to be that alike: it has as many at least itself.
    fn need(&self, least: usize) -> usize {
        (least * self.length).div_ceil(200_usize.saturating_sub(least).max(1)).max(1)
    }

    fn likeness(&self, title: &[u32]) -> u8 {
        percent(shared(self.wanted, title), self.length + title.len())
    }
}

/// How alike two folded texts are, in percent: the pairs of neighbouring letters they share.
pub(super) fn likeness(left: &str, right: &str) -> u8 {
    let sorted = |text: &str| {
        let mut pairs: Vec<Pair> = pairs(text);
        pairs.sort_unstable();
        pairs
    };
    let (left, right) = (sorted(left), sorted(right));
    percent(shared(&left, &right), left.len() + right.len())
}

/// How many two sorted lists share.
fn shared<T: Ord>(left: &[T], right: &[T]) -> usize {
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
    shared
}

/// The pairs that two texts share, of all that both have.
fn percent(shared: usize, all: usize) -> u8 {
    if all == 0 {
        return 0;
    }
    u8::try_from(shared * 200 / all).unwrap_or(100)
}

/// Of a sorted list each once, and how often it stands there.
fn counted(sorted: &[u32]) -> impl Iterator<Item = (u32, u16)> + '_ {
    let count = |same: &[u32]| u16::try_from(same.len()).unwrap_or(u16::MAX);
    sorted.chunk_by(|a, b| a == b).filter_map(move |same| Some((*same.first()?, count(same))))
}

fn pairs(text: &str) -> Vec<Pair> {
    let letters = || text.chars().filter(|c| !c.is_whitespace());
    letters().zip(letters().skip(1)).collect()
}
