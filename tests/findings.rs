//! Every finding code has a case that shows it, provoked through what anybody may call: its texts are
//! whole, it names the cell where there is one. A code without a case fails.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/grid_xlsx.rs"]
mod grid_xlsx;
#[path = "support/office/mod.rs"]
mod office;
#[path = "support/provoke.rs"]
mod provoke;
#[path = "support/texts.rs"]
mod texts;

use earmark::NamedBytes;
use earmark::config::{Limits, Settings};
use earmark::diagnostic::{Catalogue, Code, Finding, render};
use earmark::language::{Language, Translation};
use earmark::model::{Euros, Place};
use earmark::read::{read_plan, read_submissions};
use earmark::reconcile::{Inputs, reconcile};
use earmark::sheet::{read_file, unpack};
use earmark::vocabulary::Vocabulary;
use std::sync::LazyLock;

/// A lead and its partner with these many rows each; `{n}` is a number of three digits.
fn shared(row: &str, lead: usize, partner: usize) -> Vec<Finding> {
    let plan: provoke::Activities<'_> = &[
        (
            "1.2.1",
            "Support victims",
            "Ministry of Health in cooperation with the Police administration",
            "90000 Euros (Ministry of Health budget)",
        ),
        (
            "1.2.2",
            "Equip a shelter",
            "Ministry of Health in cooperation with the Police administration",
            "1000 Euros (the budget of all implementers)",
        ),
    ];
    let sheet = |body: &str, count: usize| {
        let mut rows = format!("Institution: {body}\nCode | Source | Spent | Document | Date");
        for number in 0..count {
            rows.push('\n');
            rows.push_str(&row.replace("{n}", &(100 + number).to_string()));
        }
        rows
    };
    let health = ("health.xlsx", sheet("Ministry of Health", lead));
    let police = ("police.xlsx", sheet("Police administration", partner));
    reconciled(plan, &[health, police], None)
}

use provoke::{
    PLAN, SENDER, book, command, compound, config, configured, damaged, decided,
    decided_in_suspense, file, funded, matched, plan_docx, plan_fixture, plan_text, reconciled,
    register, sheet, since, too_large, xlsx,
};

/// A code, where it must point ("" for a whole file or sheet, else the end of its place), and how it
/// is provoked.
type Case = (Code, &'static str, fn() -> Vec<Finding>);

const FILES: &[Case] = &[
    (Code::FileBroken, "cut.xlsx", || {
        let whole = xlsx("cut.xlsx", "Code | Spent\n1.1.1 | #5").bytes;
        file("cut.xlsx", &whole[..whole.len() / 2])
    }),
    (Code::FileEncrypted, "locked.xlsx", || compound("locked.xlsx", "EncryptedPackage")),
    (Code::FileUnknown, "scan.xlsx", || file("scan.xlsx", *b"\x89PNG\r\n\x1a\n0000")),
    (Code::WordBinary, "old.doc", || compound("old.doc", "WordDocument")),
    (Code::Pdf, "sheet.pdf", || file("sheet.pdf", *b"%PDF-1.4 and so on")),
    (Code::LimitExceeded, "large.xlsx", || {
        let input = xlsx("large.xlsx", "Code | Spent\n1.1.1 | #5");
        too_large(input, Limits { cells: 2, ..Limits::default() })
    }),
    (Code::LimitExceeded, "cell B2", || {
        let input = xlsx("long.xlsx", "Code | Note | Spent\n1.1.1 | a long note | #5");
        too_large(input, Limits { cell_characters: 6, ..Limits::default() })
    }),
    (Code::LimitExceeded, "long.txt", || {
        let bytes = plan_text(PLAN).into_bytes();
        let input = NamedBytes { name: "long.txt".to_owned(), bytes };
        too_large(input, Limits { cells: 5, ..Limits::default() })
    }),
    (Code::LimitExceeded, "line 1", || {
        let bytes = plan_text(PLAN).into_bytes();
        let input = NamedBytes { name: "long.txt".to_owned(), bytes };
        too_large(input, Limits { cell_characters: 12, ..Limits::default() })
    }),
    (Code::NoPlanFound, "no-plan.txt", || plan_fixture("no-plan.txt")),
    (Code::FileEmpty, "empty.xlsx", || file("empty.xlsx", [])),
    (Code::LockFile, "~$sheet.xlsx", || command("~$sheet.xlsx")),
    (Code::HiddenSheet, "sheet \"Old\"", || {
        let rows = "Code | Spent\n1.1.1 | #5";
        let hidden =
            fixture::file_of("sheet.xlsx", [("Now", false, rows), ("Old", true, rows)].into_iter());
        file("sheet.xlsx", grid_xlsx::write(&hidden))
    }),
    (Code::NameDiffersFromContent, "sheet.csv", || {
        file("sheet.csv", xlsx("x.xlsx", "Code | Spent\n1.1.1 | #5").bytes)
    }),
    (Code::SheetBroken, "sheet \"Sheet1\"", || {
        damaged(|xml| xml.split("<v>5").next().unwrap_or_default().to_owned())
    }),
    (Code::ArchiveUnpacked, "sent.zip", || {
        let inner = xlsx("q2.xlsx", "Code | Spent\n1.1.1 | #5").bytes;
        let input = NamedBytes {
            name: "sent.zip".to_owned(),
            bytes: office::package(&[("q2.xlsx", inner)]),
        };
        unpack(&input, &Limits::default()).unwrap().1
    }),
    (Code::ZeroBytes, "cut.csv", || file("cut.csv", *b"Code;Spent\n1.1.1;5\n\0\0\0\0")),
    (Code::NotExpenditure, "register.csv", || {
        file("register.csv", *b"Activity;Source;Kind;Amount\n1.1.1;Budget;appropriated;5\n")
    }),
    (Code::ReturnSentBack, "return.csv", || {
        let rows = "Return: Ministry of Health\nPlan \u{b7} as of 30.06.2020\n\
             Activity;Title;Source;Holder or donor;Planned;Spent;Variance;Deviation %;Reason\n\
             1.1.1;Print leaflets;budget;Ministry of Health;10;5;-5;;printed later\n";
        file("return.csv", rows)
    }),
    (Code::FileSkipped, "crest.svg", || command("crest.svg")),
    (Code::EncodingGuessed, "old.csv", || file("old.csv", *b"\x8aifra;Utro\x9aeno\n1.1.1;5\n")),
];

const CELLS: &[Case] = &[
    (Code::ErrorValue, "cell B2", || sheet("Code | Spent\n1.1.1 | !#REF!")),
    (Code::NotCalculated, "cell B2", || sheet("Code | Spent\n1.1.1 | ?")),
    (Code::AmountNotANumber, "cell B2", || sheet("Code | Spent\n1.1.1 | 12.500 (est.)")),
    (Code::AmountAmbiguous, "cell B2", || sheet("Code | Spent\n1.1.1 | 1.000")),
    (Code::AmountAmbiguous, "funding.xlsx, sheet \"Sheet1\", cell F3", || {
        register("1.1.2 | Donation | | UNICEF | received | 1.000")
    }),
    (Code::AmountDecidedByColumn, "cell B2", || {
        sheet("Code | Spent\n1.1.1 | 1.000\n1.1.2 | 2.500,50")
    }),
    (Code::AmountDecidedByColumn, "funding.xlsx, sheet \"Sheet1\", cell F3", || {
        register("1.1.2 | Donation | | UNICEF | received | 1.234")
    }),
    (Code::PartOfCent, "cell B2", || sheet("Code | Spent\n1.1.1 | #333.3333")),
    (Code::OtherCurrency, "cell B2", || sheet("Code | Spent\n1.1.1 | 12,50 RSD")),
    (Code::OtherCurrency, "cell B1", || sheet("Code | Spent (RSD) | Spent\n1.1.1 | #7 | #5")),
    (Code::AmountTooLarge, "cell B2", || sheet("Code | Spent\n1.1.1 | #99999999999999")),
    (Code::AmountStoredAsDate, "cell B2", || sheet("Code | Spent\n1.1.1 | @1934-03-14")),
    (Code::DateNotUnderstood, "cell C2", || sheet("Code | Spent | Date\n1.1.1 | #5 | 31.02.2020")),
    (Code::CodeRecoveredFromDate, "cell A3", || {
        matched("Code | Source | Spent\n@2010-01-01 | Budget | #5")
    }),
    (Code::NegativeAmount, "cell B2", || sheet("Code | Spent\n1.1.1 | (500)")),
    (Code::QuarterNotUnderstood, "cell C2", || {
        sheet("Code | Spent | Quarter\n1.1.1 | #5 | spring")
    }),
    (Code::AmountNotCounted, "cell B2", || sheet("Code | Source | Spent\n1.1.1 | 500,00 |")),
    (Code::CodeFromRowAbove, "cell A3", || {
        sheet("Code | Source | Spent\n1.1.1 | Budget | #5\n | Donation | #6")
    }),
    (Code::AmountInThousands, "cell B1", || sheet("Code | Spent (u 000 €)\n1.1.1 | #5")),
    (Code::AmountInThousands, "cell A1", || {
        sheet("Amounts in thousands of euros\nCode | Spent\n1.1.1 | #5")
    }),
];

const TABLES: &[Case] = &[
    (Code::NoTable, "cell B1", || sheet("Something | #500\nElse | #600")),
    (Code::NoAmountColumn, "cell A1", || sheet("Code | Activity | Note\n1.1.1 | x | y")),
    (Code::NoActivityColumn, "cell A1", || sheet("Date | Spent\n01.02.2020 | #5")),
    (Code::ControlTotalDiffers, "cell B3", || sheet("Code | Spent\n1.1.1 | #5\nTotal | #6")),
    (Code::ColumnNotUsed, "cell B1", || sheet("Code | Obligo | Spent\n1.1.1 | #7 | #5")),
    (Code::AmountWithoutRow, "cell C3", || matched("Code | Source | Spent\n | Budget | #5")),
    (Code::KindNotUnderstood, "cell F3", || register("1.1.2 | Donation | | UNICEF | agreed | #5")),
    (Code::HiddenRows, "sheet \"Sheet1\"", || sheet("Code | Spent\n~1.1.1 | #5\n1.1.2 | #6")),
    (Code::CarriedForward, "cell C2", || {
        sheet(
            "Šifra | Izvor | Iznos\nPreneseno iz prethodnog kvartala | | #500\n1.1.1 | Budžet | #10",
        )
    }),
    (Code::ControlTotalUnreadable, "cell B3", || sheet("Code | Spent\n1.1.1 | #5\nTotal | !#REF!")),
];

const PLANS: &[Case] = &[
    (Code::CostWithoutSource, "", || plan_fixture("cost-without-source.txt")),
    (Code::CurrencyMissing, "", || plan_fixture("currency-missing.txt")),
    (Code::HeadingOutOfLine, "", || plan_fixture("heading-out-of-line.txt")),
    (Code::BodyUnderSeveralNames, "", || plan_fixture("one-body-several-names.txt")),
    (Code::CodeRepeated, "line 19", || plan_fixture("code-repeated.txt")),
    (Code::CodeMissing, "line 19", || plan_fixture("code-missing.txt")),
    (Code::EndBeforeStart, "", || plan_fixture("end-before-start.txt")),
    (Code::NoResponsibleBody, "", || plan_fixture("no-responsible-body.txt")),
    (Code::EstimateNotUnderstood, "", || plan_fixture("words-for-an-amount.txt")),
    (Code::NoEstimate, "", || plan_fixture("row-too-short.txt")),
    (Code::PlanQuarterNotUnderstood, "", || plan_fixture("quarter-not-understood.txt")),
    (Code::CodeGap, "line 12", || plan_fixture("codes-left-out.txt")),
    (Code::RowIncomplete, "", || plan_fixture("row-too-short.txt")),
    (Code::ColumnNamedOtherwise, "", || plan_fixture("published/action-plan-2020.docx")),
    (Code::MeasureDiffersFromCode, "", || plan_fixture("measure-of-other-codes.txt")),
    (Code::CostAndNoFunding, "line 17", || plan_fixture("cost-and-no-funding.txt")),
    (Code::TrackedChanges, "", || {
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        let changed = format!("<w:ins w:id=\"2\">{}</w:ins>", run("500 Euros (donation)"));
        let head = [run("Activity"), run("Responsible bodies"), run("Financial estimate")];
        let row = [run("1.1.1. Train"), run("Ministry of Health"), changed];
        plan_docx(&[head.each_ref().map(String::as_str), row.each_ref().map(String::as_str)])
    }),
    (Code::YearNotFound, "", || plan_fixture("year-missing.txt")),
    (Code::PlanTextNotUsed, "line 2", || plan_fixture("amount-outside-the-table.txt")),
    (Code::SeveralDonors, "line 17", || plan_fixture("several-donors.txt")),
    (Code::EstimateMarksDecided, "", || plan_fixture("marks-decided-by-others.txt")),
];

const MATCHING: &[Case] = &[
    (Code::NoActivity, "cell A3", || matched("Code | Source | Spent\n9.9.9 | Budget | #5")),
    (Code::CodeAndTitleDisagree, "cell B3", || {
        matched("Code | Activity | Source | Spent\n1.1.1 | Print leaflets | Budget | #5")
    }),
    (Code::SourceUnknown, "cell B3", || matched("Code | Source | Spent\n1.1.4 | Mystery | #5")),
    (Code::SourceFromPlan, "cell B3", || matched("Code | Spent\n1.1.1 | #5")),
    (Code::BodyNotResponsible, "cell C3", || matched("Code | Source | Spent\n1.1.2 | UNICEF | #5")),
    (Code::BodyUnknown, "cell A3", || {
        matched("Institution | Code | Source | Spent\nOffice of Odds | 1.1.1 | Budget | #5")
    }),
    (Code::BodyNotStated, "sheet \"Sheet1\"", || {
        let rows = "Code | Source | Spent\n1.1.1 | Budget | #5";
        reconciled(PLAN, &[("sheet.xlsx", rows.to_owned())], None)
    }),
    (Code::SeveralLines, "cell C3", || matched("Code | Source | Spent\n1.1.5 | Donation | #5")),
    (Code::MatchedByTitle, "cell A3", || {
        matched("Activity | Source | Spent\nTrain health workers | Budget | #5")
    }),
    (Code::DonorDiffersFromPlan, "cell C3", || {
        matched("Code | Source | Spent | Donor\n1.1.2 | Donation | #5 | OSCE")
    }),
    (Code::DonorFromRegister, "cell C3", || {
        matched("Code | Source | Spent\n1.1.2 | Donation | #5")
    }),
    (Code::CodeNotInPlan, "cell A3", || {
        matched("Code | Activity | Source | Spent\n9.9.9 | Train health workers | Budget | #5")
    }),
    (Code::RegisterActivityUnknown, "cell F3", || {
        register("9.9.9 | Budget | | | appropriated | #5")
    }),
    (Code::RegisterSourceUnknown, "cell F3", || register("1.1.4 | Mystery | | | committed | #5")),
    (Code::SourceAndColumnDisagree, "cell B3", || {
        matched("Code | Source | From budget | From donation\n1.1.4 | Budget | | #5")
    }),
    (Code::PlannedDiffers, "cell C3", || {
        matched("Code | Source | Planned | Spent\n1.1.1 | Budget | #900 | #5")
    }),
    (Code::AmountsAboveHeader, "cell C1", || {
        sheet("1.1.2 | Budget | #7\nCode | Source | Spent\n1.1.1 | Budget | #5")
    }),
    (Code::SourceReadAs, "cell B3", || matched("Code | Source | Spent\n1.1.1 | Bugdet | #5")),
    (Code::AmountOverActivities, "cell C3", || {
        matched("Code | Source | Spent\n1.1.1 | Budget | #5\n1.1.4 | Budget | ^")
    }),
    (Code::CodeReadAs, "cell A3", || matched("Code | Source | Spent\nl.1.1 | Budget | #5")),
    (Code::DonorOnBudget, "cell D3", || {
        matched("Code | Source | Spent | Donor\n1.1.1 | Budget | #5 | UNICEF")
    }),
];

const LINES: &str = "Ministry of Health
Code | Source | Spent
1.1.1 | Budget | #10
1.1.4 | Budget | #20
1.1.10 | Budget | #30";

const UNICEF_SPENT: &str = "Ministry of Health
Code | Source | Spent | Donor
1.1.2 | Donation | #600 | UNICEF";

const FUNDING: &[Case] = &[
    (Code::DonorNoteMissing, "cell C3", || {
        configured("[[donor-rules]]\ndonor = \"UNICEF\"\npercent = 10", UNICEF_SPENT)
    }),
    (Code::DonorLimitExceeded, "cell C3", || {
        let rule = "[[donor-rules]]\ndonor = \"UNICEF\"\npercent = 10\nexceeding = \"ineligible\"";
        configured(rule, UNICEF_SPENT)
    }),
    (Code::DonorLimitNotJudged, "cell C3", || {
        let rule = "[[donor-rules]]\ndonor = \"UNICEF\"\npercent = 10\nbase = \"committed\"";
        configured(rule, UNICEF_SPENT)
    }),
    (Code::TooManyDonors, "sheet.xlsx, sheet \"Sheet1\"", || {
        let row = |number| format!("\n1.1.1 | Donation | Giver {number:04} | #{number}");
        let rows: String = (1..1_002).map(row).collect();
        funded("", &format!("Code | Source | Donor | Spent{rows}"))
    }),
    (Code::RegisterRowTwice, "funding.xlsx, sheet \"Sheet1\", cell F3", || {
        let row = "1.1.2 | Donation | | UNICEF | committed | #200 | @2020-03-01 | PCA 7";
        funded(&format!("{row}\n{row}"), "Code | Source | Spent\n1.1.1 | Budget | #5")
    }),
    (Code::ReceivedBeyondCommitted, "funding.xlsx, sheet \"Sheet1\", cell F3", || {
        let committed = "1.1.2 | Donation | | UNICEF | committed | #200 | @2020-03-01 | PCA 7";
        let received = "1.1.2 | Donation | | UNICEF | received | #201 | @2020-04-01 | PCA 7";
        let rows = format!("{committed}\n{received}");
        funded(&rows, "Code | Source | Spent\n1.1.1 | Budget | #5")
    }),
    (Code::EvidenceOutsideYear, "funding.xlsx, sheet \"Sheet1\", cell F2", || {
        let row = "1.1.2 | Donation | | UNICEF | committed | #200 | @2019-03-01 | PCA 7";
        funded(row, "Code | Source | Spent\n1.1.1 | Budget | #5")
    }),
    (Code::GapCovered, "", || {
        let more =
            "1.1.4 | Budget | Ministry of Health | | appropriated | #450 | @2020-01-04 | Law";
        funded(more, "Code | Source | Spent\n1.1.1 | Budget | #5")
    }),
    (Code::DonorRuleUnused, "earmark.toml", || {
        configured("[[donor-rules]]\ndonor = \"UNICFE\"\npercent = 10", UNICEF_SPENT)
    }),
    (Code::ConfigValue, "earmark.toml", || {
        config("[[donor-rules]]\ndonor = \"UNICEF\"\npercent = 10\ncumulative = false")
    }),
];

const RECONCILIATION: &[Case] = &[
    (Code::SameFileTwice, "sheet (1).xlsx", || {
        let rows = format!("{SENDER}Code | Source | Spent\n1.1.1 | Budget | #5");
        reconciled(PLAN, &[("sheet.xlsx", rows.clone()), ("sheet (1).xlsx", rows)], None)
    }),
    (Code::UnplannedSpending, "cell C3", || {
        matched("Code | Source | Spent\n1.1.1 | Donation | #5")
    }),
    (Code::SpentWithoutFundingNeed, "cell C3", || {
        matched("Code | Source | Spent\n1.1.3 | Budget | #5")
    }),
    (Code::Overspent, "", || matched("Code | Source | Spent\n1.1.1 | Budget | #5000")),
    (Code::OutsideYear, "cell C3", || {
        matched("Code | Source | Spent | Date\n1.1.1 | Budget | #5 | @2019-12-31")
    }),
    (Code::NotReported, "", || matched("Code | Source | Spent\n1.1.1 | Budget | #5")),
    (Code::SheetSuperseded, "sheet \"Q2 old\"", || book(&[("Q2 old", LINES), ("Q2", LINES)])),
    (Code::ClaimedByTwoBodies, "police.xlsx, sheet \"Sheet1\", cell C3", || {
        shared("1.2.1 | Budget | #480.50 | 12/20 | @2020-03-15", 1, 1)
    }),
    (Code::ClaimedFromTwoSources, "cell C4", || {
        matched(
            "Code | Source | Spent | Document | Date\n1.1.4 | Budget | #180 | 12/20 | @2020-03-15\n\
             1.1.4 | Donation | #180 | 12/20 | @2020-03-15",
        )
    }),
    (Code::ClaimedTwice, "q2.xlsx, sheet \"Sheet1\", cell C3", || {
        let rows = |other: &str| {
            format!(
                "{SENDER}Code | Source | Spent | Document | Date\n\
                 1.1.1 | Budget | #180 | 12/20 | @2020-03-15\n{other} | Budget | #7 | | "
            )
        };
        reconciled(PLAN, &[("q1.xlsx", rows("1.1.1")), ("q2.xlsx", rows("1.1.4"))], None)
    }),
    (Code::ManyDoubleClaims, "police.xlsx, sheet \"Sheet1\"", || {
        shared("1.2.1 | Budget | #{n}.50 | {n}/20 | @2020-03-15", 11, 11)
    }),
    (Code::DocumentRepeats, "sheet.xlsx, sheet \"Sheet1\", cell C4", || {
        let row = "1.1.1 | Budget | #200 | 12/20 | @2020-03-15";
        matched(&format!("Code | Source | Spent | Document | Date\n{row}\n{row}"))
    }),
    (Code::NotAllCompared, "cell C15", || {
        shared("1.2.1 | Budget | #61.50 | 01-123/20 | @2020-03-15", 14, 14)
    }),
    (Code::SourceSwap, "", || {
        matched("Code | Source | Spent\n1.1.4 | Budget | #400\n1.1.4 | Donation | #100")
    }),
    (Code::PoolOverdrawn, "", || shared("1.2.2 | Budget | #700 | | ", 1, 1)),
    (Code::SheetsAlike, "", || book(&[("Sheet1", LINES), ("Report", LINES)])),
    (Code::BodyWithUnit, "sheet \"Sheet1\", cell B1", || {
        sent("Institution | Ministry of Health – Sector for Analytics")
    }),
    (Code::OnBehalfOf, "cell B1", || sent("Institution | MUP u ime Ministarstva zdravlja")),
    (Code::ReasonMissing, "", || matched("Code | Source | Spent\n1.1.1 | Budget | #5000")),
    (Code::QuarterMissing, "plan.txt", || {
        sent("Institution | Ministry of Health\nPeriod | Q1 2020")
    }),
    (Code::SuccessorBeforeItsTime, "sheet \"Sheet1\"", || {
        succession("Institution | New Ministry\nPeriod | Q1 2020")
    }),
    (Code::PredecessorAfterItsTime, "sheet \"Sheet1\"", || {
        succession("Institution | Ministry of Health\nPeriod | Q4 2020")
    }),
    (Code::ConfigBodyUnknown, "earmark.toml", || {
        let unknown = "[[bodies]]\nname = \"Ministry of Health\"\nreports-for = [\"Nobody\"]";
        configured(unknown, "Code | Spent\n1.1.1 | #5")
    }),
    (Code::PreviousUnreadable, "previous.json", || since("{}", |_| {})),
    (Code::PreviousOtherPlan, "previous.json", || since("", |d| d["plan"]["year"] = 2019.into())),
    (Code::PreviousDoesNotAddUp, "previous.json", || {
        since("", |d| d["lines"][0]["planned"] = "5.00".into())
    }),
    (Code::PreviousOtherSchema, "previous.json", || {
        since("", |d| d["schema"] = "earmark/reconciliation/2".into())
    }),
    (Code::HeadingReadAs, "cell B2", || matched("Code | Sourse | Spent\n1.1.1 | Budget | #5")),
    (Code::FixedLayout, "sheet \"Sheet1\"", || {
        let fixed =
            "[[layout]]\nfiles = \"*\"\nheader-row = 1\ncolumns = { A = \"code\", B = \"spent\" }";
        configured(fixed, "x | y\n1.1.1 | #5")
    }),
    (Code::LayoutUnused, "earmark.toml", || {
        let unused = "[[layout]]\nfiles = \"mup-*\"\nheader-row = 1\ncolumns = { A = \"code\", B = \"spent\" }";
        configured(unused, "Code | Spent\n1.1.1 | #5")
    }),
    (Code::ConfigUnreadable, "earmark.toml", || config("titel = \"x\"")),
    (Code::ConfigValue, "earmark.toml", || config("tolerance-percent = 500")),
    (Code::ProofFailed, "", proof_failed),
];

/// One amount below these lines.
fn sent(above: &str) -> Vec<Finding> {
    configured("", &format!("{above}\nCode | Source | Spent\n1.1.1 | Budget | #5"))
}

/// The same, where a new ministry takes over from that of health in the middle of the year.
fn succession(above: &str) -> Vec<Finding> {
    let bodies = "[[bodies]]\nname = \"Ministry of Health\"\nsuccessor = \"New Ministry\"\n\
                  successor-from = \"2020-07-01\"\n[[bodies]]\nname = \"New Ministry\"";
    configured(bodies, &format!("{above}\nCode | Source | Spent\n1.1.1 | Budget | #5"))
}

const HEAD: &str =
    "Amount;Assign to activity;Assign source;Exclude because;Accept;Decided by;Reason\n";

/// One row of a sheet, and one or more decisions below the usual headings.
fn decision(row: &str, decisions: &str) -> Vec<Finding> {
    let rows = format!("Code | Source | Spent | Date\n{row}");
    decided(&[("sheet.xlsx", &rows)], &format!("{HEAD}{decisions}"))
}

const DECISIONS: &[Case] = &[
    (Code::DecisionFitsNone, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5", "6;1.1.1;;;;A;so")
    }),
    (Code::DecisionFitsSeveral, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5\n9.9.8 | Budget | #5", "5;1.1.1;;;;A;so")
    }),
    (Code::DecisionsContradict, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5", "5;1.1.1;;;;A;so\n5;1.1.10;;;;B;not so")
    }),
    (Code::DecisionsContradict, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5", "5;1.1.1;;paid twice;;A;so")
    }),
    (Code::DecisionsNotRead, "decisions.csv", || {
        decided(&[("sheet.xlsx", "Code | Spent\n1.1.1 | #5")], "Code;Spent\n1.1.1;5\n")
    }),
    (Code::DecisionNotUnderstood, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5", "5;9.9.8;;;;A;so")
    }),
    (Code::DecisionOnLeftOut, "decisions.csv, cell B2", || {
        let rows = "Period: 2019\nCode | Source | Spent\n1.1.1 | Budget | #5";
        decided(&[("sheet.xlsx", rows)], &format!("{HEAD}5;;;;yes;A;so"))
    }),
    (Code::DecisionNotSigned, "decisions.csv, cell B2", || {
        decision("1.1.1 | Budget | #5", "5;;;paid twice;;;")
    }),
    (Code::DecisionNotSigned, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5", "5;1.1.1;;;;;so")
    }),
    (Code::DecisionNotNeeded, "decisions.csv, cell B2", || {
        decision("1.1.1 | Budget | #5", "5;1.1.1;;;;A;so")
    }),
    (Code::Decided, "sheet.xlsx, sheet \"Sheet1\", cell C3", || {
        decision("9.9.9 | Budget | #5", "5;1.1.1;;;;A;so")
    }),
    (Code::DecisionColumnTwice, "decisions.csv, cell D1", || {
        let table =
            "Amount;Assign to activity;Decided by;Assigned activity;Reason\n5;1.1.1;A;1.1.10;so";
        decided(&[("sheet.xlsx", "Code | Source | Spent\n9.9.9 | Budget | #5")], table)
    }),
    (Code::DecisionBeside, "cell L5", || {
        let rows = "Entry | Amount | Body | Code | Title | Source | Description | Document | Date | Why | \
                    Suggested activities | Exclude because | Decided by\n\
                    e1 | #5 | | | | | | | | double | | |\n\
                    Suspected double claims\n\
                    Claim | Amount | Body | Activity | Description | Source | At stake | Document | Date | Why\n\
                    C1 | #5 | Ministry of Health | 1.1.1 | films | budget | #5 | 12 | | alike | | paid twice | A";
        decided_in_suspense(&[("sheet.xlsx", "Code | Source | Spent\n1.1.1 | Budget | #5")], rows)
    }),
    (Code::DecisionNotEnough, "decisions.csv, cell B2", || {
        decision("9.9.9 | Budget | #5 | @2019-05-04", "5;1.1.1;;;;A;so")
    }),
];

/// Sheets of one body, each with its title.
fn sheets(sheets: &[(&str, &str, &str)]) -> Vec<Finding> {
    let sheets: Vec<(&str, String)> = sheets
        .iter()
        .map(|(name, title, rows)| {
            (*name, format!("{SENDER}{title}\nCode | Source | Spent\n{rows}"))
        })
        .collect();
    reconciled(PLAN, &sheets, None)
}

const TWO: &str = "1.1.1 | Budget | #10\n1.1.4 | Budget | #20";

const PERIODS: &[Case] = &[
    (Code::SupersededByCumulative, "q1.xlsx, sheet \"Sheet1\"", || {
        sheets(&[("q1.xlsx", "Q1 2020", TWO), ("q2.xlsx", "Q2 2020, cumulative", TWO)])
    }),
    (Code::SupersededByCumulative, "sheet \"Q1\"", || {
        let more = format!("{LINES}\n1.1.1 | Budget | #7");
        book(&[("Q1", LINES), ("Q2 kumulativno", &more)])
    }),
    (Code::CumulativeByEvidence, "q2.xlsx, sheet \"Sheet1\"", || {
        let head = "Q2 2020\nCode | Source | Spent | Date";
        let first = "1.1.1 | Budget | #10 | @2020-01-12\n1.1.4 | Budget | #20 | @2020-02-15";
        let before = format!("{SENDER}{}\n{first}", head.replace("Q2", "Q1"));
        let more = format!("{SENDER}{head}\n{first}\n1.1.4 | Budget | #7 | @2020-04-20");
        reconciled(PLAN, &[("q1.xlsx", before), ("q2.xlsx", more)], None)
    }),
    (Code::PerhapsCumulative, "q2.xlsx, sheet \"Sheet1\"", || {
        sheets(&[("q1.xlsx", "Q1 2020", TWO), ("q2.xlsx", "Q2 2020", TWO)])
    }),
    (Code::CumulativeWithoutOrder, "b.xlsx, sheet \"Sheet1\"", || {
        let title = "Q2 2020, cumulative";
        sheets(&[("a.xlsx", title, TWO), ("b.xlsx", title, "1.1.1 | Budget | #7")])
    }),
    (Code::CumulativeOfOtherMoney, "q1.xlsx, sheet \"Sheet1\"", || {
        let other = "1.1.10 | Budget | #15";
        sheets(&[("q1.xlsx", "Q1 2020", TWO), ("q2.xlsx", "Q2 2020, cumulative", other)])
    }),
    (Code::CumulativeFell, "q2.xlsx, sheet \"Sheet1\"", || {
        let less = "1.1.1 | Budget | #15";
        sheets(&[("q1.xlsx", "Q1 2020", TWO), ("q2.xlsx", "Q2 2020, cumulative", less)])
    }),
    (Code::FileCorrected, "q1.xlsx, sheet \"Sheet1\"", || {
        let other = "1.1.1 | Budget | #11\n1.1.4 | Budget | #20";
        sheets(&[("q1.xlsx", "Q1 2020", TWO), ("q1-ispravka.xlsx", "Q1 2020", other)])
    }),
    (Code::SamePeriodTwice, "b.xlsx, sheet \"Sheet1\"", || {
        let more = "1.1.1 | Budget | #10\n1.1.4 | Budget | #21";
        sheets(&[("a.xlsx", "Q1 2020", TWO), ("b.xlsx", "Q1 2020", more)])
    }),
    (Code::BeforeStart, "cell C3", || quarters("#5 | @2020-02-01")),
    (Code::AfterEnd, "cell C3", || quarters("#5 | @2020-11-01")),
    (Code::AfterAsOf, "sheet.xlsx", || {
        let settings = Settings { as_of: "2020-06-30".parse().ok(), ..Settings::default() };
        let rows =
            format!("{SENDER}Code | Source | Spent | Date\n1.1.1 | Budget | #5 | @2020-08-01");
        provoke::with_settings(PLAN, &[("sheet.xlsx", rows)], &settings)
    }),
    (Code::SubmissionUnused, "earmark.toml", || {
        let unused = "[[submission]]\nfiles = \"mup-*\"\nbasis = \"cumulative\"";
        configured(unused, "Code | Spent\n1.1.1 | #5")
    }),
];

/// A payment for an activity of the second and third quarter.
fn quarters(paid: &str) -> Vec<Finding> {
    let plan = plan_text(PLAN).replacen("I quarter", "II quarter", 1).replacen(
        "IV quarter",
        "III quarter",
        1,
    );
    let rows = format!("{SENDER}Code | Source | Spent | Date\n1.1.1 | Budget | {paid}");
    provoke::against(&plan, &[("sheet.xlsx", rows)], &Settings::default())
}

/// Submissions that count other than what they give out are the program's own fault; only a program
/// that uses the library can make such. The command turns the refusal into the finding.
fn proof_failed() -> Vec<Finding> {
    let vocabulary = Vocabulary::new(&Settings::default().words).unwrap();
    let limits = Limits::default();
    let bytes = plan_text(PLAN).into_bytes();
    let input = NamedBytes { name: "plan.txt".to_owned(), bytes };
    let plan =
        read_plan(&read_file(&input, &limits, &vocabulary).0.unwrap(), &vocabulary).0.unwrap();
    let input = xlsx("sheet.xlsx", "Code | Source | Spent\n1.1.1 | Budget | #5");
    let sheet = read_file(&input, &limits, &vocabulary).0.unwrap();
    let (mut submissions, findings) = read_submissions(&sheet, &vocabulary, Some(&plan));
    submissions[0].read += Euros::from_cents(1);
    let files = vec![sheet.source];
    let inputs = Inputs {
        plan,
        submissions,
        register: None,
        decisions: vec![],
        decisions_file: None,
        reasons: vec![],
        files,
        findings,
    };
    let failed = reconcile(inputs, &Settings::default(), &vocabulary).expect_err("a cent too much");
    let place = Place::of_file(&failed.place.as_str().into());
    vec![
        Finding::new(Code::ProofFailed, place)
            .data("place", &failed.place)
            .detail("difference", failed.difference),
    ]
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [FILES, CELLS, TABLES, PLANS, MATCHING, FUNDING, RECONCILIATION, DECISIONS, PERIODS]
        .into_iter()
        .flatten()
}

/// What is wrong with what one case shows.
fn wrong((code, at, provoke): &Case, catalogue: &Catalogue) -> Vec<String> {
    let findings = provoke();
    let mut wrong: Vec<String> = findings.iter().flat_map(texts::unfilled).collect();
    let shown = findings
        .iter()
        .find(|finding| finding.code == *code && finding.place.to_string().ends_with(at));
    let Some(finding) = shown else {
        let said: Vec<String> =
            findings.iter().map(|finding| format!("{} {}", finding.code, finding.place)).collect();
        wrong.push(format!("not shown at \"{at}\"; found {said:?}"));
        return wrong;
    };
    let text = render(finding, catalogue);
    // What the program says of any finding has words in Montenegrin; data and codes are the same.
    for finding in &findings {
        let said = render(finding, &in_montenegrin());
        if said.contains('⟦') {
            wrong.push(format!("not in Montenegrin:\n{said}"));
        }
    }
    if text.contains(['{', '}']) {
        wrong.push(format!("a placeholder is left:\n{text}"));
    }
    if let Some(cell) = finding.place.cell()
        && !text.contains(&format!("cell {cell}"))
    {
        wrong.push(format!("its text does not name cell {cell}:\n{text}"));
    }
    wrong
}

/// The catalogue in Montenegrin; what has no words in it stands between ⟦ and ⟧.
fn in_montenegrin() -> Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        let words = Translation::of(Language::Montenegrin).unwrap().marking_missing();
        Catalogue::of(Language::Montenegrin).unwrap().with_words(words)
    });
    CATALOGUE.clone()
}

#[test]
fn every_code_is_shown_by_a_case_with_whole_texts() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut failed = Vec::new();
    for case in cases() {
        failed
            .extend(wrong(case, &catalogue).into_iter().map(|what| format!("{}: {what}", case.0)));
    }
    for code in Code::ALL {
        if !cases().any(|case| case.0 == *code) {
            failed.push(format!("{code}: no case of tests/findings.rs shows it"));
        }
        let texts = catalogue.explanation(*code);
        let whole = texts.is_some_and(|texts| {
            [
                &texts.title,
                &texts.remedy,
                &texts.effect,
                &texts.explain,
                &texts.before,
                &texts.after,
            ]
            .iter()
            .all(|text| !text.trim().is_empty())
        });
        if !whole {
            failed.push(format!("{code}: a text is missing in templates/findings/"));
        }
    }
    failed.dedup();
    assert!(failed.is_empty(), "\n{}\n", failed.join("\n"));
}
