//! Donation lines divided among donors. The parts of a line add up to the line.

use std::collections::BTreeMap;

use super::funding::{Register, donors_on, of_donor};
use super::{DonorResult, DonorShare, Evidence, Figures, Line, SettledEntry};
use crate::model::{DonorName, Euros, Source};

/// Divides every donation line.
pub(super) fn divide(lines: &mut [Line], entries: &[SettledEntry], register: &Register<'_>) {
    for line in lines.iter_mut().filter(|line| line.source == Source::Donation) {
        line.donor_shares = shares(line, entries, register);
    }
}

fn shares(line: &Line, entries: &[SettledEntry], register: &Register<'_>) -> Vec<DonorShare> {
    let mut donors: Vec<Option<&DonorName>> =
        donors_on(&line.records, &line.entries, register, entries).into_iter().map(Some).collect();
    donors.extend(line.donor.as_ref().map(Some));
    let unnamed_money = of_donor(None, &line.records, &line.entries, register, entries);
    if unnamed_money != (Evidence::default(), None) {
        donors.push(None);
    }
    donors.sort_by_key(|donor| (donor.is_none(), *donor));
    donors.dedup();
    // The estimate is a donor's where the plan names it or nobody else is known; else nobody's.
    let estimate_of: Option<&DonorName> = match (&line.donor, donors.as_slice()) {
        (Some(donor), _) => Some(donor),
        (None, [only]) => *only,
        (None, _) => None,
    };
    if line.in_plan && !donors.contains(&estimate_of) {
        donors.push(estimate_of);
    }
    let named_secured: Euros = donors
        .iter()
        .filter(|donor| donor.is_some())
        .map(|donor| {
            let (evidence, spent) =
                of_donor(*donor, &line.records, &line.entries, register, entries);
            evidence.firm().max(spent.unwrap_or_default())
        })
        .sum();
    donors
        .into_iter()
        .map(|donor| {
            let (evidence, spent) =
                of_donor(donor, &line.records, &line.entries, register, entries);
            let secured = match donor {
                Some(_) => evidence.firm().max(spent.unwrap_or_default()),
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
                entries: line
                    .entries
                    .iter()
                    .copied()
                    .filter(|index| {
                        entries.get(*index).is_some_and(|settled| settled.donor.as_ref() == donor)
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Every donor with the sum of its shares.
pub(super) fn results(lines: &[Line]) -> Vec<DonorResult> {
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
                });
            result.figures.add_line(&share.figures);
            result.evidence.add(&share.evidence);
            result.shares.push((line_index, share_index));
        }
    }
    results
        .into_values()
        .map(|mut result| {
            if result.figures.planned.is_some() {
                result.figures.close();
            }
            result
        })
        .collect()
}
