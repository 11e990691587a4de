//! The entries of a sheet as a run keeps them: a million of them and more, in little room. In: entries,
//! one after another. Out: any of them, as often as asked, exactly as it came in.

use std::fmt;

use indexmap::IndexSet;

use super::entry::{Entry, EntryWords};
use super::many_texts::{ManyTexts, Packer};
use super::money::Euros;
use super::own_texts::OwnTexts;
use super::period::{Date, Quarter};
use super::place::Place;
use super::position::Position;
use super::small_spot::SmallSpot;

/// So many entries stand together, or fewer where their texts are longer than [`LONG`].
const MANY: usize = 1_024;

/// So many bytes of text.
const LONG: usize = 1 << 20;

/// Entries of one sheet, in the order of their cells.
#[derive(Clone)]
pub struct EntryList {
    whole: Place,
    words: IndexSet<EntryWords>,
    blocks: Vec<Block>,
    /// Made of the texts of the first block, while entries come in.
    packer: Option<Packer>,
}

/// Entries that follow one another.
#[derive(Clone)]
struct Block {
    /// The position of its first.
    first: usize,
    records: Vec<Record>,
    /// Their own texts.
    texts: ManyTexts,
    /// Amounts that nobody ever spent, for which a record has no room.
    huge: Vec<Euros>,
}

/// An entry without its texts.
#[derive(Clone)]
struct Record {
    spot: SmallSpot,
    /// In cents; of one that is [`HUGE`], its number among those.
    amount: i64,
    /// What its row says beside the amount: its position among all that rows of the sheet say.
    words: u32,
    /// Where its own texts begin.
    texts: u32,
    /// Of one that is [`DATED`]. With a sign instead of a choice a record has 32 bytes.
    date: Date,
    quarter: Option<Quarter>,
    signs: u8,
}

// What is true of an entry, beside the signs of its texts.
const QUARTER_OF_SHEET: u8 = 1 << 3;
const DOUBTFUL: u8 = 1 << 4;
const HUGE: u8 = 1 << 5;
const DATED: u8 = 1 << 6;

impl EntryList {
    /// None yet, of a sheet as a whole.
    #[must_use]
    pub fn new(whole: Place) -> Self {
        EntryList { whole, words: IndexSet::new(), blocks: Vec::new(), packer: None }
    }

    /// Their sheet as a whole.
    #[must_use]
    pub fn whole(&self) -> &Place {
        &self.whole
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.first + block.records.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Takes an entry of this sheet.
    pub fn push(&mut self, entry: &Entry<'_>) {
        let words = match self.words.get_index_of(entry.words) {
            Some(known) => known,
            None => self.words.insert_full(entry.words.clone()).0,
        };
        // No sheet has rows for more.
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        if self.blocks.last().is_none_or(|block| block.is_full() || block.texts.is_packed()) {
            self.close_block();
            self.blocks.push(Block {
                first: self.len(),
                records: Vec::new(),
                texts: ManyTexts::default(),
                huge: Vec::new(),
            });
        }
        if let Some(block) = self.blocks.last_mut() {
            block.push(entry, words);
        }
    }

    /// Gives back the room that a growing list keeps.
    pub fn release(&mut self) {
        self.close_block();
        self.packer = None;
        self.words.shrink_to_fit();
    }

    fn close_block(&mut self) {
        let Some(block) = self.blocks.last_mut() else { return };
        block.records.shrink_to_fit();
        block.huge.shrink_to_fit();
        if self.packer.is_none() && block.is_full() {
            self.packer = Some(Packer::of(block.own_texts()));
        }
        match &self.packer {
            Some(packer) => block.pack(packer),
            None => block.texts.shrink_to_fit(),
        }
    }

    /// The entry at a position.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Entry<'_>> {
        let block = self.blocks.get(self.block_of(index)?)?;
        Some(self.entry(block, block.records.get(index.checked_sub(block.first)?)?))
    }

    /// The same by its position.
    #[must_use]
    pub fn at(&self, position: Position) -> Option<Entry<'_>> {
        self.get(position.into())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> + Clone {
        self.blocks.iter().flat_map(move |block| {
            block.records.iter().map(move |record| self.entry(block, record))
        })
    }

    /// Takes the quarter from those that have it only from their sheet, where that turned out to say none.
    pub fn unsay_quarter(&mut self, index: usize) {
        let block = self.block_of(index).and_then(|at| self.blocks.get_mut(at));
        let record = block.and_then(|block| block.records.get_mut(index - block.first));
        if let Some(record) = record.filter(|record| record.signs & QUARTER_OF_SHEET != 0) {
            record.quarter = None;
            record.signs &= !QUARTER_OF_SHEET;
        }
    }

    /// The number of the block of an index.
    fn block_of(&self, index: usize) -> Option<usize> {
        // All blocks have the same length, but for few with very long texts.
        let likely = index / MANY;
        let has = |block: &Block| {
            index.checked_sub(block.first).is_some_and(|at| at < block.records.len())
        };
        match self.blocks.get(likely) {
            Some(block) if has(block) => Some(likely),
            _ => self.blocks.partition_point(|block| block.first <= index).checked_sub(1),
        }
    }

    fn entry<'a>(&'a self, block: &'a Block, record: &Record) -> Entry<'a> {
        Entry {
            whole: &self.whole,
            spot: record.spot.into(),
            texts: OwnTexts::held(record.signs, &block.texts, record.texts),
            amount: block.amount(record),
            words: self.words.get_index(record.words as usize).unwrap_or(&EntryWords::NONE),
            date: (record.signs & DATED != 0).then_some(record.date),
            quarter: record.quarter,
            quarter_of_sheet: record.signs & QUARTER_OF_SHEET != 0,
            doubtful: record.signs & DOUBTFUL != 0,
        }
    }
}

impl fmt::Debug for EntryList {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for EntryList {
    fn eq(&self, other: &Self) -> bool {
        self.whole == other.whole && self.iter().eq(other.iter())
    }
}

impl Eq for EntryList {}

impl Block {
    fn is_full(&self) -> bool {
        self.records.len() >= MANY || self.texts.len() >= LONG
    }

    fn own_texts(&self) -> impl Iterator<Item = OwnTexts<'_>> + Clone {
        self.records.iter().map(|record| OwnTexts::held(record.signs, &self.texts, record.texts))
    }

    fn pack(&mut self, packer: &Packer) {
        match ManyTexts::packed(self.own_texts(), packer, self.texts.len()) {
            Some((texts, starts)) => {
                self.texts = texts;
                for (record, start) in self.records.iter_mut().zip(starts) {
                    record.texts = start;
                }
            }
            None => self.texts.shrink_to_fit(),
        }
    }

    fn amount(&self, record: &Record) -> Euros {
        if record.signs & HUGE == 0 {
            return Euros::from_cents(record.amount);
        }
        // Were it lost, stopping is better than counting nothing.
        self.huge[record.amount as usize]
    }

    fn push(&mut self, entry: &Entry<'_>, words: u32) {
        // A block begins anew long before its texts are longer.
        let texts = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let mut signs = self.texts.put(&entry.texts);
        for (sign, is_so) in [
            (QUARTER_OF_SHEET, entry.quarter_of_sheet),
            (DOUBTFUL, entry.doubtful),
            (DATED, entry.date.is_some()),
        ] {
            signs |= if is_so { sign } else { 0 };
        }
        let amount = i64::try_from(entry.amount.cents()).unwrap_or_else(|_| {
            signs |= HUGE;
            self.huge.push(entry.amount);
            // A block has few entries.
            self.huge.len() as i64 - 1
        });
        self.records.push(Record {
            spot: entry.spot.into(),
            amount,
            words,
            texts,
            date: entry.date.unwrap_or_default(),
            quarter: entry.quarter,
            signs,
        });
    }
}
