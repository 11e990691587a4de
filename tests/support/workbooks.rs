//! Every workbook that the samples write: the coordination body's, the returns, the donors', the forms, the
//! clean plan, the blank forms that come with the program, and a year of four quarters. Made once for
//! all tests of a binary.

use std::path::Path;
use std::sync::LazyLock;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::Catalogue;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::language::{Language, Translation};
use earmark::model::Quarter;

/// A workbook with a name that says whose it is: "large/donors/unicef.xlsx".
pub type Workbooks = Vec<(String, Vec<u8>)>;

const LARGE: &str = "samples/action-plan-2020";
const SMALL: &str = "samples/small-plan";
const YEAR: &str = "samples/a-year";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn load(path: &str) -> NamedBytes {
    let bytes = std::fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let name = path.rsplit('/').next().expect("a name").to_owned();
    NamedBytes { name, bytes }
}

/// All files below a folder, in the order of their names.
fn below(folder: &str) -> Vec<NamedBytes> {
    let mut names: Vec<String> = std::fs::read_dir(root().join(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.iter().map(|name| load(&format!("{folder}/{name}"))).collect()
}

fn run(inputs: &ReconcileInputs, settings: &Settings) -> ReconcileOutputs {
    job::reconcile(inputs, settings, Vec::new(), &Means::default()).expect("it runs")
}

/// The plan of 2020 with its sheets and its register, and with limits for two donors.
pub static LARGE_RUN: LazyLock<ReconcileOutputs> = LazyLock::new(|| {
    let inputs = ReconcileInputs {
        plan: load(&format!("{LARGE}/plan.docx")),
        funding: Some(load(&format!("{LARGE}/funding.xlsx"))),
        sheets: below(&format!("{LARGE}/expenditure")),
        ..Default::default()
    };
    let rules = "[[donor-rules]]\ndonor = \"UNICEF\"\npercent = 5\nexceeding = \"ineligible\"\n\
                 template = \"face\"\n\n[[donor-rules]]\ndonor = \"OSCE\"\nper = \"total\"\n\
                 percent = 10\nbase = \"committed\"\n";
    let (settings, wrong) = Settings::read("earmark.toml", rules);
    assert_eq!(wrong, []);
    run(&inputs, &Settings { as_of: "2020-09-30".parse().ok(), ..settings })
});

/// One ministry and its csv.
pub static SMALL_RUN: LazyLock<ReconcileOutputs> = LazyLock::new(|| {
    let inputs = ReconcileInputs {
        plan: load(&format!("{SMALL}/plan.csv")),
        sheets: vec![load(&format!("{SMALL}/ministry-of-health.csv"))],
        ..Default::default()
    };
    run(&inputs, &Settings::default())
});

/// The four quarters of a year, each with the JSON of the one before.
pub static YEAR_RUNS: LazyLock<Vec<ReconcileOutputs>> = LazyLock::new(|| {
    let toml = load(&format!("{YEAR}/earmark.toml"));
    let text = String::from_utf8(toml.bytes).expect("a text");
    let (settings, wrong) = Settings::read("earmark.toml", &text);
    assert_eq!(wrong, []);
    let mut inputs = ReconcileInputs {
        plan: load(&format!("{YEAR}/plan.csv")),
        funding: Some(load(&format!("{YEAR}/funding.csv"))),
        ..Default::default()
    };
    let mut runs: Vec<ReconcileOutputs> = Vec::new();
    for (number, folder) in (1..).zip(["1st-quarter", "2nd-quarter", "3rd-quarter", "4th-quarter"])
    {
        inputs.sheets.extend(below(&format!("{YEAR}/received/{folder}")));
        let before = runs.last().map(|run| run.files.clone()).unwrap_or_default();
        inputs.previous = before.into_iter().find(|file| file.name == "reconciliation.json");
        let settings = Settings { as_of_quarter: Quarter::new(number), ..settings.clone() };
        runs.push(run(&inputs, &settings));
    }
    runs
});

/// Amounts that people decided about, with the decisions in the workbook itself.
pub static DECIDED_RUN: LazyLock<ReconcileOutputs> = LazyLock::new(|| {
    const CASE: &str = "tests/cases/02-decisions-carried-over-two-rounds";
    let inputs = ReconcileInputs {
        plan: load(&format!("{CASE}/plan.csv")),
        decisions: Some(load(&format!("{CASE}/decisions.xlsx"))),
        sheets: below(&format!("{CASE}/sheets")),
        ..Default::default()
    };
    run(&inputs, &Settings::default())
});

/// What is written in every language: with donors' rules, with earlier results, with decisions.
pub fn in_other_languages() -> [(&'static str, &'static ReconcileOutputs); 3] {
    let year = YEAR_RUNS.last().expect("four quarters");
    [("large", &LARGE_RUN), ("year-q4", year), ("decided", &DECIDED_RUN)]
}

/// The coordination body's workbook in a language.
pub fn coordination(run: &ReconcileOutputs, language: Language) -> NamedBytes {
    let words = Translation::of(language).expect("the texts of the language");
    let catalogue = Catalogue::of(language).expect("the texts of findings");
    let book = earmark::report::coordination(&run.reconciliation, &catalogue, &words).whole();
    let bytes = earmark::write::xlsx(&book).expect("a workbook");
    NamedBytes { name: "reconciliation.xlsx".to_owned(), bytes }
}

/// All of them, in a fixed order.
pub static ALL: LazyLock<Workbooks> = LazyLock::new(|| {
    let mut all: Workbooks = Vec::new();
    let mut take = |from: &str, files: Vec<NamedBytes>| {
        let books = files.into_iter().filter(|file| file.name.ends_with(".xlsx"));
        all.extend(books.map(|file| (format!("{from}/{}", file.name), file.bytes)));
    };
    take("large", LARGE_RUN.files.clone());
    take("small", SMALL_RUN.files.clone());
    for (number, run) in (1..).zip(YEAR_RUNS.iter()) {
        take(&format!("year-q{number}"), run.files.clone());
    }
    let (settings, means) = (Settings::default(), Means::default());
    for (from, plan) in [
        ("large", format!("{LARGE}/plan.docx")),
        ("small", format!("{SMALL}/plan.csv")),
        ("year", format!("{YEAR}/plan.csv")),
    ] {
        let plan = load(&plan);
        let forms = job::forms(&plan, &settings, &means).expect("forms");
        take(&format!("{from}-forms"), forms.files);
        let clean = job::plan_workbook(&plan, &settings, &means).expect("a plan workbook");
        take(&format!("{from}-plan"), clean.files);
    }
    for language in [Language::Montenegrin, Language::MontenegrinCyrillic] {
        for (from, run) in in_other_languages() {
            let file = coordination(run, language);
            take(&format!("{from}-{}", language.code()), vec![file]);
        }
    }
    take(
        "templates",
        ["expenditure-form.xlsx", "funding-register.xlsx"]
            .map(|name| load(&format!("templates/{name}")))
            .to_vec(),
    );
    let register = load(&format!("{LARGE}/funding.xlsx"));
    let filled = ["ministry-of-education.xlsx", "ministry-of-the-interior.xlsx"];
    let filled = filled.map(|name| load(&format!("{LARGE}/expenditure/{name}")));
    take("filled-in", filled.into_iter().chain([register]).collect());
    all
});
