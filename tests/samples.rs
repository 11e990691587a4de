//! The samples: made again byte for byte, and reconciled to what `samples/README.md` promises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may stop, and says what it could not check"
)]

#[path = "support/dump.rs"]
mod dump;
#[path = "support/office/mod.rs"]
mod office;
#[path = "support/samples.rs"]
mod samples;

use std::fs;

use earmark::NamedBytes;
use earmark::book::Content;
use earmark::config::Settings;
use earmark::diagnostic::Catalogue;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::language::Translation;
use earmark::model::Plan;
use earmark::reconcile::{FundingStatus, Outcome, SpendingStatus};

/// `EARMARK_BLESS=1` writes what is made instead of comparing it.
fn blessing() -> bool {
    std::env::var_os("EARMARK_BLESS").is_some()
}

#[test]
fn every_sample_is_made_again_byte_for_byte() {
    let mut stale = Vec::new();
    for (path, bytes) in samples::make() {
        let file = samples::root().join(&path);
        if blessing() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &bytes).unwrap();
        } else if fs::read(&file).ok() != Some(bytes) {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "not as the code makes them (EARMARK_BLESS=1 rewrites): {stale:#?}");
}

/// Every sheet of the samples, as the command would take them.
fn sheets() -> Vec<NamedBytes> {
    let folder = samples::root().join("samples/action-plan-2020/expenditure");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| samples::load(&format!("samples/action-plan-2020/expenditure/{name}")))
        .collect()
}

fn reconcile(plan: &str, with_register: bool) -> ReconcileOutputs {
    let register = with_register.then(|| samples::load("samples/action-plan-2020/funding.xlsx"));
    let inputs = ReconcileInputs {
        plan: samples::load(&format!("samples/action-plan-2020/{plan}")),
        funding: register,
        sheets: sheets(),
        ..Default::default()
    };
    let settings = Settings { as_of: "2020-09-30".parse().ok(), ..Settings::default() };
    job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).expect("it runs")
}

#[track_caller]
fn golden(name: &str, found: &str) {
    let file = samples::root().join("tests/golden").join(name);
    if blessing() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, found).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{name}, line {}", number + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "lines of {name}");
}

#[test]
fn the_samples_give_what_they_promise() {
    let outputs = reconcile("plan.docx", true);
    golden("samples.txt", &dump::dump(&outputs.reconciliation, &Catalogue::built_in().unwrap()));
}

fn small_plan() -> ReconcileOutputs {
    let inputs = ReconcileInputs {
        plan: samples::load("samples/small-plan/plan.csv"),
        funding: None,
        sheets: vec![samples::load("samples/small-plan/ministry-of-health.csv")],
        ..Default::default()
    };
    job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default()).expect("it runs")
}

#[test]
fn the_samples_show_every_outcome_and_status() {
    let (large, small) = (reconcile("plan.docx", true).reconciliation, small_plan().reconciliation);
    let both = [&large, &small];
    for outcome in [Outcome::Reconciled, Outcome::Unplanned, Outcome::Suspense, Outcome::Excluded] {
        let shown = both.iter().any(|run| run.entries.iter().any(|e| e.outcome == outcome));
        assert!(shown, "no sample entry is {outcome:?}");
    }
    for status in SpendingStatus::ALL {
        let shown = both.iter().any(|run| run.lines.iter().any(|l| l.spending_status == status));
        assert!(shown, "no sample line is {status:?}");
    }
    for status in FundingStatus::ALL {
        let shown = both.iter().any(|run| run.lines.iter().any(|l| l.funding_status == status));
        assert!(shown, "no sample line is {status:?}");
    }
    assert!(large.donors.iter().filter(|donor| donor.donor.is_some()).count() >= 4);
}

/// Lines and totals as text, without where they were read.
fn lines(outputs: &ReconcileOutputs) -> String {
    let text = dump::dump(&outputs.reconciliation, &Catalogue::built_in().unwrap());
    text.split("# Entries").next().unwrap().to_owned()
}

#[test]
fn the_plan_from_word_from_text_and_as_a_workbook_gives_the_same_result() {
    let from_word = reconcile("plan.docx", true);
    assert_eq!(lines(&reconcile("plan.txt", true)), lines(&from_word));

    let document = samples::load("samples/action-plan-2020/plan.docx");
    let made = job::plan_workbook(&document, &Settings::default(), &Means::default())
        .expect("a plan workbook");
    let inputs = ReconcileInputs {
        plan: made.files[0].clone(),
        funding: Some(samples::load("samples/action-plan-2020/funding.xlsx")),
        sheets: sheets(),
        ..Default::default()
    };
    let settings = Settings { as_of: "2020-09-30".parse().ok(), ..Settings::default() };
    let from_workbook = job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap();
    assert_eq!(lines(&from_workbook), lines(&from_word));
}

#[test]
fn a_plan_typed_into_old_formats_gives_the_same_plan() {
    // The clean workbook's main sheet, written again by other writers.
    let document = samples::load("samples/action-plan-2020/plan.docx");
    let made = job::plan_workbook(&document, &Settings::default(), &Means::default())
        .expect("a plan workbook");
    let text = |content: &Content| match content {
        Content::Text(text) => office::text(text),
        Content::Money(amount) => office::number(&amount.to_string()),
        Content::Count(count) => office::number(&count.to_string()),
        _ => office::TestCell::Blank,
    };
    let catalogue = Catalogue::built_in().unwrap();
    let book = earmark::report::plan_workbook(&made.plan, &[], &catalogue, Translation::english());
    let rows = book.sheets[0].rows.iter().map(|row| {
        let width = row.cells.last().map_or(0, |(column, _)| *column + 1);
        let mut cells = vec![office::TestCell::Blank; usize::from(width)];
        for (column, cell) in &row.cells {
            cells[usize::from(*column)] = text(&cell.content);
        }
        cells
    });
    let sheet = [office::TestSheet {
        name: book.sheets[0].name.clone(),
        rows: rows.collect(),
        ..office::TestSheet::default()
    }];
    for (name, bytes) in [
        ("plan.xls", office::xls::xls(&sheet)),
        ("plan.ods", office::ods::ods(&sheet)),
        ("plan.xlsb", office::xlsb::xlsb(&sheet)),
    ] {
        let file = NamedBytes { name: name.to_owned(), bytes };
        let read =
            job::plan_workbook(&file, &Settings::default(), &Means::default()).expect(name).plan;
        let money = |plan: &Plan| -> Vec<String> {
            let lines = plan.lines.iter();
            lines
                .map(|l| format!("{} {} {:?} {:?}", l.activity, l.source, l.holder, l.planned))
                .collect()
        };
        assert_eq!(money(&read), money(&made.plan), "{name}");
        assert_eq!(read.activities.len(), 48, "{name}");
    }
}

#[test]
fn a_filled_form_reads_back_without_a_finding() {
    for form in ["ministry-of-the-interior.xlsx", "ministry-of-education.xlsx"] {
        let sheet = samples::load(&format!("samples/action-plan-2020/expenditure/{form}"));
        let plan = samples::load("samples/action-plan-2020/plan.docx");
        let none = Means::default();
        let checked =
            job::check(Some(&plan), &[sheet], &Settings::default(), Vec::new(), &none).unwrap();
        assert_eq!(checked.findings, vec![], "{form}");
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_the_document_keeps_to_its_schema() {
    let (first, second) = (reconcile("plan.docx", true), reconcile("plan.docx", true));
    assert_eq!(first.files, second.files);
    let json = first.files.iter().find(|file| file.name == "reconciliation.json").unwrap();
    let document: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../templates/reconciliation.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(document["proof"]["difference"], "0.00");
    assert_eq!(document["plan"]["activities"], 48);
}

#[test]
fn the_published_tables_pasted_into_a_sheet_give_the_same_plan() {
    let vocabulary = earmark::vocabulary::Vocabulary::new(&Default::default()).unwrap();
    let document = samples::load("samples/action-plan-2020/plan.docx");
    let limits = earmark::config::Limits::default();
    let (file, _) = earmark::sheet::read_file(&document, &limits, &vocabulary);
    let grid = file.unwrap().grids.remove(0);
    let mut sheet = office::TestSheet { name: "Plan".to_owned(), ..office::TestSheet::default() };
    for row in &grid.rows {
        sheet.rows.resize(row.index as usize, Vec::new());
        let width = row.cells.last().map_or(0, |cell| cell.column() + 1);
        let mut cells = vec![office::TestCell::Blank; width as usize];
        for cell in &row.cells {
            cells[cell.column() as usize] = office::text(&cell.text());
        }
        sheet.rows.push(cells);
    }
    let from_word = samples::plan("samples/action-plan-2020/plan.docx");
    for (name, bytes) in [
        ("plan.xlsx", office::ooxml::xlsx(&[sheet.clone()])),
        ("plan.ods", office::ods::ods(&[sheet.clone()])),
        ("plan.xls", office::xls::xls(&[sheet.clone()])),
    ] {
        let pasted = NamedBytes { name: name.to_owned(), bytes };
        let plan =
            job::plan_workbook(&pasted, &Settings::default(), &Means::default()).expect(name).plan;
        let facts = |plan: &Plan| -> Vec<String> {
            let activities = plan.activities.values().map(|a| {
                format!(
                    "{} {} {:?} {:?} {:?} {:?} {} {} {:?} {}",
                    a.code,
                    a.title,
                    a.lead,
                    a.partners,
                    a.start,
                    a.end,
                    a.measure,
                    a.area,
                    a.result_indicators,
                    a.no_funding_required
                )
            });
            let lines = plan.lines.iter().map(|l| {
                format!("{} {} {:?} {:?} {:?}", l.activity, l.source, l.holder, l.donor, l.planned)
            });
            let rest = format!("{:?} {:?} {:?}", plan.areas, plan.objectives, plan.measures);
            activities.chain(lines).chain([rest]).collect()
        };
        assert_eq!(facts(&plan), facts(&from_word), "{name}");
    }
}

#[test]
fn what_the_register_does_not_say_is_said() {
    let register = "Code;Source of funding;Institution;Donor;Kind;Amount;Date
1.1.4;Budget;Nobody knows it;;appropriated;60;01.02.2020
1.1.5;Donation;;OSCE;committed;;01.02.2020
1.1.5;Donation;;OSCE;agreed;10;01.02.2020
9.9.9;Donation;;OSCE;committed;20;01.02.2020
4.3.1;;;;committed;30;01.02.2020
";
    let inputs = ReconcileInputs {
        plan: samples::load("samples/action-plan-2020/plan.docx"),
        funding: Some(NamedBytes { name: "funding.csv".to_owned(), bytes: register.into() }),
        sheets: Vec::new(),
        ..Default::default()
    };
    let result = job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default())
        .expect("it runs");
    let found: Vec<String> = result
        .reconciliation
        .findings
        .iter()
        .filter(|finding| &**finding.place.file() == "funding.csv")
        .map(|finding| format!("{} {}", finding.code, finding.place.cell().unwrap()))
        .collect();
    assert_eq!(found, ["W0406 C2", "E0203 F3", "E0307 F4", "E0413 F5", "E0414 F6"]);
    assert_eq!(result.reconciliation.funding.len(), 1);
}
