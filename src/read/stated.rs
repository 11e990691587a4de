//! Sums that a sheet states: totals of a row, labelled totals below lines, cells with a sum's
//! formula. In: a row and what was counted. Out: control totals and findings, never an entry.

use super::amount::{Reading, read_amount, shown_in_thousands};
use super::entries::{SheetReading, TableReader};
use super::row::Label;
use super::sums::Sums;
use super::table::{Column, Role};
use super::totals::{self, Totals};
use crate::diagnostic::{Code, Finding};
use crate::model::{CellRef, Euros};
use crate::sheet::{Cell, Row};

impl TableReader<'_> {
    /// Whether all amounts of a row are sums over other rows.
    pub(super) fn only_sums(&self, row: &Row, sums: &Sums) -> bool {
        let mut amounts = self
            .table
            .amounts()
            .filter(|column| row.cell(column.index).is_some_and(|cell| !cell.is_blank()))
            .peekable();
        amounts.peek().is_some() && amounts.all(|column| sums.is_sum(row.index, column.index))
    }

    pub(super) fn state_sums(&self, row: &Row, sheet: &mut SheetReading) {
        for column in self.table.amounts() {
            if let Some(cell) = row.cell(column.index).filter(|cell| !cell.is_blank()) {
                self.state_sum(row, column, cell, sheet);
            }
        }
    }

    /// Keeps what a sum states, to be held against its lines when all are read.
    pub(super) fn state_sum(
        &self,
        row: &Row,
        column: &Column,
        cell: &Cell,
        sheet: &mut SheetReading,
    ) {
        let thousands = self.in_thousands(column) && !shown_in_thousands(cell, self.grid);
        let reading =
            read_amount(&cell.value(), self.marks(column.index), thousands, self.vocabulary);
        let place = self.grid.place(row, column.index);
        match reading {
            Reading::Amount { euros, .. } => {
                let at = CellRef { row: row.index, column: column.index };
                sheet.sums.state(at, place, euros, cell.text().into_owned());
            }
            // A sum that is not calculated states nothing.
            Reading::Refused(code, _) if code != Code::NotCalculated => {
                let finding = Finding::new(Code::ControlTotalUnreadable, place);
                sheet.findings.push(finding.read(cell.text()));
            }
            _ => {}
        }
    }

    /// Holds each total of the row against the amounts of the row that it stands for.
    pub(super) fn check_row_total(
        &self,
        row: &Row,
        counted: &[(&Column, Euros)],
        totals: &mut Totals,
        sheet: &mut SheetReading,
    ) {
        for column in &self.table.columns {
            let Role::RowTotal { source, when } = column.role else { continue };
            let of = counted.iter().filter(|(part, _)| {
                let Role::Amount { source: from, when: at, .. } = part.role else { return false };
                (source.is_none() || source == from)
                    && when.is_none_or(|when| at.is_some_and(|at| when.holds(at)))
                    && (column.activity.is_none() || column.activity == part.activity)
            });
            let sum = of.map(|(_, amount)| *amount).sum();
            totals.add(column.index, sum, None, None);
            let Some(cell) = row.cell(column.index).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            if sheet.sums.is_sum(row.index, column.index) {
                self.state_sum(row, column, cell, sheet);
                continue;
            }
            let thousands = self.around.thousands() || self.vocabulary.says_thousands(&column.text);
            let marks = self.marks(column.index);
            let reading = read_amount(&cell.value(), marks, thousands, self.vocabulary);
            let place = self.grid.place(row, column.index);
            let SheetReading { submission, findings, .. } = sheet;
            totals::check(reading, cell, place, &[sum], submission, findings);
        }
    }

    /// A labelled total, or an amount carried forward: every amount of its row is held against the
    /// lines above it.
    pub(super) fn read_label(
        &self,
        row: &Row,
        label: &Label,
        totals: &mut Totals,
        sheet: &mut SheetReading,
    ) {
        let total =
            |column: &&Column| matches!(column.role, Role::Amount { .. } | Role::RowTotal { .. });
        for column in self.table.columns.iter().filter(total) {
            let Some(cell) = row.cell(column.index).filter(|cell| !cell.is_blank()) else {
                continue;
            };
            if sheet.sums.is_sum(row.index, column.index) {
                self.state_sum(row, column, cell, sheet);
                continue;
            }
            let thousands = self.in_thousands(column) && !shown_in_thousands(cell, self.grid);
            let marks = self.marks(column.index);
            let reading = read_amount(&cell.value(), marks, thousands, self.vocabulary);
            let place = self.grid.place(row, column.index);
            let sums = totals.sums(column.index, &label.text, self.vocabulary);
            // What was carried from another page repeats the sum so far; from another period it is
            // counted there.
            if label.carried_forward
                && let Reading::Amount { euros, .. } = reading
                && !sums.contains(&euros)
            {
                sheet.findings.push(
                    Finding::new(Code::CarriedForward, place)
                        .read(format!("{} {}", label.text, cell.text()))
                        .detail("carried", euros)
                        .amount(euros),
                );
                totals.carry(column.index, euros);
                continue;
            }
            let SheetReading { submission, findings, .. } = sheet;
            totals::check(reading, cell, place, &sums, submission, findings);
        }
    }
}
