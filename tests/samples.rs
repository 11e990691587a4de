//! The samples: made again byte for byte, and reconciled to what `samples/README.md` promises.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/dump.rs"]
mod dump;
#[path = "support/office/mod.rs"]
mod office;
#[path = "support/samples.rs"]
mod samples;

use std::fs;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::Catalogue;
use earmark::job::{self, ReconcileInputs, ReconcileOutputs};

/// `EARMARK_BLESS=1` writes what is made instead of comparing it.
fn blessing() -> bool {
    std::env::var_os("EARMARK_BLESS").is_some()
}

#[test]
fn every_sample_is_made_again_byte_for_byte() {
    let mut stale = Vec::new();
    for (path, bytes) in samples::make() {
        let file = samples::root().join(&path);
        if blessing() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &bytes).unwrap();
        } else if fs::read(&file).ok() != Some(bytes) {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "not as the code makes them (EARMARK_BLESS=1 rewrites): {stale:#?}");
}

/// Every sheet of the samples, as the command would take them.
fn sheets() -> Vec<NamedBytes> {
    let folder = samples::root().join("samples/action-plan-2020/expenditure");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| samples::load(&format!("samples/action-plan-2020/expenditure/{name}")))
        .collect()
}

fn reconcile(plan: &str, with_register: bool) -> ReconcileOutputs {
    let register = with_register.then(|| samples::load("samples/action-plan-2020/funding.xlsx"));
    let inputs = ReconcileInputs {
        plan: samples::load(&format!("samples/action-plan-2020/{plan}")),
        funding: register,
        sheets: sheets(),
    };
    let settings = Settings { as_of: "2020-09-30".parse().ok(), ..Settings::default() };
    job::reconcile(&inputs, &settings, Vec::new(), &|_, _, _| {}).expect("it runs")
}

#[track_caller]
fn golden(name: &str, found: &str) {
    let file = samples::root().join("tests/golden").join(name);
    if blessing() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, found).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{name}, line {}", number + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "lines of {name}");
}

#[test]
fn the_samples_give_what_they_promise() {
    let outputs = reconcile("plan.docx", true);
    golden("samples.txt", &dump::dump(&outputs.reconciliation, &Catalogue::built_in().unwrap()));
}
