//! Document properties.

use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "days of the properties",
        why: "a day that is none as W3CDTF (2020-07-20T00:00:00Z) makes the file unreadable to Excel",
        check: days,
    },
    Rule {
        name: "a title and an author",
        why: "the title is what a screen reader and a document archive call the file",
        check: titled,
    },
    Rule {
        name: "the list of sheets in the properties",
        why: "docProps/app.xml names sheets and ranges; a count that is wrong is a damaged file to strict readers",
        check: listed,
    },
];

fn days(book: &Workbook, wrong: &mut Vec<String>) {
    let Some(core) = book.package.root("docProps/core.xml") else {
        return wrong.push("there are none".to_owned());
    };
    for name in ["created", "modified"] {
        let text = core.child(name).map_or("", |day| &day.text);
        let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let part = |from: usize, to: usize| -> u32 {
            text.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(99)
        };
        let right = form == "0000-00-00T00:00:00Z"
            && (1..=12).contains(&part(5, 7))
            && (1..=31).contains(&part(8, 10))
            && part(11, 13) < 24;
        if !right {
            wrong.push(format!("{name} {text:?}"));
        }
    }
}

fn titled(book: &Workbook, wrong: &mut Vec<String>) {
    let core = book.package.root("docProps/core.xml");
    for name in ["title", "creator"] {
        let text = core.and_then(|core| core.child(name)).map_or("", |one| &one.text);
        if text.trim().is_empty() {
            wrong.push(name.to_owned());
        }
    }
}

fn listed(book: &Workbook, wrong: &mut Vec<String>) {
    let Some(app) = book.package.root("docProps/app.xml") else {
        return wrong.push("there is none".to_owned());
    };
    let vector = app.child("TitlesOfParts").and_then(|titles| titles.child("vector"));
    let titles: Vec<&str> = vector
        .map_or(Vec::new(), |vector| vector.children.iter().map(|one| one.text.as_str()).collect());
    let stated = vector.and_then(|vector| vector.number("size"));
    let sheets: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let counts: i64 =
        app.find("i4").iter().filter_map(|count| count.text.parse::<i64>().ok()).sum();
    let length = titles.len() as i64;
    if !titles.starts_with(&sheets) || stated != Some(length) || counts != length {
        wrong.push(format!("{length} titles, said {stated:?} and {counts}"));
    }
}
