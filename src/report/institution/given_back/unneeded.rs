//! Rows of a large sheet that are surely not given back. In: the entries of an institution and what it
//! may be told. Out: rows, so that the second reading of the file can pass over them; and whether what was
//! recognised without them is what is recognised with them. Never a row that could head a table, say
//! whose rows follow, or stand near a finding: only lines in the middle of many others.

use std::collections::BTreeSet;

use arcstr::ArcStr;

use super::excerpt::{MANY_ROWS, SentFile, near_rows};
use super::told::Told;
use crate::model::Spot;
use crate::read::{Inspected, Role};
use crate::reconcile::Reconciliation;
use crate::sheet::Unneeded;
use crate::vocabulary::Heading;

/// As many lines below a heading say what its columns are, and some more.
const FIRST: u32 = 300;
/// The last lines say where a table ends.
const LAST: u32 = 3;

impl Told {
    /// Rows of a file that the institution is not shown.
    #[must_use]
    pub fn unneeded(
        &self,
        reconciliation: &Reconciliation,
        index: usize,
        file: &ArcStr,
    ) -> Unneeded {
        let mut unneeded = Unneeded::new();
        let Some(institution) = reconciliation.institutions.get(index) else { return unneeded };
        for key in self.sheets_of(file) {
            let (Some(name), Some(sheet)) = (&key.1, self.sheet(key)) else { continue };
            let entries = institution.entries.iter().filter_map(|at| reconciliation.entries.at(at));
            let own = entries
                .filter(|one| *one.entry.file() == key.0 && *one.entry.whole.sheet() == key.1);
            let mut lines: Vec<u32> =
                own.filter_map(|one| one.entry.spot.cell()).map(|cell| cell.row).collect();
            lines.sort_unstable();
            lines.dedup();
            let findings = sheet.findings.iter().filter_map(|at| reconciliation.findings.get(*at));
            let mut named = BTreeSet::new();
            let mut only_cells = true;
            for finding in findings {
                match finding.place.spot() {
                    Spot::Cell(cell) => drop(named.insert(cell.row)),
                    _ => only_cells = false,
                }
            }
            if sheet.alone && only_cells && lines.len() > MANY_ROWS {
                unneeded.insert(ArcStr::clone(name), between(&lines, &near_rows(&named)));
            }
        }
        unneeded
    }
}

/// The rows within runs of lines that are not shown for a finding, in their order.
fn between(lines: &[u32], near: &BTreeSet<u32>) -> Vec<std::ops::Range<u32>> {
    let mut unneeded: Vec<std::ops::Range<u32>> = Vec::new();
    for run in lines.chunk_by(|one, next| one + 1 == *next) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        for row in first + FIRST..(last + 1).saturating_sub(LAST) {
            if near.contains(&row) {
                continue;
            }
            match unneeded.last_mut() {
                Some(rows) if rows.end == row => rows.end += 1,
                _ => unneeded.push(row..row + 1),
            }
        }
    }
    unneeded
}

impl SentFile<'_> {
    /// Whether nothing that is shown hangs on the rows that were passed over: one table in the sheet, each
    /// line for itself.
    #[must_use]
    pub fn is_enough(&self, unneeded: &Unneeded) -> bool {
        unneeded.keys().all(|name| {
            let mut tables =
                self.tables.iter().filter(|table| table.sheet.as_deref() == Some(&**name));
            match (tables.next(), tables.next()) {
                (Some(only), None) => is_plain(only),
                _ => false,
            }
        })
    }
}

/// Whether a table has neither activities side by side nor a column that says whose a row is.
fn is_plain(table: &Inspected) -> bool {
    !table.from_layout
        && table
            .columns
            .iter()
            .all(|column| column.activity.is_none() && column.role != Role::Is(Heading::Body))
}
