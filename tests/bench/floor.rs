//! The floor: the two libraries alone on the same data. In: the received sheets. Out: a workbook with
//! every cell of them, and nothing found, matched or proved.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use calamine::{Data, DataRef, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, Workbook};

/// As many rows as a sheet has room for.
const ROWS: u32 = 1_048_576;

fn sheets(folder: &Path) -> impl Iterator<Item = Xlsx<BufReader<File>>> {
    let mut paths: Vec<_> = fs::read_dir(folder.join("received"))
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.sort();
    paths.into_iter().map(|path| open_workbook(path).expect("a workbook"))
}

/// calamine's dense read of every sheet, one after the other.
pub fn dense(folder: &Path) {
    let mut sum = 0.0;
    for mut workbook in sheets(folder) {
        let range = workbook.worksheet_range_at(0).expect("a sheet").expect("cells");
        for (_, _, cell) in range.used_cells() {
            if let Data::Float(number) = cell {
                sum += number;
            }
        }
    }
    println!("{sum}");
}

/// calamine streaming every sheet, and rust_xlsxwriter writing every row with the twelve columns of a
/// sheet of entries, in constant memory; what has no room in one sheet goes on in the next.
pub fn streamed(folder: &Path) {
    let mut written = Workbook::new();
    let money = Format::new().set_num_format("#,##0.00");
    let mut sheet = written.add_worksheet_with_constant_memory().unwrap();
    let mut row = 0;
    for mut workbook in sheets(folder) {
        let name = workbook.sheet_names().first().expect("a sheet").clone();
        let mut cells = workbook.worksheet_cells_reader(&name).expect("cells");
        let mut before = None;
        while let Some(cell) = cells.next_cell().expect("a cell") {
            let (at, column) = cell.get_position();
            if before != Some(at) {
                before = Some(at);
                row += 1;
                if row == ROWS {
                    sheet = written.add_worksheet_with_constant_memory().unwrap();
                    row = 0;
                }
                for extra in 8..12 {
                    sheet.write_string(row, extra, "reconciled").unwrap();
                }
            }
            let column = column as u16;
            match cell.get_value() {
                DataRef::String(text) => drop(sheet.write_string(row, column, text)),
                DataRef::SharedString(text) => drop(sheet.write_string(row, column, *text)),
                DataRef::Float(number) => {
                    drop(sheet.write_number_with_format(row, column, *number, &money));
                }
                DataRef::DateTime(day) => {
                    drop(sheet.write_number_with_format(row, column, day.as_f64(), &money));
                }
                _ => {}
            }
        }
    }
    written.save(folder.with_extension("floor.xlsx")).expect("a workbook");
    fs::remove_file(folder.with_extension("floor.xlsx")).expect("it was written");
}
