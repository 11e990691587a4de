//! Books as xlsx and reconciliations as JSON, seen through what they become.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::print_stderr,
    reason = "helpers of tests may fail the test and say what they did not check"
)]

#[path = "../support/oracle.rs"]
mod oracle;
#[path = "../support/small.rs"]
mod small;
#[path = "../support/strict/mod.rs"]
mod strict;

mod json;
mod large;
mod long;
mod packed;
mod print;
mod refused;
mod sample;
mod values;
mod workbook;
