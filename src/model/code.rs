//! The code of an activity, such as 1.1.10. Ordered as numbers, so that 1.1.10 follows 1.1.9.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::signs::InSigns;

/// How many numbers a code may have.
const LONGEST: usize = 6;

/// Three to six whole numbers joined by points. Two numbers (1.1) name a measure, or are what a
/// spreadsheet made of something else; they are no activity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityCode {
    // Unused places are zero and lie behind the used ones, so the derived order is the code's own.
    parts: [u16; LONGEST],
    length: u8,
}

/// The text is no activity code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an activity code such as 1.1.10")]
pub struct NotACode;

impl ActivityCode {
    /// From its numbers.
    ///
    /// # Errors
    /// [`NotACode`] unless there are three to six, each below 10,000 and above zero.
    pub fn from_parts(numbers: &[u32]) -> Result<Self, NotACode> {
        if !(3..=LONGEST).contains(&numbers.len()) {
            return Err(NotACode);
        }
        let mut parts = [0_u16; LONGEST];
        for (part, number) in parts.iter_mut().zip(numbers) {
            if *number == 0 || *number > 9_999 {
                return Err(NotACode);
            }
            *part = u16::try_from(*number).map_err(|_| NotACode)?;
        }
        Ok(ActivityCode { parts, length: numbers.len() as u8 })
    }

    /// Its numbers, in order.
    #[must_use]
    pub fn parts(&self) -> &[u16] {
        &self.parts[..usize::from(self.length)]
    }
}

/// Exactly the canonical form; how codes are really typed is for `read` to undo.
impl FromStr for ActivityCode {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut numbers = Vec::with_capacity(LONGEST);
        for part in text.split('.') {
            if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(NotACode);
            }
            numbers.push(part.parse::<u32>().map_err(|_| NotACode)?);
        }
        ActivityCode::from_parts(&numbers)
    }
}

impl fmt::Display for ActivityCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.signs())
    }
}

impl fmt::Debug for ActivityCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl Serialize for ActivityCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
