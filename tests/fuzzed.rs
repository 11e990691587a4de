//! The bodies of the fuzz targets in `tests/fuzz/`, over every input that once stopped one of them
//! (`tests/fixtures/fuzz/TARGET-what-it-was`), and over some random ones.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]
#![allow(clippy::print_stdout, reason = "which input stopped a target is shown where one does")]

#[path = "fuzz/src/lib.rs"]
#[allow(dead_code, reason = "the targets themselves use the rest")]
mod targets;

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 5] = [
    ("bytes", targets::bytes::run),
    ("parts", targets::parts::run),
    ("grid", targets::grid::run),
    ("plan", targets::plan::run),
    ("whole", targets::whole::run),
];

#[test]
fn what_once_stopped_a_target_does_so_no_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fuzz");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let target = TARGETS.iter().find(|(target, _)| name.starts_with(&format!("{target}-")));
        let (_, run) = target.unwrap_or_else(|| panic!("{name} names no target"));
        println!("{name}");
        run(&std::fs::read(path).unwrap());
        seen += 1;
    }
    assert!(seen > 0, "the kept inputs were not found");
}

/// The same inputs every time; more of them with EARMARK_CASES.
fn holds_for_random_inputs(name: &str, run: Target, cases: u32, longest: usize) {
    let cases = std::env::var("EARMARK_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(cases);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let inputs = proptest::collection::vec(any::<u8>(), 0..longest);
    let result = runner.run(&inputs, |data| {
        run(&data);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{name}: {error}");
    }
}

#[test]
fn a_part_of_any_bytes_is_survived() {
    holds_for_random_inputs("parts", targets::parts::run, 60, 300);
    for (_, seed) in targets::parts::seeds() {
        targets::parts::run(&seed);
    }
}

#[test]
fn sheets_of_any_cells_add_up() {
    holds_for_random_inputs("grid", targets::grid::run, 400, 900);
}

#[test]
fn plans_of_any_cells_hang_together() {
    holds_for_random_inputs("plan", targets::plan::run, 40, 600);
}

#[test]
fn the_proof_holds_for_any_small_case() {
    holds_for_random_inputs("whole", targets::whole::run, 200, 1200);
}
