//! What was recognised in a file, for a person to look at. In: grids. Out: for each table its
//! header, its columns and the marks of its amounts. Nothing is counted here.

use super::above::read_around;
use super::amount::Marks;
use super::table::{Column, Role, find_tables};
use crate::model::{BodyRegister, Period, column_letters};
use crate::sheet::SheetFile;
use crate::vocabulary::Vocabulary;

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
    /// Its columns.
    pub columns: Vec<Column>,
    /// The body named around the table, as written.
    pub body: Option<String>,
    /// The period named around the table.
    pub period: Option<Period>,
    /// How amounts written as text part their cents.
    pub marks: &'static str,
    /// Rows below the header that hold something.
    pub rows: usize,
}

/// The tables of a file.
#[must_use]
pub fn inspect(file: &SheetFile, bodies: &BodyRegister, vocabulary: &Vocabulary) -> Vec<Inspected> {
    let mut inspected = Vec::new();
    for grid in &file.grids {
        for table in find_tables(grid, vocabulary, None) {
            let around = read_around(grid, &table, bodies, vocabulary);
            let mut marks = Marks::default();
            for column in table.amounts() {
                for cell in table.body.iter().filter_map(|row| row.cell(column.index)) {
                    marks.learn(&cell.value, vocabulary);
                }
            }
            inspected.push(Inspected {
                sheet: grid.name.as_deref().map(str::to_owned),
                hidden: grid.hidden,
                header_row: table.header.first().map_or(0, |row| row.index) + 1,
                header_rows: table.header.len(),
                body: around.body.map(|placed| placed.value.to_string()),
                period: around.period,
                marks: marks.describe(),
                rows: table.body.len(),
                columns: table.columns,
            });
        }
    }
    inspected
}

impl Column {
    /// Its letters, as a spreadsheet shows them.
    #[must_use]
    pub fn letters(&self) -> String {
        column_letters(self.index)
    }

    /// What it holds, in words.
    #[must_use]
    pub fn meaning(&self) -> String {
        match self.role {
            Role::Amount { source, when, thousands } => {
                let mut words = vec!["amounts spent".to_owned()];
                words.extend(source.map(|source| format!("from {source}")));
                words.extend(when.map(|when| format!("in {when}")));
                words.extend(self.activity.as_ref().map(|above| format!("on {}", above.code)));
                words.extend(thousands.then(|| "in thousands".to_owned()));
                words.join(", ")
            }
            Role::RowTotal { .. } => "total of the row (checked, not counted)".to_owned(),
            Role::OtherCurrency => "amounts in another currency (not counted)".to_owned(),
            Role::Planned { .. } => {
                "planned amounts (compared with the plan, not counted)".to_owned()
            }
            Role::Is(heading) => heading.key().replace('_', " "),
            Role::Unknown => "not recognised".to_owned(),
        }
    }
}
