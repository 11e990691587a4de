//! Which files are taken as sheets, and under which names.

use std::fs;

use serde_json::Value;

use crate::{Desk, sample};

fn files(json: &Value, of: &str) -> Vec<String> {
    let list = json[of].as_array().unwrap();
    list.iter().map(|item| item["file"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_without_sheets_is_no_input() {
    let desk = Desk::new();
    fs::create_dir(desk.path("received")).unwrap();
    desk.reconcile(&["received"]).refused("no expenditure sheets in received").remedy("xlsx");
    desk.file("received/~$mup.xlsx", "lock");
    desk.reconcile(&["received"]).refused("open in Excel");
    fs::copy(sample("plan.docx"), desk.path("received/plan.docx")).unwrap();
    let done = desk.run(&["reconcile", "--plan", "received/plan.docx", "-o", "out", "received"]);
    done.refused("no expenditure sheets");
    assert!(!desk.path("out").exists());
}

#[test]
fn what_is_no_sheet_is_left_aside_and_said() {
    let desk = Desk::new();
    desk.sheet("received/deep/down/kultura.csv", "100");
    desk.file("received/photo.JPG", b"\xff\xd8\xff");
    desk.file("received/~$kultura.xlsx", "lock");
    desk.file("received/.~lock.kultura.ods#", "lock");
    desk.file("received/.hidden.csv", "Code;Spent\n1.2.1;5\n");
    desk.file("received/.DS_Store", "x");
    desk.file("received/.git/config.csv", "x");
    desk.file("received/earmark.toml", "");
    fs::copy(sample("plan.docx"), desk.path("received/plan.docx")).unwrap();
    desk.run(&["reconcile", "--plan", "received/plan.docx", "-o", "out", "received"]).wrote();
    let json = desk.json();
    assert_eq!(files(&json, "submissions"), ["kultura.csv"]);
    let mut aside: Vec<(&str, &str)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["code"].as_str().unwrap(), finding["file"].as_str().unwrap()))
        .filter(|(code, _)| ["N0109", "N0113"].contains(code))
        .collect();
    aside.sort_unstable();
    assert_eq!(
        aside,
        [
            ("N0109", ".~lock.kultura.ods#"),
            ("N0109", "~$kultura.xlsx"),
            ("N0113", ".hidden.csv"),
            ("N0113", "photo.JPG"),
        ]
    );
}

#[test]
fn two_files_of_one_name_are_told_apart_by_their_folders() {
    let desk = Desk::new();
    desk.sheet("2020/q1/kultura.csv", "100");
    desk.sheet("2020/q2/kultura.csv", "200");
    desk.sheet("2020/q2/other.csv", "300");
    desk.reconcile(&["2020"]).wrote();
    let names = files(&desk.json(), "submissions");
    assert_eq!(names, ["other.csv", "q1/kultura.csv", "q2/kultura.csv"]);
}

#[test]
fn a_file_given_twice_is_read_once() {
    let desk = Desk::new();
    desk.sheet("received/kultura.csv", "100");
    desk.reconcile(&["received", "received/kultura.csv", "./received/../received"]).wrote();
    assert_eq!(files(&desk.json(), "submissions"), ["kultura.csv"]);
}

#[test]
fn a_sheet_that_cannot_be_read_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.sheet("received/kultura.csv", "100");
    desk.file("received/broken.xlsx", b"PK\x03\x04 and nothing more");
    desk.file("received/report.pdf", b"%PDF-1.4 ...");
    desk.file("received/empty.xlsx", "");
    let done = desk.reconcile(&["--fail-on", "error", "received"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    let json = desk.json();
    assert_eq!(json["proof"]["read"], "100.00");
    for file in ["broken.xlsx", "report.pdf", "empty.xlsx"] {
        let errors = json["findings"].as_array().unwrap().iter();
        let mut errors = errors.filter(|f| f["severity"] == "error" && f["file"] == file);
        assert!(errors.next().is_some(), "no error for {file}");
    }
}

#[test]
fn a_file_above_the_limit_is_an_error_of_that_file() {
    let desk = Desk::new();
    desk.sheet("received/kultura.csv", "100");
    desk.file("received/large.csv", "x;y\n".repeat(600_000));
    desk.file("earmark.toml", "[limits]\nfile-megabytes = 1\n");
    desk.reconcile(&["received"]).wrote().says("large.csv").says("E0106");
}

#[test]
fn names_may_hold_spaces_diacritics_and_anything() {
    let desk = Desk::new();
    desk.sheet("primljeno šđčćž 2020/Ministarstvo kulture – ćirilica Ђ.csv", "100");
    desk.reconcile(&["primljeno šđčćž 2020"]).wrote();
    assert_eq!(files(&desk.json(), "submissions"), ["Ministarstvo kulture – ćirilica Ђ.csv"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_and_links_are_survived() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let sheet = desk.sheet("received/a.csv", "100");
    for name in [b"received/m\xff.csv".as_slice(), b"received/m\xfe.csv"] {
        fs::copy(&sheet, desk.path("").join(OsStr::from_bytes(name))).unwrap();
    }
    std::os::unix::fs::symlink(desk.path("received"), desk.path("received/again")).unwrap();
    std::os::unix::fs::symlink("nowhere", desk.path("received/gone.csv")).unwrap();
    desk.reconcile(&["received"]).wrote();
    // Both names look alike once they are text, and are still two files.
    let inputs = desk.json()["findings"].to_string();
    assert!(inputs.contains("m\u{fffd}.csv") && inputs.contains("m\u{fffd}.csv (2)"), "{inputs}");
}

#[test]
fn a_check_tells_what_would_count() {
    let desk = Desk::new();
    desk.sheet("good.csv", "1.200,50");
    let good = desk.run(&["check", "good.csv"]).wrote();
    good.says("1 amount read")
        .says("would count:              1,200.50 €")
        .says("With --plan FILE");
    desk.sheet("bad.csv", "about ten");
    let done = desk.run(&["check", "bad.csv", "good.csv"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    let done = done.says("error[E0203]").says("bad.csv, cell C5").says("about ten").says("remedy:");
    assert!(done.out.find("E0203") < done.out.find("would count"), "{}", done.out);

    let json = desk.run(&["check", "--json", "bad.csv", "good.csv"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["schema"], &json["counts"]), (&"earmark/check/1".into(), &"1200.50".into()));
    assert_eq!(json["findings"][0]["cell"], "C5");

    // Without an activity no plan can place it; the finding says that it waits.
    desk.file("konto.csv", "Konto;Opis;Iznos u EUR\n421;putni troškovi;100,00\n");
    desk.run(&["check", "konto.csv"])
        .says("error[E0303]")
        .says("would count:                  0.00 €")
        .says("would not count:            100.00 €");
}

#[test]
fn an_inspection_shows_columns_and_what_to_add() {
    let desk = Desk::new();
    desk.file(
        "sheet.csv",
        "Institution;Ministry of Culture;\n\nCode;Spent (EUR);Rbr. \"naloga\"\n1.2.1;5;7\n",
    );
    let done = desk.run(&["inspect", "sheet.csv"]).wrote();
    let done = done.says("Ministry of Culture").says("amounts spent").says("[words.headings]");
    // What it prints is a configuration that can be read.
    let at = done.out.find("[words.headings]").unwrap();
    let stub = done.out[at..].replace("# spent =", "note =");
    let (settings, findings) = earmark::config::Settings::read("earmark.toml", &stub);
    assert_eq!(findings, []);
    assert!(settings.words.headings.iter().any(|(_, word)| word.contains("naloga")), "{stub}");
}
