//! Decisions as the JSON holds them: what was decided, by whom, when and why, and what became of it. What
//! was understood stands under its one name, anything else as it was written. Never a figure.

use serde::Serialize;

use crate::matching::Assigned;
use crate::reconcile::{Decided, DecisionResult, Reconciliation, SettledEntry};

#[derive(Serialize)]
pub(super) struct DecisionPart<'a> {
    id: String,
    place: String,
    fits: Vec<String>,
    applied: bool,
    state: String,
    activity: Option<String>,
    source: Option<String>,
    donor: Option<String>,
    body: Option<String>,
    exclude: Option<&'a str>,
    accept: bool,
    by: Option<&'a str>,
    on: Option<&'a str>,
    reason: Option<&'a str>,
}

pub(super) fn decision(reconciliation: &Reconciliation, index: usize) -> Option<DecisionPart<'_>> {
    let made = reconciliation.decisions.get(index)?;
    let decision = &made.decision;
    let nothing = Assigned::default();
    let assigned = match &made.verdict {
        Some(Decided::Count { assigned, .. }) => assigned,
        Some(Decided::Exclude) | None => &nothing,
    };
    let written = |text: &Option<arcstr::ArcStr>| text.as_deref().map(str::to_owned);
    let known = |understood: Option<String>, text| understood.or_else(|| written(text));
    Some(DecisionPart {
        id: DecisionResult::id(index),
        place: decision.place.to_string(),
        fits: made.fits.iter().map(|entry| SettledEntry::id(*entry)).collect(),
        applied: made.applied,
        state: made.state.english(),
        activity: known(assigned.activity.map(|code| code.to_string()), &decision.activity),
        source: known(
            assigned.source.as_ref().map(|said| said.source.word().to_owned()),
            &decision.source,
        ),
        donor: known(assigned.donor.as_ref().map(ToString::to_string), &decision.donor),
        body: known(assigned.body.as_ref().map(ToString::to_string), &decision.body),
        exclude: decision.exclude.as_deref(),
        accept: decision.accept.is_some(),
        by: decision.by.as_deref(),
        on: decision.on.as_deref(),
        reason: decision.reason.as_deref(),
    })
}
