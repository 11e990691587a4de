//! Totals that a sheet states under its lines: checked against the sum of their lines, never entries.
//! In: entries and labelled totals, row by row. Out: control totals, and findings where they differ.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use super::amount::Reading;
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, ControlTotal, Euros, Place, Submission, fold};
use crate::sheet::{Cell, Value};
use crate::vocabulary::Vocabulary;

/// What one amount column of a table came to so far.
#[derive(Debug, Default)]
struct Running {
    all: Euros,
    // What it had come to at each total before, at any level.
    ends: Vec<Euros>,
    // What was carried forward from elsewhere; a total may or may not hold it.
    carried: Euros,
    by_activity: BTreeMap<ActivityCode, Euros>,
    by_source: BTreeMap<ArcStr, Euros>,
}

/// The amount columns of one table.
#[derive(Debug, Default)]
pub(super) struct Totals {
    columns: BTreeMap<u32, Running>,
}

/// Totals remembered in one column; in a sheet with more, the oldest subtotals are forgotten.
const MOST_ENDS: usize = 1_000;

impl Totals {
    /// Counts an entry.
    pub(super) fn add(
        &mut self,
        column: u32,
        amount: Euros,
        activity: Option<ActivityCode>,
        source: Option<&ArcStr>,
    ) {
        let running = self.columns.entry(column).or_default();
        running.all += amount;
        if let Some(code) = activity {
            *running.by_activity.entry(code).or_default() += amount;
        }
        if let Some(source) = source {
            match running.by_source.get_mut(source) {
                Some(sum) => *sum += amount,
                None => {
                    running.by_source.insert(ArcStr::clone(source), amount);
                }
            }
        }
    }

    /// Keeps an amount that was carried forward and is no entry.
    pub(super) fn carry(&mut self, column: u32, amount: Euros) {
        self.columns.entry(column).or_default().carried += amount;
    }

    /// The sums that a total may stand for, the likeliest first: what its label names ("Total 1.1",
    /// "Total budget"), else for a subtotal the lines since the last total, and for any other all
    /// lines of the table; then the lines since any total before.
    pub(super) fn sums(&self, column: u32, label: &str, vocabulary: &Vocabulary) -> Vec<Euros> {
        let none = Running::default();
        let running = self.columns.get(&column).unwrap_or(&none);
        let since = running.ends.iter().rev().map(|end| running.all - *end);
        let mut sums: Vec<Euros> = named(running, label, vocabulary).into_iter().collect();
        let folded = fold(label);
        if folded.starts_with("sub") || folded.starts_with("medjuzbir") {
            sums.extend(since);
            sums.push(running.all);
        } else {
            sums.push(running.all);
            sums.extend(since);
        }
        if running.carried != Euros::ZERO {
            sums.push(running.all + running.carried);
        }
        sums
    }

    /// A total ends the lines it stands for.
    pub(super) fn end_lines(&mut self) {
        for running in self.columns.values_mut() {
            if running.ends.len() >= MOST_ENDS {
                running.ends.remove(0);
            }
            running.ends.push(running.all);
        }
    }
}

/// The sum of the lines that a label names: by the beginning of their codes, or by their source.
fn named(running: &Running, label: &str, vocabulary: &Vocabulary) -> Option<Euros> {
    let folded = fold(label);
    let number = folded.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(number) = number {
        let parts: Vec<u16> =
            number.split(['.', ',']).map(str::parse).collect::<Result<_, _>>().ok()?;
        let mut of = running
            .by_activity
            .iter()
            .filter(|(code, _)| code.parts().starts_with(&parts))
            .map(|(_, sum)| *sum)
            .peekable();
        return of.peek().is_some().then(|| of.sum());
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let wanted = (1..words.len()).find_map(|from| vocabulary.source(&words[from..].join(" ")))?;
    let mut of = running
        .by_source
        .iter()
        .filter(|(source, _)| vocabulary.source(source) == Some(wanted))
        .map(|(_, sum)| *sum)
        .peekable();
    of.peek().is_some().then(|| of.sum())
}

/// Holds a stated total against the sums it may stand for; the first is what it should be.
pub(super) fn check(
    reading: Reading,
    cell: &Cell,
    place: Place,
    sums: &[Euros],
    submission: &mut Submission,
    findings: &mut Vec<Finding>,
) {
    let stated = match reading {
        Reading::Amount { euros, .. } => euros,
        Reading::Blank => return,
        // A total that is not calculated states nothing; the lines are counted one by one anyway.
        Reading::Refused(..) if matches!(cell.value(), Value::NotCalculated) => return,
        Reading::Refused(..) => {
            findings.push(Finding::new(Code::ControlTotalUnreadable, place).read(cell.text()));
            return;
        }
    };
    let computed = sums.iter().copied().find(|sum| *sum == stated).or(sums.first().copied());
    let Some(computed) = computed else { return };
    hold(stated, computed, &cell.text(), place, submission, findings);
}

/// Keeps a stated total beside the computed one; a difference is said.
pub(super) fn hold(
    stated: Euros,
    computed: Euros,
    read: &str,
    place: Place,
    submission: &mut Submission,
    findings: &mut Vec<Finding>,
) {
    submission.control_totals.push(ControlTotal { cell: place.cell(), stated, computed });
    if stated != computed {
        findings.push(
            Finding::new(Code::ControlTotalDiffers, place)
                .read(read)
                .detail("stated", stated)
                .detail("computed", computed)
                .detail("difference", stated - computed)
                .amount(stated - computed),
        );
    }
}
