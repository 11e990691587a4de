//! Small parts that several forms share: open cells, rules for what may be typed. Out: parts of a book.

use crate::book::{Cell, Column, Content, Look, Style, Validation, ValidationRule};
use crate::language::Said;
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
pub(in crate::report) fn prompt(title: impl Into<Said>, text: impl Into<Said>) -> (Said, Said) {
    (title.into(), text.into())
}

/// One of these words.
pub(in crate::report) fn words(words: &[&'static str]) -> ValidationRule {
    ValidationRule::Words(words.iter().map(|word| Said::new(word)).collect())
}

/// A day between two, or any day where none are given.
pub(in crate::report) fn date_rule(
    first: (u32, u16),
    last: (u32, u16),
    days: Option<(Date, Date)>,
) -> Validation {
    let (rule, text) = match days {
        Some((from, to)) => {
            let text = Said::new("A day between {first} and {last}.");
            let text = text.with("first", from).with("last", to);
            (ValidationRule::Date(from, to), text)
        }
        None => (ValidationRule::Any, Said::new("A day, such as 15.06.2020.")),
    };
    let error = Said::list([text.clone(), "Only the date stands in this cell.".into()], " ");
    Validation {
        first,
        last,
        rule,
        prompt: prompt("Date", text),
        error: prompt("Not a day of the year", error),
    }
}
