//! The returns, the donors' workbooks, the forms and the plan workbook in their languages: nothing stays
//! English, nothing of data is touched, formulas agree, and what was sent back is understood.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::float_cmp,
    clippy::print_stderr,
    reason = "a test may stop, compares what files hold, and says what it could not check"
)]

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/spoken.rs"]
mod spoken;
#[path = "support/strict/mod.rs"]
mod strict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use earmark::NamedBytes;
use earmark::book::{Book, Content};
use earmark::config::{ExtraWords, Limits, ReasonThreshold, Settings};
use earmark::diagnostic::Catalogue;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::language::{Language, Said, Translation};
use earmark::model::Source;
use earmark::read::{read_given_reasons, read_submissions};
use earmark::report::{self, blank_form, blank_funding_register, form, form_bodies};
use earmark::vocabulary::Vocabulary;

/// Data in Cyrillic letters, so that a word of the program in Latin ones is seen among it.
const PLAN: &str = "Акциони план за 2021,,,,,
Strategic area 1. Област,,,,,
Key measure 1.1: Мјера,,,,,
Activity,Responsible bodies,Starting date,Planned completion date,Result indicator,Financial estimate
1.1.1. Штампање летака,Завод Алфа in cooperation with the Управа Бета,I quarter,II quarter,Да,51 017.31 Euros (Завод Алфа budget) 30 019.37 Euros (Фонд Гама donation)
1.1.2. Одржавање скупа,Завод Алфа in cooperation with the Управа Бета,I quarter,IV quarter,Да,42 023.41 Euros (the budget of all implementers)
1.1.3. Приказ филма,Управа Бета,I quarter,IV quarter,Да,9 029.43 Euros (Фонд Делта donation)
Key measure 1.2: Обука,,,,,
1.2.1. Обука службеника,Управа Бета,III quarter,IV quarter,Да,No funding required
1.2.2. Обука судија,Управа Бета in cooperation with the Завод Алфа,I quarter,III quarter,Да,23 031.47 Euros (donation)
";
const ALFA: &str = "Institution: Завод Алфа;;;;;;;
Period: Q2 2021;;;;;;;
Code;Source of funding;Donor;Spent (€);Date;Document;Description;Reason for deviation
1.1.1;Budget;;60000,10;20.05.2021;12/21;папир;
1.1.1;Donation;Фонд Гама;35000,00;21.05.2021;13/21;штампа;више летака
1.1.2;Budget;;50000,00;22.05.2021;14/21;сала;
1.1.9;Budget;;77,07;22.05.2021;15/21;без шифре;
1.2.2;Budget;;88,08;22.05.2021;16/21;други извор;
1.1.3;Donation;Фонд Делта;95000,00;23.05.2021;17/21;филм;
";
const BETA: &str = "Institution: Управа Бета;;;;;;;
Period: Q2 2021;;;;;;;
Code;Source of funding;Donor;Spent (€);Date;Document;Description;Reason for deviation
1.1.1;Budget;;60000,10;20.05.2021;12/21;папир;
1.2.2;Donation;Фонд Гама;100,00;01.06.2021;18/21;пут;
";
const REGISTER: &str = "Code;Source;Holder;Donor;Kind;Amount;Date;Reference
1.1.1;Donation;;Фонд Гама;committed;20000,00;04.01.2021;уговор
1.1.1;Budget;Завод Алфа;;appropriated;30000,00;04.01.2021;буџет
1.1.3;Donation;;Фонд Делта;received;9000,00;04.01.2021;уплата
";
const RULES: &str = "[[donor-rules]]
donor = \"Фонд Гама\"
percent = 5
base = \"committed\"
exceeding = \"ineligible\"
template = \"face\"

[[donor-rules]]
donor = \"Фонд Гама\"
per = \"measure\"
percent = \"2.5\"
base = \"committed\"
exceeding = \"ineligible\"

[[donor-rules]]
donor = \"Фонд Делта\"
per = \"total\"
percent = 10
base = \"received\"
";

fn named(name: &str, text: &str) -> NamedBytes {
    NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

static RUN: LazyLock<ReconcileOutputs> = LazyLock::new(|| {
    let inputs = ReconcileInputs {
        plan: named("план.csv", PLAN),
        funding: Some(named("регистар.csv", REGISTER)),
        sheets: vec![named("алфа.csv", ALFA), named("бета.csv", BETA)],
        ..Default::default()
    };
    let (settings, wrong) = Settings::read("earmark.toml", RULES);
    assert_eq!(wrong, []);
    let settings = Settings { as_of: "2021-12-31".parse().ok(), ..settings };
    job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).expect("it runs")
});

fn threshold() -> ReasonThreshold {
    Settings::default().reason_threshold()
}

/// Every workbook of this kind, in a language.
fn books(words: &Translation) -> Vec<(String, Book)> {
    let run = &RUN.reconciliation;
    let catalogue = Catalogue::built_in().unwrap();
    let mut books = vec![
        ("blank form".to_owned(), blank_form(threshold(), words)),
        ("register".to_owned(), blank_funding_register(words)),
        ("plan".to_owned(), report::plan_workbook(&run.plan, &run.findings, &catalogue, words)),
    ];
    for body in form_bodies(&run.plan) {
        books.push((format!("form of {body}"), form(&run.plan, &body, threshold(), words)));
    }
    for index in 0..run.institutions.len() {
        let book = report::institution(run, index, &catalogue, words).whole();
        books.push((format!("return {index}"), book));
    }
    for index in 0..run.donors.len() {
        books.push((format!("donor {index}"), report::donor(run, index, words).whole()));
    }
    books
}

fn bytes(book: &Book) -> Vec<u8> {
    earmark::write::xlsx(book).unwrap()
}

fn translations() -> [Translation; 2] {
    [Language::Montenegrin, Language::MontenegrinCyrillic].map(|l| Translation::of(l).unwrap())
}

/// A word in Latin letters that is no code, address or file.
fn latin_word(text: &str) -> Option<&str> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.split(|c: char| !belongs(c)).find(|word| {
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        let code = word.chars().any(|c| c.is_ascii_digit()) && letters <= 3;
        letters > 1 && !code && !word.ends_with(".csv") && *word != "csv"
    })
}

/// The sources whose texts other workbooks share; the test of the workbook of results holds those.
const SHARED: [&str; 12] = [
    "src/book/spoken.rs",
    "src/diagnostic/finding.rs",
    "src/diagnostic/codes.rs",
    "src/diagnostic/catalogue.rs",
    "src/model/plan.rs",
    "src/reconcile/status.rs",
    "src/reconcile/timing.rs",
    "src/report/entry_table.rs",
    "src/report/finding_table.rs",
    "src/report/formula.rs",
    "src/report/labels.rs",
    "src/report/to_date.rs",
];

/// The texts that stand in source files, as their code has them.
fn literals(path: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            found.extend(literals(&entry.unwrap().path()));
        }
        return found;
    }
    let code = std::fs::read_to_string(path).unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut joined = String::new();
    for line in lines {
        // A text that goes on in the next line goes on behind its blanks.
        let line = if joined.ends_with('\u{3}') { line.trim_start() } else { line };
        joined = joined.trim_end_matches('\u{3}').to_owned();
        match line.strip_suffix('\\') {
            Some(open) => joined.extend([open, "\u{3}"]),
            None => joined.extend([line, "\n"]),
        }
    }
    let plain = joined.replace("'\"'", "' '").replace("\\\"", "\u{2}");
    found.extend(plain.split('"').skip(1).step_by(2).map(|text| text.replace('\u{2}', "\"")));
    found
}

fn source(path: &str) -> BTreeSet<String> {
    literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

/// What a finding says, and what the settings and the reconciliation say in sentences, is held by the tests
/// of findings: the sheet of findings, why an entry is where it is, and the words of a rule.
fn said_of_findings() -> BTreeSet<String> {
    let run = &RUN.reconciliation;
    let mut said: Vec<Said> = vec![threshold().in_words()];
    said.extend(run.donor_rules.iter().map(|rule| rule.words()));
    for donor in &run.donors {
        let verdicts = run.donor_judgement(donor).verdicts;
        said.extend(verdicts.into_iter().map(|verdict| verdict.words));
    }
    said.extend(run.entries.iter().filter_map(|settled| settled.remarks.reason.clone()));
    said.into_iter().map(|said| said.shown().into_owned()).collect()
}

#[test]
fn every_text_of_the_program_is_marked_and_translated() {
    let words = Translation::of(Language::Montenegrin).unwrap();
    let templates: Vec<&str> = words.keys().collect();
    let shared: BTreeSet<String> = SHARED.into_iter().flat_map(source).collect();
    let of_findings = said_of_findings();
    let known = |text: &str| {
        let shared = || shared.iter().any(|template| spoken::fills(template, text));
        templates.iter().any(|template| spoken::fills(template, text)) || shared()
    };
    let mut missing = BTreeMap::new();
    let mut seen = 0;
    for (name, book) in books(&Translation::marking()) {
        for (place, text) in spoken::texts(&book) {
            let (own, mut rest) = spoken::marked(&text);
            seen += own.len();
            // Bodies that come with the program have their names in the plan's register.
            if ["Bodies ", "Findings "].iter().any(|sheet| place.starts_with(sheet)) {
                continue;
            }
            for said in &of_findings {
                rest = rest.replace(said.as_str(), "");
            }
            if let Some(word) = latin_word(&rest) {
                missing.insert(text.clone(), format!("{name}, {place}: {word} is in no language"));
            }
            for text in own.into_iter().filter(|text| !known(text)) {
                missing.insert(text, format!("{name}, {place}: not translated"));
            }
        }
        for sheet in &book.sheets {
            if words.word(&sheet.name).is_none() {
                missing.insert(sheet.name.clone(), format!("{name}: the name of a sheet"));
            }
        }
    }
    assert!(seen > 1_000, "{seen} texts were looked at");
    assert!(missing.is_empty(), "{} texts: {missing:#?}", missing.len());
}

/// The files with the texts of these workbooks.
const FILES: [&str; 2] = ["forms.toml", "returns.toml"];

fn texts_of(file: &str) -> toml::Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/language/cnr");
    std::fs::read_to_string(folder.join(file)).unwrap().parse().unwrap()
}

fn parts_of(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn a_translation_has_the_parts_of_its_text_and_no_text_is_left_over() {
    let used = source("src");
    let mut wrong = Vec::new();
    for file in FILES {
        for (english, text) in texts_of(file) {
            let quoted = format!("\"{english}\"");
            if !used.iter().any(|text| *text == english || text.contains(&quoted)) {
                wrong.push(format!("{file}: nothing says {english:?}"));
            }
            let forms: Vec<String> = match text {
                toml::Value::String(text) => vec![text],
                toml::Value::Table(forms) => {
                    forms.values().map(|form| form.as_str().unwrap().to_owned()).collect()
                }
                other => panic!("{english}: {other}"),
            };
            for form in &forms {
                if parts_of(&english) != parts_of(form) {
                    wrong.push(format!("{file}: {form:?} has other parts than {english:?}"));
                }
                if form.trim() != form || form.is_empty() {
                    wrong.push(format!("{file}: {form:?} begins or ends with nothing"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn montenegrin_workbooks_keep_to_excels_rules_and_their_formulas_agree() {
    let mut files = Vec::new();
    for words in &translations() {
        for (name, book) in books(words) {
            let name = format!("{name} in {}", words.language().code());
            files.push((name, bytes(&book)));
        }
    }
    let mut broken = Vec::new();
    for (name, bytes) in &files {
        broken.extend(strict::broken(bytes).into_iter().map(|rule| format!("{name}: {rule:?}")));
    }
    assert!(broken.is_empty(), "{broken:#?}");
    if let Some(differing) = oracle::differing(&files) {
        assert_eq!(differing, []);
    }
}

/// What stands in the workbooks as data is the same in every language.
#[test]
fn data_is_the_same_in_every_language() {
    let english = books(Translation::english());
    let marked = books(&Translation::marking());
    for words in &translations() {
        let spoken = books(words);
        let mut compared = 0;
        for (((name, english), (_, marked)), (_, spoken)) in
            english.iter().zip(&marked).zip(&spoken)
        {
            let all = [english, marked, spoken].map(spoken::texts);
            assert!(all.iter().all(|texts| texts.len() == all[0].len()), "{name}");
            for ((one, mark), other) in all[0].iter().zip(&all[1]).zip(&all[2]) {
                if !mark.1.contains('⟦') && !one.0.contains("formula") {
                    assert_eq!(one.1, other.1, "{name}, {}", one.0);
                    compared += 1;
                }
            }
        }
        assert!(compared > 500, "{compared} texts");
    }
}

/// The reasons that an institution types into its return come back, in the language it was written in; as
/// a sheet the return counts for nothing.
#[test]
fn a_return_sent_back_gives_its_reasons_in_every_language() {
    let catalogue = Catalogue::built_in().unwrap();
    let run = &RUN.reconciliation;
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    for language in Language::ALL {
        let words = &Translation::of(language).unwrap();
        let asked: Vec<(String, Source)> = run
            .reasons
            .missing()
            .filter(|asked| asked.ask.is_some())
            .map(|asked| &run.lines[asked.line])
            .map(|line| (line.activity.to_string(), line.source))
            .collect();
        assert!(asked.len() > 1, "{asked:?}");
        let mut given = Vec::new();
        for index in 0..run.institutions.len() {
            let mut book = report::institution(run, index, &catalogue, words).whole();
            let reason = words.text(&Said::new("Reason"));
            let sheet = &mut book.sheets[0];
            let is = |content: &Content, text: &str| matches!(content, Content::Text(known) if **known == *text);
            let head = sheet.rows.iter().position(|row| {
                row.cells.iter().any(|(column, cell)| *column == 8 && is(&cell.content, &reason))
            });
            let Some(head) = head else { continue };
            for row in sheet.rows.iter_mut().skip(head + 1).take_while(|row| row.cells.len() == 9) {
                row.cells[8].1.content = Content::data("више учесника, \"čćž\"");
            }
            let input = NamedBytes { name: "враћено.xlsx".to_owned(), bytes: bytes(&book) };
            let (file, _) = earmark::sheet::read_file(&input, &Limits::default(), &vocabulary);
            let file = file.unwrap();
            let (submissions, findings) = read_submissions(&file, &vocabulary, Some(&run.plan));
            assert!(submissions.is_empty(), "{}: {submissions:?}", language.code());
            let codes: Vec<&str> = findings.iter().map(|f| f.code.number()).collect();
            assert_eq!(codes, ["N0118"], "{}", language.code());
            for reason in read_given_reasons(&file) {
                assert_eq!(&*reason.text, "више учесника, \"čćž\"");
                assert_eq!(Some(&reason.body), run.institutions[index].body.as_ref());
                given.push((reason.activity.to_string(), reason.source));
            }
        }
        given.sort();
        let mut asked = asked;
        asked.sort();
        assert_eq!(given, asked, "{}", language.code());
    }
}

/// A donor's workbook, a form and a plan workbook that lie among the sheets count for nothing either.
#[test]
fn workbooks_of_earmark_are_known_in_every_language() {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    for words in [Translation::english()].into_iter().chain(&translations()) {
        for (name, book) in books(words) {
            let name = format!("{name} in {}", words.language().code());
            let input = NamedBytes { name: format!("{name}.xlsx"), bytes: bytes(&book) };
            let (file, _) = earmark::sheet::read_file(&input, &Limits::default(), &vocabulary);
            let plan = Some(&RUN.reconciliation.plan);
            let (submissions, findings) = read_submissions(&file.unwrap(), &vocabulary, plan);
            let entries: usize = submissions.iter().map(|sheet| sheet.entries.len()).sum();
            assert_eq!(entries, 0, "{name}");
            let codes: Vec<&str> = findings.iter().map(|f| f.code.number()).collect();
            let ours = name.starts_with("return") || name.starts_with("donor");
            if ours || name.starts_with("plan") {
                assert_eq!(codes, ["W0117"], "{name}");
            }
        }
    }
}
