//! A run that a person breaks off leaves everything as it was.

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Desk;

fn beside(desk: &Desk) -> Vec<String> {
    let names = fs::read_dir(desk.path("")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

fn sheet(rows: u32) -> String {
    let mut sheet = String::from(
        "Institution;Ministry of Culture;;\nPeriod;Q2 2020;;\n\n\
         Code;Source of funding;Spent (EUR);Date\n",
    );
    for number in 0..rows {
        writeln!(sheet, "1.2.1;Budget;{number}.10;2020-05-04").unwrap();
    }
    sheet
}

#[test]
#[cfg(unix)]
fn a_run_that_is_broken_off_while_it_writes_leaves_the_earlier_results_and_nothing_else() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    desk.reconcile(&["kultura.csv"]).wrote();
    let files = desk.files("out");
    let read = || -> Vec<Vec<u8>> {
        files.iter().map(|name| fs::read(desk.path("out").join(name)).unwrap()).collect()
    };
    let before = read();

    // Enough to write that there is time to break it off.
    desk.file("kultura.csv", sheet(20_000));
    let mut run = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .current_dir(desk.path(""))
        .args(["reconcile", "--plan", "plan.docx", "-o", "out", "kultura.csv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while beside(&desk).is_empty() {
        assert!(run.try_wait().unwrap().is_none(), "it ended before it could be broken off");
        assert!(began.elapsed() < Duration::from_secs(120), "it never began to write");
        std::thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert_eq!(beside(&desk), Vec::<String>::new(), "left behind");
    assert_eq!(desk.files("out"), files);
    assert!(read() == before, "the earlier results were changed");
}

#[test]
fn a_run_that_takes_more_memory_than_it_may_says_so_and_leaves_the_earlier_results() {
    let desk = Desk::new();
    desk.file("earmark.toml", "[limits]\ntotal-megabytes = 64\n");
    desk.sheet("kultura.csv", "100");
    desk.reconcile(&["kultura.csv"]).wrote();
    let files = desk.files("out");
    let json = fs::read(desk.path("out/reconciliation.json")).unwrap();

    desk.file("kultura.csv", sheet(300_000));
    desk.reconcile(&["kultura.csv"])
        .refused("more than 64 MB of memory")
        .remedy("total-megabytes under [limits]");
    assert_eq!(beside(&desk), Vec::<String>::new(), "left behind");
    assert_eq!(desk.files("out"), files);
    assert!(fs::read(desk.path("out/reconciliation.json")).unwrap() == json);
}
