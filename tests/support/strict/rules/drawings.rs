//! Drawings and charts.

use std::collections::BTreeSet;

use crate::strict::address;
use crate::strict::xml::Element;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "anchors lie on the sheet",
        why: "a drawing that ends before it starts, or beyond the last cell, is repaired",
        check: anchors,
    },
    Rule {
        name: "ids of drawings differ",
        why: "two drawings of one id on a sheet are repaired",
        check: ids,
    },
    Rule {
        name: "charts are told in words",
        why: "a reader who cannot see a chart gets its alternative text or nothing",
        check: described,
    },
    Rule {
        name: "charts show cells",
        why: "a series over cells that are not there is empty, and Excel reports broken references",
        check: ranges,
    },
    Rule {
        name: "charts keep what they show",
        why: "a viewer that does not calculate draws the stored points; too few or other ones are wrong",
        check: caches,
    },
    Rule {
        name: "series are numbered",
        why: "series of one index or order, or more than 255, make the chart unreadable",
        check: series,
    },
    Rule {
        name: "axes of charts are there",
        why: "a chart whose axes are missing makes Excel remove the drawing",
        check: axes,
    },
];

fn drawings(book: &Workbook) -> impl Iterator<Item = (&String, &Element)> {
    book.package.xml.iter().filter(|(part, _)| part.starts_with("xl/drawings/drawing"))
}

fn charts(book: &Workbook) -> impl Iterator<Item = (&String, &Element)> {
    book.package.xml.iter().filter(|(part, _)| part.starts_with("xl/charts/chart"))
}

fn anchors(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in drawings(book) {
        for anchor in &root.children {
            let corner = |name: &str, axis: &str| {
                anchor.child(name)?.child(axis)?.text.trim().parse::<u32>().ok()
            };
            let inside = |axis: &str, most: u32| match (corner("from", axis), corner("to", axis)) {
                (Some(from), Some(to)) => from <= to && to < most,
                _ => false,
            };
            if !inside("row", address::ROWS) || !inside("col", address::COLUMNS) {
                wrong.push(part.clone());
            }
        }
    }
}

fn ids(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in drawings(book) {
        let mut seen = BTreeSet::new();
        for properties in root.find("cNvPr") {
            if !properties.number("id").is_some_and(|id| id > 0 && seen.insert(id)) {
                wrong.push(format!("{part}: {:?}", properties.get("id")));
            }
        }
    }
}

fn described(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in drawings(book) {
        for properties in root.find("cNvPr") {
            if properties.or_empty("descr").trim().is_empty() {
                wrong.push(format!("{part}: {:?}", properties.get("name")));
            }
        }
    }
}

fn ranges(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in charts(book) {
        let formulas = root.find("f");
        for formula in &formulas {
            let found = address::on_sheet(&formula.text);
            let there = found.is_some_and(|(name, area)| {
                let sheet = book.sheets.iter().find(|sheet| sheet.name == name);
                sheet.is_some_and(|sheet| {
                    let line = area.top == area.bottom || area.left == area.right;
                    line && sheet.cells.contains_key(&(area.top, area.left))
                        && sheet.cells.contains_key(&(area.bottom, area.right))
                })
            });
            if !there {
                wrong.push(format!("{part}: {}", formula.text));
            }
        }
        if formulas.is_empty() {
            wrong.push(format!("{part} shows nothing"));
        }
    }
}

fn caches(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in charts(book) {
        for reference in
            root.walk().into_iter().filter(|e| matches!(e.local(), "numRef" | "strRef"))
        {
            let (Some(formula), Some(cache)) = (reference.child("f"), reference.children.get(1))
            else {
                wrong.push(format!("{part}: nothing is stored"));
                continue;
            };
            let Some((name, area)) = address::on_sheet(&formula.text) else { continue };
            let Some(sheet) = book.sheets.iter().find(|sheet| sheet.name == name) else { continue };
            let size = i64::from(area.bottom - area.top + area.right - area.left + 1);
            let count = cache.child("ptCount").and_then(|count| count.number("val"));
            let mut same = count == Some(size);
            for point in cache.all("pt") {
                let index = point.number("idx").unwrap_or(-1) as u32;
                let place = match area.left == area.right {
                    true => (area.top + index, area.left),
                    false => (area.top, area.left + index),
                };
                let shown = point.child("v").map_or("", |value| &value.text);
                let cell = sheet.cells.get(&place);
                let stored =
                    cell.and_then(|cell| book.text(cell).or(cell.value.as_deref())).unwrap_or("");
                let numbers = shown.parse::<f64>().ok().zip(stored.parse::<f64>().ok());
                same &= shown == stored || numbers.is_some_and(|(one, other)| one == other);
            }
            if !same {
                wrong.push(format!("{part}: {} of {size} points as in the cells", formula.text));
            }
        }
    }
}

fn series(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in charts(book) {
        let mut seen = [BTreeSet::new(), BTreeSet::new()];
        let all = root.find("ser");
        for one in &all {
            for (key, seen) in ["idx", "order"].iter().zip(&mut seen) {
                let number = one.child(key).and_then(|number| number.number("val"));
                if !number.is_some_and(|number| seen.insert(number)) {
                    wrong.push(format!("{part}: {key} {number:?}"));
                }
            }
        }
        if all.is_empty() || all.len() > 255 {
            wrong.push(format!("{part}: {} series", all.len()));
        }
    }
}

fn axes(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in charts(book) {
        let area = root.find("plotArea");
        let Some(area) = area.first() else { continue };
        let (mut used, mut there) = (BTreeSet::new(), BTreeSet::new());
        for element in &area.children {
            let ids = element.all("axId").filter_map(|id| id.number("val"));
            match element.local().ends_with("Chart") {
                true => used.extend(ids),
                false => there.extend(ids),
            }
        }
        if used != there || used.len() != 2 {
            wrong.push(format!("{part}: {used:?} of {there:?}"));
        }
    }
}
