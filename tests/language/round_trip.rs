//! A workbook in another language comes back: filled in by a person, or laid among the sheets.

use earmark::NamedBytes;
use earmark::book::{Book, Cell, Content};
use earmark::diagnostic::{Catalogue, Code};
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::language::{Language, Said, Translation};
use earmark::model::Date;
use earmark::{report, write};

use crate::case_inputs;

/// Cases with amounts in suspense, amounts that want a look, and suspected double claims.
const CASES: [&str; 5] = [
    "02-assign-from-suspense",
    "02-accept-an-ambiguous-amount",
    "02-warnings-that-a-person-settled",
    "03-budget-and-donation",
    "03-document-in-two-bodies",
];

fn run(inputs: &ReconcileInputs, case: &str) -> ReconcileOutputs {
    let folder = case_inputs::folders().into_iter().find(|folder| folder.ends_with(case)).unwrap();
    job::reconcile(inputs, &case_inputs::settings(&folder), Vec::new(), &Means::default()).unwrap()
}

fn inputs(case: &str) -> ReconcileInputs {
    let folder = case_inputs::folders().into_iter().find(|folder| folder.ends_with(case)).unwrap();
    ReconcileInputs { decisions: None, ..case_inputs::inputs(&folder) }
}

fn book(outputs: &ReconcileOutputs, words: &Translation) -> Book {
    report::coordination(&outputs.reconciliation, &Catalogue::built_in().unwrap(), words).whole()
}

/// Fills in the yellow cells of the sheet Suspense, each row in another way, with the words that its
/// drop-down lists offer. Gives how many rows there are.
fn fill_in(book: &mut Book, words: &Translation, activity: &str) -> usize {
    let word = |english: &'static str| words.text(&Said::new(english));
    let name = word("Suspense");
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap();
    let offered = |column: u16, text: &str| {
        let rule = sheet.validations.iter().find(|rule| rule.first.1 == column).unwrap();
        assert!(
            format!("{:?}", rule.rule).contains(text),
            "{text} is not in the list of {:?}",
            rule.rule
        );
    };
    offered(12, &word("Donation"));
    offered(16, &word("yes"));
    let mut filled = 0;
    for row in &mut sheet.rows {
        if row.cells.iter().all(|(_, cell)| !cell.unlocked) {
            continue;
        }
        let typed: Vec<(u16, Content)> = match filled % 3 {
            0 => vec![(11, activity.to_owned().into()), (12, word("Donation").into())],
            1 => vec![(15, "to je kartica".to_owned().into())],
            _ => vec![(16, word("yes").into())],
        };
        let signed = [
            (17, "A. Petrović".to_owned().into()),
            (18, Content::Date(Date::constant(2021, 5, 4))),
            (19, "razlog".to_owned().into()),
        ];
        for (column, content) in typed.into_iter().chain(signed) {
            let cell: &mut Cell =
                &mut row.cells.iter_mut().find(|(at, _)| *at == column).unwrap().1;
            assert!(cell.unlocked);
            cell.content = content;
        }
        filled += 1;
    }
    filled
}

#[test]
fn decisions_typed_into_the_workbook_mean_the_same_in_every_language() {
    let mut rows = 0;
    for case in CASES {
        let before = run(&inputs(case), case);
        let activity = before.reconciliation.plan.activities.keys().next().unwrap().to_string();
        let after = Language::ALL.map(|language| {
            let words = Translation::of(language).unwrap();
            let mut book = book(&before, &words);
            rows += fill_in(&mut book, &words, &activity);
            let bytes = write::xlsx(&book).unwrap();
            let decisions = NamedBytes { name: "odluke.xlsx".to_owned(), bytes };
            let after = run(&ReconcileInputs { decisions: Some(decisions), ..inputs(case) }, case);
            let decided = |made: &earmark::reconcile::DecisionResult| {
                let mut decision = made.decision.clone();
                decision.place =
                    earmark::model::Place::new(decision.place.file(), None, decision.place.spot());
                // The words for a source are those of the language.
                (
                    format!("{:?}", earmark::model::Decision { source: None, ..decision }),
                    made.applied,
                )
            };
            let decisions: Vec<_> = after.reconciliation.decisions.iter().map(decided).collect();
            assert!(decisions.iter().any(|(_, applied)| *applied), "{case}: {decisions:?}");
            let lines: Vec<_> =
                after.reconciliation.lines.iter().map(|line| line.figures).collect();
            // What was decided stands in the next workbook, again in the language.
            let again = self::book(&after, &words);
            let bytes = write::xlsx(&again).unwrap();
            let decisions_again = NamedBytes { name: "odluke.xlsx".to_owned(), bytes };
            let third =
                run(&ReconcileInputs { decisions: Some(decisions_again), ..inputs(case) }, case);
            let third_lines: Vec<_> =
                third.reconciliation.lines.iter().map(|line| line.figures).collect();
            assert_eq!(lines, third_lines, "{case}, {}", language.code());
            (decisions, lines)
        });
        let [english, latin, cyrillic] = after;
        assert_eq!(english, latin, "{case}");
        assert_eq!(english, cyrillic, "{case}");
    }
    assert!(rows > 12, "{rows}");
}

#[test]
fn results_in_any_language_that_lie_among_the_sheets_are_told_from_expenditure() {
    for case in CASES {
        let before = run(&inputs(case), case);
        for language in Language::ALL {
            let words = Translation::of(language).unwrap();
            let bytes = write::xlsx(&book(&before, &words)).unwrap();
            let mut inputs = inputs(case);
            inputs.sheets.push(NamedBytes { name: "usaglašavanje.xlsx".to_owned(), bytes });
            let after = run(&inputs, case).reconciliation;
            let read = |run: &earmark::reconcile::Reconciliation| run.proof.total.read;
            assert_eq!(read(&after), read(&before.reconciliation), "{case}, {}", language.code());
            let own = after.findings.iter().filter(|finding| finding.code == Code::NotExpenditure);
            assert_eq!(own.count(), 1, "{case}, {}", language.code());
        }
    }
}

/// Each heading of the sheet is known again as what it is in English; one that only people read stays so.
#[test]
fn headings_of_decisions_are_read_alike_in_every_language() {
    let vocabulary = earmark::vocabulary::Vocabulary::new(&Default::default()).unwrap();
    let before = run(&inputs(CASES[0]), CASES[0]);
    let headings = |language| {
        let words = Translation::of(language).unwrap();
        let book = book(&before, &words);
        let sheet = book.sheets.iter().find(|sheet| sheet.name == words.sheet("Suspense")).unwrap();
        let table = sheet.tables.iter().find(|table| table.name == "Suspense").unwrap();
        let row = &sheet.rows[table.first.0 as usize];
        let text = |cell: &Cell| match &cell.content {
            Content::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        };
        row.cells.iter().map(|(_, cell)| text(cell)).collect::<Vec<String>>()
    };
    let english = headings(Language::English);
    for language in [Language::Montenegrin, Language::MontenegrinCyrillic] {
        for (known, said) in english.iter().zip(headings(language)) {
            let (wanted, found) =
                (vocabulary.decision_heading(known), vocabulary.decision_heading(&said));
            assert_eq!(found, wanted, "{known} is {said}");
        }
    }
}
