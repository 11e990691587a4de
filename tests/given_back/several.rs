//! Several bodies in one sheet: each is given back its own rows, and nothing that another wrote.

use crate::faithful::{Return, check};
use crate::office::{TestCell, TestSheet, number, ooxml, text};
use crate::{named, of, run};

const HEADINGS: [&str; 5] = ["Institution", "Code", "Spent (€)", "Document", "Description"];

fn row(body: &str, code: &str, amount: TestCell, words: &str) -> Vec<TestCell> {
    let body = if body.is_empty() { TestCell::Blank } else { text(body) };
    vec![body, text(code), amount, text(&format!("doc-{words}")), text(words)]
}

fn made(rows: Vec<Vec<TestCell>>) -> TestSheet {
    let mut all = vec![
        vec![text("Period: Q1 2021")],
        vec![text("collected by zqpolice-clerk")],
        HEADINGS.iter().map(|heading| text(heading)).collect(),
    ];
    all.extend(rows);
    TestSheet { name: "Q1".to_owned(), rows: all, ..TestSheet::default() }
}

/// Everything that can be read in a return, in all its parts.
fn everything(one: &Return) -> String {
    let parts = crate::office::parts(&one.bytes);
    parts.iter().map(|(_, part)| String::from_utf8_lossy(part).into_owned()).collect()
}

const HEALTH: &str = "Ministry of Health";
const POLICE: &str = "Police administration";

#[test]
fn each_body_sees_its_own_rows_at_their_own_addresses() {
    let mut sheet = made(vec![
        row(HEALTH, "1.1.1", number("101.11"), "zqhealth-one"),
        row(POLICE, "1.1.10", number("202.22"), "zqpolice-one"),
        row(HEALTH, "9.9.9", number("303.33"), "zqhealth-two"),
        row(POLICE, "1.1.10", text("zqpolice (est.)"), "zqpolice-two"),
        row(HEALTH, "1.1.1", text("zqhealth (est.)"), "zqhealth-three"),
        vec![text("Total"), TestCell::Blank, number("707.07")],
        vec![text("zqpolice signature")],
    ]);
    sheet.merged = vec![[9, 0, 9, 1]];
    sheet.hidden = vec![4];
    let inputs = [named("all.xlsx", ooxml::xlsx(&[sheet]))];
    let outputs = run(&inputs);
    for (slug, own, others) in [
        ("ministry-of-health", "zqhealth", "zqpolice"),
        ("police-administration", "zqpolice", "zqhealth"),
    ] {
        let back = of(&outputs, slug);
        assert!(check(&back, &inputs) > 0, "{slug}");
        let text = everything(&back);
        assert!(text.contains(own), "{slug}");
        assert!(!text.contains(others), "{slug} reads {others}");
        // A total over all of them would tell what the others spent.
        assert!(!text.contains("707.07"), "{slug}");
        assert_eq!(back.text("Q1", "C3"), "Spent (€)");
    }
    let health = of(&outputs, "ministry-of-health");
    assert_eq!(health.text("Q1", "E4"), "zqhealth-one");
    assert_eq!(health.text("Q1", "E5"), "");
    assert_eq!(health.text("Q1", "C8"), "zqhealth (est.)");
    assert!(health.note("Q1", "C8").unwrap().starts_with("Error E0203"));
    // The clerk's words above the table are somebody's.
    assert_eq!(health.text("Q1", "A2"), "");
    let said = health.sheet("Return").rows.iter().flat_map(|row| &row.cells);
    assert!(said.into_iter().any(|cell| cell.text().starts_with("Others have a part")));
}

#[test]
fn a_body_whose_amounts_could_not_be_read_has_a_part_too() {
    // No amount of the police is read, so that all that was read is the ministry's.
    let sheet = made(vec![
        row(HEALTH, "1.1.1", number("101.11"), "zqhealth-one"),
        row(POLICE, "1.1.10", text("zqsecret (est.)"), "zqpolice-one"),
        row("", "1.1.10", TestCell::Blank, "zqpolice-below"),
        row(HEALTH, "1.1.1", text("bad"), "zqhealth-two"),
    ]);
    let inputs = [named("all.xlsx", ooxml::xlsx(&[sheet]))];
    let back = of(&run(&inputs), "ministry-of-health");
    assert!(check(&back, &inputs) > 0);
    assert!(!everything(&back).contains("zqpolice"));
    assert_eq!(back.text("Q1", "E4"), "zqhealth-one");
}

#[test]
fn tables_of_two_bodies_side_by_side_or_below_each_other_are_kept_apart() {
    let table = |body: &str, code: &str, amount: TestCell, words: &str| {
        vec![
            vec![text(&format!("Institution: {body}")), TestCell::Blank, TestCell::Blank],
            vec![text("Code"), text("Spent (€)"), text("Description")],
            vec![text(code), amount, text(words)],
            vec![text(code), text("bad"), text(&format!("{words}-bad"))],
        ]
    };
    let (one, two) = (
        table(HEALTH, "1.1.1", number("101.11"), "zqhealth"),
        table(POLICE, "1.1.10", number("202.22"), "zqpolice"),
    );
    let beside: Vec<Vec<TestCell>> = one
        .iter()
        .zip(&two)
        .map(|(left, right)| {
            let gap = std::iter::once(TestCell::Blank);
            left.iter().cloned().chain(gap).chain(right.iter().cloned()).collect()
        })
        .collect();
    let below: Vec<Vec<TestCell>> = one.into_iter().chain([Vec::new()]).chain(two).collect();
    for rows in [beside, below] {
        let sheet = TestSheet { name: "Q1".to_owned(), rows, ..TestSheet::default() };
        let inputs = [named("all.xlsx", ooxml::xlsx(&[sheet]))];
        let outputs = run(&inputs);
        for (slug, others) in
            [("ministry-of-health", "zqpolice"), ("police-administration", "zqhealth")]
        {
            if !outputs.files.iter().any(|file| file.name.contains(slug)) {
                continue;
            }
            let back = of(&outputs, slug);
            check(&back, &inputs);
            assert!(!everything(&back).contains(others), "{slug} reads {others}");
        }
    }
}

#[test]
fn sheets_of_several_bodies_in_one_file_go_to_each_their_own() {
    let one = |name: &str, body: &str, words: &str| {
        let rows = vec![
            vec![text(&format!("Institution: {body}"))],
            vec![text("Code"), text("Spent (€)"), text("Description")],
            vec![text("1.1.1"), number("101.11"), text(words)],
            vec![text("1.1.1"), text("bad"), text(words)],
        ];
        TestSheet { name: name.to_owned(), rows, ..TestSheet::default() }
    };
    let sheets = [one("zdravlje", HEALTH, "zqhealth"), one("policija", POLICE, "zqpolice")];
    let inputs = [named("all.xlsx", ooxml::xlsx(&sheets))];
    let outputs = run(&inputs);
    for (slug, copy, others) in [
        ("ministry-of-health", "zdravlje", ["zqpolice", "policija"]),
        ("police-administration", "policija", ["zqhealth", "zdravlje"]),
    ] {
        let back = of(&outputs, slug);
        assert!(check(&back, &inputs) > 0);
        assert_eq!(back.copies.values().collect::<Vec<_>>(), [copy]);
        let text = everything(&back);
        assert!(others.iter().all(|word| !text.contains(word)), "{slug}");
    }
}

#[test]
fn an_amount_that_a_decision_assigned_brings_nothing_else_of_its_row() {
    let rows = vec![
        vec![text("Institution: Ministry of Health")],
        vec![text("Code"), text("Source"), text("Spent (€)"), text("Note of the office")],
        vec![text("1.1.1"), text("Budget"), number("101.11"), text("zqhealth-one")],
        vec![text("9.9.9"), text("Budget"), number("202.22"), text("zqhealth-two")],
    ];
    let sheet = TestSheet { name: "Q1".to_owned(), rows, ..TestSheet::default() };
    let sheets = vec![named("health.xlsx", ooxml::xlsx(&[sheet]))];
    let decisions = "[[decision]]\namount = \"202.22\"\nassign-body = \"Police administration\"\n\
                     by = \"A. P.\"\non = 2021-05-04\nreason = \"by telephone\"\n";
    let inputs = earmark::job::ReconcileInputs {
        plan: named("plan.csv", crate::PLAN),
        sheets: sheets.clone(),
        decisions: Some(named("decided.toml", decisions)),
        ..Default::default()
    };
    let settings = earmark::config::Settings::default();
    let outputs =
        earmark::job::reconcile(&inputs, &settings, Vec::new(), &earmark::job::Means::default());
    let outputs = outputs.unwrap();
    let back = of(&outputs, "police-administration");
    assert!(check(&back, &sheets) > 0);
    let copy = back.copies.values().next().unwrap();
    assert_eq!(back.text(copy, "C4"), "202.22");
    assert_eq!(back.text(copy, "D4"), "");
    let text = everything(&back);
    assert!(!text.contains("zqhealth-one") && !text.contains("101.11"));
}
