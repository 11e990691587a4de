//! A sheet of the year so far beside what another body sent, for which its sender reports or whose duties
//! it took over. In: the parts that count, by body. Out: findings where both may hold the same money.
//! Both are counted: whether a successor repeats what its predecessor sent, only people know.

use std::collections::{BTreeMap, BTreeSet};

use super::cumulative::covers;
use super::lines::{Lines, Purpose};
use super::{Part, Span};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::matching::Matcher;
use crate::model::{ActivityCode, BodyName, Euros, Plan, Source};

pub(super) fn beside_others(
    plan: &Plan,
    matcher: &Matcher<'_>,
    groups: &BTreeMap<(Option<BodyName>, &str), Vec<Part<'_>>>,
    findings: &mut Vec<Finding>,
) {
    let mut of_body: BTreeMap<&BodyName, Vec<&Part<'_>>> = BTreeMap::new();
    for part in groups.values().flatten().filter(|part| part.counts()) {
        if let Some(body) = &part.body {
            of_body.entry(body).or_default().push(part);
        }
    }
    for (body, sheets) in &of_body {
        let mut so_far: Vec<(Span, &Part<'_>)> = sheets
            .iter()
            .filter(|part| part.is_cumulative())
            .filter_map(|part| Some((part.span?, *part)))
            .collect();
        // The last one holds what the others do.
        so_far.sort_by_key(|(span, part)| (span.year, span.to, part.at));
        let Some((_, last)) = so_far.pop() else { continue };
        let own = Lines::of(last, matcher, plan.year);
        let others = of_body.iter().filter(|(other, _)| *other != body);
        for (other, before) in others.filter(|(other, _)| plan.bodies.stands_for(body, other)) {
            for part in before.iter().filter(|part| covers(last, part)) {
                let sum = in_common(&own, &Lines::of(part, matcher, plan.year));
                if !sum.is_zero() {
                    findings.push(
                        last.finding(Code::CumulativeWithoutOrder)
                            .detail("other", part.name())
                            .detail(
                                "why",
                                Said::new("{body} may repeat what {other} sent before")
                                    .with("body", *body)
                                    .with("other", *other),
                            )
                            .detail("sum", sum)
                            .amount(sum),
                    );
                }
            }
        }
    }
}

/// What the earlier sheet has for activities and sources that the later one has too; from whose budget
/// is no matter where one body took over from another.
fn in_common(later: &Lines, earlier: &Lines) -> Euros {
    fn about(purpose: &Purpose) -> (Option<ActivityCode>, &str, Option<Source>) {
        (purpose.activity, &*purpose.words, purpose.source)
    }
    let own: BTreeSet<_> = later.purposes.keys().map(about).collect();
    let same = earlier.purposes.iter().filter(|(purpose, _)| own.contains(&about(purpose)));
    same.map(|(_, sum)| *sum).sum()
}
