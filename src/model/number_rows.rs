//! Rows of numbers in little room, where the numbers of a column are near each other. In: rows, one after
//! another. Out: any of them, as often as asked. A million entries have some each, so their room is the room
//! of a run.

use std::fmt;

use bytes::Bytes;

/// So many bytes has a number where nothing is known of it.
const WHOLE: usize = size_of::<u64>();

/// Rows of so many numbers.
#[derive(Clone)]
pub(crate) enum NumberRows<const COLUMNS: usize> {
    /// While they come in.
    Coming(Vec<[u64; COLUMNS]>),
    /// When all have come.
    Kept(Kept<COLUMNS>),
}

/// Of each number that is kept by which it exceeds the lowest of its column, in the bytes that the highest
/// needs.
#[derive(Clone)]
pub(crate) struct Kept<const COLUMNS: usize> {
    columns: [Column; COLUMNS],
    /// How many bytes a row has.
    length: usize,
    count: usize,
    /// The rows, and behind the last what is read with its last number.
    bytes: Bytes,
}

#[derive(Clone, Copy, Default)]
struct Column {
    lowest: u64,
    /// Where it begins in a row.
    begin: usize,
    /// Of what is read there, the bits that are its own.
    own: u64,
}

impl<const COLUMNS: usize> NumberRows<COLUMNS> {
    /// None yet, with room for so many.
    pub(crate) fn with_room(count: usize) -> Self {
        NumberRows::Coming(Vec::with_capacity(count))
    }

    /// Takes a further row, also where all seemed to have come.
    pub(crate) fn push(&mut self, row: [u64; COLUMNS]) {
        match self {
            NumberRows::Coming(rows) => rows.push(row),
            NumberRows::Kept(_) => {
                *self = NumberRows::Coming(self.iter().chain([row]).collect());
            }
        }
    }

    /// All have come.
    pub(crate) fn close(&mut self) {
        if let NumberRows::Coming(rows) = self {
            *self = NumberRows::Kept(Kept::of(rows));
        }
    }

    /// Whether all have come.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, NumberRows::Kept(_))
    }

    /// The bytes that they are kept in, when all have come.
    pub(super) fn kept_in(&mut self) -> Option<&mut Bytes> {
        match self {
            NumberRows::Coming(_) => None,
            NumberRows::Kept(rows) => Some(&mut rows.bytes),
        }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            NumberRows::Coming(rows) => rows.len(),
            NumberRows::Kept(rows) => rows.count,
        }
    }

    /// The row at an index.
    pub(crate) fn get(&self, index: usize) -> Option<[u64; COLUMNS]> {
        match self {
            NumberRows::Coming(rows) => rows.get(index).copied(),
            NumberRows::Kept(rows) => rows.get(index),
        }
    }

    /// One number of the row at an index.
    pub(crate) fn number(&self, index: usize, column: usize) -> Option<u64> {
        match self {
            NumberRows::Coming(rows) => rows.get(index)?.get(column).copied(),
            NumberRows::Kept(rows) => rows.columns.get(column)?.number(rows.row(index)?),
        }
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = [u64; COLUMNS]> + Clone + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl<const COLUMNS: usize> Default for NumberRows<COLUMNS> {
    fn default() -> Self {
        NumberRows::Coming(Vec::new())
    }
}

impl<const COLUMNS: usize> fmt::Debug for NumberRows<COLUMNS> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl<const COLUMNS: usize> Kept<COLUMNS> {
    fn of(rows: &[[u64; COLUMNS]]) -> Self {
        let mut columns = [Column::default(); COLUMNS];
        let mut lengths = [0; COLUMNS];
        let mut length = 0;
        for (number, column) in columns.iter_mut().enumerate() {
            let numbers = || rows.iter().map(|row| row[number]);
            let lowest = numbers().min().unwrap_or(0);
            let most = numbers().max().unwrap_or(0) - lowest;
            lengths[number] = WHOLE - most.leading_zeros() as usize / 8;
            let own = u64::MAX.checked_shr(u64::BITS - 8 * lengths[number] as u32).unwrap_or(0);
            *column = Column { lowest, begin: length, own };
            length += lengths[number];
        }
        let mut bytes = Vec::with_capacity(rows.len() * length + WHOLE);
        for row in rows {
            for ((number, column), length) in row.iter().zip(&columns).zip(lengths) {
                bytes.extend_from_slice(&(number - column.lowest).to_le_bytes()[..length]);
            }
        }
        bytes.extend_from_slice(&[0; WHOLE]);
        Kept { columns, length, count: rows.len(), bytes: bytes.into() }
    }

    fn get(&self, index: usize) -> Option<[u64; COLUMNS]> {
        let row = self.row(index)?;
        let mut numbers = [0; COLUMNS];
        for (put, column) in numbers.iter_mut().zip(&self.columns) {
            *put = column.number(row)?;
        }
        Some(numbers)
    }

    /// What is kept from a row on.
    fn row(&self, index: usize) -> Option<&[u8]> {
        (index < self.count).then(|| self.bytes.get(index * self.length..))?
    }
}

impl Column {
    /// Its number in a row.
    fn number(&self, row: &[u8]) -> Option<u64> {
        let read = row.get(self.begin..)?.first_chunk()?;
        Some(self.lowest + (u64::from_le_bytes(*read) & self.own))
    }
}
