//! Names of sheets, and names that stand for cells.

use std::collections::BTreeSet;

use crate::strict::address;
use crate::strict::xml::Element;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "sheet names of 31 characters",
        why: "Excel renames a sheet whose name is empty or longer, and every link to it breaks",
        check: sheet_length,
    },
    Rule {
        name: "characters of sheet names",
        why: "[ ] : * ? / \\ are not allowed in the name of a sheet, nor an apostrophe at an end",
        check: sheet_characters,
    },
    Rule {
        name: "reserved sheet names",
        why: "Excel keeps \"History\" for itself and refuses the file",
        check: sheet_reserved,
    },
    Rule {
        name: "sheet names differ",
        why: "two sheets of one name, whatever the letters' case, are repaired",
        check: sheet_unique,
    },
    Rule {
        name: "sheet ids differ",
        why: "two sheets of one sheetId are repaired",
        check: sheet_ids,
    },
    Rule {
        name: "a sheet is shown",
        why: "a workbook whose sheets are all hidden, or that opens on a hidden one, is refused",
        check: one_shown,
    },
    Rule {
        name: "one sheet is selected",
        why: "with two sheets selected, what is typed into one goes into both",
        check: one_selected,
    },
    Rule {
        name: "syntax of names",
        why: "a name is a letter or _, then letters, digits, _ and ., at most 255, and no cell's address",
        check: syntax,
    },
    Rule {
        name: "names differ",
        why: "a name is unique in its scope, tables included, whatever the letters' case",
        check: unique,
    },
    Rule {
        name: "names lead to cells",
        why: "a name that stands for a sheet or cell that is not there is repaired or shows #REF!",
        check: lead,
    },
    Rule {
        name: "scopes of names",
        why: "localSheetId counts the sheets from 0; one beyond them is a corrupt file",
        check: scopes,
    },
];

fn sheet_length(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let length = sheet.name.encode_utf16().count();
        if length == 0 || length > 31 || sheet.name.trim().is_empty() {
            wrong.push(format!("{:?}", sheet.name));
        }
    }
}

fn sheet_characters(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let name = &sheet.name;
        let odd = name.contains(['[', ']', ':', '*', '?', '/', '\\'])
            || name.contains(char::is_control)
            || name.starts_with('\'')
            || name.ends_with('\'');
        if odd {
            wrong.push(format!("{name:?}"));
        }
    }
}

fn sheet_reserved(book: &Workbook, wrong: &mut Vec<String>) {
    let reserved = book.sheets.iter().filter(|sheet| sheet.name.eq_ignore_ascii_case("history"));
    wrong.extend(reserved.map(|sheet| sheet.name.clone()));
}

fn sheet_unique(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for sheet in &book.sheets {
        if !seen.insert(sheet.name.to_lowercase()) {
            wrong.push(sheet.name.clone());
        }
    }
}

fn sheet_ids(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for sheet in book.root().list("sheets") {
        let id = sheet.number("sheetId");
        if !id.is_some_and(|id| (1..=65_534).contains(&id)) || !seen.insert(id) {
            wrong.push(format!("{:?} has the id {id:?}", sheet.or_empty("name")));
        }
    }
}

/// The number of the sheet that the workbook opens on.
fn active(book: &Workbook) -> usize {
    let root = book.root();
    let view = root.list("bookViews").first().and_then(|view| view.number("activeTab"));
    view.unwrap_or(0) as usize
}

fn one_shown(book: &Workbook, wrong: &mut Vec<String>) {
    match book.sheets.get(active(book)) {
        None => wrong.push(format!("it opens on sheet {}", active(book))),
        Some(sheet) if sheet.hidden => wrong.push(format!("it opens on {:?}", sheet.name)),
        Some(_) => {}
    }
}

fn one_selected(book: &Workbook, wrong: &mut Vec<String>) {
    for (index, sheet) in book.sheets.iter().enumerate() {
        let view = sheet.root.list("sheetViews").first();
        let selected =
            view.is_some_and(|view| matches!(view.get("tabSelected"), Some("1" | "true")));
        if selected != (index == active(book)) {
            wrong.push(format!("{:?}, selected: {selected}", sheet.name));
        }
    }
}

fn defined(book: &Workbook) -> &[Element] {
    book.root().list("definedNames")
}

/// Whether a name may stand for cells or a table.
pub fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let rest = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let upper = name.to_ascii_uppercase();
    let numbers = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let row_column = upper.strip_prefix('R').is_some_and(|rest| {
        let (row, column) = rest.split_once('C').unwrap_or((rest, ""));
        numbers(row) && numbers(column)
    });
    let column = upper.strip_prefix('C').is_some_and(numbers);
    let address = address::cell(&upper).is_some() || row_column || column;
    starts && rest && !address && name.encode_utf16().count() <= 255
}

fn syntax(book: &Workbook, wrong: &mut Vec<String>) {
    for name in defined(book) {
        let own = name.or_empty("name");
        let bare = own.strip_prefix("_xlnm.");
        let built_in = bare
            .is_some_and(|bare| matches!(bare, "Print_Titles" | "Print_Area" | "_FilterDatabase"));
        if !built_in && (bare.is_some() || !is_name(own)) {
            wrong.push(format!("{own:?}"));
        }
    }
}

fn unique(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for name in defined(book) {
        let scope = name.get("localSheetId").map(str::to_owned);
        if !seen.insert((scope, name.or_empty("name").to_lowercase())) {
            wrong.push(name.or_empty("name").to_owned());
        }
    }
    for (_, table) in book.sheets.iter().flat_map(|sheet| &sheet.tables) {
        if !seen.insert((None, table.or_empty("displayName").to_lowercase())) {
            wrong.push(format!("the table {}", table.or_empty("displayName")));
        }
    }
}

fn lead(book: &Workbook, wrong: &mut Vec<String>) {
    for name in defined(book) {
        // Print titles are two areas where both rows and columns repeat.
        let leads = !name.text.is_empty() && areas(&name.text).all(|text| filled(book, text));
        if !leads {
            wrong.push(format!("{} = {:?}", name.or_empty("name"), name.text));
        }
    }
}

/// The areas of a name: a comma stands between them, unless it is in a sheet's quoted name.
pub(super) fn areas(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |letter| {
        quoted ^= letter == '\'';
        letter == ',' && !quoted
    })
}

fn filled(book: &Workbook, text: &str) -> bool {
    address::on_sheet(text)
        .and_then(|(sheet, area)| Some((book.sheet(&sheet)?, area)))
        .is_some_and(|(sheet, area)| sheet.cells.keys().any(|place| area.holds(*place)))
}

fn scopes(book: &Workbook, wrong: &mut Vec<String>) {
    for name in defined(book) {
        let own = name.or_empty("name");
        match name.get("localSheetId") {
            None if own.starts_with("_xlnm.") => wrong.push(format!("{own} has no sheet")),
            None => {}
            Some(id) => {
                let sheet = id.parse().ok().and_then(|id: usize| book.sheets.get(id));
                let own_sheet = |text: &str| {
                    let meant = address::on_sheet(text).map(|(sheet, _)| sheet);
                    meant.is_some() && sheet.map(|sheet| &sheet.name) == meant.as_ref()
                };
                if !areas(&name.text).all(own_sheet) {
                    wrong.push(format!("{own} of sheet {id} is {:?}", name.text));
                }
            }
        }
    }
}
