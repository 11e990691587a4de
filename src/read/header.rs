//! Where the header of a table stands. In: the rows of a grid and the vocabulary. Out: whether a row
//! heads a table, and how many rows the header takes. Never: what its columns mean.

use super::amount::{Marks, Reading, read_amount};
use super::code::{leading_code, read_code};
use super::columns::has_other_currency;
use super::nearly;
use crate::diagnostic::Code;
use crate::model::{ActivityCode, Plan, visible};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Phrase, Vocabulary};

/// How many rows a heading may take, merged ones over particular ones.
const DEEPEST_HEADER: usize = 3;

/// Whether a row heads a table: two or more known headings, no number, and one of them says what is
/// listed or how much was spent. Mistyped headings help only where one stands there as it should.
pub(super) fn is_header(row: &Row, vocabulary: &Vocabulary) -> bool {
    if row.cells.iter().any(|cell| cell.is_number()) {
        return false;
    }
    let mut texts: Vec<&str> = Vec::new();
    let mut days = 0;
    for cell in &row.cells {
        match (cell.as_text(), cell.value()) {
            (Some(text), value) => {
                // A line of data has an amount, a code or an error value; csv has them as text.
                if (text.len() > 1 && text.starts_with('#'))
                    || leading_code(visible(text).trim()).is_some()
                    || (text.contains(|c: char| c.is_ascii_digit())
                        && holds_number(&value, vocabulary))
                {
                    return false;
                }
                if let Some(day) = super::date::from_text(text) {
                    if day.day() != 1 {
                        return false;
                    }
                    days += 1;
                    continue;
                }
                texts.push(text);
            }
            // The first days of months are what a spreadsheet makes of "Jan 2020".
            (None, Value::Date { date: Some(date), .. }) if date.day() == 1 => days += 1,
            (None, Value::Date { .. }) => return false,
            (None, _) => {}
        }
    }
    // One date alone is that of a line.
    if days == 1 {
        return false;
    }
    let mut phrases: Vec<(&str, Phrase)> =
        texts.iter().map(|text| (*text, vocabulary.phrase(text))).collect();
    if make_a_header(&phrases, days, vocabulary) {
        return true;
    }
    // A word for a source, or for how far something has come, stands in lines of data too.
    let words = phrases.iter().filter(|(_, phrase)| phrase.heading.is_some());
    let sources = [Some(Heading::SpentBudget), Some(Heading::SpentDonation)];
    let exact = words.clone().count() > 1
        || words
            .clone()
            .any(|(text, said)| !sources.contains(&said.heading) && !vocabulary.is_status(text));
    for (text, phrase) in phrases.iter_mut().filter(|_| exact) {
        *phrase = nearly::phrase(text, vocabulary);
    }
    exact && make_a_header(&phrases, days, vocabulary)
}

/// Whether headings, with as many first days of months beside them, are those of a table.
fn make_a_header(phrases: &[(&str, Phrase)], days: usize, vocabulary: &Vocabulary) -> bool {
    let other_currency = |(text, said): &(&str, Phrase)| {
        (said.heading.is_none() && has_other_currency(text, vocabulary)).then_some(Heading::Amount)
    };
    let mut known: Vec<Heading> = phrases
        .iter()
        .filter_map(|phrase| phrase.1.heading.or_else(|| other_currency(phrase)))
        .collect();
    known.sort_unstable();
    known.dedup();
    // Columns that a month or quarter alone heads.
    let alone = |said: &Phrase| said.heading.is_none() && said.when.is_some();
    let mut named: Vec<_> =
        phrases.iter().filter(|(_, said)| alone(said)).map(|(_, said)| said.when).collect();
    named.sort_unstable();
    // Columns are for different times; lines repeat theirs.
    named.dedup();
    let times = days + named.len();
    let telling = times > 1
        || phrases.iter().any(|(text, said)| {
            matches!(
                said.heading,
                Some(
                    Heading::Code
                        | Heading::Activity
                        | Heading::Amount
                        | Heading::Spent
                        | Heading::SpentBudget
                        | Heading::SpentDonation
                )
            ) && !vocabulary.is_status(text)
        });
    // "Budget | Donation" in two cells of a line of data is no header; a key column has to be there.
    // Nor is "Budget | Implemented".
    let only_sources = phrases
        .iter()
        .filter(|(text, _)| !vocabulary.is_status(text))
        .filter_map(|(_, said)| said.heading)
        .all(|h| matches!(h, Heading::SpentBudget | Heading::SpentDonation));
    known.len() + usize::from(times > 1) >= 2 && telling && !only_sources
}

/// The activities that stand side by side in a row: their columns.
fn activities_in(row: &Row, plan: Option<&Plan>) -> Vec<(u32, ActivityCode)> {
    row.cells
        .iter()
        .filter_map(|cell| Some((cell.column(), read_code(&cell.value(), plan).code?)))
        .collect()
}

/// A quick look, since every line of a sheet is asked.
fn may_be_code(value: &Value) -> bool {
    match value {
        Value::Text(text) => {
            text.contains(|c: char| c.is_ascii_digit()) && text.contains(['.', ','])
        }
        Value::Date { .. } => true,
        _ => false,
    }
}

/// Whether the first of these rows heads columns with activities: two or more different codes, no
/// amount, and amounts below them.
pub(super) fn heads_activities(rows: &[Row], vocabulary: &Vocabulary, plan: Option<&Plan>) -> bool {
    let Some((row, below)) = rows.split_first() else { return false };
    if row.cells.iter().any(|cell| cell.is_number())
        || row.cells.iter().filter(|cell| may_be_code(&cell.value())).count() < 2
    {
        return false;
    }
    let plain = row.cells.iter().all(|cell| match &cell.value() {
        Value::Text(_) => !reads_as_amount(&cell.value(), vocabulary),
        Value::Date { .. } => read_code(&cell.value(), plan).code.is_some(),
        _ => false,
    });
    if row.cells.len() < 2 || !plain {
        return false;
    }
    let mut codes: Vec<ActivityCode> =
        activities_in(row, plan).into_iter().map(|(_, code)| code).collect();
    codes.sort_unstable();
    codes.dedup();
    let columns: Vec<u32> =
        activities_in(row, plan).into_iter().map(|(column, _)| column).collect();
    codes.len() >= 2
        && below.iter().take(4).any(|row| {
            columns.iter().any(|column| {
                row.cell(*column).is_some_and(|cell| {
                    reads_as_amount(&cell.value(), vocabulary)
                        && read_code(&cell.value(), plan).code.is_none()
                })
            })
        })
}

/// The row of numbers that forms print below a header: 1, 2, 3, "4 = 2 + 3".
pub(super) fn is_column_numbers(row: &Row) -> bool {
    let number = |value: &Value| match value {
        Value::Number(number) => u32::try_from(*number).ok().filter(|_| number.fract().is_zero()),
        Value::Text(text) => {
            let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
            let rest = text.trim()[digits.len()..].trim_start();
            let explains = rest.is_empty()
                || (rest.starts_with(['=', '(', '.'])
                    && rest.chars().all(|c| !c.is_alphabetic() && c != ','));
            digits.parse().ok().filter(|_| explains && digits.len() <= 2)
        }
        _ => None,
    };
    row.cells.len() >= 3
        && row.cells.iter().zip(1..).all(|(cell, wanted)| number(&cell.value()) == Some(wanted))
}

/// Whether a cell holds a number, of euros or of something else.
fn holds_number(value: &Value, vocabulary: &Vocabulary) -> bool {
    !matches!(
        read_amount(value, Marks::default(), false, vocabulary),
        Reading::Blank | Reading::Refused(Code::AmountNotANumber, _)
    )
}

/// Whether a cell holds a number, written as one or as text.
pub(super) fn reads_as_amount(value: &Value, vocabulary: &Vocabulary) -> bool {
    let may_be = match value {
        Value::Text(text) => text.bytes().any(|byte| byte.is_ascii_digit()),
        value => matches!(value, Value::Number(_)),
    };
    may_be
        && matches!(read_amount(value, Marks::default(), false, vocabulary), Reading::Amount { .. })
}

/// Takes in the row above where it is a merged heading over particular ones ("Spent" over
/// "Budget | Donation").
pub(super) fn first_header_row(
    grid: &Grid,
    at: usize,
    floor: usize,
    vocabulary: &Vocabulary,
) -> usize {
    let Some(above) = at.checked_sub(1).filter(|above| *above >= floor) else { return at };
    let row = &grid.rows[above];
    let adjacent = row.index + 1 == grid.rows[at].index;
    let heads = row.cells.iter().any(|cell| {
        cell.as_text().is_some_and(|text| says_something(text, vocabulary))
            && grid.merged_at(row.index, cell.column()).is_some()
    });
    // A total with a merged label stands above the header that comes again on the next page.
    let states = states_amounts(row, vocabulary);
    if adjacent && heads && !states && all_text(row) { above } else { at }
}

/// Takes in the rows below that go on with the header: particular headings under merged ones.
pub(super) fn last_header_row(
    grid: &Grid,
    at: usize,
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
) -> usize {
    let mut last = at;
    let activities = activities_in(&grid.rows[at], plan);
    let mut in_parts = true;
    while last + 1 < grid.rows.len() && last + 1 - at < DEEPEST_HEADER {
        let (above, below) = (&grid.rows[last], &grid.rows[last + 1]);
        let adjacent = above.index + 1 == below.index;
        let goes_on = below.cells.iter().any(|cell| {
            matches!(&cell.value(), Value::Text(text)
                if says_something(text, vocabulary))
        });
        // Every cell below must stand under a merged heading or an empty one, not under a heading
        // of its own column: then it would be a line of data.
        let under_merged =
            below.cells.iter().all(|cell| match grid.merged_at(above.index, cell.column()) {
                Some(area) => {
                    area.last.column > area.first.column || area.last.row > area.first.row
                }
                None => above.cell(cell.column()).is_none_or(|above| above.is_blank()),
            });
        // Below codes that stand side by side, their titles.
        let titles = activities.len() > 1
            && activities.iter().all(|(column, _)| below.cell(*column).is_some())
            && below.cells.iter().all(|cell| !reads_as_amount(&cell.value(), vocabulary));
        // Sources in parts, and those by times.
        in_parts &= heads_without_merging(above, below, vocabulary);
        if !(adjacent
            && all_text(below)
            && !states_amounts(below, vocabulary)
            && (titles || goes_on && under_merged || in_parts))
        {
            break;
        }
        last += 1;
    }
    last
}

/// Whether a row goes on with the header above it though nothing is merged, as in csv: sources, times
/// and totals only, two or more, some under a heading and some under the blank cells right of it.
fn heads_without_merging(above: &Row, below: &Row, vocabulary: &Vocabulary) -> bool {
    let part = |text: &str| {
        let phrase = vocabulary.phrase(text);
        let source = matches!(
            phrase.heading,
            Some(Heading::SpentBudget | Heading::SpentDonation | Heading::Planned | Heading::Spent)
        );
        let time = phrase.when.is_some() && text.contains(char::is_alphabetic);
        source || (phrase.heading.is_none() && (time || phrase.total))
    };
    let headed = |column: u32| above.cell(column).is_some_and(|cell| !cell.is_blank());
    // "Total" below "Code" begins a line of sums.
    let sums = below.cells.iter().any(|cell| {
        vocabulary.phrase(&cell.text()).total
            && above.cell(cell.column()).is_some_and(|above| is_key(&above.text(), vocabulary))
    });
    let under = below.cells.iter().filter(|cell| headed(cell.column())).count();
    below.cells.len() >= 2
        && !sums
        && under > 0
        && under < below.cells.len()
        && below.cells.iter().all(|cell| part(&cell.text()))
}

/// Whether a heading is that of what lines are told apart by.
fn is_key(text: &str, vocabulary: &Vocabulary) -> bool {
    let heading = vocabulary.phrase(text).heading;
    matches!(heading, Some(Heading::Code | Heading::Activity | Heading::Source | Heading::Body))
}

fn says_something(text: &str, vocabulary: &Vocabulary) -> bool {
    let phrase = vocabulary.phrase(text);
    phrase.heading.is_some() || phrase.when.is_some() || phrase.total
}

/// Whether a row holds an amount: then it is a line, whatever else it says. A year or a quarter is none.
fn states_amounts(row: &Row, vocabulary: &Vocabulary) -> bool {
    row.cells.iter().any(|cell| {
        reads_as_amount(&cell.value(), vocabulary) && vocabulary.period(&cell.text()).is_none()
    })
}

fn all_text(row: &Row) -> bool {
    row.cells.iter().all(|cell| cell.as_text().is_some())
}
