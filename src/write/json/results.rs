//! Lines, roll-ups, institutions, donors and quarters as the JSON holds them. Lines and entries stand
//! under their ids (l1, e1), so that a reader never has to count.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use serde::Serialize;

use super::entries::EntryIds;
use super::figures::{FiguresPart, Totals};
use super::funding;
use crate::model::{ActivityCode, BodyName, DonorName, Euros, Holder, Quarter, id};
use crate::reconcile::{
    BySource, DonorResult, DonorShare, Draw, Evidence, FundingStatus, InstitutionResult, LineGap,
    Outcomes, QuarterSpending, Reconciliation, RollUp, SpendingStatus, TimingStatus,
};

#[derive(Serialize)]
pub(super) struct LinePart<'a> {
    id: String,
    activity: ActivityCode,
    source: &'static str,
    holder_kind: &'static str,
    holders: &'a [BodyName],
    donor: Option<&'a DonorName>,
    in_plan: bool,
    #[serde(flatten)]
    figures: FiguresPart,
    spending_status: SpendingStatus,
    funding_status: FundingStatus,
    timing: Option<TimingStatus>,
    evidence: &'a Evidence,
    #[serde(flatten)]
    funding: funding::LineFunding<'a>,
    reasons: &'a [ArcStr],
    reason_required: bool,
    donor_shares: Vec<SharePart<'a>>,
    draws: Vec<DrawPart<'a>>,
    entries: EntryIds<'a>,
}

#[derive(Serialize)]
struct SharePart<'a> {
    donor: Option<&'a DonorName>,
    #[serde(flatten)]
    figures: FiguresPart,
    evidence: &'a Evidence,
    entries: EntryIds<'a>,
}

#[derive(Serialize)]
struct DrawPart<'a> {
    body: Option<&'a BodyName>,
    spent: Euros,
    responsible: bool,
}

/// Whose money a line is, in a word.
pub(in crate::write) fn holder_kind(holder: &Holder) -> &'static str {
    match holder {
        Holder::Body(_) => "body",
        Holder::Shared => "shared",
        Holder::NotNamed => "not_named",
    }
}

/// A line's id, by its position: l1 is the first.
pub(in crate::write) fn line_id(index: usize) -> String {
    id('l', index).to_string()
}

pub(super) fn line<'a>(
    reconciliation: &'a Reconciliation,
    gaps: &BTreeMap<usize, LineGap>,
    index: usize,
) -> Option<LinePart<'a>> {
    let line = reconciliation.lines.get(index)?;
    Some(LinePart {
        id: line_id(index),
        activity: line.activity,
        source: line.source.word(),
        holder_kind: holder_kind(&line.holder),
        holders: &line.holders,
        donor: line.donor.as_ref(),
        in_plan: line.in_plan,
        figures: FiguresPart::from(&line.figures),
        spending_status: line.spending_status,
        funding_status: line.funding_status,
        timing: line.timing,
        evidence: &line.evidence,
        funding: funding::line(reconciliation, index, gaps.get(&index)),
        reasons: &line.reasons,
        reason_required: reconciliation.reasons.of(index).is_some(),
        donor_shares: line.donor_shares.iter().map(share).collect(),
        draws: line.draws.iter().map(draw).collect(),
        entries: EntryIds(&line.entries),
    })
}

fn share(share: &DonorShare) -> SharePart<'_> {
    SharePart {
        donor: share.donor.as_ref(),
        figures: FiguresPart::from(&share.figures),
        evidence: &share.evidence,
        entries: EntryIds(&share.entries),
    }
}

fn draw(draw: &Draw) -> DrawPart<'_> {
    DrawPart { body: draw.body.as_ref(), spent: draw.spent, responsible: draw.responsible }
}

#[derive(Serialize)]
pub(super) struct RollUpPart<'a> {
    key: &'a str,
    title: &'a str,
    activities: usize,
    figures: Totals,
}

pub(super) fn roll_up(sum: &RollUp) -> RollUpPart<'_> {
    RollUpPart {
        key: &sum.key,
        title: &sum.title,
        activities: sum.activities,
        figures: Totals::of(&sum.figures),
    }
}

#[derive(Serialize)]
pub(super) struct InstitutionPart<'a> {
    body: Option<&'a BodyName>,
    expected: bool,
    leads: &'a [ActivityCode],
    partner_in: &'a [ActivityCode],
    as_lead: Totals,
    as_holder: FiguresPart,
    sent: &'a Outcomes,
    lines: Vec<String>,
    entries: EntryIds<'a>,
}

pub(super) fn institution(result: &InstitutionResult) -> InstitutionPart<'_> {
    InstitutionPart {
        body: result.body.as_ref(),
        expected: result.expected,
        leads: &result.leads,
        partner_in: &result.partner_in,
        as_lead: Totals::of(&result.as_lead),
        as_holder: FiguresPart::from(&result.as_holder),
        sent: &result.sent,
        lines: result.lines.iter().map(|index| line_id(*index)).collect(),
        entries: EntryIds(&result.entries),
    }
}

#[derive(Serialize)]
pub(super) struct DonorPart<'a> {
    donor: Option<&'a DonorName>,
    #[serde(flatten)]
    figures: FiguresPart,
    evidence: &'a Evidence,
    rules: Option<funding::DonorRulesPart>,
    lines: Vec<String>,
}

pub(super) fn donor<'a>(reconciliation: &Reconciliation, result: &'a DonorResult) -> DonorPart<'a> {
    DonorPart {
        donor: result.donor.as_ref(),
        figures: FiguresPart::from(&result.figures),
        evidence: &result.evidence,
        rules: funding::rules(reconciliation, result),
        lines: result.shares.iter().map(|(line, _)| line_id(*line)).collect(),
    }
}

#[derive(Serialize)]
pub(super) struct QuarterPart {
    quarter: Option<Quarter>,
    planned: BySource<Option<Euros>>,
    spent: BySource<Option<Euros>>,
}

pub(super) fn quarter(spending: &QuarterSpending) -> QuarterPart {
    QuarterPart { quarter: spending.quarter, planned: spending.planned, spent: spending.spent }
}
