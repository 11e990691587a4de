//! The blank register of funding: what money is there, promised or on its way. Out: a book whose
//! headings the reader of registers knows.

use super::instructions;
use super::parts::{columns, date_rule, input, prompt, words as list};
use crate::book::{
    Book, Cell, Look, Print, Properties, Row, Sheet, Style, Validation, ValidationRule,
};
use crate::language::Translation;

/// The headings, each a word of `templates/headings.toml`, and their widths.
const COLUMNS: [(&str, u16, Style); 9] = [
    ("Code", 12, Style::Centre),
    ("Activity", 42, Style::Wrap),
    ("Source of funding", 20, Style::Text),
    ("Institution", 32, Style::Wrap),
    ("Donor", 24, Style::Wrap),
    ("Kind", 14, Style::Text),
    ("Amount (€)", 16, Style::Money),
    ("Date", 12, Style::Date),
    ("Reference", 30, Style::Wrap),
];

/// The row of the headings.
const HEADER: u32 = 3;
const ROWS: u32 = 45;

/// A blank register of funding. It may grow, so it is not protected.
#[must_use]
pub fn blank_funding_register(words: &Translation) -> Book {
    let width = COLUMNS.len() as u16;
    let hint = "One row for each decision, pledge, contract or payment. What each column means \
                stands on the next sheet.";
    let header =
        COLUMNS.iter().map(|(heading, _, style)| Cell::new(*heading, *style).look(Look::Header));
    let mut rows = vec![
        Row::from_cells([Cell::text("Register of funding").look(Look::Title).span(width)]),
        Row::from_cells([Cell::wrap(hint).look(Look::Hint).span(width)]),
        Row::default().height(8),
        Row::from_cells(header).height(24),
    ];
    let open = || Row::from_cells(COLUMNS.iter().map(|(_, _, style)| input("", *style)));
    rows.extend((0..ROWS).map(|_| open()));
    let (first, last) = (HEADER + 1, HEADER + ROWS);
    let rule = |column: u16,
                rule: ValidationRule,
                title: &'static str,
                text: &'static str,
                error: &'static str| Validation {
        first: (first, column),
        last: (last, column),
        rule,
        prompt: prompt(title, text),
        error: prompt("Not a value for this column", error),
    };
    let validations = vec![
        rule(
            0,
            ValidationRule::Any,
            "Code",
            "The code of the activity as the plan prints it, such as 1.1.10.",
            "",
        ),
        rule(
            2,
            list(&["Budget", "Donation", "Budget of all implementers"]),
            "Source of funding",
            "Where the money comes from.",
            "Choose one of the sources in the list.",
        ),
        rule(
            5,
            list(&["Appropriated", "Pledged", "Committed", "Received"]),
            "Kind",
            "Appropriated: voted. Pledged: promised. Committed: signed. Received: arrived.",
            "Choose one of the four kinds in the list.",
        ),
        rule(
            6,
            ValidationRule::Money,
            "Euros",
            "A number in euros, without words.",
            "Write only the number, in euros and with at most two decimals, such as 12500.",
        ),
        date_rule((first, 7), (last, 7), None),
    ];
    let sheet = Sheet {
        name: "Funding".to_owned(),
        columns: columns(COLUMNS.iter().map(|(_, width, _)| *width)),
        rows,
        freeze: (HEADER + 1, 1),
        validations,
        print: Print {
            repeat: Some((HEADER, HEADER)),
            footer: "Register of funding".into(),
            ..Print::default()
        },
        ..Sheet::default()
    };
    let properties = Properties { title: "Register of funding".into(), ..Properties::default() };
    let sheets = [sheet, instructions::funding()];
    Book {
        properties: properties.spoken(words),
        sheets: sheets.into_iter().map(|sheet| sheet.spoken(words)).collect(),
        names: Vec::new(),
    }
}
