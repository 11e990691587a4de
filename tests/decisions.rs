//! Decisions go round: for arbitrary plans, sheets and decisions the sum that was read stays, the proof
//! holds, the order of decisions is nothing, a decision that is cleared was never there, and what is typed
//! into the workbook is read back for the very entry it was typed for, round after round.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

use earmark::NamedBytes;
use earmark::book::{Book, Cell, Content};
use earmark::config::Settings;
use earmark::diagnostic::{Catalogue, Code};
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::language::{Part, Translation};
use earmark::model::{Date, SourceFile};
use earmark::reconcile::{Entries, Outcome, Reconciliation, SettledEntry};
use earmark::{report, write};
use proptest::prelude::*;
use serde_json::Value;

const ESTIMATES: [&str; 6] = [
    "1000 Euros (Ministry of Health budget)",
    "500 Euros (UNICEF donation)",
    "200 Euros (Ministry of Health budget) and 300 Euros (donation)",
    "200 Euros (UNICEF donation) and 300 Euros (OSCE donation)",
    "No funding required",
    "400 Euros (budget)",
];
const CODES: [&str; 8] = ["1.1.1", "1.1.2", "1.1.3", "9.9.9", "", "words", "1.1.1.", "1.1.4"];
const SOURCES: [&str; 6] = ["Budget", "Donation", "", "UNICEF", "gibberish", "OSCE donation"];
const AMOUNTS: [&str; 6] = ["12,50", "100,00", "100,00", "7.000", "-3,10", "0,01"];
const DATES: [&str; 4] = ["", "04.05.2020", "31.12.2019", "01.02.2020"];
/// What spreadsheets like to turn into something else.
const TEXTS: [&str; 10] = [
    "",
    "=1+1",
    "007",
    "7",
    "1/20",
    "2020-05-01",
    "@SUM(A1)",
    "'quoted",
    "<r>raw</r>",
    "Šljivović – „plavi“ papir; 2 kom.",
];

/// One row of a sheet, as positions in the lists above.
type RowSpec = (usize, usize, usize, usize, usize, usize);

fn row_spec() -> impl Strategy<Value = RowSpec> {
    (
        0..CODES.len(),
        0..SOURCES.len(),
        0..AMOUNTS.len(),
        0..DATES.len(),
        0..TEXTS.len(),
        0..TEXTS.len(),
    )
}

fn sheets() -> impl Strategy<Value = Vec<Vec<RowSpec>>> {
    proptest::collection::vec(proptest::collection::vec(row_spec(), 1..7), 1..4)
}

fn plan(estimates: &[usize]) -> NamedBytes {
    let mut text = "Action plan for 2020,,,,,\nKey measure 1.1: Inform the public,,,,,\nActivity,Responsible \
                    bodies,Starting date,Planned completion date,Result indicator,Financial estimate\n"
        .to_owned();
    for (index, estimate) in estimates.iter().enumerate() {
        let number = index + 1;
        text += &format!(
            "1.1.{number}. Activity number {number},Ministry of Health,I quarter,IV quarter,Done,{}\n",
            ESTIMATES[*estimate]
        );
    }
    NamedBytes { name: "plan.csv".to_owned(), bytes: text.into_bytes() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn sheet(index: usize, rows: &[RowSpec]) -> NamedBytes {
    let mut text = format!(
        "Institution: {};;;;;;\n",
        ["Ministry of Health", "Police administration"][index % 2]
    );
    text += "Code;Activity;Source;Spent (€);Date;Document number;Description\n";
    for (code, source, amount, date, document, description) in rows {
        let line = [
            CODES[*code],
            if *code == 4 { "School workshops" } else { "" },
            SOURCES[*source],
            AMOUNTS[*amount],
            DATES[*date],
            TEXTS[*document],
            TEXTS[*description],
        ];
        text += &line.map(quoted).join(";");
        text += "\n";
    }
    NamedBytes { name: format!("sheet-{index}.csv"), bytes: text.into_bytes() }
}

fn run(
    plan: &NamedBytes,
    sheets: &[NamedBytes],
    decisions: Option<NamedBytes>,
) -> ReconcileOutputs {
    let inputs = ReconcileInputs {
        plan: plan.clone(),
        sheets: sheets.to_vec(),
        decisions,
        ..Default::default()
    };
    job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default()).unwrap()
}

/// A decision for one of the entries, or for none.
#[derive(Debug, Clone)]
struct Spec {
    entry: usize,
    /// Which marks are said, as bits.
    marks: u16,
    verdict: u8,
    signed: bool,
}

fn spec() -> impl Strategy<Value = Spec> {
    (0_usize..40, 0_u16..128, 0_u8..12, proptest::bool::weighted(0.8))
        .prop_map(|(entry, marks, verdict, signed)| Spec { entry, marks, verdict, signed })
}

/// What a verdict assigns: activity, source, donor, body; why it excludes; whether it accepts.
fn verdict(kind: u8) -> ([&'static str; 4], &'static str, bool) {
    match kind {
        0 => (["1.1.1", "", "", ""], "", false),
        1 => (["1.1.1", "Budget", "", ""], "", true),
        2 => (["", "Donation", "UNICEF", ""], "", false),
        3 => (["1.1.2", "Donation", "A new donor", ""], "", true),
        4 => (["", "", "", "Police administration"], "", true),
        5 => (["", "", "", ""], "paid twice", false),
        6 => (["", "", "", ""], "=not ours", false),
        7 => (["", "", "", ""], "", true),
        8 => (["9.9.9", "", "", ""], "", false),
        9 => (["1.1.1", "", "", ""], "both", false),
        10 => (["", "Budget", "OSCE", ""], "", false),
        _ => (["1.1.1", "Ministry of Health budget", "", "Ministry of Magic"], "", false),
    }
}

fn toml(entries: &Entries, specs: &[Spec]) -> NamedBytes {
    let mut text = String::new();
    for spec in specs {
        let Some(settled) = entries.get(spec.entry % (entries.len() + 1)) else {
            text +=
                "[[decision]]\namount = 1\ndocument = \"of nothing\"\naccept = true\nby = \"A\"\n";
            continue;
        };
        let entry = &settled.entry;
        text += "[[decision]]\n";
        let mut key = |bit: u16, name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|_| spec.marks & (1 << bit) != 0) {
                text += &format!("{name} = {}\n", serde_json::to_string(&value).unwrap());
            }
        };
        key(0, "amount", Some(entry.amount.to_string()));
        key(1, "document", entry.document().as_ref().map(ToString::to_string));
        key(2, "description", entry.description().as_ref().map(ToString::to_string));
        key(3, "file", Some(entry.place().file().to_string()));
        key(4, "cell", entry.spot.cell().map(|cell| cell.to_string()));
        key(5, "date", entry.date.map(|date| date.to_string()));
        key(6, "code", entry.words.code.as_ref().map(|code| code.value.to_string()));
        let ([activity, source, donor, body], exclude, accept) = verdict(spec.verdict);
        for (name, value) in [
            ("activity", activity),
            ("source", source),
            ("donor", donor),
            ("assign-body", body),
            ("exclude", exclude),
            ("by", if spec.signed { "A. Petrović" } else { "" }),
            ("reason", if spec.signed { "a reason" } else { "" }),
        ] {
            if !value.is_empty() {
                text += &format!("{name} = {}\n", serde_json::to_string(value).unwrap());
            }
        }
        if accept {
            text += "accept = true\n";
        }
    }
    NamedBytes { name: "decisions.toml".to_owned(), bytes: text.into_bytes() }
}

/// Everything but where a decision was written down.
fn outcomes(result: &Reconciliation) -> Vec<String> {
    let entry = |e: &SettledEntry<'_>| {
        let decided = e.remarks.decision.is_some();
        format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {decided}",
            e.entry.place(),
            e.outcome,
            e.means.activity,
            e.means.source,
            e.means.body,
            e.means.donor,
            e.remarks.reason
        )
    };
    let lines = result
        .lines
        .iter()
        .map(|line| format!("{:?} {:?} {:?}", line.activity, line.source, line.figures));
    result.entries.iter().map(|e| entry(&e)).chain(lines).collect()
}

/// The workbook of the coordination body, and its sheet Suspense.
fn workbook(result: &Reconciliation) -> Book {
    report::coordination(result, &Catalogue::built_in().unwrap(), Translation::english()).whole()
}

fn decisions_of(book: &Book) -> NamedBytes {
    NamedBytes { name: "last-round.xlsx".to_owned(), bytes: write::xlsx(book).unwrap() }
}

/// Calls with each row of an entry on the sheet Suspense: its id and its cells by heading.
fn each_row(book: &mut Book, mut change: impl FnMut(&str, &mut dyn FnMut(&str, Content))) {
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == "Suspense").unwrap();
    let mut headings: Vec<(u16, String)> = Vec::new();
    for row in &mut sheet.rows {
        let texts: Vec<(u16, String)> = row
            .cells
            .iter()
            .filter_map(|(column, cell)| match &cell.content {
                Content::Text(text) => Some((*column, text.to_string())),
                _ => None,
            })
            .collect();
        if texts.iter().any(|(_, text)| text == "Assign to activity") {
            headings = texts;
            continue;
        }
        let first = texts.iter().find(|(column, _)| *column == 0).map_or("", |(_, text)| text);
        let id = first.strip_prefix('e').is_some_and(|n| n.parse::<usize>().is_ok());
        let last = row.cells.iter().any(|(_, cell)| matches!(&cell.content, Content::Text(t) if &**t == "nothing" || &**t == "anything"));
        if headings.is_empty() || !last {
            continue;
        }
        let id = if id { first.to_owned() } else { String::new() };
        change(&id, &mut |heading, content| {
            let column = headings.iter().find(|(_, known)| known == heading).unwrap().0;
            let cell: &mut Cell =
                &mut row.cells.iter_mut().find(|(at, _)| *at == column).unwrap().1;
            assert!(cell.unlocked, "{heading} cannot be filled in");
            cell.content = content;
        });
    }
}

const OPEN: [&str; 9] = [
    "Assign to activity",
    "Assign source",
    "Assign donor",
    "Assign body",
    "Exclude because",
    "Accept",
    "Decided by",
    "Decided on",
    "Reason for the decision",
];

/// Types a decision into the row of each entry that `kind` gives one for; gives the ids and what was
/// typed.
fn type_in(book: &mut Book, kind: impl Fn(usize) -> Option<u8>) -> Vec<(String, u8)> {
    let mut typed = Vec::new();
    each_row(book, |id, set| {
        let Some(kind) = kind(typed.len()).filter(|_| !id.is_empty()) else { return };
        let ([activity, source, donor, body], exclude, accept) = verdict(kind);
        let accept = if accept { "yes" } else { "" };
        for (heading, text) in OPEN.iter().zip([activity, source, donor, body, exclude, accept]) {
            set(heading, Content::from(text));
        }
        set("Decided by", Content::from("A. Petrović"));
        set("Decided on", Content::Date(Date::constant(2020, 9, 1)));
        set("Reason for the decision", Content::from("=a reason, \"quoted\""));
        typed.push((id.to_owned(), kind));
    });
    typed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn decisions_lose_no_euro_and_their_order_is_nothing(
        estimates in proptest::collection::vec(0..ESTIMATES.len(), 1..5),
        rows in sheets(),
        specs in proptest::collection::vec(spec(), 1..8),
        turn in 1_usize..7,
    ) {
        let plan = plan(&estimates);
        let files: Vec<NamedBytes> = rows.iter().enumerate().map(|(i, rows)| sheet(i, rows)).collect();
        let before = run(&plan, &files, None).reconciliation;
        let after = run(&plan, &files, Some(toml(&before.entries, &specs))).reconciliation;

        let proof = after.proof.total;
        prop_assert_eq!(proof.read, before.proof.total.read);
        prop_assert!(proof.difference().is_zero());
        let of = |outcome: Outcome| after.entries.iter().filter(|e| e.outcome == outcome).map(|e| e.entry.amount).sum::<earmark::model::Euros>();
        prop_assert_eq!(of(Outcome::Excluded), proof.excluded);
        prop_assert_eq!(of(Outcome::Suspense), proof.suspense);

        // Every decision is there, and is carried out on the one entry that it fits or not at all.
        prop_assert_eq!(after.decisions.len(), specs.len());
        for made in &after.decisions {
            prop_assert!(!made.state.is_empty());
            prop_assert!(!made.applied || made.fits.len() == 1);
            let said = after.findings.iter().any(|f| f.place == made.decision.place);
            prop_assert!(made.applied || said, "{:?} was set aside in silence", made);
        }
        for (index, settled) in after.entries.iter().enumerate() {
            let own: Vec<_> = after.decisions.iter().filter(|m| m.applied && m.fits == [index]).collect();
            prop_assert_eq!(settled.remarks.decision.is_some(), !own.is_empty());
            let noted = after.findings.iter().filter(|f| f.code == Code::Decided && f.place == settled.entry.place());
            prop_assert_eq!(noted.count(), usize::from(settled.remarks.decision.is_some()));
            // What nobody decided about is as it was.
            if own.is_empty() {
                prop_assert_eq!(&settled.remarks.reason, &before.entries.get(index).unwrap().remarks.reason);
                prop_assert_eq!(settled.outcome, before.entries.get(index).unwrap().outcome);
            }
        }

        let mut turned = specs.clone();
        turned.rotate_left(turn % specs.len());
        let again = run(&plan, &files, Some(toml(&before.entries, &turned))).reconciliation;
        prop_assert_eq!(outcomes(&again), outcomes(&after));
    }

    #[test]
    fn what_is_typed_into_the_workbook_comes_back_for_the_same_entry_round_after_round(
        estimates in proptest::collection::vec(0..ESTIMATES.len(), 1..5),
        rows in sheets(),
        kinds in proptest::collection::vec(proptest::option::weighted(0.8, 0_u8..12), 1..9),
    ) {
        let plan = plan(&estimates);
        let files: Vec<NamedBytes> = rows.iter().enumerate().map(|(i, rows)| sheet(i, rows)).collect();
        let first = run(&plan, &files, None).reconciliation;
        let mut book = workbook(&first);
        let typed = type_in(&mut book, |row| kinds[row % kinds.len()]);
        let second = run(&plan, &files, Some(decisions_of(&book))).reconciliation;
        prop_assert_eq!(second.decisions.len(), typed.len());
        for (made, (id, kind)) in second.decisions.iter().zip(&typed) {
            let fits: Vec<String> = made.fits.iter().map(|entry| SettledEntry::id(*entry)).collect();
            prop_assert_eq!(&fits, &vec![id.clone()], "{:?}", made);
            let ([activity, source, donor, body], exclude, accept) = verdict(*kind);
            let text = |text: &Option<arcstr::ArcStr>| text.as_deref().unwrap_or("").to_owned();
            let decision = &made.decision;
            prop_assert_eq!(text(&decision.activity), activity);
            prop_assert_eq!(text(&decision.source), source);
            prop_assert_eq!(text(&decision.donor), donor);
            prop_assert_eq!(text(&decision.body), body);
            prop_assert_eq!(text(&decision.exclude), exclude);
            prop_assert_eq!(decision.accept.is_some(), accept);
            prop_assert_eq!(text(&decision.by), "A. Petrović");
            prop_assert_eq!(text(&decision.on), "2020-09-01");
            prop_assert_eq!(text(&decision.reason), "=a reason, \"quoted\"");
        }

        // Given back as it is, the next workbook says and does the same.
        let mut third_book = workbook(&second);
        let third = run(&plan, &files, Some(decisions_of(&third_book))).reconciliation;
        prop_assert_eq!(outcomes(&third), outcomes(&second));
        let said = |result: &Reconciliation| {
            let mut said: Vec<String> = result.decisions.iter().map(|made| {
                let mut decision = made.decision.clone();
                decision.place = earmark::model::Place::of_file(&"".into());
                format!("{decision:?} {:?} {} {}", made.fits, made.applied, made.verdict.is_some())
            }).collect();
            said.sort();
            said
        };
        prop_assert_eq!(said(&third), said(&second));

        // Cleared, they were never there.
        each_row(&mut third_book, |_, set| {
            for heading in OPEN {
                set(heading, Content::Empty);
            }
        });
        let cleared = run(&plan, &files, Some(decisions_of(&third_book))).reconciliation;
        prop_assert_eq!(outcomes(&cleared), outcomes(&first));
        prop_assert_eq!(&cleared.findings, &first.findings);
        prop_assert!(cleared.decisions.is_empty());
    }
}

#[test]
fn decisions_survive_sheets_that_are_gone_and_hold_again_when_they_come_back() {
    let plan = plan(&[0, 1]);
    let rows = |rows: &[RowSpec]| sheet(0, rows);
    let whole = rows(&[(4, 0, 0, 1, 4, 9), (0, 0, 1, 1, 1, 2)]);
    let first = run(&plan, std::slice::from_ref(&whole), None).reconciliation;
    let mut book = workbook(&first);
    assert_eq!(type_in(&mut book, |_| Some(0)).len(), 1);
    let other = rows(&[(0, 0, 1, 1, 1, 2)]);
    let mut given = decisions_of(&book);
    for _ in 0..3 {
        let gone = run(&plan, std::slice::from_ref(&other), Some(given)).reconciliation;
        assert_eq!((gone.decisions.len(), gone.decisions[0].applied), (1, false));
        assert!(gone.findings.iter().any(|finding| finding.code == Code::DecisionFitsNone));
        given = decisions_of(&workbook(&gone));
    }
    // Sent again under another name, with another row above.
    let mut moved = rows(&[(0, 0, 1, 1, 1, 2), (4, 0, 0, 1, 4, 9)]);
    moved.name = "corrected.csv".to_owned();
    let back = run(&plan, &[moved], Some(given)).reconciliation;
    assert!(back.decisions[0].applied, "{:?}", back.decisions);
    assert_eq!(back.entries.get(1).unwrap().outcome, Outcome::Reconciled);
}

#[test]
fn many_decisions_about_many_entries_are_matched_in_time() {
    let mut text =
        "Institution: Ministry of Health;;;\nCode;Source;Spent (€);Description\n".to_owned();
    for number in 0..20_000 {
        text +=
            &format!("1.1.1;Budget;{},{:02};payment {number}\n", number % 700 + 1, number % 100);
    }
    let sheet = NamedBytes { name: "large.csv".to_owned(), bytes: text.into_bytes() };
    let mut text = "Amount;Description;Exclude because;Decided by\n".to_owned();
    for number in (0..20_000).step_by(20) {
        text += &format!("{},{:02};payment {number};not ours;A\n", number % 700 + 1, number % 100);
    }
    let decisions = NamedBytes { name: "decisions.csv".to_owned(), bytes: text.into_bytes() };
    let checked = run(&plan(&[0]), &[sheet], Some(decisions)).reconciliation;
    assert_eq!(checked.decisions.iter().filter(|made| made.applied).count(), 1000);
    let excluded = checked.entries.iter().filter(|entry| entry.outcome == Outcome::Excluded);
    assert_eq!(excluded.count(), 1000);
}

/// Of a million entries the list takes longer to read than everything else. What it holds is not looked at.
#[test]
fn a_long_list_of_entries_beside_the_decisions_is_not_read() {
    let plan = plan(&[0]);
    let mut text = "Code;Source;Spent (€);Description\n".to_owned();
    for number in 0..1_500 {
        text += &format!("1.1.1;Budget;{},10;payment {number}\n", number + 1);
    }
    text += "9.9.9;Budget;77,50;to decide\n";
    let sent = [NamedBytes { name: "large.csv".to_owned(), bytes: text.into_bytes() }];
    let mut book = workbook(&run(&plan, &sent, None).reconciliation);
    assert_eq!(type_in(&mut book, |_| Some(0)).len(), 1);
    let decisions = decisions_of(&book);
    let inputs = ReconcileInputs {
        plan,
        sheets: sent.to_vec(),
        decisions: Some(decisions.clone()),
        ..Default::default()
    };
    // The entries alone have more cells.
    let mut settings = Settings::default();
    settings.limits.cells = 10_000;
    let checked = job::reconciliation(&inputs, &settings, Vec::new(), &Means::default()).unwrap();
    assert_eq!(checked.decisions.iter().filter(|made| made.applied).count(), 1);
    assert_eq!(checked.entries.get(1_500).unwrap().outcome, Outcome::Reconciled);
    let known = checked.inputs.iter().find(|input| *input.file == *decisions.name).unwrap();
    assert_eq!(*known, SourceFile::new(&decisions.name, &decisions.bytes), "the whole file");
}

/// Each of `count` equal payments, and as many rows of decisions about them.
fn equal_payments(count: usize, decision: impl Fn(usize) -> String) -> Reconciliation {
    let mut text =
        "Institution: Ministry of Health;;;\nCode;Source;Spent (€);Description\n".to_owned();
    text += &"1.1.1;Budget;250,00;supplement\n".repeat(count);
    let sheet = NamedBytes { name: "large.csv".to_owned(), bytes: text.into_bytes() };
    let mut text =
        "Amount;Description;Body;Code;Source;File;Cell;Exclude because;Decided by;Empty \
                    cells mean\n"
            .to_owned();
    text.extend((0..count).map(decision));
    let decisions = NamedBytes { name: "decisions.csv".to_owned(), bytes: text.into_bytes() };
    run(&plan(&[0]), &[sheet], Some(decisions)).reconciliation
}

#[test]
fn decisions_that_each_fit_very_many_amounts_name_the_first_and_say_how_many() {
    let checked = equal_payments(1_000, |number| format!("250,00;;;;;;;not ours {number};A;\n"));
    assert!(checked.decisions.iter().all(|made| !made.applied));
    let named: usize = checked.decisions.iter().map(|made| made.fits.len()).sum();
    assert_eq!(named, 1_000 * 20);
    assert!(checked.decisions[0].state.english().contains("it fits 1,000 amounts now"));
}

#[test]
fn each_of_many_equal_amounts_is_known_by_its_cell() {
    let whole = |cell: usize| {
        format!(
            "250,00;supplement;Ministry of Health;1.1.1;Budget;large.csv;C{cell};not \
             ours;A;nothing\n"
        )
    };
    let checked = equal_payments(1_000, |number| whole(number + 3));
    assert!(checked.decisions.iter().all(|made| made.applied && made.fits.len() == 1));
    // One that is no longer in its cell: rows have moved, and no cell tells anything.
    let moved = equal_payments(1_000, |number| whole(if number == 0 { 9_999 } else { number + 3 }));
    assert!(moved.decisions.iter().all(|made| made.applied), "all alike, whichever is whose");
    let other = |number: usize| {
        let row = whole(if number == 0 { 9_999 } else { number + 3 });
        if number == 1 { row.replace("not ours", "paid twice") } else { row }
    };
    let moved = equal_payments(1_000, other);
    assert!(moved.decisions.iter().all(|made| !made.applied), "not alike, so none is chosen");
}

#[test]
fn a_decisions_file_with_other_letters_is_refused() {
    let mut bytes = b"[[decision]]\namount = 250\nexclude = \"ra".to_vec();
    bytes.extend([0xe8, b'u', b'n', b'"']);
    let inputs = ReconcileInputs {
        plan: plan(&[0]),
        decisions: Some(NamedBytes { name: "decisions.toml".to_owned(), bytes }),
        ..Default::default()
    };
    let refused = job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default());
    let Err(job::Refusal::NoDecisions(findings)) = refused else { panic!("{refused:?}") };
    let Part::Said(problem) = &findings[0].details()[0].1 else { panic!("{findings:?}") };
    let problem = problem.english();
    assert!(problem.contains("line 3") && problem.contains("UTF-8"), "{problem}");
}

#[test]
fn the_json_says_what_was_decided_and_the_decision_of_each_entry() {
    let plan = plan(&[0]);
    let files = [sheet(0, &[(4, 0, 0, 1, 4, 9)])];
    let toml = "[[decision]]\namount = 12.5\nactivity = \"1.1.1\"\nsource = \"budget\"\nby = \"A\"\non = 2020-09-01\nreason = \"so\"\n";
    let decisions = NamedBytes { name: "d.toml".to_owned(), bytes: toml.into() };
    let outputs = run(&plan, &files, Some(decisions));
    let json = outputs.files.iter().find(|file| file.name == "reconciliation.json").unwrap();
    let json: Value = serde_json::from_slice(&json.bytes).unwrap();
    let made = &json["decisions"][0];
    assert_eq!(made["id"], "d1");
    assert_eq!(made["place"], "d.toml, line 2");
    assert_eq!(made["fits"][0], "e1");
    assert_eq!(made["source"], "budget");
    assert_eq!(json["entries"][0]["decision"], "d1");
    assert_eq!(json["entries"][0]["matched_by"], "decision");
    assert!(json["inputs"].as_array().unwrap().iter().any(|file| file["file"] == "d.toml"));
    let schema: Value =
        serde_json::from_str(include_str!("../templates/reconciliation.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn what_is_typed_beside_a_suspected_double_claim_is_named_and_decides_nothing() {
    let plan = plan(&[0]);
    let sheet = |name: &str, body: &str| NamedBytes {
        name: name.to_owned(),
        bytes: format!(
            "Institution: {body};;;;\nCode;Source;Spent (€);Date;Document number\n\
             1.1.1;Budget;77,33;04.05.2020;12/20\n"
        )
        .into_bytes(),
    };
    let files = [sheet("a.csv", "Ministry of Health"), sheet("b.csv", "Police administration")];
    let first = run(&plan, &files, None).reconciliation;
    assert_eq!(first.double_claims.len(), 1);
    let text = |cell: &Cell| match &cell.content {
        Content::Text(text) => text.to_string(),
        _ => String::new(),
    };
    // What earmark wrote says nothing of this kind.
    let mut book = workbook(&first);
    let untouched = run(&plan, &files, Some(decisions_of(&book))).reconciliation;
    assert_eq!(untouched.findings, first.findings);
    let suspense = book.sheets.iter_mut().find(|sheet| sheet.name == "Suspense").unwrap();
    let of_tables = |texts: &[(u16, String)], wanted: &str| {
        texts.iter().find(|(_, text)| text == wanted).map(|(column, _)| *column)
    };
    let (mut exclude, mut in_claims, mut typed) = (None, false, String::new());
    for (index, row) in suspense.rows.iter_mut().enumerate() {
        let texts: Vec<(u16, String)> =
            row.cells.iter().map(|(at, cell)| (*at, text(cell))).collect();
        exclude = exclude.or(of_tables(&texts, "Exclude because"));
        in_claims |= of_tables(&texts, "Claim") == Some(0);
        if in_claims && typed.is_empty() && of_tables(&texts, "e2").is_some() {
            let column = exclude.unwrap();
            row.cells.push((column, Cell::text("paid twice")));
            row.cells.sort_by_key(|(at, _)| *at);
            typed = format!("{}{}", earmark::model::column_letters(u32::from(column)), index + 1);
        }
    }
    let second = run(&plan, &files, Some(decisions_of(&book))).reconciliation;
    assert!(second.decisions.is_empty());
    let said: Vec<_> =
        second.findings.iter().filter(|finding| finding.code == Code::DecisionBeside).collect();
    let [said] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(
        said.place.to_string(),
        format!("last-round.xlsx, sheet \"Suspense\", cell {typed}")
    );
    let remedy = Catalogue::built_in().unwrap().remedy(said);
    assert!(remedy.contains("the row of e2"), "{remedy}");
}
