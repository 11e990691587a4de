//! Rows and cells as the sheet lists them.

use std::collections::BTreeSet;

use crate::strict::address::{self, Area};
use crate::strict::model::{places, shown};
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "rows ascend",
        why: "a row that stands twice or out of order is repaired, and its cells are lost",
        check: rows,
    },
    Rule {
        name: "cells ascend",
        why: "a cell that stands twice, out of order or in another row is repaired",
        check: cells,
    },
    Rule {
        name: "the dimension holds",
        why: "programs that read only the stated area miss cells outside it",
        check: dimension,
    },
    Rule {
        name: "values fit their type",
        why: "a number, index, truth value or error that is none is repaired",
        check: values,
    },
    Rule {
        name: "formats of cells are there",
        why: "an s beyond the list of formats is \"unreadable content\"",
        check: formats,
    },
    Rule {
        name: "no errors are stored",
        why: "a reader would see #REF! or #NAME? instead of a figure",
        check: errors,
    },
    Rule {
        name: "formulas bring their result",
        why: "a viewer that does not calculate shows what is stored; without it the cell is empty or 0",
        check: results,
    },
    Rule {
        name: "numbers keep their cents",
        why: "above 15 digits Excel rounds, and a cent would be gone",
        check: digits,
    },
];

fn rows(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let mut last = 0;
        for row in sheet.root.list("sheetData") {
            let number = row.number("r").unwrap_or(0);
            if number <= last || number > i64::from(address::ROWS) {
                wrong.push(format!("{}: row {number} after {last}", sheet.name));
            }
            last = number;
        }
    }
}

fn cells(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for row in sheet.root.list("sheetData") {
            let mut last = 0;
            for (place, cell) in places(row) {
                let right = place.is_some_and(|(at, column)| {
                    Some(i64::from(at)) == row.number("r")
                        && (last + 1..=address::COLUMNS).contains(&column)
                });
                if !right {
                    wrong.push(format!("{}: {:?}", sheet.name, cell.or_empty("r")));
                }
                last = place.map_or(last, |(_, column)| column);
            }
        }
    }
}

fn dimension(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let stated =
            sheet.root.child("dimension").and_then(|one| address::area(one.or_empty("ref")));
        let places = sheet.cells.keys();
        let used = places.fold(None, |area: Option<Area>, &(row, column)| {
            Some(match area {
                None => Area { top: row, left: column, bottom: row, right: column },
                Some(area) => Area {
                    top: area.top.min(row),
                    left: area.left.min(column),
                    bottom: area.bottom.max(row),
                    right: area.right.max(column),
                },
            })
        });
        // An empty sheet is said to be A1; rows and columns that only have a size may count.
        let rows = sheet.root.list("sheetData").last().and_then(|row| row.number("r"));
        let columns = sheet.root.list("cols").last().and_then(|column| column.number("max"));
        let holds = match (stated, used) {
            (Some(_), None) => true,
            (Some(stated), Some(used)) => {
                let bottom = used.bottom.max(rows.unwrap_or(0) as u32);
                let right = used.right.max(columns.unwrap_or(0) as u32);
                (stated.top, stated.left) == (used.top, used.left)
                    && (used.bottom..=bottom).contains(&stated.bottom)
                    && (used.right..=right).contains(&stated.right)
            }
            (None, _) => false,
        };
        if !holds {
            wrong.push(format!("{}: {stated:?} instead of {used:?}", sheet.name));
        }
    }
}

fn values(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for (place, cell) in &sheet.cells {
            let value = cell.value.as_deref();
            let number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
            let fits = match cell.kind.as_str() {
                "n" => value.is_none_or(number),
                "s" => value
                    .and_then(|text| text.parse::<usize>().ok())
                    .is_some_and(|index| index < book.strings.len()),
                "str" => cell.formula.is_some(),
                "inlineStr" => cell.inline.is_some(),
                "b" => matches!(value, Some("0" | "1")),
                "e" => value.is_some_and(|text| text.starts_with('#')),
                _ => false,
            };
            if !fits {
                wrong.push(format!("{}!{} {} {value:?}", sheet.name, shown(*place), cell.kind));
            }
        }
    }
}

fn formats(book: &Workbook, wrong: &mut Vec<String>) {
    let count = book.styles().list("cellXfs").len() as i64;
    for sheet in &book.sheets {
        let mut used = BTreeSet::new();
        for element in sheet.root.walk() {
            let key = match element.local() {
                "c" | "row" => "s",
                "col" => "style",
                _ => continue,
            };
            used.extend(element.get(key).map(|style| style.parse::<i64>().unwrap_or(-1)));
        }
        for style in used.into_iter().filter(|style| !(0..count).contains(style)) {
            wrong.push(format!("{}: format {style} of {count}", sheet.name));
        }
    }
}

fn errors(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for (place, cell) in &sheet.cells {
            if cell.kind == "e" {
                wrong.push(format!("{}!{} {:?}", sheet.name, shown(*place), cell.value));
            }
        }
    }
}

fn results(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for (place, cell) in &sheet.cells {
            let empty =
                cell.value.as_deref().is_none_or(|value| value.is_empty() && cell.kind != "str");
            if cell.formula.is_some() && empty {
                wrong.push(format!("{}!{}", sheet.name, shown(*place)));
            }
        }
    }
}

fn digits(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for (place, cell) in sheet.cells.iter().filter(|(_, cell)| cell.kind == "n") {
            let Some(value) = cell.value.as_deref().filter(|value| !value.contains(['e', 'E']))
            else {
                continue;
            };
            let digits =
                value.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit);
            // A ratio may have more: it is no amount.
            let decimals = value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            if decimals <= 2 && digits.count() > 15 {
                wrong.push(format!("{}!{} {value}", sheet.name, shown(*place)));
            }
        }
    }
}
