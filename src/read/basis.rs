//! Whether a sheet is of its period or of the year so far, and whether it corrects an earlier one. In:
//! the headings of its amounts, the lines above them, the names of sheet and file, the configuration.
//! Out: what they say. Never: a conclusion from the amounts.

use arcstr::ArcStr;

use super::above::Around;
use super::table::{Column, Role, Table};
use crate::model::{Basis, BasisFrom, KnownBasis, Period, Placed, Source, tidy};
use crate::sheet::{Grid, Row};
use crate::vocabulary::{Heading, Vocabulary};

/// Reads what stands around a table; the headings of its amounts are nearest to them.
pub(super) fn read(
    grid: &Grid,
    table: &Table<'_>,
    above: &[Row],
    vocabulary: &Vocabulary,
    around: &mut Around,
) {
    let texts: Vec<&str> = above
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|cell| cell.as_text().map(ArcStr::as_str))
        .collect();
    let names = || grid.name().as_deref().into_iter().chain([stem(grid.file())]);
    let said = of_headings(table, vocabulary)
        .or_else(|| texts.iter().copied().chain(names()).find_map(|text| vocabulary.basis(text)));
    around.basis = said.map(|basis| KnownBasis { basis, from: BasisFrom::Words });
    around.corrects = texts.iter().any(|text| vocabulary.says_correction(text));
    let headings = table.amounts().map(|column| column.text.as_str());
    let until = headings
        .chain(texts.iter().copied())
        .chain(names())
        .find_map(|text| vocabulary.year_until(text));
    around.period = match (around.period, until) {
        // "Year 2020" above, "zaključno sa 30.09." over the amounts.
        (Some(Period { from: None, to: None, year, .. }), Some(until)) => {
            Some(Period { year: until.year.or(year), ..until })
        }
        (known, until) => known.or(until),
    };
}

/// What the configuration says holds before what the sheet says.
pub(super) fn configured(grid: &Grid, vocabulary: &Vocabulary, around: &mut Around) {
    for stated in vocabulary.submissions() {
        if !stated.fits(grid.file(), grid.name().as_deref()) {
            continue;
        }
        if let Some(body) = &stated.body {
            around.body =
                Some(Placed { value: ArcStr::from(tidy(body)), place: grid.whole.clone() });
        }
        around.period = stated.period.or(around.period);
        let from = BasisFrom::Configuration;
        around.basis = stated.basis.map(|basis| KnownBasis { basis, from }).or(around.basis);
    }
}

/// What the headings over all its amounts say.
fn of_headings(table: &Table<'_>, vocabulary: &Vocabulary) -> Option<Basis> {
    let mut said = table
        .amounts()
        .map(|column| column.text.split(" / ").find_map(|text| vocabulary.basis(text)));
    let first = said.next()??;
    said.all(|other| other == Some(first)).then_some(first)
}

/// The name of a file without its folders and its ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Where no column has amounts by its heading: those of the period that it names ("Spent in this
/// period"), else those of the year so far.
pub(super) fn amounts_by_basis(columns: &mut [Column], vocabulary: &Vocabulary) {
    for basis in [Basis::ThisPeriod, Basis::Cumulative] {
        if columns.iter().any(|column| matches!(column.role, Role::Amount { .. })) {
            return;
        }
        for column in columns.iter_mut() {
            if !matches!(column.role, Role::Is(Heading::Cumulative) | Role::Unknown) {
                continue;
            }
            let texts = || column.text.split(" / ");
            if !texts().any(|text| vocabulary.basis(text) == Some(basis)) {
                continue;
            }
            let heading = texts().find_map(|text| money(text, vocabulary));
            // "Activities in this period" holds words.
            if column.role == Role::Unknown && heading.is_none() {
                continue;
            }
            let source = match heading {
                Some(Heading::SpentBudget) => Some(Source::Budget),
                Some(Heading::SpentDonation) => Some(Source::Donation),
                _ => None,
            };
            let thousands = vocabulary.says_thousands(&column.text);
            column.role = Role::Amount { source, when: None, thousands };
        }
    }
}

/// The heading of money in a text that also names a basis, and perhaps a day.
fn money(text: &str, vocabulary: &Vocabulary) -> Option<Heading> {
    let rest = vocabulary.without_basis(text);
    let words: Vec<&str> =
        rest.split(' ').filter(|word| !word.contains(|c: char| c.is_ascii_digit())).collect();
    vocabulary.phrase(&words.join(" ")).heading.filter(|heading| {
        matches!(
            heading,
            Heading::Spent | Heading::Amount | Heading::SpentBudget | Heading::SpentDonation
        )
    })
}

/// Findings for statements of the configuration that no file fits.
pub fn unused_submissions<'f>(
    vocabulary: &Vocabulary,
    files: impl Iterator<Item = &'f str> + Clone,
) -> Vec<crate::diagnostic::Finding> {
    let stated = vocabulary.submissions().iter();
    stated
        .filter(|stated| !files.clone().any(|file| stated.fits_file(file)))
        .map(|stated| {
            crate::diagnostic::Finding::new(
                crate::diagnostic::Code::SubmissionUnused,
                stated.place.clone(),
            )
            .read(&*stated.files)
            .data("files", &stated.files)
        })
        .collect()
}
