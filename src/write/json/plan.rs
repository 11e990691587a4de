//! The plan and the register of funding as the JSON holds them. Out: parts that borrow from the
//! reconciliation. Never a figure that `reconcile` did not compute.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figures::Totals;
use crate::model::{Activity, ActivityCode, BodyName, DonorName, Euros, FundingRecord, Quarter};
use crate::reconcile::{
    ActivityResult, FundingStatus, Reconciliation, SpendingStatus, TimingStatus,
};

#[derive(Serialize)]
pub(super) struct PlanPart<'a> {
    file: &'a str,
    sha256: &'a str,
    title: Option<&'a str>,
    year: Option<i16>,
    activities: usize,
}

pub(super) fn plan(reconciliation: &Reconciliation) -> PlanPart<'_> {
    let plan = &reconciliation.plan;
    PlanPart {
        file: &plan.source.file,
        sha256: &plan.source.sha256,
        title: plan.title.as_deref(),
        year: plan.year,
        activities: plan.activities.len(),
    }
}

#[derive(Serialize)]
pub(super) struct ActivityPart<'a> {
    code: ActivityCode,
    title: &'a str,
    lead: Option<&'a BodyName>,
    partners: &'a [BodyName],
    departments: Vec<DepartmentPart<'a>>,
    start_quarter: Option<Quarter>,
    end_quarter: Option<Quarter>,
    measure: Option<&'a str>,
    strategic_area: Option<u16>,
    result_indicators: &'a [String],
    no_funding_required: bool,
    spending_status: Option<SpendingStatus>,
    funding_status: Option<FundingStatus>,
    timing: Option<TimingStatus>,
    figures: Option<Totals>,
    place: String,
}

#[derive(Serialize)]
struct DepartmentPart<'a> {
    body: &'a BodyName,
    department: &'a str,
}

/// The results of activities by their codes.
pub(super) type Results<'a> = BTreeMap<ActivityCode, &'a ActivityResult>;

pub(super) fn results(reconciliation: &Reconciliation) -> Results<'_> {
    reconciliation.activities.iter().map(|result| (result.code, result)).collect()
}

/// An activity, with its result where there is one.
pub(super) fn activity<'a>(activity: &'a Activity, results: &Results<'_>) -> ActivityPart<'a> {
    let result = results.get(&activity.code);
    ActivityPart {
        code: activity.code,
        title: &activity.title,
        lead: activity.lead.as_ref(),
        partners: &activity.partners,
        departments: activity
            .departments
            .iter()
            .map(|(body, department)| DepartmentPart { body, department })
            .collect(),
        start_quarter: activity.start,
        end_quarter: activity.end,
        measure: Some(activity.measure.as_str()).filter(|measure| !measure.is_empty()),
        strategic_area: Some(activity.area).filter(|area| *area != 0),
        result_indicators: &activity.result_indicators,
        no_funding_required: activity.no_funding_required,
        spending_status: result.map(|result| result.spending_status),
        funding_status: result.map(|result| result.funding_status),
        timing: result.and_then(|result| result.timing),
        figures: result.map(|result| Totals::of(&result.figures)),
        place: activity.place.to_string(),
    }
}

#[derive(Serialize)]
pub(super) struct FundingPart<'a> {
    activity: ActivityCode,
    source: &'static str,
    holder: Option<&'a BodyName>,
    donor: Option<&'a DonorName>,
    kind: &'static str,
    amount: Euros,
    date: Option<String>,
    reference: Option<&'a str>,
    after_as_of: bool,
    place: String,
}

pub(super) fn funding<'a>(
    reconciliation: &Reconciliation,
    record: &'a FundingRecord,
) -> FundingPart<'a> {
    FundingPart {
        activity: record.activity,
        source: record.source.word(),
        holder: record.holder.as_ref(),
        donor: record.donor.as_ref(),
        kind: record.kind.word(),
        amount: record.amount,
        date: record.date.map(|date| date.to_string()),
        reference: record.reference.as_deref(),
        after_as_of: reconciliation.is_later(record),
        place: record.place.to_string(),
    }
}
