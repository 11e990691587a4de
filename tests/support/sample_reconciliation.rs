//! A small, complete reconciliation made by hand: eight activities, every outcome, every status that
//! a plan of that size can show, two named donors who pay for the same activity.

use arcstr::ArcStr;
use earmark::diagnostic::{Code, Finding};
use earmark::model::{
    Activity, ActivityCode, AsWritten, BodyName, BodyRegister, CellRef, ControlTotal, Date,
    DonorName, Entry, EntryWords, Euros, Holder, Measure, OwnTexts, Period, Place, Plan, Positions,
    Quarter, Source, SourceFile, Spot, StrategicArea, add_known,
};
use earmark::reconcile::{
    ActivityResult, BySource, DonorResult, DonorShare, Draw, Entries, Evidence, Figures,
    FundingStatus, InstitutionResult, Line, MatchedBy, Meaning, Outcome, Outcomes, Proof,
    QuarterSpending, Reasons, Reconciliation, Remarks, RollUp, SettledEntry, SpendingStatus,
    SubmissionResult, Suggestion,
};
use indexmap::IndexMap;
use rust_decimal::Decimal;

pub const MUP: &str = "Ministry of the Interior";
pub const POLICE: &str = "Police Administration";
pub const HEALTH: &str = "Ministry of Health";
pub const WELFARE: &str = "Ministry of Labor and Social Welfare";
pub const IOM: &str = "International Organization for Migration";
pub const EU: &str = "European Union Delegation";

pub fn code(text: &str) -> ActivityCode {
    text.parse().expect("a code")
}

fn file(name: &str) -> SourceFile {
    SourceFile { file: name.into(), sha256: format!("{:064x}", name.len() * 7_919) }
}

fn cell(file: &str, row: u32, column: u32) -> Place {
    Place::new(&file.into(), Some("Q1–Q4".into()), Spot::Cell(CellRef { row, column }))
}

fn eur(euros: i64) -> Option<Euros> {
    Some(Euros::from_cents(euros * 100))
}

fn figures(planned: Option<Euros>, secured: Option<Euros>, spent: Option<Euros>) -> Figures {
    let variance = spent.map(|spent| spent - planned.unwrap_or_default());
    Figures {
        planned,
        secured,
        spent,
        variance,
        remaining: variance.map(|variance| -variance),
        deviation_percent: variance.zip(planned).and_then(|(v, p)| v.percent_of(p)),
        funding_gap: planned.map(|p| (p - secured.unwrap_or_default()).max(Euros::ZERO)),
        planned_to_date: planned,
        variance_to_date: variance,
        to_date_open: false,
    }
}

fn add(sum: &mut Figures, part: &Figures) {
    let gap = add_known(sum.funding_gap, part.funding_gap);
    *sum = figures(
        add_known(sum.planned, part.planned),
        add_known(sum.secured, part.secured),
        add_known(sum.spent, part.spent),
    );
    sum.funding_gap = gap;
}

fn sum<'a>(lines: impl Iterator<Item = &'a Line>) -> BySource<Figures> {
    let mut sums = BySource::<Figures>::default();
    for line in lines {
        add(sums.of_mut(line.source), &line.figures);
        add(&mut sums.total, &line.figures);
    }
    sums
}

struct Draft {
    lines: Vec<Line>,
    entries: Entries,
}

fn activity(text: &str, title: &str, lead: &str, measure: &str, area: u16, end: u8) -> Activity {
    Activity {
        code: code(text),
        title: title.to_owned(),
        lead: Some(BodyName::new(lead)),
        partners: vec![BodyName::new(POLICE), BodyName::new("NGOs")],
        departments: Vec::new(),
        start: Quarter::new(1),
        end: Quarter::new(end),
        measure: measure.to_owned(),
        area,
        result_indicators: vec!["Done".to_owned()],
        no_funding_required: text == "2.1.2",
        place: Place::of_file(&"action-plan.docx".into()),
    }
}

fn plan() -> Plan {
    let mut activities = IndexMap::new();
    for one in [
        activity(
            "1.1.1",
            "Train teachers and social workers to recognise signs of trafficking in human beings, in all municipalities, with printed material in the languages of minorities",
            HEALTH,
            "1.1",
            1,
            2,
        ),
        activity("1.1.2", "Conduct an awareness campaign", MUP, "1.1", 1, 4),
        activity("1.1.10", "Equip interview rooms", MUP, "1.1", 1, 3),
        activity("1.2.1", "Study visit on labour exploitation", WELFARE, "1.2", 1, 4),
        activity("1.2.2", "Print 1000 copies of the manual", MUP, "1.2", 1, 1),
        activity("2.1.1", "Shelter for victims: running costs", WELFARE, "2.1", 2, 4),
        activity("2.1.2", "Sign a memorandum of cooperation", MUP, "2.1", 2, 2),
        activity("2.1.3", "=HYPERLINK(\"x\") legal aid fund", WELFARE, "2.1", 2, 4),
    ] {
        activities.insert(one.code, one);
    }
    let measure = |code: &str, title: &str, area| Measure {
        code: code.to_owned(),
        title: title.to_owned(),
        area,
    };
    Plan {
        source: file("action-plan.docx"),
        title: Some("Action plan 2020".to_owned()),
        year: Some(2020),
        areas: vec![
            StrategicArea { number: 1, title: "Prevention and education".to_owned() },
            StrategicArea { number: 2, title: "Protection of and support to victims and witnesses of trafficking in human beings".to_owned() },
        ],
        objectives: Vec::new(),
        measures: vec![
            measure("1.1", "Raise awareness of the general public and of professionals", 1),
            measure("1.2", "Strengthen prevention of labour exploitation", 1),
            measure("2.1", "Improve accommodation and legal aid", 2),
        ],
        activities,
        lines: Vec::new(),
        bodies: BodyRegister::default(),
    }
}

struct Spend<'a> {
    file: &'a str,
    row: u32,
    amount: i64,
    activity: Option<&'a str>,
    source: Option<Source>,
    body: &'a str,
    donor: Option<&'a str>,
    outcome: Outcome,
    line: Option<usize>,
    reason: Option<&'a str>,
    text: &'a str,
}

fn put(spend: &Spend<'_>, submission: usize, entries: &mut Entries) {
    let place = |column| cell(spend.file, spend.row, column);
    let written = |text: &str, column| {
        Some(AsWritten::new(text.into(), place(column).spot(), place(5).spot()))
    };
    let words = EntryWords {
        code: written(spend.activity.unwrap_or("9.9"), 0),
        activity_code: None,
        title: written(spend.text, 1),
        source: spend.source.and_then(|source| written(source.word(), 2)),
        column_source: None,
        donor: spend.donor.and_then(|donor| written(donor, 3)),
        body: written(spend.body, 4),
        reason: spend.reason.map(ArcStr::from),
    };
    let means = Meaning {
        activity: spend.activity.map(code),
        matched_by: if spend.activity.is_some() { MatchedBy::Code } else { MatchedBy::None },
        source: spend.source,
        holder: None,
        body: Some(BodyName::new(spend.body)),
        donor: spend.donor.map(DonorName::new),
    };
    let remarks = Remarks {
        reason: match spend.outcome {
            Outcome::Suspense => Some("no activity has this code or title".into()),
            Outcome::Excluded => Some("dated outside the plan's year".into()),
            _ => None,
        },
        suggestions: match spend.outcome {
            Outcome::Suspense => vec![
                Suggestion { activity: code("1.1.2"), score: 81, why: "the title is alike".into() },
                Suggestion { activity: code("2.1.3"), score: 44, why: "same body".into() },
            ],
            _ => Vec::new(),
        },
        ..Remarks::default()
    };
    entries.put(&SettledEntry {
        entry: Entry {
            whole: &place(5).at(Spot::Whole),
            spot: place(5).spot(),
            doubtful: false,
            amount: Euros::from_cents(spend.amount),
            words: &words,
            date: Date::new(2020, 5, 14).ok(),
            quarter: Quarter::new(2),
            quarter_of_sheet: false,
            texts: OwnTexts::new(
                Some(&format!("{},00", spend.amount / 100)),
                Some(&format!("INV-{}", spend.row)),
                Some(spend.text),
            ),
        },
        means: &means,
        outcome: spend.outcome,
        remarks: &remarks,
        submission: submission.into(),
        line: spend.line.map(Into::into),
    });
}

#[allow(clippy::too_many_arguments, reason = "a table of lines reads best as one")]
fn line(
    text: &str,
    source: Source,
    holder: Option<&str>,
    planned: Option<Euros>,
    secured: Option<Euros>,
    spent: Option<Euros>,
    spending_status: SpendingStatus,
    funding_status: FundingStatus,
) -> Line {
    Line {
        records: Vec::new(),
        activity: code(text),
        source,
        holder: match (holder, source) {
            (Some("shared"), _) => Holder::Shared,
            (Some(body), _) => Holder::Body(BodyName::new(body)),
            (None, _) => Holder::NotNamed,
        },
        holders: holder.map(BodyName::new).into_iter().collect(),
        donor: None,
        joint_donors: Vec::new(),
        in_plan: spending_status != SpendingStatus::Unplanned,
        figures: figures(planned, secured, spent),
        evidence: Evidence {
            pledged: eur(500).filter(|_| source == Source::Donation),
            ..Evidence::default()
        },
        spending_status,
        funding_status,
        timing: None,
        entries: Positions::default(),
        reasons: Vec::new(),
        donor_shares: Vec::new(),
        draws: Vec::new(),
    }
}

fn draft() -> Draft {
    use FundingStatus as F;
    use Source::{Budget, Donation, Unnamed};
    use SpendingStatus as S;
    let cents = |cents| Some(Euros::from_cents(cents));
    let mut lines = vec![
        line(
            "1.1.1",
            Budget,
            Some(HEALTH),
            eur(4_000),
            eur(4_000),
            cents(398_010),
            S::OnPlan,
            F::Funded,
        ),
        line(
            "1.1.1",
            Donation,
            None,
            eur(6_000),
            eur(5_000),
            cents(520_030),
            S::Underspent,
            F::PartlyFunded,
        ),
        line(
            "1.1.2",
            Budget,
            Some(MUP),
            eur(2_200),
            eur(2_750),
            cents(275_020),
            S::Overspent,
            F::Funded,
        ),
        line("1.1.10", Donation, None, eur(15_000), None, eur(0), S::Unspent, F::Unfunded),
        line("1.2.1", Unnamed, None, eur(3_000), None, None, S::NotReported, F::NoSource),
        line("1.2.2", Budget, Some(POLICE), eur(1_000), None, None, S::NotReported, F::Assumed),
        line(
            "1.2.2",
            Donation,
            None,
            None,
            cents(12_310),
            cents(12_310),
            S::Unplanned,
            F::NotRequired,
        ),
        line(
            "2.1.1",
            Budget,
            Some("shared"),
            eur(20_000),
            eur(20_000),
            cents(1_234_567),
            S::Underspent,
            F::Funded,
        ),
        line("2.1.3", Budget, Some(WELFARE), eur(5_000), eur(5_000), None, S::NotDue, F::Funded),
    ];
    let (mup, health, welfare) = ("mup.xlsx", "ministry-of-health.xlsx", "mrss.ods");
    let spends = [
        Spend {
            file: health,
            row: 6,
            amount: 398_010,
            activity: Some("1.1.1"),
            source: Some(Budget),
            body: HEALTH,
            donor: None,
            outcome: Outcome::Reconciled,
            line: Some(0),
            reason: None,
            text: "Trainers' fees",
        },
        Spend {
            file: health,
            row: 7,
            amount: 400_030,
            activity: Some("1.1.1"),
            source: Some(Donation),
            body: HEALTH,
            donor: Some(IOM),
            outcome: Outcome::Reconciled,
            line: Some(1),
            reason: Some("Two workshops were held online"),
            text: "Venue and meals",
        },
        Spend {
            file: health,
            row: 8,
            amount: 120_000,
            activity: Some("1.1.1"),
            source: Some(Donation),
            body: HEALTH,
            donor: Some(EU),
            outcome: Outcome::Reconciled,
            line: Some(1),
            reason: Some("Printing was cheaper"),
            text: "Printing of leaflets",
        },
        Spend {
            file: health,
            row: 9,
            amount: 77_700,
            activity: None,
            source: None,
            body: HEALTH,
            donor: None,
            outcome: Outcome::Suspense,
            line: None,
            reason: None,
            text: "+Campaign material",
        },
        Spend {
            file: mup,
            row: 4,
            amount: 275_020,
            activity: Some("1.1.2"),
            source: Some(Budget),
            body: MUP,
            donor: None,
            outcome: Outcome::Reconciled,
            line: Some(2),
            reason: Some("Prices of air time rose"),
            text: "Air time",
        },
        Spend {
            file: mup,
            row: 5,
            amount: 12_310,
            activity: Some("1.2.2"),
            source: Some(Donation),
            body: MUP,
            donor: None,
            outcome: Outcome::Unplanned,
            line: Some(6),
            reason: None,
            text: "Reprint of the manual",
        },
        Spend {
            file: mup,
            row: 6,
            amount: 50_000,
            activity: Some("1.1.2"),
            source: Some(Budget),
            body: MUP,
            donor: None,
            outcome: Outcome::Excluded,
            line: None,
            reason: None,
            text: "Air time, January 2021",
        },
        Spend {
            file: welfare,
            row: 3,
            amount: 1_000_000,
            activity: Some("2.1.1"),
            source: Some(Budget),
            body: WELFARE,
            donor: None,
            outcome: Outcome::Reconciled,
            line: Some(7),
            reason: None,
            text: "Rent",
        },
        Spend {
            file: welfare,
            row: 4,
            amount: 234_567,
            activity: Some("2.1.1"),
            source: Some(Budget),
            body: HEALTH,
            donor: None,
            outcome: Outcome::Reconciled,
            line: Some(7),
            reason: None,
            text: "Medical checks",
        },
    ];
    let files = [health, mup, welfare];
    let mut entries = Entries::default();
    for spend in &spends {
        let mut submission = files.iter().position(|file| *file == spend.file).expect("a file");
        if spend.file == welfare && spend.body == HEALTH {
            submission = 3;
        }
        if let Some(line) = spend.line {
            let before = lines[line].entries.iter();
            lines[line].entries = before.chain([entries.len().into()]).collect();
            lines[line].reasons.extend(spend.reason.map(ArcStr::from));
        }
        put(spend, submission, &mut entries);
    }
    let share =
        |donor: Option<&str>, planned, received: Option<Euros>, spent, entries: &[usize]| {
            DonorShare {
                donor: donor.map(DonorName::new),
                figures: Figures { funding_gap: None, ..figures(planned, received, spent) },
                evidence: Evidence {
                    received,
                    committed: received,
                    pledged: eur(500),
                    ..Evidence::default()
                },
                entries: entries.iter().map(|at| (*at).into()).collect(),
            }
        };
    lines[1].donor_shares = vec![
        share(Some(EU), None, eur(1_000), cents(120_000), &[2]),
        share(Some(IOM), None, eur(4_500), cents(400_030), &[1]),
        share(None, eur(6_000), None, None, &[]),
    ];
    lines[3].donor = Some(DonorName::new(IOM));
    lines[3].donor_shares = vec![share(Some(IOM), eur(15_000), None, eur(0), &[])];
    lines[6].donor_shares = vec![share(None, None, None, cents(12_310), &[5])];
    lines[7].draws = vec![
        Draw {
            body: Some(BodyName::new(WELFARE)),
            spent: Euros::from_cents(1_000_000),
            responsible: true,
        },
        Draw {
            body: Some(BodyName::new(HEALTH)),
            spent: Euros::from_cents(234_567),
            responsible: false,
        },
    ];
    Draft { lines, entries }
}

fn outcomes<'a>(entries: impl Iterator<Item = SettledEntry<'a>>) -> Outcomes {
    let mut sums = Outcomes::default();
    for settled in entries {
        let amount = settled.entry.amount;
        sums.read += amount;
        match settled.outcome {
            Outcome::Reconciled => sums.reconciled += amount,
            Outcome::Unplanned => sums.unplanned += amount,
            Outcome::Suspense => sums.suspense += amount,
            Outcome::Excluded => sums.excluded += amount,
        }
    }
    sums
}

fn donors(lines: &[Line]) -> Vec<DonorResult> {
    let shares = || {
        lines.iter().enumerate().flat_map(|(index, line)| {
            line.donor_shares.iter().enumerate().map(move |(part, share)| ((index, part), share))
        })
    };
    [Some(EU), Some(IOM), None]
        .into_iter()
        .map(|name| {
            let donor = name.map(DonorName::new);
            let mut result = DonorResult {
                donor: donor.clone(),
                figures: Figures::default(),
                evidence: Evidence::default(),
                shares: Vec::new(),
                has_workbook: true,
            };
            for (index, share) in shares().filter(|(_, share)| share.donor == donor) {
                result.shares.push(index);
                let known = Figures { funding_gap: None, ..share.figures };
                add(&mut result.figures, &known);
                let sum = &mut result.evidence;
                sum.pledged = add_known(sum.pledged, share.evidence.pledged);
                sum.committed = add_known(sum.committed, share.evidence.committed);
                sum.received = add_known(sum.received, share.evidence.received);
            }
            result
        })
        .collect()
}

fn institutions(
    plan: &Plan,
    draft: &Draft,
    submissions: &[SubmissionResult],
) -> Vec<InstitutionResult> {
    [HEALTH, WELFARE, MUP, POLICE]
        .into_iter()
        .map(|name| {
            let body = BodyName::new(name);
            let leads: Vec<ActivityCode> = plan
                .activities
                .values()
                .filter(|activity| activity.lead.as_ref() == Some(&body))
                .map(|activity| activity.code)
                .collect();
            let holds = |line: &Line| line.holder == Holder::Body(body.clone());
            let index = |pick: &dyn Fn(&Line) -> bool| -> Vec<usize> {
                (0..draft.lines.len()).filter(|index| pick(&draft.lines[*index])).collect()
            };
            let entries: Vec<usize> = (0..draft.entries.len())
                .filter(|index| {
                    draft
                        .entries
                        .get(*index)
                        .is_some_and(|one| one.means.body.as_ref() == Some(&body))
                })
                .collect();
            InstitutionResult {
                partner_in: plan
                    .activities
                    .values()
                    .filter(|activity| activity.partners.contains(&body))
                    .map(|activity| activity.code)
                    .collect(),
                as_lead: sum(draft.lines.iter().filter(|line| leads.contains(&line.activity))),
                as_holder: sum(draft.lines.iter().filter(|line| holds(line))).total,
                lines: index(&|line| leads.contains(&line.activity) || holds(line)),
                sent: outcomes(entries.iter().filter_map(|index| draft.entries.get(*index))),
                entries: entries.iter().map(|at| (*at).into()).collect(),
                submissions: (0..submissions.len())
                    .filter(|index| submissions[*index].body.as_ref() == Some(&body))
                    .collect(),
                expected: true,
                body: Some(body),
                leads,
            }
        })
        .collect()
}

fn submissions(entries: &Entries) -> Vec<SubmissionResult> {
    [
        ("ministry-of-health.xlsx", HEALTH),
        ("mup.xlsx", MUP),
        ("mrss.ods", WELFARE),
        ("mrss.ods", HEALTH),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, (name, body))| {
        let own = || entries.iter().filter(|settled| settled.submission == index.into());
        SubmissionResult {
            source: file(name),
            sheet: Some("Q1–Q4".into()),
            body: Some(BodyName::new(body)),
            period: Some(Period {
                year: Some(2020),
                from: Quarter::new(1),
                to: Quarter::new(4),
                months: None,
            }),
            basis: None,
            rows: own().count() as u32,
            entries: own().count(),
            outcomes: outcomes(own()),
            control_totals: vec![ControlTotal {
                cell: Some(CellRef { row: 20, column: 5 }),
                stated: Euros::from_cents(if index == 1 { 337_350 } else { 100 }),
                computed: Euros::from_cents(if index == 1 { 337_330 } else { 100 }),
            }],
            excluded: None,
        }
    })
    .collect()
}

fn findings() -> Vec<Finding> {
    vec![
        Finding::new(Code::AmountDecidedByColumn, cell("ministry-of-health.xlsx", 6, 5))
            .read("3.980,10"),
        Finding::new(Code::NoActivity, cell("ministry-of-health.xlsx", 9, 0))
            .read("9.9")
            .amount(Euros::from_cents(77_700)),
        Finding::new(Code::SourceFromPlan, cell("mrss.ods", 3, 2))
            .amount(Euros::from_cents(1_000_000)),
        Finding::new(Code::BodyNotResponsible, cell("mrss.ods", 4, 4)).read(HEALTH),
        Finding::new(Code::ControlTotalDiffers, cell("mup.xlsx", 20, 5)).read("3.373,50"),
    ]
}

/// The reconciliation.
pub fn sample() -> Reconciliation {
    let plan = plan();
    let draft = draft();
    let submissions = submissions(&draft.entries);
    let lines_of = |pick: &dyn Fn(&Activity) -> bool| {
        sum(draft.lines.iter().filter(|line| pick(&plan.activities[&line.activity])))
    };
    let roll_up = |key: String, title: &str, pick: &dyn Fn(&Activity) -> bool| RollUp {
        key,
        title: title.to_owned(),
        activities: plan.activities.values().filter(|activity| pick(activity)).count(),
        figures: lines_of(pick),
    };
    let quarters = [Quarter::new(1), Quarter::new(2), Quarter::new(3), Quarter::new(4), None]
        .into_iter()
        .map(|quarter| {
            let planned = lines_of(&|activity| activity.end == quarter);
            let mut spent = BySource::<Option<Euros>>::default();
            for settled in draft.entries.iter().filter(|settled| settled.entry.quarter == quarter) {
                if let (Some(source), Some(_)) = (settled.means.source, settled.line) {
                    let amount = Some(settled.entry.amount);
                    *spent.of_mut(source) = add_known(*spent.of(source), amount);
                    spent.total = add_known(spent.total, amount);
                }
            }
            let planned = BySource {
                budget: planned.budget.planned,
                donation: planned.donation.planned,
                unnamed: planned.unnamed.planned,
                total: planned.total.planned,
            };
            QuarterSpending { quarter, planned, spent }
        })
        .collect();
    let of_file = |name: &str| {
        let own = draft.entries.iter().filter(|settled| &**settled.entry.file() == name);
        (file(name), outcomes(own))
    };
    let of_source = |source| {
        (source, outcomes(draft.entries.iter().filter(|settled| settled.means.source == source)))
    };
    let files = ["ministry-of-health.xlsx", "mup.xlsx", "mrss.ods"];
    let activities = plan
        .activities
        .keys()
        .map(|code| {
            let lines: Vec<usize> = (0..draft.lines.len())
                .filter(|index| draft.lines[*index].activity == *code)
                .collect();
            ActivityResult {
                code: *code,
                figures: lines_of(&|activity| activity.code == *code),
                spending_status: lines.first().map_or(SpendingStatus::NothingPlanned, |line| {
                    draft.lines[*line].spending_status
                }),
                funding_status: lines
                    .first()
                    .map_or(FundingStatus::NotRequired, |line| draft.lines[*line].funding_status),
                timing: None,
                lines,
            }
        })
        .collect();
    Reconciliation {
        as_of: Date::new(2020, 12, 31).ok(),
        as_of_given: false,
        title: "Action plan 2020 for the implementation of the Strategy for Combating Trafficking in Human Beings".to_owned(),
        run_date: Date::new(2021, 2, 15).ok(),
        profile: earmark::config::Profile::Quarters,
        tolerance_percent: Decimal::from(5),
        donor_rules: Vec::new(),
        settings_in_words: Vec::new(),
        decisions_file: None,
        register: Some(file("register.xlsx")),
        funding: Vec::new(),
        inputs: ["action-plan.docx", "register.xlsx"].into_iter().chain(files).map(file).collect(),
        totals: sum(draft.lines.iter()),
        activities,
        measures: plan
            .measures
            .iter()
            .map(|measure| {
                roll_up(measure.code.clone(), &measure.title, &|activity| activity.measure == measure.code)
            })
            .collect(),
        areas: plan
            .areas
            .iter()
            .map(|area| {
                roll_up(area.number.to_string(), &area.title, &|activity| activity.area == area.number)
            })
            .collect(),
        institutions: institutions(&plan, &draft, &submissions),
        donors: donors(&draft.lines),
        quarters,
        ratios: Default::default(),
        double_claims: Vec::new(),
        swaps: Vec::new(),
        pools: Vec::new(),
        reasons: Reasons {
            threshold: earmark::config::Settings::default().reason_threshold(),
            asked: Vec::new(),
            missing_euros: Euros::ZERO,
        },
        changes: None,
        reporting: Vec::new(),
        not_reported: vec![BodyName::new(POLICE)],
        findings: findings(),
        proof: Proof {
            total: outcomes(draft.entries.iter()),
            by_file: files.into_iter().map(of_file).collect(),
            by_source: vec![
                of_source(Some(Source::Budget)),
                of_source(Some(Source::Donation)),
                of_source(None),
            ],
        },
        decisions: Vec::new(),
        submissions,
        lines: draft.lines,
        entries: draft.entries,
        plan,
    }
}
