//! Checks: the closing proof by file, by source and in total; that every division of the plan adds
//! up to the whole; and the totals that senders state.

use super::Context;
use super::activities::Lines;
use super::overview::Totals;
use crate::book::{Cell, Content, Look, Result, Sheet, Style, TabColour};
use crate::language::Said;
use crate::model::{Euros, Source};
use crate::reconcile::{Division, Outcomes, Tie};
use crate::report::formula;
use crate::report::page::Page;

const WIDEST: [u16; 8] = [46, 16, 16, 16, 16, 16, 14, 12];

/// Where the parts of each division stand, by the sheets that print them.
pub(super) struct Tied<'a> {
    /// Lines, measures and areas.
    pub lines: &'a Lines,
    /// Institutions as leads: planned and spent.
    pub leads: Option<(String, String)>,
    /// Quarters: planned and spent.
    pub quarters: Option<(String, String)>,
    /// The whole.
    pub total: &'a Totals,
}

/// Where the sums of the proof stand.
pub(super) struct Proven {
    total: u32,
}

impl Proven {
    /// The address of what was read in total, or of an outcome.
    pub fn address(&self, what: &str) -> String {
        let names = ["read", "reconciled", "unplanned", "suspense", "excluded"];
        let column = (1..).zip(names).find(|(_, name)| *name == what).map_or(1, |(at, _)| at);
        format!("Checks!{}", formula::fixed(self.total, column))
    }
}

/// The sheet, and where its sums stand.
pub(super) fn sheet(context: &Context<'_>, tied: &Tied<'_>) -> (Sheet, Proven) {
    let mut page =
        context.page("Checks", TabColour::Method, "Checks: every euro is accounted for", &WIDEST);
    page.hint(
        "Amounts read = reconciled + unplanned + suspense + excluded, to the cent. If a difference \
         were not zero, this workbook would not have been written.",
    );
    page.freeze_title();
    let proof = &context.reconciliation.proof;
    let by_file: Vec<(Said, Outcomes)> =
        proof.by_file.iter().map(|(file, sums)| (Said::data(&*file.file), *sums)).collect();
    let total = outcomes(&mut page, "The proof by file", "File", &by_file, &proof.total);
    let word = |source: Option<Source>| Said::new(source.map_or("not known", Source::word));
    let by_source: Vec<(Said, Outcomes)> =
        proof.by_source.iter().map(|(source, sums)| (word(*source), *sums)).collect();
    outcomes(
        &mut page,
        "The proof by source, as the sheets say it",
        "Source",
        &by_source,
        &proof.total,
    );
    ties(context, &mut page, tied);
    control_totals(context, &mut page);
    (page.finish(), Proven { total })
}

/// A block of outcomes with its total; gives the row of the total.
fn outcomes(
    page: &mut Page,
    section: &'static str,
    heading: &'static str,
    parts: &[(Said, Outcomes)],
    whole: &Outcomes,
) -> u32 {
    page.section(section);
    let block = page.header(&[
        heading,
        "Read",
        "Reconciled",
        "Unplanned",
        "Suspense",
        "Excluded",
        "Difference",
        "Result",
    ]);
    let close = |row: u32, sums: &Outcomes| {
        let parts = format!("{}:{}", formula::at(row, 2), formula::at(row, 5));
        [
            formula::money(
                format!("ROUND({}-SUM({parts}),2)", formula::at(row, 1)),
                Some(sums.difference()),
            ),
            verdict(&[formula::at(row, 6)], sums.difference().is_zero()),
        ]
    };
    for (label, sums) in parts {
        let mut cells = vec![
            Cell::wrap(label.clone()),
            Cell::money(sums.read),
            Cell::money(sums.reconciled),
            Cell::money(sums.unplanned),
            Cell::money(sums.suspense),
            Cell::money(sums.excluded),
        ];
        cells.extend(close(page.next(), sums));
        page.row(cells);
    }
    let block = page.end(block);
    let row = page.next();
    let sum = |column, amount| formula::sum(block.first, block.last, column, Some(amount));
    let mut total = vec![
        Cell::text("Total"),
        sum(1, whole.read),
        sum(2, whole.reconciled),
        sum(3, whole.unplanned),
        sum(4, whole.suspense),
        sum(5, whole.excluded),
    ];
    total.extend(close(row, whole));
    for cell in total.iter_mut().filter(|cell| cell.look == Look::Body) {
        cell.look = Look::Total;
    }
    page.row(total)
}

/// "OK" where all differences are zero.
fn verdict(differences: &[String], holds: bool) -> Cell {
    let sizes: Vec<String> =
        differences.iter().map(|difference| format!("ABS({difference})")).collect();
    let text = if holds { "OK" } else { "differs" };
    let formula = format!("IF({}<0.005,\"OK\",\"differs\")", sizes.join("+"));
    Cell::new(Content::formula(formula, Result::Said(Box::new(Said::new(text)))), Style::Centre)
        .look(if holds { Look::Good } else { Look::Bad })
}

fn ties(context: &Context<'_>, page: &mut Page, tied: &Tied<'_>) {
    page.section("Every division of the plan adds up to the whole");
    page.header(&[
        "Sum of",
        "Planned",
        "Planned in total",
        "Spent",
        "Spent in total",
        "Difference planned",
        "Difference spent",
        "Result",
    ]);
    for tie in context.reconciliation.ties() {
        let row = page.next();
        let (label, planned, spent) = parts(&tie, tied);
        let total = &context.reconciliation.totals.total;
        let given = |formula: Option<String>, amount: Option<Euros>| match formula {
            Some(formula) => formula::money(formula, amount),
            None => Cell::money(amount),
        };
        let less = |of, less, amount| {
            formula::difference(&formula::at(row, of), &formula::at(row, less), Some(amount))
        };
        page.row([
            Cell::text(label),
            given(planned, tie.planned),
            formula::money(tied.total.address(0), total.planned),
            given(spent, tie.spent),
            formula::money(tied.total.address(2), total.spent),
            less(1, 2, tie.planned_difference),
            less(3, 4, tie.spent_difference),
            verdict(&[formula::at(row, 5), formula::at(row, 6)], tie.holds()),
        ]);
    }
    let proof = &context.reconciliation.proof.total;
    let spent = context.reconciliation.totals.total.spent;
    let row = page.next();
    let placed = proof.placed();
    let difference = placed - spent.unwrap_or_default();
    page.row([
        Cell::text("Entries, reconciled and unplanned"),
        Cell::default(),
        Cell::default(),
        Cell::money(placed),
        formula::money(tied.total.address(2), spent),
        Cell::default(),
        formula::difference(&formula::at(row, 3), &formula::at(row, 4), Some(difference)),
        verdict(&[formula::at(row, 6)], difference.is_zero()),
    ]);
}

/// What a division is called, and where its parts are added up.
fn parts(tie: &Tie, tied: &Tied<'_>) -> (&'static str, Option<String>, Option<String>) {
    let [area, measure, activity] = Lines::LEVELS;
    let level = |level| (Some(tied.lines.of_level(level, 0)), Some(tied.lines.of_level(level, 2)));
    let pair = |addresses: &Option<(String, String)>| match addresses {
        Some((planned, spent)) => (Some(planned.clone()), Some(spent.clone())),
        None => (None, None),
    };
    let (label, (planned, spent)) = match tie.division {
        Division::Lines => ("lines of activities", level(activity)),
        Division::Measures => ("measures", level(measure)),
        Division::Areas => ("strategic areas", level(area)),
        Division::Leads => ("institutions, as leads", pair(&tied.leads)),
        Division::Quarters => ("quarters", pair(&tied.quarters)),
        Division::Sources => {
            ("sources", (Some(tied.total.sum_of_sources(0)), Some(tied.total.sum_of_sources(2))))
        }
    };
    (label, planned, spent)
}

fn control_totals(context: &Context<'_>, page: &mut Page) {
    page.section("Totals that the sheets state, against the sum of their lines");
    let submissions = &context.reconciliation.submissions;
    if submissions.iter().all(|submission| submission.control_totals.is_empty()) {
        page.row([Cell::text("No sheet states a total.").look(Look::Hint)]);
        return;
    }
    page.header(&[
        "File",
        "Sheet",
        "Cell",
        "Body",
        "Stated",
        "Sum of lines",
        "Difference",
        "Result",
    ]);
    for submission in submissions {
        for control in &submission.control_totals {
            let row = page.next();
            let difference = control.difference();
            page.row([
                Cell::wrap(Content::from(submission.source.file.clone())),
                Cell::text(submission.sheet.clone()),
                Cell::text(control.cell.map(|cell| cell.to_string())),
                Cell::wrap(submission.body.as_ref().map(ToString::to_string)),
                Cell::money(control.stated),
                Cell::money(control.computed),
                formula::difference(&formula::at(row, 4), &formula::at(row, 5), Some(difference)),
                verdict(&[formula::at(row, 6)], difference.is_zero()),
            ]);
        }
    }
}
