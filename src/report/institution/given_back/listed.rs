//! The list of an institution's sheets that are given back. In: the sheets as they stand in the return.
//! Out: a block of the sheet Return, and none where the institution sent nothing.

use arcstr::ArcStr;

use super::{Copies, Copy, LeftOut, Part};
use crate::book::{Cell, Look};
use crate::language::Said;
use crate::report::page::Page;

/// What the text of a link to such a sheet begins with: by it a return that is sent back is known
/// again, and its copies are not counted a second time.
const ARROW: &str = "→ ";

/// Lists the sheets, each with a link to its first cell in question.
pub(in crate::report::institution) fn write(page: &mut Page<'_>, copies: &Copies) {
    if copies.copies.is_empty() && copies.left_out.is_empty() {
        return;
    }
    page.section("Your sheets with the cells in question");
    page.hint(
        "Each sheet in which a finding names a cell stands behind the sheet Findings, as you sent it, with \
         every cell at its own address; sheets without such a finding are not repeated. Red: an error. \
         Amber: a warning, or an amount that waits or is not in the plan. Blue: worth knowing. The note on \
         the cell says what was read and how to mend it. Green: counted as it stands. Grey: left out, or \
         hidden in your file.",
    );
    page.hint(
        "Please mend the cells in your own file and send that again. Nothing that is changed in these \
         copies is read; they are locked for that reason (without a password).",
    );
    page.header(&["Findings", "Look at", "Sheet", "File", "About this copy", "", ""]);
    for copy in &copies.copies {
        let (row, column) = copy.first;
        page.row([
            Cell::wrap(copy.counts.in_words()),
            Cell::wrap(Said::data(format!("{ARROW}{}", copy.name))).link(
                copy.name.clone(),
                row,
                column,
            ),
            Cell::wrap(copy.sheet.1.clone()),
            Cell::wrap(ArcStr::clone(&copy.sheet.0)),
            Cell::wrap(about(copy)).span(3),
        ]);
    }
    for ((file, sheet), why) in &copies.left_out {
        page.row([
            Cell::wrap("see the sheet Findings"),
            Cell::wrap("not repeated").look(Look::Hint),
            Cell::wrap(sheet.clone()),
            Cell::wrap(ArcStr::clone(file)),
            Cell::wrap(match why {
                LeftOut::Unreadable => "The file could not be read a second time.",
                LeftOut::SameName => {
                    "Two sheets of the file have this name, so that it is not known which cell is meant."
                }
                LeftOut::TooMany => "The return would become too large.",
            })
            .span(3),
        ]);
    }
}

fn about(copy: &Copy) -> Said {
    let mut said: Vec<Said> = Vec::new();
    match copy.part {
        Part::Whole => {}
        Part::OwnRows => said.push(Said::new(
            "Others have a part in this sheet: only headings, your own rows and the cells that findings \
             name are shown.",
        )),
        Part::NearFindings => said.push(Said::new(
            "The sheet is very large: only the rows near a finding are shown, each at its own place.",
        )),
    }
    if copy.hidden {
        said.push(Said::new("The sheet is hidden in your file."));
    }
    if copy.hidden_rows > 0 {
        let rows = Said::new("{count} rows that are hidden in your file are shown, in grey.");
        said.push(rows.with("count", copy.hidden_rows));
    }
    Said::list(said, " ")
}
