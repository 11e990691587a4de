//! What stands around a table: institution and period in the lines above it, in the sheet's name or
//! in the file's; a unit or another currency that holds for all its amounts. In: the rows above. Out:
//! what they say, with places. Never: a cell of the table itself.

use std::sync::Arc;

use super::table::{Role, Table};
use crate::diagnostic::{Code, Finding};
use crate::model::{BodyRegister, Date, Period, Place, Placed, Quarter, fold, tidy};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary, period};

/// Who sends the sheet and for when, as far as it says.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// The body as written.
    pub body: Option<Placed<Arc<str>>>,
    /// The period.
    pub period: Option<Period>,
}

/// Reads the lines above a table, then the sheet's name, then the file's.
pub(super) fn read_around(
    grid: &Grid,
    above: &[Row],
    bodies: &BodyRegister,
    vocabulary: &Vocabulary,
) -> Around {
    let mut around = Around::default();
    for row in above {
        read_labels(grid, row, vocabulary, &mut around);
    }
    if around.body.is_none() {
        around.body = above.iter().find_map(|row| unlabelled_body(grid, row, bodies));
    }
    if around.period.is_none() {
        around.period = above.iter().find_map(unlabelled_period);
    }
    let file_stem = grid.file.rsplit('/').next().unwrap_or(&grid.file);
    let file_stem = file_stem.rsplit_once('.').map_or(file_stem, |(stem, _)| stem);
    for name in grid.name.as_deref().into_iter().chain(std::iter::once(file_stem)) {
        if around.body.is_none() {
            around.body =
                body_within(name, bodies).map(|text| Placed { value: text, place: grid.whole() });
        }
        if around.period.is_none() {
            around.period = period_within(name);
        }
    }
    around
}

/// What a line above a table says of all its amounts.
#[derive(Debug, Clone)]
enum Unit {
    /// "Iznosi su u hiljadama eura", with its place.
    Thousands(Placed<String>),
    /// "Svi iznosi su u RSD".
    OtherCurrency(String),
}

/// Makes the amounts of a sheet's tables what the lines above them say: thousands, or no euros at
/// all. What stands above one table holds for those below it, until another line says otherwise.
pub(super) fn take_units(
    grid: &Grid,
    tables: &mut [Table<'_>],
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    let mut unit = None;
    for table in tables {
        unit = table.above.iter().rev().find_map(|row| unit_of(grid, row, vocabulary)).or(unit);
        let mut multiplied = false;
        for column in &mut table.columns {
            match (&unit, &mut column.role) {
                (Some(Unit::Thousands(_)), Role::Amount { thousands, .. }) => {
                    multiplied |= !*thousands;
                    *thousands = true;
                }
                (Some(Unit::OtherCurrency(line)), role @ Role::Amount { .. }) => {
                    *role = Role::OtherCurrency;
                    column.text = format!("{} ({line})", column.text);
                }
                _ => {}
            }
        }
        if let (Some(Unit::Thousands(line)), true) = (&unit, multiplied) {
            let finding = Finding::new(Code::AmountInThousands, line.place.clone());
            findings.push(finding.read(&line.value));
        }
    }
}

fn unit_of(grid: &Grid, row: &Row, vocabulary: &Vocabulary) -> Option<Unit> {
    row.cells.iter().enumerate().find_map(|(index, cell)| {
        let Value::Text(text) = &cell.value else { return None };
        let text = tidy(text);
        let next = row.cells.get(index + 1).map(|next| tidy(&next.text()));
        // "Currency" in one cell and "RSD" in the next are one line.
        let line = match next {
            Some(next)
                if vocabulary.heading(text.trim_end_matches(':')) == Some(Heading::Currency) =>
            {
                format!("{text} {next}")
            }
            _ => text,
        };
        if line.len() > 200 {
            return None;
        }
        if speaks_of_thousands(&line, vocabulary) {
            let place = grid.place(row, cell.column);
            return Some(Unit::Thousands(Placed { value: line, place }));
        }
        ends_in_other_currency(&line, vocabulary).then_some(Unit::OtherCurrency(line))
    })
}

/// "Amounts in thousands of euros", "(u 000 €)"; not "Odobreno je 12 hiljada eura", which is an amount.
fn speaks_of_thousands(line: &str, vocabulary: &Vocabulary) -> bool {
    let other_digits = line.replace("000", "").contains(|c: char| c.is_ascii_digit());
    let mut words = bare_words(line);
    !other_digits
        && vocabulary.says_thousands(line)
        && words.any(|word| {
            vocabulary.is_euro(word)
                || matches!(vocabulary.heading(word), Some(Heading::Amount | Heading::Currency))
                || fold(word) == "iznosi"
                || fold(word) == "amounts"
        })
}

/// "Svi iznosi su u RSD", "Currency: USD"; a word that is also a currency says nothing by itself.
fn ends_in_other_currency(line: &str, vocabulary: &Vocabulary) -> bool {
    let words: Vec<&str> = bare_words(line).collect();
    let [.., before, last] = words.as_slice() else { return false };
    vocabulary.is_other_currency(last)
        && !words.iter().any(|word| vocabulary.is_euro(word))
        && (matches!(fold(before).as_str(), "u" | "in" | "su")
            || vocabulary.heading(before) == Some(Heading::Currency))
}

fn bare_words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | ',' | ';'))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
}

/// "Institution: Ministry of Health", or the label in one cell and the value in the next.
fn read_labels(grid: &Grid, row: &Row, vocabulary: &Vocabulary, around: &mut Around) {
    for (index, cell) in row.cells.iter().enumerate() {
        let Value::Text(text) = &cell.value else { continue };
        let (label, value, column) = match text.split_once(':') {
            Some((label, value)) if !value.trim().is_empty() => (label, tidy(value), cell.column),
            _ => {
                let Some(next) = row.cells.get(index + 1).filter(|next| !next.is_blank()) else {
                    continue;
                };
                (text.trim().trim_end_matches(':'), tidy(&next.text()), next.column)
            }
        };
        match vocabulary.heading(label) {
            Some(Heading::Body) if around.body.is_none() => {
                let place = grid.place(row, column);
                around.body = Some(Placed { value: Arc::from(value), place });
            }
            Some(Heading::Period | Heading::Quarter) => {
                if let Some(found) = period(&value).or_else(|| between_days(&value)) {
                    around.period = Some(join(around.period, found));
                }
            }
            Some(Heading::Year) => {
                if let Some(found) = period(&value).filter(|found| found.from.is_none()) {
                    around.period = Some(join(around.period, found));
                }
            }
            _ => {}
        }
    }
}

/// "01.04.2020 – 30.06.2020": the quarters from the first day to the last.
fn between_days(text: &str) -> Option<Period> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—'));
    let days: Vec<Date> = words.filter_map(super::date::from_text).collect();
    let [first, last] = days.as_slice() else { return None };
    let (from, to) = (Quarter::of(*first), Quarter::of(*last));
    (first <= last && first.year() == last.year()).then_some(Period {
        year: Some(first.year()),
        from: Some(from),
        to: Some(to),
    })
}

/// "Q2" on one line and "2020" on another make one period.
fn join(known: Option<Period>, found: Period) -> Period {
    match known {
        None => found,
        Some(known) => Period {
            year: known.year.or(found.year),
            from: known.from.or(found.from),
            to: known.to.or(found.to),
        },
    }
}

/// A line that is nothing but the name of a body.
fn unlabelled_body(grid: &Grid, row: &Row, bodies: &BodyRegister) -> Option<Placed<Arc<str>>> {
    row.cells.iter().find_map(|cell| {
        let Value::Text(text) = &cell.value else { return None };
        text.lines().find_map(|line| {
            bodies.find(line).filter(|body| !body.generic)?;
            let place: Place = grid.place(row, cell.column);
            Some(Placed { value: Arc::from(tidy(line)), place })
        })
    })
}

/// A line that is nothing but a period, or ends in one: "Expenditure report, Q2 2020".
fn unlabelled_period(row: &Row) -> Option<Period> {
    row.cells.iter().find_map(|cell| match &cell.value {
        Value::Text(text) if text.len() < 200 => period_within(text),
        _ => None,
    })
}

/// The longest run of words in a name that names a body: "mup-izvjestaj-q2" names MUP.
fn body_within(name: &str, bodies: &BodyRegister) -> Option<Arc<str>> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(30).collect();
    for length in (1..=words.len()).rev() {
        for window in words.windows(length) {
            let text = window.join(" ");
            // One short word is a body only where it is its abbreviation, never an ordinary word.
            if bodies.find(&text).is_some_and(|body| !body.generic) {
                return Some(Arc::from(text));
            }
        }
    }
    None
}

/// The longest run of words in a text that names a quarter: "Expenditure, II kvartal 2020".
fn period_within(text: &str) -> Option<Period> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(40).collect();
    for length in (1..=words.len().min(6)).rev() {
        for window in words.windows(length) {
            let candidate = window.join(" ");
            // A bare number or numeral in running text is no quarter; "q", "k" or the word must be there.
            let says_quarter = window.iter().any(|word| {
                matches!(*word, "quarter" | "kvartal" | "tromesecje" | "tromjesecje")
                    || (word.len() <= 3
                        && word.starts_with(['q', 'k'])
                        && word.ends_with(|c: char| c.is_ascii_digit()))
            });
            if let Some(found) =
                period(&candidate).filter(|found| found.from.is_some() && says_quarter)
            {
                return Some(found);
            }
        }
    }
    None
}
