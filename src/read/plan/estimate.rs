//! The text of a financial estimate → amounts with the words beside them. In: "15 000 Euros (the
//! budget of all implementers) 5 000 Euros (donation)". Out: each amount, exact, and what is said
//! about it. Never adds, never rounds, never takes a number whose meaning is open.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::{Euros, tidy};
use crate::vocabulary::{PlanWord, Vocabulary};

/// One amount of an estimate and the words that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub amount: Euros,
    /// What is said about its source; empty where nothing is.
    pub words: String,
    /// A word or sign for the euro stands beside it.
    pub currency: bool,
    /// Its point or comma could be either mark, and was decided by the other estimates.
    pub decided: bool,
}

/// What an estimate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Estimate {
    /// Nothing.
    Blank,
    /// Amounts, in order.
    Amounts(Vec<Item>),
    /// Words without an amount.
    Words(String),
    /// Something that cannot be taken for amounts of euros; why.
    NotUnderstood(&'static str),
}

/// What a point and a comma mean in the plan's estimates, as far as its other amounts show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    point_is_decimal: bool,
    point_is_thousands: bool,
    comma_is_decimal: bool,
    comma_is_thousands: bool,
}

impl Marks {
    /// Adds what the numbers of one estimate show.
    pub(super) fn learn(&mut self, text: &str) {
        let text = plain(text);
        for span in numbers(&text) {
            match shape(text.get(span).unwrap_or("")) {
                Shape::Clear { decimal: Some('.'), .. } => self.point_is_decimal = true,
                Shape::Clear { decimal: Some(','), .. } => self.comma_is_decimal = true,
                Shape::Clear { thousands: Some('.'), .. } => self.point_is_thousands = true,
                Shape::Clear { thousands: Some(','), .. } => self.comma_is_thousands = true,
                _ => {}
            }
        }
    }

    /// Whether the mark, with three digits behind it, parts decimals. Without evidence, or with
    /// evidence for both, it parts thousands: nobody estimates in parts of a cent.
    fn is_decimal(self, mark: char) -> bool {
        let (decimal, thousands) = match mark {
            '.' => (
                self.point_is_decimal || self.comma_is_thousands,
                self.point_is_thousands || self.comma_is_decimal,
            ),
            _ => (
                self.comma_is_decimal || self.point_is_thousands,
                self.comma_is_thousands || self.point_is_decimal,
            ),
        };
        decimal && !thousands
    }
}

/// Reads the text of one estimate.
pub(super) fn read(text: &str, marks: Marks, vocabulary: &Vocabulary) -> Estimate {
    let text = plain(text);
    if text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '/' | '.')) {
        return Estimate::Blank;
    }
    let mut found = Vec::new();
    for span in numbers(&text) {
        match amount_at(&text, span, found.last(), vocabulary) {
            Ok(Some(amount)) => found.push(amount),
            Ok(None) => {}
            Err(why) => return Estimate::NotUnderstood(why),
        }
    }
    if found.is_empty() {
        return Estimate::Words(words(&text, vocabulary));
    }
    let mut chunks = Vec::with_capacity(found.len() + 1);
    let mut from = 0;
    for amount in &found {
        chunks.push(words(text.get(from..amount.whole.start).unwrap_or(""), vocabulary));
        from = amount.whole.end;
    }
    chunks.push(words(text.get(from..).unwrap_or(""), vocabulary));
    let Some(words) = shared_out(chunks) else {
        return Estimate::NotUnderstood("it is not clear which words belong to which amount");
    };
    let mut items = Vec::with_capacity(found.len());
    for (amount, words) in found.iter().zip(words) {
        let (value, decided) = match shape(amount.digits) {
            Shape::Clear { value, .. } => (value, false),
            Shape::Open { mark } if marks.is_decimal(mark) => {
                (amount.digits.replace(',', "."), true)
            }
            Shape::Open { .. } => (amount.digits.replace(['.', ','], ""), true),
            Shape::None => return Estimate::NotUnderstood("the number cannot be read"),
        };
        let value = value.parse::<Decimal>().ok().map(Euros::from_decimal);
        let Some(Ok(euros)) = value else {
            return Estimate::NotUnderstood("the number is no amount of euros and cents");
        };
        items.push(Item { amount: euros, words, currency: amount.currency, decided });
    }
    Estimate::Amounts(items)
}

/// Gives each amount its words: those behind it, or those before it where nothing stands behind the
/// last. None where two amounts share words, or one has none.
fn shared_out(mut chunks: Vec<String>) -> Option<Vec<String>> {
    let last = chunks.pop().unwrap_or_default();
    let first = chunks.first().cloned().unwrap_or_default();
    if chunks.len() == 1 {
        return Some(vec![tidy(&format!("{first} {last}"))]);
    }
    if last.is_empty() {
        return chunks.iter().all(|words| !words.is_empty()).then_some(chunks);
    }
    if !first.is_empty() {
        return None;
    }
    let mut behind: Vec<String> = chunks.into_iter().skip(1).collect();
    behind.push(last);
    behind.iter().all(|words| !words.is_empty()).then_some(behind)
}

/// Every kind of space as one, and dashes as they are.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t' => ' ',
            '\r' => '\n',
            c => c,
        })
        .collect()
}

/// Where the numbers stand: digits, points and commas between digits, and a space (or apostrophe)
/// that parts thousands.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut spans = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        let mut group = at;
        while digit(at) {
            at += 1;
        }
        loop {
            let three = digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
            let grouping = matches!(bytes.get(at), Some(b' ' | b'\'')) && three && at - group <= 3;
            let mark = matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1);
            if !grouping && !mark {
                break;
            }
            at += 1;
            group = at;
            while digit(at) {
                at += 1;
            }
        }
        spans.push(start..at);
    }
    spans
}

struct Amount<'a> {
    digits: &'a str,
    // With its currency, which is not part of the words.
    whole: Range<usize>,
    currency: bool,
}

/// The number as an amount; none where it is only part of the words ("budget for 2020").
fn amount_at<'a>(
    text: &'a str,
    span: Range<usize>,
    before: Option<&Amount<'_>>,
    vocabulary: &Vocabulary,
) -> Result<Option<Amount<'a>>, &'static str> {
    let head = text.get(..span.start).unwrap_or("");
    let tail = text.get(span.end..).unwrap_or("");
    let mut whole = span.clone();
    let behind = tail.trim_start();
    let unit = leading_unit(behind);
    let mut currency = false;
    if vocabulary.is_other_currency(unit) {
        return Err("the amount is in another currency");
    }
    if vocabulary.is_euro(unit) {
        currency = true;
        whole.end = text.len() - behind.len() + unit.len();
    }
    let taken = before.map_or(0, |amount| amount.whole.end);
    let ahead = head.get(taken..).unwrap_or("").trim_end();
    let prefix = trailing_unit(ahead);
    if vocabulary.is_other_currency(prefix) && prefix.to_lowercase() != "all" {
        return Err("the amount is in another currency");
    }
    if !currency && vocabulary.is_euro(prefix) {
        currency = true;
        whole.start = taken + ahead.len() - prefix.len();
    }
    let open = head.matches('(').count() > head.matches(')').count();
    let glued = head.chars().next_back().is_some_and(char::is_alphabetic);
    if !currency && (open || glued) {
        return Ok(None);
    }
    if head.ends_with(['-', '−'])
        && !head.trim_end_matches(['-', '−']).ends_with(char::is_alphanumeric)
    {
        return Err("an amount below zero is no estimate");
    }
    Ok(Some(Amount { digits: text.get(span).unwrap_or(""), whole, currency }))
}

fn leading_unit(text: &str) -> &str {
    match text.chars().next() {
        Some(sign @ ('€' | '$' | '£')) => text.get(..sign.len_utf8()).unwrap_or(""),
        _ => {
            let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
            text.get(..end).unwrap_or("")
        }
    }
}

fn trailing_unit(text: &str) -> &str {
    match text.chars().next_back() {
        Some(sign @ ('€' | '$' | '£')) => text.get(text.len() - sign.len_utf8()..).unwrap_or(""),
        _ => {
            let start = text
                .char_indices()
                .rev()
                .take_while(|(_, c)| c.is_alphabetic())
                .last()
                .map_or(text.len(), |(at, _)| at);
            text.get(start..).unwrap_or("")
        }
    }
}

enum Shape {
    /// Reads in one way only.
    Clear {
        value: String,
        decimal: Option<char>,
        thousands: Option<char>,
    },
    /// One mark with three digits behind it.
    Open {
        mark: char,
    },
    None,
}

fn shape(digits: &str) -> Shape {
    let spaced = digits.contains([' ', '\'']);
    let bare: String = digits.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
    let marks: Vec<(usize, char)> =
        bare.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let groups_of_three = |mark: char, whole: &str| {
        let mut parts = whole.split(mark);
        parts.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && parts.all(|part| part.len() == 3)
    };
    match marks.as_slice() {
        [] => Shape::Clear { value: bare, decimal: None, thousands: None },
        [(at, mark)] => {
            let behind = bare.len() - at - 1;
            let first = bare.get(..*at).unwrap_or("");
            if behind == 3 && first.len() <= 3 && first != "0" && !spaced {
                Shape::Open { mark: *mark }
            } else {
                Shape::Clear {
                    value: bare.replace(',', "."),
                    decimal: Some(*mark),
                    thousands: None,
                }
            }
        }
        many => {
            let (at, last) = many.last().copied().unwrap_or((0, '.'));
            let others: Vec<char> =
                many.iter().map(|(_, mark)| *mark).take(many.len() - 1).collect();
            let whole = bare.get(..at).unwrap_or("");
            if others.iter().all(|mark| *mark == last) && groups_of_three(last, &bare) {
                let value = bare.replace(last, "");
                Shape::Clear { value, decimal: None, thousands: Some(last) }
            } else if let Some(&other) = others.first()
                && others.iter().all(|mark| *mark == other && *mark != last)
                && groups_of_three(other, whole)
            {
                let value = bare.replace(other, "").replace(last, ".");
                Shape::Clear { value, decimal: Some(last), thousands: Some(other) }
            } else {
                Shape::None
            }
        }
    }
}

/// A piece of an estimate without brackets, bullets and the words that join or hedge amounts.
fn words(text: &str, vocabulary: &Vocabulary) -> String {
    let open: String =
        text.chars().map(|c| if matches!(c, '(' | ')' | '[' | ']') { ' ' } else { c }).collect();
    let mut words: Vec<&str> = open
        .split_whitespace()
        .map(|word| word.trim_matches([',', ';', ':', '*', '·', '•']))
        .filter(|word| {
            !word.is_empty() && !matches!(*word, "-" | "–" | "—" | "/" | "+" | "." | ",-")
        })
        .collect();
    let joins = |word: &str| {
        vocabulary.is_plan_word(PlanWord::Join, word)
            || vocabulary.is_plan_word(PlanWord::About, word)
    };
    while words.last().is_some_and(|word| joins(word)) {
        words.pop();
    }
    let from = words.iter().take_while(|word| joins(word)).count();
    let text = words.get(from..).unwrap_or_default().join(" ");
    text.trim_end_matches('.').to_owned()
}

/// Whether a text holds an amount with a word or sign for the euro beside it.
pub(super) fn mentions_euros(text: &str, vocabulary: &Vocabulary) -> bool {
    let text = plain(text);
    numbers(&text).into_iter().any(|span| {
        matches!(amount_at(&text, span, None, vocabulary), Ok(Some(amount)) if amount.currency)
    })
}
