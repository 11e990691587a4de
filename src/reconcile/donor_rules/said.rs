//! The computation behind a verdict, as a sentence that anybody can follow with a pencil.

use rust_decimal::Decimal;

use super::period::NoBase;
use super::{RuleVerdict, Verdict};
use crate::config::{DonorLimit, LimitBase};
use crate::model::Euros;

/// A verdict that could be given.
pub(super) fn judged(
    found: &RuleVerdict,
    base_kind: LimitBase,
    limit: &DonorLimit,
    base: Euros,
    spent: Euros,
) -> String {
    let difference = spent - base;
    let side = if difference.is_negative() { "under" } else { "over" };
    let deviation = match found.deviation_percent {
        _ if difference.is_zero() => "as much as that".to_owned(),
        Some(percent) => format!("{} % {side}", shown(percent.abs())),
        None => format!("{} € {side}", difference.abs().grouped()),
    };
    let start = format!(
        "{}spent {} € of {} € {}: {deviation}",
        quarter(found),
        spent.grouped(),
        base.grouped(),
        base_kind.word()
    );
    let allowed = limit.percent.normalize();
    match found.verdict {
        Verdict::Ineligible => format!(
            "{start}, limit {allowed} %: {} € ineligible",
            found.beyond.unwrap_or_default().grouped()
        ),
        Verdict::NoteGiven => format!("{start}, limit {allowed} %: a note is required and given"),
        Verdict::NoteMissing => {
            format!("{start}, limit {allowed} %: a note is required and missing")
        }
        Verdict::Within | Verdict::NotJudged | Verdict::NothingReported => {
            format!("{start}, within the limit of {allowed} %")
        }
    }
}

/// A verdict that could not.
pub(super) fn not_judged(found: &RuleVerdict, base: LimitBase, why: NoBase) -> String {
    let Some(spent) = found.spent else {
        return "nothing was reported as spent, so there is nothing to judge".to_owned();
    };
    let because = match (why, base) {
        (NoBase::Nothing, LimitBase::Planned) => "the plan has no estimate for it".to_owned(),
        (NoBase::Nothing, base) => format!("the register shows nothing {}", base.word()),
        (NoBase::NotItsEstimate, _) => {
            "the plan's estimate cannot be attributed to this donation".to_owned()
        }
        (NoBase::NoDate, base) => {
            format!("a row of the register names no date for what is {}", base.word())
        }
        (NoBase::NoQuarter, _) => "the payments name no quarter".to_owned(),
    };
    format!(
        "{}spent {} €; {because}, so the limit cannot be judged",
        quarter(found),
        spent.grouped()
    )
}

fn quarter(found: &RuleVerdict) -> String {
    found.quarter.map_or_else(String::new, |quarter| format!("{quarter}: "))
}

/// A percentage with as many decimals as it needs, at least one.
fn shown(percent: Decimal) -> String {
    let short = percent.round_dp(1);
    if short == percent { format!("{short:.1}") } else { format!("{percent:.2}") }
}
