//! Texts: what a cell may hold, and how it is written so that Excel shows the same.

use std::collections::BTreeSet;

use crate::strict::model::shown;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "characters of XML",
        why: "a control character that XML 1.0 does not know makes the part unreadable",
        check: characters,
    },
    Rule {
        name: "texts of 32,767 characters",
        why: "Excel cuts or repairs a longer text in a cell",
        check: length,
    },
    Rule {
        name: "no hidden escapes",
        why: "Excel reads _x0007_ in a text as the character 7; one that is meant is written _x005F_x0007_",
        check: escapes,
    },
    Rule {
        name: "spaces are kept",
        why: "without xml:space=\"preserve\" Excel drops the spaces and line breaks at the ends of a text",
        check: spaces,
    },
    Rule {
        name: "shared texts are counted",
        why: "Excel allocates by uniqueCount, and a wrong one is a damaged file",
        check: counted,
    },
];

/// Every text of strings, inline strings and notes, with its element.
fn each(book: &Workbook, mut take: impl FnMut(&str, &crate::strict::xml::Element)) {
    for (part, root) in &book.package.xml {
        let holds = part.ends_with("sharedStrings.xml")
            || part.starts_with("xl/comments")
            || part.starts_with("xl/worksheets/");
        if holds {
            for text in root.find("t") {
                take(part, text);
            }
        }
    }
}

fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn characters(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in &book.package.xml {
        for element in root.walk() {
            let attributes = element.attributes.iter().map(|(_, value)| value);
            for text in attributes.chain([&element.text]) {
                if let Some(c) = text.chars().find(|c| !allowed(*c)) {
                    wrong.push(format!("{part}: {c:?} in {}", element.name));
                }
            }
        }
    }
}

fn length(book: &Workbook, wrong: &mut Vec<String>) {
    for sheet in &book.sheets {
        for (place, cell) in &sheet.cells {
            if book
                .text(cell)
                .is_some_and(|text| text.len() > 32_767 && text.encode_utf16().count() > 32_767)
            {
                wrong.push(format!("{}!{}", sheet.name, shown(*place)));
            }
        }
    }
    for (index, text) in book.strings.iter().enumerate() {
        if text.encode_utf16().count() > 32_767 {
            wrong.push(format!("shared text {index}"));
        }
    }
}

fn escapes(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |part, element| {
        let bytes = element.text.as_bytes();
        for (at, _) in element.text.match_indices("_x") {
            let hex =
                bytes.get(at + 2..at + 6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
            let underscore =
                bytes.get(at + 2..at + 6).is_some_and(|hex| hex.eq_ignore_ascii_case(b"005f"));
            // The mark that ends an escaped underscore begins no other escape.
            let ends = at
                .checked_sub(6)
                .and_then(|from| bytes.get(from..at))
                .is_some_and(|before| before.eq_ignore_ascii_case(b"_x005f"));
            if hex && bytes.get(at + 6) == Some(&b'_') && !underscore && !ends {
                wrong.push(format!("{part}: {:?}", &element.text[at..at + 7]));
            }
        }
    });
}

fn spaces(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |part, element| {
        // What XML calls white space; a space that does not break is a letter to it.
        let space = [' ', '\t', '\n', '\r'];
        let ends = element.text.starts_with(space) || element.text.ends_with(space);
        if ends && element.get("xml:space") != Some("preserve") {
            wrong.push(format!("{part}: {:?}", element.text));
        }
    });
}

fn counted(book: &Workbook, wrong: &mut Vec<String>) {
    let Some(root) = book.package.root("xl/sharedStrings.xml") else { return };
    let uses: usize = book
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells.values())
        .filter(|cell| cell.kind == "s")
        .count();
    if root.number("count") != Some(uses as i64) {
        wrong.push(format!("count is {:?}, used {uses} times", root.get("count")));
    }
    if root.number("uniqueCount") != Some(book.strings.len() as i64) {
        wrong.push(format!(
            "uniqueCount is {:?} of {}",
            root.get("uniqueCount"),
            book.strings.len()
        ));
    }
    let used: BTreeSet<usize> = book
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells.values())
        .filter(|cell| cell.kind == "s")
        .filter_map(|cell| cell.value.as_deref()?.parse().ok())
        .collect();
    // A text no cell shows still travels with the file.
    if let Some(index) = (0..book.strings.len()).find(|index| !used.contains(index)) {
        wrong.push(format!("no cell shows {:?}", book.strings[index]));
    }
}
