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
