//! Where the activities stand: how many there are in each spending status and what is planned, secured and
//! spent on them, as a table and as charts. A part of the overview. In: activities whose status is
//! known. Never a status of its own.

use super::Context;
use crate::book::{Cell, Chart, ChartKind, Look, Series, Style};
use crate::reconcile::{Figures, SpendingStatus};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::Page;

/// How many activities are in a status, and their lines together.
fn by_status(context: &Context<'_>) -> Vec<(SpendingStatus, usize, Figures)> {
    let reconciliation = context.reconciliation;
    let of = |status: SpendingStatus| {
        let own = || reconciliation.activities.iter().filter(|one| one.spending_status == status);
        let lines: Vec<usize> = own().flat_map(|one| one.lines.iter().copied()).collect();
        (status, own().count(), reconciliation.sum_of_lines(&lines))
    };
    SpendingStatus::ALL.into_iter().map(of).filter(|(_, count, _)| *count > 0).collect()
}

/// The block, with a chart of how many activities and one of how many euros are in each status.
pub(super) fn write(context: &Context<'_>, page: &mut Page) {
    let statuses = by_status(context);
    if statuses.is_empty() {
        return;
    }
    page.section("Activities by status of spending");
    let block = page.header(&["Status", "Activities", "Planned", "Secured", "Spent"]);
    for (status, count, figures) in &statuses {
        page.row([
            Cell { style: Style::Text, ..labels::spending(*status) },
            Cell::new(*count, Style::Count),
            Cell::money(figures.planned),
            Cell::money(figures.secured),
            Cell::money(figures.spent),
        ]);
    }
    let block = page.end(block);
    let all = context.reconciliation.activities.len() as u64;
    let whole = &context.reconciliation.totals.total;
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let cells = [
        Cell::text("Total"),
        formula::count_sum(block.first, block.last, 1, all),
        sum(2, whole.planned),
        sum(3, whole.secured),
        sum(4, whole.spent),
    ];
    page.row(formula::looking(cells, Look::Total));
    let at = page.next() + 1;
    let range = |column| formula::fixed_range("Overview", block.first, block.last, column);
    let series = |name: &'static str, column| Series {
        name: name.into(),
        categories: range(0),
        values: range(column),
    };
    page.charts(vec![
        Chart {
            kind: ChartKind::Bars,
            title: "How many activities are in each status".into(),
            description: "How many activities are in each status of spending: the numbers stand in the table above.".into(),
            series: vec![series("Activities", 1)],
            at: (at, 0),
            size: (470, 300),
        },
        Chart {
            kind: ChartKind::Bars,
            title: "Euros in each status".into(),
            description: "Planned, secured and spent euros of the activities in each status: the figures stand in the table above.".into(),
            series: vec![series("Planned", 2), series("Secured", 3), series("Spent", 4)],
            at: (at, 3),
            size: (540, 300),
        },
    ]);
}
