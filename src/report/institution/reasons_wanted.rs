//! Reasons that are still needed from an institution: a list to fill in and send back. In: a
//! reconciliation and one institution. Out: a block of its return, and none where nothing is missing.

use crate::book::{Cell, Look, Style};
use crate::language::Said;
use crate::reconcile::{InstitutionResult, Reconciliation};
use crate::report::page::Page;
use crate::report::{formula, labels};

pub(super) fn write(
    reconciliation: &Reconciliation,
    page: &mut Page,
    institution: &InstitutionResult,
) {
    let reasons = &reconciliation.reasons;
    let wanted: Vec<_> = reasons
        .missing()
        .filter(|asked| asked.ask.is_some() && asked.ask == institution.body)
        .filter_map(|asked| Some((asked, reconciliation.lines.get(asked.line)?)))
        .collect();
    if wanted.is_empty() {
        return;
    }
    page.section("Reasons we still need from you");
    page.hint(
        Said::new(
            "What was spent deviates from the plan by {threshold}. Please say why: in the yellow cells \
             here, and send this workbook back, or in the column Reason for deviation of your next sheet.",
        )
        .with("threshold", reasons.threshold.in_words()),
    );
    page.header(&[
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Planned",
        "Spent",
        "Variance",
        "Deviation %",
        "Reason",
        "",
        "",
        "",
        "",
        "",
    ]);
    for (asked, line) in wanted {
        let activity = reconciliation.plan.activities.get(&line.activity);
        let row = page.next();
        let (planned, spent) = (formula::at(row, 4), formula::at(row, 5));
        page.row([
            Cell::new(line.activity.to_string(), Style::Text),
            Cell::wrap(labels::title(activity)),
            Cell::text(line.source.word()),
            Cell::wrap(labels::holder(line)),
            Cell::money(line.figures.planned),
            Cell::money(line.figures.spent),
            formula::difference(&spent, &planned, Some(asked.variance)),
            formula::given_percent(line.figures.deviation_percent),
            Cell::wrap("").look(Look::Input).span(6),
        ]);
    }
}
