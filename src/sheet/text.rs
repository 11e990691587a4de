//! Text exported from a document → Grid. In: a text in which each table cell starts with a tab and
//! may run over several lines. Out: one grid, a paragraph as a row with one cell, a table row as a
//! row of cells. Never guesses a value: it only finds out where a cell, a row and a table end.

use arcstr::ArcStr;

use super::builder::{shortened, text_cut, too_many_cells};
use super::cell::{Cell, FormatId, Value};
use super::grid::{Grid, Row, Spots};
use crate::config::Limits;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Place, Spot, tidy};
use crate::vocabulary::Vocabulary;

/// Known headings in a row that make it the head of a table.
const HEADINGS: usize = 3;
/// The widest table that a header row is looked for in.
const WIDEST: usize = 64;

/// Reads an exported text as one grid.
pub(super) fn read(
    file: &ArcStr,
    bytes: &[u8],
    limits: &Limits,
    vocabulary: &Vocabulary,
) -> (Vec<Grid>, Vec<Finding>) {
    let text = decoded(bytes);
    let mut page = Page {
        file,
        limits,
        vocabulary,
        rows: Vec::new(),
        spots: Spots::default(),
        findings: Vec::new(),
        table: Vec::new(),
        width: None,
    };
    for (index, line) in text.lines().enumerate() {
        page.line(u32::try_from(index + 1).unwrap_or(u32::MAX), line);
        if (page.rows.len() + page.table.len()) as u64 > limits.cells {
            return (Vec::new(), vec![too_many_cells(limits).into_finding(file)]);
        }
    }
    page.end_table();
    let grid = Grid { rows: page.rows, spots: page.spots, ..Grid::empty(file, None) };
    (vec![grid], page.findings)
}

/// UTF-8 or UTF-16 by its mark, else UTF-8 where it is valid, else the code page of old Balkan files.
fn decoded(bytes: &[u8]) -> String {
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::WINDOWS_1250,
    };
    encoding.decode(bytes).0.into_owned()
}

struct Open {
    text: String,
    line: u32,
    blank_line: bool,
}

struct Page<'a> {
    file: &'a ArcStr,
    limits: &'a Limits,
    vocabulary: &'a Vocabulary,
    rows: Vec<Row>,
    spots: Spots,
    findings: Vec<Finding>,
    table: Vec<Open>,
    // Columns of the table that is open, once its head has been seen.
    width: Option<usize>,
}

impl Page<'_> {
    fn line(&mut self, number: u32, line: &str) {
        let line = without_bookmarks(line);
        if let Some(rest) = line.strip_prefix('\t') {
            // A row of one cell with a heading in it, above the head of its table.
            if self.is_heading(rest) && self.stands_between_rows() {
                self.end_table();
                self.paragraph(number, rest);
                return;
            }
            for part in rest.split('\t') {
                self.table.push(Open { text: part.to_owned(), line: number, blank_line: false });
            }
            return;
        }
        if self.table.is_empty() {
            self.paragraph(number, &line);
            return;
        }
        if line.trim().is_empty() {
            if let Some(cell) = self.table.last_mut() {
                cell.text.push('\n');
                cell.blank_line = true;
            }
        } else if self.is_heading(&line) {
            // A tab that holds nothing but the heading is a row of its own.
            if self.table.last().is_some_and(|cell| cell.text.trim().is_empty()) {
                self.table.pop();
            }
            self.end_table();
            self.paragraph(number, &line);
        } else if self.is_behind_the_table(&line) {
            self.end_table();
            self.paragraph(number, &line);
        } else if let Some(cell) = self.table.last_mut()
            // Four bytes a character: beyond this the cell is cut below, with a finding.
            && cell.text.len() as u64 <= self.limits.cell_characters.saturating_mul(4)
        {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(&line);
        }
    }

    /// A line that names an area, an objective or a measure, with or without those words.
    fn is_heading(&self, line: &str) -> bool {
        let line = line.trim();
        self.vocabulary.plan_heading(line).is_some() || starts_with_joined_measures(line)
    }

    /// A sentence below a complete table: a blank line above it, and no mark of an amount, a source
    /// or a list, which could still belong to the last cell.
    fn is_behind_the_table(&mut self, line: &str) -> bool {
        let Some(last) = self.table.last() else {
            return false;
        };
        let sentence = line.trim().chars().next().is_some_and(char::is_uppercase)
            && !line.contains(|c: char| c.is_ascii_digit() || c == '(');
        if !sentence || !last.blank_line || last.text.trim().is_empty() {
            return false;
        }
        self.table.len() > 1 && self.stands_between_rows()
    }

    /// Whether the rows of the table that is open are complete.
    fn stands_between_rows(&mut self) -> bool {
        if self.table.is_empty() {
            return true;
        }
        self.width = self.width.or_else(|| self.head(&self.table).map(|(width, _)| width));
        self.width
            .is_some_and(|width| self.table.len().is_multiple_of(width) && self.table.len() > width)
    }

    fn paragraph(&mut self, number: u32, line: &str) {
        let line = line.trim();
        if !line.is_empty() {
            self.put_row(&[(0, line, number)]);
        }
    }

    /// The width of the table whose cells these are and the column of its codes, by its head.
    fn head(&self, cells: &[Open]) -> Option<(usize, Option<usize>)> {
        let known: Vec<bool> = cells
            .iter()
            .take(WIDEST)
            .map(|cell| self.vocabulary.heading(cell.text.trim()).is_some())
            .collect();
        let run = known.iter().take_while(|known| **known).count();
        // A heading nobody knows stands within the head: count to the first code instead.
        let code = cells.iter().take(WIDEST).position(|cell| starts_with_code(&cell.text));
        let column = cells.iter().take(run.max(1)).position(|cell| {
            use crate::vocabulary::Heading;
            matches!(
                self.vocabulary.heading(cell.text.trim()),
                Some(Heading::Code | Heading::Activity)
            )
        });
        if let (Some(code), Some(column)) = (code, column) {
            let width = code.saturating_sub(column);
            let heads = known.iter().take(width).filter(|known| **known).count();
            if width >= HEADINGS && heads * 2 > width && width >= run {
                return Some((width, Some(column)));
            }
        }
        (run >= HEADINGS).then_some((run, column))
    }

    /// Cuts the cells of the table into rows.
    fn end_table(&mut self) {
        let cells = std::mem::take(&mut self.table);
        self.width = None;
        let mut rest = cells.as_slice();
        while !rest.is_empty() {
            let Some((width, code)) = self.head(rest) else {
                self.cut(rest, None);
                return;
            };
            let (head, body) = rest.split_at(width.min(rest.len()));
            self.put_cells(head);
            // The head may be repeated further down, as at the top of a page.
            let end = (1..body.len())
                .find(|&at| {
                    let ahead = body.get(at..at + HEADINGS);
                    ahead.is_some_and(|cells| {
                        cells.iter().all(|c| self.vocabulary.heading(c.text.trim()).is_some())
                    })
                })
                .unwrap_or(body.len());
            let (body, after) = body.split_at(end);
            self.cut(body, Some((width, code)));
            rest = after;
        }
    }

    fn cut(&mut self, cells: &[Open], head: Option<(usize, Option<usize>)>) {
        let column = head.and_then(|(_, column)| column);
        let mut starts: Vec<usize> = match (head, column) {
            (Some(_), Some(column)) => (0..cells.len())
                .filter(|&at| cells.get(at + column).is_some_and(|c| starts_with_code(&c.text)))
                .collect(),
            (None, _) => (0..cells.len()).filter(|&at| starts_with_code(&cells[at].text)).collect(),
            _ => Vec::new(),
        };
        starts.insert(0, 0);
        starts.push(cells.len());
        starts.dedup();
        for pair in starts.windows(2) {
            let chunk = cells.get(pair[0]..pair[1]).unwrap_or_default();
            let Some((width, _)) = head else {
                self.put_cells(chunk);
                continue;
            };
            for row in chunk.chunks(width.max(1)) {
                if row.iter().all(|cell| cell.text.trim().is_empty()) {
                    continue;
                }
                if row.len() < width {
                    self.short_row(row, width);
                }
                self.put_cells(row);
            }
        }
    }

    fn short_row(&mut self, row: &[Open], width: usize) {
        let Some(first) = row.first() else {
            return;
        };
        let place = Place::new(self.file, None, Spot::Line(first.line));
        self.findings.push(
            Finding::new(Code::RowIncomplete, place)
                .read(row.iter().map(|cell| tidy(&cell.text)).collect::<Vec<_>>().join(" | "))
                .detail(
                    "missing",
                    Said::new("it has {count} of {width} cells")
                        .with("count", row.len())
                        .with("width", width),
                ),
        );
    }

    fn put_cells(&mut self, cells: &[Open]) {
        let cells: Vec<(u32, &str, u32)> = cells
            .iter()
            .enumerate()
            .map(|(column, cell)| (column as u32, cell.text.trim(), cell.line))
            .collect();
        self.put_row(&cells);
    }

    fn put_row(&mut self, cells: &[(u32, &str, u32)]) {
        let index = self.rows.last().map_or(0, |row| row.index + 1);
        let (mut kept, mut spots) = (Vec::new(), Vec::new());
        for (column, text, line) in cells {
            if text.is_empty() {
                continue;
            }
            let shown = shortened(text, self.limits);
            if shown.is_some() {
                let place = Place::new(self.file, None, Spot::Line(*line));
                self.findings.push(text_cut(place, self.limits));
            }
            let value = Value::Text(shown.unwrap_or(text).into());
            kept.push(Cell::new(*column, value, FormatId::default()));
            spots.push((*column, Spot::Line(*line)));
        }
        if !kept.is_empty() {
            self.rows.push(Row::new(index, kept));
            self.spots.put(index, spots);
        }
    }
}

/// The line without what Word's bookmarks leave in an export.
fn without_bookmarks(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find("[bookmark:") {
        let (before, from) = rest.split_at(open);
        kept.push_str(before);
        match from.find(']') {
            Some(close) => rest = &from[close + 1..],
            None => {
                rest = from;
                break;
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// "1.1.10" or "1.1.10." at the start. Parts of up to three digits, so that no date is taken for one.
fn starts_with_code(text: &str) -> bool {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let parts: Vec<&str> = text[..end].trim_end_matches('.').split('.').collect();
    (3..=6).contains(&parts.len()) && parts.iter().all(|part| (1..=3).contains(&part.len()))
}

/// "3.3./3.4. Strengthen …": a measure without the words "Key measure".
fn starts_with_joined_measures(line: &str) -> bool {
    let end = line
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '/' | ' '))
        .unwrap_or(line.len());
    let (codes, title) = line.split_at(end);
    let two = |code: &str| {
        let parts: Vec<&str> = code.trim().trim_end_matches('.').split('.').collect();
        parts.len() == 2
            && parts.iter().all(|part| {
                (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            })
    };
    let separated = codes.ends_with([' ', '.']);
    separated
        && title.chars().next().is_some_and(char::is_uppercase)
        && codes.trim_end_matches([' ', '/']).split('/').all(two)
}
