//! Activities: the whole plan, strategic area › measure › activity, one row for each funding line.

use indexmap::IndexMap;

use super::Context;
use crate::book::{Cell, Content, Look, Mark, Row, Sheet, Style, TabColour};
use crate::language::Said;
use crate::model::{Activity, tidy};
use crate::reconcile::{ActivityResult, Figures, Line, RollUp};
use crate::report::formula::{self, FIGURES};
use crate::report::labels;
use crate::report::page::Block;
use crate::report::to_date;

const WIDEST: [u16; 22] =
    [10, 42, 14, 22, 14, 14, 14, 14, 14, 10, 14, 14, 14, 20, 22, 15, 22, 24, 9, 9, 9, 11];
/// Column of the planned amounts; the other figures follow.
const FIRST_FIGURE: u16 = 4;
/// Column of planned to date, behind the figures.
const TO_DATE: u16 = FIRST_FIGURE + 7;
const SOURCE: u16 = 2;
const LEVEL: u16 = 21;
const AREA: &str = "area";
const MEASURE: &str = "measure";
const ACTIVITY: &str = "activity";

/// Where the sheet has what other sheets add up.
pub(super) struct Lines {
    block: Block,
}

impl Lines {
    /// The sum of a figure (0 is planned) over the lines of a source.
    pub fn of_source(&self, figure: u16, source: &str) -> (String, String, String) {
        (self.whole(SOURCE), source.to_owned(), self.whole(FIRST_FIGURE + figure))
    }

    /// The sum of a figure over the rows of a level, as a formula.
    pub fn of_level(&self, level: &str, figure: u16) -> String {
        let (words, amounts) = (self.whole(LEVEL), self.whole(FIRST_FIGURE + figure));
        format!("ROUND(SUMIF({words},\"{level}\",{amounts}),2)")
    }

    /// The three levels: areas, measures, activities.
    pub const LEVELS: [&'static str; 3] = [AREA, MEASURE, ACTIVITY];

    fn whole(&self, column: u16) -> String {
        let last = self.block.last.max(self.block.first);
        formula::fixed_range("Activities", self.block.first, last, column)
    }
}

type Measures<'a> = IndexMap<String, Vec<&'a ActivityResult>>;

/// The sheet, and where its lines are.
pub(super) fn sheet(context: &Context<'_>) -> (Sheet, Lines) {
    let mut page = context.page(
        "Activities",
        TabColour::Answer,
        "Activities: planned and spent, by source of funding",
        &WIDEST,
    );
    page.hint(labels::DEFINITIONS);
    page.hint(to_date::hint(context.reconciliation));
    page.hint(
        "One row for each activity and source. Fold areas and measures with the marks at the left; \
         the number under Entries leads to the amounts behind a line, its secured amount to the evidence.",
    );
    let mut headings = vec!["Activity", "Title", "Source", "Holder or donor"];
    headings.extend(FIGURES);
    headings.extend(to_date::HEADINGS);
    headings.extend([
        "Spending", "Funding", "Timing", "Lead", "Partners", "Start", "End", "Entries", "Level",
    ]);
    let block = page.header(&headings);
    let reconciliation = context.reconciliation;
    let areas = grouped(context);
    let title_of = |roll_ups: &[RollUp], key: &str| {
        let found = roll_ups.iter().find(|sum| sum.key == key);
        Said::data(found.map(|sum| tidy(&sum.title)).unwrap_or_default())
    };
    for (number, measures) in &areas {
        let (label, title) = match number {
            0 => (Said::new("–"), Said::new("Without a strategic area")),
            _ => (
                Said::new("Area {number}").with_data("number", number),
                title_of(&reconciliation.areas, &number.to_string()),
            ),
        };
        let lines = lines_of(measures.values().flatten());
        let rows = measures.len() + measures.values().map(|own| rows_of(own)).sum::<usize>();
        let group = Group { label, title, figures: reconciliation.sum_of_lines(&lines) };
        let row = page.next();
        page.push(group.row(row, rows, (Look::Group, 0, AREA)));
        for (code, activities) in measures {
            let title = match code.as_str() {
                "" => Said::new("Without a measure"),
                _ => title_of(&reconciliation.measures, code),
            };
            let figures = reconciliation.sum_of_lines(&lines_of(activities));
            let group = Group { label: Said::data(code), title, figures };
            let row = page.next();
            page.push(group.row(row, rows_of(activities), (Look::SubGroup, 1, MEASURE)));
            for result in activities {
                for row in activity_rows(context, result) {
                    page.push(row);
                }
            }
        }
    }
    let block = page.end(block);
    page.freeze(&block, 2);
    page.filter_only(&block, "Activities");
    page.mark(&block, FIRST_FIGURE + 3, Mark::PositiveIsBad);
    page.mark(&block, TO_DATE + 1, Mark::PositiveIsBad);
    let lines = Lines { block };
    if !block.is_empty() {
        let row = page.next();
        let totals = formula::figure_totals(
            row,
            FIRST_FIGURE,
            &reconciliation.totals.total,
            |column, sum| formula::money(lines.of_level(ACTIVITY, column - FIRST_FIGURE), sum),
        );
        let mut cells =
            vec![Cell::text("Total"), Cell::default(), Cell::default(), Cell::default()];
        cells.extend(totals);
        cells.extend(to_date::totals(
            row,
            (TO_DATE, FIRST_FIGURE + 2),
            &reconciliation.totals.total,
            |column, sum| formula::money(lines.of_level(ACTIVITY, column - FIRST_FIGURE), sum),
        ));
        cells.resize(headings.len(), Cell::default());
        page.row(formula::looking(cells, Look::Total));
    }
    (page.finish(), lines)
}

/// Activities by area and measure: areas by number with 0 last, measures as the plan has them.
fn grouped<'a>(context: &'a Context<'_>) -> IndexMap<u16, Measures<'a>> {
    let reconciliation = context.reconciliation;
    let mut areas: IndexMap<u16, Measures<'a>> = IndexMap::new();
    for result in &reconciliation.activities {
        let activity = reconciliation.plan.activities.get(&result.code);
        let (area, measure) = activity
            .map_or((0, String::new()), |activity| (activity.area, activity.measure.clone()));
        areas.entry(area).or_default().entry(measure).or_default().push(result);
    }
    areas.sort_by_key(|number, _| (*number == 0, *number));
    areas
}

/// The lines of some activities, as indexes.
fn lines_of<'a>(activities: impl IntoIterator<Item = &'a &'a ActivityResult>) -> Vec<usize> {
    activities.into_iter().flat_map(|activity| activity.lines.iter().copied()).collect()
}

/// How many rows some activities take: one for each line, one for an activity without any.
fn rows_of(activities: &[&ActivityResult]) -> usize {
    activities.iter().map(|activity| activity.lines.len().max(1)).sum()
}

/// A row that groups others.
struct Group {
    label: Said,
    title: Said,
    figures: Figures,
}

impl Group {
    /// The row, with sums over the activities in a number of rows below it.
    fn row(&self, row: u32, rows: usize, (look, level, word): (Look, u8, &'static str)) -> Row {
        let (first, last) = (row + 1, row + rows as u32);
        let levels = formula::range(first, last, LEVEL);
        let totals = formula::figure_totals(row, FIRST_FIGURE, &self.figures, |column, sum| {
            formula::sum_if(&levels, ACTIVITY, &formula::range(first, last, column), sum)
        });
        let mut cells = vec![Cell::text(self.label.clone()), Cell::wrap(self.title.clone())];
        cells.resize(usize::from(FIRST_FIGURE), Cell::default());
        cells.extend(totals);
        let spent = FIRST_FIGURE + 2;
        cells.extend(to_date::totals(row, (TO_DATE, spent), &self.figures, |column, sum| {
            formula::sum_if(&levels, ACTIVITY, &formula::range(first, last, column), sum)
        }));
        cells.resize(usize::from(LEVEL), Cell::default());
        cells.push(Cell::new(word, Style::Centre));
        Row { level, ..Row::from_cells(formula::looking(cells, look)) }
    }
}

fn activity_rows(context: &Context<'_>, result: &ActivityResult) -> Vec<Row> {
    let activity = context.reconciliation.plan.activities.get(&result.code);
    let start = || {
        vec![Cell::new(result.code.to_string(), Style::Text), Cell::wrap(labels::title(activity))]
    };
    let lines = result
        .lines
        .iter()
        .filter_map(|index| Some((*index, context.reconciliation.lines.get(*index)?)));
    let mut rows: Vec<Row> = lines
        .map(|(index, line)| {
            let mut cells = start();
            cells.extend(line_cells(line));
            // The secured amount leads to the rows of the register behind it.
            if let (Some(row), Some(secured)) =
                (context.evidence.get(&index), cells.get_mut(usize::from(FIRST_FIGURE) + 1))
            {
                *secured = std::mem::take(secured).look(Look::Link).link("Sources", *row, 0);
            }
            cells.extend(end(activity));
            cells.extend([context.entries_of(line), Cell::new(ACTIVITY, Style::Centre)]);
            Row { level: 2, ..Row::from_cells(cells) }
        })
        .collect();
    if rows.is_empty() {
        let said = match activity {
            Some(activity) if activity.no_funding_required => "no funding required",
            _ => "no cost given",
        };
        let mut cells = start();
        cells.extend([Cell::default(), Cell::wrap(said)]);
        cells.extend(formula::figures(&Figures::default()));
        cells.extend(to_date::cells(&Figures::default()));
        cells.extend([
            labels::spending(result.spending_status),
            labels::funding(result.funding_status),
            to_date::timing(result.timing),
        ]);
        cells.extend(end(activity));
        cells.extend([Cell::new(Content::Empty, Style::Count), Cell::new(ACTIVITY, Style::Centre)]);
        rows.push(Row { level: 2, ..Row::from_cells(cells) });
    }
    rows
}

/// Source, holder, figures and statuses of a line.
fn line_cells(line: &Line) -> Vec<Cell> {
    let mut cells = vec![Cell::text(line.source.word()), Cell::wrap(labels::holder(line))];
    cells.extend(formula::figures(&line.figures));
    cells.extend(to_date::cells(&line.figures));
    cells.extend([
        labels::spending(line.spending_status),
        labels::funding(line.funding_status),
        to_date::timing(line.timing),
    ]);
    cells
}

/// Bodies and quarters of an activity.
fn end(activity: Option<&Activity>) -> Vec<Cell> {
    vec![
        Cell::wrap(labels::lead(activity)),
        Cell::wrap(activity.map(|activity| labels::names(&activity.partners))),
        labels::quarter(activity.and_then(|activity| activity.start)),
        labels::quarter(activity.and_then(|activity| activity.end)),
    ]
}
