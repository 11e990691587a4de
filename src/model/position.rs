//! A position in a list in four bytes. A million entries have two each, so their room is the room of a run.

use std::num::NonZeroU32;

/// A position in a list, counted from zero; of a list longer than any that memory holds, its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(NonZeroU32);

impl From<usize> for Position {
    fn from(index: usize) -> Self {
        let counted =
            u32::try_from(index).ok().and_then(|index| NonZeroU32::MIN.checked_add(index));
        Position(counted.unwrap_or(NonZeroU32::MAX))
    }
}

impl From<Position> for usize {
    fn from(position: Position) -> Self {
        position.0.get() as usize - 1
    }
}
