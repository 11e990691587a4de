//! Files of one body for the same period: one that corrects another takes its place, where its words say
//! so and its lines are for the same; of two that only repeat each other both count, and it is said.
//! Sheets of one file are compared elsewhere.

use super::Part;
use super::lines::Lines;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;

pub(super) fn corrections(parts: &mut [Part<'_>], lines: &[Lines], findings: &mut Vec<Finding>) {
    let mut corrected: Vec<(usize, usize)> = Vec::new();
    for (earlier, part) in parts.iter().enumerate().filter(|(_, part)| part.counts()) {
        let later = parts
            .iter()
            .enumerate()
            .filter(|(_, other)| other.version > part.version && alike(part, other))
            .filter(|(index, _)| holds(&lines[*index], &lines[earlier]))
            .max_by_key(|(index, other)| (other.version, *index));
        if let Some((later, _)) = later {
            corrected.push((earlier, later));
        }
    }
    for (earlier, later) in corrected {
        let name = parts[later].name();
        // What corrects a sheet of the year so far is one too.
        let basis = parts[earlier].basis;
        parts[later].basis = parts[later].basis.or(basis);
        let part = &mut parts[earlier];
        findings
            .push(part.finding(Code::FileCorrected).detail("later", name.clone()).amount(part.sum));
        part.left_out = Some(Said::new("corrected by {name}").with("name", name));
    }
}

/// Two files that count for the same body and the same months, on the same basis.
fn alike(one: &Part<'_>, other: &Part<'_>) -> bool {
    let basis = |part: &Part<'_>| part.basis.map(|known| known.basis);
    let agree = basis(one).is_none() || basis(other).is_none() || basis(one) == basis(other);
    // Both may be for the whole year, which says nothing about when in it.
    let whole_year = one.sheet.period.is_some() && one.sheet.period == other.sheet.period;
    let same = one.span == other.span && (one.span.is_some() || whole_year);
    !one.same_file(other) && same && agree
}

/// Whether a correction is for at least half of what the earlier sheet is for. A sheet with nothing
/// but the line that changed corrects that line and does not replace the others.
fn holds(later: &Lines, earlier: &Lines) -> bool {
    let (_, same) = later.for_the_same(earlier);
    same > 0 && same * 2 >= earlier.purposes.len()
}

pub(super) fn repeated(parts: &[Part<'_>], lines: &[Lines], findings: &mut Vec<Finding>) {
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.counts()) {
        for (before, other) in parts.iter().enumerate().take(at) {
            let unknown = part.span.is_none() || other.span.is_none();
            let same = (part.span == other.span || unknown) && !part.same_file(other);
            // Of sheets of the year so far it was said that nobody knows which is later, and that one
            // without a period may be in them.
            let either = part.is_cumulative() || other.is_cumulative();
            let said = part.is_cumulative() && other.is_cumulative()
                || either && part.span.is_some() != other.span.is_some();
            if !other.counts() || !same || said {
                continue;
            }
            let (sum, count) = lines[at].shared(&lines[before]);
            let least = lines[at].count.min(lines[before].count);
            // Without a period only a whole sheet that stands in another says anything; of one line,
            // where the other has no more.
            let equal = lines[at].count == lines[before].count;
            let enough = match unknown {
                true => count == least && (count > 1 || equal),
                false => count * 2 >= least,
            };
            // A correction of some lines, with other amounts for the same.
            let corrects =
                part.version != other.version && !part.same_file(other) && part.span == other.span;
            let (later, earlier) =
                if part.version < other.version { (before, at) } else { (at, before) };
            let stake = match count > 0 && enough {
                true => Some(sum),
                false if corrects => {
                    let (sum, same) = lines[later].for_the_same(&lines[earlier]);
                    (same > 0).then_some(sum)
                }
                false => None,
            };
            if let Some(sum) = stake {
                let other = parts[earlier].name();
                findings.push(
                    parts[later]
                        .finding(Code::SamePeriodTwice)
                        .detail("other", other)
                        .detail("sum", sum)
                        .amount(sum),
                );
            }
        }
    }
}
