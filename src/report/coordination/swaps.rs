//! Money that changed sides: a part of the sheet Variances. Budget and donation of an activity side by
//! side, with what was planned from one and paid from the other.

use super::Context;
use crate::book::{Cell, Look};
use crate::reconcile::Figures;
use crate::report::page::Page;
use crate::report::{formula, labels};

/// The heading of the block.
pub(super) const SECTION: &str = "Money that changed sides between budget and donation";
const COLUMNS: usize = 12;
const MOVED: u16 = 10;

/// The block; gives the address of what changed sides in total.
pub(super) fn block(context: &Context<'_>, page: &mut Page) -> Option<String> {
    let swaps = &context.reconciliation.swaps;
    page.section(SECTION);
    page.hint(
        "One source spent less than planned and the other more, each beyond the tolerance, on the same \
         activity: its total may well be on plan. Changed sides = the smaller of the two. Lines that are not \
         due or that nobody reported on take no part.",
    );
    if swaps.is_empty() {
        page.row([Cell::text("None.").look(Look::Good)]);
        return None;
    }
    let block = page.header(&[
        "Activity",
        "Title",
        "Planned from",
        "Paid from",
        "Budget planned",
        "Budget spent",
        "Budget variance",
        "Donation planned",
        "Donation spent",
        "Donation variance",
        "Changed sides",
        "Lead",
    ]);
    for swap in swaps {
        let activity = context.reconciliation.plan.activities.get(&swap.activity);
        let row = page.next();
        let mut cells = vec![
            Cell::text(swap.activity.to_string()),
            Cell::wrap(labels::title(activity)),
            Cell::text(swap.planned_from.word()),
            Cell::text(swap.paid_from.word()),
        ];
        cells.extend(side(row, 4, &swap.budget));
        cells.extend(side(row, 7, &swap.donation));
        let moved =
            format!("ROUND(MIN(ABS({}),ABS({})),2)", formula::at(row, 6), formula::at(row, 9));
        cells.push(Cell::money_formula(moved, swap.amount));
        cells.push(Cell::wrap(labels::lead(activity)));
        page.row(cells);
    }
    let block = page.end(block);
    let mut total = vec![Cell::text("Total")];
    total.resize(usize::from(MOVED), Cell::default());
    let euros = context.groups.swaps.euros;
    total.push(formula::sum(block.first, block.last, MOVED, euros));
    total.resize(COLUMNS, Cell::default());
    let row = page.row(formula::looking(total, Look::Total));
    Some(format!("Variances!{}", formula::fixed(row, MOVED)))
}

/// Planned, spent and variance of one source. Where a body reported and names nothing the variance is
/// the whole plan.
fn side(row: u32, first: u16, figures: &Figures) -> [Cell; 3] {
    let variance = figures.spent.unwrap_or_default() - figures.planned.unwrap_or_default();
    let (planned, spent) = (formula::at(row, first), formula::at(row, first + 1));
    [
        Cell::money(figures.planned),
        Cell::money(figures.spent),
        formula::difference(&spent, &planned, Some(variance)),
    ]
}
