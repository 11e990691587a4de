//! A workbook without rows that nobody needs. In: an xlsx file, and rows of its sheets or what is not wanted of
//! a list. Out: the same file without them and the texts that only they have, which costs its reader so much
//! less; nothing where it is not sure that every other cell is read as before. Never a changed cell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Cursor, Write};
use std::ops::Range;

use arcstr::ArcStr;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::lists;
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
    let (sheets, _) = sheets(input, limits)?;
    copied(input, limits, &sheets, |sheet, part| {
        let Some(rows) = unneeded.get(sheet) else { return Some(Becomes::Same(None)) };
        let mut kept = Vec::new();
        let texts = usual::without_rows(part, rows, &mut kept)?;
        Some(Becomes::Cut(kept, Some(texts)))
    })
}

/// The file without the rows of its long lists that are not wanted, as their headings say; nothing where it has
/// none. A list is a sheet in which nothing stands besides one table, its totals, and what is above it.
#[must_use]
pub fn without_lists(
    input: &NamedBytes,
    limits: &Limits,
    is_unwanted: &dyn Fn(&[String]) -> bool,
) -> Option<NamedBytes> {
    let (sheets, mut package) = sheets(input, limits)?;
    let mut lists = BTreeMap::new();
    for (sheet, path) in &sheets {
        let table = lists::table(&mut package, path).filter(|table| is_unwanted(&table.headings));
        lists.extend(table.map(|table| (sheet.as_str(), table)));
    }
    if lists.is_empty() {
        return None;
    }
    let mut cut = false;
    let file = copied(input, limits, &sheets, |sheet, mut part| {
        // What texts the other sheets have is told where they are in their usual form.
        let texts = |part: &mut dyn BufRead| usual::without_rows(part, &[], &mut io::sink());
        let Some(table) = lists.get(sheet) else { return Some(Becomes::Same(texts(part))) };
        let Some(head) = lists::head(&mut part, &table.area) else {
            return Some(Becomes::Same(None));
        };
        cut = true;
        let texts = texts(&mut head.as_slice());
        Some(Becomes::Cut(head, texts))
    });
    file.filter(|_| cut)
}

/// The sheets of a file, each with the path of its part.
type Sheets = Vec<(String, String)>;

fn sheets<'a>(input: &'a NamedBytes, limits: &Limits) -> Option<(Sheets, Package<'a>)> {
    if !input.bytes.starts_with(b"PK") || input.bytes.len() > most(limits) {
        return None;
    }
    let mut package = Package::open(&input.bytes, limits).ok()?;
    Some((relations::sheets(&mut package).ok()?, package))
}

fn most(limits: &Limits) -> usize {
    usize::try_from(limits.file_bytes).unwrap_or(usize::MAX)
}

/// What becomes of a sheet, with the texts that are left in it, by their numbers in the workbook's table, where
/// they are known.
enum Becomes {
    Same(Option<BTreeSet<u32>>),
    /// Its part is this.
    Cut(Vec<u8>, Option<BTreeSet<u32>>),
}

/// The file with its sheets as they become.
fn copied(
    input: &NamedBytes,
    limits: &Limits,
    sheets: &Sheets,
    mut becomes: impl FnMut(&str, &mut dyn BufRead) -> Option<Becomes>,
) -> Option<NamedBytes> {
    let of_path = |name: &str| {
        let mut here = sheets.iter().filter(|(_, path)| is_at(name, path));
        here.next().filter(|_| here.next().is_none()).map(|(sheet, _)| sheet)
    };
    let mut archive = ZipArchive::new(Cursor::new(&input.bytes)).ok()?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    // Where that is known of every sheet, what texts are wanted is known behind them.
    let mut tables = Vec::new();
    let (mut texts, mut known) = (BTreeSet::new(), 0);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).ok()?;
        let name = part.name().ok()?.into_owned();
        if name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            tables.push((index, name));
            continue;
        }
        let Some(sheet) = of_path(&name) else {
            out.raw_copy_file(part).ok()?;
            continue;
        };
        drop(part);
        let mut part = BufReader::new(archive.by_index(index).ok()?);
        let its = becomes(sheet, &mut part)?;
        drop(part);
        let its = match its {
            Becomes::Same(texts) => {
                out.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?;
                texts
            }
            Becomes::Cut(part, texts) => {
                out.start_file(name, stored).ok()?;
                out.write_all(&part).ok()?;
                texts
            }
        };
        known += usize::from(its.is_some());
        texts.extend(its.unwrap_or_default());
    }
    for (index, name) in tables {
        if known < sheets.len() {
            out.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?;
            continue;
        }
        out.start_file(name, stored).ok()?;
        usual::only_texts(archive.by_index(index).ok()?, &texts, &mut out)?;
    }
    let bytes = out.finish().ok()?.into_inner();
    (bytes.len() <= most(limits)).then(|| NamedBytes { name: input.name.clone(), bytes })
}
