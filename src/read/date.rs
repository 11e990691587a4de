//! Days as cells hold them. In: a cell. Out: the day, or nothing.

use jiff::ToSpan;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::model::Date;
use crate::sheet::Value;

/// The day that a cell of a date column means.
pub(super) fn read_date(value: &Value) -> Option<Date> {
    match value {
        Value::Date { date, .. } => *date,
        Value::Number(number) => from_serial(*number),
        Value::Text(text) => from_text(text),
        _ => None,
    }
}

/// A spreadsheet's count of days, for a date column formatted as a number: 2000 to 2049 only, since
/// other numbers in a date column are no dates.
fn from_serial(number: Decimal) -> Option<Date> {
    let days = number.trunc().to_i64()?;
    if !(36_526..=54_788).contains(&days) {
        return None;
    }
    Date::constant(1899, 12, 30).checked_add(days.days()).ok()
}

/// "15.03.2020", "15. 3. 2020.", "15/03/2020", "2020-03-15", each with a time behind it or not.
pub(super) fn from_text(text: &str) -> Option<Date> {
    let spaced = || text.contains(". ").then(|| day_first(&text.replace(". ", ".")))?;
    day_first(text).or_else(spaced)
}

fn day_first(text: &str) -> Option<Date> {
    let day = text.trim().split([' ', 'T']).next()?.trim_end_matches('.');
    let mut parts = day.split(['.', '/', '-']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str| -> Option<i16> {
        (!part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    let (year, month, day) = if first.len() == 4 {
        (number(first)?, number(second)?, number(third)?)
    } else if third.len() == 4 {
        (number(third)?, number(second)?, number(first)?)
    } else {
        return None;
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
