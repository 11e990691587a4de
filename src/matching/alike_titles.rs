//! The titles most like a text. In: the folded titles of a plan, then folded texts. Out: those that share
//! most pairs of neighbouring letters with a text. Most titles have most of the common pairs, so that no
//! list of those that have one leaves many out: pairs are counted for 512 titles at once, bit by bit.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::suggest::{Best, LEAST, Likeness, MOST};

type Pair = (char, char);

/// One bit for each of 512 titles.
type Block = [u64; WORDS];

const WORDS: usize = 8;
const WORD: usize = 64;
const BLOCK: usize = WORDS * WORD;

/// A likeness is looked for from above: where as many as are shown are so much alike, no other matters.
const STEPS: [u8; 6] = [85, 75, 65, 58, 51, LEAST];

/// All titles of a plan, in the order of their lengths: what is like a text hangs on both.
#[derive(Debug)]
pub(super) struct Titles {
    // The position of each title and how many pairs it has, the shortest first.
    titles: Vec<(usize, usize)>,
    // A pair of letters, and which of its kind in a title it is → its number.
    numbers: BTreeMap<(Pair, u16), usize>,
    // For each number the titles that have it.
    having: Vec<Having>,
    // Blocks of titles.
    blocks: usize,
    // Room for how many pairs of a text each title has, kept from text to text: one for each thread.
    rooms: Mutex<Vec<Vec<Block>>>,
}

/// Titles that have a pair.
#[derive(Debug)]
enum Having {
    Few(Vec<u32>),
    Many(Vec<Block>),
}

impl Titles {
    pub(super) fn new(folded: impl Iterator<Item = String>) -> Self {
        let mut sorted: Vec<(usize, Vec<Pair>)> =
            folded.map(|text| sorted_pairs(&text)).enumerate().collect();
        sorted.sort_by_key(|(_, pairs)| pairs.len());
        let blocks = sorted.len().div_ceil(BLOCK);
        let mut numbers = BTreeMap::new();
        let mut lists: Vec<Vec<u32>> = Vec::new();
        for (slot, (_, pairs)) in (0_u32..).zip(&sorted) {
            for item in items(pairs) {
                let number = *numbers.entry(item).or_insert(lists.len());
                match lists.get_mut(number) {
                    Some(list) => list.push(slot),
                    None => lists.push(vec![slot]),
                }
            }
        }
        // As bits a list has the same size however long it is.
        let many = |list: &Vec<u32>| list.len() > blocks * BLOCK / 32;
        let having = lists.into_iter().map(|list| match many(&list) {
            true => Having::Many(as_bits(&list, blocks)),
            false => Having::Few(list),
        });
        Titles {
            having: having.collect(),
            titles: sorted.iter().map(|(position, pairs)| (*position, pairs.len())).collect(),
            numbers,
            blocks,
            rooms: Mutex::default(),
        }
    }

    /// The titles most like a folded text, the most alike first, then in their order.
    pub(super) fn nearest(&self, folded: &str) -> Vec<Likeness> {
        let pairs = sorted_pairs(folded);
        let having: Vec<&Having> =
            items(&pairs).filter_map(|item| self.having.get(*self.numbers.get(&item)?)).collect();
        let few: Vec<Vec<Block>> = having
            .iter()
            .filter_map(|having| match having {
                Having::Few(list) => Some(as_bits(list, self.blocks)),
                Having::Many(_) => None,
            })
            .collect();
        let many = having.iter().filter_map(|having| match having {
            Having::Few(_) => None,
            Having::Many(bits) => Some(bits),
        });
        let lists: Vec<&[Block]> = many.chain(&few).map(Vec::as_slice).collect();
        let mut counts = self.rooms().pop().unwrap_or_default();
        let planes = count(&lists, self.blocks, &mut counts);
        let found = self.best(&counts, planes, pairs.len());
        self.rooms().push(counts);
        found
    }

    fn rooms(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The best by the counts of all titles, for a text that has so many pairs.
    fn best(&self, counts: &[Block], planes: usize, length: usize) -> Vec<Likeness> {
        for least in STEPS {
            let mut best = Best::default();
            for (at, planes) in counts.chunks_exact(planes).enumerate() {
                self.offer(at * BLOCK, planes, length, least, &mut best);
            }
            let found = best.found();
            if found.len() == MOST || least == LEAST {
                return found;
            }
        }
        Vec::new()
    }

    /// Offers the titles of a block, the first of which is `from`, that are so much alike at least.
    fn offer(&self, from: usize, planes: &[Block], length: usize, least: u8, best: &mut Best) {
        for word in 0..WORDS {
            let start = from + word * WORD;
            // The first of them is the shortest and needs the fewest pairs.
            let Some((_, shortest)) = self.titles.get(start) else { return };
            let need = (usize::from(least) * (length + shortest)).div_ceil(200).max(1);
            let mut those = at_least(planes, word, need);
            while those != 0 {
                let bit = those.trailing_zeros();
                those &= those - 1;
                let Some((position, own)) = self.titles.get(start + bit as usize) else { break };
                let score = percent(one(planes, word, bit), length + own);
                if score >= least {
                    best.offer(*position, score);
                }
            }
        }
    }
}

/// Counts for each title in how many of the lists it is: of each block its planes, the bits of the
/// numbers, the lowest first. Gives how many planes a block has.
fn count(lists: &[&[Block]], blocks: usize, counts: &mut Vec<Block>) -> usize {
    let planes = (usize::BITS - lists.len().leading_zeros()).max(3) as usize;
    counts.clear();
    counts.resize(blocks * planes, [0; WORDS]);
    // Few lists at a time, each from its beginning to its end, as a processor reads fastest.
    for lists in lists.chunks(8) {
        let of = |list: usize, at: usize| {
            let list = lists.get(list).copied().unwrap_or_default();
            list.get(at).copied().unwrap_or_default()
        };
        for (at, planes) in counts.chunks_exact_mut(planes).enumerate() {
            let [ones, twos, fours, higher @ ..] = planes else { continue };
            let two_a = add(ones, of(0, at), of(1, at));
            let two_b = add(ones, of(2, at), of(3, at));
            let four_a = add(twos, two_a, two_b);
            let two_a = add(ones, of(4, at), of(5, at));
            let two_b = add(ones, of(6, at), of(7, at));
            let four_b = add(twos, two_a, two_b);
            let mut carried = add(fours, four_a, four_b);
            for plane in higher {
                for (plane, carried) in plane.iter_mut().zip(&mut carried) {
                    (*plane, *carried) = (*plane ^ *carried, *plane & *carried);
                }
            }
        }
    }
    planes
}

/// Adds two bits to a bit of each of many numbers; gives what is carried to the next bit.
fn add(sum: &mut Block, one: Block, other: Block) -> Block {
    let mut carried = [0; WORDS];
    for (((sum, one), other), carried) in sum.iter_mut().zip(one).zip(other).zip(&mut carried) {
        let half = *sum ^ one;
        *carried = (*sum & one) | (half & other);
        *sum = half ^ other;
    }
    carried
}

/// Those of a word whose numbers are so high at least.
fn at_least(planes: &[Block], word: usize, need: usize) -> u64 {
    if need >> planes.len() != 0 {
        return 0;
    }
    let (mut above, mut equal) = (0_u64, u64::MAX);
    for (at, plane) in planes.iter().enumerate().rev() {
        let bits = plane.get(word).copied().unwrap_or_default();
        match need >> at & 1 {
            0 => {
                above |= equal & bits;
                equal &= !bits;
            }
            _ => equal &= bits,
        }
    }
    above | equal
}

/// The number of one title.
fn one(planes: &[Block], word: usize, bit: u32) -> usize {
    let bits = planes.iter().map(|plane| plane.get(word).map_or(0, |bits| bits >> bit & 1));
    bits.enumerate().map(|(at, bit)| (bit as usize) << at).sum()
}

fn as_bits(list: &[u32], blocks: usize) -> Vec<Block> {
    let mut bits = vec![[0; WORDS]; blocks];
    for slot in list.iter().map(|slot| *slot as usize) {
        let block = bits.get_mut(slot / BLOCK);
        if let Some(word) = block.and_then(|block| block.get_mut(slot % BLOCK / WORD)) {
            *word |= 1 << (slot % WORD);
        }
    }
    bits
}

/// Of sorted pairs each with its number among those that are the same.
fn items(sorted: &[Pair]) -> impl Iterator<Item = (Pair, u16)> + '_ {
    let same = sorted.chunk_by(|a, b| a == b);
    same.flat_map(|same| same.iter().copied().zip(0_u16..))
}

fn sorted_pairs(text: &str) -> Vec<Pair> {
    let mut pairs = pairs(text);
    pairs.sort_unstable();
    pairs
}

/// How alike two folded texts are, in percent: the pairs of neighbouring letters they share.
pub(super) fn likeness(left: &str, right: &str) -> u8 {
    let (left, right) = (sorted_pairs(left), sorted_pairs(right));
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

fn pairs(text: &str) -> Vec<Pair> {
    let letters = || text.chars().filter(|c| !c.is_whitespace());
    letters().zip(letters().skip(1)).collect()
}
