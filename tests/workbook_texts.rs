//! Workbooks as readable texts, so that a change in one shows in a diff: each value, formula, look and
//! note of one workbook of each kind. `EARMARK_BLESS=1` writes what is made instead of comparing it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/strict/mod.rs"]
#[allow(dead_code, reason = "the rules themselves are held elsewhere")]
mod strict;
#[path = "support/workbook_text.rs"]
mod workbook_text;
#[path = "support/workbooks.rs"]
#[allow(dead_code, reason = "all workbooks come from one place")]
mod workbooks;

use std::fs;
use std::path::PathBuf;

/// One workbook of each kind, with as much in it as the samples have, and no more than can be read.
const SHOWN: [&str; 8] = [
    "year-q3/reconciliation.xlsx",
    "year-q3/institutions/ministry-of-education.xlsx",
    "year-q3/donors/unicef.xlsx",
    "large/donors/unicef.xlsx",
    "large/institutions/ministry-of-health.xlsx",
    "year-forms/institutions/ministry-of-education.xlsx",
    "year-plan/plan.xlsx",
    "templates/funding-register.xlsx",
];

#[test]
fn a_change_in_a_workbook_shows() {
    let mut changed = Vec::new();
    for name in SHOWN {
        let (_, bytes) =
            workbooks::ALL.iter().find(|(known, _)| known == name).unwrap_or_else(|| {
                let all: Vec<&String> = workbooks::ALL.iter().map(|(name, _)| name).collect();
                panic!("no workbook {name} among {all:#?}")
            });
        let found = workbook_text::text_of(bytes);
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden/workbooks")
            .join(name.replace('/', "-").replace(".xlsx", ".txt"));
        if std::env::var_os("EARMARK_BLESS").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if let Some((number, (found, expected))) =
            (1..).zip(found.lines().zip(expected.lines())).find(|(_, (a, b))| a != b)
        {
            changed.push(format!("{name}, line {number}:\n  was {expected}\n  is  {found}"));
        } else if found.lines().count() != expected.lines().count() {
            changed.push(format!("{name} has other lines at its end"));
        }
    }
    assert!(changed.is_empty(), "EARMARK_BLESS=1 takes the change:\n{}", changed.join("\n"));
}
