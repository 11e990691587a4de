//! The lists of changes: lines, entries, findings. In: changes, the largest first. Out: blocks of rows on
//! the sheet. A list that is too long for a person is cut, and what is cut stands in rows of sums, so
//! that the lists still make the totals; all of it is in the JSON.

use std::collections::BTreeMap;

use super::{Context, recorded};
use crate::book::{Cell, Content, Look, Mark, Style};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::model::{ActivityCode, RecordedEntry, RecordedFinding, RecordedLine, add_known};
use crate::reconcile::{ChangeKind, Changes, EntryChange, LineChange, Moved};
use crate::report::formula;
use crate::report::labels;
use crate::report::page::{Block, Page};

/// The headings of the lists, in their order.
pub(super) const SECTIONS: [&str; 4] = [
    "Lines that changed, the largest change of spending first",
    "Amounts in the sheets that are new, gone or changed, the largest first",
    "Findings that are resolved",
    "New findings",
];

/// How many lines, entries or findings a person may want to read.
const MOST: usize = 2_000;

/// Columns of the differences.
const SPENT: u16 = 7;
const PLANNED: u16 = 10;
const SECURED: u16 = 13;
const GAP: u16 = 16;
const AMOUNT_BEFORE: u16 = 5;
const AMOUNT_NOW: u16 = 6;
pub(super) const ENTRY_DIFFERENCE: u16 = 7;
const OUTCOME_BEFORE: u16 = 8;
const OUTCOME_NOW: u16 = 9;

/// Where the lists stand.
pub(super) struct Lists {
    lines: Block,
    pub entries: Block,
}

impl Lists {
    /// The formula for what changed in a sum.
    pub fn sum(&self, what: &str) -> String {
        let column = match what {
            "spent" => SPENT,
            "planned" => PLANNED,
            "secured" => SECURED,
            "funding_gap" => GAP,
            _ => return self.sum_of_entries(what),
        };
        if self.lines.is_empty() {
            return "0".to_owned();
        }
        format!("ROUND(SUM({}),2)", formula::range(self.lines.first, self.lines.last, column))
    }

    fn sum_of_entries(&self, what: &str) -> String {
        if self.entries.is_empty() {
            return "0".to_owned();
        }
        let range = |column| formula::range(self.entries.first, self.entries.last, column);
        let (before, now) = (range(AMOUNT_BEFORE), range(AMOUNT_NOW));
        if what == "read" {
            return format!("ROUND(SUM({now})-SUM({before}),2)");
        }
        format!(
            "ROUND(SUMIF({},\"{what}\",{now})-SUMIF({},\"{what}\",{before}),2)",
            range(OUTCOME_NOW),
            range(OUTCOME_BEFORE),
        )
    }
}

pub(super) fn write(page: &mut Page, context: &Context<'_>, changes: &Changes) -> Lists {
    let lines = lines(page, context, &changes.lines);
    let entries = entries(page, changes);
    findings(page, SECTIONS[2], "No finding was resolved.", &changes.resolved);
    findings(page, SECTIONS[3], "There is no new finding.", &changes.new_findings);
    Lists { lines, entries }
}

fn lines(page: &mut Page, context: &Context<'_>, changes: &[LineChange]) -> Block {
    page.section(SECTIONS[0]);
    let block = page.header(&[
        "Change",
        "Activity",
        "Title",
        "Source",
        "Holder or donor",
        "Spent before",
        "Spent now",
        "Change of spent",
        "Planned before",
        "Planned now",
        "Change of planned",
        "Secured before",
        "Secured now",
        "Change of secured",
        "Gap before",
        "Gap now",
        "Change of gap",
        "Spending before",
        "Spending now",
        "Funding before",
        "Funding now",
    ]);
    let (shown, rest) = changes.split_at(changes.len().min(MOST));
    for change in shown {
        line_row(page, context, change);
    }
    let mut kinds: BTreeMap<ChangeKind, (usize, [Moved; 4])> = BTreeMap::new();
    for change in rest {
        let (count, sums) = kinds.entry(change.kind).or_default();
        *count += 1;
        for (sum, moved) in sums.iter_mut().zip(figures(change)) {
            *sum = together(*sum, moved);
        }
    }
    for (kind, (count, sums)) in kinds {
        let mut cells = vec![
            Cell::text(kind.word()),
            Cell::default(),
            more(Said::new("{count} more lines; all are in reconciliation.json"), count),
        ];
        cells.resize(5, Cell::default());
        cells.extend(moved_cells(page.next(), &sums));
        page.row(cells);
    }
    let block = page.end(block);
    page.table(&block, "ChangedLines");
    page.mark(&block, GAP, Mark::PositiveIsBad);
    if block.is_empty() {
        page.row([Cell::text("No line changed.").look(Look::Hint)]);
    }
    block
}

fn figures(change: &LineChange) -> [Moved; 4] {
    [change.spent, change.planned, change.secured, change.funding_gap]
}

fn together(sum: Moved, moved: Moved) -> Moved {
    Moved {
        before: add_known(sum.before, moved.before),
        after: add_known(sum.after, moved.after),
        difference: add_known(sum.difference, moved.difference),
    }
}

/// Before, now, and the difference as a formula, for each figure of a line.
fn moved_cells(row: u32, moved: &[Moved; 4]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (moved, first) in moved.iter().zip((AMOUNT_BEFORE..).step_by(3)) {
        let (before, now) = (formula::at(row, first), formula::at(row, first + 1));
        cells.extend([
            Cell::money(moved.before),
            Cell::money(moved.after),
            formula::difference(&now, &before, moved.difference),
        ]);
    }
    cells
}

fn more(words: Said, count: usize) -> Cell {
    Cell::wrap(words.with("count", count)).look(Look::Attention)
}

fn line_row(page: &mut Page, context: &Context<'_>, change: &LineChange) {
    let Some(line) = change.line() else { return };
    let activities = &context.reconciliation.plan.activities;
    let code = line.activity.parse::<ActivityCode>().ok();
    let holder = match &line.donor {
        Some(donor) => safe(donor),
        None => line.holders.iter().map(|holder| safe(holder)).collect::<Vec<_>>().join("; "),
    };
    let mut cells = vec![
        kind(change.kind),
        Cell::new(safe(&line.activity), Style::Text),
        Cell::wrap(labels::title(code.and_then(|code| activities.get(&code)))),
        Cell::text(recorded::source(&line.source)),
        Cell::wrap(holder),
    ];
    cells.extend(moved_cells(page.next(), &figures(change)));
    let status = |line: Option<&RecordedLine>, pick: fn(&RecordedLine) -> &str| {
        Cell::new(line.map(|line| recorded::status(pick(line))), Style::Centre)
    };
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    cells.extend([
        status(before, |line| &line.spending_status),
        status(after, |line| &line.spending_status),
        status(before, |line| &line.funding_status),
        status(after, |line| &line.funding_status),
    ]);
    page.row(cells);
}

fn kind(kind: ChangeKind) -> Cell {
    let look = match kind {
        ChangeKind::Vanished => Look::Attention,
        ChangeKind::New | ChangeKind::Changed => Look::Body,
    };
    Cell::text(kind.word()).look(look)
}

fn entries(page: &mut Page, changes: &Changes) -> Block {
    page.section(SECTIONS[1]);
    let known = Said::new(
        "An amount is known by what its row says: body, code, amount, date, document and \
         description. A file that is renamed or sent again makes nothing new.",
    );
    let elsewhere = (changes.moved_entries > 0).then(|| {
        Said::new(
            "{count} amounts stand in another file or cell than before and are the same; they are \
             not listed.",
        )
        .with("count", changes.moved_entries)
    });
    page.hint(Said::list([known].into_iter().chain(elsewhere), " "));
    let block = page.header(&[
        "Change",
        "Activity",
        "Description",
        "Source",
        "Body",
        "Amount before",
        "Amount now",
        "Change of amount",
        "Outcome before",
        "Outcome now",
        "What changed",
        "Activity before",
        "Source before",
        "Document",
        "File",
        "Sheet",
        "Cell",
        "File before",
        "Sheet before",
        "Cell before",
        "As written",
    ]);
    let (shown, rest) = changes.entries.split_at(changes.entries.len().min(MOST));
    for change in shown {
        entry_row(page, change);
    }
    for ((kind, before, after), (count, sum)) in alike(rest) {
        let mut cells = vec![
            Cell::text(kind.word()),
            Cell::default(),
            more(Said::new("{count} more amounts; all are in reconciliation.json"), count),
        ];
        cells.resize(usize::from(AMOUNT_BEFORE), Cell::default());
        cells.extend(amounts(page.next(), sum));
        cells.extend([
            Cell::new(before.map(recorded::outcome), Style::Centre),
            Cell::new(after.map(recorded::outcome), Style::Centre),
        ]);
        page.row(cells);
    }
    let block = page.end(block);
    page.table(&block, "ChangedEntries");
    if block.is_empty() {
        page.row([Cell::text("No amount is new, gone or changed.").look(Look::Hint)]);
    }
    block
}

/// What the rows of sums for entries are kept apart by, so that every formula over the list holds.
type Alike<'a> = BTreeMap<(ChangeKind, Option<&'a str>, Option<&'a str>), (usize, Moved)>;

fn alike(rest: &[EntryChange]) -> Alike<'_> {
    let mut alike = Alike::new();
    for change in rest {
        let before = change.before.as_ref().map(|entry| &*entry.outcome);
        let after = change.after.as_ref().map(|entry| &*entry.outcome);
        let (count, sum) = alike.entry((change.kind, before, after)).or_default();
        *count += 1;
        *sum = together(*sum, change.amount);
    }
    alike
}

fn amounts(row: u32, moved: Moved) -> [Cell; 3] {
    let (before, now) = (formula::at(row, AMOUNT_BEFORE), formula::at(row, AMOUNT_NOW));
    [
        Cell::money(moved.before),
        Cell::money(moved.after),
        formula::difference(&now, &before, moved.difference),
    ]
}

fn entry_row(page: &mut Page, change: &EntryChange) {
    let Some(entry) = change.entry() else { return };
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let shown = |text: Option<&str>| text.map_or(Content::Empty, |text| safe(text).into());
    // What an entry says of itself, where it does not say what was bought.
    let description = entry.description.as_deref().or(entry.title.as_deref());
    let outcome = |entry: Option<&RecordedEntry>| {
        Cell::new(entry.map(|entry| recorded::outcome(&entry.outcome)), Style::Centre)
    };
    let differs = |now: Option<&str>, then: Option<&str>, word: &str| {
        change.what.contains(&word) && now != then
    };
    let place = |entry: Option<&RecordedEntry>| {
        [
            Cell::wrap(shown(entry.map(|entry| &*entry.file))),
            Cell::text(shown(entry.and_then(|entry| entry.sheet.as_deref()))),
            Cell::text(shown(entry.map(|entry| &*entry.cell))),
        ]
    };
    let mut cells = vec![
        kind(change.kind),
        Cell::new(shown(entry.activity.as_deref()), Style::Text),
        Cell::wrap(shown(description)),
        Cell::text(entry.source.as_deref().map(recorded::source)),
        Cell::wrap(shown(entry.body.as_deref())),
    ];
    cells.extend(amounts(page.next(), change.amount));
    let activity = |entry: Option<&'_ RecordedEntry>| entry.and_then(|e| e.activity.clone());
    let source = |entry: Option<&'_ RecordedEntry>| entry.and_then(|e| e.source.clone());
    let (was, is) = (activity(before), activity(after));
    let was = was.filter(|was| differs(is.as_deref(), Some(was), "activity"));
    let (paid_from, pays_from) = (source(before), source(after));
    let paid_from = paid_from.filter(|was| differs(pays_from.as_deref(), Some(was), "source"));
    cells.extend([
        outcome(before),
        outcome(after),
        Cell::wrap(Said::list(change.what.iter().map(|what| Said::new(what)), ", ")),
        Cell::text(shown(was.as_deref())),
        Cell::text(paid_from.as_deref().map(recorded::source)),
        Cell::wrap(shown(entry.document.as_deref())),
    ]);
    cells.extend(place(after));
    cells.extend(place(before));
    cells.push(Cell::text(safe(&entry.raw)));
    page.row(cells);
}

fn findings(
    page: &mut Page,
    section: &'static str,
    none: &'static str,
    findings: &[RecordedFinding],
) {
    page.section(section);
    if findings.is_empty() {
        page.row([Cell::text(none).look(Look::Hint)]);
        return;
    }
    let block = page.header(&[
        "Code", "Severity", "What", "As read", "Expected", "Euros", "File", "Sheet", "Cell",
    ]);
    let shown = |text: Option<&str>| text.map_or(Content::Empty, |text| safe(text).into());
    for finding in findings.iter().take(MOST) {
        page.row([
            Cell::text(safe(&finding.code)),
            Cell::text(recorded::severity(&finding.severity)),
            Cell::wrap(safe(&finding.title)),
            Cell::wrap(shown(finding.read.as_deref())),
            Cell::wrap(safe(&finding.expected)),
            Cell::money(finding.amount),
            Cell::wrap(safe(&finding.file)),
            Cell::wrap(shown(finding.sheet.as_deref())),
            Cell::text(shown(finding.cell.as_deref())),
        ]);
    }
    page.end(block);
    if findings.len() > MOST {
        let text = Said::new("{count} more findings; all are in reconciliation.json");
        page.row([more(text, findings.len() - MOST)]);
    }
}
