//! Rows of numbers in little room, where the numbers of a column are near each other. In: all rows at once.
//! Out: any of them, as often as asked. A million entries have some each, so their room is the room of a run.

/// So many bytes has a number where nothing is known of it.
const WHOLE: usize = size_of::<u64>();

/// Rows of so many numbers. Of each number that is kept by which it exceeds the lowest of its column, in
/// the bytes that the highest needs.
#[derive(Clone)]
pub(crate) struct NumberRows<const COLUMNS: usize> {
    columns: [Column; COLUMNS],
    /// How many bytes a row has.
    length: usize,
    count: usize,
    /// The rows, and behind the last what is read with its last number.
    bytes: Box<[u8]>,
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
    /// From all rows.
    pub(crate) fn of(rows: &[[u64; COLUMNS]]) -> Self {
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
        NumberRows { columns, length, count: rows.len(), bytes: bytes.into() }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The row at an index.
    pub(crate) fn get(&self, index: usize) -> Option<[u64; COLUMNS]> {
        let row = (index < self.count).then(|| self.bytes.get(index * self.length..))??;
        let number = |column: &Column| {
            let read = row.get(column.begin..)?.first_chunk()?;
            Some(column.lowest + (u64::from_le_bytes(*read) & column.own))
        };
        let mut numbers = [0; COLUMNS];
        for (put, column) in numbers.iter_mut().zip(&self.columns) {
            *put = number(column)?;
        }
        Some(numbers)
    }
}
