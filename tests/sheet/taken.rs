//! Rows that are taken while a file is read: put together again, the file is the same as one that is read
//! at once, whatever stands in it.

use std::collections::BTreeMap;
use std::convert::Infallible;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::diagnostic::Finding;
use earmark::sheet::{Row, SheetFile, TakeRows, read_file_with};
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;

use super::formats::xlsx_sheet;
use super::support::office::ooxml::xlsx;
use super::support::office::{TestCell, TestSheet, text, xlsb};
use super::{codes, read, read_within};

/// So many rows that some of them are taken before the last is read.
const MANY: u32 = 2_500;

/// Keeps the rows of each number.
#[derive(Default)]
struct Taken {
    rows: BTreeMap<u32, Vec<Row>>,
    begun: u32,
    forgotten: usize,
}

impl TakeRows for Taken {
    fn begin(&mut self) -> u32 {
        self.begun += 1;
        self.begun
    }

    fn take(&mut self, number: u32, rows: Vec<Row>) {
        self.rows.entry(number).or_default().extend(rows);
    }

    fn forget(&mut self, number: Option<u32>) {
        match number {
            Some(number) => assert!(self.rows.remove(&number).is_some(), "{number} was not taken"),
            None => {
                self.rows.clear();
                self.forgotten += 1;
            }
        }
    }
}

/// The file put together from what was taken and what was given in the end.
fn together(name: &str, bytes: &[u8], limits: &Limits) -> (Option<SheetFile>, Vec<Finding>, Taken) {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("a vocabulary");
    let input = NamedBytes { name: name.to_owned(), bytes: bytes.to_vec() };
    let words = || Ok::<_, Infallible>(&vocabulary);
    let mut taken = Taken::default();
    let Ok((mut file, findings)) = read_file_with(&input, limits, words, &mut taken);
    for grid in file.iter_mut().flat_map(|file| &mut file.grids) {
        let above = grid.taken.take();
        let mut rows = above.map(|above| taken.rows[&above.number].clone()).unwrap_or_default();
        assert_eq!(above.map_or(0, |above| above.rows), rows.len());
        rows.append(&mut grid.rows);
        grid.rows = rows;
    }
    (file, findings, taken)
}

/// Is the same as when it is read at once; gives what was taken.
fn is_the_same(name: &str, bytes: &[u8]) -> Taken {
    let (file, findings, taken) = together(name, bytes, &Limits::default());
    let (whole, found) = read(name, bytes);
    assert!(file == whole, "{name}: other cells");
    assert_eq!(findings, found, "{name}");
    taken
}

fn row(number: u32, more: &str) -> String {
    format!("<row r=\"{number}\"><c r=\"A{number}\" s=\"2\"><v>{number}.25</v></c>{more}</row>")
}

fn rows(numbers: impl Iterator<Item = u32>) -> String {
    numbers.map(|number| row(number, "")).collect()
}

#[test]
fn a_sheet_in_its_order_is_taken_in_every_format() {
    let cells = |at: u32| {
        let shown = TestCell::Shown(format!("{at}.5"), "#,##0.00".into());
        vec![text(&format!("no. {at}")), shown, TestCell::Date(2020, 3, 1 + (at % 28) as i8)]
    };
    let sheet = |name: &str| TestSheet {
        name: name.to_owned(),
        rows: (0..MANY).map(cells).collect(),
        hidden: vec![7, 1_023, 1_024, MANY - 1],
        ..TestSheet::default()
    };
    let sheets = [sheet("Q1"), sheet("Q2")];
    for (name, bytes) in [("a.xlsx", xlsx(&sheets)), ("a.xlsb", xlsb::xlsb(&sheets))] {
        let taken = is_the_same(name, &bytes);
        assert_eq!((taken.rows.len(), taken.forgotten), (2, 0), "{name}");
        assert!(taken.rows.values().flatten().any(|row| row.hidden), "{name}");
        let (file, ..) = together(name, &bytes, &Limits::default());
        let hidden = |row: &&Row| row.hidden;
        let file = file.expect("a file");
        assert_eq!(file.grids[1].rows.iter().filter(hidden).count(), 4, "{name}");
    }
    let csv: String = (0..MANY).map(|at| format!("no. {at};{at},5\n")).collect();
    assert_eq!(is_the_same("a.csv", csv.as_bytes()).rows.len(), 1);
}

/// What was taken is forgotten, and the file read again: its rows come out in their order.
#[test]
fn a_row_that_comes_too_late_is_put_where_it_belongs() {
    for late in [1, 700, MANY] {
        let others = (1..=MANY).filter(|number| *number != late);
        let data = format!("<sheetData>{}{}</sheetData>", rows(others), row(late, ""));
        let taken = is_the_same("late.xlsx", &xlsx_sheet(&data));
        assert_eq!(taken.forgotten, usize::from(late < MANY), "{late}");
        let (file, ..) = together("late.xlsx", &xlsx_sheet(&data), &Limits::default());
        let file = file.expect("a file");
        assert!((0..MANY).eq(file.grids[0].rows.iter().map(|row| row.index)), "{late}");
    }
    // The same row once more, with another content of the same cell: said, as it is otherwise.
    let data = format!("<sheetData>{}{}</sheetData>", rows(1..=MANY), rows(3..=3));
    let taken = is_the_same("twice.xlsx", &xlsx_sheet(&data));
    assert_eq!(taken.forgotten, 1);
    assert_eq!(codes(&read("twice.xlsx", &xlsx_sheet(&data)).1), ["E0112"]);
}

/// A sheet that a reader gives up late is read by the next; what the tries before handed over is nobody's.
#[test]
fn a_second_try_counts_nothing_twice() {
    let spill = "<c r=\"B2400\" t=\"e\"><v>#SPILL!</v></c>";
    let data = format!(
        "<sheetData>{}{}{}</sheetData>",
        rows(1..=2_399),
        row(2_400, spill),
        rows(2_401..=MANY)
    );
    let taken = is_the_same("spill.xlsx", &xlsx_sheet(&data));
    assert_eq!((taken.begun, taken.rows.len(), taken.forgotten), (3, 1, 0));
    // A sheet that fails twice is lost, and the next one is read.
    let broken =
        format!("<sheetData>{}<row r=\"x\"><c r=\"?\"><v>1</v></c></row>", rows(1..=2_400));
    is_the_same("broken.xlsx", &xlsx_sheet(&broken));
}

/// Where a limit stops the file, nothing of it is given.
#[test]
fn a_limit_is_the_same_limit() {
    let limits = Limits { rows: 2_000, ..Limits::default() };
    let data = format!("<sheetData>{}</sheetData>", rows(1..=MANY));
    let (file, findings, taken) = together("large.xlsx", &xlsx_sheet(&data), &limits);
    assert!(file.is_none() && !taken.rows.is_empty());
    assert_eq!(findings, read_within("large.xlsx", &xlsx_sheet(&data), &limits).1);
    assert_eq!(codes(&findings), ["E0106"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Rows in any order, some twice, some with cells from right to left.
    #[test]
    fn any_order_gives_the_same_file(
        moved in prop::collection::vec((0usize..2_600, 1u32..2_700, any::<bool>()), 0..4),
        hidden in prop::collection::vec(1u32..2_600, 0..3),
    ) {
        let mut numbers: Vec<(u32, bool)> = (1..=2_600).map(|number| (number, false)).collect();
        for (at, number, turned) in moved {
            numbers.insert(at, (number, turned));
        }
        let rows: String = numbers
            .iter()
            .map(|(number, turned)| {
                let cell = |column: char| format!("<c r=\"{column}{number}\"><v>{number}</v></c>");
                let cells = if *turned { cell('C') + &cell('B') } else { cell('B') + &cell('C') };
                let hidden = if hidden.contains(number) { " hidden=\"1\"" } else { "" };
                format!("<row r=\"{number}\"{hidden}>{cells}</row>")
            })
            .collect();
        is_the_same("any.xlsx", &xlsx_sheet(&format!("<sheetData>{rows}</sheetData>")));
    }
}
