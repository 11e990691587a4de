//! The samples: what their returns give back is what was sent.

use std::path::Path;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs};

use crate::faithful::{check, returns};
use crate::grid_xlsx;
use crate::sheet_fixture::Fixture;

fn load(path: &Path) -> NamedBytes {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    NamedBytes { name, bytes: std::fs::read(path).unwrap() }
}

#[test]
fn every_finding_of_the_samples_stands_on_its_own_cell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/action-plan-2020");
    let mut sheets: Vec<NamedBytes> = std::fs::read_dir(folder.join("expenditure"))
        .unwrap()
        .map(|entry| load(&entry.unwrap().path()))
        .collect();
    sheets.sort_by(|a, b| a.name.cmp(&b.name));
    let inputs = ReconcileInputs {
        plan: load(&folder.join("plan.docx")),
        funding: Some(load(&folder.join("funding.xlsx"))),
        sheets: sheets.clone(),
        ..Default::default()
    };
    let settings = Settings { as_of: "2020-09-30".parse().ok(), ..Settings::default() };
    let outputs = job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap();
    let returns = returns(&outputs);
    let found: usize = returns.iter().map(|one| check(one, &sheets)).sum();
    let copies: usize = returns.iter().map(|one| one.copies.len()).sum();
    assert!(found >= 12 && copies >= 8, "{found} findings in {copies} sheets");
}

/// The sheets that the reader is tested with, each named for its difficulty: as workbooks, and as what
/// has no addresses.
#[test]
fn every_finding_of_the_fixtures_stands_on_its_own_cell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets");
    let plan = load(&folder.join("plan/small.txt"));
    let (mut found, mut sheets) = (0, 0);
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let fixture = Fixture::read(&std::fs::read_to_string(path).unwrap()).unwrap();
        let file = fixture.sheets();
        let input = NamedBytes { name: fixture.file_name.clone(), bytes: grid_xlsx::write(&file) };
        let (settings, wrong) = Settings::read("earmark.toml", &fixture.config);
        assert_eq!(wrong, []);
        let sent = vec![input];
        let inputs =
            ReconcileInputs { plan: plan.clone(), sheets: sent.clone(), ..Default::default() };
        let outputs = job::reconcile(&inputs, &settings, Vec::new(), &Means::default());
        let outputs = outputs.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for one in returns(&outputs) {
            found += check(&one, &sent);
            sheets += one.copies.len();
        }
    }
    assert!(found > 600 && sheets > 200, "{found} findings in {sheets} sheets");
}
