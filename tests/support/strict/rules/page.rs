//! Print set-up.

use crate::strict::address::{self, Area};
use crate::strict::model::SheetPart;
use crate::strict::rules::names::areas;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "A4, upright or across",
        why: "another paper size is scaled or cut by an office printer",
        check: paper,
    },
    Rule {
        name: "few pages wide",
        why: "fitToWidth holds only with fitToPage in sheetPr; without it columns fall onto pages that nobody planned",
        check: fit,
    },
    Rule {
        name: "repeated rows",
        why: "print titles are whole rows or columns of their own sheet, and few enough to leave room for content",
        check: titles,
    },
    Rule {
        name: "feet of 255 characters",
        why: "Excel drops or repairs a longer header or footer",
        check: length,
    },
    Rule {
        name: "codes of headers and feet",
        why: "a lone & is read as the start of a code, and eats what follows; one that is meant is doubled",
        check: codes,
    },
    Rule {
        name: "margins",
        why: "a margin below 0 or from 49 inches on makes the sheet unreadable",
        check: margins,
    },
    Rule {
        name: "protection without a password",
        why: "a sheet that is protected can be opened again by its owner, and leaves its cells in sight",
        check: protection,
    },
];

/// Sheets that somebody may print.
fn printed(book: &Workbook) -> impl Iterator<Item = &SheetPart> {
    book.sheets.iter().filter(|sheet| !sheet.hidden)
}

fn paper(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in printed(book) {
        let setup = sheet.root.child("pageSetup");
        let turned = setup.and_then(|setup| setup.get("orientation")).unwrap_or("");
        if setup.and_then(|setup| setup.number("paperSize")) != Some(9)
            || !matches!(turned, "portrait" | "landscape")
        {
            wrong.push(sheet.name.clone());
        }
    }
}

fn fit(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in printed(book) {
        let fits =
            sheet.root.child("sheetPr").and_then(|properties| properties.child("pageSetUpPr"));
        let on = fits.is_some_and(|fits| matches!(fits.get("fitToPage"), Some("1" | "true")));
        let setup = sheet.root.child("pageSetup");
        let pages = |key: &str| setup.and_then(|setup| setup.number(key)).unwrap_or(1);
        if !on || !(1..=4).contains(&pages("fitToWidth")) || pages("fitToHeight") != 0 {
            wrong.push(sheet.name.clone());
        }
    }
}

fn titles(book: &Workbook, wrong: &mut Vec<String>) {
    for name in book.root().list("definedNames") {
        if name.or_empty("name") != "_xlnm.Print_Titles" {
            continue;
        }
        let sheet = name.number("localSheetId").and_then(|id| book.sheets.get(id as usize));
        let right = sheet.is_some_and(|sheet| {
            areas(&name.text)
                .all(|text| address::on_sheet(text).is_some_and(|found| repeats(sheet, &found)))
        });
        if !right {
            wrong.push(format!("{:?}", name.text));
        }
    }
}

/// Whether an area is whole rows or whole columns of the sheet, few enough and within what it holds.
fn repeats(sheet: &SheetPart, (own, area): &(String, Area)) -> bool {
    let Area { top, left, bottom, right } = *area;
    let rows = sheet.cells.keys().next_back().map_or(0, |(row, _)| *row);
    let columns = sheet.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
    let whole_rows = (left, right) == (1, address::COLUMNS) && bottom <= rows && bottom - top < 10;
    let whole_columns = (top, bottom) == (1, address::ROWS) && right <= columns && right - left < 5;
    sheet.name == *own && (whole_rows || whole_columns)
}

/// Each header and foot of a sheet.
fn feet(book: &Workbook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for sheet in &book.sheets {
        for foot in sheet.root.list("headerFooter") {
            found.push((sheet.name.clone(), foot.text.clone()));
        }
    }
    found
}

fn length(book: &Workbook, wrong: &mut Vec<String>) {
    for (sheet, foot) in feet(book) {
        if foot.encode_utf16().count() > 255 || foot.is_empty() {
            wrong.push(format!("{sheet}: {}", foot.encode_utf16().count()));
        }
    }
    for sheet in printed(book) {
        if sheet.root.child("headerFooter").and_then(|feet| feet.child("oddFooter")).is_none() {
            wrong.push(format!("{} has no foot, and its pages no numbers", sheet.name));
        }
    }
}

fn codes(book: &Workbook, wrong: &mut Vec<String>) {
    for (sheet, foot) in feet(book) {
        let mut letters = foot.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '&' {
                continue;
            }
            let known = match letters.next() {
                Some(
                    '&' | 'L' | 'C' | 'R' | 'P' | 'N' | 'D' | 'T' | 'F' | 'A' | 'B' | 'I' | 'U',
                ) => true,
                Some(digit) if digit.is_ascii_digit() => {
                    // A size of letters: a digit of the text behind it would belong to it.
                    let mut size = digit.to_string();
                    while let Some(next) = letters.next_if(char::is_ascii_digit) {
                        size.push(next);
                    }
                    size.parse().is_ok_and(|size: u32| (1..=72).contains(&size))
                }
                _ => false,
            };
            if !known {
                wrong.push(format!("{sheet}: {foot:?}"));
                break;
            }
        }
    }
}

fn margins(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in printed(book) {
        let margins = sheet.root.child("pageMargins");
        for key in ["left", "right", "top", "bottom", "header", "footer"] {
            let margin: Option<f64> = margins.and_then(|one| one.get(key)?.parse().ok());
            if !margin.is_some_and(|margin| (0.0..49.0).contains(&margin)) {
                wrong.push(format!("{}: {key} {margin:?}", sheet.name));
            }
        }
    }
}

fn protection(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let Some(protection) = sheet.root.child("sheetProtection") else { continue };
        let on = matches!(protection.get("sheet"), Some("1" | "true"));
        let locked = ["password", "hashValue"].iter().any(|key| protection.get(key).is_some());
        let unselectable = protection.get("selectUnlockedCells") == Some("1");
        if !on || locked || unselectable {
            wrong.push(format!("{}: {:?}", sheet.name, protection.attributes));
        }
    }
}
