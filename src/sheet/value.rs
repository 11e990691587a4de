//! One cell as calamine gives it → Value. The one place where a float becomes a decimal: the one with
//! the shortest text, which is exact for every amount in cents below ten million million.

use std::str::FromStr;

use arcstr::ArcStr;
use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::cell::Value;
use crate::model::Date;

/// The value of a cell; none where it is empty.
pub(super) fn value_of(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(whole) => Value::Number(Decimal::from(*whole)),
        DataRef::Float(float) => number(*float),
        DataRef::String(text) => text_value(text)?,
        DataRef::SharedString(text) => text_value(text)?,
        DataRef::Bool(is) => Value::Bool(*is),
        DataRef::DateTime(stored) => date(stored),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::DurationIso(text) => Value::Text(text.as_str().into()),
        DataRef::Error(error) => Value::Error(error.to_string().into()),
    })
}

/// The same for the owned form.
pub(super) fn value_of_owned(data: &Data) -> Option<Value> {
    value_of(&match data {
        Data::Empty => DataRef::Empty,
        Data::Int(whole) => DataRef::Int(*whole),
        Data::Float(float) => DataRef::Float(*float),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(is) => DataRef::Bool(*is),
        Data::DateTime(stored) => DataRef::DateTime(*stored),
        Data::DateTimeIso(text) => return Some(iso_date(text)),
        Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Error(error) => DataRef::Error(error.clone()),
    })
}

/// Whether a text is what a spreadsheet shows for a failed formula.
pub(super) fn is_error_text(text: &str) -> bool {
    is_error_value(text)
        || text.strip_prefix("Err:").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a text is an error value that every program knows.
pub(super) fn is_error_value(text: &str) -> bool {
    ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"].contains(&text)
}

fn text_value(text: &str) -> Option<Value> {
    if text.is_empty() { None } else { Some(Value::Text(text.into())) }
}

fn number(float: f64) -> Value {
    if !float.is_finite() {
        return Value::Error("#NUM!".into());
    }
    match decimal(float) {
        Some(number) => Value::Number(number),
        // Too large for an amount of anything: kept as it is written, so that a finding can show it.
        None => Value::Text(ArcStr::from(format!("{float:e}"))),
    }
}

fn decimal(float: f64) -> Option<Decimal> {
    if float == 0.0 {
        return Some(Decimal::ZERO);
    }
    in_cents(float).or_else(|| Decimal::from_str(&float.to_string()).ok())
}

/// The shortest decimal that is this float, where it is one of whole cents and below ten million
/// million: at so few digits there is no second decimal as short that is the same float.
fn in_cents(float: f64) -> Option<Decimal> {
    const MANTISSA: u64 = 1 << 52;
    const MOST: u64 = 1_000_000_000_000_000;
    let bits = float.to_bits();
    // The float is `mantissa` / 2^`shift`.
    let mantissa = bits % MANTISSA + MANTISSA;
    let exponent = bits / MANTISSA % 2048;
    let shift = 1075u64.checked_sub(exponent).filter(|shift| (1..=60).contains(shift))?;
    let exact = mantissa * 100;
    let cents = (exact + (1 << (shift - 1))) >> shift;
    // Decimals nearer to it than half way to the next float are read as it; below a power of two the
    // next one is half as far.
    let near = if mantissa == MANTISSA { 25 } else { 50 };
    if exact.abs_diff(cents << shift) >= near || !(1..MOST).contains(&cents) {
        return None;
    }
    let cents = i64::try_from(cents).ok()?;
    Some(of_cents(if float.is_sign_negative() { -cents } else { cents }))
}

/// So many cents, with no more decimals than they need.
fn of_cents(cents: i64) -> Decimal {
    match (cents % 100, cents % 10) {
        (0, _) => Decimal::from(cents / 100),
        (_, 0) => Decimal::new(cents / 10, 1),
        _ => Decimal::new(cents, 2),
    }
}

/// What a format makes of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown {
    /// Numbers.
    AsNumber,
    /// Dates or times; whether they are counted from 1904.
    AsDate(ExcelDateTimeType, bool),
}

impl Shown {
    /// What calamine gives for the number 1 in a cell with the format.
    pub(super) const PROBE: &str = "1";

    /// The same, as it says of the format.
    pub(super) fn of(probe: &DataRef<'_>) -> Option<Self> {
        match probe {
            DataRef::Float(_) => Some(Shown::AsNumber),
            DataRef::DateTime(stored) => {
                let kind = match stored.is_duration() {
                    true => ExcelDateTimeType::TimeDelta,
                    false => ExcelDateTimeType::DateTime,
                };
                let (year, ..) = stored.to_ymd_hms_milli();
                Some(Shown::AsDate(kind, year == 1904))
            }
            _ => None,
        }
    }
}

/// The value of a number as a workbook's XML has it, the same that [`value_of`] gives of what calamine reads
/// there; none where it is written in other than digits, a point and an exponent.
pub(super) fn written_number(text: &[u8], shown: Shown) -> Option<Value> {
    let (sign, unsigned) = match text.strip_prefix(b"-") {
        Some(unsigned) => (-1, unsigned),
        None => (1, text),
    };
    let mantissa = unsigned.split(|byte| matches!(byte, b'e' | b'E')).next()?;
    let (whole, decimals) = match mantissa.iter().position(|byte| *byte == b'.') {
        Some(point) => (mantissa.get(..point)?, mantissa.get(point + 1..)?),
        None => (mantissa, b"0".as_slice()),
    };
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let exponent = unsigned.get(mantissa.len() + 1..);
    let exponent =
        exponent.map(|text| text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text));
    if !is_number(whole) || !is_number(decimals) || !exponent.is_none_or(is_number) {
        return None;
    }
    // At so few digits the shortest decimal of the float is the one that is written.
    if let (Shown::AsNumber, None, ..13, ..=2) = (shown, exponent, whole.len(), decimals.len()) {
        let zero = if decimals.len() == 1 { b"0".as_slice() } else { b"" };
        let digits = whole.iter().chain(decimals).chain(zero);
        let cents = digits.fold(0, |cents, digit| cents * 10 + i64::from(digit - b'0'));
        return Some(Value::Number(of_cents(sign * cents)));
    }
    let float = std::str::from_utf8(text).ok()?.parse::<f64>().ok()?;
    value_of(&match shown {
        Shown::AsNumber => DataRef::Float(float),
        Shown::AsDate(kind, from_1904) => {
            DataRef::DateTime(ExcelDateTime::new(float, kind, from_1904))
        }
    })
}

fn date(stored: &ExcelDateTime) -> Value {
    let serial = stored.as_f64();
    let Some(decimal) = decimal(serial).filter(|_| serial.is_finite()) else {
        return number(serial);
    };
    // Below 1 it is a time of day; from 2958466 on there is no day that Excel can show.
    let is_day = stored.is_datetime() && (1.0..2_958_466.0).contains(&serial);
    let date = if is_day {
        let (year, month, day, ..) = stored.to_ymd_hms_milli();
        match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
            _ => None,
        }
    } else {
        None
    };
    Value::Date { serial: decimal, date }
}

/// A spreadsheet's number written as text, such as `1234.5` or `1.5E3`: the same as if it were stored
/// as a float. None where it is no number.
pub(super) fn number_text(text: &str) -> Option<Decimal> {
    let float = text.trim().parse::<f64>().ok().filter(|float| float.is_finite())?;
    decimal(float)
}

/// A number that its format shows as a date, counted from 30 December 1899.
#[must_use]
pub fn date_of_serial(serial: Decimal) -> Value {
    let days = serial.trunc().to_i64().filter(|days| (1..2_958_466).contains(days));
    // Excel has a 29 February 1900, which never was.
    let date = days.filter(|days| *days != 60).and_then(|days| {
        let first = if days < 60 { Date::new(1899, 12, 31) } else { Date::new(1899, 12, 30) };
        first.ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    });
    Value::Date { serial, date }
}

/// `2020-03-15` or `2020-03-15T00:00:00`; anything else stays text.
pub(super) fn iso_date(text: &str) -> Value {
    let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let epoch = Date::new(1899, 12, 30).ok();
    match (day, epoch) {
        (Some(day), Some(epoch)) => {
            let days = day.duration_since(epoch).as_hours() / 24;
            Value::Date { serial: Decimal::from(days), date: Some(day) }
        }
        _ => Value::Text(text.into()),
    }
}
