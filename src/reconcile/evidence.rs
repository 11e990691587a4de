//! The register's rows under the lines that they speak for, each with what it adds to the secured money.
//! In: a finished reconciliation. Out: for each line its rows, which of them count and why, and what
//! was spent beyond them: together they are the line's secured amount, to the cent. Never a new row.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Evidence, Line, Reconciliation};
use crate::model::{DonorName, Euros, FundingKind, FundingRecord, Source};

/// What a row of the register does for the secured amount of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is a part of the secured amount.
    Counts,
    /// Another stage of money that counts already: what is received had been committed.
    SameMoney,
    /// A promise: not secured.
    Pledge,
    /// The rows of its kind come to nothing or less.
    ComesToNothing,
}

impl Standing {
    /// Why it counts or not, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Standing::Counts => "counts",
            Standing::SameMoney => "another stage of the same money: not added",
            Standing::Pledge => "a pledge: not secured",
            Standing::ComesToNothing => "the rows of this kind come to nothing",
        }
    }
}

/// One row of the register under its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceRow {
    /// The row, as an index into [`Reconciliation::funding`].
    pub record: usize,
    /// Its part of the secured amount; none where it does not count.
    pub counted: Option<Euros>,
    /// Why.
    pub standing: Standing,
}

/// What stands behind a line's secured amount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineEvidence {
    /// Its rows in the order of the register.
    pub rows: Vec<EvidenceRow>,
    /// What the sheets report as spent beyond the rows that count; none where nothing is.
    pub spent_beyond: Option<Euros>,
}

/// A row of the register that no line counts: the reconciliation looks from an earlier day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UncountedRow {
    /// The row, as an index into [`Reconciliation::funding`].
    pub record: usize,
    /// It is dated after the day the reconciliation looks from.
    pub after_as_of: bool,
}

impl Evidence {
    /// The kind of money that counts: the largest, and of equal ones the furthest stage.
    fn firmest(&self) -> Option<FundingKind> {
        let stages = [
            (FundingKind::Received, self.received),
            (FundingKind::Committed, self.committed),
            (FundingKind::Appropriated, self.appropriated),
        ];
        let firm = self.firm();
        stages.into_iter().find(|(_, sum)| *sum == Some(firm) && !firm.is_zero()).map(|of| of.0)
    }
}

impl Reconciliation {
    /// What stands behind a line's secured amount, by the line's index.
    #[must_use]
    pub fn evidence_of(&self, line: usize) -> LineEvidence {
        self.lines.get(line).map_or_else(LineEvidence::default, |line| behind(line, &self.funding))
    }

    /// What each donor has pledged on some lines; pledges without a name stand last.
    #[must_use]
    pub fn pledges_on(&self, lines: &[usize]) -> Vec<(Option<&DonorName>, Euros)> {
        let mut pledges: BTreeMap<(bool, Option<&DonorName>), Euros> = BTreeMap::new();
        let lines = lines.iter().filter_map(|index| self.lines.get(*index));
        let rows =
            lines.flat_map(|line| &line.records).filter_map(|index| self.funding.get(*index));
        for record in rows.filter(|record| record.kind == FundingKind::Pledged) {
            let donor = record.donor.as_ref();
            *pledges.entry((donor.is_none(), donor)).or_default() += record.amount;
        }
        pledges.into_iter().map(|((_, donor), amount)| (donor, amount)).collect()
    }

    /// Rows of the register that no line counts.
    #[must_use]
    pub fn uncounted_rows(&self) -> Vec<UncountedRow> {
        let mut on_line = vec![false; self.funding.len()];
        for record in self.lines.iter().flat_map(|line| &line.records) {
            if let Some(found) = on_line.get_mut(*record) {
                *found = true;
            }
        }
        let later = |record: &FundingRecord| matches!((record.date, self.as_of), (Some(date), Some(as_of)) if date > as_of);
        let rows = self.funding.iter().enumerate().zip(on_line);
        rows.filter(|(_, on_line)| !on_line)
            .map(|((index, row), _)| UncountedRow { record: index, after_as_of: later(row) })
            .collect()
    }
}

/// Money of a line counts as one; that of a donation donor by donor, as in [`super::funding`].
fn behind(line: &Line, funding: &[FundingRecord]) -> LineEvidence {
    let own: Vec<(usize, &FundingRecord)> =
        line.records.iter().filter_map(|index| Some((*index, funding.get(*index)?))).collect();
    let giver = |record: &FundingRecord| -> Option<DonorName> {
        record.donor.clone().filter(|_| line.source == Source::Donation)
    };
    let mut by_giver: BTreeMap<Option<DonorName>, Evidence> = BTreeMap::new();
    for (_, record) in &own {
        by_giver.entry(giver(record)).or_default().add_record(record);
    }
    let mut counted_sum = Euros::ZERO;
    let rows: Vec<EvidenceRow> = own
        .iter()
        .map(|(index, record)| {
            let firmest = by_giver.get(&giver(record)).and_then(Evidence::firmest);
            let standing = match (record.kind, firmest) {
                (FundingKind::Pledged, _) => Standing::Pledge,
                (kind, Some(firmest)) if kind == firmest => Standing::Counts,
                (_, Some(_)) => Standing::SameMoney,
                (_, None) => Standing::ComesToNothing,
            };
            let counted = (standing == Standing::Counts).then_some(record.amount);
            counted_sum += counted.unwrap_or_default();
            EvidenceRow { record: *index, counted, standing }
        })
        .collect();
    let beyond = line.figures.secured.map(|secured| secured - counted_sum);
    LineEvidence { rows, spent_beyond: beyond.filter(|beyond| !beyond.is_zero()) }
}
