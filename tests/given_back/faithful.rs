//! A return held against the files that it gives back. In: the files sent and the results. Out: how
//! many findings were found at their own addresses. Nothing here is asked of the code that writes the
//! copies: a return is opened as its reader opens it.

use std::collections::BTreeMap;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Settings};
use earmark::job::ReconcileOutputs;
use earmark::model::CellRef;
use earmark::sheet::{self, Grid, SheetFile, Value};
use earmark::vocabulary::Vocabulary;

use crate::strict::{self, Workbook, address};

/// A return as its reader opens it.
pub struct Return {
    pub name: String,
    pub grids: Vec<Grid>,
    /// The texts of notes, by sheet and cell.
    pub notes: BTreeMap<(String, CellRef), String>,
    /// Where links lead, by sheet and cell.
    pub links: BTreeMap<(String, CellRef), (String, CellRef)>,
    /// File and sheet as sent → the sheet in the return.
    pub copies: BTreeMap<(String, Option<String>), String>,
    pub bytes: Vec<u8>,
}

pub fn read(input: &NamedBytes) -> SheetFile {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    let (file, findings) = sheet::read_file(input, &Settings::default().limits, &vocabulary);
    file.unwrap_or_else(|| panic!("{}: {findings:?}", input.name))
}

fn at((row, column): (u32, u32)) -> CellRef {
    CellRef { row: row - 1, column: column - 1 }
}

impl Return {
    pub fn open(file: &NamedBytes) -> Self {
        strict::assert_sound(&file.name, &file.bytes);
        let book = Workbook::open(&file.bytes);
        let (mut notes, mut links) = (BTreeMap::new(), BTreeMap::new());
        for sheet in &book.sheets {
            for comments in book.package.targets(&sheet.part, "comments") {
                let root = book.package.root(&comments.target).unwrap();
                for note in root.list("commentList") {
                    let cell = at(address::cell(note.or_empty("ref")).unwrap());
                    notes.insert((sheet.name.clone(), cell), note.deep_text());
                }
            }
            for link in sheet.root.list("hyperlinks") {
                let cell = at(address::cell(link.or_empty("ref")).unwrap());
                let (to, area) = address::on_sheet(link.or_empty("location")).unwrap();
                let there = at((area.top, area.left));
                links.insert((sheet.name.clone(), cell), (to, there));
            }
        }
        let grids = read(file).grids;
        let mut copies = BTreeMap::new();
        let summary = grids.iter().find(|grid| grid.name().as_deref() == Some("Return")).unwrap();
        for row in &summary.rows {
            let text = |column| row.cell(column).map(|cell| cell.text().into_owned());
            if let Some(name) = text(1).and_then(|text| text.strip_prefix("→ ").map(str::to_owned))
            {
                copies.insert((text(3).unwrap(), text(2)), name);
            }
        }
        let bytes = file.bytes.clone();
        Return { name: file.name.clone(), grids, notes, links, copies, bytes }
    }

    pub fn sheet(&self, name: &str) -> &Grid {
        let found = self.grids.iter().find(|grid| grid.name().as_deref() == Some(name));
        found.unwrap_or_else(|| panic!("{}: no sheet {name:?}", self.name))
    }

    pub fn note(&self, sheet: &str, cell: &str) -> Option<&str> {
        let cell = at(address::cell(cell).unwrap());
        self.notes.get(&(sheet.to_owned(), cell)).map(String::as_str)
    }

    /// What a cell of a sheet shows.
    pub fn text(&self, sheet: &str, cell: &str) -> String {
        let cell = at(address::cell(cell).unwrap());
        let found = self.sheet(sheet).cell(cell.row, cell.column);
        found.map(|cell| cell.text().into_owned()).unwrap_or_default()
    }
}

/// All returns of a run.
pub fn returns(outputs: &ReconcileOutputs) -> Vec<Return> {
    let files = outputs.files.iter().filter(|file| file.name.starts_with("institutions/"));
    files.map(Return::open).collect()
}

/// Text as a workbook may hold it.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// Whether a copy shows what was sent.
pub fn is_same(sent: &Value, copy: &Value) -> bool {
    match (sent, copy) {
        (Value::Text(sent), Value::Text(copy)) => clean(sent) == **copy,
        (Value::Number(sent), Value::Number(copy)) => sent == copy,
        (Value::Date { date: Some(sent), .. }, Value::Date { date: Some(copy), .. }) => {
            sent == copy
        }
        (Value::Date { serial: sent, date: None }, Value::Date { serial: copy, date: None }) => {
            sent == copy
        }
        (Value::Date { serial, date: None }, Value::Number(copy)) => serial == copy,
        (Value::Bool(sent), Value::Bool(copy)) => sent == copy,
        (Value::Error(sent), Value::Text(copy) | Value::Error(copy)) => sent == copy,
        (Value::NotCalculated, Value::Text(copy)) => &**copy == "(formula without a result)",
        _ => false,
    }
}

/// Holds every copy of a return against the file it is of: no value that was not sent, at its own
/// address; every finding that names a cell has its note there, and leads there. Gives how many.
pub fn check(one: &Return, inputs: &[NamedBytes]) -> usize {
    let mut found = 0;
    for ((file, sheet), name) in &one.copies {
        let Some(input) = inputs.iter().find(|input| input.name == *file) else { continue };
        let sent = read(input);
        let grid =
            sent.grids.iter().find(|grid| grid.name().as_deref() == sheet.as_deref()).unwrap();
        for row in &one.sheet(name).rows {
            for cell in &row.cells {
                let at = CellRef { row: row.index, column: cell.column() };
                let there = grid.cell(row.index, cell.column());
                let there = there.unwrap_or_else(|| panic!("{}: {name}: {at} was empty", one.name));
                assert!(
                    is_same(&there.value(), &cell.value()),
                    "{}: {name}: {at}: {:?} for {:?}",
                    one.name,
                    cell.value(),
                    there.value()
                );
            }
        }
    }
    let findings = one.sheet("Findings");
    for row in &findings.rows {
        let text = |column| row.cell(column).map(|cell| cell.text().into_owned());
        let (Some(code), Some(file), Some(cell)) = (text(1), text(4), text(6)) else { continue };
        let Some(copy) = one.copies.get(&(file.clone(), text(5))) else { continue };
        let Some(cell) = address::cell(&cell).map(at) else { continue };
        let note = one.notes.get(&(copy.clone(), cell));
        let note = note.unwrap_or_else(|| panic!("{}: {code} has no note at {cell}", one.name));
        let many = note.contains("more about this cell");
        assert!(note.contains(&code) || many, "{}: {code} at {cell}: {note}", one.name);
        let leads = one.links.get(&("Findings".to_owned(), CellRef { row: row.index, column: 6 }));
        assert_eq!(leads, Some(&(copy.clone(), cell)), "{}: {code}", one.name);
        found += 1;
    }
    found
}

/// Every cell that was sent stands in the copy of a sheet.
pub fn holds_all(one: &Return, copy: &str, sent: &Grid) {
    let copy = one.sheet(copy);
    for row in &sent.rows {
        for cell in &row.cells {
            let shown = copy.cell(row.index, cell.column());
            let same = shown.is_some_and(|shown| is_same(&cell.value(), &shown.value()));
            let at = CellRef { row: row.index, column: cell.column() };
            assert!(same, "{}: {at}: {:?} for {:?}", one.name, shown, cell.value());
        }
    }
}
