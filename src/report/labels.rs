//! Words that several sheets print the same way: sources, holders, statuses, places. Never a figure.

use std::collections::BTreeSet;

use crate::book::{Cell, Content, Link, Look, Style};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::model::{
    Activity, Basis, BasisFrom, BodyName, Holder, KnownBasis, Place, Quarter, Source, SourceFile,
    tidy,
};
use crate::reconcile::{
    FundingStatus, Line, LineGap, MatchedBy, Outcome, Reconciliation, SpendingStatus,
};

/// A definition that sheets with the figures print above them.
pub(super) const DEFINITIONS: &str = "Variance = spent − planned; positive is overspent. Remaining \
     = planned − spent. Deviation % = variance ÷ planned; empty where nothing was planned. Funding \
     gap = planned − secured, not below zero. An empty cell means that the amount is not known; it \
     never means zero.";

/// The line below a title: the plan and the day it is looked at from.
pub(super) fn subtitle(reconciliation: &Reconciliation) -> Said {
    let as_of = reconciliation.as_of.map(|day| Said::new("as of {day}").with("day", day));
    let prepared = reconciliation.run_date;
    let prepared = prepared.map(|day| Said::new("prepared on {day}").with("day", day));
    let title = Said::data(tidy(&reconciliation.title));
    Said::list([Some(title), as_of, prepared].into_iter().flatten(), " · ")
}

/// On which basis a sheet stands and how that is known, in words.
pub(super) fn basis(known: Option<KnownBasis>) -> Said {
    let Some(KnownBasis { basis, from }) = known else { return Said::nothing() };
    let basis = match basis {
        Basis::ThisPeriod => "this period",
        Basis::Cumulative => "cumulative",
    };
    let from = match from {
        BasisFrom::Words => "the sheet says it",
        BasisFrom::Configuration => "the configuration says it",
        BasisFrom::Evidence => "by evidence, to be confirmed",
    };
    Said::new("{basis} ({from})").with("basis", basis).with("from", from)
}

/// Whose money a line is, in words.
pub(super) fn holder(line: &Line) -> Said {
    match (&line.holder, &line.donor) {
        (_, Some(donor)) => Said::data(donor.to_string()),
        (Holder::Body(body), None) => Said::data(body.to_string()),
        (Holder::Shared, None) => Said::new("all implementers (shared)"),
        (Holder::NotNamed, None) if !line.joint_donors.is_empty() => {
            let together: Vec<&str> = line.joint_donors.iter().map(|donor| &*donor.0).collect();
            Said::data(together.join("; "))
        }
        (Holder::NotNamed, None) if line.source == Source::Donation => donors(line),
        (Holder::NotNamed, None) => Said::nothing(),
    }
}

/// The donors of a line for which the plan names none, as the register and the sheets tell them.
fn donors(line: &Line) -> Said {
    let known: Vec<&str> =
        line.donor_shares.iter().filter_map(|share| Some(&*share.donor.as_ref()?.0)).collect();
    match known.as_slice() {
        [] => Said::new("donor not named"),
        known => {
            Said::new("{donors} (not named in the plan)").with_data("donors", known.join("; "))
        }
    }
}

/// Names joined for one cell.
pub(super) fn names<'a>(bodies: impl IntoIterator<Item = &'a BodyName>) -> String {
    bodies.into_iter().map(|body| &*body.0).collect::<Vec<_>>().join("; ")
}

/// The lead of an activity, in words.
pub(super) fn lead(activity: Option<&Activity>) -> String {
    activity
        .and_then(|activity| activity.lead.as_ref())
        .map(BodyName::to_string)
        .unwrap_or_default()
}

/// The title of an activity.
pub(super) fn title(activity: Option<&Activity>) -> String {
    activity.map(|activity| tidy(&activity.title)).unwrap_or_default()
}

/// A body's name, or what stands for none.
pub(super) fn body(body: Option<&BodyName>) -> Said {
    body.map_or(Said::new("body not stated"), |body| Said::data(body.to_string()))
}

/// A quarter, in the middle of its cell.
pub(super) fn quarter(quarter: Option<Quarter>) -> Cell {
    Cell::new(quarter.map(|quarter| quarter.to_string()), Style::Centre)
}

/// Spending status, coloured by what it asks for.
pub(super) fn spending(status: SpendingStatus) -> Cell {
    let look = match status {
        SpendingStatus::OnPlan => Look::Good,
        SpendingStatus::Overspent | SpendingStatus::Unplanned => Look::Bad,
        SpendingStatus::NotReported | SpendingStatus::Unspent | SpendingStatus::Underspent => {
            Look::Attention
        }
        SpendingStatus::NotDue | SpendingStatus::NothingPlanned => Look::Body,
    };
    Cell::new(status.label(), Style::Centre).look(look)
}

/// Funding status, coloured by what it asks for.
pub(super) fn funding(status: FundingStatus) -> Cell {
    let look = match status {
        FundingStatus::Funded => Look::Good,
        FundingStatus::PartlyFunded => Look::Attention,
        FundingStatus::Unfunded | FundingStatus::NoSource => Look::Bad,
        FundingStatus::NotRequired | FundingStatus::Assumed => Look::Body,
    };
    Cell::new(status.label(), Style::Centre).look(look)
}

/// The reasons given for a line's deviation, or that one is needed and missing.
pub(super) fn reasons(reconciliation: &Reconciliation, index: usize, line: &Line) -> Cell {
    if reconciliation.reasons.is_missing(index) {
        return Cell::wrap("reason missing").look(Look::Attention);
    }
    let reasons: BTreeSet<String> = line.reasons.iter().map(|reason| safe(reason)).collect();
    Cell::wrap(reasons.into_iter().collect::<Vec<_>>().join("; "))
}

/// An outcome, coloured by what it asks for.
pub(super) fn outcome(outcome: Outcome) -> Cell {
    let look = match outcome {
        Outcome::Reconciled => Look::Good,
        Outcome::Unplanned => Look::Attention,
        Outcome::Suspense => Look::Bad,
        Outcome::Excluded => Look::Body,
    };
    Cell::new(outcome_word(outcome), Style::Centre).look(look)
}

/// An outcome, in a word.
pub(super) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Reconciled => "reconciled",
        Outcome::Unplanned => "unplanned",
        Outcome::Suspense => "suspense",
        Outcome::Excluded => "excluded",
    }
}

/// Which step told the activity, in words.
pub(super) fn matched_by(step: MatchedBy) -> &'static str {
    match step {
        MatchedBy::Decision => "decision",
        MatchedBy::Code => "code",
        MatchedBy::Title => "title",
        MatchedBy::None => "nothing",
    }
}

/// File, sheet and cell of a place, as three cells.
pub(super) fn place(place: &Place) -> [Cell; 3] {
    [
        Cell::wrap(Content::from(place.file().clone())),
        Cell::text(place.sheet().clone()),
        Cell::wrap(Said::from(place.spot())),
    ]
}

/// Where a place of an input stands in the workbook itself, if it does.
pub(super) type Leads<'a> = &'a dyn Fn(&Place) -> Option<Link>;

/// The same three cells, the last of them leading to where the place stands in the workbook.
pub(super) fn place_linked(place: &Place, leads: Leads<'_>) -> [Cell; 3] {
    let [file, sheet, mut cell] = self::place(place);
    cell.lead(leads(place));
    [file, sheet, cell]
}

/// The name of a file and the beginning of its hash.
pub(super) fn file_and_hash(file: &SourceFile) -> Said {
    Said::new("{file} (sha256 {hash}…)")
        .with_data("file", &file.file)
        .with_data("hash", file.sha256.get(..12).unwrap_or(&file.sha256))
}

/// What covers a gap: each source with its euros, and how they are known.
pub(super) fn covered_by(reconciliation: &Reconciliation, gap: &LineGap) -> Said {
    let one = |cover: &crate::reconcile::Cover| {
        let from = reconciliation.lines.get(cover.from);
        let from = from.map(Line::source_in_words).unwrap_or_default();
        Said::new("{from}: {amount} {basis}")
            .with("from", from)
            .with("amount", cover.amount)
            .with("basis", cover.basis.words())
    };
    Said::list(gap.covers.iter().map(one), "; ")
}
