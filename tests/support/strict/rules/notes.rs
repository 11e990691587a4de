//! Notes on cells: their texts, and the shapes that show them.

use std::collections::BTreeSet;

use crate::strict::address;
use crate::strict::model::SheetPart;
use crate::strict::xml::Element;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "one note a cell",
        why: "two notes on one cell, or one without a cell, are repaired",
        check: one_each,
    },
    Rule {
        name: "notes have their author",
        why: "an authorId beyond the list of authors is repaired",
        check: authors,
    },
    Rule {
        name: "texts of notes",
        why: "an empty note says nothing; more than 32,767 characters are cut",
        check: texts,
    },
    Rule {
        name: "notes have their shape",
        why: "a note without a shape on the same row and column is not shown, and the drawing is repaired",
        check: shapes,
    },
    Rule {
        name: "notes have their drawing",
        why: "a sheet with notes names the drawing of their shapes, or no note opens",
        check: drawing,
    },
    Rule { name: "ids of shapes differ", why: "two shapes of one id are repaired", check: ids },
];

/// The notes of a sheet, and the shapes of its drawing.
fn of<'a>(book: &'a Workbook, sheet: &SheetPart) -> Option<(&'a Element, Vec<&'a Element>)> {
    let comments = book.package.targets(&sheet.part, "comments").next()?;
    let root = book.package.root(&comments.target)?;
    let shapes = book
        .package
        .targets(&sheet.part, "vmlDrawing")
        .filter_map(|drawing| book.package.root(&drawing.target))
        .flat_map(|drawing| drawing.find("shape"))
        .collect();
    Some((root, shapes))
}

fn each(book: &Workbook, mut take: impl FnMut(&SheetPart, &Element, &[&Element])) {
    for sheet in &book.sheets {
        if let Some((root, shapes)) = of(book, sheet) {
            take(sheet, root, &shapes);
        }
    }
}

fn one_each(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |sheet, root, _| {
        let mut seen = BTreeSet::new();
        for note in root.list("commentList") {
            let place = address::cell(note.or_empty("ref"));
            if !place.is_some_and(|place| seen.insert(place)) {
                wrong.push(format!("{}!{}", sheet.name, note.or_empty("ref")));
            }
        }
    });
}

fn authors(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |sheet, root, _| {
        let count = root.list("authors").len() as i64;
        for note in root.list("commentList") {
            if !note.number("authorId").is_some_and(|id| (0..count).contains(&id)) {
                wrong.push(format!("{}!{}", sheet.name, note.or_empty("ref")));
            }
        }
    });
}

fn texts(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |sheet, root, _| {
        for note in root.list("commentList") {
            let length = note.deep_text().encode_utf16().count();
            if length == 0 || length > 32_767 {
                wrong.push(format!("{}!{}: {length}", sheet.name, note.or_empty("ref")));
            }
        }
    });
}

fn shapes(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |sheet, root, shapes| {
        let notes: BTreeSet<Option<(u32, u32)>> = root
            .list("commentList")
            .iter()
            .map(|note| address::cell(note.or_empty("ref")))
            .collect();
        let number = |shape: &Element, name: &str| {
            let data = shape.child("ClientData")?;
            Some(data.child(name)?.text.trim().parse::<u32>().ok()? + 1)
        };
        let drawn: BTreeSet<Option<(u32, u32)>> =
            shapes.iter().map(|shape| number(shape, "Row").zip(number(shape, "Column"))).collect();
        if notes != drawn || shapes.len() != notes.len() {
            wrong.push(format!("{}: notes {notes:?}, shapes {drawn:?}", sheet.name));
        }
    });
}

fn drawing(book: &Workbook, wrong: &mut Vec<String>) {
    each(book, |sheet, _, _| {
        let id = sheet.root.child("legacyDrawing").map_or("", |drawing| drawing.or_empty("r:id"));
        if book.package.target(&sheet.part, id).is_none_or(|found| found.kind != "vmlDrawing") {
            wrong.push(format!("{}: {id:?}", sheet.name));
        }
    });
}

fn ids(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    each(book, |sheet, _, shapes| {
        for shape in shapes {
            if !seen.insert(shape.or_empty("id").to_owned()) {
                wrong.push(format!("{}: {}", sheet.name, shape.or_empty("id")));
            }
        }
    });
}
