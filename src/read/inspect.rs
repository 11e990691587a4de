//! What was recognised in a file, for a person to look at. In: grids. Out: for each table its
//! header, its columns and the marks of its amounts. Nothing is counted here.

use super::above::read_around;
use super::amount::Marks;
use super::content::likely;
use super::nearly::taken_for;
use super::table::{Column, Role, Table, find_tables};
use super::uncounted::without_heading;
use crate::language::Said;
use crate::model::{Basis, BodyRegister, Period, column_letters, tidy};
use crate::sheet::{Cell, Grid, SheetFile, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// One recognised table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Name of the sheet.
    pub sheet: Option<String>,
    /// The sheet is hidden.
    pub hidden: bool,
    /// First row of the header as a person counts, from one.
    pub header_row: u32,
    /// How many rows the header takes.
    pub header_rows: usize,
    /// Its columns, those without a heading too.
    pub columns: Vec<Column>,
    /// For columns that were not recognised: what their cells look like.
    pub guesses: Vec<(u32, Heading)>,
    /// Headings that were taken for another word.
    pub taken: Vec<TakenFor>,
    /// The body named around the table, as written.
    pub body: Option<String>,
    /// The period named around the table.
    pub period: Option<Period>,
    /// Whether its amounts are of that period alone or of the year so far, as it or the configuration
    /// says.
    pub basis: Option<Basis>,
    /// The source of funding named around the table, as written.
    pub source: Option<String>,
    /// How amounts written as text part their cents.
    pub marks: &'static str,
    /// The unit of its amounts.
    pub unit: &'static str,
    /// Rows below the header that hold something.
    pub rows: usize,
    /// First row of data as a person counts.
    pub first_row: u32,
    /// Last row of data as a person counts.
    pub last_row: u32,
    /// The configuration says what its columns mean.
    pub from_layout: bool,
}

/// A heading that was taken for another word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenFor {
    /// The letters of its column.
    pub column: String,
    /// The heading as written.
    pub heading: String,
    /// The word.
    pub word: String,
}

/// The tables of a file.
#[must_use]
pub fn inspect(file: &SheetFile, bodies: &BodyRegister, vocabulary: &Vocabulary) -> Vec<Inspected> {
    let tables = |grid| find_tables(grid, vocabulary, None).into_iter().map(move |t| (grid, t));
    let all = file.grids.iter().flat_map(tables);
    all.map(|(grid, table)| inspect_table(grid, table, bodies, vocabulary)).collect()
}

fn inspect_table(
    grid: &Grid,
    table: Table<'_>,
    bodies: &BodyRegister,
    vocabulary: &Vocabulary,
) -> Inspected {
    let around = read_around(grid, &table, bodies, vocabulary);
    let mut marks = Marks::default();
    for column in table.amounts() {
        for cell in table.body.iter().filter_map(|row| row.cell(column.index)) {
            marks.learn(&cell.value(), vocabulary);
        }
    }
    if let Some(decimal) = table.layout.as_ref().and_then(|layout| layout.decimal) {
        marks = Marks::fixed(decimal);
    }
    let thousands =
        table.amounts().any(|column| matches!(column.role, Role::Amount { thousands: true, .. }));
    let header_row = table.header.first().map(|row| row.index + 1);
    let header_end = table.header.last().map(|row| row.index + 1);
    let first_row = table.body.first().map_or(header_end.unwrap_or(0) + 1, |row| row.index + 1);
    let mut taken = Vec::new();
    for cell in table.header.iter().flat_map(|row| &row.cells).filter(|_| table.layout.is_none()) {
        if let Some((_, word)) = taken_for(&cell.text(), vocabulary) {
            let (column, heading) = (column_letters(cell.column()), tidy(&cell.text()));
            taken.push(TakenFor { column, heading, word });
        }
    }
    let mut columns = table.columns.clone();
    columns.extend(without_heading(&table));
    columns.sort_by_key(|column| column.index);
    let unknown = columns.iter().filter(|column| column.role == Role::Unknown);
    let guesses = unknown.filter_map(|column| {
        let cells = table.body.iter().take(200).filter_map(|row| row.cell(column.index));
        let values: Vec<Value> = cells.filter(|cell| !cell.is_blank()).map(Cell::value).collect();
        Some((column.index, likely(&values, vocabulary)?))
    });
    Inspected {
        sheet: grid.name().as_deref().map(str::to_owned),
        hidden: grid.hidden,
        header_row: header_row.unwrap_or(first_row),
        header_rows: table.header.len(),
        guesses: guesses.collect(),
        taken,
        body: around.body.as_ref().map(|placed| placed.value.to_string()),
        period: around.period,
        basis: around.basis.map(|known| known.basis),
        source: around.source.as_ref().map(|placed| placed.value.to_string()),
        marks: marks.describe(),
        unit: if thousands || around.thousands() { "thousands of euros" } else { "euros" },
        rows: table.body.len(),
        first_row,
        last_row: table.body.last().map_or(first_row, |row| row.index + 1),
        from_layout: table.layout.is_some(),
        columns,
    }
}

impl Column {
    /// Its letters, as a spreadsheet shows them.
    #[must_use]
    pub fn letters(&self) -> String {
        column_letters(self.index)
    }

    /// What it holds, in words.
    #[must_use]
    pub fn meaning(&self) -> Said {
        match self.role {
            Role::Amount { source, when, thousands } => {
                let mut words = vec![Said::new("amounts spent")];
                words.extend(source.map(|of| Said::new("from {source}").with("source", of)));
                words.extend(when.map(|when| Said::new("in {when}").with("when", when)));
                let above = self.activity.as_ref();
                words.extend(above.map(|above| Said::new("on {code}").with("code", above.code)));
                words.extend(thousands.then(|| Said::new("in thousands")));
                Said::list(words, ", ")
            }
            Role::RowTotal { .. } => Said::new("total of the row (checked, not counted)"),
            Role::OtherCurrency => Said::new("amounts in another currency (not counted)"),
            Role::Planned { .. } => {
                Said::new("planned amounts (compared with the plan, not counted)")
            }
            Role::Is(heading) => Said::new(heading.key()),
            Role::Unknown => Said::new("not recognised"),
        }
    }
}
