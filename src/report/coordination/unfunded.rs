//! Unfunded: the answer in a sentence; what lacks money, how much, from which source, who leads, by when,
//! who pledged, and what covers it; spending that no plan has; and the same by every division.

use super::{Context, gap_sums};
use crate::book::{Cell, Content, Look, Mark, Sheet, Style, TabColour};
use crate::language::Said;
use crate::model::{Activity, Euros, Quarter, Source};
use crate::reconcile::{FundingGaps, GapSum, Line, LineGap, SpendingStatus};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::Page;

/// The heading of the block of spending that the plan does not have.
pub(super) const UNPLANNED: &str = "Spending without a plan for it";
const WIDEST: [u16; 18] = [10, 36, 14, 16, 22, 22, 8, 24, 14, 20, 14, 14, 14, 14, 28, 26, 24, 10];
const HEADINGS: [&str; 18] = [
    "Activity",
    "Title",
    "Still missing",
    "Source",
    "Holder or donor",
    "Lead",
    "Due",
    "When",
    "Pledged",
    "Pledged by",
    "Planned",
    "Secured",
    "Funding gap",
    "Covered",
    "Covered by",
    "Funding",
    "Spending",
    "Evidence",
];
const MISSING: u16 = 2;
const GAP: u16 = 12;

/// The addresses of the gap on lines that lack money, of what covers it, and of the unplanned spending.
pub(super) struct Sums {
    pub missing: Option<String>,
    pub covered: Option<String>,
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
    let gaps = context.reconciliation.funding_gaps();
    page.freeze_title();
    let (answer, look) = answer(&gaps.total);
    page.sentence(answer, look);
    page.hint(
        "Funding gap = planned − secured, not below zero. Secured: appropriated, committed or received \
         according to the register, or already spent. Covered: what other sources of the same activity \
         have beyond their own plan. Still missing = funding gap − covered. A pledge is not secured \
         money; it is shown so that it can be followed up.",
    );
    if context.reconciliation.register.is_none() {
        page.hint(
            "No register of funding was given: a donation counts as secured only as far as it was \
             spent, and budget lines without spending are assumed to be funded and are not listed.",
        );
    }
    let (missing, covered) = lacking(context, &mut page, &gaps);
    let unplanned = unplanned(context, &mut page);
    gap_sums::blocks(context, &mut page, &gaps);
    (page.finish(), Sums { missing, covered, unplanned })
}

/// The sheet's answer in words.
fn answer(total: &GapSum) -> (Said, Look) {
    let covered = total.covered.filter(|covered| !covered.is_zero());
    let answer = match total.open_activities {
        0 if covered.is_some() => Said::new("No activity lacks money any more."),
        0 => Said::new("No activity is known to lack money."),
        count => {
            let lacking = Said::new("{count} activities lack {amount}")
                .with("count", count)
                .with("amount", total.uncovered.unwrap_or_default());
            let overdue = match total.overdue_activities {
                0 => Said::new("none of them is overdue"),
                overdue => Said::new("{count} of them are overdue").with("count", overdue),
            };
            let pledged = match total.pledged {
                Some(pledged) => Said::new("{amount} are pledged").with("amount", pledged),
                None => Said::new("nothing is pledged"),
            };
            Said::new("{said}.").with("said", Said::list([lacking, overdue, pledged], "; "))
        }
    };
    let gaps = covered.map(|covered| {
        Said::new(
            "Of gaps of {gap} in all, {covered} are covered by another source of the same activity.",
        )
        .with("gap", total.gap.unwrap_or_default())
        .with("covered", covered)
    });
    let said = Said::list([answer].into_iter().chain(gaps), " ");
    (said, if total.open_activities == 0 { Look::Good } else { Look::Attention })
}

fn lacking(
    context: &Context<'_>,
    page: &mut Page,
    gaps: &FundingGaps,
) -> (Option<String>, Option<String>) {
    page.section("Which activities have no money: overdue first, then by what is still missing");
    let block = page.header(&HEADINGS);
    for gap in &gaps.lines {
        if let Some(line) = context.reconciliation.lines.get(gap.line) {
            let cells = gap_cells(context, page.next(), line, gap);
            page.row(cells);
        }
    }
    let block = page.end(block);
    page.table(&block, "Unfunded");
    page.mark(&block, MISSING, Mark::Bar);
    if block.is_empty() {
        page.row([Cell::text("No plan line is known to lack money.").look(Look::Good)]);
        return (None, None);
    }
    let group = &context.groups.lacking;
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let mut total = vec![Cell::text("Total")];
    total.resize(HEADINGS.len(), Cell::default());
    for (column, amount) in [
        (MISSING, gaps.total.uncovered),
        (8, gaps.total.pledged),
        (10, group.figures.planned),
        (11, group.figures.secured),
        (GAP, gaps.total.gap),
        (GAP + 1, gaps.total.covered),
    ] {
        if let Some(cell) = total.get_mut(usize::from(column)) {
            *cell = sum(column, amount);
        }
    }
    let row = page.row(formula::looking(total, Look::Total));
    let at = |column| Some(format!("Unfunded!{}", formula::fixed(row, column)));
    (at(GAP), at(GAP + 1))
}

fn gap_cells(context: &Context<'_>, row: u32, line: &Line, gap: &LineGap) -> Vec<Cell> {
    let activity = context.reconciliation.plan.activities.get(&line.activity);
    let missing =
        formula::difference(&formula::at(row, GAP), &formula::at(row, GAP + 1), gap.uncovered);
    let source = match line.source {
        Source::Unnamed => Cell::new("not named", Style::Centre).look(Look::Attention),
        source => Cell::new(source.word(), Style::Centre),
    };
    vec![
        Cell::new(Content::from(line.activity.to_string()), Style::Text),
        Cell::wrap(labels::title(activity)),
        missing,
        source,
        Cell::wrap(labels::holder(line)),
        Cell::wrap(labels::lead(activity)),
        labels::quarter(gap.due),
        when(context, gap),
        Cell::money(gap.pledged),
        Cell::wrap(pledged_by(context, gap)),
        Cell::money(line.figures.planned),
        Cell::money(line.figures.secured),
        Cell::money(gap.gap),
        Cell::money(gap.covered),
        Cell::wrap(labels::covered_by(context.reconciliation, gap)),
        labels::funding(line.funding_status),
        labels::spending(line.spending_status),
        context.evidence_of(gap.line, "evidence"),
    ]
}

/// Overdue where the quarter has ended by the day the reconciliation looks from.
fn when(context: &Context<'_>, gap: &LineGap) -> Cell {
    let reconciliation = context.reconciliation;
    let day = |(end, year): (Quarter, i16)| end.last_day(year);
    match gap.due.zip(reconciliation.plan.year).and_then(day) {
        // A note on each would be a burden to the program that opens the file, and is on no paper.
        Some(day) if gap.overdue => {
            let said = Said::new("overdue since {day}").with("day", day);
            Cell::new(said, Style::Centre).look(Look::Bad)
        }
        Some(day) if reconciliation.as_of.is_some() => {
            Cell::new(Said::new("by {day}").with("day", day), Style::Centre)
        }
        _ => Cell::default(),
    }
}

/// Whom to remind: each donor that pledged, with its amount where there are several.
fn pledged_by(context: &Context<'_>, gap: &LineGap) -> Said {
    let pledges = context.reconciliation.pledges_on(&gap.pledged_on);
    let several = pledges.len() > 1;
    let one = |(donor, amount): (Option<&crate::model::DonorName>, Euros)| {
        let name = donor.map_or(Said::new("not named"), |name| Said::data(name.to_string()));
        match several {
            true => Said::new("{donor} {amount}").with("donor", name).with("amount", amount),
            false => name,
        }
    };
    Said::list(pledges.into_iter().map(one), "; ")
}

fn unplanned(context: &Context<'_>, page: &mut Page) -> Option<String> {
    page.section(UNPLANNED);
    page.hint("The activity is known, but the plan has no money for it from this source.");
    let block = page.header(&[
        "Activity",
        "Title",
        "Spent",
        "Source",
        "Holder or donor",
        "Lead",
        "Entries",
        "Secured",
        "Funding",
    ]);
    let lines = &context.reconciliation.lines;
    for line in lines.iter().filter(|line| line.spending_status == SpendingStatus::Unplanned) {
        let activity: Option<&Activity> =
            context.reconciliation.plan.activities.get(&line.activity);
        page.row([
            Cell::new(Content::from(line.activity.to_string()), Style::Text),
            Cell::wrap(labels::title(activity)),
            Cell::money(line.figures.spent),
            Cell::new(line.source.word(), Style::Centre),
            Cell::wrap(labels::holder(line)),
            Cell::wrap(labels::lead(activity)),
            context.entries_of(line),
            Cell::money(line.figures.secured),
            labels::funding(line.funding_status),
        ]);
    }
    let block = page.end(block);
    if block.is_empty() {
        page.row([Cell::text("None.").look(Look::Good)]);
        return None;
    }
    page.table(&block, "UnplannedSpending");
    let figures = &context.groups.unplanned.figures;
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let total = [
        Cell::text("Total"),
        Cell::default(),
        sum(2, figures.spent),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        sum(7, figures.secured),
        Cell::default(),
    ];
    let row = page.row(formula::looking(total, Look::Total));
    Some(format!("Unfunded!{}", formula::fixed(row, 2)))
}
