//! Double claims, source swaps and shared pools as the JSON holds them. In: what `reconcile` found. Out:
//! parts that point at entries and lines by their ids.

use serde::Serialize;

use super::entries::FewEntryIds;
use super::figures::{FiguresPart, percent};
use super::results::line_id;
use crate::model::{ActivityCode, BodyName, Euros};
use crate::reconcile::{ClaimKind, DoubleClaim, Pool, Reconciliation, SourceSwap};

#[derive(Serialize)]
pub(super) struct ClaimPart<'a> {
    id: String,
    entries: FewEntryIds<'a>,
    score: u8,
    kind: ClaimKind,
    why: String,
    at_stake: Euros,
}

pub(super) fn double_claim(reconciliation: &Reconciliation, index: usize) -> Option<ClaimPart<'_>> {
    let claim = reconciliation.double_claims.get(index)?;
    Some(ClaimPart {
        id: DoubleClaim::id(index),
        entries: FewEntryIds(&claim.entries),
        score: claim.score,
        kind: claim.kind,
        why: claim.why.english(),
        at_stake: claim.at_stake,
    })
}

#[derive(Serialize)]
pub(super) struct SwapPart {
    id: String,
    activity: ActivityCode,
    planned_from: &'static str,
    paid_from: &'static str,
    amount: Euros,
    budget: FiguresPart,
    donation: FiguresPart,
    lines: Vec<String>,
}

pub(super) fn swap(reconciliation: &Reconciliation, index: usize) -> Option<SwapPart> {
    let swap = reconciliation.swaps.get(index)?;
    Some(SwapPart {
        id: SourceSwap::id(index),
        activity: swap.activity,
        planned_from: swap.planned_from.word(),
        paid_from: swap.paid_from.word(),
        amount: swap.amount,
        budget: FiguresPart::from(&swap.budget),
        donation: FiguresPart::from(&swap.donation),
        lines: swap.lines.iter().map(|line| line_id(*line)).collect(),
    })
}

#[derive(Serialize)]
pub(super) struct PoolPart<'a> {
    line: String,
    activity: ActivityCode,
    planned: Option<Euros>,
    drawn: Option<Euros>,
    remaining: Option<Euros>,
    overdrawn: bool,
    draws: Vec<PoolDrawPart<'a>>,
}

#[derive(Serialize)]
struct PoolDrawPart<'a> {
    body: Option<&'a BodyName>,
    drawn: Option<Euros>,
    share_of_planned_percent: Option<String>,
    share_of_drawn_percent: Option<String>,
    responsible: bool,
}

pub(super) fn pool(pool: &Pool) -> PoolPart<'_> {
    PoolPart {
        line: line_id(pool.line),
        activity: pool.activity,
        planned: pool.planned,
        drawn: pool.drawn,
        remaining: pool.remaining,
        overdrawn: pool.overdrawn,
        draws: pool
            .draws
            .iter()
            .map(|draw| PoolDrawPart {
                body: draw.body.as_ref(),
                drawn: draw.drawn,
                share_of_planned_percent: percent(draw.share_of_planned),
                share_of_drawn_percent: percent(draw.share_of_drawn),
                responsible: draw.responsible,
            })
            .collect(),
    }
}
