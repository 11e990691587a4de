//! Bytes → Grid: the same table in every format, dialects of csv, files that are not what their name
//! says, broken files, limits.

#![allow(clippy::expect_used, reason = "a test stops where its own ground is missing")]

#[path = "../support/mod.rs"]
mod support;

mod archive;
mod cut;
mod delimited;
mod excelxml;
mod formats;
mod html;
mod numbers;
mod plain;
mod refused;
mod silent;
mod taken;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::diagnostic::Finding;
use earmark::model::CellRef;
use earmark::sheet::{Grid, SheetFile, Value, read_file};
use earmark::vocabulary::Vocabulary;
use support::office::{TestCell, TestSheet, number, text};

fn read_within(name: &str, bytes: &[u8], limits: &Limits) -> (Option<SheetFile>, Vec<Finding>) {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("a vocabulary");
    let input = NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() };
    read_file(&input, limits, &vocabulary)
}

fn read(name: &str, bytes: &[u8]) -> (Option<SheetFile>, Vec<Finding>) {
    read_within(name, bytes, &Limits::default())
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.number()).collect()
}

/// One line for each cell: `B3 = text "Donation"`.
fn cells(grid: &Grid) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            let at = CellRef { row: row.index, column: cell.column() };
            lines.push(match &cell.value() {
                Value::Text(text) => format!("{at} = text {text:?}"),
                Value::Number(number) => format!("{at} = number {number}"),
                Value::Date { serial, date: Some(date) } => {
                    format!("{at} = date {date} ({serial})")
                }
                Value::Date { serial, date: None } => format!("{at} = no day ({serial})"),
                Value::Bool(is) => format!("{at} = {is}"),
                Value::Error(error) => format!("{at} = error {error}"),
                Value::NotCalculated => format!("{at} = not calculated"),
            });
        }
    }
    lines
}

fn table() -> TestSheet {
    TestSheet {
        name: "Tabela – Q1".to_owned(),
        start: (2, 1),
        rows: vec![
            vec![text("Aktivnost"), text("Utrošeno (€)"), text("Datum"), TestCell::Blank],
            vec![text("1.1.10"), number("4460687.98"), TestCell::Date(2020, 3, 31)],
            vec![],
            vec![
                text("1.2.1\nObuka čćšžđ"),
                number("0.1"),
                TestCell::Date(2010, 1, 1),
                number("-5"),
            ],
            vec![text("Обука"), number("1234.56"), text("x"), text("x"), text("x")],
            vec![text("Ukupno"), TestCell::Formula("C4+C6".into(), Some("4460688.08".into()))],
        ],
        merged: vec![[7, 1, 7, 1], [2, 3, 2, 4]],
        ..TestSheet::default()
    }
}

fn notes() -> TestSheet {
    TestSheet { name: "Notes".into(), rows: vec![vec![text("nothing")]], ..TestSheet::default() }
}
