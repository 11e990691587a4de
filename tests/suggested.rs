//! What is suggested for an entry without an activity is what comparing it with every activity of the plan
//! finds: the index that saves most of the comparing leaves nothing out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use std::collections::BTreeMap;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits};
use earmark::matching::{Matcher, SenderReading};
use earmark::model::{Entry, EntryList, Plan, fold};
use earmark::read::{read_plan, read_submissions};
use earmark::sheet::read_file;
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;

const WORDS: [&str; 12] = [
    "training",
    "train",
    "police",
    "officers",
    "obuka",
    "обука",
    "public",
    "campaign",
    "rat",
    "capacity",
    "aaaa",
    "zz",
];

/// Words by their numbers, and how many letters are cut off at the end.
fn title() -> impl Strategy<Value = String> {
    (proptest::collection::vec(0..WORDS.len(), 1..7), 0_usize..4).prop_map(|(words, cut)| {
        let words: Vec<&str> = words.iter().filter_map(|word| WORDS.get(*word)).copied().collect();
        let text = words.join(" ");
        text.chars().take(text.chars().count().saturating_sub(cut).max(1)).collect()
    })
}

fn read(name: &str, text: &str, vocabulary: &Vocabulary) -> earmark::sheet::SheetFile {
    let input = NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    read_file(&input, &Limits::default(), vocabulary).0.unwrap()
}

fn plan(titles: &[String], vocabulary: &Vocabulary) -> Plan {
    let mut text = "Action plan for 2020\n\nCode;Activity;Lead body;Start;End;Amount (EUR);\
                    Source of funding\n"
        .to_owned();
    for (number, title) in titles.iter().enumerate() {
        let (measure, activity) = (number / 20 + 1, number % 20 + 1);
        text.push_str(&format!(
            "{measure}.1.{activity};{title} {number};Ministry of Health;Q1;Q4;100.00;Budget\n"
        ));
    }
    read_plan(&read("plan.csv", &text, vocabulary), vocabulary).0.unwrap()
}

fn entries(rows: &[(String, String, String)], vocabulary: &Vocabulary) -> EntryList {
    let mut text =
        "Institution: Ministry of Health;;;\nCode;Activity;Spent (€);Description\n".to_owned();
    for (code, title, description) in rows {
        text.push_str(&format!("{code};{title};5,00;{description}\n"));
    }
    let (submissions, _) =
        read_submissions(&read("sheet.csv", &text, vocabulary), vocabulary, None);
    submissions.into_iter().next().unwrap().entries
}

/// Twice the pairs of neighbouring letters that two texts share, of all that both have, in percent.
fn alike(left: &str, right: &str) -> u8 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let (left, mut right) = (pairs(left), pairs(right));
    let all = left.len() + right.len();
    let mut shared = 0_usize;
    for pair in left {
        if let Some(at) = right.iter().position(|other| *other == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    (shared * 200).checked_div(all).map_or(0, |score| u8::try_from(score).unwrap())
}

fn by_comparing_all(plan: &Plan, entry: &Entry<'_>) -> Vec<(String, u8)> {
    let long = |text: &str| Some(fold(text)).filter(|text| text.len() >= 4);
    let title = entry.words.title.as_ref().and_then(|title| long(&title.value));
    let description = entry.description().and_then(|text| long(&text));
    let code = entry.words.activity_code.map(|code| code.to_string());
    let code = code.or_else(|| entry.words.code.as_ref().map(|code| fold(&code.value)));
    let mut scores: BTreeMap<(std::cmp::Reverse<u8>, _), String> = BTreeMap::new();
    for activity in plan.activities.values() {
        let planned = activity.code.to_string();
        let own = fold(&activity.title);
        let of_text = |text: &Option<String>| text.as_ref().map_or(0, |text| alike(text, &own));
        let of_code = code.as_ref().filter(|code| !code.is_empty()).map_or(0, |code| {
            match strsim::damerau_levenshtein(code, &planned) {
                0 | 1 => 70,
                2 if code.len().abs_diff(planned.len()) <= 2 => 45,
                _ => 0,
            }
        });
        let score = of_text(&title).max(of_text(&description)).max(of_code);
        if score >= 45 {
            scores.insert((std::cmp::Reverse(score), activity.code), planned);
        }
    }
    scores.into_iter().take(3).map(|((score, _), code)| (code, score.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_comparing_all_finds(
        titles in proptest::collection::vec(title(), 1..80),
        rows in proptest::collection::vec(
            ("([0-9]{1,2}\\.[0-9]\\.[0-9]{1,2}|x|1\\.ž\\.1|1,1,1|)", title(), title()),
            1..40,
        ),
    ) {
        let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
        let plan = plan(&titles, &vocabulary);
        let matcher = Matcher::new(&plan, &[], &vocabulary);
        let mut compared = 0;
        for entry in entries(&rows, &vocabulary).iter() {
            let found = matcher.attribute(&entry, &SenderReading::default(), &mut Vec::new());
            if found.means.activity.is_some() {
                continue;
            }
            compared += 1;
            let suggested: Vec<(String, u8)> = found
                .suggestions
                .iter()
                .map(|suggestion| (suggestion.activity.to_string(), suggestion.score))
                .collect();
            prop_assert_eq!(suggested, by_comparing_all(&plan, &entry), "{:?}", entry);
        }
        prop_assert!(compared > 0 || rows.len() < 20);
    }
}
