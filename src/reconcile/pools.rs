//! Shared pools, "the budget of all implementers": who drew how much and what remains. In: lines with
//! their draws. Out: one pool for each such line of the plan, with the bodies that may draw and did
//! not. Never splits a pool: nobody has a share of it but what it drew.

use rust_decimal::Decimal;

use super::bodies::Reported;
use super::{Line, SpendingStatus};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{ActivityCode, BodyName, Euros, Holder, Plan};

/// One shared pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its line, as an index.
    pub line: usize,
    /// The activity.
    pub activity: ActivityCode,
    /// What the plan puts into it.
    pub planned: Option<Euros>,
    /// What was drawn by all; none where nobody reported a payment from it.
    pub drawn: Option<Euros>,
    /// planned − drawn; below zero where more was drawn than is there.
    pub remaining: Option<Euros>,
    /// More was drawn than planned, even within the tolerance.
    pub overdrawn: bool,
    /// The bodies that drew, then the responsible ones that did not.
    pub draws: Vec<PoolDraw>,
}

/// One body's part of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolDraw {
    /// The body; none where the sheet does not say.
    pub body: Option<BodyName>,
    /// What it drew: zero where it reported and drew nothing, none where it has not reported.
    pub drawn: Option<Euros>,
    /// drawn ÷ planned × 100, two decimals; none where nothing was planned.
    pub share_of_planned: Option<Decimal>,
    /// drawn ÷ what all drew × 100, two decimals; none where nobody drew.
    pub share_of_drawn: Option<Decimal>,
    /// The plan makes it responsible for the activity, so it may draw.
    pub responsible: bool,
}

/// All pools of the plan, in the order of lines; an overdrawn one beyond the tolerance is a finding.
pub(super) fn pools(
    plan: &Plan,
    lines: &[Line],
    reported: &Reported<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Pool> {
    let shared = |line: &&Line| line.in_plan && line.holder == Holder::Shared;
    for line in lines.iter().filter(shared) {
        findings.extend(overdrawn(plan, line));
    }
    let shared = lines.iter().enumerate().filter(|(_, line)| shared(line));
    shared.map(|(index, line)| pool(index, line, reported)).collect()
}

fn pool(index: usize, line: &Line, reported: &Reported<'_>) -> Pool {
    let (planned, drawn) = (line.figures.planned, line.figures.spent);
    let share = |body: Option<&BodyName>, amount: Option<Euros>, responsible| PoolDraw {
        body: body.cloned(),
        drawn: amount,
        share_of_planned: amount.and_then(|amount| amount.percent_of(planned?)),
        share_of_drawn: amount.and_then(|amount| amount.percent_of(drawn?)),
        responsible,
    };
    let drew = |body: &BodyName| line.draws.iter().any(|draw| draw.body.as_ref() == Some(body));
    let drawn_by =
        line.draws.iter().map(|draw| share(draw.body.as_ref(), Some(draw.spent), draw.responsible));
    let others = line.holders.iter().filter(|body| !drew(body));
    let nothing = others.map(|body| {
        // What a body has not reported is not known, and not zero.
        let nothing = reported.has(body).then_some(Euros::ZERO);
        share(Some(body), nothing, true)
    });
    Pool {
        line: index,
        activity: line.activity,
        planned,
        drawn,
        remaining: line.figures.remaining,
        overdrawn: line.figures.remaining.is_some_and(Euros::is_negative),
        draws: drawn_by.chain(nothing).collect(),
    }
}

/// An overspent pool is said with who drew, in place of W0504: no body sees the others' sheets.
fn overdrawn(plan: &Plan, line: &Line) -> Option<Finding> {
    if line.spending_status != SpendingStatus::Overspent {
        return None;
    }
    let (_, planned) = plan
        .lines_of(line.activity)
        .find(|(_, planned)| planned.source == line.source && planned.holder == line.holder)?;
    let draws: Vec<Said> = line
        .draws
        .iter()
        .filter(|draw| !draw.spent.is_zero())
        .map(|draw| {
            let body = draw.body.as_ref();
            let body =
                body.map_or(Said::new("a body not stated"), |body| Said::data(body.to_string()));
            Said::new("{body} {amount}").with("body", body).with("amount", draw.spent)
        })
        .collect();
    Some(
        Finding::new(Code::PoolOverdrawn, planned.place.clone())
            .detail("code", line.activity)
            .detail("planned", line.figures.planned.unwrap_or_default())
            .detail("spent", line.figures.spent.unwrap_or_default())
            .detail("draws", Said::list(draws, ", "))
            .amount(line.figures.variance.unwrap_or_default()),
    )
}
