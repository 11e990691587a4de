//! Sheets that are handed in without their bytes and fetched when they are read: the results are the same,
//! and where one cannot be fetched nothing is given, whether the first time or the last.

use std::borrow::Cow;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs, Refusal};

use crate::office::package;
use crate::{PLAN, health, named, run};

const SHEET: &str = "Institution: Ministry of Health\nPeriod: Q1 2021\n\nCode;Spent (€);Source\n\
                     1.1.1;10,25;Budget\n1.1.1;bad;Budget\n";
const ARCHIVED: &str = "Institution: Police administration\nPeriod: Q1 2021\n\nCode;Spent (€);Source\n\
                        1.1.10;20,50;Budget\n1.1.10;bad;Budget\n";

/// A sheet, and an archive with a sheet and an empty file.
fn sheets() -> [NamedBytes; 2] {
    let inside = [("empty.csv", Vec::new()), ("police.csv", ARCHIVED.into())];
    [named("health.csv", SHEET), named("sent.zip", package(&inside))]
}

/// The results for sheets without bytes, which are given so many times in all.
fn fetched(times: usize) -> Result<ReconcileOutputs, Refusal> {
    let sheets = sheets();
    let given = AtomicUsize::new(0);
    let means = Means {
        fetch: &|sheet| {
            let known = sheets.iter().find(|known| known.name == sheet.name);
            let known = known.expect("what is in an archive is not asked for");
            match given.fetch_add(1, Ordering::Relaxed) < times {
                true => Ok(Cow::Owned(known.clone())),
                false => Err(io::Error::new(io::ErrorKind::PermissionDenied, "locked")),
            }
        },
        ..Means::default()
    };
    let bare = sheets.iter().map(|sheet| named(&sheet.name, Vec::new())).collect();
    let plan = named("plan.csv", PLAN);
    let inputs = ReconcileInputs { plan, sheets: bare, ..Default::default() };
    job::reconcile(&inputs, &Settings::default(), Vec::new(), &means)
}

#[test]
fn what_is_fetched_gives_the_same_results() {
    let (held, fetched) = (run(&sheets()), fetched(usize::MAX).unwrap());
    assert_eq!(health(&held).copies.len(), 1);
    assert_eq!(held.reconciliation.entries.len(), 2);
    assert_eq!(held.files, fetched.files);
}

#[test]
fn where_a_sheet_cannot_be_fetched_nothing_is_given() {
    let mut times = 0;
    // Whenever it is.
    while let Err(refusal) = fetched(times) {
        let Refusal::NotFetched(name, kind, words) = refusal else { panic!("{refusal}") };
        assert!(["health.csv", "sent.zip"].contains(&&*name));
        assert_eq!((kind, &*words), (io::ErrorKind::PermissionDenied, "locked"));
        times += 1;
    }
    // Each to be read, and to be given back.
    assert_eq!(times, 4);
}
