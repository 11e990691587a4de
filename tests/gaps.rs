//! Gaps, what covers them and donors' limits, over random plans, registers and payments: every division
//! adds up to the whole, nothing is covered twice, a pledge never secures anything, and the rows behind a
//! secured amount are that amount, to the cent.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use std::collections::BTreeMap;

use earmark::NamedBytes;
use earmark::book::Content;
use earmark::config::Settings;
use earmark::diagnostic::Catalogue;
use earmark::job::{self, Means, ReconcileInputs};
use earmark::language::Translation;
use earmark::model::{ActivityCode, Euros, add_known};
use earmark::read::{read_funding, read_plan, read_submissions};
use earmark::reconcile::{FundingDivision, Inputs, Reconciliation, Verdict, reconcile};
use earmark::sheet::read_file;
use earmark::vocabulary::Vocabulary;
use earmark::{report, write};
use proptest::prelude::*;

const DONORS: [&str; 3] = ["UNICEF", "OSCE", "UNDP"];
const BODIES: [&str; 2] = ["Ministry of Health", "Police administration"];
const KINDS: [&str; 4] = ["appropriated", "pledged", "committed", "received"];

/// One activity: whose it is, when it is due, and its estimate by source.
#[derive(Debug, Clone)]
struct Drawn {
    lead: usize,
    end: u8,
    budget: Option<u32>,
    donations: Vec<(Option<usize>, u32)>,
}

#[derive(Debug, Clone)]
struct Money {
    activity: usize,
    donor: Option<usize>,
    // Of the register's kinds; none for a payment.
    kind: Option<usize>,
    cents: u32,
    month: u8,
    reason: bool,
}

fn activities() -> impl Strategy<Value = Vec<Drawn>> {
    let donation = (prop::option::of(0..3_usize), 1..9_000_u32);
    let one = (
        0..2_usize,
        1..=4_u8,
        prop::option::of(1..9_000_u32),
        prop::collection::vec(donation, 0..3),
    );
    let drawn =
        one.prop_map(|(lead, end, budget, donations)| Drawn { lead, end, budget, donations });
    prop::collection::vec(drawn, 1..6)
}

fn money() -> impl Strategy<Value = Vec<Money>> {
    let one = (
        0..6_usize,
        prop::option::of(0..3_usize),
        prop::option::weighted(0.6, 0..4_usize),
        1..900_000_u32,
        1..=12_u8,
        any::<bool>(),
    );
    let drawn = one.prop_map(|(activity, donor, kind, cents, month, reason)| Money {
        activity,
        donor,
        kind,
        cents,
        month,
        reason,
    });
    prop::collection::vec(drawn, 0..24)
}

fn plan(activities: &[Drawn]) -> String {
    let mut text = String::from("Action plan for 2021,,,,,\n");
    for (index, drawn) in activities.iter().enumerate() {
        // Each area has one measure of at most two activities.
        if index % 2 == 0 {
            let area = index / 2 + 1;
            text += &format!(
                "Strategic area {area}. Area {area},,,,,\nKey measure {area}.1: Do,,,,,\n"
            );
            text += "Activity,Responsible bodies,Starting date,Planned completion date,Result \
                     indicator,Financial estimate\n";
        }
        let mut estimate = Vec::new();
        if let Some(euros) = drawn.budget {
            estimate.push(format!("{euros} Euros ({} budget)", BODIES[drawn.lead]));
        }
        for (donor, euros) in &drawn.donations {
            let name = donor.map_or(String::new(), |donor| format!("{} ", DONORS[donor]));
            estimate.push(format!("{euros} Euros ({name}donation)"));
        }
        if estimate.is_empty() {
            estimate.push("No funding required".to_owned());
        }
        let quarter = ["I", "II", "III", "IV"][usize::from(drawn.end) - 1];
        text += &format!(
            "{}. Activity number {index},{},I quarter,{quarter} quarter,Done,{}\n",
            code(index),
            BODIES[drawn.lead],
            estimate.join(" ")
        );
    }
    text
}

fn code(index: usize) -> String {
    format!("{}.1.{}", index / 2 + 1, index % 2 + 1)
}

fn settle(activities: &[Drawn], money: &[Money], rules: &str, as_of: &str) -> Reconciliation {
    let amount = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
    let mut register =
        "Code;Source of funding;Holder;Donor;Kind;Amount;Date;Reference\n".to_owned();
    let mut sheet =
        "Institution: Ministry of Health\nCode;Source;Donor;Spent;Date;Reason\n".to_owned();
    for (number, one) in money.iter().enumerate() {
        let code = code(one.activity % activities.len());
        let donor = one.donor.map_or("", |donor| DONORS[donor]);
        let source = if donor.is_empty() { "Budget" } else { "Donation" };
        let (cents, month) = (amount(one.cents), one.month);
        match one.kind {
            Some(kind) => {
                register += &format!(
                    "{code};{source};;{donor};{};{cents};05.{month:02}.2021;Ref {number}\n",
                    KINDS[kind]
                );
            }
            None => {
                let reason = if one.reason { "prices rose" } else { "" };
                sheet += &format!("{code};{source};{donor};{cents};05.{month:02}.2021;{reason}\n");
            }
        }
    }
    let (mut settings, wrong) = Settings::read("earmark.toml", rules);
    assert_eq!(wrong, []);
    settings.as_of = Some(as_of.parse().unwrap());
    // By stages rather than as a whole job: no workbook is needed to look at the figures.
    let vocabulary = Vocabulary::new(&settings.words).unwrap();
    let file = |name: &str, text: String| {
        let input = NamedBytes { name: name.to_owned(), bytes: text.into_bytes() };
        read_file(&input, &settings.limits, &vocabulary).0.expect("a file that can be read")
    };
    let plan = read_plan(&file("plan.csv", plan(activities)), &vocabulary).0.expect("a plan");
    let (submissions, findings) =
        read_submissions(&file("sheet.csv", sheet), &vocabulary, Some(&plan));
    let register = register.lines().nth(1).is_some().then(|| {
        let register = file("funding.csv", register);
        let (records, _) = read_funding(&register, &vocabulary, &plan);
        (register.source, records)
    });
    let files = vec![plan.source.clone()];
    let inputs = Inputs {
        plan,
        submissions,
        register,
        decisions: Vec::new(),
        decisions_file: None,
        reasons: Vec::new(),
        files,
        findings,
    };
    reconcile(inputs, &settings, &vocabulary).expect("the proof holds")
}

const NO_RULES: &str = "";
const YEAR: &str = "2021-12-31";

fn add(amounts: impl Iterator<Item = Option<Euros>>) -> Option<Euros> {
    amounts.fold(None, add_known)
}

/// Pledges taken out, everything else as it was.
fn without_pledges(money: &[Money]) -> Vec<Money> {
    let pledged = KINDS.iter().position(|kind| *kind == "pledged");
    money.iter().filter(|one| one.kind.is_none() || one.kind != pledged).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_division_adds_up_to_the_whole(drawn in activities(), money in money()) {
        let settled = settle(&drawn, &money, NO_RULES, "2021-06-30");
        let gaps = settled.funding_gaps();
        let whole = &settled.totals.total;
        prop_assert_eq!(gaps.total.gap.unwrap_or_default(), whole.funding_gap.unwrap_or_default());
        for division in FundingDivision::ALL {
            let (rows, sum) = settled.funding_by(division, &gaps);
            prop_assert_eq!(sum.planned, whole.planned, "{:?}", division);
            prop_assert_eq!(sum.secured, whole.secured, "{:?}", division);
            prop_assert_eq!(sum.gaps.gap, gaps.total.gap, "{:?}", division);
            prop_assert_eq!(sum.gaps.covered, gaps.total.covered, "{:?}", division);
            prop_assert_eq!(sum.gaps.uncovered, gaps.total.uncovered, "{:?}", division);
            prop_assert_eq!(sum.gaps.pledged, gaps.total.pledged, "{:?}", division);
            prop_assert_eq!(add(rows.iter().map(|row| row.planned)), sum.planned);
            prop_assert_eq!(add(rows.iter().map(|row| row.gaps.gap)), sum.gaps.gap);
            prop_assert_eq!(add(rows.iter().map(|row| row.gaps.covered)), sum.gaps.covered);
            prop_assert_eq!(add(rows.iter().map(|row| row.gaps.uncovered)), sum.gaps.uncovered);
            prop_assert_eq!(add(rows.iter().map(|row| row.gaps.pledged)), sum.gaps.pledged);
            let register = |pick: fn(&earmark::reconcile::Evidence) -> Option<Euros>| {
                (add(rows.iter().map(|row| pick(&row.evidence))),
                 add(settled.lines.iter().map(|line| pick(&line.evidence))))
            };
            for (parts, lines) in [
                register(|evidence| evidence.appropriated),
                register(|evidence| evidence.pledged),
                register(|evidence| evidence.committed),
                register(|evidence| evidence.received),
            ] {
                prop_assert_eq!(parts, lines, "{:?}", division);
            }
        }
    }

    #[test]
    fn nothing_is_covered_beyond_the_gap_or_beyond_what_is_there(
        drawn in activities(),
        money in money(),
    ) {
        let settled = settle(&drawn, &money, NO_RULES, YEAR);
        let gaps = settled.funding_gaps();
        let mut taken: BTreeMap<usize, Euros> = BTreeMap::new();
        let mut open: BTreeMap<ActivityCode, Euros> = BTreeMap::new();
        for gap in &gaps.lines {
            let line = &settled.lines[gap.line];
            prop_assert!(gap.covered <= gap.gap);
            prop_assert_eq!(gap.gap, line.figures.funding_gap);
            prop_assert_eq!(
                add_known(gap.covered, gap.uncovered).unwrap_or_default(),
                gap.gap.unwrap_or_default()
            );
            *open.entry(line.activity).or_default() += gap.uncovered.unwrap_or_default();
            for cover in &gap.covers {
                prop_assert!(cover.amount > Euros::ZERO);
                prop_assert_ne!(cover.from, gap.line);
                prop_assert_eq!(settled.lines[cover.from].activity, line.activity);
                *taken.entry(cover.from).or_default() += cover.amount;
            }
        }
        for (index, line) in settled.lines.iter().enumerate() {
            let secured = line.figures.secured.unwrap_or_default();
            let planned = line.figures.planned.unwrap_or_default();
            let spare = match (line.in_plan, line.figures.planned, line.figures.secured) {
                (_, _, None) | (true, None, _) => Euros::ZERO,
                _ => (secured - planned).max(Euros::ZERO),
            };
            let taken = taken.get(&index).copied().unwrap_or_default();
            prop_assert!(taken <= spare);
            // While an activity lacks anything, nothing that could cover it is left over.
            if !open.get(&line.activity).copied().unwrap_or_default().is_zero() {
                prop_assert_eq!(taken, spare);
            }
        }
    }

    #[test]
    fn a_pledge_secures_nothing(drawn in activities(), money in money()) {
        let all = settle(&drawn, &money, NO_RULES, YEAR);
        let firm = without_pledges(&money);
        // Without any row there is no register, and budgets are assumed.
        prop_assume!(firm.iter().any(|one| one.kind.is_some()));
        let without = settle(&drawn, &firm, NO_RULES, YEAR);
        prop_assert_eq!(all.totals.total.planned, without.totals.total.planned);
        prop_assert_eq!(
            all.totals.total.secured.unwrap_or_default(),
            without.totals.total.secured.unwrap_or_default()
        );
        let (with_gaps, without_gaps) = (all.funding_gaps().total, without.funding_gaps().total);
        prop_assert_eq!(with_gaps.gap, without_gaps.gap);
        prop_assert_eq!(with_gaps.uncovered, without_gaps.uncovered);
    }

    #[test]
    fn what_some_lines_lack_is_what_the_whole_says_of_them(
        drawn in activities(),
        money in money(),
        nth in 1..4_usize,
    ) {
        let settled = settle(&drawn, &money, NO_RULES, YEAR);
        let some: std::collections::BTreeSet<usize> = (0..settled.lines.len()).step_by(nth).collect();
        let mut all = settled.funding_gaps().lines;
        all.retain(|gap| some.contains(&gap.line));
        prop_assert_eq!(settled.funding_gaps_of(&some), all);
    }

    #[test]
    fn the_rows_behind_a_secured_amount_are_that_amount(drawn in activities(), money in money()) {
        let settled = settle(&drawn, &money, NO_RULES, YEAR);
        let mut rows = 0;
        for (index, line) in settled.lines.iter().enumerate() {
            let evidence = settled.evidence_of(index);
            rows += evidence.rows.len();
            let counted = add(evidence.rows.iter().map(|row| row.counted));
            let Some(secured) = line.figures.secured else { continue };
            prop_assert_eq!(
                add_known(counted, evidence.spent_beyond).unwrap_or_default(),
                secured
            );
            prop_assert!(evidence.spent_beyond.unwrap_or_default() >= Euros::ZERO);
        }
        prop_assert_eq!(rows + settled.uncounted_rows().len(), settled.funding.len());
    }

    #[test]
    fn limits_of_donors_never_take_more_than_was_spent(
        drawn in activities(),
        money in money(),
        percents in prop::array::uniform3(0..60_u32),
        bases in prop::array::uniform3(0..3_usize),
    ) {
        let mut rules = String::new();
        for ((per, percent), base) in ["activity", "measure", "total"].iter().zip(percents).zip(bases) {
            let base = ["planned", "committed", "received"][base];
            rules += &format!(
                "[[donor-rules]]\ndonor = \"UNICEF\"\nper = \"{per}\"\npercent = {percent}\nbase = \
                 \"{base}\"\nexceeding = \"ineligible\"\n"
            );
        }
        rules += "[[donor-rules]]\ndonor = \"UNICEF\"\ntemplate = \"face\"\n";
        let settled = settle(&drawn, &money, &rules, YEAR);
        for donor in &settled.donors {
            let judged = settled.donor_judgement(donor);
            let ours = donor.donor.as_ref().is_some_and(|name| &*name.0 == "UNICEF");
            prop_assert_eq!(judged.rules.is_empty(), !ours);
            if !ours {
                continue;
            }
            let spent = donor.figures.spent.unwrap_or_default();
            let ineligible = judged.ineligible.unwrap_or_default();
            prop_assert!(ineligible >= Euros::ZERO && ineligible <= spent);
            prop_assert_eq!(judged.accepted, donor.figures.spent.map(|spent| spent - ineligible));
            for found in &judged.verdicts {
                let beyond = found.beyond.unwrap_or_default();
                prop_assert!(beyond <= ineligible);
                prop_assert_eq!(found.verdict == Verdict::Ineligible, !beyond.is_zero());
                prop_assert_eq!(found.verdict == Verdict::NothingReported, found.spent.is_none());
                prop_assert_eq!(
                    found.verdict == Verdict::NotJudged,
                    found.base.is_none() && found.spent.is_some()
                );
            }
            let face = judged.face.expect("a FACE statement");
            prop_assert_eq!(face.total.reported, donor.figures.spent);
            prop_assert_eq!(face.total.ineligible.unwrap_or_default(), ineligible);
            prop_assert_eq!(face.total.accepted.unwrap_or_default(), judged.accepted.unwrap_or_default());
            for (_, row) in &face.rows {
                if let (Some(a), Some(c)) = (row.authorised, row.accepted) {
                    prop_assert_eq!(row.balance, Some(a - c));
                } else {
                    prop_assert_eq!(row.balance, None);
                }
            }
        }
    }

    #[test]
    fn a_donors_transactions_are_its_own_and_all_of_them(drawn in activities(), money in money()) {
        let settled = settle(&drawn, &money, NO_RULES, YEAR);
        for (index, donor) in settled.donors.iter().enumerate() {
            let mut list = Vec::new();
            write::iati(&settled, index, &mut list).unwrap();
            prop_assert_eq!(list.is_empty(), donor.donor.is_none());
            if list.is_empty() {
                continue;
            }
            let text = String::from_utf8(list).unwrap();
            let own = donor.donor.as_ref().expect("a name");
            for other in DONORS.iter().filter(|name| **name != &*own.0) {
                prop_assert!(!text.contains(other), "{} is told of {other}", own);
            }
            let mut by_code: BTreeMap<String, Option<Euros>> = BTreeMap::new();
            let mut rows = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            for row in rows.records() {
                let row = row.unwrap();
                let cents = row[3].replace('.', "").parse().unwrap();
                let sum = by_code.entry(row[0].to_owned()).or_default();
                *sum = add_known(*sum, Some(Euros::from_cents(cents)));
                prop_assert_eq!(&row[4], "EUR");
            }
            let of = |code: &str| by_code.get(code).copied().flatten();
            prop_assert_eq!(of("13"), donor.evidence.pledged);
            prop_assert_eq!(of("11"), donor.evidence.committed);
            prop_assert_eq!(of("1"), donor.evidence.received);
            prop_assert_eq!(of("4"), donor.figures.spent);
        }
    }
}

fn named(name: &str, text: &str) -> NamedBytes {
    NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn text_in_a_list_of_transactions_is_no_formula() {
    let plan = "Action plan for 2021,,,,,\nKey measure 1.1: Do,,,,,\nActivity,Responsible bodies,Starting \
                date,Planned completion date,Result indicator,Financial estimate\n1.1.1. \"Train, \
                teach\",Ministry of Health,I quarter,IV quarter,Done,1 000 Euros (UNICEF donation)\n";
    let sheet = "Institution: Ministry of Health\nCode;Source;Donor;Spent;Date;Document;Description\n\
                 1.1.1;Donation;UNICEF;-5,00;;@12;=HYPERLINK(\"http://x\";\"y\")\n\
                 1.1.1;Donation;UNICEF;7,25;05.03.2021;+3;-2+3\n";
    let inputs = ReconcileInputs {
        plan: named("plan.csv", plan),
        sheets: vec![named("sheet.csv", sheet)],
        ..ReconcileInputs::default()
    };
    let outputs =
        job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default()).unwrap();
    let names: Vec<&str> = outputs.files.iter().map(|file| file.name.as_str()).collect();
    assert!(names.contains(&"donors/unicef-iati.csv"), "{names:?}");
    let list = outputs.files.iter().find(|file| file.name == "donors/unicef-iati.csv").unwrap();
    let text = String::from_utf8(list.bytes.clone()).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a mark that it is UTF-8");
    let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let spent: Vec<_> = rows.iter().filter(|row| &row[0] == "4").collect();
    assert_eq!(spent.len(), 2);
    // A refund is a number and stays one; an unknown date stays empty.
    assert_eq!((&spent[0][3], &spent[0][2], &spent[0][5]), ("-5.00", "", ""));
    assert_eq!((&spent[1][3], &spent[1][2], &spent[1][5]), ("7.25", "2021-03-05", "2021-03-05"));
    assert!(spent[0][10].starts_with("'=HYPERLINK"), "{:?}", &spent[0][10]);
    assert_eq!((&spent[0][11], &spent[1][11], &spent[1][10]), ("'@12", "'+3", "'-2+3"));
    assert_eq!((&spent[1][8], &spent[1][9]), ("UNICEF", "Ministry of Health"));
}

/// All texts of one sheet of the workbook of the coordination body.
fn texts_of(result: &Reconciliation, sheet: &str) -> Vec<String> {
    let book =
        report::coordination(result, &Catalogue::built_in().unwrap(), Translation::english())
            .whole();
    let sheet = book.sheets.into_iter().find(|found| found.name == sheet).expect("the sheet");
    let cells = sheet.rows.into_iter().flat_map(|row| row.cells);
    cells
        .filter_map(|(_, cell)| match cell.content {
            Content::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

#[test]
fn whoever_reads_the_workbook_is_told_who_pledged_and_which_rows_count() {
    let plan = "Action plan for 2021,,,,,\n\
        Key measure 1.1: Inform the public,,,,,\n\
        Activity,Responsible bodies,Starting date,Planned completion date,Result indicator,Financial estimate\n\
        1.1.1. Print leaflets,Ministry of Health,I quarter,II quarter,Printed,5 000 Euros (donation)\n";
    let funding = "Code;Source of funding;Donor;Kind;Amount (€);Date;Reference\n\
        1.1.1;Donation;UNICEF;pledged;3000;01.02.2021;Letter 3/21\n\
        1.1.1;Donation;OSCE;pledged;1000;02.02.2021;Letter 4/21\n\
        1.1.1;Donation;UNICEF;committed;500;01.03.2021;PCA 1\n\
        1.1.1;Donation;UNICEF;received;400;01.04.2021;PCA 1\n";
    let inputs = ReconcileInputs {
        plan: named("plan.csv", plan),
        funding: Some(named("funding.csv", funding)),
        ..Default::default()
    };
    let means = Means::default();
    let result =
        job::reconcile(&inputs, &Settings::default(), Vec::new(), &means).unwrap().reconciliation;
    let unfunded = texts_of(&result, "Unfunded");
    assert!(
        unfunded.iter().any(|text| text == "OSCE 1,000.00 €; UNICEF 3,000.00 €"),
        "{unfunded:#?}"
    );
    let sources = texts_of(&result, "Sources");
    for words in ["counts", "another stage of the same money: not added", "a pledge: not secured"] {
        assert!(sources.iter().any(|text| text == words), "{words:?} is missing: {sources:#?}");
    }
}

#[test]
fn a_row_of_the_register_is_known_by_its_title_where_one_activity_has_it() {
    let plan = "Action plan for 2021,,,,,\nKey measure 1.1: Do,,,,,\nActivity,Responsible bodies,Starting \
                date,Planned completion date,Result indicator,Financial estimate\n\
                1.1.1. Train staff,Ministry of Health,I quarter,IV quarter,Done,1 000 Euros (Budget)\n\
                1.1.2. Print leaflets,Ministry of Health,I quarter,IV quarter,Done,2 000 Euros (Budget)\n\
                1.1.3. Train staff,Ministry of Health,I quarter,IV quarter,Done,3 000 Euros (Budget)\n";
    let funding = "Activity;Source of funding;Kind;Amount (€)\n\
                   PRINT  leaflets;Budget;appropriated;1500\n\
                   Train staff;Budget;appropriated;900\n";
    let inputs = ReconcileInputs {
        plan: named("plan.csv", plan),
        funding: Some(named("funding.csv", funding)),
        sheets: vec![named("sheet.csv", "Code;Source;Spent\n1.1.1;Budget;5,00\n")],
        ..ReconcileInputs::default()
    };
    let outputs =
        job::reconcile(&inputs, &Settings::default(), Vec::new(), &Means::default()).unwrap();
    let secured: Vec<_> =
        outputs.reconciliation.lines.iter().map(|line| line.figures.secured).collect();
    assert_eq!(secured.get(1).copied().flatten(), Some(Euros::from_cents(150_000)), "{secured:?}");
    // Two activities have the other title: which one is meant is not guessed.
    let refused = outputs
        .reconciliation
        .findings
        .iter()
        .filter(|finding| finding.code == earmark::diagnostic::Code::RegisterActivityUnknown);
    let refused: Vec<_> = refused.map(|finding| finding.amount).collect();
    assert_eq!(refused, [Some(Euros::from_cents(90_000))]);
}
