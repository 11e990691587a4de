//! The columns of a table that hold words: the activity, the source, when, and whatever else an
//! office keeps.

use std::ops::Range;

use super::canvas::{Expected, Ink};
use super::choices::Choices;
use super::facts::Fact;
use super::pen::{self, CodePen};
use super::sketch::{Head, Kind, Mark};
use super::words::{Script, headings};

/// What a column of words says of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Code,
    CodeAndTitle,
    Title,
    Source,
    Donor,
    Date,
    Quarter,
    Document,
    Description,
    Ordinal,
    Currency,
    /// Known or unknown to the program, and nothing that an entry holds.
    Other(&'static [&'static str]),
}

/// Chosen columns, the same for every line of a table.
#[derive(Debug, Clone)]
pub struct Columns {
    pub heads: Vec<Head>,
    /// Those that name the activity.
    pub keys: Range<usize>,
    says: Vec<Says>,
    code_pen: CodePen,
    quarter_form: usize,
}

const UNKNOWN: [(&str, &[&str]); 4] = [
    ("Kancelarija", &["prizemlje", "I sprat", "", "aneks"]),
    ("Šef tima", &["Marko Marković", "Jelena Popović", ""]),
    ("Paid by", &["bank transfer", "cash", "karticom"]),
    ("Opština", &["Podgorica", "Nikšić", "Бар", ""]),
];
const KNOWN: [(&str, &[&str]); 4] = [
    ("note", &["", "plaćeno", "paid in full", "vidi ugovor"]),
    ("supplier", &["Hotel Podgorica d.o.o.", "Štamparija Obod", ""]),
    ("responsible", &["Ministry of Health", "Uprava policije", "NGOs"]),
    ("reason", &["", "kasnilo se sa nabavkom", "cheaper than planned"]),
];

impl Columns {
    pub fn choose(choices: &mut Choices, script: Script, source: bool) -> Self {
        let keys = choices.of(&[
            &[Says::Code][..],
            &[Says::Code, Says::Title],
            &[Says::CodeAndTitle],
            &[Says::Title],
        ]);
        Self::with(choices, script, keys, source, true)
    }

    /// The source or the quarter is said elsewhere.
    pub fn choose_without(
        choices: &mut Choices,
        script: Script,
        no_source: bool,
        no_quarter: bool,
    ) -> Self {
        let keys =
            choices.of(&[&[Says::Code][..], &[Says::Code, Says::Title], &[Says::CodeAndTitle]]);
        Self::with(choices, script, keys, !no_source, !no_quarter)
    }

    /// With a code and a source in every line.
    pub fn choose_keyed(choices: &mut Choices, script: Script) -> Self {
        let keys =
            choices.of(&[&[Says::Code][..], &[Says::Code, Says::Title], &[Says::CodeAndTitle]]);
        let mut columns = Self::with(choices, script, keys, false, true);
        columns.add(choices, script, Says::Source);
        columns
    }

    fn with(
        choices: &mut Choices,
        script: Script,
        keys: &[Says],
        source: bool,
        time: bool,
    ) -> Self {
        let mut columns = Columns {
            heads: Vec::new(),
            keys: 0..0,
            says: Vec::new(),
            code_pen: CodePen::choose(choices),
            quarter_form: choices.pick(4),
        };
        if choices.once_in(4) {
            columns.add(choices, script, Says::Ordinal);
        }
        let from = columns.says.len();
        for key in keys {
            columns.add(choices, script, *key);
        }
        columns.keys = from..columns.says.len();
        if source && !choices.once_in(4) {
            columns.add(choices, script, Says::Source);
        }
        if source && choices.once_in(3) {
            columns.add(choices, script, Says::Donor);
        }
        if time {
            match choices.pick(4) {
                1 => columns.add(choices, script, Says::Date),
                2 => columns.add(choices, script, Says::Quarter),
                3 => {
                    columns.add(choices, script, Says::Date);
                    columns.add(choices, script, Says::Quarter);
                }
                _ => {}
            }
        }
        for optional in [Says::Document, Says::Description, Says::Currency] {
            if choices.once_in(5) {
                columns.add(choices, script, optional);
            }
        }
        for _ in 0..choices.pick(3) {
            columns.add_other(choices, script);
        }
        columns
    }

    fn add(&mut self, choices: &mut Choices, script: Script, says: Says) {
        let keys: &[&str] = match says {
            Says::Code => &["code"],
            Says::CodeAndTitle => &["activity", "activity", "code"],
            Says::Title => &["activity"],
            Says::Source => &["source"],
            Says::Donor => &["donor"],
            Says::Date => &["date"],
            Says::Quarter => &["quarter", "period"],
            Says::Document => &["document"],
            Says::Description => &["description"],
            Says::Ordinal => &["ordinal"],
            Says::Currency => &["currency"],
            Says::Other(_) => return,
        };
        let key = choices.of(keys);
        let text = script.write(choices.of(&headings(key)));
        self.push(text, says);
    }

    fn add_other(&mut self, choices: &mut Choices, script: Script) {
        let place = choices.pick(KNOWN.len() + UNKNOWN.len());
        let (text, values) = match KNOWN.get(place) {
            Some((key, values)) => (choices.of(&headings(key)), *values),
            None => UNKNOWN[place - KNOWN.len()],
        };
        self.push(script.write(text), Says::Other(values));
    }

    fn push(&mut self, text: String, says: Says) {
        let group = self.says.len();
        self.heads.push(Head { texts: vec![text], kind: Kind::Words, group });
        self.says.push(says);
    }

    /// The cells of one line, and what an amount in it must be read with.
    pub fn line(&self, choices: &mut Choices, number: usize, fact: &Fact) -> (Vec<Mark>, Expected) {
        let mut expected = Expected::default();
        let mut cells = Vec::new();
        for says in &self.says {
            cells.push(self.cell(choices, number, fact, *says, &mut expected));
        }
        if expected.quarter.is_none() {
            expected.quarter = expected.date.map(earmark::model::Quarter::of);
        }
        (cells, expected)
    }

    fn cell(
        &self,
        choices: &mut Choices,
        number: usize,
        fact: &Fact,
        says: Says,
        expected: &mut Expected,
    ) -> Mark {
        match says {
            Says::Code => {
                expected.code = Some(fact.code);
                Mark::words(self.code_pen.write(fact.code))
            }
            Says::CodeAndTitle => {
                expected.code = Some(fact.code);
                expected.title = Some(fact.title.to_owned());
                Mark::words(self.code_pen.write_with(choices, fact.code, fact.title))
            }
            Says::Title => {
                expected.title = Some(fact.title.to_owned());
                Mark::words(fact.title)
            }
            Says::Source => {
                expected.source = Some(fact.source_words.to_owned());
                Mark::words(fact.source_words)
            }
            Says::Donor => {
                expected.donor = fact.donor.map(str::to_owned);
                Mark::maybe(fact.donor)
            }
            Says::Date => {
                expected.date = Some(fact.date);
                Mark::Ink(pen::day(choices, fact.date))
            }
            Says::Quarter => {
                expected.quarter = Some(fact.quarter());
                let (number, roman) = (fact.quarter().number(), fact.quarter().roman());
                Mark::words(match self.quarter_form {
                    0 => format!("Q{number}"),
                    1 => format!("{roman} kvartal"),
                    2 => roman.to_owned(),
                    _ => format!("{number}. квартал 2020"),
                })
            }
            Says::Document => {
                expected.document = fact.document.clone();
                Mark::maybe(fact.document.clone())
            }
            Says::Description => {
                expected.description = fact.description.map(str::to_owned);
                Mark::maybe(fact.description)
            }
            Says::Ordinal => Mark::Ink(Ink::Number((number + 1).to_string())),
            Says::Currency => Mark::words(choices.of(&["EUR", "€", "euro"])),
            Says::Other(values) => Mark::words(choices.of(values)),
        }
    }
}
