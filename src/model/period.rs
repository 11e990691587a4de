//! Quarters, dates and the period that a submission covers. No clock: every date comes from an input.

use std::fmt;

use serde::{Serialize, Serializer};

use super::signs::InSigns;

/// A calendar day, as written in an input.
pub type Date = jiff::civil::Date;

/// A quarter of a year, 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(u8);

impl Quarter {
    /// All four, in order.
    pub const ALL: [Quarter; 4] = [Quarter(1), Quarter(2), Quarter(3), Quarter(4)];

    /// From its number; none unless 1 to 4.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Quarter(number))
    }

    /// 1 to 4.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The Roman numeral that plans print.
    #[must_use]
    pub fn roman(self) -> &'static str {
        ["I", "II", "III", "IV"][usize::from(self.0 - 1)]
    }

    /// The quarter that a day lies in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Quarter(((date.month() - 1) / 3 + 1) as u8)
    }

    /// The quarter that a month, 1 to 12, lies in.
    #[must_use]
    pub fn of_month(month: u8) -> Self {
        Quarter((month.clamp(1, 12) - 1) / 3 + 1)
    }

    /// Its first day in `year`; none for a year outside −9999..9999.
    #[must_use]
    pub fn first_day(self, year: i16) -> Option<Date> {
        Date::new(year, i8::try_from((self.0 - 1) * 3 + 1).ok()?, 1).ok()
    }

    /// Its last day in `year`.
    #[must_use]
    pub fn last_day(self, year: i16) -> Option<Date> {
        Some(Date::new(year, i8::try_from(self.0 * 3).ok()?, 1).ok()?.last_of_month())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.signs())
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

/// The month or quarter that a column, a section or a row of a sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// A month, 1 to 12.
    Month(u8),
    /// A quarter.
    Quarter(Quarter),
}

impl When {
    /// Its quarter.
    #[must_use]
    pub fn quarter(self) -> Quarter {
        match self {
            When::Month(month) => Quarter::of_month(month),
            When::Quarter(quarter) => quarter,
        }
    }

    /// Whether the other lies within it.
    #[must_use]
    pub fn holds(self, other: When) -> bool {
        self == other || (self == When::Quarter(other.quarter()))
    }
}

impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Month(month) => write!(out, "month {month}"),
            When::Quarter(quarter) => write!(out, "{quarter}"),
        }
    }
}

/// What the amounts of a submission are: of its own period, or everything since the beginning of the
/// year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Only what was spent in the period that it names.
    ThisPeriod,
    /// Everything up to the end of that period; it takes the place of what was sent before.
    Cumulative,
}

/// How a basis is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisFrom {
    /// The sheet says it.
    Words,
    /// The configuration says it.
    Configuration,
    /// It repeats and continues what the same body sent before; for a person to confirm.
    Evidence,
}

/// A basis and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KnownBasis {
    /// The basis.
    pub basis: Basis,
    /// How it is known.
    pub from: BasisFrom,
}

/// What a submission says it covers. Either part may be missing; both missing is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The year, where the sheet names one.
    pub year: Option<i16>,
    /// First quarter covered; none means the whole year.
    pub from: Option<Quarter>,
    /// Last quarter covered.
    pub to: Option<Quarter>,
    /// First and last month covered, 1 to 12, where it names months or days; part of a month is the
    /// whole month.
    pub months: Option<(u8, u8)>,
}

impl Period {
    /// One quarter of a year that may be unknown.
    #[must_use]
    pub fn quarter(year: Option<i16>, quarter: Quarter) -> Self {
        Period { year, from: Some(quarter), to: Some(quarter), months: None }
    }

    /// From one month of a year to another, 1 to 12.
    #[must_use]
    pub fn of_months(year: Option<i16>, from: u8, to: u8) -> Self {
        Period {
            year,
            from: Some(Quarter::of_month(from)),
            to: Some(Quarter::of_month(to)),
            months: Some((from, to)),
        }
    }

    /// First and last month covered: those it names, else those of its quarters; a year alone is
    /// January to December.
    #[must_use]
    pub fn span(&self) -> (u8, u8) {
        self.months.unwrap_or_else(|| {
            let from = self.from.or(self.to).map_or(1, |from| from.number() * 3 - 2);
            let to = self.to.or(self.from).map_or(12, |to| to.number() * 3);
            (from, to)
        })
    }

    /// The single quarter it covers, if it covers exactly one.
    #[must_use]
    pub fn single_quarter(&self) -> Option<Quarter> {
        if self.from == self.to { self.from } else { None }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(out, "{from}")?,
            (Some(from), Some(to)) => write!(out, "{from}–{to}")?,
            (Some(quarter), None) | (None, Some(quarter)) => write!(out, "{quarter}")?,
            (None, None) => {
                return match self.year {
                    Some(year) => write!(out, "{year}"),
                    None => Ok(()),
                };
            }
        }
        match self.year {
            Some(year) => write!(out, " {year}"),
            None => Ok(()),
        }
    }
}
