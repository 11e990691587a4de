//! Formats: fonts, fills, borders, formats of numbers, and the cells' formats made of them.

use std::collections::BTreeSet;

use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "64,000 formats of cells",
        why: "Excel says \"too many different cell formats\" and drops formats",
        check: formats,
    },
    Rule {
        name: "1,024 fonts and 250 formats of numbers",
        why: "these are Excel's limits for a workbook",
        check: limits,
    },
    Rule {
        name: "parts of formats are there",
        why: "a format with a font, fill, border or number format that is not in its list is repaired",
        check: parts,
    },
    Rule {
        name: "formats of numbers",
        why: "at most 255 characters in four sections, quotes and brackets closed, numbered from 164",
        check: numbers,
    },
    Rule {
        name: "lists of formats are counted",
        why: "a wrong count in styles.xml is a damaged file to strict readers",
        check: counts,
    },
    Rule {
        name: "the first two fills",
        why: "Excel takes the first fill as none and the second as grey, whatever stands there",
        check: fills,
    },
    Rule {
        name: "fonts are fonts",
        why: "a size outside 1 to 409 points, or a name over 31 characters, is repaired",
        check: fonts,
    },
    Rule {
        name: "indents and turns",
        why: "an indent over 250 or a turn over 180 degrees is repaired",
        check: alignment,
    },
];

fn formats(book: &Workbook, wrong: &mut Vec<String>) {
    let count = book.styles().list("cellXfs").len();
    if count == 0 || count > 64_000 {
        wrong.push(format!("{count}"));
    }
}

fn limits(book: &Workbook, wrong: &mut Vec<String>) {
    for (list, most) in [("fonts", 1_024), ("numFmts", 250)] {
        let count = book.styles().list(list).len();
        if count > most {
            wrong.push(format!("{count} {list}"));
        }
    }
}

/// Built-in formats of numbers that everybody has.
fn built_in(id: i64) -> bool {
    matches!(id, 0..=22 | 37..=40 | 45..=49)
}

fn parts(book: &Workbook, wrong: &mut Vec<String>) {
    let styles = book.styles();
    let own: BTreeSet<i64> =
        styles.list("numFmts").iter().filter_map(|one| one.number("numFmtId")).collect();
    for list in ["cellStyleXfs", "cellXfs"] {
        for (index, format) in styles.list(list).iter().enumerate() {
            for (key, of) in [
                ("fontId", "fonts"),
                ("fillId", "fills"),
                ("borderId", "borders"),
                ("xfId", "cellStyleXfs"),
            ] {
                let count = styles.list(of).len() as i64;
                if format.number(key).is_some_and(|id| !(0..count).contains(&id)) {
                    wrong.push(format!("{list} {index}: {key} {:?} of {count}", format.get(key)));
                }
            }
            let number = format.number("numFmtId").unwrap_or(0);
            if !built_in(number) && !own.contains(&number) {
                wrong.push(format!("{list} {index}: number format {number}"));
            }
        }
    }
}

fn numbers(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for format in book.styles().list("numFmts") {
        let code = format.or_empty("formatCode");
        let (mut sections, mut quoted, mut bracket) = (1, false, false);
        let mut letters = code.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if !quoted => drop(letters.next()),
                '"' => quoted = !quoted,
                '[' if !quoted => bracket = true,
                ']' if !quoted => bracket = false,
                ';' if !quoted => sections += 1,
                _ => {}
            }
        }
        let id = format.number("numFmtId").unwrap_or(0);
        let right = !code.is_empty()
            && code.encode_utf16().count() <= 255
            && sections <= 4
            && !quoted
            && !bracket
            && id >= 164
            && seen.insert(id);
        if !right {
            wrong.push(format!("{id}: {code:?}"));
        }
    }
}

fn counts(book: &Workbook, wrong: &mut Vec<String>) {
    for list in &book.styles().children {
        if let Some(stated) = list.number("count")
            && stated != list.children.len() as i64
        {
            wrong.push(format!("{}: {stated} of {}", list.name, list.children.len()));
        }
    }
}

fn fills(book: &Workbook, wrong: &mut Vec<String>) {
    let styles = book.styles();
    let first: Vec<&str> = styles
        .list("fills")
        .iter()
        .take(2)
        .map(|fill| fill.child("patternFill").map_or("", |pattern| pattern.or_empty("patternType")))
        .collect();
    if first != ["none", "gray125"] {
        wrong.push(format!("{first:?}"));
    }
}

fn fonts(book: &Workbook, wrong: &mut Vec<String>) {
    for (index, font) in book.styles().list("fonts").iter().enumerate() {
        let size = font.child("sz").and_then(|size| size.or_empty("val").parse::<f64>().ok());
        let name = font.child("name").map_or("", |name| name.or_empty("val"));
        let sized = size.is_some_and(|size| (1.0..=409.0).contains(&size));
        if !sized || name.is_empty() || name.encode_utf16().count() > 31 {
            wrong.push(format!("{index}: {size:?} {name:?}"));
        }
    }
}

fn alignment(book: &Workbook, wrong: &mut Vec<String>) {
    for (index, format) in book.styles().list("cellXfs").iter().enumerate() {
        let Some(alignment) = format.child("alignment") else { continue };
        let indent = alignment.number("indent").unwrap_or(0);
        let turn = alignment.number("textRotation").unwrap_or(0);
        if !(0..=250).contains(&indent) || !((0..=180).contains(&turn) || turn == 255) {
            wrong.push(format!("{index}: indent {indent}, turn {turn}"));
        }
    }
}
