//! Method: what every word and status means, the rules, and the inputs with their hashes.

use rust_decimal::Decimal;

use super::Context;
use crate::book::{Cell, Content, Look, Sheet, TabColour};
use crate::language::Said;
use crate::reconcile::{FundingStatus, SpendingStatus, TimingStatus};
use crate::report::page::Page;
use crate::report::to_date;

const WIDEST: [u16; 2] = [30, 70];

/// Words and what they mean.
const TERMS: &[(&str, &str)] = &[
    ("Plan line", "One planned amount: an activity, a source of funding, and its holder or donor."),
    (
        "Entry",
        "One amount read from one cell of an expenditure sheet: the smallest thing that is \
         reconciled.",
    ),
    ("Planned", "The plan's estimate."),
    (
        "Secured",
        "Money known to be there: the largest of what the register of funding shows as appropriated, \
         committed or received, and what was spent. A pledge is a promise and is not secured.",
    ),
    ("Spent", "The outturn: what the expenditure sheets report."),
    ("Variance", "spent − planned. Positive is overspent."),
    ("Remaining", "planned − spent."),
    ("Deviation %", "variance ÷ planned. Empty, never 0 %, where nothing was planned."),
    (
        "Funding gap",
        "planned − secured, not below zero, line by line: what one line has too much of does not pay \
         for another. Never planned − spent.",
    ),
    (
        "Covered, still missing",
        "Covered: what other lines of the same activity have beyond their own plan, spent or secured, and \
         lines that are not in the plan with all they have; gaps and spare money are taken in the plan's \
         order. Still missing = funding gap − covered.",
    ),
    (
        "Pledged",
        "Promised according to the register, and not secured. Shown with the line it is for; a pledge of \
         a donor that the plan does not have stands with the first gap of its activity that is open.",
    ),
    (
        "Verdict, ineligible",
        "What the limits of a donor, set under donor-rules in the configuration, say of its money: within \
         the limit, a note required (given where a payment has a reason), or a part ineligible: spent \
         beyond what the donor pays. The same euros are ineligible once, however many limits they exceed.",
    ),
    (
        "Planned to date",
        "The part of the estimate that was to be spent by the as-of date, as the profile under Settings \
         spreads it. At the end of the year it is the whole estimate; before, it is unknown for an \
         activity without quarters. Variance to date = spent − planned to date.",
    ),
    (
        "Cumulative, this period",
        "A sheet is of the year so far, or of its own period alone: by its words, else by the \
         configuration, else by evidence (it repeats every payment of what the body sent before, at least \
         two, by document or day, and has more), which is a warning to be confirmed. Sums that only \
         stay or grow are counted, and said.",
    ),
    (
        "Superseded",
        "A sheet of the year so far takes the place of what the same body sent for the periods that it \
         covers, unless it has nothing about the same money; a later sheet of its own period is added to \
         it. What lies in a sheet of the year so \
         far without a date has no quarter.",
    ),
    (
        "After the as-of date",
        "Where a day is asked for, money dated later, or of a quarter that begins later, is excluded, \
         and rows of the register dated later are no evidence yet.",
    ),
    (
        "Empty cell",
        "The amount is not known. Not reported, reported as zero, no funding required and unfunded \
         are four different things.",
    ),
    (
        "Budget, donation, unnamed",
        "The budget of a named institution or of all implementers together; a donation, whether or \
         not the donor is named; a cost for which the plan gives no source.",
    ),
    (
        "Shared pool",
        "The budget of all implementers: one line that any responsible body may draw on. It is never \
         split by itself.",
    ),
    (
        "Reconciled, unplanned",
        "Attributed to an activity and source that the plan funds; attributed to an activity for \
         which the plan has no such source.",
    ),
    (
        "Suspense, excluded",
        "A readable amount whose activity or source cannot be told; an amount left out for a stated \
         reason.",
    ),
    (
        "Matching",
        "A decision by a person (made on the sheet Suspense and given back with --decisions), then \
         the code, then the exact title. Where code and title disagree, the code holds. A suggestion is never applied by itself.",
    ),
    (
        "Source of an entry",
        "The words of its own cell, then its column, then the plan where it gives the activity one \
         source only. Otherwise the entry goes to suspense.",
    ),
    (
        "Reason needed",
        "A deviation beyond the threshold has to be explained: spending more at once, spending less \
         once the activity was to be complete. A line that is not due or not reported needs no reason.",
    ),
    (
        "Report due",
        "For a quarter that has ended by the as-of date, from a body that holds money for an activity \
         running in it, or leads one whose money nobody holds alone. A body that took over from it, had \
         its duties before, or reports for it may report in its place.",
    ),
    (
        "The proof",
        "For every file, every source and in total, to the cent: amounts read = reconciled + \
         unplanned + suspense + excluded.",
    ),
];

/// The sheet.
pub(super) fn sheet(context: &Context<'_>) -> Sheet {
    let mut page =
        context.page("Method", TabColour::Method, "Method: words, rules and inputs", &WIDEST);
    page.portrait();
    page.freeze_title();
    page.section("Words");
    pairs(&mut page, "Word", "Meaning", TERMS.iter().map(|(word, text)| (*word, Said::new(text))));
    let tolerance = context.reconciliation.tolerance_percent.normalize();
    page.section("Spending status");
    let statuses = SpendingStatus::ALL;
    pairs(
        &mut page,
        "Status",
        "When",
        statuses.map(|status| (status.label(), spending(status, tolerance))),
    );
    page.section("Funding status");
    let statuses = FundingStatus::ALL;
    pairs(
        &mut page,
        "Status",
        "When",
        statuses.map(|status| (status.label(), Said::new(funding(status)))),
    );
    page.section("Timing");
    pairs(
        &mut page,
        "Timing",
        "When",
        TimingStatus::ALL.map(|status| (status.label(), Said::new(timing(status)))),
    );
    page.section("Settings");
    let reconciliation = context.reconciliation;
    let settings = [
        (
            "Tolerance",
            Said::new("{tolerance} % of the planned amount, either way")
                .with("tolerance", tolerance),
        ),
        (
            "A reason is needed",
            Said::new("for a deviation of {threshold}")
                .with("threshold", reconciliation.reasons.threshold.in_words()),
        ),
        (
            "As-of date",
            reconciliation
                .as_of
                .map_or(Said::new("not given"), |day| Said::new("{day}").with("day", day)),
        ),
        (
            "Profile of planned to date",
            Said::new("{profile}: {spread}")
                .with_data("profile", reconciliation.profile.word())
                .with("spread", to_date::spread(reconciliation.profile)),
        ),
        (
            "Register of funding",
            reconciliation
                .register
                .as_ref()
                .map_or(Said::new("not given"), |register| Said::data(&*register.file)),
        ),
    ];
    let said = reconciliation.settings_in_words.iter();
    let said = said.map(|(name, value)| (*name, value.clone()));
    let settings = settings.into_iter().chain(said).chain([(
        "Written by",
        Said::data(format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))),
    )]);
    pairs(&mut page, "Setting", "Value", settings);
    page.section("Inputs");
    page.hint("The SHA-256 tells whether a file is the same one, byte for byte.");
    let plan = &reconciliation.plan.source;
    let register = reconciliation.register.as_ref();
    let inputs = reconciliation.inputs.iter().map(|input| {
        let role = if input == plan {
            "plan"
        } else if Some(input) == register {
            "register of funding"
        } else if Some(input) == reconciliation.decisions_file.as_ref() {
            "decisions"
        } else {
            "expenditure"
        };
        (Content::data(&input.file), of_file(role, &input.sha256))
    });
    let earlier = reconciliation.changes.as_ref().map(|changes| {
        let said = of_file("earlier results", &changes.since.sha256);
        (Content::data(&changes.since.file), said)
    });
    let inputs = inputs.chain(earlier);
    pairs(&mut page, "File", "Role and SHA-256", inputs);
    page.finish()
}

fn pairs(
    page: &mut Page,
    word: &'static str,
    meaning: &'static str,
    pairs: impl IntoIterator<Item = (impl Into<Content>, Said)>,
) {
    page.header(&[word, meaning]);
    for (word, meaning) in pairs {
        page.row([Cell::wrap(word), Cell::wrap(meaning).look(Look::Body)]);
    }
}

/// What a file is, and its hash on a line of its own.
fn of_file(role: &'static str, sha256: &str) -> Said {
    Said::list([Said::new(role), Said::data(sha256)], "\n")
}

fn spending(status: SpendingStatus, tolerance: Decimal) -> Said {
    let words = match status {
        SpendingStatus::NotDue => "Nothing spent, and it starts after the as-of date.",
        SpendingStatus::NotReported => "No sheet came from any body that could have spent it.",
        SpendingStatus::Unspent => "It was reported on, and nothing was spent.",
        SpendingStatus::Underspent => "Spent less than planned, by more than {tolerance} %.",
        SpendingStatus::OnPlan => "Spent what was planned, within {tolerance} %.",
        SpendingStatus::Overspent => "Spent more than planned, by more than {tolerance} %.",
        SpendingStatus::Unplanned => "Spent without a plan for it.",
        SpendingStatus::NothingPlanned => "Nothing planned and nothing spent.",
    };
    Said::new(words).with("tolerance", tolerance)
}

fn funding(status: FundingStatus) -> &'static str {
    match status {
        FundingStatus::NotRequired => "The plan says that no funding is required.",
        FundingStatus::Funded => "Secured covers planned.",
        FundingStatus::PartlyFunded => "Secured covers a part of planned.",
        FundingStatus::Unfunded => "Nothing is secured.",
        FundingStatus::NoSource => "The plan gives a cost and no source for it.",
        FundingStatus::Assumed => {
            "A budget line with no evidence either way, and no register of funding was given."
        }
    }
}

fn timing(status: TimingStatus) -> &'static str {
    match status {
        TimingStatus::NotDue => "Its start quarter begins after the as-of date.",
        TimingStatus::Due => {
            "Its start quarter has begun, its end quarter has not ended, and it did not start late."
        }
        TimingStatus::StartedLate => {
            "The same, and the first quarter with money spent is after the start quarter. Said only \
             where every amount has a date or a quarter."
        }
        TimingStatus::Overdue => {
            "Its end quarter has ended by the as-of date, and less than planned, beyond the tolerance, \
             is reported as spent."
        }
        TimingStatus::Spent => {
            "As much as planned is spent, within the tolerance, or more. Without quarters or without a \
             planned amount no timing is told."
        }
    }
}
