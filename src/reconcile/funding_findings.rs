//! What is doubtful about funding: rows of the register that look doubled or do not fit together, gaps that
//! another source covers, limits of donors that are exceeded. In: a finished reconciliation. Out:
//! findings, each with its place and its euros. Never changes a figure.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::donors::NAMED_BY_SHEETS;
use super::{Evidence, Line, Reconciliation, RuleVerdict, Verdict, gap};
use crate::config::{DonorRule, Settings};
use crate::diagnostic::{Code, Finding};
use crate::language::{Part, Said};
use crate::model::{DonorName, Euros, FundingKind, FundingRecord, Place, Plan, Spot, fold};
use crate::vocabulary::Vocabulary;

/// The configured rules, each under the donor's one name.
pub(super) fn known_rules(
    settings: &Settings,
    vocabulary: &Vocabulary,
    lines: &[Line],
) -> Vec<DonorRule> {
    if settings.donor_rules.is_empty() {
        return Vec::new();
    }
    let shares = lines.iter().flat_map(|line| &line.donor_shares);
    // In the order of the lines: of two that fold to the same, the first counts.
    let donors: IndexSet<&DonorName> = shares.filter_map(|share| share.donor.as_ref()).collect();
    let folded: Vec<(String, &DonorName)> =
        donors.into_iter().map(|donor| (fold(&donor.0), donor)).collect();
    let name = |typed: &str| -> Option<DonorName> {
        let same = || folded.iter().find(|(name, _)| *name == fold(typed));
        vocabulary.donor(typed).or_else(|| same().map(|(_, donor)| *donor)).cloned()
    };
    let mut rules = settings.donor_rules.clone();
    for rule in &mut rules {
        if let Some(name) = name(&rule.donor) {
            rule.donor = name.0.to_string();
        }
    }
    rules
}

/// Adds what is doubtful about funding to the findings.
pub(super) fn add(reconciliation: &mut Reconciliation) {
    let mut found = Vec::new();
    doubled(&reconciliation.funding, &mut found);
    register(reconciliation, &mut found);
    covered(reconciliation, &mut found);
    rules(reconciliation, &mut found);
    found.extend(too_many(reconciliation));
    reconciliation.findings.append(&mut found);
    reconciliation.findings.sort_unstable();
    reconciliation.findings.dedup();
}

/// More donors than workbooks are written for.
fn too_many(reconciliation: &Reconciliation) -> Option<Finding> {
    let mut without = reconciliation.donors.iter().filter(|donor| !donor.has_workbook);
    let donor = without.next()?;
    let without = without.count() + 1;
    let share =
        |(line, share): &(usize, usize)| reconciliation.lines.get(*line)?.donor_shares.get(*share);
    let entries = donor.shares.iter().filter_map(share).flat_map(|share| share.entries.iter());
    let first = entries.filter_map(|at| reconciliation.entries.at(at)).next()?;
    let at = match &first.entry.words.donor {
        Some(written) => written.placed(&first.entry).place,
        None => first.entry.place(),
    };
    let name = donor.donor.as_ref().map_or_else(String::new, |name| name.0.to_string());
    // Of the sheet as a whole: among as many findings of its cells it would not be seen.
    let finding = Finding::new(Code::TooManyDonors, at.at(Spot::Whole))
        .read(name)
        .detail("at", &at)
        .detail("most", NAMED_BY_SHEETS)
        .detail("count", without + NAMED_BY_SHEETS)
        .detail("without", without);
    Some(finding)
}

/// The same agreement with the same amount twice. Two instalments of one amount have two dates.
fn doubled(funding: &[FundingRecord], findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<_, Vec<&FundingRecord>> = BTreeMap::new();
    for record in funding {
        let Some(reference) = record.reference.as_deref().map(fold).filter(|r| !r.is_empty())
        else {
            continue;
        };
        let (donor, holder) = (record.donor.as_ref(), record.holder.as_ref());
        let key =
            (record.activity, record.source, donor, holder, record.kind, record.amount, reference);
        let before = seen.entry(key).or_default();
        let same = before.iter().find(|first| match (first.date, record.date) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        });
        if let Some(first) = same {
            findings.push(
                Finding::new(Code::RegisterRowTwice, record.place.clone())
                    .read(record.reference.clone().unwrap_or_default())
                    .detail("first", &first.place)
                    .detail("kind", record.kind)
                    .amount(record.amount),
            );
        }
        before.push(record);
    }
}

/// Received beyond what was committed, and rows of another year.
fn register(reconciliation: &Reconciliation, findings: &mut Vec<Finding>) {
    for record in &reconciliation.funding {
        if let (Some(date), Some(year)) = (record.date, reconciliation.plan.year)
            && date.year() != year
            && !(record.kind == FundingKind::Appropriated && date.year() == year - 1)
        {
            // A budget for a year is passed in the year before; anything else of another year is said.
            findings.push(
                Finding::new(Code::EvidenceOutsideYear, record.place.clone())
                    .detail("date", Part::IsoDate(date))
                    .data("year", year)
                    .amount(record.amount),
            );
        }
    }
    for line in &reconciliation.lines {
        let rows = || line.records.iter().filter_map(|index| reconciliation.funding.get(*index));
        let mut by_donor: BTreeMap<Option<&DonorName>, (Evidence, Option<&Place>)> =
            BTreeMap::new();
        for record in rows() {
            let (evidence, place) = by_donor.entry(record.donor.as_ref()).or_default();
            evidence.add_record(record);
            if record.kind == FundingKind::Received {
                *place = Some(&record.place);
            }
        }
        for (evidence, place) in by_donor.into_values() {
            if let (Some(committed), Some(received), Some(place)) =
                (evidence.committed, evidence.received, place)
                && received > committed
            {
                findings.push(
                    Finding::new(Code::ReceivedBeyondCommitted, place.clone())
                        .detail("code", line.activity)
                        .detail("committed", committed)
                        .detail("received", received)
                        .amount(received - committed),
                );
            }
        }
    }
}

/// Gaps that another line of the activity covers.
fn covered(reconciliation: &Reconciliation, findings: &mut Vec<Finding>) {
    let (plan, lines) = (&reconciliation.plan, &reconciliation.lines);
    let swapped: BTreeSet<_> = reconciliation.swaps.iter().map(|swap| swap.activity).collect();
    for found in gap::find(plan, (lines, 0..lines.len()), reconciliation.as_of) {
        let Some(line) = lines.get(found.line) else { continue };
        // What changed sides is said already, with the same euros.
        if swapped.contains(&line.activity) {
            continue;
        }
        let from: Vec<Said> = found
            .covers
            .iter()
            .filter_map(|cover| {
                let from = lines.get(cover.from)?;
                let words = Said::new("{amount} from {source} ({basis})")
                    .with("amount", cover.amount)
                    .with("source", from.source_in_words());
                Some(words.with("basis", cover.basis.words()))
            })
            .collect();
        if let (Some(place), false) = (place_of(plan, line), from.is_empty()) {
            findings.push(
                Finding::new(Code::GapCovered, place)
                    .detail("code", line.activity)
                    .detail("source", line.source)
                    .detail("gap", found.gap.unwrap_or_default())
                    .detail("from", Said::list(from, "; "))
                    .detail("uncovered", found.uncovered.unwrap_or_default())
                    .amount(found.covered.unwrap_or_default()),
            );
        }
    }
}

/// Where the plan has a line.
fn place_of(plan: &Plan, line: &Line) -> Option<Place> {
    let same = |planned: &&crate::model::PlanLine| {
        planned.source == line.source
            && planned.holder == line.holder
            && planned.donor == line.donor
    };
    plan.lines_of(line.activity).map(|(_, planned)| planned).find(same).map(|of| of.place.clone())
}

/// What donors' rules say, and rules of donors that nobody knows.
fn rules(reconciliation: &Reconciliation, findings: &mut Vec<Finding>) {
    for donor in &reconciliation.donors {
        for verdict in &reconciliation.donor_judgement(donor).verdicts {
            let code = match verdict.verdict {
                Verdict::NoteMissing => Code::DonorNoteMissing,
                Verdict::Ineligible => Code::DonorLimitExceeded,
                Verdict::NotJudged => Code::DonorLimitNotJudged,
                Verdict::NothingReported | Verdict::Within | Verdict::NoteGiven => continue,
            };
            let named = donor.donor.as_ref().map_or("", |donor| &*donor.0);
            let (place, euros) = place_and_euros(reconciliation, donor, verdict);
            let finding = Finding::new(code, place)
                .data("donor", named)
                .detail("unit", verdict.unit.words())
                .detail("computed", verdict.words.clone());
            findings.push(match euros {
                Some(euros) => finding.amount(euros),
                None => finding,
            });
        }
    }
    let known = |rule: &DonorRule| {
        let named = reconciliation.donors.iter().filter_map(|donor| donor.donor.as_ref());
        named.map(|donor| &*donor.0).any(|donor| donor == rule.donor)
    };
    for rule in reconciliation.donor_rules.iter().filter(|rule| !known(rule)) {
        let names: Vec<&str> = reconciliation
            .donors
            .iter()
            .filter_map(|donor| Some(&*donor.donor.as_ref()?.0))
            .collect();
        let names = match names.as_slice() {
            [] => Said::new("none"),
            names => Said::data(names.join(", ")),
        };
        findings.push(
            Finding::new(Code::DonorRuleUnused, rule.place.clone())
                .read(&*rule.donor)
                .detail("donors", names),
        );
    }
}

/// Where a reason would have to stand: at the first payment concerned, else in the plan.
fn place_and_euros(
    reconciliation: &Reconciliation,
    donor: &super::DonorResult,
    verdict: &RuleVerdict,
) -> (Place, Option<Euros>) {
    let shares = || verdict.shares.iter().filter_map(|position| donor.shares.get(*position));
    let line_of = |line: &usize| reconciliation.lines.get(*line);
    let entries = shares()
        .filter_map(|(line, share)| line_of(line)?.donor_shares.get(*share))
        .flat_map(|share| share.entries.iter())
        .filter_map(|at| reconciliation.entries.at(at))
        .filter(|settled| verdict.quarter.is_none() || settled.entry.quarter == verdict.quarter);
    let first = entries.map(|settled| settled.entry.place()).min();
    let in_plan = || {
        shares()
            .filter_map(|(line, _)| line_of(line))
            .find_map(|line| place_of(&reconciliation.plan, line))
    };
    let place =
        first.or_else(in_plan).unwrap_or_else(|| Place::of_file(&reconciliation.plan.source.file));
    let euros = match (verdict.beyond, verdict.base, verdict.spent) {
        (Some(beyond), _, _) if !beyond.is_zero() => Some(beyond),
        (_, Some(base), Some(spent)) => Some((base - spent).abs()),
        (_, None, spent) => spent,
        _ => None,
    };
    (place, euros)
}
