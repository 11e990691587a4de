//! The closing proof: what the reader counted cell by cell, held against the outcomes of the
//! entries, by file, by source and in total. Nothing is written unless it holds.

use std::collections::BTreeMap;

use super::{Entries, Outcome, Outcomes, Proof, ProofFailed};
use crate::model::{Euros, Source, SourceFile};

impl Outcomes {
    /// Adds an amount to its outcome; `read` is counted elsewhere.
    pub(super) fn add(&mut self, outcome: Outcome, amount: Euros) {
        match outcome {
            Outcome::Reconciled => self.reconciled += amount,
            Outcome::Unplanned => self.unplanned += amount,
            Outcome::Suspense => self.suspense += amount,
            Outcome::Excluded => self.excluded += amount,
        }
    }
}

pub(super) fn prove(
    read_by_file: &[(SourceFile, Euros)],
    entries: &Entries,
) -> Result<Proof, ProofFailed> {
    let mut by_name: BTreeMap<&str, Outcomes> = BTreeMap::new();
    let mut by_source: BTreeMap<Option<Source>, Outcomes> = BTreeMap::new();
    let mut total = Outcomes::default();
    for settled in entries.iter() {
        let amount = settled.entry.amount;
        by_name.entry(settled.entry.file()).or_default().add(settled.outcome, amount);
        let of_source = by_source.entry(settled.means.source).or_default();
        of_source.read += amount;
        of_source.add(settled.outcome, amount);
        total.add(settled.outcome, amount);
    }
    let mut by_file = Vec::new();
    for (file, read) in read_by_file {
        let placed = by_name.remove(&*file.file).unwrap_or_default();
        let outcomes = Outcomes { read: *read, ..placed };
        check(&outcomes, &file.file)?;
        total.read += *read;
        by_file.push((file.clone(), outcomes));
    }
    for (source, outcomes) in &by_source {
        check(outcomes, source.map_or("entries without a source", Source::word))?;
    }
    check(&total, "all files together")?;
    Ok(Proof { total, by_file, by_source: by_source.into_iter().collect() })
}

fn check(outcomes: &Outcomes, place: &str) -> Result<(), ProofFailed> {
    let difference = outcomes.difference();
    if difference.is_zero() {
        return Ok(());
    }
    Err(ProofFailed { place: place.to_owned(), difference })
}
