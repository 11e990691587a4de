//! Cells whose formula adds up cells above or below them: they are sums by what the sheet itself
//! says, whatever stands beside them. In: a grid with its sums, and the entries as they are read.
//! Out: which cells are sums, and control totals. Never an entry.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Table;
use super::totals;
use crate::diagnostic::{Code, Finding};
use crate::model::{CellRef, Euros, Place, Submission};
use crate::sheet::{Area, Grid};

/// Steps that following sums of sums may take in one sheet; a sheet made to exceed it has its later
/// sums unchecked, and its entries are the same.
const MOST_STEPS: usize = 5_000_000;

/// The sums of one sheet.
#[derive(Debug, Default)]
pub(super) struct Sums {
    // Cells that add up other rows, and what they add up.
    of: BTreeMap<CellRef, Vec<Area>>,
    // By column, then row.
    entries: BTreeMap<(u32, u32), Euros>,
    stated: Vec<(CellRef, Place, Euros, String)>,
}

impl Sums {
    /// Finds the cells that add up amounts of other rows.
    pub(super) fn find(grid: &Grid, tables: &[Table<'_>]) -> Self {
        if grid.sums.is_empty() {
            return Sums::default();
        }
        let mut amounts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for table in tables {
            for column in table.amounts() {
                let rows = amounts.entry(column.index).or_default();
                let held = table.body.iter().filter(|row| row.cell(column.index).is_some());
                rows.extend(held.map(|row| row.index));
            }
        }
        let holds = |area: &Area| {
            amounts.range(area.first.column..=area.last.column.max(area.first.column)).any(
                |(_, rows)| {
                    let from = rows.partition_point(|row| *row < area.first.row);
                    rows.get(from).is_some_and(|row| *row <= area.last.row)
                },
            )
        };
        let of = grid.sums.iter().filter(|sum| {
            let own = sum.cell.row;
            sum.of.iter().all(|area| own < area.first.row || own > area.last.row)
                && sum.of.iter().any(holds)
        });
        Sums { of: of.map(|sum| (sum.cell, sum.of.clone())).collect(), ..Sums::default() }
    }

    /// Whether a cell is a sum over other rows.
    pub(super) fn is_sum(&self, row: u32, column: u32) -> bool {
        !self.of.is_empty() && self.of.contains_key(&CellRef { row, column })
    }

    /// The rows that a sum adds up.
    pub(super) fn rows_of(&self, row: u32, column: u32) -> &[Area] {
        self.of.get(&CellRef { row, column }).map_or(&[], Vec::as_slice)
    }

    /// Keeps an entry that a sum may cover.
    pub(super) fn add(&mut self, row: u32, column: u32, amount: Euros) {
        if !self.of.is_empty() {
            self.entries.insert((column, row), amount);
        }
    }

    /// Keeps what a sum states.
    pub(super) fn state(&mut self, at: CellRef, place: Place, stated: Euros, read: String) {
        self.stated.push((at, place, stated, read));
    }

    /// Holds every stated sum against the entries it covers, directly or through other sums.
    pub(super) fn settle(self, submission: &mut Submission, findings: &mut Vec<Finding>) {
        let mut steps = 0;
        for (at, place, stated, read) in &self.stated {
            let Some(computed) = self.computed(*at, &mut steps) else {
                // Said at the first sum that is not followed; the lines are counted all the same.
                let place = place.clone();
                findings.push(Finding::new(Code::ControlTotalUnreadable, place).read(read));
                return;
            };
            totals::hold(*stated, computed, read, place.clone(), submission, findings);
        }
    }

    fn computed(&self, at: CellRef, steps: &mut usize) -> Option<Euros> {
        let mut covered: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut met: BTreeSet<CellRef> = BTreeSet::from([at]);
        let mut open = vec![at];
        while let Some(sum) = open.pop() {
            for area in self.of.get(&sum).into_iter().flatten() {
                for column in self.columns_of(area) {
                    for (cell, _) in self.entries.range((column, area.first.row)..) {
                        *steps += 1;
                        if cell.0 != column || cell.1 > area.last.row {
                            break;
                        }
                        covered.insert(*cell);
                    }
                }
                for (cell, _) in self.of.range(CellRef { column: 0, ..area.first }..) {
                    *steps += 1;
                    if cell.row > area.last.row {
                        break;
                    }
                    let inside = (area.first.column..=area.last.column).contains(&cell.column);
                    if inside && met.insert(*cell) {
                        open.push(*cell);
                    }
                }
                if *steps > MOST_STEPS {
                    return None;
                }
            }
        }
        Some(covered.iter().filter_map(|cell| self.entries.get(cell)).copied().sum())
    }

    /// The columns of an area that hold entries.
    fn columns_of(&self, area: &Area) -> Vec<u32> {
        let mut columns = Vec::new();
        let mut from = area.first.column;
        while let Some(((column, _), _)) = self.entries.range((from, 0)..).next()
            && *column <= area.last.column
        {
            columns.push(*column);
            from = column.saturating_add(1);
        }
        columns
    }
}
