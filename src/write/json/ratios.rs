//! Ratios as the JSON holds them. In: what `reconcile` computed. Out: percentages as texts with two
//! decimals; unknown is null. Never a grade.

use serde::Serialize;

use super::figures::percent;
use crate::model::Euros;
use crate::reconcile::{Composition, RatioSet, Ratios};

#[derive(Serialize)]
pub(super) struct RatiosPart<'a> {
    all_planned: SetPart<'a>,
    due_and_reported: SetPart<'a>,
    left_out: LeftOutPart,
}

#[derive(Serialize)]
struct LeftOutPart {
    not_due: CountPart,
    not_reported: CountPart,
    in_suspense: Euros,
}

#[derive(Serialize)]
struct CountPart {
    lines: usize,
    planned: Option<Euros>,
}

#[derive(Serialize)]
struct SetPart<'a> {
    lines: usize,
    planned: Option<Euros>,
    spent: Option<Euros>,
    execution_rate_percent: Option<String>,
    aggregate_deviation_percent: Option<String>,
    composition: CompositionsPart<'a>,
}

#[derive(Serialize)]
struct CompositionsPart<'a> {
    areas: CompositionPart<'a>,
    institutions: CompositionPart<'a>,
    sources: CompositionPart<'a>,
}

#[derive(Serialize)]
struct CompositionPart<'a> {
    variance_percent: Option<String>,
    heads: Vec<HeadPart<'a>>,
}

#[derive(Serialize)]
struct HeadPart<'a> {
    name: Option<&'a str>,
    planned: Option<Euros>,
    spent: Option<Euros>,
    execution_rate_percent: Option<String>,
    adjusted: Option<Euros>,
    deviation: Option<Euros>,
}

pub(super) fn ratios(ratios: &Ratios, in_suspense: Euros) -> RatiosPart<'_> {
    let count = |(lines, planned)| CountPart { lines, planned };
    RatiosPart {
        all_planned: set(&ratios.all_planned),
        due_and_reported: set(&ratios.due_and_reported),
        left_out: LeftOutPart {
            not_due: count(ratios.not_due),
            not_reported: count(ratios.not_reported),
            in_suspense,
        },
    }
}

fn set(set: &RatioSet) -> SetPart<'_> {
    SetPart {
        lines: set.lines,
        planned: set.planned,
        spent: set.spent,
        execution_rate_percent: percent(set.execution),
        aggregate_deviation_percent: percent(set.aggregate_deviation),
        composition: CompositionsPart {
            areas: composition(&set.areas),
            institutions: composition(&set.leads),
            sources: composition(&set.sources),
        },
    }
}

fn composition(composition: &Composition) -> CompositionPart<'_> {
    CompositionPart {
        variance_percent: percent(composition.variance),
        heads: composition
            .heads
            .iter()
            .map(|head| HeadPart {
                name: Some(head.name.as_str()).filter(|name| !name.is_empty()),
                planned: head.planned,
                spent: head.spent,
                execution_rate_percent: percent(head.execution),
                adjusted: head.adjusted,
                deviation: head.deviation,
            })
            .collect(),
    }
}
