//! Findings for a person at a terminal. In: findings. Out: lines grouped by file and sheet, errors
//! first, then in the order of the cells.

use earmark::diagnostic::{Catalogue, Finding, Severity, count_by_severity, render, safe};
use earmark::language::Said;
use earmark::model::Spot;

use super::screen::Screen;
use super::speech::{counted, say};

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

/// What stops an amount from being counted.
pub const ERRORS: Shown = Shown { down_to: Severity::Error, at_most: usize::MAX };

/// Prints findings by file and sheet, errors first and then in the order of the cells; gives how many
/// it did not show. Where not all are shown, errors go before warnings, whichever file they are in.
pub fn print(
    screen: &mut Screen,
    findings: &[Finding],
    catalogue: &Catalogue,
    shown: Shown,
) -> usize {
    let mut chosen: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity() <= shown.down_to).collect();
    chosen.sort_by_key(|finding| finding.severity());
    chosen.truncate(shown.at_most);
    chosen.sort_by_key(|finding| {
        (finding.place.file(), finding.place.sheet(), finding.severity(), finding.place.spot())
    });
    let sheet = |finding: &Finding| (finding.place.file().clone(), finding.place.sheet().clone());
    for group in chosen.chunk_by(|a, b| sheet(a) == sheet(b)) {
        let Some(first) = group.first() else { continue };
        let of_sheet: Vec<Finding> =
            findings.iter().filter(|finding| sheet(finding) == sheet(first)).cloned().collect();
        let name = safe(&say(&first.place.at(Spot::Whole)));
        screen.heading(&format!("{name}: {}", in_words(count_by_severity(&of_sheet))));
        for finding in group {
            screen.finding(&render(finding, catalogue), finding.severity());
            screen.line("");
        }
    }
    findings.len() - chosen.len()
}

/// "2 errors, 1 warning, 3 notes"; "nothing to mend" where there is none.
pub fn in_words([errors, warnings, notes]: [usize; 3]) -> String {
    let words =
        [(errors, "{count} errors"), (warnings, "{count} warnings"), (notes, "{count} notes")];
    let words = words.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<Said> = words.map(|(count, words)| counted(count, words)).collect();
    say(if words.is_empty() { Said::new("nothing to mend") } else { Said::list(words, ", ") })
}

/// "Findings: 2 errors, 1 warning".
pub fn sum_up(screen: &mut Screen, findings: &[Finding]) {
    let found = in_words(count_by_severity(findings));
    screen.line(&say(Said::new("Findings: {found}").with_data("found", found)));
}
