//! The checker of Excel's rules is itself checked: a good workbook breaks none, and for each rule a fault
//! is planted in its parts that has to be found by that rule. `RULES.md` lists the rules with their
//! reasons; EARMARK_BLESS=1 writes it again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "a test may stop, and compares what files hold"
)]

#[path = "../write/sample.rs"]
#[allow(dead_code, reason = "the book with everything in it is enough")]
mod sample;
#[path = "../support/strict/mod.rs"]
mod strict;

mod plants;

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};
use std::path::Path;

use plants::{PLANTS, Step};

fn good() -> Vec<u8> {
    sample::bytes(&sample::full())
}

/// The workbook with a fault planted.
fn with(bytes: &[u8], steps: &[Step]) -> Vec<u8> {
    let mut parts = Vec::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.push((file.name().unwrap().into_owned(), text));
    }
    for step in steps {
        match step {
            Step::Swap(part, from, to) => {
                let part = parts.iter_mut().find(|(name, _)| name == part);
                let (name, text) = part.unwrap_or_else(|| panic!("no such part: {step:?}"));
                assert!(text.contains(from), "{name} has no {from}");
                *text = text.replacen(from, &to(), 1);
            }
            Step::Add(name, text) => parts.push(((*name).to_owned(), (*text).to_owned())),
            Step::Remove(name) => parts.retain(|(part, _)| part != name),
            Step::Raw(..) => {}
        }
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    for step in steps {
        if let Step::Raw(from, to) = step {
            assert_eq!(from.len(), to.len());
            let places: Vec<usize> =
                (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
            assert!(!places.is_empty(), "{step:?}");
            for at in places {
                bytes[at..at + to.len()].copy_from_slice(to);
            }
        }
    }
    bytes
}

#[test]
fn a_good_workbook_breaks_no_rule() {
    strict::assert_sound("the book with everything in it", &good());
    strict::assert_sound("the same, zipped again", &with(&good(), &[]));
}

#[test]
fn a_planted_fault_is_found_by_its_rule() {
    let good = good();
    let mut blind = Vec::new();
    for (rule, steps) in PLANTS {
        let broken = strict::broken(&with(&good, steps));
        if broken.iter().all(|(found, _)| found != rule) {
            let others: Vec<&str> = broken.iter().map(|(found, _)| *found).collect();
            blind.push(format!("{rule}: {steps:?} breaks {others:?}"));
        }
    }
    assert!(blind.is_empty(), "{} faults were not found\n{}", blind.len(), blind.join("\n"));
}

#[test]
fn every_rule_has_its_fault() {
    let rules = strict::rules();
    let names: Vec<&str> =
        rules.iter().flat_map(|(_, rules)| rules.iter().map(|rule| rule.name)).collect();
    let unproven: Vec<&&str> =
        names.iter().filter(|name| PLANTS.iter().all(|(rule, _)| rule != *name)).collect();
    assert!(unproven.is_empty(), "no fault is planted for {unproven:?}");
    let unknown: Vec<&str> =
        PLANTS.iter().map(|(rule, _)| *rule).filter(|rule| !names.contains(rule)).collect();
    assert!(unknown.is_empty(), "there is no rule {unknown:?}");
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len(), "two rules of one name");
}

#[test]
fn the_list_of_rules_is_up_to_date() {
    let rules = strict::rules();
    let count: usize = rules.iter().map(|(_, rules)| rules.len()).sum();
    let mut text = format!(
        "# What Excel is strict about\n\n{count} rules, held against every workbook that the samples and \
         the tests write. A workbook\nthat Excel would repair, refuse or show wrong breaks one of them. \
         The rules are in\n`tests/support/strict/rules`; this list is written from there by \
         `EARMARK_BLESS=1 cargo test --test strict`.\n"
    );
    for (theme, rules) in &rules {
        writeln!(text, "\n## {theme}\n").unwrap();
        for rule in *rules {
            writeln!(text, "- **{}**: {}", rule.name, rule.why).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/strict/RULES.md");
    if std::env::var_os("EARMARK_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, text, "EARMARK_BLESS=1 writes it again");
}
