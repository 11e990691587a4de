//! Unfunded: what lacks money, who leads it and by when it is due; spending that no plan has; and
//! the gap by area and source.

use super::Context;
use crate::book::{Cell, Content, Look, Mark, Sheet, Style, TabColour};
use crate::model::{Activity, Date, Quarter, Source, tidy};
use crate::reconcile::{Line, SpendingStatus};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::Page;

const WIDEST: [u16; 14] = [10, 46, 11, 26, 14, 14, 14, 14, 13, 14, 26, 7, 14, 9];

/// The addresses of what is missing on lines that lack money, and of the unplanned spending.
pub(super) struct Sums {
    pub missing: Option<String>,
    pub unplanned: Option<String>,
}

/// The sheet, and where its sums stand.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Sums) {
    let mut page = context.page(
        "Unfunded",
        TabColour::Attention,
        "Unfunded: activities that lack money, and spending without a plan",
        &WIDEST,
    );
    page.hint(
        "Missing = planned − secured, not below zero. Secured: appropriated, committed or received \
         according to the register, or already spent. A pledge is not secured money; it is shown so \
         that it can be followed up.",
    );
    if context.reconciliation.register.is_none() {
        page.hint(
            "No register of funding was given: a donation counts as secured only as far as it was \
             spent, and budget lines without spending are assumed to be funded and are not listed.",
        );
    }
    page.freeze_title();
    let missing = lacking(context, &mut page);
    let unplanned = unplanned(context, &mut page);
    gaps(context, &mut page);
    (page.finish(), Sums { missing, unplanned })
}

fn lacking(context: &Context<'_>, page: &mut Page) -> Option<String> {
    page.section("Plan lines that lack money");
    let block = page.header(&[
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Planned",
        "Secured",
        "Missing",
        "Pledged",
        "Funding",
        "Spending",
        "Lead",
        "Due",
        "When",
        "Entries",
    ]);
    for line in context.reconciliation.lines.iter().filter(|line| line.lacks_money()) {
        let activity = context.reconciliation.plan.activities.get(&line.activity);
        let mut cells = start(line, activity);
        cells.extend([
            Cell::money(line.figures.planned),
            Cell::money(line.figures.secured),
            Cell::money(line.figures.funding_gap),
            Cell::money(line.evidence.pledged),
            labels::funding(line.funding_status),
            labels::spending(line.spending_status),
            Cell::wrap(labels::lead(activity)),
            labels::quarter(activity.and_then(|activity| activity.end)),
            when(context, activity.and_then(|activity| activity.end)),
            context.entries_of(line),
        ]);
        page.row(cells);
    }
    let block = page.end(block);
    page.table(&block, "Unfunded");
    page.mark(&block, 6, Mark::Bar);
    if block.is_empty() {
        page.row([Cell::text("No plan line is known to lack money.").look(Look::Good)]);
        return None;
    }
    let group = &context.groups.lacking;
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let mut total = title_cells("Total");
    total.extend([
        sum(4, group.figures.planned),
        sum(5, group.figures.secured),
        sum(6, group.figures.funding_gap),
        sum(7, group.evidence.pledged),
    ]);
    total.resize(WIDEST.len(), Cell::default());
    let row = page.row(formula::looking(total, Look::Total));
    Some(format!("Unfunded!{}", formula::fixed(row, 6)))
}

/// Overdue where the quarter's last day has passed on the day the reconciliation looks from.
fn when(context: &Context<'_>, end: Option<Quarter>) -> Cell {
    let reconciliation = context.reconciliation;
    let last_day: Option<Date> =
        end.zip(reconciliation.plan.year).and_then(|(end, year)| end.last_day(year));
    match (last_day, reconciliation.as_of) {
        (Some(day), Some(as_of)) if day < as_of => Cell::new("overdue", Style::Centre)
            .look(Look::Bad)
            .note(format!("Due on {}.", labels::day(day))),
        (Some(day), Some(_)) => Cell::new(format!("by {}", labels::day(day)), Style::Centre),
        _ => Cell::default(),
    }
}

fn unplanned(context: &Context<'_>, page: &mut Page) -> Option<String> {
    page.section("Spending without a plan for it");
    page.hint("The activity is known, but the plan has no money for it from this source.");
    let block = page.header(&[
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Spent",
        "Secured",
        "Funding",
        "Lead",
        "Entries",
    ]);
    let lines = &context.reconciliation.lines;
    for line in lines.iter().filter(|line| line.spending_status == SpendingStatus::Unplanned) {
        let activity = context.reconciliation.plan.activities.get(&line.activity);
        let mut cells = start(line, activity);
        cells.extend([
            Cell::money(line.figures.spent),
            Cell::money(line.figures.secured),
            labels::funding(line.funding_status),
            Cell::wrap(labels::lead(activity)),
            context.entries_of(line),
        ]);
        page.row(cells);
    }
    let block = page.end(block);
    if block.is_empty() {
        page.row([Cell::text("None.").look(Look::Good)]);
        return None;
    }
    page.table(&block, "UnplannedSpending");
    let figures = &context.groups.unplanned.figures;
    let mut total = title_cells("Total");
    total.push(formula::sum(block.first, block.last, 4, figures.spent));
    total.push(formula::sum(block.first, block.last, 5, figures.secured));
    total.resize(9, Cell::default());
    let row = page.row(formula::looking(total, Look::Total));
    Some(format!("Unfunded!{}", formula::fixed(row, 4)))
}

fn gaps(context: &Context<'_>, page: &mut Page) {
    page.section("Funding gap by strategic area and source");
    let block = page.header(&["Area", "Title", "", "", "Budget", "Donation", "Unnamed", "Total"]);
    let gap_cells =
        |row: u32, gaps: [Option<crate::model::Euros>; 4], total: Option<(u32, u32)>| {
            let [budget, donation, unnamed, all] = gaps;
            let one = |column: u16, amount| match total {
                Some((first, last)) => formula::sum(first, last, column, amount),
                None => Cell::money(amount),
            };
            let across = format!("ROUND(SUM({}:{}),2)", formula::at(row, 4), formula::at(row, 6));
            [one(4, budget), one(5, donation), one(6, unnamed), formula::money(across, all)]
        };
    for area in &context.reconciliation.areas {
        let figures = &area.figures;
        let gaps = [
            figures.of(Source::Budget).funding_gap,
            figures.of(Source::Donation).funding_gap,
            figures.of(Source::Unnamed).funding_gap,
            figures.total.funding_gap,
        ];
        let mut cells = vec![
            Cell::text(&*area.key),
            Cell::wrap(tidy(&area.title)),
            Cell::default(),
            Cell::default(),
        ];
        cells.extend(gap_cells(page.next(), gaps, None));
        page.row(cells);
    }
    let block = page.end(block);
    let totals = &context.reconciliation.totals;
    let gaps = [
        totals.budget.funding_gap,
        totals.donation.funding_gap,
        totals.unnamed.funding_gap,
        totals.total.funding_gap,
    ];
    let mut total = title_cells("Total");
    total.extend(gap_cells(page.next(), gaps, Some((block.first, block.last))));
    page.row(formula::looking(total, Look::Total));
}

fn start(line: &Line, activity: Option<&Activity>) -> Vec<Cell> {
    vec![
        Cell::new(Content::from(line.activity.to_string()), Style::Text),
        Cell::wrap(labels::title(activity)),
        Cell::text(line.source.word()),
        Cell::wrap(labels::holder(line)),
    ]
}

fn title_cells(label: &str) -> Vec<Cell> {
    vec![Cell::text(label), Cell::default(), Cell::default(), Cell::default()]
}
