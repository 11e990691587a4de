//! What an entry is without its texts, as numbers. In: one of them. Out: the other, exactly as it was.

use super::period::{Date, Quarter};
use super::small_spot::SmallSpot;

/// How many numbers an entry is.
pub(super) const NUMBERS: usize = 8;

/// Those of one entry.
pub(super) type Numbers = [u64; NUMBERS];

/// Which of them is the amount, and which holds the signs.
pub(super) const AMOUNT: usize = 2;
pub(super) const SIGNS: usize = 7;

/// An entry without its texts.
pub(super) struct Record {
    pub spot: SmallSpot,
    /// In cents; of one that is [`HUGE`], its number among those.
    pub amount: i64,
    /// What its row says beside the amount: its position among all that rows of the sheet say.
    pub words: u32,
    /// Where its own texts begin.
    pub texts: u32,
    pub date: Option<Date>,
    pub quarter: Option<Quarter>,
    pub signs: u8,
}

// What is true of an entry, beside the signs of its texts.
pub(super) const QUARTER_OF_SHEET: u8 = 1 << 3;
pub(super) const DOUBTFUL: u8 = 1 << 4;
pub(super) const HUGE: u8 = 1 << 5;

impl Record {
    /// Each number near that of the entry before and behind, which takes little room.
    pub(super) fn numbers(&self) -> Numbers {
        let Record { spot, amount, words, texts, date, quarter, signs } = *self;
        let [spot, spot_below] = spot.halves();
        [
            spot.into(),
            spot_below.into(),
            // The lowest is the smallest.
            number_of(amount),
            words.into(),
            texts.into(),
            date.map_or(0, |date| in_days_of_32(date).into()),
            quarter.map_or(0, |quarter| quarter.number().into()),
            signs.into(),
        ]
    }

    pub(super) fn of(numbers: Numbers) -> Self {
        let [spot, spot_below, amount, words, texts, date, quarter, signs] = numbers;
        Record {
            // Each is as large as it was when it came.
            spot: SmallSpot::of_halves([spot as u32, spot_below as u32]),
            amount: amount_of(amount),
            words: words as u32,
            texts: texts as u32,
            date: from_days_of_32(date as u32),
            quarter: Quarter::new(quarter as u8),
            signs: signs as u8,
        }
    }
}

fn number_of(amount: i64) -> u64 {
    amount as u64 ^ 1 << 63
}

/// The amount that is kept as a number.
pub(super) fn amount_of(number: u64) -> i64 {
    (number ^ 1 << 63) as i64
}

/// A day as a number, with months of 32 days and years of 16 months; none is zero.
fn in_days_of_32(date: Date) -> u32 {
    let year = u32::from(date.year().cast_unsigned() ^ 1 << 15);
    let [month, day] = [date.month(), date.day()].map(|number| u32::from(number.cast_unsigned()));
    year << 9 | month << 5 | day
}

fn from_days_of_32(number: u32) -> Option<Date> {
    let year = ((number >> 9) as u16 ^ 1 << 15).cast_signed();
    Date::new(year, (number >> 5 & 15) as i8, (number & 31) as i8).ok()
}
