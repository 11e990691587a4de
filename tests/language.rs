//! What the program says, in its languages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/case_inputs.rs"]
mod case_inputs;
#[path = "support/evaluator.rs"]
mod evaluator;
#[path = "language/findings.rs"]
mod findings;
#[path = "language/round_trip.rs"]
mod round_trip;
#[path = "language/texts.rs"]
mod texts;
#[path = "language/workbook.rs"]
mod workbook;
#[path = "support/workbooks.rs"]
#[allow(dead_code, reason = "three of the runs are enough")]
mod workbooks;

use earmark::language::{Language, Part, Said, Translation, cyrillic};
use earmark::model::Euros;

#[test]
fn letters_of_two_are_one_in_cyrillic_script() {
    for (latin, wanted) in [
        ("Ljubaznost, njegovanje, džep", "Љубазност, његовање, џеп"),
        ("LJUBAV NJEGOŠ DŽUNGLA", "ЉУБАВ ЊЕГОШ ЏУНГЛА"),
        (
            "Obezbijeđeno, utrošeno, nedostajuća sredstva, čćžšđ",
            "Обезбијеђено, утрошено, недостајућа средства, чћжшђ",
        ),
        ("1.234,56 €", "1.234,56 €"),
    ] {
        assert_eq!(cyrillic(latin), wanted);
    }
}

#[test]
fn amounts_in_sentences_have_the_marks_of_the_language() {
    let said = Said::new("{amount}").with("amount", Euros::from_cents(-123_456_789));
    let shown = |language| Translation::of(language).unwrap().text(&said);
    assert_eq!(shown(Language::English), "−1,234,567.89 €");
    assert_eq!(shown(Language::Montenegrin), "−1.234.567,89 €");
}

#[test]
fn data_is_the_same_in_every_language_and_never_read_as_a_text() {
    let data = "Total {data} {x} Ministry";
    for language in Language::ALL {
        let words = Translation::of(language).unwrap();
        assert_eq!(words.text(&Said::data(data)), data);
        let said = Said::new("{one} · {two}").with_data("one", "{two}").with("two", Part::Count(2));
        assert_eq!(words.text(&said), "{two} · 2");
    }
}

#[test]
fn words_that_are_the_same_in_both_languages_are_cyrillic_too_and_names_stay() {
    let words = Translation::of(Language::MontenegrinCyrillic).unwrap();
    for (english, shown) in [
        ("Status", "Статус"),
        ("Plan", "План"),
        ("Period", "Период"),
        ("Q1", "Q1"),
        ("Unfunded", "Без средстава"),
        (
            "Composition variance by source of funding (PI-2)",
            "Одступање структуре по изворима финансирања (PI-2)",
        ),
    ] {
        assert_eq!(words.text(&Said::new(english)), shown);
    }
}

#[test]
fn numbers_choose_the_form_of_a_word() {
    let words = Translation::of(Language::Montenegrin).unwrap();
    let shown = |count: usize| words.text(&Said::new("{count} lines").with("count", count));
    for (count, wanted) in [
        (0, "0 stavki plana"),
        (1, "1 stavka plana"),
        (2, "2 stavke plana"),
        (4, "4 stavke plana"),
        (5, "5 stavki plana"),
        (11, "11 stavki plana"),
        (12, "12 stavki plana"),
        (21, "21 stavka plana"),
        (22, "22 stavke plana"),
        (111, "111 stavki plana"),
        (1_003, "1.003 stavke plana"),
    ] {
        assert_eq!(shown(count), wanted);
    }
    let english = |count: usize| {
        Translation::english().text(&Said::new("{count} lines").with("count", count))
    };
    assert_eq!([english(1), english(2), english(21)], ["1 line", "2 lines", "21 lines"]);
}

/// `cargo test --test language -- --ignored`: the sample's workbook in each language, to look at.
#[test]
#[ignore = "writes files for a person to look at"]
fn write_the_sample_in_each_language() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("languages");
    std::fs::create_dir_all(&folder).unwrap();
    for language in Language::ALL {
        let words = Translation::of(language).unwrap();
        let catalogue = earmark::diagnostic::Catalogue::of(language).unwrap();
        for (name, run) in workbooks::in_other_languages() {
            let book =
                earmark::report::coordination(&run.reconciliation, &catalogue, &words).whole();
            let page =
                earmark::write::html(&book, &book.sheets[0].name, "reconciliation.xlsx", &words);
            let stem = format!("{name}-{}", language.code());
            std::fs::write(folder.join(format!("{stem}.html")), page.unwrap()).unwrap();
            std::fs::write(
                folder.join(format!("{stem}.xlsx")),
                earmark::write::xlsx(&book).unwrap(),
            )
            .unwrap();
        }
    }
}
