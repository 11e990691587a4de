//! Positions in a list in little room. A million entries have several each, so their room is the room of a
//! run.

use std::iter;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

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

/// Many positions, in an order of their own. Where each follows the one before, none takes room.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    /// These of all; where there are none, they are positions themselves.
    range: Range<usize>,
    all: Option<Arc<[Position]>>,
}

impl Positions {
    /// The first ones of a list.
    #[must_use]
    pub fn first(count: usize) -> Self {
        Positions { range: 0..count, all: None }
    }

    /// Those of each of so many groups, in their order: `of` says of one thing after the other which group it
    /// is of, if of one.
    #[must_use]
    pub fn grouped(groups: usize, of: impl Iterator<Item = Option<usize>> + Clone) -> Vec<Self> {
        let mut counts = vec![0; groups];
        of.clone().flatten().for_each(|group| counts[group] += 1);
        let mut begin = 0;
        let mut ranges: Vec<Range<usize>> = counts
            .into_iter()
            .map(|count| {
                begin += count;
                begin - count..begin - count
            })
            .collect();
        // All of them stand in one piece, so that many small groups leave no holes.
        let mut all: Arc<[Position]> = iter::repeat_n(Position::from(0), begin).collect();
        let put = Arc::make_mut(&mut all);
        for (index, group) in of.enumerate() {
            if let Some(range) = group.map(|group| &mut ranges[group]) {
                put[range.end] = index.into();
                range.end += 1;
            }
        }
        let of = |range: Range<usize>| {
            let own = &all[range.clone()];
            let first = own.first().map_or(0, |first| usize::from(*first));
            let follow = (first..).zip(own).all(|(index, at)| index == usize::from(*at));
            match follow {
                true => Positions { range: first..first + own.len(), all: None },
                false => Positions { range, all: Some(all.clone()) },
            }
        };
        ranges.into_iter().map(of).collect()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.range.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// The one at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Position> {
        let index = self.range.start.checked_add(index).filter(|at| self.range.contains(at))?;
        match &self.all {
            Some(all) => all.get(index).copied(),
            None => Some(index.into()),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Position> + Clone {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// The same in parts of so many, the last perhaps of fewer; where there is none, one part without any.
    pub fn parts(&self, most: usize) -> impl Iterator<Item = Positions> {
        let Range { start, end } = self.range;
        let begins = (start..end.max(start + 1)).step_by(most.max(1));
        begins.map(move |start| Positions {
            range: start..end.min(start.saturating_add(most)),
            all: self.all.clone(),
        })
    }
}

impl PartialEq for Positions {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Positions {}

impl FromIterator<Position> for Positions {
    fn from_iter<I: IntoIterator<Item = Position>>(positions: I) -> Self {
        let mut positions = positions.into_iter();
        let mut range = 0..0;
        // As long as one follows the other, nothing is kept of them.
        let other = positions.find(|at| {
            let at = usize::from(*at);
            let follows = range.is_empty() || at == range.end;
            if follows {
                range = if range.is_empty() { at } else { range.start }..at + 1;
            }
            !follows
        });
        let Some(other) = other else { return Positions { range, all: None } };
        let all: Arc<[Position]> =
            range.map(Position::from).chain([other]).chain(positions).collect();
        Positions { range: 0..all.len(), all: Some(all) }
    }
}
