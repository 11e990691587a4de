//! A finding as a person reads it in a terminal.

use std::borrow::Cow;

use super::catalogue::Catalogue;
use super::finding::Finding;
use crate::language::Said;
use crate::model::is_plain;

/// The finding over several lines, each indented, as in the design's example. Text of an input is
/// made safe: no control character reaches the terminal.
#[must_use]
pub fn render(finding: &Finding, catalogue: &Catalogue) -> String {
    let words = catalogue.words();
    let severity = words.text(&Said::new(finding.severity().word()));
    let mut lines = vec![
        format!("{severity}[{}]: {}", finding.code, catalogue.title(finding)),
        format!("  --> {}", words.text(&Said::from(&finding.place))),
    ];
    let told = [
        ("read:", catalogue.read(finding).map_or_else(String::new, |read| format!("\"{read}\""))),
        ("expected:", catalogue.expected(finding)),
        ("remedy:", catalogue.remedy(finding)),
        ("effect:", catalogue.effect(finding)),
    ];
    let told = told.map(|(label, text)| (words.text(&Said::new(label)), text));
    let width = told.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    for (label, text) in told {
        if !text.is_empty() {
            lines.push(format!("   {label:<width$}  {text}"));
        }
    }
    lines.iter().map(|line| safe(line)).collect::<Vec<_>>().join("\n")
}

/// A text of an input on one line, without control or direction-changing characters, at most 300
/// characters.
#[must_use]
pub fn safe(text: &str) -> String {
    shown(text).into_owned()
}

/// The same, only looked at where nothing in it has to be made safe.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 300;
    if text.len() <= LONGEST && is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut shown: String = text.chars().take(LONGEST).map(harmless).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

/// The same at any length, for files that other programs read.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    text.chars().map(harmless).collect()
}

fn harmless(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}
