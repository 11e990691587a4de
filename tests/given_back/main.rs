//! An institution's own sheets, given back inside its return: every value at its own address, every
//! finding as a note on its cell, whatever the format, however hostile the content, and never what
//! another body wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod faithful;
mod fetched;
#[path = "../support/fixture.rs"]
mod fixture;
mod formats;
#[path = "../support/grid_xlsx.rs"]
mod grid_xlsx;
mod hostile;
mod large;
#[path = "../support/office/mod.rs"]
mod office;
mod samples;
mod sent_back;
mod several;
#[path = "../support/sheet_fixture.rs"]
mod sheet_fixture;
#[path = "../support/strict/mod.rs"]
mod strict;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};

use faithful::Return;
use office::{TestCell, TestSheet, number, text};

pub(crate) const PLAN: &str = "Action plan for 2021,,,,,
Strategic area 1. Prevention,,,,,
Key measure 1.1: Inform the public,,,,,
Activity,Responsible bodies,Starting date,Planned completion date,Result indicator,Financial estimate
1.1.1. Print leaflets,Ministry of Health in cooperation with the Police administration,I quarter,II quarter,Done,5 000 Euros (Ministry of Health budget) 3 000 Euros (donation)
1.1.2. Hold a conference,Ministry of Health in cooperation with the Police administration,I quarter,IV quarter,Done,4 000 Euros (the budget of all implementers)
1.1.10. Train officers,Police administration,I quarter,IV quarter,Done,4 000 Euros (Police administration budget)
";

pub(crate) fn named(name: &str, bytes: impl Into<Vec<u8>>) -> NamedBytes {
    NamedBytes { name: name.to_owned(), bytes: bytes.into() }
}

pub(crate) fn run(sheets: &[NamedBytes]) -> ReconcileOutputs {
    run_with(sheets, &Settings::default())
}

pub(crate) fn run_with(sheets: &[NamedBytes], settings: &Settings) -> ReconcileOutputs {
    let plan = named("plan.csv", PLAN);
    let inputs = ReconcileInputs { plan, sheets: sheets.to_vec(), ..Default::default() };
    job::reconcile(&inputs, settings, Vec::new(), &Means::default()).unwrap()
}

/// The return of a body.
pub(crate) fn of(outputs: &ReconcileOutputs, slug: &str) -> Return {
    let name = format!("institutions/{slug}.xlsx");
    let file = outputs.files.iter().find(|file| file.name == name).expect("its return");
    Return::open(file)
}

pub(crate) const HEADINGS: [&str; 6] =
    ["Code", "Source of funding", "Spent (€)", "Date", "Document", "Description"];

/// A sheet as an office keeps it: two lines, headings in row 4, and rows below.
pub(crate) fn sheet(name: &str, rows: Vec<Vec<TestCell>>) -> TestSheet {
    let mut all = vec![
        vec![text("Institution: Ministry of Health")],
        vec![text("Period: Q1 2021")],
        Vec::new(),
        HEADINGS.iter().map(|heading| text(heading)).collect(),
    ];
    all.extend(rows);
    TestSheet { name: name.to_owned(), rows: all, ..TestSheet::default() }
}

/// A row of such a sheet.
pub(crate) fn row(code: &str, amount: TestCell, description: &str) -> Vec<TestCell> {
    let day = TestCell::Date(2021, 2, 3);
    vec![text(code), text("Budget"), amount, day, text("12/21"), text(description)]
}

/// One good amount and one that is no number, in C6.
pub(crate) fn usual(name: &str) -> TestSheet {
    let rows = vec![
        row("1.1.1", number("100.5"), "leaflets"),
        row("1.1.1", text("12.500 (est.)"), "more leaflets"),
    ];
    sheet(name, rows)
}

pub(crate) fn health(outputs: &ReconcileOutputs) -> Return {
    of(outputs, "ministry-of-health")
}
