//! Decisions in words: what is said of each in reasons, states and findings. In: a decision and what
//! became of it. Out: plain sentences. Never changes an outcome.

use super::decide::joined;
use super::exclude::AFTER_AS_OF;
use super::{DecisionResult, Outcome, SettledEntry};
use crate::diagnostic::{Code, Finding, safe};
use crate::language::{Part, Said};
use crate::matching::{Assigned, Verdict};
use crate::model::{Date, Decision, Mark, Place, Recognition, Source};

/// As many places as a person reads in one sentence.
const SHOWN: usize = 5;

/// What orders two decisions that say the same.
pub(super) fn signature(decision: &Decision) -> [Option<arcstr::ArcStr>; 4] {
    let Decision { by, on, reason, exclude, .. } = decision;
    [by.clone(), on.clone(), reason.clone(), exclude.clone()]
}

/// What a decision says of its entry: "amount 500.00, document 12/20".
pub(super) fn said(entry: &Recognition) -> Said {
    let first = [Mark::Amount, Mark::Document, Mark::Code, Mark::Title, Mark::Date];
    let rest = Mark::ALL.into_iter().filter(|mark| !first.contains(mark));
    let said: Vec<Said> = first
        .into_iter()
        .chain(rest)
        .filter_map(|mark| {
            let text = safe(entry.mark(mark)?);
            let short: String = text.chars().take(60).collect();
            Some(Said::new("{mark} {text}").with("mark", mark.word()).with_data("text", short))
        })
        .take(SHOWN)
        .collect();
    if said.is_empty() { Said::new("nothing") } else { Said::list(said, ", ") }
}

/// Who decided, when and why: "decided by A. Petrović on 04.05.2020: paid for the shelter".
fn signed(decision: &Decision) -> Said {
    let by = match decision.by.as_deref() {
        Some(by) => Said::data(by),
        None => Said::new("somebody unnamed"),
    };
    let mut text = match decision.on.as_deref() {
        Some(on) => {
            let day = on.parse::<Date>().map_or_else(|_| Part::data(on), Part::from);
            Said::new("decided by {by} on {day}").with("day", day)
        }
        None => Said::new("decided by {by}"),
    }
    .with("by", by);
    if let Some(why) = decision.why() {
        text = Said::new("{text}: {why}").with("text", text).with_data("why", why);
    }
    text
}

fn assignment(assigned: &Assigned) -> Option<Said> {
    let mut parts = Vec::new();
    if let Some(code) = assigned.activity {
        parts.push(Said::new("to activity {code}").with("code", code));
    }
    if let Some(said) = &assigned.source {
        parts.push(match (&said.holder, &said.donor) {
            (Some(holder), _) => Said::new("to the budget of {body}").with("body", holder),
            (None, Some(donor)) => Said::new("to the donation of {donor}").with("donor", donor),
            (None, None) if said.source == Source::Budget => Said::new("to the budget"),
            (None, None) => Said::new("to a donation"),
        });
    }
    let donor = assigned.donor.as_ref();
    parts.extend(donor.map(|donor| Said::new("to the donor {donor}").with("donor", donor)));
    parts.extend(assigned.body.as_ref().map(|body| Said::new("to {body}").with("body", body)));
    (!parts.is_empty()).then(|| Said::new("assigned {to}").with("to", Said::list(parts, ", ")))
}

/// The reason that stands beside an entry.
pub(super) fn reason(decision: &Decision, verdict: &Verdict) -> Said {
    let what = match verdict {
        Verdict::Exclude => Said::new("excluded"),
        Verdict::Count { assigned, accepted } => match (assignment(assigned), accepted) {
            (Some(to), true) => Said::new("{assigned} and accepted").with("assigned", to),
            (Some(to), false) => to,
            (None, _) => Said::new("accepted"),
        },
    };
    Said::new("{what}, {signed}").with("what", what).with("signed", signed(decision))
}

/// What became of a decision that was carried out.
pub(super) fn applied(entry: &SettledEntry<'_>) -> Said {
    let what = match (entry.outcome, &entry.remarks.reason) {
        (Outcome::Reconciled, _) => "carried out: reconciled{on}",
        (Outcome::Unplanned, _) => "carried out: unplanned{on}",
        (Outcome::Suspense, Some(_)) => "carried out, and still in suspense: {why}",
        (Outcome::Suspense, None) => "carried out, and still in suspense",
        (Outcome::Excluded, Some(_)) => "carried out: {why}",
        (Outcome::Excluded, None) => "carried out: excluded",
    };
    let on = match (entry.means.activity, entry.means.source) {
        (Some(code), Some(source)) => {
            Said::new(" on {code} from {source}").with("code", code).with("source", source)
        }
        (Some(code), None) => Said::new(" on {code}").with("code", code),
        _ => Said::nothing(),
    };
    let why = entry.remarks.reason.clone().unwrap_or_else(Said::nothing);
    Said::new(what).with("on", on).with("why", why)
}

/// Why a decision is not understood.
pub(super) fn not_understood(findings: &[Finding]) -> Said {
    let what = findings.iter().filter_map(|finding| finding.named("what").cloned());
    Said::new("not carried out, because it is not understood: {what}")
        .with("what", Part::list(what, ", "))
}

/// A decision without a name or a reason, and whether it is carried out all the same.
pub(super) fn unsigned(decision: &Decision) -> Option<(Finding, bool)> {
    let missing = match (&decision.by, decision.why()) {
        (Some(_), Some(_)) => return None,
        (None, Some(_)) => "who decided",
        (Some(_), None) => "why",
        (None, None) => "who decided and why",
    };
    let carried_out = decision.exclude.is_none();
    let effect = if carried_out {
        "carried out all the same"
    } else {
        "not carried out: an amount is left out only with a name and a reason"
    };
    let finding = Finding::new(Code::DecisionNotSigned, decision.place.clone())
        .read_as(said(&decision.entry))
        .detail("missing", missing)
        .detail("effect", effect);
    Some((finding, carried_out))
}

pub(super) fn fits_several(
    decision: &Decision,
    places: impl Iterator<Item = Place>,
    count: usize,
) -> (Finding, Said) {
    let mut shown: Vec<Said> = places.take(SHOWN).map(|place| Said::from(&place)).collect();
    if count > shown.len() {
        shown.push(Said::new("and {count} more").with("count", count - shown.len()));
    }
    let places = Said::list(shown, "; ");
    let finding = Finding::new(Code::DecisionFitsSeveral, decision.place.clone())
        .detail("said", said(&decision.entry))
        .detail("count", count)
        .detail("places", places.clone());
    let state = Said::new("not carried out: it fits {count} amounts now ({places})");
    (finding, state.with("count", count).with("places", places))
}

/// A decision that fits no entry: a finding, or a note where the sender has mended the sheet.
pub(super) fn fits_none(
    result: &DecisionResult,
    near: Option<&(SettledEntry<'_>, &Vec<Mark>)>,
) -> (Finding, Said) {
    let decision = &result.decision;
    let with = |words: &'static str, entry: &SettledEntry<'_>, marks: &[Mark]| {
        Said::new(words).with("place", &entry.entry.place()).with("marks", joined(marks))
    };
    if let Some((entry, marks)) = near
        && is_mended(result, entry)
    {
        let why = with("{place} now says the same with another {marks}", entry, marks);
        let state = Said::new("fits no entry now; not needed any more: {why}");
        return (not_needed(result, why.clone()), state.with("why", why));
    }
    let (hint, state) = match near {
        Some((entry, marks)) => (
            with(
                "{place} differs only in its {marks}; if that amount is meant, write so in the \
                 decision, otherwise clear the decision",
                entry,
                marks,
            ),
            with("fits no entry now; {place} differs only in its {marks}", entry, marks),
        ),
        None => (
            Said::new(
                "see whether the sheet with this amount is among the files; otherwise clear the \
                 decision",
            ),
            Said::new("fits no entry now"),
        ),
    };
    let finding = Finding::new(Code::DecisionFitsNone, decision.place.clone())
        .detail("said", said(&decision.entry))
        .detail("hint", hint);
    let finding = match decision.entry.amount() {
        Some(amount) => finding.amount(amount),
        None => finding,
    };
    (finding, state)
}

/// Whether an entry now says by itself what was decided.
fn is_mended(result: &DecisionResult, entry: &SettledEntry<'_>) -> bool {
    let Some(Verdict::Count { assigned, .. }) = &result.verdict else { return false };
    let source = assigned.source.as_ref().map(|said| said.source);
    let donor = assigned.donor.as_ref();
    entry.outcome == Outcome::Reconciled
        && entry.remarks.doubts.is_empty()
        && (assigned.activity.is_none() || assigned.activity == entry.means.activity)
        && (source.is_none() || source == entry.means.source)
        && (donor.is_none() || donor == entry.means.donor.as_ref())
        && (assigned.body.is_none() || assigned.body == entry.means.body)
}

pub(super) fn not_needed(result: &DecisionResult, why: Said) -> Finding {
    let finding = Finding::new(Code::DecisionNotNeeded, result.decision.place.clone())
        .read_as(said(&result.decision.entry))
        .detail("why", why);
    match result.decision.entry.amount() {
        Some(amount) => finding.amount(amount),
        None => finding,
    }
}

/// A decision to count an amount that still does not count.
pub(super) fn not_enough(result: &DecisionResult, entry: &SettledEntry<'_>) -> Option<Finding> {
    let Some(Verdict::Count { accepted, .. }) = &result.verdict else { return None };
    // It counts when somebody looks from a later day; nothing else is missing, and a note says so.
    if entry.remarks.reason.as_ref() == Some(&AFTER_AS_OF) {
        return None;
    }
    let outcome = match entry.outcome {
        Outcome::Suspense => "in suspense",
        Outcome::Excluded => "excluded",
        Outcome::Reconciled | Outcome::Unplanned => return None,
    };
    let hint = if entry.outcome == Outcome::Excluded {
        "write yes under Accept to count it all the same"
    } else if entry.entry.doubtful && !accepted {
        "write yes under Accept where the amount is right as it was read"
    } else if entry.means.activity.is_none() {
        "assign it to an activity"
    } else if entry.means.source.is_none() {
        "assign a source"
    } else {
        "assign the donor, or write whose budget it is under Assign source"
    };
    Some(
        Finding::new(Code::DecisionNotEnough, result.decision.place.clone())
            .read_as(said(&result.decision.entry))
            .detail("why", entry.remarks.reason.clone().unwrap_or_else(Said::nothing))
            .detail("hint", hint)
            .detail("outcome", outcome)
            .amount(entry.entry.amount),
    )
}
