//! What a donor allows. In: `[[donor-rules]]` as typed. Out: checked rules, and a finding for each value
//! that cannot be used; such a rule is left out, so that no verdict rests on a guess.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::typed::TypedNumber;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::Place;

/// `[[donor-rules]]` as people type it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedDonorRule {
    /// The donor, under any name by which it is known.
    pub donor: String,
    /// What the limit is on: "activity", "measure" or "total".
    pub per: Option<String>,
    /// How far spending may deviate from its base, in percent.
    pub percent: Option<TypedNumber>,
    /// What it is measured against: "planned", "committed" or "received".
    pub base: Option<String>,
    /// The year so far as a whole; otherwise each quarter by itself.
    pub cumulative: Option<bool>,
    /// "over", or "both" where spending too little counts too.
    pub direction: Option<String>,
    /// What follows: "note" or "ineligible".
    pub exceeding: Option<String>,
    /// "face" for the columns of the FACE form.
    pub template: Option<String>,
}

/// What a limit is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitPer {
    /// Each activity by itself.
    Activity,
    /// Each measure: the heading of a budget.
    Measure,
    /// Everything that the donor pays for.
    Total,
}

/// What spending is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitBase {
    /// The plan's estimate.
    Planned,
    /// What the register shows as committed.
    Committed,
    /// What the register shows as received.
    Received,
}

impl LimitBase {
    /// The word behind an amount: "1,000.00 € planned".
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LimitBase::Planned => "planned",
            LimitBase::Committed => "committed",
            LimitBase::Received => "received",
        }
    }
}

/// What follows when a limit is exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exceeding {
    /// The sheets have to give a reason.
    Note,
    /// The part beyond the limit is not paid by the donor.
    Ineligible,
}

/// A limit on how far spending may deviate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DonorLimit {
    /// On what.
    pub per: LimitPer,
    /// How far, in percent of the base.
    pub percent: Decimal,
    /// The year so far as a whole; otherwise each quarter against what was committed or received in it.
    pub cumulative: bool,
    /// Spending too little counts too, once everything it is for is due.
    pub both_directions: bool,
    /// What follows.
    pub exceeding: Exceeding,
}

/// One rule of a donor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonorRule {
    /// The donor as typed.
    pub donor: String,
    /// What spending is measured against, and what counts as authorised.
    pub base: LimitBase,
    /// The limit, where the rule has one.
    pub limit: Option<DonorLimit>,
    /// The donor's workbook gets the columns of the FACE form.
    pub face: bool,
    /// Where the rule is typed: its file.
    pub place: Place,
}

impl DonorRule {
    /// The rule as a sentence.
    #[must_use]
    pub fn words(&self) -> Said {
        let Some(limit) = &self.limit else {
            let words =
                "A statement in the columns of the FACE form; authorised is what is {base}.";
            return Said::new(words).with("base", self.base.word());
        };
        let unit = match limit.per {
            LimitPer::Activity => "an activity",
            LimitPer::Measure => "a measure (heading)",
            LimitPer::Total => "the whole donation",
        };
        let rule = match limit.both_directions {
            true => {
                "Spending on {unit} may be up to {percent} % over or under what is {base}, {period}. {then}"
            }
            false => {
                "Spending on {unit} may be up to {percent} % over what is {base}, {period}. {then}"
            }
        };
        let period = if limit.cumulative {
            "for the year so far as a whole"
        } else {
            "for each quarter by itself"
        };
        let then = match limit.exceeding {
            Exceeding::Note => "Beyond that a note with the reason is required.",
            Exceeding::Ineligible => "What is spent beyond that is ineligible.",
        };
        Said::new(rule)
            .with("unit", unit)
            .with("percent", limit.percent.normalize())
            .with("base", self.base.word())
            .with("period", period)
            .with("then", then)
    }
}

/// The rules that can be used, and what is wrong with the others.
pub(super) fn check(typed: &[TypedDonorRule], place: &Place) -> (Vec<DonorRule>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut rules = Vec::new();
    for (index, typed) in typed.iter().enumerate() {
        let mut checker = Checker { number: index + 1, place, findings: &mut findings };
        rules.extend(checker.rule(typed));
    }
    (rules, findings)
}

struct Checker<'a> {
    number: usize,
    place: &'a Place,
    findings: &'a mut Vec<Finding>,
}

impl Checker<'_> {
    fn refuse(&mut self, key: &str, read: &str, wanted: impl Into<Said>) {
        self.findings.push(
            Finding::new(Code::ConfigValue, self.place.clone())
                .read(read)
                .detail("key", super::in_words::nth_key(key, "[[donor-rules]]", self.number))
                .detail("wanted", wanted.into()),
        );
    }

    /// One of some words; what is not typed is the first.
    fn one_of<T: Copy>(
        &mut self,
        key: &str,
        typed: Option<&str>,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let Some(text) = typed else { return words.first().map(|(_, value)| *value) };
        let found = words.iter().find(|(word, _)| *word == text.trim()).map(|(_, value)| *value);
        if found.is_none() {
            let quoted: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            let wanted = Said::new("one of {words}").with_data("words", quoted.join(", "));
            self.refuse(key, text, wanted);
        }
        found
    }

    fn rule(&mut self, typed: &TypedDonorRule) -> Option<DonorRule> {
        let donor = typed.donor.trim();
        if donor.is_empty() {
            self.refuse("donor", "", "the name of the donor");
        }
        let face = self.one_of(
            "template",
            typed.template.as_deref(),
            if typed.template.is_some() { &[("face", true)] } else { &[("", false)] },
        );
        // What a FACE form calls authorised has been agreed, so a commitment.
        let planned = ("planned", LimitBase::Planned);
        let committed = ("committed", LimitBase::Committed);
        let received = ("received", LimitBase::Received);
        let bases = match face {
            Some(true) => [committed, planned, received],
            _ => [planned, committed, received],
        };
        let base = self.one_of("base", typed.base.as_deref(), &bases);
        let limit = match &typed.percent {
            Some(number) => self.limit(typed, number).map(Some),
            None if typed.template.is_some() => Some(None),
            None => {
                self.refuse("percent", "", "a number from 0 to 1000, or template = \"face\"");
                None
            }
        };
        let (base, limit, face) = (base?, limit?, face?);
        if base == LimitBase::Planned && limit.is_some_and(|limit| !limit.cumulative) {
            let wanted = "true: the plan has one amount for the year and none for a quarter; or \
                          choose base = \"committed\" or \"received\"";
            self.refuse("cumulative", "false", wanted);
            return None;
        }
        (!donor.is_empty()).then(|| DonorRule {
            donor: donor.to_owned(),
            base,
            limit,
            face,
            place: self.place.clone(),
        })
    }

    fn limit(&mut self, typed: &TypedDonorRule, number: &TypedNumber) -> Option<DonorLimit> {
        let text = match number {
            TypedNumber::Whole(whole) => whole.to_string(),
            TypedNumber::Text(text) => text.clone(),
        };
        let percent = text
            .trim()
            .parse::<Decimal>()
            .ok()
            .filter(|percent| (Decimal::ZERO..=Decimal::ONE_THOUSAND).contains(percent));
        if percent.is_none() {
            self.refuse("percent", &text, "a number from 0 to 1000");
        }
        let per = self.one_of(
            "per",
            typed.per.as_deref(),
            &[
                ("activity", LimitPer::Activity),
                ("measure", LimitPer::Measure),
                ("total", LimitPer::Total),
            ],
        );
        let both_directions = self.one_of(
            "direction",
            typed.direction.as_deref(),
            &[("over", false), ("both", true)],
        );
        let exceeding = self.one_of(
            "exceeding",
            typed.exceeding.as_deref(),
            &[("note", Exceeding::Note), ("ineligible", Exceeding::Ineligible)],
        );
        Some(DonorLimit {
            per: per?,
            percent: percent?,
            cumulative: typed.cumulative.unwrap_or(true),
            both_directions: both_directions?,
            exceeding: exceeding?,
        })
    }
}
