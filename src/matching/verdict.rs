//! What a decision says, understood. In: a decision as written, the plan, the vocabulary. Out: what to do
//! with its entry, or a finding for each part that is not known. Never a part of a decision alone.

use super::{Attributed, MatchedBy, Matcher, Meaning, SenderReading, activity, body, source};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{ActivityCode, BodyName, Decision, DonorName, Entry, Mark, Source};
use crate::read::{SourceReading, read_donor, read_source};

/// What to take instead of what the sheet says. None leaves it to the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assigned {
    /// The activity.
    pub activity: Option<ActivityCode>,
    /// The source, and whose budget or which donor where that is said with it.
    pub source: Option<SourceReading>,
    /// The donor.
    pub donor: Option<DonorName>,
    /// The body.
    pub body: Option<BodyName>,
}

/// What to do with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Leave it out.
    Exclude,
    /// Count it.
    Count {
        /// As what.
        assigned: Assigned,
        /// Whatever else is in doubt about it.
        accepted: bool,
    },
}

impl Matcher<'_> {
    /// What a decision says to do.
    ///
    /// # Errors
    /// Findings at the decision's place, where it cannot be carried out.
    pub fn verdict(&self, decision: &Decision) -> Result<Verdict, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut refuse = |what: &'static str, read: Option<&str>, wanted: Said| {
            let finding = Finding::new(Code::DecisionNotUnderstood, decision.place.clone())
                .detail("what", what)
                .detail("wanted", wanted);
            findings.push(match read {
                Some(read) => finding.read(read),
                None => finding,
            });
        };
        if decision.entry.mark(Mark::Amount).is_some() && decision.entry.amount().is_none() {
            let wanted = Said::new("an amount such as 1234.50, to the cent");
            refuse("amount", decision.entry.mark(Mark::Amount), wanted);
        }
        if decision.entry.mark(Mark::Date).is_some() && decision.entry.date().is_none() {
            let wanted = Said::new("a day such as 04.05.2020");
            refuse("date", decision.entry.mark(Mark::Date), wanted);
        }
        if !decision.decides() {
            let wanted = "what becomes of the amount: an activity, source, donor or body to assign, \
                          a reason to exclude it, or yes under Accept";
            refuse("what is decided", None, Said::new(wanted));
        }
        if decision.accept.as_deref().is_some_and(|said| said != Decision::YES) {
            refuse("accept", decision.accept.as_deref(), Said::new("yes, or nothing"));
        }
        if decision.exclude.as_deref() == Some(Decision::NO_RESULT) {
            let wanted = Said::new("why the amount is left out, in words");
            refuse("exclude because", decision.exclude.as_deref(), wanted);
        }
        let assigned = self.assigned(decision, &mut refuse);
        if !findings.is_empty() {
            return Err(findings);
        }
        if decision.exclude.is_some() && (decision.assigns() || decision.accept.is_some()) {
            let what = "this decision both leaves the amount out and counts it";
            return Err(vec![contradiction(decision, what)]);
        }
        let budget = assigned.source.as_ref().is_some_and(|said| said.source != Source::Donation);
        if budget && assigned.donor.is_some() {
            let what = "this decision names a donor, and a budget as the source";
            return Err(vec![contradiction(decision, what)]);
        }
        Ok(match decision.exclude {
            Some(_) => Verdict::Exclude,
            None => Verdict::Count { assigned, accepted: decision.accept.is_some() },
        })
    }

    fn assigned(
        &self,
        decision: &Decision,
        refuse: &mut impl FnMut(&'static str, Option<&str>, Said),
    ) -> Assigned {
        let bodies = &self.plan.bodies;
        let mut assigned = Assigned::default();
        if let Some(text) = decision.activity.as_deref() {
            let code = text.trim().trim_end_matches('.').parse().ok();
            assigned.activity = code.filter(|code| self.plan.activities.contains_key(code));
            if assigned.activity.is_none() {
                let wanted = Said::new("the code of an activity of the plan, such as 1.1.10");
                refuse("assign to activity", Some(text), wanted);
            }
        }
        if let Some(text) = decision.source.as_deref() {
            assigned.source = read_source(text, bodies, &self.donors, self.vocabulary);
            if assigned.source.is_none() {
                let wanted = "Budget or Donation, or the name of the body whose budget it is";
                refuse("assign source", Some(text), Said::new(wanted));
            }
        }
        if let Some(text) = decision.donor.as_deref() {
            let said = Some(text).filter(|text| *text != Decision::NO_RESULT);
            assigned.donor = said.and_then(|text| read_donor(text, &self.donors, self.vocabulary));
            if assigned.donor.is_none() {
                refuse("assign donor", Some(text), Said::new("the name of a donor"));
            }
        }
        if let Some(text) = decision.body.as_deref() {
            let found = bodies.find(text).filter(|body| !body.generic);
            assigned.body = found.map(|body| body.name.clone());
            if assigned.body.is_none() {
                let wanted = match bodies.nearest(text) {
                    Some(near) => {
                        Said::new("a body that is known, such as {body}").with("body", &near.name)
                    }
                    None => Said::new("a body that is known, by its name or abbreviation"),
                };
                refuse("assign body", Some(text), wanted);
            }
        }
        assigned
    }

    /// Tells what an entry means where a person has decided a part of it.
    pub fn attribute_as(
        &self,
        entry: &Entry<'_>,
        sender: &SenderReading,
        assigned: &Assigned,
        findings: &mut Vec<Finding>,
    ) -> Attributed {
        let own = match assigned.activity {
            Some(code) => (Some(code), MatchedBy::Decision),
            None => activity::attribute(self, entry, findings),
        };
        let (activity, matched_by) = own;
        let body = match &assigned.body {
            Some(body) => Some(body.clone()),
            None => body::attribute(self, entry, sender, activity, findings),
        };
        let said = match (&assigned.source, &assigned.donor) {
            // What the sheet says of the source in doubt is of no use any more; whose budget it names is.
            (Some(decided), donor) => {
                let sheet = source::attribute(self, entry, activity, &mut Vec::new())
                    .filter(|said| said.source == decided.source);
                let own = sheet.unwrap_or_else(|| decided.clone());
                Some(SourceReading {
                    source: decided.source,
                    holder: decided.holder.clone().or(own.holder),
                    donor: donor.clone().or_else(|| decided.donor.clone()).or(own.donor),
                    shared: decided.shared || own.shared,
                })
            }
            (None, Some(donor)) => Some(SourceReading {
                source: Source::Donation,
                holder: None,
                donor: Some(donor.clone()),
                shared: false,
            }),
            (None, None) => source::attribute(self, entry, activity, findings),
        };
        let meaning = Meaning {
            activity,
            matched_by,
            source: said.as_ref().map(|said| said.source),
            holder: said.as_ref().and_then(|said| said.holder.clone()),
            donor: said.and_then(|said| said.donor),
            body,
        };
        self.attributed(meaning, entry)
    }
}

/// The finding that a decision cannot hold beside another, or within itself.
#[must_use]
pub fn contradiction(decision: &Decision, what: impl Into<Said>) -> Finding {
    Finding::new(Code::DecisionsContradict, decision.place.clone()).detail("what", what.into())
}
