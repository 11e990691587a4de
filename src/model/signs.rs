//! What stands a million times in one file, as its signs: amounts, codes, cells, quarters, ids. In: a
//! value. Out: the signs that it shows itself with, without the detour over a formatter and a text of its
//! own.

use std::ops::Deref;

use arrayvec::ArrayString;
use serde::{Serialize, Serializer};

use super::code::ActivityCode;
use super::money::Euros;
use super::period::{Date, Quarter};
use super::place::CellRef;

/// Signs of a value; the longest amount has 42, the longest code 35.
pub type Signs = ArrayString<64>;

/// A value as its signs.
pub trait InSigns {
    /// The signs.
    fn signs(&self) -> Signs;
}

/// A text: one that is kept, or the signs that it has anyhow.
#[derive(Debug, Clone)]
pub enum Raw<'a> {
    /// Kept.
    Kept(&'a str),
    /// Not kept.
    Signs(Signs),
}

impl Raw<'_> {
    /// An amount as a spreadsheet's own number has it: without a last decimal that is zero.
    #[must_use]
    pub fn of(amount: Euros) -> Self {
        let mut signs = amount.signs();
        let unsaid = match (amount.cents() % 100, amount.cents() % 10) {
            (0, _) => ".00".len(),
            (_, 0) => "0".len(),
            _ => 0,
        };
        signs.truncate(signs.len().saturating_sub(unsaid));
        Raw::Signs(signs)
    }
}

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Deref for Raw<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Raw::Kept(text) => text,
            Raw::Signs(signs) => signs,
        }
    }
}

/// A number behind a letter: the id of an entry, a line, a finding, counted from one.
#[must_use]
pub fn id(letter: char, index: usize) -> Signs {
    let mut signs = Signs::new();
    push(&mut signs, letter.encode_utf8(&mut [0; 4]));
    push(&mut signs, itoa::Buffer::new().format(index as u64 + 1));
    signs
}

// All that is pushed fits, so that nothing is lost.
fn push(signs: &mut Signs, more: &str) {
    let _ = signs.try_push_str(more);
}

impl InSigns for Euros {
    fn signs(&self) -> Signs {
        let mut signs = Signs::new();
        if self.is_negative() {
            push(&mut signs, "-");
        }
        let cents = self.cents().unsigned_abs();
        let mut digits = itoa::Buffer::new();
        // Plain machine numbers are far quicker than what holds the sum of a nation.
        let digits = match u64::try_from(cents) {
            Ok(cents) => digits.format(cents),
            Err(_) => digits.format(cents),
        };
        let (whole, cents) = digits.split_at(digits.len().saturating_sub(2));
        push(&mut signs, if whole.is_empty() { "0" } else { whole });
        push(&mut signs, if cents.len() < 2 { ".0" } else { "." });
        push(&mut signs, cents);
        signs
    }
}

impl InSigns for ActivityCode {
    fn signs(&self) -> Signs {
        let mut signs = Signs::new();
        for (index, part) in self.parts().iter().enumerate() {
            if index > 0 {
                push(&mut signs, ".");
            }
            push(&mut signs, itoa::Buffer::new().format(*part));
        }
        signs
    }
}

impl InSigns for CellRef {
    fn signs(&self) -> Signs {
        let mut signs = letters(self.column);
        push(&mut signs, itoa::Buffer::new().format(u64::from(self.row) + 1));
        signs
    }
}

/// The letters of a column counted from zero: 0 is A, 26 is AA.
#[must_use]
pub fn column_letters(column: u32) -> String {
    letters(column).to_string()
}

fn letters(column: u32) -> Signs {
    let mut letters = [0_u8; 8];
    let mut rest = u64::from(column) + 1;
    let mut used = 0;
    for letter in letters.iter_mut().rev() {
        if rest == 0 {
            break;
        }
        *letter = b'A' + ((rest - 1) % 26) as u8;
        rest = (rest - 1) / 26;
        used += 1;
    }
    let letters = letters.get(letters.len() - used..).unwrap_or_default();
    let mut signs = Signs::new();
    push(&mut signs, std::str::from_utf8(letters).unwrap_or_default());
    signs
}

/// As ISO 8601 has it.
impl InSigns for Date {
    fn signs(&self) -> Signs {
        let mut signs = Signs::new();
        if self.year() < 0 {
            push(&mut signs, &self.to_string());
            return signs;
        }
        let parts: [(i16, usize); 3] =
            [(self.year(), 4), (self.month().into(), 2), (self.day().into(), 2)];
        for (number, width) in parts {
            let mut digits = itoa::Buffer::new();
            let digits = digits.format(number);
            push(&mut signs, if width == 4 { "" } else { "-" });
            push(&mut signs, "000".get(..width.saturating_sub(digits.len())).unwrap_or_default());
            push(&mut signs, digits);
        }
        signs
    }
}

impl InSigns for Quarter {
    fn signs(&self) -> Signs {
        let mut signs = Signs::new();
        push(&mut signs, "Q");
        push(&mut signs, itoa::Buffer::new().format(self.number()));
        signs
    }
}
