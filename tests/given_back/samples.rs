//! The samples: what their returns give back is what was sent.

use std::path::Path;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs};

use crate::faithful::{check, returns};

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
