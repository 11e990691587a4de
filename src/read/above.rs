//! What stands around a table: institution and period in the lines above it, in the sheet's name or
//! in the file's.

use std::sync::Arc;

use crate::model::{BodyRegister, Period, Place, Placed, fold, tidy};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary, names_quarter, period};

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
                if let Some(found) = period(&value) {
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
            // A bare number or numeral in running text is no quarter.
            let says_quarter = window.iter().any(|word| names_quarter(word));
            if let Some(found) =
                period(&candidate).filter(|found| found.from.is_some() && says_quarter)
            {
                return Some(found);
            }
        }
    }
    None
}
