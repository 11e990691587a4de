//! What a reader must not misread in silence, and damage of all kinds to good files. Read within the
//! process, cell by cell.

use std::path::Path;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::diagnostic::Finding;
use earmark::sheet::{SheetFile, Value, read_file};
use earmark::vocabulary::Vocabulary;

use super::books::table;
use super::collection::folder as corpus;
use crate::support::office::ooxml::xlsx;
use crate::support::office::{ods, package, parts, xls, xlsb};

fn read_bytes(name: &str, bytes: &[u8]) -> (Option<SheetFile>, Vec<Finding>) {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("a vocabulary");
    let input = NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() };
    read_file(&input, &Limits::default(), &vocabulary)
}

fn read(path: &Path) -> (Option<SheetFile>, Vec<Finding>) {
    let name = path.file_name().expect("a name").to_string_lossy();
    read_bytes(&name, &std::fs::read(path).expect("a readable file"))
}

/// Files that calamine alone misreads in silence: amounts of an embedded workbook instead of the
/// file's own, and amounts whose money format is taken for a date.
#[test]
fn amounts_misread_in_silence_are_all_there() {
    let Some(folder) = corpus("broken") else { return };
    let count = |name: &str| {
        let (file, _) = read(&folder.join(name));
        let values: Vec<Value> = file
            .iter()
            .flat_map(|file| &file.grids)
            .flat_map(|grid| &grid.rows)
            .flat_map(|row| row.cells.iter().map(|cell| cell.value()))
            .collect();
        let numbers = values.iter().filter(|value| matches!(value, Value::Number(_))).count();
        let serials = values.iter().filter(|value| matches!(value, Value::Date { .. })).count();
        (numbers, serials)
    };
    assert_eq!(count("Test_git_issue_411.xls"), (130, 0));
    assert_eq!(count("Test_git_issue_609.xls"), (36, 7));
}

/// Excel 365 has error values that calamine does not know; they cost their cell and not their sheet.
#[test]
fn an_unknown_error_value_costs_its_cell_only() {
    let Some(folder) = corpus("hostile") else { return };
    // Number 8 is an empty error value.
    for number in (0..=12).filter(|number| *number != 8) {
        let (file, findings) = read(&folder.join(format!("s02_err_{number:02}.xlsx")));
        let file = file.expect("a file");
        assert_eq!(findings.len(), 0, "{number}: {findings:?}");
        let row = &file.grids[0].rows[0];
        assert!(row.cells.iter().any(|cell| matches!(cell.value(), Value::Error(_))), "{number}");
    }
}

/// Damage of all kinds to a good file: it may be read or not, but always comes to an end.
#[test]
fn damaged_bytes_are_survived() {
    let sheets = [table("Tabela – Q1", 3), table("Notes", 0)];
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    let rounds = std::env::var("EARMARK_ROUNDS").map_or(100, |n| n.parse().expect("a number"));
    for (name, bytes) in [
        ("a.xls", xls::xls(&sheets)),
        ("a.xlsb", xlsb::xlsb(&sheets)),
        ("a.xlsx", xlsx(&sheets)),
        ("a.ods", ods::ods(&sheets)),
    ] {
        let parts = if name == "a.xls" { Vec::new() } else { parts(&bytes) };
        let count = parts.len();
        for round in 0..rounds {
            // Every other time a part inside the package is damaged, so that its checksum is right.
            let inside = !parts.is_empty() && round % 2 == 0;
            let mut parts = parts.clone();
            let mut damaged = if inside {
                let (_, part) = &mut parts[next(count)];
                std::mem::take(part)
            } else {
                bytes.clone()
            };
            for _ in 0..=next(4) {
                let at = next(damaged.len());
                damaged[at] = [0, 1, 0x7f, 0x80, 0xff, next(256) as u8][next(6)];
            }
            if next(10) == 0 {
                damaged.truncate(next(damaged.len()));
            }
            if inside {
                for (_, part) in parts.iter_mut().filter(|(_, part)| part.is_empty()) {
                    *part = std::mem::take(&mut damaged);
                }
                let parts: Vec<(&str, Vec<u8>)> =
                    parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
                damaged = package(&parts);
            }
            let (file, findings) = read_bytes(name, &damaged);
            assert!(file.is_some() || !findings.is_empty(), "{name}");
        }
    }
}
