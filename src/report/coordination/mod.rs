//! The workbook of the coordination body: one file for each sheet. In: a reconciliation. Out: a book
//! with its sheets in the order that the design fixes. Never adds anything up.

mod activities;
mod changes;
mod checks;
mod claims;
mod decision_cells;
mod donors;
mod entries;
mod evidence;
mod findings;
mod gap_sums;
mod institutions;
mod method;
mod overview;
mod pools;
mod quarters;
mod ratios;
mod reporting;
mod sources;
mod statuses;
mod suspense;
mod swaps;
mod unfunded;
mod variances;
mod waiting;

use std::borrow::Cow;

use super::labels;
use super::page::Page;
use crate::book::{Book, Properties, TabColour, spoken_formula};
use crate::diagnostic::Catalogue;
use crate::language::{Said, Translation};
use crate::reconcile::{Groups, Line, Reconciliation};

/// What every sheet needs.
struct Context<'a> {
    reconciliation: &'a Reconciliation,
    catalogue: &'a Catalogue,
    words: &'a Translation,
    groups: Groups,
    subtitle: Said,
    // Row of the first entry on each sheet of entries.
    first_entry: u32,
    // Rows of the lines' evidence on the sheet of sources.
    evidence: evidence::Starts,
}

impl<'a> Context<'a> {
    /// A sheet with title and subtitle, and the way back to the first one.
    fn page(
        &self,
        name: impl Into<Cow<'static, str>>,
        tab: TabColour,
        title: impl Into<Said>,
        widest: &[u16],
    ) -> Page<'a> {
        let name: Cow<'static, str> = name.into();
        let is_first = name == "Overview";
        let mut page = Page::new(self.words, name, tab, title, &self.subtitle, widest);
        if !is_first {
            page.link("← Back to Overview", "Overview");
        }
        page
    }

    /// How many entries a line has, leading to the first of them.
    fn entries_of(&self, line: &Line) -> crate::book::Cell {
        let cell = crate::book::Cell::new(line.entries.len(), crate::book::Style::Count);
        match line.entries.iter().min() {
            Some(first) => self.to_entry(cell, usize::from(first)),
            None => cell,
        }
    }

    /// A cell that leads to an entry.
    fn to_entry(&self, cell: crate::book::Cell, index: usize) -> crate::book::Cell {
        let mut cell = cell.look(crate::book::Look::Link);
        cell.lead(Some(super::entry_table::WHOLE.link(self.first_entry, index)));
        cell
    }
}

impl Context<'_> {
    /// The way to the rows of the register behind a line, where it has any.
    fn evidence_of(&self, line: usize, text: &'static str) -> crate::book::Cell {
        match self.evidence.get(&line) {
            Some(row) => {
                crate::book::Cell::text(text).look(crate::book::Look::Link).link("Sources", *row, 0)
            }
            None => crate::book::Cell::default(),
        }
    }
}

/// The reconciled workbook.
pub(super) fn book(
    reconciliation: &Reconciliation,
    catalogue: &Catalogue,
    words: &Translation,
) -> Book {
    let mut context = Context {
        reconciliation,
        catalogue,
        words,
        groups: reconciliation.groups(),
        subtitle: labels::subtitle(reconciliation),
        first_entry: 0,
        evidence: evidence::Starts::new(),
    };
    // Sheets that others point into come first; the order of the book is made below. All of them wait until
    // the last is laid out, so those that grow with the plan and with what is found are packed.
    let (entries, first_entry) = entries::sheets(&context);
    context.first_entry = first_entry;
    let (mut sources, quarters, evidence) = sources::sheet(&context);
    sources.pack();
    context.evidence = evidence;
    let (mut activities, lines) = activities::sheet(&context);
    activities.pack();
    let (overview, total) = overview::begin(&context, &lines);
    let (mut variances, overspent, swapped) = variances::sheet(&context);
    let swaps_start = waiting::start(words, &variances, swaps::SECTION);
    variances.pack();
    let (mut unfunded, sums) = unfunded::sheet(&context);
    let unplanned_start = waiting::start(words, &unfunded, unfunded::UNPLANNED);
    unfunded.pack();
    let (mut institutions, leads) = institutions::sheet(&context);
    institutions.pack();
    let (mut suspense, in_suspense, double_claims) = suspense::sheet(&context);
    let starts = waiting::Starts {
        double_claims: waiting::start(words, &suspense, claims::SECTION),
        decided: waiting::start(words, &suspense, suspense::DECIDED),
        swapped: swaps_start,
        unplanned: unplanned_start,
    };
    suspense.pack();
    let tied = checks::Tied { lines: &lines, leads, quarters, total: &total };
    let (checks, proven) = checks::sheet(&context, &tied);
    let waiting = waiting::Waiting {
        starts,
        overspent,
        unplanned: sums.unplanned,
        missing: sums.missing,
        covered: sums.covered,
        in_suspense,
        double_claims,
        swapped,
        excluded: Some(proven.address("excluded")),
    };
    let names = total.names();
    let (changes, changed) = changes::sheet(&context, &total, &proven).unzip();
    let overview = overview::finish(overview, &context, &lines, &total, &waiting, changed.as_ref());
    let mut sheets = vec![
        overview,
        activities,
        variances,
        unfunded,
        institutions,
        sources,
        donors::sheet(&context),
        ratios::sheet(&context),
        reporting::sheet(&context),
    ];
    sheets.extend(changes);
    let mut findings = findings::sheet(&context);
    findings.pack();
    sheets.extend([suspense, findings]);
    sheets.extend(entries);
    sheets.extend([checks, method::sheet(&context)]);
    let properties = Properties {
        title: Said::new("{plan} – reconciliation").with_data("plan", &*reconciliation.title),
        subject: "Planned and spent funds by activity and source of funding".into(),
        created: reconciliation.run_date,
    };
    let names = names.into_iter().map(|(name, range)| (name, spoken_formula(&range, words)));
    Book { properties: properties.spoken(words), sheets, names: names.collect() }
}
