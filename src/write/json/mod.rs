//! Reconciliation → JSON, schema `earmark/reconciliation/1`; `templates/reconciliation.schema.json`
//! describes it. In: figures that are already computed. Out: text, the same for the same
//! input, never held as a whole; amounts are strings with two decimals, unknown is null. Keys may be added; none may change meaning.

mod changes;
mod claims;
mod decisions;
mod entries;
mod figures;
mod funding;
mod plan;
mod ratios;
mod reasons;
mod reporting;
mod results;
mod timing;

pub(super) use figures::percent;
pub(super) use results::{holder_kind, line_id};

use std::io::Write;

use serde::Serialize;

use super::WriteError;
use crate::diagnostic::Catalogue;
use crate::model::{BodyName, SourceFile};
use crate::reconcile::Reconciliation;

/// The name of the schema; a change of meaning would need another.
const SCHEMA: &str = "earmark/reconciliation/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    run_date: Option<String>,
    as_of: Option<String>,
    timing_profile: &'static str,
    tolerance_percent: String,
    plan: plan::PlanPart<'a>,
    register: Option<&'a SourceFile>,
    inputs: &'a [SourceFile],
    totals: figures::Totals,
    areas: Vec<results::RollUpPart<'a>>,
    measures: Vec<results::RollUpPart<'a>>,
    activities: Vec<plan::ActivityPart<'a>>,
    lines: Vec<results::LinePart<'a>>,
    reason_threshold: reasons::ThresholdPart,
    reasons_missing: Vec<reasons::MissingPart<'a>>,
    institutions: Vec<results::InstitutionPart<'a>>,
    donors: Vec<results::DonorPart<'a>>,
    quarters: Vec<results::QuarterPart>,
    ratios: ratios::RatiosPart<'a>,
    pools: Vec<claims::PoolPart<'a>>,
    source_swaps: Vec<claims::SwapPart>,
    funding: Vec<plan::FundingPart<'a>>,
    funding_gaps: funding::FundingGapsPart,
    entries: entries::Entries<'a>,
    double_claims: Vec<claims::ClaimPart>,
    decisions: Vec<decisions::DecisionPart<'a>>,
    findings: entries::Findings<'a>,
    submissions: Vec<entries::SubmissionPart<'a>>,
    not_reported: &'a [BodyName],
    reporting: Vec<reporting::ReportingPart<'a>>,
    // Only where an earlier run was given to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<changes::ChangesPart<'a>>,
    proof: entries::ProofPart<'a>,
}

/// The reconciliation as JSON, schema `earmark/reconciliation/1`, written as it is made.
///
/// # Errors
/// [`WriteError`] where nothing more can be written.
pub fn json(
    reconciliation: &Reconciliation,
    catalogue: &Catalogue,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let document = Document {
        schema: SCHEMA,
        title: &reconciliation.title,
        run_date: reconciliation.run_date.map(|date| date.to_string()),
        as_of: reconciliation.as_of.map(|date| date.to_string()),
        timing_profile: reconciliation.profile.word(),
        tolerance_percent: reconciliation.tolerance_percent.normalize().to_string(),
        plan: plan::plan(reconciliation),
        register: reconciliation.register.as_ref(),
        inputs: &reconciliation.inputs,
        totals: figures::Totals::of(&reconciliation.totals),
        areas: reconciliation.areas.iter().map(results::roll_up).collect(),
        measures: reconciliation.measures.iter().map(results::roll_up).collect(),
        activities: plan::activities(reconciliation),
        lines: results::lines(reconciliation),
        reason_threshold: reasons::threshold(reconciliation),
        reasons_missing: reasons::missing(reconciliation),
        institutions: reconciliation.institutions.iter().map(results::institution).collect(),
        donors: reconciliation
            .donors
            .iter()
            .map(|donor| results::donor(reconciliation, donor))
            .collect(),
        quarters: reconciliation.quarters.iter().map(results::quarter).collect(),
        ratios: ratios::ratios(&reconciliation.ratios, reconciliation.proof.total.suspense),
        pools: reconciliation.pools.iter().map(claims::pool).collect(),
        source_swaps: claims::swaps(reconciliation),
        funding_gaps: funding::gaps(reconciliation),
        funding: reconciliation
            .funding
            .iter()
            .map(|record| plan::funding(reconciliation, record))
            .collect(),
        entries: entries::Entries(reconciliation),
        double_claims: claims::double_claims(reconciliation),
        decisions: decisions::decisions(reconciliation),
        findings: entries::Findings(reconciliation, catalogue),
        submissions: entries::submissions(reconciliation),
        not_reported: &reconciliation.not_reported,
        reporting: reporting::reporting(reconciliation),
        changes: reconciliation.changes.as_ref().map(changes::changes),
        proof: entries::proof(reconciliation),
    };
    serde_json::to_writer_pretty(&mut *out, &document)
        .map_err(|error| WriteError(error.to_string()))?;
    Ok(out.write_all(b"\n")?)
}
