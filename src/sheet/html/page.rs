//! The tags of a web page, one after the other. In: its text. Out: tables with the lines that stand
//! above each. A table inside a cell is a table of its own where it holds figures, else it is text of
//! that cell. Never goes deeper than its own stack of tables, whatever the page does.

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use super::styles::{Styles, hides};
use super::table::{Table, Tag};
use super::text::Shown;
use crate::config::Limits;
use crate::sheet::Stop;
use crate::sheet::builder::{MOST_COLUMNS, too_many_cells};

/// Tables inside tables that are told apart; the tags of deeper ones are passed over, not their text.
const DEEPEST: usize = 40;

/// A line of text outside tables of figures, as one or more cells.
type Line = Vec<String>;

/// A table of figures, and what stands around it.
pub(super) struct Found {
    pub(super) above: Vec<Line>,
    pub(super) table: Table,
    /// Lines behind the last table of the page.
    pub(super) below: Vec<Line>,
}

/// What text is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Page,
    Title,
    Style,
    Ignored,
}

/// One page.
pub(super) struct Page<'a> {
    limits: &'a Limits,
    open: Vec<Table>,
    too_deep: u64,
    inside: Inside,
    outside: Shown,
    lines: Vec<Line>,
    found: Vec<Found>,
    styles: Styles,
    style: String,
    cells: u64,
    pub(super) title: Option<String>,
    /// Names of Excel's sheets, and whether each is hidden.
    pub(super) sheets: Vec<(String, bool)>,
    /// Whether the content is in other files.
    pub(super) frames: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Page {
            limits,
            open: Vec::new(),
            too_deep: 0,
            inside: Inside::Page,
            outside: Shown::default(),
            lines: Vec::new(),
            found: Vec::new(),
            styles: Styles::default(),
            style: String::new(),
            cells: 0,
            title: None,
            sheets: Vec::new(),
            frames: false,
        }
    }

    pub(super) fn read(&mut self, text: &str) -> Result<(), Stop> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => self.start(&tag)?,
                Ok(Token::EndTag(tag)) => self.end(&tag),
                Ok(Token::String(text)) => self.text(&String::from_utf8_lossy(&text)),
                Ok(Token::Comment(text)) => self.excel_sheets(&String::from_utf8_lossy(&text)),
                Ok(Token::Doctype(_) | Token::Error(_)) => {}
                Err(never) => match never {},
            }
        }
        Ok(())
    }

    /// All tables of figures. Narrow ones above a wider one are its heading: institution, period.
    pub(super) fn finish(&mut self) -> Vec<Found> {
        while !self.open.is_empty() {
            self.end_table();
        }
        self.end_line();
        let mut found: Vec<Found> = Vec::new();
        let mut above = Vec::new();
        let all = std::mem::take(&mut self.found);
        let widest = all.iter().map(|found| found.table.size().1).max().unwrap_or(0);
        let last = all.iter().rposition(|found| found.table.size().1 == widest).unwrap_or(0);
        for (index, mut one) in all.into_iter().enumerate() {
            if index < last && one.table.size().1 <= 2 && widest > 2 {
                above.append(&mut one.above);
                above.append(&mut one.table.take_lines());
                continue;
            }
            above.append(&mut one.above);
            one.above = std::mem::take(&mut above);
            // What heads the page holds for all its tables.
            if let Some(first) = found.first() {
                one.above.splice(0..0, first.above.iter().cloned());
            }
            found.push(one);
        }
        if let Some(last) = found.last_mut() {
            last.below = std::mem::take(&mut self.lines);
        }
        found
    }

    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Stop> {
        match tag.name.as_slice() {
            b"title" => self.inside = Inside::Title,
            b"style" => self.inside = Inside::Style,
            b"script" | b"noframes" | b"select" => self.inside = Inside::Ignored,
            b"frameset" => self.frames = true,
            b"table" if self.open.len() >= DEEPEST => self.too_deep += 1,
            b"table" => {
                self.end_line();
                self.open.push(Table::default());
            }
            _ if self.too_deep > 0 => {}
            b"tr" => {
                let hidden = attribute(tag, b"style").is_some_and(|style| hides(&style));
                if let Some(table) = self.open.last_mut() {
                    table.start_row(hidden || tag.attributes.contains_key(&b"hidden"[..]));
                }
            }
            b"td" | b"th" => {
                let cell = self.cell(tag);
                if let Some(table) = self.open.last_mut() {
                    let before = table.cells.len();
                    table.start_cell(cell)?;
                    self.cells += (table.cells.len() - before) as u64;
                }
                if self.cells > self.limits.cells {
                    return Err(too_many_cells(self.limits));
                }
            }
            b"br" => match self.open.last_mut() {
                Some(table) => table.shown().into_iter().for_each(Shown::line_break),
                None => self.end_line(),
            },
            other if is_block(other) => self.edge(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &EndTag<()>) {
        match tag.name.as_slice() {
            b"title" | b"script" | b"noframes" | b"select" => self.inside = Inside::Page,
            b"style" => {
                self.inside = Inside::Page;
                self.styles.read(&std::mem::take(&mut self.style));
            }
            b"table" if self.too_deep > 0 => self.too_deep -= 1,
            b"table" => self.end_table(),
            _ if self.too_deep > 0 => {}
            b"tr" => self.open.last_mut().into_iter().for_each(Table::end_row),
            b"td" | b"th" => self.open.last_mut().into_iter().for_each(Table::end_cell),
            other if is_block(other) => self.edge(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.inside {
            Inside::Ignored => {}
            Inside::Style => self.style.push_str(text),
            Inside::Title => {
                let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
                self.title = Some(title).filter(|title| !title.is_empty());
            }
            Inside::Page => match self.open.last_mut() {
                // Text between the cells of a table stands above it in a browser.
                Some(table) => match table.shown() {
                    Some(shown) => shown.push(text),
                    None if text.trim().is_empty() => {}
                    None => self.lines.push(vec![text.trim().to_owned()]),
                },
                None => self.outside.push(text),
            },
        }
    }

    fn edge(&mut self) {
        match self.open.last_mut() {
            Some(table) => table.shown().into_iter().for_each(Shown::edge),
            None => self.end_line(),
        }
    }

    fn end_line(&mut self) {
        let line = self.outside.take();
        self.lines.extend((!line.is_empty()).then(|| vec![line]));
    }

    fn end_table(&mut self) {
        let Some(mut table) = self.open.pop() else { return };
        table.end_row();
        let (rows, columns) = table.size();
        let is_table = rows > 1 && columns > 1;
        match self.open.last_mut() {
            Some(outer) if !is_table || outer.looks_like_figures() => {
                let lines: Vec<String> =
                    table.take_lines().iter().map(|line| line.join(" ")).collect();
                match outer.shown() {
                    Some(shown) => {
                        for line in &lines {
                            shown.push(line);
                            shown.edge();
                        }
                    }
                    None => self.lines.extend(lines.into_iter().map(|line| vec![line])),
                }
            }
            None if !is_table => self.lines.append(&mut table.take_lines()),
            _ => {
                // What surrounds it only lays the page out.
                for outer in &mut self.open {
                    self.lines.append(&mut outer.take_lines());
                    let text = outer.shown().map(Shown::take).unwrap_or_default();
                    self.lines.extend((!text.is_empty()).then(|| vec![text]));
                }
                let above = std::mem::take(&mut self.lines);
                self.found.push(Found { above, table, below: Vec::new() });
            }
        }
    }

    fn cell(&self, tag: &StartTag<()>) -> Tag {
        let text = |name: &[u8]| attribute(tag, name);
        let span =
            |name: &[u8]| text(name).and_then(|text| text.trim().parse::<u32>().ok()).unwrap_or(1);
        // LibreOffice: language, another language, format.
        let format = text(b"sdnum").and_then(|numbers| {
            let code = numbers.splitn(3, ';').nth(2)?.to_owned();
            crate::sheet::numfmt::named(&code).map(Into::into)
        });
        let (style, class) = (text(b"style"), text(b"class"));
        Tag {
            columns: span(b"colspan").min(MOST_COLUMNS),
            rows: span(b"rowspan"),
            format: format.or_else(|| self.styles.format(style.as_deref(), class.as_deref())),
            number: text(b"x:num").or_else(|| text(b"sdval")),
            boolean: text(b"x:bool"),
            error: text(b"x:err").is_some(),
            formula: text(b"x:fmla"),
        }
    }

    /// Excel keeps the names of its sheets in a comment.
    fn excel_sheets(&mut self, comment: &str) {
        for sheet in comment.split("<x:ExcelWorksheet>").skip(1) {
            let Some((_, name)) = sheet.split_once("<x:Name>") else { continue };
            let Some((name, _)) = name.split_once("</x:Name>") else { continue };
            self.sheets.push((unescaped(name.trim()), sheet.contains("<x:Visible>")));
            self.frames |= sheet.contains("<x:WorksheetSource");
        }
    }
}

fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), Into::into)
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned())
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"li"
            | b"ul"
            | b"ol"
            | b"center"
            | b"hr"
            | b"pre"
            | b"blockquote"
            | b"form"
            | b"caption"
            | b"dt"
            | b"dd"
    )
}
