//! What lies over cells: merges, validations, links, conditions.

use std::collections::BTreeSet;

use crate::strict::address::{self, Area};
use crate::strict::model::{SheetPart, overlapping, shown};
use crate::strict::xml::Element;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "merges are areas",
        why: "a merge of one cell, beyond the sheet or miscounted is repaired",
        check: merges,
    },
    Rule {
        name: "merges keep apart",
        why: "overlapping merged cells make the sheet unreadable",
        check: merges_apart,
    },
    Rule {
        name: "nothing lies below a merge",
        why: "what stands in the covered cells is never seen, and still summed up and searched",
        check: merges_cover,
    },
    Rule {
        name: "validations are counted",
        why: "a wrong count, or more than 65,534, is repaired",
        check: validations_counted,
    },
    Rule {
        name: "validations keep apart",
        why: "of two for one cell only one holds",
        check: validations_apart,
    },
    Rule {
        name: "lists of 255 characters",
        why: "a longer list of words in a validation makes Excel remove it, and often the sheet's others",
        check: lists,
    },
    Rule {
        name: "prompts of 32 and 255 characters",
        why: "a longer title or text of a prompt or an error makes the sheet unreadable",
        check: prompts,
    },
    Rule {
        name: "validations say what they want",
        why: "one of a known type has its formula; a list of cells leads to cells that are there",
        check: validations_whole,
    },
    Rule {
        name: "65,530 links a sheet",
        why: "Excel drops all links of a sheet that has more",
        check: links_counted,
    },
    Rule {
        name: "links lead to cells",
        why: "\"Reference isn't valid\" is all that a reader gets of a link into nowhere",
        check: links_lead,
    },
    Rule { name: "one link a cell", why: "two links on one cell are repaired", check: links_apart },
    Rule {
        name: "conditions have areas",
        why: "a conditional format without a valid area or format is repaired",
        check: conditions,
    },
    Rule {
        name: "priorities of conditions",
        why: "each rule of a sheet has a priority of its own, from 1",
        check: priorities,
    },
    Rule {
        name: "bars have both halves",
        why: "a data bar's extension without the bar it belongs to is repaired",
        check: bars,
    },
];

fn merges(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let list = sheet.root.list("mergeCells");
        for merge in list {
            if address::area(merge.or_empty("ref")).is_none_or(|area| area.is_cell()) {
                wrong.push(format!("{}: {:?}", sheet.name, merge.get("ref")));
            }
        }
        if let Some(element) = sheet.root.child("mergeCells")
            && (list.is_empty() || element.number("count").is_some_and(|n| n != list.len() as i64))
        {
            wrong.push(format!("{}: {:?} of {}", sheet.name, element.get("count"), list.len()));
        }
    }
}

fn named(areas: Vec<Area>) -> Vec<(String, Area)> {
    areas.into_iter().map(|area| (shown((area.top, area.left)), area)).collect()
}

fn merges_apart(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let pairs = overlapping(&named(sheet.areas_of("mergeCells")));
        wrong.extend(pairs.iter().map(|pair| format!("{}: {pair:?}", sheet.name)));
    }
}

fn merges_cover(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for area in sheet.areas_of("mergeCells") {
            for (place, cell) in sheet.cells.range((area.top, 0)..=(area.bottom, u32::MAX)) {
                let covered = area.holds(*place) && *place != (area.top, area.left);
                if covered
                    && (cell.value.is_some() || cell.formula.is_some() || cell.inline.is_some())
                {
                    wrong.push(format!("{}!{}", sheet.name, shown(*place)));
                }
            }
        }
    }
}

fn validations(sheet: &SheetPart) -> &[Element] {
    sheet.root.list("dataValidations")
}

fn validations_counted(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let Some(element) = sheet.root.child("dataValidations") else { continue };
        let count = validations(sheet).len();
        if count == 0 || count > 65_534 || element.number("count") != Some(count as i64) {
            wrong.push(format!("{}: {:?} of {count}", sheet.name, element.get("count")));
        }
    }
}

fn validations_apart(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let mut all = Vec::new();
        for validation in validations(sheet) {
            match address::areas(validation.or_empty("sqref")) {
                Some(areas) => all.extend(named(areas)),
                None => wrong.push(format!("{}: {:?}", sheet.name, validation.get("sqref"))),
            }
        }
        let pairs = overlapping(&all);
        wrong.extend(pairs.iter().map(|pair| format!("{}: {pair:?}", sheet.name)));
    }
}

fn lists(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for validation in validations(sheet) {
            let formula = validation.child("formula1").map_or("", |formula| &formula.text);
            let literal = formula.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            if literal.is_some_and(|words| words.encode_utf16().count() > 255 || words.is_empty()) {
                wrong.push(format!("{}: {formula}", sheet.name));
            }
        }
    }
}

fn prompts(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for validation in validations(sheet) {
            for (key, most) in
                [("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 255)]
            {
                if validation.or_empty(key).encode_utf16().count() > most {
                    wrong.push(format!("{}: {key} {:?}", sheet.name, validation.get(key)));
                }
            }
        }
    }
}

fn validations_whole(book: &Workbook, wrong: &mut Vec<String>) {
    for (index, sheet) in book.sheets.iter().enumerate() {
        for validation in validations(sheet) {
            let formulas = validation.children.len();
            let between =
                matches!(validation.get("operator"), None | Some("between" | "notBetween"));
            let whole = match validation.get("type").unwrap_or("none") {
                "none" => formulas == 0,
                "list" | "custom" => formulas == 1,
                "whole" | "decimal" | "date" | "time" | "textLength" => {
                    formulas == if between { 2 } else { 1 }
                }
                _ => false,
            };
            let formula = validation.child("formula1").map_or("", |formula| &formula.text);
            let cells = if validation.get("type") == Some("list") && !formula.starts_with('"') {
                let found = address::on_sheet(formula);
                found.is_some_and(|(name, area)| {
                    let sheet = book.sheets.iter().find(|sheet| sheet.name == name);
                    sheet.is_some_and(|sheet| sheet.cells.keys().any(|place| area.holds(*place)))
                })
            } else {
                true
            };
            if !whole || !cells {
                let kind = validation.or_empty("type");
                wrong.push(format!("{index} {}: {kind} {formula:?}", sheet.name));
            }
        }
    }
}

fn links_counted(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let count = sheet.root.list("hyperlinks").len();
        if count > 65_530 || count == 0 && sheet.root.child("hyperlinks").is_some() {
            wrong.push(format!("{}: {count}", sheet.name));
        }
    }
}

fn links_lead(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for link in sheet.root.list("hyperlinks") {
            let location = link.or_empty("location");
            let there = address::on_sheet(location).is_some_and(|(name, area)| {
                let sheet = book.sheets.iter().find(|sheet| sheet.name == name);
                sheet.is_some_and(|sheet| {
                    let last = sheet.cells.keys().next_back().map_or(1, |(row, _)| *row);
                    !sheet.hidden && area.top <= last
                })
            });
            if !there || location.encode_utf16().count() > 2_083 {
                wrong.push(format!("{}!{} → {location}", sheet.name, link.or_empty("ref")));
            }
        }
    }
}

fn links_apart(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let mut seen = BTreeSet::new();
        for link in sheet.root.list("hyperlinks") {
            let place = address::cell(link.or_empty("ref"));
            if !place.is_some_and(|place| seen.insert(place) && sheet.cells.contains_key(&place)) {
                wrong.push(format!("{}!{}", sheet.name, link.or_empty("ref")));
            }
        }
    }
}

fn conditions(book: &Workbook, wrong: &mut Vec<String>) {
    let formats = book.styles().list("dxfs").len() as i64;
    for sheet in &book.sheets {
        for condition in sheet.root.all("conditionalFormatting") {
            let place = address::areas(condition.or_empty("sqref"));
            for rule in &condition.children {
                let format = rule.number("dxfId").is_none_or(|id| (0..formats).contains(&id));
                let formula =
                    rule.get("type") != Some("expression") || rule.child("formula").is_some();
                let bar = rule.get("type") != Some("dataBar") || rule.child("dataBar").is_some();
                if place.is_none() || !format || !formula || !bar {
                    wrong.push(format!("{}: {:?}", sheet.name, condition.get("sqref")));
                }
            }
            if condition.children.is_empty() {
                wrong.push(format!("{}: {:?} has no rule", sheet.name, condition.get("sqref")));
            }
        }
    }
}

fn priorities(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let mut seen = BTreeSet::new();
        for rule in sheet.root.all("conditionalFormatting").flat_map(|one| &one.children) {
            let priority = rule.number("priority");
            if !priority.is_some_and(|priority| priority > 0 && seen.insert(priority)) {
                wrong.push(format!("{}: {priority:?}", sheet.name));
            }
        }
    }
}

fn bars(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let mut halves: [BTreeSet<String>; 2] = Default::default();
        for element in sheet.root.walk() {
            match element.name.as_str() {
                "x14:id" => drop(halves[0].insert(element.text.clone())),
                "x14:cfRule" => drop(halves[1].insert(element.or_empty("id").to_owned())),
                _ => {}
            }
        }
        if halves[0] != halves[1] {
            wrong.push(format!("{}: {:?} and {:?}", sheet.name, halves[0], halves[1]));
        }
    }
}
