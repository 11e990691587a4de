//! Tables side by side. In: the header of a table. Out: the spans of columns that are tables of
//! their own. Most headers are one pane.

use std::borrow::Cow;

use crate::model::tidy;
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// The columns of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pane {
    first: u32,
    last: u32,
}

const WHOLE: Pane = Pane { first: 0, last: u32::MAX };

impl Pane {
    /// The cells of the rows that lie in the pane; rows without any are left out.
    pub(super) fn of<'a>(self, rows: &'a [Row]) -> Cow<'a, [Row]> {
        if self == WHOLE {
            return Cow::Borrowed(rows);
        }
        let inside = |column: u32| (self.first..=self.last).contains(&column);
        let cut = rows.iter().map(|row| row.with_cells(|cell| inside(cell.column())));
        Cow::Owned(cut.filter(|row| !row.cells.is_empty()).collect())
    }
}

/// Two tables stand side by side where the first heading of a header comes again after a column that
/// is blank in the whole header, and each part names activities and amounts.
pub(super) fn panes(grid: &Grid, header: &[Row], vocabulary: &Vocabulary) -> Vec<Pane> {
    let Some(row) = header.last() else { return vec![WHOLE] };
    let headings: Vec<(u32, Heading)> = row
        .cells
        .iter()
        .filter_map(|cell| match &cell.value() {
            Value::Text(text) => Some((cell.column(), vocabulary.heading(&tidy(text))?)),
            _ => None,
        })
        .collect();
    let Some((_, first)) = headings.first() else { return vec![WHOLE] };
    let blank = |column: u32| {
        header.iter().all(|row| {
            row.cell(column).is_none_or(|cell| cell.is_blank())
                && grid.merged_at(row.index, column).is_none()
        })
    };
    let mut starts: Vec<u32> = headings
        .iter()
        .filter(|(column, heading)| heading == first && column.checked_sub(1).is_none_or(&blank))
        .map(|(column, _)| *column)
        .collect();
    if let Some(start) = starts.first_mut() {
        *start = 0;
    }
    let panes: Vec<Pane> = starts
        .iter()
        .enumerate()
        .map(|(position, first)| Pane {
            first: *first,
            last: starts.get(position + 1).map_or(u32::MAX, |next| next - 1),
        })
        .collect();
    let whole = |pane: &Pane| {
        let within = |wanted: fn(Heading) -> bool| {
            headings
                .iter()
                .any(|(column, h)| (pane.first..=pane.last).contains(column) && wanted(*h))
        };
        within(|h| matches!(h, Heading::Code | Heading::Activity))
            && within(|h| {
                matches!(
                    h,
                    Heading::Amount
                        | Heading::Spent
                        | Heading::SpentBudget
                        | Heading::SpentDonation
                )
            })
    };
    if panes.len() > 1 && panes.iter().all(whole) { panes } else { vec![WHOLE] }
}
