//! Which part of a package holds which sheet. In: the list of relations beside a workbook part.
//! Out: paths inside the package. For what calamine does not tell: merged areas, hidden rows,
//! formulas without a result.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Stop;
use super::package::Package;

/// No list of sheets or relations is larger.
const MOST_BYTES: u64 = 16 << 20;

/// An attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

pub(super) fn push_entity(entity: &BytesRef<'_>, text: &mut String) {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        text.push(character);
        return;
    }
    match &*entity.xml10_content() {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => {}
    }
}

/// The workbook part, from the package's own relations.
pub(super) fn workbook_path(package: &mut Package<'_>, default: &str) -> Result<String, Stop> {
    let relations = relations(package, "_rels/.rels")?;
    let main = relations.values().find(|(kind, _)| kind.ends_with("/officeDocument"));
    Ok(main.map_or_else(|| default.to_owned(), |(_, target)| resolve("", target)))
}

/// Relation id → path, for the part at `path`.
pub(super) fn targets(
    package: &mut Package<'_>,
    path: &str,
) -> Result<BTreeMap<String, String>, Stop> {
    let relations = beside(package, path)?.into_iter();
    Ok(relations.map(|(id, (_, target))| (id, target)).collect())
}

/// The paths that the part at `path` has relations of a kind with.
pub(super) fn of_kind(
    package: &mut Package<'_>,
    path: &str,
    kind: &str,
) -> Result<Vec<String>, Stop> {
    let relations = beside(package, path)?.into_values();
    Ok(relations.filter(|(its, _)| its.ends_with(kind)).map(|(_, target)| target).collect())
}

/// The relations of the part at `path`, with paths as their targets.
fn beside(package: &mut Package<'_>, path: &str) -> Result<Relations, Stop> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let list = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    let relations = relations(package, &list)?.into_iter();
    Ok(relations.map(|(id, (kind, target))| (id, (kind, resolve(folder, &target)))).collect())
}

/// Sheet name and path, in the workbook's order.
pub(super) fn sheets(package: &mut Package<'_>) -> Result<Vec<(String, String)>, Stop> {
    let path = workbook_path(package, "xl/workbook.xml")?;
    let targets = targets(package, &path)?;
    let text = package.text(&path, MOST_BYTES)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut sheets = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "sheet" => {
                let name = attribute(&e, "name").unwrap_or_default();
                let target = attribute(&e, "id").and_then(|id| targets.get(&id).cloned());
                sheets.push((name, target.unwrap_or_default()));
            }
            Ok(Event::Eof) => return Ok(sheets),
            Ok(_) => {}
            Err(error) => return Err(Stop::technical(error)),
        }
    }
}

type Relations = BTreeMap<String, (String, String)>;

fn relations(package: &mut Package<'_>, list: &str) -> Result<Relations, Stop> {
    let text = package.text(list, MOST_BYTES)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut relations = Relations::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "Relationship" => {
                let of = |name| attribute(&e, name).unwrap_or_default();
                relations.insert(of("Id"), (of("Type"), of("Target")));
            }
            Ok(Event::Eof) => return Ok(relations),
            Ok(_) => {}
            Err(error) => return Err(Stop::technical(error)),
        }
    }
}

/// A target against the folder it is written in; `..` never leaves the package.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
