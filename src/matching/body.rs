//! Which body spent an entry: its row's own cell, else the sheet's.

use arcstr::ArcStr;

use super::Matcher;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{
    ActivityCode, Body, BodyName, Entry, Holder, Place, Placed, Plan, Source, Submission, fold,
    tidy,
};
use crate::vocabulary::Vocabulary;

/// Who sent a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SenderReading {
    /// The body whose spending it is, where the sheet as a whole names one.
    pub body: Option<BodyName>,
}

pub(super) fn sender(
    matcher: &Matcher<'_>,
    submission: &Submission,
    findings: &mut Vec<Finding>,
) -> SenderReading {
    if let Some(written) = &submission.body {
        return SenderReading { body: matcher.named(written, findings) };
    }
    // Where every row names its body, the sheet need not.
    if submission.entries.iter().any(|entry| entry.words.body.is_none()) {
        let place = submission
            .entries
            .get(0)
            .map_or_else(|| Place::of_file(&submission.source.file), |entry| entry.whole.clone());
        findings.push(Finding::new(Code::BodyNotStated, place));
    }
    SenderReading::default()
}

/// The body a text names. One that is not known stands under its own name, with a finding; a kind
/// of partner ("NGOs") is never one body.
pub(super) fn named(
    plan: &Plan,
    vocabulary: &Vocabulary,
    written: &Placed<ArcStr>,
) -> (Option<BodyName>, Option<Finding>) {
    let text = &*written.value;
    if let Some(body) = plan.bodies.find(text).filter(|body| !body.generic) {
        return (Some(body.name.clone()), None);
    }
    let note = |code: Code| Finding::new(code, written.place.clone()).read(text);
    if let Some((sender, body)) = on_behalf(plan, vocabulary, text) {
        let said = note(Code::OnBehalfOf).detail("sender", sender).detail("body", body);
        return (Some(body.clone()), Some(said));
    }
    if let Some((body, whole)) = within(plan, text) {
        let said = (!whole).then(|| note(Code::BodyWithUnit).detail("body", &body.name));
        return (Some(body.name.clone()), said);
    }
    // A suggestion and no more: two ministries may differ by a word.
    let hint = match plan.bodies.nearest(text) {
        Some(body) => Said::new("write {body}, if that body is meant").with("body", &body.name),
        None => Said::new("correct the name"),
    };
    let said = note(Code::BodyUnknown).detail("hint", hint);
    let name = tidy(text);
    let generic = plan.bodies.find_in_any_case(text).is_some_and(|body| body.generic);
    let body = (!generic && name.chars().any(char::is_alphabetic)).then(|| BodyName::new(&name));
    (body, Some(said))
}

/// "Ministry of Labor on behalf of the Institute": who sends, and whose spending it is. Both have to
/// be known; otherwise the text stays a name that nobody knows.
fn on_behalf<'a>(
    plan: &'a Plan,
    vocabulary: &Vocabulary,
    text: &str,
) -> Option<(&'a BodyName, &'a BodyName)> {
    let folded = format!(" {} ", fold(text));
    let (sender, body) = vocabulary
        .on_behalf()
        .into_iter()
        .find_map(|phrase| folded.split_once(&format!(" {phrase} ")))?;
    let known = |part: &str| {
        let body = plan.bodies.find_in_any_case(part.trim())?;
        (!body.generic).then_some(&body.name)
    };
    Some((known(sender)?, known(body)?))
}

/// The one body in a text that names it in another case, or with a department or another unit beside
/// it; and whether nothing in the text is left over.
fn within<'a>(plan: &'a Plan, text: &str) -> Option<(&'a Body, bool)> {
    if let Some(body) = plan.bodies.find_in_any_case(text) {
        return (!body.generic).then_some((body, true));
    }
    let parts: Vec<&str> = text
        .split(['\n', ',', ';', '|', '/', '–', '—', '(', ')', ':'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| part.chars().any(char::is_alphabetic))
        .collect();
    let known: Vec<Option<&Body>> =
        parts.iter().map(|part| plan.bodies.find_in_any_case(part)).collect();
    let mut bodies = known.iter().flatten();
    let first = bodies.next()?;
    // Two bodies, or a body and a kind of partner, are not one sender.
    let only = !first.generic && bodies.all(|other| other.name == first.name);
    only.then_some((*first, known.iter().all(Option::is_some)))
}

pub(super) fn attribute(
    matcher: &Matcher<'_>,
    entry: &Entry<'_>,
    sender: &SenderReading,
    activity: Option<ActivityCode>,
    findings: &mut Vec<Finding>,
) -> Option<BodyName> {
    let body = match &entry.words.body {
        Some(written) => matcher.named(&written.placed(entry), findings),
        None => sender.body.clone(),
    }?;
    let plan = matcher.plan;
    // What is not known as a body cannot be known as responsible either; that was said.
    if let Some(code) = activity
        && plan.bodies.get(&body).is_some()
        && !may_spend(plan, code, &body)
    {
        let lead = plan.activities.get(&code).and_then(|activity| activity.lead.as_ref());
        findings.push(
            Finding::new(Code::BodyNotResponsible, entry.place())
                .read(&*entry.raw())
                .detail("body", &body)
                .detail("code", code)
                .data("lead", lead.map_or("", |lead| &*lead.0))
                .amount(entry.amount),
        );
    }
    Some(body)
}

/// Whether the plan makes a body lead, partner or holder of the money, or it stands for one that is.
#[must_use]
pub(crate) fn may_spend(plan: &Plan, code: ActivityCode, body: &BodyName) -> bool {
    is_responsible(plan, code, body) || plan.lines_of(code).any(|(_, line)| {
        line.source == Source::Budget
            && matches!(&line.holder, Holder::Body(holder) if plan.bodies.stands_for(body, holder))
    })
}

/// Whether the plan makes a body lead or partner, or it stands for one that is.
#[must_use]
pub(crate) fn is_responsible(plan: &Plan, code: ActivityCode, body: &BodyName) -> bool {
    plan.activities.get(&code).is_some_and(|activity| {
        activity.responsible().any(|responsible| plan.bodies.stands_for(body, responsible))
    })
}
