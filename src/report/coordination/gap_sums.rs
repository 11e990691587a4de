//! What lacks, by every division of the plan: blocks below the list on the sheet Unfunded. Each adds up to
//! the same whole.

use super::Context;
use crate::book::{Cell, Look, Row, Style};
use crate::language::Said;
use crate::model::{Euros, tidy};
use crate::reconcile::{FundingDivision, FundingGaps, FundingSum};
use crate::report::formula;
use crate::report::page::Page;

const AMOUNTS: [&str; 11] = [
    "Still missing",
    "Funding gap",
    "Covered",
    "Pledged for these",
    "Lines",
    "Planned",
    "Secured",
    "Appropriated",
    "Pledged in all",
    "Committed",
    "Received",
];

/// The blocks: heading, name of the first column, division.
const BLOCKS: [(&str, &str, FundingDivision); 7] = [
    ("Missing by source of funding", "Source", FundingDivision::Sources),
    ("Missing by strategic area", "Area", FundingDivision::Areas),
    ("Missing by measure", "Measure", FundingDivision::Measures),
    ("Missing by institution that leads the activity", "Lead", FundingDivision::Leads),
    ("Missing by holder of the money", "Holder", FundingDivision::Holders),
    ("Missing by quarter in which it is due", "Quarter", FundingDivision::DueQuarters),
    ("Missing by donor, named or not", "Donor", FundingDivision::Donors),
];

/// All blocks.
pub(super) fn blocks(context: &Context<'_>, page: &mut Page, gaps: &FundingGaps) {
    page.blank();
    page.hint(
        "Below, the same by every division of the plan. Lines: plan lines that lack money. Pledged for \
         these: what is pledged for them. A gap stands with the donor that the plan names, or that alone \
         is known for the line; a pledge stands with whoever pledged. Appropriated, pledged in all, \
         committed and received are the register's figures for all lines: stages of money, which are \
         not added together.",
    );
    for (heading, first, division) in BLOCKS {
        let (rows, whole) = context.reconciliation.funding_by(division, gaps);
        page.section(heading);
        block(page, first, division, &rows, &whole);
    }
}

fn block(
    page: &mut Page,
    first: &'static str,
    division: FundingDivision,
    rows: &[FundingSum],
    whole: &FundingSum,
) {
    // Codes have a title beside them; names need its room.
    let titled = matches!(division, FundingDivision::Areas | FundingDivision::Measures);
    let mut headings = vec![first, if titled { "Title" } else { "" }];
    headings.extend(AMOUNTS);
    let block = page.header(&headings);
    for sum in rows {
        let label = label(division, &sum.key);
        let mut cells = if titled {
            vec![(0, Cell::text(label)), (1, Cell::wrap(tidy(&sum.title)))]
        } else {
            vec![(0, Cell::wrap(label).span(2))]
        };
        let count = Cell::new(sum.gaps.lines, Style::Count);
        cells.extend((2..).zip(amounts(sum, count, &|_, amount| Cell::money(amount))));
        page.push(Row { cells, ..Row::default() });
    }
    let block = page.end(block);
    if block.is_empty() {
        page.row([Cell::text("None.").look(Look::Hint)]);
        return;
    }
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let count = formula::count_sum(block.first, block.last, 6, whole.gaps.lines as u64);
    let start = [Cell::text("Total"), Cell::default()];
    let total = start.into_iter().chain(amounts(whole, count, &sum));
    page.row(formula::looking(total, Look::Total));
}

/// Names and codes are data; what stands for money that has none is a text of the program.
fn label(division: FundingDivision, key: &str) -> Said {
    let own: &[&'static str] = match division {
        _ if key.is_empty() => return Said::new("not stated"),
        FundingDivision::Sources if key == "unnamed" => return Said::new("not named"),
        FundingDivision::Sources => &["budget", "donation"],
        FundingDivision::Holders => &[
            "all implementers (shared)",
            "budget, holder not named",
            "donations",
            "no source named",
        ],
        FundingDivision::Donors => &["donor not named", "budget (no donor)", "no source named"],
        FundingDivision::Areas
        | FundingDivision::Measures
        | FundingDivision::Activities
        | FundingDivision::Leads
        | FundingDivision::DueQuarters => &[],
    };
    own.iter().find(|known| **known == key).map_or_else(|| Said::data(key), |own| Said::new(own))
}

fn amounts(sum: &FundingSum, count: Cell, cell: &dyn Fn(u16, Option<Euros>) -> Cell) -> [Cell; 11] {
    [
        cell(2, sum.gaps.uncovered),
        cell(3, sum.gaps.gap),
        cell(4, sum.gaps.covered),
        cell(5, sum.gaps.pledged),
        count,
        cell(7, sum.planned),
        cell(8, sum.secured),
        cell(9, sum.evidence.appropriated),
        cell(10, sum.evidence.pledged),
        cell(11, sum.evidence.committed),
        cell(12, sum.evidence.received),
    ]
}
