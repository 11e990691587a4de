//! Number formats that somebody else wrote, before they go into a workbook. In: a format's code. Out:
//! whether every spreadsheet program reads it. Excel repairs a whole workbook for one format that it
//! does not understand, so only plain shapes pass; a format that is refused costs its look, never its
//! value.

/// The longest code that passes; Excel takes 255 characters.
const LONGEST: usize = 120;
/// The longest literal text in a code.
const LONGEST_TEXT: usize = 40;

const COLOURS: [&str; 8] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];

/// Whether a number format is one that Excel and LibreOffice surely read: at most four sections, each
/// of them a number, a day or time, the text itself, or only words.
#[must_use]
pub fn is_sound_format(code: &str) -> bool {
    if code.trim().is_empty() || code.encode_utf16().count() > LONGEST {
        return false;
    }
    let Some(tokens) = tokens(code) else { return false };
    let sections: Vec<&[Token]> = tokens.split(|token| *token == Token::Section).collect();
    let last = sections.len() - 1;
    let text_comes_last =
        sections.iter().take(last).all(|section| !section.contains(&Token::Itself));
    sections.len() <= 4
        && text_comes_last
        && sections.iter().enumerate().all(|(index, section)| is_sound(section, index == 3))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// Text that is shown as it stands, also a currency or a colour.
    Words,
    /// A sign that fills what is left of the cell's width.
    Fill,
    /// 0, # or ?
    Digit,
    Point,
    /// A mark of thousands.
    Comma,
    Percent,
    /// The exponent with its sign.
    Exponent,
    /// Part of a day or a time.
    Time,
    /// AM/PM
    Half,
    General,
    /// @
    Itself,
    /// ;
    Section,
}

/// The code in its parts; none where something in it is not known.
fn tokens(code: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '"' => {
                let text = rest.get(1..)?.split('"').next()?;
                let closed = rest.get(1 + text.len()..)?.starts_with('"');
                if !closed || !is_harmless(text) {
                    return None;
                }
                (Token::Words, text.len() + 2)
            }
            '\\' | '_' | '*' => {
                let shown = rest.chars().nth(1).filter(|c| !c.is_control() && *c <= '\u{fffd}')?;
                let token = if first == '*' { Token::Fill } else { Token::Words };
                (token, 1 + shown.len_utf8())
            }
            '[' => {
                let inside = rest.get(1..)?.split(']').next()?;
                if !rest.get(1 + inside.len()..)?.starts_with(']') {
                    return None;
                }
                (bracketed(inside)?, inside.len() + 2)
            }
            '0' | '#' | '?' => (Token::Digit, 1),
            '.' => (Token::Point, 1),
            ',' => (Token::Comma, 1),
            '%' => (Token::Percent, 1),
            '@' => (Token::Itself, 1),
            ';' => (Token::Section, 1),
            ' ' | '-' | '+' | '(' | ')' | '/' | ':' | '$' => (Token::Words, 1),
            '€' | '\u{a0}' | '–' => (Token::Words, first.len_utf8()),
            'E' if starts(rest, "E+0") || starts(rest, "E-0") => (Token::Exponent, 2),
            'G' | 'g' if starts(rest, "general") => (Token::General, 7),
            'A' | 'a' if starts(rest, "am/pm") => (Token::Half, 5),
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => {
                let run = rest.chars().take_while(|c| c.eq_ignore_ascii_case(&first)).count();
                let lengths: &[usize] = match first.to_ascii_lowercase() {
                    'd' | 'm' => &[1, 2, 3, 4],
                    'y' => &[2, 4],
                    _ => &[1, 2],
                };
                lengths.contains(&run).then_some((Token::Time, run))?
            }
            _ => return None,
        };
        tokens.push(token);
        rest = rest.get(length..)?;
    }
    Some(tokens)
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn is_harmless(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT
        && text.chars().all(|c| !c.is_control() && c <= '\u{fffd}' && c != '\\')
}

/// A colour, a currency with its language, or hours and minutes beyond a day.
fn bracketed(inside: &str) -> Option<Token> {
    if COLOURS.iter().any(|colour| inside.eq_ignore_ascii_case(colour)) {
        return Some(Token::Words);
    }
    if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "mm" | "ss") {
        return Some(Token::Time);
    }
    let (sign, language) = inside.strip_prefix('$')?.split_once('-')?;
    let known =
        (1..=8).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_hexdigit());
    let short = sign.chars().count() <= 8 && is_harmless(sign) && !sign.contains(['[', '"', ';']);
    (known && short).then_some(Token::Words)
}

/// Whether a section is of one kind only, and its digits stand together.
fn is_sound(section: &[Token], is_text: bool) -> bool {
    let count = |token: Token| section.iter().filter(|one| **one == token).count();
    let time = count(Token::Time) + count(Token::Half) > 0;
    // In a day such as d.m.yyyy the point is only a sign between its parts.
    let number = section.iter().any(|one| match one {
        Token::Digit | Token::Percent | Token::Exponent => true,
        Token::Point | Token::Comma => !time,
        _ => false,
    });
    let (general, itself) = (count(Token::General), count(Token::Itself));
    let kinds = [number, time, general > 0, itself > 0].iter().filter(|kind| **kind).count();
    let fills = count(Token::Fill);
    if kinds > 1
        || fills > 1
        || general > 1
        || itself > 1
        || (is_text && (number || time || general > 0))
    {
        return false;
    }
    if time {
        return count(Token::Time) > 0;
    }
    if !number {
        return true;
    }
    let part =
        |one: &Token| matches!(one, Token::Digit | Token::Point | Token::Comma | Token::Exponent);
    let Some(first) = section.iter().position(part) else { return false };
    let behind = section.iter().rposition(part).map_or(first, |last| last + 1);
    let digits = section.get(first..behind).unwrap_or_default();
    let point = digits.iter().position(|one| *one == Token::Point).unwrap_or(digits.len());
    digits.iter().all(part)
        && digits.first() == Some(&Token::Digit)
        && count(Token::Point) <= 1
        && count(Token::Exponent) <= 1
        && count(Token::Percent) <= 1
        && digits.last() != Some(&Token::Exponent)
        // Behind the point a mark of thousands may only stand at the very end.
        && digits.get(point..).unwrap_or_default().windows(2).all(|pair| {
            pair[0] != Token::Comma || pair[1] == Token::Comma
        })
}
