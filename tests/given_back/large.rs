//! Very large sheets: only what is near a finding is given back, each at its own address.

use std::fmt::Write as _;

use crate::faithful::check;
use crate::{health, named, run};

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
