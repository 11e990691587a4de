//! What surrounds the cells: widths, outline, tables, marks, validations, print set-up, protection.
//! In: a sheet that has been checked. Out: the same on the worksheet. Never touches a cell's content
//! except a table's headings, which the format wants to be the same in both places.

use std::borrow::Cow;

use rust_xlsxwriter::{
    ConditionalFormatDataBar, ConditionalFormatFormula, DataValidation, DataValidationRule, Format,
    Formula, ProtectionOptions, Table, TableColumn, TableStyle, Worksheet,
};

use super::body::Body;
use super::{cells, formats, height, text};
use crate::book::{Content, Mark, Row, Sheet, Validation, ValidationRule};
use crate::language::Said;
use crate::model::{CellRef, Date};
use crate::write::WriteError;

/// The deepest outline there is.
pub(super) const DEEPEST: u8 = 7;

/// Widths, hidden columns, outline of columns.
pub(super) fn columns(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    for (index, column) in (0_u16..).zip(&sheet.columns) {
        if column.width > 0 {
            worksheet.set_column_width(index, column.width.min(255))?;
        }
        if column.hidden {
            worksheet.set_column_hidden(index)?;
        }
    }
    for (first, last) in runs(sheet.columns.iter().map(|column| column.level)) {
        worksheet.group_columns(limited(first)?, limited(last)?)?;
    }
    worksheet.group_symbols_to_left(true);
    Ok(())
}

/// Heights and outline of rows. A row that groups others stands above them. The specimens of rows that
/// are written elsewhere are folded as deep as any of them, which is what the sheet says of itself.
pub(super) fn rows(
    sheet: &Sheet,
    body: Option<&Body>,
    worksheet: &mut Worksheet,
) -> Result<(), WriteError> {
    let is_here = |(row, _): &(u32, &Row)| body.is_none_or(|body| !body.has(*row));
    for (index, row) in sheet.held().filter(is_here) {
        let level = row.level.min(DEEPEST);
        if let Some(points) = height::of(row, &sheet.columns) {
            worksheet.set_row_height(index, points)?;
        }
        for _ in 0..level {
            worksheet.group_rows(index, index)?;
        }
    }
    let deepest = body.map_or(0, |body| body.have.level.min(DEEPEST));
    if let Some(body) = body.filter(|_| deepest > 0) {
        // The library counts levels only of rows that it knows already.
        worksheet.set_row_height(body.first, 20)?;
        for _ in 0..deepest {
            worksheet.group_rows(body.first, body.first)?;
        }
    }
    worksheet.group_symbols_above(true);
    Ok(())
}

fn limited(index: u32) -> Result<u16, WriteError> {
    u16::try_from(index).map_err(|_| WriteError("more columns than a sheet holds".to_owned()))
}

/// The spans of one outline level after the other; inner spans come on top of outer ones.
fn runs(levels: impl Iterator<Item = u8> + Clone) -> Vec<(u32, u32)> {
    let mut spans = Vec::new();
    let deepest = levels.clone().max().unwrap_or(0).min(DEEPEST);
    for level in 1..=deepest {
        let mut open: Option<(u32, u32)> = None;
        for (index, own) in (0_u32..).zip(levels.clone()) {
            open = match open {
                Some((first, _)) if own >= level => Some((first, index)),
                None if own >= level => Some((index, index)),
                Some(span) => {
                    spans.push(span);
                    None
                }
                None => None,
            };
        }
        spans.extend(open);
    }
    spans
}

/// Excel tables and plain filters. A table without a row of data is left as its headings.
pub(super) fn tables(
    sheet: &Sheet,
    body: Option<&Body>,
    worksheet: &mut Worksheet,
) -> Result<(), WriteError> {
    for table in &sheet.tables {
        let ((top, left), (bottom, right)) = (table.first, table.last);
        if top == bottom {
            continue;
        }
        if table.filter_only {
            worksheet.autofilter(top, left, bottom, right)?;
            continue;
        }
        let columns: Vec<TableColumn> = headings(sheet, top, left, right)
            .into_iter()
            .map(|heading| TableColumn::new().set_header(heading))
            .collect();
        let drawn =
            Table::new().set_name(&table.name).set_style(TableStyle::Light1).set_columns(&columns);
        let bottom = body.map_or(bottom, |body| body.laid_out_to(table));
        worksheet.add_table(top, left, bottom, right, &drawn)?;
    }
    Ok(())
}

/// The headings of a table as its cells have them; empty where a cell holds no text.
pub(super) fn headings(sheet: &Sheet, row: u32, left: u16, right: u16) -> Vec<String> {
    let cells = sheet.held_row(row).map_or(&[][..], |row| &row.cells);
    (left..=right)
        .map(|column| match cells.iter().find(|(at, _)| *at == column) {
            Some((_, cell)) => match &cell.content {
                Content::Text(words) => text::heading(words),
                Content::Said(said) => text::heading(&said.shown()),
                _ => String::new(),
            },
            None => String::new(),
        })
        .collect()
}

/// Bars and colours by rule.
pub(super) fn conditions(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    for condition in &sheet.conditions {
        let ((top, left), (bottom, right)) = (condition.first, condition.last);
        match condition.mark {
            Mark::Bar => {
                let bar = ConditionalFormatDataBar::new()
                    .set_fill_color(formats::PALE_INK)
                    .set_negative_fill_color(formats::BAD_GROUND)
                    .set_solid_fill(true)
                    .set_border_off(true);
                worksheet.add_conditional_format(top, left, bottom, right, &bar)?;
            }
            Mark::PositiveIsBad => {
                // By formula: a plain "greater than 0" also holds for every text.
                let cell = CellRef { row: top, column: u32::from(left) };
                let rule = format!("AND(ISNUMBER({cell}),{cell}>0)");
                let look = Format::new()
                    .set_font_color(formats::BAD_TEXT)
                    .set_background_color(formats::BAD_GROUND);
                let mark = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(look);
                worksheet.add_conditional_format(top, left, bottom, right, &mark)?;
            }
            Mark::FilledIsAttention => {
                let cell = CellRef { row: top, column: u32::from(left) };
                let rule = format!("LEN({cell})>0");
                let look = Format::new()
                    .set_font_color(formats::BAD_TEXT)
                    .set_background_color(formats::BAD_GROUND);
                let mark = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(look);
                worksheet.add_conditional_format(top, left, bottom, right, &mark)?;
            }
        }
    }
    Ok(())
}

/// What may be typed where.
pub(super) fn validations(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    for validation in &sheet.validations {
        let ((top, left), (bottom, right)) = (validation.first, validation.last);
        let rule = rule(validation)?;
        worksheet.add_data_validation(top, left, bottom, right, &rule)?;
    }
    Ok(())
}

fn rule(validation: &Validation) -> Result<DataValidation, WriteError> {
    let (row, column) = validation.first;
    let first = CellRef { row, column: u32::from(column) };
    let rule = match &validation.rule {
        ValidationRule::Words(words) => {
            let words: Vec<Cow<'_, str>> = words.iter().map(Said::shown).collect();
            DataValidation::new().allow_list_strings(&words)?
        }
        ValidationRule::Range(range) | ValidationRule::RangeOrOther(range) => {
            let list = Formula::new(format!("={}", range.trim_start_matches('=')));
            DataValidation::new().allow_list_formula(list)
        }
        ValidationRule::Money => {
            let rule = format!("=AND(ISNUMBER({first}),{first}=ROUND({first},2))");
            DataValidation::new().allow_custom(Formula::new(rule))
        }
        ValidationRule::Date(from, to) => match (day(*from), day(*to)) {
            (Some(from), Some(to)) => {
                DataValidation::new().allow_date(DataValidationRule::Between(&from, &to))
            }
            _ => DataValidation::new().allow_any_value(),
        },
        ValidationRule::Any => DataValidation::new().allow_any_value(),
    };
    let only = !matches!(validation.rule, ValidationRule::RangeOrOther(_));
    Ok(rule
        .show_error_message(only)
        .set_input_title(short(&validation.prompt.0.shown(), 32))?
        .set_input_message(short(&validation.prompt.1.shown(), 255))?
        .set_error_title(short(&validation.error.0.shown(), 32))?
        .set_error_message(short(&validation.error.1.shown(), 255))?)
}

fn day(date: Date) -> Option<rust_xlsxwriter::ExcelDateTime> {
    cells::excel_date(date)
}

fn short(words: &str, units: usize) -> String {
    text::cut(text::clean(words), units).into_owned()
}

/// Only open cells may be changed; widths and heights stay free, so that everything can be read.
pub(super) fn protect(sheet: &Sheet, worksheet: &mut Worksheet) {
    if sheet.protected {
        worksheet.protect_with_options(&ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            ..ProtectionOptions::new()
        });
    }
}
