//! Evidence: for each line the rows of the register behind its secured amount, and what was spent beyond
//! them. A block of the sheet Sources; lines on other sheets lead here.

use std::collections::BTreeMap;

use super::Context;
use crate::book::{Cell, Content, Look, Row, Style};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::model::FundingRecord;
use crate::reconcile::{Line, LineEvidence};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::Page;

/// Where a line's evidence begins: its row on the sheet, by the line's index.
pub(super) type Starts = BTreeMap<usize, u32>;

/// Column of the amounts that count.
const COUNTED: u16 = 3;

/// The block; gives where each line's evidence begins.
pub(super) fn block(context: &Context<'_>, page: &mut Page) -> Starts {
    let reconciliation = context.reconciliation;
    page.section("Evidence: what is behind each secured amount, row by row");
    page.hint(
        "Secured is the sum of the rows that count and of what was spent beyond them. Appropriated, \
         committed and received are stages of the same money: of these the largest counts, donor by \
         donor. A pledge never counts.",
    );
    page.header(&[
        "Activity",
        "Whose money, or what",
        "Amount",
        "Counts",
        "Kind",
        "Date",
        "Reference",
        "",
        "Place",
        "",
        "Why",
    ]);
    let mut starts = Starts::new();
    for (index, line) in reconciliation.lines.iter().enumerate() {
        let evidence = reconciliation.evidence_of(index);
        if !evidence.rows.is_empty() || evidence.spent_beyond.is_some() {
            starts.insert(index, page.next());
            lines(context, page, line, &evidence);
        }
    }
    if starts.is_empty() {
        page.row([Cell::text("No line has evidence of money.").look(Look::Hint)]);
    }
    uncounted(context, page);
    starts
}

fn lines(context: &Context<'_>, page: &mut Page, line: &Line, evidence: &LineEvidence) {
    let head = page.next();
    let rows = evidence.rows.len() as u32 + u32::from(evidence.spent_beyond.is_some());
    let mut cells = vec![
        Cell::text(line.activity.to_string()),
        Cell::wrap(
            Said::new("{source}: {holder}")
                .with("source", line.source)
                .with("holder", labels::holder(line)),
        ),
        Cell::default(),
        formula::sum(head + 1, head + rows, COUNTED, line.figures.secured),
        Cell::new("secured", Style::Centre),
    ];
    cells.resize(12, Cell::default());
    page.row(formula::looking(cells, Look::SubGroup));
    for row in &evidence.rows {
        if let Some(record) = context.reconciliation.funding.get(row.record) {
            page.push(record_row(record, Cell::money(row.counted), row.standing.words()));
        }
    }
    if let Some(beyond) = evidence.spent_beyond {
        let cells = [
            (1, Cell::wrap("spent beyond the rows above, according to the sheets")),
            (2, Cell::money(beyond)),
            (COUNTED, Cell::money(beyond)),
            (4, Cell::new("spent", Style::Centre)),
            (5, context.entries_of(line)),
            (10, Cell::text("what was spent was there").span(2)),
        ];
        page.push(Row { cells: cells.into(), ..Row::default() });
    }
}

fn record_row(record: &FundingRecord, counted: Cell, why: impl Into<Content>) -> Row {
    let whose = match (&record.donor, &record.holder) {
        (Some(donor), _) => Said::data(donor.to_string()),
        (None, Some(holder)) => Said::data(holder.to_string()),
        (None, None) => Said::new("not named"),
    };
    let cells = [
        (0, Cell::text(record.activity.to_string()).look(Look::Hint)),
        (1, Cell::wrap(whose)),
        (2, Cell::money(record.amount)),
        (COUNTED, counted),
        (4, Cell::new(record.kind.word(), Style::Centre)),
        (5, Cell::new(record.date, Style::Date)),
        (6, Cell::wrap(record.reference.as_deref().map(safe)).span(2)),
        (8, Cell::wrap(Said::from(&record.place)).span(2)),
        (10, Cell::wrap(why).span(2)),
    ];
    Row { cells: cells.into(), ..Row::default() }
}

/// Rows that no line counts, so that none is missed.
fn uncounted(context: &Context<'_>, page: &mut Page) {
    let rows = context.reconciliation.uncounted_rows();
    if rows.is_empty() {
        return;
    }
    let cells = [
        Cell::text("Rows of the register that do not count yet"),
        Cell::default(),
        Cell::default(),
        Cell::default(),
    ];
    page.row(formula::looking(cells, Look::SubGroup));
    for row in rows {
        if let Some(record) = context.reconciliation.funding.get(row.record) {
            let why = if row.after_as_of { "dated after the as-of day" } else { "on no line" };
            page.push(record_row(record, Cell::money(Content::Empty), why));
        }
    }
}
