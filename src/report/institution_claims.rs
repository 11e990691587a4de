//! Two parts of an institution's return: the shared pools it may draw on, and the suspected double claims
//! that touch it. In: a reconciliation and one body. Of another body never more than its name, its
//! document and its amount; never what another drew.

use super::page::Page;
use super::{formula, labels};
use crate::book::{Cell, Look, Style};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::reconcile::{DoubleClaim, InstitutionResult, Reconciliation, SettledEntry};

/// More claims than a person reads in one return.
const MOST: usize = 500;

/// The pools that it may draw on or drew on, where there are any.
pub(super) fn pools(
    reconciliation: &Reconciliation,
    page: &mut Page,
    institution: &InstitutionResult,
) {
    let own: Vec<_> = reconciliation
        .pools
        .iter()
        .filter_map(|pool| {
            let draw = pool.draws.iter().find(|draw| draw.body == institution.body)?;
            Some((pool, draw))
        })
        .collect();
    if own.is_empty() || institution.body.is_none() {
        return;
    }
    page.section("Shared pools it may draw on");
    page.hint(
        "The budget of all implementers is one pool for all bodies that are responsible for the activity. \
         Remaining is what is left of it after what all have drawn.",
    );
    let headings = [
        "Activity",
        "Title",
        "May draw",
        "Others that may draw",
        "Planned",
        "Drawn by it",
        "Share of the pool",
        "Remaining in the pool",
    ];
    page.header(&headings);
    for (pool, draw) in own {
        let activity = reconciliation.plan.activities.get(&pool.activity);
        let row = page.next();
        let share =
            formula::percent(&formula::at(row, 5), &formula::at(row, 4), draw.share_of_planned);
        let others = reconciliation
            .lines
            .get(pool.line)
            .into_iter()
            .flat_map(|line| &line.holders)
            .filter(|body| Some(*body) != institution.body.as_ref());
        let may = match draw.responsible {
            true => Cell::text("yes"),
            false => Cell::wrap("no: it is not responsible").look(Look::Attention),
        };
        page.row([
            Cell::text(pool.activity.to_string()),
            Cell::wrap(labels::title(activity)),
            may,
            Cell::wrap(labels::names(others)),
            Cell::money(pool.planned),
            Cell::money(draw.drawn),
            share,
            Cell::money(pool.remaining).look(if pool.overdrawn { Look::Bad } else { Look::Body }),
        ]);
    }
}

/// The suspected double claims with an entry of this institution, where there are any.
pub(super) fn double_claims(
    reconciliation: &Reconciliation,
    page: &mut Page,
    institution: &InstitutionResult,
) {
    let entry = |index: &usize| reconciliation.entries.get(*index);
    let is_own = |settled: &SettledEntry<'_>| settled.means.body == institution.body;
    let touching: Vec<(usize, &DoubleClaim)> = reconciliation
        .double_claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.entries.iter().filter_map(entry).any(|settled| is_own(&settled)))
        .collect();
    if touching.is_empty() || institution.body.is_none() {
        return;
    }
    page.section("What looks like one payment claimed twice");
    page.hint(
        "These amounts are counted as reported until it is known which of them is right. If it is one \
         payment, only the body and the source that paid it report it.",
    );
    page.header(&[
        "Claim",
        "Body",
        "Document",
        "Your file, sheet and cell",
        "Amount",
        "Activity",
        "What to do",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
    ]);
    let more = touching.len().saturating_sub(MOST);
    for (number, claim) in touching.into_iter().take(MOST) {
        let members: Vec<SettledEntry<'_>> = claim.entries.iter().filter_map(entry).collect();
        let all_own = members.iter().all(&is_own);
        for (at, settled) in members.iter().enumerate() {
            let own = is_own(settled);
            let entry = &settled.entry;
            let first = (at == 0).then(|| DoubleClaim::id(number));
            let what = (at == 0).then(|| match all_own {
                true => Said::new("Compare the rows: {why}. If it is one payment, delete one.")
                    .with("why", claim.why.clone()),
                false => Said::new(
                    "Agree with the other body who paid; the other takes the payment out of its sheet. \
                     If both paid, nothing has to be done.",
                ),
            });
            let activity =
                settled.means.activity.filter(|_| own).map(|activity| activity.to_string());
            page.row([
                Cell::text(first),
                Cell::wrap(labels::body(settled.means.body.as_ref())),
                Cell::wrap(entry.document().map(|text| safe(&text))),
                Cell::wrap(own.then(|| Said::from(&entry.place()))),
                Cell::money(entry.amount),
                Cell::new(activity, Style::Centre),
                Cell::wrap(what).span(8),
            ]);
        }
    }
    if more > 0 {
        let said = Said::new("The coordination body knows of {count} more.");
        page.hint(said.with("count", more));
    }
}
