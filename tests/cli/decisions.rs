//! What becomes of `--decisions`, and of workbooks in which somebody decided.

use std::fs;

use crate::Desk;

const HEAD: &str = "Amount;Assign to activity;Decided by;Reason\n";

/// A desk with a sheet whose one amount waits in suspense.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.file(
        "kultura.csv",
        "Institution;Ministry of Culture;;\nPeriod;Q2 2020;;\n\nCode;Source of funding;Spent (EUR);Date\n\
         9.9.9;Budget;77,50;2020-05-04\n",
    );
    desk
}

#[test]
fn a_decision_moves_an_amount_out_of_suspense() {
    let desk = desk();
    desk.reconcile(&["kultura.csv"]).wrote();
    assert_eq!(desk.json()["proof"]["suspense"], "77.50");
    for (name, text) in [
        ("d.csv", format!("{HEAD}77,50;1.2.1;A;so\n")),
        (
            "d.toml",
            "[[decision]]\namount = 77.5\nactivity = \"1.2.1\"\nby = \"A\"\nreason = \"so\"\n"
                .to_owned(),
        ),
    ] {
        desk.file(name, text);
        let done = desk.reconcile(&["--decisions", name, "kultura.csv"]).wrote();
        done.says("Decided: 1 decision, 1 carried out");
        assert_eq!(desk.json()["proof"]["reconciled"], "77.50", "{name}");
        fs::remove_dir_all(desk.path("out")).unwrap();
    }
}

#[test]
fn a_file_that_is_missing_or_holds_no_decisions_stops_the_run() {
    let desk = desk();
    desk.reconcile(&["kultura.csv"]).wrote();
    let before = fs::read(desk.path("out/reconciliation.json")).unwrap();
    desk.file("decisions.csv", format!("{HEAD}77,50;1.2.1;A;so\n"));
    fs::create_dir(desk.path("folder")).unwrap();
    let run = |file: &str| desk.reconcile(&["--decisions", file, "kultura.csv"]);
    run("decision.csv").refused("decision.csv").remedy("did you mean decisions.csv?");
    run("folder").refused("folder is a folder").remedy("give one file");
    run("plan.docx").refused("E0513").remedy("reconciliation.xlsx of an earlier run");
    desk.sheet("other.csv", "100");
    run("other.csv").refused("the decisions could not be read").remedy("Assign to activity");
    desk.file("broken.xlsx", b"PK\x03\x04 and nothing more");
    run("broken.xlsx").refused("E01");
    desk.file("empty.xlsx", "");
    // It is the coordination body's own file: nobody sent it.
    let done = run("empty.xlsx")
        .refused("E0108")
        .remedy("and give it again")
        .refused("effect:    earmark stops");
    assert!(!done.err.contains("sender") && !done.err.contains(" send "), "{}", done.err);
    desk.file("long.csv", format!("{HEAD}77,50;1.2.1;A;{}\n", "so ".repeat(20_000)));
    let done = run("long.csv")
        .refused("E0106")
        .remedy("and give that")
        .refused("effect:    earmark stops");
    assert!(!done.err.contains("sender") && !done.err.contains(" send "), "{}", done.err);
    desk.file("wrong.toml", "[[decision]]\namount = 5\n\nactvity = \"1.2.1\"\n");
    let done = run("wrong.toml").refused("E0513").remedy("line 4");
    assert!(done.err.contains("actvity"), "{}", done.err);
    // An earlier result of which nothing was decided is no wrong file.
    fs::copy(desk.path("out/reconciliation.xlsx"), desk.path("last.xlsx")).unwrap();
    assert!(
        fs::read(desk.path("out/reconciliation.json")).unwrap() == before,
        "results were touched"
    );
    run("last.xlsx").wrote().says("Decided: nothing; no decision is filled in in last.xlsx");
}

#[test]
fn decisions_are_given_from_another_folder_than_the_new_results() {
    let desk = desk();
    desk.reconcile(&["kultura.csv"]).wrote();
    let before = fs::read(desk.path("out/reconciliation.xlsx")).unwrap();
    desk.reconcile(&["--decisions", "out/reconciliation.xlsx", "kultura.csv"])
        .refused("the folder out holds an input")
        .remedy("new folder");
    assert!(fs::read(desk.path("out/reconciliation.xlsx")).unwrap() == before);
    let round2 = ["reconcile", "--plan", "plan.docx", "-o", "round2", "--decisions"];
    desk.run(&[&round2[..], &["out/reconciliation.xlsx", "kultura.csv"]].concat()).wrote();
}

#[test]
fn a_workbook_that_was_filled_in_is_never_replaced() {
    let desk = desk();
    desk.reconcile(&["kultura.csv"]).wrote();
    let path = desk.path("out/reconciliation.xlsx");
    let filled = [&*fs::read(&path).unwrap(), b"as if a person had saved it"].concat();
    fs::write(&path, &filled).unwrap();
    desk.file("d.csv", format!("{HEAD}77,50;1.2.1;A;so\n"));
    for arguments in [&["kultura.csv"][..], &["--decisions", "d.csv", "kultura.csv"]] {
        desk.reconcile(arguments)
            .refused("it may hold decisions")
            .remedy("give out/reconciliation.xlsx with --decisions");
        assert!(fs::read(&path).unwrap() == filled);
    }
}

#[test]
fn results_with_decisions_are_not_replaced_by_results_without() {
    let desk = desk();
    desk.file("d.csv", format!("{HEAD}77,50;1.2.1;A;so\n"));
    desk.reconcile(&["--decisions", "d.csv", "kultura.csv"]).wrote();
    desk.reconcile(&["kultura.csv"])
        .refused("the results in out hold 1 decision, and this run is given none")
        .remedy("give out/reconciliation.xlsx with --decisions");
    desk.reconcile(&["--decisions", "d.csv", "kultura.csv"]).wrote();
}

#[test]
fn a_second_column_of_the_same_meaning_is_named_where_it_says_something_else() {
    let desk = desk();
    let head = "Amount;Assign to activity;Decided by;Reason;Assigned activity\n";
    desk.file("d.csv", format!("{head}77,50;1.2.1;A;so;1.2.2\n"));
    let done = desk.reconcile(&["--decisions", "d.csv", "kultura.csv"]).wrote();
    done.says("Decided: 1 decision, 1 carried out");
    let document = desk.json();
    let findings = document["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["code"] == "W0560").expect("W0560");
    assert_eq!(found["place"], "d.csv, cell E1");
    assert_eq!(found["read"], "Assigned activity");
    assert_eq!(
        found["expected"],
        "one column for each meaning; “Assign to activity” in cell B1 has it already"
    );
    assert_eq!(found["effect"], "of the two, the first counts; 1 cell below it is not used");

    desk.file("d.csv", format!("{head}77,50;1.2.1;A;so;1.2.1\n"));
    let done = ["--decisions", "d.csv", "-o", "out2", "kultura.csv"];
    desk.run(&[&["reconcile", "--plan", "plan.docx"], &done[..]].concat()).wrote();
    let text = fs::read_to_string(desk.path("out2/reconciliation.json")).unwrap();
    assert!(!text.contains("W0560"), "what both columns say alike is named");
}
