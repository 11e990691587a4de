//! What a reconciliation came to, on one screen. In: the reconciliation. Out: a table and what needs
//! attention. Never adds up: every figure is the reconciliation's.

use earmark::diagnostic::safe;
use earmark::model::Euros;
use earmark::reconcile::{Figures, Reconciliation};

use super::screen::{Screen, counted, euros};

/// Prints the summary.
pub fn print(screen: &mut Screen, reconciliation: &Reconciliation) {
    let as_of = reconciliation.as_of.map_or_else(String::new, |day| format!(", as of {day}"));
    screen.heading(&format!("{}{as_of}", safe(&reconciliation.title)));
    screen.line(&format!(
        "{} in the plan; {} with {} read",
        counted(reconciliation.plan.activities.len(), "activity", "activities"),
        counted(reconciliation.submissions.len(), "submission", "submissions"),
        counted(reconciliation.entries.len(), "amount", "amounts"),
    ));
    screen.line("");
    table(screen, reconciliation);
    screen.line("  variance = spent - planned; funding gap = planned - secured, not below zero");
    screen.line("");
    attention(screen, reconciliation);
}

fn table(screen: &mut Screen, reconciliation: &Reconciliation) {
    let totals = &reconciliation.totals;
    let mut rows = vec![
        ["", "planned", "secured", "spent", "variance", "funding gap"].map(str::to_owned),
        row("budget", &totals.budget),
        row("donation", &totals.donation),
    ];
    if totals.unnamed != Figures::default() {
        rows.push(row("no source", &totals.unnamed));
    }
    rows.push(row("total", &totals.total));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..6).map(|column| width(column).unwrap_or(0)).collect();
    for row in &rows {
        let mut line = format!("  {:<width$}", row[0], width = widths[0]);
        for (text, width) in row.iter().zip(&widths).skip(1) {
            line.push_str(&format!("   {text:>width$}"));
        }
        if row[0] == "total" { screen.heading(&line) } else { screen.line(&line) }
    }
}

fn row(name: &str, figures: &Figures) -> [String; 6] {
    let known = |amount: Option<Euros>| amount.map_or_else(|| "-".to_owned(), euros);
    [
        name.to_owned(),
        known(figures.planned),
        known(figures.secured),
        known(figures.spent),
        known(figures.variance),
        known(figures.funding_gap),
    ]
}

fn attention(screen: &mut Screen, reconciliation: &Reconciliation) {
    let groups = reconciliation.groups();
    let bodies = reconciliation.not_reported.len();
    let proof = reconciliation.proof.total;
    let rows = [
        (
            groups.suspense.count,
            "in suspense: the activity or the source cannot be told",
            Some(proof.suspense),
            "sheet Suspense",
        ),
        (
            groups.excluded.count,
            "left out for a stated reason",
            Some(proof.excluded),
            "sheet Entries",
        ),
        (
            groups.unplanned.count,
            "spent without a plan for it",
            groups.unplanned.figures.spent,
            "sheet Variances",
        ),
        (
            groups.overspent.count,
            "spent more than planned",
            groups.overspent.figures.variance,
            "sheet Variances",
        ),
        (
            groups.lacking.count,
            "planned without enough money",
            groups.lacking.figures.funding_gap,
            "sheet Unfunded",
        ),
        (bodies, "expected to report and has not", None, "sheet Reporting"),
    ];
    if rows.iter().all(|(count, ..)| *count == 0) {
        screen.line("Nothing needs attention.");
        return;
    }
    screen.heading("Needs attention");
    for (count, what, amount, place) in rows.into_iter().filter(|(count, ..)| *count > 0) {
        let amount = amount.map_or_else(String::new, euros);
        screen.line(&format!("  {count:>4}  {:<55} {amount:>16}   {place}", noun(count, what)));
    }
}

/// Suspense and exclusion count amounts, reporting counts institutions, the rest counts plan lines.
fn noun(count: usize, what: &str) -> String {
    let (one, many) = match what {
        what if what.starts_with("in suspense") || what.starts_with("left out") => {
            ("amount", "amounts")
        }
        what if what.starts_with("expected") => {
            return if count == 1 {
                "institution that was expected to report and has not".to_owned()
            } else {
                "institutions that were expected to report and have not".to_owned()
            };
        }
        _ => ("line", "lines"),
    };
    format!("{} {what}", if count == 1 { one } else { many })
}
