//! Findings as a table, for any workbook that lists them: errors first, each with its cell, what was
//! read, what was expected and how to mend it.

use super::labels::{self, Leads};
use super::page::Page;
use crate::book::{Cell, Content, Look, Style};
use crate::diagnostic::{Catalogue, Finding, Severity, safe};
use crate::language::Said;
use crate::reconcile::Reconciliation;

/// More than a person reads; the rest is in the JSON.
const MOST: usize = 5_000;

/// Widest columns, in the order of the headings.
pub(super) const WIDEST: [u16; 12] = [8, 8, 13, 32, 26, 16, 18, 26, 34, 42, 34, 16];

const HEADINGS: [&str; 12] = [
    "Finding",
    "Code",
    "Severity",
    "What is wrong",
    "File",
    "Sheet",
    "Cell",
    "Read",
    "Expected",
    "Remedy",
    "Effect",
    "Euros concerned",
];

/// The findings that a table lists: the worst first, and not more than a person reads.
pub(super) fn listed(reconciliation: &Reconciliation, mut indexes: Vec<usize>) -> Vec<usize> {
    let findings = &reconciliation.findings;
    indexes.retain(|index| *index < findings.len());
    // Within a severity they keep the order of their places.
    indexes.sort_by_key(|index| findings.get(*index).map(Finding::severity));
    indexes.truncate(MOST);
    indexes
}

/// Lists findings by their indexes, each leading to where its cell stands in the workbook.
pub(super) fn write(
    page: &mut Page,
    reconciliation: &Reconciliation,
    catalogue: &Catalogue,
    indexes: Vec<usize>,
    name: &str,
    leads: Leads<'_>,
) {
    let findings = &reconciliation.findings;
    let all = indexes.len();
    let indexes = listed(reconciliation, indexes);
    if all > MOST {
        page.sentence(
            Said::new("The first {most} findings; {count} more are in reconciliation.json.")
                .with("count", all - MOST)
                .with("most", MOST),
            Look::Attention,
        );
    }
    let block = page.header(&HEADINGS);
    for index in indexes {
        if let Some(finding) = findings.get(index) {
            page.row(cells(index, finding, catalogue, leads));
        }
    }
    let block = page.end(block);
    page.freeze(&block, 3);
    page.table(&block, name);
    if block.is_empty() {
        page.row([Cell::text("Nothing was found.").look(Look::Good)]);
    }
}

fn cells(index: usize, finding: &Finding, catalogue: &Catalogue, leads: Leads<'_>) -> Vec<Cell> {
    let look = match finding.severity() {
        Severity::Error => Look::Bad,
        Severity::Warning => Look::Attention,
        Severity::Note => Look::Body,
    };
    let mut cells = vec![
        Cell::text(Reconciliation::finding_id(index)),
        Cell::new(Content::data(finding.code.number()), Style::Centre),
        Cell::text(finding.severity().word()).look(look),
        Cell::wrap(safe(&catalogue.title(finding))),
    ];
    cells.extend(labels::place_linked(&finding.place, leads));
    cells.extend([
        Cell::wrap(catalogue.read(finding).map(|read| safe(&read))),
        Cell::wrap(safe(&catalogue.expected(finding))),
        Cell::wrap(safe(&catalogue.remedy(finding))),
        Cell::wrap(safe(&catalogue.effect(finding))),
        Cell::money(finding.amount),
    ]);
    cells
}
