//! Lines of two runs. In: both runs' lines. Out: those that moved, are new or gone. A line is the same
//! where activity, source, holders and donor are; where only the holders or the donor changed and one
//! line of the activity's source is left on each side, it is the same too.

use super::pairs::Pairing;
use super::{Kind, Moved};
use crate::model::{Euros, RecordedLine};

/// A line that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// What became of it.
    pub kind: Kind,
    /// As it was; none where it is new.
    pub before: Option<RecordedLine>,
    /// As it is; none where it is gone.
    pub after: Option<RecordedLine>,
    /// By how much it moved.
    pub planned: Moved,
    /// By how much it moved.
    pub secured: Moved,
    /// By how much it moved.
    pub spent: Moved,
    /// By how much it moved.
    pub funding_gap: Moved,
}

impl LineChange {
    /// The line as it is, or as it was before it went.
    #[must_use]
    pub fn line(&self) -> Option<&RecordedLine> {
        self.after.as_ref().or(self.before.as_ref())
    }

    fn of(before: Option<&RecordedLine>, after: Option<&RecordedLine>) -> Self {
        let moved = |pick: fn(&RecordedLine) -> Option<Euros>| {
            Moved::of(before.and_then(pick), after.and_then(pick))
        };
        LineChange {
            kind: Kind::of(before.is_some(), after.is_some()),
            before: before.cloned(),
            after: after.cloned(),
            planned: moved(|line| line.planned),
            secured: moved(|line| line.secured),
            spent: moved(|line| line.spent),
            funding_gap: moved(|line| line.funding_gap),
        }
    }

    /// The largest move first: of what was spent, then of the other figures.
    fn size(&self) -> [Euros; 4] {
        [self.spent, self.planned, self.secured, self.funding_gap]
            .map(|moved| moved.difference.unwrap_or_default().abs())
    }
}

pub(super) fn compare(before: &[RecordedLine], after: &[RecordedLine]) -> Vec<LineChange> {
    let paired = Pairing::new(before, after)
        .by(Some)
        .by(|line| {
            Some((
                &line.activity,
                &line.source,
                &line.holders,
                &line.donor,
                line.in_plan,
                line.planned,
            ))
        })
        .by(|line| Some((&line.activity, &line.source, &line.holders, &line.donor)))
        .by_single(|line| Some((&line.activity, &line.source)))
        .end();
    let mut changes: Vec<LineChange> = paired
        .pairs
        .into_iter()
        .filter(|(before, after)| before != after)
        .map(|(before, after)| LineChange::of(Some(before), Some(after)))
        .chain(paired.new.into_iter().map(|after| LineChange::of(None, Some(after))))
        .chain(paired.vanished.into_iter().map(|before| LineChange::of(Some(before), None)))
        .collect();
    changes.sort_by(|a, b| b.size().cmp(&a.size()).then_with(|| a.line().cmp(&b.line())));
    changes
}
