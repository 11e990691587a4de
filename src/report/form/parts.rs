//! Small parts that several forms share: open cells, rules for what may be typed. Out: parts of a book.

use crate::book::{Cell, Column, Content, Look, Style, Validation, ValidationRule};
use crate::model::Date;

/// A yellow cell to fill in.
pub(in crate::report) fn input(content: impl Into<Content>, style: Style) -> Cell {
    Cell::new(content, style).look(Look::Input).unlocked()
}

/// Columns of these widths.
pub(super) fn columns(widths: impl IntoIterator<Item = u16>) -> Vec<Column> {
    widths.into_iter().map(Column::width).collect()
}

/// A title and a text.
pub(in crate::report) fn prompt(title: &str, text: &str) -> (String, String) {
    (title.to_owned(), text.to_owned())
}

/// One of these words.
pub(in crate::report) fn words(words: &[&str]) -> ValidationRule {
    ValidationRule::Words(words.iter().map(|word| (*word).to_owned()).collect())
}

/// A day between two, or any day where none are given.
pub(in crate::report) fn date_rule(
    first: (u32, u16),
    last: (u32, u16),
    days: Option<(Date, Date)>,
) -> Validation {
    let shown = |date: Date| format!("{:02}.{:02}.{}", date.day(), date.month(), date.year());
    let (rule, text) = match days {
        Some((from, to)) => {
            let text = format!("A day between {} and {}.", shown(from), shown(to));
            (ValidationRule::Date(from, to), text)
        }
        None => (ValidationRule::Any, "A day, such as 15.06.2020.".to_owned()),
    };
    let error = format!("{text} Only the date stands in this cell.");
    Validation {
        first,
        last,
        rule,
        prompt: ("Date".to_owned(), text),
        error: ("Not a day of the year".to_owned(), error),
    }
}
