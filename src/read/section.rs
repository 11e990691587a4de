//! Lines that head the lines below them: an activity, a source, a quarter, an institution. In: a row
//! without amounts. Out: what it says for the rows below, until the next such line or a total.

use arcstr::ArcStr;

use super::code::heading_code;
use super::entries::TableReader;
use super::header::reads_as_amount;
use super::row::RowWords;
use super::table::Role;
use crate::model::{Placed, When, tidy};
use crate::sheet::{Cell, Row, Value};
use crate::vocabulary::Heading;

/// What a heading line says.
#[derive(Debug, Clone)]
pub(super) enum Section {
    Activity(RowWords),
    Source(Placed<ArcStr>),
    When(When),
    Body(Placed<ArcStr>),
}

/// The heading lines above a row, the outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Sections {
    open: Vec<Section>,
}

impl Sections {
    /// A heading line of one kind ends the one of that kind before it, and those within that.
    pub(super) fn open(&mut self, section: Section) {
        let kind = std::mem::discriminant(&section);
        if let Some(at) = self.open.iter().position(|open| std::mem::discriminant(open) == kind) {
            self.open.truncate(at);
        }
        self.open.push(section);
    }

    /// A total ends the innermost.
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    pub(super) fn activity(&self) -> Option<&RowWords> {
        self.open.iter().rev().find_map(|section| match section {
            Section::Activity(words) => Some(words),
            _ => None,
        })
    }

    pub(super) fn source(&self) -> Option<&Placed<ArcStr>> {
        self.open.iter().rev().find_map(|section| match section {
            Section::Source(words) => Some(words),
            _ => None,
        })
    }

    pub(super) fn body(&self) -> Option<&Placed<ArcStr>> {
        self.open.iter().rev().find_map(|section| match section {
            Section::Body(words) => Some(words),
            _ => None,
        })
    }

    pub(super) fn when(&self) -> Option<When> {
        self.open.iter().rev().find_map(|section| match section {
            Section::When(when) => Some(*when),
            _ => None,
        })
    }
}

impl<'a> TableReader<'a> {
    /// What a row heads, if it heads the rows below it: one or two texts, no number anywhere, and
    /// the texts name an activity, a source, a time or an institution and nothing else.
    pub(super) fn section(&self, row: &'a Row, words: &RowWords) -> Option<Section> {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.is_blank()).collect();
        let held = |cell: &&Cell| {
            self.table.columns.iter().any(|c| {
                c.index == cell.column()
                    && matches!(
                        c.role,
                        Role::Amount { .. } | Role::RowTotal { .. } | Role::Planned { .. }
                    )
            })
        };
        let first = filled.first()?;
        // A merged heading may stand over the amounts; a value of its own there is no heading.
        if filled.len() > 3 || filled.iter().skip(1).any(held) {
            return None;
        }
        let heads = |cell: &Cell| match &cell.value() {
            Value::Text(_) => !reads_as_amount(&cell.value(), self.vocabulary),
            other => matches!(other, Value::Date { .. }),
        };
        if !filled.iter().all(|cell| heads(cell)) {
            return None;
        }
        if words.activity_code.is_some() {
            let in_place = |cell: &&Cell| {
                self.table.columns.iter().all(|c| {
                    c.index != cell.column()
                        || matches!(
                            c.role,
                            Role::Is(Heading::Code | Heading::Activity | Heading::Ordinal)
                        )
                        || cell.column() == first.column()
                })
            };
            return filled.iter().all(in_place).then(|| Section::Activity(words.clone()));
        }
        self.labelled(row, &filled).or_else(|| match filled.as_slice() {
            [only] => self.unlabelled(row, only),
            _ => None,
        })
    }

    /// "Aktivnost: 1.1.7 Obuke", "Izvor finansiranja | Budžet".
    fn labelled(&self, row: &'a Row, filled: &[&Cell]) -> Option<Section> {
        let first = filled.first()?;
        let text = first.text();
        let (label, value, column) = match (text.split_once(':'), filled) {
            (Some((label, value)), [_]) if !value.trim().is_empty() => {
                (label.to_owned(), tidy(value), first.column())
            }
            (_, [_, second]) => (
                text.trim().trim_end_matches(':').to_owned(),
                tidy(&second.text()),
                second.column(),
            ),
            _ => return None,
        };
        let placed =
            || Placed { value: ArcStr::from(value.as_str()), place: self.grid.place(row, column) };
        match self.vocabulary.heading(&label)? {
            Heading::Source | Heading::Donor => Some(Section::Source(placed())),
            Heading::Body | Heading::Responsible | Heading::Lead => Some(Section::Body(placed())),
            Heading::Quarter | Heading::Period => self.vocabulary.when(&value).map(Section::When),
            Heading::Code | Heading::Activity => self.activity_in(row, &value, column),
            _ => None,
        }
    }

    fn unlabelled(&self, row: &'a Row, cell: &Cell) -> Option<Section> {
        let text = tidy(&cell.text());
        let bare = without_outline(&text).trim_end_matches(':');
        let placed =
            || Placed { value: ArcStr::from(bare), place: self.grid.place(row, cell.column()) };
        if let Some(found) = self.activity_in(row, bare, cell.column()) {
            return Some(found);
        }
        // What a spreadsheet's own column says of one line is no heading.
        let own = |wanted: Heading| self.table.column(wanted) == Some(cell.column());
        if own(Heading::Source)
            || own(Heading::Donor)
            || own(Heading::Body)
            || own(Heading::Quarter)
        {
            return None;
        }
        let source = self.vocabulary.source(bare).is_some()
            || self.vocabulary.body_of_budget(bare).is_some()
            || self.vocabulary.donor(bare).is_some();
        if source {
            Some(Section::Source(placed()))
        } else if let Some(when) = self.vocabulary.when(&text) {
            Some(Section::When(when))
        } else {
            let bodies = self.bodies;
            bodies.find(bare).filter(|body| !body.generic).map(|_| Section::Body(placed()))
        }
    }

    fn activity_in(&self, row: &'a Row, text: &str, column: u32) -> Option<Section> {
        let (code, rest) = heading_code(text)?;
        let place = self.grid.place(row, column);
        let title = tidy(rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
        Some(Section::Activity(RowWords {
            code: Some(Placed { value: ArcStr::from(text), place: place.clone() }),
            activity_code: Some(code),
            title: (!title.is_empty()).then(|| Placed { value: ArcStr::from(title), place }),
            description: None,
        }))
    }
}

/// "A. Budžet", "II) Donacije", "1. Budžet" without what numbers them.
fn without_outline(text: &str) -> &str {
    let Some((mark, rest)) = text.split_once(['.', ')']) else { return text };
    let outline = mark.chars().count() <= 4
        && (mark.chars().all(|c| c.is_ascii_digit())
            || mark.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
            || mark.chars().count() == 1);
    let rest = rest.trim_start();
    if outline && rest.starts_with(char::is_alphabetic) { rest } else { text }
}
