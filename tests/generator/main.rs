//! Random payments in random dress, read back: every entry in its cell with its amount, code, source
//! and quarter, nothing more and nothing less.
//!
//! `EARMARK_CASES=100000` runs more cases, `EARMARK_SEED=7` others. A failing case is made as small as
//! it gets, shown as a picture in the notation of `tests/support/fixture.rs`, and repeated with the
//! `EARMARK_CASE=…` that is printed with it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]
#![allow(clippy::print_stdout, reason = "a survey is there to be read")]

#[path = "../support/office/mod.rs"]
mod office;

mod canvas;
mod choices;
mod columns;
mod damage;
mod facts;
mod judge;
mod layout;
mod page;
mod pen;
mod sketch;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use earmark::config::ExtraWords;
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};

use choices::Choices;

fn vocabulary() -> &'static Vocabulary {
    static ONCE: OnceLock<Vocabulary> = OnceLock::new();
    ONCE.get_or_init(|| Vocabulary::new(&ExtraWords::default()).unwrap())
}

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Runs a check over many lists of choices; it gives what is wrong, and the picture of the case.
fn holds(cases: u32, check: Check) {
    let stop = |case: &[u32]| {
        let (wrong, picture) = check(&mut Choices::new(case));
        // What is missing at the end counts as zero.
        let end = case.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
        let numbers: Vec<String> = case[..end].iter().map(u32::to_string).collect();
        let numbers = numbers.join(",");
        panic!("\n{picture}\n{}\n\nEARMARK_CASE={numbers}\n", wrong.join("\n"));
    };
    if let Ok(case) = std::env::var("EARMARK_CASE") {
        let case: Vec<u32> = case.split(',').filter_map(|number| number.parse().ok()).collect();
        let (wrong, _) = check(&mut Choices::new(&case));
        if !wrong.is_empty() {
            stop(&case);
        }
        return;
    }
    let config = ProptestConfig {
        cases: number("EARMARK_CASES").unwrap_or(cases),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    };
    let seed = [number("EARMARK_SEED").unwrap_or(1) as u8; 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let lists = proptest::collection::vec(any::<u32>(), 0..500);
    if let Some(cases) = number("EARMARK_SURVEY") {
        return survey(&mut TestRunner::new_with_rng(config, rng), &lists, cases, check);
    }
    let result = TestRunner::new_with_rng(config, rng).run(&lists, |case| {
        let (wrong, _) = check(&mut Choices::new(&case));
        if wrong.is_empty() { Ok(()) } else { Err(TestCaseError::fail(wrong.join("\n"))) }
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(_, case)) => stop(&case),
        Err(other) => panic!("{other}"),
    }
}

type Check = fn(&mut Choices) -> (Vec<String>, String);

/// What goes wrong in how many cases, by kind, each with its smallest picture: for work on the
/// reader, where one fault would hide the others.
fn survey(
    runner: &mut TestRunner,
    lists: &impl Strategy<Value = Vec<u32>>,
    cases: u32,
    check: Check,
) {
    let mut kinds: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for _ in 0..cases {
        let case = lists.new_tree(runner).unwrap().current();
        let (wrong, picture) = check(&mut Choices::new(&case));
        let mut said: BTreeSet<String> = wrong.iter().map(|line| kind_of(line)).collect();
        // Of a damaged sheet the damage tells more.
        if let Some(damage) = picture.lines().next().filter(|line| line.starts_with("# damaged")) {
            said.retain(|line| !line.starts_with("said"));
            if !said.is_empty() {
                said.insert(damage.to_owned());
            }
        }
        if !said.is_empty() {
            let kind = said.into_iter().collect::<Vec<_>>().join("; ");
            let shown = format!("{picture}\n{}\n", wrong.join("\n"));
            let known = kinds.entry(kind).or_insert((0, shown.clone()));
            known.0 += 1;
            if shown.len() < known.1.len() {
                known.1 = shown;
            }
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (count, _))| *count);
    let total: u32 = kinds.iter().map(|(_, (count, _))| count).sum();
    for (kind, (count, shown)) in &kinds {
        println!("=== {count} x {kind}\n{shown}");
    }
    println!("{total} of {cases} cases are wrong");
}

/// A complaint without its cell and its values.
fn kind_of(line: &str) -> String {
    let line = line.split_once(": ").map_or(line, |(_, rest)| rest);
    let words = line.split_whitespace().take_while(|word| *word != "at");
    let code = |word: &str| word.starts_with(['E', 'W', 'N']) && word.ends_with(char::is_numeric);
    let words = words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase()) || code(word));
    words.take(5).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_dressing_gives_back_what_was_spent() {
    holds(2_000, |choices| {
        let dressed = page::dress(choices);
        (judge::judge(&dressed), dressed.picture())
    });
}

#[test]
fn no_euro_vanishes_from_a_damaged_sheet() {
    holds(1_500, |choices| {
        let dressed = page::dress(choices);
        damage::judge(choices, dressed)
    });
}
