//! Ratios: how spending keeps to the plan, as the PEFA framework defines it, with the formula beside each
//! number. Formulas live over the cells on the sheet. Never a grade.

use super::Context;
use crate::book::{Cell, Content, Look, Result, Sheet, Style, TabColour};
use crate::language::Said;
use crate::model::Euros;
use crate::reconcile::{Composition, HeadKind, RatioSet};
use crate::report::formula;
use crate::report::page::Page;

const WIDEST: [u16; 7] = [44, 16, 16, 16, 16, 18, 16];

/// The sheet.
pub(super) fn sheet(context: &Context<'_>) -> Sheet {
    let title = "Ratios: how far spending keeps to the plan";
    let mut page = context.page("Ratios", TabColour::Detail, title, &WIDEST);
    page.hint(
        "The definitions are those of the PEFA framework of 2016 (PI-1 aggregate expenditure outturn, PI-2 \
         expenditure composition outturn). PEFA grades whole governments over three years; these are figures \
         of one plan, and no grade follows from them. Empty: nothing was planned, or nothing is known.",
    );
    page.freeze_title();
    let ratios = &context.reconciliation.ratios;
    let suspense = context.reconciliation.proof.total.suspense;
    if !suspense.is_zero() {
        let waiting = Said::new(
            "{amount} wait in suspense and are in none of these ratios: their activity or source is not known.",
        );
        page.sentence(waiting.with("amount", suspense), Look::Attention);
    }
    let left = |(count, euros): (usize, Option<Euros>)| match (count, euros) {
        (0, _) => Said::new("none"),
        (_, None) => Said::new("{count} lines").with("count", count),
        (_, Some(euros)) => Said::new("{count} lines with {amount} planned")
            .with("count", count)
            .with("amount", euros),
    };
    set(
        &mut page,
        "Of what was due and reported",
        Said::new(
            "Lines of the plan on which a body reported, and what was spent without a plan. A line on which \
             a body reported and names no payment counts with nothing spent. Left out: not due on the as-of \
             date, {not_due}; not reported by anybody, {not_reported}.",
        )
        .with("not_due", left(ratios.not_due))
        .with("not_reported", left(ratios.not_reported)),
        &ratios.due_and_reported,
    );
    set(
        &mut page,
        "Of all planned",
        "All lines of the plan, and what was spent without a plan. What is not due yet or nobody reported on \
         counts with its plan and without spending, so early in the year or with sheets missing the rate is \
         low for that reason alone.",
        &ratios.all_planned,
    );
    page.finish()
}

fn set(page: &mut Page, section: &'static str, hint: impl Into<Said>, set: &RatioSet) {
    page.section(section);
    page.hint(hint);
    page.header(&["Ratio", "Value", "How it is computed", "", "", "", ""]);
    let said = |text: &'static str| Cell::wrap(text).look(Look::Hint).span(5);
    let count = Cell::new(set.lines, Style::Count);
    page.row([
        Cell::text("Lines that take part"),
        count,
        said("those with an amount planned or spent"),
    ]);
    let planned = page.row([
        Cell::text("Planned"),
        Cell::money(set.planned),
        said("the plan's estimates, the original budget"),
    ]);
    let spent = page.row([
        Cell::text("Spent"),
        Cell::money(set.spent),
        said("what the sheets report on lines, the outturn"),
    ]);
    let (planned, spent) = (formula::at(planned, 1), formula::at(spent, 1));
    page.row([
        Cell::text("Execution rate"),
        formula::percent(&spent, &planned, set.execution),
        said("spent ÷ planned: the outturn as a share of the original budget, which PI-1 measures"),
    ]);
    page.row([
        Cell::text("Aggregate deviation (PI-1)"),
        percent(format!("ROUND(ABS({spent}-{planned})/{planned},4)"), set.aggregate_deviation),
        said("|spent − planned| ÷ planned: how far the rate is from 100 %, in either direction"),
    ]);
    let kinds = set.compositions();
    // The tables stand below these rows; each row says where its table has the number.
    let mut tables = page.next() + kinds.len() as u32;
    let mut at = Vec::new();
    for (_, composition) in kinds {
        // A free row, the section's heading, the columns' headings, the heads, the total.
        at.push(tables + 3 + composition.heads.len() as u32);
        tables += 4 + composition.heads.len() as u32;
    }
    for ((kind, composition), total) in kinds.into_iter().zip(&at) {
        page.row([
            Cell::text(composition_of(kind)),
            percent(formula::at(*total, 6), composition.variance),
            said(
                "sum of |spent − adjusted plan| ÷ sum of adjusted plans, where adjusted plan = planned × \
                 all spent ÷ all planned",
            ),
        ]);
    }
    for ((kind, composition), total) in kinds.into_iter().zip(at) {
        let title = match kind {
            HeadKind::Areas => "{section}, by strategic area",
            HeadKind::Leads => "{section}, by institution, as lead",
            HeadKind::Sources => "{section}, by source of funding",
        };
        let title = Said::new(title).with("section", section);
        table(page, title, (kind, composition), set, total);
    }
}

fn composition_of(kind: HeadKind) -> &'static str {
    match kind {
        HeadKind::Areas => "Composition variance by strategic area (PI-2)",
        HeadKind::Leads => "Composition variance by institution, as lead (PI-2)",
        HeadKind::Sources => "Composition variance by source of funding (PI-2)",
    }
}

fn table(
    page: &mut Page,
    section: impl Into<Said>,
    (kind, composition): (HeadKind, &Composition),
    set: &RatioSet,
    total: u32,
) {
    page.section(section);
    let block = page.header(&[
        "",
        "Planned",
        "Spent",
        "Execution rate",
        "Adjusted plan",
        "Difference, without sign",
        "Composition variance",
    ]);
    let (all_planned, all_spent) = (formula::fixed(total, 1), formula::fixed(total, 2));
    for head in &composition.heads {
        let row = page.next();
        let (planned, spent) = (formula::at(row, 1), formula::at(row, 2));
        let adjusted = format!("{planned}*{all_spent}/{all_planned}");
        page.row([
            Cell::wrap(name(kind, &head.name)),
            Cell::money(head.planned),
            Cell::money(head.spent),
            formula::percent(&spent, &planned, head.execution),
            formula::money(format!("ROUND({adjusted},2)"), head.adjusted),
            formula::money(format!("ROUND(ABS({spent}-{adjusted}),2)"), head.deviation),
            Cell::default(),
        ]);
    }
    let block = page.end(block);
    let variance = format!(
        "ROUND(SUMPRODUCT(ABS({}*{all_planned}-{}*{all_spent}))/({all_planned}*{all_spent}),4)",
        formula::range(block.first, block.last.max(block.first), 2),
        formula::range(block.first, block.last.max(block.first), 1),
    );
    let row = page.next();
    page.row(formula::looking(
        [
            Cell::text("Total"),
            formula::sum(block.first, block.last, 1, set.planned),
            formula::sum(block.first, block.last, 2, set.spent),
            formula::percent(&formula::at(row, 2), &formula::at(row, 1), set.execution),
            Cell::default(),
            Cell::default(),
            percent(variance, composition.variance),
        ],
        Look::Total,
    ));
}

/// Names and titles are data; what stands where there are none is a text of the program.
fn name(kind: HeadKind, name: &str) -> Said {
    let area = name.strip_prefix("Area ").filter(|_| kind == HeadKind::Areas);
    match (name, area) {
        ("", _) => Said::new("none named"),
        ("budget", _) if kind == HeadKind::Sources => Said::new("budget"),
        ("donation", _) if kind == HeadKind::Sources => Said::new("donation"),
        (_, Some(number)) => Said::new("Area {number}").with_data("number", number),
        (name, None) => Said::data(name),
    }
}

/// A formula that gives a percentage; empty where there is none.
fn percent(formula: String, value: Option<rust_decimal::Decimal>) -> Cell {
    let content = value.map_or(Content::Empty, |value| {
        Content::formula(
            formula,
            Result::Ratio(Box::new(value / rust_decimal::Decimal::ONE_HUNDRED)),
        )
    });
    Cell::new(content, Style::Percent)
}
