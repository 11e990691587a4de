//! What money is there: the register's rows on their lines, secured, funding gap, funding status.

use super::exclude::is_later_record;
use super::ledger::{Claim, Ledger, OpenLine, SeveralLines};
use super::{Evidence, Figures, FundingStatus, Line, SettledEntry, SpendingStatus};
use crate::model::{
    BodyName, Date, DonorName, Euros, FundingKind, FundingRecord, Holder, Plan, Source, add_known,
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
    entries: &[SettledEntry],
) -> Vec<Line> {
    lines.into_iter().map(|line| close(plan, line, register, register_given, entries)).collect()
}

fn close(
    plan: &Plan,
    open: OpenLine,
    register: &Register<'_>,
    register_given: bool,
    entries: &[SettledEntry],
) -> Line {
    let mut evidence = Evidence::default();
    for record in open.records.iter().filter_map(|index| register.0.get(*index)) {
        evidence.add_record(record);
    }
    let on_line = || open.entries.iter().filter_map(|index| entries.get(*index));
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
    let mut reasons = Vec::new();
    for reason in on_line().filter_map(|settled| settled.entry.reason.as_ref()) {
        if !reasons.contains(reason) {
            reasons.push(reason.clone());
        }
    }
    Line {
        holders: holders(plan, &open),
        activity: open.activity,
        source: open.source,
        holder: open.holder,
        donor: open.donor,
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
    entries: &[SettledEntry],
) -> Euros {
    if line.source != Source::Donation {
        return evidence.firm().max(spent);
    }
    let mut named: Vec<&DonorName> = donors_on(&line.records, &line.entries, register, entries);
    named.sort();
    named.dedup();
    let of_named: Euros = named
        .into_iter()
        .map(|donor| {
            let (evidence, spent) =
                of_donor(Some(donor), &line.records, &line.entries, register, entries);
            evidence.firm().max(spent.unwrap_or_default())
        })
        .sum();
    let (unnamed, _) = of_donor(None, &line.records, &line.entries, register, entries);
    (of_named + unnamed.firm()).max(spent)
}

/// Donors named by the register's rows and the entries on a line.
pub(super) fn donors_on<'a>(
    records: &[usize],
    on_line: &[usize],
    register: &Register<'a>,
    entries: &'a [SettledEntry],
) -> Vec<&'a DonorName> {
    let of_records = records.iter().filter_map(|index| register.0.get(*index)?.donor.as_ref());
    let of_entries = on_line.iter().filter_map(|index| entries.get(*index)?.donor.as_ref());
    of_records.chain(of_entries).collect()
}

/// What the register shows of one donor on a line, and what was spent of its money.
pub(super) fn of_donor(
    donor: Option<&DonorName>,
    records: &[usize],
    on_line: &[usize],
    register: &Register<'_>,
    entries: &[SettledEntry],
) -> (Evidence, Option<Euros>) {
    let mut evidence = Evidence::default();
    for record in records.iter().filter_map(|index| register.0.get(*index)) {
        if record.donor.as_ref() == donor {
            evidence.add_record(record);
        }
    }
    let spent = on_line
        .iter()
        .filter_map(|index| entries.get(*index))
        .filter(|settled| settled.donor.as_ref() == donor)
        .fold(None, |sum, settled| add_known(sum, Some(settled.entry.amount)));
    (evidence, spent)
}
