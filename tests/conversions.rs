//! The samples as LibreOffice saves them in other formats: each has to give the same entries as the
//! workbook it was made from. In: samples. Out: none. Fails where CI is set and LibreOffice is
//! missing; anywhere else it says aloud that nothing was checked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may stop, and says what it could not check"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::Severity;
use earmark::job::{self, Checked};

/// Ending, filter, whether sheets and cells keep their addresses. Excel 2003's XML is not among them:
/// LibreOffice 7.4 fails to write it for any sheet, because its style sheet counts 16,384 columns.
const TARGETS: [(&str, &str, bool); 8] = [
    ("xlsx", "xlsx", true),
    ("xls", "xls:MS Excel 97", true),
    ("ods", "ods", true),
    ("fods", "fods", true),
    ("html", "html", false),
    // Separator, quotation mark, encoding, first line, …, as shown: UTF-8, windows-1250, UTF-16.
    ("csv", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false", false),
    ("csv", "csv:Text - txt - csv (StarCalc):44,34,33,1,,0,false,true,false", false),
    ("csv", "csv:Text - txt - csv (StarCalc):9,34,65535,1,,0,false,true,false", false),
];

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/action-plan-2020/expenditure");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // A broken sample converts to whatever LibreOffice makes of it; a web page has no sheets to compare.
    files.retain(|path| path.extension().is_some_and(|e| e == "xlsx" || e == "xlsm" || e == "xls"));
    files.retain(|path| !std::fs::read(path).unwrap().starts_with(b"<"));
    files.sort();
    files
}

fn checked(path: &Path) -> Checked {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let input = NamedBytes { name, bytes: std::fs::read(path).unwrap() };
    let settings = Settings { year: Some(2020), ..Settings::default() };
    job::check(None, &[input], &settings, Vec::new(), &job::Means::default()).unwrap()
}

/// What counts, and what could not be read; with places where these stay the same.
fn entries(checked: &Checked, with_places: bool, is_csv: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in checked.submissions.iter().flat_map(|submission| submission.entries.iter()) {
        let place = if with_places {
            format!("{:?} {:?} ", entry.place().sheet(), entry.place().spot())
        } else {
            String::new()
        };
        let code = entry.words.activity_code.as_ref().map(ToString::to_string);
        // In csv a date is what the writer's country shows, and 07/08/20 may be either.
        let quarter = entry.quarter.filter(|_| !is_csv);
        lines.push(format!("{place}{} {code:?} {quarter:?} {}", entry.amount, entry.doubtful));
    }
    for finding in checked.findings.iter().filter(|f| f.severity() == Severity::Error) {
        lines.push(finding.code.to_string());
    }
    lines.sort();
    lines
}

#[test]
fn what_libreoffice_saves_gives_the_same_entries() {
    if Command::new("soffice").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "soffice is needed to convert the samples");
        eprintln!("NOT CHECKED: soffice is not installed, nothing was converted");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut different = Vec::new();
    let mut compared = 0;
    for (number, (ending, filter, with_places)) in TARGETS.into_iter().enumerate() {
        let taken = folder.path().join(number.to_string());
        let output = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .arg(&taken)
            .args(samples())
            .output()
            .unwrap();
        for sample in samples() {
            let original = checked(&sample);
            // A csv file holds the first sheet only.
            let sheets = original.submissions.len();
            if ending == "csv" && sheets != 1 {
                continue;
            }
            let path = taken.join(sample.file_name().unwrap()).with_extension(ending);
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(path.exists(), "{} was not converted: {error}", sample.display());
            let of = |checked: &Checked| entries(checked, with_places, ending == "csv");
            let (before, after) = (of(&original), of(&checked(&path)));
            compared += before.len();
            if before != after {
                let lost: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
                let new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
                let name = sample.file_name().unwrap().to_string_lossy();
                different.push(format!("{name} as {filter}: lost {lost:#?} new {new:#?}"));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(compared > 200, "only {compared} entries were compared");
}
