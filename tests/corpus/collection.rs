//! The collection of damaged, hostile and ordinary files. It lies beside the repository and is not
//! part of it; where it is missing the test says so.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Checked, Desk, print};

pub fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if path.is_dir() {
        return Some(path.canonicalize().unwrap());
    }
    eprintln!("NOT TESTED: {} is not there", path.display());
    None
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<String> =
        entries.map(|entry| entry.unwrap().path().to_str().unwrap().to_owned()).collect();
    files.sort();
    files
}

/// Checks each file on its own, two at a time.
fn check_each(files: &[String]) -> Vec<Checked> {
    let next = AtomicUsize::new(0);
    let work = || {
        let desk = Desk::new();
        let mut done = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(desk.check(file));
        }
        done
    };
    let mut checked = thread::scope(|scope| {
        let (one, other) = (scope.spawn(work), scope.spawn(work));
        let mut all = one.join().unwrap();
        all.extend(other.join().unwrap());
        all
    });
    checked.sort_by(|a, b| a.file.cmp(&b.file));
    checked
}

#[test]
fn every_file_of_the_collection_is_survived_beside_a_good_sheet() {
    let mut all = Vec::new();
    for name in ["hostile", "broken", "real"] {
        let Some(folder) = folder(name) else { return };
        let files = files(&folder);
        assert!(!files.is_empty(), "{name}");
        let checked = check_each(&files);
        assert_eq!(checked.len(), files.len(), "{name}");
        all.extend(checked);
        // All at once: none takes the good sheet's euros with it.
        Desk::new().reconcile(&[folder.to_str().unwrap()]);
    }
    print("The collection", &all);
}
