//! Recalculates the formulas of a book: the few functions that reports use, in exact decimals.

use std::collections::BTreeMap;

use earmark::book::{Book, Content, Result as Stored};
use rust_decimal::{Decimal, RoundingStrategy};

/// What a cell or a formula comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Number(Decimal),
    Text(String),
}

impl Value {
    fn number(&self) -> Decimal {
        match self {
            Value::Number(number) => *number,
            _ => Decimal::ZERO,
        }
    }
}

type Address = (String, u32, u32);

/// All cells of a book by address.
pub struct Evaluator<'a> {
    cells: BTreeMap<Address, &'a Content>,
}

impl<'a> Evaluator<'a> {
    pub fn new(book: &'a Book) -> Self {
        let mut cells = BTreeMap::new();
        for sheet in &book.sheets {
            for (row, line) in sheet.rows.iter().enumerate() {
                for (column, cell) in &line.cells {
                    let address = (sheet.name.clone(), row as u32, u32::from(*column));
                    cells.insert(address, &cell.content);
                }
            }
        }
        Evaluator { cells }
    }

    /// Every formula with its place, its stored value and what it comes to.
    pub fn formulas(&self) -> Vec<(String, Value, Value)> {
        let mut all = Vec::new();
        for ((sheet, row, column), content) in &self.cells {
            if let Content::Formula(formula, stored) = content {
                let place = format!("{sheet} R{}C{}: {formula}", row + 1, column + 1);
                all.push((place, value_of(stored), self.evaluate(formula, sheet)));
            }
        }
        all
    }

    fn evaluate(&self, formula: &str, sheet: &str) -> Value {
        let mut parser = Parser { rest: formula, sheet, book: self };
        let value = parser.comparison();
        assert!(parser.rest.is_empty(), "cannot read the rest {:?} of {formula}", parser.rest);
        value
    }

    fn cell(&self, address: &Address) -> Value {
        match self.cells.get(address) {
            None | Some(Content::Empty) => Value::Empty,
            Some(Content::Text(text)) => Value::Text(text.to_string()),
            Some(Content::Said(said)) => panic!("{said:?} is in no language"),
            Some(Content::Money(amount)) => Value::Number(amount.to_decimal()),
            Some(Content::Ratio(ratio)) => Value::Number(**ratio),
            Some(Content::Count(count)) => Value::Number(Decimal::from(*count)),
            Some(Content::Date(_)) => Value::Number(Decimal::ONE),
            Some(Content::Number(number)) => Value::Number(*number),
            Some(Content::Truth(is)) => Value::Text(is.to_string()),
            Some(Content::Formula(formula, _)) => self.evaluate(formula, &address.0),
        }
    }
}

fn value_of(stored: &Stored) -> Value {
    match stored {
        Stored::Money(amount) => Value::Number(amount.to_decimal()),
        Stored::Ratio(ratio) => Value::Number(**ratio),
        Stored::Count(count) => Value::Number(Decimal::from(*count)),
        Stored::Text(text) => Value::Text(text.to_string()),
        Stored::Said(said) => panic!("{said:?} is in no language"),
    }
}

struct Parser<'a> {
    rest: &'a str,
    sheet: &'a str,
    book: &'a Evaluator<'a>,
}

impl<'a> Parser<'a> {
    fn take(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: char) {
        assert!(self.take(sign), "{sign:?} expected at {:?}", self.rest);
    }

    fn word(&mut self, part: fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn comparison(&mut self) -> Value {
        let left = self.sum();
        let truth = |truth: bool| Value::Number(Decimal::from(u8::from(truth)));
        if self.take('=') {
            let right = self.sum();
            truth(left.number() == right.number())
        } else if self.take('<') {
            let right = self.sum();
            truth(left.number() < right.number())
        } else {
            left
        }
    }

    fn sum(&mut self) -> Value {
        let mut value = self.quotient();
        loop {
            if self.take('+') {
                value = Value::Number(value.number() + self.quotient().number());
            } else if self.take('-') {
                value = Value::Number(value.number() - self.quotient().number());
            } else {
                return value;
            }
        }
    }

    fn quotient(&mut self) -> Value {
        let mut value = self.atom();
        loop {
            if self.take('*') {
                value = Value::Number(value.number() * self.atom().number());
            } else if self.take('/') {
                let by = self.atom().number();
                assert!(!by.is_zero(), "divided by zero before {:?}", self.rest);
                value = Value::Number(value.number() / by);
            } else {
                return value;
            }
        }
    }

    fn atom(&mut self) -> Value {
        if self.take('(') {
            let value = self.comparison();
            self.expect(')');
            return value;
        }
        if self.take('"') {
            let (text, rest) = self.rest.split_once('"').expect("the end of a text");
            self.rest = rest;
            return Value::Text(text.to_owned());
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let number = self.word(|c| c.is_ascii_digit() || c == '.');
            return Value::Number(number.parse().expect("a number"));
        }
        let before = self.rest;
        let name = self.word(|c| c.is_ascii_alphabetic());
        if self.take('(') {
            return self.function(name);
        }
        self.rest = before;
        self.range().first().map_or(Value::Empty, |(_, value)| value.clone())
    }

    fn function(&mut self, name: &str) -> Value {
        match name {
            "SUM" => {
                let sum = self.range().iter().map(|(_, value)| value.number()).sum();
                self.expect(')');
                Value::Number(sum)
            }
            "MAX" => {
                let all = self.range().into_iter().map(|(_, value)| value.number()).max();
                self.expect(')');
                Value::Number(all.expect("a cell"))
            }
            "MIN" => {
                let mut least = self.comparison().number();
                while self.take(',') {
                    least = least.min(self.comparison().number());
                }
                self.expect(')');
                Value::Number(least)
            }
            // Only in the form SUMPRODUCT(ABS(range*cell-range*cell)).
            "SUMPRODUCT" => {
                assert_eq!(self.word(|c| c.is_ascii_alphabetic()), "ABS");
                self.expect('(');
                let left = self.range();
                self.expect('*');
                let by = self.atom().number();
                self.expect('-');
                let right = self.range();
                self.expect('*');
                let less = self.atom().number();
                self.expect(')');
                self.expect(')');
                assert_eq!(left.len(), right.len(), "ranges of one size");
                let difference = |((_, a), (_, b)): (&(Address, Value), &(Address, Value))| {
                    (a.number() * by - b.number() * less).abs()
                };
                Value::Number(left.iter().zip(&right).map(difference).sum())
            }
            "SUMIF" => {
                let words = self.range();
                self.expect(',');
                let Value::Text(wanted) = self.atom() else { panic!("a word expected") };
                self.expect(',');
                let amounts = self.range();
                self.expect(')');
                assert_eq!(words.len(), amounts.len(), "ranges of one size");
                let sum = words
                    .iter()
                    .zip(&amounts)
                    .filter(|((_, word), _)| *word == Value::Text(wanted.clone()))
                    .map(|(_, (_, amount))| amount.number())
                    .sum();
                Value::Number(sum)
            }
            "ROUND" => {
                let value = self.comparison().number();
                self.expect(',');
                let places = self.atom().number();
                self.expect(')');
                let places = u32::try_from(places).expect("places");
                let away = RoundingStrategy::MidpointAwayFromZero;
                Value::Number(value.round_dp_with_strategy(places, away))
            }
            "ABS" => {
                let value = self.comparison().number();
                self.expect(')');
                Value::Number(value.abs())
            }
            "IF" => {
                let condition = self.comparison().number();
                self.expect(',');
                // Only the side that holds may be evaluated: the other divides by zero.
                let (first, rest) = split_argument(self.rest);
                let (second, rest) = split_argument(rest);
                self.rest = rest;
                self.book.evaluate(if condition.is_zero() { second } else { first }, self.sheet)
            }
            _ => panic!("a report may not use {name}"),
        }
    }

    fn range(&mut self) -> Vec<(Address, Value)> {
        let mut sheet = self.sheet.to_owned();
        if let Some((name, rest)) = self.rest.strip_prefix('\'').and_then(|r| r.split_once("'!")) {
            sheet = name.to_owned();
            self.rest = rest;
        } else if let Some((name, rest)) = self.rest.split_once('!')
            && name.chars().all(|c| c.is_ascii_alphanumeric())
        {
            sheet = name.to_owned();
            self.rest = rest;
        }
        let (top, left) = self.address();
        let (bottom, right) = if self.take(':') { self.address() } else { (top, left) };
        assert!(top <= bottom && left <= right, "a range turned over before {:?}", self.rest);
        let mut cells = Vec::new();
        for row in top..=bottom {
            for column in left..=right {
                let address = (sheet.clone(), row, column);
                let value = self.book.cell(&address);
                cells.push((address, value));
            }
        }
        cells
    }

    fn address(&mut self) -> (u32, u32) {
        let text = self.word(|c| c.is_ascii_alphanumeric() || c == '$').replace('$', "");
        let digits = text.find(|c: char| c.is_ascii_digit()).expect("a row");
        let column = text[..digits]
            .bytes()
            .fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
        (text[digits..].parse::<u32>().expect("a row") - 1, column - 1)
    }
}

/// The text up to the comma or bracket that ends an argument, and what follows it.
fn split_argument(text: &str) -> (&str, &str) {
    let (mut depth, mut quoted) = (0, false);
    for (index, sign) in text.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' | ',' if !quoted && depth == 0 => return (&text[..index], &text[index + 1..]),
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    panic!("an argument does not end: {text}");
}
