//! Totals as formulas over the cells that a reader sees, each with the value that `reconcile`
//! computed. Only functions that every spreadsheet program knows. Rounding to the cent undoes what
//! binary numbers do to sums, so that a recalculation gives exactly the stored value.

use arcstr::ArcStr;
use rust_decimal::Decimal;

use crate::book::{Cell, Content, Look, Result, Style};
use crate::model::{Euros, column_letters};
use crate::reconcile::Figures;

/// The address of a cell: "C7".
pub(super) fn at(row: u32, column: u16) -> String {
    format!("{}{}", column_letters(u32::from(column)), row + 1)
}

/// The address of a cell that stays when copied: "$C$7".
pub(super) fn fixed(row: u32, column: u16) -> String {
    format!("${}${}", column_letters(u32::from(column)), row + 1)
}

/// The address of a part of a column: "C7:C12".
pub(super) fn range(first: u32, last: u32, column: u16) -> String {
    format!("{}:{}", at(first, column), at(last, column))
}

/// The address of a part of a column, with its sheet, for charts and names: "Sheet!$C$7:$C$12".
pub(super) fn fixed_range(sheet: &str, first: u32, last: u32, column: u16) -> String {
    format!("{sheet}!{}:{}", fixed(first, column), fixed(last, column))
}

/// A formula that gives euros; empty where the amount is unknown.
pub(super) fn money(formula: impl Into<ArcStr>, amount: Option<Euros>) -> Cell {
    match amount {
        Some(amount) => Cell::money_formula(formula, amount),
        None => Cell::new(Content::Empty, Style::Money),
    }
}

/// The sum of a part of a column.
pub(super) fn sum(first: u32, last: u32, column: u16, amount: Option<Euros>) -> Cell {
    if last < first {
        return Cell::money(amount);
    }
    money(format!("ROUND(SUM({}),2)", range(first, last, column)), amount)
}

/// The sum of those cells of a column whose row has a word in another column. The ranges are
/// addresses, with a sheet where it is another one.
pub(super) fn sum_if(words: &str, word: &str, amounts: &str, amount: Option<Euros>) -> Cell {
    money(format!("ROUND(SUMIF({words},\"{word}\",{amounts}),2)"), amount)
}

/// One cell minus another.
pub(super) fn difference(of: &str, less: &str, amount: Option<Euros>) -> Cell {
    money(format!("ROUND({of}-{less},2)"), amount)
}

/// One cell divided by another, as a percentage; empty where there is none.
pub(super) fn percent(of: &str, base: &str, value: Option<Decimal>) -> Cell {
    match value {
        Some(value) => Cell::new(
            Content::formula(
                format!("IF({base}=0,\"\",ROUND({of}/{base},4))"),
                Result::Ratio(Box::new(value / Decimal::ONE_HUNDRED)),
            ),
            Style::Percent,
        ),
        None => Cell::new(Content::Empty, Style::Percent),
    }
}

/// A count as a sum of counts.
pub(super) fn count_sum(first: u32, last: u32, column: u16, count: u64) -> Cell {
    let content = if last < first {
        Content::Count(count)
    } else {
        Content::formula(format!("SUM({})", range(first, last, column)), Result::Count(count))
    };
    Cell::new(content, Style::Count)
}

/// A percentage as given; empty where there is none.
pub(super) fn given_percent(value: Option<Decimal>) -> Cell {
    let content = value
        .map_or(Content::Empty, |value| Content::Ratio(Box::new(value / Decimal::ONE_HUNDRED)));
    Cell::new(content, Style::Percent)
}

/// Headings of the seven figures, as every sheet prints them.
pub(super) const FIGURES: [&str; 7] =
    ["Planned", "Secured", "Spent", "Variance", "Remaining", "Deviation %", "Funding gap"];

/// The seven figures as given, in the order of [`FIGURES`].
pub(super) fn figures(figures: &Figures) -> [Cell; 7] {
    [
        Cell::money(figures.planned),
        Cell::money(figures.secured),
        Cell::money(figures.spent),
        Cell::money(figures.variance),
        Cell::money(figures.remaining),
        given_percent(figures.deviation_percent),
        Cell::money(figures.funding_gap),
    ]
}

/// The seven figures of a total in a row, from a first column on: planned, secured, spent and gap
/// are `total` of their column, the others follow from the cells beside them. A sum of variances
/// would be wrong: a line nobody reported on has a plan and no variance.
pub(super) fn figure_totals(
    row: u32,
    first: u16,
    figures: &Figures,
    total: impl Fn(u16, Option<Euros>) -> Cell,
) -> [Cell; 7] {
    let (planned, spent) = (at(row, first), at(row, first + 2));
    [
        total(first, figures.planned),
        total(first + 1, figures.secured),
        total(first + 2, figures.spent),
        difference(&spent, &planned, figures.variance),
        difference(&planned, &spent, figures.remaining),
        percent(&at(row, first + 3), &planned, figures.deviation_percent),
        total(first + 6, figures.funding_gap),
    ]
}

/// Cells in one look.
pub(super) fn looking(
    cells: impl IntoIterator<Item = Cell>,
    look: Look,
) -> impl Iterator<Item = Cell> {
    cells.into_iter().map(move |cell| cell.look(look))
}
