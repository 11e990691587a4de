//! The rows of a plan, one after the other. In: grids. Out: a draft in which every row has become an
//! activity, a heading, an indicator, a body or a finding. Never skips a row that holds an amount.

use std::collections::BTreeMap;

use super::code;
use super::columns::{Columns, Kind};
use super::draft::{Draft, Field, RawActivity, is_money};
use super::{estimate, indicators, lines, register};
use crate::diagnostic::{Code, Finding};
use crate::model::{ActivityCode, Place, Spot, tidy};
use crate::sheet::{Grid, Row, Value};
use crate::vocabulary::{Heading, Vocabulary};

/// What is in force where the walk stands.
pub(super) struct Walk<'a> {
    pub vocabulary: &'a Vocabulary,
    pub draft: Draft,
    pub area: Option<u16>,
    pub objective: Option<usize>,
    pub block: Option<usize>,
    columns: Option<Columns>,
    // The row of the activity last read, for codes in merged cells.
    last_row: Option<u32>,
    pub in_list: bool,
    // The grid has a table of a plan somewhere: amounts beside it are worth a note.
    has_table: bool,
    known: BTreeMap<ActivityCode, usize>,
    // Measures of columns, by their code.
    pub typed: BTreeMap<String, usize>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary) -> Self {
        Walk {
            vocabulary,
            draft: Draft::default(),
            area: None,
            objective: None,
            block: None,
            columns: None,
            last_row: None,
            in_list: false,
            has_table: false,
            known: BTreeMap::new(),
            typed: BTreeMap::new(),
        }
    }

    pub(super) fn grid(&mut self, grid: &Grid) {
        self.columns = None;
        self.last_row = None;
        self.has_table =
            grid.rows.iter().any(|row| Columns::of(grid, row, self.vocabulary).is_some());
        for row in &grid.rows {
            let filled = row.cells.iter().filter(|cell| !cell.is_blank()).count();
            if filled == 0 {
                continue;
            }
            let names = self.columns.as_ref().is_some_and(|columns| columns.kind == Kind::Bodies);
            if filled <= 2 && !names && self.heading_row(grid, row) {
                continue;
            }
            if let Some(columns) = Columns::of(grid, row, self.vocabulary) {
                self.draft.tables += 1;
                if columns.kind == Kind::Activities {
                    self.draft.headers.extend(columns.all.iter().cloned());
                }
                self.columns = Some(columns);
                self.last_row = None;
                continue;
            }
            let outside =
                matches!(grid.spots(row).first(), Some((_, Spot::Paragraph(_) | Spot::Whole)));
            if outside {
                self.columns = None;
            }
            match self.columns.clone() {
                None => self.text_row(grid, row),
                Some(columns) => self.table_row(grid, row, &columns),
            }
        }
    }

    /// A row outside every table: a label with its value, the list of areas, or plain text.
    fn text_row(&mut self, grid: &Grid, row: &Row) {
        let mut cells = row.cells.iter().filter(|cell| !cell.is_blank());
        let Some(first) = cells.next() else {
            return;
        };
        let text = first.text();
        let value = cells.next().map(|cell| tidy(&cell.text()));
        if text.len() <= 100 {
            match self.vocabulary.heading(&text) {
                Some(Heading::PlanTitle) => {
                    self.draft.title = value;
                    self.draft.title_said = true;
                    return;
                }
                Some(Heading::Year) => {
                    self.draft.year = value.and_then(|year| year.parse().ok());
                    return;
                }
                _ => {}
            }
        }
        for cell in &row.cells {
            let text = cell.text();
            if self.has_table && estimate::mentions_euros(&text, self.vocabulary) {
                self.not_used(grid.place(row, cell.column()), &text);
            }
            for line in text.lines() {
                self.listed_area(line, grid.place(row, cell.column()));
            }
            if matches!(grid.spots(row).first(), Some((_, Spot::Whole))) {
                self.draft.title.get_or_insert_with(|| tidy(&text));
            } else {
                self.draft.paragraphs.push(tidy(&text));
            }
        }
    }

    fn table_row(&mut self, grid: &Grid, row: &Row, columns: &Columns) {
        let fields = fields_of(grid, row, columns);
        // What stands in columns that nobody named can still be money.
        for cell in &row.cells {
            let named = columns.all.iter().any(|column| column.column == cell.column());
            if !named && estimate::mentions_euros(&cell.text(), self.vocabulary) {
                self.not_used(grid.place(row, cell.column()), &cell.text());
            }
        }
        match columns.kind {
            Kind::Bodies => register::row(&mut self.draft, &fields),
            Kind::Indicators => indicators::row(self, &fields),
            Kind::Activities => self.activity_row(grid, row, columns, fields),
        }
    }

    fn activity_row(&mut self, grid: &Grid, row: &Row, columns: &Columns, fields: Vec<Field>) {
        let place = match fields
            .iter()
            .find(|field| matches!(field.heading, Heading::Code | Heading::Activity))
        {
            Some(field) => field.place.clone(),
            None => grid.place(row, row.cells.first().map_or(0, |cell| cell.column())),
        };
        let (code, title) = self.code_and_title(&fields);
        let Some(code) = code else {
            self.row_without_code(grid, row, columns, fields, &title, place);
            return;
        };
        self.last_row = Some(row.index);
        let money: Vec<Field> = fields.iter().filter(|f| is_money(f.heading)).cloned().collect();
        let known = self.known.get(&code).and_then(|at| self.draft.activities.get_mut(*at));
        if let Some(known) = known {
            if columns.is_tidy() && (title.is_empty() || title == known.title) {
                known.money.push(money);
            } else {
                let amount = lines::total(&money, self.vocabulary);
                let mut finding = Finding::new(Code::CodeRepeated, place)
                    .read(format!("{code} {title}"))
                    .detail("code", code)
                    .data("first", &known.title)
                    .detail("place", &known.place);
                if let Some(amount) = amount {
                    finding = finding.amount(amount);
                }
                self.draft.findings.push(finding);
            }
            return;
        }
        let area = self.area_in(&fields);
        let block = match columns.has(Heading::Measure) {
            true => self.measure_in(&fields, area, Some(code)),
            false => self.block,
        };
        self.known.insert(code, self.draft.activities.len());
        self.draft.activities.push(RawActivity {
            code,
            title,
            place,
            fields,
            money: vec![money],
            block,
            area,
            columns: columns.all.iter().map(|column| column.heading).collect(),
        });
    }

    fn code_and_title(&mut self, fields: &[Field]) -> (Option<ActivityCode>, String) {
        let field =
            |heading| fields.iter().find(|f| f.heading == heading && !f.text.trim().is_empty());
        let activity = field(Heading::Activity).map_or("", |f| f.text.as_str());
        if let Some(cell) = field(Heading::Code) {
            if let Value::Date { date: Some(date), .. } = cell.value
                && let Some(code) = code::code_of_date(date)
            {
                self.draft.findings.push(
                    Finding::new(Code::CodeRecoveredFromDate, cell.place.clone())
                        .read(cell.text.as_str())
                        .detail("code", code),
                );
                return (Some(code), tidy(activity));
            }
            if let Some((code, rest)) = code::leading_code(&cell.text, self.vocabulary) {
                let own = if activity.is_empty() { rest } else { activity };
                return (Some(code), tidy(own));
            }
            // A code in the title, where the column of codes only counts the rows.
        }
        match code::leading_code(activity, self.vocabulary) {
            Some((code, rest)) => (Some(code), tidy(rest)),
            None => (None, tidy(activity)),
        }
    }

    fn row_without_code(
        &mut self,
        grid: &Grid,
        row: &Row,
        columns: &Columns,
        fields: Vec<Field>,
        title: &str,
        place: Place,
    ) {
        let money: Vec<Field> = fields.iter().filter(|f| is_money(f.heading)).cloned().collect();
        let has_money = money.iter().any(|field| !field.text.trim().is_empty());
        let merged = columns
            .first(Heading::Code)
            .or_else(|| columns.first(Heading::Activity))
            .and_then(|column| grid.merged_at(row.index, column.column))
            .is_some_and(|area| {
                area.first.row < row.index
                    && self.last_row.is_some_and(|last| area.covers(last, area.first.column))
            });
        if merged && title.is_empty() {
            if let Some(activity) = self.draft.activities.last_mut() {
                activity.fields.extend(fields.into_iter().filter(|f| !is_money(f.heading)));
                activity.money.push(money);
            }
            return;
        }
        let texts: Vec<String> =
            row.cells.iter().map(|cell| tidy(&cell.text())).filter(|t| !t.is_empty()).collect();
        let first = texts.first().map_or("", String::as_str);
        let structure = |heading| {
            matches!(
                heading,
                Heading::StrategicArea
                    | Heading::AreaTitle
                    | Heading::Measure
                    | Heading::MeasureTitle
            )
        };
        let only_structure = !fields.is_empty()
            && fields.iter().all(|f| structure(f.heading) || f.text.trim().is_empty());
        if only_structure {
            let area = self.area_in(&fields);
            self.measure_in(&fields, area, None);
        } else if self.vocabulary.is_total(first) || (title.is_empty() && !has_money) {
            if texts.iter().any(|text| text.contains(|c: char| c.is_ascii_digit())) {
                self.not_used(place, &texts.join(" | "));
            }
        } else if has_money || texts.len() > 1 {
            let mut finding = Finding::new(Code::CodeMissing, place).read(texts.join(" | "));
            if let Some(amount) = lines::total(&money, self.vocabulary) {
                finding = finding.amount(amount);
            }
            self.draft.findings.push(finding);
        } else {
            self.not_used(place, &texts.join(" | "));
        }
    }

    fn not_used(&mut self, place: Place, text: &str) {
        self.draft.findings.push(Finding::new(Code::PlanTextNotUsed, place).read(tidy(text)));
    }
}

fn fields_of(grid: &Grid, row: &Row, columns: &Columns) -> Vec<Field> {
    columns
        .all
        .iter()
        .filter_map(|column| {
            let cell = row.cell(column.column)?;
            Some(Field {
                heading: column.heading,
                header: column.header.clone(),
                text: match &cell.value() {
                    Value::NotCalculated => "a formula without a stored result".to_owned(),
                    _ => cell.text().into_owned(),
                },
                value: cell.value(),
                format: grid.format(cell).map(Into::into),
                place: grid.place(row, column.column),
            })
        })
        .collect()
}
