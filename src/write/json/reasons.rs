//! Reasons for deviations, as the JSON holds them: the threshold, and the lines whose reason is missing.

use serde::Serialize;

use super::results::line_id;
use crate::model::{ActivityCode, BodyName, Euros};
use crate::reconcile::{ReasonAsked, Reconciliation};

#[derive(Serialize)]
pub(super) struct ThresholdPart {
    percent: Option<String>,
    euros: Option<Euros>,
}

pub(super) fn threshold(reconciliation: &Reconciliation) -> ThresholdPart {
    let threshold = &reconciliation.reasons.threshold;
    ThresholdPart {
        percent: threshold.percent.map(|percent| percent.normalize().to_string()),
        euros: threshold.euros,
    }
}

#[derive(Serialize)]
pub(super) struct MissingPart<'a> {
    line: String,
    activity: ActivityCode,
    source: &'static str,
    planned: Option<Euros>,
    spent: Option<Euros>,
    variance: Euros,
    ask: Option<&'a BodyName>,
}

pub(super) fn missing(reconciliation: &Reconciliation) -> Vec<MissingPart<'_>> {
    let part = |asked: &'_ ReasonAsked| Some((asked.line, reconciliation.lines.get(asked.line)?));
    reconciliation
        .reasons
        .missing()
        .filter_map(|asked| {
            let (index, line) = part(asked)?;
            Some(MissingPart {
                line: line_id(index),
                activity: line.activity,
                source: line.source.word(),
                planned: line.figures.planned,
                spent: line.figures.spent,
                variance: asked.variance,
                ask: asked.ask.as_ref(),
            })
        })
        .collect()
}
