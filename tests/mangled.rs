//! What people do to the workbook between two rounds: sheets copied and renamed, headings deleted, notes
//! between the rows, merged cells. What was typed is carried out or said, and goes round.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

use std::fmt::Write as _;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs};
use earmark::reconcile::{DecisionResult, Reconciliation};

const PLAN: &str = "Action plan for 2020,,\nActivity,Responsible bodies,Financial estimate\n\
    1.1.1. Print leaflets,Ministry of Health,1 000 Euros (Ministry of Health budget)\n\
    1.1.2. Train nurses,Ministry of Health,2 000 Euros (Ministry of Health budget)\n";
const SHEET: &str = "Institution: Ministry of Health;;\nCode;Source;Spent (€)\n\
    one;Budget;10,00\ntwo;Budget;20,00\nthree;Budget;30,00\nfour;Budget;40,00\n";
const HEADINGS: [&str; 7] = [
    "Entry",
    "Code as written",
    "Amount",
    "Assign to activity",
    "Accept",
    "Decided by",
    "Reason for the decision",
];

type Rows = Vec<Vec<&'static str>>;

fn headings() -> Vec<&'static str> {
    HEADINGS.to_vec()
}

/// A workbook in the XML of Excel 2003. "text↓2" is merged with the two cells below it.
fn workbook(sheets: &[(&str, &Rows)]) -> NamedBytes {
    let mut xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
        xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
        .to_owned();
    for (name, rows) in sheets {
        write!(xml, "<Worksheet ss:Name=\"{name}\"><Table>").unwrap();
        for (index, row) in rows.iter().enumerate() {
            write!(xml, "<Row ss:Index=\"{}\">", index + 1).unwrap();
            for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let (text, down) = text.split_once('↓').unwrap_or((text, "0"));
                write!(
                    xml,
                    "<Cell ss:Index=\"{}\" ss:MergeDown=\"{down}\"><Data ss:Type=\"String\">{text}</Data></Cell>",
                    column + 1
                )
                .unwrap();
            }
            xml += "</Row>";
        }
        xml += "</Table></Worksheet>";
    }
    xml += "</Workbook>";
    NamedBytes { name: "round1.xls".to_owned(), bytes: xml.into_bytes() }
}

fn named(name: &str, text: &str) -> NamedBytes {
    NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// What becomes of the decisions, and once more when the workbook that was written is given back.
fn decided(sheets: &[(&str, &Rows)]) -> Vec<DecisionResult> {
    let run = |decisions: NamedBytes| -> (Reconciliation, NamedBytes) {
        let inputs = ReconcileInputs {
            plan: named("plan.csv", PLAN),
            sheets: vec![named("moh.csv", SHEET)],
            decisions: Some(decisions),
            ..Default::default()
        };
        let settings = Settings::default();
        let out = job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap();
        let workbook = out.files.into_iter().find(|file| file.name == "reconciliation.xlsx");
        (out.reconciliation, workbook.unwrap())
    };
    let (first, written) = run(workbook(sheets));
    let (second, _) = run(written);
    let applied = |of: &Reconciliation| of.decisions.iter().filter(|one| one.applied).count();
    assert_eq!(first.decisions.len(), second.decisions.len(), "lost on the way round");
    assert_eq!(applied(&first), applied(&second), "{:#?}", second.decisions);
    first.decisions
}

fn applied(sheets: &[(&str, &Rows)]) -> (usize, usize) {
    let made = decided(sheets);
    (made.len(), made.iter().filter(|one| one.applied).count())
}

fn plain() -> Rows {
    vec![
        vec!["Suspense: amounts that wait"],
        headings(),
        vec!["e1", "one", "10"],
        vec!["e2", "two", "20"],
    ]
}

fn filled_in() -> Rows {
    vec![
        vec!["Suspense: amounts that wait"],
        headings(),
        vec!["e1", "one", "10", "1.1.1", "", "A. Petrović", "by phone"],
        vec!["e2", "two", "20", "1.1.2", "", "A. Petrović", "by phone"],
    ]
}

#[test]
fn decisions_typed_into_a_copy_of_the_sheet_count() {
    assert_eq!(applied(&[("Suspense", &plain()), ("Suspense (2)", &filled_in())]), (2, 2));
    assert_eq!(applied(&[("Odluke", &filled_in())]), (2, 2));
}

#[test]
fn a_copy_that_says_the_same_says_nothing_more() {
    assert_eq!(applied(&[("Suspense", &filled_in()), ("Suspense (2)", &filled_in())]), (2, 2));
}

#[test]
fn a_copy_that_says_otherwise_is_not_passed_over() {
    let mut other = filled_in();
    other[2][3] = "1.1.2";
    let made = decided(&[("Suspense", &filled_in()), ("Suspense (2)", &other)]);
    assert_eq!((made.len(), made.iter().filter(|one| one.applied).count()), (3, 1));
    assert!(
        made.iter().filter(|one| !one.applied).all(|one| one.state.english().contains("otherwise"))
    );
}

#[test]
fn a_table_on_a_sheet_of_ones_own_beside_suspense_counts() {
    let own: Rows = vec![
        vec!["Amount", "Code", "Assign to activity", "Decided by"],
        vec!["30", "three", "1.1.1", "A"],
    ];
    assert_eq!(applied(&[("Suspense", &filled_in()), ("Moje", &own)]), (3, 3));
}

#[test]
fn a_note_between_the_rows_ends_nothing() {
    let mut rows = filled_in();
    rows.insert(3, vec!["still to be asked"]);
    assert_eq!(applied(&[("Suspense", &rows)]), (2, 2));
}

#[test]
fn where_the_first_headings_were_deleted_those_below_hold() {
    let mut rows = filled_in();
    rows.remove(1);
    rows.push(vec!["Other amounts that want a look"]);
    rows.push(headings());
    rows.push(vec!["e3", "three", "30", "1.1.1", "", "A", "so"]);
    assert_eq!(applied(&[("Suspense", &rows)]), (3, 3));
}

#[test]
fn a_merged_cell_is_said_of_every_row_it_covers() {
    let rows: Rows = vec![
        headings(),
        vec!["e1", "one", "10", "1.1.1↓2", "", "A↓2", "by phone↓2"],
        vec!["e2", "two", "20"],
        vec!["e3", "three", "30"],
        vec!["e4", "four", "40"],
    ];
    assert_eq!(applied(&[("Suspense", &rows)]), (3, 3));
}

#[test]
fn headings_merged_over_two_rows_are_no_decision() {
    let mut rows = filled_in();
    rows[1] = HEADINGS.iter().map(|text| &*format!("{text}↓1").leak()).collect();
    rows.insert(2, Vec::new());
    assert_eq!(applied(&[("Suspense", &rows)]), (2, 2));
}

#[test]
fn the_block_of_double_claims_holds_no_decisions_with_lists_beside_it_either() {
    let mut rows = filled_in();
    // The lists to choose from stand far right, in the same rows.
    let beside = |row: &[&'static str]| {
        let mut row = row.to_vec();
        row.resize(30, "");
        row.push("1.1.1");
        row
    };
    rows.push(beside(&["Suspected double claims"]));
    rows.push(beside(&["Claim", "File", "Amount", "Activity"]));
    rows.push(beside(&["1", "moh.csv", "20", "1.1.1", "85", "Ministry of Health"]));
    assert_eq!(applied(&[("Suspense", &rows)]), (2, 2));
}
