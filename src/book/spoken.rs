//! A sheet in the language of its reader. In: cells whose texts are those of the program, and data. Out:
//! the same cells with every text as its reader sees it, names of sheets too, also where links, formulas
//! and ranges name them. Never touches data.

use super::cell::{Cell, Content, Result};
use super::sheet::{Chart, Properties, Row, Series, Sheet, Validation, ValidationRule};
use crate::language::{Said, Translation};
use crate::sheet::Texts;

impl Sheet {
    /// With its texts in a language. To be done once: names of sheets are translated by their words.
    #[must_use]
    pub fn spoken(mut self, words: &Translation) -> Sheet {
        self.unpack();
        self.name = words.sheet(&self.name);
        self.rows = self.rows.into_iter().map(|row| row.spoken(words)).collect();
        share_texts(&mut self.rows);
        if let Some(long) = &mut self.long {
            long.words = Some(words.clone());
        }
        self.validations.iter_mut().for_each(|validation| speak_validation(validation, words));
        self.charts.iter_mut().for_each(|chart| speak_chart(chart, words));
        speak(&mut self.print.footer, words);
        // What stands for the two numbers is filled in by the program that prints.
        self.print.page_of = Said::data(words.text(&Said::new("Page {page} of {pages}")));
        self
    }
}

/// With fewer rows a sheet repeats too little to look for it.
const MANY: usize = 500;

/// Words and names come again in row after row: each is kept once.
fn share_texts(rows: &mut [Row]) {
    if rows.len() < MANY {
        return;
    }
    let mut texts = Texts::default();
    for (_, cell) in rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Content::Text(text) | Content::Formula(_, Result::Text(text)) = &mut cell.content {
            texts.share(text);
        }
    }
}

impl Validation {
    /// With its texts, and the names of sheets in its ranges, in a language.
    #[must_use]
    pub fn spoken(mut self, words: &Translation) -> Validation {
        speak_validation(&mut self, words);
        self
    }
}

impl Row {
    /// With its texts in a language.
    #[must_use]
    pub fn spoken(mut self, words: &Translation) -> Row {
        for (_, cell) in &mut self.cells {
            speak_cell(cell, words);
        }
        self
    }
}

impl Properties {
    /// With its texts in a language.
    #[must_use]
    pub fn spoken(mut self, words: &Translation) -> Properties {
        speak(&mut self.title, words);
        speak(&mut self.subject, words);
        self
    }
}

fn speak(said: &mut Said, words: &Translation) {
    if said.as_data().is_none() && !said.is_empty() {
        *said = Said::data(words.text(said));
    }
}

fn speak_cell(cell: &mut Cell, words: &Translation) {
    match &mut cell.content {
        Content::Said(said) => cell.content = Content::data(&words.text(said)),
        Content::Formula(formula, result) => {
            *formula = spoken_formula(formula, words).into();
            if let Result::Said(said) = result {
                *result = Result::Text(words.text(said).into());
            }
        }
        Content::Empty
        | Content::Text(_)
        | Content::Money(_)
        | Content::Ratio(_)
        | Content::Count(_)
        | Content::Date(_)
        | Content::Number(_)
        | Content::Truth(_) => {}
    }
    if let Some(more) = cell.more.present() {
        if let Some(link) = &mut more.link {
            link.sheet = words.sheet(&link.sheet);
        }
        if let Some(note) = &mut more.note {
            speak(note, words);
        }
    }
}

fn speak_validation(validation: &mut Validation, words: &Translation) {
    match &mut validation.rule {
        ValidationRule::Words(list) => list.iter_mut().for_each(|word| speak(word, words)),
        ValidationRule::Range(range) | ValidationRule::RangeOrOther(range) => {
            *range = spoken_formula(range, words);
        }
        ValidationRule::Money | ValidationRule::Date(..) | ValidationRule::Any => {}
    }
    for (title, text) in [&mut validation.prompt, &mut validation.error] {
        speak(title, words);
        speak(text, words);
    }
}

fn speak_chart(chart: &mut Chart, words: &Translation) {
    speak(&mut chart.title, words);
    speak(&mut chart.description, words);
    for Series { name, categories, values } in &mut chart.series {
        speak(name, words);
        *categories = spoken_formula(categories, words);
        *values = spoken_formula(values, words);
    }
}

/// A formula or a range with the names of sheets, and the words of the program that it compares with or
/// gives, in a language. Other texts in quotes, addresses and functions stay as they are.
#[must_use]
pub fn spoken_formula(formula: &str, words: &Translation) -> String {
    let mut spoken = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let token = token(rest, first);
        let after = &rest[token.len()..];
        match first {
            '"' => match words.word(&unquoted(token, '"')) {
                Some(word) => spoken.push_str(&quoted(&word, '"')),
                None => spoken.push_str(token),
            },
            '\'' => spoken.push_str(&quoted(&words.sheet(&unquoted(token, '\'')), '\'')),
            _ if after.starts_with('!') => {
                let sheet = words.sheet(token);
                if sheet == token {
                    spoken.push_str(token);
                } else {
                    spoken.push_str(&quoted(&sheet, '\''));
                }
            }
            _ => spoken.push_str(token),
        }
        rest = after;
    }
    spoken
}

/// What the formula starts with: a text in quotes, a name, or a single sign.
fn token(formula: &str, first: char) -> &str {
    if first == '"' || first == '\'' {
        let mut from = 1;
        while let Some(end) = formula[from..].find(first) {
            let behind = from + end + 1;
            // A doubled quote is one of the text's own.
            if !formula[behind..].starts_with(first) {
                return &formula[..behind];
            }
            from = behind + 1;
        }
        return formula;
    }
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let length = if belongs(first) {
        formula.find(|c| !belongs(c)).unwrap_or(formula.len())
    } else {
        first.len_utf8()
    };
    &formula[..length]
}

fn unquoted(token: &str, quote: char) -> String {
    let inner = token.strip_prefix(quote).unwrap_or(token);
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    inner.replace(&format!("{quote}{quote}"), &quote.to_string())
}

fn quoted(words: &str, quote: char) -> String {
    format!("{quote}{}{quote}", words.replace(quote, &format!("{quote}{quote}")))
}
