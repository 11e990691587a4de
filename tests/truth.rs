//! It begins with the truth: who paid what, when, from which source. In: random payments, handed in in
//! random honest ways. Whatever the way, what is spent on each activity and source is the truth up to the
//! as-of day, what is excluded is the rest, and what is read is everything that was typed.
//! `EARMARK_CASES=20000` for more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use earmark::NamedBytes;
use earmark::config::{ExtraWords, Settings};
use earmark::diagnostic::Code;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::model::{Date, Euros, Plan, SourceFile};
use earmark::read::{read_plan, read_submissions};
use earmark::reconcile::{Inputs, Outcome, Reconciliation, reconcile};
use earmark::sheet::{SheetFile, read_file};
use earmark::vocabulary::Vocabulary;
use proptest::prelude::*;

const BODIES: [&str; 3] = ["Ministry of Health", "Police administration", "Ministry of Defence"];
const ACTIVITIES: usize = 3;
const SOURCES: [&str; 2] = ["Budget", "Donation"];

/// The truth about one payment.
#[derive(Debug, Clone)]
struct Payment {
    activity: usize,
    source: usize,
    month: u8,
    day: u8,
    cents: i64,
    document: bool,
    /// How many quarters later it is handed in.
    late: u8,
    /// Which of two files it is in, where a body sends two.
    half: bool,
}

fn payment() -> impl Strategy<Value = Payment> {
    // Few amounts, so that quarters repeat and outgrow each other.
    let cents = prop_oneof![3 => (1_i64..6).prop_map(|n| n * 10_000), 1 => 1_i64..900_000];
    let late = prop_oneof![4 => Just(0_u8), 1 => 1_u8..3];
    let spot = (0..ACTIVITIES, 0..SOURCES.len(), 1_u8..13, 1_u8..29);
    (spot, cents, any::<bool>(), late, any::<bool>()).prop_map(
        |((activity, source, month, day), cents, document, late, half)| Payment {
            activity,
            source,
            month,
            day,
            cents,
            document,
            late,
            half,
        },
    )
}

/// How a body hands in its payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Quarters,
    Months,
    /// Each sheet says that it is of the year so far.
    SoFar,
    /// Each is of the year so far, and nothing says it.
    SoFarUnsaid,
    Year,
}

/// What a body sends.
#[derive(Debug, Clone)]
struct Sender {
    payments: Vec<Payment>,
    way: Way,
    dated: bool,
    /// Each amount of an activity and source by itself, or one sum of them.
    sums: bool,
    split: bool,
    late: bool,
    /// A first version of one file, with other amounts.
    corrected: Option<usize>,
    /// One file a second time, under another name.
    twice: Option<usize>,
    /// In one sheet with the others who do so.
    joint: bool,
    /// By columns as in xlsx, or as csv.
    grid: bool,
}

fn sender(way: impl Strategy<Value = Way>) -> impl Strategy<Value = Sender> {
    let some = || proptest::option::weighted(0.3, 0_usize..12);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let joint = proptest::bool::weighted(0.3);
    (proptest::collection::vec(payment(), 0..9), way, flags, some(), some(), joint).prop_map(
        |(payments, way, (dated, sums, split, late, grid), corrected, twice, joint)| Sender {
            payments,
            way,
            dated,
            sums,
            split,
            late,
            corrected,
            twice,
            joint,
            grid,
        },
    )
}

fn honest() -> impl Strategy<Value = Way> {
    prop_oneof![
        3 => Just(Way::Quarters),
        2 => Just(Way::Months),
        3 => Just(Way::SoFar),
        1 => Just(Way::Year),
    ]
}

/// One row as it is typed.
type Row = (usize, usize, usize, i64, Option<(u8, u8)>, Option<String>);

/// One file: title, rows, and whether it has days and is a grid; `body` where one sent it.
#[derive(Debug, Clone)]
struct Sheet {
    title: String,
    body: Option<usize>,
    rows: Vec<Row>,
    grid: bool,
    corrects: bool,
    bytes: String,
}

const ENDS: [u8; 4] = [3, 6, 9, 12];

fn quarter_of(payment: &Payment, late: bool) -> u8 {
    ((payment.month - 1) / 3 + if late { payment.late } else { 0 }).min(3)
}

/// The sheets of one body, one for each period: its title and its payments.
fn periods(sender: &Sender, dated: bool) -> Vec<(String, Vec<(usize, Payment)>)> {
    // A payment that comes late has its day; without one it would be of the later quarter.
    let late = sender.late && dated;
    let all = || sender.payments.iter().cloned().enumerate();
    let of = |keep: &dyn Fn(&Payment) -> bool| all().filter(|(_, p)| keep(p)).collect::<Vec<_>>();
    let quarters = |title: &dyn Fn(usize) -> String, so_far: bool| {
        (0..4_usize)
            .map(|q| {
                let is = |p: &Payment| {
                    let own = usize::from(quarter_of(p, late));
                    own == q || so_far && own < q
                };
                (title(q), of(&is))
            })
            .collect()
    };
    match sender.way {
        Way::Quarters => quarters(&|q| format!("Q{} 2021", q + 1), false),
        Way::SoFar => quarters(
            &|q| match q % 2 {
                0 => format!("Cumulative, Q{} 2021", q + 1),
                _ => format!("Od početka godine, zaključno sa 30.{:02}.2021", ENDS[q])
                    .replace("30.12", "31.12"),
            },
            true,
        ),
        Way::SoFarUnsaid => quarters(&|q| format!("Q{} 2021", q + 1), true),
        Way::Months => (1..13_u8)
            .map(|month| (format!("{month:02}/2021"), of(&|p| p.month == month)))
            .map(|(number, rows)| {
                const NAMES: [&str; 12] = [
                    "januar",
                    "februar",
                    "mart",
                    "april",
                    "maj",
                    "jun",
                    "jul",
                    "avgust",
                    "septembar",
                    "oktobar",
                    "novembar",
                    "decembar",
                ];
                let month: usize = number[..2].parse().unwrap();
                (format!("{} 2021", NAMES[month - 1]), rows)
            })
            .collect(),
        Way::Year => vec![("January-December 2021".to_owned(), of(&|_| true))],
    }
}

/// The rows of a sheet: payments, or their sums where it has no days.
fn rows(body: usize, payments: &[(usize, Payment)], sender: &Sender, dated: bool) -> Vec<Row> {
    let single = payments.iter().map(|(number, p)| {
        let document = p.document.then(|| format!("UG-{}/21", 100 + body * 50 + number));
        (body, p.activity, p.source, p.cents, dated.then_some((p.month, p.day)), document)
    });
    if dated || !sender.sums {
        return single.collect();
    }
    let mut sums: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for (_, p) in payments {
        *sums.entry((p.activity, p.source)).or_default() += p.cents;
    }
    sums.into_iter().map(|((a, s), cents)| (body, a, s, cents, None, None)).collect()
}

fn typed(sheet: &Sheet) -> String {
    let mark = if sheet.grid { " | " } else { ";" };
    let head = match sheet.body {
        Some(body) => format!("Institution: {}{mark}{mark}\n", BODIES[body]),
        None => String::new(),
    };
    let mut columns = vec!["Code", "Source", "Spent (€)", "Date", "Document"];
    if sheet.body.is_none() {
        columns.insert(0, "Institution");
    }
    let mut text = format!("{head}{}{mark}{mark}\n{}\n", sheet.title, columns.join(mark));
    for (body, activity, source, cents, date, document) in &sheet.rows {
        let amount = Euros::from_cents(*cents).to_string();
        let amount = if sheet.grid { format!("#{amount}") } else { amount.replace('.', ",") };
        let date = match date {
            None => String::new(),
            Some((month, day)) if sheet.grid => format!("@2021-{month:02}-{day:02}"),
            Some((month, day)) => format!("{day:02}.{month:02}.2021"),
        };
        let mut cells = vec![
            format!("1.1.{}", activity + 1),
            SOURCES[*source].to_owned(),
            amount,
            date,
            document.clone().unwrap_or_default(),
        ];
        if sheet.body.is_none() {
            cells.insert(0, BODIES[*body].to_owned());
        }
        text += &(cells.join(mark) + "\n");
    }
    text
}

/// Everything that is handed in: files by name, and what was typed in all of them.
fn handed_in(senders: &[Sender], as_of: bool, shuffle: u64) -> (Vec<(String, Sheet)>, i64) {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut joint: BTreeMap<String, Sheet> = BTreeMap::new();
    for (body, sender) in senders.iter().enumerate() {
        // Looked at from a day, only days say what was spent by then.
        let dated = sender.dated || as_of;
        let periods = periods(sender, dated).into_iter().filter(|(_, own)| !own.is_empty());
        for (number, (title, own)) in periods.enumerate() {
            let sheet = |rows: Vec<Row>| Sheet {
                title: title.clone(),
                body: Some(body),
                rows,
                grid: sender.grid,
                corrects: false,
                bytes: String::new(),
            };
            let whole = rows(body, &own, sender, dated);
            if sender.joint {
                let of_all = joint
                    .entry(title.clone())
                    .or_insert_with(|| Sheet { body: None, ..sheet(vec![]) });
                of_all.rows.extend(whole);
                continue;
            }
            if sender.corrected == Some(number) {
                let mut wrong = sheet(whole.clone());
                for row in &mut wrong.rows {
                    row.3 += 777;
                }
                sheets.push(wrong);
                sheets.push(Sheet { corrects: true, ..sheet(whole) });
            } else if sender.split {
                let (one, other): (Vec<_>, Vec<_>) = own.into_iter().partition(|(_, p)| p.half);
                let halves = [one, other].map(|half| rows(body, &half, sender, dated));
                // Two files that are the same to the letter are one file sent twice.
                if halves[0] == halves[1] {
                    sheets.push(sheet(whole));
                } else {
                    let halves = halves.into_iter().filter(|half| !half.is_empty());
                    sheets.extend(halves.map(sheet));
                }
            } else {
                sheets.push(sheet(whole.clone()));
                if sender.twice == Some(number) {
                    sheets.push(sheet(whole));
                }
            }
        }
    }
    sheets.extend(joint.into_values());
    let mut read = 0;
    let mut files = Vec::new();
    for (index, mut sheet) in sheets.into_iter().enumerate() {
        read += sheet.rows.iter().map(|row| row.3).sum::<i64>();
        sheet.bytes = typed(&sheet);
        // A name whose order says nothing.
        let name = (index as u64 + 1).wrapping_mul(shuffle | 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let letters: String =
            (0..6).map(|at| char::from(b'a' + ((name >> (at * 5 + 20)) % 4) as u8)).collect();
        let corrected = if sheet.corrects { "-ispravka" } else { "" };
        let kind = if sheet.grid { "xlsx" } else { "csv" };
        files.push((format!("{letters}x{index}x{corrected}.{kind}"), sheet));
    }
    (files, read)
}

fn plan_text() -> String {
    let mut text = "Action plan for 2021,,,,,\nKey measure 1.1: Inform the public,,,,,\nActivity,\
                    Responsible bodies,Starting date,Planned completion date,Result indicator,\
                    Financial estimate\n"
        .to_owned();
    for number in 1..=ACTIVITIES {
        text += &format!(
            "1.1.{number}. Activity number {number},Ministry of Health in cooperation with the Police \
             administration and the Ministry of Defence,I quarter,IV quarter,Done,{number} 000 Euros \
             (budget of all implementers) and {number} 500 Euros (UNICEF donation)\n"
        );
    }
    text
}

fn plan_file() -> NamedBytes {
    NamedBytes { name: "plan.csv".to_owned(), bytes: plan_text().into_bytes() }
}

fn known() -> &'static (Plan, Vocabulary) {
    static KNOWN: OnceLock<(Plan, Vocabulary)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let vocabulary = Vocabulary::new(&ExtraWords::default()).unwrap();
        let file = read_file(&plan_file(), &Settings::default().limits, &vocabulary).0.unwrap();
        (read_plan(&file, &vocabulary).0.unwrap(), vocabulary)
    })
}

fn read(name: &str, sheet: &Sheet) -> SheetFile {
    let (_, vocabulary) = known();
    match sheet.grid {
        true => {
            let file = fixture::sheet(name, "Sheet1", &sheet.bytes);
            SheetFile { source: SourceFile::new(name, sheet.bytes.as_bytes()), ..file }
        }
        false => {
            let input =
                NamedBytes { name: name.to_owned(), bytes: sheet.bytes.clone().into_bytes() };
            read_file(&input, &Settings::default().limits, vocabulary).0.unwrap()
        }
    }
}

fn run(files: &[(String, Sheet)], settings: &Settings) -> Reconciliation {
    let (plan, vocabulary) = known();
    let (mut submissions, mut findings) = (Vec::new(), Vec::new());
    for (name, sheet) in files {
        let (read, found) = read_submissions(&read(name, sheet), vocabulary, Some(plan));
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
    reconcile(inputs, settings, vocabulary).expect("the proof holds")
}

type Spent = BTreeMap<(String, String), Euros>;

fn truth(senders: &[Sender], as_of: Option<(u8, u8)>) -> Spent {
    let mut spent = Spent::new();
    for p in senders.iter().flat_map(|sender| &sender.payments) {
        if as_of.is_none_or(|day| (p.month, p.day) <= day) {
            let key = (format!("1.1.{}", p.activity + 1), SOURCES[p.source].to_lowercase());
            *spent.entry(key).or_default() += Euros::from_cents(p.cents);
        }
    }
    spent
}

fn spent(result: &Reconciliation) -> Spent {
    let mut spent = Spent::new();
    for line in &result.lines {
        let sum = line.figures.spent.filter(|sum| !sum.is_zero());
        if let Some(sum) = sum {
            let key = (line.activity.to_string(), line.source.word().to_owned());
            *spent.entry(key).or_default() += sum;
        }
    }
    spent
}

fn settings(as_of: Option<(u8, u8)>) -> Settings {
    let day = as_of.map(|(month, day)| Date::constant(2021, month as i8, day as i8));
    Settings { as_of: day, ..Settings::default() }
}

fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("EARMARK_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: cases.unwrap_or(usual), ..ProptestConfig::default() }
}

fn told(files: &[(String, Sheet)], result: &Reconciliation) -> String {
    let mut text = String::new();
    for (name, sheet) in files {
        text += &format!("--- {name}\n{}", sheet.bytes);
    }
    for finding in &result.findings {
        text += &format!("{} {} {:?}\n", finding.code, finding.place, finding.amount);
    }
    for settled in result.entries.iter() {
        text += &format!(
            "{} {:?} {:?}\n",
            settled.entry.place(),
            settled.outcome,
            settled.remarks.reason
        );
    }
    text
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn however_it_is_handed_in_what_is_spent_is_the_truth(
        senders in proptest::collection::vec(sender(honest()), 1..4),
        as_of in proptest::option::weighted(0.4, (1_u8..13, 1_u8..29)),
        shuffle in any::<u64>(),
    ) {
        let (files, typed) = handed_in(&senders, as_of.is_some(), shuffle);
        let result = run(&files, &settings(as_of));
        let truth = truth(&senders, as_of);
        prop_assert_eq!(spent(&result), truth.clone(), "{}", told(&files, &result));
        let proof = result.proof.total;
        prop_assert_eq!(proof.read, Euros::from_cents(typed));
        let whole: Euros = truth.values().copied().sum();
        prop_assert_eq!(proof.excluded, proof.read - whole);
        prop_assert_eq!(proof.suspense, Euros::ZERO);
        prop_assert!(result.ties().iter().all(earmark::reconcile::Tie::holds));
    }

    /// Sheets of the year so far that do not say so: counted once where the payments can be known again;
    /// and where they may be counted twice, a finding at a sheet of that body says so. Never too little.
    #[test]
    fn what_is_counted_twice_is_said(
        one in sender(Just(Way::SoFarUnsaid)),
        shuffle in any::<u64>(),
    ) {
        let sender = Sender { corrected: None, split: false, ..one };
        let senders = [sender];
        let (files, typed) = handed_in(&senders, false, shuffle);
        // One line that grows is what any quarter looks like, and nobody is asked about it.
        if files.iter().any(|(_, sheet)| sheet.rows.len() < 2) {
            return Ok(());
        }
        let result = run(&files, &settings(None));
        let truth: Euros = truth(&senders, None).values().copied().sum();
        let counted = result.proof.total.reconciled + result.proof.total.unplanned;
        prop_assert_eq!(result.proof.total.read, Euros::from_cents(typed));
        prop_assert!(counted >= truth, "{counted} of {truth}\n{}", told(&files, &result));
        let doubtful: Vec<_> =
            result.findings.iter().filter(|f| f.code == Code::PerhapsCumulative).collect();
        let at_stake: Euros = doubtful.iter().filter_map(|f| f.amount).sum();
        prop_assert!(
            counted == truth || at_stake >= counted - truth || !result.double_claims.is_empty(),
            "{counted} of {truth}, {at_stake} said\n{}",
            told(&files, &result)
        );
    }
}

/// The same through the whole job, with everything on.
fn whole_run(
    files: &[(String, Sheet)],
    as_of: Option<(u8, u8)>,
    register: bool,
    decisions: Option<String>,
    previous: Option<NamedBytes>,
) -> ReconcileOutputs {
    let (mut settings, found) = Settings::read(
        "earmark.toml",
        "[reasons]\nthreshold-percent = 10\nthreshold-euros = 100\n[[donor-rules]]\ndonor = \
         \"UNICEF\"\nper = \"activity\"\npercent = 20\nexceeding = \"ineligible\"\n[[donor-rules]]\n\
         donor = \"UNICEF\"\nper = \"total\"\npercent = 10\nexceeding = \"note\"\n",
    );
    assert!(found.is_empty(), "{found:?}");
    settings.as_of = self::settings(as_of).as_of;
    let funding = "Code;Source of funding;Donor;Kind;Amount (€);Date\n1.1.1;Donation;UNICEF;Committed;1500,00;\
                   2021-02-01\n1.1.1;Donation;UNICEF;Received;900,00;2021-05-01\n1.1.2;Donation;UNICEF;\
                   Pledged;400,00;2021-03-01\n1.1.2;Budget;;Appropriated;2000,00;2021-01-01\n";
    let named =
        |name: &str, text: String| NamedBytes { name: name.into(), bytes: text.into_bytes() };
    let inputs = ReconcileInputs {
        plan: plan_file(),
        funding: register.then(|| named("funding.csv", funding.to_owned())),
        sheets: files.iter().map(|(name, sheet)| named(name, sheet.bytes.clone())).collect(),
        decisions: decisions.map(|text| named("decisions.csv", text)),
        previous,
    };
    job::reconcile(&inputs, &settings, Vec::new(), &Means::default()).unwrap()
}

fn csv(mut senders: Vec<Sender>) -> Vec<Sender> {
    for sender in &mut senders {
        sender.grid = false;
    }
    senders
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn decisions_change_what_they_say_and_everything_ties(
        senders in proptest::collection::vec(sender(honest()), 1..4).prop_map(csv),
        earlier in proptest::collection::vec(sender(honest()), 1..3).prop_map(csv),
        as_of in proptest::option::weighted(0.4, (1_u8..13, 1_u8..29)),
        register in any::<bool>(),
        chosen in proptest::collection::vec((0_usize..60, 0_u8..4), 0..5),
        shuffle in any::<u64>(),
    ) {
        let (files, _) = handed_in(&senders, as_of.is_some(), shuffle);
        let (before, _) = handed_in(&earlier, false, shuffle / 3);
        let first = whole_run(&before, None, !register, None, None);
        let json = first.files.iter().find(|file| file.name == "reconciliation.json").cloned();
        let plain = whole_run(&files, as_of, register, None, None).reconciliation;

        let mut wanted = truth(&senders, as_of);
        prop_assert_eq!(spent(&plain), wanted.clone(), "{}", told(&files, &plain));
        let mut text = "File;Sheet;Cell;Assign to activity;Assign source;Exclude because;Accept;Decided by;\
                        Reason\n".to_owned();
        let mut taken = Vec::new();
        for (number, verdict) in chosen {
            let Some(settled) = plain.entries.get(number) else { continue };
            if taken.contains(&number) {
                continue;
            }
            taken.push(number);
            let place = &settled.entry.place();
            let cell = place.cell().unwrap().to_string();
            let says = ["1.1.3;;;", ";Donation;;", ";;not ours;", ";;;yes"][usize::from(verdict)];
            text += &format!("{};;{cell};{says};A. B.;checked\n", place.file());
            // What is left out stays left out, whatever is decided.
            if settled.outcome == Outcome::Excluded {
                continue;
            }
            let amount = settled.entry.amount;
            let key =
                (settled.means.activity.unwrap().to_string(), settled.means.source.unwrap().word().to_owned());
            *wanted.get_mut(&key).unwrap() -= amount;
            let then = match verdict {
                0 => Some(("1.1.3".to_owned(), key.1)),
                1 => Some((key.0, "donation".to_owned())),
                2 => None,
                _ => Some(key),
            };
            if let Some(then) = then {
                *wanted.entry(then).or_default() += amount;
            }
        }
        wanted.retain(|_, sum| !sum.is_zero());
        let outputs = whole_run(&files, as_of, register, Some(text.clone()), json);
        let result = outputs.reconciliation;
        prop_assert_eq!(spent(&result), wanted, "{}\n{}", text, told(&files, &result));

        let proof = result.proof.total;
        prop_assert_eq!(proof.read, plain.proof.total.read);
        prop_assert_eq!(proof.difference(), Euros::ZERO);
        for tie in result.ties() {
            prop_assert!(tie.holds(), "{:?}", tie);
        }
        for sum in &result.changes.as_ref().unwrap().sums {
            prop_assert_eq!(sum.difference, Euros::ZERO, "{:?}", sum);
            prop_assert_eq!(sum.not_adding_up, Euros::ZERO, "{:?}", sum);
        }
        let of_quarters: Euros =
            result.quarters.iter().map(|quarter| quarter.spent.total.unwrap_or_default()).sum();
        prop_assert_eq!(of_quarters, proof.reconciled + proof.unplanned);
        let sent: Euros = result.institutions.iter().map(|one| one.sent.read).sum();
        prop_assert_eq!(sent, proof.read);
    }
}
