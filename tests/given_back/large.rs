//! Very large sheets: only what is near a finding is given back, each at its own address.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs};
use earmark::sheet;

use crate::faithful::{Return, check};
use crate::office::ooxml::xlsx;
use crate::office::{TestCell, TestSheet, number, package, parts, text};
use crate::{PLAN, health, named, row, run, usual};

#[test]
fn of_a_very_large_sheet_rows_near_findings_are_given_back() {
    let mut csv =
        "Institution: Ministry of Health\nPeriod: Q1 2021\n\nCode;Spent (€);Source\n".to_owned();
    for number in 0..25_000 {
        let amount = match [12_345, 24_999].contains(&number) {
            true => "n/a (est.)".to_owned(),
            // Most lines of such a sheet are empty ones of a form.
            false if number % 100 == 43 => format!("{number},50"),
            false => String::new(),
        };
        writeln!(csv, "1.1.1;{amount};Budget").unwrap();
    }
    let inputs = [named("large.csv", csv)];
    let back = health(&run(&inputs));
    assert_eq!(check(&back, &inputs), 2);
    let copy = back.sheet("large");
    assert!(copy.rows.len() < 20, "{} rows", copy.rows.len());
    // The top, with the headings.
    assert_eq!(back.text("large", "B4"), "Spent (€)");
    // Two rows before and behind.
    assert_eq!(back.text("large", "B12348"), "12343,50");
    assert_eq!(back.text("large", "B12350"), "n/a (est.)");
    assert_eq!(back.text("large", "A12352"), "1.1.1");
    assert_eq!(back.text("large", "A12353"), "");
    assert_eq!(back.text("large", "B25004"), "n/a (est.)");
    let said = back.sheet("Return").rows.iter().flat_map(|row| &row.cells);
    assert!(said.into_iter().any(|cell| cell.text().starts_with("The sheet is very large")));
}

#[test]
fn of_very_many_sheets_the_first_are_given_back_and_the_others_named() {
    let inputs: Vec<_> = (0..45)
        .map(|number| {
            let csv = format!(
                "Institution: Ministry of Health\nPeriod: Q1 2021\n\nCode;Spent (€);Document\n\
                 1.1.1;{number},25;{number}/21\n1.1.1;bad;{number}/21\n"
            );
            named(&format!("{number:02}.csv"), csv)
        })
        .collect();
    let back = health(&run(&inputs));
    check(&back, &inputs);
    assert_eq!(back.copies.len(), 40);
    let cells = back.sheet("Return").rows.iter().flat_map(|row| &row.cells);
    let named = cells.filter(|cell| cell.text() == "The return would become too large.");
    assert_eq!(named.count(), 5);
}

/// The return for a workbook, and how many rows were read for it in all.
fn returned(input: &NamedBytes) -> (Return, usize) {
    let rows = AtomicUsize::new(0);
    let means = Means {
        read: &|input, settings, vocabulary| {
            let (file, findings) = sheet::read_file(&input, &settings.limits, vocabulary);
            let read = file.iter().flat_map(|file| &file.grids).map(|grid| grid.rows.len());
            rows.fetch_add(read.sum(), Ordering::Relaxed);
            (file, findings)
        },
        ..Means::default()
    };
    let inputs = ReconcileInputs {
        plan: named("plan.csv", PLAN),
        sheets: vec![input.clone()],
        ..Default::default()
    };
    let outputs = job::reconcile(&inputs, &Settings::default(), Vec::new(), &means).unwrap();
    (health(&outputs), rows.into_inner())
}

/// The same workbook with a remark before the cells of each sheet: it says nothing, and no reader dares to
/// leave out rows of what is not in its usual form.
fn with_remarks(bytes: &[u8]) -> Vec<u8> {
    let mut parts = parts(bytes);
    for (name, content) in &mut parts {
        if name.contains("worksheets/") {
            let text = String::from_utf8_lossy(content);
            *content = text.replace("<sheetData>", "<sheetData><!-- -->").into_bytes();
        }
    }
    let parts: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    package(&parts)
}

/// So many lines, those of some numbers with a fault.
fn lines(many: usize, faulty: &[usize]) -> Vec<Vec<TestCell>> {
    let amount = |line| match faulty.contains(&line) {
        true => text("n/a (est.)"),
        false => number(&format!("{line}.25")),
    };
    (0..many).map(|line| row("1.1.1", amount(line), &format!("leaflets {line}"))).collect()
}

#[test]
fn what_is_given_back_does_not_hang_on_the_rows_that_are_passed_over() {
    let faulty = [0, 7, 600, 601, 690, 1_899, 2_009];
    let mut plain = crate::sheet("Plain", lines(2_010, &faulty));
    plain.merged = vec![[602, 5, 604, 5], [500, 5, 502, 5]];
    plain.hidden = vec![503, 603, 606];
    plain.rows.insert(1_000, Vec::new());
    plain.rows.insert(1_400, vec![text("Total"), text(""), number("5")]);
    plain.rows.push(vec![text("Total"), text(""), number("7")]);
    plain.rows.push(vec![text("Director:"), text(""), text("N. N.")]);
    let mut bodies = crate::sheet("Bodies", lines(2_010, &faulty));
    for (at, row) in bodies.rows.iter_mut().enumerate().skip(3) {
        row.push(match at {
            3 => text("Institution"),
            603 => text("Police administration"),
            _ => text("Ministry of Health"),
        });
    }
    bodies.rows.push(Vec::new());
    bodies.rows.extend(usual("").rows);
    for (sheet, passes_over) in [(plain, true), (bodies, false)] {
        let name = sheet.name.clone();
        let bytes = xlsx(&[sheet, TestSheet { name: "Small".to_owned(), ..usual("Small") }]);
        let (back, read) = returned(&named("large.xlsx", bytes.clone()));
        let (whole, read_whole) = returned(&named("large.xlsx", with_remarks(&bytes)));
        assert_eq!(read < read_whole, passes_over, "{name}: {read} rows, not {read_whole}");
        assert!(check(&back, &[named("large.xlsx", bytes)]) > 3, "{name}");
        assert_eq!(back.sheet(&name), whole.sheet(&name), "{name}");
        assert_eq!(back.sheet("Small"), whole.sheet("Small"), "{name}");
        assert_eq!(back.notes, whole.notes, "{name}");
        assert_eq!(back.links, whole.links, "{name}");
    }
}

#[test]
fn rows_that_would_be_too_many_are_not_read_again() {
    // Every third is of an activity that the plan does not have: each line is near one of these.
    let line = |line: usize| {
        let code = if line.is_multiple_of(3) { "1.1.9" } else { "1.1.1" };
        row(code, number(&format!("{line}.25")), "leaflets")
    };
    let bytes = xlsx(&[crate::sheet("Plain", (0..15_000).map(line).collect())]);
    let (back, read) = returned(&named("large.xlsx", bytes.clone()));
    let (whole, read_whole) = returned(&named("large.xlsx", with_remarks(&bytes)));
    assert!(read + 4_000 < read_whole, "{read} rows, not {read_whole}");
    let shown = back.sheet("Plain").rows.iter().filter(|row| !row.cells.is_empty());
    let shown = shown.count();
    assert!((10_000..10_050).contains(&shown), "{shown} rows");
    assert_eq!(back.sheet("Plain"), whole.sheet("Plain"));
    assert_eq!(back.notes, whole.notes);
}
