//! Double claims, swaps, pools and ratios as their readers see them: every formula of the workbooks of
//! these cases recalculates, the overview leads to them, no return tells one body of another's sheet,
//! and spending that needs no funding has no percentage anywhere.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/evaluator.rs"]
mod evaluator;

use std::fs;
use std::path::{Path, PathBuf};

use earmark::book::{Book, Cell, Content, Result as Stored, Row, Sheet, Style};
use earmark::config::Settings;
use earmark::diagnostic::Catalogue;
use earmark::job::{self, Means, ReconcileInputs};
use earmark::language::Translation;
use earmark::model::{BodyName, Euros, Quarter};
use earmark::reconcile::Reconciliation;
use earmark::{NamedBytes, report, write};
use evaluator::Evaluator;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn named(path: &Path) -> NamedBytes {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    NamedBytes { name, bytes: fs::read(path).unwrap() }
}

/// The result of a case, looked at from its own day.
fn case(name: &str) -> Reconciliation {
    let folder = cases().join(name);
    let mut sheets: Vec<NamedBytes> = fs::read_dir(folder.join("sheets"))
        .unwrap()
        .map(|entry| named(&entry.unwrap().path()))
        .collect();
    sheets.sort_by(|a, b| a.name.cmp(&b.name));
    let inputs =
        ReconcileInputs { plan: named(&folder.join("plan.csv")), sheets, ..Default::default() };
    let mut settings = Settings::default();
    if fs::read_to_string(folder.join("case.txt")).unwrap().contains("as-of: Q2") {
        settings.as_of_quarter = Quarter::new(2);
    }
    job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap().reconciliation
}

fn catalogue() -> Catalogue {
    Catalogue::built_in().expect("texts of findings")
}

fn institution(result: &Reconciliation, name: &str) -> Book {
    let name = Some(BodyName::new(name));
    let index = result.institutions.iter().position(|one| one.body == name).expect("the body");
    report::institution(result, index, &catalogue(), Translation::english()).whole()
}

fn sheet<'a>(book: &'a Book, name: &str) -> &'a Sheet {
    book.sheets.iter().find(|sheet| sheet.name == name).expect("the sheet")
}

fn text(cell: &Cell) -> Option<&str> {
    match &cell.content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

fn amount(cell: &Cell) -> Option<Euros> {
    match &cell.content {
        Content::Money(amount) | Content::Formula(_, Stored::Money(amount)) => Some(*amount),
        _ => None,
    }
}

/// The row whose first cell has a text.
fn row<'a>(sheet: &'a Sheet, first: &str) -> &'a Row {
    let found = sheet.rows.iter().find(|row| {
        row.cells.first().is_some_and(|(column, cell)| *column == 0 && text(cell) == Some(first))
    });
    found.unwrap_or_else(|| panic!("no row {first:?} on {}", sheet.name))
}

fn cell(row: &Row, column: u16) -> &Cell {
    &row.cells.iter().find(|(at, _)| *at == column).expect("a cell").1
}

/// Everything that can be read in a book.
fn texts(book: &Book) -> String {
    let cells = book.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    cells.map(|(_, cell)| format!("{:?} {:?}\n", cell.content, cell.more.note)).collect()
}

#[test]
fn every_formula_of_these_cases_recalculates_to_what_is_stored() {
    let mut checked = 0;
    for entry in fs::read_dir(cases()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !["03-", "06-", "07-", "12-"].iter().any(|point| name.starts_with(point)) {
            continue;
        }
        let result = case(&name);
        let catalogue = catalogue();
        let mut books =
            vec![report::coordination(&result, &catalogue, Translation::english()).whole()];
        let institutions = 0..result.institutions.len();
        books.extend(institutions.map(|index| {
            report::institution(&result, index, &catalogue, Translation::english()).whole()
        }));
        for book in &books {
            for (place, stored, computed) in Evaluator::new(book).formulas() {
                assert_eq!(stored, computed, "{name}: {place}");
                checked += 1;
            }
            write::xlsx(book).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
    assert!(checked > 1_000, "only {checked} formulas");
}

#[test]
fn the_overview_says_what_is_at_stake_and_where_it_is_listed() {
    let claims = report::coordination(
        &case("03-three-bodies-and-repeated-fees"),
        &catalogue(),
        Translation::english(),
    )
    .whole();
    let told = row(sheet(&claims, "Overview"), "Suspected double claims");
    assert_eq!(cell(told, 1).content, Content::Count(1));
    assert_eq!(amount(cell(told, 2)), Some(Euros::from_cents(162_470)));
    assert_eq!(cell(told, 3).more.link.as_ref().unwrap().sheet, "Suspense");
    let first = row(sheet(&claims, "Suspense"), "c1");
    assert_eq!(text(cell(first, 2)), Some("Ministry of Culture"));
    assert_eq!(amount(cell(first, 6)), Some(Euros::from_cents(162_470)));

    let swaps = report::coordination(
        &case("06-donation-pays-for-the-budget"),
        &catalogue(),
        Translation::english(),
    )
    .whole();
    let told = row(sheet(&swaps, "Overview"), "Money that changed sides");
    assert_eq!(cell(told, 1).content, Content::Count(2));
    assert_eq!(amount(cell(told, 2)), Some(Euros::from_cents(200_000)));
    assert_eq!(cell(told, 3).more.link.as_ref().unwrap().sheet, "Variances");

    let none =
        report::coordination(&case("07-overdrawn-pool"), &catalogue(), Translation::english())
            .whole();
    for kind in ["Suspected double claims", "Money that changed sides"] {
        let told = row(sheet(&none, "Overview"), kind);
        assert_eq!(cell(told, 1).content, Content::Count(0));
        assert_eq!(cell(told, 2).content, Content::Empty);
    }
}

#[test]
fn a_return_tells_of_another_body_only_its_name_document_and_amount() {
    let result = case("03-document-in-two-bodies");
    let police = texts(&institution(&result, "Police administration"));
    for known in ["Ministry of Health", "12/20", "police.csv, cell C3", "Agree with the other body"]
    {
        assert!(police.contains(known), "the police are not told {known:?}");
    }
    // Its own texts are "printing of leaflets" and "paper"; the ministry's are "printing" and "transport".
    for foreign in ["ministry-of-health.csv", "\"printing\"", "transport", "13/20", "W0531"] {
        assert!(!police.contains(foreign), "the police are told {foreign:?}");
    }
    let health = texts(&institution(&result, "Ministry of Health"));
    for foreign in ["police.csv", "printing of leaflets", "paper", "77/20", "W0531"] {
        assert!(!health.contains(foreign), "the ministry is told {foreign:?}");
    }
    // What stands twice in a body's own sheets is its own business, with both places and the reason.
    let own =
        texts(&institution(&case("03-payment-in-two-sheets-of-one-body"), "Ministry of Health"));
    for known in
        ["ministry-of-health-march.csv, cell C3", "ministry-of-health-q1.csv, cell C3", "W0533"]
    {
        assert!(own.contains(known), "the ministry is not told {known:?}");
    }
    let repeated = case("03-a-sheet-repeated-by-the-partner");
    let police = texts(&institution(&repeated, "Police administration"));
    assert!(!police.contains("ministry-of-health.csv") && !police.contains("W0534"));
}

#[test]
fn a_return_does_not_tell_what_became_of_another_bodys_part_of_a_shared_sheet() {
    let result = case("04-cumulative-of-one-of-several-bodies");
    let health = texts(&institution(&result, "Ministry of Health"));
    assert!(health.contains("N0520"), "the ministry is told that its part is superseded");
    let police = texts(&institution(&result, "Police administration"));
    assert!(!police.contains("N0520"), "the police are told of the ministry's 100.00");
    let all = texts(&report::coordination(&result, &catalogue(), Translation::english()).whole());
    assert!(all.contains("N0520"));
    let said = result.findings.iter().find(|one| one.code.number() == "N0520").unwrap();
    assert_eq!(
        said.read.as_ref().and_then(|read| read.as_data()),
        Some("Ministry of Health"),
        "whose part it is"
    );
}

#[test]
fn a_return_shows_the_pool_and_its_own_draw_and_nobody_elses() {
    let result = case("07-three-drawers-one-not-responsible");
    let police = institution(&result, "Police administration");
    let pools = sheet(&police, "Return");
    let told = pools
        .rows
        .iter()
        .find(|row| row.cells.iter().any(|(_, cell)| text(cell) == Some("yes")))
        .expect("a pool");
    let euros = |cents| Some(Euros::from_cents(cents));
    assert_eq!(amount(cell(told, 4)), euros(1_000_000));
    assert_eq!(amount(cell(told, 5)), euros(250_000));
    assert_eq!(amount(cell(told, 7)), euros(300_000));
    let all: Vec<Euros> =
        pools.rows.iter().flat_map(|row| &row.cells).filter_map(|(_, cell)| amount(cell)).collect();
    for others in [400_000, 50_000] {
        assert!(!all.contains(&Euros::from_cents(others)), "the police are told {others} cents");
    }
    // Not reported is not zero.
    let culture = institution(&result, "Ministry of Culture");
    let told = sheet(&culture, "Return")
        .rows
        .iter()
        .find(|row| row.cells.iter().any(|(_, cell)| text(cell) == Some("yes")))
        .expect("a pool");
    assert_eq!(cell(told, 5).content, Content::Empty);
}

#[test]
fn what_needs_no_funding_has_no_percentage_on_any_sheet() {
    let result = case("06-spending-where-no-funding-is-required");
    let book = report::coordination(&result, &catalogue(), Translation::english()).whole();
    let mut shown = 0;
    for sheet in &book.sheets {
        let own = sheet.rows.iter().filter(|row| {
            row.cells.iter().any(|(_, cell)| {
                text(cell).is_some_and(|text| text == "1.1.2" || text.starts_with("1.1.2 "))
            })
        });
        for row in own {
            for (_, cell) in row.cells.iter().filter(|(_, cell)| cell.style == Style::Percent) {
                assert_eq!(cell.content, Content::Empty, "on {}", sheet.name);
                shown += 1;
            }
        }
    }
    assert!(shown >= 3, "Activities, Variances and the Overview have a deviation: {shown}");
}

#[test]
fn no_grade_is_given() {
    let book =
        report::coordination(&case("12-ratios-by-hand"), &catalogue(), Translation::english())
            .whole();
    let ratios = sheet(&book, "Ratios");
    let graded = ratios.rows.iter().flat_map(|row| &row.cells).filter_map(|(_, cell)| text(cell));
    for said in graded {
        assert!(!["A", "B", "C", "D", "A+", "B+"].contains(&said), "{said}");
        assert!(!said.contains("score"), "{said}");
    }
    let rate = row(ratios, "Execution rate");
    let Content::Formula(_, Stored::Ratio(rate)) = &cell(rate, 1).content else {
        panic!("a formula")
    };
    assert_eq!(rate.to_string(), "0.80");
}
