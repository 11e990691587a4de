//! Findings of two runs. In: both runs' findings. Out: those that are resolved and those that are new. A
//! finding is the same where its code is, and what was read stands in the same column (rows move when
//! lines are inserted, files are renamed); or where the same code stands at the same cell. One about a
//! whole file or line of the plan, of which nothing was read, is known by what it expects.

use super::pairs::Pairing;
use crate::model::RecordedFinding;

/// Findings about the earlier results themselves: they belong to one comparison only.
const OF_A_COMPARISON: [&str; 3] = ["W0551", "W0552", "W0553"];

/// Resolved, new, and how many are still open.
pub(super) fn compare(
    before: &[RecordedFinding],
    after: &[RecordedFinding],
) -> (Vec<RecordedFinding>, Vec<RecordedFinding>, usize) {
    let lasting = |findings: &[RecordedFinding]| -> Vec<RecordedFinding> {
        let kept = findings.iter().filter(|one| !OF_A_COMPARISON.contains(&&*one.code));
        kept.cloned().collect()
    };
    let (before, after) = (lasting(before), lasting(after));
    let paired = Pairing::new(&before, &after)
        .by(|f| Some((&f.code, &f.place, &f.read, &f.expected)))
        .by(|f| Some((&f.code, f.read.as_ref()?, &f.file, &f.sheet, column(f))))
        .by(|f| Some((&f.code, f.read.as_ref()?, column(f))))
        // What the place says beyond the file: a cell, a line, a row of a table.
        .by(|f| (f.place.len() > f.file.len()).then_some((&f.code, &f.place)))
        .by(|f| f.read.is_none().then_some((&f.code, &f.expected)))
        .end();
    let owned = |findings: Vec<&RecordedFinding>| findings.into_iter().cloned().collect();
    (owned(paired.vanished), owned(paired.new), paired.pairs.len())
}

/// The letters of its cell's column.
fn column(finding: &RecordedFinding) -> &str {
    let cell = finding.cell.as_deref().unwrap_or_default();
    cell.trim_end_matches(|c: char| c.is_ascii_digit())
}
