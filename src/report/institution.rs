//! The return for one institution: what it leads and holds, what came of what it sent, the findings
//! in its own sheets, and a place to sign. In: a reconciliation and one body. Never another body's
//! entries or findings.

mod gaps;
mod reasons_wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::page::Page;
use super::{entry_table, finding_table, formula, labels, to_date};
use crate::book::{Book, Cell, Content, Look, Mark, Properties, Sheet, Style, TabColour};
use crate::diagnostic::{Catalogue, Code, Finding, safe};
use crate::model::{ActivityCode, Spot};
use crate::reconcile::{Figures, InstitutionResult, Line, Reconciliation};

use super::formula::FIGURES;

const WIDEST: [u16; 18] = [16, 44, 18, 26, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 12, 36, 9];
const FIRST_FIGURE: u16 = 4;

/// The institution's workbook; without a sheet where there is no such institution.
pub(super) fn book(reconciliation: &Reconciliation, index: usize, catalogue: &Catalogue) -> Book {
    let Some(institution) = reconciliation.institutions.get(index) else {
        return Book::default();
    };
    let title = labels::body(institution.body.as_ref());
    let mut sheets = vec![summary(reconciliation, institution, &title)];
    sheets.extend(entries(reconciliation, institution, &title));
    sheets.push(findings(reconciliation, institution, &title, catalogue));
    let properties = Properties {
        title: format!("{title} – return – {}", reconciliation.title),
        subject: "What was planned, sent and reconciled".to_owned(),
        created: reconciliation.run_date,
    };
    Book { properties, sheets, names: Vec::new() }
}

fn summary(reconciliation: &Reconciliation, institution: &InstitutionResult, title: &str) -> Sheet {
    let subtitle = labels::subtitle(reconciliation);
    let heading = format!("Return: {title}");
    let mut page = Page::new("Return", TabColour::Answer, &heading, &subtitle, &WIDEST);
    let periods: BTreeSet<String> = institution
        .submissions
        .iter()
        .filter_map(|index| reconciliation.submissions.get(*index)?.period)
        .map(|period| period.to_string())
        .collect();
    let reported = if institution.submissions.is_empty() {
        let due = if institution.expected { " A report is expected." } else { "" };
        (format!("No sheet of this body has been received.{due}"), Look::Attention)
    } else if periods.is_empty() {
        ("Sheets received; none names its period.".to_owned(), Look::Body)
    } else {
        let periods: Vec<String> = periods.into_iter().collect();
        (format!("Sheets received for {}.", periods.join(", ")), Look::Body)
    };
    page.sentence(&reported.0, reported.1);
    page.hint(labels::DEFINITIONS);
    page.hint(&to_date::hint(reconciliation));
    page.freeze_title();
    let leads: BTreeSet<ActivityCode> = institution.leads.iter().copied().collect();
    let (led, held): (Vec<usize>, Vec<usize>) =
        institution.lines.iter().copied().partition(|index| {
            reconciliation.lines.get(*index).is_some_and(|line| leads.contains(&line.activity))
        });
    lines(reconciliation, &mut page, "Activities that it leads", &led);
    if !held.is_empty() {
        lines(reconciliation, &mut page, "Its money in activities that others lead", &held);
    }
    reasons_wanted::write(reconciliation, &mut page, institution);
    gaps::write(reconciliation, &mut page, institution);
    sent(reconciliation, &mut page, institution);
    super::institution_claims::pools(reconciliation, &mut page, institution);
    super::institution_claims::double_claims(reconciliation, &mut page, institution);
    sign_off(&mut page);
    page.finish()
}

/// A block of lines with its total.
fn lines(reconciliation: &Reconciliation, page: &mut Page, section: &str, indexes: &[usize]) {
    page.section(section);
    let mut headings = vec!["Activity", "Title", "Source", "Holder or donor"];
    headings.extend(FIGURES);
    headings.extend(to_date::HEADINGS);
    headings.extend(["Spending", "Funding", "Timing", "Reasons given", "Entries"]);
    let block = page.header(&headings);
    for index in indexes {
        if let Some(line) = reconciliation.lines.get(*index) {
            page.row(line_cells(reconciliation, *index, line));
        }
    }
    let block = page.end(block);
    page.mark(&block, FIRST_FIGURE + 3, Mark::PositiveIsBad);
    if block.is_empty() {
        page.row([Cell::text("None with money.").look(Look::Hint)]);
        return;
    }
    let figures: Figures = reconciliation.sum_of_lines(indexes);
    let mut total = vec![Cell::text("Total"), Cell::default(), Cell::default(), Cell::default()];
    let sum = |column, amount| formula::sum(block.first, block.last, column, amount);
    let row = page.next();
    total.extend(formula::figure_totals(row, FIRST_FIGURE, &figures, sum));
    let columns = (FIRST_FIGURE + 7, FIRST_FIGURE + 2);
    total.extend(to_date::totals(row, columns, &figures, sum));
    total.resize(headings.len(), Cell::default());
    page.row(formula::looking(total, Look::Total));
}

fn line_cells(reconciliation: &Reconciliation, index: usize, line: &Line) -> Vec<Cell> {
    let activity = reconciliation.plan.activities.get(&line.activity);
    let mut cells = vec![
        Cell::new(line.activity.to_string(), Style::Text),
        Cell::wrap(labels::title(activity)),
        Cell::text(line.source.word()),
        Cell::wrap(labels::holder(line)),
    ];
    cells.extend(formula::figures(&line.figures));
    cells.extend(to_date::cells(&line.figures));
    cells.extend([
        labels::spending(line.spending_status),
        labels::funding(line.funding_status),
        to_date::timing(line.timing),
        labels::reasons(reconciliation, index, line),
        Cell::new(line.entries.len(), Style::Count),
    ]);
    cells
}

fn sent(reconciliation: &Reconciliation, page: &mut Page, institution: &InstitutionResult) {
    page.section("What it sent, and what came of it");
    if institution.submissions.is_empty() {
        page.hint("Nothing has been received.");
        return;
    }
    page.hint(
        "Reconciled: on a line of the plan. Unplanned: the plan has no such source for the activity. \
         Suspense: the activity or source cannot be told; see Findings for what to mend. Excluded: \
         left out for the reason given.",
    );
    let block = page.header(&[
        "Period",
        "File",
        "Sheet",
        "Left out as a whole because",
        "Read",
        "Reconciled",
        "Unplanned",
        "Suspense",
        "Excluded",
        "Difference",
        "Rows",
    ]);
    let amounts = |row: u32, sums: [Cell; 5], difference: crate::model::Euros| {
        let parts = format!("{}:{}", formula::at(row, 5), formula::at(row, 8));
        let formula = format!("ROUND({}-SUM({parts}),2)", formula::at(row, 4));
        sums.into_iter().chain([Cell::money_formula(formula, difference)])
    };
    for index in &institution.submissions {
        let Some(submission) = reconciliation.submissions.get(*index) else { continue };
        let sums = &submission.outcomes;
        let mut cells = vec![
            Cell::text(submission.period.map(|period| period.to_string())),
            Cell::wrap(&*submission.source.file),
            Cell::text(submission.sheet.as_deref()),
            Cell::wrap(submission.excluded.as_deref().map(safe)),
        ];
        let given = [sums.read, sums.reconciled, sums.unplanned, sums.suspense, sums.excluded]
            .map(Cell::money);
        cells.extend(amounts(page.next(), given, sums.difference()));
        cells.push(Cell::new(Content::Count(u64::from(submission.rows)), Style::Count));
        page.row(cells);
    }
    let block = page.end(block);
    let sums = &institution.sent;
    let sum = |column, amount| formula::sum(block.first, block.last, column, Some(amount));
    let totals = [
        sum(4, sums.read),
        sum(5, sums.reconciled),
        sum(6, sums.unplanned),
        sum(7, sums.suspense),
        sum(8, sums.excluded),
    ];
    let mut total = vec![Cell::text("Total"), Cell::default(), Cell::default(), Cell::default()];
    total.extend(amounts(page.next(), totals, sums.difference()));
    total.push(Cell::default());
    page.row(formula::looking(total, Look::Total));
}

fn sign_off(page: &mut Page) {
    page.section("Sign-off");
    page.header(&["", "Name", "Date", "Signature"]);
    for role in ["Prepared by", "Approved by"] {
        let input = || Cell::default().look(Look::Input).unlocked();
        let date = Cell::new(Content::Empty, Style::Date).look(Look::Input).unlocked();
        let row = crate::book::Row::from_cells([Cell::text(role), input(), date, input()]);
        page.push(row.height(30));
    }
}

fn entries(
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
    title: &str,
) -> Vec<Sheet> {
    let begin = |name: &str| {
        let (title, subtitle) = (format!("Entries of {title}"), labels::subtitle(reconciliation));
        let mut page = Page::new(name, TabColour::Detail, &title, &subtitle, &entry_table::WIDEST);
        page.link("← Back to Return", "Return");
        page.hint("One row for each amount in its sheets, with its cell and what became of it.");
        page
    };
    entry_table::WHOLE.sheets(reconciliation, &institution.entries, begin).0
}

fn findings(
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
    title: &str,
    catalogue: &Catalogue,
) -> Sheet {
    let mut page = Page::new(
        "Findings",
        TabColour::Attention,
        &format!("Findings in the sheets of {title}"),
        &labels::subtitle(reconciliation),
        &finding_table::WIDEST,
    );
    page.link("← Back to Return", "Return");
    page.hint(
        "Error: euros could not be placed, or something could not be read. Warning: doubtful, and \
         counted. Note: worth knowing.",
    );
    let own = OwnPlaces::of(reconciliation, institution);
    // Findings are in the order of their files.
    let findings = &reconciliation.findings;
    let of_file = |file: &Arc<str>| {
        let first = findings.partition_point(|one| one.place.file < *file);
        first..first + findings[first..].partition_point(|one| one.place.file == *file)
    };
    let indexes = own
        .files
        .keys()
        .flat_map(of_file)
        .filter(|index| {
            reconciliation
                .findings
                .get(*index)
                .is_some_and(|one| own.holds(one) && !names_other_sheets(one))
        })
        .collect();
    finding_table::write(&mut page, reconciliation, catalogue, indexes, "Findings");
    page.finish()
}

/// Whether a finding says where another body's entry stands; the sheet Return says as much of it as
/// is the institution's business.
fn names_other_sheets(finding: &Finding) -> bool {
    matches!(finding.code, Code::ClaimedByTwoBodies | Code::ManyDoubleClaims)
}

type SheetOfFile = (Arc<str>, Option<Arc<str>>);

/// Where an institution may see findings.
struct OwnPlaces {
    // Its files; true where nobody else has a part in the file.
    files: BTreeMap<Arc<str>, bool>,
    // Its sheets; true where nobody else has a part in the sheet.
    sheets: BTreeMap<SheetOfFile, bool>,
    // Rows of its entries.
    rows: BTreeSet<(SheetOfFile, (u32, u32))>,
    // Rows of anybody's entries.
    taken: BTreeSet<(SheetOfFile, (u32, u32))>,
}

impl OwnPlaces {
    fn of(reconciliation: &Reconciliation, institution: &InstitutionResult) -> Self {
        let mut own = OwnPlaces {
            files: BTreeMap::new(),
            sheets: BTreeMap::new(),
            rows: BTreeSet::new(),
            taken: BTreeSet::new(),
        };
        for index in &institution.submissions {
            if let Some(submission) = reconciliation.submissions.get(*index) {
                let file = Arc::clone(&submission.source.file);
                own.files.insert(Arc::clone(&file), true);
                own.sheets.insert((file, submission.sheet.clone()), true);
            }
        }
        for submission in &reconciliation.submissions {
            if submission.body != institution.body {
                let file = Arc::clone(&submission.source.file);
                if let Some(alone) = own.files.get_mut(&file) {
                    *alone = false;
                }
                if let Some(alone) = own.sheets.get_mut(&(file, submission.sheet.clone())) {
                    *alone = false;
                }
            }
        }
        // Whose rows they are matters only in a sheet that several share.
        let shared = own.sheets.values().any(|alone| !alone);
        for settled in reconciliation.entries.iter().filter(|_| shared) {
            let place = &settled.entry.place;
            let sheet = (Arc::clone(&place.file), place.sheet.clone());
            if let (Some(false), Some(row)) = (own.sheets.get(&sheet), row_of(place.spot)) {
                let row = (sheet, row);
                if settled.body == institution.body {
                    own.rows.insert(row.clone());
                }
                own.taken.insert(row);
            }
        }
        own
    }

    /// Whether a finding is this institution's: in a sheet of its own, about a whole sheet it has a
    /// part in, in the row of one of its entries, or in a row of which nothing could be read, so
    /// that nobody knows whose it is and everybody in the sheet is told.
    fn holds(&self, finding: &Finding) -> bool {
        let place = &finding.place;
        let sheet = (Arc::clone(&place.file), place.sheet.clone());
        if let Some(alone) = self.sheets.get(&sheet) {
            return *alone
                || place.spot == Spot::Whole
                || row_of(place.spot).is_some_and(|row| {
                    let row = (sheet, row);
                    self.rows.contains(&row) || !self.taken.contains(&row)
                });
        }
        // About the whole file, or about a sheet of it that handed in nothing.
        self.files
            .get(&place.file)
            .is_some_and(|alone| *alone || place.sheet.is_none() && place.spot == Spot::Whole)
    }
}

/// The row of a spot, with the number of its table where a file has several.
fn row_of(spot: Spot) -> Option<(u32, u32)> {
    match spot {
        Spot::Cell(cell) => Some((0, cell.row)),
        Spot::Line(line) => Some((0, line)),
        Spot::TableCell { table, row, .. } => Some((table, row)),
        Spot::Whole | Spot::Paragraph(_) => None,
    }
}
