//! The hidden sheet behind the drop-downs of a form. In: a plan. Out: its codes and its donors, each list
//! in a column of its own, and where they stand. Says nothing about money.

use std::collections::BTreeSet;

use crate::book::{Cell, Row, Sheet, TabColour};
use crate::model::{Plan, column_letters};

/// The name of the sheet.
const NAME: &str = "Lists";

/// The column of the codes of activities.
pub(super) const CODES: u16 = 0;
/// The column of the donors that the plan names.
pub(super) const DONORS: u16 = 1;

/// The lists, in the order of their columns.
#[derive(Debug, Default)]
pub(super) struct Lists {
    columns: [Vec<String>; 2],
}

impl Lists {
    pub fn of(plan: &Plan) -> Self {
        let codes = plan.activities.keys().map(ToString::to_string).collect();
        let donors: BTreeSet<String> =
            plan.lines.iter().flat_map(|line| line.donors()).map(ToString::to_string).collect();
        Lists { columns: [codes, donors.into_iter().collect()] }
    }

    /// Where a list stands, for a drop-down; none where it is empty.
    pub fn range(&self, column: u16) -> Option<String> {
        let last = self.columns.get(usize::from(column)).map_or(0, Vec::len);
        let letters = column_letters(u32::from(column));
        (last > 0).then(|| format!("{NAME}!${letters}$1:${letters}${last}"))
    }

    /// The sheet; none where there is nothing to choose from.
    pub fn sheet(self) -> Option<Sheet> {
        let longest = self.columns.iter().map(Vec::len).max().unwrap_or(0);
        let row = |index: usize| {
            let cells = (0..)
                .zip(&self.columns)
                .filter_map(|(column, list)| Some((column, Cell::text(list.get(index)?.clone()))));
            Row { cells: cells.collect(), ..Row::default() }
        };
        (longest > 0).then(|| Sheet {
            name: NAME.to_owned(),
            rows: (0..longest).map(row).collect(),
            hidden: true,
            protected: true,
            tab: TabColour::Method,
            ..Sheet::default()
        })
    }
}
