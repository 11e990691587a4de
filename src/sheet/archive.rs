//! Zip archives of sheets. In: the bytes of one file. Out: the files inside, each to be read as if it
//! had been handed in alone, under the archive's name and its own. Never unpacks an archive inside an
//! archive, and never more than the limits allow; a path inside is a name and leads nowhere.

use std::collections::BTreeSet;

use arcstr::ArcStr;

use super::package::Package;
use super::sniff;
use crate::NamedBytes;
use crate::config::Limits;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::Place;

/// More files than anybody sends at once.
pub(super) const MOST_FILES: usize = 1_000;

/// Endings of files that hold tables, or may be meant to: those that cannot be read get a finding
/// that says so.
const TABLES: [&str; 45] = [
    "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "xml", "htm", "html", "mht", "mhtml",
    "ods", "ots", "fods", "csv", "tsv", "tab", "txt", "docx", "docm", "doc", "odt", "rtf", "pdf",
    "numbers", "pages", "zip", "7z", "rar", "gz", "gsheet", "gdoc", "url", "lnk", "webloc", "msg",
    "eml", "dbf", "wks", "wk1", "123", "wb2", "qpw", "xps",
];

/// Whether a name promises a table, or a file that somebody may take for one.
#[must_use]
pub fn is_table_name(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let Some((_, ending)) = file.rsplit_once('.') else { return false };
    TABLES.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// What a file inside an archive is, by its name.
enum Inside {
    Sheet,
    Lock,
    Skipped,
    /// What the system leaves behind; nobody's sheet.
    Litter,
}

/// The files of an archive of sheets, and what is to be said about it. None where the file is
/// something else, or an archive that cannot be unpacked: then [`super::read_file`] says why.
#[must_use]
pub fn unpack(input: &NamedBytes, limits: &Limits) -> Option<(Vec<NamedBytes>, Vec<Finding>)> {
    if !input.bytes.starts_with(b"PK") || input.bytes.len() as u64 > limits.file_bytes {
        return None;
    }
    let mut package = Package::open(&input.bytes, limits).ok()?;
    let parts: Vec<String> = package.names().map(str::to_owned).collect();
    let sheets = parts.iter().filter(|name| matches!(inside(name), Inside::Sheet)).count();
    if !sniff::is_archive(&parts) || !(1..=MOST_FILES).contains(&sheets) {
        return None;
    }
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    let mut used = BTreeSet::new();
    for part in &parts {
        let name = unique(&format!("{}/{}", input.name, harmless(part)), &mut used);
        let place = || Place::of_file(&ArcStr::from(name.as_str()));
        match inside(part) {
            Inside::Litter => {}
            Inside::Lock => findings.push(Finding::new(Code::LockFile, place())),
            Inside::Skipped => findings.push(Finding::new(Code::FileSkipped, place())),
            // One byte more than a file may have is enough to refuse it.
            Inside::Sheet => match package.bytes(part, limits.file_bytes.saturating_add(1)) {
                Ok(bytes) => files.push(NamedBytes { name, bytes }),
                Err(stop) => findings.push(stop.into_finding(&name.as_str().into())),
            },
        }
    }
    let archive = Place::of_file(&input.name.as_str().into());
    let read = Said::new("{count} files inside were read").with("count", files.len());
    findings.insert(0, Finding::new(Code::ArchiveUnpacked, archive).detail("files", read));
    Some((files, findings))
}

/// How many files of an archive would be read.
pub(super) fn count(parts: &[String]) -> usize {
    parts.iter().filter(|name| matches!(inside(name), Inside::Sheet)).count()
}

fn inside(path: &str) -> Inside {
    let path = path.replace('\\', "/");
    let file = path.rsplit('/').next().unwrap_or("");
    let litter = ["thumbs.db", "desktop.ini"].iter().any(|name| file.eq_ignore_ascii_case(name));
    if file.starts_with("~$") || file.starts_with(".~lock.") {
        Inside::Lock
    } else if file.is_empty() || litter || file.starts_with('.') || path.starts_with("__MACOSX/") {
        Inside::Litter
    } else if is_table_name(file) || !file.contains('.') {
        Inside::Sheet
    } else {
        Inside::Skipped
    }
}

/// A path without anything that leads out of the archive.
fn harmless(path: &str) -> String {
    let path = path.replace('\\', "/");
    let parts = path.split('/').filter(|part| {
        let is_drive = part.len() == 2 && part.ends_with(':');
        !is_drive && !matches!(*part, "" | "." | "..")
    });
    parts.collect::<Vec<_>>().join("/")
}

fn unique(name: &str, used: &mut BTreeSet<String>) -> String {
    let mut own = name.to_owned();
    let mut number = 2;
    while !used.insert(own.clone()) {
        own = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem} ({number}).{ending}"),
            None => format!("{name} ({number})"),
        };
        number += 1;
    }
    own
}
