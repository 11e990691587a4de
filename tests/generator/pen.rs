//! How amounts, codes and days are written: each way a person would use, none that could mean
//! another amount.

use earmark::model::{ActivityCode, Date, Euros};

use super::canvas::Ink;
use super::choices::Choices;

/// How one column's amounts are written.
#[derive(Debug, Clone)]
pub struct Pen {
    kind: Kind,
    decimal: char,
    thousands: &'static str,
    currency: Currency,
    minus: Minus,
    /// Whole euros without ",00".
    short: bool,
    /// The heading says thousands of euros.
    pub in_thousands: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbers,
    Text,
    Both,
}

#[derive(Debug, Clone, Copy)]
enum Currency {
    None,
    Behind(&'static str),
    Before(&'static str),
}

#[derive(Debug, Clone, Copy)]
enum Minus {
    Before(&'static str),
    Behind,
    Brackets,
}

impl Pen {
    /// A way of writing in which none of these amounts can mean another.
    pub fn choose(choices: &mut Choices, cents: &[i64]) -> Pen {
        let kind = choices.of(&[Kind::Numbers, Kind::Text, Kind::Text, Kind::Both]);
        let decimal = choices.of(&[',', '.']);
        let other = if decimal == ',' { "." } else { "," };
        let thousands = choices.of(&["", other, other, " ", "\u{a0}", "\u{202f}", "\u{2009}", "'"]);
        let currency = choices.of(&[
            Currency::None,
            Currency::None,
            Currency::Behind(" €"),
            Currency::Behind("€"),
            Currency::Before("€"),
            Currency::Before("€ "),
            Currency::Behind(" EUR"),
            Currency::Before("EUR "),
            Currency::Behind(" eura"),
            Currency::Behind(" Euros"),
        ]);
        let minus = choices.of(&[
            Minus::Before("-"),
            Minus::Before("\u{2212}"),
            Minus::Before("- "),
            Minus::Brackets,
            Minus::Behind,
        ]);
        // "1.000" alone could mean one euro; an amount with cents in the column decides.
        let shows_cents = cents.iter().any(|cents| cents % 100 != 0) && kind == Kind::Text;
        let clear = thousands != other || shows_cents;
        let short = choices.once_in(3) && clear;
        let in_thousands = kind == Kind::Numbers && choices.once_in(12);
        Pen { kind, decimal, thousands, currency, minus, short, in_thousands }
    }

    /// The mark before the cents, for formats that know text only.
    pub fn decimal(&self) -> char {
        self.decimal
    }

    pub fn write(&self, choices: &mut Choices, cents: i64) -> Ink {
        let as_number = match self.kind {
            Kind::Numbers => true,
            Kind::Text => false,
            Kind::Both => choices.once_in(2),
        };
        if !as_number {
            return Ink::Words(self.text(cents));
        }
        let number = Euros::from_cents(cents).to_decimal();
        let number =
            if self.in_thousands { number / rust_decimal::Decimal::ONE_THOUSAND } else { number };
        Ink::Number(number.normalize().to_string())
    }

    fn text(&self, cents: i64) -> String {
        let (euros, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        let mut number = grouped(euros, self.thousands);
        if rest != 0 || !self.short {
            number += &format!("{}{rest:02}", self.decimal);
        }
        let signed = |minus: Minus, number: &str| match minus {
            Minus::Before(sign) => format!("{sign}{number}"),
            Minus::Behind => format!("{number}-"),
            Minus::Brackets => format!("({number})"),
        };
        let negative = cents < 0;
        match self.currency {
            // Brackets stand around everything.
            _ if negative && matches!(self.minus, Minus::Brackets) => {
                signed(self.minus, &self.with_currency(&number))
            }
            _ if negative => self.with_currency(&signed(self.minus, &number)),
            _ => self.with_currency(&number),
        }
    }

    fn with_currency(&self, number: &str) -> String {
        match self.currency {
            Currency::None => number.to_owned(),
            Currency::Behind(sign) => format!("{number}{sign}"),
            Currency::Before(sign) => format!("{sign}{number}"),
        }
    }
}

fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped += separator;
        }
        grouped.push(digit);
    }
    grouped
}

/// How a table's codes are written.
#[derive(Debug, Clone, Copy)]
pub struct CodePen(usize);

impl CodePen {
    pub fn choose(choices: &mut Choices) -> Self {
        CodePen(choices.pick(9))
    }

    pub fn write(self, code: ActivityCode) -> String {
        let joined =
            |mark: &str| code.parts().iter().map(u16::to_string).collect::<Vec<_>>().join(mark);
        match self.0 {
            0 | 1 => joined("."),
            2 => format!("{code}."),
            3 => joined(","),
            4 => format!("Act. {code}"),
            5 => format!("Aktivnost br. {code}"),
            6 => format!("{}.", joined(". ")),
            7 => format!("Активност {code}"),
            _ => format!("\u{a0}{code} "),
        }
    }

    /// With the title behind it.
    pub fn write_with(self, choices: &mut Choices, code: ActivityCode, title: &str) -> String {
        let between = choices.of(&[" ", "  ", " - ", " – ", ": "]);
        format!("{}{between}{title}", self.write(code).trim_end())
    }
}

/// A day as a cell that is one, or as text.
pub fn day(choices: &mut Choices, date: Date) -> Ink {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match choices.pick(6) {
        0 | 1 => Ink::Day(date),
        2 => Ink::Words(format!("{day:02}.{month:02}.{year}")),
        3 => Ink::Words(format!("{day}.{month}.{year}.")),
        4 => Ink::Words(date.to_string()),
        _ => Ink::Words(format!("{day:02}/{month:02}/{year}")),
    }
}

impl Pen {
    /// The same with its amounts in euros.
    pub fn in_euros(self) -> Pen {
        Pen { in_thousands: false, ..self }
    }

    /// The same with numbers only.
    pub fn plain(self) -> Pen {
        Pen { kind: Kind::Numbers, in_thousands: false, ..self }
    }

    /// Some of its amounts are decided by others in the column.
    pub fn is_decided_by_column(&self) -> bool {
        self.short && matches!(self.thousands, "." | ",")
    }
}
