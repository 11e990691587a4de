//! Bytes as a sheet that looks like one: entries of any grid add up and stand where they should.

use arbitrary::Unstructured;

/// Reads the sheet as expenditure, as a plan and as a register.
pub fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(file) = super::decode::file("input.xlsx", &mut bytes) else { return };
    file.grids.iter().for_each(super::check_grid);
    super::check_submissions(&file, None);
    let tables = earmark::read::inspect(&file, super::vocabulary().bodies(), super::vocabulary());
    assert!(tables.iter().all(|table| table.header_rows > 0), "a table has a header");
}
