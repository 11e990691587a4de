//! Findings for a person at a terminal. In: findings. Out: lines grouped by file and sheet, errors
//! first, then in the order of the cells.

use earmark::diagnostic::{Catalogue, Finding, Severity, count_by_severity, render, safe};

use super::screen::{Screen, counted};

/// Which findings are shown in full; the others are counted.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The least bad severity shown.
    pub down_to: Severity,
    /// At most this many.
    pub at_most: usize,
}

/// Everything.
pub const ALL: Shown = Shown { down_to: Severity::Note, at_most: usize::MAX };

/// Prints findings by file; gives how many it did not show.
pub fn print(
    screen: &mut Screen,
    findings: &[Finding],
    catalogue: &Catalogue,
    shown: Shown,
) -> usize {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| {
        (&finding.place.file, &finding.place.sheet, finding.severity(), finding.place.spot)
    });
    let mut left = shown.at_most;
    let mut hidden = 0;
    for group in ordered.chunk_by(|a, b| a.place.file == b.place.file) {
        let of_file: Vec<Finding> = group.iter().map(|finding| (*finding).clone()).collect();
        let mut started = false;
        for finding in group {
            if finding.severity() > shown.down_to || left == 0 {
                hidden += 1;
                continue;
            }
            if !started {
                let counts = in_words(count_by_severity(&of_file));
                screen.heading(&format!("{}: {counts}", safe(&finding.place.file)));
                started = true;
            }
            screen.finding(&render(finding, catalogue), finding.severity());
            screen.line("");
            left -= 1;
        }
    }
    hidden
}

/// "2 errors, 1 warning, 3 notes"; "nothing to mend" where there is none.
pub fn in_words([errors, warnings, notes]: [usize; 3]) -> String {
    let words = [(errors, "error", "errors"), (warnings, "warning", "warnings")]
        .into_iter()
        .chain([(notes, "note", "notes")])
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect::<Vec<_>>();
    if words.is_empty() { "nothing to mend".to_owned() } else { words.join(", ") }
}
