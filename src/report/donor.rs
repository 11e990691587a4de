//! The workbook for one donor: its own shares of donation lines and the entries behind them. In: a
//! reconciliation and one donor. Out: a book that says nothing about anybody else's money: only
//! the donor's own shares are read here, never a line's figures, reasons or entries.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::entry_table::{List, look, put_place, put_shown, put_signs};
use super::labels;
use super::page::Page;
use super::{donor_rules, formula};
use crate::book::{
    Book, Cell, Lent, Look, Properties, Put, Sheet, Style, TabColour, spoken_formula,
};
use crate::diagnostic::safe;
use crate::language::{Said, Translation};
use crate::model::{FundingRecord, Positions, id};
use crate::reconcile::{
    DonorJudgement, DonorResult, DonorShare, Line, Reconciliation, SettledEntry,
};

const WIDEST: [u16; 16] = [10, 44, 28, 7, 7, 14, 14, 14, 14, 14, 14, 11, 14, 36, 24, 14];
const HEADINGS: [&str; 16] = [
    "Activity",
    "Title",
    "Lead",
    "Start",
    "End",
    "Planned",
    "Pledged",
    "Committed",
    "Received",
    "Spent",
    "Balance",
    "Deviation %",
    "Spending",
    "Reasons given",
    "Verdict",
    "Ineligible by activity",
];
/// From here on the columns are about the donor's rules.
const OWN_RULES: usize = 14;
const FIRST_AMOUNT: u16 = 5;
const ENTRY_WIDEST: [u16; 12] = [9, 10, 14, 12, 9, 20, 44, 32, 36, 28, 18, 12];

/// A share with its line, which lends it the activity's code and nothing else.
struct Part<'a> {
    line: &'a Line,
    share: &'a DonorShare,
}

/// The donor's workbook; without a sheet where there is no such donor.
pub(super) fn book(reconciliation: &Reconciliation, index: usize, words: &Translation) -> Book {
    let Some(donor) = reconciliation.donors.get(index) else {
        return Book::default();
    };
    let parts: Vec<Part<'_>> = donor
        .shares
        .iter()
        .filter_map(|(line, share)| {
            let line = reconciliation.lines.get(*line)?;
            Some(Part { line, share: line.donor_shares.get(*share)? })
        })
        .collect();
    let title = match &donor.donor {
        Some(name) => Said::new("Donations of {donor}").with_data("donor", &*name.0),
        None => "Donations without a named donor".into(),
    };
    let entries = entries(words, reconciliation, &title, &parts);
    let judged = reconciliation.donor_judgement(donor);
    let (donation, total) = donation(words, reconciliation, &title, donor, &parts, &judged);
    let rules = donor_rules::sheet(words, reconciliation, &title, &judged);
    let properties = Properties {
        title: Said::new("{title} – {plan}")
            .with("title", title.clone())
            .with_data("plan", &*reconciliation.title),
        subject: "Donation-funded lines".into(),
        created: reconciliation.run_date,
    };
    let mut names = Vec::new();
    if let Some(row) = total {
        for (name, column) in [("planned_total", 5), ("received_total", 8), ("spent_total", 9)] {
            names.push((
                name.to_owned(),
                spoken_formula(&format!("Donation!{}", formula::fixed(row, column)), words),
            ));
        }
    }
    let register = register(words, reconciliation, &title, &parts);
    let sheets = [Some(donation), rules, register].into_iter().flatten().chain(entries).collect();
    Book { properties: properties.spoken(words), sheets, names }
}

fn donation(
    words: &Translation,
    reconciliation: &Reconciliation,
    title: &Said,
    donor: &DonorResult,
    parts: &[Part<'_>],
    judged: &DonorJudgement,
) -> (Sheet, Option<u32>) {
    let subtitle = labels::subtitle(reconciliation);
    let mut page =
        Page::new(words, "Donation", TabColour::Answer, title.clone(), &subtitle, &WIDEST);
    page.hint(
        "Pledged, committed and received: as the register of funding shows them. Spent: what the \
         expenditure sheets report. Balance = received − spent; empty where either is not known. \
         Deviation % = (spent − planned) ÷ planned. An empty cell means that the amount is not \
         known; it never means zero.",
    );
    if parts.iter().any(|part| part.share.figures.planned.is_none()) {
        page.hint(
            "Planned is empty where the plan's estimate cannot be attributed to this donation: the \
             plan names no donor there, or several, or has no estimate.",
        );
    }
    let mut headings = HEADINGS.to_vec();
    if judged.rules.is_empty() {
        headings.truncate(OWN_RULES);
    } else {
        page.link("Rules of this donor", "Rules");
        if let [_, ..] = judged.further.as_slice() {
            page.hint(
                "Beyond the euros that are ineligible by activity, limits on measures or on the whole \
                 donation take away more: see the sheet Rules.",
            );
        }
    }
    let block = page.header(&headings);
    for (position, part) in parts.iter().enumerate() {
        let mut cells = cells(reconciliation, part);
        if !judged.rules.is_empty() {
            let of =
                |amounts: &[Option<crate::model::Euros>]| amounts.get(position).copied().flatten();
            cells.push(donor_rules::verdict(judged.by_share.get(position).copied().flatten()));
            cells.push(Cell::money(of(&judged.ineligible_by_share)));
        }
        page.row(cells);
    }
    let block = page.end(block);
    page.freeze(&block, 2);
    page.table(&block, "Donation");
    if block.is_empty() {
        page.row([Cell::text("No activity has money from here.").look(Look::Hint)]);
        return (page.finish(), None);
    }
    let row = page.next();
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let mut total = vec![Cell::text("Total")];
    total.resize(usize::from(FIRST_AMOUNT), Cell::default());
    total.extend([
        sum(5, donor.figures.planned),
        sum(6, donor.evidence.pledged),
        sum(7, donor.evidence.committed),
        sum(8, donor.evidence.received),
        sum(9, donor.figures.spent),
        sum(10, reconciliation.donor_balance(donor)),
    ]);
    let difference = format!("({}-{})", formula::at(row, 9), formula::at(row, 5));
    total.push(formula::percent(
        &difference,
        &formula::at(row, 5),
        reconciliation.donor_deviation(donor),
    ));
    total.resize(headings.len(), Cell::default());
    if let (Some(last), false) = (total.last_mut(), judged.rules.is_empty()) {
        *last = sum(15, judged.ineligible_in_shares());
    }
    page.row(formula::looking(total, Look::Total));
    (page.finish(), Some(row))
}

fn cells(reconciliation: &Reconciliation, part: &Part<'_>) -> Vec<Cell> {
    let activity = reconciliation.plan.activities.get(&part.line.activity);
    let (figures, evidence) = (&part.share.figures, &part.share.evidence);
    // Reasons stand in entries, and only this donor's entries may speak here.
    let reasons: BTreeSet<String> = own_entries(reconciliation, part.share)
        .filter_map(|(_, settled)| settled.entry.words.reason.as_deref().map(safe))
        .collect();
    // A line that several pay for has one status, which would tell about the others.
    let status = match part.line.donor_shares.as_slice() {
        [_] => labels::spending(part.line.spending_status),
        _ => Cell::default(),
    };
    vec![
        Cell::new(part.line.activity.to_string(), Style::Text),
        Cell::wrap(labels::title(activity)),
        Cell::wrap(labels::lead(activity)),
        labels::quarter(activity.and_then(|activity| activity.start)),
        labels::quarter(activity.and_then(|activity| activity.end)),
        Cell::money(figures.planned),
        Cell::money(evidence.pledged),
        Cell::money(evidence.committed),
        Cell::money(evidence.received),
        Cell::money(figures.spent),
        Cell::money(part.share.balance()),
        formula::given_percent(figures.deviation_percent),
        status,
        Cell::wrap(reasons.into_iter().collect::<Vec<_>>().join("; ")),
    ]
}

/// The register's rows for this donor; no sheet where there are none.
fn register(
    words: &Translation,
    reconciliation: &Reconciliation,
    title: &Said,
    parts: &[Part<'_>],
) -> Option<Sheet> {
    let own = |part: &Part<'_>| -> Vec<&FundingRecord> {
        let rows = part.line.records.iter().filter_map(|row| reconciliation.funding.get(*row));
        rows.filter(|record| record.donor == part.share.donor).collect()
    };
    let rows: Vec<&FundingRecord> = parts.iter().flat_map(own).collect();
    if rows.is_empty() {
        return None;
    }
    let mut page = Page::new(
        words,
        "Register",
        TabColour::Detail,
        Said::new("{title}: pledged, committed and received").with("title", title.clone()),
        &labels::subtitle(reconciliation),
        &[10, 44, 14, 14, 12, 36, 28, 18, 12],
    );
    page.link("← Back to Donation", "Donation");
    page.hint(
        "One row for each row of the register of funding. Committed and received are stages of the same \
         money, so they are not added together.",
    );
    let block = page.header(&[
        "Activity",
        "Title",
        "Kind",
        "Amount",
        "Date",
        "Reference",
        "File",
        "Sheet",
        "Cell",
    ]);
    for record in rows {
        let activity = reconciliation.plan.activities.get(&record.activity);
        let mut cells = vec![
            Cell::new(record.activity.to_string(), Style::Text),
            Cell::wrap(labels::title(activity)),
            Cell::new(record.kind.word(), Style::Centre),
            Cell::money(record.amount),
            Cell::new(record.date, Style::Date),
            Cell::wrap(record.reference.as_deref().map(safe)),
        ];
        cells.extend(labels::place(&record.place));
        page.row(cells);
    }
    let block = page.end(block);
    page.freeze(&block, 1);
    page.table(&block, "Register");
    Some(page.finish())
}

fn own_entries<'a>(
    reconciliation: &'a Reconciliation,
    share: &'a DonorShare,
) -> impl Iterator<Item = (usize, SettledEntry<'a>)> {
    let entries = share.entries.iter();
    entries.filter_map(|at| Some((usize::from(at), reconciliation.entries.at(at)?)))
}

fn entries(
    words: &Translation,
    reconciliation: &Reconciliation,
    title: &Said,
    parts: &[Part<'_>],
) -> Vec<Sheet> {
    let begin = |name: Cow<'static, str>| {
        let title = Said::new("{title}: every amount spent").with("title", title.clone());
        let subtitle = labels::subtitle(reconciliation);
        let mut page = Page::new(words, name, TabColour::Detail, title, &subtitle, &ENTRY_WIDEST);
        page.link("← Back to Donation", "Donation");
        page.hint("One row for each amount, with the file and cell of the sheet that reports it.");
        page
    };
    let entries: Positions = parts.iter().flat_map(|part| part.share.entries.iter()).collect();
    ENTRIES.sheets(reconciliation, &entries, None, begin).0
}

const ENTRIES: List = List {
    name: "Entries",
    cell: 11,
    headings: &[
        "Entry",
        "Activity",
        "Amount",
        "Date",
        "Quarter",
        "Document",
        "Description",
        "Body",
        "Reason given",
        "File",
        "Sheet",
        "Cell",
    ],
    amount: 2,
    cells: entry,
    nothing: "Nothing has been spent yet.",
};

fn entry(index: usize, settled: &SettledEntry<'_>, put: Put<'_>) {
    let entry = &settled.entry;
    put(look::TEXT, Lent::Text(&id('e', index)));
    put_signs(settled.means.activity, look::TEXT, put);
    put(look::MONEY, Lent::Money(entry.amount));
    put(look::DATE, entry.date.map_or(Lent::Empty, Lent::Date));
    put_signs(entry.quarter, look::CENTRE, put);
    put_shown(entry.document().as_deref(), look::WRAP, put);
    put_shown(entry.description().as_deref(), look::WRAP, put);
    put(look::WRAP, Lent::name(settled.means.body.as_ref().map(|body| &*body.0)));
    put_shown(entry.words.reason.as_deref(), look::WRAP, put);
    put_place(&entry.place(), put);
}
