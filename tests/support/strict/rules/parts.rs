//! The archive and its parts: names, content types, what leads where, and the order of elements.

use std::collections::BTreeSet;

use crate::strict::package::source_of;
use crate::strict::{Rule, Workbook};

pub const RULES: &[Rule] = &[
    Rule {
        name: "one part of a name",
        why: "Excel refuses an archive with two entries of one name, whatever their letters' case",
        check: one_part_of_a_name,
    },
    Rule {
        name: "paths stay inside",
        why: "an absolute path, a backslash or \"..\" makes the archive corrupt or unsafe",
        check: paths_stay_inside,
    },
    Rule {
        name: "plain compression",
        why: "Excel reads stored and deflated entries only, none that is encrypted",
        check: plain_compression,
    },
    Rule {
        name: "well-formed parts",
        why: "a part that is no XML in UTF-8 makes the whole file unreadable",
        check: well_formed,
    },
    Rule {
        name: "every part has a content type",
        why: "Excel refuses a file with a part of unknown type",
        check: content_types,
    },
    Rule {
        name: "content types name parts",
        why: "a type for a part that is not there, or two for one, is a corrupt file",
        check: types_name_parts,
    },
    Rule {
        name: "the right content type",
        why: "a sheet, table or chart that is declared as something else is dropped or repaired",
        check: right_types,
    },
    Rule {
        name: "relations lead to parts",
        why: "a relation to a part that is missing is repaired",
        check: relations_lead,
    },
    Rule {
        name: "ids of relations are unique",
        why: "of two relations with one id only one would hold",
        check: relation_ids,
    },
    Rule {
        name: "ids that are used are there",
        why: "an r:id without its relation is \"unreadable content\"",
        check: used_ids,
    },
    Rule {
        name: "no part without a reader",
        why: "a part nothing leads to is invisible content that still travels with the file",
        check: no_orphans,
    },
    Rule {
        name: "nothing leads outside",
        why: "external links bring up security warnings, and name files of this computer",
        check: nothing_outside,
    },
    Rule {
        name: "elements in the schema's order",
        why: "Excel repairs a part whose elements stand in another order than the schema's",
        check: order,
    },
];

fn one_part_of_a_name(book: &Workbook, wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for entry in &book.package.listed {
        if !seen.insert(entry.name.to_lowercase()) {
            wrong.push(format!("{} is there twice", entry.name));
        }
    }
}

fn paths_stay_inside(book: &Workbook, wrong: &mut Vec<String>) {
    for entry in &book.package.listed {
        let name = &entry.name;
        let odd = name.starts_with('/')
            || name.contains(['\\', ':'])
            || name.split('/').any(|step| matches!(step, "" | "." | ".."));
        if odd {
            wrong.push(name.clone());
        }
    }
}

fn plain_compression(book: &Workbook, wrong: &mut Vec<String>) {
    for entry in &book.package.listed {
        if !matches!(entry.method, 0 | 8) || entry.flags & 1 != 0 {
            wrong.push(format!("{}: method {}", entry.name, entry.method));
        }
    }
}

fn well_formed(book: &Workbook, wrong: &mut Vec<String>) {
    wrong.extend(book.package.broken.iter().map(|(part, why)| format!("{part}: {why}")));
}

/// (ending or part, type).
type Declared = Vec<(String, String)>;

/// Defaults and overrides.
fn declared(book: &Workbook) -> (Declared, Declared) {
    let Some(root) = book.package.root("[Content_Types].xml") else {
        return Default::default();
    };
    let of = |kind: &str, key: &str| {
        root.all(kind)
            .map(|one| {
                let name = one.or_empty(key).trim_start_matches('/').to_lowercase();
                (name, one.or_empty("ContentType").to_owned())
            })
            .collect()
    };
    (of("Default", "Extension"), of("Override", "PartName"))
}

/// The type of each part.
fn types(book: &Workbook) -> impl Fn(&str) -> Option<String> {
    let (defaults, overrides) = declared(book);
    move |part: &str| {
        let part = part.to_lowercase();
        let ending = part.rsplit('.').next().unwrap_or("");
        let own = overrides.iter().find(|(name, _)| *name == part);
        let found = own.or_else(|| defaults.iter().find(|(name, _)| name == ending));
        found.map(|(_, kind)| kind.clone())
    }
}

fn content_types(book: &Workbook, wrong: &mut Vec<String>) {
    let type_of = types(book);
    for part in book.package.bytes.keys().filter(|part| *part != "[Content_Types].xml") {
        if type_of(part).is_none_or(|kind| kind.is_empty()) {
            wrong.push(part.clone());
        }
    }
}

fn types_name_parts(book: &Workbook, wrong: &mut Vec<String>) {
    let parts: BTreeSet<String> = book.package.bytes.keys().map(|p| p.to_lowercase()).collect();
    let (defaults, overrides) = declared(book);
    let mut seen = BTreeSet::new();
    for (name, _) in defaults.iter().chain(&overrides) {
        if !seen.insert(name) {
            wrong.push(format!("{name} is declared twice"));
        }
    }
    wrong.extend(
        overrides.iter().filter(|(part, _)| !parts.contains(part)).map(|one| one.0.clone()),
    );
}

fn right_types(book: &Workbook, wrong: &mut Vec<String>) {
    const KINDS: [(&str, &str); 10] = [
        ("officeDocument", "spreadsheetml.sheet.main+xml"),
        ("worksheet", "spreadsheetml.worksheet+xml"),
        ("styles", "spreadsheetml.styles+xml"),
        ("sharedStrings", "spreadsheetml.sharedStrings+xml"),
        ("theme", "officedocument.theme+xml"),
        ("table", "spreadsheetml.table+xml"),
        ("comments", "spreadsheetml.comments+xml"),
        ("drawing", "officedocument.drawing+xml"),
        ("chart", "drawingml.chart+xml"),
        ("vmlDrawing", "officedocument.vmlDrawing"),
    ];
    let type_of = types(book);
    for relation in book.package.relations.values().flatten() {
        let Some((_, ending)) = KINDS.iter().find(|(kind, _)| *kind == relation.kind) else {
            continue;
        };
        if !type_of(&relation.target).is_some_and(|kind| kind.ends_with(ending)) {
            wrong.push(format!("{} is no {}", relation.target, relation.kind));
        }
    }
}

fn relations_lead(book: &Workbook, wrong: &mut Vec<String>) {
    for (from, relations) in &book.package.relations {
        if !from.is_empty() && !book.package.bytes.contains_key(from) {
            wrong.push(format!("relations of {from}, which is not there"));
        }
        for relation in relations.iter().filter(|relation| !relation.external) {
            if !book.package.bytes.contains_key(&relation.target) {
                wrong.push(format!("{from} → {}", relation.target));
            }
        }
    }
}

fn relation_ids(book: &Workbook, wrong: &mut Vec<String>) {
    for (from, relations) in &book.package.relations {
        let mut seen = BTreeSet::new();
        for relation in relations {
            if relation.id.is_empty() || !seen.insert(&relation.id) {
                wrong.push(format!("{from}: {:?}", relation.id));
            }
        }
    }
}

fn used_ids(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in &book.package.xml {
        for element in root.walk() {
            for (key, id) in &element.attributes {
                if !matches!(key.as_str(), "r:id" | "r:embed" | "r:link" | "o:relid") {
                    continue;
                }
                let kind = match element.local() {
                    "sheet" => "worksheet",
                    "tablePart" => "table",
                    "drawing" => "drawing",
                    "legacyDrawing" => "vmlDrawing",
                    "chart" => "chart",
                    _ => "",
                };
                let there = book
                    .package
                    .target(part, id)
                    .is_some_and(|relation| kind.is_empty() || relation.kind == kind);
                if !there {
                    wrong.push(format!("{part}: {} {id}", element.name));
                }
            }
        }
    }
}

fn no_orphans(book: &Workbook, wrong: &mut Vec<String>) {
    let mut reached = BTreeSet::new();
    let mut open = vec![String::new()];
    while let Some(part) = open.pop() {
        for relation in book.package.relations_of(&part).iter().filter(|one| !one.external) {
            if reached.insert(relation.target.clone()) {
                open.push(relation.target.clone());
            }
        }
    }
    for part in book.package.bytes.keys() {
        let known =
            reached.contains(part) || *part == "[Content_Types].xml" || source_of(part).is_some();
        if !known {
            wrong.push(part.clone());
        }
    }
}

fn nothing_outside(book: &Workbook, wrong: &mut Vec<String>) {
    for (from, relations) in &book.package.relations {
        for relation in relations.iter().filter(|relation| relation.external) {
            wrong.push(format!("{from} → {}", relation.target));
        }
    }
    if book.package.bytes.keys().any(|part| part.starts_with("xl/externalLinks")) {
        wrong.push("links to other workbooks".to_owned());
    }
}

/// Children of an element in the order of the schema (ECMA-376, part 1, sml.xsd).
const ORDERS: [(&str, &[&str]); 10] = [
    (
        "worksheet",
        &[
            "sheetPr",
            "dimension",
            "sheetViews",
            "sheetFormatPr",
            "cols",
            "sheetData",
            "sheetCalcPr",
            "sheetProtection",
            "protectedRanges",
            "scenarios",
            "autoFilter",
            "sortState",
            "dataConsolidate",
            "customSheetViews",
            "mergeCells",
            "phoneticPr",
            "conditionalFormatting",
            "dataValidations",
            "hyperlinks",
            "printOptions",
            "pageMargins",
            "pageSetup",
            "headerFooter",
            "rowBreaks",
            "colBreaks",
            "customProperties",
            "cellWatches",
            "ignoredErrors",
            "smartTags",
            "drawing",
            "legacyDrawing",
            "legacyDrawingHF",
            "picture",
            "oleObjects",
            "controls",
            "webPublishItems",
            "tableParts",
            "extLst",
        ],
    ),
    (
        "workbook",
        &[
            "fileVersion",
            "fileSharing",
            "workbookPr",
            "workbookProtection",
            "bookViews",
            "sheets",
            "functionGroups",
            "externalReferences",
            "definedNames",
            "calcPr",
            "oleSize",
            "customWorkbookViews",
            "pivotCaches",
            "webPublishing",
            "fileRecoveryPr",
            "extLst",
        ],
    ),
    (
        "styleSheet",
        &[
            "numFmts",
            "fonts",
            "fills",
            "borders",
            "cellStyleXfs",
            "cellXfs",
            "cellStyles",
            "dxfs",
            "tableStyles",
            "colors",
            "extLst",
        ],
    ),
    ("sheetPr", &["tabColor", "outlinePr", "pageSetUpPr"]),
    ("sheetView", &["pane", "selection", "pivotSelection", "extLst"]),
    ("c", &["f", "v", "is", "extLst"]),
    ("table", &["autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst"]),
    ("dataValidation", &["formula1", "formula2"]),
    ("comments", &["authors", "commentList"]),
    ("dxf", &["font", "numFmt", "fill", "alignment", "border", "protection"]),
];

fn order(book: &Workbook, wrong: &mut Vec<String>) {
    for (part, root) in book.package.xml.iter().filter(|(part, _)| part.starts_with("xl/")) {
        for element in root.walk() {
            let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == element.name) else {
                continue;
            };
            let mut last = 0;
            for child in &element.children {
                match order.iter().position(|name| *name == child.name) {
                    Some(place) if place >= last => last = place,
                    Some(_) => wrong.push(format!("{part}: {} stands too late", child.name)),
                    None => wrong.push(format!("{part}: {} in {}", child.name, element.name)),
                }
            }
        }
    }
}
