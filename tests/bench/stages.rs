//! The stages of the job, each as far as it goes and with what comes before it: what a stage costs is
//! its line minus the one above. In: the name of a stage. Out: nothing but the time it takes.

use std::path::Path;
use std::{fs, io};

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Fill, Means, ReconcileInputs, Sink};
use earmark::reconcile::Reconciliation;

use crate::floor;

/// The stages in the order of the data: reading and checking the sheets, reconciling them with the plan,
/// and making all files, which nobody keeps. The whole job puts them on the disk.
pub const NAMES: [&str; 3] = ["read", "reconcile", "write"];

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
        "reconcile" => println!("{}", reconciled(folder).entries.len()),
        "write" => {
            let made = reconciled(folder);
            let (settings, means) = (Settings::default(), Means::default());
            let written = job::put_files(&made, &sheets(folder), &settings, &means, &Nowhere);
            println!("{}", written.expect("files").len());
        }
        other => panic!("there is no stage {other}"),
    }
}

fn reconciled(folder: &Path) -> Reconciliation {
    let plan = named(&folder.join("plan.csv"));
    let register = folder.join("funding.csv");
    let funding = register.exists().then(|| named(&register));
    let sheets = sheets(folder);
    let inputs = ReconcileInputs { plan, funding, sheets, ..ReconcileInputs::default() };
    job::reconciliation(&inputs, &Settings::default(), Vec::new(), &Means::default())
        .expect("a plan")
}

/// Keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &str, fill: Fill<'_>) -> io::Result<()> {
        fill(&mut io::sink())
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
