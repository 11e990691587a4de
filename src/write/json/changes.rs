//! What changed since an earlier run, as the JSON holds it. In: changes that are already found. Out:
//! parts that borrow from them. Never a sum.

use serde::Serialize;

use crate::model::{Euros, RecordedEntry, RecordedFinding, RecordedLine, SourceFile};
use crate::reconcile::{ChangeKind, ChangedSum, Changes, EntryChange, LineChange, Moved};

#[derive(Serialize)]
pub(super) struct ChangesPart<'a> {
    since: SincePart<'a>,
    sums: &'a [ChangedSum],
    lines: Vec<LinePart<'a>>,
    entries: Vec<EntryPart<'a>>,
    moved_entries: usize,
    resolved_findings: Vec<FindingPart<'a>>,
    new_findings: Vec<FindingPart<'a>>,
    open_findings: usize,
}

#[derive(Serialize)]
struct SincePart<'a> {
    #[serde(flatten)]
    source: &'a SourceFile,
    title: Option<&'a str>,
    as_of: Option<&'a str>,
    run_date: Option<&'a str>,
}

#[derive(Serialize)]
struct LinePart<'a> {
    change: ChangeKind,
    activity: &'a str,
    source: &'a str,
    holders: Vec<&'a str>,
    donor: Option<&'a str>,
    in_plan: bool,
    planned: Moved,
    secured: Moved,
    spent: Moved,
    funding_gap: Moved,
    spending_status: Status<'a>,
    funding_status: Status<'a>,
}

#[derive(Serialize)]
struct Status<'a> {
    before: Option<&'a str>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct EntryPart<'a> {
    change: ChangeKind,
    what: &'a [&'static str],
    difference: Option<Euros>,
    before: Option<EntrySide<'a>>,
    after: Option<EntrySide<'a>>,
}

#[derive(Serialize)]
struct EntrySide<'a> {
    id: &'a str,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: &'a str,
    raw: &'a str,
    amount: Euros,
    activity: Option<&'a str>,
    source: Option<&'a str>,
    body: Option<&'a str>,
    donor: Option<&'a str>,
    outcome: &'a str,
}

#[derive(Serialize)]
struct FindingPart<'a> {
    id: &'a str,
    code: &'a str,
    severity: &'a str,
    title: &'a str,
    place: &'a str,
    read: Option<&'a str>,
    expected: &'a str,
    amount: Option<Euros>,
}

pub(super) fn changes(changes: &Changes) -> ChangesPart<'_> {
    ChangesPart {
        since: SincePart {
            source: &changes.since,
            title: changes.title.as_deref(),
            as_of: changes.as_of.as_deref(),
            run_date: changes.run_date.as_deref(),
        },
        sums: &changes.sums,
        lines: changes.lines.iter().filter_map(line).collect(),
        entries: changes.entries.iter().map(entry).collect(),
        moved_entries: changes.moved_entries,
        resolved_findings: changes.resolved.iter().map(finding).collect(),
        new_findings: changes.new_findings.iter().map(finding).collect(),
        open_findings: changes.open_findings,
    }
}

fn line(change: &LineChange) -> Option<LinePart<'_>> {
    let line = change.line()?;
    let status = |pick: fn(&RecordedLine) -> &str| Status {
        before: change.before.as_ref().map(pick),
        after: change.after.as_ref().map(pick),
    };
    Some(LinePart {
        change: change.kind,
        activity: &line.activity,
        source: &line.source,
        holders: line.holders.iter().map(|holder| &**holder).collect(),
        donor: line.donor.as_deref(),
        in_plan: line.in_plan,
        planned: change.planned,
        secured: change.secured,
        spent: change.spent,
        funding_gap: change.funding_gap,
        spending_status: status(|line| &line.spending_status),
        funding_status: status(|line| &line.funding_status),
    })
}

fn entry(change: &EntryChange) -> EntryPart<'_> {
    EntryPart {
        change: change.kind,
        what: &change.what,
        difference: change.amount.difference,
        before: change.before.as_ref().map(side),
        after: change.after.as_ref().map(side),
    }
}

fn side(entry: &RecordedEntry) -> EntrySide<'_> {
    EntrySide {
        id: &entry.id,
        file: &entry.file,
        sheet: entry.sheet.as_deref(),
        cell: &entry.cell,
        raw: &entry.raw,
        amount: entry.amount,
        activity: entry.activity.as_deref(),
        source: entry.source.as_deref(),
        body: entry.body.as_deref(),
        donor: entry.donor.as_deref(),
        outcome: &entry.outcome,
    }
}

fn finding(finding: &RecordedFinding) -> FindingPart<'_> {
    FindingPart {
        id: &finding.id,
        code: &finding.code,
        severity: &finding.severity,
        title: &finding.title,
        place: &finding.place,
        read: finding.read.as_deref(),
        expected: &finding.expected,
        amount: finding.amount,
    }
}
