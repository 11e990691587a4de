//! What changed since an earlier run, for arbitrary plans and sheets, from bytes to bytes: the same run
//! changes nothing, the earlier totals and the changes make the totals of this run, the order of
//! anything is nothing, and earlier results that are broken are refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

#[path = "support/evaluator.rs"]
mod evaluator;

use earmark::NamedBytes;
use earmark::book::Content;
use earmark::config::Settings;
use earmark::diagnostic::{Catalogue, Finding};
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs, Refusal};
use earmark::language::Translation;
use earmark::report;
use proptest::prelude::*;
use serde_json::Value;

const BODIES: [&str; 3] = ["Ministry of Health", "Ministry of Culture", "Police administration"];
const ESTIMATES: [&str; 6] = [
    "No funding required",
    "1 000 Euros (budget)",
    "2 500 Euros (budget of all implementers)",
    "4 000 Euros (donation)",
    "500 Euros (UNICEF donation)",
    "700 Euros (budget) and 300 Euros (donation)",
];
const SOURCES: [&str; 5] = ["Budget", "Donation", "UNICEF", "Budget of all implementers", "?"];
const TEXTS: [&str; 3] = ["", "paper", "hall; \"large\""];

/// An activity: lead, estimate.
type ActivitySpec = (usize, usize);
/// A row: activity, source, cents, text, how the amount is written.
type RowSpec = (usize, usize, i64, usize, u8);
/// Plan and sheets.
type Round = (Vec<ActivitySpec>, Vec<(usize, Vec<RowSpec>)>);

fn round() -> impl Strategy<Value = Round> {
    let row = (0_usize..6, 0_usize..5, -9_999_i64..900_000, 0_usize..3, 0_u8..5);
    let sheet = (0_usize..4, proptest::collection::vec(row, 0..7));
    (
        proptest::collection::vec((0_usize..3, 0_usize..6), 1..5),
        proptest::collection::vec(sheet, 0..4),
    )
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect::<String>().into_bytes()
}

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

fn plan(specs: &[ActivitySpec]) -> NamedBytes {
    let mut rows = vec![
        strings(&["Action plan for 2020"]),
        strings(&["Key measure 1.1: Inform the public"]),
        strings(&[
            "Activity",
            "Responsible bodies",
            "Starting date",
            "Planned completion date",
            "Result indicator",
            "Financial estimate",
        ]),
    ];
    for (number, (lead, estimate)) in specs.iter().enumerate() {
        let number = number + 1;
        let title = format!("1.1.{number}. Do the thing that has the number {number}");
        let (lead, estimate) = (BODIES[*lead], ESTIMATES[*estimate]);
        rows.push(strings(&[&title, lead, "I quarter", "IV quarter", "Done", estimate]));
    }
    NamedBytes { name: "plan.csv".to_owned(), bytes: csv(&rows) }
}

fn sheet(name: &str, body: usize, specs: &[RowSpec]) -> NamedBytes {
    let body = BODIES.get(body).copied().unwrap_or("");
    let mut rows = vec![
        strings(&["Institution:", body]),
        strings(&["Code", "Source", "Spent (€)", "Description"]),
    ];
    for (activity, source, cents, text, form) in specs {
        let amount = format!(
            "{}{}.{:02}",
            if *cents < 0 { "-" } else { "" },
            cents.abs() / 100,
            cents.abs() % 100
        );
        let amount = match form {
            0 => format!("{amount} €"),
            1 => "about 5".to_owned(),
            _ => amount,
        };
        let code = format!("1.1.{}", activity + 1);
        rows.push(strings(&[&code, SOURCES[*source], &amount, TEXTS[*text]]));
    }
    NamedBytes { name: name.to_owned(), bytes: csv(&rows) }
}

fn sheets(specs: &[(usize, Vec<RowSpec>)], prefix: &str) -> Vec<NamedBytes> {
    let named = specs.iter().enumerate();
    named
        .map(|(index, (body, rows))| sheet(&format!("{prefix}-{index}.csv"), *body, rows))
        .collect()
}

fn run(inputs: &ReconcileInputs) -> Result<ReconcileOutputs, Refusal> {
    job::reconcile(inputs, &Settings::default(), Vec::new(), &Means::default())
}

fn json(outputs: &ReconcileOutputs) -> NamedBytes {
    outputs.files.iter().find(|file| file.name == "reconciliation.json").unwrap().clone()
}

fn document(outputs: &ReconcileOutputs) -> Value {
    serde_json::from_slice(&json(outputs).bytes).unwrap()
}

fn schema() -> jsonschema::Validator {
    let schema = include_str!("../templates/reconciliation.schema.json");
    jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap()
}

fn inputs((plan_specs, sheet_specs): &Round) -> ReconcileInputs {
    ReconcileInputs {
        plan: plan(plan_specs),
        sheets: sheets(sheet_specs, "sheet"),
        ..ReconcileInputs::default()
    }
}

/// Cents of an amount of the JSON; what is not known is nothing.
fn cents(amount: &Value) -> i128 {
    let Some(text) = amount.as_str() else {
        assert!(amount.is_null(), "{amount} is no amount");
        return 0;
    };
    text.replace('.', "").parse().unwrap()
}

fn list<'a>(document: &'a Value, pointer: &str) -> &'a [Value] {
    document.pointer(pointer).unwrap_or_else(|| panic!("{pointer}")).as_array().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, ..ProptestConfig::default() })]

    #[test]
    fn the_same_run_changes_nothing(round in round()) {
        let mut inputs = inputs(&round);
        inputs.previous = Some(json(&run(&inputs).unwrap()));
        let second = run(&inputs).unwrap();
        let changes = second.reconciliation.changes.clone().unwrap();
        prop_assert!(changes.is_empty(), "{changes:?}");
        prop_assert_eq!(changes.moved_entries, 0);
        // And once more, now that the earlier results have changes of their own.
        inputs.previous = Some(json(&second));
        let third = run(&inputs).unwrap();
        prop_assert!(third.reconciliation.changes.clone().unwrap().is_empty());
        prop_assert_eq!(&second.reconciliation.findings, &third.reconciliation.findings);
    }

    #[test]
    fn the_earlier_totals_and_the_changes_make_the_totals(then in round(), now in round()) {
        let first = run(&inputs(&then)).unwrap();
        let previous = Some(json(&first));
        let second = run(&ReconcileInputs { previous, ..inputs(&now) }).unwrap();
        let (first, after) = (document(&first), document(&second));
        // Taken from the lists, not from the proof.
        for figure in ["planned", "secured", "spent", "funding_gap"] {
            let pointer = format!("/totals/{figure}/total");
            let moved: i128 = list(&after, "/changes/lines")
                .iter()
                .map(|line| cents(&line[figure]["difference"]))
                .sum();
            let total = |run: &Value| cents(run.pointer(&pointer).unwrap());
            prop_assert_eq!(total(&first) + moved, total(&after), "{}", figure);
        }
        for outcome in ["read", "reconciled", "unplanned", "suspense", "excluded"] {
            let counts = |side: &Value| match side.is_object() {
                true if outcome == "read" || side["outcome"] == outcome => cents(&side["amount"]),
                _ => 0,
            };
            let moved: i128 = list(&after, "/changes/entries")
                .iter()
                .map(|entry| counts(&entry["after"]) - counts(&entry["before"]))
                .sum();
            let total = |run: &Value| cents(&run["proof"][outcome]);
            prop_assert_eq!(total(&first) + moved, total(&after), "{}", outcome);
        }
        let wrong: Vec<String> = schema().iter_errors(&after).map(|e| e.to_string()).collect();
        prop_assert_eq!(wrong, Vec::<String>::new());
        for sum in list(&after, "/changes/sums") {
            prop_assert_eq!(&sum["difference"], "0.00");
            prop_assert_eq!(&sum["not_adding_up"], "0.00");
        }
        // Nothing is told twice: what is new or changed are entries of this run, each once.
        let mut told: Vec<&str> = list(&after, "/changes/entries")
            .iter()
            .filter_map(|entry| entry["after"]["id"].as_str())
            .collect();
        let all = told.len();
        told.sort_unstable();
        told.dedup();
        prop_assert_eq!(told.len(), all);
    }

    #[test]
    fn a_new_name_of_a_file_changes_nothing(round in round()) {
        let inputs = inputs(&round);
        let previous = Some(json(&run(&inputs).unwrap()));
        let renamed = sheets(&round.1, "sent again");
        let second = run(&ReconcileInputs { sheets: renamed, previous, ..inputs }).unwrap();
        let changes = second.reconciliation.changes.unwrap();
        prop_assert!(changes.is_empty(), "{changes:?}");
        prop_assert_eq!(changes.moved_entries, second.reconciliation.entries.len());
    }

    #[test]
    fn the_order_of_anything_is_nothing(then in round(), now in round()) {
        let earlier = json(&run(&inputs(&then)).unwrap());
        let mut turned: Value = serde_json::from_slice(&earlier.bytes).unwrap();
        for key in ["lines", "entries", "findings", "activities"] {
            turned[key].as_array_mut().unwrap().reverse();
        }
        let bytes = serde_json::to_vec(&turned).unwrap();
        let turned = NamedBytes { bytes, ..earlier.clone() };
        let first = inputs(&now);
        let mut second = first.clone();
        second.sheets.reverse();
        let first = run(&ReconcileInputs { previous: Some(earlier), ..first }).unwrap();
        let second = run(&ReconcileInputs { previous: Some(turned), ..second }).unwrap();
        let mut after = [document(&first), document(&second)].map(|d| d["changes"].clone());
        for changes in &mut after {
            // The bytes of the earlier file are other bytes.
            changes["since"]["sha256"] = Value::Null;
        }
        prop_assert_eq!(&after[0], &after[1]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_sheet_of_changes_recalculates_to_what_it_stores(then in round(), now in round()) {
        let previous = Some(json(&run(&inputs(&then)).unwrap()));
        let outputs = run(&ReconcileInputs { previous, ..inputs(&now) }).unwrap();
        let book = report::coordination(&outputs.reconciliation, &Catalogue::built_in().unwrap(), Translation::english()).whole();
        prop_assert!(book.sheets.iter().any(|sheet| sheet.name == "Changes"));
        for (place, stored, computed) in evaluator::Evaluator::new(&book).formulas() {
            prop_assert_eq!(stored, computed, "{}", place);
        }
    }
}

fn small() -> ReconcileInputs {
    inputs(&(vec![(0, 1), (0, 4)], vec![(0, vec![(0, 0, 12_345, 1, 2), (1, 2, 500, 0, 2)])]))
}

fn with(previous: impl Into<Vec<u8>>) -> Result<ReconcileOutputs, Refusal> {
    let previous = NamedBytes { name: "previous.json".to_owned(), bytes: previous.into() };
    run(&ReconcileInputs { previous: Some(previous), ..small() })
}

fn refused(previous: impl Into<Vec<u8>>) -> String {
    match with(previous) {
        Err(Refusal::NoPrevious(findings)) => {
            let [finding] = findings.as_slice() else { panic!("{findings:?}") };
            assert_eq!(finding.code.number(), "E0550");
            Catalogue::built_in().unwrap().effect(finding)
        }
        other => panic!("not refused: {:?}", other.map(|outputs| outputs.reconciliation.changes)),
    }
}

fn changed(change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut document = document(&run(&small()).unwrap());
    change(&mut document);
    serde_json::to_vec(&document).unwrap()
}

#[test]
fn earlier_results_that_an_editor_saved_as_utf_16_are_read() {
    let text = String::from_utf8(changed(|_| {})).unwrap();
    let as_written = with(text.clone()).unwrap().reconciliation;
    let units = || text.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for saved in [
        [b"\xff\xfe".as_slice(), &little].concat(),
        [b"\xfe\xff".as_slice(), &big].concat(),
        little,
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
    ] {
        let read = with(saved).unwrap().reconciliation;
        assert_eq!(read.findings, as_written.findings);
        let changes = |of: &earmark::reconcile::Reconciliation| {
            format!("{:?}", of.changes.as_ref().map(|changes| (&changes.sums, &changes.lines)))
        };
        assert_eq!(changes(&read), changes(&as_written));
    }
}

#[test]
fn earlier_results_that_are_broken_are_refused() {
    assert!(refused("").contains("not whole JSON"));
    assert!(refused("{\"schema\": \"earmark/reconciliation/1\"").contains("not whole JSON"));
    assert!(refused(vec![0xff, 0xfe, 0]).contains("not whole JSON"));
    assert!(refused("[".repeat(1_000_000)).contains("it is not"));
    assert!(refused("{\"a\":".repeat(100_000)).contains("not whole JSON"));
    assert!(refused("[1, 2]").contains("not the reconciliation.json"));
    assert!(refused("{\"schema\": \"something/1\"}").contains("not the reconciliation.json"));
    assert!(refused("{\"schema\": 1}").contains("not the reconciliation.json"));
    let whole = changed(|_| {});
    assert!(refused(&whole[..whole.len() / 2]).contains("not whole JSON"));
    // With letters of an old code page names would be others; nothing says which page it was.
    let text = String::from_utf8(whole.clone()).unwrap().replace("Ministry", "Šuma");
    let old_page: Vec<u8> =
        text.chars().map(|letter| if letter.is_ascii() { letter as u8 } else { 0x8a }).collect();
    assert!(refused(old_page).contains("not stored as UTF-8"));
    let cut = text.find('Š').unwrap() + 1;
    assert!(refused(&text.as_bytes()[..cut]).contains("not whole JSON"));
    let breaks: [fn(&mut Value); 8] = [
        |d| drop(d.as_object_mut().unwrap().remove("lines")),
        |d| d["lines"][0]["spent"] = 123.45.into(),
        |d| d["lines"][0]["spent"] = "123".into(),
        |d| d["lines"][0]["spent"] = "1e5.00".into(),
        |d| d["lines"][0]["spent"] = "99999999999999999999.00".into(),
        |d| d["entries"][0]["amount"] = Value::Null,
        |d| d["entries"][0]["outcome"] = "lost".into(),
        |d| d["proof"]["read"] = "--1.00".into(),
    ];
    for change in breaks {
        assert!(refused(changed(change)).contains("changed or is missing"));
    }
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.number()).collect()
}

#[test]
fn what_is_added_or_another_version_is_read_all_the_same() {
    // A byte order mark, keys that nobody knows, and none of those that are not in the contract.
    let with_more = changed(|d| {
        d["added"] = serde_json::json!({ "deep": [[[]]] });
        d["lines"][0]["added"] = 1.into();
        for entry in d["entries"].as_array_mut().unwrap() {
            let entry = entry.as_object_mut().unwrap();
            for key in ["place", "line", "matched_by", "suggestions", "reason_for_deviation"] {
                entry.remove(key);
            }
        }
        for key in ["areas", "measures", "institutions", "donors", "quarters", "funding"] {
            d.as_object_mut().unwrap().remove(key);
        }
    });
    let bytes = [b"\xef\xbb\xbf".to_vec(), with_more].concat();
    let outputs = with(bytes).unwrap();
    assert!(outputs.reconciliation.changes.unwrap().is_empty());

    let other = with(changed(|d| d["schema"] = "earmark/reconciliation/2".into())).unwrap();
    assert!(codes(&other.reconciliation.findings).contains(&"W0553"));
    assert!(other.reconciliation.changes.unwrap().is_empty());
    let broken = changed(|d| {
        d["schema"] = "earmark/reconciliation/2".into();
        d["lines"] = Value::Null;
    });
    assert!(refused(broken).contains("another version of earmark wrote it"));

    let other_year = with(changed(|d| d["plan"]["year"] = 2019.into())).unwrap();
    assert!(codes(&other_year.reconciliation.findings).contains(&"W0551"));
}

#[test]
fn texts_of_earlier_results_are_only_texts() {
    let bytes = changed(|d| {
        d["as_of"] = "=1+1\u{1b}[31m".into();
        d["entries"][0]["description"] = "=HYPERLINK(\"x\")\u{0}\u{202e}".into();
        d["entries"][0]["amount"] = "1.00".into();
        d["lines"][0]["holders"] = serde_json::json!(["<r>x</r>", "\u{1}"]);
        d["lines"][0]["activity"] = "..".into();
    });
    let outputs = with(bytes).unwrap();
    assert!(!outputs.reconciliation.changes.unwrap().is_empty());
    assert!(codes(&outputs.reconciliation.findings).contains(&"W0552"));
}

#[test]
fn a_long_list_is_cut_and_still_makes_the_total() {
    let rows: Vec<RowSpec> = (0..2_300).map(|n| (n % 2, n % 3, 100 + n as i64, 0, 2)).collect();
    let then = inputs(&(vec![(0, 1), (1, 4)], vec![]));
    let now = inputs(&(vec![(0, 1), (1, 4)], vec![(0, rows)]));
    let previous = Some(json(&run(&then).unwrap()));
    let outputs = run(&ReconcileInputs { previous, ..now }).unwrap();
    let changes = outputs.reconciliation.changes.as_ref().unwrap();
    assert_eq!(changes.entries.len(), 2_300);
    let book = report::coordination(
        &outputs.reconciliation,
        &Catalogue::built_in().unwrap(),
        Translation::english(),
    )
    .whole();
    let sheet = book.sheets.iter().find(|sheet| sheet.name == "Changes").unwrap();
    let cut: usize = sheet
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|(_, cell)| match &cell.content {
            Content::Text(text) => text.split_once(" more amounts")?.0.parse::<usize>().ok(),
            _ => None,
        })
        .sum();
    assert_eq!(cut, 300);
    for (place, stored, computed) in evaluator::Evaluator::new(&book).formulas() {
        assert_eq!(stored, computed, "{place}");
    }
}
