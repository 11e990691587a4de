//! Books that Excel would repair or refuse never become files.

use earmark::book::{
    Book, Cell, Content, Result as Computed, Row, Sheet, Style, Table, Validation, ValidationRule,
};
use earmark::language::Said;

use crate::sample::{cell, full, one_sheet};

fn refusal(book: &Book) -> String {
    earmark::write::xlsx(book).expect_err("must be refused").0
}

fn named(names: &[&str]) -> Book {
    let sheets =
        names.iter().map(|name| Sheet { name: (*name).to_owned(), ..Sheet::default() }).collect();
    Book { sheets, ..Book::default() }
}

#[test]
fn names_of_sheets() {
    let long = "x".repeat(32);
    for wrong in
        ["", "  ", "History", "HISTORY", "a/b", "a:b", "[a]", "a?", "'a", "a'", "a\\b", &long]
    {
        assert!(refusal(&named(&[wrong])).contains("sheet name"), "{wrong}");
    }
    assert!(refusal(&named(&["Entries", "ENTRIES"])).contains("two sheets"));
    assert!(refusal(&Book::default()).contains("shown"));
    let mut hidden = named(&["a"]);
    hidden.sheets[0].hidden = true;
    assert!(refusal(&hidden).contains("shown"));
    assert!(earmark::write::xlsx(&named(&[&"č".repeat(31), "It's", "a & b"])).is_ok());
}

#[test]
fn tables() {
    let with = |change: fn(&mut Sheet)| {
        let mut book = full();
        change(&mut book.sheets[0]);
        refusal(&book)
    };
    assert!(with(|s| s.tables[0].name = "A1".to_owned()).contains("address"));
    assert!(with(|s| s.tables[0].name = "two words".to_owned()).contains("letter"));
    assert!(with(|s| s.tables[0].name = "Planned_Total".to_owned()).contains("twice"));
    assert!(with(|s| s.tables[0].last = (2, 6)).contains("ends before"));
    assert!(with(|s| s.tables[0].first = (0, 0)).contains("heading"));
    assert!(
        with(|s| s.rows[3].cells[2].1.content = Content::from("SPENT")).contains("two columns")
    );
    assert!(with(|s| s.rows[3].cells[2].1.content = Content::Empty).contains("without a heading"));
    assert!(
        with(|s| {
            s.rows[5].cells.truncate(2);
            s.rows[5].cells[1].1.more.room().span = 3;
        })
        .contains("merged")
    );
    assert!(
        with(|s| {
            let second = Table { name: "Second".to_owned(), ..s.tables[0].clone() };
            s.tables.push(second);
        })
        .contains("overlaps")
    );
    assert!(
        with(|s| {
            let filter = |row| Table {
                first: (row, 0),
                last: (row + 1, 1),
                filter_only: true,
                ..Table::default()
            };
            s.tables = vec![filter(0), filter(4)];
        })
        .contains("one filter")
    );
}

#[test]
fn cells() {
    let overlap = vec![Row {
        cells: vec![(0, Cell::text("a").span(3)), (2, Cell::text("b"))],
        ..Row::default()
    }];
    assert!(refusal(&one_sheet(overlap)).contains("C1"));
    assert!(refusal(&cell(Cell::text("a").link("Nowhere", 0, 0))).contains("A1: the link"));
    let empty = Content::formula("=", Computed::Count(0));
    assert!(refusal(&cell(Cell::new(empty, Style::Count))).contains("formula"));
    let far = vec![Row { cells: vec![(16_384, Cell::text("a"))], ..Row::default() }];
    assert!(refusal(&one_sheet(far)).contains("last column"));
    assert!(refusal(&one_sheet(vec![Row::default(); 1_048_577])).contains("more rows"));
}

#[test]
fn validations() {
    let with = |rule: ValidationRule, twice: bool| {
        let mut book = one_sheet(Vec::new());
        let validation = Validation {
            first: (0, 0),
            last: (3, 0),
            rule,
            prompt: ("t".repeat(50).into(), "long ".repeat(100).into()),
            error: ("".into(), "".into()),
        };
        book.sheets[0].validations = vec![validation; if twice { 2 } else { 1 }];
        earmark::write::xlsx(&book).map_err(|error| error.0)
    };
    let words =
        |words: &[&str]| ValidationRule::Words(words.iter().copied().map(Said::data).collect());
    assert!(with(words(&["a,b"]), false).unwrap_err().contains("comma"));
    assert!(with(words(&[]), false).unwrap_err().contains("empty"));
    assert!(with(words(&["x".repeat(256).as_str()]), false).unwrap_err().contains("255"));
    assert!(with(ValidationRule::Money, true).unwrap_err().contains("share"));
    // A prompt that is too long is cut: it is help, not content.
    assert!(with(words(&["x".repeat(255).as_str()]), false).is_ok());
}
