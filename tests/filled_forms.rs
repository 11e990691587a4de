//! The forms filled in by other programs, in every language and script: each value that was typed is read
//! back exactly, and nothing else is read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may stop, and says what it could not check"
)]

#[path = "support/filled.rs"]
mod filled;
#[path = "support/fods.rs"]
mod fods;
#[path = "support/small.rs"]
#[allow(dead_code, reason = "forms need the plan alone")]
mod small;

use std::sync::LazyLock;

use earmark::NamedBytes;
use earmark::book::Book;
use earmark::config::{ExtraWords, Limits, Settings};
use earmark::diagnostic::{Catalogue, Code};
use earmark::language::{Language, Said, Translation};
use earmark::model::{BodyName, Entry, FundingKind, FundingRecord, Plan, Source, Submission};
use earmark::read::{
    KnownDonors, read_donor, read_funding, read_plan, read_source, read_submissions,
};
use earmark::report::{blank_form, blank_funding_register, form, plan_workbook};
use earmark::sheet::SheetFile;
use earmark::vocabulary::Vocabulary;
use filled::Form;
use fods::Typed;

static PLAN: LazyLock<Plan> = LazyLock::new(small::plan);
static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::new(&ExtraWords::default()).unwrap());

const INSTITUTION: &str = "Ministry of Health";

/// One row of a form: what is typed, and what is to be read.
struct Payment {
    /// Row from zero, and whether the form says code and source already.
    row: usize,
    given: bool,
    code: &'static str,
    source: Paid,
    donor: &'static str,
    amount: &'static str,
    date: &'static str,
    document: &'static str,
    description: &'static str,
    reason: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paid {
    Budget,
    Shared,
    Donation,
}

impl Paid {
    fn word(self) -> &'static str {
        match self {
            Paid::Budget => "Budget",
            Paid::Shared => "Budget of all implementers",
            Paid::Donation => "Donation",
        }
    }
}

/// What an institution types: into the rows that the form fills in already, and into empty ones.
const PAYMENTS: [Payment; 5] = [
    Payment {
        row: 7,
        given: true,
        code: "1.1.1",
        source: Paid::Budget,
        donor: "",
        amount: "1050.37",
        date: "2020-05-20",
        document: "12/20-A",
        description: "Štampanje i đačke knjižice „čćžšđ“",
        reason: "Više učesnika nego što je planirano; vidi <ugovor> & aneks",
    },
    Payment {
        row: 8,
        given: true,
        code: "1.1.2",
        source: Paid::Shared,
        donor: "",
        amount: "0",
        date: "",
        document: "",
        description: "",
        reason: "",
    },
    Payment {
        row: 9,
        given: true,
        code: "1.1.2",
        source: Paid::Donation,
        donor: "UNICEF",
        amount: "-20.05",
        date: "2020-06-30",
        document: "2020/0007",
        description: "refund",
        reason: "",
    },
    Payment {
        row: 10,
        given: false,
        code: "1.1.10",
        source: Paid::Shared,
        donor: "",
        amount: "123456789.01",
        date: "2020-04-01",
        document: "0012",
        description: "Друго плаћање",
        reason: "",
    },
    Payment {
        row: 12,
        given: false,
        code: "1.1.1",
        source: Paid::Donation,
        donor: "Fondacija Ćirić",
        amount: "0.99",
        date: "2020-06-01",
        document: "R-5",
        description: "",
        reason: "donor paid",
    },
];

fn text(words: &Translation, english: &'static str) -> String {
    words.text(&Said::new(english))
}

fn form_of(name: String, book: &Book) -> Form {
    Form { name, bytes: earmark::write::xlsx(book).unwrap(), cells: Vec::new() }
}

fn type_payments(form: &mut Form, sheet: &str, words: &Translation, blank: bool) {
    let mut put = |row: usize, column: usize, typed: Typed| {
        form.cells.push((sheet.to_owned(), (row, column), typed));
    };
    let period = match blank {
        true => Said::new("Year {year}").with_data("year", "2020"),
        false => Said::data("Q2 2020"),
    };
    put(4, 1, Typed::Text(words.text(&period)));
    if blank {
        put(3, 1, Typed::Text(INSTITUTION.to_owned()));
    }
    for payment in &PAYMENTS {
        let mut texts = vec![(7, payment.document), (8, payment.description), (9, payment.reason)];
        if blank || !payment.given {
            texts.extend([(0, payment.code), (3, payment.donor)]);
            put(payment.row, 2, Typed::Text(text(words, payment.source.word())));
        }
        for (column, words) in texts.into_iter().filter(|(_, words)| !words.is_empty()) {
            put(payment.row, column, Typed::Text(words.to_owned()));
        }
        put(payment.row, 5, Typed::Number(payment.amount.to_owned()));
        if !payment.date.is_empty() {
            put(payment.row, 6, Typed::Date(payment.date.to_owned()));
        }
    }
}

/// Rows of the register: code, source, donor, kind, amount, date, reference.
type Funding =
    (&'static str, Paid, &'static str, FundingKind, &'static str, &'static str, &'static str);
const REGISTER: [Funding; 4] = [
    ("1.1.1", Paid::Budget, "", FundingKind::Appropriated, "1000", "2020-01-15", "Sl. list 1/20"),
    ("1.1.2", Paid::Donation, "UNICEF", FundingKind::Pledged, "700.10", "", "pismo"),
    (
        "1.1.2",
        Paid::Donation,
        "UNICEF",
        FundingKind::Committed,
        "500.07",
        "2020-02-01",
        "PCA 7/2020",
    ),
    ("1.1.2", Paid::Donation, "UNICEF", FundingKind::Received, "250.5", "2020-03-01", "0098"),
];

fn type_register(form: &mut Form, sheet: &str, words: &Translation) {
    for (index, (code, source, donor, kind, amount, date, reference)) in REGISTER.iter().enumerate()
    {
        let row = 4 + index;
        let kind = match kind {
            FundingKind::Appropriated => "Appropriated",
            FundingKind::Pledged => "Pledged",
            FundingKind::Committed => "Committed",
            FundingKind::Received => "Received",
        };
        let mut put = |column: usize, typed: Typed| {
            form.cells.push((sheet.to_owned(), (row, column), typed));
        };
        put(0, Typed::Text((*code).to_owned()));
        put(2, Typed::Text(text(words, source.word())));
        if donor.is_empty() {
            put(3, Typed::Text(INSTITUTION.to_owned()));
        } else {
            put(4, Typed::Text((*donor).to_owned()));
        }
        put(5, Typed::Text(text(words, kind)));
        put(6, Typed::Number((*amount).to_owned()));
        if !date.is_empty() {
            put(7, Typed::Date((*date).to_owned()));
        }
        put(8, Typed::Text((*reference).to_owned()));
    }
}

/// For each language: a form of an institution, the blank form, the register, and the plan as it is.
fn forms() -> Vec<Form> {
    let threshold = Settings::default().reason_threshold();
    let catalogue = Catalogue::built_in().unwrap();
    let mut forms = Vec::new();
    for language in Language::ALL {
        let words = &Translation::of(language).unwrap();
        let name = |what: &str| format!("{what} in {}", language.code());
        let book = form(&PLAN, &BodyName::new(INSTITUTION), threshold, words);
        let mut own = form_of(name("form"), &book);
        type_payments(&mut own, &book.sheets[0].name, words, false);
        let book = blank_form(threshold, words);
        let mut blank = form_of(name("blank form"), &book);
        type_payments(&mut blank, &book.sheets[0].name, words, true);
        let book = blank_funding_register(words);
        let mut register = form_of(name("register"), &book);
        type_register(&mut register, &book.sheets[0].name, words);
        let plan = form_of(name("plan"), &plan_workbook(&PLAN, &[], &catalogue, words));
        forms.extend([own, blank, register, plan]);
    }
    forms
}

fn file(name: &str, bytes: &[u8]) -> SheetFile {
    let input = NamedBytes { name: format!("{name}.xlsx"), bytes: bytes.to_vec() };
    let (file, findings) = earmark::sheet::read_file(&input, &Limits::default(), &VOCABULARY);
    file.unwrap_or_else(|| panic!("{name}: {findings:?}"))
}

fn check(name: &str, bytes: &[u8]) {
    let file = file(name, bytes);
    if name.starts_with("register") {
        let (records, findings) = read_funding(&file, &VOCABULARY, &PLAN);
        assert_eq!(findings, [], "{name}");
        check_register(name, &records);
    } else if name.starts_with("plan") {
        let (plan, findings) = read_plan(&file, &VOCABULARY);
        check_plan(name, &plan.unwrap_or_else(|| panic!("{name}: {findings:?}")));
    } else {
        let (submissions, findings) = read_submissions(&file, &VOCABULARY, Some(&PLAN));
        // The refund is noted; a program that calculates nothing leaves the total without a value.
        let expected = [Code::NegativeAmount, Code::NotCalculated];
        let other: Vec<_> = findings.iter().filter(|f| !expected.contains(&f.code)).collect();
        assert!(other.is_empty(), "{name}: {other:#?}");
        let [submission] = submissions.as_slice() else { panic!("{name}: {submissions:#?}") };
        check_submission(name, submission);
    }
}

fn check_submission(name: &str, submission: &Submission) {
    let blank = name.starts_with("blank");
    let body = submission.body.as_ref().map(|body| &*body.value);
    assert_eq!(body, Some(INSTITUTION), "{name}");
    let period = submission.period.map(|period| period.to_string());
    assert_eq!(period.as_deref(), Some(if blank { "2020" } else { "Q2 2020" }), "{name}");
    let shown = |entry: &Entry<'_>| -> String {
        let donors =
            PLAN.lines.iter().filter_map(|line| line.donor.clone()).collect::<KnownDonors>();
        let source = entry.words.source.as_ref().map(|source| {
            let read = read_source(&source.value, &PLAN.bodies, &donors, &VOCABULARY);
            let read = read.unwrap_or_else(|| panic!("{name}: {source:?}"));
            match (read.source, read.shared) {
                (Source::Budget, true) => Paid::Shared,
                (Source::Budget, false) => Paid::Budget,
                _ => Paid::Donation,
            }
        });
        let donor = entry.words.donor.as_ref();
        let donor = donor.and_then(|donor| read_donor(&donor.value, &donors, &VOCABULARY));
        format!(
            "{} | {:?} | {} | {} | {} | {} | {} | {}",
            entry.words.activity_code.map(|code| code.to_string()).unwrap_or_default(),
            source.expect("a source"),
            donor.map(|donor| donor.to_string()).unwrap_or_default(),
            entry.amount,
            entry.date.map(|date| date.to_string()).unwrap_or_default(),
            entry.document().unwrap_or_default(),
            entry.description().unwrap_or_default(),
            entry.words.reason.as_deref().unwrap_or_default(),
        )
    };
    let found: Vec<String> = submission.entries.iter().map(|entry| shown(&entry)).collect();
    let expected: Vec<String> = PAYMENTS
        .iter()
        .map(|p| {
            let (whole, cents) = p.amount.split_once('.').unwrap_or((p.amount, "00"));
            format!(
                "{} | {:?} | {} | {whole}.{cents:0<2} | {} | {} | {} | {}",
                p.code, p.source, p.donor, p.date, p.document, p.description, p.reason
            )
        })
        .collect();
    assert_eq!(found, expected, "{name}");
}

fn check_register(name: &str, records: &[FundingRecord]) {
    let found: Vec<String> = records
        .iter()
        .map(|record| {
            format!(
                "{} {} {:?} {:?} {} {} {:?} {:?}",
                record.activity,
                record.source.word(),
                record.holder.as_ref().map(ToString::to_string).unwrap_or_default(),
                record.donor.as_ref().map(ToString::to_string).unwrap_or_default(),
                record.kind.word(),
                record.amount,
                record.date.map(|date| date.to_string()).unwrap_or_default(),
                record.reference.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    let expected: Vec<String> = REGISTER
        .iter()
        .map(|(code, source, donor, kind, amount, date, reference)| {
            let (whole, cents) = amount.split_once('.').unwrap_or((amount, "00"));
            let (source, holder) = match source {
                Paid::Donation => ("donation", ""),
                Paid::Budget | Paid::Shared => ("budget", INSTITUTION),
            };
            let kind = kind.word();
            format!("{code} {source} {holder:?} {donor:?} {kind} {whole}.{cents:0<2} {date:?} {reference:?}")
        })
        .collect();
    assert_eq!(found, expected, "{name}");
}

fn check_plan(name: &str, plan: &Plan) {
    assert_eq!((&plan.title, plan.year), (&PLAN.title, PLAN.year), "{name}");
    let mut activities = plan.activities.clone();
    for (activity, known) in activities.values_mut().zip(PLAN.activities.values()) {
        activity.place = known.place.clone();
    }
    assert_eq!(activities, PLAN.activities, "{name}");
    let mut lines = plan.lines.clone();
    for (line, known) in lines.iter_mut().zip(&PLAN.lines) {
        line.place = known.place.clone();
    }
    assert_eq!(lines, PLAN.lines, "{name}");
    assert_eq!(plan.measures, PLAN.measures, "{name}");
    assert_eq!(plan.areas, PLAN.areas, "{name}");
    for body in PLAN.bodies.iter() {
        let again = plan.bodies.get(&body.name).unwrap_or_else(|| panic!("{name}: {}", body.name));
        assert_eq!(again.generic, body.generic, "{name}: {}", body.name);
    }
}

#[test]
fn forms_filled_in_with_libreoffice_read_back_exactly() {
    let forms = forms();
    if let Some(taken) = filled::by_libreoffice(&forms) {
        for (form, bytes) in forms.iter().zip(&taken) {
            check(&form.name, bytes);
        }
    }
}

#[test]
fn forms_filled_in_with_openpyxl_read_back_exactly() {
    let forms = forms();
    if let Some(taken) = filled::by_openpyxl(&forms) {
        for (form, bytes) in forms.iter().zip(&taken) {
            check(&form.name, bytes);
        }
    }
}
