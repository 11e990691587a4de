//! What the program says, in its languages.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

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

#[path = "support/workbooks.rs"]
mod workbooks;

/// `cargo test --test language -- --ignored`: the sample's workbook in each language, to look at.
#[test]
#[ignore = "writes files for a person to look at"]
fn write_the_sample_in_each_language() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("languages");
    std::fs::create_dir_all(&folder).unwrap();
    let catalogue = earmark::diagnostic::Catalogue::built_in().unwrap();
    for language in Language::ALL {
        let words = Translation::of(language).unwrap();
        let last = workbooks::YEAR_RUNS.last().unwrap();
        for (name, run) in [("large", &*workbooks::LARGE_RUN), ("year", last)] {
            let book = earmark::report::coordination(&run.reconciliation, &catalogue, &words);
            let page = earmark::write::html(&book, &book.sheets[0].name, "reconciliation.xlsx", &words);
            let stem = format!("{name}-{}", language.code());
            std::fs::write(folder.join(format!("{stem}.html")), page.unwrap()).unwrap();
            std::fs::write(folder.join(format!("{stem}.xlsx")), earmark::write::xlsx(&book).unwrap()).unwrap();
        }
    }
}
