//! What is said on the cells of a sheet that is given back. In: its findings and the entries that were
//! read from it. Out: for each cell one colour and one note: each finding with what was read, what was
//! expected and how to mend it, and what became of the amount. Never more than the return's lists say.

use std::collections::BTreeMap;

use super::{OwnSheet, position};
use crate::book::Look;
use crate::diagnostic::{Catalogue, Finding, Severity, safe};
use crate::language::Said;
use crate::model::Place;
use crate::reconcile::{InstitutionResult, Outcome, Reconciliation, SettledEntry};

/// More findings than one note can say so that it is read.
const MOST_IN_A_NOTE: usize = 8;
/// More notes on amounts without a finding would be a burden to the program that opens the file.
const MOST_OUTCOMES: usize = 2_000;

/// What is said on one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub look: Look,
    pub note: Option<Said>,
}

/// How many findings of each severity name a cell of a sheet.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts([usize; 3]);

impl Counts {
    /// "1 error, 2 warnings".
    pub fn in_words(self) -> Said {
        let words = ["{count} errors", "{count} warnings", "{count} notes"];
        let some = words.into_iter().zip(self.0).filter(|(_, count)| *count > 0);
        Said::list(some.map(|(words, count)| Said::new(words).with("count", count)), ", ")
    }

    /// Whether there is anything worse than a note.
    pub fn want_a_look(self) -> bool {
        let [errors, warnings, _] = self.0;
        errors + warnings > 0
    }
}

/// What is said on all cells of a sheet.
pub(super) struct Marks {
    cells: BTreeMap<(u32, u32), Mark>,
    counts: Counts,
    first: (u32, u16),
}

impl Marks {
    pub fn of(
        sheet: &OwnSheet,
        reconciliation: &Reconciliation,
        institution: &InstitutionResult,
        listed: &[usize],
        catalogue: &Catalogue,
    ) -> Self {
        let at = |place: &Place| -> Option<(u32, u32)> {
            let here = *place.file() == sheet.sheet.0 && *place.sheet() == sheet.sheet.1;
            let (row, column) = here.then(|| position(&sheet.spots, place.spot())).flatten()?;
            sheet.rows.binary_search_by_key(&row, |shown| shown.index).ok()?;
            Some((row, column))
        };
        let mut findings: BTreeMap<(u32, u32), Vec<&Finding>> = BTreeMap::new();
        let mut counts = Counts::default();
        // The worst come first in the list.
        let mut first = None;
        for finding in listed.iter().filter_map(|index| reconciliation.findings.get(*index)) {
            if let Some(cell) = at(&finding.place) {
                first = first.or(Some(cell));
                counts.0[finding.severity() as usize] += 1;
                findings.entry(cell).or_default().push(finding);
            }
        }
        let mut amounts: BTreeMap<(u32, u32), Vec<SettledEntry<'_>>> = BTreeMap::new();
        for entry in institution.entries.iter() {
            if let Some(settled) = reconciliation.entries.at(entry)
                && let Some(cell) = at(&settled.entry.place())
            {
                amounts.entry(cell).or_default().push(settled);
            }
        }
        let mut cells = BTreeMap::new();
        let mut told = 0;
        for (cell, settled) in &amounts {
            if findings.contains_key(cell) {
                continue;
            }
            let worst = settled.iter().map(|one| outcome_look(one.outcome)).max();
            let told_as_a_whole = settled.iter().all(|one| is_left_out(reconciliation, one));
            let plain = settled.iter().all(|one| one.outcome == Outcome::Reconciled);
            let say = !plain && !told_as_a_whole && told < MOST_OUTCOMES;
            told += usize::from(say);
            let note = say.then(|| Said::list(settled.iter().map(|one| outcome(one)), "\n"));
            cells.insert(*cell, Mark { look: worst.unwrap_or_default(), note });
        }
        for (cell, found) in findings {
            let look = match found.iter().map(|one| one.severity()).min() {
                Some(Severity::Error) => Look::Bad,
                Some(Severity::Warning) => Look::Attention,
                _ => Look::Noted,
            };
            let mut parts: Vec<Said> =
                found.iter().take(MOST_IN_A_NOTE).map(|one| said(one, catalogue)).collect();
            if found.len() > MOST_IN_A_NOTE {
                let more = found.len() - MOST_IN_A_NOTE;
                let words = Said::new("{count} more about this cell: see the sheet Findings.");
                parts.push(words.with("count", more));
            }
            let settled = amounts.get(&cell).into_iter().flatten();
            parts.extend(settled.map(|one| outcome(one)));
            cells.insert(cell, Mark { look, note: Some(Said::list(parts, "\n\n")) });
        }
        let (row, column) = first.unwrap_or_default();
        Marks { cells, counts, first: (row, u16::try_from(column).unwrap_or(0)) }
    }

    /// The marked cells of a row, with their columns.
    pub fn in_row(&self, row: u32) -> impl Iterator<Item = (u32, &Mark)> {
        let cells = self.cells.range((row, 0)..=(row, u32::MAX));
        cells.map(|((_, column), mark)| (*column, mark))
    }

    /// All marked cells.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32)> {
        self.cells.keys().copied()
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The first cell with a finding of the worst kind.
    pub fn first(&self) -> (u32, u16) {
        self.first
    }
}

/// One finding, as its lines in a note.
fn said(finding: &Finding, catalogue: &Catalogue) -> Said {
    let title = match finding.severity() {
        Severity::Error => "Error {code}: {what}",
        Severity::Warning => "Warning {code}: {what}",
        Severity::Note => "Note {code}: {what}",
    };
    let title = Said::new(title).with_data("code", finding.code.number());
    let mut lines = vec![title.with_data("what", safe(&catalogue.title(finding)))];
    if let Some(read) = &finding.read {
        lines.push(Said::new("Read: \"{what}\"").with("what", read.clone()));
    }
    for (words, text) in [
        ("Expected: {what}", catalogue.expected(finding)),
        ("To mend it: {what}", catalogue.remedy(finding)),
        ("Effect: {what}", catalogue.effect(finding)),
    ] {
        if !text.is_empty() {
            lines.push(Said::new(words).with_data("what", safe(&text)));
        }
    }
    let euros = |amount| Said::new("Euros concerned: {amount}").with("amount", amount);
    lines.extend(finding.amount.map(euros));
    Said::list(lines, "\n")
}

/// What became of an amount, in a sentence.
fn outcome(settled: &SettledEntry<'_>) -> Said {
    let code = settled.means.activity.map(|code| Said::data(code.to_string()));
    let source = settled.means.source.map(|source| Said::new(source.word()));
    let whereto = Said::list(code.into_iter().chain(source), ", ");
    let why = || settled.remarks.reason.clone();
    let known = settled.means.activity.is_some() || settled.means.source.is_some();
    let (words, about) = match settled.outcome {
        Outcome::Reconciled => {
            (["Counted: {amount}", "Counted: {amount} ({about})"], Some(whereto))
        }
        Outcome::Unplanned => (
            ["Counted as unplanned: {amount}", "Counted as unplanned: {amount} ({about})"],
            Some(whereto),
        ),
        Outcome::Suspense => (
            [
                "Not counted yet, in suspense: {amount}",
                "Not counted yet, in suspense: {amount} ({about})",
            ],
            why(),
        ),
        Outcome::Excluded => (
            ["Not counted, excluded: {amount}", "Not counted, excluded: {amount} ({about})"],
            why(),
        ),
    };
    let counted = matches!(settled.outcome, Outcome::Reconciled | Outcome::Unplanned);
    let [bare, with] = words;
    match about.filter(|_| known || !counted) {
        None => Said::new(bare).with("amount", settled.entry.amount),
        Some(about) => Said::new(with).with("amount", settled.entry.amount).with("about", about),
    }
}

/// Looks in the order of what they ask for.
fn outcome_look(outcome: Outcome) -> Look {
    match outcome {
        Outcome::Reconciled => Look::Good,
        Outcome::Unplanned | Outcome::Suspense => Look::Attention,
        Outcome::Excluded => Look::Given,
    }
}

/// Whether the sheet as a whole is left out, which the sheet Return says once.
fn is_left_out(reconciliation: &Reconciliation, settled: &SettledEntry<'_>) -> bool {
    let submission = reconciliation.submissions.get(usize::from(settled.submission));
    submission.is_some_and(|submission| submission.excluded.is_some())
}
