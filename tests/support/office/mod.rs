//! Writers of old and rare spreadsheet formats, for tests and samples only. In: one simple table.
//! Out: bytes, the same every time. What is written is the least that Excel's rules ask for.

#![allow(clippy::expect_used, reason = "a test stops where its own ground is missing")]
#![allow(dead_code, reason = "each test uses its own part of this")]
#![allow(clippy::float_arithmetic, reason = "RK and serial numbers are floats in these formats")]

pub mod ods;
pub mod ooxml;
pub mod web;
pub mod xls;
pub mod xlsb;

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// One cell to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum TestCell {
    /// Text.
    Text(String),
    /// A number, as its decimal text.
    Number(String),
    /// A day.
    Date(i16, i8, i8),
    /// Nothing.
    Blank,
    /// A number, as its decimal text, and the code of the format that shows it.
    Shown(String, String),
    /// A formula and the number stored as its result; none where it was never calculated.
    Formula(String, Option<String>),
}

/// Text.
pub fn text(text: &str) -> TestCell {
    TestCell::Text(text.to_owned())
}

/// A number.
pub fn number(text: &str) -> TestCell {
    TestCell::Number(text.to_owned())
}

/// One sheet to be written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TestSheet {
    /// Its name.
    pub name: String,
    /// Row and column of its first cell, from zero.
    pub start: (u32, u32),
    /// Its cells.
    pub rows: Vec<Vec<TestCell>>,
    /// Merged areas: first row, first column, last row, last column, from zero.
    pub merged: Vec<[u32; 4]>,
    /// Hidden rows, from zero.
    pub hidden: Vec<u32>,
}

impl TestSheet {
    /// Each cell that is not blank, with its row and column.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32, &TestCell)> {
        self.rows.iter().enumerate().flat_map(move |(row, cells)| {
            let row = self.start.0 + row as u32;
            cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| **cell != TestCell::Blank)
                .map(move |(column, cell)| (row, self.start.1 + column as u32, cell))
        })
    }

    /// How many rows and columns a cell takes; none where another one covers it.
    pub fn span(&self, row: u32, column: u32) -> Option<(u32, u32)> {
        let covers = |area: &&[u32; 4]| {
            (area[0]..=area[2]).contains(&row) && (area[1]..=area[3]).contains(&column)
        };
        match self.merged.iter().find(covers) {
            None => Some((1, 1)),
            Some([top, left, bottom, right]) if (*top, *left) == (row, column) => {
                Some((bottom - top + 1, right - left + 1))
            }
            Some(_) => None,
        }
    }

    /// The number formats of its cells, each once.
    pub fn formats(&self) -> Vec<&str> {
        let mut formats: Vec<&str> = Vec::new();
        for (.., cell) in self.cells() {
            if let TestCell::Shown(_, code) = cell
                && !formats.contains(&code.as_str())
            {
                formats.push(code);
            }
        }
        formats
    }

    /// Cells row by row; rows without any are left out.
    pub fn by_row(&self) -> Vec<(u32, Vec<(u32, &TestCell)>)> {
        let mut rows: Vec<(u32, Vec<(u32, &TestCell)>)> = Vec::new();
        for (row, column, cell) in self.cells() {
            match rows.last_mut() {
                Some((last, cells)) if *last == row => cells.push((column, cell)),
                _ => rows.push((row, vec![(column, cell)])),
            }
        }
        rows
    }
}

/// The number of a day since 30 December 1899.
pub fn serial(year: i16, month: i8, day: i8) -> i64 {
    let date = jiff::civil::date(year, month, day);
    date.duration_since(jiff::civil::date(1899, 12, 30)).as_hours() / 24
}

/// `B7` of row and column from zero.
pub fn a1(row: u32, column: u32) -> String {
    format!("{}{}", earmark::model::column_letters(column), row + 1)
}

pub fn float(text: &str) -> f64 {
    text.parse().expect("a decimal number")
}

/// Text made safe for XML.
pub fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A zip file of parts, in the order given, dated 1 January 1980.
pub fn package(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        zip.start_file(*name, options).expect("a part");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("a zip file").into_inner()
}

/// The parts of a zip file, in its order.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("content");
        parts.push((name, content));
    }
    parts
}
