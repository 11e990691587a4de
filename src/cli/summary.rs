//! What a reconciliation came to, on one screen. In: the reconciliation. Out: a table and what needs
//! attention. Never adds up: every figure is the reconciliation's.

use earmark::diagnostic::safe;
use earmark::model::Euros;
use earmark::reconcile::{ChangeKind, Figures, Reconciliation};

use super::screen::{Screen, counted, euros};

/// Prints the summary.
pub fn print(screen: &mut Screen, reconciliation: &Reconciliation) {
    let as_of = reconciliation
        .as_of
        .map_or_else(String::new, |day| format!(", as of {}", shown(&day.to_string())));
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
    since(screen, reconciliation);
}

/// A day as the workbooks show it; another text as it is.
fn shown(day: &str) -> String {
    match day.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}.{month}.{year}"),
        _ => day.to_owned(),
    }
}

/// What changed, where an earlier run was given.
fn since(screen: &mut Screen, reconciliation: &Reconciliation) {
    let Some(changes) = &reconciliation.changes else { return };
    let as_of =
        changes.as_of.as_deref().map_or_else(String::new, |day| format!(" as of {}", shown(day)));
    let name = safe(&format!("the earlier results{as_of}"));
    if changes.is_empty() {
        return screen.line(&format!("  Nothing changed since {name}"));
    }
    let spent = changes.sum("spent").map(|sum| sum.changes).unwrap_or_default();
    let sign = if spent.is_negative() { "" } else { "+" };
    let of = |kind: ChangeKind| changes.entries_of(kind).count;
    screen.line(&format!(
        "  Since {name}: spent {sign}{}; amounts: {} new, {} gone, {} changed; findings: {} resolved, \
         {} new (sheet Changes)",
        euros(spent),
        of(ChangeKind::New),
        of(ChangeKind::Vanished),
        of(ChangeKind::Changed),
        changes.resolved.len(),
        changes.new_findings.len(),
    ));
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
    const AMOUNT: [&str; 2] = ["amount", "amounts"];
    const LINE: [&str; 2] = ["line", "lines"];
    const BODY: [&str; 2] = ["institution", "institutions"];
    const CLAIM: [&str; 2] = ["suspected double claim,", "suspected double claims,"];
    const SWAP: [&str; 2] = ["swap", "swaps"];
    const DECISION: [&str; 2] = ["decision", "decisions"];
    const LIMIT: [&str; 2] = ["limit", "limits"];
    let groups = reconciliation.groups();
    let (claims, swaps) = (groups.double_claims, groups.swaps);
    let proof = reconciliation.proof.total;
    let (over, unplanned, lacking) = (groups.overspent, groups.unplanned, groups.lacking);
    let silent = reconciliation.not_reported.len();
    let limits = reconciliation.exceeded_limits();
    let not_done = reconciliation.decisions.iter().filter(|made| !made.applied);
    let rows = [
        (groups.suspense.count, AMOUNT, "in suspense", Some(proof.suspense), "Suspense"),
        (claims.count, CLAIM, "at stake", claims.euros, "Suspense"),
        (not_done.count(), DECISION, "not carried out", None, "Suspense"),
        (silent, BODY, "without a report", None, "Reporting"),
        (lacking.count, LINE, "without enough money", lacking.figures.funding_gap, "Unfunded"),
        (over.count, LINE, "spent more than planned", over.figures.variance, "Variances"),
        (unplanned.count, LINE, "spent without a plan", unplanned.figures.spent, "Unfunded"),
        (swaps.count, SWAP, "between budget and donation", swaps.euros, "Variances"),
        (limits.count, LIMIT, "of donors exceeded", limits.euros, "Donors"),
        (groups.excluded.count, AMOUNT, "left out for a reason", Some(proof.excluded), "Entries"),
    ];
    if rows.iter().all(|(count, ..)| *count == 0) {
        screen.line("Nothing needs attention.");
        return;
    }
    screen.heading("Needs attention");
    for (count, [one, many], what, amount, sheet) in rows.into_iter().filter(|row| row.0 > 0) {
        let what = format!("{} {what}", if count == 1 { one } else { many });
        let amount = amount.map_or_else(String::new, euros);
        screen.line(&format!("  {count:>4}  {what:<34} {amount:>18}   sheet {sheet}"));
    }
}
