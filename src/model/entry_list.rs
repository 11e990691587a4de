//! The entries of a sheet as a run keeps them: a million of them and more, in little room. In: entries,
//! one after another. Out: any of them, as often as asked, exactly as it came in.

use std::fmt;

use bytes::Bytes;
use foldhash::fast::RandomState;
use indexmap::IndexSet;

use super::entry::{Entry, EntryWords};
use super::entry_record::{
    AMOUNT, DOUBTFUL, HUGE, NUMBERS, QUARTER_OF_SHEET, Record, SIGNS, amount_of,
};
use super::many_texts::{ManyTexts, Packer};
use super::money::Euros;
use super::number_rows::NumberRows;
use super::own_texts::OwnTexts;
use super::place::Place;
use super::position::Position;

/// So many entries stand together, or fewer where their texts are longer than [`LONG`].
const MANY: usize = 1_024;

/// So many blocks are kept in one piece.
const TOGETHER: usize = 64;

/// So many bytes of text.
const LONG: usize = 1 << 20;

/// Entries of one sheet, in the order of their cells.
#[derive(Clone)]
pub struct EntryList {
    whole: Place,
    words: IndexSet<EntryWords, RandomState>,
    blocks: Vec<Block>,
    /// As many of them are kept in few pieces.
    gathered: usize,
    /// Made of the texts of the first block, while entries come in.
    packer: Option<Packer>,
}

/// Entries that follow one another.
#[derive(Clone)]
struct Block {
    /// The position of its first.
    first: usize,
    /// Each without its texts, as the numbers of a [`Record`].
    records: NumberRows<NUMBERS>,
    /// Their own texts.
    texts: ManyTexts,
    /// Amounts that nobody ever spent, for which a record has no room.
    huge: Vec<Euros>,
}

impl EntryList {
    /// None yet, of a sheet as a whole.
    #[must_use]
    pub fn new(whole: Place) -> Self {
        EntryList {
            whole,
            words: IndexSet::default(),
            blocks: Vec::new(),
            gathered: 0,
            packer: None,
        }
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
        if self.blocks.last().is_none_or(|block| block.is_full() || block.records.is_closed()) {
            self.close_block();
            self.blocks.push(Block {
                first: self.len(),
                records: NumberRows::default(),
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
        self.gather();
        self.packer = None;
        self.words.shrink_to_fit();
    }

    fn close_block(&mut self) {
        let open = |block: &&mut Block| !block.records.is_closed();
        let Some(block) = self.blocks.last_mut().filter(open) else { return };
        if self.packer.is_none() && block.is_full() {
            self.packer = Some(Packer::of(block.own_texts()));
        }
        let packed = self.packer.as_ref().and_then(|packer| block.packed(packer));
        match packed {
            Some((texts, begins)) => {
                block.texts = texts;
                block.change(|index, record| record.texts = begins[index]);
            }
            None => {
                block.texts.close();
                block.records.close();
            }
        }
        block.huge.shrink_to_fit();
        if self.blocks.len() >= self.gathered + TOGETHER {
            self.gather();
        }
    }

    /// Puts what the last blocks are kept in together: pieces of the size of one leave holes between them.
    fn gather(&mut self) {
        let blocks = self.blocks.iter_mut().skip(self.gathered);
        let pieces = blocks.flat_map(|block| [block.records.kept_in(), block.texts.kept_in()]);
        let pieces: Vec<&mut Bytes> = pieces.flatten().collect();
        let mut all = Vec::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
        pieces.iter().for_each(|piece| all.extend_from_slice(piece));
        let mut all = Bytes::from(all);
        for piece in pieces {
            *piece = all.split_to(piece.len());
        }
        self.gathered = self.blocks.len();
    }

    /// The entry at a position.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Entry<'_>> {
        let block = self.blocks.get(self.block_of(index)?)?;
        Some(self.entry(block, &block.record(index.checked_sub(block.first)?)?))
    }

    /// The amount of that one, without looking at the rest of it.
    #[must_use]
    pub fn amount(&self, index: usize) -> Option<Euros> {
        let block = self.blocks.get(self.block_of(index)?)?;
        block.amount_at(index.checked_sub(block.first)?)
    }

    /// The same by its position.
    #[must_use]
    pub fn at(&self, position: Position) -> Option<Entry<'_>> {
        self.get(position.into())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> + Clone {
        self.blocks
            .iter()
            .flat_map(move |block| block.records().map(move |record| self.entry(block, &record)))
    }

    /// Takes the quarter from those that have it only from their sheet, where that turned out to say none.
    pub fn unsay_quarters(&mut self, of: impl Fn(usize) -> bool) {
        for block in &mut self.blocks {
            let first = block.first;
            if (0..block.records.len()).any(|index| of(first + index)) {
                block.change(|index, record| {
                    if record.signs & QUARTER_OF_SHEET != 0 && of(first + index) {
                        record.quarter = None;
                        record.signs &= !QUARTER_OF_SHEET;
                    }
                });
            }
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
            date: record.date,
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

    fn record(&self, index: usize) -> Option<Record> {
        self.records.get(index).map(Record::of)
    }

    fn records(&self) -> impl Iterator<Item = Record> + Clone {
        self.records.iter().map(Record::of)
    }

    fn own_texts(&self) -> impl Iterator<Item = OwnTexts<'_>> + Clone {
        self.records().map(|record| OwnTexts::held(record.signs, &self.texts, record.texts))
    }

    /// Changes its records, and closes it.
    fn change(&mut self, mut change: impl FnMut(usize, &mut Record)) {
        let mut changed = NumberRows::with_room(self.records.len());
        for (index, mut record) in self.records().enumerate() {
            change(index, &mut record);
            changed.push(record.numbers());
        }
        changed.close();
        self.records = changed;
    }

    /// Its texts in symbols, and where each entry's begin; none where that would take more room.
    fn packed(&self, packer: &Packer) -> Option<(ManyTexts, Vec<u32>)> {
        ManyTexts::packed(self.own_texts(), packer, self.texts.len())
    }

    fn amount(&self, record: &Record) -> Euros {
        self.amount_kept(record.amount, record.signs)
    }

    fn amount_at(&self, index: usize) -> Option<Euros> {
        let [amount, signs] = [AMOUNT, SIGNS].map(|column| self.records.number(index, column));
        Some(self.amount_kept(amount_of(amount?), signs? as u8))
    }

    fn amount_kept(&self, amount: i64, signs: u8) -> Euros {
        if signs & HUGE == 0 {
            return Euros::from_cents(amount);
        }
        // Were it lost, stopping is better than counting nothing.
        self.huge[amount as usize]
    }

    fn push(&mut self, entry: &Entry<'_>, words: u32) {
        // A block begins anew long before its texts are longer.
        let texts = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let mut signs = self.texts.put(&entry.texts);
        for (sign, is_so) in
            [(QUARTER_OF_SHEET, entry.quarter_of_sheet), (DOUBTFUL, entry.doubtful)]
        {
            signs |= if is_so { sign } else { 0 };
        }
        let amount = i64::try_from(entry.amount.cents()).unwrap_or_else(|_| {
            signs |= HUGE;
            self.huge.push(entry.amount);
            // A block has few entries.
            self.huge.len() as i64 - 1
        });
        let (spot, date, quarter) = (entry.spot.into(), entry.date, entry.quarter);
        let record = Record { spot, amount, words, texts, date, quarter, signs };
        self.records.push(record.numbers());
    }
}
