//! What money is there: the register's rows on their lines, secured, funding gap, funding status.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use indexmap::IndexSet;

use super::exclude::is_later_record;
use super::ledger::{Claim, Ledger, OpenLine, SeveralLines};
use super::{Entries, Evidence, Figures, FundingStatus, Line, SpendingStatus};
use crate::model::{
    BodyName, Date, DonorName, Euros, FundingKind, FundingRecord, Holder, Plan, Positions, Source,
    add_known,
};

/// The register's rows, to be looked up by the indexes that lines carry.
#[derive(Debug)]
pub(super) struct Register<'a>(pub &'a [FundingRecord]);

impl Evidence {
    /// Adds one row of the register.
    pub(super) fn add_record(&mut self, record: &FundingRecord) {
        let sum = match record.kind {
            FundingKind::Appropriated => &mut self.appropriated,
            FundingKind::Pledged => &mut self.pledged,
            FundingKind::Committed => &mut self.committed,
            FundingKind::Received => &mut self.received,
        };
        *sum = add_known(*sum, Some(record.amount));
    }

    /// The firmest money it shows: the largest of appropriated, committed and received, which are
    /// stages of the same money. A pledge is not secured.
    pub(super) fn firm(&self) -> Euros {
        [self.appropriated, self.committed, self.received]
            .into_iter()
            .flatten()
            .max()
            .unwrap_or_default()
            .max(Euros::ZERO)
    }
}

/// Puts the register's rows on their lines.
pub(super) fn attach<'a>(
    ledger: &mut Ledger<'_>,
    records: &'a [FundingRecord],
    as_of: Option<Date>,
) -> Register<'a> {
    for (index, record) in records.iter().enumerate() {
        if is_later_record(record, as_of) {
            continue;
        }
        let claim = Claim {
            activity: record.activity,
            source: record.source,
            holder: record.holder.as_ref(),
            body: None,
            donor: record.donor.as_ref(),
        };
        // Of several lines that would do, the first: evidence is shown on a line of its activity
        // rather than nowhere.
        let line = match ledger.line_for(claim) {
            Ok(line) => Some(line),
            Err(SeveralLines) => ledger.first_planned(record.activity, record.source),
        };
        if let Some(line) = line {
            ledger.put_record(line, index);
        }
    }
    Register(records)
}

/// Lines with their figures; the spending status comes later.
pub(super) fn figures(
    plan: &Plan,
    lines: Vec<OpenLine>,
    register: &Register<'_>,
    register_given: bool,
    entries: &Entries,
) -> Vec<Line> {
    lines.into_iter().map(|line| close(plan, line, register, register_given, entries)).collect()
}

fn close(
    plan: &Plan,
    open: OpenLine,
    register: &Register<'_>,
    register_given: bool,
    entries: &Entries,
) -> Line {
    let mut evidence = Evidence::default();
    for record in open.records.iter().filter_map(|index| register.0.get(*index)) {
        evidence.add_record(record);
    }
    let on_line = || open.entries.iter().filter_map(|at| entries.at(at));
    let spent = on_line().fold(None, |sum, settled| add_known(sum, Some(settled.entry.amount)));
    let planned = open.planned.as_ref().and_then(|line| line.planned);
    let in_plan = open.planned.is_some();
    let no_funding =
        plan.activities.get(&open.activity).is_some_and(|activity| activity.no_funding_required);
    let known = secured(&open, &evidence, register, spent.unwrap_or_default(), entries);
    let enough = planned.is_some_and(|planned| known >= planned);
    // Without a register nobody has said whether a budget is there: secured stays unknown unless
    // the spending itself shows it.
    let assumed = in_plan && open.source == Source::Budget && !register_given && !enough;
    let secured = (!assumed).then_some(known);
    let funding_status = if !in_plan && no_funding {
        FundingStatus::NotRequired
    } else if open.source == Source::Unnamed {
        FundingStatus::NoSource
    } else if assumed {
        FundingStatus::Assumed
    } else if !in_plan || enough || (planned.is_none() && !known.is_zero()) {
        FundingStatus::Funded
    } else if known.is_zero() {
        FundingStatus::Unfunded
    } else {
        FundingStatus::PartlyFunded
    };
    let mut figures = Figures { planned, secured, spent, ..Figures::default() };
    figures.funding_gap = match (planned, secured) {
        (Some(planned), Some(secured)) => Some((planned - secured).max(Euros::ZERO)),
        _ => None,
    };
    figures.close();
    let reasons: IndexSet<&ArcStr> =
        on_line().filter_map(|settled| settled.entry.words.reason.as_ref()).collect();
    let reasons = reasons.into_iter().cloned().collect();
    Line {
        holders: holders(plan, &open),
        activity: open.activity,
        source: open.source,
        holder: open.holder,
        donor: open.donor,
        joint_donors: open.planned.map(|line| line.joint_donors).unwrap_or_default(),
        in_plan,
        figures,
        evidence,
        spending_status: SpendingStatus::NothingPlanned,
        funding_status,
        timing: None,
        entries: open.entries,
        records: open.records,
        reasons,
        donor_shares: Vec::new(),
        draws: Vec::new(),
    }
}

/// The bodies behind a holder.
fn holders(plan: &Plan, line: &OpenLine) -> Vec<BodyName> {
    match &line.holder {
        Holder::Body(body) => vec![body.clone()],
        Holder::Shared => plan.activities.get(&line.activity).map_or_else(Vec::new, |activity| {
            activity
                .responsible()
                .filter(|body| plan.bodies.get(body).is_none_or(|body| !body.generic))
                .cloned()
                .collect()
        }),
        Holder::NotNamed => Vec::new(),
    }
}

/// Money known to be there: the largest of what the register shows and what was spent. Several
/// donors' money adds up, so for a donation it is taken donor by donor.
fn secured(
    line: &OpenLine,
    evidence: &Evidence,
    register: &Register<'_>,
    spent: Euros,
    entries: &Entries,
) -> Euros {
    if line.source != Source::Donation {
        return evidence.firm().max(spent);
    }
    let by_donor = by_donor(&line.records, &line.entries, register, entries);
    let firm = |(donor, money): (&Option<&DonorName>, &Money)| match donor {
        Some(_) => money.secured(),
        None => money.evidence.firm(),
    };
    by_donor.iter().map(firm).sum::<Euros>().max(spent)
}

/// What is known of one donor's money on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Money {
    /// What the register shows.
    pub evidence: Evidence,
    /// What was spent of it.
    pub spent: Option<Euros>,
}

impl Money {
    /// What is known to be there of a named donor.
    pub(super) fn secured(&self) -> Euros {
        self.evidence.firm().max(self.spent.unwrap_or_default())
    }
}

/// The money on a line by donor: of those whom the register's rows or the entries name, and what names
/// nobody, where there is any.
pub(super) fn by_donor<'a>(
    records: &[usize],
    on_line: &Positions,
    register: &Register<'a>,
    entries: &'a Entries,
) -> BTreeMap<Option<&'a DonorName>, Money> {
    let mut money: BTreeMap<Option<&DonorName>, Money> = BTreeMap::new();
    for record in records.iter().filter_map(|index| register.0.get(*index)) {
        money.entry(record.donor.as_ref()).or_default().evidence.add_record(record);
    }
    for settled in on_line.iter().filter_map(|at| entries.at(at)) {
        let spent = &mut money.entry(settled.means.donor.as_ref()).or_default().spent;
        *spent = add_known(*spent, Some(settled.entry.amount));
    }
    money
}
