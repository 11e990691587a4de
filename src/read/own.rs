//! What lies among the expenditure sheets and is none: workbooks that earmark wrote, and a register of
//! funding. In: the grids of one file. Out: the grids that are left, a finding, and the reasons that an
//! institution typed into its return. Never an amount.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, BodyName, Euros, GivenReason, Place, Plan, Source, tidy};
use crate::sheet::{Cell, Grid, Row, SheetFile, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// As many rows from the top are looked at.
const DEPTH: usize = 60;

/// How the titles of the sheets of reconciliation.xlsx begin.
const COORDINATION: [&str; 15] = [
    "Planned and spent funds, reconciled",
    "Activities: planned and spent, by source",
    "Variances: spent against planned",
    "Unfunded: activities that lack money",
    "Institutions: what each leads, holds and has sent",
    "Sources: where the money comes from",
    "Donors: promised, paid and spent",
    "Ratios: how far spending keeps to the plan",
    "Reporting: who was expected to report",
    "What changed since the earlier results",
    "Suspense: amounts that need a decision",
    "Findings: what is wrong or doubtful",
    "Entries: every amount that was read",
    "Checks: every euro is accounted for",
    "Method: words, rules and inputs",
];
const RETURN: &str = "Return: ";
const RETURN_TOO: [&str; 2] = ["Entries of ", "Findings in the sheets of "];
/// Before the name of a sheet that a return gives back.
const GIVEN_BACK: &str = "→ ";
const DONOR: [&str; 2] = ["Donations of ", "Donations without a named donor"];
/// A subtitle of earmark's, after the plan's title.
const SUBTITLE: &str = " · as of ";

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
        if grid.name.as_deref().is_some_and(|name| given_back.contains(&tidy(name))) {
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
        1 => Finding::new(Code::ReturnSentBack, place).detail("reasons", "1 reason"),
        more => {
            Finding::new(Code::ReturnSentBack, place).detail("reasons", format!("{more} reasons"))
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
    let begins = |known: &str| title.starts_with(known);
    if COORDINATION.iter().any(|known| begins(known)) {
        return Some(Kind::Coordination);
    }
    let ours = grid.rows.get(1).is_some_and(|row| first_text(row).contains(SUBTITLE))
        || has(grid, "Holder or donor")
        || has(grid, "Matched by");
    if ours && (begins(RETURN) || RETURN_TOO.iter().any(|known| begins(known))) {
        return Some(Kind::Return);
    }
    if ours && DONOR.iter().any(|known| begins(known)) {
        return Some(Kind::Donor);
    }
    let hash = title.split_whitespace().next().unwrap_or_default();
    if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(Kind::Checksums);
    }
    if title == "transaction-type-code" {
        return Some(Kind::Transactions);
    }
    let beside_plan = ["Bodies", "Indicators", "Findings"].contains(&title.as_str());
    if is_plan(grid) || with_plan && beside_plan {
        return Some(Kind::Plan);
    }
    is_register(grid, vocabulary).then_some(Kind::Register)
}

fn is_plan(grid: &Grid) -> bool {
    grid.rows.first().is_some_and(|row| first_text(row) == "The plan")
        && has(grid, "No funding required")
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
        (amount && !spent).then_some(kind.column)
    });
    let Some(column) = column else { return false };
    let mut kinds =
        rows.filter_map(|row| row.cell(column)).filter(|cell| !cell.is_blank()).peekable();
    kinds.peek().is_some() && kinds.all(|cell| vocabulary.funding_kind(&cell.text()).is_some())
}

fn first_text(row: &Row) -> String {
    row.cells.first().map(|cell| tidy(&cell.text())).unwrap_or_default()
}

fn has(grid: &Grid, text: &str) -> bool {
    let rows = grid.rows.iter().take(DEPTH);
    rows.flat_map(|row| &row.cells).any(|cell| tidy(&cell.text()) == text)
}

/// What was typed into the yellow cells of returns.
pub(super) fn given_reasons(file: &SheetFile) -> Vec<GivenReason> {
    file.grids.iter().flat_map(reasons_in).collect()
}

fn reasons_in(grid: &Grid) -> Vec<GivenReason> {
    let mut given = Vec::new();
    let title = grid.rows.first().map(first_text).unwrap_or_default();
    let Some(body) = title.strip_prefix(RETURN) else { return given };
    let body = BodyName(body.into());
    let mut column: Option<u32> = None;
    for row in &grid.rows {
        let headed = |text: &str| row.cells.iter().find(|cell| tidy(&cell.text()) == text);
        if first_text(row) == "Activity" {
            column = headed("Reason").map(|cell| cell.column);
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
                text: Arc::from(text),
                place: grid.place(row, reason.column),
            });
        }
    }
    given
}

fn source(text: &str) -> Option<Source> {
    let known = [Source::Budget, Source::Donation, Source::Unnamed];
    known.into_iter().find(|source| source.word() == text.trim())
}

fn planned(cell: &Cell) -> Option<Euros> {
    match &cell.value {
        Value::Number(number) => Euros::from_decimal(*number).ok(),
        _ => None,
    }
}
