//! The computation behind a verdict, as a sentence that anybody can follow with a pencil.

use super::period::NoBase;
use super::{RuleVerdict, Verdict};
use crate::config::{DonorLimit, LimitBase};
use crate::language::Said;
use crate::model::Euros;

/// A verdict that could be given.
pub(super) fn judged(
    found: &RuleVerdict,
    base_kind: LimitBase,
    limit: &DonorLimit,
    base: Euros,
    spent: Euros,
) -> Said {
    let difference = spent - base;
    let under = difference.is_negative();
    let deviation = match difference.shown_percent_of(base, limit.percent) {
        _ if difference.is_zero() => Said::new("as much as that"),
        Some(percent) => {
            let words = if under { "{percent} % under" } else { "{percent} % over" };
            Said::new(words).with("percent", percent)
        }
        None => {
            let words = if under { "{euros} under" } else { "{euros} over" };
            Said::new(words).with("euros", difference.abs())
        }
    };
    let compared = Said::new("spent {spent} of {of} {base}: {deviation}")
        .with("spent", spent)
        .with("of", base)
        .with("base", base_kind.word())
        .with("deviation", deviation);
    let verdict = match found.verdict {
        Verdict::Ineligible => "{compared}, limit {percent} %: {beyond} ineligible",
        Verdict::NoteGiven => "{compared}, limit {percent} %: a note is required and given",
        Verdict::NoteMissing => "{compared}, limit {percent} %: a note is required and missing",
        Verdict::Within | Verdict::NotJudged | Verdict::NothingReported => {
            "{compared}, within the limit of {percent} %"
        }
    };
    let verdict = Said::new(verdict)
        .with("compared", in_quarter(found, compared))
        .with("percent", limit.percent.normalize());
    verdict.with("beyond", found.beyond.unwrap_or_default())
}

/// A verdict that could not.
pub(super) fn not_judged(found: &RuleVerdict, base: LimitBase, why: NoBase) -> Said {
    let Some(spent) = found.spent else {
        return Said::new("nothing was reported as spent, so there is nothing to judge");
    };
    let because = match (why, base) {
        (NoBase::Nothing, LimitBase::Planned) => "the plan has no estimate for it",
        (NoBase::Nothing, _) => "the register shows nothing {base}",
        (NoBase::NotItsEstimate, _) => "the plan's estimate cannot be attributed to this donation",
        (NoBase::NoDate, _) => "a row of the register names no date for what is {base}",
        (NoBase::NoQuarter, _) => "the payments name no quarter",
    };
    let words = Said::new("spent {spent}; {because}, so the limit cannot be judged")
        .with("spent", spent)
        .with("because", Said::new(because).with("base", base.word()));
    in_quarter(found, words)
}

fn in_quarter(found: &RuleVerdict, words: Said) -> Said {
    match found.quarter {
        Some(quarter) => {
            Said::new("{quarter}: {words}").with("quarter", quarter).with("words", words)
        }
        None => words,
    }
}
