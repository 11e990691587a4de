//! Words of the field: small typing errors, look-alike letters, and that no word of the templates
//! stands in the way of another.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;

use std::collections::BTreeMap;

use earmark::config::ExtraWords;
use earmark::model::fold;
use earmark::vocabulary::{Heading, SourceWords, Vocabulary, is_near};

fn vocabulary() -> Vocabulary {
    Vocabulary::new(&ExtraWords::default()).unwrap()
}

/// Every word of templates/headings.toml with its heading.
fn headings() -> Vec<(String, String)> {
    let table: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("../templates/headings.toml")).unwrap();
    table
        .into_iter()
        .flat_map(|(key, words)| words.into_iter().map(move |w| (key.clone(), w)))
        .collect()
}

/// Pairs that are near and were looked at: each is taken for the other only where it is nearer.
const REVIEWED: [(&str, &str); 1] = [("contract", "contractor")];

#[test]
fn no_heading_is_a_typing_error_away_from_another() {
    let all: Vec<(String, String)> =
        headings().into_iter().map(|(key, word)| (key, fold(&word))).collect();
    let mut confusing = Vec::new();
    for (key, word) in &all {
        for (other_key, other) in all.iter().filter(|(other, _)| key < other) {
            if is_near(word, other) && !REVIEWED.contains(&(word, other)) {
                confusing.push(format!("{key} {word:?} and {other_key} {other:?}"));
            }
        }
    }
    assert!(confusing.is_empty(), "\n{}\n", confusing.join("\n"));
}

#[test]
fn every_list_of_headings_has_a_meaning_and_every_meaning_its_words() {
    let keys: Vec<String> = headings().into_iter().map(|(key, _)| key).collect();
    for heading in Heading::ALL {
        assert!(keys.iter().any(|key| key == heading.key()), "{}", heading.key());
    }
    let vocabulary = vocabulary();
    for (key, word) in headings() {
        assert_eq!(vocabulary.heading(&word).map(Heading::key), Some(&*key), "{word}");
        assert_eq!(vocabulary.heading(&cyrillic(&word)).map(Heading::key), Some(&*key), "{word}");
    }
}

/// A word as it is written in Cyrillic; English words stay as they are.
fn cyrillic(word: &str) -> String {
    if word.to_lowercase().contains(['w', 'q', 'y', 'x']) {
        return word.to_owned();
    }
    const PAIRS: [(&str, &str); 30] = [
        ("lj", "љ"),
        ("nj", "њ"),
        ("dž", "џ"),
        ("a", "а"),
        ("b", "б"),
        ("v", "в"),
        ("g", "г"),
        ("d", "д"),
        ("đ", "ђ"),
        ("e", "е"),
        ("ž", "ж"),
        ("z", "з"),
        ("i", "и"),
        ("j", "ј"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("ć", "ћ"),
        ("u", "у"),
        ("f", "ф"),
        ("h", "х"),
        ("c", "ц"),
        ("č", "ч"),
        ("š", "ш"),
    ];
    PAIRS.iter().fold(word.to_lowercase(), |text, (latin, cyrillic)| text.replace(latin, cyrillic))
}

#[test]
fn a_heading_with_a_small_typing_error_is_the_nearest_one() {
    let vocabulary = vocabulary();
    for (typed, key) in [
        ("Iznso", "amount"),
        ("Utroseno sredstva", "spent"),
        ("Utršeno", "spent"),
        ("Utrošena sredstav (€)", "spent"),
        ("Sourse of funding", "source"),
        ("Izvor finasiranja", "source"),
        ("Ammount", "amount"),
        ("Amout (EUR)", "amount"),
        ("Aktivnsot", "activity"),
        ("Активнсот", "activity"),
        ("Expenditrue", "spent"),
        ("Instituion", "body"),
        ("Datum plačanja", "date"),
        ("Donatro", "donor"),
        ("Shifra aktivnosti", "code"),
    ] {
        let found = vocabulary.nearest_heading(typed).map(|(heading, _)| heading.key());
        let exact = vocabulary.heading(typed).map(Heading::key);
        assert_eq!(found.or(exact), Some(key), "{typed}");
    }
    let (_, word) = vocabulary.nearest_heading("Utroseno sredstva u €").unwrap();
    assert_eq!(word, "Utrošena sredstva", "as the template writes it");
}

#[test]
fn other_words_are_no_headings_with_a_typing_error() {
    let vocabulary = vocabulary();
    for other in [
        "Plain",
        "Cod",
        "Pan",
        "Dat",
        "Amunt?1",
        "Course",
        "Season",
        "Honor",
        "Gender",
        "Contact",
        "Kontakt",
        "Izbor",
        "Country",
        "County",
        "Sent funds",
        "Mount",
        "Ukupno",
        "Svega",
        "Total",
        "Budžet",
        "Donacija",
        "Q1",
        "III kvartal",
        "2020",
        "UNICEF",
        "Uprava policije",
        "Ministarstvo kulture",
        "Ministry of Health",
        "January",
        "Januar",
        "Trening",
        "Obuka",
        "Trainings",
        "Printing of leaflets",
        "Radionica",
        "Oprema",
        "Putni troškovi",
        "Spend",
        "Realizovano",
        "U toku",
        "Amount 2",
        "Iznos 1",
        "PDV",
        "Neto",
        "€",
        "-",
        "",
        "   ",
    ] {
        assert_eq!(vocabulary.nearest_heading(other), None, "{other}");
    }
}

/// Texts of cells that are no headings, from the sample sheets.
#[test]
fn nothing_in_the_cells_of_the_samples_is_taken_for_a_heading() {
    let vocabulary = vocabulary();
    let mut texts = 0;
    for file in std::fs::read_dir("samples/action-plan-2020/expenditure").unwrap() {
        let path = file.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let input = earmark::NamedBytes {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap(),
        };
        let limits = earmark::config::Limits::default();
        let (Some(file), _) = earmark::sheet::read_file(&input, &limits, &vocabulary) else {
            continue;
        };
        for cell in file.grids.iter().flat_map(|grid| &grid.rows).flat_map(|row| &row.cells) {
            if let Some(text) = cell.as_text() {
                texts += 1;
                assert_eq!(vocabulary.nearest_heading(text), None, "{} {text}", input.name);
            }
        }
    }
    assert!(texts > 100, "only {texts} texts");
}

#[test]
fn a_source_with_a_small_typing_error_is_the_nearest_one() {
    let vocabulary = vocabulary();
    use earmark::model::Source;
    for (typed, source) in [
        ("Donacia", Source::Donation),
        ("Bugdet", Source::Budget),
        ("Državni budzett", Source::Budget),
        ("Донацја", Source::Donation),
    ] {
        let found = vocabulary.nearest_source(typed).map(|(source, _)| source);
        assert_eq!(found, Some(SourceWords::Is(source)), "{typed}");
    }
    for other in ["Budžet", "Budzet", "UNICEF", "EU", "own", "Fond", "Gadget"] {
        assert_eq!(vocabulary.nearest_source(other), None, "{other}");
    }
}

#[test]
fn letters_of_another_script_with_the_same_shape_are_read_by_their_shape() {
    let vocabulary = vocabulary();
    for (typed, key) in [
        ("Сode", "code"),
        ("Iznоs", "amount"),
        ("Utrоšenо", "spent"),
        ("Аctivity", "activity"),
        ("Шифрa", "code"),
        ("Aктивност", "activity"),
        ("Износ у EUR", "amount"),
        ("Iz\u{200b}nos", "amount"),
        ("Iz\u{ad}nos", "amount"),
        ("\u{feff}Iznos", "amount"),
        ("Izvor\u{a0}finansiranja", "source"),
        ("Ｉｚｎｏｓ", "amount"),
    ] {
        assert_eq!(vocabulary.heading(typed).map(Heading::key), Some(key), "{typed}");
    }
    assert_eq!(fold("Мера"), "mera");
    assert_eq!(fold("Мeра"), "mera", "most letters are Cyrillic");
    assert_eq!(fold("Износ у EUR"), fold("Iznos u EUR"), "each word for itself");
}
