//! Areas, objectives and measures, as headings and as columns. In: lines and cells that name one.
//! Out: what is in force for the activities below, in the draft. Never opens one from its number alone.

use super::code;
use super::draft::{Block, Field, RawArea};
use super::indicators;
use super::walk::Walk;
use crate::model::{ActivityCode, Place, fold, tidy};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, PlanWord};

impl Walk<'_> {
    /// A row that names an area, an objective or a measure.
    pub(super) fn heading_row(&mut self, grid: &Grid, row: &Row) -> bool {
        let mut cells = row.cells.iter().filter(|cell| !cell.is_blank());
        let Some(first) = cells.next() else {
            return false;
        };
        let place = grid.place(row, first.column());
        let text = first.text();
        let second = cells.next().map(|cell| tidy(&cell.text()));
        if text.len() > 4_000 {
            return false;
        }
        let lines: Vec<String> = text.lines().map(tidy).filter(|line| !line.is_empty()).collect();
        let Some(start) = lines.first() else {
            return false;
        };
        if self.vocabulary.plan_heading(start).is_none() {
            let alone = second.is_none() && code::leading_code(start, self.vocabulary).is_none();
            let whole = lines.join(" ");
            let Some((code, title)) = alone.then(|| code::bare_measure(&whole)).flatten() else {
                return false;
            };
            self.open_block(code, title, false, place);
            return true;
        }
        let mut said: Vec<String> = Vec::new();
        for line in lines {
            match said.last_mut() {
                Some(last) if self.vocabulary.plan_heading(&line).is_none() => {
                    last.push(' ');
                    last.push_str(&line);
                }
                _ => said.push(line),
            }
        }
        if let (Some(last), Some(second)) = (said.last_mut(), second) {
            // The title in a cell of its own; a table row that only begins so has more cells.
            last.push(' ');
            last.push_str(&second);
        }
        let mut understood = false;
        for line in said {
            understood |= self.heading(&line, &place);
        }
        understood
    }

    fn heading(&mut self, line: &str, place: &Place) -> bool {
        match self.vocabulary.plan_heading(line) {
            Some((Heading::StrategicArea, rest)) => {
                let Some((number, title)) = code::numbered(rest) else {
                    return false;
                };
                self.declare_area(number, title, place);
                self.area = Some(number);
                self.block = None;
                true
            }
            Some((Heading::Objective, rest)) => {
                let Some((number, title)) = code::numbered(rest) else {
                    return false;
                };
                let area = self.area.unwrap_or(number);
                self.objective = Some(indicators::objective(&mut self.draft, number, title, area));
                self.block = None;
                true
            }
            Some((Heading::Measure, rest)) => match code::measure(rest) {
                Some((code, title)) => {
                    self.open_block(code, title, true, place.clone());
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    pub(super) fn declare_area(&mut self, number: u16, title: String, place: &Place) {
        let area = self
            .draft
            .areas
            .entry(number)
            .or_insert_with(|| RawArea { title: String::new(), place: place.clone() });
        if area.title.is_empty() {
            area.title = title;
        }
    }

    fn open_block(&mut self, code: String, title: String, worded: bool, place: Place) {
        self.block = Some(self.draft.blocks.len());
        let area = self.area;
        self.draft.blocks.push(Block { code, title, worded, typed: false, area, place });
    }

    /// "1. Prevention of …" below a line that ends "… strategic areas:".
    pub(super) fn listed_area(&mut self, line: &str, place: Place) {
        let line = tidy(line);
        if self.in_list
            && let Some((number, title)) = code::numbered(&line)
            && !title.is_empty()
        {
            let mut words: Vec<&str> = title.split(' ').collect();
            if words.last().is_some_and(|word| self.vocabulary.is_plan_word(PlanWord::Join, word)) {
                words.pop();
            }
            let title = words.join(" ").trim_end_matches([',', ';', '.']).to_owned();
            self.draft.listed.entry(number).or_insert(RawArea { title, place });
            return;
        }
        self.in_list = line.ends_with(':') && {
            let folded = fold(&line);
            self.vocabulary.plan_words(PlanWord::AreaList).iter().any(|word| folded.contains(word))
        };
    }

    /// The area that a column names, as a number, with or without its title.
    pub(super) fn area_in(&mut self, fields: &[Field]) -> Option<u16> {
        let field =
            |heading| fields.iter().find(|f| f.heading == heading && !f.text.trim().is_empty());
        let cell = field(Heading::StrategicArea)?;
        let (number, mut title) = match &cell.value {
            Value::Number(number) => (code::whole(*number)?, String::new()),
            _ => match self.vocabulary.plan_heading(&cell.text) {
                Some((Heading::StrategicArea, rest)) => code::numbered(rest)?,
                _ => code::numbered(&cell.text)?,
            },
        };
        if let Some(own) = field(Heading::AreaTitle) {
            title = tidy(&own.text);
        }
        let place = cell.place.clone();
        self.declare_area(number, title, &place);
        Some(number)
    }

    /// The measure that a column names. Blank below one that fits the code, it is the same one.
    pub(super) fn measure_in(
        &mut self,
        fields: &[Field],
        area: Option<u16>,
        activity: Option<ActivityCode>,
    ) -> Option<usize> {
        let field =
            |heading| fields.iter().find(|f| f.heading == heading && !f.text.trim().is_empty());
        let Some(cell) = field(Heading::Measure) else {
            let above = self.block.filter(|block| {
                self.draft.blocks.get(*block).is_some_and(|block| {
                    activity.is_some_and(|code| code::lies_under(code, &block.code))
                })
            });
            return above;
        };
        let rest = match self.vocabulary.plan_heading(&cell.text) {
            Some((Heading::Measure, rest)) => rest,
            _ => cell.text.as_str(),
        };
        let (code, mut title) = code::measure(rest).unwrap_or_else(|| (tidy(rest), String::new()));
        if let Some(own) = field(Heading::MeasureTitle) {
            title = tidy(&own.text);
        }
        let known = self.typed.get(&code).copied();
        let index = known.unwrap_or_else(|| {
            self.typed.insert(code.clone(), self.draft.blocks.len());
            self.draft.blocks.push(Block {
                code,
                title: String::new(),
                worded: true,
                typed: true,
                area,
                place: cell.place.clone(),
            });
            self.draft.blocks.len() - 1
        });
        if let Some(block) = self.draft.blocks.get_mut(index)
            && block.title.is_empty()
        {
            block.title = title;
        }
        self.block = Some(index);
        Some(index)
    }
}
