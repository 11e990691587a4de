//! The money of one activity. In: the cells that say how much and from where. Out: plan lines and
//! findings. Never drops an amount without a finding, and never counts one that is not clear.

use super::bodies::Names;
use super::draft::{Field, RawActivity, is_money};
use super::estimate::{self, Estimate, Item, Marks};
use super::register::says_yes;
use super::source::{self, Origin};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Euros, Holder, PlanLine, Source, fold, tidy};
use crate::sheet::Value;
use crate::vocabulary::{Heading, Vocabulary};

/// The lines of one activity, and whether it says that no funding is required.
pub(super) struct Money {
    pub lines: Vec<PlanLine>,
    pub no_funding: bool,
}

/// Reads the money of an activity, all its rows.
pub(super) fn read(
    activity: &RawActivity,
    marks: Marks,
    names: &mut Names<'_>,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Finding>,
) -> Money {
    let mut reader = Reader {
        activity,
        marks,
        names,
        vocabulary,
        findings,
        lines: Vec::new(),
        no_funding: false,
        refused: false,
    };
    for row in &activity.money {
        reader.row(row);
    }
    let Reader { lines, no_funding, refused, .. } = reader;
    let place = || {
        let cell = activity.money.iter().flatten().find(|f| is_amount(f.heading));
        cell.map_or_else(|| activity.place.clone(), |f| f.place.clone())
    };
    let planned = lines.iter().filter_map(|line| line.planned).sum::<Euros>();
    if no_funding && !planned.is_zero() {
        findings.push(
            Finding::new(Code::CostAndNoFunding, place())
                .detail("code", activity.code)
                .amount(planned),
        );
    }
    if lines.is_empty() && !no_funding && !refused {
        findings.push(Finding::new(Code::NoEstimate, place()).detail("code", activity.code));
    }
    Money { lines, no_funding }
}

/// What the cells of a row add up to, where all of it can be read: for findings only.
pub(super) fn total(money: &[Field], vocabulary: &Vocabulary) -> Option<Euros> {
    let mut sum = None;
    for field in money.iter().filter(|field| is_amount(field.heading)) {
        let amount = match &field.value {
            Value::Number(number) => Euros::from_decimal(*number).ok()?,
            _ => match estimate::read(&field.text, Marks::default(), vocabulary) {
                Estimate::Amounts(items) => items.iter().map(|item| item.amount).sum(),
                _ => continue,
            },
        };
        sum = Some(sum.unwrap_or_default() + amount);
    }
    sum
}

/// The columns that hold amounts.
pub(super) fn is_amount(heading: Heading) -> bool {
    is_money(heading)
        && !matches!(
            heading,
            Heading::Source | Heading::Holder | Heading::Donor | Heading::NoFunding
        )
}

struct Reader<'r, 'n> {
    activity: &'r RawActivity,
    marks: Marks,
    names: &'r mut Names<'n>,
    vocabulary: &'r Vocabulary,
    findings: &'r mut Vec<Finding>,
    lines: Vec<PlanLine>,
    no_funding: bool,
    // Something was said about money and could not be used; a finding says so.
    refused: bool,
}

impl Reader<'_, '_> {
    fn row(&mut self, row: &[Field]) {
        let field =
            |heading| row.iter().find(|f| f.heading == heading && !f.text.trim().is_empty());
        if let Some(cell) = field(Heading::NoFunding) {
            self.no_funding |= says_yes(&cell.text, self.vocabulary);
        }
        let origin = match self.origin_in(row) {
            Ok(origin) => origin,
            Err(cell) => {
                self.refuse(&cell, "it names no source of funding", total(row, self.vocabulary));
                return;
            }
        };
        let before = self.lines.len();
        let mut filled = false;
        for cell in row.iter().filter(|cell| is_amount(cell.heading)) {
            filled |= !cell.text.trim().is_empty();
            let beside = origin.clone().or_else(|| match cell.heading {
                Heading::SpentBudget => Some(Origin::of(Source::Budget)),
                Heading::SpentDonation => Some(Origin::of(Source::Donation)),
                _ => None,
            });
            self.cell(cell, beside);
        }
        // A source whose amount is left open.
        if let (Some(origin), false) = (origin, filled)
            && self.lines.len() == before
        {
            let place = row
                .iter()
                .find(|f| is_amount(f.heading))
                .or_else(|| field(Heading::Source))
                .map_or_else(|| self.activity.place.clone(), |f| f.place.clone());
            self.findings.push(
                Finding::new(Code::NoEstimate, place.clone()).detail("code", self.activity.code),
            );
            self.push(origin, None, place);
        }
    }

    /// What the columns for source, holder and donor say together.
    fn origin_in(&mut self, row: &[Field]) -> Result<Option<Origin>, Box<Field>> {
        let field =
            |heading| row.iter().find(|f| f.heading == heading && !f.text.trim().is_empty());
        let mut origin = None;
        if let Some(cell) = field(Heading::Source) {
            if self.vocabulary.no_funding(&cell.text) {
                self.no_funding = true;
            } else {
                let read = source::read(&cell.text, self.names, self.vocabulary, &cell.place);
                origin = Some(read.ok_or_else(|| Box::new(cell.clone()))?);
            }
        }
        if let Some(cell) = field(Heading::Holder) {
            let known = self.names.known(&cell.text, &cell.place);
            let holder = match known {
                Some(body) => Holder::Body(body),
                None => {
                    let read = source::read(&cell.text, self.names, self.vocabulary, &cell.place);
                    match read.map(|origin| origin.holder) {
                        Some(Holder::NotNamed) | None => {
                            match self.names.cell(&cell.text, &cell.place).first() {
                                Some(mention) => Holder::Body(mention.body.clone()),
                                None => Holder::NotNamed,
                            }
                        }
                        Some(holder) => holder,
                    }
                }
            };
            let origin = origin.get_or_insert_with(|| Origin::of(Source::Budget));
            if origin.source == Source::Budget {
                origin.holder = holder;
            }
        }
        if let Some(cell) = field(Heading::Donor) {
            let name = tidy(&cell.text);
            let origin = origin.get_or_insert_with(|| Origin::of(Source::Donation));
            // Names on lines of their own are as many names.
            let names = cell.text.trim().replace('\n', ",");
            if origin.source == Source::Donation && !origin.names_donors(&names, self.vocabulary) {
                origin.donor = Some(crate::model::DonorName::new(&name));
            }
        }
        Ok(origin)
    }

    fn cell(&mut self, cell: &Field, beside: Option<Origin>) {
        if cell.text.trim().is_empty() {
            return;
        }
        match &cell.value {
            Value::Number(number) => match Euros::from_decimal(*number) {
                Ok(amount) if amount.is_negative() => {
                    self.refuse(cell, "an amount below zero is no estimate", Some(amount));
                }
                Ok(amount) if self.is_foreign(cell) => {
                    self.refuse(cell, "the amount is in another currency", Some(amount));
                }
                Ok(amount) => {
                    let item =
                        Item { amount, words: String::new(), currency: true, decided: false };
                    self.items(cell, vec![item], beside);
                }
                Err(_) => self.refuse(cell, "the number is no amount of euros and cents", None),
            },
            Value::Text(_) => match estimate::read(&cell.text, self.marks, self.vocabulary) {
                Estimate::Blank => {}
                Estimate::NotUnderstood(why) => self.refuse(cell, why, None),
                Estimate::Words(words) => self.words(cell, &words),
                Estimate::Amounts(items) => self.items(cell, items, beside),
            },
            _ => self.refuse(cell, "the cell holds no amount", None),
        }
    }

    /// The number format of the cell shows another currency.
    fn is_foreign(&self, cell: &Field) -> bool {
        let Some(format) = &cell.format else {
            return false;
        };
        let sign = format.split("[$").nth(1).and_then(|rest| rest.split(['-', ']']).next());
        let quoted = format.split('"').nth(1);
        [sign, quoted].into_iter().flatten().any(|sign| self.vocabulary.is_other_currency(sign))
    }

    /// Words without an amount: no funding required, or a source that is left open.
    fn words(&mut self, cell: &Field, words: &str) {
        if self.says_no_funding(words) {
            self.no_funding = true;
            return;
        }
        match source::read(words, self.names, self.vocabulary, &cell.place) {
            Some(origin) if origin.source != Source::Unnamed => {
                self.findings.push(
                    Finding::new(Code::NoEstimate, cell.place.clone())
                        .read(tidy(&cell.text))
                        .detail("code", self.activity.code),
                );
                self.push(origin, None, cell.place.clone());
            }
            _ => self.refuse(cell, "it holds no amount", None),
        }
    }

    /// "No funding required", also with a remark behind it.
    fn says_no_funding(&self, words: &str) -> bool {
        let all: Vec<&str> = words.split(' ').collect();
        (1..=all.len().min(6))
            .any(|to| self.vocabulary.no_funding(&all.get(..to).unwrap_or_default().join(" ")))
    }

    /// The words beside an amount, without "no funding required" where that stands there too.
    fn without_no_funding(&mut self, words: &str) -> String {
        let mut all: Vec<&str> = words.split(' ').collect();
        for length in (1..=6).rev() {
            let found = all
                .windows(length)
                .take(64)
                .position(|some| self.vocabulary.no_funding(&some.join(" ")));
            if let Some(at) = found {
                all.drain(at..at + length);
                self.no_funding = true;
                break;
            }
        }
        all.join(" ")
    }

    fn items(&mut self, cell: &Field, items: Vec<Item>, beside: Option<Origin>) {
        let mut read = Vec::with_capacity(items.len());
        let sum: Euros = items.iter().map(|item| item.amount).sum();
        for item in items {
            let words = self.without_no_funding(&item.words);
            let words = words.as_str();
            let origin = match (&beside, words) {
                (Some(origin), "") => Some(origin.clone()),
                _ => source::read(words, self.names, self.vocabulary, &cell.place),
            };
            let Some(origin) = origin else {
                self.refuse(
                    cell,
                    "the words beside the amount name no source of funding",
                    Some(sum),
                );
                return;
            };
            read.push((item, origin));
        }
        let header = fold(&cell.header);
        let said =
            header.contains('€') || header.contains("eur") || cell.heading != Heading::Estimate;
        let shown = tidy(&cell.text);
        for (item, origin) in read {
            let find = |code| {
                Finding::new(code, cell.place.clone())
                    .read(shown.as_str())
                    .detail("code", self.activity.code)
                    .detail("amount", item.amount)
                    .amount(item.amount)
            };
            if !item.currency && !said {
                self.findings.push(find(Code::CurrencyMissing));
            }
            if item.decided {
                self.findings.push(find(Code::EstimateMarksDecided));
            }
            if origin.source == Source::Unnamed {
                self.findings.push(find(Code::CostWithoutSource));
            }
            if let Some(unused) = &origin.unused {
                let finding = Finding::new(Code::PlanTextNotUsed, cell.place.clone());
                self.findings.push(finding.read(unused.as_str()));
            }
            if !origin.joint_donors.is_empty() {
                let names: Vec<&str> = origin.joint_donors.iter().map(|donor| &*donor.0).collect();
                self.findings.push(find(Code::SeveralDonors).data("donors", names.join(", ")));
            }
            self.push(origin, Some(item.amount), cell.place.clone());
        }
    }

    fn push(&mut self, origin: Origin, planned: Option<Euros>, place: crate::model::Place) {
        self.lines.push(PlanLine {
            activity: self.activity.code,
            source: origin.source,
            holder: origin.holder,
            donor: origin.donor,
            joint_donors: origin.joint_donors,
            planned,
            place,
        });
    }

    fn refuse(&mut self, cell: &Field, why: &'static str, amount: Option<Euros>) {
        self.refused = true;
        let read = match cell.value {
            Value::NotCalculated => Said::new("a formula without a stored result"),
            _ => Said::data(tidy(&cell.text)),
        };
        let mut finding = Finding::new(Code::EstimateNotUnderstood, cell.place.clone())
            .read_as(read)
            .detail("code", self.activity.code)
            .detail("why", why);
        if let Some(amount) = amount {
            finding = finding.amount(amount);
        }
        self.findings.push(finding);
    }
}
