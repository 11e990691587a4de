//! Forms filled in by other programs, as institutions do: LibreOffice, and Python's openpyxl. In: workbooks
//! and what is typed into them. Out: the workbooks that these programs save.

use std::path::Path;
use std::process::Command;

use super::fods::{self, Typed};

/// A workbook, and what is typed into its cells: sheet, row and column counted from zero.
pub struct Form {
    pub name: String,
    pub bytes: Vec<u8>,
    pub cells: Vec<(String, (usize, usize), Typed)>,
}

/// What is lacking here. Where `CI` is set nothing may be lacking; elsewhere it is said aloud that nothing
/// was checked.
fn not_checked(lacking: &str) {
    assert!(std::env::var_os("CI").is_none(), "{lacking} is needed here");
    eprintln!("NOT CHECKED: {lacking} is lacking, no form was filled in with it");
}

/// Each form opened, filled in and saved by LibreOffice.
pub fn by_libreoffice(forms: &[Form]) -> Option<Vec<Vec<u8>>> {
    let runs = Command::new("soffice").arg("--version").output();
    if !runs.is_ok_and(|output| output.status.success()) {
        not_checked("LibreOffice (soffice)");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["given", "flat", "typed", "taken"] {
        std::fs::create_dir(at(name)).unwrap();
    }
    for (index, form) in forms.iter().enumerate() {
        std::fs::write(at(&format!("given/{index}.xlsx")), &form.bytes).unwrap();
    }
    convert(&at("profile"), "given", "xlsx", "flat", "fods", forms.len());
    for (index, form) in forms.iter().enumerate() {
        let flat = std::fs::read_to_string(at(&format!("flat/{index}.fods"))).unwrap();
        let cells: Vec<_> =
            form.cells.iter().map(|(s, at, typed)| (&**s, *at, typed.clone())).collect();
        std::fs::write(at(&format!("typed/{index}.fods")), fods::fill(&flat, &cells)).unwrap();
    }
    convert(&at("profile"), "typed", "fods", "taken", "xlsx", forms.len());
    let taken = (0..forms.len()).map(|index| std::fs::read(at(&format!("taken/{index}.xlsx"))));
    Some(taken.map(Result::unwrap).collect())
}

fn convert(profile: &Path, from: &str, ending: &str, to: &str, wanted: &str, count: usize) {
    let folder = profile.parent().unwrap();
    let mut command = Command::new("soffice");
    command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    command.args(["--headless", "--convert-to", wanted, "--outdir"]).arg(folder.join(to));
    for index in 0..count {
        command.arg(folder.join(format!("{from}/{index}.{ending}")));
    }
    let output = command.output().unwrap();
    for index in 0..count {
        let made = folder.join(format!("{to}/{index}.{wanted}"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(made.exists(), "{from}/{index}.{ending} was not converted: {said}");
    }
}

/// The Python that has openpyxl: the first on the path, or the system's own, for which the package
/// python3-openpyxl is made and which another Python may stand before.
fn python() -> Option<&'static str> {
    let has = |python: &&str| {
        let ran = Command::new(python).args(["-c", "import openpyxl"]).output();
        ran.is_ok_and(|output| output.status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has);
    if found.is_none() {
        not_checked("a Python with openpyxl");
    }
    found
}

/// Each form opened, filled in and saved by openpyxl; it refuses cells that the form locks.
pub fn by_openpyxl(forms: &[Form]) -> Option<Vec<Vec<u8>>> {
    let python = python()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fill_form.py");
    let folder = tempfile::tempdir().unwrap();
    let fill = |form: &Form| {
        let (given, taken) = (folder.path().join("given.xlsx"), folder.path().join("taken.xlsx"));
        std::fs::write(&given, &form.bytes).unwrap();
        let cells: Vec<_> = form
            .cells
            .iter()
            .map(|(sheet, (row, column), typed)| {
                let letter = char::from(b'A' + u8::try_from(*column).unwrap());
                let (kind, value) = match typed {
                    Typed::Text(text) => ("text", text),
                    Typed::Number(number) => ("number", number),
                    Typed::Date(day) => ("date", day),
                };
                serde_json::json!([sheet, format!("{letter}{}", row + 1), kind, value])
            })
            .collect();
        let cells = serde_json::Value::from(cells).to_string();
        let mut command = Command::new(python);
        let output = command.arg(&script).args([&given, &taken]).arg(cells).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {said}", form.name);
        std::fs::read(&taken).unwrap()
    };
    Some(forms.iter().map(fill).collect())
}
