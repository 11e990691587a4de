//! Which body spent an entry: its row's own cell, else the sheet's.

use crate::diagnostic::{Code, Finding};
use crate::model::{
    ActivityCode, BodyName, Entry, Holder, Place, Placed, Plan, Source, Submission, tidy,
};

/// Who sent a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SenderReading {
    /// The body, where the sheet as a whole names one.
    pub body: Option<BodyName>,
}

pub(super) fn sender(
    plan: &Plan,
    submission: &Submission,
    findings: &mut Vec<Finding>,
) -> SenderReading {
    if let Some(written) = &submission.body {
        return SenderReading { body: named(plan, written, findings) };
    }
    // Where every row names its body, the sheet need not.
    if submission.entries.iter().any(|entry| entry.body.is_none()) {
        let place = submission.entries.first().map_or_else(
            || Place::of_file(&submission.source.file),
            |entry| Place { spot: crate::model::Spot::Whole, ..entry.place.clone() },
        );
        findings.push(Finding::new(Code::BodyNotStated, place));
    }
    SenderReading::default()
}

/// The body a text names. One that is not known stands under its own name, with a finding; a kind
/// of partner ("NGOs") is never one body.
fn named(
    plan: &Plan,
    written: &Placed<std::sync::Arc<str>>,
    findings: &mut Vec<Finding>,
) -> Option<BodyName> {
    match plan.bodies.find(&written.value) {
        Some(body) if !body.generic => Some(body.name.clone()),
        found => {
            // A suggestion and no more: two ministries may differ by a word.
            let hint = match plan.bodies.nearest(&written.value) {
                Some(body) => format!("write {}, if that body is meant", body.name),
                None => "correct the name".to_owned(),
            };
            findings.push(
                Finding::new(Code::BodyUnknown, written.place.clone())
                    .read(&*written.value)
                    .detail("hint", hint),
            );
            let name = tidy(&written.value);
            (found.is_none() && name.chars().any(char::is_alphabetic)).then(|| BodyName::new(&name))
        }
    }
}

pub(super) fn attribute(
    plan: &Plan,
    entry: &Entry,
    sender: &SenderReading,
    activity: Option<ActivityCode>,
    findings: &mut Vec<Finding>,
) -> Option<BodyName> {
    let body = match &entry.body {
        Some(written) => named(plan, written, findings),
        None => sender.body.clone(),
    }?;
    // What is not known as a body cannot be known as responsible either; that was said.
    if let Some(code) = activity
        && plan.bodies.get(&body).is_some()
        && !may_spend(plan, code, &body)
    {
        let lead = plan.activities.get(&code).and_then(|activity| activity.lead.as_ref());
        findings.push(
            Finding::new(Code::BodyNotResponsible, entry.place.clone())
                .read(&*entry.raw)
                .detail("body", &body)
                .detail("code", code)
                .detail("lead", lead.map_or("", |lead| &*lead.0))
                .amount(entry.amount),
        );
    }
    Some(body)
}

/// Whether the plan makes a body lead, partner or holder of the money, or it succeeded one that is.
#[must_use]
pub(crate) fn may_spend(plan: &Plan, code: ActivityCode, body: &BodyName) -> bool {
    is_responsible(plan, code, body) || plan.lines_of(code).any(|(_, line)| {
        line.source == Source::Budget
            && matches!(&line.holder, Holder::Body(holder) if is_or_succeeds(plan, body, holder))
    })
}

/// Whether the plan makes a body lead or partner, or it succeeded one that is.
#[must_use]
pub(crate) fn is_responsible(plan: &Plan, code: ActivityCode, body: &BodyName) -> bool {
    plan.activities.get(&code).is_some_and(|activity| {
        activity.responsible().any(|responsible| is_or_succeeds(plan, body, responsible))
    })
}

/// Whether `body` is `other`, or took over its duties.
#[must_use]
pub(crate) fn is_or_succeeds(plan: &Plan, body: &BodyName, other: &BodyName) -> bool {
    body == other
        || plan
            .bodies
            .get(other)
            .and_then(|other| other.successor.as_ref())
            .is_some_and(|(successor, _)| successor == body)
}
