//! The stages of the job, each as far as it goes and with what comes before it: what a stage costs is
//! its line minus the one above. In: the name of a stage. Out: nothing but the time it takes.

use std::fs;
use std::path::Path;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs};

use crate::floor;

/// The stages in the order of the data: reading and checking the sheets, and reconciling them with the
/// plan. The whole job adds the workbooks.
pub const NAMES: [&str; 2] = ["read", "reconcile"];

/// Runs one.
pub fn run(stage: &str, folder: &Path) {
    match stage {
        "dense" => floor::dense(folder),
        "floor" => floor::streamed(folder),
        "read" => {
            let read = job::check(
                None,
                &sheets(folder),
                &Settings::default(),
                Vec::new(),
                &Means::default(),
            );
            println!("{}", read.expect("sheets").counts);
        }
        "reconcile" => {
            let plan = named(&folder.join("plan.csv"));
            let sheets = sheets(folder);
            let settled = job::check(
                Some(&plan),
                &sheets,
                &Settings::default(),
                Vec::new(),
                &Means::default(),
            );
            println!("{}", settled.expect("a plan").counts);
        }
        "whole" => {
            let plan = named(&folder.join("plan.csv"));
            let inputs =
                ReconcileInputs { plan, sheets: sheets(folder), ..ReconcileInputs::default() };
            let outputs =
                job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default());
            println!("{}", outputs.expect("a plan").files.len());
        }
        other => panic!("there is no stage {other}"),
    }
}

fn named(path: &Path) -> NamedBytes {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    NamedBytes { name, bytes: fs::read(path).expect("a file") }
}

fn sheets(folder: &Path) -> Vec<NamedBytes> {
    let entries = fs::read_dir(folder.join("received")).expect("a folder");
    entries.map(|entry| named(&entry.expect("a file").path())).collect()
}
