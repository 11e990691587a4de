//! Expenditure sheets as institutions keep them, each named for its difficulty: what is read from
//! each cell and what is said about it, the same from a grid and from a real workbook's bytes.
//! `EARMARK_BLESS=1` writes what is found into the fixtures instead of comparing it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/grid_xlsx.rs"]
mod grid_xlsx;
#[path = "support/office/mod.rs"]
mod office;
#[path = "support/sheet_fixture.rs"]
mod sheet_fixture;
#[path = "support/texts.rs"]
mod texts;
#[path = "support/vanished.rs"]
mod vanished;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::{Catalogue, Finding, render};
use earmark::model::{ControlTotal, Entry, Euros, Place, Plan, Submission};
use earmark::read::{inspect, read_plan, read_submissions};
use earmark::reconcile::{Inputs, reconcile};
use earmark::sheet::{SheetFile, read_file};
use earmark::vocabulary::Vocabulary;

use proptest::prelude::*;
use sheet_fixture::{Fixture, Outcome};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets")
}

/// The fixtures of a folder by name.
fn fixtures(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    found
}

/// What goes with a fixture's sheets.
struct Around {
    settings: Settings,
    vocabulary: Vocabulary,
    plan: Option<Plan>,
}

impl Around {
    fn of(fixture: &Fixture) -> Around {
        let (settings, wrong) = Settings::read("earmark.toml", &fixture.config);
        assert_eq!(wrong, [], "config:");
        let vocabulary = Vocabulary::new(&settings.words).unwrap();
        let plan = fixture.plan.as_ref().map(|name| {
            let name = format!("{name}.txt");
            let bytes = fs::read(folder().join("plan").join(&name)).expect("plan:");
            let input = NamedBytes { name, bytes };
            let (file, _) = read_file(&input, &settings.limits, &vocabulary);
            read_plan(&file.unwrap(), &vocabulary).0.expect("plan:")
        });
        Around { settings, vocabulary, plan }
    }

    /// What a file gives, and what is wrong with it whatever the fixture states.
    fn outcome(
        &self,
        fixture: &Fixture,
        file: &SheetFile,
        before: Vec<Finding>,
    ) -> (Outcome, Vec<String>) {
        let (submissions, more) = read_submissions(file, &self.vocabulary, self.plan.as_ref());
        let mut findings: Vec<Finding> = before.into_iter().chain(more).collect();
        if let Some(plan) = &self.plan {
            findings.extend(self.matching(plan, file, &submissions));
        }
        findings.sort();
        let wrong = self.wrong(fixture, file, &submissions, &findings);
        (lines(file, &submissions, &findings), wrong)
    }

    /// What matching and reconciling say about cells of the file.
    fn matching(&self, plan: &Plan, file: &SheetFile, submissions: &[Submission]) -> Vec<Finding> {
        let inputs = Inputs {
            plan: plan.clone(),
            submissions: submissions.to_vec(),
            register: None,
            decisions: Vec::new(),
            decisions_file: None,
            reasons: Vec::new(),
            files: vec![plan.source.clone(), file.source.clone()],
            findings: Vec::new(),
        };
        let found = reconcile(inputs, &self.settings, &self.vocabulary).expect("the proof holds");
        found.findings.into_iter().filter(|f| *f.place.file() == file.source.file).collect()
    }

    /// What must hold of every sheet.
    fn wrong(
        &self,
        fixture: &Fixture,
        file: &SheetFile,
        submissions: &[Submission],
        findings: &[Finding],
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        for submission in submissions {
            let sum: Euros = submission.entries.iter().map(|entry| entry.amount).sum();
            if submission.read != sum {
                wrong.push(format!("  read {} €, and entries of {sum} €", submission.read));
            }
        }
        let mut seen = BTreeSet::new();
        for entry in submissions.iter().flat_map(|submission| submission.entries.iter()) {
            if !seen.insert(entry.place()) {
                wrong.push(format!("  two entries of one cell: {}", entry.place()));
            }
        }
        wrong.extend(findings.iter().flat_map(texts::unfilled).map(|what| format!("  {what}")));
        let bodies = self.plan.as_ref().map_or(self.vocabulary.bodies(), |plan| &plan.bodies);
        let tables = inspect(file, bodies, &self.vocabulary);
        let mut expected: BTreeSet<&str> = fixture.not_counted.iter().map(String::as_str).collect();
        for (sheet, cell) in vanished::vanished(file, &tables, submissions, findings) {
            let address = format!("{}{cell}", prefix(file, Some(&sheet)));
            if !expected.remove(&*address) {
                wrong.push(format!("  {address} is counted nowhere and named nowhere"));
            }
        }
        wrong.extend(expected.iter().map(|cell| format!("  not counted: {cell} needs no excuse")));
        wrong
    }
}

/// `NAME!` for every sheet but the first.
fn prefix(file: &SheetFile, sheet: Option<&str>) -> String {
    let first = file.grids.first().and_then(|grid| grid.name().as_deref());
    match sheet {
        Some(name) if Some(name) != first => format!("{name}!"),
        _ => String::new(),
    }
}

fn address(file: &SheetFile, place: &Place) -> String {
    let cell = place.cell().map_or_else(|| "-".to_owned(), |cell| cell.to_string());
    format!("{}{cell}", prefix(file, place.sheet().as_deref()))
}

fn lines(file: &SheetFile, submissions: &[Submission], findings: &[Finding]) -> Outcome {
    let catalogue = Catalogue::built_in().unwrap();
    let mut outcome = Outcome::default();
    for submission in submissions {
        // By their cells: in which order tables beside each other are read is of no interest.
        let mut entries: Vec<Entry<'_>> = submission.entries.iter().collect();
        entries.sort_by_key(|entry| entry.spot.cell());
        outcome.entries.extend(entries.into_iter().map(|entry| entry_line(file, &entry)));
        let prefix = prefix(file, submission.sheet.as_deref());
        let mut totals: Vec<&ControlTotal> = submission.control_totals.iter().collect();
        totals.sort_by_key(|total| total.cell);
        for total in totals {
            let cell = total.cell.map_or_else(|| "-".to_owned(), |cell| cell.to_string());
            outcome.totals.push(format!("{prefix}{cell} {} {}", total.stated, total.computed));
        }
        let body = submission.body.as_ref().map_or("-", |body| &*body.value);
        let period = submission.period.map_or_else(|| "-".to_owned(), |period| period.to_string());
        let sheet = submission.sheet.as_deref().unwrap_or("-");
        outcome.sender.push(format!("{sheet}: {body}, {period}"));
    }
    for finding in findings {
        let head = format!("{} {}", finding.code, address(file, &finding.place));
        outcome.findings.push((head, render(finding, &catalogue)));
    }
    outcome
}

fn entry_line(file: &SheetFile, entry: &Entry<'_>) -> String {
    let code = entry.words.activity_code.map_or_else(|| "-".to_owned(), |code| code.to_string());
    let source = match (&entry.words.source, entry.words.column_source) {
        (Some(words), Some(column)) => format!("{} in column {column}", words.value),
        (Some(words), None) => words.value.to_string(),
        (None, Some(column)) => format!("column {column}"),
        (None, None) => "-".to_owned(),
    };
    let quarter = entry.quarter.map_or_else(|| "-".to_owned(), |quarter| quarter.to_string());
    let at = address(file, &entry.place());
    let mut line = format!("{at} {} {code} {source} {quarter}", entry.amount);
    if entry.doubtful {
        line += " doubtful";
    }
    // The title is what matching goes by where there is no code.
    let title = entry.words.title.as_ref().filter(|_| entry.words.activity_code.is_none());
    for (name, value) in [
        ("title", title.map(|title| title.value.to_string())),
        ("body", entry.words.body.as_ref().map(|body| body.value.to_string())),
        ("donor", entry.words.donor.as_ref().map(|donor| donor.value.to_string())),
        ("date", entry.date.map(|date| date.to_string())),
        ("doc", entry.document().map(Into::into)),
        ("why", entry.words.reason.as_deref().map(str::to_owned)),
    ] {
        if let Some(value) = value {
            line += &format!(" {name}={}", value.replace('\n', " "));
        }
    }
    line
}

/// Reads a fixture both ways; what it gives, and what is wrong whatever it states.
fn run(fixture: &Fixture) -> (Outcome, Vec<String>) {
    let around = Around::of(fixture);
    let file = fixture.sheets();
    let (direct, mut wrong) = around.outcome(fixture, &file, Vec::new());
    let bytes = grid_xlsx::write(&file);
    let input = NamedBytes { name: fixture.file_name.clone(), bytes };
    let (read, before) = read_file(&input, &around.settings.limits, &around.vocabulary);
    let (stored, more) = around.outcome(fixture, &read.expect("the workbook is read"), before);
    if direct != stored {
        wrong.push(format!(
            "  the workbook's bytes give something else than the grid:\n{direct:#?}\n{stored:#?}"
        ));
    }
    wrong.extend(more.into_iter().filter(|what| !wrong.contains(what)).collect::<Vec<_>>());
    (direct, wrong)
}

#[test]
fn every_sheet_is_read_as_its_fixture_says() {
    let blessing = std::env::var_os("EARMARK_BLESS").is_some();
    let mut failed = Vec::new();
    let all = fixtures(&folder());
    for (name, path) in &all {
        let text = fs::read_to_string(path).unwrap();
        let problems = match Fixture::read(&text) {
            Err(problem) => vec![format!("  {problem}")],
            Ok(fixture) => {
                let (found, mut problems) = run(&fixture);
                if blessing {
                    fs::write(path, fixture.blessed(&found)).unwrap();
                } else {
                    problems.extend(fixture.differences(&found));
                }
                problems
            }
        };
        if !problems.is_empty() {
            failed.push(format!("{name}\n{}", problems.join("\n")));
        }
    }
    assert!(
        failed.is_empty(),
        "\n{} of {} fixtures (- stated, + found; EARMARK_BLESS=1 rewrites):\n\n{}\n",
        failed.len(),
        all.len(),
        failed.join("\n\n")
    );
}

/// What is known to be read wrongly states what would be right; once it is mended, its place is
/// among the others.
#[test]
fn known_faults_are_still_faults() {
    let mut mended = Vec::new();
    for (name, path) in fixtures(&folder().join("known-faults")) {
        let fixture = Fixture::read(&fs::read_to_string(path).unwrap()).expect(&name);
        let (found, wrong) = run(&fixture);
        if wrong.is_empty() && fixture.differences(&found).is_empty() {
            mended.push(name);
        }
    }
    assert!(mended.is_empty(), "mended; move them up to tests/fixtures/sheets: {mended:#?}");
}

/// Cells as they may stand anywhere below a header, right or wrong.
fn any_cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        "1.1.1",
        "1.1",
        "Budget",
        "Donation",
        "UNICEF",
        "#10",
        "#20.5",
        "#-5",
        "1.234,56",
        "1.000",
        "500 €",
        "12 RSD",
        "7 (est.)",
        "!#REF!",
        "?",
        "Q2",
        "Total",
        "Ukupno",
        "Training",
        "-",
        "hall hire",
        "Subtotal 1.1",
        "#10 [0%]",
        "EUR",
        "USD",
    ])
}

fn any_heading() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Code",
        "Activity",
        "Source",
        "Spent (€)",
        "Amount",
        "Planned",
        "Budget",
        "Donation",
        "Q1",
        "Q2",
        "Date",
        "Quarter",
        "Donor",
        "Institution",
        "Note",
        "Obligo",
        "Iznos (RSD)",
        "Currency",
        "Document",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    /// Whatever stands below a header: every number is counted, checked or named.
    #[test]
    fn no_number_below_a_header_vanishes(
        between in prop::collection::vec(any_heading(), 1..5),
        body in prop::collection::vec(prop::collection::vec(any_cell(), 1..7), 1..6),
    ) {
        let line = |cells: &[&str]| format!("{}\n", cells.join(" | "));
        let rows: String = body.iter().map(|cells| line(cells)).collect();
        let text = format!("# any\n== sheet Sheet1\nCode | {} | Spent (€)\n{rows}", between.join(" | "));
        let fixture = Fixture::read(&text).unwrap();
        let (_, wrong) = Around::of(&fixture).outcome(&fixture, &fixture.sheets(), Vec::new());
        prop_assert!(wrong.is_empty(), "{text}\n{}", wrong.join("\n"));
    }
}
