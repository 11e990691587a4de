//! A sheet of the year so far takes the place of the body's earlier ones that its period covers. In: the
//! parts of one body, each with its period and basis. Out: which are left out and for which, and what
//! cannot be told or has become less. A sheet of a later quarter alone is added to it, and so is an
//! earlier one that is about other money.

use std::collections::BTreeMap;

use super::lines::{Lines, Purpose};
use super::{Part, Span};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Date, Euros};

/// How many lines that became less are named.
const NAMED: usize = 3;

pub(super) fn supersede(
    parts: &mut [Part<'_>],
    lines: &[Lines],
    as_of: Option<Date>,
    findings: &mut Vec<Finding>,
) {
    // Of sheets without lines, or too many to look at, the words alone are followed.
    let speaks = |later: usize, earlier: usize| {
        lines[earlier].count == 0 || lines[later].speaks_of(&lines[earlier])
    };
    beyond(parts, &speaks, as_of);
    without_order(parts, &speaks, findings);
    without_period(parts, lines, findings);
    // Each part with the next sheet of the year so far that covers it, and the last.
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut left_out: Vec<(usize, usize)> = Vec::new();
    for (earlier, part) in parts.iter().enumerate().filter(|(_, part)| part.counts()) {
        let mut covering: Vec<(Span, usize)> = parts
            .iter()
            .enumerate()
            .filter(|(index, other)| *index != earlier && other.counts() && covers(other, part))
            .filter_map(|(index, other)| Some((other.span?, index)))
            .collect();
        covering.sort_by_key(|(span, index)| (span.to, *index));
        let last = covering.last().map(|(_, index)| *index);
        covering.retain(|(_, index)| speaks(*index, earlier));
        // One department's year so far does not hold what another one sent.
        let of_others = |(_, index): &(Span, usize)| matches!((&parts[*index].unit, &part.unit), (Some(own), Some(other)) if own != other);
        if !covering.is_empty() && covering.iter().all(of_others) {
            for (_, index) in &covering {
                let why = "they come from two departments of one body";
                findings.push(unordered(&parts[*index], part.name(), why, part.sum));
            }
            continue;
        }
        covering.retain(|of| !of_others(of));
        if let (true, Some(last)) = (covering.is_empty(), last) {
            findings.push(
                part.finding(Code::CumulativeOfOtherMoney)
                    .detail("later", parts[last].name())
                    .detail("sum", part.sum)
                    .amount(part.sum),
            );
        }
        if let (Some((_, first)), Some((_, last))) = (covering.first(), covering.last()) {
            next.entry(*first).or_default().push(earlier);
            left_out.push((earlier, *last));
        }
    }
    for (later, before) in &next {
        findings.extend(fell(&parts[*later], &lines[*later], before.iter().map(|i| &lines[*i])));
    }
    for (earlier, later) in left_out {
        let name = parts[later].name();
        let part = &mut parts[earlier];
        findings.push(
            part.finding(Code::SupersededByCumulative)
                .detail("later", name.clone())
                .amount(part.sum),
        );
        part.left_out = Some(
            Said::new("superseded by the later cumulative submission {name}").with("name", name),
        );
    }
    overlapping(parts, &speaks, findings);
}

pub(super) fn covers(later: &Part<'_>, earlier: &Part<'_>) -> bool {
    let (Some(own), Some(other)) = (later.span, earlier.span) else { return false };
    later.is_cumulative()
        && own.year == other.year
        && own.from <= other.from
        && (other.to < own.to || other.to == own.to && !earlier.is_cumulative())
}

/// Looked at from an earlier day, a sheet of the year so far that goes on beyond it says nothing, where
/// an earlier one says what there was by then. Where each amount has its day or quarter, each speaks for
/// itself.
fn beyond(parts: &mut [Part<'_>], speaks: &impl Fn(usize, usize) -> bool, as_of: Option<Date>) {
    let Some(as_of) = as_of else { return };
    let ends_after = |span: Span| match span.year {
        Some(year) => (year, i16::from(span.to)) > (as_of.year(), i16::from(as_of.month())),
        None => false,
    };
    let earlier: Vec<(Span, usize)> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.counts())
        .filter_map(|(index, part)| Some((part.span?, index)))
        .filter(|(span, _)| !ends_after(*span))
        .collect();
    let so_far = |part: &Part<'_>| part.counts() && part.is_cumulative() && !part.all_timed();
    for (at, part) in parts.iter_mut().enumerate().filter(|(_, part)| so_far(part)) {
        if part.span.is_some_and(|span| {
            ends_after(span)
                && earlier
                    .iter()
                    .any(|(other, index)| other.year == span.year && speaks(at, *index))
        }) {
            part.left_out = Some(super::super::exclude::AFTER_AS_OF);
        }
    }
}

/// Sheets of the year so far of which nobody can say which is the later.
fn without_order(
    parts: &[Part<'_>],
    speaks: &impl Fn(usize, usize) -> bool,
    findings: &mut Vec<Finding>,
) {
    let counting: Vec<(usize, &Part<'_>)> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.counts() && !part.entries.is_empty())
        .collect();
    for (at, (own, part)) in counting.iter().enumerate().filter(|(_, of)| of.1.is_cumulative()) {
        let same_money = |other: usize| speaks(*own, other) || speaks(other, *own);
        let Some(span) = part.span else {
            let of_it: Vec<Euros> = counting
                .iter()
                .filter(|(index, other)| other.at != part.at && same_money(*index))
                .map(|(_, other)| other.sum)
                .collect();
            let others: Euros = of_it.iter().copied().sum();
            if !of_it.is_empty() {
                let why = "nothing says until when it goes";
                findings.push(unordered(part, "the other sheets of the same body", why, others));
            }
            continue;
        };
        let same_end = |(index, other): &&(usize, &Part<'_>)| {
            other.is_cumulative()
                && same_money(*index)
                && other.span.is_some_and(|o| (o.year, o.to) == (span.year, span.to))
        };
        if let Some((_, other)) = counting[..at].iter().find(same_end) {
            let sum = part.sum.min(other.sum);
            findings.push(unordered(part, other.name(), "both go until the same day", sum));
        }
    }
}

/// A sheet that does not say its months, beside one of the year so far for the same money: what was spent
/// in those months, or nobody says when, may stand in both.
fn without_period(parts: &[Part<'_>], lines: &[Lines], findings: &mut Vec<Finding>) {
    let so_far = |(index, part): &(usize, &Part<'_>)| {
        part.counts() && part.is_cumulative() && lines[*index].count > 0
    };
    let mut so_far: Vec<(Span, usize)> = parts
        .iter()
        .enumerate()
        .filter(so_far)
        .filter_map(|(index, part)| Some((part.span?, index)))
        .collect();
    // The last one holds what the others do.
    so_far.sort_by_key(|(span, index)| (span.year, span.to, *index));
    let undated = |part: &&Part<'_>| part.counts() && part.span.is_none() && !part.is_cumulative();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| undated(part)) {
        let found = so_far.iter().rev().find_map(|(span, index)| {
            if !lines[*index].speaks_of(&lines[at]) {
                return None;
            }
            let within = part.entries().filter(|e| span.may_hold(e).unwrap_or(true));
            let sum: Euros = within.map(|entry| entry.amount).sum();
            (!sum.is_zero()).then_some((sum, *index))
        });
        if let Some((sum, index)) = found {
            let later = &parts[index];
            let why = "that sheet does not say its months, and what it holds may be of the same";
            findings.push(unordered(later, part.name(), why, sum.min(later.sum)));
        }
    }
}

/// A sheet that begins before the year so far ends, and goes on beyond it: some months are in both.
fn overlapping(
    parts: &[Part<'_>],
    speaks: &impl Fn(usize, usize) -> bool,
    findings: &mut Vec<Finding>,
) {
    let counting = || parts.iter().enumerate().filter(|(_, part)| part.counts());
    for (at, part) in counting().filter(|(_, part)| !part.is_cumulative()) {
        let begins_within = |(index, other): &(usize, &Part<'_>)| {
            let (Some(own), Some(span)) = (part.span, other.span) else { return false };
            other.is_cumulative()
                && own.year == span.year
                && (span.from..=span.to).contains(&own.from)
                && own.to > span.to
                && !parts[at].entries.is_empty()
                && (speaks(*index, at) || speaks(at, *index))
        };
        if let Some((_, other)) = counting().find(begins_within) {
            let sum = part.sum.min(other.sum);
            findings.push(unordered(part, other.name(), "some months are in both", sum));
        }
    }
}

fn unordered(part: &Part<'_>, other: impl Into<Said>, why: &'static str, sum: Euros) -> Finding {
    part.finding(Code::CumulativeWithoutOrder)
        .detail("other", other.into())
        .detail("why", why)
        .detail("sum", sum)
        .amount(sum)
}

/// What was spent by one day cannot be less by a later one, unless somebody corrected it.
fn fell<'a>(
    later: &Part<'_>,
    own: &Lines,
    before: impl Iterator<Item = &'a Lines>,
) -> Option<Finding> {
    let mut earlier: BTreeMap<&Purpose, Euros> = BTreeMap::new();
    for lines in before {
        for (purpose, amount) in &lines.purposes {
            *earlier.entry(purpose).or_default() += *amount;
        }
    }
    let mut less = Vec::new();
    let mut sum = Euros::ZERO;
    for (purpose, before) in earlier {
        let now = own.purposes.get(purpose).copied();
        if now.unwrap_or_default() >= before {
            continue;
        }
        sum += before - now.unwrap_or_default();
        let fewer = match now {
            Some(now) => Said::new("{purpose}: {before} before, {now} now").with("now", now),
            None => Said::new("{purpose}: {before} before, nothing now"),
        };
        less.push(fewer.with("purpose", purpose.label()).with("before", before));
    }
    let more = less.len().saturating_sub(NAMED);
    less.truncate(NAMED);
    if more > 0 {
        less.push(Said::new("{count} more").with("count", more));
    }
    (!less.is_empty()).then(|| {
        later
            .finding(Code::CumulativeFell)
            .detail("less", Said::list(less, "; "))
            .detail("sum", sum)
            .amount(sum)
    })
}
