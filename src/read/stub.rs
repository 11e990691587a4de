//! Lines for `earmark.toml` that a person can put there and change. In: what was recognised in a file.
//! Out: text in TOML: a layout that reads the file exactly as now, and words that are not known yet.
//! Never a decision: whoever prints it makes comments of it.

use super::content::likely;
use super::header::reads_as_amount;
use super::inspect::Inspected;
use super::table::{Column, Role};
use crate::model::{Source, When};
use crate::sheet::{Cell, Grid, Row};
use crate::vocabulary::{Heading, Vocabulary};

/// How many rows are looked at.
const ROWS: usize = 200;

/// `[[layout]]` for each table of a file; none where a table's columns cannot be said in one, as
/// where activities stand side by side, or tables whose sources are named above each.
#[must_use]
pub fn layout_stub(file: &str, tables: &[Inspected]) -> Option<String> {
    let beside = |table: &Inspected| {
        let same = |other: &&Inspected| {
            (&other.sheet, other.header_row) == (&table.sheet, table.header_row)
        };
        tables.iter().filter(same).count() > 1
    };
    let expressible = tables.iter().all(|table| {
        !(table.source.is_some() && beside(table))
            && table.columns.iter().all(|column| column.activity.is_none())
            && table.columns.iter().any(|column| matches!(column.role, Role::Amount { .. }))
    });
    if tables.is_empty() || !expressible {
        return None;
    }
    let mut lines = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        lines.push("[[layout]]".to_owned());
        lines.push(files_line(file));
        lines.extend(table.sheet.as_ref().map(|sheet| format!("sheets = {}", quoted(sheet))));
        if table.header_rows > 0 {
            let last = table.header_row + u32::try_from(table.header_rows).unwrap_or(1) - 1;
            lines.push(format!("header-row = {last}"));
        }
        lines.push(format!("first-row = {}", table.first_row));
        // Only where another table follows; lines that are added below belong to the last one.
        if tables.get(index + 1).is_some_and(|next| next.sheet == table.sheet) {
            lines.push(format!("last-row = {}", table.last_row));
        }
        lines.push("[layout.columns]".to_owned());
        lines.extend(table.columns.iter().filter_map(column_line));
        lines.push(String::new());
    }
    Some(lines.join("\n"))
}

/// A layout to start from for a sheet in which no table was recognised: what its cells look like.
/// None where it holds no amounts.
#[must_use]
pub fn layout_draft(file: &str, grid: &Grid, vocabulary: &Vocabulary) -> Option<String> {
    let amount = |row: &&Row| row.cells.iter().any(|c| reads_as_amount(&c.value(), vocabulary));
    let from = grid.rows.iter().position(|row| amount(&row))?;
    let body = &grid.rows[from..];
    let mut indexes: Vec<u32> =
        body.iter().take(ROWS).flat_map(|row| row.cells.iter().map(|cell| cell.column())).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let columns: Vec<Column> = indexes
        .into_iter()
        .filter_map(|index| {
            let cells = body.iter().take(ROWS).filter_map(|row| row.cell(index));
            let values: Vec<_> = cells.filter(|c| !c.is_blank()).map(Cell::value).collect();
            let role = match likely(&values, vocabulary)? {
                Heading::Spent => Role::Amount { source: None, when: None, thousands: false },
                heading => Role::Is(heading),
            };
            Some(Column { index, text: String::new(), role, activity: None, donor: None })
        })
        .collect();
    columns.iter().find(|column| matches!(column.role, Role::Amount { .. }))?;
    let mut lines = vec!["[[layout]]".to_owned(), files_line(file)];
    lines.extend(grid.name().as_ref().map(|sheet| format!("sheets = {}", quoted(sheet))));
    lines.push(format!("first-row = {}", grid.rows[from].index + 1));
    lines.push("[layout.columns]".to_owned());
    lines.extend(columns.iter().filter_map(column_line));
    Some(lines.join("\n"))
}

fn files_line(file: &str) -> String {
    format!("files = {}", quoted(file.rsplit('/').next().unwrap_or(file)))
}

/// `C = "spent"`, with the heading behind it for whoever reads it.
fn column_line(column: &Column) -> Option<String> {
    let (is, source, when, thousands) = match column.role {
        Role::Amount { source: Some(Source::Budget), when, thousands } => {
            ("spent_budget", None, when, thousands)
        }
        Role::Amount { source: Some(Source::Donation), when, thousands } => {
            ("spent_donation", None, when, thousands)
        }
        Role::Amount { when, thousands, .. } => ("spent", None, when, thousands),
        Role::RowTotal { source, when } => ("row_total", source, when, false),
        Role::Planned { source, when } => ("planned", source, when, false),
        Role::OtherCurrency => ("other_currency", None, None, false),
        // A second column of amounts is left to be named as not used.
        Role::Is(Heading::Amount) | Role::Unknown => return None,
        Role::Is(heading) => (heading.key(), None, None, false),
    };
    let mut more = Vec::new();
    more.extend(source.map(|source| format!("source = \"{source}\"")));
    more.extend(when.map(|when| match when {
        When::Month(month) => format!("month = {month}"),
        When::Quarter(quarter) => format!("quarter = {}", quarter.number()),
    }));
    more.extend(thousands.then(|| "thousands = true".to_owned()));
    let meaning = if more.is_empty() {
        format!("\"{is}\"")
    } else {
        format!("{{ is = \"{is}\", {} }}", more.join(", "))
    };
    let heading = one_line(&column.text);
    let behind = if heading.is_empty() { String::new() } else { format!("  # {heading}") };
    Some(format!("{} = {meaning}{behind}", column.letters()))
}

/// Lines below `[words.headings]` for headings that are not known, each with what its column looks like.
#[must_use]
pub fn words_stub(tables: &[Inspected]) -> Vec<String> {
    let mut words: Vec<(Option<Heading>, &str)> = Vec::new();
    for table in tables {
        for column in table.columns.iter().filter(|column| column.role == Role::Unknown) {
            let guess = table.guesses.iter().find(|(index, _)| *index == column.index);
            // The last row of a header of several rows says what the column is.
            let text = column.text.rsplit(" / ").next().unwrap_or_default().trim();
            let line = (guess.map(|(_, heading)| *heading), text);
            if !text.is_empty() && !words.iter().any(|(_, known)| *known == text) {
                words.push(line);
            }
        }
    }
    words.sort_by_key(|(guess, _)| guess.is_none());
    let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
    for (guess, text) in words {
        let key = guess.map_or("MEANING", Heading::key);
        match lines.iter_mut().find(|(known, _)| *known == key && key != "MEANING") {
            Some((_, texts)) => texts.push(quoted(text)),
            None => lines.push((key, vec![quoted(text)])),
        }
    }
    lines.into_iter().map(|(key, texts)| format!("{key} = [{}]", texts.join(", "))).collect()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A comment ends with its line.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
