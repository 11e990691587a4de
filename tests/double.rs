//! Properties of double claims: what is unrelated changes nothing, the order of files is nothing, the
//! euros at stake never exceed what the entries hold, and the proof is untouched by claims.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits, Settings};
use earmark::model::{Euros, Plan, SourceFile};
use earmark::read::{read_plan, read_submissions};
use earmark::reconcile::{
    DoubleClaim, Head, Inputs, LEAST_SCORE, Outcome, Reconciliation, reconcile,
};
use earmark::sheet::{SheetFile, read_file};
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;

const BODIES: [&str; 3] = ["Ministry of Health", "Police administration", "Ministry of Defence"];

const PLAN: &str = "Action plan for 2021,,,,,
Key measure 1.1: Inform the public,,,,,
Activity,Responsible bodies,Starting date,Planned completion date,Result indicator,Financial estimate
1.1.1. Print leaflets,Ministry of Health in cooperation with the Police administration,I quarter,IV quarter,Done,5 000 Euros (Ministry of Health budget) 3 000 Euros (donation)
1.1.2. Hold a conference,Ministry of Health in cooperation with the Police administration,I quarter,IV quarter,Done,4 000 Euros (the budget of all implementers)
1.1.3. Show a film,Ministry of Defence,I quarter,IV quarter,Done,900 Euros (Ministry of Defence budget)
";

/// One payment: activity, source, cents, day, document, description. Few values, so that many agree.
type Payment = (usize, usize, usize, usize, usize, usize);
/// A body and what it sends in one file.
type Sent = (usize, Vec<Payment>);

fn sent() -> impl Strategy<Value = Sent> {
    let payment = (0_usize..3, 0_usize..2, 0_usize..6, 0_usize..4, 0_usize..5, 0_usize..4);
    (0_usize..3, proptest::collection::vec(payment, 1..8))
}

fn file(name: &str, sent: &Sent) -> SheetFile {
    let mut rows = format!(
        "Institution: {}\nCode | Source | Spent | Date | Document | Description",
        BODIES[sent.0]
    );
    for (activity, source, amount, day, document, description) in &sent.1 {
        let code = ["1.1.1", "1.1.2", "words"][*activity];
        let source = ["Budget", "Donation"][*source];
        let amount = ["#480", "#-480", "#100", "#61.35", "#2950.4", "#0"][*amount];
        let day = ["", "@2021-03-15", "@2021-04-20", "@2020-03-15"][*day];
        let document = ["", "12/20", "br. 12/20", "1", "UG-77"][*document];
        let description = ["", "printing", "rent of the hall", "daily allowance"][*description];
        rows.push_str(&format!(
            "\n{code} | {source} | {amount} | {day} | {document} | {description}"
        ));
    }
    sheet(name, &rows)
}

/// A sheet whose hash is that of its rows, whatever its name.
fn sheet(name: &str, rows: &str) -> SheetFile {
    let sheet = fixture::sheet(name, "Sheet1", rows);
    SheetFile { source: SourceFile::new(name, rows.as_bytes()), ..sheet }
}

/// The plan and the words, read once.
fn known() -> &'static (Plan, Vocabulary) {
    static KNOWN: OnceLock<(Plan, Vocabulary)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let vocabulary = Vocabulary::new(&ExtraWords::default()).expect("the words");
        let input = NamedBytes { name: "plan.csv".to_owned(), bytes: PLAN.as_bytes().to_vec() };
        let file = read_file(&input, &Limits::default(), &vocabulary).0.expect("a file");
        (read_plan(&file, &vocabulary).0.expect("a plan"), vocabulary)
    })
}

fn reconciled(sheets: Vec<SheetFile>) -> Reconciliation {
    let (plan, vocabulary) = known();
    let (mut submissions, mut findings) = (Vec::new(), Vec::new());
    for sheet in &sheets {
        let (read, found) = read_submissions(sheet, vocabulary, Some(plan));
        submissions.extend(read);
        findings.extend(found);
    }
    let inputs = Inputs {
        plan: plan.clone(),
        submissions,
        register: None,
        decisions: Vec::new(),
        decisions_file: None,
        reasons: Vec::new(),
        files: Vec::new(),
        findings,
    };
    reconcile(inputs, &Settings::default(), vocabulary).expect("the proof holds")
}

fn files(all: &[Sent]) -> Vec<SheetFile> {
    all.iter().enumerate().map(|(n, sent)| file(&format!("file-{n}.xlsx"), sent)).collect()
}

/// A claim by the places of its entries.
type Told = (Vec<String>, u8, String, Euros);

fn told(result: &Reconciliation) -> Vec<Told> {
    let place = |index: &usize| result.entries.get(*index).unwrap().entry.place().to_string();
    result
        .double_claims
        .iter()
        .map(|claim| {
            let places = claim.entries.iter().map(place).collect();
            (places, claim.score, claim.why.english(), claim.at_stake)
        })
        .collect()
}

fn holds(result: &Reconciliation) -> Result<(), TestCaseError> {
    let mut claimed = BTreeSet::new();
    for claim in &result.double_claims {
        let DoubleClaim { entries, score, at_stake, .. } = claim;
        prop_assert!(entries.len() >= 2 && entries.is_sorted());
        prop_assert!((LEAST_SCORE..=100).contains(score));
        let amounts: Vec<Euros> =
            entries.iter().map(|index| result.entries.get(*index).unwrap().entry.amount).collect();
        let total: Euros = amounts.iter().copied().sum();
        let largest = amounts.iter().copied().max().unwrap_or_default();
        prop_assert_eq!(*at_stake, total - largest);
        prop_assert!(*at_stake > Euros::ZERO && *at_stake < total);
        for index in entries {
            prop_assert!(result.entries.get(*index).unwrap().outcome != Outcome::Excluded);
            prop_assert!(claimed.insert(*index), "an entry is in one claim only");
        }
    }
    let all: Euros = result.double_claims.iter().map(|claim| claim.at_stake).sum();
    prop_assert_eq!(result.groups().double_claims.euros.unwrap_or_default(), all);
    // Claims take nothing out: what is read is placed as if there were none.
    let proof = &result.proof.total;
    prop_assert_eq!(proof.difference(), Euros::ZERO);
    let of = |outcome| -> Euros {
        let with = result.entries.iter().filter(|settled| settled.outcome == outcome);
        with.map(|settled| settled.entry.amount).sum()
    };
    prop_assert_eq!(proof.reconciled, of(Outcome::Reconciled));
    prop_assert_eq!(result.totals.total.spent.unwrap_or_default(), proof.placed());
    for pool in &result.pools {
        let drawn: Euros = pool.draws.iter().filter_map(|draw| draw.drawn).sum();
        prop_assert_eq!(drawn, pool.drawn.unwrap_or_default());
    }
    for swap in &result.swaps {
        prop_assert!(swap.amount > Euros::ZERO);
    }
    for set in [&result.ratios.all_planned, &result.ratios.due_and_reported] {
        for (_, composition) in set.compositions() {
            let sum = |pick: fn(&Head) -> Option<Euros>| -> Euros {
                composition.heads.iter().filter_map(pick).sum()
            };
            prop_assert_eq!(sum(|head| head.planned), set.planned.unwrap_or_default());
            prop_assert_eq!(sum(|head| head.spent), set.spent.unwrap_or_default());
        }
    }
    prop_assert_eq!(result.ratios.all_planned.planned, result.totals.total.planned);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn claims_stay_within_their_entries_and_the_order_of_files_is_nothing(
        all in proptest::collection::vec(sent(), 1..5),
    ) {
        let forward = reconciled(files(&all));
        holds(&forward)?;
        let mut backward = files(&all);
        backward.reverse();
        let backward = reconciled(backward);
        prop_assert_eq!(told(&forward), told(&backward));
        prop_assert_eq!(&forward.swaps, &backward.swaps);
        prop_assert_eq!(&forward.pools, &backward.pools);
        prop_assert_eq!(&forward.ratios, &backward.ratios);
    }

    #[test]
    fn what_is_unrelated_changes_no_claim_and_no_other_line(
        all in proptest::collection::vec(sent(), 1..4),
        cents in 1_i64..40_000,
    ) {
        let before = reconciled(files(&all));
        let amount = format!("{}.{:02}", 300 + cents / 100, cents % 100);
        let rows = format!(
            "Institution: Ministry of Defence\nCode | Source | Spent | Date | Document\n\
             1.1.3 | Budget | #{amount} | @2021-05-05 | 901/21"
        );
        let other = sheet("z.xlsx", &rows);
        let mut sheets = files(&all);
        sheets.push(other);
        let after = reconciled(sheets);
        holds(&after)?;
        prop_assert_eq!(told(&before), told(&after));
        prop_assert_eq!(&before.swaps, &after.swaps);
        let lines = |result: &Reconciliation| -> Vec<_> {
            let lines = result.lines.iter();
            lines
                .filter(|line| line.activity.to_string() != "1.1.3")
                .map(|line| (line.activity, line.source, line.figures))
                .collect()
        };
        prop_assert_eq!(lines(&before), lines(&after));
    }
}

/// Payments of three kinds in turns, each of one amount and document, once for each of two bodies.
fn claimed_by_two(rows: &[Payment]) -> Reconciliation {
    reconciled(files(&[(0, rows.to_vec()), (1, rows.to_vec())]))
}

#[test]
fn many_equal_payments_of_two_bodies_are_matched_one_to_one() {
    // Five of 61.35 under one contract in each sheet: five claims of two, not one of ten.
    let result = claimed_by_two(&[(0, 0, 3, 1, 4, 0); 5]);
    assert_eq!(result.double_claims.len(), 5);
    assert!(result.double_claims.iter().all(|claim| claim.entries.len() == 2));
    let stake = result.groups().double_claims.euros;
    assert_eq!(stake, Some(Euros::from_cents(5 * 6_135)));
}

#[test]
fn a_reversal_on_one_side_takes_only_one_claim_away() {
    let mut rows = vec![(0, 0, 0, 1, 1, 0); 2];
    assert_eq!(claimed_by_two(&rows).double_claims.len(), 2);
    let other = rows.clone();
    // 480, 480, −480: one is left, against two of the partner.
    rows.push((0, 0, 1, 1, 1, 0));
    let result = reconciled(files(&[(0, rows), (1, other)]));
    let stake = result.groups().double_claims.euros;
    assert_eq!((result.double_claims.len(), stake), (1, Some(Euros::from_cents(48_000))));
}

#[test]
fn what_is_left_out_is_no_claim() {
    // Byte for byte the same file under two names: the second is excluded, so nothing is claimed twice.
    let sent: Sent = (0, vec![(0, 0, 4, 1, 1, 1)]);
    let one = file("q2.xlsx", &sent);
    let copy = file("q2 (1).xlsx", &sent);
    let result = reconciled(vec![one, copy]);
    assert!(result.entries.iter().any(|settled| settled.outcome == Outcome::Excluded));
    assert_eq!(result.double_claims, []);
}

#[test]
fn two_sheets_that_are_alike_are_said_once() {
    let rows = "Institution: Ministry of Health\nCode | Source | Spent | Date | Document\n\
                1.1.1 | Budget | #480.50 | @2021-03-15 | 12/20\n\
                1.1.1 | Budget | #99.10 | @2021-03-16 | 13/20";
    let book = fixture::workbook("book.xlsx", &[("Sheet1", rows), ("Report", rows)]);
    let result = reconciled(vec![book]);
    assert_eq!(result.double_claims.len(), 2);
    let codes: Vec<&str> = result
        .findings
        .iter()
        .map(|finding| finding.code.number())
        .filter(|code| ["W0508", "W0533", "W0534"].contains(code))
        .collect();
    assert_eq!(codes, ["W0508"], "the sheets as a whole, and not each line again");
}

#[test]
fn sheets_for_two_months_may_repeat_a_contract() {
    let rows = "Institution: Ministry of Health\nCode | Source | Spent | Document | Description\n\
                1.1.1 | Budget | #480.50 | UG-12/20 | rent\n1.1.2 | Budget | #12 | 9/9 | fuel";
    let book = fixture::workbook("book.xlsx", &[("Januar", rows), ("Februar", rows)]);
    assert_eq!(reconciled(vec![book]).double_claims, []);
    // The same in two sheets that name no month is worth a look.
    let book = fixture::workbook("book.xlsx", &[("Rents", rows), ("Office", rows)]);
    assert_eq!(reconciled(vec![book]).double_claims.len(), 1);
}

#[test]
fn what_was_read_in_two_columns_of_one_row_is_one_statement() {
    let rows = "Institution: Ministry of Health\nCode | Budget | Donation | Document\n\
                1.1.1 | #480.50 | #480.50 | 12/20";
    let result = reconciled(vec![sheet("halves.xlsx", rows)]);
    assert_eq!(result.entries.len(), 2);
    assert_eq!(result.double_claims, []);
    assert!(result.findings.iter().all(|finding| finding.code.number() != "N0535"));
}

#[test]
fn an_amount_in_suspense_may_be_the_second_claim() {
    let of = |body: &str, code: &str| {
        format!(
            "Institution: {body}\nCode | Source | Spent | Date | Document\n\
             {code} | Budget | #480 | @2021-03-15 | 12/20"
        )
    };
    let result = reconciled(vec![
        sheet("health.xlsx", &of(BODIES[0], "1.1.1")),
        sheet("police.xlsx", &of(BODIES[1], "words that name no activity")),
    ]);
    assert_eq!(result.entries.get(1).unwrap().outcome, Outcome::Suspense);
    assert_eq!(result.double_claims.len(), 1);
    let why = result.double_claims[0].why.english();
    assert!(
        why.starts_with("same document 12/20, same amount and same date; reported by "),
        "{why}"
    );
}
