//! A plan and a reconciliation small enough to write down, built field by field.

use arcstr::ArcStr;
use earmark::diagnostic::{Code, Finding};
use earmark::model::{
    Activity, ActivityCode, AsWritten, Body, BodyName, BodyRegister, CellRef, ControlTotal, Date,
    DonorName, Entry, EntryWords, Euros, FundingKind, FundingRecord, Holder, Measure, OwnTexts,
    Period, Place, Plan, PlanLine, Positions, Quarter, Source, SourceFile, Spot, StrategicArea,
};
use earmark::reconcile::{
    ActivityResult, BySource, ClaimKind, DonorResult, DonorShare, DoubleClaim, Draw, Entries,
    Evidence, Figures, FundingStatus, InstitutionResult, Line, MatchedBy, Meaning, Outcome,
    Outcomes, Pool, PoolDraw, Proof, QuarterSpending, RatioSet, Ratios, Reasons, Reconciliation,
    Remarks, RollUp, SettledEntry, SourceSwap, SpendingStatus, SubmissionResult, Suggestion,
    TimingStatus,
};

pub fn euros(cents: i64) -> Euros {
    Euros::from_cents(cents)
}

pub fn code(text: &str) -> ActivityCode {
    text.parse().unwrap()
}

pub fn place(row: u32, column: u32) -> Place {
    Place::new(
        &ArcStr::from("health.xlsx"),
        Some(ArcStr::from("Q2")),
        Spot::Cell(CellRef { row, column }),
    )
}

fn plan_place(row: u32) -> Place {
    Place::new(&ArcStr::from("plan.docx"), None, Spot::TableCell { table: 1, row, column: 6 })
}

fn activity(number: &str, title: &str, lead: &str, partners: &[&str]) -> Activity {
    Activity {
        code: code(number),
        title: title.to_owned(),
        lead: Some(BodyName::new(lead)),
        partners: partners.iter().map(|name| BodyName::new(name)).collect(),
        departments: vec![(BodyName::new(lead), "Department for Prevention".to_owned())],
        start: Quarter::new(1),
        end: Quarter::new(3),
        measure: "1.1".to_owned(),
        area: 1,
        result_indicators: vec!["Number of trainings held".to_owned()],
        no_funding_required: false,
        place: plan_place(2),
    }
}

fn line(number: &str, source: Source, holder: Holder, cents: Option<i64>) -> PlanLine {
    PlanLine {
        activity: code(number),
        source,
        holder,
        donor: None,
        joint_donors: Vec::new(),
        planned: cents.map(euros),
        place: plan_place(2),
    }
}

pub fn plan() -> Plan {
    let mut bodies = BodyRegister::default();
    for name in ["Ministry of Health", "Police administration", "Red Cross of Montenegro"] {
        bodies.add(Body::named(name));
    }
    bodies.add(Body { generic: true, ..Body::named("NGOs") });
    let long = "Organize training for employees in health institutions on the early identification \
                of potential victims of trafficking in human beings, with special regard to children";
    let activities = [
        activity("1.1.1", long, "Ministry of Health", &["NGOs"]),
        activity(
            "1.1.2",
            "Print and distribute leaflets & posters in <all> municipalities",
            "Police administration",
            &["Ministry of Health", "NGOs"],
        ),
        Activity {
            no_funding_required: true,
            ..activity("1.1.10", "Hold quarterly meetings", "Police administration", &[])
        },
        activity("1.2.1", "Support the shelter", "Red Cross of Montenegro", &["NGOs"]),
    ];
    Plan {
        source: SourceFile { file: ArcStr::from("plan.docx"), sha256: "ab".repeat(32) },
        title: Some("Action plan for combating trafficking in human beings".to_owned()),
        year: Some(2020),
        areas: vec![StrategicArea { number: 1, title: "Prevention".to_owned() }],
        objectives: Vec::new(),
        measures: vec![Measure {
            code: "1.1".to_owned(),
            title: "Raise awareness".to_owned(),
            area: 1,
        }],
        activities: activities.into_iter().map(|activity| (activity.code, activity)).collect(),
        lines: vec![
            line(
                "1.1.1",
                Source::Budget,
                Holder::Body(BodyName::new("Ministry of Health")),
                Some(100_000),
            ),
            line("1.1.2", Source::Budget, Holder::Shared, Some(30_000)),
            PlanLine {
                donor: Some(DonorName::new("UNICEF")),
                ..line("1.1.2", Source::Donation, Holder::NotNamed, Some(50_000))
            },
            line("1.2.1", Source::Unnamed, Holder::NotNamed, None),
        ],
        bodies,
    }
}

fn figures(planned: i64, spent: i64) -> Figures {
    Figures {
        planned: Some(euros(planned)),
        secured: Some(euros(spent)),
        spent: Some(euros(spent)),
        variance: Some(euros(spent - planned)),
        remaining: Some(euros(planned - spent)),
        deviation_percent: euros(spent - planned).percent_of(euros(planned)),
        funding_gap: Some(euros((planned - spent).max(0))),
        planned_to_date: Some(euros(planned)),
        variance_to_date: Some(euros(spent - planned)),
        to_date_open: false,
    }
}

fn by_source(planned: i64, spent: i64) -> BySource<Figures> {
    BySource {
        budget: figures(planned, spent),
        total: figures(planned, spent),
        ..BySource::default()
    }
}

fn entries() -> Entries {
    let code_written =
        AsWritten::new(ArcStr::from("1.1.1."), place(4, 0).spot(), place(4, 5).spot());
    let words = EntryWords {
        code: Some(code_written),
        column_source: Some(Source::Budget),
        reason: Some(ArcStr::from("more participants")),
        ..EntryWords::default()
    };
    let whole = place(4, 5).at(Spot::Whole);
    let entry = Entry {
        whole: &whole,
        spot: place(4, 5).spot(),
        doubtful: false,
        amount: euros(105_000),
        words: &words,
        date: Some(Date::constant(2020, 5, 20)),
        quarter: Quarter::new(2),
        quarter_of_sheet: false,
        texts: OwnTexts::new(Some("1.050,00 €"), Some("12/20"), Some("training")),
    };
    let means = Meaning {
        activity: Some(code("1.1.1")),
        matched_by: MatchedBy::Code,
        source: Some(Source::Budget),
        holder: None,
        body: Some(BodyName::new("Ministry of Health")),
        donor: None,
    };
    let reconciled = SettledEntry {
        entry,
        means: &means,
        outcome: Outcome::Reconciled,
        remarks: &Remarks::default(),
        submission: 0.into(),
        line: Some(0.into()),
    };
    let (document, description) = (entry.document(), entry.description());
    let suspended = SettledEntry {
        entry: Entry {
            spot: place(5, 5).spot(),
            texts: OwnTexts::new(None, document.as_deref(), description.as_deref()),
            amount: euros(2_050),
            ..entry
        },
        means: &Meaning {
            activity: None,
            matched_by: MatchedBy::None,
            source: None,
            ..means.clone()
        },
        outcome: Outcome::Suspense,
        remarks: &Remarks {
            reason: Some("no activity of the plan has this code".into()),
            suggestions: vec![Suggestion {
                activity: code("1.1.2"),
                score: 71,
                why: "three words in common".into(),
            }],
            ..Remarks::default()
        },
        line: None,
        ..reconciled
    };
    let mut entries = Entries::default();
    for settled in [reconciled, suspended] {
        entries.put(&settled);
    }
    entries
}

pub fn reconciliation() -> Reconciliation {
    let plan = plan();
    let sheet = SourceFile { file: ArcStr::from("health.xlsx"), sha256: "cd".repeat(32) };
    let outcomes = Outcomes {
        read: euros(107_050),
        reconciled: euros(105_000),
        suspense: euros(2_050),
        ..Outcomes::default()
    };
    let spent_lines = plan.lines.iter().enumerate().map(|(index, line)| Line {
        records: Vec::new(),
        activity: line.activity,
        source: line.source,
        holder: line.holder.clone(),
        holders: vec![BodyName::new("Ministry of Health")],
        donor: line.donor.clone(),
        joint_donors: line.joint_donors.clone(),
        in_plan: true,
        figures: if index == 0 { figures(100_000, 105_000) } else { Figures::default() },
        evidence: Evidence { pledged: Some(euros(1)), ..Evidence::default() },
        spending_status: SpendingStatus::OnPlan,
        funding_status: FundingStatus::PartlyFunded,
        timing: Some(TimingStatus::Spent),
        entries: Positions::first(usize::from(index == 0)),
        reasons: vec![ArcStr::from("more participants")],
        donor_shares: vec![DonorShare {
            donor: line.donor.clone(),
            figures: Figures::default(),
            evidence: Evidence::default(),
            entries: Positions::default(),
        }],
        draws: vec![Draw { body: None, spent: euros(5), responsible: true }],
    });
    Reconciliation {
        as_of: Some(Date::constant(2020, 12, 31)),
        as_of_given: false,
        title: "Action plan 2020".to_owned(),
        run_date: None,
        profile: earmark::config::Profile::Quarters,
        tolerance_percent: 5.into(),
        donor_rules: Vec::new(),
        settings_in_words: Vec::new(),
        decisions_file: None,
        register: None,
        funding: vec![FundingRecord {
            activity: code("1.1.2"),
            source: Source::Donation,
            holder: None,
            donor: Some(DonorName::new("UNICEF")),
            kind: FundingKind::Committed,
            amount: euros(50_000),
            date: None,
            reference: Some("PCA 7/2020".to_owned()),
            place: place(1, 6),
        }],
        inputs: vec![plan.source.clone(), sheet.clone()],
        lines: spent_lines.collect(),
        entries: entries(),
        decisions: Vec::new(),
        submissions: vec![SubmissionResult {
            source: sheet.clone(),
            sheet: Some(ArcStr::from("Q2")),
            body: Some(BodyName::new("Ministry of Health")),
            period: Some(Period::quarter(Some(2020), Quarter::ALL[1])),
            basis: None,
            rows: 2,
            entries: 2,
            outcomes,
            control_totals: vec![ControlTotal {
                cell: Some(CellRef { row: 6, column: 5 }),
                stated: euros(107_000),
                computed: euros(107_050),
            }],
            excluded: None,
        }],
        totals: by_source(180_000, 105_000),
        activities: vec![ActivityResult {
            code: code("1.1.1"),
            figures: by_source(100_000, 105_000),
            spending_status: SpendingStatus::OnPlan,
            funding_status: FundingStatus::Funded,
            timing: Some(TimingStatus::Overdue),
            lines: vec![0],
        }],
        measures: vec![RollUp {
            key: "1.1".to_owned(),
            title: "Raise awareness".to_owned(),
            activities: 3,
            figures: by_source(180_000, 105_000),
        }],
        areas: Vec::new(),
        institutions: vec![InstitutionResult {
            body: Some(BodyName::new("Ministry of Health")),
            leads: vec![code("1.1.1")],
            partner_in: vec![code("1.1.2")],
            as_lead: by_source(100_000, 105_000),
            as_holder: figures(100_000, 105_000),
            lines: vec![0],
            entries: Positions::first(2),
            sent: outcomes,
            submissions: vec![0],
            expected: true,
        }],
        donors: vec![DonorResult {
            donor: Some(DonorName::new("UNICEF")),
            figures: Figures::default(),
            evidence: Evidence::default(),
            shares: vec![(2, 0)],
            has_workbook: true,
        }],
        quarters: vec![QuarterSpending {
            quarter: Quarter::new(2),
            planned: BySource::default(),
            spent: BySource { budget: Some(euros(105_000)), ..BySource::default() },
        }],
        ratios: Ratios {
            all_planned: RatioSet {
                lines: 1,
                planned: Some(euros(100_000)),
                spent: Some(euros(105_000)),
                execution: Some(105.into()),
                ..RatioSet::default()
            },
            ..Ratios::default()
        },
        double_claims: vec![DoubleClaim {
            entries: vec![0, 1],
            score: 75,
            kind: ClaimKind::TwoSheets,
            why: "same document 12/20 and same amount".into(),
            at_stake: euros(2_050),
        }],
        swaps: vec![SourceSwap {
            activity: code("1.1.2"),
            planned_from: Source::Donation,
            paid_from: Source::Budget,
            amount: euros(2_000),
            budget: figures(30_000, 32_000),
            donation: figures(50_000, 40_000),
            lines: vec![1, 2],
        }],
        pools: vec![Pool {
            line: 1,
            activity: code("1.1.2"),
            planned: Some(euros(30_000)),
            drawn: Some(euros(5)),
            remaining: Some(euros(29_995)),
            overdrawn: false,
            draws: vec![PoolDraw {
                body: None,
                drawn: Some(euros(5)),
                share_of_planned: euros(5).percent_of(euros(30_000)),
                share_of_drawn: None,
                responsible: true,
            }],
        }],
        reasons: Reasons {
            threshold: earmark::config::Settings::default().reason_threshold(),
            asked: Vec::new(),
            missing_euros: Euros::ZERO,
        },
        changes: None,
        reporting: Vec::new(),
        not_reported: vec![BodyName::new("Police administration")],
        findings: vec![
            Finding::new(Code::FileBroken, Place::of_file(&ArcStr::from("broken.xlsx"))),
            Finding::new(Code::FileBroken, place(5, 5)).read("20.5").amount(euros(2_050)),
        ],
        proof: Proof {
            total: outcomes,
            by_file: vec![(sheet, outcomes)],
            by_source: vec![(Some(Source::Budget), outcomes)],
        },
        plan,
    }
}
