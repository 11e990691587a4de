//! Method: what every word and status means, the rules, and the inputs with their hashes.

use super::Context;
use crate::book::{Cell, Look, Sheet, TabColour};
use crate::reconcile::{FundingStatus, SpendingStatus};
use crate::report::page::Page;

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
        "A decision by a person, then the code, then the exact title. Where code and title disagree, \
         the code holds. A suggestion is never applied by itself.",
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
    pairs(
        &mut page,
        "Word",
        "Meaning",
        TERMS.iter().map(|(word, text)| (*word, (*text).to_owned())),
    );
    let tolerance = context.reconciliation.tolerance_percent.normalize();
    page.section("Spending status");
    let statuses = SpendingStatus::ALL;
    pairs(
        &mut page,
        "Status",
        "When",
        statuses.map(|status| (status.label(), spending(status, &tolerance.to_string()))),
    );
    page.section("Funding status");
    let statuses = FundingStatus::ALL;
    pairs(
        &mut page,
        "Status",
        "When",
        statuses.map(|status| (status.label(), funding(status).to_owned())),
    );
    page.section("Settings");
    let reconciliation = context.reconciliation;
    let settings = [
        ("Tolerance", format!("{tolerance} % of the planned amount, either way")),
        (
            "A reason is needed",
            format!("for a deviation of {}", reconciliation.reasons.threshold.in_words()),
        ),
        (
            "As-of date",
            reconciliation.as_of.map_or("not given".to_owned(), crate::report::labels::day),
        ),
        (
            "Register of funding",
            reconciliation
                .register
                .as_ref()
                .map_or("not given".to_owned(), |register| register.file.to_string()),
        ),
        ("Written by", format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))),
    ];
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
        } else {
            "expenditure"
        };
        (&*input.file, format!("{role}\n{}", input.sha256))
    });
    pairs(&mut page, "File", "Role and SHA-256", inputs);
    page.finish()
}

fn pairs<'a>(
    page: &mut Page,
    word: &str,
    meaning: &str,
    pairs: impl IntoIterator<Item = (&'a str, String)>,
) {
    page.header(&[word, meaning]);
    for (word, meaning) in pairs {
        page.row([Cell::wrap(word), Cell::wrap(meaning).look(Look::Body)]);
    }
}

fn spending(status: SpendingStatus, tolerance: &str) -> String {
    match status {
        SpendingStatus::NotDue => "Nothing spent, and it starts after the as-of date.".to_owned(),
        SpendingStatus::NotReported => {
            "No sheet came from any body that could have spent it.".to_owned()
        }
        SpendingStatus::Unspent => "It was reported on, and nothing was spent.".to_owned(),
        SpendingStatus::Underspent => {
            format!("Spent less than planned, by more than {tolerance} %.")
        }
        SpendingStatus::OnPlan => format!("Spent what was planned, within {tolerance} %."),
        SpendingStatus::Overspent => {
            format!("Spent more than planned, by more than {tolerance} %.")
        }
        SpendingStatus::Unplanned => "Spent without a plan for it.".to_owned(),
        SpendingStatus::NothingPlanned => "Nothing planned and nothing spent.".to_owned(),
    }
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
