//! Which cells of a sent sheet may be given back to an institution. In: the grids of a file, read
//! again, and what the institution may be told. Out: rows to show at their own addresses. Of a sheet in
//! which others have a part only headings, the institution's own rows and the cells that its findings
//! name; of a very large one only what is near a finding.

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;

use super::owners::{Owners, width};
use super::told::{Told, ToldSheet};
use super::{LeftOut, OwnSheet, OwnSheets, Part, position};
use crate::model::{Place, Plan, Spot};
use crate::read::{self, Inspected};
use crate::reconcile::{InstitutionResult, Reconciliation};
use crate::report::institution::SheetOfFile;
use crate::sheet::{Area, Grid, Row, SheetFile, Value};
use crate::vocabulary::Vocabulary;

/// A sheet of more rows, or more cells, is given back in parts only: nobody reads it through by eye, and
/// of a whole nation every amount would be written once more.
pub(super) const MANY_ROWS: usize = 2_000;
const MANY_CELLS: usize = 100_000;
/// As many rows before and behind a finding are given back of such a sheet.
const AROUND: u32 = 2;
/// The most rows of such a sheet, and how many there may be more at its top.
const MOST_ROWS: usize = 10_000;
const TOP: usize = 30;
/// A merged area over more rows than this is not kept where only parts are given back.
const TALL: u32 = 50;

/// A file that was sent, read again, with what was recognised in it.
pub struct SentFile<'a> {
    file: &'a SheetFile,
    pub(super) tables: Vec<Inspected>,
    plan: &'a Plan,
    vocabulary: &'a Vocabulary,
}

impl<'a> SentFile<'a> {
    /// Finds the headings again.
    #[must_use]
    pub fn new(file: &'a SheetFile, plan: &'a Plan, vocabulary: &'a Vocabulary) -> Self {
        let tables = read::inspect(file, &plan.bodies, vocabulary);
        SentFile { file, tables, plan, vocabulary }
    }
}

/// What is known about the sheet that is being looked at.
struct Looked<'a> {
    grid: &'a Grid,
    tables: &'a [&'a Inspected],
    /// Own amounts: row → columns.
    own: BTreeMap<u32, Vec<u32>>,
    /// Own amounts that somebody else reported, and that a decision assigned to the institution.
    assigned: BTreeSet<(u32, u32)>,
    /// Amounts of others: row → columns.
    others: BTreeMap<u32, Vec<u32>>,
    /// Cells that findings name.
    findings: BTreeSet<(u32, u32)>,
    /// Rows that findings name, those too that the institution is not shown.
    named: BTreeSet<u32>,
}

pub(super) fn take(
    into: &mut OwnSheets,
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
    told: &Told,
    sent: &SentFile<'_>,
) {
    let file = &sent.file.source.file;
    let name_of = |grid: &Grid| (ArcStr::clone(file), grid.name().clone());
    for key in told.sheets_of(file) {
        let mut named = sent.file.grids.iter().filter(|grid| name_of(grid) == *key);
        let (Some(grid), None) = (named.next(), named.next()) else {
            into.left_out.push((key.clone(), LeftOut::SameName));
            continue;
        };
        let Some(sheet) = told.sheet(key) else { continue };
        one(into, (reconciliation, institution), (key, sheet), grid, sent);
    }
}

/// One sheet.
fn one(
    into: &mut OwnSheets,
    (reconciliation, institution): (&Reconciliation, &InstitutionResult),
    (key, told): (&SheetOfFile, &ToldSheet),
    grid: &Grid,
    sent: &SentFile<'_>,
) {
    let spots = spots(grid);
    let at = |place: &Place| position(&spots, place.spot());
    let is_here = |place: &Place| *place.file() == key.0 && *place.sheet() == key.1;
    let (mut own, mut assigned) = (BTreeMap::<u32, Vec<u32>>::new(), BTreeSet::new());
    let mut in_rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let sheets = reconciliation.entries.by_sheet().filter(|(whole, ..)| is_here(whole));
    for settled in sheets.flat_map(|(.., entries)| entries) {
        let Some((row, column)) = position(&spots, settled.entry.spot) else { continue };
        if settled.means.body != institution.body {
            if !told.alone {
                in_rows.entry(row).or_default().push(column);
            }
            continue;
        }
        own.entry(row).or_default().push(column);
        let decision = settled.remarks.decision.and_then(|made| reconciliation.decisions.get(made));
        if decision.is_some_and(|made| made.applied && made.decision.body.is_some()) {
            assigned.insert((row, column));
        }
    }
    let mut tables: Vec<&Inspected> =
        sent.tables.iter().filter(|table| table.sheet.as_deref() == key.1.as_deref()).collect();
    tables.sort_by_key(|table| table.first_row);
    let written = institution.entries.iter().filter_map(|at| {
        let entry = &reconciliation.entries.at(at)?.entry;
        entry.words.body.as_ref().map(|written| &*written.value)
    });
    let owners = Owners::of(
        grid,
        &tables,
        (&sent.plan.bodies, institution.body.as_ref(), written.collect()),
        &own,
        sent.vocabulary,
    );
    let only_own = !told.alone || owners.is_shared();
    let (mut findings, mut named) = (BTreeSet::new(), BTreeSet::new());
    for index in &told.findings {
        let Some(finding) = reconciliation.findings.get(*index) else { continue };
        let Some((row, column)) = at(&finding.place) else { continue };
        named.insert(row);
        if only_own && owners.is_anothers(row, column) {
            into.withheld.insert(*index);
        } else {
            findings.insert((row, column));
        }
    }
    let looked = Looked { grid, tables: &tables, own, assigned, others: in_rows, findings, named };
    // Of a sheet with so many lines some may have been passed over.
    let large = into.is_full()
        || looked.own.len() > MANY_ROWS
        || grid.rows.len() > MANY_ROWS
        || grid.rows.iter().map(|row| row.cells.len()).sum::<usize>() > MANY_CELLS;
    let (rows, part) = looked.shown(only_own, large);
    if rows.is_empty() {
        return;
    }
    let merged = match part {
        Part::Whole => grid.merged.to_vec(),
        // What stands in a merged cell may be said of other rows too.
        Part::OwnRows => Vec::new(),
        Part::NearFindings => near(&grid.merged, &rows),
    };
    let is_shown = |row: u32| rows.binary_search_by_key(&row, |shown| shown.index).is_ok();
    let header = tables.first().and_then(|table| {
        let first = table.header_row.checked_sub(1)?;
        let last = table.first_row.checked_sub(2).filter(|last| *last >= first)?;
        (table.header_rows > 0 && is_shown(first)).then_some((first, last))
    });
    let spots = spots.into_iter().filter(|(_, (row, _))| is_shown(*row)).collect();
    let (formats, hidden) = (grid.formats.clone(), grid.hidden);
    into.add(OwnSheet { sheet: key.clone(), rows, formats, merged, header, spots, part, hidden });
}

/// Where the places of a document stand that has no addresses.
fn spots(grid: &Grid) -> BTreeMap<Spot, (u32, u32)> {
    let mut spots = BTreeMap::new();
    for row in &grid.rows {
        for (column, spot) in grid.spots(row) {
            spots.entry(*spot).or_insert((row.index, *column));
        }
    }
    spots
}

/// Rows that are shown of a very large sheet because findings name them, or rows near them.
pub(super) fn near_rows(named: &BTreeSet<u32>) -> BTreeSet<u32> {
    let mut rows: BTreeSet<u32> = named.iter().copied().take(MOST_ROWS).collect();
    for row in named {
        if rows.len() >= MOST_ROWS {
            break;
        }
        rows.extend(row.saturating_sub(AROUND)..=row.saturating_add(AROUND));
    }
    rows
}

/// Areas that lie within the rows that are shown.
fn near(merged: &[Area], rows: &[Row]) -> Vec<Area> {
    let shown: BTreeSet<u32> = rows.iter().map(|row| row.index).collect();
    let within = |area: &&Area| {
        let (first, last) = (area.first.row, area.last.row);
        last >= first && last - first < TALL && (first..=last).all(|row| shown.contains(&row))
    };
    merged.iter().filter(within).copied().collect()
}

impl Looked<'_> {
    fn shown(&self, only_own: bool, large: bool) -> (Vec<Row>, Part) {
        let near = large.then(|| self.near_findings());
        let mut rows: Vec<Row> = if only_own {
            self.own_rows(near.as_ref())
        } else {
            let wanted = |row: &&Row| near.as_ref().is_none_or(|near| near.contains(&row.index));
            self.grid.rows.iter().filter(wanted).cloned().collect()
        };
        // A finding may name a cell in which nothing stands.
        let there: BTreeSet<u32> = rows.iter().map(|row| row.index).collect();
        for (row, _) in self.findings.iter().filter(|(row, _)| !there.contains(row)) {
            rows.push(empty_row(*row));
        }
        rows.sort_by_key(|row| row.index);
        rows.dedup_by_key(|row| row.index);
        let part = match (only_own, large) {
            (true, _) => Part::OwnRows,
            (false, true) => Part::NearFindings,
            (false, false) => Part::Whole,
        };
        (rows, part)
    }

    /// The top of the sheet, and rows near a finding.
    fn near_findings(&self) -> BTreeSet<u32> {
        let body = self.tables.first().map_or(0, |table| table.first_row.saturating_sub(1));
        let top = self.grid.rows.iter().take(TOP).map(|row| row.index);
        let mut rows = near_rows(&self.named);
        rows.extend(top.filter(|row| *row < body));
        rows
    }

    /// Headings, own rows, and of other rows the cells that findings name.
    fn own_rows(&self, near: Option<&BTreeSet<u32>>) -> Vec<Row> {
        let mut cells: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let mut own_tables = BTreeSet::new();
        for (row, column) in &self.findings {
            cells.entry(*row).or_default().insert(*column);
        }
        for (row, columns) in &self.own {
            if near.is_some_and(|near| !near.contains(row)) {
                continue;
            }
            let shown = cells.entry(*row).or_default();
            shown.extend(columns);
            for column in columns {
                // Its row is in the words of the body that reported it.
                if self.assigned.contains(&(*row, *column)) {
                    continue;
                }
                let Some(at) = self.table_at(*row, *column) else { continue };
                own_tables.insert(at);
                let Some((first, last)) = self.tables.get(at).and_then(|table| width(table)) else {
                    continue;
                };
                // Of a row that two share, only the own amounts.
                let others = self.others.get(row).into_iter().flatten();
                if !others.into_iter().any(|c| (first..=last).contains(c)) {
                    let line = self.grid.row(*row).into_iter().flat_map(|row| &row.cells);
                    shown.extend(line.map(|c| c.column()).filter(|c| (first..=last).contains(c)));
                }
            }
        }
        for table in own_tables.into_iter().filter_map(|at| self.tables.get(at)) {
            let Some((first, last)) = width(table) else { continue };
            for row in headings(self.grid, table) {
                let number = |value: &Value| !matches!(value, Value::Text(_));
                if row.cells.iter().any(|cell| number(&cell.value()))
                    || self.own.contains_key(&row.index)
                    || self.others.contains_key(&row.index)
                {
                    break;
                }
                let columns = row.cells.iter().map(|cell| cell.column());
                let columns = columns.filter(|column| (first..=last).contains(column));
                cells.entry(row.index).or_default().extend(columns);
            }
        }
        cells.into_iter().map(|(row, columns)| self.cut(row, &columns)).collect()
    }

    /// The table that a cell lies in. Tables stand in the order of their rows, some side by side.
    fn table_at(&self, row: u32, column: u32) -> Option<usize> {
        const SIDE_BY_SIDE: usize = 64;
        let behind = self.tables.partition_point(|table| table.first_row <= row.saturating_add(1));
        let nearest = (0..behind).rev().take(SIDE_BY_SIDE);
        nearest.into_iter().find(|at| {
            self.tables.get(*at).is_some_and(|table| {
                table.last_row > row && table.columns.iter().any(|one| one.index == column)
            })
        })
    }

    /// A row with some of its cells.
    fn cut(&self, index: u32, columns: &BTreeSet<u32>) -> Row {
        let Some(row) = self.grid.row(index) else { return empty_row(index) };
        row.with_cells(|cell| columns.contains(&cell.column()))
    }
}

fn empty_row(index: u32) -> Row {
    Row::new(index, [])
}

/// The rows of a table's headings.
fn headings<'a>(grid: &'a Grid, table: &Inspected) -> impl Iterator<Item = &'a Row> {
    let (first, behind) = (table.header_row.saturating_sub(1), table.first_row.saturating_sub(1));
    let start = grid.rows.partition_point(|row| row.index < first);
    let rows = grid.rows.get(start..).unwrap_or_default().iter();
    rows.take(table.header_rows).take_while(move |row| row.index < behind)
}
