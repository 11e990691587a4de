//! Damaged and hostile spreadsheets: each gives a grid or a finding, none a crash. The collection
//! lies beside the repository and is not part of it; where it is missing the test says so.

use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::sheet::{SheetFile, read_file};
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
        let started = std::fs::metadata(&path).expect("a file").len();
        println!("{} ({started} bytes)", path.display());
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
