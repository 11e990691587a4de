//! Decisions in words: what is said of each in reasons, states and findings. In: a decision and what
//! became of it. Out: plain sentences. Never changes an outcome.

use super::decide::joined;
use super::exclude::AFTER_AS_OF;
use super::{DecisionResult, Outcome, SettledEntry};
use crate::diagnostic::{Code, Finding, safe};
use crate::matching::{Assigned, Verdict};
use crate::model::{Date, Decision, Mark, Place, Recognition, Source};

/// As many places as a person reads in one sentence.
const SHOWN: usize = 5;

/// What orders two decisions that say the same.
pub(super) fn signature(decision: &Decision) -> [Option<std::sync::Arc<str>>; 4] {
    let Decision { by, on, reason, exclude, .. } = decision;
    [by.clone(), on.clone(), reason.clone(), exclude.clone()]
}

/// What a decision says of its entry: "amount 500.00, document 12/20".
pub(super) fn said(entry: &Recognition) -> String {
    let first = [Mark::Amount, Mark::Document, Mark::Code, Mark::Title, Mark::Date];
    let rest = Mark::ALL.into_iter().filter(|mark| !first.contains(mark));
    let said: Vec<String> = first
        .into_iter()
        .chain(rest)
        .filter_map(|mark| {
            let text = safe(entry.mark(mark)?);
            let short: String = text.chars().take(60).collect();
            Some(format!("{} {short}", mark.word()))
        })
        .take(SHOWN)
        .collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}

/// Who decided, when and why: "decided by A. Petrović on 04.05.2020: paid for the shelter".
fn signed(decision: &Decision) -> String {
    let mut text = format!("decided by {}", decision.by.as_deref().unwrap_or("somebody unnamed"));
    if let Some(on) = decision.on.as_deref() {
        let day = on.parse::<Date>().map_or_else(
            |_| on.to_owned(),
            |date| format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
        );
        text.push_str(&format!(" on {day}"));
    }
    if let Some(why) = decision.why() {
        text.push_str(&format!(": {why}"));
    }
    text
}

fn assignment(assigned: &Assigned) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(code) = assigned.activity {
        parts.push(format!("to activity {code}"));
    }
    if let Some(said) = &assigned.source {
        parts.push(match (&said.holder, &said.donor) {
            (Some(holder), _) => format!("to the budget of {holder}"),
            (None, Some(donor)) => format!("to the donation of {donor}"),
            (None, None) if said.source == Source::Budget => "to the budget".to_owned(),
            (None, None) => "to a donation".to_owned(),
        });
    }
    parts.extend(assigned.donor.as_ref().map(|donor| format!("to the donor {donor}")));
    parts.extend(assigned.body.as_ref().map(|body| format!("to {body}")));
    (!parts.is_empty()).then(|| format!("assigned {}", parts.join(", ")))
}

/// The reason that stands beside an entry.
pub(super) fn reason(decision: &Decision, verdict: &Verdict) -> String {
    let what = match verdict {
        Verdict::Exclude => "excluded".to_owned(),
        Verdict::Count { assigned, accepted } => {
            let accepted = accepted.then(|| "accepted".to_owned());
            let both: Vec<String> = assignment(assigned).into_iter().chain(accepted).collect();
            both.join(" and ")
        }
    };
    format!("{what}, {}", signed(decision))
}

/// What became of a decision that was carried out.
pub(super) fn applied(entry: &SettledEntry) -> String {
    let on = match (entry.activity, entry.source) {
        (Some(code), Some(source)) => format!(" on {code} from {source}"),
        (Some(code), None) => format!(" on {code}"),
        _ => String::new(),
    };
    match (entry.outcome, &entry.reason) {
        (Outcome::Reconciled, _) => format!("carried out: reconciled{on}"),
        (Outcome::Unplanned, _) => format!("carried out: unplanned{on}"),
        (Outcome::Suspense, Some(why)) => format!("carried out, and still in suspense: {why}"),
        (Outcome::Suspense, None) => "carried out, and still in suspense".to_owned(),
        (Outcome::Excluded, Some(why)) => format!("carried out: {why}"),
        (Outcome::Excluded, None) => "carried out: excluded".to_owned(),
    }
}

/// Why a decision is not understood.
pub(super) fn not_understood(findings: &[Finding]) -> String {
    let part = |name: &str| {
        findings
            .iter()
            .flat_map(|finding| &finding.details)
            .filter(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    format!("not carried out, because it is not understood: {}", part("what"))
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
        .read(said(&decision.entry))
        .detail("missing", missing)
        .detail("effect", effect);
    Some((finding, carried_out))
}

pub(super) fn fits_several<'a>(
    decision: &Decision,
    places: impl Iterator<Item = &'a Place>,
    count: usize,
) -> (Finding, String) {
    let mut shown: Vec<String> = places.take(SHOWN).map(ToString::to_string).collect();
    if count > shown.len() {
        shown.push(format!("and {} more", count - shown.len()));
    }
    let places = shown.join("; ");
    let finding = Finding::new(Code::DecisionFitsSeveral, decision.place.clone())
        .detail("said", said(&decision.entry))
        .detail("count", count)
        .detail("places", &places);
    (finding, format!("not carried out: it fits {count} amounts now ({places})"))
}

/// A decision that fits no entry: a finding, or a note where the sender has mended the sheet.
pub(super) fn fits_none(
    result: &DecisionResult,
    near: Option<(&SettledEntry, &Vec<Mark>)>,
) -> (Finding, String) {
    let decision = &result.decision;
    let nothing = "fits no entry now".to_owned();
    if let Some((entry, marks)) = near
        && is_mended(result, entry)
    {
        let why = format!("{} now says the same with another {}", entry.entry.place, joined(marks));
        let state = format!("{nothing}; not needed any more: {why}");
        return (not_needed(result, &why), state);
    }
    let (hint, state) = match near {
        Some((entry, marks)) => {
            let place = &entry.entry.place;
            let marks = joined(marks);
            (
                format!(
                    "{place} differs only in its {marks}; if that amount is meant, write so in the \
                     decision, otherwise clear the decision"
                ),
                format!("{nothing}; {place} differs only in its {marks}"),
            )
        }
        None => (
            "see whether the sheet with this amount is among the files; otherwise clear the decision"
                .to_owned(),
            nothing,
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
fn is_mended(result: &DecisionResult, entry: &SettledEntry) -> bool {
    let Some(Verdict::Count { assigned, .. }) = &result.verdict else { return false };
    let source = assigned.source.as_ref().map(|said| said.source);
    let donor = assigned.donor.as_ref();
    entry.outcome == Outcome::Reconciled
        && entry.doubts.is_empty()
        && (assigned.activity.is_none() || assigned.activity == entry.activity)
        && (source.is_none() || source == entry.source)
        && (donor.is_none() || donor == entry.donor.as_ref())
        && (assigned.body.is_none() || assigned.body == entry.body)
}

pub(super) fn not_needed(result: &DecisionResult, why: &str) -> Finding {
    let finding = Finding::new(Code::DecisionNotNeeded, result.decision.place.clone())
        .read(said(&result.decision.entry))
        .detail("why", why);
    match result.decision.entry.amount() {
        Some(amount) => finding.amount(amount),
        None => finding,
    }
}

/// A decision to count an amount that still does not count.
pub(super) fn not_enough(result: &DecisionResult, entry: &SettledEntry) -> Option<Finding> {
    let Some(Verdict::Count { accepted, .. }) = &result.verdict else { return None };
    // It counts when somebody looks from a later day; nothing else is missing, and a note says so.
    if entry.reason.as_deref() == Some(AFTER_AS_OF) {
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
    } else if entry.activity.is_none() {
        "assign it to an activity"
    } else if entry.source.is_none() {
        "assign a source"
    } else {
        "assign the donor, or write whose budget it is under Assign source"
    };
    Some(
        Finding::new(Code::DecisionNotEnough, result.decision.place.clone())
            .read(said(&result.decision.entry))
            .detail("why", entry.reason.as_deref().unwrap_or_default())
            .detail("hint", hint)
            .detail("outcome", outcome)
            .amount(entry.entry.amount),
    )
}
