//! Bodies of the fuzz targets. In: any bytes. Out: nothing; each stops where something that must
//! hold does not. The normal tests run them too, over kept inputs and some random ones
//! (`tests/fuzzed.rs`), so nothing here may need more than the package's own dev-dependencies.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "../../support/office/mod.rs"]
mod office;

pub mod bytes;
mod decode;
pub mod grid;
pub mod parts;
pub mod plan;
pub mod whole;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::diagnostic::{Catalogue, Finding, render};
use earmark::model::{Euros, Plan, Spot, Submission};
use earmark::read::{read_funding, read_plan, read_submissions};
use earmark::sheet::{Grid, SheetFile, Value};
use earmark::vocabulary::Vocabulary;

/// Panics of the libraries that read formats are caught and become findings; any other stops.
pub fn stop_only_for_own_panics() {
    let stop = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !earmark::sheet::panic_is_caught() {
            stop(panic);
        }
    }));
}

fn vocabulary() -> &'static Vocabulary {
    static ONCE: OnceLock<Vocabulary> = OnceLock::new();
    ONCE.get_or_init(|| Vocabulary::new(&ExtraWords::default()).unwrap())
}

fn catalogue() -> &'static Catalogue {
    static ONCE: OnceLock<Catalogue> = OnceLock::new();
    ONCE.get_or_init(|| Catalogue::built_in().unwrap())
}

/// Every finding can be shown, and shows no control character.
fn show(findings: &[Finding]) {
    for finding in findings {
        let shown = render(finding, catalogue());
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
    }
}

/// The bytes of a file through every reader.
fn read(name: &str, bytes: &[u8]) {
    let input = NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() };
    let (file, findings) = earmark::sheet::read_file(&input, &Limits::default(), vocabulary());
    assert!(file.is_some() || !findings.is_empty(), "a file that gives nothing says why");
    show(&findings);
    if let Some(file) = file {
        file.grids.iter().for_each(check_grid);
        let (plan, findings) = read_plan(&file, vocabulary());
        show(&findings);
        check_submissions(&file, plan.as_ref());
    }
}

/// A grid keeps what its readers rely on: rows and cells in order, no blank cell, sums in order.
fn check_grid(grid: &Grid) {
    assert!(grid.rows.windows(2).all(|rows| rows[0].index < rows[1].index), "rows in order");
    assert!(grid.sums.windows(2).all(|sums| sums[0].cell < sums[1].cell), "sums in order");
    for row in &grid.rows {
        assert!(row.cells.windows(2).all(|c| c[0].column() < c[1].column()), "cells in order");
        assert!(row.cells.iter().all(|cell| !cell.is_blank()), "no blank cell");
        let spots = grid.spots(row);
        assert!(spots.is_empty() || spots.len() == row.cells.len(), "a spot a cell");
    }
}

/// Reads submissions: what was counted is the sum of the entries, each entry stands in a cell of
/// its own that holds something, in order; a second reading gives the same.
fn check_submissions(file: &SheetFile, plan: Option<&Plan>) -> (Vec<Submission>, Vec<Finding>) {
    let (submissions, findings) = read_submissions(file, vocabulary(), plan);
    let again = read_submissions(file, vocabulary(), plan);
    assert!(again.0 == submissions && again.1 == findings, "a second reading gives the same");
    show(&findings);
    let mut places = BTreeSet::new();
    for submission in &submissions {
        let sum: Euros = submission.entries.iter().map(|entry| entry.amount).sum();
        assert_eq!(submission.read, sum, "counted, and given out");
        for entry in submission.entries.iter() {
            if let Spot::Cell(at) = entry.place().spot() {
                let grids = file.grids.iter().filter(|grid| grid.name() == entry.place().sheet());
                let held = grids.filter_map(|grid| grid.cell(at.row, at.column));
                let texts: Vec<String> = held
                    .filter(|cell| !matches!(cell.value(), Value::Error(_) | Value::NotCalculated))
                    .map(|cell| cell.text().into_owned())
                    .collect();
                assert!(texts.iter().any(|text| **text == *entry.raw()), "{at}: {:?}", entry.raw());
            }
        }
        let cells: Vec<_> = submission.entries.iter().map(|entry| entry.spot.cell()).collect();
        assert!(cells.is_sorted(), "entries in the order of their cells");
        let names = file.grids.iter().filter(|grid| *grid.name() == submission.sheet).count();
        for entry in submission.entries.iter() {
            let cell = matches!(entry.place().spot(), Spot::Cell(_) | Spot::TableCell { .. });
            let fresh = places.insert(entry.place().clone());
            assert!(fresh || names > 1 || !cell, "one entry a cell: {}", entry.place());
        }
    }
    if let Some(plan) = plan {
        show(&read_funding(file, vocabulary(), plan).1);
    }
    (submissions, findings)
}
