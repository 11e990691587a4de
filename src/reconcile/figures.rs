//! The figures that anything with money has, and how they divide by source.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::{Euros, Source};

/// The figures of anything that has money: a line, a measure, the whole plan. Unknown is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Figures {
    /// The plan's estimate.
    pub planned: Option<Euros>,
    /// Money known to be there.
    pub secured: Option<Euros>,
    /// The outturn.
    pub spent: Option<Euros>,
    /// spent − planned.
    pub variance: Option<Euros>,
    /// planned − spent.
    pub remaining: Option<Euros>,
    /// variance ÷ planned × 100, two decimals; none where nothing was planned.
    pub deviation_percent: Option<Decimal>,
    /// planned − secured, not below zero.
    pub funding_gap: Option<Euros>,
    /// The part of the estimate that was to be spent by the as-of date; of several lines, of those
    /// for which it is known.
    pub planned_to_date: Option<Euros>,
    /// spent − planned to date; none where that is not known for all of it.
    pub variance_to_date: Option<Euros>,
    /// Some estimate in it has no planned to date.
    #[serde(skip)]
    pub to_date_open: bool,
}

/// The same figures by source, and together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct BySource<T> {
    /// From budgets.
    pub budget: T,
    /// From donations.
    pub donation: T,
    /// Without a source.
    pub unnamed: T,
    /// All together.
    pub total: T,
}

impl<T> BySource<T> {
    /// The one of a source.
    pub fn of(&self, source: Source) -> &T {
        match source {
            Source::Budget => &self.budget,
            Source::Donation => &self.donation,
            Source::Unnamed => &self.unnamed,
        }
    }

    /// The one of a source, to change.
    pub fn of_mut(&mut self, source: Source) -> &mut T {
        match source {
            Source::Budget => &mut self.budget,
            Source::Donation => &mut self.donation,
            Source::Unnamed => &mut self.unnamed,
        }
    }
}

/// Money of each kind that the register shows for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Evidence {
    /// Appropriated.
    pub appropriated: Option<Euros>,
    /// Pledged; not secured.
    pub pledged: Option<Euros>,
    /// Committed.
    pub committed: Option<Euros>,
    /// Received.
    pub received: Option<Euros>,
}
