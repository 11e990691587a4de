//! Donation lines divided among donors. The parts of a line add up to the line.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::funding::{Money, Register, by_donor};
use super::{DonorResult, DonorShare, Entries, Evidence, Figures, Line};
use crate::model::{DonorName, Euros, Position, Positions, Source};

/// So many donors that nothing but sheets name get workbooks. No plan has as many: where there are more, a
/// column of something else was taken for theirs, and a file for each of its values would help nobody.
pub(super) const NAMED_BY_SHEETS: usize = 1_000;

/// Divides every donation line.
pub(super) fn divide(lines: &mut [Line], entries: &Entries, register: &Register<'_>) {
    for line in lines.iter_mut().filter(|line| line.source == Source::Donation) {
        line.donor_shares = shares(line, entries, register);
    }
}

fn shares(line: &Line, entries: &Entries, register: &Register<'_>) -> Vec<DonorShare> {
    let by_donor = by_donor(&line.records, &line.entries, register, entries);
    let mut of_donor = of_each_donor(line, entries);
    let money = |donor: Option<&DonorName>| by_donor.get(&donor).copied().unwrap_or_default();
    let mut donors: BTreeSet<Option<&DonorName>> =
        by_donor.keys().copied().filter(|donor| donor.is_some()).collect();
    donors.extend(line.donor.iter().chain(&line.joint_donors).map(Some));
    // What names nobody comes last.
    let mut donors: Vec<Option<&DonorName>> = donors.into_iter().collect();
    if money(None) != Money::default() {
        donors.push(None);
    }
    // The estimate is a donor's where the plan names it or nobody else is known; else nobody's. Nobody has
    // divided one of several donors.
    let estimate_of: Option<&DonorName> = match (&line.donor, donors.as_slice()) {
        (Some(donor), _) => Some(donor),
        (None, [only]) => *only,
        (None, _) => None,
    };
    if line.in_plan && !donors.contains(&estimate_of) {
        donors.push(estimate_of);
    }
    let named_secured: Euros =
        donors.iter().filter(|donor| donor.is_some()).map(|donor| money(*donor).secured()).sum();
    donors
        .into_iter()
        .map(|donor| {
            let Money { evidence, spent } = money(donor);
            let secured = match donor {
                Some(_) => money(donor).secured(),
                None => line.figures.secured.unwrap_or_default() - named_secured,
            };
            let has_estimate = donor == estimate_of;
            let mut figures = Figures {
                planned: line.figures.planned.filter(|_| has_estimate),
                secured: Some(secured),
                spent,
                funding_gap: line.figures.funding_gap.filter(|_| has_estimate),
                planned_to_date: line.figures.planned_to_date.filter(|_| has_estimate),
                to_date_open: line.figures.to_date_open && has_estimate,
                ..Figures::default()
            };
            // Without an estimate of its own a donor has nothing to deviate from.
            if figures.planned.is_some() || !line.in_plan {
                figures.close();
            }
            DonorShare {
                donor: donor.cloned(),
                figures,
                evidence,
                entries: of_donor.remove(&donor).unwrap_or_default(),
            }
        })
        .collect()
}

/// The entries of a line by the donor that each names.
fn of_each_donor<'e>(
    line: &Line,
    entries: &'e Entries,
) -> BTreeMap<Option<&'e DonorName>, Positions> {
    let mut of_donor: BTreeMap<Option<&DonorName>, Vec<Position>> = BTreeMap::new();
    for at in line.entries.iter() {
        if let Some(settled) = entries.at(at) {
            of_donor.entry(settled.means.donor.as_ref()).or_default().push(at);
        }
    }
    // Where all are one donor's, they are kept once.
    let all = |own: &[Position]| own.len() == line.entries.len();
    let own = |own: Vec<Position>| {
        if all(&own) { line.entries.clone() } else { own.into_iter().collect() }
    };
    of_donor.into_iter().map(|(donor, positions)| (donor, own(positions))).collect()
}

/// Every donor with the sum of its shares. Of those that nothing but sheets name only so many get a
/// workbook, those with the most money; `is_known` says whether the configuration names one.
pub(super) fn results(lines: &[Line], is_known: impl Fn(&DonorName) -> bool) -> Vec<DonorResult> {
    let mut results: BTreeMap<(bool, Option<DonorName>), DonorResult> = BTreeMap::new();
    for (line_index, line) in lines.iter().enumerate() {
        for (share_index, share) in line.donor_shares.iter().enumerate() {
            let result = results
                .entry((share.donor.is_none(), share.donor.clone()))
                .or_insert_with(|| DonorResult {
                    donor: share.donor.clone(),
                    figures: Figures::default(),
                    evidence: Evidence::default(),
                    shares: Vec::new(),
                    has_workbook: true,
                });
            result.figures.add_line(&share.figures);
            result.evidence.add(&share.evidence);
            result.shares.push((line_index, share_index));
        }
    }
    let mut results: Vec<DonorResult> = results
        .into_values()
        .map(|mut result| {
            if result.figures.planned.is_some() {
                result.figures.close();
            }
            result
        })
        .collect();
    let planned = lines.iter().filter(|line| line.in_plan);
    let in_plan: BTreeSet<&DonorName> =
        planned.flat_map(|line| line.donor.iter().chain(&line.joint_donors)).collect();
    let only_named = |result: &DonorResult| {
        result.evidence == Evidence::default()
            && result.donor.as_ref().is_some_and(|name| !in_plan.contains(name) && !is_known(name))
    };
    let mut named: Vec<&mut DonorResult> =
        results.iter_mut().filter(|result| only_named(result)).collect();
    // Of equal ones the first in the order of names.
    named.sort_by_key(|result| Reverse(result.figures.spent));
    named.into_iter().skip(NAMED_BY_SHEETS).for_each(|result| result.has_workbook = false);
    results
}
