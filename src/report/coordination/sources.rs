//! Sources: the figures by source, by quarter and by measure, and who drew on shared pools.

use super::{Context, evidence, pools};
use crate::book::{Cell, Content, Look, Mark, Sheet, Style, TabColour};
use crate::language::Said;
use crate::model::{Euros, tidy};
use crate::reconcile::{BySource, Figures};
use crate::report::formula::{self, FIGURES};
use crate::report::labels;
use crate::report::page::Page;
use crate::report::to_date;

const WIDEST: [u16; 12] = [16, 44, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14];

/// Addresses of two sums: planned and spent.
type PlannedAndSpent = (String, String);

/// The sheet, the sums of planned and spent over all quarters, and where the evidence of each line is.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Option<PlannedAndSpent>, evidence::Starts) {
    let mut page = context.page(
        "Sources",
        TabColour::Detail,
        "Sources: where the money comes from, when it was spent and on what",
        &WIDEST,
    );
    page.hint(labels::DEFINITIONS);
    page.freeze_title();
    by_source(context, &mut page);
    let quarters = by_quarter(context, &mut page);
    by_measure(context, &mut page);
    pools::block(context, &mut page);
    let evidence = evidence::block(context, &mut page);
    (page.finish(), quarters, evidence)
}

fn by_source(context: &Context<'_>, page: &mut Page) {
    page.section("By source of funding");
    let mut headings = vec!["Source", ""];
    headings.extend(FIGURES);
    headings.extend(to_date::HEADINGS);
    let block = page.header(&headings);
    let totals = &context.reconciliation.totals;
    for (label, figures) in
        [("Budget", &totals.budget), ("Donation", &totals.donation), ("Unnamed", &totals.unnamed)]
    {
        if *figures == Figures::default() {
            continue;
        }
        let mut cells = vec![Cell::text(label), Cell::default()];
        cells.extend(formula::figures(figures));
        cells.extend(to_date::cells(figures));
        page.row(cells);
    }
    let block = page.end(block);
    let mut total = vec![Cell::text("Total"), Cell::default()];
    let row = page.next();
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    total.extend(formula::figure_totals(row, 2, &totals.total, sum));
    total.extend(to_date::totals(row, (9, 4), &totals.total, sum));
    page.row(formula::looking(total, Look::Total));
}

fn by_quarter(context: &Context<'_>, page: &mut Page) -> Option<PlannedAndSpent> {
    page.section("By quarter");
    page.hint(
        "Planned: what is to be complete in the quarter, by the activity's end. Spent: what the \
         sheets say was spent in it, reconciled or unplanned. What lies in a sheet of the year so \
         far without a date has no quarter: not stated.",
    );
    let block = page.header(&[
        "Quarter",
        "",
        "Planned: budget",
        "Planned: donation",
        "Planned: unnamed",
        "Planned: total",
        "Spent: budget",
        "Spent: donation",
        "Spent: unnamed",
        "Spent: total",
    ]);
    for quarter in &context.reconciliation.quarters {
        let label = quarter.quarter.as_ref();
        let label =
            label.map_or(Said::new("not stated"), |quarter| Said::data(quarter.to_string()));
        let mut cells = vec![Cell::text(label), Cell::default()];
        let row = page.next();
        cells.extend(across(row, 2, &quarter.planned, None));
        cells.extend(across(row, 6, &quarter.spent, None));
        page.row(cells);
    }
    let block = page.end(block);
    if block.is_empty() {
        return None;
    }
    let totals = &context.reconciliation.totals;
    let of = |pick: fn(&Figures) -> Option<Euros>| BySource {
        budget: pick(&totals.budget),
        donation: pick(&totals.donation),
        unnamed: pick(&totals.unnamed),
        total: pick(&totals.total),
    };
    let row = page.next();
    let rows = Some((block.first, block.last));
    let mut total = vec![Cell::text("Total"), Cell::default()];
    total.extend(across(row, 2, &of(|figures| figures.planned), rows));
    total.extend(across(row, 6, &of(|figures| figures.spent), rows));
    page.row(formula::looking(total, Look::Total));
    let whole = |column| format!("Sources!{}", formula::fixed(row, column));
    Some((whole(5), whole(9)))
}

/// Three sources and their sum, as given or as sums over rows.
fn across(
    row: u32,
    first: u16,
    amounts: &BySource<Option<Euros>>,
    rows: Option<(u32, u32)>,
) -> [Cell; 4] {
    let one = |column, amount| match rows {
        Some((from, to)) => formula::sum(from, to, column, amount),
        None => Cell::money(amount),
    };
    let sum = format!("ROUND(SUM({}:{}),2)", formula::at(row, first), formula::at(row, first + 2));
    [
        one(first, amounts.budget),
        one(first + 1, amounts.donation),
        one(first + 2, amounts.unnamed),
        formula::money(sum, amounts.total),
    ]
}

fn by_measure(context: &Context<'_>, page: &mut Page) {
    page.section("By measure");
    let mut headings = vec!["Measure", "Title"];
    headings.extend(FIGURES);
    headings.extend(["Planned: budget", "Planned: donation", "Activities"]);
    let block = page.header(&headings);
    for measure in &context.reconciliation.measures {
        let mut cells =
            vec![Cell::text(Content::data(&measure.key)), Cell::wrap(tidy(&measure.title))];
        cells.extend(formula::figures(&measure.figures.total));
        cells.extend([
            Cell::money(measure.figures.budget.planned),
            Cell::money(measure.figures.donation.planned),
            Cell::new(measure.activities, Style::Count),
        ]);
        page.row(cells);
    }
    let block = page.end(block);
    page.table(&block, "Measures");
    page.mark(&block, 5, Mark::PositiveIsBad);
    if block.is_empty() {
        return;
    }
    let totals = &context.reconciliation.totals;
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let mut total = vec![Cell::text("Total"), Cell::default()];
    total.extend(formula::figure_totals(page.next(), 2, &totals.total, sum));
    total.extend([
        sum(9, totals.budget.planned),
        sum(10, totals.donation.planned),
        formula::count_sum(
            block.first,
            block.last,
            11,
            context.reconciliation.activities.len() as u64,
        ),
    ]);
    page.row(formula::looking(total, Look::Total));
}
