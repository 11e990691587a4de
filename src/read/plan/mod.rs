//! Grid → Plan. In: the grids of a published document, of the same tables pasted or typed into a
//! sheet, or of a plan workbook. Out: the plan, and findings about what is doubtful in it. Never: a
//! fixed layout; an amount that is neither counted nor named in a finding.
//!
//! The way through: `walk` takes the rows one by one (`columns` knows a header row, `headings` what
//! groups activities, `code` a code) into a `draft`; `assemble` makes the plan of it (`blocks` the measures, `bodies` the
//! bodies, `lines` the money from `estimate` and `source`, `title` the year); `checks` doubts.

mod assemble;
mod blocks;
mod bodies;
mod checks;
mod code;
mod columns;
mod draft;
mod estimate;
mod headings;
mod indicators;
mod lines;
mod register;
mod source;
mod split;
mod title;
mod walk;

use crate::diagnostic::{Code, Finding};
use crate::model::{Place, Plan};
use crate::sheet::{Grid, SheetFile};
use crate::vocabulary::Vocabulary;

/// The plan in a file; none, with a finding, where there is none in it.
pub(super) fn read(file: &SheetFile, vocabulary: &Vocabulary) -> (Option<Plan>, Vec<Finding>) {
    let shown: Vec<&Grid> = file.grids.iter().filter(|grid| !grid.hidden).collect();
    let (plan, findings) = read_grids(file, &shown, vocabulary);
    if plan.is_some() || shown.len() == file.grids.len() {
        return (plan, findings);
    }
    // Hidden sheets often hold last year's copy: they count only where nothing else is there.
    let all: Vec<&Grid> = file.grids.iter().collect();
    read_grids(file, &all, vocabulary)
}

fn read_grids(
    file: &SheetFile,
    grids: &[&Grid],
    vocabulary: &Vocabulary,
) -> (Option<Plan>, Vec<Finding>) {
    let mut walk = walk::Walk::new(vocabulary);
    for grid in grids {
        walk.grid(grid);
    }
    let mut draft = walk.draft;
    if draft.activities.is_empty() {
        let found = match draft.tables {
            0 => "no table with a column for the activity and one for its cost or its bodies",
            _ => "tables, but no row in them with a code such as 1.1.1",
        };
        let place = Place::of_file(&file.source.file);
        draft.findings.push(Finding::new(Code::NoPlanFound, place).detail("found", found));
        draft.findings.sort();
        return (None, draft.findings);
    }
    let sheets: Vec<&str> = grids.iter().filter_map(|grid| grid.name().as_deref()).collect();
    let (plan, mut findings) = assemble::plan(draft, file.source.clone(), &sheets, vocabulary);
    findings.sort();
    (Some(plan), findings)
}
