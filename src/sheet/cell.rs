//! One cell of a table. In: a value and the number of its format. Out: the same, in sixteen bytes: a
//! large sheet has millions of cells. Never a value that differs from the one put in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use arcstr::ArcStr;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::value::date_of_serial;
use crate::model::Date;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Text, as written; line breaks kept.
    Text(ArcStr),
    /// A number: the shortest decimal that is the stored float.
    Number(#[serde(with = "crate::model::as_bytes")] Decimal),
    /// A number that the cell's format shows as a date.
    Date {
        /// The stored number, for a cell that is an amount after all.
        #[serde(with = "crate::model::as_bytes")]
        serial: Decimal,
        /// The day it shows; none where the number is no day.
        date: Option<Date>,
    },
    /// True or false.
    Bool(bool),
    /// An error value such as #REF!.
    Error(ArcStr),
    /// A formula whose result is not stored. Not zero, not blank.
    NotCalculated,
}

/// One cell that is not blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell(Held);

/// Column and format stand in each form, because beside them there is room for the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Held {
    Text {
        column: u32,
        format: FormatId,
        text: ArcStr,
    },
    Number {
        column: u32,
        format: FormatId,
        scale: u8,
        units: i64,
    },
    /// A date that its serial number says.
    Date {
        column: u32,
        format: FormatId,
        scale: u8,
        units: i64,
    },
    /// What is rare, or takes more room.
    Other {
        column: u32,
        format: FormatId,
        value: Box<Value>,
    },
}

impl Cell {
    /// A cell with a value; the number of its format is from the [`Formats`] of its grid.
    #[must_use]
    pub fn new(column: u32, value: Value, format: FormatId) -> Self {
        let small = match &value {
            Value::Number(number) => small(*number),
            // Most dates are what their number says.
            Value::Date { serial, .. } if date_of_serial(*serial) == value => small(*serial),
            _ => None,
        };
        Cell(match (value, small) {
            (Value::Text(text), _) => Held::Text { column, format, text },
            (Value::Number(_), Some((scale, units))) => {
                Held::Number { column, format, scale, units }
            }
            (Value::Date { .. }, Some((scale, units))) => {
                Held::Date { column, format, scale, units }
            }
            (value, _) => Held::Other { column, format, value: Box::new(value) },
        })
    }

    fn place(&self) -> (u32, FormatId) {
        match &self.0 {
            Held::Text { column, format, .. }
            | Held::Number { column, format, .. }
            | Held::Date { column, format, .. }
            | Held::Other { column, format, .. } => (*column, *format),
        }
    }

    /// Its column, counted from zero.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.place().0
    }

    /// The number of its format.
    #[must_use]
    pub fn format(&self) -> FormatId {
        self.place().1
    }

    /// What it holds.
    #[must_use]
    pub fn value(&self) -> Value {
        match &self.0 {
            Held::Text { text, .. } => Value::Text(ArcStr::clone(text)),
            Held::Number { scale, units, .. } => Value::Number(decimal(*scale, *units)),
            Held::Date { scale, units, .. } => date_of_serial(decimal(*scale, *units)),
            Held::Other { value, .. } => Value::clone(value),
        }
    }

    /// Its text, where it holds text.
    #[must_use]
    pub fn as_text(&self) -> Option<&ArcStr> {
        match &self.0 {
            Held::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The same, to be exchanged for an equal one.
    pub fn as_text_mut(&mut self) -> Option<&mut ArcStr> {
        match &mut self.0 {
            Held::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it holds a number, and no date.
    #[must_use]
    pub fn is_number(&self) -> bool {
        match &self.0 {
            Held::Number { .. } => true,
            Held::Other { value, .. } => matches!(**value, Value::Number(_)),
            Held::Text { .. } | Held::Date { .. } => false,
        }
    }

    /// The content as text: for findings, and for cells whose type says nothing.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        if let Some(text) = self.as_text() {
            return Cow::Borrowed(text);
        }
        match self.value() {
            Value::Text(text) | Value::Error(text) => Cow::Owned(text.to_string()),
            Value::Number(number) => Cow::Owned(number.normalize().to_string()),
            Value::Date { date: Some(date), .. } => Cow::Owned(date.to_string()),
            Value::Date { serial, date: None } => Cow::Owned(serial.normalize().to_string()),
            Value::Bool(true) => Cow::Borrowed("TRUE"),
            Value::Bool(false) => Cow::Borrowed("FALSE"),
            Value::NotCalculated => Cow::Borrowed(""),
        }
    }

    /// Whether it is text of white space only.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.as_text().is_some_and(|text| text.trim().is_empty())
    }
}

/// A number of few digits: how many of them are decimals, and all of them as a whole number.
fn small(number: Decimal) -> Option<(u8, i64)> {
    Some((u8::try_from(number.scale()).ok()?, i64::try_from(number.mantissa()).ok()?))
}

fn decimal(scale: u8, units: i64) -> Decimal {
    Decimal::new(units, scale.into())
}

/// The number of a format in the [`Formats`] of its grid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatId(u16);

/// The number formats of a sheet's cells, where they are known and not "General". Whoever is given some of
/// the cells has the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<ArcStr>", into = "Vec<ArcStr>")]
pub struct Formats(Arc<Known>);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    formats: Vec<ArcStr>,
    numbers: BTreeMap<ArcStr, FormatId>,
}

impl Formats {
    /// Sheets have a handful, of which most are met again and again.
    const FIRST: usize = 8;

    /// The number of a format; none where there are more than any program writes.
    pub fn number_of(&mut self, format: Option<&ArcStr>) -> Option<FormatId> {
        let Some(format) = format else { return Some(FormatId::default()) };
        let mut first = self.0.formats.iter().take(Self::FIRST);
        if let Some(at) = first.position(|known| ArcStr::ptr_eq(known, format)) {
            return u16::try_from(at + 1).ok().map(FormatId);
        }
        if let Some(number) = self.0.numbers.get(format) {
            return Some(*number);
        }
        let number = FormatId(u16::try_from(self.0.formats.len() + 1).ok()?);
        let known = Arc::make_mut(&mut self.0);
        known.formats.push(ArcStr::clone(format));
        known.numbers.insert(ArcStr::clone(format), number);
        Some(number)
    }

    /// The format with a number; none for "General".
    #[must_use]
    pub fn get(&self, number: FormatId) -> Option<&ArcStr> {
        self.0.formats.get(usize::from(number.0).checked_sub(1)?)
    }
}

impl From<Vec<ArcStr>> for Formats {
    fn from(known: Vec<ArcStr>) -> Self {
        let mut formats = Formats::default();
        for format in &known {
            formats.number_of(Some(format));
        }
        formats
    }
}

impl From<Formats> for Vec<ArcStr> {
    fn from(formats: Formats) -> Self {
        formats.0.formats.clone()
    }
}
