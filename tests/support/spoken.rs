//! Every text that a reader of a workbook can come across. In: a book. Out: each text with where it stands.

use earmark::book::{Book, Content, Result, Sheet, ValidationRule};
use earmark::language::Said;

/// Where, and what.
pub type Text = (String, String);

pub fn texts(book: &Book) -> Vec<Text> {
    let mut all = vec![
        ("property title".to_owned(), shown(&book.properties.title)),
        ("property subject".to_owned(), shown(&book.properties.subject)),
    ];
    for sheet in &book.sheets {
        sheet_texts(sheet, &mut all);
    }
    all.retain(|(_, text)| !text.is_empty());
    all
}

fn shown(said: &Said) -> String {
    said.shown().into_owned()
}

fn sheet_texts(sheet: &Sheet, all: &mut Vec<Text>) {
    let name = &sheet.name;
    all.push((format!("{name} foot"), shown(&sheet.print.footer)));
    all.push((format!("{name} page"), shown(&sheet.print.page_of)));
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in &cells.cells {
            let place = format!("{name} {row}:{column}");
            match &cell.content {
                Content::Text(text) => all.push((place.clone(), text.to_string())),
                Content::Said(said) => all.push((place.clone(), format!("NOT SPOKEN {said:?}"))),
                Content::Formula(formula, result) => {
                    let quoted = formula.split('"').skip(1).step_by(2);
                    all.extend(quoted.map(|text| (format!("{place} formula"), text.to_owned())));
                    if let Result::Text(text) = result {
                        all.push((format!("{place} result"), text.to_string()));
                    }
                }
                Content::Empty
                | Content::Number(_)
                | Content::Truth(_)
                | Content::Money(_)
                | Content::Ratio(_)
                | Content::Count(_)
                | Content::Date(_) => {}
            }
            if let Some(note) = &cell.more.note {
                all.push((format!("{place} note"), shown(note)));
            }
        }
    }
    for rule in &sheet.validations {
        let place = format!("{name} rule at {:?}", rule.first);
        if let ValidationRule::Words(words) = &rule.rule {
            all.extend(words.iter().map(|word| (place.clone(), shown(word))));
        }
        for text in [&rule.prompt.0, &rule.prompt.1, &rule.error.0, &rule.error.1] {
            all.push((place.clone(), shown(text)));
        }
    }
    for chart in &sheet.charts {
        all.push((format!("{name} chart"), shown(&chart.title)));
        all.push((format!("{name} chart"), shown(&chart.description)));
        all.extend(chart.series.iter().map(|s| (format!("{name} chart"), shown(&s.name))));
    }
}

/// The texts of the program in a marked text, innermost first, each with `\u{1}` where another stood,
/// and what is left outside the marks.
pub fn marked(text: &str) -> (Vec<String>, String) {
    let (mut own, mut rest) = (Vec::new(), text.to_owned());
    while let Some(end) = rest.find('⟧') {
        let start = rest[..end].rfind('⟦').expect("marks in pairs");
        own.push(rest[start + '⟦'.len_utf8()..end].to_owned());
        rest.replace_range(start..end + '⟧'.len_utf8(), "\u{1}");
    }
    (own, rest)
}

/// Whether a text is a template, filled.
pub fn fills(template: &str, text: &str) -> bool {
    let mut pieces: Vec<&str> = Vec::new();
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{') {
        let Some((_, after)) = from.split_once('}') else { break };
        pieces.push(before);
        rest = after;
    }
    if pieces.is_empty() {
        return template == text;
    }
    let Some(mut left) = text.strip_prefix(pieces[0]) else { return false };
    for piece in &pieces[1..] {
        let Some((_, after)) = left.split_once(piece) else { return false };
        left = after;
    }
    left.ends_with(rest)
}
