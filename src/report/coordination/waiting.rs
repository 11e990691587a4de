//! What needs attention: one row for each kind, with its number, its euros and the sheet that has them.
//! A part of the overview.

use super::Context;
use crate::book::{Cell, Content, Look, Row, Style};
use crate::report::formula;
use crate::report::page::Page;

/// Formulas of other sheets for what needs a person.
pub(super) struct Waiting {
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
        let rows = [
            (
                "Overspent lines",
                groups.overspent.count,
                &self.overspent,
                groups.overspent.figures.variance,
                "spent beyond the plan",
                "Variances",
            ),
            (
                "Deviations without a reason",
                context.reconciliation.reasons.missing().count(),
                &None,
                Some(context.reconciliation.reasons.missing_euros),
                "spent more or less than planned, without sign",
                "Variances",
            ),
            (
                "Spending without a plan for it",
                unplanned.count,
                &self.unplanned,
                unplanned.figures.spent,
                "spent",
                "Unfunded",
            ),
            (
                "Lines that lack money",
                lacking.count,
                &self.missing,
                lacking.figures.funding_gap,
                "missing: planned − secured",
                "Unfunded",
            ),
            (
                "– of which covered by another source",
                gaps.covered_lines,
                &self.covered,
                gaps.covered,
                "covered within the same activity, in part or whole",
                "Unfunded",
            ),
            (
                "– of which without a source",
                groups.no_source.count,
                &None,
                groups.no_source.figures.planned,
                "planned, with no source named in the plan",
                "Unfunded",
            ),
            (
                "Limits of donors exceeded",
                limits.count,
                &None,
                limits.euros,
                "ineligible to the donor",
                "Donors",
            ),
            (
                "Amounts in suspense",
                groups.suspense.count,
                &self.in_suspense,
                groups.suspense.euros,
                "read, and in no total of the plan",
                "Suspense",
            ),
            (
                "Suspected double claims",
                groups.double_claims.count,
                &self.double_claims,
                groups.double_claims.euros,
                "at stake: would fall out if each counted once",
                "Suspense",
            ),
            (
                "Money that changed sides",
                groups.swaps.count,
                &self.swapped,
                groups.swaps.euros,
                "planned from one source, paid from the other",
                "Variances",
            ),
            (
                "Errors in the sheets",
                groups.errors.count,
                &None,
                groups.errors.euros,
                "concerned, where the amount is known",
                "Findings",
            ),
            (
                "Warnings",
                groups.warnings.count,
                &None,
                groups.warnings.euros,
                "concerned, where the amount is known",
                "Findings",
            ),
            (
                "Bodies that have not reported",
                not_reported,
                &None,
                groups.not_reported.figures.planned,
                "planned on lines that nobody reported on",
                "Reporting",
            ),
            (
                "Amounts left out for a reason",
                groups.excluded.count,
                &self.excluded,
                groups.excluded.euros,
                "excluded",
                "Entries",
            ),
        ];
        for (what, count, formula, amount, meaning, sheet) in rows {
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
                (3, Cell::new(sheet, Style::Centre).look(Look::Link).link(sheet, 0, 0)),
                (4, Cell::text(meaning).look(Look::Hint).span(4)),
            ];
            page.push(Row { cells, ..Row::default() });
        }
    }
}
