//! The coordination body's workbook in every language: nothing in it is left in English but data, and its
//! formulas come to the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use earmark::book::{Book, Content, Result as Stored};
use earmark::diagnostic::Catalogue;
use earmark::job::{self, Means};
use earmark::language::{Language, Translation};
use earmark::reconcile::Reconciliation;
use earmark::report;

use crate::evaluator::Evaluator;
use crate::{case_inputs, workbooks};

/// The reconciliations of all cases and of the samples, each with a name.
static RUNS: LazyLock<Vec<(String, Reconciliation)>> = LazyLock::new(|| {
    let mut runs: Vec<(String, Reconciliation)> = workbooks::in_other_languages()
        .map(|(name, run)| (name.to_owned(), run.reconciliation.clone()))
        .into();
    for folder in case_inputs::folders() {
        let (inputs, settings) = (case_inputs::inputs(&folder), case_inputs::settings(&folder));
        let outputs = job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        runs.push((name, outputs.reconciliation));
    }
    runs
});

fn book(run: &Reconciliation, words: &Translation) -> Book {
    let catalogue = Catalogue::of(words.language()).unwrap().with_words(words.clone());
    report::coordination(run, &catalogue, words).whole()
}

/// Every text that a reader of a book sees, with its sheet and column; without what the catalogue says of
/// findings, or with it.
fn shown(book: &Book, with_findings: bool) -> Vec<(String, String)> {
    const OF_FINDINGS: [u16; 5] = [3, 7, 8, 9, 10];
    let mut shown = Vec::new();
    for (number, sheet) in book.sheets.iter().enumerate() {
        let findings = sheet.tables.iter().find(|table| table.name == "Findings");
        for (row, (column, cell)) in (0..)
            .zip(&sheet.rows)
            .flat_map(|(at, row)| row.cells.iter().map(move |cell| (at, cell)))
        {
            let of_finding = !with_findings
                && findings
                    .is_some_and(|table| row > table.first.0 && OF_FINDINGS.contains(column));
            let text = match &cell.content {
                Content::Text(text) if !of_finding => text.to_string(),
                Content::Formula(formula, Stored::Text(text)) => {
                    format!("{text}\n{}", in_quotes(formula))
                }
                Content::Formula(formula, _) => in_quotes(formula),
                _ => String::new(),
            };
            let note =
                cell.more.note.as_ref().map(|note| note.shown().into_owned()).unwrap_or_default();
            shown.push((
                format!("{number} {} column {column}", sheet.name),
                format!("{text}\n{note}"),
            ));
        }
        let mut more = vec![sheet.print.footer.shown(), sheet.print.page_of.shown()];
        for chart in &sheet.charts {
            more.extend([chart.title.shown(), chart.description.shown()]);
            more.extend(chart.series.iter().map(|series| series.name.shown()));
        }
        for rule in &sheet.validations {
            let (one, other) = (&rule.prompt, &rule.error);
            more.extend([&one.0, &one.1, &other.0, &other.1].map(|said| said.shown()));
        }
        shown.extend(
            more.into_iter().map(|text| (format!("{number} {}", sheet.name), text.into_owned())),
        );
    }
    let properties = [&book.properties.title, &book.properties.subject];
    shown.extend(properties.map(|said| ("properties".to_owned(), said.shown().into_owned())));
    shown
}

/// The words that a formula compares with or gives.
fn in_quotes(formula: &str) -> String {
    formula.split('"').skip(1).step_by(2).collect::<Vec<_>>().join("\n")
}

/// What stands outside ⟦ and ⟧, part by part.
fn unmarked(text: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for sign in text.chars() {
        match sign {
            '⟦' => depth += 1,
            '⟧' => {
                depth -= 1;
                parts.push(String::new());
            }
            sign if depth == 0 => parts.last_mut().unwrap().push(sign),
            _ => {}
        }
    }
    let split = |part: &str| part.replace(": ", "\n");
    let parts: Vec<String> = parts.iter().map(|part| split(part)).collect();
    parts.iter().flat_map(|part| part.split(['\n', ';', '(', ')'])).map(str::to_owned).collect()
}

/// Whether a part is a word or more: numbers, codes and addresses of cells are none.
fn is_word(part: &str) -> bool {
    let has_word = |token: &str| {
        let letters = token.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && !token.contains(|c: char| c.is_ascii_digit())
    };
    part.split_whitespace().any(has_word)
}

/// Everything that a reconciliation holds as text, as its parts show themselves.
fn held(run: &Reconciliation) -> String {
    let sources: Vec<_> = run.lines.iter().map(|line| line.source_in_words()).collect();
    let judged: Vec<_> = run.donors.iter().map(|donor| run.donor_judgement(donor)).collect();
    let units: Vec<_> =
        judged.iter().flat_map(|one| &one.verdicts).map(|found| found.unit.words()).collect();
    let dump = format!("{run:?} {sources:?} {judged:?} {units:?}");
    let (mut held, mut signs, mut within) = (String::new(), dump.chars(), false);
    while let Some(sign) = signs.next() {
        match (sign, within) {
            ('"', true) => {
                held.push('\n');
                within = false;
            }
            ('"', false) => within = true,
            ('\\', true) => held.push(signs.next().filter(|sign| *sign != 'n').unwrap_or(' ')),
            (sign, true) => held.push(sign),
            _ => {}
        }
    }
    held
}

/// Titles of findings.
fn texts_of_findings() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/findings");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// A part with nothing around it that is no letter, and without a code or number before it.
fn bare(part: &str) -> &str {
    let part = part
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '"' | '“' | '”'));
    match part.split_once(' ') {
        Some((number, rest)) if number.starts_with(|c: char| c.is_ascii_digit()) => rest.trim(),
        _ => part,
    }
}

#[test]
fn what_is_not_given_to_be_translated_is_data() {
    let findings = texts_of_findings();
    // Words of the configuration are typed in English.
    let version = concat!("earmark ", env!("CARGO_PKG_VERSION"), " quarters linear completion");
    let mut left = BTreeMap::new();
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, run) in RUNS.iter() {
        let held = squeezed(&format!("{}{findings}{version}", held(run)));
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        for (place, text) in shown(&book(run, &Translation::marking()), false) {
            parts.extend(unmarked(&text).iter().map(|part| (squeezed(bare(part)), place.clone())));
        }
        for (part, place) in parts {
            if is_word(&part) && !held.contains(&part) {
                left.insert(format!("{place}: {part:?}"), name);
            }
        }
    }
    let left: Vec<String> = left.iter().map(|(part, name)| format!("{part} ({name})")).collect();
    assert!(left.is_empty(), "{} texts\n{}", left.len(), left[..left.len().min(60)].join("\n"));
}

#[test]
fn every_text_of_the_workbook_is_in_montenegrin() {
    let words = Translation::of(Language::Montenegrin).unwrap().marking_missing();
    let mut missing = BTreeSet::new();
    for (_, run) in RUNS.iter() {
        for (place, text) in shown(&book(run, &words), true) {
            if text.contains('⟦') {
                missing.insert(format!("{place}: {text}"));
            }
        }
    }
    let missing: Vec<String> = missing.into_iter().collect();
    assert!(
        missing.is_empty(),
        "{} texts\n{}",
        missing.len(),
        missing[..missing.len().min(60)].join("\n")
    );
}

#[test]
fn formulas_come_to_the_same_in_every_language() {
    let mut formulas = 0;
    for (name, run) in RUNS.iter() {
        for language in [Language::Montenegrin, Language::MontenegrinCyrillic] {
            let book = book(run, &Translation::of(language).unwrap());
            for (place, stored, computed) in Evaluator::new(&book).formulas() {
                assert_eq!(stored, computed, "{name}, {}: {place}", language.code());
                formulas += 1;
            }
        }
    }
    assert!(formulas > 10_000, "{formulas}");
}

#[test]
fn sheets_have_names_that_every_spreadsheet_takes() {
    let (_, run) = &workbooks::in_other_languages()[1];
    for language in Language::ALL {
        let book = book(&run.reconciliation, &Translation::of(language).unwrap());
        let mut names: Vec<String> =
            book.sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
        assert_eq!(names.len(), 15);
        for name in &names {
            assert!(name.chars().count() <= 31, "{name}");
            assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']), "{name}");
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 15, "{names:?}");
    }
}

#[test]
fn the_summary_says_its_language_and_writes_numbers_in_it() {
    let (_, run) = &workbooks::in_other_languages()[0];
    let page = |language| {
        let words = Translation::of(language).unwrap();
        let book = book(&run.reconciliation, &words);
        earmark::write::html(&book, &book.sheets[0].name, "reconciliation.xlsx", &words).unwrap()
    };
    let english = page(Language::English);
    assert!(english.contains("<html lang=\"en\">") && english.contains("173,900.00&nbsp;€"));
    let latin = page(Language::Montenegrin);
    assert!(latin.contains("<html lang=\"cnr\">") && latin.contains("173.900,00&nbsp;€"));
    assert!(latin.contains(">Ukupno<") && !latin.contains("173,900.00"));
    let cyrillic = page(Language::MontenegrinCyrillic);
    assert!(cyrillic.contains("<html lang=\"cnr-Cyrl\">") && cyrillic.contains(">Укупно<"));
    // Data stays as it is written.
    assert!(cyrillic.contains("Prevention of trafficking in human beings"));
}
