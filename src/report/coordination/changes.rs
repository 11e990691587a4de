//! Changes: what moved since an earlier run, with the proof that the earlier totals and the changes make
//! the totals of this run. Only where earlier results were given. In: changes that are already found.

mod lists;
mod recorded;

use super::Context;
use super::checks::Proven;
use super::overview::Totals;
use super::waiting::start;
use crate::book::{Cell, Content, Look, Result, Row, Sheet, Style, TabColour};
use crate::diagnostic::safe;
use crate::language::Said;
use crate::model::Date;
use crate::reconcile::{ChangeKind, ChangedSum, Changes};
use crate::report::formula;
use crate::report::page::{Block, Page};
use lists::Lists;

const WIDEST: [u16; 21] =
    [13, 12, 40, 18, 28, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 26, 26, 26, 26];

/// Where the sums of the changes stand, for the overview.
pub(super) struct Summed {
    sums: Vec<(&'static str, u32)>,
    entries: Block,
    // Rows of the lists' headings.
    starts: [u32; 4],
}

impl Summed {
    /// The address of what changed in a sum.
    fn changes(&self, what: &str) -> Option<String> {
        let (_, row) = self.sums.iter().find(|(known, _)| *known == what)?;
        Some(format!("Changes!{}", formula::fixed(*row, CHANGES)))
    }

    /// The sum of the differences of entries of a kind.
    fn entries_of(&self, kind: ChangeKind) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        let range =
            |column| formula::fixed_range("Changes", self.entries.first, self.entries.last, column);
        let (words, amounts) = (range(0), range(lists::ENTRY_DIFFERENCE));
        Some(format!("ROUND(SUMIF({words},\"{}\",{amounts}),2)", kind.word()))
    }
}

const BEFORE: u16 = 5;
const CHANGES: u16 = 7;

/// The sheet; none where no earlier results were given.
pub(super) fn sheet(
    context: &Context<'_>,
    total: &Totals,
    proven: &Proven,
) -> Option<(Sheet, Summed)> {
    let changes = context.reconciliation.changes.as_ref()?;
    let title = "What changed since the earlier results";
    let mut page = context.page("Changes", TabColour::Detail, title, &WIDEST);
    page.sentence(since(changes), Look::Body);
    if changes.is_empty() {
        page.sentence("Nothing changed.", Look::Good);
    }
    // The lists stand below the sums and are summed in them: the rows of the sums come last.
    let first = begin_sums(&mut page, changes);
    let lists = lists::write(&mut page, context, changes);
    sums(&mut page, first, changes, &lists, total, proven);
    let named = changes.sums.iter().zip(first..).map(|(sum, row)| (sum.what, row)).collect();
    let sheet = page.finish();
    let starts = lists::SECTIONS.map(|section| start(context.words, &sheet, section));
    Some((sheet, Summed { sums: named, entries: lists.entries, starts }))
}

fn since(changes: &Changes) -> Said {
    let words = match (&changes.as_of, &changes.run_date) {
        (Some(_), Some(_)) => {
            "Compared with {file}, as of {as_of}, prepared on {run_date} (sha256 {hash}…)."
        }
        (Some(_), None) => "Compared with {file}, as of {as_of} (sha256 {hash}…).",
        (None, Some(_)) => "Compared with {file}, prepared on {run_date} (sha256 {hash}…).",
        (None, None) => "Compared with {file} (sha256 {hash}…).",
    };
    let hash = changes.since.sha256.get(..12).unwrap_or(&changes.since.sha256);
    let day = |text: &Option<String>| text.as_deref().map_or(Said::nothing(), day);
    Said::new(words)
        .with_data("file", safe(&changes.since.file))
        .with("as_of", day(&changes.as_of))
        .with("run_date", day(&changes.run_date))
        .with_data("hash", hash)
}

/// A day of the earlier results as cells show days; another text as it is.
fn day(text: &str) -> Said {
    match text.parse::<Date>() {
        Ok(day) => Said::new("{day}").with("day", day),
        Err(_) => Said::data(safe(text)),
    }
}

/// The head of the proof, with rows kept free for its sums; gives the first of them.
fn begin_sums(page: &mut Page, changes: &Changes) -> u32 {
    page.section("The earlier totals and the changes make the totals of this run");
    page.hint(
        "Changes: the sum of the lists below. An amount that was not known before, or is not known \
         now, changes by the whole amount. “Lists less totals” is not zero only where somebody \
         changed the file with the earlier results.",
    );
    page.header(&[
        "Sum",
        "",
        "",
        "",
        "",
        "Earlier total",
        "Earlier results: lists less totals",
        "Changes",
        "Earlier and changes",
        "Total of this run",
        "Difference",
        "Result",
    ]);
    let first = page.next();
    changes.sums.iter().for_each(|_| page.blank());
    first
}

/// The proof in figures.
fn sums(
    page: &mut Page,
    first: u32,
    changes: &Changes,
    lists: &Lists,
    total: &Totals,
    proven: &Proven,
) {
    for (row, sum) in (first..).zip(&changes.sums) {
        let made = sum.before.unwrap_or_default() + sum.not_adding_up + sum.changes;
        let parts = format!("{}:{}", formula::at(row, BEFORE), formula::at(row, CHANGES));
        let (made_at, now_at) = (formula::at(row, CHANGES + 1), formula::at(row, CHANGES + 2));
        let now = match FIGURES.iter().find(|(what, _)| *what == sum.what) {
            Some((_, figure)) => total.address(*figure),
            None => proven.address(sum.what),
        };
        let cells = vec![
            (0, Cell::text(label(sum)).span(5)),
            (BEFORE, Cell::money(sum.before)),
            (BEFORE + 1, Cell::money(sum.not_adding_up)),
            (CHANGES, formula::money(lists.sum(sum.what), Some(sum.changes))),
            (CHANGES + 1, formula::money(format!("ROUND(SUM({parts}),2)"), Some(made))),
            (CHANGES + 2, formula::money(now, sum.after)),
            (CHANGES + 3, formula::difference(&made_at, &now_at, Some(sum.difference))),
            (CHANGES + 4, verdict(&formula::at(row, CHANGES + 3), sum)),
        ];
        page.replace(row, Row { cells, ..Row::default() });
    }
}

const FIGURES: [(&str, u16); 4] =
    [("planned", 0), ("secured", 1), ("spent", 2), ("funding_gap", 6)];

fn label(sum: &ChangedSum) -> &'static str {
    match sum.what {
        "planned" => "Planned (lines)",
        "secured" => "Secured (lines)",
        "spent" => "Spent (lines)",
        "funding_gap" => "Funding gap (lines)",
        "read" => "Read (entries)",
        "reconciled" => "– of which reconciled",
        "unplanned" => "– of which unplanned",
        "suspense" => "– of which in suspense",
        _ => "– of which excluded",
    }
}

fn verdict(difference: &str, sum: &ChangedSum) -> Cell {
    let holds = sum.difference.is_zero();
    let text = if holds { "OK" } else { "differs" };
    let formula = format!("IF(ABS({difference})<0.005,\"OK\",\"differs\")");
    Cell::new(Content::formula(formula, Result::Said(Box::new(Said::new(text)))), Style::Centre)
        .look(if holds { Look::Good } else { Look::Bad })
}

/// The block of the overview.
pub(super) fn overview(context: &Context<'_>, summed: Option<&Summed>, page: &mut Page) {
    let (Some(changes), Some(summed)) = (context.reconciliation.changes.as_ref(), summed) else {
        return;
    };
    page.section(match changes.as_of.as_deref() {
        Some(as_of) => Said::new("Since the earlier results as of {day}").with("day", day(as_of)),
        None => Said::new("Since the earlier results"),
    });
    page.header(&["What", "Number", "Euros", "See", "What the euros are", "", "", ""]);
    let moved = |what: &str| changes.sum(what).map(|sum| sum.changes);
    let of_kind = |kind: ChangeKind| {
        let count = changes.entries_of(kind);
        (count.count, summed.entries_of(kind), Some(count.euros).filter(|_| count.count > 0))
    };
    let of_lines = |what: &str, pick: fn(&crate::reconcile::LineChange) -> bool| {
        let count = changes.lines.iter().filter(|change| pick(change)).count();
        (count, summed.changes(what), moved(what))
    };
    let rows = [
        (
            "Spent: lines that moved",
            of_lines("spent", |c| c.spent.before != c.spent.after),
            "spent more (+) or less (−) than before",
        ),
        (
            "Planned: lines that moved",
            of_lines("planned", |c| c.planned.before != c.planned.after),
            "planned more (+) or less (−)",
        ),
        (
            "Secured: lines that moved",
            of_lines("secured", |c| c.secured.before != c.secured.after),
            "secured more (+) or less (−)",
        ),
        ("New amounts in the sheets", of_kind(ChangeKind::New), "read now and not before"),
        ("Amounts that are gone", of_kind(ChangeKind::Vanished), "read before and not now"),
        ("Amounts that changed", of_kind(ChangeKind::Changed), "change of the amounts themselves"),
        ("Findings that are resolved", (changes.resolved.len(), None, None), ""),
        ("New findings", (changes.new_findings.len(), None, None), ""),
    ];
    let [lines, entries, resolved, new] = summed.starts;
    let starts = [lines, lines, lines, entries, entries, entries, resolved, new];
    for ((what, (count, formula, amount), meaning), row) in rows.into_iter().zip(starts) {
        let euros = match (formula, amount) {
            (Some(formula), Some(amount)) => formula::money(formula, Some(amount)),
            (_, amount) => Cell::money(amount),
        };
        let cells = vec![
            (0, Cell::text(what)),
            (1, Cell::new(count, Style::Count)),
            (2, euros),
            (3, Cell::new("Changes", Style::Centre).look(Look::Link).link("Changes", row, 0)),
            (4, Cell::text(meaning).look(Look::Hint).span(4)),
        ];
        page.push(Row { cells, ..Row::default() });
    }
}
