//! One line of a table → its entries. In: a row, its words, what heads it. Out: an entry for each
//! amount, or a finding that names the cell.

use arcstr::ArcStr;

use super::amount::{Reading, format_refuses, read_amount, remarked, shown_in_thousands};
use super::code::read_code;
use super::date::read_date;
use super::entries::{SheetReading, TableReader};
use super::row::RowWords;
use super::section::Sections;
use super::table::{Column, Role};
use super::totals::Totals;
use super::uncounted::Slipped;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{
    AsWritten, Basis, Entry, EntryWords, Euros, OwnTexts, Place, Placed, Quarter, When,
};
use crate::sheet::{Cell, Row};
use crate::vocabulary::Heading;

/// Rows below a merged amount that are looked at.
const MOST_MERGED: usize = 1_000;

impl<'a> TableReader<'a> {
    pub(super) fn read_row(
        &self,
        row: &'a Row,
        words: &RowWords,
        sections: &Sections,
        totals: &mut Totals,
        sheet: &mut SheetReading,
    ) {
        if self.only_remarks(row, words) {
            self.say_misplaced(row, words, false, sheet);
            return;
        }
        if !self.has_amount(row) {
            // A total without its parts is said; so is an amount that slipped into another column.
            self.check_row_total(row, &[], totals, sheet);
            self.say_misplaced(row, words, false, sheet);
            return;
        }
        let date_cell = self.table.column(Heading::Date).and_then(|c| self.cell_or_merged(row, c));
        let date = date_cell.and_then(|(_, cell)| read_date(&cell.value()));
        if let Some((at, cell)) = date_cell.filter(|_| date.is_none()) {
            let place = self.grid.place(at, cell.column());
            sheet.findings.push(Finding::new(Code::DateNotUnderstood, place).read(cell.text()));
        }
        let row_quarter = self.row_quarter(row, &mut sheet.findings);
        let currency = self.text(row, Heading::Currency);
        let donor = self.text(row, Heading::Donor);
        let source = self.text(row, Heading::Source);
        let body = self.text(row, Heading::Body).or_else(|| self.body_above(sections));
        let value_of = |heading| self.text(row, heading).map(|placed| placed.value);
        let document = value_of(Heading::Document).or_else(|| value_of(Heading::Reference));
        let (description, reason) = (value_of(Heading::Description), value_of(Heading::Reason));
        let mut counted: Vec<(&Column, Euros)> = Vec::new();
        for column in self.table.amounts() {
            let Role::Amount { source: column_source, when, .. } = column.role else { continue };
            let Some(cell) = row.cell(column.index).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            if sheet.sums.is_sum(row.index, column.index) {
                self.state_sum(row, column, cell, sheet);
                continue;
            }
            let words = words.under(column, self.grid);
            let place = self.grid.place(row, column.index);
            if words.activity_code.is_none() && self.is_remark(row, &words, cell) {
                continue;
            }
            let thousands = self.in_thousands(column);
            let Some((amount, doubtful)) =
                self.amount(cell, &place, thousands, &mut sheet.findings)
            else {
                continue;
            };
            if let Some(currency) =
                currency.as_ref().filter(|said| !self.vocabulary.is_euro(&said.value))
            {
                sheet.findings.push(Finding::new(Code::OtherCurrency, place).read(format!(
                    "{} {}",
                    cell.text(),
                    currency.value
                )));
                continue;
            }
            self.say_shared(row, &words, column.index, amount, &mut sheet.findings);
            // The row's own words, else what heads its section or its table.
            let source = source.clone().or_else(|| {
                let named = donor.is_some() || column_source.is_some();
                let above = sections.source().or(self.around.source.as_ref());
                above.filter(|_| !named).cloned()
            });
            counted.push((column, amount));
            totals.add(
                column.index,
                amount,
                words.activity_code,
                source.as_ref().map(|said| &said.value),
            );
            sheet.sums.add(row.index, column.index, amount);
            sheet.submission.read += amount;
            let nearer = self.quarter_of(when, row_quarter, date.map(Quarter::of), sections);
            let of_sheet = self.quarter_of_sheet().filter(|_| nearer.is_none());
            let spot = place.spot();
            let written = |said: Placed<ArcStr>| AsWritten::beside(said, spot);
            let donor_above = column.donor.clone().map(|name| AsWritten::new(name, spot, spot));
            let description = description.clone().or_else(|| words.description.clone());
            let words = EntryWords {
                code: words.code.clone().map(written),
                activity_code: words.activity_code,
                title: words.title.clone().map(written),
                source: source.map(written),
                column_source,
                donor: donor.clone().map(written).or(donor_above),
                body: body.clone().map(written),
                reason: reason.clone(),
            };
            sheet.submission.entries.push(&Entry {
                whole: &self.grid.whole,
                spot,
                amount,
                words: &words,
                texts: OwnTexts::new(
                    Entry::kept(&cell.text(), amount),
                    document.as_deref(),
                    description.as_deref(),
                ),
                date,
                quarter: nearer.or(of_sheet),
                quarter_of_sheet: of_sheet.is_some(),
                doubtful,
            });
        }
        self.check_row_total(row, &counted, totals, sheet);
        self.say_misplaced(row, words, !counted.is_empty(), sheet);
    }

    /// An amount whose merged cell covers the rows of other activities too.
    fn say_shared(
        &self,
        row: &Row,
        words: &RowWords,
        column: u32,
        amount: Euros,
        findings: &mut Vec<Finding>,
    ) {
        let (Some(code), Some(area)) =
            (words.activity_code, self.grid.merged_at(row.index, column))
        else {
            return;
        };
        let Some(key) = self.table.column(Heading::Code).or(self.table.column(Heading::Activity))
        else {
            return;
        };
        let other = (row.index + 1..=area.last.row).take(MOST_MERGED).any(|below| {
            let cell = self.grid.cell(below, key);
            let said = cell.and_then(|cell| read_code(&cell.value(), self.plan).code);
            said.is_some_and(|said| said != code)
        });
        if other {
            findings.push(
                Finding::new(Code::AmountOverActivities, self.grid.place(row, column))
                    .read(amount.to_string())
                    .detail("code", code)
                    .amount(amount),
            );
        }
    }

    /// An amount that slipped into another column.
    fn say_misplaced(&self, row: &Row, words: &RowWords, counted: bool, sheet: &mut SheetReading) {
        let names = |cell: &Cell| {
            read_code(&cell.value(), self.plan).code.is_some()
                || self.vocabulary.source(&cell.text()).is_some()
        };
        // Of a line with an amount it need not be known.
        let named = !counted && (words.activity_code.is_some() || row.cells.iter().any(names));
        let line = Slipped { grid: self.grid, table: self.table, row, named, counted };
        line.say(self.vocabulary, &mut sheet.findings);
    }

    fn body_above(&self, sections: &Sections) -> Option<Placed<ArcStr>> {
        sections.body().or(self.around.own_body.as_ref()).cloned()
    }

    fn quarter_of(
        &self,
        column: Option<When>,
        row: Option<Quarter>,
        date: Option<Quarter>,
        sections: &Sections,
    ) -> Option<Quarter> {
        column.map(When::quarter).or(row).or(date).or(sections.when().map(When::quarter))
    }

    /// The quarter of a whole sheet; none where its amounts are of the year so far, which nobody
    /// spent in its last quarter alone.
    fn quarter_of_sheet(&self) -> Option<Quarter> {
        let so_far = self.around.basis.is_some_and(|known| known.basis == Basis::Cumulative);
        self.around.period.filter(|_| !so_far).and_then(|period| period.single_quarter())
    }

    /// The amount of a cell, with what is to be said about it.
    fn amount(
        &self,
        cell: &Cell,
        place: &Place,
        thousands: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<(Euros, bool)> {
        if let Some(code) = format_refuses(cell, self.grid, self.vocabulary) {
            let shown = self.grid.format(cell).unwrap_or_default();
            let read = Said::new("{text} (shown as {shown})").with_data("text", cell.text());
            let read = read.with_data("shown", shown);
            findings.push(Finding::new(code, place.clone()).read_as(read));
            return None;
        }
        let thousands = thousands && !shown_in_thousands(cell, self.grid);
        match read_amount(&cell.value(), self.marks(cell.column()), thousands, self.vocabulary) {
            Reading::Blank => None,
            Reading::Refused(code, _) => {
                findings.push(Finding::new(code, place.clone()).read(cell.text()));
                None
            }
            Reading::Amount { euros, remarks, doubtful } => {
                findings.extend(remarked(remarks, cell, place, euros));
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
}
