//! The rows of the sheet Suspense: what an entry says, then open cells for what is decided, with lists to
//! choose from. Every text that an entry is known again by is in its row. Never reads a decision.

use arcstr::ArcStr;

use super::Context;
use crate::book::{Cell, Content, Sheet, Style, Validation, ValidationRule};
use crate::diagnostic::safe;
use crate::language::{Said, Translation};
use crate::model::{Date, Decision, DonorName, Mark, Recognition, column_letters};
use crate::reconcile::{SettledEntry, Suggestion};
use crate::report::form::parts::{date_rule, input, prompt, words};
use crate::report::page::Block;

/// The headings that `read` knows again, and others that only people read: what a person decides by, then
/// the cells to fill in, then what only tells where the amount stands.
pub(super) const HEADINGS: [&str; 28] = [
    "Entry",
    "Amount",
    "Body",
    "Code as written",
    "Title as written",
    "Source as written",
    "Description",
    "Document",
    "Date",
    "Why",
    "Suggested activities",
    "Assign to activity",
    "Assign source",
    "Assign donor",
    "Assign body",
    "Exclude because",
    "Accept",
    "Decided by",
    "Decided on",
    "Reason for the decision",
    "File",
    "Sheet",
    "Cell",
    "As written",
    "Quarter",
    "Donor as written",
    "Body as written",
    "Empty cells mean",
];

/// Widest columns, in the order of the headings.
pub(super) const WIDEST: [u16; 28] = [
    9, 14, 22, 12, 26, 14, 26, 14, 12, 32, 36, 14, 14, 20, 26, 30, 10, 20, 13, 34, 24, 14, 9, 14,
    9, 16, 24, 14,
];

/// The column of the amount.
pub(super) const AMOUNT: u16 = 1;
/// The first column to fill in.
const FIRST_OPEN: u16 = 11;
/// The column that says what an empty cell means; nobody has to see it.
const EMPTY: u16 = 27;
/// Where the lists behind the drop-downs stand, out of sight.
const LISTS: u16 = 29;

/// How a row says that an empty cell means that the sheet has nothing there.
const NOTHING: &str = "nothing";
const ANYTHING: &str = "anything";

/// What a row shows.
pub(super) struct Shown<'a> {
    /// The entry as it is now, where there is one.
    pub entry: Option<(usize, SettledEntry<'a>)>,
    /// What it is known again by.
    pub recognition: &'a Recognition,
    pub why: Said,
    pub decision: Option<&'a Decision>,
}

/// One row.
pub(super) fn cells(context: &Context<'_>, shown: &Shown<'_>) -> Vec<Cell> {
    let said = |mark| shown.recognition.mark(mark);
    // A text of an entry is shown as everywhere; one that a person wrote stays whole.
    let written = |mark| {
        let text = said(mark)?;
        Some(if shown.recognition.whole { safe(text) } else { text.to_owned() })
    };
    let entry = shown.entry.map(|(_, settled)| settled);
    let mut id = Cell::text(shown.entry.map(|(index, _)| SettledEntry::id(index)));
    if let Some((index, _)) = shown.entry {
        id = context.to_entry(id, index);
    }
    let suggestions = entry.as_ref().map(suggestions);
    let as_written = entry.map(|settled| safe(&settled.entry.raw()));
    let body_written = entry.and_then(|settled| settled.entry.words.body.as_ref());
    let amount = match shown.recognition.amount() {
        Some(amount) => Content::Money(amount),
        None => Content::from(written(Mark::Amount)),
    };
    let date = match shown.recognition.date() {
        Some(date) => Content::Date(date),
        None => Content::from(written(Mark::Date)),
    };
    let mut cells = vec![
        id,
        Cell::money(amount),
        Cell::wrap(written(Mark::Body)),
        Cell::wrap(written(Mark::Code)),
        Cell::wrap(written(Mark::Title)),
        Cell::wrap(written(Mark::Source)),
        Cell::wrap(written(Mark::Description)),
        Cell::wrap(written(Mark::Document)),
        Cell::new(date, Style::Date),
        Cell::wrap(shown.why.clone()),
        Cell::wrap(suggestions),
    ];
    cells.extend(open_cells(shown.decision));
    cells.extend([
        Cell::wrap(written(Mark::File)),
        Cell::text(written(Mark::Sheet)),
        Cell::wrap(written(Mark::Cell)),
        Cell::text(as_written),
        Cell::new(written(Mark::Quarter), Style::Centre),
        Cell::wrap(written(Mark::Donor)),
        Cell::wrap(body_written.map(|body| safe(&body.value))),
    ]);
    let empty = if shown.recognition.whole { NOTHING } else { ANYTHING };
    cells.push(Cell::text(empty));
    cells
}

fn suggestions(settled: &SettledEntry<'_>) -> Said {
    let one = |suggestion: &Suggestion| {
        Said::new("{activity} ({score} %: {why})")
            .with("activity", suggestion.activity)
            .with_data("score", suggestion.score)
            .with("why", suggestion.why.clone())
    };
    Said::list(settled.remarks.suggestions.iter().map(one), "\n")
}

/// The cells to fill in, with what is decided already.
fn open_cells(decision: Option<&Decision>) -> [Cell; 9] {
    let text = |pick: fn(&Decision) -> &Option<ArcStr>| {
        let written = decision.and_then(|decision| pick(decision).as_deref());
        written.map(|text| match text == Decision::YES {
            true => Content::from(Decision::YES),
            false => Content::data(text),
        })
    };
    let on = decision.and_then(|decision| decision.on.as_deref());
    let on = match on.and_then(|on| on.parse::<Date>().ok()) {
        Some(day) => Content::Date(day),
        None => on.map_or(Content::Empty, Content::data),
    };
    [
        input(text(|decision| &decision.activity), Style::Centre),
        input(text(|decision| &decision.source), Style::Wrap),
        input(text(|decision| &decision.donor), Style::Wrap),
        input(text(|decision| &decision.body), Style::Wrap),
        input(text(|decision| &decision.exclude), Style::Wrap),
        input(text(|decision| &decision.accept), Style::Centre),
        input(text(|decision| &decision.by), Style::Wrap),
        input(on, Style::Date),
        input(text(|decision| &decision.reason), Style::Wrap),
    ]
}

/// What can be chosen: activities, donors, bodies.
pub(super) struct Lists([Vec<String>; 3]);

impl Lists {
    /// Those of the plan and the register.
    pub(super) fn of(context: &Context<'_>) -> Self {
        let reconciliation = context.reconciliation;
        let plan = &reconciliation.plan;
        let donors = reconciliation.donors.iter().filter_map(|result| result.donor.as_ref());
        let donors: Vec<&DonorName> = donors.collect();
        let bodies = reconciliation.institutions.iter().filter_map(|result| result.body.as_ref());
        let bodies =
            bodies.filter(|body| plan.bodies.get(body).is_some_and(|known| !known.generic));
        Lists([
            plan.activities.keys().map(ToString::to_string).collect(),
            donors.into_iter().map(|donor| safe(&donor.0)).collect(),
            bodies.map(|body| safe(&body.0)).collect(),
        ])
    }

    /// Puts the lists out of sight, opens the cells of the blocks, and says what may be typed there.
    pub(super) fn add(&self, words: &Translation, sheet: &mut Sheet, blocks: &[Block]) {
        sheet.unpack();
        for (column, list) in (LISTS..).zip(&self.0) {
            for (row, choice) in list.iter().enumerate() {
                if sheet.rows.len() <= row {
                    sheet.rows.resize_with(row + 1, Default::default);
                }
                if let Some(row) = sheet.rows.get_mut(row) {
                    // A list does not make the room of the row's own cells twice as large.
                    row.cells.reserve_exact(1);
                    row.cells.push((column, Cell::text(Content::data(choice))));
                }
            }
        }
        let least = [14, 14, 20, 26, 30, 10, 20, 13, 34];
        sheet.columns.resize_with(usize::from(LISTS) + self.0.len(), Default::default);
        for (column, least) in sheet.columns.iter_mut().skip(usize::from(FIRST_OPEN)).zip(least) {
            column.width = column.width.max(least);
        }
        for column in sheet.columns.iter_mut().skip(usize::from(EMPTY)) {
            column.hidden = true;
        }
        sheet.protected = true;
        for block in blocks.iter().filter(|block| !block.is_empty()) {
            // The sheet is in the language of its reader already.
            let rules = self.rules(block);
            sheet.validations.extend(rules.into_iter().map(|rule| rule.spoken(words)));
        }
    }

    /// What may be typed in a block.
    fn rules(&self, block: &Block) -> Vec<Validation> {
        let area = |at: u16| ((block.first, FIRST_OPEN + at), (block.last, FIRST_OPEN + at));
        let chosen = |list: usize, only: bool| {
            let column = column_letters(u32::from(LISTS) + list as u32);
            match self.0.get(list).map_or(0, Vec::len) {
                0 => ValidationRule::Any,
                last => {
                    let range = format!("Suspense!${column}$1:${column}${last}");
                    match only {
                        true => ValidationRule::Range(range),
                        false => ValidationRule::RangeOrOther(range),
                    }
                }
            }
        };
        let rules = [
            (
                0,
                chosen(0, true),
                prompt("Assign to activity", "The code of the activity that this amount is for."),
                prompt("Not a code of the plan", "Choose one of the codes in the list."),
            ),
            (
                1,
                words(&["Budget", "Donation"]),
                prompt("Assign source", "Where the money came from."),
                prompt("Not a source", "Choose Budget or Donation."),
            ),
            (
                2,
                chosen(1, false),
                prompt(
                    "Assign donor",
                    "Who gave it, for a donation. Another name may be typed too.",
                ),
                prompt("", ""),
            ),
            (
                3,
                chosen(2, false),
                prompt("Assign body", "Which institution spent it, where the sheet is wrong."),
                prompt("", ""),
            ),
            (
                4,
                ValidationRule::Any,
                prompt(
                    "Exclude because",
                    "Why this amount must not count. Your name is needed too.",
                ),
                prompt("", ""),
            ),
            (
                5,
                words(&[Decision::YES]),
                prompt("Accept", "yes: count the amount as it was read, and do not ask again."),
                prompt("Yes or nothing", "Write yes, or leave the cell empty."),
            ),
            (6, ValidationRule::Any, prompt("Decided by", "Your name."), prompt("", "")),
            (
                8,
                ValidationRule::Any,
                prompt("Reason", "Why, in a few words that others can follow."),
                prompt("", ""),
            ),
        ];
        let rules = rules.into_iter().map(|(at, rule, prompt, error)| {
            let (first, last) = area(at);
            Validation { first, last, rule, prompt, error }
        });
        let (first, last) = area(7);
        rules.chain([date_rule(first, last, None)]).collect()
    }
}
