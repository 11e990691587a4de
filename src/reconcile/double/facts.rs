//! What can tell whether two entries are one payment, once for each entry that shares enough with
//! another. In: entries of one amount. Out: facts that are quick to compare.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use super::comparable::Comparable;
use super::sheets::Sheets;
use crate::matching::may_spend;
use crate::model::{
    ActivityCode, BodyName, Date, DonorName, Euros, Plan, Quarter, Source, Spot, fold,
};
use crate::reconcile::Entries;

/// One entry.
#[derive(Debug)]
pub(super) struct Fact {
    /// The entry.
    pub index: usize,
    pub amount: Euros,
    pub activity: Option<ActivityCode>,
    pub source: Option<Source>,
    /// Number of its sheet, in [`Sheets`].
    pub sheet: u32,
    /// Table and row in it.
    pub row: Option<(u32, u32)>,
    /// Number of its body; 0 where none is known.
    pub body: u32,
    /// Number of its donor; 0 where none is known.
    pub donor: u32,
    /// The plan lets the body spend on the activity: as lead, partner or holder.
    pub takes_part: bool,
    pub date: Option<Date>,
    pub quarter: Option<Quarter>,
    /// Number of its document, where it tells documents apart.
    pub document: Option<u32>,
    /// Number of its description, in [`Facts::descriptions`].
    pub description: Option<u32>,
    /// The sheet has the amount for the activity several times.
    pub often: bool,
}

impl Fact {
    pub(super) fn side(&self) -> Side {
        (self.sheet, self.body, self.source, self.donor)
    }
}

/// A description, folded. Its words are made for those that are compared: of very many, few are.
#[derive(Debug)]
pub(super) struct Description {
    folded: String,
    words: OnceCell<BTreeSet<String>>,
}

impl Description {
    fn new(folded: &str) -> Self {
        Description { folded: folded.to_owned(), words: OnceCell::new() }
    }

    pub(super) fn words(&self) -> &BTreeSet<String> {
        self.words.get_or_init(|| self.folded.split(' ').map(str::to_owned).collect())
    }
}

/// The entries of one amount that share enough with each other, and what stays known from one amount
/// to the next.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub plan: &'a Plan,
    pub sheets: &'a Sheets,
    /// Activities for which the plan has the same amount from budget and from donation.
    pub halves: &'a BTreeSet<ActivityCode>,
    /// The entries.
    pub all: Vec<Fact>,
    /// Their descriptions, each once.
    pub descriptions: Vec<Description>,
    bodies: BTreeMap<&'a BodyName, u32>,
    donors: BTreeMap<&'a DonorName, u32>,
    parts: BTreeMap<(ActivityCode, u32), bool>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        sheets: &'a Sheets,
        halves: &'a BTreeSet<ActivityCode>,
    ) -> Self {
        Facts {
            plan,
            sheets,
            halves,
            all: Vec::new(),
            descriptions: Vec::new(),
            bodies: BTreeMap::new(),
            donors: BTreeMap::new(),
            parts: BTreeMap::new(),
        }
    }

    /// Turns to the entries of another amount.
    pub(super) fn turn_to(&mut self, entries: &'a Entries, found: &[Comparable]) {
        self.all.clear();
        self.descriptions.clear();
        let mut documents: BTreeMap<String, u32> = BTreeMap::new();
        let mut descriptions: BTreeMap<String, u32> = BTreeMap::new();
        for (found, settled) in
            found.iter().filter_map(|found| Some((found, entries.get(found.index)?)))
        {
            let entry = &settled.entry;
            let next = number(self.bodies.len()) + 1;
            let body = settled.means.body.as_ref();
            let body = body.map_or(0, |body| *self.bodies.entry(body).or_insert(next));
            let next = number(self.donors.len()) + 1;
            let donor = settled.means.donor.as_ref();
            let donor = donor.map_or(0, |donor| *self.donors.entry(donor).or_insert(next));
            let takes_part = match (settled.means.activity, &settled.means.body) {
                (Some(activity), Some(name)) => *self
                    .parts
                    .entry((activity, body))
                    .or_insert_with(|| may_spend(self.plan, activity, name)),
                _ => false,
            };
            let document = entry.document();
            let document =
                document.and_then(|text| telling_number(&text, self.plan.year)).map(|telling| {
                    let next = number(documents.len());
                    *documents.entry(telling).or_insert(next)
                });
            let description = entry.description().map(|text| fold(&text));
            let description = description.filter(|folded| folded.len() >= 4).map(|folded| {
                let next = number(self.descriptions.len());
                *descriptions.entry(folded).or_insert_with_key(|folded| {
                    self.descriptions.push(Description::new(folded));
                    next
                })
            });
            self.all.push(Fact {
                index: found.index,
                amount: entry.amount,
                activity: settled.means.activity,
                source: settled.means.source,
                sheet: found.sheet,
                row: row(entry.spot),
                body,
                donor,
                takes_part,
                date: entry.date,
                quarter: entry.quarter,
                document,
                description,
                often: found.often,
            });
        }
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn row(spot: Spot) -> Option<(u32, u32)> {
    match spot {
        Spot::Cell(cell) => Some((0, cell.row)),
        Spot::Line(line) => Some((0, line)),
        Spot::TableCell { table, row, .. } => Some((table, row)),
        Spot::Whole | Spot::Paragraph(_) => None,
    }
}

/// What is telling in a document's number: words without a digit ("Invoice", "br.") say nothing, and
/// a number that any office has ("1", "n/a", the year) tells no documents apart.
pub(in crate::reconcile) fn telling_number(text: &str, year: Option<i16>) -> Option<String> {
    /// Fewer signs than this are nobody's own number.
    const LEAST: usize = 3;
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let mut signs = 0;
    let mut number = String::new();
    for word in text.split_whitespace().filter(|word| has_digit(word) || word.len() == 1) {
        // "br.12/20" is 12/20; "UG-77" is a number of its own.
        let bare = match word.split_once(['.', ':']) {
            Some((front, rest)) if !has_digit(front) => rest,
            _ => word,
        };
        for part in fold(bare).split([' ', '.', ',']) {
            let part = part.trim_start_matches('0');
            if !part.is_empty() {
                signs += part.len();
                number.push_str(part);
                number.push(' ');
            }
        }
    }
    let number = number.trim_end();
    let is_year = year.is_some_and(|year| number == year.to_string());
    (has_digit(number) && signs >= LEAST && !is_year).then(|| number.to_owned())
}

/// Activities for which the plan has the same amount from budget and from donation: two equal halves
/// are what it wants.
pub(super) fn halves(plan: &Plan) -> BTreeSet<ActivityCode> {
    let planned = |source| -> BTreeSet<(ActivityCode, Euros)> {
        plan.lines
            .iter()
            .filter(|line| line.source == source)
            .filter_map(|line| Some((line.activity, line.planned?)))
            .collect()
    };
    let (budget, donation) = (planned(Source::Budget), planned(Source::Donation));
    budget.intersection(&donation).map(|(activity, _)| *activity).collect()
}
