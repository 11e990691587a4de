//! The samples, made by code from readable texts under `tests/fixtures/samples/`: `NAME.EXT.txt` is
//! an office's own sheet in format EXT, `NAME.EXT.html` a web page under that name, `NAME.xlsx.form` a
//! filled form, `funding.register` the register of funding. The same bytes every time.
//!
//! An own sheet is a line a row, cells parted by `|`: `#5` is a number, `#5 =SUM(A1:A2)` a formula with
//! its result, `@2020-03-15` a day, `<` and `^` are merged with the cell to the left or above. A line
//! that begins with `~` is a hidden row, `== NAME` begins a sheet of that name.
#![allow(
    dead_code,
    clippy::expect_used,
    reason = "each test binary uses its own part and may stop"
)]

use std::fs;
use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::book::{Book, Cell, Content};
use earmark::config::{ExtraWords, Limits, Settings};
use earmark::language::Translation;
use earmark::model::{BodyName, Euros, Plan};
use earmark::report::{blank_funding_register, form};
use earmark::vocabulary::Vocabulary;
use earmark::{read, sheet, write};

use crate::office::{self, TestCell, TestSheet};

/// The folder of this package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file below the package.
pub fn load(path: &str) -> NamedBytes {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let name = Path::new(path).file_name().expect("a name").to_string_lossy().into_owned();
    NamedBytes { name, bytes }
}

/// The plan of a file below the package.
pub fn plan(path: &str) -> Plan {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("the vocabulary");
    let (file, findings) = sheet::read_file(&load(path), &Limits::default(), &vocabulary);
    let file = file.unwrap_or_else(|| panic!("{path}: {findings:?}"));
    let (plan, findings) = read::read_plan(&file, &vocabulary);
    plan.unwrap_or_else(|| panic!("{path}: {findings:?}"))
}

/// Every file that is made, with its path below the package.
pub fn make() -> Vec<(String, Vec<u8>)> {
    let folder = root().join("tests/fixtures/samples");
    let plan = plan("samples/action-plan-2020/plan.docx");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder of samples")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut made = Vec::new();
    for name in names {
        let text = fs::read_to_string(folder.join(&name)).expect("a text");
        if let Some(file) = name.strip_suffix(".form") {
            made.push((expenditure(file), filled_form(&plan, &text)));
        } else if name == "funding.register" {
            made.push(("samples/action-plan-2020/funding.xlsx".to_owned(), register(&plan, &text)));
        } else if let Some(file) = name.strip_suffix(".txt") {
            made.push((expenditure(file), own_sheet(file, &text)));
        } else if let Some(file) = name.strip_suffix(".html") {
            made.push((expenditure(file), office::web::html(&tables(&text))));
        }
    }
    // The same file handed in a second time under another name.
    let twice = expenditure("ministry-of-the-interior.xlsx");
    let bytes = made.iter().find(|(path, _)| *path == twice).expect("the form").1.clone();
    made.push((expenditure("ministry-of-the-interior (1).xlsx"), bytes));
    made
}

fn expenditure(file: &str) -> String {
    format!("samples/action-plan-2020/expenditure/{file}")
}

fn own_sheet(file: &str, text: &str) -> Vec<u8> {
    match file.rsplit('.').next() {
        Some("xls") => office::xls::xls(&tables(text)),
        Some("xlsb") => office::xlsb::xlsb(&tables(text)),
        Some("xlsm") => office::ooxml::xlsm(&tables(text)),
        Some("ods") => office::ods::ods(&tables(text)),
        Some("xlsx") => office::ooxml::xlsx(&tables(text)),
        Some("xml") => office::web::excel_2003(&tables(text)),
        Some("tsv") => utf_16(&delimited(text, "\t")),
        // Already as it is sent: commas, quotes, UTF-8.
        Some("csv") if !text.contains('|') => text.as_bytes().to_vec(),
        Some("csv") => {
            let text = delimited(text, ";");
            let (bytes, _, lost) = encoding_rs::WINDOWS_1250.encode(&text);
            assert!(!lost, "{file} has a letter that windows-1250 lacks");
            bytes.into_owned()
        }
        _ => panic!("{file}: no writer for this format"),
    }
}

fn delimited(text: &str, delimiter: &str) -> String {
    text.lines()
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>().join(delimiter) + "\r\n")
        .collect()
}

/// What Excel calls "Unicode text".
fn utf_16(text: &str) -> Vec<u8> {
    std::iter::once('\u{feff}')
        .chain(text.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn tables(text: &str) -> Vec<TestSheet> {
    let mut sheets: Vec<TestSheet> = Vec::new();
    for line in text.lines() {
        let name = line.strip_prefix("== ");
        if name.is_some() || sheets.is_empty() {
            let name = name.unwrap_or("Sheet1").to_owned();
            sheets.push(TestSheet { name, ..TestSheet::default() });
        }
        if name.is_none() {
            add_row(sheets.last_mut().expect("a sheet"), line);
        }
    }
    sheets
}

fn add_row(sheet: &mut TestSheet, line: &str) {
    let row = sheet.rows.len() as u32;
    let shown = line.strip_prefix('~');
    if shown.is_some() {
        sheet.hidden.push(row);
    }
    let mut cells = Vec::new();
    for (column, raw) in shown.unwrap_or(line).split('|').map(str::trim).enumerate() {
        let column = column as u32;
        cells.push(match raw {
            "" => TestCell::Blank,
            "<" => merge(&mut sheet.merged, row, column, (row, column - 1)),
            "^" => merge(&mut sheet.merged, row, column, (row - 1, column)),
            _ => cell(raw),
        });
    }
    sheet.rows.push(cells);
}

fn cell(raw: &str) -> TestCell {
    if let Some(number) = raw.strip_prefix('#') {
        return match number.split_once(" =") {
            Some((result, formula)) => {
                TestCell::Formula(formula.to_owned(), Some(result.to_owned()))
            }
            None => office::number(number),
        };
    }
    match raw.strip_prefix('@').map(|day| day.parse::<earmark::model::Date>()) {
        Some(day) => {
            let day = day.expect("a day behind @");
            TestCell::Date(day.year(), day.month(), day.day())
        }
        None => office::text(raw),
    }
}

fn merge(merged: &mut Vec<[u32; 4]>, row: u32, column: u32, onto: (u32, u32)) -> TestCell {
    let covers = |area: &[u32; 4]| {
        (area[0]..=area[2]).contains(&onto.0) && (area[1]..=area[3]).contains(&onto.1)
    };
    match merged.iter_mut().find(|area| covers(area)) {
        Some(area) => *area = [area[0], area[1], area[2].max(row), area[3].max(column)],
        None => merged.push([onto.0, onto.1, row, column]),
    }
    TestCell::Blank
}

/// The parts of a line parted by `|`, blank where it has fewer.
fn parts<const N: usize>(line: &str) -> [&str; N] {
    let mut parts = [""; N];
    for (part, text) in parts.iter_mut().zip(line.split('|')) {
        *part = text.trim();
    }
    parts
}

fn money(text: &str) -> Content {
    Content::Money(Euros::from_decimal(text.parse().expect("an amount")).expect("euros"))
}

fn day(text: &str) -> Content {
    Content::Date(text.parse().expect("a day"))
}

/// The institution's own form, filled in: first line the body, second the period, then a line a
/// payment. The first payment on a line goes on the form's own row, the others on empty ones.
pub fn filled_form(plan: &Plan, text: &str) -> Vec<u8> {
    let mut lines = text.lines();
    let body = BodyName::new(lines.next().expect("a body"));
    let mut book =
        form(plan, &body, Settings::default().reason_threshold(), Translation::english());
    let period = lines.next().expect("a period");
    let sheet = &mut book.sheets[0];
    let header = header_row(sheet);
    let period_row = sheet.rows[..header]
        .iter_mut()
        .find(|row| row.cells.iter().any(|(_, cell)| is(cell, "Period")))
        .expect("the row of the period");
    let open = period_row.cells.iter_mut().find(|(_, cell)| cell.unlocked).expect("an open cell");
    open.1.content = Content::data(period);
    for line in lines {
        let [code, source, donor, spent, date, document, description, reason] = parts(line);
        let free =
            |row: &earmark::book::Row| at(row, 5).is_some_and(|c| c.content == Content::Empty);
        let own = sheet.rows[header + 1..].iter().position(|row| {
            free(row)
                && at(row, 0).is_some_and(|c| is(c, code))
                && at(row, 2).is_some_and(|c| is(c, source))
        });
        let row = own
            .or_else(|| {
                sheet.rows[header + 1..].iter().position(|row| {
                    free(row) && at(row, 0).is_some_and(|c| c.content == Content::Empty)
                })
            })
            .expect("a free row");
        let row = &mut sheet.rows[header + 1 + row];
        for (column, content) in [
            (0, Content::data(code)),
            (2, Content::data(source)),
            (3, Content::data(donor)),
            (5, money(spent)),
            (6, day(date)),
            (7, Content::data(document)),
            (8, Content::data(description)),
            (9, Content::data(reason)),
        ] {
            let cell = row.cells.iter_mut().find(|(at, _)| *at == column).expect("a cell");
            cell.1.content = content;
        }
    }
    total(&mut book, header);
    statuses(&mut book, header);
    write::xlsx(&book).expect("a workbook")
}

/// The form's own total, as a spreadsheet would calculate it.
fn total(book: &mut Book, header: usize) {
    let sheet = &mut book.sheets[0];
    let sum: Euros = sheet.rows[header + 1..]
        .iter()
        .filter_map(|row| match at(row, 5).map(|cell| &cell.content) {
            Some(Content::Money(amount)) => Some(*amount),
            _ => None,
        })
        .sum();
    for row in &mut sheet.rows[header + 1..] {
        for (column, cell) in &mut row.cells {
            if let (5, Content::Formula(_, result)) = (*column, &mut cell.content) {
                *result = earmark::book::Result::Money(sum);
            }
        }
    }
}

/// The form's own word beside a deviation without a reason, as a spreadsheet would calculate it: above 5 %
/// of the planned amount.
fn statuses(book: &mut Book, header: usize) {
    for row in &mut book.sheets[0].rows[header + 1..] {
        let amount = |column| match at(row, column).map(|cell| &cell.content) {
            Some(Content::Money(amount)) => Some(*amount),
            _ => None,
        };
        let (Some(planned), Some(spent)) = (amount(4), amount(5)) else { continue };
        let reason = at(row, 9).is_some_and(|cell| cell.content != Content::Empty);
        let deviation = (spent.cents() - planned.cents()).abs();
        let word = match reason || deviation * 100 <= planned.cents() * 5 {
            true => "",
            false if spent > planned => "reason needed",
            false => "reason needed, if finished",
        };
        for (column, cell) in &mut row.cells {
            if let (10, Content::Formula(_, result)) = (*column, &mut cell.content) {
                *result = earmark::book::Result::Text(word.into());
            }
        }
    }
}

fn header_row(sheet: &earmark::book::Sheet) -> usize {
    sheet
        .rows
        .iter()
        .position(|row| at(row, 0).is_some_and(|cell| is(cell, "Code")))
        .expect("the header")
}

fn at(row: &earmark::book::Row, column: u16) -> Option<&Cell> {
    row.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
}

fn is(cell: &Cell, text: &str) -> bool {
    matches!(&cell.content, Content::Text(found) if **found == *text)
}

fn register(plan: &Plan, text: &str) -> Vec<u8> {
    let mut book = blank_funding_register(Translation::english());
    let sheet = &mut book.sheets[0];
    let header = header_row(sheet);
    for (index, line) in text.lines().enumerate() {
        let [code, source, holder, donor, kind, amount, date, reference] = parts(line);
        let title = plan
            .activities
            .values()
            .find(|activity| activity.code.to_string() == code)
            .map(|activity| activity.title.clone());
        let row = &mut sheet.rows[header + 1 + index];
        let contents = [
            Content::data(code),
            Content::from(title),
            Content::data(source),
            Content::data(holder),
            Content::data(donor),
            Content::data(kind),
            money(amount),
            day(date),
            Content::data(reference),
        ];
        for ((_, cell), content) in row.cells.iter_mut().zip(contents) {
            cell.content = content;
        }
    }
    write::xlsx(&book).expect("a workbook")
}
