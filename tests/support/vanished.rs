//! Nothing vanishes: every number of a sheet is an entry, a total that is checked, in a column that
//! holds something else than amounts, or in a finding. In: a file and what was read of it. Out: the
//! cells of which nothing is said. Judges numbers by itself and asks the reader only for columns.

use earmark::diagnostic::{Code, Finding};
use earmark::model::{CellRef, Submission};
use earmark::read::{Inspected, Role};
use earmark::sheet::{Cell, Grid, SheetFile, Value};
use earmark::vocabulary::Heading;

/// Headings under which a number is no amount that was spent: a code, a day, a document, what is left.
const OTHER_NUMBERS: [Heading; 18] = [
    Heading::Remaining,
    Heading::Status,
    Heading::Classification,
    Heading::Quantity,
    Heading::DocumentDate,
    Heading::Activity,
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
        let tables: Vec<&Inspected> = tables
            .iter()
            .filter(|table| table.sheet.as_deref() == grid.name().as_deref())
            .collect();
        let said = Said { grid, tables, submissions, findings };
        for row in &grid.rows {
            for cell in &row.cells {
                let at = CellRef { row: row.index, column: cell.column() };
                if said.is_number(cell, at) && !said.accounts_for(at) {
                    vanished.push((grid.name().as_deref().unwrap_or_default().to_owned(), at));
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
    /// The table that a cell stands in: the last one whose header is above it, and of tables beside
    /// each other the one that has its column.
    fn table(&self, at: CellRef) -> Option<&Inspected> {
        let below = |table: &&&Inspected| {
            at.row as usize >= table.header_row as usize - 1 + table.header_rows
        };
        let last = self.tables.iter().rev().find(below)?;
        let beside = self.tables.iter().filter(|table| table.header_row == last.header_row);
        let mut beside = beside.filter(|table| table.columns.iter().any(|c| c.index == at.column));
        beside.next().or(Some(last)).copied()
    }

    fn role(&self, at: CellRef) -> Option<Role> {
        self.table(at)?.columns.iter().find(|column| column.index == at.column).map(|c| c.role)
    }

    fn is_number(&self, cell: &Cell, at: CellRef) -> bool {
        let among_amounts =
            matches!(self.role(at), Some(Role::Amount { .. } | Role::RowTotal { .. }));
        match &cell.value() {
            Value::Number(_) => true,
            Value::Text(text) => {
                looks_like_amount(text)
                    || (among_amounts
                        && text.contains(|c: char| c.is_ascii_digit())
                        && !self.is_heading_line(text, at.row))
            }
            // A total that was never calculated states nothing.
            Value::NotCalculated => {
                among_amounts
                    && !matches!(self.role(at), Some(Role::RowTotal { .. }))
                    && !self.is_labelled_total(at.row)
            }
            _ => among_amounts,
        }
    }

    /// "Q2" alone in its row says when the lines below it were paid.
    fn is_heading_line(&self, text: &str, row: u32) -> bool {
        let cells = self.grid.row(row).map_or(&[][..], |row| &*row.cells);
        let alone = cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
        alone && matches!(text.as_bytes(), [b'Q', b'1'..=b'4'])
    }

    fn accounts_for(&self, at: CellRef) -> bool {
        self.is_counted(at) || self.is_named(at) || self.is_other(at)
    }

    fn is_counted(&self, at: CellRef) -> bool {
        let here = |submission: &&Submission| submission.sheet == *self.grid.name();
        self.submissions.iter().filter(here).any(|submission| {
            submission.entries.iter().any(|entry| entry.spot.cell() == Some(at))
                || submission.control_totals.iter().any(|total| total.cell == Some(at))
        })
    }

    /// Named by a finding: of its cell, of its column's heading, or of the whole sheet.
    fn is_named(&self, at: CellRef) -> bool {
        let header = self.table(at).map(|table| table.header_row - 1);
        self.findings.iter().filter(|finding| finding.place.sheet() == self.grid.name()).any(
            |finding| match (finding.code, finding.place.cell()) {
                (Code::NoTable, _) => self.tables.is_empty(),
                (Code::ColumnNotUsed | Code::OtherCurrency, Some(cell)) => {
                    cell == at || (Some(cell.row) == header && cell.column == at.column)
                }
                (_, cell) => cell == Some(at),
            },
        )
    }

    /// In a column of something else: a code or a day may be a number, words may look like one, and
    /// what stands beside an entry is kept with it, or seen by whoever mends the row.
    fn is_other(&self, at: CellRef) -> bool {
        let cell = self.grid.cell(at.row, at.column);
        let is_text = cell.is_some_and(|cell| cell.as_text().is_some());
        match self.role(at) {
            Some(Role::Planned { .. }) => true,
            Some(Role::Is(Heading::Amount)) => false,
            Some(Role::Is(heading)) => {
                OTHER_NUMBERS.contains(&heading)
                    || is_text
                    || self.is_looked_at(at.row)
                    || self.is_labelled_total(at.row)
            }
            _ => false,
        }
    }

    /// A total is never counted, wherever its number stands.
    fn is_labelled_total(&self, row: u32) -> bool {
        let cells = self.grid.row(row).map_or(&[][..], |row| &*row.cells);
        cells.iter().any(|cell| {
            let text = cell.text().to_lowercase();
            ["total", "subtotal", "ukupno"].iter().any(|word| text.starts_with(word))
        })
    }

    /// The row has an entry, or a finding leads to it.
    fn is_looked_at(&self, row: u32) -> bool {
        let here = |submission: &&Submission| submission.sheet == *self.grid.name();
        let entries = self.submissions.iter().filter(here).flat_map(|sent| sent.entries.iter());
        let findings = self.findings.iter().filter(|f| f.place.sheet() == self.grid.name());
        let mut places =
            entries.map(|entry| entry.place()).chain(findings.map(|finding| finding.place.clone()));
        places.any(|place| place.cell().is_some_and(|cell| cell.row == row))
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
