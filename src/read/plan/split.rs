//! Where a text with several names in it can be cut. In: text. Out: pieces and positions. Knows no
//! names itself.

use std::ops::Range;

use crate::model::fold;

/// The text cut at phrases ("in cooperation with the"), given folded and longest first.
pub(super) fn at_phrases<'a>(text: &'a str, phrases: &[String]) -> Vec<&'a str> {
    let words: Vec<(Range<usize>, String)> =
        word_ranges(text).map(|range| (range.clone(), fold(&text[range]))).collect();
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < words.len() {
        let length = phrases.iter().find_map(|phrase| {
            let wanted: Vec<&str> = phrase.split(' ').collect();
            let here = words.get(at..at + wanted.len())?;
            here.iter()
                .zip(&wanted)
                .all(|((_, word), wanted)| word == wanted)
                .then_some(wanted.len())
        });
        match length {
            Some(length) => {
                pieces.push(text.get(from..words[at].0.start).unwrap_or(""));
                at += length;
                from = words.get(at - 1).map_or(from, |(range, _)| range.end);
            }
            None => at += 1,
        }
    }
    pieces.push(text.get(from..).unwrap_or(""));
    pieces
}

/// The pieces between commas and semicolons that stand outside brackets.
pub(super) fn at_commas(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut depth = 0_u32;
    let mut from = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 => {
                pieces.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(from..text.len());
    pieces
}

/// Where words that join stand outside brackets.
pub(super) fn joins(text: &str, is_join: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut depth = 0_i32;
    let mut found = Vec::new();
    for range in word_ranges(text) {
        let word = &text[range.clone()];
        if depth <= 0 && range.start > 0 && range.end < text.len() && is_join(word) {
            found.push(range);
        }
        depth += word.matches('(').count() as i32 - word.matches(')').count() as i32;
    }
    found
}

/// What stands outside the brackets at the end, and what in them.
pub(super) fn brackets(text: &str) -> (&str, Vec<&str>) {
    let Some(open) = text.find('(') else {
        return (text, Vec::new());
    };
    let (outside, inside) = text.split_at(open);
    let parts = inside
        .split(['(', ')'])
        .map(|part| {
            part.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, '/' | '-' | '–' | '—' | ',')
            })
        })
        .filter(|part| !part.is_empty());
    (outside, parts.collect())
}

/// What stands before the first dash or slash with a space beside it, and what behind.
pub(super) fn at_dash(text: &str) -> (&str, Option<&str>) {
    for (at, character) in text.char_indices() {
        if !matches!(character, '-' | '–' | '—' | '/') {
            continue;
        }
        let before = text.get(..at).unwrap_or("");
        let behind = text.get(at + character.len_utf8()..).unwrap_or("");
        let spaced =
            before.ends_with(char::is_whitespace) || behind.starts_with(char::is_whitespace);
        if spaced && !before.trim().is_empty() && !behind.trim().is_empty() {
            return (before, Some(behind));
        }
    }
    (text, None)
}

/// The lines of a cell as one text: a line that runs on is joined by a space, a new name by a comma.
pub(super) fn lines_joined(text: &str, is_name: impl Fn(&str) -> bool) -> String {
    let mut joined = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if joined.is_empty() {
            joined.push_str(line);
            continue;
        }
        let last = joined.rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
        let open = joined.matches('(').count() > joined.matches(')').count();
        let runs_on = open
            || joined.ends_with([',', ';', '-', '–', '/'])
            || matches!(
                last.as_str(),
                "and" | "with" | "the" | "of" | "for" | "in" | "i" | "za" | "sa"
            )
            || line.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '–' | '—' | '/'))
            || (line.starts_with("- ") && !joined.starts_with("- "));
        let whole = format!("{joined} {line}");
        if runs_on || (whole.len() < 400 && is_name(&whole)) {
            joined = whole;
        } else {
            joined.push_str(", ");
            joined.push_str(line);
        }
    }
    joined
}

fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim_end();
        (!word.is_empty()).then_some(start..start + word.len())
    })
}
