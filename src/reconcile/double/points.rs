//! The points of a pair: how likely two entries of the same amount are one payment. In: two facts. Out:
//! 0 to 100. Each thing that speaks for it adds, each that speaks against it takes away; the table is
//! here and in the README, and nowhere else.

use super::facts::{Fact, Facts};
use crate::model::{Euros, Source};

/// The same telling number of a document.
const DOCUMENT: i32 = 45;
/// Two different numbers of documents.
const OTHER_DOCUMENT: i32 = -40;
/// The same day.
const DATE: i32 = 20;
/// No two days to compare, and the same quarter.
const QUARTER: i32 = 5;
/// Another day, quarter or month.
const OTHER_TIME: i32 = -30;
/// The same of one body: a contract is paid by the month under one number.
const OTHER_TIME_OF_ONE_BODY: i32 = -50;
/// The same activity.
const ACTIVITY: i32 = 15;
/// Two bodies that both take part in the activity.
const LEAD_AND_PARTNER: i32 = 25;
/// Once from budget and once from donation, or for two donors, on the same activity.
const TWO_SOURCES: i32 = 25;
/// Two sheets of one body.
const TWO_SHEETS: i32 = 10;
/// The same words describe it.
const DESCRIPTION: i32 = 15;
/// Most of the words are the same.
const DESCRIPTION_ALIKE: i32 = 10;
/// No word is the same.
const OTHER_DESCRIPTION: i32 = -10;
/// The amount has cents: 512.35 is seldom met twice.
const TO_THE_CENT: i32 = 15;
/// A small round amount, without a document: 100.00 is met everywhere.
const ROUND: i32 = -15;
/// The amount repeats in a sheet: fees, rents, daily allowances.
const OFTEN: i32 = -15;
/// In the same sheet, whose sender sees both.
const SAME_SHEET: i32 = -25;
/// In the same sheet from two sources.
const SAME_SHEET_TWO_SOURCES: i32 = -10;
/// The plan itself has two equal halves.
const PLANNED_HALVES: i32 = -20;

/// How likely it is that two entries of the same amount are one payment.
pub(super) fn score(facts: &Facts<'_>, one: &Fact, other: &Fact) -> u8 {
    let same_sheet = one.sheet == other.sheet;
    // Two amounts in one row are one statement: quarters or sources side by side.
    if same_sheet && one.row.is_some() && one.row == other.row {
        return 0;
    }
    // What repeats in one sheet on one account is meant so.
    if one.side() == other.side() && (one.often || other.often) {
        return 0;
    }
    let same_activity = one.activity.is_some() && one.activity == other.activity;
    // One sheet that names a document for two activities divides it between them.
    let one_account = same_sheet && one.body == other.body;
    if one_account && !same_activity && one.activity.is_some() && other.activity.is_some() {
        return 0;
    }
    let same_document = one.document.is_some() && one.document == other.document;
    let two_sources = same_activity && are_two_sources(one, other);
    let two_bodies = one.body != other.body;
    let mut points = 0;
    if same_document {
        points += DOCUMENT;
    } else if one.document.is_some() && other.document.is_some() {
        points += OTHER_DOCUMENT;
    }
    points += time(facts, one, other);
    if same_activity {
        points += ACTIVITY;
    }
    if two_bodies && same_activity && one.takes_part && other.takes_part {
        points += LEAD_AND_PARTNER;
    }
    if two_sources {
        points += TWO_SOURCES;
        if one.activity.is_some_and(|activity| facts.halves.contains(&activity)) {
            points += PLANNED_HALVES;
        }
    }
    points += match (same_sheet, two_sources) {
        (true, true) => SAME_SHEET_TWO_SOURCES,
        (true, false) => SAME_SHEET,
        (false, _) if !two_bodies => TWO_SHEETS,
        (false, _) => 0,
    };
    points += description(facts, one, other);
    if to_the_cent(one.amount) {
        points += TO_THE_CENT;
    } else if is_round(one.amount) && !same_document {
        points += ROUND;
    }
    if one.often || other.often {
        points += OFTEN;
    }
    u8::try_from(points.clamp(0, 100)).unwrap_or(0)
}

/// Whether an amount has cents.
pub(super) fn to_the_cent(amount: Euros) -> bool {
    amount.cents() % 100 != 0
}

/// A multiple of 50 € up to 1,000 €.
fn is_round(amount: Euros) -> bool {
    amount.cents() % 5_000 == 0 && amount.cents() <= 100_000
}

/// Budget and donation, or two donors.
fn are_two_sources(one: &Fact, other: &Fact) -> bool {
    let two_donors = one.donor != 0 && other.donor != 0 && one.donor != other.donor;
    two_donors
        || matches!(
            (one.source, other.source),
            (Some(Source::Budget), Some(Source::Donation))
                | (Some(Source::Donation), Some(Source::Budget))
        )
}

fn time(facts: &Facts<'_>, one: &Fact, other: &Fact) -> i32 {
    let other_time = if one.body == other.body { OTHER_TIME_OF_ONE_BODY } else { OTHER_TIME };
    if let (Some(day), Some(other_day)) = (one.date, other.date) {
        return if day == other_day { DATE } else { other_time };
    }
    let said = |fact: &Fact| facts.sheets.times(fact.sheet);
    if let (Some(said), Some(other_said)) = (said(one), said(other))
        && said != other_said
    {
        return other_time;
    }
    match (one.quarter, other.quarter) {
        (Some(quarter), Some(other)) if quarter == other => QUARTER,
        (Some(_), Some(_)) => other_time,
        _ => 0,
    }
}

fn description(facts: &Facts<'_>, one: &Fact, other: &Fact) -> i32 {
    let words = |fact: &Fact| Some(facts.descriptions.get(fact.description? as usize)?.words());
    if one.description.is_some() && one.description == other.description {
        return DESCRIPTION;
    }
    let (Some(left), Some(right)) = (words(one), words(other)) else { return 0 };
    let common = left.intersection(right).count();
    if common * 3 >= left.len().max(right.len()) * 2 {
        DESCRIPTION_ALIKE
    } else if common == 0 {
        OTHER_DESCRIPTION
    } else {
        0
    }
}
