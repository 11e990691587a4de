//! Who may see what, in every part of the files: a donor's workbook and list hold nothing of another
//! donor, of a budget or of suspense; a return holds nothing of what another body wrote. Every payment,
//! row of the register and file carries words and an amount of its own, and whatever is somebody
//! else's is looked for in all parts: texts, hidden sheets, names, notes, properties, stored results.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/unzipped.rs"]
mod unzipped;
#[path = "support/workbooks.rs"]
#[allow(dead_code, reason = "the runs with donors are enough")]
mod workbooks;

use std::collections::BTreeSet;

use earmark::NamedBytes;
use earmark::book::Book;
use earmark::config::Settings;
use earmark::job::{self, Means, ReconcileInputs, ReconcileOutputs};
use earmark::language::{Language, Translation};
use earmark::model::{DonorName, slug};
use earmark::reconcile::{DonorResult, Reconciliation, SettledEntry};
use earmark::report;
use proptest::prelude::*;
use unzipped::{amounts, parts};

const BODIES: [&str; 3] = ["Ministry of Health", "Police administration", "Ministry of Defence"];
const DONORS: [&str; 3] = ["Alfa Fund", "Beta Relief", "Gama Trust"];

const PLAN: &str = "Action plan for 2021,,,,,
Strategic area 1. Prevention,,,,,
Key measure 1.1: Inform the public,,,,,
Activity,Responsible bodies,Starting date,Planned completion date,Result indicator,Financial estimate
1.1.1. Print leaflets,Ministry of Health in cooperation with the Police administration,I quarter,II quarter,Done,51 017.31 Euros (Ministry of Health budget) 30 019.37 Euros (donation)
1.1.2. Hold a conference,Ministry of Health in cooperation with the Police administration,I quarter,IV quarter,Done,42 023.41 Euros (the budget of all implementers)
1.1.3. Show a film,Ministry of Defence,I quarter,IV quarter,Done,9 029.43 Euros (Alfa Fund donation)
Key measure 1.2: Train,,,,,
1.2.1. Train officers,Police administration,III quarter,IV quarter,Done,No funding required
1.2.2. Train judges,Police administration in cooperation with the Ministry of Defence,I quarter,III quarter,Done,23 031.47 Euros (donation)
";
const CODES: [&str; 6] = ["1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.2.2", "9.9.9"];

const RULES: &str = "[[donor-rules]]
donor = \"Alfa Fund\"
percent = 5
base = \"committed\"
exceeding = \"ineligible\"
template = \"face\"

[[donor-rules]]
donor = \"Beta Relief\"
per = \"total\"
percent = 10
base = \"received\"
";

/// Where the money of a payment or a row of the register comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Budget,
    Donor(usize),
    Unnamed,
    /// Neither this nor the activity is understood: it waits in suspense.
    Unsaid,
}

impl From {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            From::Budget => ("Budget", ""),
            From::Donor(index) => ("Donation", DONORS[index]),
            From::Unnamed => ("Donation", ""),
            From::Unsaid => ("of other kind", ""),
        }
    }

    /// The donor, where it is a donation: as said, else the one that is known for the activity.
    fn donation(self, known: &BTreeSet<usize>) -> Option<Option<&'static str>> {
        match self {
            From::Donor(index) => Some(Some(DONORS[index])),
            From::Unnamed => Some(match known.iter().collect::<Vec<_>>().as_slice() {
                [only] => Some(DONORS[**only]),
                _ => None,
            }),
            From::Budget | From::Unsaid => None,
        }
    }
}

/// Whom the plan or the register names for an activity.
fn known_donors(activity: usize, records: &[Record]) -> BTreeSet<usize> {
    let of_plan = (CODES[activity] == "1.1.3").then_some(0);
    let registered = records.iter().filter(|record| record.activity == activity);
    let registered = registered.filter_map(|record| match record.from {
        From::Donor(index) => Some(index),
        From::Budget | From::Unnamed | From::Unsaid => None,
    });
    of_plan.into_iter().chain(registered).collect()
}

#[derive(Debug, Clone)]
struct Payment {
    body: usize,
    activity: usize,
    from: From,
    reason: bool,
    /// The same document and amount as the payment before, from another body.
    again: bool,
    /// Its amount is a word: no entry, only a finding.
    unreadable: bool,
}

#[derive(Debug, Clone)]
struct Record {
    activity: usize,
    from: From,
    kind: usize,
}

fn from() -> impl Strategy<Value = From> {
    prop_oneof![
        2 => Just(From::Budget),
        4 => (0_usize..3).prop_map(From::Donor),
        1 => Just(From::Unnamed),
        1 => Just(From::Unsaid),
    ]
}

fn payment() -> impl Strategy<Value = Payment> {
    let (again, unreadable) = (proptest::bool::weighted(0.2), proptest::bool::weighted(0.2));
    (0_usize..3, 0_usize..6, from(), any::<bool>(), again, unreadable).prop_map(
        |(body, activity, from, reason, again, unreadable)| {
            // Where the plan has one source, it is taken for one that is not understood.
            let activity = if from == From::Unsaid { CODES.len() - 1 } else { activity };
            Payment { body, activity, from, reason, again, unreadable }
        },
    )
}

fn record() -> impl Strategy<Value = Record> {
    (0_usize..5, from(), 0_usize..3)
        .prop_filter("the register says where money comes from", |(_, from, _)| {
            *from != From::Unsaid
        })
        .prop_map(|(activity, from, kind)| Record { activity, from, kind })
}

/// What the stated total is wrong by, in cents.
const WRONG: i128 = 1_234_567;

/// A word that stands nowhere else: "zqaab".
fn word(kind: char, number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!("zq{kind}{}{}", letter(number / 26), letter(number))
}

/// An amount that is nobody else's, in cents.
fn cents(kind: usize, number: usize) -> i128 {
    (kind * 7_919_000 + 105_013 + number * 37_001) as i128
}

fn euros(cents: i128) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

/// What a payment or a row of the register carries.
struct Piece {
    /// The donor, where it is a donation.
    donation: Option<Option<&'static str>>,
    /// The body of a payment.
    body: Option<usize>,
    words: Vec<String>,
    cents: i128,
}

/// What was sent in, with what each piece carries.
struct Made {
    inputs: ReconcileInputs,
    /// Each payment and each row of the register.
    pieces: Vec<Piece>,
    /// The word in the name of each body's file.
    files: Vec<(usize, String)>,
    /// The total below the sheet that all share, as stated.
    total: Option<i128>,
}

/// One sheet for each body; or `together` one sheet of all, with a column that says whose a row is and
/// a total that is wrong.
fn made(payments: &[Payment], records: &[Record], together: bool) -> Made {
    let mut pieces = Vec::new();
    let mut sheets = vec![String::new(); BODIES.len()];
    let mut before = (String::new(), 0);
    let mut total = 0;
    for (number, payment) in payments.iter().enumerate() {
        let Payment { body, activity, from, reason, again, unreadable } = payment;
        let (document, amount) = match *again && number > 0 {
            true => before.clone(),
            false => (word('d', number), cents(1, number)),
        };
        before = (document.clone(), amount);
        let description = word('t', number);
        let reason = if *reason { word('r', number) } else { String::new() };
        let (source, donor) = from.words();
        let written = match *unreadable {
            true => format!("{} (est.)", word('u', number)),
            false => euros(amount),
        };
        let whose = if together { format!("{};", BODIES[*body]) } else { String::new() };
        sheets[if together { 0 } else { *body }].push_str(&format!(
            "{whose}{};{source};{donor};{written};{:02}.02.2021;{document}/21;{description};{reason}\n",
            CODES[*activity],
            number % 28 + 1,
        ));
        let mut words = vec![document, description, reason];
        words.extend(unreadable.then(|| word('u', number)));
        words.retain(|word| !word.is_empty());
        total += if *unreadable { 0 } else { amount };
        let donation = from.donation(&known_donors(*activity, records));
        pieces.push(Piece { donation, body: Some(*body), words, cents: amount });
    }
    let mut files = Vec::new();
    let mut named = Vec::new();
    for (body, rows) in sheets.into_iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
        let name = word('f', body);
        let headings = "Code;Source of funding;Donor;Spent (€);Date;Document;Description;Reason for deviation\n";
        let (head, rows) = match together {
            true => (
                format!("Period: Q1 2021;;;;;;;\nInstitution;{headings}"),
                format!("{rows}Total;;;;{};;;;\n", euros(total + WRONG)),
            ),
            false => {
                let body = BODIES[body];
                (format!("Institution: {body};;;;;;;\nPeriod: Q1 2021;;;;;;;\n{headings}"), rows)
            }
        };
        named.push(NamedBytes { name: format!("{name}.csv"), bytes: (head + &rows).into_bytes() });
        if !together {
            files.push((body, name));
        }
    }
    let mut register = "Code;Source;Holder;Donor;Kind;Amount;Date;Reference\n".to_owned();
    for (number, record) in records.iter().enumerate() {
        let (source, donor) = record.from.words();
        let (amount, reference) = (cents(2, number), word('g', number));
        let kind = match record.from {
            From::Budget => "appropriated",
            _ => ["pledged", "committed", "received"][record.kind],
        };
        let holder = if record.from == From::Budget { BODIES[0] } else { "" };
        register.push_str(&format!(
            "{};{source};{holder};{donor};{kind};{};04.01.2021;{reference}\n",
            CODES[record.activity],
            euros(amount)
        ));
        let donation = record.from.donation(&BTreeSet::new());
        pieces.push(Piece { donation, body: None, words: vec![reference], cents: amount });
    }
    let inputs = ReconcileInputs {
        plan: NamedBytes { name: "plan.csv".to_owned(), bytes: PLAN.into() },
        funding: Some(NamedBytes { name: "register.csv".to_owned(), bytes: register.into_bytes() }),
        sheets: named,
        ..Default::default()
    };
    let total = together.then_some(total + WRONG);
    Made { inputs, pieces, files, total }
}

fn run(made: &Made) -> ReconcileOutputs {
    run_in(made, Language::English)
}

fn run_in(made: &Made, language: Language) -> ReconcileOutputs {
    let (settings, wrong) = Settings::read("earmark.toml", RULES);
    assert_eq!(wrong, []);
    let settings = Settings { as_of: "2021-12-31".parse().ok(), language, ..settings };
    job::reconcile(&made.inputs, &settings, Vec::new(), &Means::default()).expect("it runs")
}

/// Every amount in the JSON, in cents: whatever the whole run knows. Percentages are among them, so small
/// ones tell nothing.
fn known_amounts(outputs: &ReconcileOutputs) -> BTreeSet<i128> {
    let json = outputs.files.iter().find(|file| file.name == "reconciliation.json").unwrap();
    let document: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
    let mut found = BTreeSet::new();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => {
                let plain = text.strip_prefix('-').unwrap_or(text);
                if let Some((whole, decimals)) = plain.split_once('.')
                    && decimals.len() == 2
                    && let Ok(amount) = format!("{whole}{decimals}").parse::<i128>()
                {
                    found.insert(amount);
                }
            }
            serde_json::Value::Array(list) => open.extend(list),
            serde_json::Value::Object(object) => open.extend(object.values()),
            _ => {}
        }
    }
    found
}

/// What a donor may see of sums: its shares, its totals, what its rules say. All without a sign.
fn own_sums(run: &Reconciliation, donor: &DonorResult) -> BTreeSet<i128> {
    let mut own = Vec::new();
    let shares = donor.shares.iter().map(|(line, share)| &run.lines[*line].donor_shares[*share]);
    let all = shares.map(|share| (&share.figures, &share.evidence, share.balance()));
    let total = (&donor.figures, &donor.evidence, run.donor_balance(donor));
    for (figures, evidence, balance) in all.chain([total]) {
        own.extend([figures.planned, figures.spent, figures.variance, figures.remaining]);
        own.extend([evidence.pledged, evidence.committed, evidence.received, balance]);
    }
    let judged = run.donor_judgement(donor);
    for verdict in &judged.verdicts {
        own.extend([verdict.base, verdict.spent, verdict.limit, verdict.beyond]);
    }
    own.extend([judged.ineligible, judged.accepted]);
    own.extend(&judged.ineligible_by_share);
    if let Some(face) = &judged.face {
        for (_, row) in &face.rows {
            own.extend([row.authorised, row.reported, row.ineligible, row.accepted, row.balance]);
        }
        let row = &face.total;
        own.extend([row.authorised, row.reported, row.ineligible, row.accepted, row.balance]);
    }
    own.into_iter().flatten().map(|amount| amount.abs().cents()).collect()
}

/// A donor's files: its workbook, and its list where it has a name.
fn files_of<'a>(outputs: &'a ReconcileOutputs, donor: Option<&DonorName>) -> Vec<&'a NamedBytes> {
    let stem = donor.map_or("donor-not-named".to_owned(), |name| slug(&name.0));
    let names = [format!("donors/{stem}.xlsx"), format!("donors/{stem}-iati.csv")];
    outputs.files.iter().filter(|file| names.contains(&file.name)).collect()
}

/// A workbook in both scripts of Montenegrin.
fn in_montenegrin(what: &str, book: impl Fn(&Translation) -> Book) -> Vec<NamedBytes> {
    [Language::Montenegrin, Language::MontenegrinCyrillic]
        .map(|language| {
            let words = Translation::of(language).expect("its texts");
            let bytes = earmark::write::xlsx(&book(&words)).expect("a workbook");
            NamedBytes { name: format!("{what} in {}.xlsx", language.code()), bytes }
        })
        .to_vec()
}

fn donors_see_only_their_own(made: &Made, outputs: &ReconcileOutputs) -> Result<(), TestCaseError> {
    let run = &outputs.reconciliation;
    let known = known_amounts(outputs);
    for donor in &run.donors {
        let name = donor.donor.as_ref().map(|name| &*name.0);
        let mut files = files_of(outputs, donor.donor.as_ref());
        prop_assert!(!files.is_empty(), "{name:?} has no file");
        let index = run.donors.iter().position(|other| other.donor == donor.donor).expect("it");
        let spoken = in_montenegrin("donor", |words| report::donor(run, index, words).whole());
        files.extend(&spoken);
        let mut own_words = BTreeSet::new();
        let mut own_amounts = own_sums(run, donor);
        let mut bodies = BTreeSet::new();
        for piece in made.pieces.iter().filter(|piece| piece.donation == Some(name)) {
            own_words.extend(piece.words.iter().cloned());
            own_amounts.insert(piece.cents);
            bodies.extend(piece.body);
        }
        let others = DONORS.iter().filter(|other| Some(**other) != name);
        let mut foreign: Vec<String> = others.map(|other| other.to_lowercase()).collect();
        let pieces = made.pieces.iter().flat_map(|piece| &piece.words);
        foreign.extend(pieces.filter(|word| !own_words.contains(*word)).cloned());
        // The name of a file is told where one of the donor's own payments stands in it.
        let files_of_others = made.files.iter().filter(|(body, _)| !bodies.contains(body));
        foreign.extend(files_of_others.map(|(_, word)| word.clone()));
        foreign.extend(["suspense", "budget"].map(str::to_owned));
        foreign.extend(["neraspoređen", "budžet", "нераспоређен", "буџет"].map(str::to_owned));
        let foreign_amounts: BTreeSet<i128> = known
            .iter()
            .copied()
            .filter(|cents| *cents > 100_000 && !own_amounts.contains(cents))
            .collect();
        for file in files {
            for (part, text) in parts(file) {
                let low = text.to_lowercase();
                for word in &foreign {
                    prop_assert!(!low.contains(word.as_str()), "{name:?} reads {word:?} in {part}");
                }
                for amount in amounts(&text) {
                    let told = foreign_amounts.contains(&amount);
                    prop_assert!(!told, "{name:?} reads {amount} cents in {part}");
                }
            }
        }
    }
    Ok(())
}

/// A return tells of others' payments nothing but sums of the lines that it leads or holds, the reasons that
/// were given on those, and of a suspected double claim the other's document and amount.
fn returns_hold_only_their_own(
    made: &Made,
    outputs: &ReconcileOutputs,
) -> Result<(), TestCaseError> {
    let run = &outputs.reconciliation;
    let spoken = [Language::Montenegrin, Language::MontenegrinCyrillic];
    let spoken = spoken.map(|language| run_in(made, language));
    for institution in &run.institutions {
        let Some(body) = &institution.body else { continue };
        let own = BODIES.iter().position(|name| *name == &*body.0);
        let name = format!("institutions/{}.xlsx", slug(&body.0));
        let file = outputs.files.iter().find(|file| file.name == name).expect("its return");
        let mut allowed: BTreeSet<String> = BTreeSet::new();
        for line in &institution.lines {
            allowed.extend(run.lines[*line].reasons.iter().map(ToString::to_string));
        }
        let mut claimed = BTreeSet::new();
        for claim in &run.double_claims {
            let members = claim.entries.iter().map(|index| run.entries.get(*index).unwrap());
            if members.clone().any(|settled| settled.means.body.as_ref() == Some(body)) {
                claimed.extend(members.clone().map(|settled| settled.entry.amount.cents()));
                let documents = members.filter_map(|settled| settled.entry.document());
                allowed
                    .extend(documents.map(|document| document.trim_end_matches("/21").to_owned()));
            }
        }
        for piece in made.pieces.iter().filter(|piece| piece.body.is_some() && piece.body == own) {
            allowed.extend(piece.words.iter().cloned());
        }
        let payments = made.pieces.iter().filter(|piece| piece.body.is_some() && piece.body != own);
        let mut foreign: Vec<&String> = payments.flat_map(|piece| &piece.words).collect();
        foreign.retain(|word| !allowed.contains(*word));
        foreign
            .extend(made.files.iter().filter(|(body, _)| Some(*body) != own).map(|(_, word)| word));
        // Amounts of activities in which it has no part.
        let activities: BTreeSet<_> =
            institution.lines.iter().map(|line| Some(run.lines[*line].activity)).collect();
        let mut own_amounts: BTreeSet<i128> = claimed;
        let mut foreign_amounts = BTreeSet::new();
        for settled in run.entries.iter() {
            let amount = settled.entry.amount.cents();
            let has_part = settled.means.body == institution.body
                || activities.contains(&settled.means.activity);
            if has_part {
                own_amounts.insert(amount)
            } else {
                foreign_amounts.insert(amount)
            };
        }
        // A total over all bodies tells each what the others spent.
        let of_others = |settled: &SettledEntry<'_>| settled.means.body != institution.body;
        if run.entries.iter().any(|settled| of_others(&settled)) {
            foreign_amounts.extend(made.total);
        }
        foreign_amounts.retain(|amount| !own_amounts.contains(amount));
        let all = spoken.iter().chain([outputs]).flat_map(|run| &run.files);
        let files: Vec<&NamedBytes> = all.filter(|one| one.name == file.name).collect();
        prop_assert_eq!(files.len(), 3, "{} in every language", file.name);
        for (part, text) in files.into_iter().flat_map(parts) {
            for word in &foreign {
                prop_assert!(!text.contains(word.as_str()), "{body} reads {word:?} in {part}");
            }
            for amount in amounts(&text) {
                let told = foreign_amounts.contains(&amount);
                prop_assert!(!told, "{body} reads {amount} cents in {part}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_told_of_anybody_else(
        payments in proptest::collection::vec(payment(), 1..24),
        records in proptest::collection::vec(record(), 0..12),
        together in any::<bool>(),
    ) {
        let made = made(&payments, &records, together);
        let outputs = run(&made);
        donors_see_only_their_own(&made, &outputs)?;
        returns_hold_only_their_own(&made, &outputs)?;
    }
}

/// The search itself: with the files of two donors, or of two bodies, laid under each other's names it
/// has to find what it looks for.
#[test]
fn the_search_finds_what_it_looks_for() {
    let payment = |body, activity, from| Payment {
        body,
        activity,
        from,
        reason: true,
        again: false,
        unreadable: false,
    };
    let payments = [
        payment(0, 0, From::Donor(0)),
        payment(1, 4, From::Donor(1)),
        payment(0, 0, From::Budget),
        payment(1, 5, From::Unsaid),
    ];
    let made = made(&payments, &[], false);
    let outputs = run(&made);
    donors_see_only_their_own(&made, &outputs).unwrap();
    returns_hold_only_their_own(&made, &outputs).unwrap();
    let exchanged = |one: &str, other: &str| {
        let mut outputs = outputs.clone();
        for file in &mut outputs.files {
            file.name = match file.name.as_str() {
                name if name == one => other.to_owned(),
                name if name == other => one.to_owned(),
                name => name.to_owned(),
            };
        }
        outputs
    };
    let donors = exchanged("donors/alfa-fund.xlsx", "donors/beta-relief.xlsx");
    assert!(donors_see_only_their_own(&made, &donors).is_err());
    let lists = exchanged("donors/alfa-fund-iati.csv", "donors/beta-relief-iati.csv");
    assert!(donors_see_only_their_own(&made, &lists).is_err());
    let whole = exchanged("donors/alfa-fund.xlsx", "reconciliation.xlsx");
    assert!(donors_see_only_their_own(&made, &whole).is_err());
    let [one, other] = [0, 1].map(|body| format!("institutions/{}.xlsx", slug(BODIES[body])));
    assert!(returns_hold_only_their_own(&made, &exchanged(&one, &other)).is_err());
}

/// The same of the samples: what stands in other entries, and in other rows of the register, is in no
/// donor's file, as far as it does not stand in its own too.
#[test]
fn the_samples_keep_donors_apart() {
    let mut looked_for = 0;
    for outputs in [&*workbooks::LARGE_RUN, &workbooks::YEAR_RUNS[2], &workbooks::YEAR_RUNS[3]] {
        let run = &outputs.reconciliation;
        for donor in &run.donors {
            let shares =
                donor.shares.iter().map(|(line, share)| &run.lines[*line].donor_shares[*share]);
            let own: BTreeSet<usize> =
                shares.flat_map(|share| share.entries.iter().map(usize::from)).collect();
            let texts = |index: usize| {
                let entry = &run.entries.get(index).unwrap().entry;
                let reason = entry.words.reason.as_deref().map(str::to_owned);
                [entry.description().map(String::from), entry.document().map(String::from), reason]
            };
            let of_records = |own: bool| {
                let records = run
                    .funding
                    .iter()
                    .filter(move |row| (row.donor.is_some() && row.donor == donor.donor) == own);
                records.filter_map(|record| record.reference.as_deref().map(str::to_owned))
            };
            let all = 0..run.entries.len();
            let own_texts: Vec<String> = own
                .iter()
                .flat_map(|index| texts(*index))
                .flatten()
                .chain(of_records(true))
                .chain(run.plan.activities.values().map(|activity| activity.title.to_string()))
                .collect();
            let mut foreign: Vec<String> = all
                .filter(|index| !own.contains(index))
                .flat_map(texts)
                .flatten()
                .chain(of_records(false))
                .chain(
                    run.donors
                        .iter()
                        .filter_map(|other| other.donor.as_ref())
                        .map(|name| name.0.to_string()),
                )
                .filter(|text| text.chars().count() > 3 && text.contains(char::is_alphabetic))
                .collect();
            foreign.retain(|text| {
                let named = donor.donor.as_ref().is_some_and(|name| name.0.contains(text.as_str()));
                !named && own_texts.iter().all(|own| !own.contains(text.as_str()))
            });
            looked_for += foreign.len();
            for file in files_of(outputs, donor.donor.as_ref()) {
                for (part, text) in parts(file) {
                    for word in &foreign {
                        assert!(!text.contains(word), "{:?} reads {word:?} in {part}", donor.donor);
                    }
                }
            }
        }
    }
    assert!(looked_for > 200, "only {looked_for} texts were looked for");
}

/// `EARMARK_CASES` for more.
fn cases() -> u32 {
    std::env::var("EARMARK_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}
