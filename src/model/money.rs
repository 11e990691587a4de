//! Euros, exact to the cent. In: a decimal, or a count of cents. Out: an amount that can be added
//! without losing anything. Never a float.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::num::NonZeroI32;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::signs::InSigns;

/// The largest amount accepted, either sign: above 10¹³ € a spreadsheet's own number no longer
/// keeps every cent, so what is read could already be wrong.
pub const LARGEST: i64 = 10_000_000_000_000;

/// An amount in euros, a whole number of cents, at most [`LARGEST`] either way when it was read.
/// Sums of such amounts stay far below what the type can hold, which is what a [`Decimal`] can.
// A plan has very many, most of them perhaps unknown: twelve bytes, known or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Euros {
    /// The highest bits of the cents, turned so that nothing is none of them.
    high: NonZeroI32,
    /// The other bits.
    low: [u32; 2],
}

/// Why a number is no amount of euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotEuros {
    /// More than two decimals that are not zero; the number is not rounded by itself.
    #[error("the amount has parts of a cent")]
    PartOfCent,
    /// Beyond [`LARGEST`].
    #[error("the amount is larger than any that a spreadsheet keeps exactly")]
    TooLarge,
}

/// A text is no amount in the form of the JSON: digits, a point, two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is no amount such as 1234.50, or it is too large")]
pub struct NotAnAmount;

impl Euros {
    /// Nothing spent, which is not the same as nothing known.
    pub const ZERO: Euros = Euros::exactly(0);

    /// From a count of cents.
    const fn new(cents: i128) -> Option<Self> {
        let high = cents >> 64;
        if high <= i32::MIN as i128 || high > i32::MAX as i128 {
            return None;
        }
        match NonZeroI32::new(high as i32 ^ i32::MIN) {
            Some(high) => Some(Euros { high, low: [cents as u32, (cents >> 32) as u32] }),
            None => None,
        }
    }

    /// The same, of amounts that were read.
    const fn exactly(cents: i128) -> Self {
        match Euros::new(cents) {
            Some(amount) => amount,
            // Nothing is counted rather than something else.
            None => panic!("a sum is larger than any that amounts can come to"),
        }
    }

    /// From a count of cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Euros::exactly(cents as i128)
    }

    /// From a decimal number of euros; refuses parts of a cent rather than rounding them.
    ///
    /// # Errors
    /// [`NotEuros`] when the number has parts of a cent or is too large.
    pub fn from_decimal(value: Decimal) -> Result<Self, NotEuros> {
        if value.abs() > Decimal::from(LARGEST) {
            return Err(NotEuros::TooLarge);
        }
        let cents = value * Decimal::ONE_HUNDRED;
        if !cents.fract().is_zero() {
            return Err(NotEuros::PartOfCent);
        }
        let whole = cents.trunc().mantissa() / 10_i128.pow(cents.trunc().scale());
        Ok(Euros::exactly(whole))
    }

    /// The amount as a decimal with two places.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(self.cents(), 2)
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> i128 {
        let high = (self.high.get() ^ i32::MIN) as i128;
        high << 64 | (self.low[1] as i128) << 32 | self.low[0] as i128
    }

    /// Whether it is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.cents() == 0
    }

    /// Whether it is below zero: a refund or a correction.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.cents() < 0
    }

    /// Without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Euros::exactly(self.cents().abs())
    }

    /// For people: 1,234.50, with a minus before it where it is below zero.
    #[must_use]
    pub fn grouped(self) -> String {
        grouped(&self.to_string())
    }

    /// `done` parts of `of` equal parts, to the cent, halves away from zero: all parts together are the
    /// whole, and more parts are never less. Nothing where there are no parts.
    #[must_use]
    pub fn share(self, done: i64, of: i64) -> Euros {
        let (done, of) = (i128::from(done), i128::from(of));
        if of <= 0 {
            return Euros::ZERO;
        }
        let cents = self.cents();
        Euros::exactly((2 * cents * done + of * cents.signum()) / (2 * of))
    }

    /// This amount as a percentage of `base`; nothing where the base is zero.
    #[must_use]
    pub fn percent_of(self, base: Euros) -> Option<Decimal> {
        Some(rounded(self.exact_percent_of(base)?, 2))
    }

    fn exact_percent_of(self, base: Euros) -> Option<Decimal> {
        if base.is_zero() {
            return None;
        }
        let ratio = self.to_decimal().checked_mul(Decimal::ONE_HUNDRED)?;
        ratio.checked_div(base.to_decimal())
    }

    /// The same for people, without its sign: with one decimal or two, as it needs; with more where it is
    /// beyond a limit and fewer would show it as no more than that.
    #[must_use]
    pub fn shown_percent_of(self, base: Euros, limit: Decimal) -> Option<Decimal> {
        let exact = self.exact_percent_of(base)?.abs();
        let (one, two) = (rounded(exact, 1), rounded(exact, 2));
        let mut shown = if one == two { one } else { two };
        let mut decimals = if one == two { 1 } else { 2 };
        while exact > limit && shown <= limit && decimals < MOST_DECIMALS {
            decimals += 1;
            shown = rounded(exact, decimals);
        }
        shown.rescale(decimals);
        Some(shown)
    }
}

/// As many decimals as a Decimal can have.
const MOST_DECIMALS: u32 = 28;

/// Halves away from zero, as spreadsheets round them.
fn rounded(percent: Decimal, decimals: u32) -> Decimal {
    percent.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A number such as -1234.50 with its digits in groups of three, -1,234.50; any other text as it is.
/// The one style in which people are shown euros.
#[must_use]
pub fn grouped(number: &str) -> String {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(cents) {
        return number.to_owned();
    }
    let mut grouped = String::from(if digits.len() < number.len() { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(&digits[whole.len()..]);
    grouped
}

impl Default for Euros {
    fn default() -> Self {
        Euros::ZERO
    }
}

impl Ord for Euros {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cents().cmp(&other.cents())
    }
}

impl PartialOrd for Euros {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for Euros {
    type Output = Euros;
    fn add(self, other: Euros) -> Euros {
        Euros::exactly(self.cents() + other.cents())
    }
}

impl AddAssign for Euros {
    fn add_assign(&mut self, other: Euros) {
        *self = *self + other;
    }
}

impl Sub for Euros {
    type Output = Euros;
    fn sub(self, other: Euros) -> Euros {
        Euros::exactly(self.cents() - other.cents())
    }
}

impl SubAssign for Euros {
    fn sub_assign(&mut self, other: Euros) {
        *self = *self - other;
    }
}

impl Neg for Euros {
    type Output = Euros;
    fn neg(self) -> Euros {
        Euros::exactly(-self.cents())
    }
}

impl Sum for Euros {
    fn sum<I: Iterator<Item = Euros>>(amounts: I) -> Euros {
        amounts.fold(Euros::ZERO, Add::add)
    }
}

/// Two decimals, a point, no grouping: the form the JSON uses.
impl fmt::Display for Euros {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.signs())
    }
}

/// Back from the form that the JSON uses, and from no other.
impl FromStr for Euros {
    type Err = NotAnAmount;
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, cents) = digits.split_once('.').ok_or(NotAnAmount)?;
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || cents.len() != 2 || !is_number(whole) || !is_number(cents) {
            return Err(NotAnAmount);
        }
        // A sum of amounts may be larger than each of them, so a few digits more than those of
        // `LARGEST` are taken.
        if whole.len() > 16 {
            return Err(NotAnAmount);
        }
        let all: i128 = format!("{whole}{cents}").parse().map_err(|_| NotAnAmount)?;
        Euros::new(if digits.len() < text.len() { -all } else { all }).ok_or(NotAnAmount)
    }
}

impl fmt::Debug for Euros {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self} €")
    }
}

/// For people the amount, for another process of earmark the count of cents.
impl Serialize for Euros {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.cents().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Euros {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cents = i128::deserialize(deserializer)?;
        Euros::new(cents).ok_or_else(|| D::Error::custom(NotAnAmount))
    }
}

/// An amount that may be unknown, added to a sum that may be unknown: unknown only when both are.
#[must_use]
pub fn add_known(sum: Option<Euros>, amount: Option<Euros>) -> Option<Euros> {
    match (sum, amount) {
        (None, None) => None,
        (left, right) => Some(left.unwrap_or_default() + right.unwrap_or_default()),
    }
}
