//! Amounts as cells hold them. In: a cell and what its column shows about decimal marks. Out: exact
//! euros, or why not. Never rounds by itself, never converts a currency, never turns blank into zero.

use rust_decimal::Decimal;

use crate::diagnostic::Code;
use crate::model::{Euros, NotEuros};
use crate::sheet::{Cell, Value};
use crate::vocabulary::Vocabulary;

/// What a cell of an amount column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing: blank, or a dash.
    Blank,
    /// An amount, and what is worth knowing about how it was read.
    Amount { euros: Euros, remarks: Vec<(Code, String)>, doubtful: bool },
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
    let mut remarks = Vec::new();
    let (number, doubtful) = match value {
        Value::Number(number) => (settle_noise(*number), false),
        Value::Date { serial, .. } => {
            remarks.push((Code::AmountStoredAsDate, String::new()));
            (settle_noise(*serial), false)
        }
        Value::Error(text) => return Reading::Refused(Code::ErrorValue, text.to_string()),
        Value::NotCalculated => return Reading::Refused(Code::NotCalculated, String::new()),
        Value::Bool(_) => return Reading::Refused(Code::AmountNotANumber, String::new()),
        Value::Text(text) => match from_text(text, marks, vocabulary, &mut remarks) {
            Ok(Some(result)) => result,
            Ok(None) => return Reading::Blank,
            Err(code) => return Reading::Refused(code, String::new()),
        },
    };
    let number = if thousands { number.checked_mul(Decimal::ONE_THOUSAND) } else { Some(number) };
    match number.map(Euros::from_decimal) {
        Some(Ok(euros)) => Reading::Amount { euros, remarks, doubtful },
        Some(Err(NotEuros::PartOfCent)) => Reading::Refused(Code::PartOfCent, String::new()),
        Some(Err(NotEuros::TooLarge)) | None => {
            Reading::Refused(Code::AmountTooLarge, String::new())
        }
    }
}

/// Why a number cannot be euros by the way its cell shows it: another currency, or a percentage.
pub(super) fn format_refuses(cell: &Cell, vocabulary: &Vocabulary) -> Option<Code> {
    if !matches!(cell.value, Value::Number(_)) {
        return None;
    }
    let format = cell.format.as_deref()?;
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
    let mut rest: String = text
        .chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' | '\n' | '\r' | '\t' => ' ',
            '\u{2212}' | '–' | '—' => '-',
            c => c,
        })
        .collect();
    rest = rest.trim().to_owned();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        negative = true;
        rest = inner.trim().to_owned();
    }
    let mut thousands = false;
    // Words and signs at either end, one after the other: "EUR 500", "500 €", "-500,00 EUR".
    loop {
        let trimmed = rest.trim();
        let front: String = trimmed
            .chars()
            .take_while(|c| c.is_alphabetic() || matches!(c, '€' | '$' | '£'))
            .collect();
        let back: String = {
            let reversed: String = trimmed
                .chars()
                .rev()
                .take_while(|c| c.is_alphabetic() || matches!(c, '€' | '$' | '£' | '.'))
                .collect();
            reversed.chars().rev().collect::<String>().trim_start_matches('.').to_owned()
        };
        let bare_back = back.trim_end_matches('.');
        let next = if !front.is_empty() {
            check_word(&front, vocabulary, &mut thousands)?;
            trimmed[front.len()..].trim_start_matches('.').to_owned()
        } else if !bare_back.is_empty() {
            check_word(bare_back, vocabulary, &mut thousands)?;
            trimmed[..trimmed.len() - back.len()].to_owned()
        } else if let Some(inner) = trimmed.strip_prefix('-').or_else(|| trimmed.strip_suffix('-'))
        {
            if negative {
                return Err(Code::AmountNotANumber);
            }
            negative = true;
            inner.to_owned()
        } else if let Some(inner) = trimmed.strip_prefix('+') {
            inner.to_owned()
        } else {
            return Ok(Bare { digits: trimmed.to_owned(), negative, thousands });
        };
        rest = next;
    }
}

fn check_word(word: &str, vocabulary: &Vocabulary, thousands: &mut bool) -> Result<(), Code> {
    if vocabulary.is_euro(word) {
        return Ok(());
    }
    if vocabulary.is_other_currency(word) {
        return Err(Code::OtherCurrency);
    }
    if vocabulary.is_thousand(word) && !*thousands {
        *thousands = true;
        return Ok(());
    }
    Err(Code::AmountNotANumber)
}

/// How digits and marks stand together.
enum Shape {
    /// Digits, perhaps a decimal mark that can be nothing else.
    Plain { number: String, decimal: Option<char> },
    /// Marks that part thousands and nothing else: "1.234.567".
    Thousands { number: String, mark: char },
    /// "1.000": one mark, three digits behind it.
    Either { whole: String, rest: String, mark: char },
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
        if whole.is_empty() || rest.is_empty() {
            return None;
        }
        // Three digits behind the only mark, and a group that thousands could follow.
        let spaced = digits.trim().contains(' ');
        if rest.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') && !spaced {
            return Some(Shape::Either { whole: whole.into(), rest: rest.into(), mark: last });
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

/// The number in a text and whether it stays doubtful; `None` for a text that says "nothing".
fn from_text(
    text: &str,
    marks: Marks,
    vocabulary: &Vocabulary,
    remarks: &mut Vec<(Code, String)>,
) -> Result<Option<(Decimal, bool)>, Code> {
    let bare = strip(text, vocabulary)?;
    if bare.digits.is_empty() {
        // Blank, a dash, or "€ -": nothing was spent, and nothing was reported as zero either.
        let only_dash = text.chars().all(|c| !c.is_alphabetic() && !matches!(c, '(' | ')'));
        return if only_dash { Ok(None) } else { Err(Code::AmountNotANumber) };
    }
    let parse = |number: &str| number.parse::<Decimal>().map_err(|_| Code::AmountNotANumber);
    let mut doubtful = false;
    let number = match shape(&bare.digits).ok_or(Code::AmountNotANumber)? {
        Shape::Plain { number, .. } | Shape::Thousands { number, .. } => parse(&number)?,
        Shape::Either { whole, rest, mark } => {
            let as_thousands = parse(&format!("{whole}{rest}"))?;
            let as_decimal = parse(&format!("{whole}.{rest}"))?;
            match marks.decimal() {
                // Another reading would have parts of a cent, which no amount of euros has.
                _ if !rest.ends_with('0') => {
                    remarks.push((Code::AmountDecidedByColumn, as_thousands.to_string()));
                    as_thousands
                }
                Some(decimal) => {
                    let number = if decimal == mark { as_decimal } else { as_thousands };
                    remarks.push((Code::AmountDecidedByColumn, number.normalize().to_string()));
                    number
                }
                None => {
                    doubtful = true;
                    remarks.push((Code::AmountAmbiguous, as_decimal.normalize().to_string()));
                    as_thousands
                }
            }
        }
    };
    let mut number = number;
    if bare.thousands {
        number = number.checked_mul(Decimal::ONE_THOUSAND).ok_or(Code::AmountTooLarge)?;
    }
    if bare.negative {
        number.set_sign_negative(!number.is_zero());
    }
    Ok(Some((number, doubtful)))
}
