//! What the columns of a table mean. In: its header rows and the vocabulary. Out: a role for each
//! column, first from its own words, then from all columns together.

use super::table::{Column, Role};
use crate::model::{Quarter, Source};
use crate::sheet::{Grid, Row};
use crate::vocabulary::{Heading, Vocabulary, quarter};

pub(super) fn read_columns(grid: &Grid, header: &[&Row], vocabulary: &Vocabulary) -> Vec<Column> {
    let mut indexes: Vec<u32> = Vec::new();
    for row in header {
        for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
            let last = grid
                .merged_at(row.index, cell.column)
                .map_or(cell.column, |area| area.last.column.min(cell.column + 200));
            indexes.extend(cell.column..=last);
        }
    }
    indexes.sort_unstable();
    indexes.dedup();
    let mut columns: Vec<Column> = indexes
        .into_iter()
        .map(|index| {
            let texts: Vec<String> =
                header.iter().filter_map(|row| heading_text(grid, row, index)).collect();
            let role = role_of(&texts, vocabulary);
            Column { index, text: texts.join(" / "), role }
        })
        .collect();
    settle(&mut columns, vocabulary);
    columns
}

/// The text that heads a column in one header row: its own cell's, or that of the merged area.
fn heading_text(grid: &Grid, row: &Row, column: u32) -> Option<String> {
    let cell = row.cell(column).or_else(|| {
        let area = grid.merged_at(row.index, column)?;
        grid.cell(area.first.row, area.first.column).filter(|_| area.first.row == row.index)
    })?;
    (!cell.is_blank()).then(|| crate::model::tidy(&cell.text()))
}

/// What the headings over one column say together.
fn role_of(texts: &[String], vocabulary: &Vocabulary) -> Role {
    let mut source = None;
    let mut in_quarter = None;
    let mut amount = false;
    let mut planned = false;
    let mut total = false;
    let mut other = None;
    for text in texts {
        match vocabulary.heading(text) {
            Some(Heading::Planned | Heading::Estimate) => planned = true,
            Some(Heading::SpentBudget) => (amount, source) = (true, Some(Source::Budget)),
            Some(Heading::SpentDonation) => (amount, source) = (true, Some(Source::Donation)),
            Some(Heading::Spent | Heading::Amount) => amount = true,
            Some(heading) => other = Some(heading),
            None if vocabulary.is_total(text) => total = true,
            None => match quarter(text) {
                Some(found) => (amount, in_quarter) = (true, Some(found)),
                None if has_other_currency(text, vocabulary) => return Role::OtherCurrency,
                None => {}
            },
        }
    }
    if planned {
        Role::Planned
    } else if total {
        Role::RowTotal
    } else if let Some(heading) = other.filter(|_| !amount) {
        Role::Is(heading)
    } else if amount {
        let thousands = texts.iter().any(|text| vocabulary.says_thousands(text));
        Role::Amount { source, quarter: in_quarter, thousands }
    } else {
        Role::Unknown
    }
}

/// A heading such as "Iznos (RSD)": known without its last word, which is another currency.
fn has_other_currency(text: &str, vocabulary: &Vocabulary) -> bool {
    let cleaned = text.replace(['(', ')', '[', ']'], " ");
    let mut words: Vec<&str> = cleaned.split_whitespace().collect();
    words.pop().is_some_and(|last| {
        vocabulary.is_other_currency(last.trim_end_matches('.'))
            && matches!(
                vocabulary.heading(&words.join(" ")),
                Some(
                    Heading::Amount
                        | Heading::Spent
                        | Heading::SpentBudget
                        | Heading::SpentDonation
                        | Heading::Planned
                )
            )
    })
}

/// What only all columns together can tell.
fn settle(columns: &mut [Column], vocabulary: &Vocabulary) {
    let particular = |role: &Role| matches!(role, Role::Amount { source, quarter, .. } if source.is_some() || quarter.is_some());
    let particulars = columns.iter().filter(|c| particular(&c.role)).count();
    let general =
        columns.iter().any(|c| matches!(c.role, Role::Amount { source: None, quarter: None, .. }));
    let donation = columns
        .iter()
        .any(|c| matches!(c.role, Role::Amount { source: Some(Source::Donation), .. }));
    for column in columns.iter_mut() {
        match column.role {
            // "Budget | Spent" is the budgeted beside the spent; only a donation column makes
            // "Budget" a source.
            Role::Amount { source: Some(Source::Budget), quarter: None, .. }
                if general && !donation && particulars == 1 =>
            {
                column.role = Role::Planned;
            }
            // A general amount beside its parts is their total.
            Role::Amount { source: None, quarter: None, .. } if particulars >= 2 => {
                column.role = Role::RowTotal;
            }
            _ => {}
        }
    }
    // A lone total is the amount itself.
    let any_amount = columns.iter().any(|c| matches!(c.role, Role::Amount { .. }));
    if !any_amount {
        for column in columns.iter_mut().filter(|c| c.role == Role::RowTotal) {
            let thousands = vocabulary.says_thousands(&column.text);
            column.role = Role::Amount { source: None, quarter: None, thousands };
        }
    }
    // The same heading twice: the first counts, the other is said and not counted a second time.
    let mut seen: Vec<(Option<Source>, Option<Quarter>, String)> = Vec::new();
    for column in columns.iter_mut() {
        if let Role::Amount { source, quarter, .. } = column.role {
            let meaning = match (source, quarter) {
                // "Amount" beside "Spent" is settled below.
                (None, None) => format!("{:?}", vocabulary.heading(&column.text)),
                _ => String::new(),
            };
            if seen.contains(&(source, quarter, meaning.clone())) {
                column.role = Role::Is(Heading::Amount);
            } else {
                seen.push((source, quarter, meaning));
            }
        }
    }
    // Two general amounts: spent wins over "Amount", which is then a contract's or an invoice's.
    let spent = |c: &Column| {
        c.text.split(" / ").any(|text| vocabulary.heading(text) == Some(Heading::Spent))
    };
    let generals: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, c)| matches!(c.role, Role::Amount { source: None, quarter: None, .. }))
        .map(|(i, _)| i)
        .collect();
    if generals.len() > 1 && generals.iter().any(|i| spent(&columns[*i])) {
        for index in generals {
            if !spent(&columns[index]) {
                columns[index].role = Role::Is(Heading::Amount);
            }
        }
    }
}
