//! LibreOffice as the judge of formulas: opens workbooks with forced recalculation and says which
//! stored results differ from its own. A wrong result is planted in every call; if that one is not
//! found, the judge is asleep and the test fails.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use earmark::book::{Book, Cell, Content, Result as Computed, Row, Sheet, Style};
use earmark::model::Euros;

/// A cell whose stored result is not what its formula gives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    pub file: String,
    pub sheet: String,
    /// Row and column, counted from zero.
    pub cell: (u32, u32),
    pub formula: String,
    pub stored: String,
    pub recalculated: String,
}

const CANARY: &str = "canary";

// OOXMLRecalcMode 0 is "always"; without it LibreOffice shows what is stored.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Recalculates all workbooks in one call. None where LibreOffice is not installed, which fails where
/// `CI` is set and is said aloud everywhere else.
///
/// # Panics
/// When LibreOffice cannot convert a file, or does not find the planted wrong result.
pub fn differing(workbooks: &[(String, Vec<u8>)]) -> Option<Vec<Difference>> {
    if Command::new("soffice").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "soffice is needed to check formulas");
        eprintln!("NOT CHECKED: soffice is not installed, no formula was recalculated");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let (profile, given, taken) =
        (folder.path().join("profile"), folder.path().join("in"), folder.path().join("out"));
    for path in [&profile.join("user"), &given, &taken] {
        std::fs::create_dir_all(path).unwrap();
    }
    std::fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS).unwrap();
    let canary = (CANARY.to_owned(), earmark::write::xlsx(&canary()).unwrap());
    let mut names = BTreeMap::new();
    let mut command = Command::new("soffice");
    command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    command.args(["--headless", "--convert-to", "xlsx", "--outdir"]).arg(&taken);
    for (index, (name, bytes)) in std::iter::once(&canary).chain(workbooks).enumerate() {
        // Names of outputs may have folders or repeat; numbers do not.
        let file = format!("{index}.xlsx");
        std::fs::write(given.join(&file), bytes).unwrap();
        command.arg(given.join(&file));
        names.insert(file, (name, bytes));
    }
    let output = command.output().unwrap();
    let mut differences = Vec::new();
    for (file, (name, bytes)) in names {
        let path = taken.join(&file);
        assert!(path.exists(), "{name} was not converted: {}", text(&output.stderr));
        compare(name, bytes, &path, &mut differences);
    }
    let woken = differences.iter().any(|found| found.file == CANARY);
    assert!(woken, "the planted wrong result was not found: nothing was recalculated");
    differences.retain(|found| found.file != CANARY);
    Some(differences)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn canary() -> Book {
    let wrong = Cell::money_formula("1+1", Euros::from_cents(99_900));
    let right = Cell::new(Content::formula("2+2", Computed::Count(4)), Style::Count);
    let rows = vec![Row::from_cells([wrong]), Row::from_cells([right])];
    let sheet = Sheet { name: "Canary".to_owned(), rows, ..Sheet::default() };
    Book { sheets: vec![sheet], ..Book::default() }
}

fn compare(name: &str, bytes: &[u8], converted: &Path, differences: &mut Vec<Difference>) {
    let mut before: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut after: Xlsx<_> = calamine::open_workbook(converted).unwrap();
    for sheet in before.sheet_names() {
        let formulas = before.worksheet_formula(&sheet).unwrap();
        let stored = before.worksheet_range(&sheet).unwrap();
        let recalculated = after.worksheet_range(&sheet).unwrap();
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells() {
            if formula.is_empty() {
                continue;
            }
            let cell = (top + row as u32, left + column as u32);
            let one = shown(stored.get_value(cell));
            let other = shown(recalculated.get_value(cell));
            if !same(&one, &other) {
                differences.push(Difference {
                    file: name.to_owned(),
                    sheet: sheet.clone(),
                    cell,
                    formula: formula.clone(),
                    stored: one,
                    recalculated: other,
                });
            }
        }
    }
}

fn shown(value: Option<&Data>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// The same text, or numbers closer than a ten-thousandth of a cent and of the number.
fn same(one: &str, other: &str) -> bool {
    match (one.parse::<f64>(), other.parse::<f64>()) {
        #[allow(clippy::float_arithmetic, reason = "the judge counts in floats, as programs do")]
        (Ok(one), Ok(other)) => (one - other).abs() <= 1e-6 + one.abs() * 1e-12,
        _ => one == other,
    }
}
