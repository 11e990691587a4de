//! What the command says when something typed is wrong, and its help.

use std::process::Stdio;

use crate::{Desk, Done};

#[test]
fn a_wrong_path_names_the_nearest_one() {
    let desk = Desk::new();
    desk.sheet("received/ministarstvo-kulture.csv", "100");
    desk.run(&["check", "recieved"])
        .refused("there is no file or folder recieved")
        .remedy("received");
    desk.run(&["check", "received/ministarstvo_kultura.csv"])
        .refused("ministarstvo_kultura.csv")
        .remedy("ministarstvo-kulture.csv");
    desk.run(&["check", "recieved/ministarstvo-kulture.csv"])
        .refused("there is no folder recieved")
        .remedy("did you mean received");
    desk.run(&["reconcile", "--plan", "plan.doc", "-o", "out", "received"])
        .refused("plan.doc")
        .remedy("did you mean plan.docx?");
    desk.run(&["check", "zzz"]).refused("zzz").remedy("there are: plan.docx, received");
}

#[test]
fn a_missing_argument_says_what_it_takes() {
    let desk = Desk::new();
    desk.run(&["reconcile", "-o", "out", "x"]).refused("--plan <FILE>").remedy("--plan plan.docx");
    desk.run(&["reconcile", "--plan", "plan.docx", "x"]).refused("--output").remedy("-o results");
    desk.run(&["check"]).refused("<INPUT>").remedy("folder that holds them");
}

#[test]
fn a_day_that_is_none_is_refused_with_an_example() {
    let desk = Desk::new();
    for wrong in ["Q5", "2020-13-01", "31.4.2020", "Q", "June"] {
        let done = desk.reconcile(&["--as-of", wrong, "x"]);
        assert_eq!(done.code, Some(2), "{wrong}");
        assert!(done.err.contains("give a date such as 2020-06-30, or a quarter"), "{}", done.err);
    }
}

#[test]
fn a_configuration_with_a_typing_error_stops_the_run() {
    let desk = Desk::new();
    desk.sheet("sheet.csv", "100");
    desk.file("earmark.toml", "title = \"Test\"\ntolerence-percent = 10\n");
    let done = desk.reconcile(&["sheet.csv"]).refused("E0601").remedy("correct line 2");
    assert!(done.err.contains("tolerence-percent"), "{}", done.err);
    assert!(!desk.path("out").exists());
    desk.file("earmark.toml", "run-date = \"15.2.2021\"\n");
    desk.reconcile(&["sheet.csv"]).refused("a date such as \"2021-02-15\"").remedy("run-date");
    desk.file("earmark.toml", "[words.headings]\nspnt = [\"Plaćeno\"]\n");
    desk.reconcile(&["sheet.csv"]).refused("words.headings.spnt");
    desk.file("latin2.toml", b"title = \"\xe8\"\n");
    desk.reconcile(&["--config", "latin2.toml", "sheet.csv"]).refused("UTF-8");
}

#[test]
fn the_configuration_beside_the_plan_is_used_and_said() {
    let desk = Desk::new();
    desk.sheet("sheet.csv", "100");
    desk.file("earmark.toml", "title = \"A title of our own\"\n");
    let done = desk.reconcile(&["sheet.csv"]).wrote().says("A title of our own");
    assert!(done.err.contains("using the settings in earmark.toml"), "{}", done.err);
    let quiet = desk.reconcile(&["--quiet", "sheet.csv"]).wrote();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn a_plan_that_is_none_stops_the_run_with_its_findings() {
    let desk = Desk::new();
    let sheet = desk.sheet("sheet.csv", "100");
    let sheet = sheet.to_str().unwrap();
    desk.file("empty.xlsx", "");
    let done = desk.run(&["reconcile", "--plan", "empty.xlsx", "-o", "out", sheet]);
    done.refused("the plan could not be read").remedy("--plan");
    desk.run(&["plan", "sheet.csv", "-o", "p.xlsx"]).refused("the plan could not be read");
    assert!(!desk.path("out").exists() && !desk.path("p.xlsx").exists());
    desk.file("broken.xlsx", b"PK\x03\x04 and nothing more");
    let done = desk.reconcile(&["--funding", "broken.xlsx", sheet]);
    done.refused("the register of funding could not be read").remedy("leave --funding out");
}

#[test]
fn a_finding_is_explained_by_any_form_of_its_code() {
    let desk = Desk::new();
    let whole = desk.run(&["explain", "E0602"]).wrote().says("run-date = \"2021-02-15\"");
    for form in ["e0602", "0602", " E0602 "] {
        assert_eq!(desk.run(&["explain", form]).out, whole.out, "{form}");
    }
    desk.run(&["explain", "E0699"]).refused("there is no finding E0699").remedy("E0602");
    desk.run(&["explain", "nonsense"]).refused("nonsense").remedy("lists all");
    let all = desk.run(&["explain"]).wrote().out;
    assert_eq!(all.lines().count(), earmark::diagnostic::Code::ALL.len());
}

#[test]
fn every_finding_can_be_explained() {
    let desk = Desk::new();
    for code in earmark::diagnostic::Code::ALL {
        let done = desk.run(&["explain", code.number()]).wrote();
        assert!(done.out.contains(code.number()), "{}", done.out);
        assert!(!done.out.contains(['{', '}']), "{code}: {}", done.out);
    }
}

#[test]
fn help_has_an_example_for_every_command() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]).wrote().out;
    for command in
        ["reconcile", "check", "inspect", "plan", "form", "explain", "completions", "man"]
    {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let own = desk.run(&[command, "--help"]).wrote().out;
        assert!(own.contains(&format!("  earmark {command} ")), "no example in:\n{own}");
        assert!(own.lines().all(|line| line.chars().count() <= 100), "{own}");
    }
    assert_eq!(desk.run(&[]).code, Some(2));
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        desk.run(&["completions", shell]).wrote().says("reconcile");
    }
    desk.run(&["man"]).wrote().says(".TH");
    desk.run(&["man", "reconcile"]).wrote().says("as\\-of");
    desk.run(&["man", "reconcil"]).refused("there is no command").remedy("reconcile");
}

#[test]
fn a_reader_that_goes_away_does_no_harm() {
    let desk = Desk::new();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("earmark"))
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .current_dir(desk.path(""))
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
}

#[test]
fn nothing_but_text_reaches_what_is_no_terminal() {
    let desk = Desk::new();
    desk.file("\u{1b}[31mred.csv", "Code;Spent (EUR)\n1.2.1;\u{1b}[2Jten\n");
    let name = "\u{1b}[31mred.csv";
    let done = desk.run(&["check", "--plan", "plan.docx", name]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(!done.out.contains('\u{1b}') && !done.err.contains('\u{1b}'), "{}", done.out);
    let done = desk.run(&["check", "\u{1b}[31mgreen.csv"]);
    assert!(!done.err.contains('\u{1b}'), "{}", done.err);
}

#[test]
fn the_log_goes_to_standard_error() {
    let desk = Desk::new();
    desk.sheet("sheet.csv", "100");
    let done = desk.run(&["--log", "debug", "check", "--plan", "plan.docx", "--json", "sheet.csv"]);
    assert!(done.err.contains("plan read") && done.err.contains("sheet.csv"), "{}", done.err);
    serde_json::from_str::<serde_json::Value>(&done.out).unwrap();
}
