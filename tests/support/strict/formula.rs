//! A formula as a row of tokens: enough to see functions, texts, addresses and how deep it nests.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A text in quotes, without them.
    Text(String),
    /// A name with "(" behind it: a function.
    Function(String),
    /// An address or a name, with its sheet: "Entries!$F$6:$F$9", "planned_total".
    Reference(String),
    Number(String),
    Open,
    Close,
    Comma,
    Operator(String),
}

/// The tokens, or why it is no formula.
pub fn tokens(formula: &str) -> Result<Vec<Token>, String> {
    let mut found = Vec::new();
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            ' ' => {
                rest = &rest[1..];
                continue;
            }
            '"' => {
                let length = quoted(rest, '"').ok_or("a text is not closed")?;
                (Token::Text(rest[1..length - 1].replace("\"\"", "\"")), length)
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '<' | '>' => {
                let length = if rest[1..].starts_with(['=', '>']) { 2 } else { 1 };
                (Token::Operator(rest[..length].to_owned()), length)
            }
            '+' | '-' | '*' | '/' | '^' | '&' | '=' | '%' => {
                (Token::Operator(first.to_string()), 1)
            }
            '0'..='9' | '.' => {
                let length = rest
                    .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ':' | '$')))
                    .unwrap_or(rest.len());
                match rest[..length].contains(':') {
                    true => (Token::Reference(rest[..length].to_owned()), length),
                    false => (Token::Number(rest[..length].to_owned()), length),
                }
            }
            first if first.is_alphabetic() || matches!(first, '_' | '$' | '\'') => word(rest)?,
            other => return Err(format!("{other:?} has no meaning")),
        };
        found.push(token);
        rest = &rest[length..];
    }
    Ok(found)
}

/// The length of a text up to its closing mark; a doubled mark is one of its letters.
fn quoted(text: &str, mark: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == mark {
            match letters.peek() {
                Some((_, next)) if *next == mark => drop(letters.next()),
                _ => return Some(at + 1),
            }
        }
    }
    None
}

fn word(rest: &str) -> Result<(Token, usize), String> {
    let mut length = 0;
    if rest.starts_with('\'') {
        length = quoted(rest, '\'').ok_or("the name of a sheet is not closed")?;
        if !rest[length..].starts_with('!') {
            return Err("a name in quotes is no sheet".to_owned());
        }
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | ':' | '!');
    length += rest[length..].find(|c: char| !part(c)).unwrap_or(rest.len() - length);
    let word = &rest[..length];
    Ok(match rest[length..].starts_with('(') {
        true => (Token::Function(word.to_owned()), length),
        false => (Token::Reference(word.to_owned()), length),
    })
}

/// Each function with the number of its arguments, and how deep the deepest "(" lies.
pub fn calls(tokens: &[Token]) -> Result<(Vec<(String, usize)>, usize), String> {
    let mut open: Vec<(Option<String>, usize, bool)> = Vec::new();
    let (mut found, mut deepest) = (Vec::new(), 0);
    let mut name = None;
    for token in tokens {
        if !matches!(token, Token::Close | Token::Comma)
            && let Some((_, _, filled)) = open.last_mut()
        {
            *filled = true;
        }
        match token {
            Token::Function(function) => name = Some(function.clone()),
            Token::Open => {
                open.push((name.take(), 0, false));
                deepest = deepest.max(open.len());
            }
            Token::Comma => match open.last_mut() {
                Some((Some(_), commas, _)) => *commas += 1,
                _ => return Err("a comma outside a function".to_owned()),
            },
            Token::Close => {
                let (function, commas, filled) = open.pop().ok_or("a ) too many")?;
                let arguments = if filled || commas > 0 { commas + 1 } else { 0 };
                found.extend(function.map(|function| (function, arguments)));
            }
            _ => {}
        }
    }
    match open.is_empty() {
        true => Ok((found, deepest)),
        false => Err("a ( is not closed".to_owned()),
    }
}
