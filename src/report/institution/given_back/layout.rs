//! A sheet that is given back, laid out. In: the cells that may be shown, and what is said on them. Out:
//! a sheet of the return with every cell at its own address, values as they stood: a number stays a
//! number in its own format, a text a text, an error or a formula without a result says what it was.

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;
use rust_decimal::Decimal;

use super::notes::Marks;
use super::{OwnSheet, merges};
use crate::book::{
    Cell, Column, Content, Look, Print, Row, Sheet, Style, TabColour, is_sound_format,
};
use crate::model::Date;
use crate::sheet::{self, Value};

/// As wide as a column gets.
const WIDEST: usize = 44;
const NARROWEST: usize = 9;
/// A text up to this length breaks over lines; a longer one would make its row too tall to read.
const WRAPS: usize = 280;
const MOST_LINES: usize = 7;
/// Headings further down than this do not stay in sight: they would leave nothing to scroll.
const FAR_DOWN: u32 = 10;
/// As far beyond the last cell a merged area may reach.
const BEYOND: u32 = 20;

/// How a day is shown where its own format is not known.
const DAY: &str = "dd\\.mm\\.yyyy";
const DAY_AND_TIME: &str = "dd\\.mm\\.yyyy\\ hh:mm";

/// Number formats of one return: Excel takes 250 in a workbook.
#[derive(Default)]
pub(super) struct KnownFormats(BTreeMap<ArcStr, Option<ArcStr>>);

impl KnownFormats {
    const MOST: usize = 150;

    /// The format, where it can be written.
    fn usable(&mut self, code: &ArcStr) -> Option<ArcStr> {
        if let Some(known) = self.0.get(code) {
            return known.clone();
        }
        if self.0.len() >= Self::MOST {
            return None;
        }
        // Excel's own short day stands for the habit of the computer, and its code for the American one.
        let usable = match &**code {
            "mm-dd-yy" => Some(ArcStr::from(DAY)),
            "m/d/yy h:mm" => Some(ArcStr::from(DAY_AND_TIME)),
            sound if is_sound_format(sound) => Some(ArcStr::clone(code)),
            _ => None,
        };
        self.0.insert(ArcStr::clone(code), usable.clone());
        usable
    }
}

pub(super) fn sheet(
    own: &OwnSheet,
    name: &str,
    marks: &Marks,
    formats: &mut KnownFormats,
) -> Sheet {
    let columns = used_columns(own, marks);
    let merged = merged(own, marks, columns);
    let header = own.header.filter(|(_, last)| *last < FAR_DOWN);
    let is_heading =
        |row: u32| own.header.is_some_and(|(first, last)| (first..=last).contains(&row));
    let widths = widths(own, &merged, columns);
    let mut rows: Vec<Row> = Vec::new();
    for row in &own.rows {
        rows.resize_with(row.index as usize, Row::default);
        let mut cells = Vec::new();
        let mut marked = marks.in_row(row.index).peekable();
        for cell in &row.cells {
            while let Some((column, mark)) = marked.next_if(|(column, _)| *column < cell.column()) {
                push(&mut cells, column, noted(Cell::default(), Some(mark)));
            }
            let mark = marked.next_if(|(column, _)| *column == cell.column()).map(|(_, mark)| mark);
            let mut shown = shown(&cell.value(), own.formats.get(cell.format()), formats);
            let own_look = match (is_heading(row.index), row.hidden, &cell.value()) {
                (true, ..) => Look::SubGroup,
                (false, true, _) => Look::Given,
                (false, false, Value::NotCalculated) => Look::Hint,
                _ => Look::Body,
            };
            shown.look = own_look;
            if let Some((tall, wide)) = merged.get(&(row.index, cell.column())) {
                shown = shown.rows(*tall).span(u16::try_from(*wide).unwrap_or(1));
            }
            let above = own.header.is_some_and(|(first, _)| row.index < first);
            let room = room(&widths, cell.column(), shown.more.span);
            shown.style = style(&shown, room, above, is_heading(row.index));
            push(&mut cells, cell.column(), noted(shown, mark));
        }
        for (column, mark) in marked {
            push(&mut cells, column, noted(Cell::default(), Some(mark)));
        }
        rows.push(Row { cells, ..Row::default() });
    }
    let tab = if marks.counts().want_a_look() { TabColour::Attention } else { TabColour::Detail };
    let (file, sent) = &own.sheet;
    let whence = sent.as_deref().map(|sheet| format!(" · {sheet}")).unwrap_or_default();
    Sheet {
        name: name.to_owned(),
        columns: widths.into_iter().map(|width| Column::width(width as u16)).collect(),
        rows,
        freeze: (header.map_or(0, |(_, last)| last + 1), 0),
        print: Print {
            repeat: header,
            footer: format!("{file}{whence}").into(),
            ..Print::default()
        },
        tab,
        protected: true,
        gridlines: true,
        ..Sheet::default()
    }
}

fn push(cells: &mut Vec<(u16, Cell)>, column: u32, cell: Cell) {
    if let Ok(column) = u16::try_from(column) {
        cells.push((column, cell));
    }
}

/// A cell with its colour and its note.
fn noted(mut cell: Cell, mark: Option<&super::notes::Mark>) -> Cell {
    if let Some(mark) = mark {
        cell.look = mark.look;
        if let Some(note) = &mark.note {
            cell = cell.note(note.clone());
        }
    }
    cell
}

/// The value as it stood.
fn shown(value: &Value, format: Option<&ArcStr>, formats: &mut KnownFormats) -> Cell {
    let format = format.and_then(|code| formats.usable(code));
    match value {
        Value::Text(text) => Cell::text(Content::Text(ArcStr::clone(text))),
        Value::Number(number) => Cell::new(Content::Number(*number), Style::AsSent).format(format),
        Value::Date { serial, date } => {
            let day = date.and_then(|date| day_number(date, *serial));
            let usual = match (day, serial.fract().is_zero()) {
                (None, _) => None,
                (Some(_), true) => Some(ArcStr::from(DAY)),
                (Some(_), false) => Some(ArcStr::from(DAY_AND_TIME)),
            };
            let content = Content::Number(day.unwrap_or(*serial));
            Cell::new(content, Style::AsSent).format(format.or(usual))
        }
        Value::Bool(is) => Cell::new(Content::Truth(*is), Style::AsSent),
        // An error that is stored would look like the return's own.
        Value::Error(error) => Cell::text(Content::Text(ArcStr::clone(error))),
        Value::NotCalculated => Cell::text("(formula without a result)"),
    }
}

/// The number of a day with its time, as workbooks count that start in 1900; some start in 1904.
fn day_number(date: Date, serial: Decimal) -> Option<Decimal> {
    if let Value::Date { date: Some(same), .. } = sheet::date_of_serial(serial)
        && same == date
    {
        return Some(serial);
    }
    let first = Date::new(1899, 12, 30).ok()?;
    let days = date.duration_since(first).as_hours() / 24;
    (days > 60).then(|| Decimal::from(days) + serial.fract().abs())
}

/// How many columns have content or a note.
fn used_columns(own: &OwnSheet, marks: &Marks) -> u32 {
    let content = own.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column());
    let marked = marks.cells().map(|(_, column)| column);
    content.chain(marked).max().map_or(0, |last| last + 1)
}

fn merged(own: &OwnSheet, marks: &Marks, columns: u32) -> BTreeMap<(u32, u32), (u32, u32)> {
    if own.merged.is_empty() {
        return BTreeMap::new();
    }
    let content = own
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (row.index, cell.column())));
    let filled: BTreeSet<(u32, u32)> = content.chain(marks.cells()).collect();
    // An area without content at its first cell shows nothing, and needs none of its cells.
    let with_content: Vec<_> = own
        .merged
        .iter()
        .filter(|area| filled.contains(&(area.first.row, area.first.column)))
        .copied()
        .collect();
    let rows = own.rows.last().map_or(0, |row| row.index + 1);
    merges::kept(
        &with_content,
        &filled,
        (rows.saturating_add(BEYOND), columns.saturating_add(BEYOND)),
    )
}

/// Widths that fit what stands below the headings.
fn widths(own: &OwnSheet, merged: &BTreeMap<(u32, u32), (u32, u32)>, columns: u32) -> Vec<usize> {
    let mut widths = vec![NARROWEST; columns as usize];
    for row in &own.rows {
        let (above, heading) = match own.header {
            Some((first, last)) => (row.index < first, (first..=last).contains(&row.index)),
            None => (false, false),
        };
        for cell in row.cells.iter().filter(|_| !above) {
            let is_merged =
                merged.get(&(row.index, cell.column())).is_some_and(|(_, wide)| *wide > 1);
            let Some(width) = widths.get_mut(cell.column() as usize).filter(|_| !is_merged) else {
                continue;
            };
            *width = (*width).max(
                wanted(&cell.value(), own.formats.get(cell.format()).is_some(), heading)
                    .min(WIDEST),
            );
        }
    }
    widths
}

fn wanted(value: &Value, formatted: bool, heading: bool) -> usize {
    match value {
        Value::Text(text) if heading => {
            let word = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
            (word + 3).max(text.chars().count() / 3 + 2)
        }
        Value::Text(text) | Value::Error(text) => longest_line(text) + 2,
        Value::Number(number) => {
            let digits = number.normalize().to_string().len();
            // Marks of thousands, cents, a currency: too narrow a number shows as ####.
            if formatted { digits + digits / 3 + 8 } else { digits + 2 }
        }
        Value::Date { .. } => 18,
        Value::Bool(_) => 7,
        Value::NotCalculated => 24,
    }
}

fn longest_line(text: &str) -> usize {
    text.lines().take(200).map(|line| line.chars().take(400).count()).max().unwrap_or(0)
}

fn room(widths: &[usize], column: u32, span: u16) -> usize {
    let columns = widths.iter().skip(column as usize).take(usize::from(span.max(1)));
    columns.sum()
}

/// Whether a text breaks over lines. What stands above the table runs over into the free cells beside
/// it, as titles do.
fn style(cell: &Cell, room: usize, above: bool, heading: bool) -> Style {
    let Content::Text(text) = &cell.content else { return cell.style };
    let (length, lines) = (text.chars().take(WRAPS + 1).count(), text.lines().take(9).count());
    let is_merged = cell.more.span > 1 || cell.more.rows > 1;
    let runs_over = above && lines <= 1 && !is_merged;
    let fits = length <= WRAPS && lines <= MOST_LINES && length / room.max(1) < MOST_LINES;
    let breaks = lines > 1 || length + 1 > room || heading;
    if fits && breaks && !runs_over { Style::Wrap } else { Style::Text }
}
