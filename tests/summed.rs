//! The sums that the workbooks take from a reconciliation and never reckon themselves, each against
//! figures added up by hand: a year small enough for that, in two areas, from three donors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Limits, Settings};
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::model::{BodyName, Euros, GivenReason, Holder, Place, Source};
use earmark::read::read_plan;
use earmark::reconcile::{
    ChangeKind, ClaimKind, Division, DonorResult, FundingDivision, Inputs, Line, LineGroup,
    Reconciliation, Tie, TimingStatus, reconcile,
};
use earmark::sheet::read_file;
use earmark::vocabulary::Vocabulary;

const PLAN: &str = "\
Action plan for 2021,,,,,
Strategic area 1. Prevention,,,,,
Key measure 1.1: Inform the public,,,,,
Activity,Responsible bodies,Starting date,Planned completion date,Result indicator,Financial estimate
1.1.1. Print leaflets,Ministry of Health,I quarter,II quarter,Done,1 000 Euros (Ministry of Health budget) and 400 Euros (UNICEF)
1.1.2. Hold a conference,Ministry of Justice,I quarter,IV quarter,Done,700 Euros (the budget of all implementers)
Strategic area 2. Treatment,,,,,
Key measure 2.1: Train people,,,,,
2.1.1. Train nurses,Ministry of Health,III quarter,IV quarter,Done,300 Euros (UNDP) and 200 Euros (Ministry of Health budget)
2.1.2. Audit the accounts,Ministry of Finance,I quarter,IV quarter,Done,90 Euros (Ministry of Finance budget)
";

const HEALTH: &str = "\
Institution: Ministry of Health;;;;;
Code;Source;Donor;Spent (€);Date;Description
1.1.1;Budget;;1.100,00;12.03.2021;leaflets
1.1.1;Donation;UNICEF;350,00;13.03.2021;paper
2.1.1;Donation;UNDP;310,00;14.09.2021;course
2.1.1;Donation;OSCE;25,00;15.09.2021;guests
7.7.7;Budget;;5,00;16.09.2021;nobody knows
";

const JUSTICE: &str = "\
Institution: Ministry of Justice;;;;;
Code;Source;Donor;Spent (€);Date;Description
1.1.2;Budget of all implementers;;600,00;12.05.2021;hall
";

const FUNDING: &str = "\
Code;Source of funding;Holder;Donor;Kind;Amount (€);Date;Reference
1.1.1;Donation;;UNICEF;received;380,00;01.02.2021;UNICEF 1/21
2.1.1;Donation;;UNDP;committed;300,00;01.02.2021;UNDP 1/21
2.1.1;Donation;;UNDP;received;45,00;31.12.2021;the last day
2.1.1;Donation;;UNDP;received;55,00;01.01.2022;a day later
";

const RULES: &str = "\
[[donor-rules]]
donor = \"UNDP\"
percent = 2
exceeding = \"ineligible\"

[[donor-rules]]
donor = \"UNICEF\"
percent = 5
direction = \"both\"
";

fn named(name: &str, text: &str) -> NamedBytes {
    NamedBytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn run(plan: &str, health: &str, previous: Option<NamedBytes>) -> ReconcileOutputs {
    let inputs = ReconcileInputs {
        plan: named("plan.csv", plan),
        funding: Some(named("funding.csv", FUNDING)),
        sheets: vec![named("health.csv", health), named("justice.csv", JUSTICE)],
        previous,
        ..ReconcileInputs::default()
    };
    let (mut settings, findings) = Settings::read("earmark.toml", RULES);
    assert!(findings.is_empty(), "{findings:?}");
    settings.as_of = Some("2021-12-31".parse().unwrap());
    job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap()
}

fn reconciled() -> Reconciliation {
    run(PLAN, HEALTH, None).reconciliation
}

fn euros(cents: i64) -> Option<Euros> {
    Some(Euros::from_cents(cents))
}

fn donor<'a>(of: &'a Reconciliation, name: &str) -> &'a DonorResult {
    of.donors.iter().find(|found| found.donor.as_ref().is_some_and(|d| &*d.0 == name)).unwrap()
}

/// A column of something else taken for donors. OSCE, which the program knows, stands neither in the plan
/// nor in the register and gave less than any of them.
#[test]
fn a_known_donor_keeps_its_workbook_among_a_thousand_others() {
    let mut health = HEALTH.to_owned();
    for number in 0..1_005 {
        let spent = 9_000 + number;
        health.push_str(&format!("1.1.1;Donation;Giver {number:04};{spent},00;14.03.2021;paper\n"));
    }
    let outputs = run(PLAN, &health, None);
    let year = &outputs.reconciliation;
    let without = year.donors.iter().filter(|donor| !donor.has_workbook);
    let without: Vec<&str> = without.map(|donor| &*donor.donor.as_ref().unwrap().0).collect();
    assert_eq!(without, ["Giver 0000", "Giver 0001", "Giver 0002", "Giver 0003", "Giver 0004"]);
    assert!(donor(year, "OSCE").has_workbook);
    let files = outputs.files.iter().filter(|file| file.name.starts_with("donors/"));
    let workbooks = files.filter(|file| file.name.ends_with(".xlsx")).count();
    assert_eq!(workbooks, year.donors.len() - 5);
    // Without a workbook of its own its money is counted all the same.
    let read = year.entries.iter().map(|settled| settled.entry.amount).sum::<Euros>();
    assert_eq!(year.proof.total.read, read);
    assert_eq!(donor(year, "Giver 0000").figures.spent, euros(900_000));
}

/// Planned 1,000 + 400 + 700 + 300 + 200 + 90, spent 1,100 + 350 + 600 + 310 + 25: each way of dividing
/// the plan comes to that.
#[test]
fn each_division_adds_up_to_the_whole() {
    let ties = reconciled().ties();
    let divisions: Vec<Division> = ties.iter().map(|tie| tie.division).collect();
    assert_eq!(
        divisions,
        [
            Division::Lines,
            Division::Measures,
            Division::Areas,
            Division::Leads,
            Division::Quarters,
            Division::Sources
        ]
    );
    for tie in ties {
        assert_eq!((tie.planned, tie.spent), (euros(269_000), euros(238_500)), "{tie:?}");
        assert!(tie.holds());
        let cent = Euros::from_cents(1);
        assert!(!Tie { planned_difference: cent, ..tie }.holds());
        assert!(!Tie { spent_difference: cent, ..tie }.holds());
    }
}

#[test]
fn what_waits_for_a_person_is_counted_with_its_euros() {
    let year = reconciled();
    let groups = year.groups();
    let spent = |group: &LineGroup| (group.count, group.figures.spent);
    // The leaflets: 1,100 of 1,000. The course, 310 of 300, is within the tolerance.
    assert_eq!(spent(&groups.overspent), (1, euros(110_000)));
    assert_eq!(spent(&groups.unplanned), (1, euros(2_500)));
    assert_eq!((groups.not_reported.count, groups.not_reported.figures.planned), (1, euros(9_000)));
    // Two lines of the Ministry of Health and one of the Ministry of Finance; not the shared one.
    assert_eq!((groups.held_alone.count, groups.held_alone.figures.planned), (3, euros(129_000)));
    assert_eq!((groups.suspense.count, groups.suspense.euros), (1, euros(500)));
    assert_eq!(groups.no_source.count, 0);
    // On lines: all that was read but the 5.00 that nobody knows.
    assert_eq!(Some(year.proof.total.placed()), euros(238_500));
}

#[test]
fn a_donors_money_is_what_was_received_less_what_was_spent() {
    let year = reconciled();
    let (unicef, undp, osce) = (donor(&year, "UNICEF"), donor(&year, "UNDP"), donor(&year, "OSCE"));
    assert_eq!(year.donor_balance(unicef), euros(38_000 - 35_000));
    assert_eq!(year.donor_balance(undp), euros(4_500 - 31_000));
    // Nobody wrote that OSCE's money came.
    assert_eq!(year.donor_balance(osce), None);
    assert_eq!(
        year.donor_deviation(undp).map(|percent| percent.to_string()).as_deref(),
        Some("3.33")
    );
    assert_eq!(year.donor_deviation(osce), None);
    assert_eq!(year.groups().donors_balance, euros(3_000 - 26_500));
    // The row of a day later is on no line, and it is said why.
    let uncounted = year.uncounted_rows();
    assert_eq!(uncounted.len(), 1);
    assert_eq!(year.funding[uncounted[0].record].amount, Euros::from_cents(5_500));
    assert!(uncounted[0].after_as_of);
}

/// 350 of 400 is more than 5 % less, and there is no note; 310 of 300 is 4.00 more than 306.
#[test]
fn limits_that_are_exceeded_are_counted_with_what_is_ineligible() {
    let year = reconciled();
    let exceeded = year.exceeded_limits();
    assert_eq!((exceeded.count, exceeded.euros), (2, euros(400)));
    assert_eq!(year.donor_judgement(donor(&year, "UNDP")).ineligible_in_shares(), euros(400));
    assert_eq!(year.donor_judgement(donor(&year, "UNICEF")).ineligible_in_shares(), None);
}

#[test]
fn reasons_are_missing_where_they_are_asked_and_not_given() {
    let year = reconciled();
    let missing: Vec<bool> =
        (0..year.lines.len()).map(|line| year.reasons.is_missing(line)).collect();
    let asked: Vec<usize> = year.reasons.missing().map(|asked| asked.line).collect();
    assert!(missing.contains(&true) && missing.contains(&false), "{missing:?}");
    for (line, missing) in missing.iter().enumerate() {
        assert_eq!(*missing, asked.contains(&line), "line {line}");
    }
    let given = HEALTH
        .replace("Date;Description", "Date;Description;Reason for deviation")
        .replace("leaflets\n", "leaflets;dearer paper\n");
    let given = run(PLAN, &given, None).reconciliation;
    let leaflets =
        given.lines.iter().position(|line| line.figures.spent == euros(110_000)).unwrap();
    assert!(year.reasons.is_missing(leaflets));
    assert!(!given.reasons.is_missing(leaflets));
}

/// Every area, measure and quarter of the plan is shown, also where no line of it has money, and what
/// has no place in the plan comes last.
#[test]
fn funding_is_divided_in_the_order_of_the_plan() {
    let (plan, _) = PLAN.split_once("2.1.2.").unwrap();
    let plan = plan.to_owned() + "Strategic area 3. Repair,,,,,\nKey measure 3.1: Build,,,,,\n";
    let year = run(&plan, HEALTH, None).reconciliation;
    let gaps = year.funding_gaps();
    let by = |division| -> Vec<(String, Option<Euros>)> {
        let (parts, whole) = year.funding_by(division, &gaps);
        let sum: Euros = parts.iter().filter_map(|part| part.planned).sum();
        assert_eq!(Some(sum), whole.planned);
        parts.into_iter().map(|part| (part.key, part.planned)).collect()
    };
    let part = |key: &str, cents: Option<i64>| (key.to_owned(), cents.map(Euros::from_cents));
    assert_eq!(
        by(FundingDivision::Areas),
        [part("1", Some(210_000)), part("2", Some(50_000)), part("3", None)]
    );
    assert_eq!(
        by(FundingDivision::Measures),
        [part("1.1", Some(210_000)), part("2.1", Some(50_000)), part("3.1", None)]
    );
    // UNICEF's 400.00 lack 20.00, which the budget spent beyond its plan. The nurses' budget lacks
    // 200.00, of which UNDP spent 10.00 beyond its plan and OSCE 25.00 outside it. The shared budget
    // lacks 100.00, and nothing covers that.
    assert_eq!((gaps.total.lines, gaps.total.gap), (3, euros(2_000 + 20_000 + 10_000)));
    assert_eq!((gaps.total.covered_lines, gaps.total.covered), (2, euros(5_500)));
}

/// One amount is 5.00 more, one is gone, one is new.
#[test]
fn changes_are_counted_with_the_euros_they_move() {
    let before = run(PLAN, HEALTH, None);
    let json = before.files.iter().find(|file| file.name == "reconciliation.json").unwrap().clone();
    let previous = || Some(NamedBytes { name: "previous.json".to_owned(), ..json.clone() });
    let same = run(PLAN, HEALTH, previous()).reconciliation.changes.unwrap();
    assert!(same.is_empty());
    let now = HEALTH
        .replace("350,00", "355,00")
        .replace("2.1.1;Donation;OSCE;25,00;15.09.2021;guests\n", "")
        + "2.1.1;Budget;;150,00;20.10.2021;books\n";
    let changes = run(PLAN, &now, previous()).reconciliation.changes.unwrap();
    assert!(!changes.is_empty());
    let of = |kind| (changes.entries_of(kind).count, changes.entries_of(kind).euros);
    assert_eq!(of(ChangeKind::Changed), (1, Euros::from_cents(500)));
    assert_eq!(of(ChangeKind::Vanished), (1, Euros::from_cents(-2_500)));
    assert_eq!(of(ChangeKind::New), (1, Euros::from_cents(15_000)));
    let spent = changes.sum("spent").unwrap();
    assert_eq!(spent.before, euros(238_500));
    assert_eq!(spent.changes, Euros::from_cents(500 - 2_500 + 15_000));
    assert_eq!(spent.after, euros(251_500));
}

#[test]
fn whose_money_it_is_stands_in_words() {
    let words = |year: &Reconciliation| -> Vec<String> {
        let shown = |line: &&Line| line.source == Source::Donation || line.holder == Holder::Shared;
        year.lines.iter().filter(shown).map(|line| line.source_in_words().english()).collect()
    };
    let of = |donors: [&str; 3]| {
        let [first, second, third] = donors.map(|donor| format!("the donation of {donor}"));
        vec![first, "the budget of all implementers".to_owned(), second, third]
    };
    assert_eq!(words(&reconciled()), of(["UNICEF", "UNDP", "OSCE"]));
    // Where the plan names no donor, it is that of the only one who gave.
    let plan = PLAN.replace("400 Euros (UNICEF)", "400 Euros (donation)");
    assert_eq!(words(&run(&plan, HEALTH, None).reconciliation), of(["UNICEF", "UNDP", "OSCE"]));
}

#[test]
fn every_status_has_a_word_of_its_own() {
    let mut words: Vec<&str> = TimingStatus::ALL.iter().map(|status| status.label()).collect();
    let kinds =
        [ClaimKind::TwoBodies, ClaimKind::TwoSources, ClaimKind::TwoSheets, ClaimKind::OneSheet];
    words.extend(kinds.iter().map(|kind| kind.label()));
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all);
    assert!(words.iter().all(|word| word.len() > 2), "{words:?}");
}

/// What an institution typed into its return goes on the lines that the return asks it about: of two of
/// one activity and source on that with the planned amount, and on both where that fits neither.
#[test]
fn a_reason_goes_on_the_line_that_it_was_asked_for() {
    let plan = PLAN.replace("400 Euros (UNICEF)", "400 Euros (UNICEF) and 250 Euros (UNDP)");
    let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
    let file = read_file(&named("plan.csv", &plan), &Limits::default(), &vocabulary).0.unwrap();
    let plan = read_plan(&file, &vocabulary).0.unwrap();
    let given = |body: &str, source, planned| {
        let inputs = Inputs {
            plan: plan.clone(),
            submissions: Vec::new(),
            register: None,
            decisions: Vec::new(),
            decisions_file: None,
            reasons: vec![GivenReason {
                body: BodyName(body.into()),
                activity: "1.1.1".parse().unwrap(),
                source,
                planned,
                text: "dearer paper".into(),
                place: Place::of_file(&"return.xlsx".into()),
            }],
            files: Vec::new(),
            findings: Vec::new(),
        };
        let year = reconcile(inputs, &Settings::default(), &vocabulary).unwrap();
        let lines = year.lines.iter().filter(|line| !line.reasons.is_empty());
        lines.map(|line| line.figures.planned.unwrap()).collect::<Vec<Euros>>()
    };
    let [budget, unicef, undp] = [100_000, 40_000, 25_000].map(Euros::from_cents);
    let health = "Ministry of Health";
    assert_eq!(given(health, Source::Budget, Some(budget)), [budget]);
    assert_eq!(given(health, Source::Donation, Some(undp)), [undp]);
    assert_eq!(given(health, Source::Donation, Some(unicef)), [unicef]);
    assert_eq!(given(health, Source::Donation, euros(1)), [unicef, undp]);
    assert_eq!(given("Ministry of Justice", Source::Donation, Some(undp)), []);
}
