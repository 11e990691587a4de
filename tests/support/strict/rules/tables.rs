//! Tables and filters.

use std::collections::BTreeSet;

use super::names::is_name;
use crate::strict::address::{self, Area};
use crate::strict::model::{SheetPart, overlapping};
use crate::strict::xml::Element;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "ids of tables differ",
        why: "two tables of one id in a workbook are repaired",
        check: ids,
    },
    Rule {
        name: "names of tables",
        why: "a table's name is a name as of cells, unique in the workbook; otherwise Excel removes the table",
        check: names,
    },
    Rule { name: "tables have rows", why: "a table of headings alone is repaired", check: rows },
    Rule {
        name: "columns of tables are counted",
        why: "as many columns as the area is wide, with ids of their own, or the table is removed",
        check: columns,
    },
    Rule {
        name: "headings of tables differ",
        why: "two columns of one name, whatever the letters' case, are renamed by Excel",
        check: headings_differ,
    },
    Rule {
        name: "headings stand in their cells",
        why: "a heading that is no text, or another one than the table's column, is repaired",
        check: headings_stand,
    },
    Rule {
        name: "tables keep apart",
        why: "overlapping tables make the file unreadable",
        check: apart,
    },
    Rule {
        name: "no merged cells in tables",
        why: "Excel removes the merge or the table",
        check: unmerged,
    },
    Rule {
        name: "filters fit",
        why: "a table's filter covers the table; a sheet's own filter may not touch a table, and has its name",
        check: filters,
    },
    Rule {
        name: "tables are listed",
        why: "a table that its sheet does not list, or whose count is wrong, is repaired",
        check: listed,
    },
];

fn each(book: &Workbook) -> impl Iterator<Item = (&SheetPart, &Element)> {
    book.sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |(_, table)| (sheet, table)))
}

fn name(table: &Element) -> &str {
    table.or_empty("displayName")
}

fn area(table: &Element) -> Area {
    address::area(table.or_empty("ref")).unwrap_or(Area { top: 1, left: 1, bottom: 1, right: 1 })
}

fn ids(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for (_, table) in each(book) {
        if !table.number("id").is_some_and(|id| id > 0 && seen.insert(id)) {
            wrong.push(format!("{}: {:?}", name(table), table.get("id")));
        }
    }
}

fn names(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for (_, table) in each(book) {
        let own = name(table);
        if !is_name(own) || !seen.insert(own.to_lowercase()) || table.get("name") != Some(own) {
            wrong.push(format!("{own:?}"));
        }
    }
}

fn rows(book: &Workbook, wrong: &mut Vec<String>) {
    for (sheet, table) in each(book) {
        let area = address::area(table.or_empty("ref"));
        if area.is_none_or(|area| area.bottom <= area.top) {
            wrong.push(format!("{}: {} {:?}", sheet.name, name(table), table.get("ref")));
        }
    }
}

fn columns(book: &Workbook, wrong: &mut Vec<String>) {
    for (_, table) in each(book) {
        let columns = table.list("tableColumns");
        let area = area(table);
        let width = area.right - area.left + 1;
        let stated = table.child("tableColumns").and_then(|list| list.number("count"));
        let ids: BTreeSet<Option<i64>> = columns.iter().map(|column| column.number("id")).collect();
        let right = columns.len() == width as usize
            && stated == Some(i64::from(width))
            && ids.len() == columns.len()
            && !ids.contains(&None);
        if !right {
            wrong.push(format!("{}: {} of {width}, said {stated:?}", name(table), columns.len()));
        }
    }
}

fn headings_differ(book: &Workbook, wrong: &mut Vec<String>) {
    for (_, table) in each(book) {
        let mut seen = BTreeSet::new();
        for column in table.list("tableColumns") {
            let heading = column.or_empty("name");
            let length = heading.encode_utf16().count();
            if heading.trim().is_empty() || length > 255 || !seen.insert(heading.to_lowercase()) {
                wrong.push(format!("{}: {heading:?}", name(table)));
            }
        }
    }
}

fn headings_stand(book: &Workbook, wrong: &mut Vec<String>) {
    for (sheet, table) in each(book) {
        let area = area(table);
        for (column, heading) in (area.left..).zip(table.list("tableColumns")) {
            let cell = sheet.cells.get(&(area.top, column));
            let text = cell.filter(|cell| cell.formula.is_none()).and_then(|cell| book.text(cell));
            let heading = heading.or_empty("name").replace("_x000a_", "\n");
            if text != Some(heading.as_str()) {
                wrong.push(format!("{}: {heading:?} over {text:?}", name(table)));
            }
        }
    }
}

fn apart(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let areas: Vec<(String, Area)> =
            sheet.tables.iter().map(|(_, table)| (name(table).to_owned(), area(table))).collect();
        wrong.extend(overlapping(&areas).iter().map(|pair| format!("{}: {pair:?}", sheet.name)));
    }
}

fn unmerged(book: &Workbook, wrong: &mut Vec<String>) {
    for (sheet, table) in each(book) {
        let area = area(table);
        for merged in sheet.areas_of("mergeCells").iter().filter(|merged| merged.meets(&area)) {
            wrong.push(format!("{}: {} {merged:?}", sheet.name, name(table)));
        }
    }
}

fn filters(book: &Workbook, wrong: &mut Vec<String>) {
    let root = book.root();
    for (index, sheet) in book.sheets.iter().enumerate() {
        for (_, table) in &sheet.tables {
            if let Some(filter) = table.child("autoFilter")
                && filter.get("ref") != table.get("ref")
            {
                wrong.push(format!("{}: {:?}", name(table), filter.get("ref")));
            }
        }
        let filter = sheet.root.child("autoFilter").map(|filter| filter.or_empty("ref"));
        let kept = root.list("definedNames").iter().find(|one| {
            one.or_empty("name") == "_xlnm._FilterDatabase"
                && one.number("localSheetId") == Some(index as i64)
        });
        let kept = kept.and_then(|one| address::on_sheet(&one.text)).map(|(_, area)| area);
        let own = filter.and_then(address::area);
        let touches =
            own.is_some_and(|own| sheet.tables.iter().any(|(_, table)| area(table).meets(&own)));
        if filter.is_some() != own.is_some() || own != kept || touches {
            wrong.push(format!("{}: filter {filter:?}, name {kept:?}", sheet.name));
        }
    }
}

fn listed(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        let parts = sheet.root.list("tableParts");
        let stated = sheet.root.child("tableParts").and_then(|list| list.number("count"));
        let counted = sheet.tables.is_empty() || stated == Some(sheet.tables.len() as i64);
        if parts.len() != sheet.tables.len() || !counted {
            wrong.push(format!("{}: {} of {}", sheet.name, parts.len(), sheet.tables.len()));
        }
    }
}
