//! Amounts as cells hold them. In: a cell and what its column shows about decimal marks. Out: exact
//! euros, or why not. Never rounds by itself, never converts a currency, never turns blank into zero.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::{Euros, NotEuros, Place};
use crate::sheet::{Cell, Grid, Value};
use crate::vocabulary::{Unit, Vocabulary};

/// What a cell of an amount column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing: blank, or a dash.
    Blank,
    /// An amount, and what is worth knowing about how it was read.
    Amount { euros: Euros, remarks: Vec<(Code, Part)>, doubtful: bool },
    /// No amount, and why.
    Refused(Code, String),
}

/// Which mark parts the cents, as the unambiguous cells of a column show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    point_is_decimal: u32,
    comma_is_decimal: u32,
}

impl Marks {
    /// Takes the evidence of one cell.
    pub(super) fn learn(&mut self, value: &Value, vocabulary: &Vocabulary) {
        let Value::Text(text) = value else { return };
        let Ok(bare) = strip(text, vocabulary) else { return };
        if let Some(Shape::Plain { decimal: Some(mark), .. }) = shape(&bare.digits) {
            self.count(mark);
        } else if let Some(Shape::Thousands { mark, .. }) = shape(&bare.digits) {
            self.count(if mark == '.' { ',' } else { '.' });
        }
    }

    /// Where somebody has said which mark parts the cents.
    pub(super) fn fixed(decimal: char) -> Self {
        let mut marks = Marks::default();
        marks.count(decimal);
        marks
    }

    fn count(&mut self, decimal: char) {
        match decimal {
            '.' => self.point_is_decimal += 1,
            _ => self.comma_is_decimal += 1,
        }
    }

    /// Together with the evidence of another column.
    pub(super) fn and(self, other: Marks) -> Marks {
        Marks {
            point_is_decimal: self.point_is_decimal + other.point_is_decimal,
            comma_is_decimal: self.comma_is_decimal + other.comma_is_decimal,
        }
    }

    /// The decimal mark, where all evidence agrees.
    pub(super) fn decimal(self) -> Option<char> {
        match (self.point_is_decimal, self.comma_is_decimal) {
            (1.., 0) => Some('.'),
            (0, 1..) => Some(','),
            _ => None,
        }
    }

    /// In words, for `inspect`.
    pub(super) fn describe(self) -> &'static str {
        match (self.point_is_decimal, self.comma_is_decimal) {
            (0, 0) => "no text with a decimal mark",
            (_, 0) => "1,234.56 (point before the cents)",
            (0, _) => "1.234,56 (comma before the cents)",
            _ => "mixed marks",
        }
    }
}

/// Reads a cell. `thousands` multiplies by 1,000, where the heading says so.
pub(super) fn read_amount(
    value: &Value,
    marks: Marks,
    thousands: bool,
    vocabulary: &Vocabulary,
) -> Reading {
    let read = match value {
        Value::Number(number) => Read::plainly(settle_noise(*number)),
        Value::Date { serial, .. } => {
            let remark = Some((Code::AmountStoredAsDate, None));
            Read { number: settle_noise(*serial), remark }
        }
        Value::Error(text) => return Reading::Refused(Code::ErrorValue, text.to_string()),
        Value::NotCalculated => return Reading::Refused(Code::NotCalculated, String::new()),
        Value::Bool(_) => return Reading::Refused(Code::AmountNotANumber, String::new()),
        Value::Text(text) => match from_text(text, marks, vocabulary) {
            Ok(Some(read)) => read,
            Ok(None) => return Reading::Blank,
            Err(code) => return Reading::Refused(code, String::new()),
        },
    };
    let factor = if thousands { Decimal::ONE_THOUSAND } else { Decimal::ONE };
    let Some(Read { number, remark }) = read.times(factor) else {
        return Reading::Refused(Code::AmountTooLarge, String::new());
    };
    let doubtful = matches!(remark, Some((Code::AmountAmbiguous, _)));
    let remarks = remark
        .map(|(code, other)| (code, other.map_or_else(|| Part::data(""), in_euros)))
        .into_iter()
        .collect();
    match Euros::from_decimal(number) {
        Ok(euros) => Reading::Amount { euros, remarks, doubtful },
        Err(NotEuros::PartOfCent) => Reading::Refused(Code::PartOfCent, String::new()),
        Err(NotEuros::TooLarge) => Reading::Refused(Code::AmountTooLarge, String::new()),
    }
}

/// A number as amounts are shown; with all its decimals where it has parts of a cent.
fn in_euros(number: Decimal) -> Part {
    let euros = Euros::from_decimal(number).map(Part::Euros);
    euros.unwrap_or_else(|_| Said::new("{number} €").with("number", number.normalize()).into())
}

/// A number read from a cell, and how it was decided where it could have meant another.
struct Read {
    number: Decimal,
    /// What is to be said about it, and the other number it could have meant.
    remark: Option<(Code, Option<Decimal>)>,
}

impl Read {
    fn plainly(number: Decimal) -> Self {
        Read { number, remark: None }
    }

    fn decided(code: Code, number: Decimal, other: Decimal) -> Self {
        Read { number, remark: Some((code, Some(other))) }
    }

    /// So many times as much; none where that is too large.
    fn times(self, factor: Decimal) -> Option<Self> {
        let remark = self
            .remark
            .map(|(code, other)| (code, other.and_then(|other| other.checked_mul(factor))));
        Some(Read { number: self.number.checked_mul(factor)?, remark })
    }
}

/// Why a number cannot be euros by the way its cell shows it: another currency, or a percentage.
pub(super) fn format_refuses(cell: &Cell, grid: &Grid, vocabulary: &Vocabulary) -> Option<Code> {
    if !cell.is_number() {
        return None;
    }
    let format = grid.format(cell)?;
    // The part for positive numbers; symbols stand in quotes, or as [$KM-141A].
    let shown = format.split(';').next().unwrap_or(format);
    let other = shown
        .split(['"', '[', ']'])
        .filter_map(|part| part.trim_start_matches('$').split('-').next().or(Some(part)))
        .chain(shown.contains("[$$").then_some("$"))
        .map(str::trim)
        .any(|word| !word.is_empty() && vocabulary.is_other_currency(word));
    if other {
        return Some(Code::OtherCurrency);
    }
    shown.ends_with('%').then_some(Code::AmountNotANumber)
}

/// Whether a number format shows thousands, so that the stored number is in euros all the same:
/// `#,##0,` shows 12500 as 13.
pub(super) fn shown_in_thousands(cell: &Cell, grid: &Grid) -> bool {
    let Some(format) = grid.format(cell) else { return false };
    let shown = format.split(';').next().unwrap_or(format);
    let placeholder = |c: char| matches!(c, '0' | '#' | '?');
    let behind = shown.rfind(placeholder).and_then(|last| shown.get(last + 1..));
    cell.is_number() && behind.is_some_and(|rest| rest.starts_with(','))
}

/// What is worth knowing about how an amount was read, as findings at its cell.
pub(super) fn remarked(
    remarks: Vec<(Code, Part)>,
    cell: &Cell,
    place: &Place,
    euros: Euros,
) -> impl Iterator<Item = Finding> {
    remarks.into_iter().map(move |(code, other)| {
        Finding::new(code, place.clone())
            .read(cell.text())
            .detail("taken", euros)
            .detail("other", other)
            .amount(euros)
    })
}

/// 0.1 + 0.2 is stored as 0.30000000000000004: what lies within a millionth of a cent's step is the
/// cent. Anything further off is left as it is, and refused as parts of a cent.
fn settle_noise(number: Decimal) -> Decimal {
    let cents = number.round_dp(2);
    if (number - cents).abs() < Decimal::new(1, 6) { cents } else { number }
}

/// A number without its sign, currency and spaces.
struct Bare {
    digits: String,
    negative: bool,
    thousands: bool,
}

/// Takes sign, currency and white space off a text.
fn strip(text: &str, vocabulary: &Vocabulary) -> Result<Bare, Code> {
    let plain: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' | '\n' | '\r' | '\t' => ' ',
            '\u{2212}' | '–' | '—' => '-',
            c => c,
        })
        .collect();
    let is_word = |c: char| c.is_alphabetic() || matches!(c, '€' | '$' | '£');
    let mut rest = plain.trim();
    let mut negative = false;
    let mut thousands = false;
    // Words and signs at either end, one after the other: "EUR 500", "500 €", "-500,00 EUR".
    loop {
        let trimmed = rest.trim();
        let behind = trimmed.trim_start_matches(is_word);
        let front = trimmed.strip_suffix(behind).unwrap_or_default();
        let before = trimmed.trim_end_matches(|c| is_word(c) || c == '.');
        let back = trimmed.strip_prefix(before).unwrap_or_default().trim_start_matches('.');
        let bare_back = back.trim_end_matches('.');
        rest = if !front.is_empty() {
            check_word(front, vocabulary, &mut thousands)?;
            behind.trim_start_matches('.')
        } else if !bare_back.is_empty() {
            check_word(bare_back, vocabulary, &mut thousands)?;
            trimmed.strip_suffix(back).unwrap_or_default()
        } else if let Some(inner) = trimmed
            .strip_prefix('-')
            .or_else(|| trimmed.strip_suffix('-'))
            .or_else(|| trimmed.strip_prefix('(')?.strip_suffix(')'))
        {
            if negative {
                return Err(Code::AmountNotANumber);
            }
            negative = true;
            inner
        } else if let Some(inner) = trimmed.strip_prefix('+') {
            inner
        } else {
            return Ok(Bare { digits: trimmed.to_owned(), negative, thousands });
        };
    }
}

/// What copied text brings along and nobody sees: it says nothing about the amount.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn check_word(word: &str, vocabulary: &Vocabulary, thousands: &mut bool) -> Result<(), Code> {
    match vocabulary.unit(word) {
        Some(Unit::Euro) => Ok(()),
        Some(Unit::OtherCurrency) => Err(Code::OtherCurrency),
        Some(Unit::Thousand) if !*thousands => {
            *thousands = true;
            Ok(())
        }
        _ => Err(Code::AmountNotANumber),
    }
}

/// How digits and marks stand together.
enum Shape {
    /// Digits, perhaps a decimal mark that can be nothing else.
    Plain { number: String, decimal: Option<char> },
    /// Marks that part thousands and nothing else: "1.234.567".
    Thousands { number: String, mark: char },
    /// "1.000": one mark, three digits behind it. `grouped` where the mark may part thousands; it
    /// hardly does in "1234.500" and "1 000.000", but cents it does not part either.
    Either { whole: String, rest: String, mark: char, grouped: bool },
}

fn shape(digits: &str) -> Option<Shape> {
    let compact = join_spaced(digits)?;
    if compact.is_empty()
        || !compact.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    {
        return None;
    }
    let Some(last_at) = compact.rfind(['.', ',']) else {
        return Some(Shape::Plain { number: compact, decimal: None });
    };
    let last = if compact.as_bytes()[last_at] == b'.' { '.' } else { ',' };
    let (whole, rest) = (&compact[..last_at], &compact[last_at + 1..]);
    let others = whole.contains(['.', ',']);
    if !others {
        if rest.is_empty() || (whole.is_empty() && rest.len() > 2) {
            return None;
        }
        // ",50" and ".5" are cents and nothing else.
        let whole = if whole.is_empty() { "0" } else { whole };
        if rest.len() == 3 && !whole.starts_with('0') {
            // A group that thousands could follow.
            let grouped = whole.len() <= 3 && !digits.trim().contains([' ', '\'', '’']);
            let (whole, rest) = (whole.to_owned(), rest.to_owned());
            return Some(Shape::Either { whole, rest, mark: last, grouped });
        }
        return Some(Shape::Plain { number: format!("{whole}.{rest}"), decimal: Some(last) });
    }
    if whole.contains(last) {
        // One mark several times, so it parts thousands; the other must not be there.
        let grouped = compact.chars().all(|c| c.is_ascii_digit() || c == last);
        let groups: Vec<&str> = compact.split(last).collect();
        return (grouped && groups_of_three(&groups))
            .then(|| Shape::Thousands { number: compact.replace(last, ""), mark: last });
    }
    // Both marks: the last parts the cents, the other thousands.
    let other = if last == '.' { ',' } else { '.' };
    let groups: Vec<&str> = whole.split(other).collect();
    (groups_of_three(&groups) && !rest.is_empty()).then(|| Shape::Plain {
        number: format!("{}.{rest}", whole.replace(other, "")),
        decimal: Some(last),
    })
}

/// "4 000" and "1'234" joined, where the groups are of three digits; nothing where they are not.
fn join_spaced(digits: &str) -> Option<String> {
    let trimmed = digits.trim().replace(['\'', '’'], " ");
    if !trimmed.contains(' ') {
        return Some(trimmed);
    }
    let whole_end = trimmed.find(['.', ',']).unwrap_or(trimmed.len());
    let (whole, rest) = trimmed.split_at(whole_end);
    let groups: Vec<&str> = whole.split_whitespace().collect();
    (groups_of_three(&groups) && !rest.contains(' ')).then(|| format!("{}{rest}", groups.concat()))
}

fn groups_of_three(groups: &[&str]) -> bool {
    groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()))
        && groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.iter().skip(1).all(|group| group.len() == 3)
}

/// The number in a text; `None` for a text that says "nothing".
fn from_text(text: &str, marks: Marks, vocabulary: &Vocabulary) -> Result<Option<Read>, Code> {
    let bare = strip(text, vocabulary)?;
    if bare.digits.is_empty() {
        // Blank, a dash, or "€ -": nothing was spent, and nothing was reported as zero either.
        let only_dash = text.chars().all(|c| !c.is_alphabetic() && !matches!(c, '(' | ')'));
        return if only_dash { Ok(None) } else { Err(Code::AmountNotANumber) };
    }
    let mut read = match shape(&bare.digits).ok_or(Code::AmountNotANumber)? {
        Shape::Plain { number, .. } | Shape::Thousands { number, .. } => {
            Read::plainly(parse(&number)?)
        }
        Shape::Either { whole, rest, mark, grouped } => {
            let thousands = parse(&format!("{whole}{rest}"))?;
            let decimal = parse(&format!("{whole}.{rest}"))?;
            // Only with a zero at its end is the number behind a decimal mark one of whole cents.
            let cents = rest.ends_with('0');
            match (grouped, cents, marks.decimal()) {
                (true, false, _) => Read::decided(Code::AmountDecidedByColumn, thousands, decimal),
                (true, true, Some(known)) if known != mark => {
                    Read::decided(Code::AmountDecidedByColumn, thousands, decimal)
                }
                (_, true, Some(known)) if known == mark => {
                    Read::decided(Code::AmountDecidedByColumn, decimal, thousands)
                }
                (true, true, _) => Read::decided(Code::AmountAmbiguous, thousands, decimal),
                (false, true, _) => Read::decided(Code::AmountAmbiguous, decimal, thousands),
                (false, false, _) => return Err(Code::PartOfCent),
            }
        }
    };
    if bare.thousands {
        read = read.times(Decimal::ONE_THOUSAND).ok_or(Code::AmountTooLarge)?;
    }
    if bare.negative && !read.number.is_zero() {
        read = read.times(Decimal::NEGATIVE_ONE).ok_or(Code::AmountTooLarge)?;
    }
    Ok(Some(read))
}

/// Digits with a point as a number, exactly: nothing is rounded to fit.
fn parse(digits: &str) -> Result<Decimal, Code> {
    let shortest = match digits.split_once('.') {
        Some(_) => digits.trim_end_matches('0').trim_end_matches('.'),
        None => digits,
    };
    Decimal::from_str_exact(shortest).map_err(|error| match error {
        rust_decimal::Error::Underflow => Code::PartOfCent,
        _ => Code::AmountTooLarge,
    })
}
