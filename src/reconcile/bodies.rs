//! Institutions: what each leads and holds, what it sent, and who has not reported.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::{
    Draw, Entries, Figures, InstitutionResult, Line, Outcomes, SubmissionResult, rollup, spending,
};
use crate::diagnostic::{Code, Finding};
use crate::matching::is_responsible;
use crate::model::{ActivityCode, BodyName, Date, Euros, Holder, Place, Plan, Positions, Source};

/// Who has handed in something that counts.
#[derive(Debug)]
pub(super) struct Reported<'a> {
    plan: &'a Plan,
    bodies: BTreeSet<BodyName>,
    // Whether another stands for a body; it is asked for every line.
    stood_for: RefCell<BTreeMap<BodyName, bool>>,
}

impl<'a> Reported<'a> {
    pub(super) fn new(plan: &'a Plan, submissions: &[SubmissionResult]) -> Self {
        let bodies = submissions
            .iter()
            .filter(|submission| submission.excluded.is_none())
            .filter_map(|submission| submission.body.clone())
            .collect();
        Reported { plan, bodies, stood_for: RefCell::default() }
    }

    /// Whether a body, or one that stands for it, has reported.
    pub(super) fn has(&self, body: &BodyName) -> bool {
        if self.bodies.contains(body) {
            return true;
        }
        let stands = || self.bodies.iter().any(|sender| self.plan.bodies.stands_for(sender, body));
        *self.stood_for.borrow_mut().entry(body.clone()).or_insert_with(stands)
    }
}

/// Who drew on each shared pool.
pub(super) fn draws(plan: &Plan, lines: &mut [Line], entries: &Entries) {
    for line in lines.iter_mut().filter(|line| line.holder == Holder::Shared) {
        let mut drawn: BTreeMap<(bool, Option<&BodyName>), Euros> = BTreeMap::new();
        for settled in line.entries.iter().filter_map(|at| entries.at(at)) {
            let body = settled.means.body.as_ref();
            *drawn.entry((body.is_none(), body)).or_default() += settled.entry.amount;
        }
        line.draws = drawn
            .into_iter()
            .map(|((_, body), spent)| Draw {
                body: body.cloned(),
                spent,
                responsible: body.is_some_and(|body| is_responsible(plan, line.activity, body)),
            })
            .collect();
    }
}

/// Every body of the plan and every sender, by name; what no body's name stands on comes last.
pub(super) fn institutions(
    plan: &Plan,
    lines: &[Line],
    entries: &Entries,
    submissions: &[SubmissionResult],
    as_of: Option<Date>,
) -> Vec<InstitutionResult> {
    let mut found: BTreeMap<(bool, Option<BodyName>), InstitutionResult> = BTreeMap::new();
    let generic = |body: &BodyName| plan.bodies.get(body).is_some_and(|body| body.generic);
    for activity in plan.activities.values() {
        of(&mut found, lead(plan, activity.code)).leads.push(activity.code);
        for partner in activity.partners.iter().filter(|partner| !generic(partner)) {
            of(&mut found, Some(partner)).partner_in.push(activity.code);
        }
    }
    for (index, line) in lines.iter().enumerate() {
        of(&mut found, lead(plan, line.activity)).lines.push(index);
        // A line outside the plan has a holder only because a sheet says so: it is its lead's.
        for holder in line.holders.iter().filter(|holder| line.in_plan && !generic(holder)) {
            let result = of(&mut found, Some(holder));
            if result.lines.last() != Some(&index) {
                result.lines.push(index);
            }
            if line.holder == Holder::Body(holder.clone()) {
                result.as_holder.add_line(&line.figures);
            }
        }
    }
    let bodies = entries.settlements().map(|settlement| settlement.means.body.as_ref());
    let sent: IndexSet<Option<&BodyName>> = bodies.clone().collect();
    let numbers = bodies.map(|body| sent.get_index_of(&body));
    for (body, own) in sent.iter().zip(Positions::grouped(sent.len(), numbers)) {
        of(&mut found, *body).entries = own;
    }
    for (index, submission) in submissions.iter().enumerate() {
        let result = of(&mut found, submission.body.as_ref());
        result.submissions.push(index);
        result.sent.add_all(&submission.outcomes);
    }
    found
        .into_values()
        .map(|mut result| {
            let led = |line: &&Line| lead(plan, line.activity) == result.body.as_ref();
            result.as_lead =
                rollup::by_source(result.lines.iter().map(|index| &lines[*index]).filter(led));
            result.as_holder.close();
            result.expected = result.body.as_ref().is_some_and(|body| {
                result.lines.iter().map(|index| &lines[*index]).any(|line| {
                    expects(plan, line, body) && spending::is_due(plan, line.activity, as_of)
                })
            });
            result
        })
        .collect()
}

/// The lead of an activity; a kind of partner ("NGOs") leads nothing, for nobody would answer.
fn lead(plan: &Plan, code: ActivityCode) -> Option<&BodyName> {
    let lead = plan.activities.get(&code)?.lead.as_ref()?;
    plan.bodies.get(lead).is_none_or(|body| !body.generic).then_some(lead)
}

/// Whether a line makes a body owe a report: it holds the money alone, or leads an activity whose
/// money has no single holder.
pub(super) fn expects(plan: &Plan, line: &Line, body: &BodyName) -> bool {
    let leads = lead(plan, line.activity) == Some(body);
    line.in_plan
        && match (&line.holder, line.source) {
            (Holder::Body(holder), Source::Budget) => holder == body,
            _ => leads,
        }
}

fn of<'a>(
    found: &'a mut BTreeMap<(bool, Option<BodyName>), InstitutionResult>,
    body: Option<&BodyName>,
) -> &'a mut InstitutionResult {
    found.entry((body.is_none(), body.cloned())).or_insert_with(|| InstitutionResult {
        body: body.cloned(),
        leads: Vec::new(),
        partner_in: Vec::new(),
        as_lead: super::BySource::default(),
        as_holder: Figures::default(),
        lines: Vec::new(),
        entries: Positions::default(),
        sent: Outcomes::default(),
        submissions: Vec::new(),
        expected: false,
    })
}

impl Outcomes {
    fn add_all(&mut self, other: &Outcomes) {
        self.read += other.read;
        self.reconciled += other.reconciled;
        self.unplanned += other.unplanned;
        self.suspense += other.suspense;
        self.excluded += other.excluded;
    }
}

/// Bodies from which a report was expected and none came, each a finding.
pub(super) fn not_reported(
    plan: &Plan,
    institutions: &[InstitutionResult],
    reported: &Reported<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<BodyName> {
    let mut missing = Vec::new();
    for result in institutions.iter().filter(|result| result.expected) {
        let Some(body) = result.body.as_ref().filter(|body| !reported.has(body)) else { continue };
        let finding =
            Finding::new(Code::NotReported, Place::of_file(&plan.source.file)).detail("body", body);
        findings.push(match result.as_holder.planned {
            Some(planned) => finding.amount(planned),
            None => finding,
        });
        missing.push(body.clone());
    }
    missing
}
