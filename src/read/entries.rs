//! Sheet → submission. In: the grids of one file. Out: every amount as an entry with what its row
//! says, or a finding that names the cell. Blank cells stay blank; totals are checked, never counted.

use std::sync::Arc;

use super::above::read_around;
use super::amount::{Marks, Reading, format_refuses, read_amount};
use super::date::read_date;
use super::header::is_header;
use super::row::RowWords;
use super::table::{Column, Role, Table, find_tables};
use super::totals::Totals;
use super::uncounted::{check_columns, misplaced, no_table};
use crate::diagnostic::{Code, Finding};
use crate::model::{BodyRegister, Entry, Euros, Period, Place, Plan, Quarter, Submission};
use crate::sheet::{Cell, Grid, Row, SheetFile};
use crate::vocabulary::{Heading, Vocabulary};

/// One submission for each sheet that has a table.
pub(super) fn read_file(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
) -> (Vec<Submission>, Vec<Finding>) {
    let bodies = plan.map_or(vocabulary.bodies(), |plan| &plan.bodies);
    let mut submissions = Vec::new();
    let mut findings = Vec::new();
    for grid in &file.grids {
        let tables = find_tables(grid, vocabulary);
        if tables.is_empty() {
            no_table(grid, vocabulary, &mut findings);
            continue;
        }
        if grid.hidden {
            findings.push(Finding::new(Code::HiddenSheet, grid.whole()));
        }
        submissions.push(read_grid(file, grid, &tables, bodies, vocabulary, plan, &mut findings));
    }
    (submissions, findings)
}

fn read_grid(
    file: &SheetFile,
    grid: &Grid,
    tables: &[Table<'_>],
    bodies: &BodyRegister,
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
    findings: &mut Vec<Finding>,
) -> Submission {
    let mut submission = Submission {
        source: file.source.clone(),
        sheet: grid.name.clone(),
        body: None,
        period: None,
        rows: 0,
        entries: Vec::new(),
        control_totals: Vec::new(),
        read: Euros::ZERO,
    };
    for table in tables {
        let around = read_around(grid, table.above, bodies, vocabulary);
        submission.body = submission.body.take().or(around.body);
        submission.period = submission.period.or(around.period);
        let reader = TableReader::new(grid, table, around.period, vocabulary, plan);
        reader.read(&mut submission, findings);
    }
    submission
}

/// Reads the rows of one table.
pub(super) struct TableReader<'a> {
    pub(super) grid: &'a Grid,
    pub(super) table: &'a Table<'a>,
    pub(super) period: Option<Period>,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) plan: Option<&'a Plan>,
    pub(super) marks: Vec<(u32, Marks)>,
    /// Of all amount columns together.
    pub(super) all_marks: Marks,
}

impl<'a> TableReader<'a> {
    fn new(
        grid: &'a Grid,
        table: &'a Table<'a>,
        period: Option<Period>,
        vocabulary: &'a Vocabulary,
        plan: Option<&'a Plan>,
    ) -> Self {
        let mut marks: Vec<(u32, Marks)> = Vec::new();
        for column in table.amounts() {
            let mut found = Marks::default();
            for cell in table.body.iter().filter_map(|row| row.cell(column.index)) {
                found.learn(&cell.value, vocabulary);
            }
            marks.push((column.index, found));
        }
        marks.sort_by_key(|(column, _)| *column);
        let all_marks = marks.iter().fold(Marks::default(), |all, (_, marks)| all.and(*marks));
        TableReader { grid, table, period, vocabulary, plan, marks, all_marks }
    }

    /// The marks of a column; where it shows none, those of the table's other amount columns.
    fn marks(&self, column: u32) -> Marks {
        let own = self.marks.binary_search_by_key(&column, |(index, _)| *index);
        match own.ok().and_then(|at| self.marks.get(at)) {
            Some((_, own)) if own.decimal().is_some() => *own,
            _ => self.all_marks,
        }
    }

    fn read(&self, submission: &mut Submission, findings: &mut Vec<Finding>) {
        let marks = |column| self.marks(column);
        check_columns(self.grid, self.table, marks, self.vocabulary, findings);
        let mut totals = Totals::new(self.table.amounts().map(|c| c.index));
        let mut before: Option<(u32, RowWords)> = None;
        for row in self.table.body {
            if row.cells.iter().all(Cell::is_blank) || is_header(row, self.vocabulary) {
                continue;
            }
            if let Some(label) = self.total_label(row) {
                for column in self.table.amounts() {
                    if let Some(cell) = row.cell(column.index) {
                        self.check_total(
                            row,
                            column,
                            cell,
                            &label,
                            &mut totals,
                            submission,
                            findings,
                        );
                    }
                }
                totals.close_segment();
                before = None;
                continue;
            }
            submission.rows += 1;
            let mut words = self.row_words(row, findings);
            let inherits = words.is_empty() && self.has_amount(row) && !self.looks_like_a_sum(row);
            if inherits
                && let Some((index, above)) = &before
                && index + 1 == row.index
                && !above.is_empty()
            {
                words = above.clone();
                let said = above.code.as_ref().or(above.title.as_ref());
                findings.push(
                    Finding::new(Code::CodeFromRowAbove, self.grid.place(row, self.key_column()))
                        .detail("above", said.map_or("", |placed| &*placed.value)),
                );
            }
            self.read_row(row, &words, &mut totals, submission, findings);
            before = Some((row.index, words));
        }
    }

    /// The column in which the activity is named.
    fn key_column(&self) -> u32 {
        self.table.column(Heading::Code).or(self.table.column(Heading::Activity)).unwrap_or(0)
    }

    fn has_amount(&self, row: &Row) -> bool {
        self.table.amounts().any(|column| row.cell(column.index).is_some_and(|c| !c.is_blank()))
    }

    /// An amount with nothing else in its row is more likely a sum without a label than a line.
    fn looks_like_a_sum(&self, row: &Row) -> bool {
        row.cells.iter().filter(|cell| !cell.is_blank()).all(|cell| {
            self.table.columns.iter().any(|c| {
                c.index == cell.column
                    && matches!(c.role, Role::Amount { .. } | Role::Planned | Role::RowTotal)
            })
        })
    }

    fn read_row(
        &self,
        row: &'a Row,
        words: &RowWords,
        totals: &mut Totals,
        submission: &mut Submission,
        findings: &mut Vec<Finding>,
    ) {
        if !self.has_amount(row) {
            // A total without its parts is said; so is an amount that slipped into another column.
            self.check_row_total(row, Euros::ZERO, submission, findings);
            if words.activity_code.is_some() {
                misplaced(self.grid, self.table, row, self.vocabulary, findings);
            }
            return;
        }
        let date_cell = self.table.column(Heading::Date).and_then(|c| self.cell_or_merged(row, c));
        let date = date_cell.and_then(|(_, cell)| read_date(&cell.value));
        if let Some((at, cell)) = date_cell.filter(|_| date.is_none()) {
            let place = self.grid.place(at, cell.column);
            findings.push(Finding::new(Code::DateNotUnderstood, place).read(cell.text()));
        }
        let row_quarter = self.row_quarter(row, findings);
        let currency = self.text(row, Heading::Currency);
        let mut row_sum = Euros::ZERO;
        for column in self.table.amounts() {
            let Role::Amount { source, quarter, thousands } = column.role else { continue };
            let Some(cell) = row.cell(column.index).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            let place = self.grid.place(row, column.index);
            if words.activity_code.is_none() && self.is_remark(row, words, cell) {
                continue;
            }
            let Some((amount, doubtful)) = self.amount(cell, &place, thousands, findings) else {
                continue;
            };
            if let Some(currency) =
                currency.as_ref().filter(|said| !self.vocabulary.is_euro(&said.value))
            {
                findings.push(Finding::new(Code::OtherCurrency, place).read(format!(
                    "{} {}",
                    cell.text(),
                    currency.value
                )));
                continue;
            }
            row_sum += amount;
            totals.add(column.index, amount);
            submission.read += amount;
            submission.entries.push(Entry {
                raw: Arc::from(cell.text()),
                amount,
                doubtful,
                code: words.code.clone(),
                activity_code: words.activity_code,
                title: words.title.clone(),
                source: self.text(row, Heading::Source),
                column_source: source,
                donor: self.text(row, Heading::Donor),
                body: self.text(row, Heading::Body),
                date,
                quarter: quarter
                    .or(row_quarter)
                    .or(date.map(Quarter::of))
                    .or(self.period.and_then(|period| period.single_quarter())),
                document: self
                    .text(row, Heading::Document)
                    .or_else(|| self.text(row, Heading::Reference))
                    .map(|placed| placed.value),
                description: self.text(row, Heading::Description).map(|placed| placed.value),
                reason: self.text(row, Heading::Reason).map(|placed| placed.value),
                place,
            });
        }
        self.check_row_total(row, row_sum, submission, findings);
    }

    /// The amount of a cell, with what is to be said about it.
    fn amount(
        &self,
        cell: &Cell,
        place: &Place,
        thousands: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<(Euros, bool)> {
        if let Some(code) = format_refuses(cell, self.vocabulary) {
            let shown = cell.format.as_deref().unwrap_or_default();
            let read = format!("{} (shown as {shown})", cell.text());
            findings.push(Finding::new(code, place.clone()).read(read));
            return None;
        }
        match read_amount(&cell.value, self.marks(cell.column), thousands, self.vocabulary) {
            Reading::Blank => None,
            Reading::Refused(code, _) => {
                findings.push(Finding::new(code, place.clone()).read(cell.text()));
                None
            }
            Reading::Amount { euros, remarks, doubtful } => {
                for (code, other) in remarks {
                    findings.push(
                        Finding::new(code, place.clone())
                            .read(cell.text())
                            .detail("taken", euros)
                            .detail("other", other)
                            .amount(euros),
                    );
                }
                if euros.is_negative() {
                    findings.push(
                        Finding::new(Code::NegativeAmount, place.clone())
                            .read(cell.text())
                            .amount(euros),
                    );
                }
                Some((euros, doubtful))
            }
        }
    }

    fn check_row_total(
        &self,
        row: &Row,
        row_sum: Euros,
        submission: &mut Submission,
        findings: &mut Vec<Finding>,
    ) {
        for column in self.table.columns.iter().filter(|c| c.role == Role::RowTotal) {
            let Some(cell) = row.cell(column.index).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            let reading =
                read_amount(&cell.value, self.marks(column.index), false, self.vocabulary);
            let place = self.grid.place(row, column.index);
            super::totals::check(reading, cell, place, &[row_sum], submission, findings);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one cell and everything it is held against")]
    fn check_total(
        &self,
        row: &Row,
        column: &Column,
        cell: &Cell,
        label: &str,
        totals: &mut Totals,
        submission: &mut Submission,
        findings: &mut Vec<Finding>,
    ) {
        let Role::Amount { thousands, .. } = column.role else { return };
        let reading =
            read_amount(&cell.value, self.marks(column.index), thousands, self.vocabulary);
        let sums = totals.sums(column.index, label);

        super::totals::check(
            reading,
            cell,
            self.grid.place(row, column.index),
            &sums,
            submission,
            findings,
        );
    }
}
