//! Headings with a small typing error. In: the texts of a header. Out: what they were meant to be, and
//! a finding for each that was taken for another word. Never outside a header.

use super::table::Table;
use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::column_letters;
use crate::sheet::Grid;
use crate::vocabulary::{Heading, Phrase, Vocabulary};

/// What a cell of a header says: by its words, else by the one known heading that is nearest.
pub(super) fn phrase(text: &str, vocabulary: &Vocabulary) -> Phrase {
    match taken_for(text, vocabulary) {
        Some((heading, _)) => Phrase { heading: Some(heading), ..Phrase::default() },
        None => vocabulary.phrase(text),
    }
}

/// The heading that a text was meant to be, where it says nothing as it stands, and its word.
pub(super) fn taken_for(text: &str, vocabulary: &Vocabulary) -> Option<(Heading, String)> {
    let nothing = vocabulary.phrase(text) == Phrase::default();
    nothing.then(|| vocabulary.nearest_heading(text))?
}

/// Says which headings of a table were taken for another word, each once.
pub(super) fn say(
    grid: &Grid,
    table: &Table<'_>,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) {
    // Where the configuration says what the columns mean, their headings say nothing.
    if table.layout.is_some() {
        return;
    }
    for (cell, row) in
        table.header.iter().flat_map(|row| row.cells.iter().map(move |cell| (cell, row)))
    {
        let Some(text) = cell.as_text() else { continue };
        // A header that repeats on every printed page is said once.
        let place = grid.place(row, cell.column());
        let letters = column_letters(cell.column());
        let said = |finding: &Finding| {
            finding.code == Code::HeadingReadAs
                && finding.place.sheet() == place.sheet()
                && finding.read == Some(Said::data(&**text))
                && finding.named("column") == Some(&Part::data(&letters))
        };
        if findings.iter().any(said) {
            continue;
        }
        if let Some((heading, word)) = taken_for(text, vocabulary) {
            findings.push(
                Finding::new(Code::HeadingReadAs, place)
                    .read(&**text)
                    .data("word", word)
                    .detail("meaning", heading.key())
                    .data("column", letters),
            );
        }
    }
}
