//! The lines that money is put on: those of the plan, and those that only entries or the register
//! make. In: the plan, then what has to be placed. Out: every line with what is on it.

use std::collections::BTreeMap;

use super::Entries;
use crate::model::{
    ActivityCode, BodyName, DonorName, Holder, Plan, PlanLine, Position, Positions, Source,
};

/// One line, before its figures.
#[derive(Debug, Clone)]
pub(super) struct OpenLine {
    pub activity: ActivityCode,
    pub source: Source,
    pub holder: Holder,
    pub donor: Option<DonorName>,
    /// The plan's own line.
    pub planned: Option<PlanLine>,
    /// Entries on it, by their positions.
    pub entries: Positions,
    /// Rows of the register put on it, as indexes.
    pub records: Vec<usize>,
}

/// What is to be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim<'a> {
    pub activity: ActivityCode,
    pub source: Source,
    /// The body whose budget the sheet names.
    pub holder: Option<&'a BodyName>,
    /// The body that reports.
    pub body: Option<&'a BodyName>,
    pub donor: Option<&'a DonorName>,
}

/// Several lines of the plan would do, and nothing says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeveralLines;

/// All lines.
#[derive(Debug)]
pub(super) struct Ledger<'a> {
    plan: &'a Plan,
    lines: Vec<OpenLine>,
    // Lines of the plan, by what they are for.
    planned: BTreeMap<(ActivityCode, Source), Vec<usize>>,
    // Lines that the plan does not have.
    unplanned: BTreeMap<Unplanned, usize>,
}

/// What a line outside the plan is known by: there may be one for each donor that a sheet names.
type Unplanned = (ActivityCode, Source, Holder, Option<DonorName>);

impl<'a> Ledger<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut ledger = Ledger {
            plan,
            lines: Vec::new(),
            planned: BTreeMap::new(),
            unplanned: BTreeMap::new(),
        };
        for (index, line) in plan.lines.iter().enumerate() {
            ledger.planned.entry((line.activity, line.source)).or_default().push(index);
            ledger.lines.push(OpenLine {
                activity: line.activity,
                source: line.source,
                holder: line.holder.clone(),
                donor: line.donor.clone(),
                planned: Some(line.clone()),
                entries: Positions::default(),
                records: Vec::new(),
            });
        }
        ledger
    }

    /// Whether a line is the plan's.
    pub(super) fn in_plan(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| line.planned.is_some())
    }

    /// The plan's first line of a source for an activity.
    pub(super) fn first_planned(&self, activity: ActivityCode, source: Source) -> Option<usize> {
        self.planned.get(&(activity, source))?.first().copied()
    }

    /// Puts a row of the register on a line.
    pub(super) fn put_record(&mut self, line: usize, record: usize) {
        if let Some(line) = self.lines.get_mut(line) {
            line.records.push(record);
        }
    }

    /// The line that a claim belongs on; a line outside the plan is made where the plan has none.
    pub(super) fn line_for(&mut self, claim: Claim<'_>) -> Result<usize, SeveralLines> {
        let planned = self.planned.get(&(claim.activity, claim.source));
        let planned = planned.map(Vec::as_slice).unwrap_or_default();
        if let Some(found) = match claim.source {
            Source::Budget => self.budget_line(planned, claim)?,
            Source::Donation => self.donation_line(planned, claim)?,
            Source::Unnamed => planned.first().copied(),
        } {
            return Ok(found);
        }
        let holder = match (claim.source, claim.holder.or(claim.body)) {
            (Source::Budget, Some(body)) => Holder::Body(body.clone()),
            _ => Holder::NotNamed,
        };
        let next = self.lines.len();
        let known = (claim.activity, claim.source, holder, claim.donor.cloned());
        let (lines, holder) = (&mut self.lines, known.2.clone());
        Ok(*self.unplanned.entry(known).or_insert_with(|| {
            lines.push(OpenLine {
                activity: claim.activity,
                source: claim.source,
                holder,
                donor: claim.donor.cloned(),
                planned: None,
                entries: Positions::default(),
                records: Vec::new(),
            });
            next
        }))
    }

    /// A named budget goes on that body's line or on the shared pool; without a name the plan's only
    /// budget line will do, and of several that of the reporting body.
    fn budget_line(
        &self,
        planned: &[usize],
        claim: Claim<'_>,
    ) -> Result<Option<usize>, SeveralLines> {
        let of = |is: &dyn Fn(&BodyName) -> bool| {
            let held =
                |i: &usize| matches!(&self.lines[*i].holder, Holder::Body(holder) if is(holder));
            planned.iter().copied().filter(held).collect::<Vec<_>>()
        };
        // A body's own line; else the one line of a body that it stands for.
        let held_by = |body: &BodyName| match of(&|holder| holder == body).first() {
            Some(own) => Some(*own),
            None => match of(&|holder| self.plan.bodies.stands_for(body, holder)).as_slice() {
                [only] => Some(*only),
                _ => None,
            },
        };
        let shared = planned.iter().copied().find(|i| self.lines[*i].holder == Holder::Shared);
        if let Some(holder) = claim.holder {
            let unnamed =
                planned.iter().copied().find(|i| self.lines[*i].holder == Holder::NotNamed);
            return Ok(held_by(holder).or(shared).or(unnamed));
        }
        match planned {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            _ => claim.body.and_then(held_by).or(shared).map(Some).ok_or(SeveralLines),
        }
    }

    /// A named donor goes on its own line, else on one that it has with others, else on one without a
    /// donor.
    fn donation_line(
        &self,
        planned: &[usize],
        claim: Claim<'_>,
    ) -> Result<Option<usize>, SeveralLines> {
        let line = |i: &usize| self.lines[*i].planned.as_ref();
        let with = |donor: Option<&DonorName>| {
            let given_by = |i: &usize| line(i).and_then(PlanLine::given_by);
            planned.iter().copied().find(|i| given_by(i).as_ref() == donor)
        };
        let together = |donor: &DonorName| {
            let joint = |i: &usize| line(i).is_some_and(|line| line.joint_donors.contains(donor));
            planned.iter().copied().find(joint)
        };
        match (planned, claim.donor) {
            ([], _) => Ok(None),
            (_, Some(donor)) => {
                Ok(with(Some(donor)).or_else(|| together(donor)).or_else(|| with(None)))
            }
            ([only], None) => Ok(Some(*only)),
            (_, None) => with(None).map(Some).ok_or(SeveralLines),
        }
    }

    /// All lines, each with its entries, in the order of activities, the plan's before others; and where each
    /// one, by the position that it had until now, stands in that order.
    pub(super) fn close(self, entries: &Entries) -> (Vec<OpenLine>, Vec<Position>) {
        let line_of = entries.settlements().map(|settlement| settlement.line.map(usize::from));
        let on_lines = Positions::grouped(self.lines.len(), line_of);
        let lines = self.lines.into_iter().zip(on_lines);
        let lines = lines.map(|(line, entries)| OpenLine { entries, ..line });
        let mut lines: Vec<(usize, OpenLine)> = lines.enumerate().collect();
        lines.sort_by(|(_, a), (_, b)| {
            let key = |line: &OpenLine| (line.activity, line.planned.is_none());
            key(a).cmp(&key(b)).then_with(|| {
                if a.planned.is_some() && b.planned.is_some() {
                    std::cmp::Ordering::Equal
                } else {
                    (a.source, &a.holder, &a.donor).cmp(&(b.source, &b.holder, &b.donor))
                }
            })
        });
        let mut stands = vec![Position::from(0); lines.len()];
        for (now, (before, _)) in lines.iter().enumerate() {
            stands[*before] = now.into();
        }
        (lines.into_iter().map(|(_, line)| line).collect(), stands)
    }
}
