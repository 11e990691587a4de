//! Money that an institution's lines lack, and what of it other sources of the same activity cover. In: a
//! reconciliation and one institution. Out: a block of its return, and none where nothing is missing.

use crate::book::Cell;
use crate::reconcile::{InstitutionResult, Line, LineGap, Reconciliation};
use crate::report::page::Page;
use crate::report::{formula, labels};

/// The column of the gap; what covers it stands beside it.
const GAP: u16 = 6;

pub(super) fn write(
    reconciliation: &Reconciliation,
    page: &mut Page,
    institution: &InstitutionResult,
) {
    let own = institution.lines.iter().copied().collect();
    let gaps: Vec<LineGap> = reconciliation.funding_gaps_of(&own);
    let gaps: Vec<(&LineGap, &Line)> =
        gaps.iter().filter_map(|gap| Some((gap, reconciliation.lines.get(gap.line)?))).collect();
    if gaps.is_empty() {
        return;
    }
    page.section("Money that is missing");
    page.hint(
        "Funding gap = planned − secured. Covered: what other sources of the same activity have beyond \
         their own plan. Still missing = funding gap − covered.",
    );
    page.header(&[
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Planned",
        "Secured",
        "Funding gap",
        "Covered",
        "Still missing",
        "Covered by",
        "",
        "",
        "",
        "",
    ]);
    for (gap, line) in gaps {
        let row = page.next();
        let missing =
            formula::difference(&formula::at(row, GAP), &formula::at(row, GAP + 1), gap.uncovered);
        page.row([
            Cell::text(line.activity.to_string()),
            Cell::wrap(labels::title(reconciliation.plan.activities.get(&line.activity))),
            Cell::text(line.source.word()),
            Cell::wrap(labels::holder(line)),
            Cell::money(line.figures.planned),
            Cell::money(line.figures.secured),
            Cell::money(gap.gap),
            Cell::money(gap.covered),
            missing,
            Cell::wrap(labels::covered_by(reconciliation, gap)).span(5),
        ]);
    }
}
