//! Books as xlsx and reconciliations as JSON, seen through what they become.

#[path = "../support/oracle.rs"]
mod oracle;
#[path = "../support/small.rs"]
mod small;

mod json;
mod refused;
mod sample;
mod values;
mod workbook;
