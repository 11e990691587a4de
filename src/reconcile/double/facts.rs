//! What can tell whether two entries are one payment, once for each entry. In: settled entries. Out:
//! facts that are quick to compare. What was reversed is left out: 100 and −100 cancel each other, so
//! that 100, −100, 100 is one payment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::comparable::comparable;
use super::{Side, may_be_double};
use crate::matching::may_spend;
use crate::model::{
    ActivityCode, BodyName, Date, DonorName, Euros, Plan, Quarter, Source, Spot, fold,
};
use crate::reconcile::{DecisionResult, Outcome, SettledEntry};
use crate::vocabulary::Vocabulary;

/// From this often on an amount repeats in a sheet: rents, fees, daily allowances.
const OFTEN: usize = 3;

/// One entry.
#[derive(Debug)]
pub(super) struct Fact {
    /// The entry.
    pub index: usize,
    pub amount: Euros,
    pub activity: Option<ActivityCode>,
    pub source: Option<Source>,
    /// Number of its sheet, in [`Facts::sheets`].
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

/// All entries that may be claimed twice and share enough with another.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub plan: &'a Plan,
    pub all: Vec<Fact>,
    /// The words of each description.
    pub descriptions: Vec<BTreeSet<String>>,
    /// Months and quarters that the name of each sheet says.
    pub sheets: Vec<Vec<String>>,
    /// Activities for which the plan has the same amount from budget and from donation.
    pub halves: BTreeSet<ActivityCode>,
}

/// Numbers for texts: equal texts have the same.
#[derive(Debug, Default)]
struct Numbers<'a>(BTreeMap<&'a str, Option<u32>>);

impl<'a> Numbers<'a> {
    /// The number of a text; `make` says what a new one gets.
    fn of(&mut self, text: &'a str, make: impl FnOnce() -> Option<u32>) -> Option<u32> {
        *self.0.entry(text).or_insert_with(make)
    }
}

impl<'a> Facts<'a> {
    pub(super) fn gather(
        plan: &'a Plan,
        entries: &[SettledEntry],
        decisions: &[DecisionResult],
        vocabulary: &Vocabulary,
    ) -> Self {
        let reversed = reversed(entries);
        let mut facts = Facts {
            plan,
            all: Vec::new(),
            descriptions: Vec::new(),
            sheets: Vec::new(),
            halves: halves(plan),
        };
        let mut documents = Numbers::default();
        let mut known_documents: BTreeMap<String, u32> = BTreeMap::new();
        let mut descriptions = Numbers::default();
        let mut known_descriptions: BTreeMap<String, u32> = BTreeMap::new();
        let mut sheets: BTreeMap<(&Arc<str>, &Option<Arc<str>>), u32> = BTreeMap::new();
        let mut bodies: BTreeMap<&BodyName, u32> = BTreeMap::new();
        let mut donors: BTreeMap<&DonorName, u32> = BTreeMap::new();
        let mut parts: BTreeMap<(ActivityCode, u32), bool> = BTreeMap::new();
        let candidates = entries.iter().enumerate().filter(|(index, settled)| {
            may_be_double(settled, decisions) && !reversed.contains(index)
        });
        let candidates = comparable(entries, candidates.map(|(index, _)| index), plan.year);
        for (index, settled) in
            candidates.into_iter().filter_map(|index| Some((index, entries.get(index)?)))
        {
            let entry = &settled.entry;
            let next = number(sheets.len());
            let sheet = *sheets.entry((entry.place.file(), entry.place.sheet())).or_insert(next);
            if sheet == next {
                facts.sheets.push(times(entry.place.sheet().as_deref(), vocabulary));
            }
            let next = number(bodies.len()) + 1;
            let body = settled.body.as_ref().map_or(0, |body| *bodies.entry(body).or_insert(next));
            let next = number(donors.len()) + 1;
            let donor =
                settled.donor.as_ref().map_or(0, |donor| *donors.entry(donor).or_insert(next));
            let takes_part = match (settled.activity, &settled.body) {
                (Some(activity), Some(name)) => *parts
                    .entry((activity, body))
                    .or_insert_with(|| may_spend(plan, activity, name)),
                _ => false,
            };
            let document = entry.document.as_deref().and_then(|text| {
                documents.of(text, || {
                    let telling = telling_number(text, plan.year)?;
                    let next = number(known_documents.len());
                    Some(*known_documents.entry(telling).or_insert(next))
                })
            });
            let all_words = &mut facts.descriptions;
            let description = entry.description.as_deref().and_then(|text| {
                descriptions.of(text, || {
                    let folded = fold(text);
                    if folded.len() < 4 {
                        return None;
                    }
                    let words = folded.split(' ').map(str::to_owned).collect();
                    Some(*known_descriptions.entry(folded).or_insert_with(|| {
                        all_words.push(words);
                        number(all_words.len() - 1)
                    }))
                })
            });
            facts.all.push(Fact {
                index,
                amount: entry.amount,
                activity: settled.activity,
                source: settled.source,
                sheet,
                row: row(entry.place.spot),
                body,
                donor,
                takes_part,
                date: entry.date,
                quarter: entry.quarter,
                document,
                description,
                often: false,
            });
        }
        facts.count();
        facts
    }

    /// Marks amounts that a sheet has often for one activity.
    fn count(&mut self) {
        type Key = (u32, Option<ActivityCode>, Euros);
        let key = |fact: &Fact| -> Key { (fact.sheet, fact.activity, fact.amount) };
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for fact in &self.all {
            *counts.entry(key(fact)).or_default() += 1;
        }
        for fact in &mut self.all {
            fact.often = counts.get(&key(fact)).is_some_and(|count| *count >= OFTEN);
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

/// Months and quarters that a sheet's name says: "Januar" and "Februar" are other payments.
fn times(name: Option<&str>, vocabulary: &Vocabulary) -> Vec<String> {
    let folded = fold(name.unwrap_or_default());
    folded
        .split(' ')
        .filter_map(|word| vocabulary.when(word))
        .map(|when| when.to_string())
        .collect()
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
fn halves(plan: &Plan) -> BTreeSet<ActivityCode> {
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

/// A body's account of one activity and source, and an amount without its sign.
type Account<'a> = (Option<&'a BodyName>, Option<ActivityCode>, Option<Source>, Euros);

/// Payments that were taken back, as indexes: for each amount below zero the payment of the same
/// amount on the same account, of the same document where there is one, else the last before it.
fn reversed(entries: &[SettledEntry]) -> BTreeSet<usize> {
    let negative = |settled: &&SettledEntry| settled.entry.amount.is_negative();
    let counts = |settled: &SettledEntry| settled.outcome != Outcome::Excluded;
    let account =
        |settled: &'_ SettledEntry| (settled.activity, settled.source, settled.entry.amount.abs());
    // Only accounts with something taken back matter.
    let touched: BTreeSet<_> = entries.iter().filter(negative).map(account).collect();
    if touched.is_empty() {
        return BTreeSet::new();
    }
    let mut by_account: BTreeMap<Account<'_>, Vec<usize>> = BTreeMap::new();
    let mut by_document: BTreeMap<(Account<'_>, &str), Vec<usize>> = BTreeMap::new();
    let mut taken_back: Vec<(Account<'_>, Option<&str>)> = Vec::new();
    for (index, settled) in entries.iter().enumerate().filter(|(_, settled)| counts(settled)) {
        let key = account(settled);
        if !touched.contains(&key) {
            continue;
        }
        let account = (settled.body.as_ref(), key.0, key.1, key.2);
        let document = settled.entry.document.as_deref();
        if settled.entry.amount.is_negative() {
            taken_back.push((account, document));
            continue;
        }
        by_account.entry(account).or_default().push(index);
        if let Some(document) = document {
            by_document.entry((account, document)).or_default().push(index);
        }
    }
    let mut reversed = BTreeSet::new();
    // Those with a document first, so that none without takes their payment away.
    taken_back.sort_by_key(|(_, document)| document.is_none());
    for (account, document) in taken_back {
        let of_document = document
            .and_then(|document| by_document.get_mut(&(account, document)))
            .and_then(|payments| free(payments, &reversed));
        let found = of_document
            .or_else(|| by_account.get_mut(&account).and_then(|all| free(all, &reversed)));
        reversed.extend(found);
    }
    reversed
}

/// Takes the last that is not taken yet.
fn free(payments: &mut Vec<usize>, taken: &BTreeSet<usize>) -> Option<usize> {
    while let Some(last) = payments.pop() {
        if !taken.contains(&last) {
            return Some(last);
        }
    }
    None
}
