//! A return that is laid among the sheets: what it gives back is not counted a second time.

use earmark::NamedBytes;
use earmark::diagnostic::Code;

use crate::office::ooxml;
use crate::{health, named, row, run, sheet, usual};

#[test]
fn the_copies_in_a_return_are_not_counted_again() {
    let sent = named(
        "q1.xlsx",
        ooxml::xlsx(&[usual("Q1"), usual("Findings"), usual("Potrošnja – april")]),
    );
    let first = run(std::slice::from_ref(&sent));
    let back = health(&first);
    assert_eq!(back.copies.len(), 3);
    let returned = NamedBytes { name: "ministry-of-health.xlsx".to_owned(), bytes: back.bytes };
    let again = run(&[sent, returned.clone()]);
    let read = |outputs: &earmark::job::ReconcileOutputs| outputs.reconciliation.proof.total.read;
    assert_eq!(read(&again), read(&first));
    let aside = |finding: &&earmark::diagnostic::Finding| finding.code == Code::NotExpenditure;
    assert_eq!(again.reconciliation.findings.iter().filter(aside).count(), 1);
    // Alone it gives nothing to count either.
    assert!(read(&run(&[returned])).is_zero());
}

#[test]
fn a_sheet_that_was_added_to_a_return_is_counted() {
    let sent = named("q1.xlsx", ooxml::xlsx(&[usual("Q1")]));
    let back = health(&run(std::slice::from_ref(&sent)));
    // The same workbook with a sheet of the office's own beside the copies.
    let added = sheet("April", vec![row("1.1.1", crate::office::number("7"), "x")]);
    let mut sheets: Vec<crate::office::TestSheet> = Vec::new();
    for grid in &back.grids {
        let mut rows: Vec<Vec<crate::office::TestCell>> = Vec::new();
        for row in &grid.rows {
            rows.resize(row.index as usize + 1, Vec::new());
            let last = rows.last_mut().unwrap();
            for cell in &row.cells {
                last.resize(cell.column() as usize + 1, crate::office::TestCell::Blank);
                last[cell.column() as usize] = crate::office::text(&cell.text());
            }
        }
        let name = grid.name().as_deref().unwrap().to_owned();
        sheets.push(crate::office::TestSheet { name, rows, ..Default::default() });
    }
    sheets.push(added);
    let outputs = run(&[named("back.xlsx", ooxml::xlsx(&sheets))]);
    assert_eq!(outputs.reconciliation.proof.total.read.to_string(), "7.00");
}
