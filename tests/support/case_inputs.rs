//! The inputs of the cases under `tests/cases`, one folder each.

use std::fs;
use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::ReconcileInputs;
use earmark::model::Quarter;

/// All folders of cases, in order.
pub fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// What a case is run with.
pub fn inputs(folder: &Path) -> ReconcileInputs {
    ReconcileInputs {
        plan: beginning(folder, "plan").expect("a plan"),
        funding: beginning(folder, "funding"),
        decisions: beginning(folder, "decisions"),
        previous: beginning(folder, "previous"),
        sheets: files(&folder.join("sheets")).iter().map(|path| named(path)).collect(),
    }
}

/// The settings of a case, with the day that its `case.txt` says: "2021-06-30", "Q2".
pub fn settings(folder: &Path) -> Settings {
    let path = folder.join("earmark.toml");
    let (mut settings, findings) = match fs::read_to_string(&path) {
        Ok(text) => Settings::read("earmark.toml", &text),
        Err(_) => (Settings::default(), Vec::new()),
    };
    assert!(findings.is_empty(), "{}: {findings:?}", path.display());
    let text = fs::read_to_string(folder.join("case.txt")).expect("case.txt");
    let day = text.lines().find_map(|line| line.trim().strip_prefix("as-of:")).map(str::trim);
    match day.map(|day| (day, day.strip_prefix('Q'))) {
        None => {}
        Some((_, Some(number))) => settings.as_of_quarter = Quarter::new(number.parse().unwrap()),
        Some((day, None)) => settings.as_of = Some(day.parse().unwrap()),
    }
    settings
}

fn named(path: &Path) -> NamedBytes {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    NamedBytes { name, bytes: fs::read(path).unwrap() }
}

/// The one file of a folder whose name begins so.
fn beginning(folder: &Path, stem: &str) -> Option<NamedBytes> {
    let mut found = files(folder)
        .into_iter()
        .filter(|path| path.file_stem().is_some_and(|name| name.to_string_lossy() == stem));
    let one = found.next().map(|path| named(&path));
    assert!(found.next().is_none(), "{} has {stem} twice", folder.display());
    one
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
