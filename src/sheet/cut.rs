//! A workbook without rows that nobody needs. In: an xlsx file, and rows of its sheets. Out: the same file
//! without them and the texts that only they have, which costs its reader so much less; nothing where it is not
//! sure that every other cell is read as before. Never a changed cell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor};
use std::ops::Range;

use arcstr::ArcStr;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::package::{Package, is_at};
use super::relations;
use super::usual;
use crate::NamedBytes;
use crate::config::Limits;

/// Rows by the name of their sheet, counted from zero: ranges in their order.
pub type Unneeded = BTreeMap<ArcStr, Vec<Range<u32>>>;

/// The file without some rows.
#[must_use]
pub fn without_rows(
    input: &NamedBytes,
    limits: &Limits,
    unneeded: &Unneeded,
) -> Option<NamedBytes> {
    let file_bytes = usize::try_from(limits.file_bytes).unwrap_or(usize::MAX);
    if !input.bytes.starts_with(b"PK") || input.bytes.len() > file_bytes {
        return None;
    }
    let mut package = Package::open(&input.bytes, limits).ok()?;
    let sheets = relations::sheets(&mut package).ok()?;
    let of_path = |name: &str| {
        let mut here = sheets.iter().filter(|(_, path)| is_at(name, path));
        match (here.next(), here.next()) {
            (Some((sheet, _)), None) => unneeded.get(sheet.as_str()),
            _ => None,
        }
    };
    let mut archive = ZipArchive::new(Cursor::new(&input.bytes)).ok()?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    // Where rows are left out of every sheet, what texts are wanted is known behind them.
    let mut tables = Vec::new();
    let (mut texts, mut cut) = (BTreeSet::new(), 0);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).ok()?;
        let name = part.name().ok()?.into_owned();
        if name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            tables.push((index, name));
            continue;
        }
        let Some(rows) = of_path(&name) else {
            out.raw_copy_file(part).ok()?;
            continue;
        };
        drop(part);
        out.start_file(name, stored).ok()?;
        let part = BufReader::new(archive.by_index(index).ok()?);
        texts.extend(usual::without_rows(part, rows, &mut out)?);
        cut += 1;
    }
    for (index, name) in tables {
        if cut < sheets.len() {
            out.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?;
            continue;
        }
        out.start_file(name, stored).ok()?;
        usual::only_texts(archive.by_index(index).ok()?, &texts, &mut out)?;
    }
    let bytes = out.finish().ok()?.into_inner();
    (bytes.len() <= file_bytes).then(|| NamedBytes { name: input.name.clone(), bytes })
}
