//! What an officer meets before a sheet is sent: `check`, `inspect`, `explain`.

use serde_json::Value;

use crate::Desk;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
}

#[test]
fn a_check_shows_the_findings_of_each_sheet_and_the_sums_of_each_file() {
    let desk = Desk::new();
    desk.sheet("good.csv", "1.100,00");
    desk.sheet("bad.csv", "12 (est.)");
    desk.file("zero.csv", "");
    let done = desk.run(&["check", "--plan", "plan.docx", "good.csv", "bad.csv", "zero.csv"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    let done = done
        .says("bad.csv: 1 error")
        .says("bad.csv, cell C5")
        .says("3 files checked: 2 errors")
        .says("would count     would not count")
        .says("good.csv          1,100.00 €              0.00 €")
        .says("total             1,100.00 €              0.00 €");
    let at = |text: &str| done.out.find(text).unwrap();
    assert!(at("E0203") < at("E0108"), "in the order of the files");

    let quiet = desk.run(&["check", "-q", "bad.csv"]);
    assert!(quiet.out.contains("E0203") && !quiet.out.contains("checked"), "{}", quiet.out);
    let quiet = desk.run(&["check", "-q", "good.csv"]);
    assert_eq!((quiet.code, quiet.out.as_str()), (Some(0), ""));
}

#[test]
fn findings_stand_under_their_sheet_errors_first() {
    let desk = Desk::new();
    desk.file(
        "a.csv",
        "Code;Izvor finasiranja;Spent (EUR)\n1.2.1;Budget;5\n1.2.1;Bugdet;7\n1.2.1;Budget;x\n",
    );
    let done = desk.run(&["check", "--plan", "plan.docx", "a.csv"]).says("a.csv: 1 error, ");
    let at = |text: &str| done.out.find(text).unwrap_or_else(|| panic!("{text}: {}", done.out));
    assert!(at("error[E0203]") < at("warning[W0309]"), "{}", done.out);
    assert!(at("warning[W0309]") < at("warning[W0418]"), "{}", done.out);
}

#[test]
fn a_check_as_json_holds_the_sums_of_each_file_and_nothing_that_steers_a_terminal() {
    let desk = Desk::new();
    desk.sheet("good.csv", "1.100,00");
    desk.file("odd.csv", "Code;Spent (EUR)\n1.2.1;ten \u{9b}31m \u{202e}back\u{200b}\n");
    let done = desk.run(&["check", "--json", "good.csv", "odd.csv"]);
    assert_eq!(done.code, Some(1));
    assert!(
        !done.out.contains(['\u{9b}', '\u{202e}', '\u{200b}']) && done.out.contains("\\u202e"),
        "{}",
        done.out
    );
    let report = json(&done.out);
    assert_eq!(report["schema"], "earmark/check/1");
    assert_eq!(report["files"][0]["file"], "good.csv");
    assert_eq!(report["files"][0]["counts"], "1100.00");
    assert_eq!(report["files"][1]["counts"], "0.00");
    assert_eq!(report["findings"][0]["read"], "ten \u{9b}31m \u{202e}back\u{200b}");
    assert!(report["findings"][0]["effect"].as_str().unwrap().contains("left out"));
}

#[test]
fn a_plan_in_place_of_a_sheet_is_told_from_one() {
    let desk = Desk::new();
    desk.run(&["check", "plan.docx"])
        .says("plan.docx looks like an action plan")
        .says("--plan plan.docx");
    desk.run(&["check", "--plan", "plan.docx", "plan.docx"])
        .refused("plan.docx is given as the plan")
        .remedy("name the expenditure sheets too");
}

#[test]
fn a_body_that_is_not_known_is_said_once_with_the_nearest_one() {
    let desk = Desk::new();
    desk.file("a.csv", "Institution;Ministry of Cultur;\n\nCode;Source;Spent\n1.2.1;Budget;5\n");
    let done = desk.run(&["check", "--plan", "plan.docx", "a.csv"]).says("W0406");
    assert!(done.out.contains("write Ministry of Culture, if that body is meant"), "{}", done.out);
    assert!(!done.out.contains("W0405"), "{}", done.out);
}

#[test]
fn a_code_with_the_wrong_letter_is_found_by_its_number() {
    let desk = Desk::new();
    desk.run(&["explain", "e309"]).refused("no finding e309").remedy("W0309");
    desk.run(&["explain", "w0309"]).wrote().says("before:").says("Utroseno sredstva");
    desk.run(&["explain", "309x"]).refused("309x");
}

#[test]
fn the_layout_that_inspect_prints_reads_the_file_the_same() {
    let desk = Desk::new();
    desk.sheet("mk.csv", "1.100,00");
    let done = desk.run(&["inspect", "mk.csv"]).wrote().says("C = \"spent\"  # Spent (EUR)");
    let stub: String = done
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .map(|line| format!("{line}\n"))
        .collect();
    desk.file("earmark.toml", stub);
    let sums = |done: crate::Done| json(&done.out)["files"].clone();
    let plain = sums(desk.run(&["check", "--json", "mk.csv"]));
    let fixed = desk.run(&["check", "--json", "--config", "earmark.toml", "mk.csv"]);
    assert!(fixed.out.contains("N0310"), "{}", fixed.out);
    assert_eq!(plain, sums(fixed));
    desk.run(&["inspect", "--config", "earmark.toml", "mk.csv"]).says("as the configuration says");

    desk.sheet("other.csv", "5");
    desk.reconcile(&["other.csv"]).wrote();
    let findings = desk.json()["findings"].clone();
    assert!(findings.to_string().contains("W0603"), "{findings}");
}

#[test]
fn inspect_guesses_what_an_unknown_heading_means() {
    let desk = Desk::new();
    desk.file(
        "a.csv",
        "Code;Spent;Kada;Koliko\n1.2.1;5;2020-05-04;7,50\n1.2.1;6;2020-05-05;8,50\n",
    );
    desk.run(&["inspect", "a.csv"])
        .wrote()
        .says("# spent = [\"Koliko\"]")
        .says("# date = [\"Kada\"]")
        .says("its cells look like: date");
    let report = json(&desk.run(&["inspect", "--json", "a.csv"]).wrote().out);
    assert_eq!(report["files"][0]["tables"][0]["columns"][2]["looks_like"], "date");
    assert!(report["files"][0]["layout"].as_str().unwrap().contains("[[layout]]"));
}

#[test]
fn a_mistake_in_a_layout_stops_the_command_with_the_nearest_meaning() {
    let desk = Desk::new();
    desk.sheet("a.csv", "5");
    desk.file("earmark.toml", "[[layout]]\nfiles = \"a.csv\"\ncolumns = { C = \"spend\" }\n");
    desk.run(&["check", "--config", "earmark.toml", "a.csv"])
        .refused("columns.C in [[layout]] number 1")
        .remedy("correct columns.C");
}

#[test]
fn what_stands_in_the_way_of_results_is_named() {
    let desk = Desk::new();
    desk.sheet("a.csv", "5");
    desk.file("out/my notes.txt", "x");
    desk.reconcile(&["a.csv"]).refused("my notes.txt").remedy("new folder");
    desk.run(&["form", "--plan", "plan.docx", "-o", "out"]).refused("my notes.txt");
}
