//! Double claims in words. In: the entries of a claim. Out: the reason for it, and findings: one for
//! each claim at its later entry, one for two sheets that share many, a note for what may well be
//! meant so. Never a word about anything but the entries themselves.

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;

use super::facts::{Fact, Facts};
use super::{ClaimKind, DoubleClaim, same};
use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::{BodyName, Euros, Place, Spot};
use crate::reconcile::{Entries, SettledEntry};

/// More claims than this between the same two sheets are one finding: the sheets repeat each other.
const MOST_FINDINGS: usize = 10;

/// "Same document 12/20, same amount and same date for activity 1.1.1; reported by A and by its
/// partner B".
pub(super) fn why(
    facts: &Facts<'_>,
    entries: &Entries,
    members: &[&Fact],
    kind: ClaimKind,
) -> Said {
    let first = members.first().and_then(|fact| entries.get(fact.index));
    let mut alike = Vec::new();
    let document = first.and_then(|first| first.entry.document());
    if let Some(document) = document
        && same(members, |fact| fact.document)
        && members.iter().all(|fact| fact.document.is_some())
    {
        alike.push(Said::new("same document {document}").with_data("document", document.trim()));
    }
    alike.push(Said::new("same amount"));
    if same(members, |fact| fact.date) && members.iter().all(|fact| fact.date.is_some()) {
        alike.push(Said::new("same date"));
    } else if same(members, |fact| fact.quarter) && members.iter().all(|f| f.quarter.is_some()) {
        alike.push(Said::new("same quarter"));
    }
    if same(members, |fact| fact.description) && members.iter().all(|f| f.description.is_some()) {
        alike.push(Said::new("same description"));
    }
    let mut alike = listed(alike);
    let activity = members.first().and_then(|fact| fact.activity);
    let one_activity = same(members, |fact| fact.activity);
    if let (Some(activity), true) = (activity, one_activity) {
        alike =
            Said::new("{alike}, for activity {code}").with("alike", alike).with("code", activity);
    }
    let bodies = bodies(entries, members);
    let where_to = match kind {
        ClaimKind::TwoBodies => reporters(facts, members, &bodies),
        ClaimKind::TwoSources => from(entries, members),
        ClaimKind::TwoSheets => match bodies.as_slice() {
            [Some(body)] => Said::new("in several sheets of {body}").with("body", *body),
            _ => Said::new("in several sheets"),
        },
        ClaimKind::OneSheet => Said::new("more than once in the same sheet"),
    };
    let sources =
        kind == ClaimKind::TwoBodies && one_activity && !same(members, |fact| fact.source);
    Said::new(match sources {
        true => "{alike}; {where}, under different sources",
        false => "{alike}; {where}",
    })
    .with("alike", alike)
    .with("where", where_to)
}

/// "Once under budget and once under donation", "for UNICEF and for OSCE".
fn from(entries: &Entries, members: &[&Fact]) -> Said {
    if !same(members, |fact| fact.source) {
        return Said::new("once under budget and once under donation");
    }
    let mut donors = Vec::new();
    for settled in members.iter().filter_map(|fact| entries.get(fact.index)) {
        let name = match &settled.means.donor {
            Some(donor) => Said::new("for {donor}").with("donor", donor),
            None => Said::new("for a donor not named"),
        };
        if !donors.contains(&name) {
            donors.push(name);
        }
    }
    listed(donors)
}

/// The bodies of a claim, each once, in the order of its entries.
fn bodies<'a>(entries: &'a Entries, members: &[&Fact]) -> Vec<Option<&'a BodyName>> {
    let mut bodies = Vec::new();
    for settled in members.iter().filter_map(|fact| entries.get(fact.index)) {
        let body = settled.means.body.as_ref();
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    bodies
}

fn reporters(facts: &Facts<'_>, members: &[&Fact], bodies: &[Option<&BodyName>]) -> Said {
    let together =
        members.iter().all(|fact| fact.takes_part) && same(members, |fact| fact.activity);
    let lead = members
        .first()
        .and_then(|fact| facts.plan.activities.get(&fact.activity?))
        .and_then(|activity| activity.lead.as_ref())
        .filter(|lead| together && bodies.contains(&Some(lead)));
    let by = |body: Option<&BodyName>, named: &'static str, unnamed: &'static str| match body {
        Some(body) => Said::new(named).with("body", body),
        None => Said::new(unnamed),
    };
    let reported = |names| Said::new("reported {names}").with("names", listed(names));
    const UNNAMED: &str = "by a sheet that does not say who sent it";
    match lead {
        Some(lead) => {
            let partner = |body| {
                by(
                    body,
                    "by its partner {body}",
                    "by its partner, a sheet that does not say who sent it",
                )
            };
            let partners = bodies.iter().filter(|body| **body != Some(lead));
            let lead = by(Some(lead), "by {body}", UNNAMED);
            reported(std::iter::once(lead).chain(partners.map(|body| partner(*body))).collect())
        }
        None => {
            let text =
                reported(bodies.iter().map(|body| by(*body, "by {body}", UNNAMED)).collect());
            match together {
                true => Said::new("{text}, which both take part in it").with("text", text),
                false => text,
            }
        }
    }
}

/// "a, b and c".
fn listed(mut parts: Vec<Said>) -> Said {
    match (parts.pop(), parts.is_empty()) {
        (None, _) => Said::nothing(),
        (Some(only), true) => only,
        (Some(last), false) => Said::new("{front} and {last}")
            .with("front", Said::list(parts, ", "))
            .with("last", last),
    }
}

/// A sheet of a file.
type SheetOf = (ArcStr, Option<ArcStr>);

fn sheet_of(settled: &SettledEntry<'_>) -> SheetOf {
    (ArcStr::clone(settled.entry.file()), settled.entry.whole.sheet().clone())
}

/// A finding for each claim at its later entry.
pub(super) fn report(entries: &Entries, claims: &[DoubleClaim], findings: &mut Vec<Finding>) {
    let mut between: BTreeMap<(SheetOf, SheetOf), Vec<&DoubleClaim>> = BTreeMap::new();
    for claim in claims {
        let mut places = claim.entries.iter().filter_map(|index| entries.get(*index));
        if let (Some(first), Some(last)) = (places.next(), places.next_back()) {
            between.entry((sheet_of(&first), sheet_of(&last))).or_default().push(claim);
        }
    }
    let said: BTreeSet<(ArcStr, Option<ArcStr>, Part)> = findings
        .iter()
        .filter(|finding| finding.code == Code::SheetsAlike)
        .filter_map(|finding| {
            let other = finding.named("other")?;
            Some((finding.place.file().clone(), finding.place.sheet().clone(), other.clone()))
        })
        .collect();
    for ((first, last), claims) in between {
        // That the two sheets hold the same lines has been said of them as a whole.
        let whole = |one: &SheetOf, other: &SheetOf| {
            let name = Part::data(other.1.as_deref().unwrap_or_default());
            one.0 == other.0 && said.contains(&(one.0.clone(), one.1.clone(), name))
        };
        if whole(&first, &last) || whole(&last, &first) {
            continue;
        }
        if claims.len() > MOST_FINDINGS {
            findings.push(sheets(&first, last, &claims));
        } else {
            findings.extend(claims.iter().filter_map(|claim| one(entries, claim)));
        }
    }
}

fn sheets(first: &SheetOf, last: SheetOf, claims: &[&DoubleClaim]) -> Finding {
    let other = Place::new(&first.0, first.1.clone(), Spot::Whole);
    let other = if *first == last { Said::new("the sheet itself") } else { Said::from(&other) };
    let stake: Euros = claims.iter().map(|claim| claim.at_stake).sum();
    Finding::new(Code::ManyDoubleClaims, Place::new(&last.0, last.1, Spot::Whole))
        .detail("count", claims.len())
        .detail("other", other)
        .detail("stake", stake)
        .amount(stake)
}

fn one(entries: &Entries, claim: &DoubleClaim) -> Option<Finding> {
    let (later, others) = claim.entries.split_last()?;
    let later = entries.get(*later)?;
    let code = match claim.kind {
        ClaimKind::TwoBodies => Code::ClaimedByTwoBodies,
        ClaimKind::TwoSources => Code::ClaimedFromTwoSources,
        ClaimKind::TwoSheets | ClaimKind::OneSheet => Code::ClaimedTwice,
    };
    let others =
        others.iter().filter_map(|index| Some(Said::from(&entries.get(*index)?.entry.place())));
    let other = others
        .reduce(|one, next| Said::new("{one}; and {next}").with("one", one).with("next", next))
        .unwrap_or_else(Said::nothing);
    Some(
        Finding::new(code, later.entry.place())
            .read(&*later.entry.raw())
            .detail("other", other)
            .detail("why", claim.why.clone())
            .detail("stake", claim.at_stake)
            .amount(claim.at_stake),
    )
}

/// The same document with the same amount on the same day several times in one sheet, and nothing
/// else that speaks for a double claim: two equal halves, allowances under one decision.
pub(super) fn notes(
    facts: &Facts<'_>,
    entries: &Entries,
    claims: &[DoubleClaim],
    findings: &mut Vec<Finding>,
) {
    let mut claim_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, claim) in claims.iter().enumerate() {
        claim_of.extend(claim.entries.iter().map(|entry| (*entry, number)));
    }
    let mut same: BTreeMap<_, Vec<&Fact>> = BTreeMap::new();
    for fact in &facts.all {
        if let Some(document) = fact.document {
            let key = (fact.side(), document, fact.amount, fact.activity, fact.date);
            same.entry(key).or_default().push(fact);
        }
    }
    for members in same.into_values() {
        let [first, second, ..] = members.as_slice() else { continue };
        let claimed = claim_of.get(&first.index);
        if claimed.is_some() && claimed == claim_of.get(&second.index) {
            continue;
        }
        // One row with the same amount in two columns is one statement.
        if first.row.is_some() && members.iter().all(|fact| fact.row == first.row) {
            continue;
        }
        let Some(settled) = entries.get(second.index) else { continue };
        findings.push(
            Finding::new(Code::DocumentRepeats, settled.entry.place())
                .read(&*settled.entry.raw())
                .data("document", settled.entry.document().unwrap_or_default().trim())
                .detail("count", members.len())
                .amount(settled.entry.amount),
        );
    }
}

/// A note that some amounts were too many to be compared one with another.
pub(super) fn not_compared(entries: &Entries, left: &BTreeSet<usize>, findings: &mut Vec<Finding>) {
    let Some(first) = left.first().and_then(|index| entries.get(*index)) else { return };
    findings.push(
        Finding::new(Code::NotAllCompared, first.entry.place())
            .read(&*first.entry.raw())
            .detail("count", left.len()),
    );
}
