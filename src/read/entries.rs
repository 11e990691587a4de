//! Sheet → submission. In: the grids of one file. Out: every amount as an entry with what its row
//! says, or a finding that names the cell. Blank cells stay blank; totals are checked, never counted.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::above::{Around, read_around};
use super::amount::Marks;
use super::fixed;
use super::hidden::hidden_rows;
use super::nearly;
use super::planned::Planned;
use super::row::RowWords;
use super::section::Sections;
use super::sums::Sums;
use super::table::{Column, Role, Table, find_tables};
use super::totals::Totals;
use super::uncounted::{above_header, check_columns, no_table};
use crate::diagnostic::{Code, Finding};
use crate::model::{BodyRegister, Plan, Submission};
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
        let mut tables = find_tables(grid, vocabulary, plan);
        let left_out = fixed::is_left_out(grid, vocabulary);
        if left_out || tables.iter().any(|table| table.layout.is_some()) {
            fixed::say(grid, &tables, vocabulary, &mut findings);
        }
        if left_out {
            continue;
        }
        if tables.is_empty() {
            no_table(grid, vocabulary, &mut findings);
            continue;
        }
        if grid.hidden {
            findings.push(Finding::new(Code::HiddenSheet, grid.whole.clone()));
        }
        let submission = Submission::empty(file.source.clone(), &grid.whole);
        let mut reading = SheetReading {
            sums: Sums::find(grid, &tables),
            submission,
            findings: std::mem::take(&mut findings),
        };
        reading.tables(grid, &mut tables, bodies, vocabulary, plan);
        let (submission, found) = reading.finish(grid);
        findings = found;
        submissions.push(submission);
    }
    (submissions, findings)
}

/// What one sheet gives while it is read.
pub(super) struct SheetReading {
    pub submission: Submission,
    pub findings: Vec<Finding>,
    pub sums: Sums,
}

impl SheetReading {
    fn tables(
        &mut self,
        grid: &Grid,
        tables: &mut [Table<'_>],
        bodies: &BodyRegister,
        vocabulary: &Vocabulary,
        plan: Option<&Plan>,
    ) {
        let mut before: Option<Around> = None;
        for table in tables {
            let mut around = read_around(grid, table, bodies, vocabulary);
            if let Some(before) = &before {
                around.go_on_from(before);
            }
            around.refuse_other_currency(table);
            let sent = &mut self.submission;
            sent.period = sent.period.or(around.period);
            sent.basis = sent.basis.or(around.basis);
            sent.corrects |= around.corrects;
            match &sent.body {
                None => sent.body = around.body.clone(),
                // A second table of another institution: its entries say so themselves.
                Some(first) => {
                    around.own_body = around.body.clone().filter(|body| body.value != first.value);
                }
            }
            let reader = TableReader::new(grid, &*table, &around, bodies, vocabulary, plan);
            reader.read(self);
            before = Some(around);
        }
    }

    fn finish(mut self, grid: &Grid) -> (Submission, Vec<Finding>) {
        self.sums.settle(&mut self.submission, &mut self.findings);
        self.findings.extend(hidden_rows(grid, &self.submission));
        // They wait for all other sheets: without the room that a growing list keeps.
        self.submission.entries.release();
        self.submission.planned.release();
        (self.submission, self.findings)
    }
}

/// Reads the rows of one table.
pub(super) struct TableReader<'a> {
    pub(super) grid: &'a Grid,
    pub(super) table: &'a Table<'a>,
    pub(super) around: &'a Around,
    pub(super) bodies: &'a BodyRegister,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) plan: Option<&'a Plan>,
    pub(super) marks: Vec<(u32, Marks)>,
    /// Of all amount columns together.
    pub(super) all_marks: Marks,
    // Folded titles of the plan, made when they are first needed.
    pub(super) titles: OnceCell<BTreeSet<String>>,
}

impl<'a> TableReader<'a> {
    fn new(
        grid: &'a Grid,
        table: &'a Table<'a>,
        around: &'a Around,
        bodies: &'a BodyRegister,
        vocabulary: &'a Vocabulary,
        plan: Option<&'a Plan>,
    ) -> Self {
        let mut marks: Vec<(u32, Marks)> = Vec::new();
        for column in table.amounts() {
            let mut found = Marks::default();
            for cell in table.body.iter().filter_map(|row| row.cell(column.index)) {
                found.learn(&cell.value(), vocabulary);
            }
            marks.push((column.index, found));
        }
        marks.sort_by_key(|(column, _)| *column);
        let all_marks = marks.iter().fold(Marks::default(), |all, (_, marks)| all.and(*marks));
        let titles = OnceCell::new();
        TableReader { grid, table, around, bodies, vocabulary, plan, marks, all_marks, titles }
    }

    /// The marks of a column; where it shows none, those of the table's other amount columns.
    pub(super) fn marks(&self, column: u32) -> Marks {
        if let Some(mark) = self.table.layout.as_ref().and_then(|layout| layout.decimal) {
            return Marks::fixed(mark);
        }
        let own = self.marks.binary_search_by_key(&column, |(index, _)| *index);
        match own.ok().and_then(|at| self.marks.get(at)) {
            Some((_, own)) if own.decimal().is_some() => *own,
            _ => self.all_marks,
        }
    }

    fn read(&self, sheet: &mut SheetReading) {
        let marks = |column| self.marks(column);
        nearly::say(self.grid, self.table, self.vocabulary, &mut sheet.findings);
        let named = self.around.activity.is_some();
        let (above, findings) = (&self.table.above, &mut sheet.findings);
        // What a fixed layout leaves out is said of the whole sheet.
        if self.table.layout.is_none() {
            above_header(self.grid, above, self.plan, self.vocabulary, findings);
        }
        check_columns(self.grid, self.table, named, marks, self.vocabulary, &mut sheet.findings);
        self.around.say_thousands(&mut sheet.findings);
        let summed = self.summed_rows(&sheet.sums);
        let mut planned = Planned::default();
        let mut totals = Totals::default();
        let mut sections = Sections::default();
        let mut before: Option<(u32, RowWords)> = None;
        for row in self.table.body.iter() {
            if row.cells.iter().all(Cell::is_blank) {
                continue;
            }
            if let Some(label) = self.label(row) {
                self.read_label(row, &label, &mut totals, sheet);
                totals.end_lines();
                sections.close();
                before = None;
                continue;
            }
            if self.only_sums(row, &sheet.sums) {
                self.state_sums(row, sheet);
                totals.end_lines();
                before = None;
                continue;
            }
            sheet.submission.rows += 1;
            let mut words = self.row_words(row, &mut sheet.findings);
            if !self.has_amount(row)
                && let Some(section) = self.section(row, &words)
            {
                sections.open(section);
                before = None;
                continue;
            }
            let own = words.clone();
            self.inherit(row, &mut words, before.as_ref(), &sections, &summed, sheet);
            self.read_planned(row, &words, &sections, &mut planned, sheet);
            self.read_row(row, &words, &sections, &mut totals, sheet);
            // A line of a section leaves the line below to the section.
            let headed = sections.activity().or(self.around.activity.as_ref()).is_some();
            before = (!headed || !own.is_empty()).then_some((row.index, words));
        }
    }

    /// The column in which the activity is named.
    pub(super) fn key_column(&self) -> u32 {
        self.table.column(Heading::Code).or(self.table.column(Heading::Activity)).unwrap_or(0)
    }

    pub(super) fn has_amount(&self, row: &Row) -> bool {
        self.table.amounts().any(|column| row.cell(column.index).is_some_and(|c| !c.is_blank()))
    }

    /// An amount with nothing else in its row is more likely a sum without a label than a line.
    pub(super) fn looks_like_a_sum(&self, row: &Row) -> bool {
        row.cells.iter().filter(|cell| !cell.is_blank()).all(|cell| {
            self.table.columns.iter().any(|c| {
                c.index == cell.column()
                    && matches!(
                        c.role,
                        Role::Amount { .. } | Role::Planned { .. } | Role::RowTotal { .. }
                    )
            })
        })
    }

    pub(super) fn in_thousands(&self, column: &Column) -> bool {
        matches!(column.role, Role::Amount { thousands: true, .. }) || self.around.thousands()
    }
}
