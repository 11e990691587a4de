//! One sheet of a book → a page that can be mailed and printed: self-contained, no script, nothing
//! fetched. In: the same book as the workbook is written from. Out: HTML. Never a figure that is not in
//! one of the sheet's cells, and never a text that its reader's browser would take for marks.

mod cell;
mod chart;

use std::fmt::Write;

use quick_xml::escape::escape;

use crate::book::{Book, Cell, Content, Look, Row, Sheet};
use crate::language::Translation;

/// How the page looks, on the screen and on paper.
const STYLE: &str = include_str!("html/summary.css");

/// A sheet of the book, which is in the language already, as a page, with the name of the workbook that has
/// the rest at its foot; nothing where the book has no such sheet.
#[must_use]
pub fn html(book: &Book, sheet: &str, workbook: &str, words: &Translation) -> Option<String> {
    let sheet = book.sheets.iter().find(|one| one.name == sheet)?;
    let (columns, body) = (columns(sheet), String::new());
    let mut page = Page { columns, body, open: Part::Nothing, words };
    for (at, row) in sheet.all_rows().enumerate() {
        let (at, row) = (at as u32, &*row);
        for drawing in sheet.charts.iter().filter(|drawing| drawing.at.0 == at) {
            page.close();
            page.body.push_str(&chart::drawn(drawing, sheet, words));
        }
        page.row(sheet, at, row);
    }
    page.close();
    for drawing in sheet.charts.iter().filter(|drawing| drawing.at.0 >= sheet.height()) {
        page.body.push_str(&chart::drawn(drawing, sheet, words));
    }
    Some(format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n\
         <footer>{} · {}</footer>\n</body>\n</html>\n",
        escape(words.language().code()),
        text(&book.properties.title.shown()),
        page.body,
        text(&sheet.print.footer.shown()),
        text(workbook),
    ))
}

/// A text of the book, harmless in a page.
fn text(words: &str) -> String {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    escape(words.chars().filter(kept).collect::<String>()).into_owned()
}

/// The part of the page that is being written.
#[derive(PartialEq, Eq)]
enum Part {
    Nothing,
    /// A table whose rows of headings are being written.
    Head,
    /// A table whose rows are being written.
    Rows,
}

struct Page<'a> {
    columns: Vec<u16>,
    body: String,
    open: Part,
    // Numbers have the marks of the language.
    words: &'a Translation,
}

impl Page<'_> {
    fn row(&mut self, sheet: &Sheet, at: u32, row: &Row) {
        let filled: Vec<&(u16, Cell)> =
            row.cells.iter().filter(|(_, cell)| cell.content != Content::Empty).collect();
        match filled.as_slice() {
            [] => self.close(),
            // It leads to another sheet, and a page has none.
            [(_, cell)] if cell.look == Look::Link => self.close(),
            [(_, cell)] if is_line(cell, self.columns.len()) => self.line(cell),
            _ => self.cells(sheet, at, row),
        }
    }

    /// A row that is one text over the whole width.
    fn line(&mut self, cell: &Cell) {
        self.close();
        let shown = cell::text_of(&cell.content, self.words);
        let line = match cell.look {
            Look::Title => format!("<h1>{shown}</h1>\n"),
            Look::Section => format!("<h2>{shown}</h2>\n"),
            look => format!("<p class=\"{}\">{shown}</p>\n", cell::class(look)),
        };
        self.body.push_str(&line);
    }

    fn cells(&mut self, sheet: &Sheet, at: u32, row: &Row) {
        let heading = row.cells.iter().any(|(_, cell)| cell.look == Look::Header);
        if heading && self.open == Part::Rows {
            self.close();
        }
        if self.open == Part::Nothing {
            self.begin();
        }
        let wanted = if heading { Part::Head } else { Part::Rows };
        if self.open != wanted {
            self.body.push_str(if heading { "<thead>\n" } else { "<tbody>\n" });
            self.open = wanted;
        }
        self.body.push_str("<tr>");
        let mut next = 0;
        for (column, cell) in &row.cells {
            let free = column.saturating_sub(next);
            self.body.push_str(&"<td></td>".repeat(free.into()));
            self.body.push_str(&cell::marked((sheet, at, *column), cell, self.words));
            next = column + cell.more.span.max(1);
        }
        self.body.push_str("</tr>\n");
        if heading {
            self.body.push_str("</thead>\n");
            self.open = Part::Head;
        }
    }

    /// Begins a table with the widths of the sheet's columns.
    fn begin(&mut self) {
        self.body.push_str("<table>\n<colgroup>");
        let all: u32 = self.columns.iter().map(|width| u32::from(*width)).sum();
        for width in &self.columns {
            let percent = u32::from(*width) * 100 / all.max(1);
            // Writing into a text cannot fail.
            let _ = write!(self.body, "<col style=\"width:{percent}%\">");
        }
        self.body.push_str("</colgroup>\n");
    }

    fn close(&mut self) {
        match self.open {
            Part::Nothing => {}
            Part::Head => self.body.push_str("</table>\n"),
            Part::Rows => self.body.push_str("</tbody>\n</table>\n"),
        }
        self.open = Part::Nothing;
    }
}

/// Whether a cell that stands alone in its row is a line of text and not a row of a table.
fn is_line(cell: &Cell, columns: usize) -> bool {
    matches!(cell.look, Look::Title | Look::Subtitle | Look::Section)
        || usize::from(cell.more.span) >= columns
}

/// Widths of the columns; a column without one is as wide as a spreadsheet makes it.
fn columns(sheet: &Sheet) -> Vec<u16> {
    const USUAL: u16 = 9;
    sheet
        .columns
        .iter()
        .map(|column| if column.width == 0 { USUAL } else { column.width })
        .collect()
}
