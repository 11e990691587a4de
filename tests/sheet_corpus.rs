//! Damaged and hostile spreadsheets: each gives a grid or a finding, none a crash. The collection
//! lies beside the repository and is not part of it; where it is missing the test says so.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "shows what became of each file")]
#![allow(clippy::expect_used, reason = "a test stops where its own ground is missing")]

use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::sheet::{SheetFile, Value, read_file};
use earmark::vocabulary::Vocabulary;

fn corpus(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("NOT TESTED: {} is not there", path.display());
    None
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> (Option<SheetFile>, Vec<earmark::diagnostic::Finding>) {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("a readable file");
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("a vocabulary");
    read_file(&NamedBytes { name, bytes }, &Limits::default(), &vocabulary)
}

fn survive(folder: &str) {
    let Some(folder) = corpus(folder) else { return };
    for path in files(&folder) {
        let size = std::fs::metadata(&path).expect("a file").len();
        println!("{} ({size} bytes)", path.display());
        let (file, findings) = read(&path);
        let cells: usize = file
            .iter()
            .flat_map(|file| &file.grids)
            .flat_map(|grid| &grid.rows)
            .map(|row| row.cells.len())
            .sum();
        for finding in &findings {
            println!("    {} {:?} {:?}", finding.code, finding.read, finding.details);
        }
        println!("    {cells} cells");
        assert!(
            file.is_some() || !findings.is_empty(),
            "{}: neither grid nor finding",
            path.display()
        );
    }
}

#[test]
fn hostile_files_are_survived() {
    survive("hostile");
}

#[test]
fn broken_files_are_survived() {
    survive("broken");
}

#[test]
fn ordinary_files_are_read() {
    survive("real");
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
            .flat_map(|row| row.cells.iter().map(|cell| cell.value.clone()))
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
        assert!(row.cells.iter().any(|cell| matches!(cell.value, Value::Error(_))), "{number}");
    }
}
