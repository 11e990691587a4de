//! Forms as their reader gets them: the right rows, headings that are known, nothing that counts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "helpers of tests may fail the test and say what they did not check"
)]

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/strict/mod.rs"]
#[allow(clippy::float_arithmetic, clippy::float_cmp, reason = "compares what files hold")]
mod strict;

#[path = "support/small.rs"]
#[allow(dead_code, reason = "forms need the plan alone")]
mod small;

use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use earmark::book::{Book, Cell, Content, Look, Sheet, ValidationRule};
use earmark::config::{ExtraWords, ReasonThreshold, Settings};
use earmark::language::Translation;
use earmark::model::BodyName;
use earmark::report::{blank_form, blank_funding_register, form, form_bodies};
use earmark::vocabulary::{Heading, Vocabulary};

fn filled(name: &str) -> Book {
    form(&small::plan(), &BodyName::new(name), threshold(), Translation::english())
}

fn threshold() -> ReasonThreshold {
    Settings::default().reason_threshold()
}

fn bytes(book: &Book) -> Vec<u8> {
    earmark::write::xlsx(book).unwrap()
}

fn text(cell: &Cell) -> String {
    match &cell.content {
        Content::Text(text) => text.to_string(),
        Content::Money(amount) => amount.to_string(),
        _ => String::new(),
    }
}

/// The rows below the headings, as text, down to the total.
fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
    let texts = |row: &earmark::book::Row| -> Vec<String> {
        row.cells.iter().map(|(_, cell)| text(cell)).collect()
    };
    sheet.rows.iter().skip(7).map(texts).take_while(|row| row[0] != "Total").collect()
}

#[test]
fn a_form_holds_the_lines_its_body_could_spend() {
    let book = filled("Ministry of Health");
    let rows = rows(&book.sheets[0]);
    let lines: Vec<[&str; 4]> = rows
        .iter()
        .filter(|row| !row[0].is_empty())
        .map(|row| [&*row[0], &*row[2], &*row[3], &*row[4]])
        .collect();
    let expected = [
        ["1.1.1", "Budget", "", "1000.00"],
        ["1.1.2", "Budget of all implementers", "", "300.00"],
        ["1.1.2", "Donation", "UNICEF", "500.00"],
    ];
    assert_eq!(lines, expected);
    // As many empty ones as leave the lines to sign on the page of the table.
    assert_eq!(rows.len(), 3 + 24);
    assert!(rows.iter().all(|row| row[5].is_empty()), "nothing is spent before it is filled in");
    let police = filled("Police administration");
    assert_eq!(self::rows(&police.sheets[0]).iter().filter(|row| !row[0].is_empty()).count(), 2);
}

#[test]
fn a_cost_without_a_source_lets_the_officer_say_which() {
    let book = filled("Red Cross of Montenegro");
    let row = &book.sheets[0].rows[7];
    assert!(row.cells[2].1.unlocked && row.cells[3].1.unlocked);
    let choice = book.sheets[0].validations.iter().find(|rule| rule.first == (7, 2)).unwrap();
    assert!(matches!(&choice.rule, ValidationRule::Words(words) if words.len() == 3));
    assert_eq!(row.cells[4].1.content, Content::Empty, "unknown is not zero");
}

#[test]
fn generic_partners_get_no_form() {
    let bodies: Vec<String> = form_bodies(&small::plan()).iter().map(ToString::to_string).collect();
    assert_eq!(bodies, ["Ministry of Health", "Police administration", "Red Cross of Montenegro"]);
}

#[test]
fn every_heading_and_label_is_one_that_the_reader_knows() {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    let headings = |book: &Book| -> Vec<Option<Heading>> {
        let row = book.sheets[0]
            .rows
            .iter()
            .find(|row| row.cells.first().is_some_and(|(_, cell)| cell.look == Look::Header))
            .unwrap();
        row.cells.iter().map(|(_, cell)| vocabulary.heading(&text(cell))).collect()
    };
    use Heading as H;
    let expected = [
        H::Code,
        H::Activity,
        H::Source,
        H::Donor,
        H::Planned,
        H::Spent,
        H::Date,
        H::Document,
        H::Description,
        H::Reason,
        H::Status,
    ];
    let expected: Vec<_> = expected.into_iter().map(Some).collect();
    let blank = blank_form(threshold(), Translation::english());
    assert_eq!(headings(&blank), expected);
    assert_eq!(headings(&filled("Ministry of Health")), expected);
    let register = [
        H::Code,
        H::Activity,
        H::Source,
        H::Body,
        H::Donor,
        H::Kind,
        H::Amount,
        H::Date,
        H::Reference,
    ];
    let register: Vec<_> = register.into_iter().map(Some).collect();
    assert_eq!(headings(&blank_funding_register(Translation::english())), register);
    let labels: Vec<_> = blank.sheets[0].rows[3..5]
        .iter()
        .map(|row| vocabulary.heading(&text(&row.cells[0].1)))
        .collect();
    assert_eq!(labels, [Some(H::Body), Some(H::Period)]);
    assert!(vocabulary.is_total("Total"));
}

#[test]
fn every_choice_in_a_list_is_one_that_the_reader_knows() {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    for book in [
        filled("Ministry of Health"),
        blank_form(threshold(), Translation::english()),
        blank_funding_register(Translation::english()),
    ] {
        for validation in &book.sheets[0].validations {
            let ValidationRule::Words(words) = &validation.rule else { continue };
            for word in words {
                let word = &*word.shown();
                let known = vocabulary.source(word).is_some()
                    || vocabulary.funding_kind(word).is_some()
                    || earmark::vocabulary::period(word).is_some_and(|p| p.year == Some(2020));
                assert!(known, "{word:?}");
            }
        }
    }
}

#[test]
fn only_the_yellow_cells_are_open() {
    for book in [filled("Ministry of Health"), blank_form(threshold(), Translation::english())] {
        assert!(book.sheets[0].protected && book.sheets[1].protected);
        for row in &book.sheets[0].rows {
            for (column, cell) in &row.cells {
                assert_eq!(cell.unlocked, cell.look == Look::Input, "column {column}: {cell:?}");
            }
        }
    }
}

#[test]
fn what_is_read_from_an_empty_form_is_no_amount_but_the_total_of_nothing() {
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes(&filled("Ministry of Health")))).unwrap();
    assert_eq!(workbook.sheet_names(), ["Expenditure", "Instructions", "Lists"]);
    let range = workbook.worksheet_range("Expenditure").unwrap();
    let spent: Vec<&Data> = range
        .used_cells()
        .filter(|(_, column, value)| *column == 5 && !matches!(value, Data::String(_)))
        .map(|(_, _, value)| value)
        .collect();
    assert_eq!(spent, [&Data::Float(0.0)]);
    for sheet in ["Instructions", "Lists"] {
        for (_, _, value) in workbook.worksheet_range(sheet).unwrap().used_cells() {
            assert!(matches!(value, Data::String(_)), "{sheet}: {value:?}");
        }
    }
}

#[test]
fn the_totals_of_forms_are_what_their_formulas_give() {
    let books = [
        ("filled", filled("Ministry of Health")),
        ("blank", blank_form(threshold(), Translation::english())),
    ];
    let files: Vec<_> =
        books.iter().map(|(name, book)| ((*name).to_owned(), bytes(book))).collect();
    for (name, bytes) in &files {
        strict::assert_sound(name, bytes);
    }
    if let Some(found) = oracle::differing(&files) {
        assert_eq!(found, []);
    }
}

/// With EARMARK_BLESS=1 the files are written anew.
#[test]
fn the_blank_forms_that_come_with_the_program_are_these() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for (name, book) in [
        ("expenditure-form.xlsx", blank_form(threshold(), Translation::english())),
        ("funding-register.xlsx", blank_funding_register(Translation::english())),
    ] {
        let (path, made) = (folder.join(name), bytes(&book));
        if std::env::var_os("EARMARK_BLESS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let mut kept = Vec::new();
        std::fs::File::open(&path).unwrap().read_to_end(&mut kept).unwrap();
        assert!(made == kept, "{name} is not what the program makes; EARMARK_BLESS=1 rewrites it");
    }
}
