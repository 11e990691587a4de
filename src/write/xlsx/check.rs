//! What Excel is strict about, checked before anything is written: a file that it would "repair" or
//! refuse is our own fault and never leaves. In: a book. Out: nothing, or the rule that it breaks.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{around, text};
use crate::book::{Book, Cell, Content, Sheet, Table, Validation, ValidationRule, is_sound_format};
use crate::model::CellRef;
use crate::write::WriteError;

/// Rows and columns of a sheet.
const ROWS: u32 = 1_048_576;
const COLUMNS: u16 = 16_384;
/// Characters of a formula.
const FORMULA: usize = 8_192;
/// Characters of a list that stands in the validation itself.
const WORDS: usize = 255;

/// Checks a whole book.
pub(super) fn check(book: &Book) -> Result<(), WriteError> {
    if book.sheets.iter().all(|sheet| sheet.hidden) {
        return refuse("a workbook needs a sheet that is shown");
    }
    let mut sheets = BTreeSet::new();
    for sheet in &book.sheets {
        sheet_name(&sheet.name)?;
        if !sheets.insert(sheet.name.to_lowercase()) {
            return refuse(format!("two sheets are called {:?}", sheet.name));
        }
    }
    let mut names = BTreeSet::new();
    for (name, range) in &book.names {
        defined(name, &mut names)?;
        if range.trim_start_matches('=').is_empty() {
            return refuse(format!("the name {name:?} stands for nothing"));
        }
    }
    for sheet in &book.sheets {
        let problem = cells(sheet, &sheets)
            .and_then(|()| tables(sheet, &mut names))
            .and_then(|()| validations(sheet));
        problem.map_err(|error| WriteError(format!("sheet {:?}: {}", sheet.name, error.0)))?;
    }
    Ok(())
}

fn refuse<T>(why: impl Into<String>) -> Result<T, WriteError> {
    Err(WriteError(why.into()))
}

fn sheet_name(name: &str) -> Result<(), WriteError> {
    let wrong = if name.trim().is_empty() {
        "is empty"
    } else if name.encode_utf16().count() > 31 {
        "is longer than 31 characters"
    } else if name.contains(['*', '?', ':', '[', ']', '\\', '/']) || name.contains(char::is_control)
    {
        "has a character that Excel does not allow"
    } else if name.starts_with('\'') || name.ends_with('\'') {
        "starts or ends with an apostrophe"
    } else if name.eq_ignore_ascii_case("history") {
        "is one that Excel keeps for itself"
    } else {
        return Ok(());
    };
    refuse(format!("the sheet name {name:?} {wrong}"))
}

/// Names of tables and of ranges share one list; none may read as a cell's address.
fn defined(name: &str, names: &mut BTreeSet<String>) -> Result<(), WriteError> {
    let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let rest = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if !starts || !rest || name.encode_utf16().count() > 255 {
        return refuse(format!(
            "the name {name:?} is not a letter, then letters, digits and underscores"
        ));
    }
    let letters = name.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = name.get(letters..).unwrap_or("");
    let address = (1..=3).contains(&letters)
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if address || matches!(name.to_ascii_lowercase().as_str(), "r" | "c" | "true" | "false") {
        return refuse(format!("the name {name:?} reads as the address of a cell"));
    }
    if !names.insert(name.to_lowercase()) {
        return refuse(format!("the name {name:?} is used twice"));
    }
    Ok(())
}

fn cells(sheet: &Sheet, sheets: &BTreeSet<String>) -> Result<(), WriteError> {
    if sheet.height() > ROWS || sheet.columns.len() > usize::from(COLUMNS) {
        return refuse("more rows or columns than a sheet holds");
    }
    if let Some(long) = &sheet.long {
        let folded = sheet.rows.iter().any(|row| row.level > 0);
        let more = |cell: &Cell| {
            cell.more.span > 1
                || cell.more.rows > 1
                || cell.more.link.is_some()
                || cell.more.note.is_some()
        };
        if folded || long.looks.iter().any(more) || sheet.rows.len() < long.first as usize {
            return refuse("long rows with more than plain cells, or that fold away");
        }
    }
    // Merged areas that reach down from rows above: first column → last column and last row. None of
    // them meets another, so that the nearest to the left is the only one that can cover a cell.
    let mut reaching: BTreeMap<u16, (u16, u32)> = BTreeMap::new();
    let mut soonest = u32::MAX;
    for (row, line) in sheet.laid_out() {
        if soonest < row {
            reaching.retain(|_, (_, last)| *last >= row);
            soonest = reaching.values().map(|(_, last)| *last).min().unwrap_or(u32::MAX);
        }
        let (mut free, mut below) = (0, Vec::new());
        for (column, cell) in &line.cells {
            let at = CellRef { row, column: u32::from(*column) };
            if *column < free {
                return refuse(format!("{at} is written twice, or lies below a merged cell"));
            }
            free = column.saturating_add(cell.more.span.max(1));
            if free > COLUMNS {
                return refuse(format!("{at} lies beyond the last column"));
            }
            let last = row.saturating_add(cell.more.rows.max(1) - 1);
            if last >= ROWS {
                return refuse(format!("{at} reaches beyond the last row"));
            }
            let (right, left) = (free - 1, *column);
            if reaching.range(..=right).next_back().is_some_and(|(_, (end, _))| *end >= left) {
                return refuse(format!("{at} lies below a merged cell"));
            }
            if cell.more.rows > 1 {
                below.push((left, (right, last)));
            }
            if cell.more.format.as_deref().is_some_and(|code| !is_sound_format(code)) {
                return refuse(format!("{at} has a number format that Excel may not read"));
            }
            if let Content::Formula(formula, _) = &cell.content
                && (formula.trim_start_matches('=').is_empty() || formula.len() > FORMULA)
            {
                return refuse(format!("{at}: the formula is empty or too long"));
            }
            if let Some(link) = &cell.more.link
                && (!sheets.contains(&link.sheet.to_lowercase())
                    || link.row >= ROWS
                    || link.column >= COLUMNS)
            {
                return refuse(format!("{at}: the link leads to no cell of this workbook"));
            }
        }
        for (left, (right, last)) in below {
            soonest = soonest.min(last);
            reaching.insert(left, (right, last));
        }
    }
    Ok(())
}

fn tables(sheet: &Sheet, names: &mut BTreeSet<String>) -> Result<(), WriteError> {
    let mut filters = 0;
    for (index, table) in sheet.tables.iter().enumerate() {
        let name = &table.name;
        if table.first.0 > table.last.0 || table.first.1 > table.last.1 {
            return refuse(format!("the table {name:?} ends before it starts"));
        }
        if table.last.0 >= ROWS || table.last.1 >= COLUMNS {
            return refuse(format!("the table {name:?} lies beyond the sheet"));
        }
        if sheet.tables.iter().skip(index + 1).any(|other| meet(table, other)) {
            return refuse(format!("the table {name:?} overlaps another"));
        }
        if table.filter_only {
            filters += 1;
            if filters > 1 {
                return refuse("a sheet has one filter at most");
            }
            continue;
        }
        defined(name, names)?;
        headings(sheet, table)?;
        unmerged(sheet, table)?;
    }
    Ok(())
}

fn meet(one: &Table, other: &Table) -> bool {
    one.first.0 <= other.last.0
        && other.first.0 <= one.last.0
        && one.first.1 <= other.last.1
        && other.first.1 <= one.last.1
}

fn headings(sheet: &Sheet, table: &Table) -> Result<(), WriteError> {
    let mut seen = BTreeSet::new();
    for heading in around::headings(sheet, table.first.0, table.first.1, table.last.1) {
        if heading.is_empty() || text::looks_raw(&heading) {
            return refuse(format!("the table {:?} has a column without a heading", table.name));
        }
        if !seen.insert(heading.to_lowercase()) {
            return refuse(format!("the table {:?} has two columns {heading:?}", table.name));
        }
    }
    Ok(())
}

fn unmerged(sheet: &Sheet, table: &Table) -> Result<(), WriteError> {
    let rows = table.first.0..=table.last.0;
    // The rows of a large sheet are gone through only where some of them span anything.
    let packed = sheet.many_packed().filter(|many| many.have().merged > 0);
    let packed = packed.into_iter().flat_map(|many| many.rows());
    let held = sheet.held().map(|(number, row)| (number, Cow::Borrowed(row)));
    let merged = held.chain(packed).filter(|(number, _)| rows.contains(number)).any(|(_, row)| {
        row.cells.iter().any(|(column, cell)| {
            (cell.more.span > 1 || cell.more.rows > 1)
                && *column <= table.last.1
                && column.saturating_add(cell.more.span.max(1) - 1) >= table.first.1
        })
    });
    if merged {
        return refuse(format!("the table {:?} has merged cells", table.name));
    }
    Ok(())
}

fn validations(sheet: &Sheet) -> Result<(), WriteError> {
    for (index, validation) in sheet.validations.iter().enumerate() {
        if validation.first.0 > validation.last.0 || validation.first.1 > validation.last.1 {
            return refuse("a validation ends before it starts");
        }
        if sheet.validations.iter().skip(index + 1).any(|other| share(validation, other)) {
            return refuse("two validations share a cell");
        }
        match &validation.rule {
            ValidationRule::Words(words) => {
                let words: Vec<_> = words.iter().map(|word| word.shown()).collect();
                let length: usize =
                    words.iter().map(|word| word.replace('"', "\"\"").encode_utf16().count()).sum();
                if words.is_empty() || length + words.len() - 1 > WORDS {
                    return refuse("a list of words is empty or longer than 255 characters");
                }
                if words.iter().any(|word| word.contains(',') || word.trim().is_empty()) {
                    return refuse("a word of a list is empty or has a comma");
                }
            }
            ValidationRule::Range(range) | ValidationRule::RangeOrOther(range)
                if range.is_empty() =>
            {
                return refuse("a list has no range");
            }
            ValidationRule::Range(_)
            | ValidationRule::RangeOrOther(_)
            | ValidationRule::Money
            | ValidationRule::Date(..)
            | ValidationRule::Any => {}
        }
    }
    Ok(())
}

fn share(one: &Validation, other: &Validation) -> bool {
    one.first.0 <= other.last.0
        && other.first.0 <= one.last.0
        && one.first.1 <= other.last.1
        && other.first.1 <= one.last.1
}
