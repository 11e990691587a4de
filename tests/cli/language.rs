//! `--lang`, and `language` in earmark.toml: what the terminal says in Montenegrin.

use super::Desk;

const SHEET: &str = "Institution;Ministry of Health;\nPeriod;Q2 2020;\n\nCode;Source of funding;Spent\n\
                     1.1.1;Budget;12.500 (est.)\n1.1.2;Budget;940,00\n";

const CHECKED: &str = "\
mz.csv: 1 greška
greška[E0203]: iznos nije broj
  --> mz.csv, ćelija C5
   pročitano:    \"12.500 (est.)\"
   očekivano:    broj u eurima, na primjer 12500 ili 12.500,00
   šta uraditi:  ostavite u ćeliji samo broj, a napomenu prebacite u drugu kolonu
   posljedica:   ovaj iznos nije ušao u zbirove

Provjerena 1 datoteka: 1 greška
  pročitan 1 iznos
  bilo bi uračunato:               940,00 €
  ne bi bilo uračunato:              0,00 €
  Ispravite ono što greške navode i ponovo provjerite. `earmark explain E0203` kaže više
  o prvoj od njih, s primjerom prije i poslije ispravke.
  Uz --plan FILE porede se s planom i šifre, nazivi i izvori.
";

#[test]
fn check_speaks_montenegrin() {
    let desk = Desk::new();
    desk.file("mz.csv", SHEET);
    let done = desk.run(&["check", "--lang", "cnr", "mz.csv"]);
    assert_eq!(done.out, CHECKED);
    assert_eq!(done.code, Some(1));
    // What the sheet holds, files, codes and commands stay as they are in Cyrillic script too.
    let done = desk.run(&["check", "--lang", "cnr-Cyrl", "mz.csv"]);
    for said in [
        "грешка[E0203]: износ није број",
        "mz.csv, ћелија C5",
        "\"12.500 (est.)\"",
        "`earmark explain E0203`",
    ] {
        assert!(done.out.contains(said), "{said}\n{}", done.out);
    }
}

#[test]
fn json_is_english_in_every_language() {
    let desk = Desk::new();
    desk.file("mz.csv", SHEET);
    let in_english = desk.run(&["check", "--json", "mz.csv"]);
    assert_eq!(desk.run(&["check", "--json", "--lang", "cnr", "mz.csv"]).out, in_english.out);
    let sheet = desk.sheet("sheets/mk.csv", "500,00");
    let folder = sheet.parent().unwrap().to_str().unwrap().to_owned();
    assert_eq!(desk.reconcile(&[&folder]).code, Some(0));
    let in_english = desk.json();
    let done = desk.reconcile(&["--lang", "cnr-Cyrl", &folder]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(desk.json(), in_english);
    assert!(done.out.contains("Налази: "), "{}", done.out);
}

#[test]
fn the_command_line_comes_before_the_settings() {
    let desk = Desk::new();
    desk.file("mz.csv", SHEET);
    desk.file("earmark.toml", "language = \"cnr\"\n");
    let run = |more: &[&str]| {
        let mut arguments = vec!["check", "--plan", "plan.docx", "mz.csv"];
        arguments.extend(more);
        desk.run(&arguments).out
    };
    assert!(run(&[]).contains("greška[E0203]"), "{}", run(&[]));
    assert!(run(&["--lang", "en"]).contains("error[E0203]"));
    desk.file("earmark.toml", "language = \"german\"\n");
    let done = desk.run(&["check", "--plan", "plan.docx", "mz.csv"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("E0602") && done.err.contains("\"cnr-Cyrl\""), "{}", done.err);
}

#[test]
fn explain_tells_every_finding_in_every_language_without_a_sign_of_its_templates() {
    let desk = Desk::new();
    for language in ["cnr", "cnr-Cyrl"] {
        let done = desk.run(&["explain", "--lang", language]);
        assert!(done.out.lines().count() > 140);
        assert!(!done.out.contains(['⟨', '⟩', '{']), "{}", done.out);
    }
    let done = desk.run(&["explain", "E0203", "--lang", "cnr"]);
    assert!(done.out.contains("šta uraditi:"), "{}", done.out);
}

#[test]
fn control_characters_of_a_sheet_reach_no_terminal_in_any_language() {
    let desk = Desk::new();
    desk.file("mz.csv", SHEET.replace("(est.)", "\u{1b}[31m\u{202e}est"));
    for language in ["en", "cnr", "cnr-Cyrl"] {
        let done = desk.run(&["check", "--lang", language, "mz.csv"]);
        assert!(!done.out.contains(['\u{1b}', '\u{202e}']), "{language}: {}", done.out);
    }
}
