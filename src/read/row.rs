//! What a row of a table says apart from its amounts: code, title, texts, quarter; whether it is a
//! total or a remark. In: a row and its table. Out: words with their places, and findings.

use std::borrow::Cow;

use arcstr::ArcStr;

use super::code::read_code;
use super::entries::TableReader;
use super::table::{Column, Role};
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, Placed, Quarter, Spot, When, tidy};
use crate::sheet::{Cell, Grid, Row, Value};
use crate::vocabulary::Heading;

/// What a row says apart from its amounts.
#[derive(Debug, Default, Clone)]
pub(super) struct RowWords {
    pub code: Option<Placed<ArcStr>>,
    pub activity_code: Option<ActivityCode>,
    pub title: Option<Placed<ArcStr>>,
    /// What a line below a heading calls itself: not the activity, so it is what was bought.
    pub description: Option<ArcStr>,
}

/// The label of a row that is no line.
pub(super) struct Label {
    pub text: String,
    /// It repeats a sum of another page or period.
    pub carried_forward: bool,
}

impl RowWords {
    pub(super) fn is_empty(&self) -> bool {
        self.code.is_none() && self.title.is_none()
    }

    /// Takes over the activity of a heading.
    pub(super) fn take(&mut self, heading: &RowWords) {
        let own = self.title.take().map(|title| title.value);
        *self = RowWords { description: own, ..heading.clone() };
    }

    /// The words of a row in a column that an activity heads.
    pub(super) fn under(&self, column: &Column, grid: &Grid) -> Cow<'_, RowWords> {
        let Some(activity) = column.activity.as_ref().filter(|_| self.activity_code.is_none())
        else {
            return Cow::Borrowed(self);
        };
        let place = grid.whole.at(Spot::Cell(activity.cell));
        Cow::Owned(RowWords {
            code: Some(Placed { value: ArcStr::clone(&activity.written), place }),
            activity_code: Some(activity.code),
            title: None,
            description: self.description.clone(),
        })
    }
}

/// The text of a cell without superfluous white space: the cell's own where it has none.
fn tidy_text(cell: &Cell) -> ArcStr {
    match &cell.value() {
        Value::Text(text) if is_tidy(text) => ArcStr::clone(text),
        _ => ArcStr::from(tidy(&cell.text())),
    }
}

/// Whether a text of plain letters is as [`tidy`] makes it.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let space = |byte: Option<&u8>| byte == Some(&b' ');
    text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
        && !space(bytes.first())
        && !space(bytes.last())
        && !bytes.windows(2).any(|two| two == b"  ")
}

impl<'a> TableReader<'a> {
    /// The label of a row that is no line: a total, or an amount carried forward.
    pub(super) fn label(&self, row: &Row) -> Option<Label> {
        let carried = row.cells.iter().find(|cell| {
            cell.as_text().is_some_and(|text| self.vocabulary.is_carried_forward(text))
        });
        match carried {
            Some(cell) => Some(Label { text: tidy(&cell.text()), carried_forward: true }),
            None => self.total_label(row).map(|text| Label { text, carried_forward: false }),
        }
    }

    /// The label of a total: a cell in front of the amounts, in a row whose code column holds no
    /// code. A label with more than the word itself ("Total 1.1") is one only where nothing else in
    /// the row speaks for a payment.
    fn total_label(&self, row: &Row) -> Option<String> {
        let first_amount = self.table.amounts().map(|column| column.index).min();
        let first_amount = first_amount.unwrap_or(u32::MAX);
        let cell = row.cells.iter().find(|cell| {
            cell.column() < first_amount
                && cell.as_text().is_some_and(|text| self.vocabulary.is_total(text))
        })?;
        let label = tidy(&cell.text());
        let has_code = self.table.column(Heading::Code).is_some_and(|column| {
            row.cell(column).is_some_and(|code| {
                read_code(&code.value(), self.plan).code.is_some() && code.text() != label.as_str()
            })
        });
        let bare = self.vocabulary.is_bare_total(&label);
        // What a cell of the row says beside the label.
        let said = |headings: &[Heading]| {
            let mut columns = headings.iter().filter_map(|heading| self.table.column(*heading));
            columns.any(|column| {
                column != cell.column() && row.cell(column).is_some_and(|cell| !cell.is_blank())
            })
        };
        let payment = said(&[Heading::Source, Heading::Donor, Heading::Date, Heading::Document]);
        let named = said(&[Heading::Code, Heading::Activity]);
        let held_by = |headings: &[Heading]| {
            headings.iter().any(|heading| self.table.column(*heading) == Some(cell.column()))
        };
        // The code stands in every row of some sheets, in those of the totals too.
        let code = self.table.column(Heading::Code).and_then(|column| row.cell(column));
        if has_code && bare && !payment && held_by(&[Heading::Activity]) {
            return code.map(|code| format!("{label} {}", tidy(&code.text())));
        }
        // "Total" is a company too, and "Total cost of the hall" is what was bought; a label in such
        // a column stands alone.
        let alone = !payment && !named && !said(&[Heading::Description, Heading::Supplier]);
        // Nothing but amounts beside it.
        let solitary = row.cells.iter().all(|other| {
            other.column() == cell.column()
                || other.is_blank()
                || self.table.columns.iter().any(|column| {
                    column.index == other.column()
                        && !matches!(column.role, Role::Is(_) | Role::Unknown)
                })
        });
        let label_here = if held_by(&[Heading::Donor, Heading::Supplier]) {
            solitary
        } else if held_by(&[Heading::Source, Heading::Description]) {
            alone
        } else {
            bare || (!payment && !named)
        };
        (!has_code && label_here).then_some(label)
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

    pub(super) fn text(&self, row: &'a Row, heading: Heading) -> Option<Placed<ArcStr>> {
        let column = self.table.column(heading)?;
        let (row, cell) = self.cell_or_merged(row, column)?;
        let value = tidy_text(cell);
        (!value.is_empty()).then(|| Placed { value, place: self.grid.place(row, column) })
    }

    pub(super) fn row_words(&self, row: &'a Row, findings: &mut Vec<Finding>) -> RowWords {
        let mut words = RowWords::default();
        for heading in [Heading::Code, Heading::Activity] {
            let Some(column) = self.table.column(heading) else { continue };
            let Some((at, cell)) = self.cell_or_merged(row, column) else { continue };
            let place = self.grid.place(at, column);
            let reading = read_code(&cell.value(), self.plan);
            let written = Placed { value: tidy_text(cell), place: place.clone() };
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
            } else if heading == Heading::Code && !written.value.is_empty() {
                // A formula that was never calculated shows nothing, and names nothing.
                words.code = Some(written.clone());
            }
            let title = tidy(&reading.title);
            if !title.is_empty() && (heading == Heading::Activity || words.activity_code.is_some())
            {
                let same = title == *written.value;
                let value = if same { written.value } else { ArcStr::from(title) };
                words.title = Some(Placed { value, place });
            }
        }
        words
    }

    pub(super) fn row_quarter(&self, row: &'a Row, findings: &mut Vec<Finding>) -> Option<Quarter> {
        let said = self.text(row, Heading::Quarter).or_else(|| self.text(row, Heading::Period))?;
        let found = self.vocabulary.when(&said.value).map(When::quarter);
        if found.is_none() && self.vocabulary.period(&said.value).is_none() {
            findings.push(Finding::new(Code::QuarterNotUnderstood, said.place).read(&*said.value));
        }
        found
    }

    /// Words or a day below a table, such as "Approved by:" and its date: no amount was meant, where
    /// the row names no activity and no source (a label is no name).
    pub(super) fn is_remark(&self, row: &'a Row, words: &RowWords, cell: &Cell) -> bool {
        let is_label = |text: &str| text.trim_end().ends_with(':');
        let source = self.text(row, Heading::Source);
        let named = words.title.as_ref().is_some_and(|title| !is_label(&title.value))
            || source.is_some_and(|source| !is_label(&source.value));
        match &cell.value() {
            Value::Text(text) if !text.contains(|c: char| c.is_ascii_digit()) => {
                !named || is_label(text)
            }
            // "Podgorica, 15.10.2020."
            Value::Text(text) => {
                let mut words = text.split([' ', ',']);
                !named && words.any(|word| super::date::from_text(word).is_some())
            }
            Value::Date { .. } => !named,
            _ => false,
        }
    }

    /// Whether a row has nothing but remarks where amounts and their totals stand.
    pub(super) fn only_remarks(&self, row: &'a Row, words: &RowWords) -> bool {
        let mut cells = self
            .table
            .columns
            .iter()
            .filter(|column| matches!(column.role, Role::Amount { .. } | Role::RowTotal { .. }))
            .filter_map(|column| Some((column, row.cell(column.index)?)))
            .filter(|(_, cell)| !cell.is_blank())
            .peekable();
        words.activity_code.is_none()
            && cells.peek().is_some()
            && cells.all(|(column, cell)| {
                // Below an activity only a label, such as "Director:", is surely no amount.
                let label = || cell.text().trim_end().ends_with(':');
                (column.activity.is_none() || label()) && self.is_remark(row, words, cell)
            })
    }
}
