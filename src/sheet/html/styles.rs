//! Number formats in a web page's style sheet: `.xl24 {mso-number-format:"\#\,\#\#0\.00";}`. In:
//! styles. Out: the format's code by class. Nothing else of a style matters but `display:none`.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use crate::sheet::numfmt;

/// Format codes by class.
#[derive(Default)]
pub(super) struct Styles {
    formats: BTreeMap<String, ArcStr>,
}

impl Styles {
    /// Takes what a `<style>` holds.
    pub(super) fn read(&mut self, sheet: &str) {
        for rule in sheet.split('}') {
            let Some((selectors, style)) = rule.split_once('{') else { continue };
            let Some(format) = format(style) else { continue };
            for selector in selectors.split(',') {
                let class = selector.rsplit('.').next().unwrap_or("").trim();
                if selector.contains('.') && !class.is_empty() {
                    self.formats.insert(class.to_owned(), ArcStr::clone(&format));
                }
            }
        }
    }

    /// The format of a cell, from its own style or its classes.
    pub(super) fn format(&self, style: Option<&str>, classes: Option<&str>) -> Option<ArcStr> {
        style.and_then(format).or_else(|| {
            let mut classes = classes.unwrap_or_default().split_ascii_whitespace();
            classes.find_map(|class| self.formats.get(class).cloned())
        })
    }
}

/// Whether an element is hidden.
pub(super) fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().contains("display:none")
}

fn format(style: &str) -> Option<ArcStr> {
    let at = style.to_ascii_lowercase().find("mso-number-format:")?;
    let rest = style.get(at + "mso-number-format:".len()..)?.trim_start();
    let (quoted, rest) = match rest.strip_prefix('"') {
        Some(rest) => (Some('"'), rest),
        None => match rest.strip_prefix('\'') {
            Some(rest) => (Some('\''), rest),
            None => (None, rest),
        },
    };
    let mut code = String::new();
    let mut characters = rest.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => code.extend(escaped(&mut characters)),
            end if Some(end) == quoted || (quoted.is_none() && end == ';') => break,
            other => code.push(other),
        }
    }
    numfmt::named(code.trim()).map(Into::into)
}

/// What follows a backslash: a character, or its number in up to six hexadecimal digits and a space.
fn escaped(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<char> {
    let mut digits = String::new();
    while digits.len() < 6
        && let Some(digit) = characters.next_if(char::is_ascii_hexdigit)
    {
        digits.push(digit);
    }
    // Excel writes `\0022` for a quotation mark, and `\0`, `\.` for the characters themselves.
    if digits.len() >= 4 {
        characters.next_if_eq(&' ');
        return u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
    }
    if digits.is_empty() { characters.next() } else { digits.chars().next() }
}
