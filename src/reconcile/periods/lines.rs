//! The lines of one body's part of a sheet, so that two sheets can be held against each other. In:
//! entries. Out: amounts by what they are for. Never a zero, which repeats nothing.

use std::collections::BTreeMap;

use super::Part;
use crate::matching::Matcher;
use crate::model::{ActivityCode, BodyName, Date, DonorName, Euros, Quarter, Source, fold};

/// What money is for: the activity, or the words where none is known, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Purpose {
    pub activity: Option<ActivityCode>,
    pub words: String,
    pub source: Option<Source>,
    pub holder: Option<BodyName>,
    pub donor: Option<DonorName>,
}

/// The same, and the payment as the sheet describes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub purpose: Purpose,
    pub document: String,
    pub description: String,
    pub date: Option<Date>,
    /// The quarter, where the line itself says it.
    pub quarter: Option<Quarter>,
}

/// Amounts by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Of each line, the largest first.
    pub amounts: BTreeMap<Key, Vec<Euros>>,
    /// Sums of what is for the same.
    pub purposes: BTreeMap<Purpose, Euros>,
    pub count: usize,
}

/// How one sheet repeats another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    /// Not every line of it.
    No,
    /// Every line and nothing else.
    Same,
    /// Every line, with amounts that only grew or stayed, or with new lines.
    More,
}

impl Purpose {
    /// "1.1.1 from the budget".
    pub(super) fn label(&self) -> String {
        let what = match self.activity {
            Some(code) => code.to_string(),
            None => self.words.clone(),
        };
        match self.source {
            Some(source) => format!("{what} from {}", source.word()),
            None => what,
        }
    }
}

impl Lines {
    pub(super) fn of(part: &Part<'_>, matcher: &Matcher<'_>) -> Self {
        // What is doubtful about an entry is said when it is settled.
        let sender = matcher.sender(part.sheet, &mut Vec::new());
        let folded = |text: Option<&str>| text.map(fold).unwrap_or_default();
        let mut lines = Lines::default();
        for entry in part.entries.iter().filter(|entry| !entry.amount.is_zero()) {
            let meant = matcher.attribute(entry, &sender, &mut Vec::new());
            let said = entry.code.as_ref().or(entry.title.as_ref());
            let words = match meant.activity {
                Some(_) => String::new(),
                None => folded(said.map(|said| &*said.value)),
            };
            let purpose = Purpose {
                activity: meant.activity,
                words,
                source: meant.source,
                holder: meant.holder,
                donor: meant.donor,
            };
            *lines.purposes.entry(purpose.clone()).or_default() += entry.amount;
            let key = Key {
                purpose,
                document: folded(entry.document.as_deref()),
                description: folded(entry.description.as_deref()),
                date: entry.date,
                quarter: entry.quarter.filter(|_| !entry.quarter_of_sheet),
            };
            lines.amounts.entry(key).or_default().push(entry.amount);
            lines.count += 1;
        }
        for amounts in lines.amounts.values_mut() {
            amounts.sort_by(|a, b| b.cmp(a));
        }
        lines
    }

    /// How this sheet repeats an earlier one. Dated payments have to be repeated exactly.
    pub(super) fn repeat(&self, earlier: &Lines) -> Repeats {
        let mut grown = self.count > earlier.count;
        for (key, amounts) in &earlier.amounts {
            let Some(own) = self.amounts.get(key).filter(|own| own.len() >= amounts.len()) else {
                return Repeats::No;
            };
            if key.date.is_some() {
                if common(own, amounts).1 < amounts.len() {
                    return Repeats::No;
                }
                continue;
            }
            for (now, before) in own.iter().zip(amounts) {
                if now < before {
                    return Repeats::No;
                }
                grown |= now > before;
            }
        }
        if grown { Repeats::More } else { Repeats::Same }
    }

    /// The lines that both have with the same amount: their sum, and how many.
    pub(super) fn shared(&self, other: &Lines) -> (Euros, usize) {
        let of_key = |(key, amounts): (&Key, &Vec<Euros>)| {
            other.amounts.get(key).map_or((Euros::ZERO, 0), |found| common(amounts, found))
        };
        self.amounts
            .iter()
            .map(of_key)
            .fold((Euros::ZERO, 0), |(sum, count), (more, lines)| (sum + more, count + lines))
    }

    /// The sum of the lines that are for something this sheet has a line for too, and how many
    /// purposes there are of that kind.
    pub(super) fn for_the_same(&self, earlier: &Lines) -> (Euros, usize) {
        let also = earlier.purposes.iter().filter(|(key, _)| self.purposes.contains_key(key));
        also.fold((Euros::ZERO, 0), |(sum, count), (_, amount)| (sum + *amount, count + 1))
    }

    /// Whether a payment is described, so that the same line is the same payment.
    pub(super) fn describe_payments(&self) -> bool {
        let described = |key: &Key| {
            !key.document.is_empty() || !key.description.is_empty() || key.date.is_some()
        };
        self.amounts.keys().all(described)
    }
}

/// What two descending lists have in common: the sum, and how many.
fn common(one: &[Euros], other: &[Euros]) -> (Euros, usize) {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let (mut sum, mut count) = (Euros::ZERO, 0);
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match b.cmp(a) {
            std::cmp::Ordering::Less => drop(one.next()),
            std::cmp::Ordering::Greater => drop(other.next()),
            std::cmp::Ordering::Equal => {
                sum += **a;
                count += 1;
                one.next();
                other.next();
            }
        }
    }
    (sum, count)
}
