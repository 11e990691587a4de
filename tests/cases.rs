//! One folder for each case a coordination body meets: a small plan, the sheets, what is to be true of
//! the result (`case.txt`) and the whole result as JSON (`expected.json`, a line for each value, which
//! `EARMARK_BLESS=1` writes again; `case.txt` is written by hand and never by a program).
//!
//! A folder holds `plan.csv`, `case.txt`, sheets in `sheets/`, and where the case needs them
//! `funding.csv`, `decisions.*`, `previous.json` (with the sheets it came of in `earlier/`, for the
//! reader) and `earmark.toml`. In `case.txt` the first lines say
//! the case in words. Then come statements, one a line:
//!
//! | written | true where |
//! |---|---|
//! | `as-of: Q2` | (not a statement: the day to look from) |
//! | `/lines/0/spent = "100.00"` | the JSON pointer leads to that value; `#` in it is the number of a list |
//! | `finding W0505 1` | there are so many findings of that code; every warning and error has to be named |
//! | `finding W0505 1 100.00` | the same, and these are their euros together |
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

#[path = "support/case_inputs.rs"]
mod case_inputs;
#[path = "support/strict/mod.rs"]
#[allow(clippy::float_arithmetic, clippy::float_cmp, reason = "compares what files hold")]
mod strict;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use earmark::job::{self, Means};
use earmark::model::Euros;
use serde_json::Value;

/// What `case.txt` says.
struct Case {
    statements: Vec<(String, Value)>,
    findings: BTreeMap<String, (usize, Option<Euros>)>,
}

impl Case {
    fn read(text: &str) -> Self {
        let (mut statements, mut findings) = (Vec::new(), BTreeMap::new());
        for line in text.lines().map(str::trim) {
            if let Some(finding) = line.strip_prefix("finding ") {
                let mut words = finding.split_whitespace();
                let code = words.next().expect("finding CODE NUMBER").to_owned();
                let count = words.next().and_then(|word| word.parse().ok()).expect("a number");
                let sum =
                    words.next().map(|word| Euros::from_decimal(word.parse().unwrap()).unwrap());
                findings.insert(code, (count, sum));
            } else if line.starts_with('/') {
                let (pointer, value) = line.split_once(" = ").expect("/pointer = value");
                let value = serde_json::from_str(value).unwrap_or_else(|error| {
                    panic!("{line}: not a value as in JSON ({error})");
                });
                statements.push((pointer.to_owned(), value));
            }
        }
        assert!(!statements.is_empty(), "a case says what is to be true");
        Case { statements, findings }
    }
}

/// The value that a pointer leads to; `#` at its end is the length of a list.
fn at(document: &Value, pointer: &str) -> Option<Value> {
    match pointer.strip_suffix("/#") {
        Some(list) => document.pointer(list)?.as_array().map(|list| list.len().into()),
        None => document.pointer(pointer).cloned(),
    }
}

fn run(folder: &Path) -> Vec<String> {
    let case = Case::read(&fs::read_to_string(folder.join("case.txt")).expect("case.txt"));
    let (inputs, settings) = (case_inputs::inputs(folder), case_inputs::settings(folder));
    let outputs = job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap();
    let json = outputs.files.iter().find(|file| file.name == "reconciliation.json").unwrap();
    let text = String::from_utf8(json.bytes.clone()).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();

    let mut wrong = Vec::new();
    for file in outputs.files.iter().filter(|file| file.name.ends_with(".xlsx")) {
        let broken = strict::broken(&file.bytes);
        wrong.extend(broken.iter().map(|(rule, why)| format!("{}: {rule}: {why}", file.name)));
    }
    for (pointer, wanted) in &case.statements {
        let found = at(&document, pointer);
        if found.as_ref() != Some(wanted) {
            let found = found.map_or("nothing".to_owned(), |value| value.to_string());
            wrong.push(format!("{pointer} is {found}, and should be {wanted}"));
        }
    }
    let mut counts: BTreeMap<String, (usize, Euros)> = BTreeMap::new();
    for finding in &outputs.reconciliation.findings {
        let (count, sum) = counts.entry(finding.code.number().to_owned()).or_default();
        *count += 1;
        *sum += finding.amount.unwrap_or_default();
    }
    for (code, (count, _)) in &counts {
        if !code.starts_with('N') && !case.findings.contains_key(code) {
            wrong.push(format!("{code} is found {count} times, and case.txt does not say so"));
        }
    }
    for (code, (wanted, wanted_sum)) in &case.findings {
        let (found, sum) = counts.get(code).copied().unwrap_or_default();
        if found != *wanted {
            wrong.push(format!("{code} is found {found} times, and should be {wanted} times"));
        }
        if let Some(wanted) = wanted_sum.filter(|wanted| *wanted != sum) {
            wrong.push(format!("{code} is about {sum} €, and should be about {wanted} €"));
        }
    }
    let entries = document["entries"].as_array().map_or(0, Vec::len);
    if text.lines().filter(|line| line.starts_with("    {\"id\":\"e")).count() != entries {
        wrong.push("an entry does not stand on a line of its own".to_owned());
    }
    let text = serde_json::to_string_pretty(&document).unwrap() + "\n";
    let expected = folder.join("expected.json");
    if std::env::var_os("EARMARK_BLESS").is_some() {
        fs::write(&expected, &text).unwrap();
    }
    let before = fs::read_to_string(&expected).unwrap_or_default();
    if let Some((number, (now, before))) =
        text.lines().zip(before.lines()).enumerate().find(|(_, (now, before))| now != before)
    {
        wrong.push(format!("expected.json, line {}: {} is now {}", number + 1, before, now));
    } else if text.lines().count() != before.lines().count() {
        wrong.push("expected.json is of another length".to_owned());
    }
    wrong
}

#[test]
fn every_case_gives_what_it_says() {
    let of = |folders: &[PathBuf]| -> String {
        let mut failed = String::new();
        for folder in folders {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            for line in run(folder) {
                failed.push_str(&format!("{name}: {line}\n"));
            }
        }
        failed
    };
    let folders = case_inputs::folders();
    let (first, second) = folders.split_at(folders.len() / 2);
    let failed = std::thread::scope(|scope| {
        let second = scope.spawn(|| of(second));
        format!("{}{}", of(first), second.join().unwrap())
    });
    assert!(failed.is_empty(), "\n{failed}");
}
