//! Sheets of which nobody says whether they are of the year so far: what their lines show. In: the
//! parts of one body in the order of their periods. Out: parts taken as cumulative, each with a
//! warning, where payments that can be known again are repeated; and what is too weak to act on, which
//! is only said: totals of quarters grow without being of the year so far.

use super::lines::{Lines, Repeats};
use super::{Part, Span};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::Euros;

/// Fewer repeated lines prove nothing.
const LEAST_LINES: usize = 2;

pub(super) fn weigh(parts: &mut [Part<'_>], lines: &[Lines], findings: &mut Vec<Finding>) {
    let mut order: Vec<(Span, usize)> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.counts())
        .filter_map(|(index, part)| Some((part.span?, index)))
        .collect();
    // Earlier ends first: what is found of Q2 holds when Q3 is looked at.
    order.sort_by_key(|(span, index)| (span.year, span.to, span.from, *index));
    for (span, later) in &order {
        if parts[*later].basis.is_some() || lines[*later].count == 0 {
            continue;
        }
        let before: Vec<usize> = order
            .iter()
            .filter(|(other, index)| {
                other.year == span.year
                    && other.to < span.to
                    && lines[*index].count > 0
                    && !is_covered(&order, parts, *other, *index, span.to)
            })
            .map(|(_, index)| *index)
            .collect();
        let proves = |index: &usize| {
            let own = parts[*index].span;
            lines[*index].count >= LEAST_LINES
                && own.is_some_and(|own| lines[*later].has_payments_of(&lines[*index], own))
        };
        if !before.is_empty() && before.iter().all(proves) {
            parts[*later].take_as_cumulative();
            findings.push(applied(&parts[*later], before.iter().map(|index| &parts[*index])));
        } else {
            // Months side by side in one workbook often repeat each other, and nobody sends the year
            // so far so.
            let spans = before.iter().filter_map(|index| Some((parts[*index].span?, *index)));
            for (earlier_span, earlier) in spans {
                let overlaps = earlier_span.from >= span.from;
                let side_by_side = parts[*later].same_file(&parts[earlier]) && !overlaps;
                let why = match lines[*later].has_payments_of(&lines[earlier], earlier_span) {
                    true => Some(
                        "it repeats the payments of this one sheet, and not of the others before it",
                    ),
                    false => weak(&lines[*later], &lines[earlier], overlaps),
                };
                if let Some(why) = why.filter(|_| !side_by_side) {
                    findings.push(only_said(&parts[*later], &parts[earlier], why));
                }
            }
        }
    }
}

/// Whether another sheet of the year so far, that ends before a month, already holds it.
fn is_covered(
    order: &[(Span, usize)],
    parts: &[Part<'_>],
    span: Span,
    own: usize,
    before: u8,
) -> bool {
    order.iter().any(|(_, index)| {
        *index != own
            && parts[*index].is_cumulative()
            && parts[*index].span.is_some_and(|other| {
                other.year == span.year
                    && other.to < before
                    && other.from <= span.from
                    && (other.to > span.to || other.to == span.to && !parts[own].is_cumulative())
            })
    })
}

/// What speaks for a sheet of the year so far without proving it.
fn weak(later: &Lines, earlier: &Lines, overlaps: bool) -> Option<&'static str> {
    match later.repeat(earlier) {
        Repeats::Same => Some("it repeats the same lines with the same amounts and nothing more"),
        Repeats::More if earlier.count >= LEAST_LINES => Some(
            "it has every line of the earlier sheet, with the same or larger amounts, and more",
        ),
        // One line that grows is what any quarter looks like.
        Repeats::More
            if overlaps
                || earlier.describe_payments()
                || later.shared(earlier).1 == earlier.count =>
        {
            Some("it repeats the only line of the earlier sheet")
        }
        _ if overlaps => Some("its period holds the other's, and its lines are not the same"),
        _ => None,
    }
}

fn applied<'a>(later: &Part<'_>, before: impl Iterator<Item = &'a Part<'a>>) -> Finding {
    let (mut names, mut sum) = (Vec::new(), Euros::ZERO);
    for part in before {
        names.push(part.name());
        sum += part.sum;
    }
    later
        .finding(Code::CumulativeByEvidence)
        .detail("earlier", Said::list(names, "; "))
        .detail("sum", sum)
        .data("confirm", later.lines_for("cumulative"))
        .data("contradict", later.lines_for("this-period"))
        .amount(sum)
}

fn only_said(later: &Part<'_>, earlier: &Part<'_>, why: &'static str) -> Finding {
    later
        .finding(Code::PerhapsCumulative)
        .detail("earlier", earlier.name())
        .detail("why", why)
        .detail("sum", earlier.sum)
        .data("confirm", later.lines_for("cumulative"))
        .data("contradict", later.lines_for("this-period"))
        .amount(earlier.sum)
}
