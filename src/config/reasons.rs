//! From which deviation on a reason is asked for. In: `[reasons]` as typed. Out: a threshold in percent
//! of the planned amount, in euros, or both; with both, a deviation has to be beyond both.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::typed::TypedNumber;
use crate::language::Said;
use crate::model::Euros;

/// `[reasons]` as typed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedReasons {
    /// Percent of the planned amount.
    pub threshold_percent: Option<TypedNumber>,
    /// Euros.
    pub threshold_euros: Option<TypedNumber>,
}

/// A deviation beyond it needs a reason. At least one of the two is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonThreshold {
    /// Percent of the planned amount.
    pub percent: Option<Decimal>,
    /// Euros.
    pub euros: Option<Euros>,
}

impl ReasonThreshold {
    /// Whether what was spent of a planned amount deviates so far that a reason is asked for.
    #[must_use]
    pub fn is_beyond(&self, planned: Euros, spent: Euros) -> bool {
        let deviation = (spent - planned).abs();
        let percent = self.percent.is_none_or(|percent| {
            deviation.to_decimal() * Decimal::ONE_HUNDRED > planned.to_decimal() * percent
        });
        !deviation.is_zero() && percent && self.euros.is_none_or(|euros| deviation > euros)
    }

    /// For people: "more than 5 %", "more than 10 % and more than 100.00 €".
    #[must_use]
    pub fn in_words(&self) -> Said {
        let percent = self
            .percent
            .map(|percent| Said::new("more than {percent} %").with("percent", percent.normalize()));
        let euros = self.euros.map(|euros| Said::new("more than {euros}").with("euros", euros));
        match (percent, euros) {
            (Some(percent), Some(euros)) => {
                Said::new("{one} and {other}").with("one", percent).with("other", euros)
            }
            (one, other) => one.or(other).unwrap_or_else(Said::nothing),
        }
    }
}

/// The text of a number as typed.
pub(super) fn text(number: &TypedNumber) -> String {
    match number {
        TypedNumber::Whole(whole) => whole.to_string(),
        TypedNumber::Text(text) => text.clone(),
    }
}

/// What is typed, checked; `refuse` is told the key, the value and what is wanted.
pub(super) fn check(
    typed: &TypedReasons,
    mut refuse: impl FnMut(&str, &str, &'static str),
) -> (Option<Decimal>, Option<Euros>) {
    let percent = typed.threshold_percent.as_ref().and_then(|number| {
        let text = text(number);
        let percent = text.trim().parse::<Decimal>().ok();
        let percent = percent.filter(|p| *p >= Decimal::ZERO && *p <= Decimal::ONE_THOUSAND);
        if percent.is_none() {
            refuse("reasons.threshold-percent", &text, "a number from 0 to 1000");
        }
        percent
    });
    let euros = typed.threshold_euros.as_ref().and_then(|number| {
        let text = text(number);
        let euros = text.trim().parse::<Decimal>().ok().and_then(|e| Euros::from_decimal(e).ok());
        let euros = euros.filter(|euros| !euros.is_negative());
        if euros.is_none() {
            refuse("reasons.threshold-euros", &text, "an amount in euros such as 500 or \"99.50\"");
        }
        euros
    });
    (percent, euros)
}
