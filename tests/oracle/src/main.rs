//! A second judge of formulas beside LibreOffice: reads every workbook of a folder with IronCalc,
//! recalculates it and says which stored results differ from its own by more than a ten-thousandth of a
//! cent. In: a folder of workbooks, as `cargo test --test workbooks` leaves it. Out: the differences on
//! standard error, and exit code 1 where there is one. What the judge cannot recalculate is a
//! difference too: nothing is skipped.
//!
//! A wrong result is planted in every workbook; where that one is not found, the judge is asleep.

use std::fmt;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use calamine::{Data, DataType, Reader, Xlsx, XlsxError};
use ironcalc::base::Model;
use ironcalc::base::cell::CellValue;
use ironcalc::import::load_from_xlsx_bytes;

/// A cell whose stored result is not what its formula gives.
struct Difference {
    sheet: String,
    row: i32,
    column: i32,
    formula: String,
    stored: String,
    recalculated: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { sheet, row, column, formula, stored, recalculated } = self;
        write!(f, "{sheet} R{row}C{column} {formula}: stored {stored}, recalculated {recalculated}")
    }
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("which folder of workbooks?");
        return ExitCode::from(2);
    };
    let mut files = Vec::new();
    workbooks(&folder, &mut files);
    files.sort();
    if files.is_empty() {
        eprintln!("there is no workbook in {}", folder.display());
        return ExitCode::from(2);
    }
    let (mut formulas, mut planted, mut wrong) = (0, 0, 0);
    for path in &files {
        let name = path.strip_prefix(&folder).unwrap_or(path).display();
        match judge(path) {
            Ok(Judged { differences, count, woken }) => {
                formulas += count;
                planted += usize::from(woken);
                wrong += differences.len();
                for difference in differences {
                    eprintln!("{name}: {difference}");
                }
            }
            Err(why) => {
                wrong += 1;
                eprintln!("{name}: {why}");
            }
        }
    }
    println!(
        "{formulas} formulas in {} workbooks recalculated, {wrong} wrong; {planted} planted wrong results found",
        files.len()
    );
    if wrong == 0 && planted > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            workbooks(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "xlsx") {
            found.push(path);
        }
    }
}

struct Judged {
    differences: Vec<Difference>,
    count: usize,
    woken: bool,
}

fn judge(path: &Path) -> Result<Judged, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let (differences, count) = differences(&bytes)?;
    let written = formulas_written(&bytes)?;
    if count != written {
        return Err(format!("{written} formulas are in the file, {count} were read"));
    }
    let Some(wrong) = with_a_wrong_result(&bytes)? else {
        return Ok(Judged { differences, count, woken: false });
    };
    let (found, _) = self::differences(&wrong)?;
    if found.len() == differences.len() {
        return Err("the planted wrong result was not found: nothing was recalculated".to_owned());
    }
    Ok(Judged { differences, count, woken: true })
}

/// What differs, and how many formulas were judged.
fn differences(bytes: &[u8]) -> Result<(Vec<Difference>, usize), String> {
    let workbook = load_from_xlsx_bytes(bytes, "workbook", "en", "UTC")
        .map_err(|error| format!("is not read: {error}"))?;
    let mut model = Model::from_workbook(workbook, "en")?;
    model.evaluate();
    // What is stored comes from another reader: this one calculates some cells as it opens a file.
    let mut file: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|e: XlsxError| e.to_string())?;
    let (mut found, mut count) = (Vec::new(), 0);
    for (index, sheet) in (0..).zip(file.sheet_names()) {
        let formulas = file.worksheet_formula(&sheet).map_err(|error| error.to_string())?;
        let values = file.worksheet_range(&sheet).map_err(|error| error.to_string())?;
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells().filter(|(_, _, f)| !f.is_empty()) {
            count += 1;
            let (row, column) = (top + row as u32, left + column as u32);
            let stored = values.get_value((row, column)).unwrap_or(&Data::Empty);
            let (at, across) = (row as i32 + 1, column as i32 + 1);
            let own = model.get_cell_formula(index, at, across)?;
            let recalculated = model.get_cell_value_by_index(index, at, across)?;
            if own.is_none() || !same(stored, &recalculated) {
                found.push(Difference {
                    sheet: sheet.clone(),
                    row: at,
                    column: across,
                    formula: formula.clone(),
                    stored: format!("{stored:?}"),
                    recalculated: format!("{recalculated:?}"),
                });
            }
        }
    }
    Ok((found, count))
}

fn same(one: &Data, other: &CellValue) -> bool {
    match (one, other) {
        (Data::Float(_) | Data::Int(_) | Data::DateTime(_), CellValue::Number(other)) => {
            one.as_f64().is_some_and(|one| (one - other).abs() <= 1e-6 + one.abs() * 1e-12)
        }
        (Data::Empty, CellValue::None) => true,
        (Data::Empty, CellValue::String(text)) => text.is_empty(),
        (Data::String(text), CellValue::None) => text.is_empty(),
        (Data::String(one), CellValue::String(other)) => one == other,
        (Data::Bool(one), CellValue::Boolean(other)) => one == other,
        _ => false,
    }
}

type Parts = Vec<(String, Vec<u8>)>;

fn parts(bytes: &[u8]) -> Result<Parts, String> {
    let broken = |error: zip::result::ZipError| error.to_string();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(broken)?;
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|error| error.to_string())?;
        let name = file.name().map_err(broken)?.into_owned();
        parts.push((name, content));
    }
    Ok(parts)
}

fn sheets(parts: &Parts) -> impl Iterator<Item = (usize, String)> {
    parts
        .iter()
        .enumerate()
        .filter(|(_, (name, _))| name.starts_with("xl/worksheets/sheet"))
        .map(|(index, (_, content))| (index, String::from_utf8_lossy(content).into_owned()))
}

fn formulas_written(bytes: &[u8]) -> Result<usize, String> {
    let parts = parts(bytes)?;
    Ok(sheets(&parts).map(|(_, text)| text.matches("<f>").count()).sum())
}

/// The same workbook with one cent more stored in the first formula that gives a number.
fn with_a_wrong_result(bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let mut parts = parts(bytes)?;
    let planted = sheets(&parts).find_map(|(index, text)| Some((index, one_cent_more(&text)?)));
    let Some((index, text)) = planted else { return Ok(None) };
    parts[index].1 = text.into_bytes();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).map_err(|error| error.to_string())?;
        writer.write_all(&content).map_err(|error| error.to_string())?;
    }
    let done = writer.finish().map_err(|error| error.to_string())?;
    Ok(Some(done.into_inner()))
}

fn one_cent_more(sheet: &str) -> Option<String> {
    for (at, _) in sheet.match_indices("</f><v>") {
        let start = at + "</f><v>".len();
        let end = start + sheet.get(start..)?.find('<')?;
        let Some(number) = sheet.get(start..end).and_then(|text| text.parse::<f64>().ok()) else {
            continue;
        };
        let (before, after) = (sheet.get(..start)?, sheet.get(end..)?);
        return Some(format!("{before}{:.2}{after}", number + 0.01));
    }
    None
}
