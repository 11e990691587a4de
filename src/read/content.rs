//! What the cells below a heading are like. In: a grid, its header, a column. Out: whether they are
//! words or amounts, and what they may mean. Never an amount that counts.

use super::code::read_code;
use super::date::read_date;
use super::header::reads_as_amount;
use super::table::Role;
use crate::sheet::{Cell, Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// How many rows below a header are looked at.
const ROWS: usize = 200;

/// The role of a column whose heading may mean amounts or words, where words stand below it: how far an
/// activity has come ("Realizovano"), or what was paid for ("Trošak"). None for any other column.
pub(super) fn words_below(
    grid: &Grid,
    header: &[Row],
    column: u32,
    headings: &[String],
    vocabulary: &Vocabulary,
) -> Option<Role> {
    let [heading] = headings else { return None };
    let meaning = match () {
        () if vocabulary.is_status(heading) => Heading::Status,
        () if vocabulary.may_head_names(heading) => Heading::Description,
        () => return None,
    };
    let mut words = false;
    for value in values_below(grid, header, column) {
        if reads_as_amount(&value, vocabulary) {
            return None;
        }
        words |= matches!(&value, Value::Text(text) if text.contains(char::is_alphabetic));
    }
    words.then_some(Role::Is(meaning))
}

/// The values of a column in the rows below a header, blank cells left out.
pub(super) fn values_below<'a>(
    grid: &'a Grid,
    header: &[Row],
    column: u32,
) -> impl Iterator<Item = Value> + use<'a> {
    let last = header.last().map_or(0, |row| row.index);
    let from = grid.rows.partition_point(|row| row.index <= last);
    grid.rows[from..]
        .iter()
        .take(ROWS)
        .filter_map(move |row| row.cell(column))
        .filter(|cell| !cell.is_blank())
        .map(Cell::value)
}

/// What the cells of a column without a known heading look like most: for a person to look at, never
/// applied. None where most of them are nothing in particular.
pub(super) fn likely(values: &[Value], vocabulary: &Vocabulary) -> Option<Heading> {
    let numbers: Vec<u32> = values
        .iter()
        .filter_map(|value| match value {
            Value::Number(number) if number.fract().is_zero() => u32::try_from(*number).ok(),
            _ => None,
        })
        .collect();
    if numbers.len() > 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1) && numbers[0] <= 1
    {
        return Some(Heading::Ordinal);
    }
    let mut found: Vec<(Heading, usize)> = Vec::new();
    for heading in values.iter().filter_map(|value| meaning(value, vocabulary)) {
        match found.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, count)) => *count += 1,
            None => found.push((heading, 1)),
        }
    }
    let (heading, count) = found.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > values.len()).then_some(heading)
}

/// What one cell may be.
fn meaning(value: &Value, vocabulary: &Vocabulary) -> Option<Heading> {
    const LONG: usize = 20;
    match value {
        // 1.250,50 could be a code too, and 43831 a day.
        Value::Number(_) => Some(Heading::Spent),
        _ if reads_as_amount(value, vocabulary) => Some(Heading::Spent),
        Value::Text(text) if read_code(value, None).code.is_some() => {
            let title = read_code(value, None).title;
            Some(if title.is_empty() || text.len() < 12 {
                Heading::Code
            } else {
                Heading::Activity
            })
        }
        _ if read_date(value).is_some() => Some(Heading::Date),
        Value::Text(text) if vocabulary.when(text).is_some() => Some(Heading::Quarter),
        Value::Text(text) if vocabulary.source(text).is_some() => Some(Heading::Source),
        Value::Text(text) if vocabulary.bodies().find(text).is_some() => Some(Heading::Body),
        Value::Text(text) if vocabulary.donor(text).is_some() => Some(Heading::Donor),
        Value::Text(text) if vocabulary.is_euro(text) || vocabulary.is_other_currency(text) => {
            Some(Heading::Currency)
        }
        Value::Text(text) if vocabulary.is_status(text) => Some(Heading::Status),
        Value::Text(text) if text.chars().count() > LONG => Some(Heading::Description),
        _ => None,
    }
}
