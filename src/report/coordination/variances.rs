//! Variances: the lines whose spending is known, the largest difference first.

use super::{Context, swaps};
use crate::book::{Cell, Look, Mark, Sheet, Style, TabColour};
use crate::language::Said;
use crate::reconcile::{Line, Reconciliation, SpendingStatus};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::Page;

const WIDEST: [u16; 14] = [10, 46, 14, 26, 14, 14, 14, 14, 11, 24, 26, 40, 26, 9];
const FIRST_FIGURE: u16 = 4;

/// Lines whose spending is known, as indexes, by the size of their variance.
pub(super) fn by_size(reconciliation: &Reconciliation) -> Vec<usize> {
    let mut lines: Vec<usize> = (0..reconciliation.lines.len())
        .filter(|index| {
            reconciliation.lines.get(*index).is_some_and(|line| line.figures.spent.is_some())
        })
        .collect();
    // The sort is stable: equal variances keep the plan's order.
    lines.sort_by_key(|index| {
        let variance = reconciliation.lines.get(*index).and_then(|line| line.figures.variance);
        std::cmp::Reverse(variance.map(|variance| variance.abs()))
    });
    lines
}

/// The sheet, and formulas for what overspent lines have in excess and for what changed sides.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Option<String>, Option<String>) {
    let mut page = context.page(
        "Variances",
        TabColour::Attention,
        "Variances: spent against planned, largest difference first",
        &WIDEST,
    );
    let reconciliation = context.reconciliation;
    page.hint(
        Said::new(
            "Lines whose spending is known. Variance = spent − planned; positive is overspent. \
             Deviation % = variance ÷ planned; empty where nothing was planned. On plan: within \
             {tolerance} % either way.",
        )
        .with("tolerance", reconciliation.tolerance_percent.normalize()),
    );
    page.hint(
        Said::new(
            "Reason: as the body gave it. One is needed where the deviation is {threshold}: at once \
             for spending more, for spending less once the activity was to be complete.",
        )
        .with("threshold", reconciliation.reasons.threshold.in_words()),
    );
    let block = page.header(&[
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Planned",
        "Spent",
        "Variance",
        "Remaining",
        "Deviation %",
        "Spending",
        "Funding",
        "Reason",
        "Lead",
        "Entries",
    ]);
    let lines = by_size(reconciliation);
    for index in lines {
        if let Some(line) = reconciliation.lines.get(index) {
            page.row(cells(context, index, line));
        }
    }
    let block = page.end(block);
    page.freeze(&block, 2);
    page.table(&block, "Variances");
    page.mark(&block, FIRST_FIGURE + 2, Mark::PositiveIsBad);
    if block.is_empty() {
        page.row([Cell::text("No body has reported any spending.").look(Look::Hint)]);
        unexplained(context, &mut page);
        return (page.finish(), None, None);
    }
    let row = page.next();
    let figures = &context.groups.reported.figures;
    let (planned, spent) = (formula::at(row, FIRST_FIGURE), formula::at(row, FIRST_FIGURE + 1));
    let mut total = vec![
        Cell::text("Total of these lines"),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        formula::sum(block.first, block.last, FIRST_FIGURE, figures.planned),
        formula::sum(block.first, block.last, FIRST_FIGURE + 1, figures.spent),
        formula::difference(&spent, &planned, figures.variance),
        formula::difference(&planned, &spent, figures.remaining),
        formula::percent(&formula::at(row, FIRST_FIGURE + 2), &planned, figures.deviation_percent),
    ];
    total.resize(WIDEST.len(), Cell::default());
    page.row(formula::looking(total, Look::Total));
    unexplained(context, &mut page);
    let words = formula::fixed_range("Variances", block.first, block.last, 9);
    let amounts = formula::fixed_range("Variances", block.first, block.last, FIRST_FIGURE + 2);
    let word = SpendingStatus::Overspent.label();
    let overspent = format!("ROUND(SUMIF({words},\"{word}\",{amounts}),2)");
    let swapped = swaps::block(context, &mut page);
    (page.finish(), Some(overspent), swapped)
}

/// Lines of bodies that reported and named no amount for them, where the reason is missing.
fn unexplained(context: &Context<'_>, page: &mut Page) {
    let reconciliation = context.reconciliation;
    let lines: Vec<(usize, &Line)> = reconciliation
        .reasons
        .missing()
        .filter_map(|asked| Some((asked.line, reconciliation.lines.get(asked.line)?)))
        .filter(|(_, line)| line.figures.spent.is_none())
        .collect();
    if lines.is_empty() {
        return;
    }
    page.section("Reported, with no amount for these lines and no reason");
    page.header(&[
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Planned",
        "",
        "",
        "",
        "",
        "Spending",
        "Funding",
        "Reason",
        "Lead",
        "",
    ]);
    for (index, line) in lines {
        page.row(cells(context, index, line));
    }
}

fn cells(context: &Context<'_>, index: usize, line: &Line) -> Vec<Cell> {
    let activity = context.reconciliation.plan.activities.get(&line.activity);
    let figures = &line.figures;
    vec![
        Cell::new(line.activity.to_string(), Style::Text),
        Cell::wrap(labels::title(activity)),
        Cell::text(line.source.word()),
        Cell::wrap(labels::holder(line)),
        Cell::money(figures.planned),
        Cell::money(figures.spent),
        Cell::money(figures.variance),
        Cell::money(figures.remaining),
        formula::given_percent(figures.deviation_percent),
        labels::spending(line.spending_status),
        labels::funding(line.funding_status),
        labels::reasons(context.reconciliation, index, line),
        Cell::wrap(labels::lead(activity)),
        context.entries_of(line),
    ]
}
