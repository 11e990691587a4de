//! Entries as tables, for any workbook that lists them: each leads back to its file and cell. A list
//! that is longer than a sheet goes on in further sheets; no entry is left out.

use std::borrow::Cow;
use std::sync::Arc;

use super::labels::Leads;
use super::page::{Block, Page};
use super::{formula, labels};
use crate::book::{Cell, Content, Lent, Link, Look, Put, Row, Sheet, Style};
use crate::diagnostic::shown;
use crate::language::Said;
use crate::model::{Euros, InSigns, Place, Positions, Spot, id};
use crate::reconcile::{Outcome, Reconciliation, SettledEntry};

/// A list up to this length leads each entry to where its cell stands in the workbook, if it does; Excel
/// keeps 65,530 links on a sheet, and a longer list is not held as cells: it is searched, not clicked through.
const LED: usize = 1_000;

/// A sheet holds 1,048,576 rows: so many entries, what stands above them and their total.
const MOST: usize = 1_000_000;

/// How entries are listed.
pub(super) struct List {
    /// The name of its first sheet, and of the table in it.
    pub name: &'static str,
    /// Headings of the columns.
    pub headings: &'static [&'static str],
    /// The column of the amount.
    pub amount: u16,
    /// The column that says the entry's cell.
    pub cell: usize,
    /// Puts what a row says of an entry, given with its index.
    pub cells: fn(usize, &SettledEntry<'_>, Put<'_>),
    /// What is said where there are none.
    pub nothing: &'static str,
}

/// Everything that is known of an entry.
pub(super) const WHOLE: List = List {
    name: "Entries",
    headings: &HEADINGS,
    amount: 5,
    cell: 3,
    cells,
    nothing: "There are no entries.",
};

/// Widest columns of [`WHOLE`], in the order of the headings.
pub(super) const WIDEST: [u16; 18] =
    [9, 26, 16, 12, 18, 18, 10, 11, 30, 26, 12, 9, 18, 36, 16, 12, 36, 30];

const HEADINGS: [&str; 18] = [
    "Entry",
    "File",
    "Sheet",
    "Cell",
    "As written",
    "Amount",
    "Activity",
    "Source",
    "Body",
    "Donor",
    "Date",
    "Quarter",
    "Document",
    "Description",
    "Outcome",
    "Matched by",
    "Why",
    "Reason given by the body",
];

impl List {
    /// The sheets that list entries by their positions, and the row of the first entry in each. `begin`
    /// begins a sheet of a name. `leads` says where a place of an input stands in the workbook.
    pub fn sheets<'w>(
        &self,
        reconciliation: &Reconciliation,
        entries: &Positions,
        leads: Option<Leads<'_>>,
        begin: impl Fn(Cow<'static, str>) -> Page<'w>,
    ) -> (Vec<Sheet>, u32) {
        let (mut sheets, mut totals, mut first) = (Vec::new(), Vec::new(), 0);
        for (number, part) in (1..).zip(entries.parts(MOST)) {
            let name = self.sheet_name(number);
            let mut page = begin(name.clone());
            let block = self.table(&mut page, reconciliation, &part, leads, number);
            first = block.first;
            if part.is_empty() {
                page.row([Cell::text(self.nothing).look(Look::Hint)]);
            } else {
                let amount = Some(reconciliation.sum_of(&part));
                let sum = formula::sum(block.first, block.last, self.amount, amount);
                let at = self.total(&mut page, "Total", sum);
                totals.push(format!("'{name}'!{}", formula::at(at, self.amount)));
            }
            if number > 1 && number * MOST >= entries.len() {
                let of_all = format!("ROUND({},2)", totals.join("+"));
                let sum = formula::money(of_all, Some(reconciliation.sum_of(entries)));
                self.total(&mut page, "Total of all sheets", sum);
            }
            sheets.push(page.finish());
        }
        (sheets, first)
    }

    /// Where an entry stands in these sheets, by its position in the list.
    pub fn link(&self, first: u32, position: usize) -> Link {
        let sheet = self.sheet_name(position / MOST + 1).into_owned();
        Link { sheet, row: first + (position % MOST) as u32, column: 0 }
    }

    fn sheet_name(&self, number: usize) -> Cow<'static, str> {
        match number {
            1 => Cow::Borrowed(self.name),
            _ => Cow::Owned(format!("{} {number}", self.name)),
        }
    }

    fn table(
        &self,
        page: &mut Page<'_>,
        reconciliation: &Reconciliation,
        part: &Positions,
        leads: Option<Leads<'_>>,
        number: usize,
    ) -> Block {
        let block = page.header(self.headings);
        match leads.filter(|_| part.len() <= LED) {
            Some(leads) => self.led_rows(page, reconciliation, part, leads),
            None => self.rows(page, reconciliation, part),
        }
        let block = page.end(block);
        page.freeze(&block, 1);
        page.table(&block, &self.sheet_name(number).replace(' ', "_"));
        block
    }

    /// A row for each of the entries, with its cell leading to where it stands in the workbook.
    fn led_rows(
        &self,
        page: &mut Page<'_>,
        reconciliation: &Reconciliation,
        entries: &Positions,
        leads: Leads<'_>,
    ) {
        let looks = looks();
        for at in entries.iter() {
            let Some(settled) = reconciliation.entries.at(at) else { continue };
            let mut row = Row::lent(&looks, |put| (self.cells)(at.into(), &settled, put));
            if let Some((_, cell)) = row.cells.get_mut(self.cell) {
                cell.lead(leads(&settled.entry.place()));
            }
            page.push(row);
        }
    }

    /// A row for each of the entries, made when it is written.
    fn rows(&self, page: &mut Page<'_>, reconciliation: &Reconciliation, listed: &Positions) {
        // The longest amounts say how wide their column is.
        let amounts = listed.iter().map(|at| reconciliation.entries.amount(at));
        let widest = least_and_most((0_u32..).zip(amounts));
        let (entries, cells) = (reconciliation.entries.clone(), self.cells);
        let own = listed.clone();
        let row = move |row: u32, put: Put<'_>| {
            let Some(at) = own.get(row as usize) else { return };
            if let Some(settled) = entries.at(at) {
                cells(at.into(), &settled, put);
            }
        };
        page.long(listed.len() as u32, looks(), &widest, Arc::new(row));
    }

    fn total(&self, page: &mut Page<'_>, words: &'static str, sum: Cell) -> u32 {
        let mut cells = vec![Cell::default(); self.headings.len()];
        if let Some(first) = cells.first_mut() {
            *first = Cell::text(words);
        }
        if let Some(amount) = cells.get_mut(usize::from(self.amount)) {
            *amount = sum;
        }
        page.row(formula::looking(cells, Look::Total))
    }
}

/// The rows of the first that is least and the last that is most.
fn least_and_most<T: Ord + Copy>(mut amounts: impl Iterator<Item = (u32, T)>) -> Vec<u32> {
    let Some(first) = amounts.next() else { return Vec::new() };
    let ends = amounts.fold([first, first], |[least, most], next| {
        [if next.1 < least.1 { next } else { least }, if next.1 >= most.1 { next } else { most }]
    });
    ends.map(|(row, _)| row).to_vec()
}

/// A look that a cell of such a row may have, as its position among all of them.
pub(super) mod look {
    pub const TEXT: usize = 0;
    pub const WRAP: usize = 1;
    pub const CENTRE: usize = 2;
    pub const DATE: usize = 3;
    pub const MONEY: usize = 4;
    /// The first of the outcomes.
    pub const OUTCOME: usize = 5;
}

const OUTCOMES: [Outcome; 4] =
    [Outcome::Reconciled, Outcome::Unplanned, Outcome::Suspense, Outcome::Excluded];

/// A cell for each look, in the order of [`look`].
fn looks() -> Arc<[Cell]> {
    let styles = [Style::Text, Style::Wrap, Style::Centre, Style::Date];
    let plain = styles.map(|style| Cell::new(Content::Empty, style));
    let money = Cell::money(Euros::ZERO);
    plain.into_iter().chain([money]).chain(OUTCOMES.map(labels::outcome)).collect()
}

/// Puts file, sheet and cell of a place, as three cells.
pub(super) fn put_place(place: &Place, put: Put<'_>) {
    put(look::WRAP, Lent::Name(place.file()));
    put(look::TEXT, Lent::name(place.sheet().as_deref()));
    match place.spot() {
        Spot::Cell(cell) => put(look::WRAP, Lent::Text(&cell.signs())),
        spot => put(look::WRAP, Lent::Said(&Said::from(spot))),
    }
}

/// Puts a text of an input.
pub(super) fn put_shown(text: Option<&str>, style: usize, put: Put<'_>) {
    match text {
        Some(text) => put(style, Lent::Text(&shown(text))),
        None => put(style, Lent::Empty),
    }
}

/// Puts a value as its signs.
pub(super) fn put_signs<T: InSigns>(value: Option<T>, style: usize, put: Put<'_>) {
    match value {
        Some(value) => put(style, Lent::Text(&value.signs())),
        None => put(style, Lent::Empty),
    }
}

fn cells(index: usize, settled: &SettledEntry<'_>, put: Put<'_>) {
    let entry = &settled.entry;
    put(look::TEXT, Lent::Text(&id('e', index)));
    put_place(&entry.place(), put);
    put_shown(Some(&entry.raw()), look::TEXT, put);
    put(look::MONEY, Lent::Money(entry.amount));
    put_signs(settled.means.activity, look::CENTRE, put);
    put(look::TEXT, settled.means.source.map_or(Lent::Empty, |source| Lent::Word(source.word())));
    put(look::WRAP, Lent::name(settled.means.body.as_ref().map(|body| &*body.0)));
    put(look::WRAP, Lent::name(settled.means.donor.as_ref().map(|donor| &*donor.0)));
    put(look::DATE, entry.date.map_or(Lent::Empty, Lent::Date));
    put_signs(entry.quarter, look::CENTRE, put);
    put_shown(entry.document().as_deref(), look::WRAP, put);
    put_shown(entry.description().as_deref(), look::WRAP, put);
    let outcome = OUTCOMES.iter().position(|outcome| *outcome == settled.outcome);
    let word = Lent::Word(labels::outcome_word(settled.outcome));
    put(look::OUTCOME + outcome.unwrap_or_default(), word);
    put(look::TEXT, Lent::Word(labels::matched_by(settled.means.matched_by)));
    put(look::WRAP, settled.remarks.reason.as_ref().map_or(Lent::Empty, Lent::Said));
    put_shown(entry.words.reason.as_deref(), look::WRAP, put);
}
