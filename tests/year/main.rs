//! A year as a coordination body goes through it: four quarters of sheets, late, corrected, of the year
//! so far, and sent twice; decisions typed into the workbook in between; one command a quarter. The
//! sheets are those of samples/a-year, and every figure here was added up by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

mod typing;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const QUARTERS: [&str; 4] = ["1st-quarter", "2nd-quarter", "3rd-quarter", "4th-quarter"];

struct Desk(TempDir);

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What arrives in a quarter is laid to the rest.
    fn receive(&self, quarter: usize) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/a-year");
        let to = self.path("received").join(QUARTERS[quarter - 1]);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from.join("received").join(QUARTERS[quarter - 1])).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
        for name in ["plan.csv", "funding.csv"] {
            fs::copy(from.join(name), self.path(name)).unwrap();
        }
    }

    /// The one command of a quarter.
    fn reconcile(&self, quarter: usize) -> Value {
        self.receive(quarter);
        let [as_of, output] = [format!("Q{quarter}"), format!("q{quarter}")];
        let before = format!("q{}", quarter - 1);
        let [workbook, json] = ["xlsx", "json"].map(|end| format!("{before}/reconciliation.{end}"));
        let mut command = Command::cargo_bin("earmark").unwrap();
        command.current_dir(self.0.path()).args(["reconcile", "--plan", "plan.csv"]);
        command.args(["--funding", "funding.csv", "--as-of", &as_of, "-o", &output, "received"]);
        if quarter > 1 {
            command.args(["--decisions", &workbook, "--previous", &json]);
        }
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let json = fs::read(self.path(&output).join("reconciliation.json")).unwrap();
        serde_json::from_slice(&json).unwrap()
    }

    /// Types a decision into the row of the sheet Suspense that has a text.
    fn decide(&self, quarter: usize, row: &str, cells: &[(&str, &str)]) {
        let workbook = self.path(&format!("q{quarter}/reconciliation.xlsx"));
        typing::type_in(&workbook, "Suspense", row, cells);
    }
}

/// Where a pointer leads.
#[track_caller]
fn at<'v>(result: &'v Value, pointer: &str) -> &'v Value {
    result.pointer(pointer).unwrap_or_else(|| panic!("there is no {pointer}"))
}

#[track_caller]
fn euros(result: &Value, expected: &[(&str, &str)]) {
    for (pointer, amount) in expected {
        assert_eq!(at(result, pointer), *amount, "{pointer}");
    }
}

/// read, reconciled, unplanned, suspense, excluded
#[track_caller]
fn proof(result: &Value, expected: [&str; 5]) {
    let names = ["read", "reconciled", "unplanned", "suspense", "excluded"];
    let found = names.map(|name| at(result, &format!("/proof/{name}")).as_str().unwrap());
    assert_eq!(found, expected, "{names:?}");
}

/// How many findings there are of a code.
fn count(result: &Value, code: &str) -> usize {
    let findings = at(result, "/findings").as_array().unwrap();
    findings.iter().filter(|finding| finding["code"] == code).count()
}

/// What a line has spent, by its activity and source.
#[track_caller]
fn spent<'v>(result: &'v Value, activity: &str, source: &str) -> &'v Value {
    let lines = at(result, "/lines").as_array().unwrap();
    let found = lines.iter().find(|l| l["activity"] == activity && l["source"] == source).unwrap();
    &found["spent"]
}

#[test]
fn a_year_goes_round() {
    let desk = Desk(TempDir::new().unwrap());

    // The Ministry of Health mistyped a code; the Ministry of the Interior counts from the first of
    // January.
    let first = desk.reconcile(1);
    proof(&first, ["5650.00", "5400.00", "0.00", "250.00", "0.00"]);
    assert_eq!(count(&first, "E0401"), 1);
    // The donor's second instalment comes in August.
    euros(&first, &[("/totals/spent/total", "5400.00"), ("/totals/funding_gap/total", "8000.00")]);
    desk.decide(
        1,
        "travel of the trainers",
        &[
            ("Assign to activity", "1.1.2"),
            ("Decided by", "Coordinator"),
            ("Decided on", "2021-04-12"),
            (
                "Reason for the decision",
                "The ministry confirmed by telephone that 1.1.2 was meant.",
            ),
        ],
    );

    // A sheet comes twice, the year so far takes the place of the first quarter, and the Ministry of
    // Education is silent.
    let second = desk.reconcile(2);
    proof(&second, ["17950.00", "11900.00", "0.00", "0.00", "6050.00"]);
    assert_eq!(count(&second, "W0501"), 1, "the same file twice");
    assert_eq!(count(&second, "E0401"), 0, "decided");
    assert_eq!(spent(&second, "1.1.2", "donation"), "3750.00");
    assert_eq!(spent(&second, "2.1.1", "budget"), "6200.00");
    let silent = at(&second, "/not_reported").as_array().unwrap();
    assert_eq!(silent, &["Ministry of Education"]);
    let decided = at(&second, "/entries").as_array().unwrap();
    let decided = decided.iter().find(|entry| entry["amount"] == "250.00").unwrap();
    assert_eq!(decided["matched_by"], "decision");

    // The late sheet arrives, an earlier one is corrected, and a hall is claimed by two ministries.
    let third = desk.reconcile(3);
    proof(&third, ["37900.00", "22600.00", "0.00", "0.00", "15300.00"]);
    assert_eq!(spent(&third, "1.1.2", "donation"), "4750.00");
    assert_eq!(spent(&third, "1.1.3", "budget"), "4200.00");
    assert_eq!(spent(&third, "2.1.2", "budget"), "2400.00");
    assert_eq!(at(&third, "/not_reported").as_array().map(Vec::len), Some(0));
    assert_eq!(at(&third, "/double_claims").as_array().map(Vec::len), Some(1));
    euros(&third, &[("/double_claims/0/at_stake", "700.00")]);
    desk.decide(
        3,
        "sala za zajedničku vježbu",
        &[
            ("Exclude because", "paid by the Ministry of Health"),
            ("Decided by", "Coordinator"),
            ("Decided on", "2021-10-15"),
            ("Reason for the decision", "The invoice is in the name of the Ministry of Health."),
        ],
    );

    let fourth = desk.reconcile(4);
    proof(&fourth, ["56400.00", "30100.00", "0.00", "0.00", "26300.00"]);
    for (activity, source, amount) in [
        ("1.1.1", "budget", "1950.00"),
        ("1.1.2", "donation", "6850.00"),
        ("1.1.3", "budget", "6200.00"),
        ("2.1.1", "budget", "13400.00"),
        ("2.1.2", "budget", "1700.00"),
    ] {
        assert_eq!(spent(&fourth, activity, source), amount, "{activity}");
    }
    assert_eq!(at(&fourth, "/double_claims").as_array().map(Vec::len), Some(0));
    let decisions = at(&fourth, "/decisions").as_array().unwrap();
    assert_eq!(decisions.len(), 2, "those of the first quarter too");
    assert!(decisions.iter().all(|decision| decision["applied"] == true));
    // Equipment that a donor only promised.
    let lines = at(&fourth, "/lines").as_array().unwrap();
    let equipment = lines.iter().find(|line| line["activity"] == "2.1.4").unwrap();
    assert_eq!(equipment["funding_status"], "unfunded");
    assert_eq!(equipment["evidence"]["pledged"], "5000.00");
    // Whoever counts the year so far has reported every quarter, and the late one its own.
    let reporting = at(&fourth, "/reporting").as_array().unwrap();
    assert!(
        reporting
            .iter()
            .flat_map(|body| body["quarters"].as_array().unwrap())
            .all(|quarter| { quarter["expected"] == false || quarter["report"] != "missing" })
    );
    // What changed since the third quarter ties both runs.
    let sums = at(&fourth, "/changes/sums").as_array().unwrap();
    let spent = sums.iter().find(|sum| sum["what"] == "spent").unwrap();
    assert_eq!(spent["before"], "22600.00");
    assert_eq!(spent["changes"], "7500.00");
    assert_eq!(spent["after"], "30100.00");
}

/// Whatever earmark wrote may come to lie among the sheets: nothing of it is counted, and a return gives
/// the reasons that were typed into it.
#[test]
fn results_that_lie_among_the_sheets_are_not_counted() {
    let desk = Desk(TempDir::new().unwrap());
    for quarter in 1..=3 {
        desk.reconcile(quarter);
    }
    let ministry = desk.path("q3/institutions/ministry-of-the-interior.xlsx");
    let why = "The supplier delivers in November.";
    typing::type_in(&ministry, "Return", "2.1.4", &[("Reason", why)]);
    let laid = [
        "q3/institutions/ministry-of-the-interior.xlsx",
        "q3/institutions/ministry-of-education.xlsx",
        "q3/donors/unicef.xlsx",
        "q3/donors/unicef-iati.csv",
        "q3/reconciliation.xlsx",
        "q3/checksums.txt",
        "funding.csv",
        "plan.csv",
    ];
    for name in laid {
        let to = desk.path("received").join(format!("laid-{}", name.replace('/', "-")));
        fs::copy(desk.path(name), to).unwrap();
    }
    let fourth = desk.reconcile(4);
    proof(&fourth, ["56400.00", "30550.00", "0.00", "250.00", "25600.00"]);
    assert_eq!(count(&fourth, "W0117"), laid.len() - 1);
    assert_eq!(count(&fourth, "N0118"), 1);
    let findings = at(&fourth, "/findings").as_array().unwrap();
    let missing: Vec<&Value> = findings.iter().filter(|f| f["code"] == "N0554").collect();
    assert!(
        missing.iter().all(|f| !f["expected"].as_str().unwrap().contains("2.1.4")),
        "{missing:?}"
    );
    assert!(fourth.to_string().contains(why));
}
