//! Nothing vanishes: every number of a sheet is an entry, a total that is checked, in a column that
//! holds something else than amounts, or in a finding. In: a file and what was read of it. Out: the
//! cells of which nothing is said. Judges numbers by itself and asks the reader only for columns.

use earmark::diagnostic::{Code, Finding};
use earmark::model::{CellRef, Submission};
use earmark::read::{Inspected, Role};
use earmark::sheet::{Cell, Grid, SheetFile, Value};
use earmark::vocabulary::Heading;

/// Headings under which a number is no amount: a code, a day, a document.
const OTHER_NUMBERS: [Heading; 12] = [
    Heading::Code,
    Heading::Ordinal,
    Heading::Date,
    Heading::Start,
    Heading::End,
    Heading::Document,
    Heading::Reference,
    Heading::Quarter,
    Heading::Period,
    Heading::Year,
    Heading::Measure,
    Heading::StrategicArea,
];

/// Cells with numbers that are counted nowhere and named nowhere, with their sheets.
pub fn vanished(
    file: &SheetFile,
    tables: &[Inspected],
    submissions: &[Submission],
    findings: &[Finding],
) -> Vec<(String, CellRef)> {
    let mut vanished = Vec::new();
    for grid in &file.grids {
        let tables: Vec<&Inspected> =
            tables.iter().filter(|table| table.sheet.as_deref() == grid.name.as_deref()).collect();
        let said = Said { grid, tables, submissions, findings };
        for row in &grid.rows {
            for cell in &row.cells {
                let at = CellRef { row: row.index, column: cell.column };
                if said.is_number(cell, at) && !said.accounts_for(at) {
                    vanished.push((grid.name.as_deref().unwrap_or_default().to_owned(), at));
                }
            }
        }
    }
    vanished
}

/// What is said about one sheet.
struct Said<'a> {
    grid: &'a Grid,
    tables: Vec<&'a Inspected>,
    submissions: &'a [Submission],
    findings: &'a [Finding],
}

impl Said<'_> {
    fn table(&self, at: CellRef) -> Option<&Inspected> {
        let below = |table: &Inspected| {
            at.row as usize >= table.header_row as usize - 1 + table.header_rows
        };
        self.tables.iter().rev().find(|table| below(table)).copied()
    }

    fn role(&self, at: CellRef) -> Option<Role> {
        self.table(at)?.columns.iter().find(|column| column.index == at.column).map(|c| c.role)
    }

    fn is_number(&self, cell: &Cell, at: CellRef) -> bool {
        let among_amounts =
            matches!(self.role(at), Some(Role::Amount { .. } | Role::RowTotal { .. }));
        match &cell.value {
            Value::Number(_) => true,
            Value::Text(text) => {
                looks_like_amount(text)
                    || (among_amounts && text.contains(|c: char| c.is_ascii_digit()))
            }
            _ => among_amounts,
        }
    }

    fn accounts_for(&self, at: CellRef) -> bool {
        self.is_counted(at) || self.is_named(at) || self.is_other(at)
    }

    fn is_counted(&self, at: CellRef) -> bool {
        let here = |submission: &&Submission| submission.sheet == self.grid.name;
        self.submissions.iter().filter(here).any(|submission| {
            submission.entries.iter().any(|entry| entry.place.cell() == Some(at))
                || submission.control_totals.iter().any(|total| total.cell == Some(at))
        })
    }

    /// Named by a finding: of its cell, of its column's heading, or of the whole sheet.
    fn is_named(&self, at: CellRef) -> bool {
        let header = self.table(at).map(|table| table.header_row - 1);
        self.findings.iter().filter(|finding| finding.place.sheet == self.grid.name).any(
            |finding| match (finding.code, finding.place.cell()) {
                (Code::NoTable, _) => self.tables.is_empty(),
                (Code::ColumnNotUsed | Code::OtherCurrency, Some(cell)) => {
                    cell == at || (Some(cell.row) == header && cell.column == at.column)
                }
                (_, cell) => cell == Some(at),
            },
        )
    }

    fn is_other(&self, at: CellRef) -> bool {
        match self.role(at) {
            Some(Role::Planned { .. }) => true,
            Some(Role::Is(heading)) => OTHER_NUMBERS.contains(&heading),
            _ => false,
        }
    }
}

/// Digits with marks between them, perhaps with a sign and a currency: not 1.1.10, not a day.
fn looks_like_amount(text: &str) -> bool {
    const CURRENCIES: [&str; 9] =
        ["euros", "euro", "eura", "eur", "rsd", "usd", "gbp", "bam", "km"];
    let mut bare = text.to_lowercase();
    for word in CURRENCIES {
        bare = bare.replace(word, "");
    }
    bare.retain(|c| !c.is_whitespace() && !"()+-−–€$£".contains(c));
    let groups: Vec<&str> = bare.split(['.', ',', '\'']).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let inner = groups.get(1..groups.len() - 1).unwrap_or_default();
    groups.iter().all(digits) && inner.iter().all(|group| group.len() == 3)
}
