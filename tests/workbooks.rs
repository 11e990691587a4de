//! Every workbook that the samples write: sound by Excel's rules, and right by two judges of formulas.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::print_stderr,
    reason = "a test may stop, compares what files hold, and says what it could not check"
)]

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/strict/mod.rs"]
mod strict;
#[path = "support/workbooks.rs"]
mod workbooks;

use std::path::Path;

#[test]
fn every_workbook_keeps_to_excels_rules() {
    assert!(workbooks::ALL.len() > 90, "{} workbooks", workbooks::ALL.len());
    let mut broken = Vec::new();
    for (name, bytes) in workbooks::ALL.iter() {
        broken.extend(
            strict::broken(bytes).into_iter().map(|(rule, why)| format!("{name}: {rule}: {why}")),
        );
    }
    assert!(
        broken.is_empty(),
        "{} faults\n{}",
        broken.len(),
        broken[..broken.len().min(60)].join("\n")
    );
}

#[test]
fn every_formula_of_every_workbook_recalculates_to_what_is_stored() {
    if let Some(differing) = oracle::differing(&workbooks::ALL) {
        assert_eq!(differing, vec![]);
    }
}

/// For the second judge, which is no part of this package: see `tests/oracle`.
#[test]
fn every_workbook_is_laid_out_for_the_second_judge() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbooks");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    for (name, bytes) in workbooks::ALL.iter() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
