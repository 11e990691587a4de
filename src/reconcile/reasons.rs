//! Lines whose deviation needs a reason, and whether one was given. In: lines with their figures and
//! statuses, the threshold. Out: those lines, whom to ask, and a note where the reason is missing.
//! Overspending needs one at once, underspending once the activity was to be complete; a line that
//! is not due or not reported needs none.

use arcstr::ArcStr;

use super::{Line, SpendingStatus};
use crate::config::ReasonThreshold;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{BodyName, Date, Euros, GivenReason, Holder, Plan};

/// A line that needs a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonAsked {
    /// The line, as an index.
    pub line: usize,
    /// spent − planned, where nothing reported is nothing spent.
    pub variance: Euros,
    /// Whom to ask: who holds the money, else the lead.
    pub ask: Option<BodyName>,
    /// Reasons given, each once.
    pub given: Vec<ArcStr>,
}

/// All of them, in the order of the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// From where on a reason is needed.
    pub threshold: ReasonThreshold,
    /// Lines that need one.
    pub asked: Vec<ReasonAsked>,
    /// What the lines deviate whose reason is missing, without sign and together.
    pub missing_euros: Euros,
}

impl Reasons {
    /// Whether a line needs a reason.
    #[must_use]
    pub fn of(&self, line: usize) -> Option<&ReasonAsked> {
        let at = self.asked.binary_search_by_key(&line, |asked| asked.line).ok()?;
        self.asked.get(at)
    }

    /// Whether a line needs a reason that nobody gave.
    #[must_use]
    pub fn is_missing(&self, line: usize) -> bool {
        self.of(line).is_some_and(|asked| asked.given.is_empty())
    }

    /// Those whose reason is missing.
    pub fn missing(&self) -> impl Iterator<Item = &ReasonAsked> {
        self.asked.iter().filter(|asked| asked.given.is_empty())
    }
}

/// Adds what institutions typed into their returns to the lines it is for. Only whom the return would
/// ask may answer there; where two lines of the body share activity and source, the planned amount says
/// which is meant.
pub(super) fn attach(plan: &Plan, lines: &mut [Line], given: &[GivenReason]) {
    for reason in given {
        let fits = |line: &Line| {
            line.activity == reason.activity
                && line.source == reason.source
                && ask(plan, line).as_ref() == Some(&reason.body)
        };
        let exactly = |line: &Line| fits(line) && line.figures.planned == reason.planned;
        let exact = lines.iter().any(exactly);
        for line in lines.iter_mut().filter(|line| if exact { exactly(line) } else { fits(line) }) {
            if !line.reasons.contains(&reason.text) {
                line.reasons.push(ArcStr::clone(&reason.text));
            }
        }
    }
}

pub(super) fn reasons(
    plan: &Plan,
    lines: &[Line],
    threshold: ReasonThreshold,
    as_of: Option<Date>,
    findings: &mut Vec<Finding>,
) -> Reasons {
    let asked: Vec<ReasonAsked> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            let variance = deviation(plan, line, threshold, as_of)?;
            let given = line.reasons.iter().filter(|reason| !reason.trim().is_empty());
            let ask = ask(plan, line);
            Some(ReasonAsked { line: index, variance, ask, given: given.cloned().collect() })
        })
        .collect();
    let mut reasons = Reasons { threshold, asked, missing_euros: Euros::ZERO };
    reasons.missing_euros = reasons.missing().map(|asked| asked.variance.abs()).sum();
    for asked in reasons.missing() {
        let Some(line) = lines.get(asked.line) else { continue };
        let planned = plan.lines_of(line.activity).find(|(_, planned)| {
            planned.source == line.source
                && planned.holder == line.holder
                && planned.donor == line.donor
        });
        if let Some((_, planned)) = planned {
            findings.push(
                Finding::new(Code::ReasonMissing, planned.place.clone())
                    .detail("code", line.activity)
                    .detail("source", line.source)
                    .detail("planned", line.figures.planned.unwrap_or_default())
                    .detail("spent", line.figures.spent.unwrap_or_default())
                    .detail("threshold", threshold.in_words())
                    .detail(
                        "body",
                        asked.ask.as_ref().map_or(Said::new("the bodies responsible"), |body| {
                            Said::data(body.to_string())
                        }),
                    )
                    .amount(asked.variance.abs()),
            );
        }
    }
    reasons
}

/// spent − planned, where it needs a reason.
fn deviation(
    plan: &Plan,
    line: &Line,
    threshold: ReasonThreshold,
    as_of: Option<Date>,
) -> Option<Euros> {
    let planned = line.figures.planned.filter(|_| line.in_plan)?;
    match line.spending_status {
        SpendingStatus::NotDue
        | SpendingStatus::NotReported
        | SpendingStatus::Unplanned
        | SpendingStatus::NothingPlanned => return None,
        SpendingStatus::Unspent
        | SpendingStatus::Underspent
        | SpendingStatus::OnPlan
        | SpendingStatus::Overspent => {}
    }
    let spent = line.figures.spent.unwrap_or_default();
    let variance = spent - planned;
    let needed = threshold.is_beyond(planned, spent)
        && (!variance.is_negative() || was_to_be_complete(plan, line, as_of));
    needed.then_some(variance)
}

/// Whether the activity's last quarter has ended; without one, or without a year, it has.
fn was_to_be_complete(plan: &Plan, line: &Line, as_of: Option<Date>) -> bool {
    let end = plan
        .activities
        .get(&line.activity)
        .and_then(|activity| activity.end)
        .and_then(|end| end.last_day(plan.year?));
    match (end, as_of) {
        (Some(end), Some(as_of)) => end <= as_of,
        _ => true,
    }
}

fn ask(plan: &Plan, line: &Line) -> Option<BodyName> {
    let body = match &line.holder {
        Holder::Body(body) => Some(body),
        Holder::Shared | Holder::NotNamed => {
            plan.activities.get(&line.activity).and_then(|activity| activity.lead.as_ref())
        }
    };
    body.filter(|body| plan.bodies.get(body).is_none_or(|known| !known.generic)).cloned()
}
