//! The plan's title and year. In: texts outside the tables, names of file and sheets. Out: what they
//! clearly say. Two years named equally often give none.

use indexmap::IndexMap;

use super::draft::Draft;
use crate::model::fold;
use crate::vocabulary::{PlanWord, Vocabulary};

/// How far behind "Action plan" its year may stand, in words.
const REACH: usize = 40;

/// Title and year.
pub(super) fn find(
    draft: &Draft,
    file: &str,
    sheets: &[&str],
    vocabulary: &Vocabulary,
) -> (Option<String>, Option<i16>) {
    let mut said: IndexMap<i16, Vec<String>> = IndexMap::new();
    let mut plain = None;
    for text in &draft.paragraphs {
        named(text, vocabulary, &mut said, &mut plain);
    }
    if draft.title_said {
        return (draft.title.clone(), draft.year);
    }
    let most = said.values().map(Vec::len).max().unwrap_or(0);
    let mut winners = said.iter().filter(|(_, titles)| titles.len() == most);
    let winner = match (winners.next(), winners.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    };
    let title = draft
        .title
        .clone()
        .or_else(|| winner.and_then(|(_, titles)| titles.first().cloned()))
        .or(plain);
    let year = draft
        .year
        .or(winner.map(|(year, _)| *year))
        .or_else(|| title.as_deref().and_then(only_year))
        .or_else(|| sheets.iter().find_map(|sheet| only_year(sheet)))
        .or_else(|| only_year(file));
    (title, year)
}

/// "Action plan for … for 2020" within one sentence; a short text that is nothing else is a title.
fn named(
    text: &str,
    vocabulary: &Vocabulary,
    said: &mut IndexMap<i16, Vec<String>>,
    plain: &mut Option<String>,
) {
    let words: Vec<&str> = text.split(' ').collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    for (at, _) in words.iter().enumerate() {
        let called = vocabulary.plan_words(PlanWord::Title).iter().any(|phrase| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            folded.get(at..at + phrase.len()).is_some_and(|here| here == phrase.as_slice())
        });
        if !called {
            continue;
        }
        if at == 0 && words.len() <= 30 && plain.is_none() {
            *plain = Some(text.to_owned());
        }
        for (index, word) in words.iter().enumerate().skip(at).take(REACH) {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if let Some(year) = year(bare) {
                let title = words.get(at..=index).unwrap_or_default().join(" ");
                let title = title.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
                said.entry(year).or_default().push(title);
                break;
            }
            if word.ends_with(['.', ';', ':', '!', '?']) {
                break;
            }
        }
    }
}

fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year = digits.then(|| text.parse::<i16>().ok())??;
    (2000..=2099).contains(&year).then_some(year)
}

/// The one year that a short text names.
fn only_year(text: &str) -> Option<i16> {
    let mut years = text.split(|c: char| !c.is_ascii_digit()).filter_map(year);
    let one = years.next()?;
    years.all(|other| other == one).then_some(one)
}
