//! What a unit is measured against and what was spent on it, for the year so far or by quarter. In: a
//! donor's own shares. Out: a base, what was spent and the reasons given. Never an amount that was
//! split by guess: a payment without a quarter and an agreement without a date stay unjudged.

use arcstr::ArcStr;
use indexmap::IndexSet;

use super::OwnShare;
use crate::config::LimitBase;
use crate::model::{Euros, FundingKind, FundingRecord, Quarter, add_known};
use crate::reconcile::{Reconciliation, SettledEntry};

/// Why there is nothing to measure against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoBase {
    /// Nothing of the kind is known.
    Nothing,
    /// The plan has an estimate, and it is not this donor's alone or has no amount.
    NotItsEstimate,
    /// A row of the register names no date, so its quarter is not known.
    NoDate,
    /// The payments name no quarter.
    NoQuarter,
}

/// What is compared.
pub(super) struct Amounts {
    pub quarter: Option<Quarter>,
    pub base: Option<Euros>,
    pub why_no_base: NoBase,
    pub spent: Option<Euros>,
    pub notes: Vec<ArcStr>,
}

/// The amounts of a unit: once, or for each quarter in which something was spent.
pub(super) fn amounts(
    own: &[&OwnShare<'_>],
    reconciliation: &Reconciliation,
    base: LimitBase,
    cumulative: bool,
) -> Vec<Amounts> {
    let entries = || {
        let entries = own.iter().flat_map(|own| own.share.entries.iter());
        entries.filter_map(|at| reconciliation.entries.at(at))
    };
    if cumulative {
        // An estimate that is nobody's alone would make everything look overspent.
        let others = base == LimitBase::Planned
            && own.iter().any(|own| own.line.in_plan && own.share.figures.planned.is_none());
        let known = own.iter().fold(None, |sum, own| add_known(sum, own.share.base(base)));
        return vec![Amounts {
            quarter: None,
            base: known.filter(|_| !others),
            why_no_base: if others { NoBase::NotItsEstimate } else { NoBase::Nothing },
            spent: own.iter().fold(None, |sum, own| add_known(sum, own.share.figures.spent)),
            notes: notes(entries()),
        }];
    }
    let kind = match base {
        LimitBase::Received => FundingKind::Received,
        // Rules by quarter never have the plan as their base.
        LimitBase::Committed | LimitBase::Planned => FundingKind::Committed,
    };
    let records: Vec<&FundingRecord> = own
        .iter()
        .flat_map(|own| own.records.iter().copied())
        .filter(|record| record.kind == kind)
        .collect();
    let undated = records.iter().any(|record| record.date.is_none());
    let year = reconciliation.plan.year;
    let quarters = Quarter::ALL.into_iter().map(Some).chain([None]);
    quarters
        .filter_map(|quarter| {
            let of_quarter = || entries().filter(move |settled| settled.entry.quarter == quarter);
            let spent = of_quarter()
                .fold(None, |sum, settled| add_known(sum, Some(settled.entry.amount)))?;
            let within = records.iter().filter(|record| {
                record.date.is_some_and(|date| {
                    Some(Quarter::of(date)) == quarter
                        && year.is_none_or(|year| date.year() == year)
                })
            });
            let known = within.fold(None, |sum, record| add_known(sum, Some(record.amount)));
            let why_no_base = match (quarter, undated) {
                (None, _) => NoBase::NoQuarter,
                (_, true) => NoBase::NoDate,
                (_, false) => NoBase::Nothing,
            };
            Some(Amounts {
                quarter,
                base: known.filter(|_| why_no_base == NoBase::Nothing),
                why_no_base,
                spent: Some(spent),
                notes: notes(of_quarter()),
            })
        })
        .collect()
}

fn notes<'a>(entries: impl Iterator<Item = SettledEntry<'a>>) -> Vec<ArcStr> {
    let reasons = entries.filter_map(|settled| settled.entry.words.reason.as_ref());
    let notes: IndexSet<ArcStr> =
        reasons.filter(|reason| !reason.trim().is_empty()).cloned().collect();
    notes.into_iter().collect()
}
