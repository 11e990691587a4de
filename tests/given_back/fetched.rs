//! Sheets that are handed in without their bytes and fetched when they are read: the results are the same,
//! and one that cannot be fetched is said, the first time and the second.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Mutex;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::{Code, Finding};
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::model::Place;

use crate::office::package;
use crate::{PLAN, health, named, run};

const SHEET: &str = "Institution: Ministry of Health\nPeriod: Q1 2021\n\nCode;Spent (€);Source\n\
                     1.1.1;10,25;Budget\n1.1.1;bad;Budget\n";
const ARCHIVED: &str = "Institution: Police administration\nPeriod: Q1 2021\n\nCode;Spent (€);Source\n\
                        1.1.10;20,50;Budget\n1.1.10;bad;Budget\n";

fn sheets() -> [NamedBytes; 2] {
    let inside = package(&[("police.csv", ARCHIVED.into())]);
    [named("health.csv", SHEET), named("sent.zip", inside)]
}

/// The results for sheets without bytes, each of which is given `times` times.
fn fetched(times: usize) -> ReconcileOutputs {
    let sheets = sheets();
    let given: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let means = Means {
        fetch: &|sheet| {
            let mut given = given.lock().unwrap();
            let of_this = given.entry(sheet.name.clone()).or_default();
            *of_this += 1;
            match sheets.iter().find(|known| known.name == sheet.name) {
                Some(known) if *of_this <= times => Ok(Cow::Owned(known.clone())),
                _ => {
                    let place = Place::of_file(&sheet.name.as_str().into());
                    Err(Box::new(Finding::new(Code::FileBroken, place).detail("problem", "gone")))
                }
            }
        },
        ..Means::default()
    };
    let bare = sheets.iter().map(|sheet| named(&sheet.name, Vec::new())).collect();
    let plan = named("plan.csv", PLAN);
    let inputs = ReconcileInputs { plan, sheets: bare, ..Default::default() };
    job::reconcile(&inputs, &Settings::default(), Vec::new(), &means).unwrap()
}

#[test]
fn what_is_fetched_gives_the_same_results() {
    let (held, fetched) = (run(&sheets()), fetched(usize::MAX));
    assert_eq!(health(&held).copies.len(), 1);
    assert!(held.files.len() > 5);
    assert_eq!(held.files, fetched.files);
}

#[test]
fn what_cannot_be_fetched_is_said_and_the_rest_counts() {
    let outputs = fetched(0);
    let broken = outputs.reconciliation.findings.iter();
    let broken: Vec<_> = broken.filter(|finding| finding.code == Code::FileBroken).collect();
    let files: Vec<_> = broken.iter().map(|finding| &**finding.place.file()).collect();
    assert_eq!(files, ["health.csv", "sent.zip"]);
    assert!(outputs.reconciliation.entries.is_empty());
    let inputs: Vec<_> = outputs.reconciliation.inputs.iter().map(|input| &*input.file).collect();
    assert_eq!(inputs, ["plan.csv", "health.csv", "sent.zip"]);
}

#[test]
fn what_cannot_be_fetched_again_counts_and_is_not_given_back() {
    // Once to see whether it is an archive, once to read it.
    let (held, outputs) = (run(&sheets()), fetched(2));
    assert_eq!(held.reconciliation.proof, outputs.reconciliation.proof);
    let back = health(&outputs);
    assert_eq!(back.copies.len(), 0);
    let cells = back.sheet("Return").rows.iter().flat_map(|row| &row.cells);
    let said = cells.filter(|cell| cell.text() == "The file could not be read a second time.");
    assert_eq!(said.count(), 1);
}
