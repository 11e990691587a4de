//! Reconciliation → JSON, schema `earmark/reconciliation/1`; `templates/reconciliation.schema.json`
//! describes it. In: figures that are already computed. Out: text, the same for the same
//! input, never held as a whole; amounts are strings with two decimals, unknown is null. Keys may be added; none may change meaning.

mod changes;
mod claims;
mod decisions;
mod entries;
mod fields;
mod figures;
mod funding;
mod object;
mod plan;
mod ratios;
mod reasons;
mod reporting;
mod results;
mod timing;

pub(super) use figures::percent;
pub(super) use results::{holder_kind, line_id};

use std::io::Write;

use super::WriteError;
use crate::diagnostic::Catalogue;
use crate::reconcile::Reconciliation;
use object::Object;

/// The name of the schema; a change of meaning would need another.
const SCHEMA: &str = "earmark/reconciliation/1";

/// The reconciliation as JSON, schema `earmark/reconciliation/1`, written as it is made.
///
/// # Errors
/// [`WriteError`] where nothing more can be written.
pub fn json(
    reconciliation: &Reconciliation,
    catalogue: &Catalogue,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let mut object = Object::begin(out)?;
    head(reconciliation, &mut object)?;
    object.list_put("entries", reconciliation.entries.len(), |index, out| {
        entries::put_entry(reconciliation, index, out)
    })?;
    object.list("double_claims", reconciliation.double_claims.len(), |index| {
        claims::double_claim(reconciliation, index)
    })?;
    object.list("decisions", reconciliation.decisions.len(), |index| {
        decisions::decision(reconciliation, index)
    })?;
    object.list("findings", reconciliation.findings.len(), |index| {
        entries::finding(reconciliation, catalogue, index)
    })?;
    let submissions = &reconciliation.submissions;
    object.list("submissions", submissions.len(), |at| {
        submissions.get(at).map(entries::submission)
    })?;
    object.value("not_reported", &reconciliation.not_reported)?;
    object.list("reporting", reconciliation.reporting.len(), |at| {
        reconciliation.reporting.get(at).map(|row| reporting::reporting(reconciliation, row))
    })?;
    // Only where an earlier run was given to compare with.
    if let Some(changes) = &reconciliation.changes {
        object.value("changes", &changes::changes(changes))?;
    }
    object.value("proof", &entries::proof(reconciliation))?;
    object.end()
}

/// What comes before the entries: the run, the plan, the figures.
fn head(reconciliation: &Reconciliation, object: &mut Object<'_>) -> Result<(), WriteError> {
    object.value("schema", SCHEMA)?;
    object.value("title", &reconciliation.title)?;
    object.value("run_date", &reconciliation.run_date.map(|date| date.to_string()))?;
    object.value("as_of", &reconciliation.as_of.map(|date| date.to_string()))?;
    object.value("timing_profile", reconciliation.profile.word())?;
    let tolerance = reconciliation.tolerance_percent.normalize().to_string();
    object.value("tolerance_percent", &tolerance)?;
    object.value("plan", &plan::plan(reconciliation))?;
    object.value("register", &reconciliation.register)?;
    let inputs = &reconciliation.inputs;
    object.list("inputs", inputs.len(), |at| inputs.get(at))?;
    object.value("totals", &figures::Totals::of(&reconciliation.totals))?;
    object.list("areas", reconciliation.areas.len(), |at| {
        reconciliation.areas.get(at).map(results::roll_up)
    })?;
    let measures = &reconciliation.measures;
    object.list("measures", measures.len(), |at| measures.get(at).map(results::roll_up))?;
    let activities = &reconciliation.plan.activities;
    let results = plan::results(reconciliation);
    object.list("activities", activities.len(), |at| {
        activities.get_index(at).map(|(_, activity)| plan::activity(activity, &results))
    })?;
    let gaps = funding::gaps_by_line(reconciliation);
    let lines = 0..reconciliation.lines.len();
    let lines = lines.map(|index| results::line(reconciliation, &gaps, index));
    object.list_of_long("lines", lines)?;
    object.value("reason_threshold", &reasons::threshold(reconciliation))?;
    let missing = reasons::missing(reconciliation);
    object.list("reasons_missing", missing.len(), |at| missing.get(at))?;
    let institutions = reconciliation.institutions.iter().map(results::institution);
    object.list_of_long("institutions", institutions)?;
    object.list("donors", reconciliation.donors.len(), |at| {
        reconciliation.donors.get(at).map(|donor| results::donor(reconciliation, donor))
    })?;
    let quarters = &reconciliation.quarters;
    object.list("quarters", quarters.len(), |at| quarters.get(at).map(results::quarter))?;
    let suspense = reconciliation.proof.total.suspense;
    object.value("ratios", &ratios::ratios(&reconciliation.ratios, suspense))?;
    object.list("pools", reconciliation.pools.len(), |at| {
        reconciliation.pools.get(at).map(claims::pool)
    })?;
    object.list("source_swaps", reconciliation.swaps.len(), |index| {
        claims::swap(reconciliation, index)
    })?;
    object.list("funding", reconciliation.funding.len(), |at| {
        reconciliation.funding.get(at).map(|record| plan::funding(reconciliation, record))
    })?;
    object.value("funding_gaps", &funding::gaps(reconciliation))
}
