//! Texts of findings, and the reasons of a reconciliation, in every language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use earmark::diagnostic::{Catalogue, Code, Explanation};
use earmark::language::{Language, Said, Translation, in_script};

use crate::workbooks;

fn parts(texts: &Explanation) -> [(&'static str, &str); 7] {
    [
        ("title", &texts.title),
        ("expected", &texts.expected),
        ("remedy", &texts.remedy),
        ("effect", &texts.effect),
        ("explain", &texts.explain),
        ("before", &texts.before),
        ("after", &texts.after),
    ]
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn every_finding_has_its_texts_in_every_language_with_the_same_details() {
    let english = Catalogue::of(Language::English).unwrap();
    let mut wrong = Vec::new();
    for language in [Language::Montenegrin, Language::MontenegrinCyrillic] {
        let own = Catalogue::of(language).unwrap();
        assert_eq!(own.codes().count(), english.codes().count());
        for code in Code::ALL {
            let (Some(one), Some(other)) = (english.explanation(*code), own.explanation(*code))
            else {
                wrong.push(format!("{code} has no texts in {}", language.code()));
                continue;
            };
            for ((part, english), (_, own)) in parts(one).into_iter().zip(parts(other)) {
                let name = format!("{code} {part}");
                let filled = !matches!(part, "explain" | "before" | "after");
                if filled && placeholders(english) != placeholders(own) {
                    wrong.push(format!("{name}: other details in {}", language.code()));
                }
                if english.trim().is_empty() != own.trim().is_empty() {
                    wrong.push(format!("{name}: empty in one language only"));
                }
                if own.contains(['⟨', '⟩']) {
                    wrong.push(format!("{name}: a sign for the script is shown: {own}"));
                }
                let words = crate::texts::outside(english);
                let says = words.split(|c: char| !c.is_alphabetic()).any(|word| word.len() > 2);
                // An example may be nothing but data.
                if says && english == own && !matches!(part, "before" | "after") {
                    wrong.push(format!("{name}: is English in {}", language.code()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A text as it is written down, without what stays as it is.
fn to_be_transliterated(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once('⟨') {
        kept.push_str(before);
        rest = after.split_once('⟩').expect("⟩ behind ⟨").1;
    }
    crate::texts::outside(&(kept + rest))
}

#[test]
fn cyrillic_texts_have_latin_letters_in_names_only() {
    let named = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let ending = bare.rsplit_once('.').map_or("", |(_, ending)| ending);
        word.starts_with("--")
            || matches!(bare, "II" | "III" | "IV" | "EUR" | "FACE" | "IATI" | "earmark")
            || ["Excel", "Word", "LibreOffice"].iter().any(|name| bare.starts_with(name))
            || matches!(bare, "xlsx" | "xls" | "xlsb" | "ods" | "csv" | "docx")
            || matches!(ending, "xlsx" | "json" | "toml" | "md")
            // A cell, a key, a quarter or a code: F17, Q2, E0203.
            || bare.chars().any(|c| c.is_ascii_digit()) && bare.len() <= 10
    };
    let mut wrong = Vec::new();
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/findings/cnr")).unwrap()
    {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let all: BTreeMap<String, Explanation> = toml::from_str(&text).unwrap();
        for (code, texts) in &all {
            for (part, text) in parts(texts) {
                let shown = in_script(&to_be_transliterated(text), Language::MontenegrinCyrillic);
                let latin = |word: &&str| word.chars().any(|c| c.is_ascii_alphabetic());
                let words = shown.split([' ', '\n', '–', '=', '+', '(', ')', '|', '/']);
                let left: Vec<&str> = words.filter(latin).filter(|word| !named(word)).collect();
                if !left.is_empty() {
                    wrong.push(format!("{code} {part}: {left:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Every reason that a reconciliation gives is a text of the program with its parts, in Montenegrin too;
/// its JSON is English.
#[test]
fn the_reasons_of_a_reconciliation_are_in_every_language() {
    let words = Translation::of(Language::Montenegrin).unwrap().marking_missing();
    let (mut missing, mut count) = (BTreeSet::new(), 0);
    for (_, run) in workbooks::in_other_languages() {
        let result = &run.reconciliation;
        let mut said: Vec<Said> = Vec::new();
        said.extend(result.entries.iter().filter_map(|settled| settled.remarks.reason.clone()));
        said.extend(result.entries.iter().flat_map(|settled| {
            settled.remarks.suggestions.iter().map(|suggestion| suggestion.why.clone())
        }));
        said.extend(result.submissions.iter().filter_map(|sent| sent.excluded.clone()));
        said.extend(result.double_claims.iter().map(|claim| claim.why.clone()));
        said.extend(result.decisions.iter().map(|made| made.state.clone()));
        said.extend(result.donor_rules.iter().map(earmark::config::DonorRule::words));
        said.extend(
            result
                .settings_in_words
                .iter()
                .flat_map(|(name, value)| [Said::new(name), value.clone()]),
        );
        for donor in &result.donors {
            let verdicts = result.donor_judgement(donor).verdicts;
            said.extend(verdicts.iter().flat_map(|v| [v.unit.words(), v.words.clone()]));
        }
        for reason in said {
            count += 1;
            let text = words.text(&reason);
            if text.contains('⟦') {
                missing.insert(text);
            }
        }
    }
    assert!(count > 50, "{count}");
    assert!(missing.is_empty(), "\n{missing:#?}");
}
