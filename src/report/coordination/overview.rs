//! Overview: the answer first, what needs a person, the proof in words, charts, the largest
//! variances, and the facts of the run.

use super::Context;
use super::activities::Lines;
use super::changes::{self, Summed};
use super::statuses;
use super::variances::by_size;
use super::waiting::Waiting;
use crate::book::{Cell, Chart, ChartKind, Look, Mark, Row, Series, Sheet, Style, TabColour};
use crate::language::Said;
use crate::model::{Date, Euros, Source, tidy};
use crate::reconcile::{BySource, Figures};
use crate::report::formula::{self, FIGURES};
use crate::report::labels;
use crate::report::page::{Block, Page};
use crate::report::to_date;

/// So wide that statuses fit in every language, and so narrow that the sheet goes on one page.
const WIDEST: [u16; 8] = [36, 14, 14, 14, 14, 14, 20, 16];
/// Charts stand on columns, so none of these is narrower.
const NARROWEST: [u16; 8] = [36, 13, 13, 13, 13, 13, 13, 13];
/// How many of the largest variances are shown.
const LARGEST: usize = 10;
/// Names of the total's cells, in the order of the figures.
const NAMES: [&str; 7] = [
    "planned_total",
    "secured_total",
    "spent_total",
    "variance_total",
    "remaining_total",
    "deviation_total",
    "gap_total",
];

/// Where the figures of the whole stand.
pub(super) struct Totals {
    block: Block,
    row: u32,
}

impl Totals {
    /// The address of a figure of the whole (0 is planned).
    pub fn address(&self, figure: u16) -> String {
        format!("Overview!{}", formula::fixed(self.row, 1 + figure))
    }

    /// The sum of a figure over the sources.
    pub fn sum_of_sources(&self, figure: u16) -> String {
        let range = formula::fixed_range("Overview", self.block.first, self.block.last, 1 + figure);
        format!("ROUND(SUM({range}),2)")
    }

    /// Names for the key figures.
    pub fn names(&self) -> Vec<(String, String)> {
        let named =
            |(figure, name): (usize, &&str)| ((*name).to_owned(), self.address(figure as u16));
        NAMES.iter().enumerate().map(named).collect()
    }
}

/// The answer: sentence and table by source. Other sheets point at its total.
pub(super) fn begin<'a>(context: &Context<'a>, lines: &Lines) -> (Page<'a>, Totals) {
    let reconciliation = context.reconciliation;
    let title = "Planned and spent funds, reconciled";
    let mut page = context.page("Overview", TabColour::Answer, title, &WIDEST);
    page.portrait();
    page.freeze_title();
    let sources: Vec<(&str, &str, &Figures)> = sources(&reconciliation.totals);
    // Labels, figures and a sentence, then a free row, the section's heading and the headings of
    // the columns.
    let to_date = u32::from(to_date::sentence(reconciliation).is_some());
    let total_row = page.next() + 6 + to_date + sources.len() as u32;
    key_figures(&mut page, &reconciliation.totals.total, total_row);
    page.sentence(answer(&reconciliation.totals.total), Look::Body);
    if let Some(text) = to_date::sentence(reconciliation) {
        page.sentence(text, Look::Body);
    }
    page.section("By source of funding");
    let mut headings = vec!["Source"];
    headings.extend(FIGURES);
    let block = page.header(&headings);
    let totals = &reconciliation.totals;
    for (label, word, figures) in sources {
        let mut cells = vec![Cell::text(label)];
        cells.extend(formula::figure_totals(page.next(), 1, figures, |column, amount| {
            let (words, word, amounts) = lines.of_source(column - 1, word);
            formula::sum_if(&words, &word, &amounts, amount)
        }));
        page.row(cells);
    }
    let block = page.end(block);
    let mut total = vec![Cell::text("Total")];
    total.extend(formula::figure_totals(page.next(), 1, &totals.total, |column, amount| {
        formula::sum(block.first, block.last, column, amount)
    }));
    let row = page.row(formula::looking(total, Look::Total));
    page.mark(&block, 4, Mark::PositiveIsBad);
    page.hint(labels::DEFINITIONS);
    (page, Totals { block, row })
}

/// The sources to show: label, word on the sheet of activities, figures. The one without a name only
/// where the plan has such costs.
fn sources(totals: &BySource<Figures>) -> Vec<(&'static str, &'static str, &Figures)> {
    let mut sources = vec![
        ("Budget", Source::Budget.word(), &totals.budget),
        ("Donation", Source::Donation.word(), &totals.donation),
    ];
    if totals.unnamed != Figures::default() {
        sources.push(("Source not named in the plan", Source::Unnamed.word(), &totals.unnamed));
    }
    sources
}

/// Four large figures that repeat the total in a row below.
fn key_figures(page: &mut Page, figures: &Figures, total: u32) {
    let tiles = [
        (0, 1, "Planned", 1, figures.planned),
        (1, 2, "Secured", 2, figures.secured),
        (3, 2, "Spent", 3, figures.spent),
        (5, 3, "Missing (funding gap)", 7, figures.funding_gap),
    ];
    let labels = tiles.map(|(at, span, label, _, _)| {
        (at, Cell::new(label, Style::Money).look(Look::Hint).span(span))
    });
    let figures = tiles.map(|(at, span, _, column, amount)| {
        let cell = formula::money(formula::at(total, column), amount);
        (at, cell.look(Look::Figure).span(span))
    });
    page.push(Row { cells: labels.into(), ..Row::default() });
    page.push(Row { cells: figures.into(), ..Row::default() });
}

/// The rest of the sheet.
pub(super) fn finish(
    mut page: Page,
    context: &Context<'_>,
    lines: &Lines,
    total: &Totals,
    waiting: &Waiting,
    changed: Option<&Summed>,
) -> Sheet {
    waiting.write(context, &mut page);
    changes::overview(context, changed, &mut page);
    page.section("Every euro is accounted for");
    page.sentence(proof(context), Look::Good);
    let areas = by_area(context, &mut page, lines);
    let figures = context.reconciliation.areas.iter().map(|area| &area.figures.total);
    let largest_sum = figures.flat_map(|sum| [sum.planned, sum.secured, sum.spent]).flatten().max();
    charts(&mut page, total, &areas, largest_sum);
    statuses::write(context, &mut page);
    largest(context, &mut page);
    facts(context, &mut page);
    let mut sheet = page.finish();
    for (column, narrowest) in sheet.columns.iter_mut().zip(NARROWEST) {
        column.width = column.width.max(narrowest);
    }
    sheet
}

/// The figures in a sentence or two.
fn answer(figures: &Figures) -> Said {
    let known = |amount: Option<Euros>, known: &'static str, unknown: &'static str| match amount {
        Some(amount) => Said::new(known).with("amount", amount),
        None => Said::new(unknown),
    };
    let parts = [
        known(figures.planned, "{amount} planned", "Nothing is known to be planned"),
        known(figures.secured, "{amount} secured", "nothing is known to be secured"),
        known(figures.spent, "{amount} spent", "nothing is known to be spent"),
    ];
    let answer = Said::new("{figures}.").with("figures", Said::list(parts, ", "));
    let missing = figures.funding_gap.map(|gap| match gap.is_zero() {
        true => Said::new("No money is missing."),
        false => Said::new("{amount} is still missing.").with("amount", gap),
    });
    Said::list([answer].into_iter().chain(missing), " ")
}

fn proof(context: &Context<'_>) -> Said {
    let proof = &context.reconciliation.proof.total;
    Said::new(
        "Of {read} read from {count} files, {reconciled} is on lines of the plan, {unplanned} was spent \
         without a plan for it, {suspense} waits in suspense and {excluded} is excluded for a stated \
         reason. Difference: {difference}.",
    )
    .with("read", proof.read)
    .with("count", context.reconciliation.proof.by_file.len())
    .with("reconciled", proof.reconciled)
    .with("unplanned", proof.unplanned)
    .with("suspense", proof.suspense)
    .with("excluded", proof.excluded)
    .with("difference", proof.difference())
}

fn by_area(context: &Context<'_>, page: &mut Page, lines: &Lines) -> Block {
    page.section("By strategic area");
    let mut headings = vec!["Strategic area"];
    headings.extend(FIGURES);
    let block = page.header(&headings);
    for area in &context.reconciliation.areas {
        let title = tidy(&area.title);
        let label = match (area.key.as_str(), title.is_empty()) {
            ("0" | "", true) => Said::new("Without a strategic area"),
            (key, true) => Said::new("Area {number}").with_data("number", key),
            (key, false) => Said::data(format!("{key} {title}")),
        };
        let mut cells = vec![Cell::wrap(label)];
        cells.extend(formula::figures(&area.figures.total));
        page.row(cells);
    }
    let block = page.end(block);
    page.mark(&block, 4, Mark::PositiveIsBad);
    let [area, ..] = Lines::LEVELS;
    let totals = &context.reconciliation.totals.total;
    let mut total = vec![Cell::text("Total")];
    total.extend(formula::figure_totals(page.next(), 1, totals, |column, amount| {
        if block.is_empty() {
            formula::money(lines.of_level(area, column - 1), amount)
        } else {
            formula::sum(block.first, block.last, column, amount)
        }
    }));
    page.row(formula::looking(total, Look::Total));
    block
}

/// From one number on an axis to the next: 1, 2 or 5 with noughts, so that at most six stand side by side
/// where there is room for no more.
fn step(largest: Option<Euros>) -> Option<u64> {
    let euros = u64::try_from(largest?.cents() / 100).ok()?;
    let decades = std::iter::successors(Some(1_u64), |decade| decade.checked_mul(10));
    let mut steps = decades.flat_map(|decade| [1, 2, 5].map(|one| decade.saturating_mul(one)));
    steps.find(|step| euros / step < 5)
}

fn charts(page: &mut Page, total: &Totals, areas: &Block, largest: Option<Euros>) {
    let mut charts = Vec::new();
    let step = step(largest);
    let at = page.next() + 1;
    // As high as the bars of the areas need, and not higher than half a screen.
    let count = if areas.is_empty() { 0 } else { areas.last - areas.first + 1 };
    let height = (90 + 45 * count).clamp(220, 320);
    let mut chart = |kind, block: &Block, title: &'static str, column: u16, width: u32| {
        let range = |column| formula::fixed_range("Overview", block.first, block.last, column);
        let one = |(column, name): (u16, &'static str)| Series {
            name: name.into(),
            categories: range(0),
            values: range(column),
        };
        let series = [(1, "Planned"), (2, "Secured"), (3, "Spent")].into_iter().map(one).collect();
        charts.push(Chart {
            kind,
            title: title.into(),
            description: Said::new("{title}: the figures stand in the table above.")
                .with("title", title),
            series,
            at: (at, column),
            size: (width, height),
            step: step.filter(|_| kind == ChartKind::Bars),
        });
    };
    if !areas.is_empty() {
        let title = "Planned, secured and spent by strategic area, €";
        chart(ChartKind::Bars, areas, title, 0, 570);
    }
    chart(ChartKind::Columns, &total.block, "By source of funding, €", 4, 440);
    page.charts(charts);
}

fn largest(context: &Context<'_>, page: &mut Page) {
    let reconciliation = context.reconciliation;
    let by_size = by_size(reconciliation);
    if by_size.is_empty() {
        return;
    }
    page.section("Largest variances");
    let block = page.header(&[
        "Activity",
        "Source",
        "Planned",
        "Spent",
        "Variance",
        "Deviation %",
        "Spending",
        "Entries",
    ]);
    for index in by_size.iter().take(LARGEST) {
        let Some(line) = reconciliation.lines.get(*index) else { continue };
        let activity = reconciliation.plan.activities.get(&line.activity);
        page.row([
            Cell::wrap(format!("{} {}", line.activity, labels::title(activity))),
            Cell::text(line.source.word()),
            Cell::money(line.figures.planned),
            Cell::money(line.figures.spent),
            Cell::money(line.figures.variance),
            formula::given_percent(line.figures.deviation_percent),
            labels::spending(line.spending_status),
            context.entries_of(line),
        ]);
    }
    let block = page.end(block);
    // The bars are the chart of this block: beside each figure, with its activity in full.
    page.mark(&block, 4, Mark::Bar);
    page.mark(&block, 5, Mark::PositiveIsBad);
    let all = Said::new("All {count} lines whose spending is known").with("count", by_size.len());
    page.row([Cell::text(all).look(Look::Link).link("Variances", 0, 0)]);
}

fn facts(context: &Context<'_>, page: &mut Page) {
    page.section("This run");
    let reconciliation = context.reconciliation;
    let plan = &reconciliation.plan;
    let day = |date: Option<Date>| {
        date.map_or(Said::new("not given"), |day| Said::new("{day}").with("day", day))
    };
    let activities = &plan.activities;
    let free = activities.values().filter(|activity| activity.no_funding_required).count();
    let facts = [
        ("Plan", labels::file_and_hash(&plan.source)),
        (
            "Activities",
            Said::new("{all}, of which {count} without a need for funding")
                .with("count", free)
                .with("all", activities.len()),
        ),
        ("As-of date", day(reconciliation.as_of)),
        ("Run date", day(reconciliation.run_date)),
        (
            "Register of funding",
            reconciliation.register.as_ref().map_or(
                Said::new("not given: funding is judged by what was spent"),
                labels::file_and_hash,
            ),
        ),
        ("Submissions read", Said::new("{count}").with("count", reconciliation.submissions.len())),
    ];
    for (label, text) in facts {
        page.row([Cell::text(label), Cell::wrap(text).span(7)]);
    }
    page.link("Definitions, rules and all inputs", "Method");
}
