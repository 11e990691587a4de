//! What needs attention: one row for each kind, with its number, its euros and a way to the rows that
//! have them. What a person has to decide stands first, what only has to be known last, and kinds of
//! which there are none below all others. A part of the overview.

use super::Context;
use crate::book::{Cell, Content, Look, Row, Sheet, Style};
use crate::language::{Said, Translation};
use crate::report::formula;
use crate::report::page::Page;

/// Rows of blocks on other sheets, that a link leads to.
#[derive(Default)]
pub(super) struct Starts {
    /// Suspected double claims.
    pub double_claims: u32,
    /// Decisions so far.
    pub decided: u32,
    /// Money that changed sides.
    pub swapped: u32,
    /// Spending without a plan.
    pub unplanned: u32,
}

/// The row of a block's heading on a sheet that is not packed yet; its top where there is no such block.
pub(super) fn start(words: &Translation, sheet: &Sheet, heading: &'static str) -> u32 {
    let heading = words.text(&Said::new(heading));
    let begins = |row: &Row| {
        row.cells.first().is_some_and(|(_, cell)| {
            cell.look == Look::Section
                && matches!(&cell.content, Content::Text(text) if **text == *heading)
        })
    };
    sheet.held().find(|(_, row)| begins(row)).map_or(0, |(number, _)| number)
}

/// Formulas of other sheets for what needs a person.
pub(super) struct Waiting {
    /// Where its blocks begin.
    pub starts: Starts,
    /// In excess on overspent lines.
    pub overspent: Option<String>,
    /// Spent without a plan.
    pub unplanned: Option<String>,
    /// Missing on lines that lack money.
    pub missing: Option<String>,
    /// Covered by other sources of the same activities.
    pub covered: Option<String>,
    /// In suspense.
    pub in_suspense: Option<String>,
    /// At stake in suspected double claims.
    pub double_claims: Option<String>,
    /// Changed sides between budget and donation.
    pub swapped: Option<String>,
    /// Excluded.
    pub excluded: Option<String>,
}

impl Waiting {
    /// The block of the overview.
    pub fn write(&self, context: &Context<'_>, page: &mut Page) {
        page.section("What needs attention");
        page.header(&["What", "Number", "Euros", "See", "What the euros are", "", "", ""]);
        let groups = &context.groups;
        let not_reported = context.reconciliation.not_reported.len();
        let (lacking, unplanned) = (&groups.lacking, &groups.unplanned);
        let gaps = context.reconciliation.funding_gaps().total;
        let limits = context.reconciliation.exceeded_limits();
        let starts = &self.starts;
        let not_done = context.reconciliation.decisions.iter().filter(|made| !made.applied);
        // A row that begins with a dash belongs to the one above it.
        let rows = [
            (
                "Amounts in suspense",
                groups.suspense.count,
                &self.in_suspense,
                groups.suspense.euros,
                "read, and in no total of the plan",
                ("Suspense", 0),
            ),
            (
                "Suspected double claims",
                groups.double_claims.count,
                &self.double_claims,
                groups.double_claims.euros,
                "at stake: would fall out if each counted once",
                ("Suspense", starts.double_claims),
            ),
            (
                "Decisions not carried out",
                not_done.count(),
                &None,
                None,
                "",
                ("Suspense", starts.decided),
            ),
            (
                "Errors in the sheets",
                groups.errors.count,
                &None,
                groups.errors.euros,
                "concerned, where the amount is known",
                ("Findings", 0),
            ),
            (
                "Bodies that have not reported",
                not_reported,
                &None,
                groups.not_reported.figures.planned,
                "planned on lines that nobody reported on",
                ("Reporting", 0),
            ),
            (
                "Lines that lack money",
                lacking.count,
                &self.missing,
                lacking.figures.funding_gap,
                "missing: planned − secured",
                ("Unfunded", 0),
            ),
            (
                "– of which covered by another source",
                gaps.covered_lines,
                &self.covered,
                gaps.covered,
                "covered within the same activity, in part or whole",
                ("Unfunded", 0),
            ),
            (
                "– of which without a source",
                groups.no_source.count,
                &None,
                groups.no_source.figures.planned,
                "planned, with no source named in the plan",
                ("Unfunded", 0),
            ),
            (
                "Overspent lines",
                groups.overspent.count,
                &self.overspent,
                groups.overspent.figures.variance,
                "spent beyond the plan",
                ("Variances", 0),
            ),
            (
                "Spending without a plan for it",
                unplanned.count,
                &self.unplanned,
                unplanned.figures.spent,
                "spent",
                ("Unfunded", starts.unplanned),
            ),
            (
                "Money that changed sides",
                groups.swaps.count,
                &self.swapped,
                groups.swaps.euros,
                "planned from one source, paid from the other",
                ("Variances", starts.swapped),
            ),
            (
                "Limits of donors exceeded",
                limits.count,
                &None,
                limits.euros,
                "ineligible to the donor",
                ("Donors", 0),
            ),
            (
                "Deviations without a reason",
                context.reconciliation.reasons.missing().count(),
                &None,
                Some(context.reconciliation.reasons.missing_euros),
                "spent more or less than planned, without sign",
                ("Variances", 0),
            ),
            (
                "Warnings",
                groups.warnings.count,
                &None,
                groups.warnings.euros,
                "concerned, where the amount is known",
                ("Findings", 0),
            ),
            (
                "Amounts left out for a reason",
                groups.excluded.count,
                &self.excluded,
                groups.excluded.euros,
                "excluded; each with its reason",
                ("Entries", 0),
            ),
        ];
        // The sort is stable. Parts stay below what they are part of.
        let mut above = 0;
        let mut rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                above = if row.0.starts_with('–') { above } else { row.1 };
                (above == 0, row)
            })
            .collect();
        rows.sort_by_key(|(none, _)| *none);
        for (_, (what, count, formula, amount, meaning, (sheet, row))) in rows {
            let euros = match (formula, amount) {
                _ if count == 0 => Cell::money(Content::Empty),
                (Some(formula), Some(amount)) => formula::money(&**formula, Some(amount)),
                (_, amount) => Cell::money(amount),
            };
            let look = if count == 0 { Look::Good } else { Look::Body };
            let cells = vec![
                (0, Cell::text(what)),
                (1, Cell::new(count, Style::Count).look(look)),
                (2, euros),
                (3, Cell::new(sheet, Style::Centre).look(Look::Link).link(sheet, row, 0)),
                (4, Cell::text(meaning).look(Look::Hint).span(4)),
            ];
            page.push(Row { cells, ..Row::default() });
        }
    }
}
