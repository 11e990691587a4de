//! The workbooks as laid out, before they are bytes: order of sheets, totals that recalculate to
//! what the reconciliation computed, unknown amounts that stay empty, and who may see what.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "a test may stop, and compares what files hold"
)]

#[path = "support/evaluator.rs"]
mod evaluator;
#[path = "support/sample_reconciliation.rs"]
mod sample_reconciliation;
#[path = "support/strict/mod.rs"]
mod strict;

use earmark::book::{Book, Cell, Content, Result as Stored, Sheet, Style};
use earmark::config::Settings;
use earmark::diagnostic::Catalogue;
use earmark::job::{Means, ReconcileInputs, reconcile};
use earmark::language::Translation;
use earmark::model::{BodyName, DonorName, Euros};
use earmark::reconcile::{Entries, Reconciliation};
use earmark::{NamedBytes, report, write};
use evaluator::Evaluator;
use sample_reconciliation::{EU, HEALTH, IOM, MUP, POLICE, WELFARE, sample};

fn catalogue() -> Catalogue {
    Catalogue::built_in().expect("texts of findings")
}

/// Every workbook of the sample with a name for it.
fn books(sample: &Reconciliation) -> Vec<(String, Book)> {
    let catalogue = catalogue();
    let mut books = vec![(
        "reconciliation".to_owned(),
        report::coordination(sample, &catalogue, Translation::english()).whole(),
    )];
    for index in 0..sample.institutions.len() {
        books.push((
            format!("institution-{index}"),
            report::institution(sample, index, &catalogue, Translation::english()).whole(),
        ));
    }
    for index in 0..sample.donors.len() {
        books.push((
            format!("donor-{index}"),
            report::donor(sample, index, Translation::english()).whole(),
        ));
    }
    books
}

fn sheet<'a>(book: &'a Book, name: &str) -> &'a Sheet {
    book.sheets.iter().find(|sheet| sheet.name == name).expect("the sheet")
}

/// The cells of the first row whose first cell has a text.
fn row<'a>(sheet: &'a Sheet, text: &str) -> Vec<&'a Cell> {
    let row = sheet.rows.iter().find(|row| {
        matches!(row.cells.first(), Some((0, Cell { content: Content::Text(t), .. })) if **t == *text)
    });
    row.unwrap_or_else(|| panic!("no row {text:?}")).cells.iter().map(|(_, cell)| cell).collect()
}

fn amount(cell: &Cell) -> Option<Euros> {
    match &cell.content {
        Content::Money(amount) | Content::Formula(_, Stored::Money(amount)) => Some(*amount),
        _ => None,
    }
}

/// Everything that can be read in a book: cells, notes, properties, names, feet.
fn texts(book: &Book) -> String {
    let mut all = format!("{:?} {:?}", book.properties, book.names);
    for sheet in &book.sheets {
        all.push_str(&format!("{} {:?} {:?}", sheet.name, sheet.print, sheet.charts));
        for (_, cell) in sheet.rows.iter().flat_map(|row| &row.cells) {
            all.push_str(&format!(
                "{:?} {:?} {:?}\n",
                cell.content, cell.more.note, cell.more.link
            ));
        }
    }
    all
}

fn donor_book(sample: &Reconciliation, name: Option<&str>) -> Book {
    let name = name.map(DonorName::new);
    let index = sample.donors.iter().position(|donor| donor.donor == name).expect("the donor");
    report::donor(sample, index, Translation::english()).whole()
}

fn institution_book(sample: &Reconciliation, name: &str) -> Book {
    let name = Some(BodyName::new(name));
    let index = sample.institutions.iter().position(|one| one.body == name).expect("the body");
    report::institution(sample, index, &catalogue(), Translation::english()).whole()
}

#[test]
fn sheets_stand_in_the_order_of_the_design() {
    let book = report::coordination(&sample(), &catalogue(), Translation::english()).whole();
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Overview",
            "Activities",
            "Variances",
            "Unfunded",
            "Institutions",
            "Sources",
            "Donors",
            "Ratios",
            "Reporting",
            "Suspense",
            "Findings",
            "Entries",
            "Checks",
            "Method",
        ]
    );
}

#[test]
fn every_formula_recalculates_to_the_stored_value() {
    for (name, book) in books(&sample()) {
        let evaluator = Evaluator::new(&book);
        let formulas = evaluator.formulas();
        assert!(!formulas.is_empty(), "{name} has no formula");
        for (place, stored, computed) in formulas {
            assert_eq!(stored, computed, "{name}: {place}");
        }
    }
}

#[test]
fn the_writer_takes_every_book() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    std::fs::create_dir_all(&folder).expect("a folder");
    let real = books(&real()).into_iter().map(|(name, book)| (format!("real-{name}"), book));
    for (name, book) in books(&sample()).into_iter().chain(real) {
        let bytes = write::xlsx(&book).unwrap_or_else(|error| panic!("{name}: {error}"));
        // Those of the real plan are checked with all others of the samples, in tests/workbooks.rs.
        if !name.starts_with("real") {
            strict::assert_sound(&name, &bytes);
        }
        std::fs::write(folder.join(format!("{name}.xlsx")), bytes).expect("written");
    }
}

#[test]
fn nothing_known_is_an_empty_cell() {
    let sample = sample();
    let book = report::coordination(&sample, &catalogue(), Translation::english()).whole();
    let activities = sheet(&book, "Activities");
    // A line that nobody reported on: planned, and nothing else.
    let cells = row(activities, "1.2.1");
    assert_eq!(amount(cells[4]), Some(Euros::from_cents(300_000)));
    for column in [5, 6, 7, 8, 9] {
        assert_eq!(cells[column].content, Content::Empty, "column {column}");
    }
    // Reported as zero is a zero.
    assert_eq!(amount(row(activities, "1.1.10")[6]), Some(Euros::ZERO));
    // No funding required: no amount at all, and the words.
    let cells = row(activities, "2.1.2");
    assert!(cells[4..11].iter().all(|cell| cell.content == Content::Empty));
    assert!(texts(&book).contains("no funding required"));
    // A body that sent nothing has not sent zero.
    let cells = row(sheet(&book, "Institutions"), POLICE);
    assert!(cells[13..18].iter().all(|cell| cell.content == Content::Empty));
}

#[test]
fn deviation_of_an_unplanned_line_is_empty() {
    let book = report::coordination(&sample(), &catalogue(), Translation::english()).whole();
    let variances = sheet(&book, "Variances");
    let cells = row(variances, "1.2.2");
    assert_eq!(cells[4].content, Content::Empty);
    assert_eq!(amount(cells[5]), Some(Euros::from_cents(12_310)));
    assert_eq!((cells[8].style, &cells[8].content), (Style::Percent, &Content::Empty));
}

#[test]
fn variances_come_largest_first_and_only_where_spending_is_known() {
    let sample = sample();
    let book = report::coordination(&sample, &catalogue(), Translation::english()).whole();
    let sheet = sheet(&book, "Variances");
    let table = &sheet.tables[0];
    let sizes: Vec<Euros> = (table.first.0 + 1..=table.last.0)
        .map(|row| amount(&sheet.rows[row as usize].cells[6].1).expect("a variance").abs())
        .collect();
    assert!(sizes.is_sorted_by(|one, next| one >= next), "{sizes:?}");
    let known = sample.lines.iter().filter(|line| line.figures.spent.is_some()).count();
    assert_eq!(sizes.len(), known);
}

#[test]
fn totals_are_formulas_with_the_figures_of_the_reconciliation() {
    let sample = sample();
    let book = report::coordination(&sample, &catalogue(), Translation::english()).whole();
    let total = &sample.totals.total;
    let overview = row(sheet(&book, "Overview"), "Total");
    for (column, figure) in [
        (1, total.planned),
        (2, total.secured),
        (3, total.spent),
        (4, total.variance),
        (5, total.remaining),
        (7, total.funding_gap),
    ] {
        assert!(matches!(overview[column].content, Content::Formula(..)), "column {column}");
        assert_eq!(amount(overview[column]), figure, "column {column}");
    }
    for name in ["planned_total", "spent_total", "variance_total", "gap_total"] {
        assert!(book.names.iter().any(|(known, _)| known == name), "{name} is not named");
    }
    for name in ["Activities", "Variances", "Unfunded", "Institutions", "Sources", "Donors"] {
        let formulas = sheet(&book, name)
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|(_, cell)| matches!(cell.content, Content::Formula(..)))
            .count();
        assert!(formulas > 0, "{name} has no formula");
    }
}

#[test]
fn links_lead_to_the_entry_that_they_mean() {
    let book = report::coordination(&sample(), &catalogue(), Translation::english()).whole();
    let cells = row(sheet(&book, "Activities"), "2.1.1");
    let link = cells[20].more.link.as_ref().expect("a link to its entries");
    let target = &sheet(&book, &link.sheet).rows[link.row as usize].cells;
    assert_eq!(target[0].1.content, Content::data("e8"));
    for sheet in &book.sheets[1..] {
        let back =
            sheet.rows.iter().flat_map(|row| &row.cells).any(|(_, cell)| {
                cell.more.link.as_ref().is_some_and(|link| link.sheet == "Overview")
            });
        assert!(back, "no way back from {}", sheet.name);
    }
}

#[test]
fn a_donor_sees_only_its_own_money() {
    let sample = sample();
    // (donor, its own, everybody else's)
    let cases: [(Option<&str>, &[&str], &[&str]); 3] = [
        (
            Some(EU),
            &["Printing of leaflets", "INV-8", "Printing was cheaper", "1.1.1"],
            &[IOM, "Venue and meals", "INV-7", "held online", "4000.30", "5200.30", "1.1.10"],
        ),
        (
            Some(IOM),
            &["Venue and meals", "INV-7", "held online", "1.1.10"],
            &[EU, "Printing of leaflets", "INV-8", "Printing was cheaper", "1200.00"],
        ),
        (None, &["without a named donor", "Reprint of the manual"], &[EU, IOM, "Venue", "INV-8"]),
    ];
    for (name, own, others) in cases {
        let texts = texts(&donor_book(&sample, name));
        for text in own {
            assert!(texts.contains(text), "{name:?} misses {text:?}");
        }
        let budget_and_suspense = [
            "suspense", "Campaign", "777.00", "Air time", "Rent", "shared", "Trainers", "3980.10",
            "12345.67", "Overview", "budget",
        ];
        for text in others.iter().chain(&budget_and_suspense) {
            assert!(!texts.contains(text), "{name:?} is told {text:?}");
        }
    }
}

/// The sample with limits for one of two donors who pay for the same activity.
fn with_rules() -> Reconciliation {
    let rules = format!(
        "[[donor-rules]]\ndonor = \"{IOM}\"\npercent = 5\nbase = \"committed\"\nexceeding = \
         \"ineligible\"\ntemplate = \"face\"\n\n[[donor-rules]]\ndonor = \"{EU}\"\npercent = 5\n\
         base = \"received\"\n"
    );
    let (settings, wrong) = Settings::read("earmark.toml", &rules);
    assert_eq!(wrong, []);
    Reconciliation { donor_rules: settings.donor_rules, ..sample() }
}

#[test]
fn the_rules_of_a_donor_stand_in_its_own_workbook_only() {
    let ruled = with_rules();
    let iom = donor_book(&ruled, Some(IOM));
    let names: Vec<&str> = iom.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Donation", "Rules", "Entries"]);
    let rules = texts_of(&iom, "Rules");
    assert!(rules.contains("up to 5 % over what is committed"), "{rules}");
    assert!(rules.contains("4,000.30") && rules.contains("A Authorised"));
    for others in [EU, "1,200.00", "1200.00", "received, for", "Printing", "5200.30", "5,200.30"] {
        assert!(!texts(&iom).contains(others), "the IOM is told {others:?}");
    }
    let eu = donor_book(&ruled, Some(EU));
    let rules = texts_of(&eu, "Rules");
    // 1,200.00 of 1,000.00 received: 20 % over, and its only payment gives a reason.
    assert!(rules.contains("note required, given") && rules.contains("Printing was cheaper"));
    assert!(!rules.contains("FACE") && !rules.contains(IOM) && !rules.contains("4,000.30"));
    // Without rules there is no such sheet and no such column.
    let unnamed = donor_book(&ruled, None);
    assert_eq!(unnamed.sheets.len(), 2);
    assert!(!texts(&unnamed).contains("Verdict"));
    assert!(!texts(&donor_book(&sample(), Some(IOM))).contains("Verdict"));
    for (name, book) in books(&ruled) {
        for (place, stored, computed) in Evaluator::new(&book).formulas() {
            assert_eq!(stored, computed, "{name}: {place}");
        }
        let bytes = write::xlsx(&book).unwrap_or_else(|error| panic!("{name}: {error}"));
        strict::assert_sound(&name, &bytes);
    }
    let donors = row(
        sheet(
            &report::coordination(&ruled, &catalogue(), Translation::english()).whole(),
            "Donors",
        ),
        EU,
    )
    .iter()
    .map(|cell| format!("{:?}", cell.content))
    .collect::<String>();
    assert!(donors.contains("note required, given"), "{donors}");
}

#[test]
fn a_line_leads_to_the_evidence_behind_it() {
    let real = real();
    let book = report::coordination(&real, &catalogue(), Translation::english()).whole();
    let unfunded = sheet(&book, "Unfunded");
    let linked: Vec<_> = unfunded
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|(_, cell)| cell.more.link.as_ref())
        .filter(|link| link.sheet == "Sources")
        .collect();
    assert!(!linked.is_empty(), "no line of Unfunded leads to its evidence");
    for link in linked {
        let target = &sheet(&book, "Sources").rows[link.row as usize].cells;
        assert_eq!(target[4].1.content, Content::data("secured"));
    }
}

#[test]
fn the_unfunded_come_overdue_first_and_then_by_euros() {
    let real = real();
    let gaps = real.funding_gaps();
    let order: Vec<(bool, bool, Euros)> = gaps
        .lines
        .iter()
        .map(|gap| (!gap.is_open(), !gap.overdue, -gap.uncovered.unwrap_or_default()))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    let book = report::coordination(&real, &catalogue(), Translation::english()).whole();
    let answer = texts_of(&book, "Unfunded");
    let total = gaps.total;
    let said = format!("lack {} €", total.uncovered.unwrap().grouped());
    assert!(answer.contains(&said), "{said}");
}

#[test]
fn an_institution_sees_only_its_own_entries_and_findings() {
    let sample = sample();
    let health = institution_book(&sample, HEALTH);
    let entries = texts_of(&health, "Entries");
    assert!(entries.contains("Medical checks") && entries.contains("Trainers"));
    assert!(!entries.contains("Rent") && !entries.contains("Air time"));
    // One sheet of the welfare ministry holds a row of Health: only that row's findings are shown.
    let findings = texts_of(&health, "Findings");
    assert!(findings.contains("W0405") && findings.contains("E0401"));
    assert!(!findings.contains("W0404") && !findings.contains("W0304"));
    let welfare = texts_of(&institution_book(&sample, WELFARE), "Findings");
    assert!(welfare.contains("W0404") && !welfare.contains("W0405"));
    let mup = texts_of(&institution_book(&sample, MUP), "Findings");
    assert!(mup.contains("W0304") && !mup.contains("E0401"));
    // Nothing was received from the police, and its return says so rather than showing zeros.
    assert!(
        texts_of(&institution_book(&sample, POLICE), "Return").contains("A report is expected")
    );
}

fn texts_of(book: &Book, name: &str) -> String {
    let only = Book { sheets: vec![sheet(book, name).clone()], ..Book::default() };
    texts(&only)
}

#[test]
fn text_of_an_input_is_never_a_formula() {
    for (name, book) in books(&sample()) {
        for (_, cell) in book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells)
        {
            if let Content::Formula(formula, _) = &cell.content {
                assert!(!formula.contains("HYPERLINK"), "{name}: {formula}");
            }
        }
    }
}

#[test]
fn an_empty_reconciliation_still_makes_books() {
    let mut sample = sample();
    sample.lines.clear();
    sample.entries = Entries::default();
    sample.submissions.clear();
    sample.findings.clear();
    sample.institutions.clear();
    sample.donors.clear();
    sample.quarters.clear();
    sample.activities.clear();
    sample.measures.clear();
    sample.areas.clear();
    sample.totals = Default::default();
    sample.proof = Default::default();
    let book = report::coordination(&sample, &catalogue(), Translation::english()).whole();
    assert_eq!(book.sheets.len(), 14);
    for (place, stored, computed) in Evaluator::new(&book).formulas() {
        assert_eq!(stored, computed, "{place}");
    }
    strict::assert_sound("nothing", &write::xlsx(&book).expect("a workbook"));
    assert!(report::donor(&sample, 7, Translation::english()).whole().sheets.is_empty());
    assert!(
        report::institution(&sample, 7, &catalogue(), Translation::english())
            .whole()
            .sheets
            .is_empty()
    );
}

/// The plan of 2020 with its samples: fifteen files in nine formats and a register.
fn real() -> Reconciliation {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/action-plan-2020");
    let file = |path: &std::path::Path| NamedBytes {
        name: path.file_name().expect("a name").to_string_lossy().into_owned(),
        bytes: std::fs::read(path).expect("a sample"),
    };
    let mut sheets: Vec<_> = std::fs::read_dir(folder.join("expenditure"))
        .expect("the samples")
        .map(|entry| file(&entry.expect("a sample").path()))
        .collect();
    sheets.sort_by(|one, next| one.name.cmp(&next.name));
    let inputs = ReconcileInputs {
        plan: file(&folder.join("plan.docx")),
        funding: Some(file(&folder.join("funding.xlsx"))),
        sheets,
        ..Default::default()
    };
    let settled = reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default());
    settled.expect("a reconciliation").reconciliation
}

#[test]
fn the_plan_of_2020_recalculates_and_keeps_donors_apart() {
    let real = real();
    for (name, book) in books(&real) {
        for (place, stored, computed) in Evaluator::new(&book).formulas() {
            assert_eq!(stored, computed, "{name}: {place}");
        }
    }
    let named: Vec<&DonorName> = real.donors.iter().filter_map(|one| one.donor.as_ref()).collect();
    assert!(named.len() > 1, "the samples have several donors");
    for (index, result) in real.donors.iter().enumerate() {
        let mut texts = texts(&report::donor(&real, index, Translation::english()).whole());
        let mut list = Vec::new();
        write::iati(&real, index, &mut list).unwrap();
        texts.push_str(&String::from_utf8(list).unwrap());
        for other in named.iter().filter(|name| Some(**name) != result.donor.as_ref()) {
            assert!(!texts.contains(&*other.0), "{:?} is told of {other}", result.donor);
        }
    }
}
