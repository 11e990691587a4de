//! What a row of a table says apart from its amounts: code, title, texts, quarter; whether it is a
//! total or a remark. In: a row and its table. Out: words with their places, and findings.

use std::sync::Arc;

use super::code::read_code;
use super::entries::TableReader;
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, Placed, Quarter, tidy};
use crate::sheet::{Cell, Row, Value};
use crate::vocabulary::{Heading, quarter};

/// What a row says apart from its amounts.
#[derive(Default, Clone)]
pub(super) struct RowWords {
    pub code: Option<Placed<Arc<str>>>,
    pub activity_code: Option<ActivityCode>,
    pub title: Option<Placed<Arc<str>>>,
}

impl RowWords {
    pub(super) fn is_empty(&self) -> bool {
        self.code.is_none() && self.title.is_none()
    }
}

impl<'a> TableReader<'a> {
    /// The label of a total: a cell in front of the amounts, in a row whose code column holds no
    /// code. A label with more than the word itself ("Total 1.1") is one only where nothing else in
    /// the row speaks for a payment.
    pub(super) fn total_label(&self, row: &Row) -> Option<String> {
        let first_amount = self.table.amounts().map(|column| column.index).min();
        let first_amount = first_amount.unwrap_or(u32::MAX);
        let cell = row.cells.iter().find(|cell| {
            cell.column < first_amount
                && matches!(&cell.value, Value::Text(text) if self.vocabulary.is_total(text))
        })?;
        let label = tidy(&cell.text());
        let has_code = self.table.column(Heading::Code).is_some_and(|column| {
            row.cell(column).is_some_and(|code| {
                read_code(&code.value, self.plan).code.is_some() && code.text() != label.as_str()
            })
        });
        let bare = self.vocabulary.is_bare_total(&label);
        let payment = [Heading::Source, Heading::Donor, Heading::Date, Heading::Document]
            .into_iter()
            .filter_map(|heading| self.table.column(heading))
            .any(|column| row.cell(column).is_some_and(|cell| !cell.is_blank()));
        let words_column =
            [Heading::Source, Heading::Donor, Heading::Description, Heading::Supplier]
                .into_iter()
                .any(|heading| self.table.column(heading) == Some(cell.column));
        let named_elsewhere = [Heading::Code, Heading::Activity]
            .into_iter()
            .filter_map(|heading| self.table.column(heading))
            .any(|column| {
                column != cell.column && row.cell(column).is_some_and(|cell| !cell.is_blank())
            });
        let label_only = bare || (!payment && !named_elsewhere);
        (!has_code && !words_column && label_only).then_some(label)
    }

    /// The cell of a column, or that of the merged area which covers it.
    pub(super) fn cell_or_merged(&self, row: &'a Row, column: u32) -> Option<(&'a Row, &'a Cell)> {
        if let Some(cell) = row.cell(column).filter(|cell| !cell.is_blank()) {
            return Some((row, cell));
        }
        let area = self.grid.merged_at(row.index, column)?;
        let first = self.grid.row(area.first.row)?;
        let header_end = self.table.header.last().map_or(0, |header| header.index);
        // Only downwards within the table, never across a row.
        (area.first.row > header_end && area.first.column == column)
            .then(|| first.cell(column).filter(|cell| !cell.is_blank()).map(|cell| (first, cell)))?
    }

    pub(super) fn text(&self, row: &'a Row, heading: Heading) -> Option<Placed<Arc<str>>> {
        let column = self.table.column(heading)?;
        let (row, cell) = self.cell_or_merged(row, column)?;
        let text = tidy(&cell.text());
        (!text.is_empty())
            .then(|| Placed { value: Arc::from(text), place: self.grid.place(row, column) })
    }

    pub(super) fn row_words(&self, row: &'a Row, findings: &mut Vec<Finding>) -> RowWords {
        let mut words = RowWords::default();
        for heading in [Heading::Code, Heading::Activity] {
            let Some(column) = self.table.column(heading) else { continue };
            let Some((at, cell)) = self.cell_or_merged(row, column) else { continue };
            let place = self.grid.place(at, column);
            let reading = read_code(&cell.value, self.plan);
            let written = Placed { value: Arc::from(tidy(&cell.text())), place: place.clone() };
            if reading.from_date
                && at.index == row.index
                && let Some(code) = reading.code
            {
                findings.push(
                    Finding::new(Code::CodeRecoveredFromDate, place.clone())
                        .read(cell.text())
                        .detail("code", code),
                );
            }
            if let Some(code) = reading.code.filter(|_| reading.letters && at.index == row.index) {
                findings.push(
                    Finding::new(Code::CodeReadAs, place.clone())
                        .read(cell.text())
                        .detail("code", code),
                );
            }
            if words.activity_code.is_none() && reading.code.is_some() {
                words.activity_code = reading.code;
                words.code = Some(written.clone());
            } else if heading == Heading::Code {
                words.code = Some(written.clone());
            }
            let title = tidy(&reading.title);
            if !title.is_empty() && (heading == Heading::Activity || words.activity_code.is_some())
            {
                words.title = Some(Placed { value: Arc::from(title), place });
            }
        }
        words
    }

    pub(super) fn row_quarter(&self, row: &'a Row, findings: &mut Vec<Finding>) -> Option<Quarter> {
        let said = self.text(row, Heading::Quarter).or_else(|| self.text(row, Heading::Period))?;
        let found = quarter(&said.value);
        if found.is_none() && crate::vocabulary::period(&said.value).is_none() {
            findings.push(Finding::new(Code::QuarterNotUnderstood, said.place).read(&*said.value));
        }
        found
    }

    /// Words or a day below a table, such as "Approved by:" and its date: no amount was meant, where
    /// the row names no activity (a label is no name) and no source.
    pub(super) fn is_remark(&self, row: &'a Row, words: &RowWords, cell: &Cell) -> bool {
        let named = words.title.as_ref().is_some_and(|title| !title.value.ends_with(':'));
        if named || self.text(row, Heading::Source).is_some() {
            return false;
        }
        match &cell.value {
            Value::Text(text) => {
                !text.contains(|c: char| c.is_ascii_digit())
                    || super::date::from_text(text).is_some()
            }
            Value::Date { .. } => true,
            _ => false,
        }
    }
}
