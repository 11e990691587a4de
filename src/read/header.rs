//! Where the header of a table stands. In: the rows of a grid and the vocabulary. Out: whether a row
//! heads a table, and how many rows the header takes. Never: what its columns mean.

use super::amount::{Marks, Reading, read_amount};
use super::code::leading_code;
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary, quarter};

/// How many rows a heading may take, merged ones over particular ones.
const DEEPEST_HEADER: usize = 3;

/// Whether a row heads a table: two or more known headings, no number, and one of them says what is
/// listed or how much was spent.
pub(super) fn is_header(row: &Row, vocabulary: &Vocabulary) -> bool {
    let mut known: Vec<Heading> = Vec::new();
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
                if let Some(heading) = vocabulary.heading(text)
                    && !known.contains(&heading)
                {
                    known.push(heading);
                }
            }
            Value::Number(_) | Value::Date { .. } => return false,
            _ => {}
        }
    }
    let telling = known.iter().any(|heading| {
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
    known.len() >= 2 && telling && !only_sources
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
        matches!(&cell.value, Value::Text(text) if vocabulary.heading(text).is_some())
            && grid.merged_at(row.index, cell.column).is_some()
    });
    if adjacent && heads && all_text(row) { above } else { at }
}

/// Takes in the rows below that go on with the header: particular headings under merged ones.
pub(super) fn last_header_row(grid: &Grid, at: usize, vocabulary: &Vocabulary) -> usize {
    let mut last = at;
    while last + 1 < grid.rows.len() && last + 1 - at < DEEPEST_HEADER {
        let (above, below) = (&grid.rows[last], &grid.rows[last + 1]);
        let adjacent = above.index + 1 == below.index;
        let goes_on = below.cells.iter().any(|cell| {
            matches!(&cell.value, Value::Text(text)
                if vocabulary.heading(text).is_some() || quarter(text).is_some() || vocabulary.is_total(text))
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
        if !(adjacent && goes_on && under_merged && all_text(below)) {
            break;
        }
        last += 1;
    }
    last
}

fn all_text(row: &Row) -> bool {
    row.cells.iter().all(|cell| matches!(cell.value, Value::Text(_)))
}
