//! Periods and timing over arbitrary plans and sheets: the proof holds under every setting, splitting a
//! sheet in two files changes no total, the names and the order of files are nothing, and planned to
//! date grows to what is planned.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

use earmark::NamedBytes;
use earmark::config::{PeriodRules, Profile, Settings, Treatment};
use earmark::model::{Basis, Date, Euros};
use earmark::read::{read_plan, read_submissions};
use earmark::reconcile::{Inputs, Reconciliation, TimingStatus, reconcile};
use earmark::sheet::read_file;
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;

const ACTIVITIES: usize = 4;

/// One activity: start quarter and how many more, or no quarters; the estimate in cents.
type ActivitySpec = (Option<(u8, u8)>, i64);

fn activities() -> impl Strategy<Value = Vec<ActivitySpec>> {
    let quarters = proptest::option::weighted(0.8, (1_u8..5, 0_u8..4));
    proptest::collection::vec((quarters, 1_i64..10_000_000), ACTIVITIES)
}

fn plan(activities: &[ActivitySpec]) -> NamedBytes {
    const ROMAN: [&str; 4] = ["I quarter", "II quarter", "III quarter", "IV quarter"];
    let mut text =
        "Action plan for 2021,,,,,\nStrategic area 1. Prevention,,,,,\nKey measure 1.1: \
                    Inform,,,,,\nActivity,Responsible bodies,Starting date,Planned completion \
                    date,Result indicator,Financial estimate\n"
            .to_owned();
    for (index, (quarters, cents)) in activities.iter().enumerate() {
        let (start, end) = match quarters {
            Some((start, more)) => {
                (ROMAN[usize::from(start - 1)], ROMAN[usize::from((start - 1 + more).min(3))])
            }
            None => ("", ""),
        };
        let amount = Euros::from_cents(*cents);
        text += &format!(
            "1.1.{}. Activity {index},Ministry of Health,{start},{end},Done,{amount} Euros (Ministry \
             of Health budget)\n",
            index + 1
        );
    }
    NamedBytes { name: "plan.csv".to_owned(), bytes: text.into_bytes() }
}

/// One row: activity, cents, month and day of payment or none.
type RowSpec = (usize, i64, Option<(u8, u8)>);
/// One sheet: the last quarter that its title names, whether it says cumulative, rows.
type SheetSpec = (Option<u8>, bool, Vec<RowSpec>);

fn rows() -> impl Strategy<Value = Vec<RowSpec>> {
    let day = proptest::option::weighted(0.5, (1_u8..13, 1_u8..28));
    // Few amounts, so that sheets repeat each other.
    let row = (0..ACTIVITIES, prop_oneof![Just(10_000_i64), Just(20_000), 1_i64..50_000], day);
    proptest::collection::vec(row, 0..5)
}

fn sheets() -> impl Strategy<Value = Vec<SheetSpec>> {
    let quarter = proptest::option::weighted(0.9, 1_u8..5);
    proptest::collection::vec((quarter, any::<bool>(), rows()), 1..6)
}

fn sheet(name: &str, (quarter, so_far, rows): &SheetSpec) -> NamedBytes {
    let title = match (quarter, so_far) {
        (Some(quarter), true) => format!("Q{quarter} 2021 cumulative"),
        (Some(quarter), false) => format!("Q{quarter} 2021"),
        (None, true) => "cumulative".to_owned(),
        (None, false) => "Expenditure".to_owned(),
    };
    let mut text =
        format!("Institution: Ministry of Health;;;\n{title};;;\nCode;Source;Spent (€);Date\n");
    for (activity, cents, day) in rows {
        let day = day.map_or(String::new(), |(month, day)| format!("{day:02}.{month:02}.2021"));
        let amount = Euros::from_cents(*cents);
        text += &format!("1.1.{};Budget;{amount};{day}\n", activity + 1);
    }
    NamedBytes { name: name.to_owned(), bytes: text.into_bytes() }
}

fn settings() -> impl Strategy<Value = Settings> {
    let side =
        || prop_oneof![Just(Treatment::Count), Just(Treatment::Flag), Just(Treatment::Exclude)];
    let year = prop_oneof![Just(Treatment::Count), Just(Treatment::Exclude)];
    let profile =
        prop_oneof![Just(Profile::Quarters), Just(Profile::Linear), Just(Profile::Completion)];
    let as_of = proptest::option::of((1_i8..13, 1_i8..28));
    (year, side(), side(), profile, as_of).prop_map(
        |(outside_year, before_start, after_end, profile, as_of)| Settings {
            periods: PeriodRules { outside_year, before_start, after_end },
            profile,
            as_of: as_of.map(|(month, day)| Date::constant(2021, month, day)),
            ..Settings::default()
        },
    )
}

/// The reconciliation; that there is one means that the proof held.
fn run(plan: &NamedBytes, sheets: Vec<NamedBytes>, settings: &Settings) -> Reconciliation {
    let vocabulary = Vocabulary::new(&settings.words).unwrap();
    let read = |input: &NamedBytes| read_file(input, &settings.limits, &vocabulary).0.unwrap();
    let plan = read_plan(&read(plan), &vocabulary).0.unwrap();
    let (mut submissions, mut findings) = (Vec::new(), Vec::new());
    for file in &sheets {
        let (read, found) = read_submissions(&read(file), &vocabulary, Some(&plan));
        submissions.extend(read);
        findings.extend(found);
    }
    let inputs = Inputs {
        plan,
        submissions,
        register: None,
        decisions: Vec::new(),
        decisions_file: None,
        reasons: Vec::new(),
        files: Vec::new(),
        findings,
    };
    reconcile(inputs, settings, &vocabulary).expect("the proof holds")
}

fn named(specs: &[SheetSpec], names: &[&str]) -> Vec<NamedBytes> {
    specs.iter().zip(names).map(|(spec, name)| sheet(name, spec)).collect()
}

/// What has to stay the same.
fn figures(result: &Reconciliation) -> String {
    let lines: Vec<_> = result.lines.iter().map(|line| (line.figures, line.timing)).collect();
    format!("{:?} {lines:?} {:?} {:?}", result.totals, result.quarters, result.proof.total)
}

#[test]
fn words_say_the_basis_and_until_when() {
    let vocabulary = Vocabulary::new(&Settings::default().words).unwrap();
    let cumulative: [(&str, Option<u8>); 11] = [
        ("Cumulative expenditure, January–September 2021", Some(9)),
        ("Year to date: 30 June 2021", Some(6)),
        ("Spent since the beginning of the year", None),
        ("Kumulativno, III kvartal 2021", None),
        ("Utrošeno od početka godine (€)", None),
        ("Izvještaj zaključno sa 30.09.2021. godine", Some(9)),
        ("Izvještaj zaključno sa 30. septembrom 2021", Some(9)),
        ("za period 01.01. zaključno sa 30.06.2021", Some(6)),
        ("Извјештај закључно са 31.03.2021.", Some(3)),
        ("кумулативно за 2021", None),
        ("mz-kumulativno-2021-06-30", Some(6)),
    ];
    for (text, month) in cumulative {
        assert_eq!(vocabulary.basis(text), Some(Basis::Cumulative), "{text}");
        let until = vocabulary.year_until(text).and_then(|period| period.months);
        assert_eq!(until.map(|(_, to)| to), month, "{text}");
    }
    for text in ["Not cumulative", "Utrošeno u ovom kvartalu", "nije kumulativno, II kvartal"] {
        assert_eq!(vocabulary.basis(text), Some(Basis::ThisPeriod), "{text}");
    }
    // A hint, another beginning, a day to send something, and both at once say nothing.
    for text in [
        "January–September 2021",
        "od 01.04. zaključno sa 30.06.2021",
        "Dostaviti zaključno sa 15.07.2021",
        "Spent in this period and cumulative",
        "Izvještaj za II kvartal 2021",
    ] {
        assert_eq!(vocabulary.basis(text), None, "{text}");
    }
}

const NAMES: [&str; 5] = ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"];
const TURNED: [&str; 5] = ["e.csv", "c.csv", "a.csv", "d.csv", "b.csv"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn the_proof_holds_under_every_setting_and_names_of_files_are_nothing(
        activities in activities(), sheets in sheets(), settings in settings(),
    ) {
        let plan = plan(&activities);
        let first = run(&plan, named(&sheets, &NAMES), &settings);
        let written: i64 = sheets.iter().flat_map(|(_, _, rows)| rows).map(|row| row.1).sum();
        let twice = sheets.iter().enumerate().any(|(at, one)| sheets[..at].contains(one));
        prop_assert_eq!(first.proof.total.read, Euros::from_cents(written));
        prop_assert_eq!(first.proof.total.difference(), Euros::ZERO);
        let mut turned = named(&sheets, &TURNED);
        turned.reverse();
        let second = run(&plan, turned, &settings);
        // Of two files that are the same, byte for byte, the name tells which counts.
        if !twice {
            prop_assert_eq!(figures(&first), figures(&second));
        }
    }

    #[test]
    fn what_is_left_out_says_why_and_for_whom(sheets in sheets(), activities in activities()) {
        let plan = plan(&activities);
        let result = run(&plan, named(&sheets, &NAMES), &Settings::default());
        for submission in &result.submissions {
            let outcomes = &submission.outcomes;
            match &submission.excluded {
                Some(reason) => {
                    prop_assert!(!reason.is_empty());
                    prop_assert_eq!(outcomes.excluded, outcomes.read);
                    let said = result.findings.iter().any(|finding| {
                        *finding.place.file() == submission.source.file
                            && finding.amount == Some(outcomes.read)
                    });
                    prop_assert!(said, "{}: {}", submission.source.file, reason.english());
                }
                None => prop_assert_eq!(outcomes.excluded, Euros::ZERO),
            }
        }
    }

    #[test]
    fn a_sheet_sent_in_two_files_comes_to_the_same(
        activities in activities(), quarter in proptest::option::of(1_u8..5),
        rows in rows(), more in rows(), settings in settings(),
    ) {
        let plan = plan(&activities);
        let whole = (quarter, false, [rows.clone(), more.clone()].concat());
        let parts = [(quarter, false, rows), (quarter, false, more)];
        // The same content twice would be a copy, which is another matter.
        prop_assume!(parts[0] != parts[1] && !parts[0].2.is_empty() && !parts[1].2.is_empty());
        let one = run(&plan, vec![sheet("a.csv", &whole)], &settings);
        let two = run(&plan, named(&parts, &NAMES), &settings);
        prop_assert_eq!(figures(&one), figures(&two));
    }

    #[test]
    fn planned_to_date_grows_to_what_is_planned(
        activities in activities(), profile in settings(),
        days in ((1_i8..13, 1_i8..28), (1_i8..13, 1_i8..28)),
    ) {
        let plan = plan(&activities);
        let at = |as_of: Option<Date>| {
            run(&plan, Vec::new(), &Settings { as_of, profile: profile.profile, ..Settings::default() })
        };
        let day = |(month, day): (i8, i8)| Some(Date::constant(2021, month, day));
        let (first, second) = (day(days.0.min(days.1)), day(days.0.max(days.1)));
        let (earlier, later, end) = (at(first), at(second), at(None));
        for (index, spec) in activities.iter().enumerate() {
            let planned = end.lines[index].figures.planned;
            prop_assert_eq!(end.lines[index].figures.planned_to_date, planned);
            let known = spec.0.is_some();
            let of = |result: &Reconciliation| result.lines[index].figures.planned_to_date;
            prop_assert_eq!(of(&earlier).is_some(), known);
            if known {
                prop_assert!(Some(Euros::ZERO) <= of(&earlier));
                prop_assert!(of(&earlier) <= of(&later));
                prop_assert!(of(&later) <= planned);
                prop_assert!(end.lines[index].timing == Some(TimingStatus::Overdue));
            } else {
                prop_assert_eq!(earlier.lines[index].timing, None);
            }
        }
        prop_assert_eq!(end.totals.total.planned_to_date, end.totals.total.planned);
    }
}
