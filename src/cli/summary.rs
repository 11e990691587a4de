//! What a reconciliation came to, on one screen. In: the reconciliation. Out: a table and what needs
//! attention. Never adds up: every figure is the reconciliation's.

use earmark::diagnostic::safe;
use earmark::language::Said;
use earmark::model::Euros;
use earmark::reconcile::{ChangeKind, Figures, Reconciliation};

use super::screen::Screen;
use super::speech::{counted, euros, say, words};

/// Prints the summary.
pub fn print(screen: &mut Screen, reconciliation: &Reconciliation) {
    let title = Said::data(&*reconciliation.title);
    screen.heading(&safe(&say(match reconciliation.as_of {
        Some(day) => Said::new("{title}, as of {day}").with("title", title).with("day", day),
        None => title,
    })));
    let read = Said::new("{activities} in the plan; {submissions} with {amounts} read")
        .with("activities", counted(reconciliation.plan.activities.len(), "{count} activities"))
        .with("submissions", counted(reconciliation.submissions.len(), "{count} submissions"))
        .with("amounts", counted(reconciliation.entries.len(), "{count} amounts"));
    screen.line(&say(read));
    screen.line("");
    table(screen, reconciliation);
    let variance = "variance = spent - planned; funding gap = planned - secured, not below zero";
    screen.line(&format!("  {}", say(variance)));
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
    let name = match changes.as_of.as_deref() {
        Some(day) => Said::new("the earlier results as of {day}").with_data("day", shown(day)),
        None => Said::new("the earlier results"),
    };
    if changes.is_empty() {
        let nothing = say(Said::new("Nothing changed since {name}").with("name", name));
        return screen.line(&format!("  {}", safe(&nothing)));
    }
    let spent = changes.sum("spent").map(|sum| sum.changes).unwrap_or_default();
    let sign = if spent.is_negative() { "" } else { "+" };
    let of = |kind: ChangeKind| changes.entries_of(kind).count;
    let since = Said::new(
        "Since {name}: spent {spent}; amounts: {come} new, {gone} gone, {changed} changed; findings: \
         {resolved} resolved, {new} new (sheet Changes)",
    )
    .with("name", name)
    .with_data("spent", format!("{sign}{}", euros(spent)))
    .with_data("come", of(ChangeKind::New))
    .with_data("gone", of(ChangeKind::Vanished))
    .with_data("changed", of(ChangeKind::Changed))
    .with_data("resolved", changes.resolved.len())
    .with_data("new", changes.new_findings.len());
    screen.line(&format!("  {}", safe(&say(since))));
}

fn table(screen: &mut Screen, reconciliation: &Reconciliation) {
    let totals = &reconciliation.totals;
    let mut rows = vec![
        ["", "planned", "secured", "spent", "variance", "funding gap"].map(say),
        row("budget", &totals.budget),
        row("donation", &totals.donation),
    ];
    if totals.unnamed != Figures::default() {
        rows.push(row("no source", &totals.unnamed));
    }
    rows.push(row("total", &totals.total));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..6).map(|column| width(column).unwrap_or(0)).collect();
    let last = rows.len() - 1;
    for (index, row) in rows.iter().enumerate() {
        let mut line = format!("  {:<width$}", row[0], width = widths[0]);
        for (text, width) in row.iter().zip(&widths).skip(1) {
            line.push_str(&format!("   {text:>width$}"));
        }
        if index == last { screen.heading(&line) } else { screen.line(&line) }
    }
}

fn row(name: &'static str, figures: &Figures) -> [String; 6] {
    let known = |amount: Option<Euros>| amount.map_or_else(|| "-".to_owned(), euros);
    [
        say(name),
        known(figures.planned),
        known(figures.secured),
        known(figures.spent),
        known(figures.variance),
        known(figures.funding_gap),
    ]
}

fn attention(screen: &mut Screen, reconciliation: &Reconciliation) {
    let groups = reconciliation.groups();
    let (claims, swaps) = (groups.double_claims, groups.swaps);
    let proof = reconciliation.proof.total;
    let (over, unplanned, lacking) = (groups.overspent, groups.unplanned, groups.lacking);
    let silent = reconciliation.not_reported.len();
    let limits = reconciliation.exceeded_limits();
    let not_done = reconciliation.decisions.iter().filter(|made| !made.applied).count();
    let (suspense, excluded) = (groups.suspense.count, groups.excluded.count);
    let (lacks, overspent) = (lacking.figures.funding_gap, over.figures.variance);
    let rows = [
        (suspense, "amounts in suspense", Some(proof.suspense), "Suspense"),
        (claims.count, "suspected double claims, at stake", claims.euros, "Suspense"),
        (not_done, "decisions not carried out", None, "Suspense"),
        (silent, "institutions without a report", None, "Reporting"),
        (lacking.count, "lines without enough money", lacks, "Unfunded"),
        (over.count, "lines spent more than planned", overspent, "Variances"),
        (unplanned.count, "lines spent without a plan", unplanned.figures.spent, "Unfunded"),
        (swaps.count, "swaps between budget and donation", swaps.euros, "Variances"),
        (limits.count, "limits of donors exceeded", limits.euros, "Donors"),
        (excluded, "amounts left out for a reason", Some(proof.excluded), "Entries"),
    ];
    if rows.iter().all(|(count, ..)| *count == 0) {
        screen.line(&say("Nothing needs attention."));
        return;
    }
    screen.heading(&say("Needs attention"));
    for (count, what, amount, sheet) in rows.into_iter().filter(|row| row.0 > 0) {
        // The number stands in a column of its own; it still chooses the form of the words.
        let what = say(counted(count, what));
        let amount = amount.map_or_else(String::new, euros);
        let sheet = say(Said::new("sheet {sheet}").with_data("sheet", words().sheet(sheet)));
        screen.line(&format!("  {count:>4}  {what:<34} {amount:>18}   {sheet}"));
    }
}
