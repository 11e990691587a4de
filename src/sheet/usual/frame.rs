//! A workbook without its cells. In: a package. Out: what calamine says of everything beside the cells: the
//! sheets, what each format makes of a number, the texts that are written with more than letters. It reads a
//! copy of the package, in which each sheet holds cells that ask for these. Nothing where it does not answer
//! each of them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use arcstr::ArcStr;
use calamine::{DataRef, Reader, Sheet, SheetType, Xlsx};
use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::texts::{Table, Texts};
use crate::sheet::guard::guarded;
use crate::sheet::package::Package;
use crate::sheet::value::Shown;
use crate::sheet::xlsx::format_codes;

/// More formats are worth no question each.
const MOST_FORMATS: usize = 20_000;
/// No usual workbook has a larger list of styles.
const MOST_STYLES: u64 = 4 << 20;
/// The first text of the table: where it is read, the table is the one that was written.
const FIRST: &str = "earmark";

/// What is known of a workbook beside its cells.
pub(in crate::sheet) struct Frame {
    pub(in crate::sheet) sheets: Vec<Sheet>,
    pub(super) texts: Texts,
    formats: Vec<(Shown, Option<ArcStr>)>,
}

impl Frame {
    /// The sheets are those of the workbook, with their paths.
    pub(in crate::sheet) fn of(
        bytes: &[u8],
        package: &mut Package<'_>,
        sheets: &[(String, String)],
    ) -> Option<Self> {
        let tables: Vec<String> =
            package.names().filter(|name| is_table(name)).map(str::to_owned).collect();
        let table = match tables.as_slice() {
            [] => Table::default(),
            [name] => Table::read(package.part(name).ok()??)?,
            _ => return None,
        };
        // Two sheets may have the same part.
        let mut parts = BTreeMap::new();
        for (number, (_, path)) in sheets.iter().enumerate() {
            parts.entry(path.to_ascii_lowercase()).or_insert(number);
        }
        let questions = Questions {
            asking: sheets.iter().position(|(_, path)| path.contains("worksheets/"))?,
            formats: formats_at_most(package)?,
            texts: table.others().collect(),
            has_table: !tables.is_empty(),
            sheets,
            parts,
        };
        let copy = questions.copied(bytes)?;
        let (sheets, formats, texts) = guarded(|| questions.answers(&copy))??;
        Some(Frame { sheets, formats, texts: table.with_others(texts)? })
    }

    /// What the format with a number makes of numbers, and the format where it is not "General".
    pub(super) fn format(&self, style: Option<u32>) -> (Shown, Option<&ArcStr>) {
        let number = usize::try_from(style.unwrap_or_default()).ok();
        let known = number.and_then(|number| self.formats.get(number));
        let (shown, format) =
            known.map_or((Shown::AsNumber, None), |(shown, format)| (*shown, format.as_ref()));
        // A cell that names no format shows a number as one, whatever the first format is.
        (if style.is_none() { Shown::AsNumber } else { shown }, format)
    }
}

fn is_table(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("sharedstrings.xml")
}

/// What calamine is asked.
struct Questions<'a> {
    sheets: &'a [(String, String)],
    /// The number of the first sheet of each part, by its path in small letters.
    parts: BTreeMap<String, usize>,
    /// The number of the sheet that asks.
    asking: usize,
    /// So many formats at most.
    formats: usize,
    texts: Vec<&'a [u8]>,
    has_table: bool,
}

impl Questions<'_> {
    /// A table of the texts that are asked for.
    fn table(&self) -> Vec<u8> {
        let first = format!("<sst><si><t>{FIRST}</t></si>");
        [&[first.as_bytes()], self.texts.as_slice(), &[b"</sst>"]].concat().concat()
    }

    /// The sheet that has a number: its first cell says which it is, and where it asks there is one for each
    /// format and text.
    fn sheet(&self, number: usize) -> String {
        let mut cells = format!("<c t=\"str\"><v>{number}</v></c>");
        if self.asking == number {
            let format = |number| format!("<c s=\"{number}\"><v>{}</v></c>", Shown::PROBE);
            let text = |number| format!("<c t=\"s\"><v>{number}</v></c>");
            cells.extend((0..self.formats).map(format));
            cells.extend((0..self.texts()).map(text));
        }
        format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>")
    }

    /// How many texts there are in the table, with the first.
    fn texts(&self) -> usize {
        if self.has_table { self.texts.len() + 1 } else { 0 }
    }

    /// The number of the first sheet that has the part of this path.
    fn part(&self, path: &str) -> Option<usize> {
        self.parts.get(&path.replace('\\', "/").to_ascii_lowercase()).copied()
    }

    /// The package with other sheets, and another table.
    fn copied(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).ok()?;
            let name = part.name().ok()?.into_owned();
            let content = if let Some(number) = self.part(&name) {
                self.sheet(number).into_bytes()
            } else if is_table(&name) {
                self.table()
            } else {
                // Pictures and the like nobody asks for.
                if [".xml", ".rels"].iter().any(|end| name.to_ascii_lowercase().ends_with(end)) {
                    out.raw_copy_file(part).ok()?;
                }
                continue;
            };
            drop(part);
            out.start_file(name, stored).ok()?;
            out.write_all(&content).ok()?;
        }
        Some(out.finish().ok()?.into_inner())
    }

    /// What calamine says to all of them.
    fn answers(&self, copy: &[u8]) -> Option<Answers> {
        let mut workbook = Xlsx::new(Cursor::new(copy)).ok()?;
        let sheets = workbook.sheets_metadata().to_vec();
        let mut answers = None;
        for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            let (_, path) = self.sheets.iter().find(|(name, _)| *name == sheet.name)?;
            let number = self.part(path)?;
            let mut cells = workbook.worksheet_cells_reader(&sheet.name).ok()?;
            let codes = format_codes(cells.styles());
            let mut next = || cells.next_cell().ok()?;
            if text_of(next()?.get_value())? != number.to_string() {
                return None;
            }
            if number != self.asking || answers.is_some() {
                continue;
            }
            let mut formats = Vec::new();
            for number in 0..self.formats {
                let shown = Shown::of(next()?.get_value())?;
                formats.push((shown, codes.get(number).cloned().flatten()));
            }
            let mut texts = Vec::new();
            for _ in 0..self.texts() {
                texts.push(text_of(next()?.get_value())?.to_owned());
            }
            if codes.len() > formats.len() || self.has_table && texts.first()? != FIRST {
                return None;
            }
            answers = Some((formats, texts.into_iter().skip(1).collect()));
        }
        let (formats, texts) = answers?;
        Some((sheets, formats, texts))
    }
}

type Answers = (Vec<Sheet>, Vec<(Shown, Option<ArcStr>)>, Vec<String>);

/// How many formats there are at most.
fn formats_at_most(package: &mut Package<'_>) -> Option<usize> {
    let is_styles = |name: &&str| name.to_ascii_lowercase().ends_with("styles.xml");
    let lists: Vec<String> = package.names().filter(is_styles).map(str::to_owned).collect();
    let mut most = 0;
    for list in lists {
        if package.size(&list) > MOST_STYLES {
            return None;
        }
        let styles = package.bytes(&list, MOST_STYLES).ok()?;
        most += memmem::find_iter(&styles, b"<xf").count();
    }
    (most <= MOST_FORMATS).then_some(most)
}

fn text_of<'a>(value: &'a DataRef<'_>) -> Option<&'a str> {
    match value {
        DataRef::SharedString(text) => Some(text),
        DataRef::String(text) => Some(text),
        _ => None,
    }
}
