//! Where a table stands in a sheet and what its columns mean. In: a grid and the vocabulary. Out:
//! tables, each with its header rows, its columns and the rows below it.

use super::amount::{Marks, Reading, read_amount};
use super::code::leading_code;
use crate::model::{Quarter, Source};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary, quarter};

/// How many rows a heading may take, merged ones over particular ones.
const DEEPEST_HEADER: usize = 3;

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its position, counted from zero.
    pub index: u32,
    /// Its heading as written, upper rows first.
    pub text: String,
    /// What it holds.
    pub role: Role,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Amounts that are entries.
    Amount {
        /// The source that the heading names.
        source: Option<Source>,
        /// The quarter that the heading names.
        quarter: Option<Quarter>,
        /// The heading says thousands of euros.
        thousands: bool,
    },
    /// The sum of the row's other amounts: checked, never an entry.
    RowTotal,
    /// Amounts in another currency: never entries.
    OtherCurrency,
    /// Amounts that are planned, not spent.
    Planned,
    /// Anything else the vocabulary knows.
    Is(Heading),
    /// A heading that is not known.
    Unknown,
}

/// One table.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    /// Its header rows.
    pub header: Vec<&'a Row>,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows below the header, up to the next table.
    pub body: &'a [Row],
    /// The rows above the header, down from the table before.
    pub above: &'a [Row],
}

impl Table<'_> {
    /// The first column with a meaning.
    pub(super) fn column(&self, heading: Heading) -> Option<u32> {
        self.columns.iter().find(|c| c.role == Role::Is(heading)).map(|c| c.index)
    }

    /// Columns whose cells are entries.
    pub(super) fn amounts(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| matches!(c.role, Role::Amount { .. }))
    }
}

/// All tables of a sheet, from top to bottom. A header that repeats the one before it (as on every
/// printed page) goes on with the same table.
pub(super) fn find_tables<'a>(grid: &'a Grid, vocabulary: &Vocabulary) -> Vec<Table<'a>> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < grid.rows.len() {
        if is_header(&grid.rows[at], vocabulary) {
            let from =
                first_header_row(grid, at, starts.last().map_or(0, |(_, end)| *end), vocabulary);
            let end = last_header_row(grid, at, vocabulary) + 1;
            starts.push((from, end));
            at = end;
        } else {
            at += 1;
        }
    }
    let mut tables: Vec<Table<'a>> = Vec::new();
    let mut above_from = 0;
    for (position, (start, end)) in starts.iter().enumerate() {
        let next = starts.get(position + 1).map_or(grid.rows.len(), |(next, _)| *next);
        let header: Vec<&Row> = grid.rows[*start..*end].iter().collect();
        let columns = read_columns(grid, &header, vocabulary);
        tables.push(Table {
            header,
            columns,
            body: &grid.rows[*end..next],
            above: &grid.rows[above_from..*start],
        });
        above_from = *end;
    }
    tables
}

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
fn first_header_row(grid: &Grid, at: usize, floor: usize, vocabulary: &Vocabulary) -> usize {
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
fn last_header_row(grid: &Grid, at: usize, vocabulary: &Vocabulary) -> usize {
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

fn read_columns(grid: &Grid, header: &[&Row], vocabulary: &Vocabulary) -> Vec<Column> {
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
