//! A workbook taken apart once, so that each rule is a few lines: its sheets with what belongs to them,
//! strings, names, and every formula wherever it stands.

use std::collections::BTreeMap;

use super::address::{self, Area};
use super::package::Package;
use super::xml::Element;

pub struct Workbook {
    pub package: Package,
    pub sheets: Vec<SheetPart>,
    pub strings: Vec<String>,
    root: Element,
    styles: Element,
}

pub struct SheetPart {
    pub name: String,
    pub hidden: bool,
    /// Where it stands: "xl/worksheets/sheet1.xml".
    pub part: String,
    pub root: Element,
    /// Its tables, with their parts.
    pub tables: Vec<(String, Element)>,
    /// What each cell holds, by row and column counted from one.
    pub cells: BTreeMap<(u32, u32), CellPart>,
}

pub struct CellPart {
    pub kind: String,
    pub value: Option<String>,
    pub formula: Option<String>,
    /// The text of an inline string.
    pub inline: Option<String>,
}

/// A formula and where it stands, in words.
pub struct Written<'a> {
    pub at: String,
    /// The index of its sheet, where it stands on one.
    pub sheet: Option<usize>,
    pub cell: Option<(u32, u32)>,
    pub text: &'a str,
}

const WORKBOOK: &str = "xl/workbook.xml";

impl Workbook {
    pub fn open(bytes: &[u8]) -> Self {
        let package = Package::open(bytes);
        let strings = package
            .root("xl/sharedStrings.xml")
            .map_or(Vec::new(), |root| root.children.iter().map(Element::deep_text).collect());
        let mut sheets = Vec::new();
        for sheet in package.root(WORKBOOK).map_or(&[][..], |root| root.list("sheets")) {
            let Some(relation) = package.target(WORKBOOK, sheet.or_empty("r:id")) else { continue };
            let Some(root) = package.root(&relation.target).cloned() else { continue };
            let tables = package
                .targets(&relation.target, "table")
                .filter_map(|table| {
                    Some((table.target.clone(), package.root(&table.target)?.clone()))
                })
                .collect();
            sheets.push(SheetPart {
                name: sheet.or_empty("name").to_owned(),
                hidden: matches!(sheet.get("state"), Some("hidden" | "veryHidden")),
                part: relation.target.clone(),
                cells: cells(&root),
                root,
                tables,
            });
        }
        let part = |name: &str| package.root(name).cloned().unwrap_or_default();
        let (root, styles) = (part(WORKBOOK), part("xl/styles.xml"));
        Workbook { package, sheets, strings, root, styles }
    }

    pub fn root(&self) -> &Element {
        &self.root
    }

    pub fn styles(&self) -> &Element {
        &self.styles
    }

    pub fn sheet(&self, name: &str) -> Option<&SheetPart> {
        self.sheets.iter().find(|sheet| sheet.name.to_lowercase() == name.to_lowercase())
    }

    /// The text of a cell, where it holds one.
    pub fn text<'a>(&'a self, cell: &'a CellPart) -> Option<&'a str> {
        match cell.kind.as_str() {
            "s" => {
                let index: usize = cell.value.as_deref()?.parse().ok()?;
                self.strings.get(index).map(String::as_str)
            }
            "inlineStr" => cell.inline.as_deref(),
            "str" => cell.value.as_deref(),
            _ => None,
        }
    }

    /// Every formula of cells, conditions, validations and charts.
    pub fn formulas(&self) -> Vec<Written<'_>> {
        let mut found = Vec::new();
        for (index, sheet) in self.sheets.iter().enumerate() {
            for (place, cell) in &sheet.cells {
                if let Some(text) = &cell.formula {
                    let at = format!("{}!{}", sheet.name, shown(*place));
                    found.push(Written { at, sheet: Some(index), cell: Some(*place), text });
                }
            }
            let beside = sheet.root.children.iter().filter(|child| {
                matches!(child.local(), "conditionalFormatting" | "dataValidations" | "extLst")
            });
            for element in beside.flat_map(Element::walk) {
                if matches!(element.local(), "formula" | "formula1" | "formula2" | "f") {
                    let at = format!("{}: {}", sheet.name, element.local());
                    let text = element.text.as_str();
                    found.push(Written { at, sheet: Some(index), cell: None, text });
                }
            }
        }
        for (part, root) in &self.package.xml {
            if part.starts_with("xl/charts/chart") {
                for element in root.find("f") {
                    found.push(Written {
                        at: part.clone(),
                        sheet: None,
                        cell: None,
                        text: &element.text,
                    });
                }
            }
        }
        found
    }
}

pub fn shown((row, column): (u32, u32)) -> String {
    format!("{}{row}", address::letters(column))
}

/// The cells of a row, each with its place: one that names none stands behind the one before it.
pub fn places(row: &Element) -> impl Iterator<Item = (Option<(u32, u32)>, &Element)> {
    let number = row.number("r").and_then(|number| u32::try_from(number).ok());
    let mut column = 0;
    row.children.iter().map(move |cell| {
        let place = match cell.get("r") {
            Some(named) => address::cell(named),
            None => number.map(|row| (row, column + 1)),
        };
        column = place.map_or(column, |(_, column)| column);
        (place, cell)
    })
}

fn cells(root: &Element) -> BTreeMap<(u32, u32), CellPart> {
    let mut found = BTreeMap::new();
    let rows = root.list("sheetData").iter();
    for (place, cell) in rows.flat_map(places) {
        let Some(place) = place else { continue };
        found.insert(
            place,
            CellPart {
                kind: cell.get("t").unwrap_or("n").to_owned(),
                value: cell.child("v").map(|value| value.text.clone()),
                formula: cell.child("f").map(|formula| formula.text.clone()),
                inline: cell.child("is").map(Element::deep_text),
            },
        );
    }
    found
}

impl SheetPart {
    /// The areas of one kind of element's "ref": merges, hyperlinks.
    pub fn areas_of(&self, list: &str) -> Vec<Area> {
        self.root.list(list).iter().filter_map(|one| address::area(one.or_empty("ref"))).collect()
    }
}

/// Pairs of areas that share a cell; one sweep by rows, so that thousands of areas take no time.
pub fn overlapping(areas: &[(String, Area)]) -> Vec<(String, String)> {
    let mut sorted: Vec<&(String, Area)> = areas.iter().collect();
    sorted.sort_by_key(|(_, area)| *area);
    let mut open: Vec<&(String, Area)> = Vec::new();
    let mut found = Vec::new();
    for next in sorted {
        open.retain(|(_, area)| area.bottom >= next.1.top);
        for (name, area) in &open {
            if area.meets(&next.1) {
                found.push((name.clone(), next.0.clone()));
            }
        }
        open.push(next);
    }
    found
}
