//! Typing into a workbook that earmark wrote, as a person does in Excel: texts into empty cells of one
//! row. In: the workbook, the sheet, a text that the row has, and what goes below which heading. Out: the
//! workbook changed in its place; every other part stays as it was.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::sheet::{Grid, Row, Value, read_file};
use earmark::vocabulary::Vocabulary;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub fn type_in(workbook: &Path, sheet: &str, row: &str, cells: &[(&str, &str)]) {
    let bytes = fs::read(workbook).unwrap();
    let (number, grid) = grid_of(&bytes, sheet);
    // The first row with the text that has such headings above it, the nearest of them.
    let found = (0..grid.rows.len()).find_map(|at| {
        column_of(&grid.rows[at], row)?;
        let headings = |above: &&Row| column_of(above, cells[0].0).is_some();
        Some((at, grid.rows[..at].iter().rfind(headings)?))
    });
    let (at, headings) = found.unwrap_or_else(|| panic!("no row of {sheet} has {row}"));
    let typed: Vec<(String, &str)> = cells
        .iter()
        .map(|(heading, text)| {
            let column = column_of(headings, heading).unwrap_or_else(|| panic!("no {heading}"));
            let cell = earmark::model::CellRef { row: grid.rows[at].index, column };
            (cell.to_string(), *text)
        })
        .collect();
    let part = format!("xl/worksheets/sheet{number}.xml");
    let mut archive = ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut written = ZipWriter::new(File::create(workbook).unwrap());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let mut text = String::from_utf8(content).unwrap();
            for (cell, typed) in &typed {
                text = filled(&text, cell, typed);
            }
            content = text.into_bytes();
        }
        written.start_file(name, SimpleFileOptions::default()).unwrap();
        written.write_all(&content).unwrap();
    }
    written.finish().unwrap();
}

/// The sheet and its number, from 1.
fn grid_of(bytes: &[u8], sheet: &str) -> (usize, Grid) {
    let input = NamedBytes { name: "workbook.xlsx".to_owned(), bytes: bytes.to_vec() };
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    let (file, _) = read_file(&input, &Limits::default(), &vocabulary);
    let grids = file.expect("a workbook").grids.into_iter().enumerate();
    let mut found = grids.filter(|(_, grid)| grid.name().as_deref() == Some(sheet));
    let (index, grid) = found.next().unwrap_or_else(|| panic!("no sheet {sheet}"));
    (index + 1, grid)
}

fn column_of(row: &Row, text: &str) -> Option<u32> {
    let same = |value: &Value| matches!(value, Value::Text(found) if &**found == text);
    row.cells.iter().find(|cell| same(&cell.value())).map(|cell| cell.column())
}

/// The part with a text in an empty cell that has a style.
fn filled(part: &str, cell: &str, text: &str) -> String {
    let start = part.find(&format!("<c r=\"{cell}\" ")).unwrap_or_else(|| panic!("no {cell}"));
    let end = start + part[start..].find("/>").expect("an empty cell");
    let open = &part[start..end];
    assert!(!open.contains('>'), "{cell} is not empty: {open}");
    format!(
        "{}{open} t=\"inlineStr\"><is><t>{text}</t></is></c>{}",
        &part[..start],
        &part[end + 2..]
    )
}
