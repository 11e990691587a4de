//! A finished workbook as text that a person can read and a diff can show: every value, formula with
//! its stored result, look, note and link, and what surrounds the cells. In: the bytes of an xlsx. Out:
//! lines, the same for the same bytes; looks by names that stay when others come or go.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::strict::Workbook;
use super::strict::address;
use super::strict::model::{CellPart, SheetPart, places, shown};
use super::strict::xml::Element;

/// The whole workbook as text.
pub fn text_of(bytes: &[u8]) -> String {
    let workbook = Workbook::open(bytes);
    let looks = Looks::of(workbook.styles());
    let mut text = String::new();
    for name in workbook.root().list("definedNames") {
        line(&mut text, &format!("name {} = {}", name.or_empty("name"), name.text));
    }
    for part in ["docProps/core.xml", "docProps/app.xml"] {
        let Some(root) = workbook.package.root(part) else { continue };
        for property in &root.children {
            if matches!(property.local(), "title" | "subject" | "creator" | "created") {
                line(&mut text, &format!("{}: {}", property.local(), property.deep_text()));
            }
        }
    }
    let mut used = BTreeMap::new();
    for sheet in &workbook.sheets {
        sheet_text(&workbook, sheet, &looks, &mut used, &mut text);
    }
    line(&mut text, "\n== looks");
    for (name, words) in used {
        line(&mut text, &format!("{name}: {words}"));
    }
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

fn sheet_text(
    workbook: &Workbook,
    sheet: &SheetPart,
    looks: &Looks,
    used: &mut BTreeMap<String, String>,
    text: &mut String,
) {
    let hidden = if sheet.hidden { " (hidden)" } else { "" };
    line(text, &format!("\n== sheet {}{hidden}", sheet.name));
    around(workbook, sheet, text);
    let notes = notes(workbook, sheet);
    let links = links(sheet);
    for row in sheet.root.list("sheetData") {
        let mut words = row.or_empty("r").to_owned();
        for name in ["ht", "outlineLevel", "hidden"] {
            if let Some(value) = row.get(name) {
                let _ = write!(words, " {name}={value}");
            }
        }
        words.push(':');
        let mut before = None;
        for (place, cell) in places(row) {
            let place = place.expect("a cell stands somewhere");
            let at = shown(place);
            let part = sheet.cells.get(&place);
            let style = looks.name(cell.number("s").unwrap_or(0), used);
            let holds = part.map_or(String::new(), |part| content(workbook, part));
            let column = address::letters(place.1);
            let (note, link) = (notes.get(&*at), links.get(&*at));
            // A cell without anything but the look of the one before says nothing.
            let same = before.as_ref() == Some(&style);
            if holds.is_empty() && note.is_none() && link.is_none() && same {
                continue;
            }
            let _ = write!(words, " | {column}");
            if !same {
                let _ = write!(words, " {style}");
            }
            if !holds.is_empty() {
                let _ = write!(words, " {holds}");
            }
            if let Some(link) = link {
                let _ = write!(words, " → {link}");
            }
            if let Some(note) = note {
                let _ = write!(words, " note {note:?}");
            }
            before = Some(style);
        }
        line(text, &words);
    }
}

/// Widths, panes, what is merged, tables, what may be typed, marks by rule, print, protection, charts.
fn around(workbook: &Workbook, sheet: &SheetPart, text: &mut String) {
    let widths: Vec<String> = sheet
        .root
        .list("cols")
        .iter()
        .map(|column| {
            let hidden = if column.get("hidden").is_some() { " hidden" } else { "" };
            let (first, last) = (column.or_empty("min"), column.or_empty("max"));
            format!("{first}-{last}: {}{hidden}", column.or_empty("width"))
        })
        .collect();
    if !widths.is_empty() {
        line(text, &format!("widths {}", widths.join(", ")));
    }
    let flat = |element: &Element| {
        let attributes: Vec<String> = element
            .attributes
            .iter()
            .filter(|(name, _)| !name.starts_with("xmlns") && name != "r:id" && name != "uid")
            .map(|(name, value)| format!("{name}={value:?}"))
            .collect();
        format!("{} {}", element.local(), attributes.join(" "))
    };
    let deep = |element: &Element| -> String {
        let all = element.walk().into_iter().map(|one| match one.text.trim() {
            "" => flat(one),
            words => format!("{} {words}", flat(one)),
        });
        all.collect::<Vec<_>>().join("; ")
    };
    for element in &sheet.root.children {
        match element.local() {
            "sheetData" | "cols" | "dimension" | "hyperlinks" | "legacyDrawing" | "tableParts"
            | "drawing" => {}
            "mergeCells" => {
                let areas: Vec<&str> =
                    element.children.iter().map(|one| one.or_empty("ref")).collect();
                line(text, &format!("merged {}", areas.join(" ")));
            }
            "dataValidations" => {
                for one in &element.children {
                    line(text, &deep(one));
                }
            }
            _ => line(text, &deep(element)),
        }
    }
    for (_, table) in &sheet.tables {
        let columns: Vec<&str> =
            table.list("tableColumns").iter().map(|column| column.or_empty("name")).collect();
        line(
            text,
            &format!(
                "table {} {}: {}",
                table.or_empty("name"),
                table.or_empty("ref"),
                columns.join(" | ")
            ),
        );
    }
    for drawing in workbook.package.targets(&sheet.part, "drawing") {
        let Some(root) = workbook.package.root(&drawing.target) else { continue };
        for picture in root.find("cNvPr") {
            line(text, &flat(picture));
        }
        for chart in workbook.package.targets(&drawing.target, "chart") {
            let Some(root) = workbook.package.root(&chart.target) else { continue };
            let words: Vec<String> = root
                .walk()
                .into_iter()
                .filter(|one| matches!(one.local(), "t" | "f" | "barDir" | "grouping"))
                .map(|one| match one.get("val") {
                    Some(value) => value.to_owned(),
                    None => one.text.clone(),
                })
                .collect();
            line(text, &format!("chart {}", words.join("; ")));
        }
    }
}

fn content(workbook: &Workbook, cell: &CellPart) -> String {
    let value = match workbook.text(cell) {
        Some(words) => format!("{words:?}"),
        None => cell.value.clone().unwrap_or_default(),
    };
    match &cell.formula {
        Some(formula) => format!("={formula} gives {value}"),
        None => value,
    }
}

fn notes(workbook: &Workbook, sheet: &SheetPart) -> BTreeMap<String, String> {
    let parts = workbook.package.targets(&sheet.part, "comments");
    let roots = parts.filter_map(|part| workbook.package.root(&part.target));
    roots
        .flat_map(|root| root.list("commentList"))
        .map(|note| (note.or_empty("ref").to_owned(), note.deep_text()))
        .collect()
}

fn links(sheet: &SheetPart) -> BTreeMap<String, String> {
    sheet
        .root
        .list("hyperlinks")
        .iter()
        .map(|link| (link.or_empty("ref").to_owned(), link.or_empty("location").to_owned()))
        .collect()
}

/// Each format in words, by its number.
struct Looks(Vec<String>);

impl Looks {
    fn of(styles: &Element) -> Self {
        let formats: BTreeMap<i64, &str> = styles
            .list("numFmts")
            .iter()
            .filter_map(|one| Some((one.number("numFmtId")?, one.get("formatCode")?)))
            .collect();
        let at = |list: &str, xf: &Element, id: &str| -> Option<Element> {
            let index = usize::try_from(xf.number(id)?).ok()?;
            styles.list(list).get(index).cloned()
        };
        let looks = styles.list("cellXfs").iter().map(|xf| {
            let mut words = Vec::new();
            if let Some(font) = at("fonts", xf, "fontId") {
                words.extend(font_words(&font));
            }
            if let Some(fill) = at("fills", xf, "fillId") {
                let colours = fill.find("fgColor");
                words.extend(
                    colours.iter().filter_map(|one| Some(format!("on {}", one.get("rgb")?))),
                );
            }
            if let Some(border) = at("borders", xf, "borderId") {
                let sides = border.children.iter().filter(|side| side.get("style").is_some());
                words.extend(
                    sides.map(|side| format!("{} {}", side.local(), side.or_empty("style"))),
                );
            }
            match xf.number("numFmtId") {
                Some(0) | None => {}
                Some(id) => words.push(match formats.get(&id) {
                    Some(code) => format!("{code:?}"),
                    None => format!("format {id}"),
                }),
            }
            if let Some(alignment) = xf.child("alignment") {
                words.extend(
                    alignment.attributes.iter().map(|(name, value)| format!("{name} {value}")),
                );
            }
            if xf.child("protection").is_some_and(|one| one.get("locked") == Some("0")) {
                words.push("open".to_owned());
            }
            words.join(", ")
        });
        Looks(looks.collect())
    }

    /// A short name that depends on nothing but the look itself.
    fn name(&self, format: i64, used: &mut BTreeMap<String, String>) -> String {
        let words = usize::try_from(format).ok().and_then(|index| self.0.get(index));
        let words = words.map_or("", String::as_str);
        let hash = Sha256::digest(words.as_bytes());
        let name = format!("#{:02x}{:02x}", hash[0], hash[1]);
        if let Some(other) = used.insert(name.clone(), words.to_owned()) {
            assert_eq!(other, words, "two looks called {name}");
        }
        name
    }
}

fn font_words(font: &Element) -> Vec<String> {
    let mut words = Vec::new();
    for part in &font.children {
        match part.local() {
            "b" => words.push("bold".to_owned()),
            "i" => words.push("italic".to_owned()),
            "u" => words.push("underlined".to_owned()),
            "sz" => words.push(format!("{} points", part.or_empty("val"))),
            "color" => words.extend(part.get("rgb").map(str::to_owned)),
            "name" => words.push(part.or_empty("val").to_owned()),
            _ => {}
        }
    }
    words
}
