//! Every euro read ends in exactly one outcome, for arbitrary plans, registers and sheets: by file,
//! by source and in total; what the roll-ups add up to is the whole; the order of inputs is nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/evaluator.rs"]
mod evaluator;

use arcstr::ArcStr;
use earmark::config::{ExtraWords, Settings};
use earmark::diagnostic::Catalogue;
use earmark::language::Translation;
use earmark::model::{
    Activity, ActivityCode, BodyName, CellRef, DonorName, Euros, FundingKind, FundingRecord,
    Holder, Measure, Place, Plan, PlanLine, Quarter, Source, SourceFile, Spot, StrategicArea,
    add_known,
};
use earmark::read::read_submissions;
use earmark::reconcile::{BySource, Figures, Inputs, Outcome, Reconciliation, reconcile};
use earmark::sheet::{Cell, FileKind, FormatId, Grid, Row, SheetFile, Value};
use earmark::vocabulary::Vocabulary;
use earmark::{report, write};
use indexmap::IndexMap;
use proptest::prelude::*;

const BODIES: [&str; 4] =
    ["Ministry of Health", "Ministry of Culture", "Police administration", "Ministry of Defence"];
const DONORS: [&str; 3] = ["UNICEF", "OSCE", "A donor nobody knows"];
const SOURCES: [&str; 9] = [
    "",
    "Budget",
    "Donation",
    "Ministry of Health budget",
    "Budget of all implementers",
    "UNICEF",
    "Donation - OSCE",
    "gibberish",
    "Буџет",
];

fn vocabulary() -> Vocabulary {
    Vocabulary::new(&ExtraWords::default()).unwrap()
}

fn place(file: &str, row: u32) -> Place {
    Place::new(&ArcStr::from(file), None, Spot::Cell(CellRef { row, column: 0 }))
}

fn code(number: u32) -> ActivityCode {
    ActivityCode::from_parts(&[number % 3 + 1, number % 2 + 1, number + 1]).unwrap()
}

/// One activity: lead, whether partners, its lines as (kind, planned cents), quarters.
type ActivitySpec = (usize, bool, Vec<(u8, Option<i64>)>, u8);

fn activity_spec() -> impl Strategy<Value = ActivitySpec> {
    let line = (0_u8..6, proptest::option::weighted(0.9, 0_i64..1_000_000));
    (0_usize..5, any::<bool>(), proptest::collection::vec(line, 0..4), 1_u8..5)
}

fn plan(specs: &[ActivitySpec]) -> Plan {
    let mut activities = IndexMap::new();
    let mut lines = Vec::new();
    let mut numbered: Vec<(ActivityCode, &ActivitySpec)> =
        specs.iter().enumerate().map(|(i, spec)| (code(i as u32), spec)).collect();
    numbered.sort_by_key(|(code, _)| *code);
    for (code, (lead, partners, specs, start)) in numbered {
        let place = place("plan.docx", 1);
        activities.insert(
            code,
            Activity {
                code,
                title: format!("Activity number {code} of the plan"),
                lead: BODIES.get(*lead).map(|name| BodyName::new(name)),
                partners: if *partners { vec![BodyName::new("NGOs")] } else { vec![] },
                departments: vec![],
                start: Quarter::new(*start),
                end: Quarter::new(4),
                measure: if code.parts()[1] == 1 { "1.1".into() } else { String::new() },
                area: code.parts()[0] % 3,
                result_indicators: vec![],
                no_funding_required: specs.is_empty(),
                place: place.clone(),
            },
        );
        for (kind, cents) in specs {
            let (source, holder, donor) = match kind {
                0 => (Source::Budget, Holder::Body(BodyName::new(BODIES[0])), None),
                1 => (Source::Budget, Holder::Body(BodyName::new(BODIES[1])), None),
                2 => (Source::Budget, Holder::Shared, None),
                3 => (Source::Donation, Holder::NotNamed, None),
                4 => (Source::Donation, Holder::NotNamed, Some(DonorName::new(DONORS[0]))),
                _ => (Source::Unnamed, Holder::NotNamed, None),
            };
            let planned = cents.map(Euros::from_cents);
            let place = place.clone();
            lines.push(PlanLine {
                activity: code,
                source,
                holder,
                donor,
                joint_donors: Vec::new(),
                planned,
                place,
            });
        }
    }
    Plan {
        source: SourceFile { file: ArcStr::from("plan.docx"), sha256: "plan".into() },
        title: None,
        year: Some(2020),
        areas: vec![StrategicArea { number: 1, title: "One".into() }],
        objectives: vec![],
        measures: vec![Measure { code: "1.1".into(), title: "One".into(), area: 1 }],
        activities,
        lines,
        bodies: vocabulary().bodies().clone(),
    }
}

/// One row of a sheet: activity, source, donor, body, cents, how the amount is written, day.
type RowSpec = (u32, usize, usize, usize, i64, u8, u8);

fn row_spec() -> impl Strategy<Value = RowSpec> {
    (0_u32..9, 0_usize..9, 0_usize..5, 0_usize..6, -500_000_i64..5_000_000, 0_u8..4, 0_u8..6)
}

/// A sheet with a total row, and the cents a correct reader finds in it.
fn sheet(index: usize, rows: &[RowSpec]) -> (SheetFile, i64) {
    let file: ArcStr = ArcStr::from(format!("file-{index}.xlsx"));
    let mut grid_rows = vec![row(
        0,
        ["Code", "Source of funding", "Donor", "Institution", "Spent (€)", "Date"]
            .map(|text| Some(Value::Text(ArcStr::from(text)))),
    )];
    let mut sum = 0;
    for (number, (activity, source, donor, body, cents, form, day)) in rows.iter().enumerate() {
        let text = |text: &str| (!text.is_empty()).then(|| Value::Text(ArcStr::from(text)));
        let amount = Euros::from_cents(*cents);
        let written = match form {
            0 => Value::Number(amount.to_decimal()),
            1 => Value::Text(ArcStr::from(amount.to_string())),
            2 => Value::Text(ArcStr::from(format!("{amount} €"))),
            _ => Value::Text(ArcStr::from(format!("EUR {}", amount))),
        };
        sum += cents;
        let day = ["", "2020-03-01", "2020-12-31", "2019-12-31", "1.5.2020", "nonsense"]
            [usize::from(*day)];
        let code = match activity {
            7 => "9.9.9".to_owned(),
            8 => "words".to_owned(),
            number => code(*number).to_string(),
        };
        grid_rows.push(row(
            number as u32 + 1,
            [
                text(&code),
                text(SOURCES[*source]),
                text(DONORS.get(*donor).unwrap_or(&"")),
                text(BODIES.get(*body).unwrap_or(&"")),
                Some(written),
                text(day),
            ],
        ));
    }
    let total = Value::Number(Euros::from_cents(sum).to_decimal());
    grid_rows.push(row(
        rows.len() as u32 + 1,
        [Some(Value::Text(ArcStr::from("Total"))), None, None, None, Some(total), None],
    ));
    let grid = Grid { rows: grid_rows, ..Grid::empty(&file, Some(ArcStr::from("Sheet1"))) };
    let source = SourceFile { file, sha256: format!("{index}") };
    (SheetFile { source, kind: FileKind::Xlsx, grids: vec![grid] }, sum)
}

fn row(index: u32, values: [Option<Value>; 6]) -> Row {
    let cells = values
        .into_iter()
        .enumerate()
        .filter_map(|(column, value)| Some(Cell::new(column as u32, value?, FormatId::default())))
        .collect::<Vec<_>>();
    Row::new(index, cells)
}

/// One row of the register: activity, budget?, donor, kind, cents.
type RecordSpec = (u32, bool, usize, usize, i64);

fn register(plan: &Plan, specs: &[RecordSpec]) -> Vec<FundingRecord> {
    specs
        .iter()
        .filter(|(number, ..)| plan.activities.contains_key(&code(*number)))
        .map(|(number, budget, donor, kind, cents)| FundingRecord {
            activity: code(*number),
            source: if *budget { Source::Budget } else { Source::Donation },
            holder: budget.then(|| BodyName::new(BODIES[donor % BODIES.len()])),
            donor: DONORS.get(*donor).filter(|_| !budget).map(|name| DonorName::new(name)),
            kind: FundingKind::ALL[*kind],
            amount: Euros::from_cents(*cents),
            date: None,
            reference: None,
            place: place("funding.xlsx", 1),
        })
        .collect()
}

fn run(plan: &Plan, files: &[SheetFile], records: Option<&[FundingRecord]>) -> Reconciliation {
    let vocabulary = vocabulary();
    let mut submissions = Vec::new();
    let mut findings = Vec::new();
    for file in files {
        let (read, found) = read_submissions(file, &vocabulary, Some(plan));
        submissions.extend(read);
        findings.extend(found);
    }
    let register = records.map(|records| {
        (SourceFile { file: ArcStr::from("funding.xlsx"), sha256: "1".into() }, records.to_vec())
    });
    let inputs = Inputs {
        plan: plan.clone(),
        submissions,
        register,
        decisions: vec![],
        decisions_file: None,
        reasons: Vec::new(),
        files: vec![],
        findings,
    };
    reconcile(inputs, &Settings::default(), &vocabulary).expect("the proof holds")
}

fn sum_by_source<'a>(
    parts: impl Iterator<Item = &'a BySource<Figures>>,
) -> [[Option<Euros>; 4]; 4] {
    let mut sums = [[None; 4]; 4];
    for part in parts {
        let figures = [part.budget, part.donation, part.unnamed, part.total];
        for (sum, figures) in sums.iter_mut().zip(figures) {
            let parts = [figures.planned, figures.secured, figures.spent, figures.funding_gap];
            for (sum, part) in sum.iter_mut().zip(parts) {
                *sum = add_known(*sum, part);
            }
        }
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_euro_read_ends_in_exactly_one_outcome(
        specs in proptest::collection::vec(activity_spec(), 1..7),
        sheets in proptest::collection::vec(proptest::collection::vec(row_spec(), 0..12), 0..5),
        records in proptest::option::of(proptest::collection::vec(
            (0_u32..7, any::<bool>(), 0_usize..4, 0_usize..4, 0_i64..2_000_000), 0..10)),
    ) {
        let plan = plan(&specs);
        let written: Vec<(SheetFile, i64)> =
            sheets.iter().enumerate().map(|(index, rows)| sheet(index, rows)).collect();
        let files: Vec<SheetFile> = written.iter().map(|(file, _)| file.clone()).collect();
        let records = records.map(|records| register(&plan, &records));
        let result = run(&plan, &files, records.as_deref());

        // What was written into the sheets is what was read, by file and in total.
        for (file, cents) in &written {
            let read = result.proof.by_file.iter().find(|(source, _)| *source == file.source);
            let read = read.map_or(Euros::ZERO, |(_, outcomes)| outcomes.read);
            prop_assert_eq!(read, Euros::from_cents(*cents), "{}", file.source.file);
        }
        let all: i64 = written.iter().map(|(_, cents)| cents).sum();
        prop_assert_eq!(result.proof.total.read, Euros::from_cents(all));

        // Each outcome's sum, taken entry by entry, is the proof's; and nothing is left.
        let of = |outcome: Outcome| -> Euros {
            result.entries.iter().filter(|e| e.outcome == outcome).map(|e| e.entry.amount).sum()
        };
        let proof = result.proof.total;
        prop_assert_eq!(of(Outcome::Reconciled), proof.reconciled);
        prop_assert_eq!(of(Outcome::Unplanned), proof.unplanned);
        prop_assert_eq!(of(Outcome::Suspense), proof.suspense);
        prop_assert_eq!(of(Outcome::Excluded), proof.excluded);
        prop_assert_eq!(proof.difference(), Euros::ZERO);
        let by_source: Euros = result.proof.by_source.iter().map(|(_, o)| o.read).sum();
        prop_assert_eq!(by_source, proof.read);
        let sent: Euros = result.institutions.iter().map(|i| i.sent.read).sum();
        prop_assert_eq!(sent, proof.read, "what institutions sent");
        let submitted: Euros = result.submissions.iter().map(|s| s.outcomes.read).sum();
        prop_assert_eq!(submitted, proof.read, "what submissions hold");

        // What is on lines is what was reconciled or unplanned, and the roll-ups are the whole.
        let spent: Euros = result.lines.iter().filter_map(|line| line.figures.spent).sum();
        prop_assert_eq!(spent, proof.reconciled + proof.unplanned);
        for (index, line) in result.lines.iter().enumerate() {
            for entry in line.entries.iter() {
                prop_assert_eq!(result.entries.get(usize::from(entry)).unwrap().line, Some(index.into()));
            }
        }
        // A further one is one more, also where all seemed to have come.
        let (mut more, count) = (result.entries.clone(), result.entries.len());
        if let Some(last) = count.checked_sub(1).and_then(|last| result.entries.get(last)) {
            more.put(&last);
            prop_assert_eq!((more.len(), more.iter().count()), (count + 1, count + 1));
            prop_assert_eq!(more.get(count), Some(last));
        }
        let whole = sum_by_source(std::iter::once(&result.totals));
        prop_assert_eq!(sum_by_source(result.activities.iter().map(|a| &a.figures)), whole);
        prop_assert_eq!(sum_by_source(result.measures.iter().map(|m| &m.figures)), whole);
        prop_assert_eq!(sum_by_source(result.areas.iter().map(|a| &a.figures)), whole);
        prop_assert_eq!(sum_by_source(result.institutions.iter().map(|i| &i.as_lead)), whole);
        let donors = result.donors.iter().fold(Figures::default(), |mut sum, donor| {
            sum.planned = add_known(sum.planned, donor.figures.planned);
            sum.secured = add_known(sum.secured, donor.figures.secured);
            sum.spent = add_known(sum.spent, donor.figures.spent);
            sum.funding_gap = add_known(sum.funding_gap, donor.figures.funding_gap);
            sum
        });
        let donation = result.totals.donation;
        prop_assert_eq!(donors.planned, donation.planned);
        prop_assert_eq!(donors.secured, donation.secured);
        prop_assert_eq!(donors.spent, donation.spent);
        prop_assert_eq!(donors.funding_gap, donation.funding_gap);
        let planned: Option<Euros> = plan.lines.iter().fold(None, |s, l| add_known(s, l.planned));
        prop_assert_eq!(result.totals.total.planned, planned, "the plan's own total");

        // Everything in suspense or excluded says why; everything else has its line.
        for settled in result.entries.iter() {
            let placed = matches!(settled.outcome, Outcome::Reconciled | Outcome::Unplanned);
            prop_assert_eq!(settled.line.is_some(), placed);
            prop_assert!(placed || settled.remarks.reason.is_some());
        }
    }

    #[test]
    fn the_order_of_the_inputs_changes_nothing(
        specs in proptest::collection::vec(activity_spec(), 1..5),
        sheets in proptest::collection::vec(proptest::collection::vec(row_spec(), 0..8), 2..5),
        turn in 1_usize..4,
    ) {
        let plan = plan(&specs);
        let mut files: Vec<SheetFile> =
            sheets.iter().enumerate().map(|(index, rows)| sheet(index, rows).0).collect();
        let first = run(&plan, &files, None);
        let by = turn % files.len();
        files.rotate_left(by);
        let second = run(&plan, &files, None);
        prop_assert_eq!(format!("{first:?}"), format!("{second:?}"));
    }

    #[test]
    fn an_unrelated_entry_changes_no_other_line(
        specs in proptest::collection::vec(activity_spec(), 2..6),
        rows in proptest::collection::vec(row_spec(), 0..10),
        cents in 1_i64..1_000_000,
    ) {
        let plan = plan(&specs);
        let (before, _) = sheet(0, &rows);
        let mut more = rows.clone();
        more.push((0, 1, 4, 0, cents, 0, 1));
        let (after, _) = sheet(0, &more);
        let untouched = |result: &Reconciliation| -> Vec<String> {
            result
                .lines
                .iter()
                .filter(|line| line.activity != code(0))
                .map(|line| format!("{:?} {:?} {:?}", line.activity, line.source, line.figures))
                .collect()
        };
        prop_assert_eq!(
            untouched(&run(&plan, &[before], None)),
            untouched(&run(&plan, &[after], None))
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_reports_store_with_formulas_is_what_they_come_to(
        specs in proptest::collection::vec(activity_spec(), 1..6),
        sheets in proptest::collection::vec(proptest::collection::vec(row_spec(), 0..8), 0..4),
        records in proptest::option::of(proptest::collection::vec(
            (0_u32..7, any::<bool>(), 0_usize..4, 0_usize..4, 0_i64..2_000_000), 0..10)),
    ) {
        let plan = plan(&specs);
        let files: Vec<SheetFile> =
            sheets.iter().enumerate().map(|(index, rows)| sheet(index, rows).0).collect();
        let records = records.map(|records| register(&plan, &records));
        let result = run(&plan, &files, records.as_deref());
        let catalogue = Catalogue::built_in().unwrap();
        let mut books = vec![report::coordination(&result, &catalogue, Translation::english()).whole()];
        books.extend((0..result.institutions.len()).map(|i| report::institution(&result, i, &catalogue, Translation::english()).whole()));
        books.extend((0..result.donors.len()).map(|i| report::donor(&result, i, Translation::english()).whole()));
        for book in &books {
            for (place, stored, computed) in evaluator::Evaluator::new(book).formulas() {
                prop_assert_eq!(stored, computed, "{}: {}", book.properties.title.shown(), place);
            }
            prop_assert!(write::xlsx(book).is_ok(), "{}", book.properties.title.shown());
        }
    }
}

proptest! {
    /// Whatever amounts come together, they are the same as their cents.
    #[test]
    fn amounts_are_their_cents(one: i64, other: i64, many in prop::collection::vec(any::<i64>(), 0..60)) {
        let (a, b) = (Euros::from_cents(one), Euros::from_cents(other));
        let (one, other) = (i128::from(one), i128::from(other));
        prop_assert_eq!((a.cents(), b.cents()), (one, other));
        prop_assert_eq!((a + b).cents(), one + other);
        prop_assert_eq!((a - b).cents(), one - other);
        prop_assert_eq!((-a).cents(), -one);
        prop_assert_eq!(a.abs().cents(), one.abs());
        prop_assert_eq!(a.cmp(&b), one.cmp(&other));
        prop_assert_eq!((a == b, a.is_zero(), a.is_negative()), (one == other, one == 0, one < 0));
        let sum: Euros = many.iter().copied().map(Euros::from_cents).sum();
        let cents: i128 = many.iter().copied().map(i128::from).sum();
        prop_assert_eq!(sum.cents(), cents);
        prop_assert_eq!(sum.cmp(&a), cents.cmp(&one));
        prop_assert_eq!(sum.to_decimal().to_string().replace('.', "").parse(), Ok(cents));
        let bytes = postcard::to_stdvec(&sum).expect("bytes");
        prop_assert_eq!(postcard::from_bytes::<Euros>(&bytes), Ok(sum));
    }
}

/// What no sum comes to is refused by whoever reads it, and stops whoever adds up: it is never another
/// amount.
#[test]
fn an_amount_beyond_all_sums_is_no_amount() {
    let (held, beyond) = (1_i128 << 94, 1_i128 << 95);
    let amounts = [(held, true), (-held, true), (beyond, false), (-beyond, false)];
    for (cents, is_one) in amounts.into_iter().chain([(i128::MIN, false), (i128::MAX, false)]) {
        let bytes = postcard::to_stdvec(&cents).expect("bytes");
        let read = postcard::from_bytes::<Euros>(&bytes);
        assert_eq!(read.map(Euros::cents).ok(), is_one.then_some(cents), "{cents}");
    }
    assert_eq!(size_of::<Option<Euros>>(), 12);
}
