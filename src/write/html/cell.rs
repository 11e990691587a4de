//! Cells as HTML. In: a cell and the marks drawn over it. Out: one element. Numbers as a person reads
//! them; unknown stays empty.

use rust_decimal::Decimal;

use super::text;
use crate::book::{Cell, Condition, Content, Look, Mark, Result, Sheet, Style};
use crate::language::Translation;
use crate::model::{Euros, grouped};

/// The element of a cell.
pub(super) fn marked(
    (sheet, row, column): (&Sheet, u32, u16),
    cell: &Cell,
    words: &Translation,
) -> String {
    let mut classes = vec![class(cell.look)];
    // A heading has the style of the cells below it.
    match (number(&cell.content), cell.style) {
        (Some(sign), _) => classes.extend(["number", sign]),
        (None, Style::Money | Style::Percent | Style::Count) => classes.push("number"),
        (None, Style::Centre) => classes.push("centre"),
        (None, Style::Text | Style::Wrap | Style::Date | Style::AsSent) => {}
    }
    let over = |mark: &Condition| mark.mark == Mark::PositiveIsBad && within(mark, row, column);
    if sheet.conditions.iter().any(over) && is_positive(&cell.content) {
        classes.push("bad");
    }
    classes.retain(|class| !class.is_empty());
    let class = if classes.is_empty() {
        String::new()
    } else {
        format!(" class=\"{}\"", classes.join(" "))
    };
    let span =
        if cell.more.span > 1 { format!(" colspan=\"{}\"", cell.more.span) } else { String::new() };
    let shown = text_of(&cell.content, words);
    match cell.look {
        Look::Header => format!("<th scope=\"col\"{class}{span}>{shown}</th>"),
        _ if column == 0 && cell.style == Style::Text => {
            format!("<th scope=\"row\"{class}{span}>{shown}</th>")
        }
        _ => format!("<td{class}{span}>{shown}</td>"),
    }
}

fn within(mark: &Condition, row: u32, column: u16) -> bool {
    (mark.first.0..=mark.last.0).contains(&row) && (mark.first.1..=mark.last.1).contains(&column)
}

/// The name of a look in the style sheet.
pub(super) fn class(look: Look) -> &'static str {
    match look {
        Look::Body | Look::Header | Look::Title | Look::Section | Look::Link => "",
        Look::Subtitle => "subtitle",
        Look::Hint => "hint",
        Look::Group => "group",
        Look::SubGroup => "subgroup",
        Look::Total => "total",
        Look::Input | Look::Given => "given",
        Look::Good => "good",
        Look::Attention => "attention",
        Look::Bad => "bad",
        Look::Noted => "noted",
        Look::Figure => "figure",
    }
}

/// For a number the class of its sign.
fn number(content: &Content) -> Option<&'static str> {
    let sign = |negative| Some(if negative { "negative" } else { "" });
    match content {
        Content::Money(euros) | Content::Formula(_, Result::Money(euros)) => {
            sign(euros.is_negative())
        }
        Content::Ratio(ratio) | Content::Formula(_, Result::Ratio(ratio)) => {
            sign(**ratio < Decimal::ZERO)
        }
        Content::Count(_) | Content::Formula(_, Result::Count(_)) => sign(false),
        Content::Number(number) => sign(*number < Decimal::ZERO),
        Content::Empty
        | Content::Text(_)
        | Content::Said(_)
        | Content::Date(_)
        | Content::Truth(_)
        | Content::Formula(_, Result::Text(_) | Result::Said(_)) => None,
    }
}

fn is_positive(content: &Content) -> bool {
    match content {
        Content::Money(euros) | Content::Formula(_, Result::Money(euros)) => *euros > Euros::ZERO,
        Content::Ratio(ratio) | Content::Formula(_, Result::Ratio(ratio)) => {
            **ratio > Decimal::ZERO
        }
        _ => false,
    }
}

/// What a cell shows, harmless in a page.
pub(super) fn text_of(content: &Content, words: &Translation) -> String {
    match content {
        Content::Empty => String::new(),
        Content::Text(shown) => text(shown),
        Content::Formula(_, Result::Text(shown)) => text(shown),
        Content::Said(said) => text(&words.text(said)),
        Content::Formula(_, Result::Said(said)) => text(&words.text(said)),
        Content::Money(euros) | Content::Formula(_, Result::Money(euros)) => {
            format!("{}&nbsp;€", words.number(&euros.grouped()))
        }
        Content::Ratio(ratio) | Content::Formula(_, Result::Ratio(ratio)) => {
            words.number(&format!("{:.1}%", (**ratio * Decimal::ONE_HUNDRED).round_dp(1)))
        }
        Content::Count(count) | Content::Formula(_, Result::Count(count)) => {
            words.number(&grouped(&count.to_string()))
        }
        Content::Number(number) => number.normalize().to_string(),
        Content::Truth(is) => if *is { "TRUE" } else { "FALSE" }.to_owned(),
        Content::Date(day) => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
    }
}
