//! Ways to provoke a finding through what anybody may call. In: rows, bytes, plans as short texts.
//! Out: the findings that come of them.

use arcstr::ArcStr;
use earmark::NamedBytes;
use earmark::config::{Limits, Settings};
use earmark::diagnostic::{Code, Finding};
use earmark::job::{self, ReconcileInputs, Refusal};
use earmark::model::Place;

use crate::{fixture, grid_xlsx, office};

/// A plan of activities: code, title, responsible bodies, estimate.
pub type Activities<'a> = &'a [(&'a str, &'a str, &'a str, &'a str)];

/// What most cases are held against.
pub const PLAN: Activities<'static> = &[
    ("1.1.1", "Train health workers", "Ministry of Health", "1000 Euros (budget)"),
    ("1.1.2", "Print leaflets", "Police administration", "500 Euros (UNICEF donation)"),
    ("1.1.3", "Hold meetings", "Ministry of Justice", "No funding required"),
    ("1.1.4", "Show a film", "Ministry of Health", "200 Euros (budget) and 300 Euros (donation)"),
    (
        "1.1.5",
        "Support the shelter",
        "Ministry of Health",
        "200 Euros (UNICEF donation) and 300 Euros (OSCE donation)",
    ),
    ("1.1.10", "Follow up", "Ministry of Health", "400 Euros (budget)"),
];

/// Who sends the sheets below.
pub const SENDER: &str = "Institution: Ministry of Health\n";

/// The plan as an exported text.
pub fn plan_text(activities: Activities<'_>) -> String {
    let mut text = "Action plan for combating trafficking for 2020\n\nKey measure 1.1: Raise \
                    awareness\n\n\tActivity\n\tResponsible bodies\n\tStarting date\n\tPlanned \
                    completion date\n\tResult indicator\n\tFinancial estimate\n"
        .to_owned();
    for (code, title, bodies, estimate) in activities {
        text += &format!(
            "\n\t{code}. {title}\n\t{bodies}\n\tI quarter\n\tIV quarter\n\t- Done\n\t{estimate}\n"
        );
    }
    text
}

/// A workbook of one sheet, its rows as `fixture` writes them.
pub fn xlsx(name: &str, rows: &str) -> NamedBytes {
    NamedBytes {
        name: name.to_owned(),
        bytes: grid_xlsx::write(&fixture::sheet(name, "Sheet1", rows)),
    }
}

/// A file of these bytes, checked without a plan.
pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Finding> {
    check(&[NamedBytes { name: name.to_owned(), bytes: bytes.into() }], &Settings::default())
}

/// A sheet of these rows, checked without a plan.
pub fn sheet(rows: &str) -> Vec<Finding> {
    check(&[xlsx("sheet.xlsx", rows)], &Settings::default())
}

/// A workbook whose first sheet's part is changed before it is checked.
pub fn damaged(change: impl Fn(&str) -> String) -> Vec<Finding> {
    let whole = xlsx("sheet.xlsx", "Code | Spent\n1.1.1 | #5").bytes;
    let parts: Vec<(String, Vec<u8>)> = office::parts(&whole)
        .into_iter()
        .map(|(name, content)| match name.ends_with("sheet1.xml") {
            true => {
                let text = String::from_utf8(content).expect("xml");
                (name, change(&text).into_bytes())
            }
            false => (name, content),
        })
        .collect();
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    file("sheet.xlsx", office::package(&parts))
}

/// A compound file with one stream.
pub fn compound(name: &str, stream: &str) -> Vec<Finding> {
    let mut bytes = Vec::new();
    let mut container =
        cfb::CompoundFile::create(std::io::Cursor::new(&mut bytes)).expect("a container");
    let mut inside = container.create_stream(stream).expect("a stream");
    std::io::Write::write_all(&mut inside, &[0; 5000]).expect("its bytes");
    drop(inside);
    container.flush().expect("the container is whole");
    drop(container);
    file(name, bytes)
}

/// A file that is too large for the limits given.
pub fn too_large(input: NamedBytes, limits: Limits) -> Vec<Finding> {
    check(&[input], &Settings { limits, ..Settings::default() })
}

fn check(sheets: &[NamedBytes], settings: &Settings) -> Vec<Finding> {
    job::check(None, sheets, settings, Vec::new(), &job::Means::default())
        .expect("sheets alone")
        .findings
}

/// The plan read from a text or another file; the findings, whether there was a plan or none.
pub fn plan(input: &NamedBytes) -> Vec<Finding> {
    match job::plan_workbook(input, &Settings::default(), &job::Means::default()) {
        Ok(read) => read.findings,
        Err(Refusal::NoPlan(findings)) => findings,
        Err(other) => panic!("{other}"),
    }
}

/// A fixture of `tests/fixtures/plan`, as a plan.
pub fn plan_fixture(name: &str) -> Vec<Finding> {
    let path = format!("{}/tests/fixtures/plan/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).expect("a fixture of a plan");
    plan(&NamedBytes { name: name.rsplit('/').next().unwrap_or(name).to_owned(), bytes })
}

/// A Word document with one table: a heading and rows, each cell as Word's own markup.
pub fn plan_docx(rows: &[[&str; 3]]) -> Vec<Finding> {
    let mut body = String::new();
    for row in rows {
        let cells: String =
            row.iter().map(|cell| format!("<w:tc><w:p>{cell}</w:p></w:tc>")).collect();
        body += &format!("<w:tr>{cells}</w:tr>");
    }
    let document =
        format!("<w:document xmlns:w=\"w\"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>");
    let bytes = office::package(&[("word/document.xml", document.into_bytes())]);
    plan(&NamedBytes { name: "plan.docx".to_owned(), bytes })
}

/// Sheets reconciled with a plan, perhaps with a register.
pub fn reconciled(
    activities: Activities<'_>,
    sheets: &[(&str, String)],
    register: Option<&str>,
) -> Vec<Finding> {
    let sheets = sheets.iter().map(|(name, rows)| xlsx(name, rows)).collect();
    reconcile(activities, sheets, register, &Settings::default())
}

/// Sheets of the usual sender reconciled with the usual plan and these decisions, a csv with semicolons.
pub fn decided(sheets: &[(&str, &str)], decisions: &str) -> Vec<Finding> {
    let bytes = decisions.replace(" | ", ";").into_bytes();
    decided_in(sheets, NamedBytes { name: "decisions.csv".to_owned(), bytes })
}

/// The same with decisions on the sheet Suspense of an earlier workbook.
pub fn decided_in_suspense(sheets: &[(&str, &str)], rows: &str) -> Vec<Finding> {
    let bytes = grid_xlsx::write(&fixture::sheet("last.xlsx", "Suspense", rows));
    decided_in(sheets, NamedBytes { name: "last.xlsx".to_owned(), bytes })
}

fn decided_in(sheets: &[(&str, &str)], decisions: NamedBytes) -> Vec<Finding> {
    let bytes = plan_text(PLAN).into_bytes();
    let sheets = sheets.iter().map(|(name, rows)| xlsx(name, &format!("{SENDER}{rows}")));
    let inputs = ReconcileInputs {
        plan: NamedBytes { name: "plan.txt".to_owned(), bytes },
        sheets: sheets.collect(),
        decisions: Some(decisions),
        ..Default::default()
    };
    match job::reconcile(&inputs, &Settings::default(), Vec::new(), &job::Means::default()) {
        Ok(outputs) => outputs.reconciliation.findings,
        Err(Refusal::NoDecisions(findings)) => findings,
        Err(other) => panic!("{other}"),
    }
}

/// Sheets reconciled under settings.
pub fn with_settings(
    activities: Activities<'_>,
    sheets: &[(&str, String)],
    settings: &Settings,
) -> Vec<Finding> {
    against(&plan_text(activities), sheets, settings)
}

/// Sheets reconciled with a plan as an exported text.
pub fn against(plan: &str, sheets: &[(&str, String)], settings: &Settings) -> Vec<Finding> {
    let plan = NamedBytes { name: "plan.txt".to_owned(), bytes: plan.as_bytes().to_vec() };
    let sheets = sheets.iter().map(|(name, rows)| xlsx(name, rows)).collect();
    let inputs = ReconcileInputs { plan, sheets, ..Default::default() };
    job::reconcile(&inputs, settings, Vec::new(), &job::Means::default())
        .expect("a plan and sheets")
        .reconciliation
        .findings
}

/// One sheet reconciled under a configuration.
pub fn configured(text: &str, rows: &str) -> Vec<Finding> {
    let (settings, wrong) = Settings::read("earmark.toml", text);
    assert_eq!(wrong, []);
    reconcile(PLAN, vec![xlsx("sheet.xlsx", rows)], None, &settings)
}

/// A workbook of several sheets, reconciled with the usual plan.
pub fn book(sheets: &[(&str, &str)]) -> Vec<Finding> {
    let bytes = grid_xlsx::write(&fixture::workbook("book.xlsx", sheets));
    reconcile(
        PLAN,
        vec![NamedBytes { name: "book.xlsx".to_owned(), bytes }],
        None,
        &Settings::default(),
    )
}

fn reconcile(
    activities: Activities<'_>,
    sheets: Vec<NamedBytes>,
    register: Option<&str>,
    settings: &Settings,
) -> Vec<Finding> {
    let bytes = plan_text(activities).into_bytes();
    let plan = NamedBytes { name: "plan.txt".to_owned(), bytes };
    let funding = register.map(|rows| xlsx("funding.xlsx", rows));
    let inputs = ReconcileInputs { plan, funding, sheets, ..Default::default() };
    match job::reconcile(&inputs, settings, Vec::new(), &job::Means::default()) {
        Ok(outputs) => outputs.reconciliation.findings,
        Err(Refusal::NoRegister(findings) | Refusal::NoPrevious(findings)) => findings,
        Err(other) => panic!("{other}"),
    }
}

/// The usual plan reconciled twice, the second time with the JSON of the first: as it was written and
/// then changed, or another text.
pub fn since(text: &str, change: impl Fn(&mut serde_json::Value)) -> Vec<Finding> {
    let bytes = plan_text(PLAN).into_bytes();
    let plan = NamedBytes { name: "plan.txt".to_owned(), bytes };
    let mut inputs = ReconcileInputs { plan, ..Default::default() };
    let run = |inputs: &ReconcileInputs| {
        job::reconcile(inputs, &Settings::default(), Vec::new(), &job::Means::default())
    };
    let first = run(&inputs).expect("a plan alone").files;
    let json = first.into_iter().find(|file| file.name == "reconciliation.json").expect("the JSON");
    let mut document = serde_json::from_slice(&json.bytes).expect("JSON");
    change(&mut document);
    let bytes = if text.is_empty() { document.to_string() } else { text.to_owned() }.into_bytes();
    inputs.previous = Some(NamedBytes { name: "previous.json".to_owned(), bytes });
    match run(&inputs) {
        Ok(outputs) => outputs.reconciliation.findings,
        Err(Refusal::NoPrevious(findings)) => findings,
        Err(other) => panic!("{other}"),
    }
}

/// One sheet reconciled with the usual plan.
pub fn matched(rows: &str) -> Vec<Finding> {
    reconciled(PLAN, &[("sheet.xlsx", format!("{SENDER}{rows}"))], None)
}

/// The register read with the usual plan.
pub fn register(row: &str) -> Vec<Finding> {
    let good = "1.1.1 | Budget | Ministry of Health | | appropriated | #1000";
    let head = "Code | Source of funding | Holder | Donor | Kind | Amount";
    reconciled(PLAN, &[], Some(&format!("{head}\n{good}\n{row}")))
}

/// A register with dates and references, and one sheet, reconciled with the usual plan.
pub fn funded(rows: &str, sheet: &str) -> Vec<Finding> {
    let head = "Code | Source of funding | Holder | Donor | Kind | Amount | Date | Reference";
    let sheet = ("sheet.xlsx", format!("{SENDER}{sheet}"));
    reconciled(PLAN, &[sheet], Some(&format!("{head}\n{rows}")))
}

/// A configuration file of this text.
pub fn config(text: &str) -> Vec<Finding> {
    Settings::read("earmark.toml", text).1
}

/// A folder with a sheet and another file, checked by the command: what it says of files.
pub fn command(other: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a folder");
    let sheet = xlsx("sheet.xlsx", "Code | Spent\n1.1.1 | #5");
    std::fs::write(folder.path().join(&sheet.name), &sheet.bytes).expect("a sheet");
    std::fs::write(folder.path().join(other), b"x").expect("another file");
    let output = assert_cmd::Command::cargo_bin("earmark")
        .expect("the command")
        .arg("check")
        .arg(folder.path())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    lines
        .windows(2)
        .filter_map(|pair| {
            let code: Code = pair[0].split_once('[')?.1.split_once(']')?.0.parse().ok()?;
            let file: ArcStr = pair[1].trim().strip_prefix("--> ")?.into();
            Some(Finding::new(code, Place::of_file(&file)))
        })
        .collect()
}
