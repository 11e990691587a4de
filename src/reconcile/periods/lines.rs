//! The lines of one body's part of a sheet, so that two sheets can be held against each other. In:
//! entries. Out: amounts by what they are for, and payments that can be known again. Never a zero, which
//! repeats nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::super::double::telling_number;
use super::{Part, Span};
use crate::language::Said;
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

/// The same, and the payment as the sheet describes it. What tells most lines apart comes first: a million
/// of them are put in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub date: Option<Date>,
    pub document: String,
    pub description: String,
    pub purpose: Purpose,
    /// The quarter, where the line itself says it.
    pub quarter: Option<Quarter>,
}

/// A payment that is known again where it stands in another sheet: what it is for, and its document, its
/// day or both. Words that describe it are no mark: quarters describe their totals alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    date: Option<Date>,
    document: Option<String>,
    purpose: Purpose,
}

/// Amounts by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Of each line, the largest first.
    pub amounts: BTreeMap<Key, Vec<Euros>>,
    /// Sums of what is for the same.
    pub purposes: BTreeMap<Purpose, Euros>,
    pub count: usize,
    /// What lines with a zero are for: they say that there is nothing.
    none_for: BTreeSet<Purpose>,
    /// Of each payment that can be known again, the largest first.
    payments: BTreeMap<Mark, Vec<Euros>>,
    /// Lines that have no mark.
    unmarked: usize,
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
    fn is_about(&self, other: &Purpose) -> bool {
        (self.activity, &self.words) == (other.activity, &other.words)
    }

    fn may_be(&self, other: &Purpose) -> bool {
        fn agree<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            one.is_none() || other.is_none() || one == other
        }
        agree(&self.source, &other.source)
            && agree(&self.holder, &other.holder)
            && agree(&self.donor, &other.donor)
    }

    /// "1.1.1 from the budget".
    pub(super) fn label(&self) -> Said {
        let what = match self.activity {
            Some(code) => code.to_string(),
            None => self.words.clone(),
        };
        match self.source {
            Some(source) => {
                Said::new("{what} from {source}").with_data("what", what).with("source", source)
            }
            None => Said::data(what),
        }
    }
}

impl Lines {
    pub(super) fn of(part: &Part<'_>, matcher: &Matcher<'_>, year: Option<i16>) -> Self {
        // What is doubtful about an entry is said when it is settled.
        let sender = matcher.sender(part.sheet, &mut Vec::new());
        let folded = |text: Option<&str>| text.map(fold).unwrap_or_default();
        let mut lines = Lines::default();
        for entry in part.entries() {
            let meant = matcher.meaning(&entry, &sender, &mut Vec::new());
            let said = entry.words.code.as_ref().or(entry.words.title.as_ref());
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
            if entry.amount.is_zero() {
                lines.none_for.insert(purpose);
                continue;
            }
            *lines.purposes.entry(purpose.clone()).or_default() += entry.amount;
            let document = entry.document().and_then(|text| telling_number(&text, year));
            match document.is_some() || entry.date.is_some() {
                true => {
                    let mark = Mark { purpose: purpose.clone(), document, date: entry.date };
                    lines.payments.entry(mark).or_default().push(entry.amount);
                }
                false => lines.unmarked += 1,
            }
            let key = Key {
                purpose,
                document: folded(entry.document().as_deref()),
                description: folded(entry.description().as_deref()),
                date: entry.date,
                quarter: entry.quarter.filter(|_| !entry.quarter_of_sheet),
            };
            lines.amounts.entry(key).or_default().push(entry.amount);
            lines.count += 1;
        }
        for amounts in lines.amounts.values_mut().chain(lines.payments.values_mut()) {
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

    /// Whether this sheet has the payments of an earlier one again, and more: each line by its document or
    /// its day, the amount equal or grown; or as payments dated in the earlier one's `span`.
    pub(super) fn has_payments_of(&self, earlier: &Lines, span: Span) -> bool {
        self.repeats_marked(earlier) || self.dates_show(earlier, span)
    }

    fn repeats_marked(&self, earlier: &Lines) -> bool {
        // One number on every line is that of a contract or a decision, and tells no payment.
        let marks: BTreeSet<_> =
            earlier.payments.keys().map(|mark| (&mark.document, mark.date)).collect();
        let tells = marks.len() > 1 || marks.iter().any(|(_, date)| date.is_some());
        if earlier.unmarked > 0 || !tells {
            return false;
        }
        let mut grown = self.count > earlier.count;
        for (mark, before) in &earlier.payments {
            let Some(now) = self.payments.get(mark).filter(|now| now.len() >= before.len()) else {
                return false;
            };
            if now.iter().zip(before).any(|(now, before)| now < before) {
                return false;
            }
            grown |= now.iter().zip(before).any(|(now, before)| now > before);
        }
        grown
    }

    /// The earlier sheet has sums without a day, and this one the payments, by their days in the
    /// earlier one's period, that come to exactly these; and others.
    fn dates_show(&self, earlier: &Lines, span: Span) -> bool {
        let within = |date: Date| {
            let month = u8::try_from(date.month()).unwrap_or_default();
            span.year.is_none_or(|year| year == date.year())
                && (span.from..=span.to).contains(&month)
        };
        if earlier.payments.keys().any(|mark| mark.date.is_some()) {
            return false;
        }
        let mut sums: BTreeMap<&Purpose, Euros> = BTreeMap::new();
        let mut count = 0;
        for (mark, amounts) in &self.payments {
            if mark.date.is_some_and(within) {
                *sums.entry(&mark.purpose).or_default() += amounts.iter().copied().sum::<Euros>();
                count += amounts.len();
            }
        }
        count > 1
            && count < self.count
            && sums.into_iter().eq(earlier.purposes.iter().map(|(p, s)| (p, *s)))
    }

    /// Whether this sheet says anything, a zero too, about what the other has money for. Where one of
    /// them does not say the source, the holder or the donor, it may be the same. Nothing is known of
    /// sheets without lines to look at.
    pub(super) fn speaks_of(&self, other: &Lines) -> bool {
        let first = |purpose: &Purpose| Purpose {
            activity: purpose.activity,
            words: purpose.words.clone(),
            source: None,
            holder: None,
            donor: None,
        };
        other.purposes.keys().any(|purpose| {
            let own = self.purposes.range(first(purpose)..).map(|(own, _)| own);
            let zero = self.none_for.range(first(purpose)..);
            own.take_while(|own| own.is_about(purpose)).any(|own| own.may_be(purpose))
                || zero.take_while(|own| own.is_about(purpose)).any(|own| own.may_be(purpose))
        })
    }

    /// The lines that both have with the same amount: their sum, and how many.
    pub(super) fn shared(&self, other: &Lines) -> (Euros, usize) {
        let (mut sum, mut count) = (Euros::ZERO, 0);
        // Both are in order, so that each is gone through once.
        let mut others = other.amounts.iter().peekable();
        for (key, amounts) in &self.amounts {
            while others.next_if(|(other, _)| *other < key).is_some() {}
            if let Some((_, found)) = others.next_if(|(other, _)| *other == key) {
                let (more, lines) = common(amounts, found);
                sum += more;
                count += lines;
            }
        }
        (sum, count)
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
