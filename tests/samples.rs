//! The samples: made again byte for byte, and reconciled to what `samples/README.md` promises.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/office/mod.rs"]
mod office;
#[path = "support/samples.rs"]
mod samples;

use std::fs;

/// `EARMARK_BLESS=1` writes what is made instead of comparing it.
fn blessing() -> bool {
    std::env::var_os("EARMARK_BLESS").is_some()
}

#[test]
fn every_sample_is_made_again_byte_for_byte() {
    let mut stale = Vec::new();
    for (path, bytes) in samples::make() {
        let file = samples::root().join(&path);
        if blessing() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &bytes).unwrap();
        } else if fs::read(&file).ok() != Some(bytes) {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "not as the code makes them (EARMARK_BLESS=1 rewrites): {stale:#?}");
}
