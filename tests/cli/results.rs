//! What is written, where, and what is never touched.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::{Desk, sample};

#[test]
fn results_are_the_same_on_every_run_and_replace_the_earlier_ones() {
    let desk = Desk::new();
    let sheets = sample("expenditure");
    let sheets = sheets.to_str().unwrap();
    let funding = sample("funding.xlsx");
    let arguments = ["--funding", funding.to_str().unwrap(), sheets];
    desk.reconcile(&arguments)
        .wrote()
        .says("Written to out")
        .says("planned")
        .says("9 workbooks, one for each donor")
        .says("8 lists of transactions in IATI's terms");
    let files = desk.files("out");
    for file in [
        "reconciliation.xlsx",
        "reconciliation.json",
        "institutions/ministry-of-the-interior.xlsx",
        "donors/donor-not-named.xlsx",
        "donors/unicef.xlsx",
        "donors/unicef-iati.csv",
        "summary.html",
    ] {
        assert!(files.iter().any(|name| name == file), "{file} is missing in {files:?}");
    }
    let read = |name: &String| fs::read(desk.path("out").join(name)).unwrap();
    let first: Vec<Vec<u8>> = files.iter().map(read).collect();
    desk.reconcile(&arguments).wrote();
    assert_eq!(desk.files("out"), files);
    for (name, bytes) in files.iter().zip(first) {
        assert!(read(name) == bytes, "{name} differs from run to run");
    }
    let beside: Vec<String> = fs::read_dir(desk.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(beside, Vec::<String>::new(), "left behind");
}

#[test]
fn json_on_standard_output_is_the_file() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    let done = desk.reconcile(&["--json", "kultura.csv"]).wrote();
    assert_eq!(done.out, fs::read_to_string(desk.path("out/reconciliation.json")).unwrap());
}

#[test]
fn the_exit_code_says_how_bad_it_is_and_results_are_written_all_the_same() {
    let desk = Desk::new();
    desk.sheet("bad.csv", "about ten");
    assert_eq!(desk.reconcile(&["bad.csv"]).code, Some(0));
    assert_eq!(desk.reconcile(&["--fail-on", "error", "bad.csv"]).code, Some(1));
    assert_eq!(desk.reconcile(&["--fail-on", "warning", "bad.csv"]).code, Some(1));
    assert!(desk.path("out/reconciliation.xlsx").exists());
}

#[test]
fn a_quarter_is_the_end_of_that_quarter_of_the_plans_year() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    for (typed, day) in [
        ("Q2", "2020-06-30"),
        ("q1", "2020-03-31"),
        ("2020-07-15", "2020-07-15"),
        ("15.7.2020", "2020-07-15"),
    ] {
        desk.reconcile(&["--as-of", typed, "kultura.csv"]).wrote();
        assert_eq!(desk.json()["as_of"], day, "{typed}");
    }
    desk.reconcile(&["kultura.csv"]).wrote();
    assert_eq!(desk.json()["as_of"], "2020-12-31");
}

#[test]
fn results_never_go_where_inputs_are() {
    let desk = Desk::new();
    desk.sheet("received/q1/kultura.csv", "100");
    let run = |output: &str, input: &str| {
        desk.run(&["reconcile", "--plan", "plan.docx", "-o", output, input])
    };
    run("received/out", "received").refused("lies in a folder of inputs").remedy("outside");
    run("received", "received").refused("input").remedy("-o");
    run("received/q1/../new/out", "received").refused("lies in a folder of inputs");
    run("received", "received/q1/kultura.csv").refused("holds an input").remedy("new folder");
    run("received/q1/kultura.csv", "received/q1/kultura.csv").refused("input");
    run(".", "received/q1/kultura.csv").refused("input");
    run("plan.docx", "received").refused("input");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(desk.path("received"), desk.path("link")).unwrap();
        run("link/out", "received").refused("lies in a folder of inputs");
        run("received/out", "link").refused("lies in a folder of inputs");
    }
    assert_eq!(desk.files("received"), ["q1/kultura.csv"]);
}

#[test]
fn what_somebody_else_wrote_is_never_replaced() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    desk.file("out/thesis.docx", "years of work");
    desk.reconcile(&["kultura.csv"]).refused("did not write").remedy("empty or a new folder");
    fs::remove_file(desk.path("out/thesis.docx")).unwrap();
    desk.reconcile(&["kultura.csv"]).wrote();

    for name in [
        "notes.txt",
        "institutions/notes.docx",
        "own/notes.xlsx",
        "donors/payments.csv",
        "institutions/mine-iati.csv",
        "unicef-iati.csv",
    ] {
        let path = desk.file(&format!("out/{name}"), "mine");
        desk.reconcile(&["kultura.csv"]).refused("did not write");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        fs::remove_file(path).unwrap();
    }
    fs::remove_dir(desk.path("out/own")).unwrap();

    let lock = desk.file("out/~$reconciliation.xlsx", "lock");
    desk.reconcile(&["kultura.csv"]).refused("is open").remedy("close it");
    fs::remove_file(lock).unwrap();

    // What was touched and not changed may go; what was changed may not, however soon after.
    let later = SystemTime::now() + Duration::from_secs(3600);
    let touch = || {
        let workbook = fs::File::options().append(true).open(desk.path("out/reconciliation.xlsx"));
        workbook.unwrap().set_modified(later).unwrap();
    };
    touch();
    desk.reconcile(&["kultura.csv"]).wrote();
    for name in ["reconciliation.xlsx", "institutions/ministry-of-culture.xlsx"] {
        let written = fs::read(desk.path("out").join(name)).unwrap();
        fs::write(desk.path("out").join(name), [&*written, b" "].concat()).unwrap();
        desk.reconcile(&["kultura.csv"]).refused("changed by hand").remedy("move that file away");
        fs::write(desk.path("out").join(name), written).unwrap();
    }
    // Results of a version that kept no list are told by their times.
    fs::remove_file(desk.path("out/checksums.txt")).unwrap();
    touch();
    desk.reconcile(&["kultura.csv"]).refused("changed by hand").remedy("move that file away");

    desk.file("file", "x");
    desk.run(&["reconcile", "--plan", "plan.docx", "-o", "file", "kultura.csv"])
        .refused("file is a file");
}

#[test]
fn results_that_a_stopped_run_moved_aside_come_back() {
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    desk.reconcile(&["kultura.csv"]).wrote();
    fs::create_dir(desk.path(".out.earmark-before-abc")).unwrap();
    fs::rename(desk.path("out"), desk.path(".out.earmark-before-abc/old")).unwrap();
    desk.file("earmark.toml", "nonsense = 1\n");
    desk.reconcile(&["kultura.csv"]).refused("E0601");
    assert!(desk.path("out/reconciliation.xlsx").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_said_and_nothing_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.sheet("kultura.csv", "100");
    fs::create_dir(desk.path("locked")).unwrap();
    fs::set_permissions(desk.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::create_dir(desk.path("locked/probe")).is_ok() {
        // Rights do not bind this user.
        return;
    }
    desk.run(&["reconcile", "--plan", "plan.docx", "-o", "locked/out", "kultura.csv"])
        .refused("cannot write to locked/out")
        .remedy("right");
}

#[test]
fn a_plan_workbook_is_written_once() {
    let desk = Desk::new();
    desk.run(&["plan", "plan.docx", "-o", "plan.csv"]).refused(".xlsx").remedy("plan.xlsx");
    desk.run(&["plan", "plan.docx", "-o", "new.xlsx"]).wrote().says("48 activities");
    let bytes = fs::read(desk.path("new.xlsx")).unwrap();
    desk.run(&["plan", "plan.docx", "-o", "new.xlsx"])
        .refused("exists already")
        .remedy("another name");
    assert!(fs::read(desk.path("new.xlsx")).unwrap() == bytes);
}

#[test]
fn forms_are_made_for_every_body_and_never_over_filled_ones() {
    let desk = Desk::new();
    desk.run(&["form", "--plan", "plan.docx", "-o", "forms"]).wrote().says("a blank form");
    let files = desk.files("forms");
    for file in
        ["expenditure-form.xlsx", "funding-register.xlsx", "institutions/ministry-of-culture.xlsx"]
    {
        assert!(files.iter().any(|name| name == file), "{file} is missing in {files:?}");
    }
    assert!(files.iter().all(|name| !name.contains("ngo")), "a form for no one body: {files:?}");
    desk.run(&["form", "--plan", "plan.docx", "-o", "forms"])
        .refused("not empty")
        .remedy("new folder");
}

#[test]
fn an_earlier_result_says_what_changed_and_a_broken_one_stops_the_run() {
    let desk = Desk::new();
    desk.sheet("received/sheet.csv", "100");
    desk.reconcile(&["received"]).wrote();
    fs::rename(desk.path("out"), desk.path("before")).unwrap();
    desk.sheet("received/sheet.csv", "150");
    desk.reconcile(&["--previous", "before/reconciliation.json", "received"]).wrote();
    assert_eq!(desk.json()["changes"]["sums"][4]["changes"], "50.00");
    desk.file("notes.json", "{\"schema\": \"other\"}");
    desk.reconcile(&["--previous", "notes.json", "received"])
        .refused("E0550")
        .remedy("reconciliation.json of an earlier run");
    desk.reconcile(&["--previous", "nowhere.json", "received"]).refused("nowhere.json");
}
