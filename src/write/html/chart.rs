//! Charts as drawn lines of HTML: one bar for each figure, with the figure beside it, so that it reads
//! in grey, in print and aloud. In: ranges of the sheet's own cells. Out: a figure in SVG.

use std::fmt::Write;

use super::{cell, text};
use crate::book::{Chart, Content, Result, Series, Sheet};
use crate::language::Translation;
use crate::model::grouped;

const SERIES: [&str; 3] = ["#A9B7C6", "#34495E", "#C98A1B"];
/// Widths and heights in units of the drawing.
const LABEL: i128 = 260;
const LONGEST: i128 = 420;
const FIGURE: i128 = 130;
const BAR: i128 = 13;
const BETWEEN: i128 = 10;
const LEGEND: i128 = 26;
/// As many letters of a category as fit on one line before its bars.
const LETTERS: usize = 36;

// As attributes, which programs keep that drop the style sheet.
const LETTER: &str = "font-size=\"12\" fill=\"#1f2933\"";
const SMALL: &str = "font-size=\"10\" fill=\"#1f2933\"";

/// The chart as a figure; nothing where its ranges hold no amounts.
pub(super) fn drawn(chart: &Chart, sheet: &Sheet, words: &Translation) -> String {
    let figure = |content| figure(content, words);
    let series: Vec<(&Series, Vec<Option<Figure>>)> = chart
        .series
        .iter()
        .map(|series| (series, cells(sheet, &series.values).map(figure).collect()))
        .collect();
    let categories: Vec<String> = chart
        .series
        .first()
        .map(|series| {
            let shown = |content| cell::text_of(content, words);
            cells(sheet, &series.categories).map(shown).collect()
        })
        .unwrap_or_default();
    let sizes = series.iter().flat_map(|(_, values)| values.iter().flatten().map(|one| one.size));
    let Some(largest) = sizes.max().filter(|largest| *largest > 0) else {
        return String::new();
    };
    let mut bars = String::new();
    let mut y = LEGEND;
    for (index, category) in categories.iter().enumerate() {
        let middle = y + BAR * (series.len() as i128) / 2 + 4;
        let _ =
            write!(bars, "<text x=\"0\" y=\"{middle}\" {LETTER}>{}</text>", shortened(category));
        for ((_, values), colour) in series.iter().zip(SERIES.iter().cycle()) {
            if let Some(value) = values.get(index).and_then(Option::as_ref) {
                let length = (value.size.max(0) * LONGEST).checked_div(largest).unwrap_or_default();
                let (end, base) = (LABEL + length + 5, y + BAR - 3);
                let _ = write!(
                    bars,
                    "<rect x=\"{LABEL}\" y=\"{y}\" width=\"{length}\" height=\"{BAR}\" fill=\"{colour}\"/>\
                     <text x=\"{end}\" y=\"{base}\" {SMALL}>{}</text>",
                    value.shown
                );
            }
            y += BAR;
        }
        y += BETWEEN;
    }
    let mut legend = String::new();
    let mut x = LABEL;
    for ((series, _), colour) in series.iter().zip(SERIES.iter().cycle()) {
        let _ = write!(
            legend,
            "<rect x=\"{x}\" y=\"4\" width=\"10\" height=\"10\" fill=\"{colour}\"/>\
             <text x=\"{}\" y=\"13\" {LETTER}>{}</text>",
            x + 15,
            text(&words.text(&series.name))
        );
        x += 110;
    }
    let (title, description) =
        (text(&words.text(&chart.title)), text(&words.text(&chart.description)));
    format!(
        "<figure>\n<figcaption>{title}</figcaption>\n<svg role=\"img\" aria-label=\"{description}\" \
         viewBox=\"0 0 {} {y}\">{legend}{bars}</svg>\n</figure>\n",
        LABEL + LONGEST + FIGURE
    )
}

/// What a bar stands for: how long it is beside others, in cents or in one by one, and its number.
struct Figure {
    size: i128,
    shown: String,
}

fn shortened(category: &str) -> String {
    if category.chars().count() <= LETTERS {
        return category.to_owned();
    }
    let kept: String = category.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

fn figure(content: &Content, words: &Translation) -> Option<Figure> {
    let (size, shown) = match content {
        Content::Money(euros) | Content::Formula(_, Result::Money(euros)) => {
            (euros.cents(), euros.grouped())
        }
        Content::Count(count) | Content::Formula(_, Result::Count(count)) => {
            (i128::from(*count), grouped(&count.to_string()))
        }
        _ => return None,
    };
    Some(Figure { size, shown: words.number(&shown) })
}

/// The cells of a part of a column, as charts name it: "Overview!$A$5:$A$8".
fn cells<'a>(sheet: &'a Sheet, range: &str) -> impl Iterator<Item = &'a Content> + use<'a> {
    let area = range.rsplit_once('!').map_or(range, |(_, area)| area);
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    let (rows, column) = match (position(first), position(last)) {
        (Some((first, column)), Some((last, _))) => (first..last + 1, column),
        _ => (0..0, 0),
    };
    rows.map(move |row| {
        let cells = sheet.rows.get(row as usize).map(|row| row.cells.as_slice());
        cells
            .and_then(|cells| cells.iter().find(|(at, _)| *at == column))
            .map_or(&Content::Empty, |(_, cell)| &cell.content)
    })
}

/// Row and column, counted from zero, of "$A$5".
fn position(address: &str) -> Option<(u32, u16)> {
    let address = address.replace('$', "");
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    let column = letters.bytes().try_fold(0_u16, |sum, letter| {
        let digit = u16::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}
