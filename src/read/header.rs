//! Where the header of a table stands. In: the rows of a grid and the vocabulary. Out: whether a row
//! heads a table, and how many rows the header takes. Never: what its columns mean.

use super::amount::{Marks, Reading, read_amount};
use super::code::{leading_code, read_code};
use crate::model::{ActivityCode, Plan};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// How many rows a heading may take, merged ones over particular ones.
const DEEPEST_HEADER: usize = 3;

/// Whether a row heads a table: two or more known headings, no number, and one of them says what is
/// listed or how much was spent.
pub(super) fn is_header(row: &Row, vocabulary: &Vocabulary) -> bool {
    if row.cells.iter().any(|cell| matches!(cell.value, Value::Number(_))) {
        return false;
    }
    let mut known: Vec<Heading> = Vec::new();
    // Columns that a month or quarter alone heads.
    let (mut times, mut days) = (0, 0);
    for cell in &row.cells {
        match &cell.value {
            Value::Text(text) => {
                // A line of data has an amount or a code; csv has both as text.
                if leading_code(text.trim()).is_some()
                    || (text.contains(|c: char| c.is_ascii_digit())
                        && reads_as_amount(&cell.value, vocabulary))
                {
                    return false;
                }
                let phrase = vocabulary.phrase(text);
                match phrase.heading {
                    Some(heading) if !known.contains(&heading) => known.push(heading),
                    None if phrase.when.is_some() => times += 1,
                    _ => {}
                }
            }
            // The first days of months are what a spreadsheet makes of "Jan 2020".
            Value::Date { date: Some(date), .. } if date.day() == 1 => days += 1,
            Value::Date { .. } => return false,
            _ => {}
        }
    }
    // One date alone is that of a line.
    if days == 1 {
        return false;
    }
    times += days;
    let telling = times > 1
        || known.iter().any(|heading| {
            matches!(
                heading,
                Heading::Code
                    | Heading::Activity
                    | Heading::Amount
                    | Heading::Spent
                    | Heading::SpentBudget
                    | Heading::SpentDonation
            )
        });
    // "Budget | Donation" in two cells of a line of data is no header; a key column has to be there.
    let only_sources =
        known.iter().all(|h| matches!(h, Heading::SpentBudget | Heading::SpentDonation));
    known.len() + usize::from(times > 1) >= 2 && telling && !only_sources
}

/// The activities that stand side by side in a row: their columns.
fn activities_in(row: &Row, plan: Option<&Plan>) -> Vec<(u32, ActivityCode)> {
    row.cells
        .iter()
        .filter_map(|cell| Some((cell.column, read_code(&cell.value, plan).code?)))
        .collect()
}

/// Whether the first of these rows heads columns with activities: two or more different codes, no
/// amount, and amounts below them.
pub(super) fn heads_activities(rows: &[Row], vocabulary: &Vocabulary, plan: Option<&Plan>) -> bool {
    let Some((row, below)) = rows.split_first() else { return false };
    if row.cells.iter().any(|cell| matches!(cell.value, Value::Number(_))) {
        return false;
    }
    let plain = row.cells.iter().all(|cell| match &cell.value {
        Value::Text(_) => !reads_as_amount(&cell.value, vocabulary),
        Value::Date { .. } => read_code(&cell.value, plan).code.is_some(),
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
                    reads_as_amount(&cell.value, vocabulary)
                        && read_code(&cell.value, plan).code.is_none()
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
        && row.cells.iter().zip(1..).all(|(cell, wanted)| number(&cell.value) == Some(wanted))
}

/// Whether a cell holds a number, written as one or as text.
pub(super) fn reads_as_amount(value: &Value, vocabulary: &Vocabulary) -> bool {
    let reading = read_amount(value, Marks::default(), false, vocabulary);
    matches!(reading, Reading::Amount { .. }) && !matches!(value, Value::Date { .. })
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
        matches!(&cell.value, Value::Text(text) if says_something(text, vocabulary))
            && grid.merged_at(row.index, cell.column).is_some()
    });
    if adjacent && heads && all_text(row) { above } else { at }
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
    while last + 1 < grid.rows.len() && last + 1 - at < DEEPEST_HEADER {
        let (above, below) = (&grid.rows[last], &grid.rows[last + 1]);
        let adjacent = above.index + 1 == below.index;
        let goes_on = below.cells.iter().any(|cell| {
            matches!(&cell.value, Value::Text(text)
                if says_something(text, vocabulary))
        });
        // Every cell below must stand under a merged heading or an empty one, not under a heading
        // of its own column: then it would be a line of data.
        let under_merged =
            below.cells.iter().all(|cell| match grid.merged_at(above.index, cell.column) {
                Some(area) => {
                    area.last.column > area.first.column || area.last.row > area.first.row
                }
                None => above.cell(cell.column).is_none_or(|above| above.is_blank()),
            });
        // Below codes that stand side by side, their titles.
        let titles = activities.len() > 1
            && activities.iter().all(|(column, _)| below.cell(*column).is_some())
            && below.cells.iter().all(|cell| !reads_as_amount(&cell.value, vocabulary));
        if !(adjacent && all_text(below) && (titles || goes_on && under_merged)) {
            break;
        }
        last += 1;
    }
    last
}

fn says_something(text: &str, vocabulary: &Vocabulary) -> bool {
    let phrase = vocabulary.phrase(text);
    phrase.heading.is_some() || phrase.when.is_some() || phrase.total
}

fn all_text(row: &Row) -> bool {
    row.cells.iter().all(|cell| matches!(cell.value, Value::Text(_)))
}
