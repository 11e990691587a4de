//! Where the activities stand: how many there are in each spending status and what is planned, secured and
//! spent on them, as a table with bars for the euros and a chart of the numbers. A part of the overview. In: activities whose status is
//! known. Never a status of its own.

use super::Context;
use crate::book::{Cell, Chart, ChartKind, Look, Mark, Series, Style};
use crate::reconcile::{Figures, SpendingStatus};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::Page;

/// How high the chart is, in pixels: what is around its bars, and each bar with its name.
const AROUND: u32 = 60;
const BAR: u32 = 26;

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

/// The block, with a chart beside it.
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
    page.mark(&block, 2, Mark::Bar);
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
    let range = |column| formula::fixed_range("Overview", block.first, block.last, column);
    page.beside(Chart {
        kind: ChartKind::Bars,
        title: "How many activities are in each status".into(),
        description:
            "How many activities are in each status of spending: the numbers stand in the \
                      table beside it."
                .into(),
        series: vec![Series { name: "Activities".into(), categories: range(0), values: range(1) }],
        at: (block.header, 5),
        size: (330, AROUND + BAR * statuses.len() as u32),
        step: None,
    });
}
