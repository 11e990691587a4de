//! The zip archive and its parts: what the directory says byte for byte, which parts there are, and what
//! each leads to.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::xml::{self, Element};

/// An entry as the archive's directory has it; reading by name would hide a second one.
#[derive(Debug, Clone)]
pub struct Listed {
    pub name: String,
    pub method: u16,
    pub flags: u16,
}

#[derive(Debug, Clone)]
pub struct Relation {
    pub id: String,
    /// The last word of its type: "table".
    pub kind: String,
    /// The part, from the root; as written where it leads outside.
    pub target: String,
    pub external: bool,
}

#[derive(Debug, Default)]
pub struct Package {
    pub listed: Vec<Listed>,
    pub bytes: BTreeMap<String, Vec<u8>>,
    pub xml: BTreeMap<String, Element>,
    /// Parts that are no XML although they should be, with the reason.
    pub broken: Vec<(String, String)>,
    /// Relations by the part they start from; "" is the package.
    pub relations: BTreeMap<String, Vec<Relation>>,
}

impl Package {
    pub fn open(bytes: &[u8]) -> Self {
        let mut package = Package { listed: directory(bytes), ..Package::default() };
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        for index in 0..archive.len() {
            let mut content = Vec::new();
            let read = archive.by_index(index).and_then(|mut file| {
                file.read_to_end(&mut content)?;
                Ok(file.name()?.into_owned())
            });
            let Ok(name) = read else {
                package.broken.push((format!("entry {index}"), "cannot be read".to_owned()));
                continue;
            };
            package.bytes.insert(name, content);
        }
        for (name, content) in &package.bytes {
            let parsed = std::str::from_utf8(content)
                .map_err(|error| error.to_string())
                .and_then(xml::parse);
            match parsed {
                Ok(root) => drop(package.xml.insert(name.clone(), root)),
                Err(why) => package.broken.push((name.clone(), why)),
            }
        }
        for (name, root) in &package.xml {
            if let Some(from) = source_of(name) {
                package.relations.insert(from.clone(), relations(&from, root));
            }
        }
        package
    }

    pub fn root(&self, part: &str) -> Option<&Element> {
        self.xml.get(part)
    }

    pub fn relations_of(&self, part: &str) -> &[Relation] {
        self.relations.get(part).map_or(&[], Vec::as_slice)
    }

    /// The part that an id of another part leads to.
    pub fn target(&self, from: &str, id: &str) -> Option<&Relation> {
        self.relations_of(from).iter().find(|relation| relation.id == id)
    }

    pub fn targets<'a>(&'a self, from: &str, kind: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.relations_of(from).iter().filter(move |relation| relation.kind == kind)
    }
}

/// The part whose relations a part holds: "xl/_rels/workbook.xml.rels" → "xl/workbook.xml".
pub fn source_of(name: &str) -> Option<String> {
    let (folder, file) = name.rsplit_once("_rels/")?;
    Some(format!("{folder}{}", file.strip_suffix(".rels")?))
}

fn relations(from: &str, root: &Element) -> Vec<Relation> {
    let relation = |element: &Element| {
        let external = element.get("TargetMode") == Some("External");
        let target = element.or_empty("Target");
        Relation {
            id: element.or_empty("Id").to_owned(),
            kind: element.or_empty("Type").rsplit('/').next().unwrap_or("").to_owned(),
            target: if external { target.to_owned() } else { resolved(from, target) },
            external,
        }
    };
    root.children.iter().map(relation).collect()
}

fn resolved(from: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The entries of the directory at the end of the archive.
fn directory(bytes: &[u8]) -> Vec<Listed> {
    let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let four = |at: usize| u32::from(two(at)) | u32::from(two(at + 2)) << 16;
    let end = (0..bytes.len() - 3).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"));
    let end = end.expect("an end of the directory");
    let mut at = four(end + 16) as usize;
    let mut listed = Vec::new();
    for _ in 0..two(end + 10) {
        let [name, extra, comment] = [28, 30, 32].map(|field| usize::from(two(at + field)));
        listed.push(Listed {
            name: String::from_utf8_lossy(&bytes[at + 46..at + 46 + name]).into_owned(),
            method: two(at + 10),
            flags: two(at + 8),
        });
        at += 46 + name + extra + comment;
    }
    listed
}
