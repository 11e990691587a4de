//! What lies among the expenditure sheets and is none: workbooks that earmark wrote, and a register of
//! funding. In: the grids of one file. Out: the grids that are left, a finding, and the reasons that an
//! institution typed into its return. Never an amount.

mod words;

use std::collections::BTreeSet;

use arcstr::ArcStr;

use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{ActivityCode, BodyName, Euros, GivenReason, Place, Plan, Source, tidy};
use crate::sheet::{Cell, Grid, Row, SheetFile, Value};
use crate::vocabulary::{Heading, Vocabulary};
use words::{begins, is_one, words};

/// As many rows from the top are looked at.
const DEPTH: usize = 60;

/// Before the name of a sheet that a return gives back.
const GIVEN_BACK: &str = "→ ";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Coordination,
    Return,
    Donor,
    Transactions,
    Plan,
    Register,
    Checksums,
}

impl Kind {
    fn what(self) -> &'static str {
        match self {
            Kind::Coordination => "a workbook of results",
            Kind::Return => "a return that earmark wrote",
            Kind::Donor => "a donor's workbook that earmark wrote",
            Kind::Transactions => "a list of a donor's transactions that earmark wrote",
            Kind::Plan => "a plan",
            Kind::Register => "a register of funding",
            Kind::Checksums => "the list of checksums that earmark wrote",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Kind::Coordination => {
                "take it out of the folder; where decisions were typed into it, give it with --decisions"
            }
            Kind::Return => {
                "ask the institution for its own sheet; the return only repeats what was counted, also where \
                 cells were changed in it, and no reason stands in its yellow cells"
            }
            Kind::Donor | Kind::Transactions | Kind::Checksums => "take it out of the folder",
            Kind::Plan => "take it out of the folder; the plan is given with --plan",
            Kind::Register => "take it out of the folder, and give it with --funding",
        }
    }
}

/// The file without what is no expenditure, and what to say of that; none where all is as usual.
pub(super) fn set_aside(
    file: &SheetFile,
    vocabulary: &Vocabulary,
    plan: Option<&Plan>,
) -> Option<(SheetFile, Finding)> {
    let same = plan.is_some_and(|plan| plan.source.sha256 == file.source.sha256);
    let with_plan = file.grids.iter().any(is_plan);
    let kind = |grid: &Grid| match same {
        true => Some(Kind::Plan),
        false => kind(grid, with_plan, vocabulary),
    };
    let mut kinds: Vec<Option<Kind>> = file.grids.iter().map(kind).collect();
    let given_back = given_back(file, &kinds);
    for (kind, grid) in kinds.iter_mut().zip(&file.grids) {
        if grid.name().as_deref().is_some_and(|name| given_back.contains(&tidy(name))) {
            *kind = kind.or(Some(Kind::Return));
        }
    }
    let first = kinds.iter().flatten().min().copied()?;
    let grids = file.grids.iter().zip(&kinds).filter(|(_, kind)| kind.is_none());
    let grids = grids.map(|(grid, _)| grid.clone()).collect();
    let rest = SheetFile { source: file.source.clone(), kind: file.kind, grids };
    let place = Place::of_file(&file.source.file);
    let finding = match given_reasons(file).len() {
        0 => Finding::new(Code::NotExpenditure, place)
            .detail("what", first.what())
            .detail("remedy", first.remedy()),
        more => {
            let reasons = Said::new("{count} reasons").with("count", more);
            Finding::new(Code::ReturnSentBack, place).detail("reasons", reasons)
        }
    };
    Some((rest, finding))
}

/// The names of an institution's own sheets that its return gives back: it lists them with an arrow
/// before each. What is counted are the sheets they were made of.
fn given_back(file: &SheetFile, kinds: &[Option<Kind>]) -> BTreeSet<String> {
    let returns = file.grids.iter().zip(kinds).filter(|(_, kind)| **kind == Some(Kind::Return));
    let cells = returns.flat_map(|(grid, _)| &grid.rows).flat_map(|row| &row.cells);
    cells.filter_map(|cell| Some(tidy(cell.text().strip_prefix(GIVEN_BACK)?))).collect()
}

fn kind(grid: &Grid, with_plan: bool, vocabulary: &Vocabulary) -> Option<Kind> {
    let title = grid.rows.first().map(first_text)?;
    let own = words();
    if begins(&title, &own.coordination) {
        return Some(Kind::Coordination);
    }
    let returned = begins(&title, &own.returns) || begins(&title, &own.return_too);
    let for_donor = begins(&title, &own.donor);
    if (returned || for_donor) && is_ours(grid) {
        return Some(if returned { Kind::Return } else { Kind::Donor });
    }
    let hash = title.split_whitespace().next().unwrap_or_default();
    if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(Kind::Checksums);
    }
    if title == "transaction-type-code" {
        return Some(Kind::Transactions);
    }
    if is_plan(grid) || with_plan && is_one(&title, &own.beside_plan) {
        return Some(Kind::Plan);
    }
    is_register(grid, vocabulary).then_some(Kind::Register)
}

/// Whether a sheet with such a title is one that earmark wrote.
fn is_ours(grid: &Grid) -> bool {
    let own = words();
    let subtitle = grid.rows.get(1).map(first_text).unwrap_or_default();
    own.as_of.iter().any(|known| subtitle.contains(known.trim_end()))
        || has(grid, &own.holder_or_donor)
        || has(grid, &own.matched_by)
        || has(grid, &own.name_and_position)
}

fn is_plan(grid: &Grid) -> bool {
    let own = words();
    grid.rows.first().is_some_and(|row| is_one(&first_text(row), &own.plan))
        && has(grid, &own.no_funding)
}

/// Every row below the heading "Kind" says how far the money is: pledged, committed, received.
fn is_register(grid: &Grid, vocabulary: &Vocabulary) -> bool {
    let mut rows = grid.rows.iter().take(DEPTH);
    let column = rows.find_map(|row| {
        let heading = |cell: &Cell| vocabulary.heading(&cell.text());
        let spent = row.cells.iter().any(|cell| {
            matches!(
                heading(cell),
                Some(Heading::Spent | Heading::SpentBudget | Heading::SpentDonation)
            )
        });
        let amount = row.cells.iter().any(|cell| heading(cell) == Some(Heading::Amount));
        let kind = row.cells.iter().find(|cell| heading(cell) == Some(Heading::Kind))?;
        (amount && !spent).then_some(kind.column())
    });
    let Some(column) = column else { return false };
    let mut kinds =
        rows.filter_map(|row| row.cell(column)).filter(|cell| !cell.is_blank()).peekable();
    kinds.peek().is_some() && kinds.all(|cell| vocabulary.funding_kind(&cell.text()).is_some())
}

fn first_text(row: &Row) -> String {
    row.cells.first().map(|cell| tidy(&cell.text())).unwrap_or_default()
}

fn has(grid: &Grid, texts: &[String]) -> bool {
    let rows = grid.rows.iter().take(DEPTH);
    rows.flat_map(|row| &row.cells).any(|cell| is_one(&tidy(&cell.text()), texts))
}

/// What was typed into the yellow cells of returns.
pub(super) fn given_reasons(file: &SheetFile) -> Vec<GivenReason> {
    file.grids.iter().flat_map(reasons_in).collect()
}

fn reasons_in(grid: &Grid) -> Vec<GivenReason> {
    let mut given = Vec::new();
    let title = grid.rows.first().map(first_text).unwrap_or_default();
    let own = words();
    let Some(body) = own.returns.iter().find_map(|known| title.strip_prefix(known.as_str())) else {
        return given;
    };
    let body = BodyName(body.into());
    let mut column: Option<u32> = None;
    for row in &grid.rows {
        if is_one(&first_text(row), &own.activity) {
            let headed = |cell: &&Cell| is_one(&tidy(&cell.text()), &own.reason);
            column = row.cells.iter().find(headed).map(|cell| cell.column());
            continue;
        }
        let Some(reason) = column.and_then(|column| row.cell(column)) else { continue };
        let text = tidy(&reason.text());
        let code = row.cell(0).and_then(|cell| cell.text().trim().parse::<ActivityCode>().ok());
        let source = row.cell(2).and_then(|cell| source(&cell.text()));
        if let (Some(activity), Some(source), false) = (code, source, text.is_empty()) {
            given.push(GivenReason {
                body: body.clone(),
                activity,
                source,
                planned: row.cell(4).and_then(planned),
                text: ArcStr::from(text),
                place: grid.place(row, reason.column()),
            });
        }
    }
    given
}

fn source(text: &str) -> Option<Source> {
    words().sources.iter().find(|(word, _)| word == text.trim()).map(|(_, source)| *source)
}

fn planned(cell: &Cell) -> Option<Euros> {
    match &cell.value() {
        Value::Number(number) => Euros::from_decimal(*number).ok(),
        _ => None,
    }
}
