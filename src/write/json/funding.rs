//! Evidence, gaps and donors' rules as the JSON holds them. In: what `reconcile` found. Out: parts for
//! lines and donors, and the sums by every division. Never a figure of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::results::line_id;
use crate::config::{Exceeding, LimitPer};
use crate::model::{ActivityCode, DonorName, Euros, Quarter};
use crate::reconcile::{
    CoverBasis, DonorResult, Evidence, Face, FaceAmounts, FundingDivision, FundingSum, LineGap,
    Reconciliation, Standing,
};

/// What stands beside a line's own figures.
#[derive(Serialize)]
pub(super) struct LineFunding<'a> {
    covered: Option<Euros>,
    uncovered_gap: Option<Euros>,
    covered_by: Vec<CoverPart>,
    evidence_rows: Vec<EvidencePart<'a>>,
    spent_beyond_evidence: Option<Euros>,
}

#[derive(Serialize)]
struct CoverPart {
    line: String,
    source: String,
    amount: Euros,
    basis: CoverBasis,
}

#[derive(Serialize)]
struct EvidencePart<'a> {
    kind: &'static str,
    amount: Euros,
    donor: Option<&'a DonorName>,
    date: Option<String>,
    reference: Option<&'a str>,
    place: String,
    counts: bool,
    counted: Option<Euros>,
    standing: Standing,
}

/// The gaps by line.
pub(super) fn gaps_by_line(reconciliation: &Reconciliation) -> BTreeMap<usize, LineGap> {
    reconciliation.funding_gaps().lines.into_iter().map(|gap| (gap.line, gap)).collect()
}

/// The part of one line.
pub(super) fn line<'a>(
    reconciliation: &'a Reconciliation,
    index: usize,
    gap: Option<&LineGap>,
) -> LineFunding<'a> {
    let evidence = reconciliation.evidence_of(index);
    let own = reconciliation.lines.get(index).and_then(|line| line.figures.funding_gap);
    let covers = gap.map_or(&[][..], |gap| &gap.covers);
    LineFunding {
        // A line that lacks nothing has nothing to cover.
        covered: gap.map_or(own.map(|_| Euros::ZERO), |gap| gap.covered),
        uncovered_gap: gap.map_or(own, |gap| gap.uncovered),
        covered_by: covers
            .iter()
            .map(|cover| CoverPart {
                line: line_id(cover.from),
                source: reconciliation
                    .lines
                    .get(cover.from)
                    .map(|line| line.source_in_words().english())
                    .unwrap_or_default(),
                amount: cover.amount,
                basis: cover.basis,
            })
            .collect(),
        evidence_rows: evidence
            .rows
            .iter()
            .filter_map(|row| {
                let record = reconciliation.funding.get(row.record)?;
                Some(EvidencePart {
                    kind: record.kind.word(),
                    amount: record.amount,
                    donor: record.donor.as_ref(),
                    date: record.date.map(|date| date.to_string()),
                    reference: record.reference.as_deref(),
                    place: record.place.to_string(),
                    counts: row.standing == Standing::Counts,
                    counted: row.counted,
                    standing: row.standing,
                })
            })
            .collect(),
        spent_beyond_evidence: evidence.spent_beyond,
    }
}

#[derive(Serialize)]
pub(super) struct FundingGapsPart {
    total: SumPart,
    sources: Vec<SumPart>,
    areas: Vec<SumPart>,
    measures: Vec<SumPart>,
    activities: Vec<SumPart>,
    leads: Vec<SumPart>,
    holders: Vec<SumPart>,
    due_quarters: Vec<SumPart>,
    donors: Vec<SumPart>,
    worst_first: Vec<WorstPart>,
}

#[derive(Serialize)]
struct SumPart {
    key: String,
    title: String,
    planned: Option<Euros>,
    secured: Option<Euros>,
    evidence: Evidence,
    lines: usize,
    open_lines: usize,
    open_activities: usize,
    overdue_activities: usize,
    gap: Option<Euros>,
    covered: Option<Euros>,
    uncovered: Option<Euros>,
    pledged: Option<Euros>,
}

#[derive(Serialize)]
struct WorstPart {
    line: String,
    uncovered: Option<Euros>,
    due_quarter: Option<Quarter>,
    overdue: bool,
}

impl From<FundingSum> for SumPart {
    fn from(sum: FundingSum) -> Self {
        SumPart {
            key: sum.key,
            title: sum.title,
            planned: sum.planned,
            secured: sum.secured,
            evidence: sum.evidence,
            lines: sum.gaps.lines,
            open_lines: sum.gaps.open_lines,
            open_activities: sum.gaps.open_activities,
            overdue_activities: sum.gaps.overdue_activities,
            gap: sum.gaps.gap,
            covered: sum.gaps.covered,
            uncovered: sum.gaps.uncovered,
            pledged: sum.gaps.pledged,
        }
    }
}

/// Gaps and evidence by every division of the plan.
pub(super) fn gaps(reconciliation: &Reconciliation) -> FundingGapsPart {
    let gaps = reconciliation.funding_gaps();
    let by = |division| -> Vec<SumPart> {
        let (rows, _) = reconciliation.funding_by(division, &gaps);
        rows.into_iter().map(SumPart::from).collect()
    };
    FundingGapsPart {
        total: reconciliation.funding_by(FundingDivision::Sources, &gaps).1.into(),
        sources: by(FundingDivision::Sources),
        areas: by(FundingDivision::Areas),
        measures: by(FundingDivision::Measures),
        activities: by(FundingDivision::Activities),
        leads: by(FundingDivision::Leads),
        holders: by(FundingDivision::Holders),
        due_quarters: by(FundingDivision::DueQuarters),
        donors: by(FundingDivision::Donors),
        worst_first: gaps
            .lines
            .iter()
            .map(|gap| WorstPart {
                line: line_id(gap.line),
                uncovered: gap.uncovered,
                due_quarter: gap.due,
                overdue: gap.overdue,
            })
            .collect(),
    }
}

/// What a donor's rules say.
#[derive(Serialize)]
pub(super) struct DonorRulesPart {
    ineligible: Option<Euros>,
    accepted: Option<Euros>,
    face: Option<FacePart>,
    verdict: Option<&'static str>,
    rules: Vec<RulePart>,
    verdicts: Vec<VerdictPart>,
}

#[derive(Serialize)]
struct RulePart {
    per: Option<&'static str>,
    percent: Option<String>,
    base: &'static str,
    cumulative: Option<bool>,
    direction: Option<&'static str>,
    exceeding: Option<&'static str>,
    template: Option<&'static str>,
    words: String,
}

#[derive(Serialize)]
struct VerdictPart {
    rule: usize,
    unit: String,
    quarter: Option<Quarter>,
    base: Option<Euros>,
    spent: Option<Euros>,
    limit: Option<Euros>,
    beyond: Option<Euros>,
    deviation_percent: Option<String>,
    verdict: &'static str,
    notes: Vec<String>,
    words: String,
}

#[derive(Serialize)]
struct FacePart {
    rows: Vec<FaceRow>,
    further: Vec<FaceRow>,
    total: FaceRow,
}

#[derive(Serialize)]
struct FaceRow {
    activity: Option<ActivityCode>,
    authorised: Option<Euros>,
    reported: Option<Euros>,
    ineligible: Option<Euros>,
    accepted: Option<Euros>,
    balance: Option<Euros>,
}

fn face(face: &Face) -> FacePart {
    let row = |activity, amounts: &FaceAmounts| FaceRow {
        activity,
        authorised: amounts.authorised,
        reported: amounts.reported,
        ineligible: amounts.ineligible,
        accepted: amounts.accepted,
        balance: amounts.balance,
    };
    FacePart {
        rows: face.rows.iter().map(|(code, amounts)| row(Some(*code), amounts)).collect(),
        further: face.further.iter().map(|amounts| row(None, amounts)).collect(),
        total: row(None, &face.total),
    }
}

/// The rules of a donor and what they say; nothing where it has none.
pub(super) fn rules(
    reconciliation: &Reconciliation,
    donor: &DonorResult,
) -> Option<DonorRulesPart> {
    let judged = reconciliation.donor_judgement(donor);
    if judged.rules.is_empty() {
        return None;
    }
    let typed = judged.rules.iter().filter_map(|rule| reconciliation.donor_rules.get(*rule));
    let rules = typed.map(|rule| RulePart {
        per: rule.limit.map(|limit| match limit.per {
            LimitPer::Activity => "activity",
            LimitPer::Measure => "measure",
            LimitPer::Total => "total",
        }),
        percent: rule.limit.map(|limit| limit.percent.normalize().to_string()),
        base: rule.base.word(),
        cumulative: rule.limit.map(|limit| limit.cumulative),
        direction: rule.limit.map(|limit| if limit.both_directions { "both" } else { "over" }),
        exceeding: rule.limit.map(|limit| match limit.exceeding {
            Exceeding::Note => "note",
            Exceeding::Ineligible => "ineligible",
        }),
        template: rule.face.then_some("face"),
        words: rule.words().english(),
    });
    // A rule is named by its place among the donor's own.
    let own =
        |rule: usize| judged.rules.iter().position(|index| *index == rule).unwrap_or_default();
    Some(DonorRulesPart {
        ineligible: judged.ineligible,
        accepted: judged.accepted,
        face: judged.face.as_ref().map(face),
        verdict: judged.worst().map(|verdict| verdict.word()),
        rules: rules.collect(),
        verdicts: judged
            .verdicts
            .iter()
            .map(|found| VerdictPart {
                rule: own(found.rule),
                unit: found.unit.words().english(),
                quarter: found.quarter,
                base: found.base,
                spent: found.spent,
                limit: found.limit,
                beyond: found.beyond,
                deviation_percent: found
                    .deviation_percent
                    .map(|percent| format!("{:.2}", percent.round_dp(2))),
                verdict: found.verdict.word(),
                notes: found.notes.iter().map(ToString::to_string).collect(),
                words: found.words.english(),
            })
            .collect(),
    })
}
