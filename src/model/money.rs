//! Euros, exact to the cent. In: a decimal, or a count of cents. Out: an amount that can be added
//! without losing anything. Never a float.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::signs::InSigns;

/// The largest amount accepted, either sign: above 10¹³ € a spreadsheet's own number no longer
/// keeps every cent, so what is read could already be wrong.
pub const LARGEST: i64 = 10_000_000_000_000;

/// An amount in euros, a whole number of cents, at most [`LARGEST`] either way when it was read.
/// Sums of such amounts stay far below what the type can hold.
// Packed: next to words of the machine it takes no more room than it needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(Rust, packed(8))]
pub struct Euros(i128);

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
    pub const ZERO: Euros = Euros(0);

    /// From a count of cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Euros(cents as i128)
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
        Ok(Euros(whole))
    }

    /// The amount as a decimal with two places.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(self.0, 2)
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> i128 {
        self.0
    }

    /// Whether it is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below zero: a refund or a correction.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Euros(self.0.abs())
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
        Euros((2 * self.0 * done + of * self.0.signum()) / (2 * of))
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

impl Add for Euros {
    type Output = Euros;
    fn add(self, other: Euros) -> Euros {
        Euros(self.0 + other.0)
    }
}

impl AddAssign for Euros {
    fn add_assign(&mut self, other: Euros) {
        self.0 += other.0;
    }
}

impl Sub for Euros {
    type Output = Euros;
    fn sub(self, other: Euros) -> Euros {
        Euros(self.0 - other.0)
    }
}

impl SubAssign for Euros {
    fn sub_assign(&mut self, other: Euros) {
        self.0 -= other.0;
    }
}

impl Neg for Euros {
    type Output = Euros;
    fn neg(self) -> Euros {
        Euros(-self.0)
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
        Ok(Euros(if digits.len() < text.len() { -all } else { all }))
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
        i128::deserialize(deserializer).map(Euros)
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
