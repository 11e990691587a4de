//! The return for one institution: what it leads and holds, what came of what it sent, the findings
//! in its own sheets, and a page to sign. In: a reconciliation and one body. Never another body's
//! entries or findings.

mod gaps;
pub(super) mod given_back;
mod reasons_wanted;
mod sign_off;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;

use super::page::Page;
use super::{entry_table, finding_table, formula, labels, to_date};
use crate::book::{Book, Cell, Content, Look, Mark, Properties, Sheet, Style, TabColour};
use crate::diagnostic::{Catalogue, Finding};
use crate::language::{Said, Translation};
use crate::model::{ActivityCode, Entry, Place, Spot};
use crate::reconcile::{Figures, InstitutionResult, Line, Reconciliation};

use super::formula::FIGURES;
use given_back::{Copies, OwnSheets};

const WIDEST: [u16; 18] = [16, 44, 18, 26, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 12, 36, 9];
const FIRST_FIGURE: u16 = 4;
/// The sheets of a return itself; those that are given back stand behind them.
const SHEETS: [&str; 4] = ["Return", "Entries", "Findings", "Sign-off"];

/// The institution's workbook; without a sheet where there is no such institution.
pub(super) fn book(
    reconciliation: &Reconciliation,
    index: usize,
    catalogue: &Catalogue,
    own: &OwnSheets,
    words: &Translation,
) -> Book {
    let Some(institution) = reconciliation.institutions.get(index) else {
        return Book::default();
    };
    let title = labels::body(institution.body.as_ref());
    let mut listed = given_back::own_findings(reconciliation, institution);
    listed.retain(|index| !own.withheld().contains(index));
    let marked = finding_table::listed(reconciliation, listed.clone());
    let taken = SHEETS.map(|name| words.sheet(name));
    let copies =
        Copies::lay_out(own, reconciliation, institution, &marked, catalogue, words, &taken);
    let mut sheets = vec![summary(words, reconciliation, institution, &title, &copies)];
    sheets.extend(entries(words, reconciliation, institution, &title, &copies));
    sheets.push(findings(words, reconciliation, listed, &title, catalogue, &copies));
    sheets.push(sign_off::sheet(words, reconciliation, institution, &title));
    sheets.extend(copies.sheets);
    let properties = Properties {
        title: Said::new("{body} – return – {plan}")
            .with("body", title)
            .with_data("plan", &*reconciliation.title),
        subject: "What was planned, sent and reconciled".into(),
        created: reconciliation.run_date,
    };
    Book { properties: properties.spoken(words), sheets, names: Vec::new() }
}

fn summary(
    words: &Translation,
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
    title: &Said,
    copies: &Copies,
) -> Sheet {
    let subtitle = labels::subtitle(reconciliation);
    let heading = Said::new("Return: {body}").with("body", title.clone());
    let mut page = Page::new(words, "Return", TabColour::Answer, heading, &subtitle, &WIDEST);
    let periods: BTreeSet<String> = institution
        .submissions
        .iter()
        .filter_map(|index| reconciliation.submissions.get(*index)?.period)
        .map(|period| period.to_string())
        .collect();
    let (reported, look) = if institution.submissions.is_empty() {
        let words = match institution.expected {
            true => "No sheet of this body has been received. A report is expected.",
            false => "No sheet of this body has been received.",
        };
        (Said::new(words), Look::Attention)
    } else if periods.is_empty() {
        (Said::new("Sheets received; none names its period."), Look::Body)
    } else {
        let periods: Vec<String> = periods.into_iter().collect();
        let said = Said::new("Sheets received for {periods}.");
        (said.with_data("periods", periods.join(", ")), Look::Body)
    };
    page.sentence(reported, look);
    page.hint(labels::DEFINITIONS);
    page.hint(to_date::hint(reconciliation));
    // Pages beside the first say which activity each row is about.
    page.freeze_title_and(1);
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
    given_back::list(&mut page, copies);
    super::institution_claims::pools(reconciliation, &mut page, institution);
    super::institution_claims::double_claims(reconciliation, &mut page, institution);
    page.finish()
}

/// A block of lines with its total.
fn lines(
    reconciliation: &Reconciliation,
    page: &mut Page,
    section: &'static str,
    indexes: &[usize],
) {
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
            Cell::wrap(Content::from(submission.source.file.clone())),
            Cell::text(submission.sheet.clone()),
            Cell::wrap(submission.excluded.clone()),
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

fn entries(
    words: &Translation,
    reconciliation: &Reconciliation,
    institution: &InstitutionResult,
    title: &Said,
    copies: &Copies,
) -> Vec<Sheet> {
    let begin = |name: Cow<'static, str>| {
        let title = Said::new("Entries of {body}").with("body", title.clone());
        let subtitle = labels::subtitle(reconciliation);
        let widest = &entry_table::WIDEST;
        let mut page = Page::new(words, name, TabColour::Detail, title, &subtitle, widest);
        page.link("← Back to Return", "Return");
        page.hint("One row for each amount in its sheets, with its cell and what became of it.");
        page
    };
    let leads = |place: &Place| copies.link(place);
    entry_table::WHOLE.sheets(reconciliation, &institution.entries, Some(&leads), begin).0
}

fn findings(
    words: &Translation,
    reconciliation: &Reconciliation,
    listed: Vec<usize>,
    title: &Said,
    catalogue: &Catalogue,
    copies: &Copies,
) -> Sheet {
    let mut page = Page::new(
        words,
        "Findings",
        TabColour::Attention,
        Said::new("Findings in the sheets of {body}").with("body", title.clone()),
        &labels::subtitle(reconciliation),
        &finding_table::WIDEST,
    );
    page.link("← Back to Return", "Return");
    page.hint(
        "Error: euros could not be placed, or something could not be read. Warning: doubtful, and \
         counted. Note: worth knowing.",
    );
    let leads = |place: &Place| copies.link(place);
    finding_table::write(&mut page, reconciliation, catalogue, listed, "Findings", &leads);
    page.finish()
}

type SheetOfFile = (ArcStr, Option<ArcStr>);

/// Where an institution may see findings.
struct OwnPlaces {
    // Its files; true where nobody else has a part in the file.
    files: BTreeMap<ArcStr, bool>,
    // Its sheets; true where nobody else has a part in the sheet.
    sheets: BTreeMap<SheetOfFile, bool>,
    // Rows of others' entries.
    others: BTreeSet<(SheetOfFile, (u32, u32))>,
    // The cells of its own entries; tables may stand side by side, so that others have some in the row.
    cells: BTreeSet<(SheetOfFile, Spot)>,
}

impl OwnPlaces {
    fn of(reconciliation: &Reconciliation, institution: &InstitutionResult) -> Self {
        let mut own = OwnPlaces {
            files: BTreeMap::new(),
            sheets: BTreeMap::new(),
            others: BTreeSet::new(),
            cells: BTreeSet::new(),
        };
        for index in &institution.submissions {
            if let Some(submission) = reconciliation.submissions.get(*index) {
                let file = ArcStr::clone(&submission.source.file);
                own.files.insert(ArcStr::clone(&file), true);
                own.sheets.insert((file, submission.sheet.clone()), true);
            }
        }
        for submission in &reconciliation.submissions {
            if submission.body != institution.body {
                let file = ArcStr::clone(&submission.source.file);
                if let Some(alone) = own.files.get_mut(&file) {
                    *alone = false;
                }
                if let Some(alone) = own.sheets.get_mut(&(file, submission.sheet.clone())) {
                    *alone = false;
                }
            }
        }
        // Whose rows they are matters only in a sheet that several share.
        for (whole, _, entries) in reconciliation.entries.by_sheet() {
            let sheet = (ArcStr::clone(whole.file()), whole.sheet().clone());
            if own.sheets.get(&sheet) != Some(&false) {
                continue;
            }
            for settled in entries {
                let Some(row) = row_of(settled.entry.spot) else { continue };
                if settled.means.body == institution.body {
                    let spots = spots_of(&settled.entry);
                    own.cells.extend(spots.map(|spot| (sheet.clone(), spot)));
                } else {
                    own.others.insert((sheet.clone(), row));
                }
            }
        }
        own
    }

    /// Whether nobody else has a part in a sheet.
    fn is_alone(&self, sheet: &SheetOfFile) -> bool {
        match self.sheets.get(sheet) {
            Some(alone) => *alone,
            None => self.files.get(&sheet.0).copied().unwrap_or(false),
        }
    }

    /// Whether a finding is this institution's: in a sheet of its own, about a whole sheet it has a
    /// part in, in the row of its entries alone or at one of them, or in a row of which nothing could
    /// be read, so that nobody knows whose it is and everybody in the sheet is told.
    fn holds(&self, finding: &Finding) -> bool {
        let place = &finding.place;
        let sheet = (ArcStr::clone(place.file()), place.sheet().clone());
        if let Some(alone) = self.sheets.get(&sheet) {
            return *alone
                || place.spot() == Spot::Whole
                || row_of(place.spot()).is_some_and(|row| {
                    let row = (sheet, row);
                    !self.others.contains(&row) || self.cells.contains(&(row.0, place.spot()))
                });
        }
        // About the whole file, or about a sheet of it that handed in nothing.
        self.files
            .get(place.file())
            .is_some_and(|alone| *alone || place.sheet().is_none() && place.spot() == Spot::Whole)
    }
}

/// The cells that an entry was read from.
fn spots_of(entry: &Entry<'_>) -> impl Iterator<Item = Spot> {
    let words = [
        &entry.words.code,
        &entry.words.title,
        &entry.words.source,
        &entry.words.donor,
        &entry.words.body,
    ];
    let words = words.into_iter().flatten().map(|written| written.spot(entry.spot));
    words.chain([entry.spot])
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
