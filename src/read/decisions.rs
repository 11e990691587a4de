//! Decisions in a workbook or a table. In: the grids of an earlier reconciliation.xlsx with its sheet
//! Suspense filled in, or of a table made by hand. Out: decisions with their places, every text as
//! written, and findings about what was filled in and decides nothing. Never: which entry is meant, nor
//! whether the decision can be carried out.

mod overlooked;

use std::collections::BTreeSet;

use arcstr::ArcStr;

use self::overlooked::Beside;
use super::amount::{Marks, Reading, read_amount};
use super::code::read_code;
use super::date::read_date;
use crate::diagnostic::Finding;
use crate::model::{Decision, Mark, Place, Plan, Recognition, tidy};
use crate::sheet::{Cell, Grid, Row, SheetFile, Value};
use crate::vocabulary::{DecisionHeading, Vocabulary, quarter};

/// The decisions in a file, in order, and what is to be said of its tables; none where the file has no
/// table of decisions at all.
pub(super) fn read_file(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: &Plan,
) -> Option<(Vec<Decision>, Vec<Finding>)> {
    let own = |grid: &Grid| {
        grid.name().as_deref().is_some_and(Vocabulary::is_own_sheet) && has_table(grid, vocabulary)
    };
    let (mut decisions, mut findings) = (Vec::new(), Vec::new());
    let mut found = false;
    for grid in file.grids.iter().filter(|grid| has_table(grid, vocabulary)) {
        found = true;
        let (read, said) = read_grid(grid, own(grid), vocabulary, plan);
        decisions.push((own(grid), read));
        findings.extend(said);
    }
    // A copy of earmark's own sheet repeats what stands there; what it says otherwise is not passed over.
    let own = decisions.iter().filter(|(own, _)| *own).flat_map(|(_, decisions)| decisions);
    let said: BTreeSet<Said> = own.map(said).collect();
    let kept = decisions.into_iter().flat_map(|(own, decisions)| {
        let said = &said;
        decisions.into_iter().filter(move |one| own || !said.contains(&self::said(one)))
    });
    let kept = kept.collect();
    found.then_some((kept, findings))
}

/// Whether none of these headings says what is decided.
pub(super) fn decides_nothing(headings: &[String], vocabulary: &Vocabulary) -> bool {
    let decides = |heading: &String| {
        vocabulary.decision_heading(heading).is_some_and(DecisionHeading::decides)
    };
    !headings.iter().any(decides)
}

/// All that a decision says, without its place.
type Said = (Recognition, [Option<ArcStr>; 9]);

fn said(decision: &Decision) -> Said {
    let Decision {
        place: _,
        entry,
        activity,
        source,
        donor,
        body,
        exclude,
        accept,
        by,
        on,
        reason,
    } = decision.clone();
    (entry, [activity, source, donor, body, exclude, accept, by, on, reason])
}

fn read_grid(
    grid: &Grid,
    own: bool,
    vocabulary: &Vocabulary,
    plan: &Plan,
) -> (Vec<Decision>, Vec<Finding>) {
    let (mut decisions, mut findings) = (Vec::new(), Vec::new());
    let headers = || {
        grid.rows.iter().enumerate().filter_map(|(at, row)| Some((at, header(row, vocabulary)?)))
    };
    let under = |at: usize, columns: Columns| {
        let below = grid.rows.get(at..).unwrap_or_default();
        Reader::new(grid, columns, below, vocabulary, plan)
    };
    // Where somebody deleted the first headings of earmark's own sheet, those further down are the same.
    let first = headers().next().filter(|_| own);
    let mut reader = first.map(|(_, columns)| under(0, columns));
    let mut beside: Option<Beside> = None;
    for (index, row) in grid.rows.iter().enumerate() {
        if let Some(columns) = header(row, vocabulary) {
            let below = grid.rows.get(index + 1..).unwrap_or_default().iter().take_while(|below| {
                header(below, vocabulary).is_none() && !(own && begins_other_block(below))
            });
            findings.extend(overlooked::columns(grid, row, &columns, below, vocabulary));
            (reader, beside) = (Some(under(index + 1, columns)), None);
        } else if own && begins_other_block(row) {
            // What stands there besides the tables of decisions is none.
            beside = reader.take().map(|reader| Beside::new(&reader.columns));
        } else if let Some(reader) = &reader {
            decisions.extend(reader.decision(row));
        } else if let Some(beside) = &mut beside {
            findings.extend(beside.filled_in(grid, row));
        }
    }
    (decisions, findings)
}

/// A line above a block of earmark's own sheet that holds no decisions. Any other line between the rows
/// is somebody's note.
fn begins_other_block(row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_blank());
    first.is_some_and(|first| Vocabulary::heads_other_block(&first.text()))
}

fn has_table(grid: &Grid, vocabulary: &Vocabulary) -> bool {
    grid.rows.iter().any(|row| header(row, vocabulary).is_some())
}

type Columns = Vec<(u32, DecisionHeading)>;

/// The columns under a row of headings: one that says what is decided, and one that says of what. Of
/// two alike the first counts; `overlooked` says so.
fn header(row: &Row, vocabulary: &Vocabulary) -> Option<Columns> {
    let mut columns = Columns::new();
    for cell in &row.cells {
        if let Some(heading) = vocabulary.decision_heading(&cell.text())
            && !columns.iter().any(|(_, known)| *known == heading)
        {
            columns.push((cell.column(), heading));
        }
    }
    let decides = columns.iter().any(|(_, heading)| heading.decides());
    let says = columns.iter().any(|(_, heading)| matches!(heading, DecisionHeading::Says(_)));
    (decides && says).then_some(columns)
}

struct Reader<'a> {
    grid: &'a Grid,
    columns: Columns,
    // Its first row.
    below: u32,
    marks: Marks,
    vocabulary: &'a Vocabulary,
    plan: &'a Plan,
}

impl<'a> Reader<'a> {
    fn new(
        grid: &'a Grid,
        columns: Columns,
        below: &[Row],
        vocabulary: &'a Vocabulary,
        plan: &'a Plan,
    ) -> Self {
        let amounts =
            columns.iter().find(|(_, known)| *known == DecisionHeading::Says(Mark::Amount));
        let mut marks = Marks::default();
        for row in below {
            if let Some(cell) = amounts.and_then(|(column, _)| row.cell(*column)) {
                marks.learn(&cell.value(), vocabulary);
            }
        }
        let first = below.first().map_or(0, |row| row.index);
        Reader { grid, columns, below: first, marks, vocabulary, plan }
    }

    /// The decision of a row; none where nothing is filled in for it.
    fn decision(&self, row: &Row) -> Option<Decision> {
        let first = self.columns.iter().filter(|(_, heading)| heading.decides()).map(|(c, _)| *c);
        let mut decision = Decision::at(self.place(row, first.min().unwrap_or(0)));
        for (column, heading) in &self.columns {
            let Some(cell) = self.cell(row, *column) else { continue };
            match heading {
                DecisionHeading::Says(mark) => {
                    decision.entry.marks.insert(*mark, self.mark(*mark, cell));
                }
                DecisionHeading::Empty => {
                    decision.entry.whole = Vocabulary::means_nothing(&cell.text());
                }
                DecisionHeading::Activity => decision.activity = Some(self.code(cell)),
                DecisionHeading::Source => decision.source = text(cell),
                DecisionHeading::Donor => decision.donor = text(cell),
                DecisionHeading::Body => decision.body = text(cell),
                DecisionHeading::Exclude => decision.exclude = yes_or_text(cell),
                DecisionHeading::Accept => decision.accept = yes_or_text(cell),
                // Who and why is not said by a formula without a result.
                _ if !has_result(cell) && !heading.decides() => {}
                DecisionHeading::By => decision.by = text(cell),
                DecisionHeading::On => decision.on = Some(day(cell)),
                DecisionHeading::Reason => decision.reason = text(cell),
            }
        }
        let signed = decision.by.is_some() || decision.on.is_some() || decision.reason.is_some();
        (decision.decides() || signed).then_some(decision)
    }

    /// What stands in a cell, or in the cell above with which it was merged: one "yes" over several rows
    /// is said of each.
    fn cell(&self, row: &Row, column: u32) -> Option<&'a Cell> {
        let grid: &'a Grid = self.grid;
        let filled = |cell: &&Cell| !cell.is_blank();
        grid.cell(row.index, column).filter(filled).or_else(|| {
            let area = grid.merged_at(row.index, column)?;
            let above = area.first.column == column && area.first.row >= self.below;
            grid.cell(area.first.row, column).filter(|_| above).filter(filled)
        })
    }

    fn place(&self, row: &Row, column: u32) -> Place {
        self.grid.place(row, column)
    }

    fn mark(&self, mark: Mark, cell: &Cell) -> ArcStr {
        if !has_result(cell) {
            return ArcStr::from(Decision::NO_RESULT);
        }
        let written = || ArcStr::from(&*cell.text());
        match mark {
            Mark::Amount => match read_amount(&cell.value(), self.marks, false, self.vocabulary) {
                Reading::Amount { euros, doubtful: false, .. } => euros.to_string().into(),
                _ => written(),
            },
            Mark::Date => day(cell),
            Mark::Code => self.code(cell),
            Mark::Quarter => {
                quarter(&cell.text()).map_or_else(written, |quarter| quarter.to_string().into())
            }
            _ => written(),
        }
    }

    /// A code that a spreadsheet turned into a date, or the text; a title behind the code says nothing
    /// more.
    fn code(&self, cell: &Cell) -> ArcStr {
        if !has_result(cell) {
            return ArcStr::from(Decision::NO_RESULT);
        }
        let reading = read_code(&cell.value(), Some(self.plan));
        match reading.code {
            Some(code) if reading.from_date || !reading.title.is_empty() => code.to_string().into(),
            _ => tidy(&cell.text()).into(),
        }
    }
}

/// Whether a cell says anything: a formula may have no result, or an error as one.
fn has_result(cell: &Cell) -> bool {
    !matches!(cell.value(), Value::NotCalculated | Value::Error(_))
}

fn text(cell: &Cell) -> Option<ArcStr> {
    if !has_result(cell) {
        return Some(ArcStr::from(Decision::NO_RESULT));
    }
    Some(tidy(&cell.text())).filter(|text| !text.is_empty()).map(ArcStr::from)
}

fn yes_or_text(cell: &Cell) -> Option<ArcStr> {
    let written = text(cell)?;
    if Vocabulary::decides_yes(&written) {
        return Some(ArcStr::from(Decision::YES));
    }
    (!Vocabulary::decides_no(&written)).then_some(written)
}

fn day(cell: &Cell) -> ArcStr {
    match read_date(&cell.value()) {
        Some(date) => date.to_string().into(),
        None => tidy(&cell.text()).into(),
    }
}
