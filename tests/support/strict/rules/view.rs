//! Columns, rows, panes.

use crate::strict::address::{self, COLUMNS, ROWS};
use crate::strict::model::shown;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule { name: "columns up to 255 wide", why: "a wider column is repaired", check: widths },
    Rule {
        name: "columns ascend",
        why: "overlapping or unsorted columns make the sheet unreadable",
        check: columns,
    },
    Rule { name: "rows up to 409 points high", why: "a higher row is repaired", check: heights },
    Rule {
        name: "outlines seven deep",
        why: "Excel has seven levels, and draws as many as sheetFormatPr says",
        check: outlines,
    },
    Rule {
        name: "panes are where they say",
        why: "topLeftCell and activePane have to agree with the split, or the sheet scrolls oddly or is repaired",
        check: panes,
    },
    Rule {
        name: "selections lie in panes",
        why: "a selection in a pane that is not there is repaired",
        check: selections,
    },
    Rule {
        name: "frozen rows leave room",
        why: "frozen rows taller than a small screen (about 400 points) leave nothing to scroll",
        check: room,
    },
];

fn widths(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for column in sheet.root.list("cols") {
            let width: Option<f64> = column.get("width").and_then(|width| width.parse().ok());
            if !width.is_none_or(|width| (0.0..=255.72).contains(&width)) {
                wrong.push(format!("{}: {width:?}", sheet.name));
            }
        }
    }
}

fn columns(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let mut last = 0;
        for column in sheet.root.list("cols") {
            let (min, max) = (column.number("min").unwrap_or(0), column.number("max").unwrap_or(0));
            if min <= last || max < min || max > i64::from(COLUMNS) {
                wrong.push(format!("{}: {min} to {max} after {last}", sheet.name));
            }
            last = max;
        }
    }
}

fn heights(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for row in sheet.root.list("sheetData") {
            let height: Option<f64> = row.get("ht").map(|height| height.parse().unwrap_or(-1.0));
            if !height.is_none_or(|height| (0.0..=409.5).contains(&height)) {
                wrong.push(format!("{}: row {} {height:?}", sheet.name, row.or_empty("r")));
            }
        }
    }
}

fn outlines(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let stated = |key: &str| {
            sheet.root.child("sheetFormatPr").and_then(|format| format.number(key)).unwrap_or(0)
        };
        for (list, key) in [("sheetData", "outlineLevelRow"), ("cols", "outlineLevelCol")] {
            let levels = sheet.root.list(list).iter().filter_map(|one| one.number("outlineLevel"));
            let deepest = levels.max().unwrap_or(0);
            if deepest > 7 || deepest != stated(key) {
                wrong.push(format!("{}: {key} {} of {deepest}", sheet.name, stated(key)));
            }
        }
    }
}

fn panes(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for view in sheet.root.list("sheetViews") {
            let Some(pane) = view.child("pane") else { continue };
            let split = |key: &str| pane.number(key).unwrap_or(0);
            let (columns, rows) = (split("xSplit"), split("ySplit"));
            let active = match (columns > 0, rows > 0) {
                (true, true) => "bottomRight",
                (true, false) => "topRight",
                (false, true) => "bottomLeft",
                (false, false) => "",
            };
            let inside = rows < i64::from(ROWS) && columns < i64::from(COLUMNS);
            let corner = shown((rows as u32 + 1, columns as u32 + 1));
            let right = pane.get("state") == Some("frozen")
                && inside
                && pane.get("topLeftCell") == Some(corner.as_str())
                && pane.get("activePane") == Some(active);
            if !right {
                wrong.push(format!("{}: {:?}", sheet.name, pane.attributes));
            }
        }
    }
}

fn selections(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for view in sheet.root.list("sheetViews") {
            let pane = view.child("pane");
            for selection in view.all("selection") {
                let split = |key: &str| pane.and_then(|pane| pane.number(key)).unwrap_or(0) > 0;
                let there = match selection.get("pane") {
                    None => true,
                    Some("topRight") => split("xSplit"),
                    Some("bottomLeft") => split("ySplit"),
                    Some("bottomRight") => split("xSplit") && split("ySplit"),
                    Some(_) => false,
                };
                let cell = selection.get("activeCell").is_none_or(|at| address::cell(at).is_some());
                let area = selection.get("sqref").is_none_or(|at| address::areas(at).is_some());
                if !there || !cell || !area {
                    wrong.push(format!("{}: {:?}", sheet.name, selection.attributes));
                }
            }
        }
    }
}

fn room(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let view = sheet.root.list("sheetViews").first();
        let rows = view.and_then(|view| view.child("pane")?.number("ySplit")).unwrap_or(0);
        let tall: f64 = (1..=rows)
            .map(|number| {
                let row =
                    sheet.root.list("sheetData").iter().find(|row| row.number("r") == Some(number));
                row.and_then(|row| row.get("ht")?.parse().ok()).unwrap_or(15.0)
            })
            .sum();
        if tall > 400.0 {
            wrong.push(format!("{}: {rows} rows of {tall} points", sheet.name));
        }
    }
}
