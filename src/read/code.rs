//! Codes as people and spreadsheets write them. In: a cell. Out: the code it means, and the title
//! that may stand behind it. Never a guess: a number such as 1.1 is no code.

use crate::model::{ActivityCode, Date, Plan, fold};
use crate::sheet::Value;

/// What a cell of the code or activity column says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CodeReading {
    /// The code.
    pub code: Option<ActivityCode>,
    /// The text behind the code, or the whole text where there is no code.
    pub title: String,
    /// The cell held a date, which is what spreadsheets make of a code such as 1.1.10.
    pub from_date: bool,
}

/// Words that may stand before a code.
const BEFORE: [&str; 14] = [
    "activity",
    "activities",
    "act",
    "no",
    "nr",
    "number",
    "code",
    "aktivnost",
    "akt",
    "br",
    "broj",
    "sifra",
    "oznaka",
    "kod",
];

/// Reads a cell. A date becomes a code only where the plan has that code.
pub(super) fn read_code(value: &Value, plan: Option<&Plan>) -> CodeReading {
    match value {
        Value::Text(text) => from_text(text, plan),
        Value::Date { date: Some(date), .. } => {
            let code = recover(*date, plan);
            CodeReading { code, title: String::new(), from_date: code.is_some() }
        }
        _ => CodeReading::default(),
    }
}

/// Day, month and the last two digits of the year: what was typed before it became a date.
fn recover(date: Date, plan: Option<&Plan>) -> Option<ActivityCode> {
    let year = u32::try_from(date.year().rem_euclid(100)).ok()?;
    let day = u32::try_from(date.day()).ok()?;
    let month = u32::try_from(date.month()).ok()?;
    let code = ActivityCode::from_parts(&[day, month, year]).ok()?;
    plan?.activities.contains_key(&code).then_some(code)
}

fn from_text(text: &str, plan: Option<&Plan>) -> CodeReading {
    let trimmed = text.trim();
    if let Some((code, rest)) = leading_code(skip_words(trimmed)) {
        if names_another(rest) {
            // "1.1.1 and 1.1.2": which part of the amount is whose, only the sender knows.
            return CodeReading { code: None, title: trimmed.to_owned(), from_date: false };
        }
        // A day written out, 01.01.2010, is again a code that was turned into a date.
        let title = rest.trim_start_matches(['.', ',', ')', ':', '-', '–', '—', ' ', '\u{a0}']);
        return CodeReading { code: Some(code), title: title.trim().to_owned(), from_date: false };
    }
    if let Some(code) = super::date::from_text(trimmed).and_then(|date| recover(date, plan)) {
        return CodeReading { code: Some(code), title: String::new(), from_date: true };
    }
    CodeReading { code: None, title: trimmed.to_owned(), from_date: false }
}

/// Whether a second code follows directly, joined to the first.
fn names_another(rest: &str) -> bool {
    let marks =
        |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '/' | '-' | '–' | '&' | '+');
    let mut next = rest.trim_start_matches(marks);
    for word in ["and ", "i ", "to ", "do ", "te ", "и ", "до "] {
        next = next.strip_prefix(word).unwrap_or(next).trim_start_matches(marks);
    }
    leading_code(next).is_some()
}

/// Leaves out "Act.", "Aktivnost br." and the like, if a digit follows them.
fn skip_words(text: &str) -> &str {
    let Some(digit) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let folded = fold(&text[..digit]);
    if folded.split(' ').all(|word| word.is_empty() || BEFORE.contains(&word)) {
        &text[digit..]
    } else {
        text
    }
}

/// Numbers joined by points or commas at the start of a text, at least three, and what follows.
pub(super) fn leading_code(text: &str) -> Option<(ActivityCode, &str)> {
    let bytes = text.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    let mut end = 0;
    loop {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        if at == start || at - start > 4 {
            break;
        }
        numbers.push(text[start..at].parse::<u32>().ok()?);
        end = at;
        let mut next = at;
        // "1. 1. 10" is written too; a space counts only behind the mark.
        if bytes.get(next).is_some_and(|b| matches!(b, b'.' | b',')) {
            next += 1;
            if numbers.len() < 3 && bytes.get(next) == Some(&b' ') {
                next += 1;
            }
            at = next;
        } else {
            break;
        }
    }
    // What follows directly must not go on with the number or be a word glued to it.
    let rest = &text[end..];
    if rest.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    Some((ActivityCode::from_parts(&numbers).ok()?, rest))
}

/// The code that heads something, with or without a title behind it. "31.12.2020" is a day.
pub(super) fn heading_code(text: &str) -> Option<(ActivityCode, &str)> {
    let found = leading_code(text.trim())?;
    let day =
        super::date::from_text(text).is_some() || found.0.parts().iter().any(|part| *part >= 1900);
    (!day).then_some(found)
}
