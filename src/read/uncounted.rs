//! Amounts that a sheet holds and that are not counted: said, so that none is lost in silence. In: a
//! sheet without a table, or a table's columns. Out: findings only.

use std::collections::BTreeSet;

use super::amount::{Marks, Reading, read_amount};
use super::code::{heading_code, read_code};
use super::header::reads_as_amount;
use super::table::{Column, Role, Table};
use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::{Euros, Plan, column_letters, tidy};
use crate::sheet::{Cell, Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// A sheet without a table is passed over only where it has no number in it.
pub(super) fn no_table(grid: &Grid, vocabulary: &Vocabulary, findings: &mut Vec<Finding>) {
    let mut first = None;
    let mut held = Held::default();
    for row in &grid.rows {
        for cell in &row.cells {
            if held.take(cell, Marks::default(), vocabulary) {
                first = first.or(Some((row, cell)));
            }
        }
    }
    let Some((row, cell)) = first else { return };
    let place = grid.place(row, cell.column());
    let what = held.in_words(Held::NUMBERS, held.number());
    findings.push(Finding::new(Code::NoTable, place).read(cell.text()).detail("what", what));
}

/// Lines of payments above the first header, as where a page lost its own: not counted, and said.
pub(super) fn above_header(
    grid: &Grid,
    above: &[Row],
    plan: Option<&Plan>,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    for row in above {
        // A number alone is a year, a page, a telephone; a line names an activity or a source.
        let is_code = |cell: &Cell| read_code(&cell.value(), plan).code.is_some();
        let names = |cell: &Cell| is_code(cell) || vocabulary.source(&cell.text()).is_some();
        if !row.cells.iter().any(names) {
            continue;
        }
        for cell in row.cells.iter().filter(|cell| !is_code(cell)) {
            if Held::default().take(cell, Marks::default(), vocabulary) {
                let place = grid.place(row, cell.column());
                findings.push(Finding::new(Code::AmountsAboveHeader, place).read(cell.text()));
            }
        }
    }
}

/// Numbers that are not counted.
#[derive(Debug, Default)]
struct Held {
    /// How many cells hold an amount, and what they come to.
    amounts: usize,
    sum: Euros,
    /// How many more cells hold a number that is none of euros.
    others: usize,
}

impl Held {
    /// Takes a cell in, where it holds a number.
    fn take(&mut self, cell: &Cell, marks: Marks, vocabulary: &Vocabulary) -> bool {
        match as_amount(cell, marks, vocabulary) {
            Some(euros) => {
                self.amounts += 1;
                self.sum += euros;
            }
            None if holds_unreadable(cell, vocabulary) => self.others += 1,
            None => return false,
        }
        true
    }

    fn is_empty(&self) -> bool {
        self.amounts == 0 && self.others == 0
    }

    /// Amounts of euros, and numbers of which nobody knows what they are.
    const AMOUNTS: &str = "{count} amounts ({sum})";
    const NUMBERS: &str = "{count} numbers ({sum})";

    /// Their sum, of nobody knows what.
    fn number(&self) -> Part {
        Part::Number(self.sum.to_decimal())
    }

    /// "1 amount (7.00 €) is", "2 amounts (15.00 € together) are".
    fn in_words(&self, words: &'static str, sum: Part) -> Said {
        let amounts = (self.amounts > 0)
            .then(|| Said::new(words).with("count", self.amounts).with("sum", sum));
        let others = (self.others > 0).then(|| {
            Said::new("{count} cells with numbers that are not of euros").with("count", self.others)
        });
        let what = match (amounts, others) {
            (Some(amounts), Some(others)) => {
                Said::new("{one} and {other}").with("one", amounts).with("other", others)
            }
            (one, other) => one.or(other).unwrap_or_else(Said::nothing),
        };
        let one = self.amounts + self.others == 1;
        Said::new(if one { "{what} is" } else { "{what} are" }).with("what", what)
    }
}

/// Whether a cell holds a number that is none of euros: another currency, parts of a cent, an error,
/// a formula never calculated.
fn holds_unreadable(cell: &Cell, vocabulary: &Vocabulary) -> bool {
    match read_amount(&cell.value(), Marks::default(), false, vocabulary) {
        Reading::Refused(Code::AmountNotANumber, _) => false,
        Reading::Refused(Code::OtherCurrency, _) => {
            cell.text().contains(|c: char| c.is_ascii_digit())
        }
        Reading::Refused(..) => true,
        _ => false,
    }
}

/// The amount of a cell; none where it holds none, or a day.
fn as_amount(cell: &Cell, marks: Marks, vocabulary: &Vocabulary) -> Option<Euros> {
    if matches!(cell.value(), Value::Date { .. }) {
        return None;
    }
    match read_amount(&cell.value(), marks, false, vocabulary) {
        Reading::Amount { euros, .. } => Some(euros),
        _ => None,
    }
}

/// What the header lacks, said once; amounts below are read all the same. Columns of numbers that
/// are not counted are named, with their sum.
pub(super) fn check_columns(
    grid: &Grid,
    table: &Table<'_>,
    named_above: bool,
    marks: impl Fn(u32) -> Marks,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    let Some(header) = table.header.first().or(table.body.first()) else { return };
    let first_column = header.cells.first().map_or(0, |cell| cell.column());
    let place = grid.place(header, first_column);
    let headings = table.columns.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ");
    let foreign = table.columns.iter().any(|column| column.role == Role::OtherCurrency);
    if table.amounts().next().is_none() && !foreign {
        findings.push(Finding::new(Code::NoAmountColumn, place.clone()).read(headings.clone()));
    }
    // In sheets with a block for each activity, lines between the others name it.
    let named_between = || {
        table.body.iter().any(|row| {
            let amounts = table.amounts().any(|column| row.cell(column.index).is_some());
            let first = row.cells.first().filter(|_| !amounts);
            first
                .is_some_and(|cell| cell.as_text().is_some_and(|text| heading_code(text).is_some()))
        })
    };
    if !named_above && !table.names_activities() && !named_between() {
        findings.push(Finding::new(Code::NoActivityColumn, place).read(headings));
    }
    amounts_among_headings(grid, table, vocabulary, findings);
    for column in table.columns.iter().chain(&without_heading(table)) {
        let in_thousands = matches!(column.role, Role::Amount { thousands: true, .. });
        // A line above the table that says it has said so itself.
        if in_thousands && vocabulary.says_thousands(&column.text) {
            let place = grid.place(header, column.index);
            findings.push(Finding::new(Code::AmountInThousands, place).read(&*column.text));
        }
        let code = match column.role {
            Role::Unknown | Role::Is(Heading::Amount | Heading::Cumulative | Heading::Net) => {
                Code::ColumnNotUsed
            }
            Role::OtherCurrency => Code::OtherCurrency,
            _ => continue,
        };
        let mut held = Held::default();
        for cell in table.body.iter().filter_map(|row| row.cell(column.index)) {
            held.take(cell, marks(column.index), vocabulary);
        }
        if !held.is_empty() {
            let (what, read) = match code {
                Code::OtherCurrency => {
                    let what = held.in_words(Held::AMOUNTS, held.number());
                    let read = Said::new("{heading}: {what} in this column")
                        .with_data("heading", &column.text)
                        .with("what", what.clone());
                    (what, read)
                }
                _ => {
                    let what = held.in_words(Held::AMOUNTS, Part::Euros(held.sum));
                    (what, Said::data(column.text.clone()))
                }
            };
            findings.push(
                Finding::new(code, grid.place(header, column.index))
                    .read_as(read)
                    .data("column", column_letters(column.index))
                    .detail("what", what),
            );
        }
    }
}

/// "Spent 500" in a row of headings: an amount that nobody would find. A year is none.
fn amounts_among_headings(
    grid: &Grid,
    table: &Table<'_>,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    for row in table.header.iter() {
        for cell in &row.cells {
            let text = tidy(&cell.text());
            let Some((words, number)) = text.rsplit_once(' ') else { continue };
            let is_year = number.parse::<u16>().is_ok_and(|year| (1990..=2200).contains(&year));
            let of_money = matches!(
                vocabulary.heading(words),
                Some(
                    Heading::Amount
                        | Heading::Spent
                        | Heading::SpentBudget
                        | Heading::SpentDonation
                )
            );
            if of_money && !is_year && reads_as_amount(&Value::Text(number.into()), vocabulary) {
                let place = grid.place(row, cell.column());
                findings.push(Finding::new(Code::AmountNotANumber, place).read(text));
            }
        }
    }
}

/// Columns that hold something below the header and have no heading.
pub(super) fn without_heading(table: &Table<'_>) -> Vec<Column> {
    let headed: BTreeSet<u32> = table.columns.iter().map(|column| column.index).collect();
    let filled = table.body.iter().flat_map(|row| &row.cells).map(Cell::column);
    let mut without = BTreeSet::new();
    // One by one: collected together, all cells of the sheet would be held.
    without.extend(filled.filter(|column| !headed.contains(column)));
    without
        .into_iter()
        .map(|index| Column {
            index,
            text: String::new(),
            role: Role::Unknown,
            activity: None,
            donor: None,
        })
        .collect()
}

/// A line in which an amount may have slipped into a column where words belong.
pub(super) struct Slipped<'a> {
    pub grid: &'a Grid,
    pub table: &'a Table<'a>,
    pub row: &'a Row,
    /// It names an activity.
    pub named: bool,
    /// It has its amount: then only what can be nothing else has slipped.
    pub counted: bool,
}

impl Slipped<'_> {
    /// Names the amounts. What is written as text may be a word, unless the line is one of the
    /// table's for sure.
    pub(super) fn say(&self, vocabulary: &Vocabulary, findings: &mut Vec<Finding>) {
        let sure = self.named || self.counted;
        for column in &self.table.columns {
            let Role::Is(heading) = column.role else { continue };
            let Some(cell) = self.row.cell(column.index) else { continue };
            let numeric = sure || cell.is_number();
            let slipped = match heading {
                Heading::Source | Heading::Donor | Heading::Body | Heading::Date => numeric,
                Heading::Description
                | Heading::Supplier
                | Heading::Reason
                | Heading::Note
                | Heading::Responsible
                | Heading::Currency => numeric && !self.counted,
                // Here numbers belong, only not with cents or a currency.
                Heading::Activity => sure && (!self.counted || is_money(&cell.value())),
                Heading::Code
                | Heading::Ordinal
                | Heading::Document
                | Heading::Reference
                | Heading::Quarter
                | Heading::Period => sure && is_money(&cell.value()),
                _ => false,
            };
            if slipped
                && reads_as_amount(&cell.value(), vocabulary)
                && super::date::read_date(&cell.value()).is_none()
            {
                findings.push(
                    Finding::new(Code::AmountNotCounted, self.grid.place(self.row, column.index))
                        .read(cell.text())
                        .data("heading", &column.text),
                );
            }
        }
    }
}

/// Whether a number has cents or a currency, as no code and no number of a document has.
fn is_money(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.normalize().scale() == 2,
        Value::Text(text) => {
            let end = text.trim_end_matches(|c: char| !c.is_ascii_digit());
            let cents = end.len().checked_sub(3).and_then(|at| end.get(at..));
            text.contains(|c: char| c.is_alphabetic() || c == '€')
                || cents.is_some_and(|cents| cents.starts_with(['.', ',']))
        }
        _ => false,
    }
}
