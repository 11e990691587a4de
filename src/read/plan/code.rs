//! The codes of a plan as they are typed: of an activity, with or without a title behind it, and of
//! a measure. Never takes two numbers for an activity, nor a date for a code.

use rust_decimal::prelude::ToPrimitive;

use crate::model::{ActivityCode, Date, tidy};
use crate::vocabulary::{Heading, Vocabulary};

/// The code at the start of a text and what stands behind it: "1.1.10. Title", "4.2.3 Title",
/// "Act. 1,1,10", "Activity 1.1.1: Title". Parts have at most three digits: a year is no part.
pub(super) fn leading_code<'a>(
    text: &'a str,
    vocabulary: &Vocabulary,
) -> Option<(ActivityCode, &'a str)> {
    let mut text = text.trim_start();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let label = text.get(..start)?.trim();
    if !label.is_empty() {
        let known = matches!(vocabulary.heading(label), Some(Heading::Activity | Heading::Code))
            || matches!(label.trim_end_matches('.').to_lowercase().as_str(), "act" | "akt");
        if !known || label.len() > 24 {
            return None;
        }
        text = text.get(start..)?;
    }
    let end =
        text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let parts: Vec<&str> = digits.trim_end_matches(['.', ',']).split(['.', ',']).collect();
    if parts.iter().any(|part| part.is_empty() || part.len() > 3) {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let code = ActivityCode::from_parts(&numbers).ok()?;
    Some((code, rest.trim_start_matches([' ', ':', '-', '–', '\u{a0}', '\t', '\n'])))
}

/// The code that a spreadsheet in a Balkan locale turned into a day: 1 Jan 2010 was 1.1.10.
pub(super) fn code_of_date(date: Date) -> Option<ActivityCode> {
    let year = u32::try_from(date.year().rem_euclid(100)).ok()?;
    ActivityCode::from_parts(&[
        u32::try_from(date.day()).ok()?,
        u32::try_from(date.month()).ok()?,
        year,
    ])
    .ok()
}

/// The number of an area or an objective and its title: "1: Improve …", "3. Criminal …", "4 : …".
pub(super) fn numbered(rest: &str) -> Option<(u16, String)> {
    let rest = rest.trim();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number = rest.get(..end)?.parse::<u16>().ok()?;
    Some((number, title(rest.get(end..)?)))
}

/// The code of a measure and its title: "1.2: …", "4.3.: …", "3.3./3.4. …" gives "3.3/3.4".
pub(super) fn measure(rest: &str) -> Option<(String, String)> {
    let rest = rest.trim();
    let mut codes = Vec::new();
    let mut left = rest;
    loop {
        let end = left.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(left.len());
        let (code, behind) = left.split_at(end);
        let code = code.trim_end_matches('.');
        let parts = code.split('.').filter(|part| (1..=3).contains(&part.len())).count();
        if code.is_empty() || parts != code.split('.').count() || parts > 5 {
            return None;
        }
        codes.push(code);
        let next = behind.trim_start().strip_prefix('/').map(str::trim_start);
        match next {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) && codes.len() < 10 => {
                left = next;
            }
            _ => return Some((codes.join("/"), title(behind))),
        }
    }
}

/// "3.3./3.4. Strengthen …" or "1.2 Continue …": a measure without those words, with a title.
pub(super) fn bare_measure(line: &str) -> Option<(String, String)> {
    let (code, title) = measure(line)?;
    let two = code.split('/').all(|one| one.split('.').count() == 2);
    (two && title.chars().next().is_some_and(char::is_uppercase)).then_some((code, title))
}

fn title(text: &str) -> String {
    tidy(text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '–')))
}

/// Whether an activity's code lies under a measure's: 3.3.1 lies under "3.3/3.4".
pub(super) fn lies_under(code: ActivityCode, measure: &str) -> bool {
    measure.split('/').any(|one| {
        let numbers: Vec<Option<u16>> = one.split('.').map(|part| part.parse().ok()).collect();
        numbers.len() == code.parts().len() - 1
            && numbers.iter().zip(code.parts()).all(|(number, part)| *number == Some(*part))
    })
}

/// The code of the measure that an activity's own code names: 1.1 for 1.1.10.
pub(super) fn measure_of(code: ActivityCode) -> String {
    let parts = code.parts();
    let own = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default();
    own.iter().map(u16::to_string).collect::<Vec<_>>().join(".")
}

/// A whole number typed into a cell, such as the number of an area.
pub(super) fn whole(number: rust_decimal::Decimal) -> Option<u16> {
    number.fract().is_zero().then(|| number.to_u16())?
}
