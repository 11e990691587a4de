//! A workbook without its cells. In: a package. Out: what calamine says of everything beside the cells: the
//! sheets, what each format makes of a number, the texts that are written with more than letters. It reads a
//! copy of the package, in which each sheet holds cells that ask for these. Nothing where it does not answer
//! each of them.

use std::io::{Cursor, Write};

use arcstr::ArcStr;
use calamine::{DataRef, Reader, Sheet, SheetType, Xlsx};
use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::texts::{Table, Texts};
use crate::sheet::guard::guarded;
use crate::sheet::package::{Package, is_at};
use crate::sheet::value::Shown;
use crate::sheet::xlsx::format_codes;

/// More formats are worth no question each.
const MOST_FORMATS: usize = 20_000;
/// No usual workbook has a larger list of styles.
const MOST_STYLES: u64 = 4 << 20;
/// Stands in the first cell of each sheet: where it is read, the sheet is the one that was written.
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
        let (asking, _) = sheets.iter().find(|(_, path)| path.contains("worksheets/"))?;
        let questions = Questions {
            formats: formats_at_most(package)?,
            texts: table.others().collect(),
            has_table: !tables.is_empty(),
        };
        let copy = copied(bytes, sheets, asking, &questions)?;
        let (sheets, formats, texts) = guarded(|| answers(&copy, asking, &questions))??;
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

    /// A sheet: the first cell, and where it asks one for each format and text.
    fn sheet(&self, asks: bool) -> String {
        let mut cells = match self.has_table {
            true => "<c t=\"s\"><v>0</v></c>".to_owned(),
            false => format!("<c t=\"str\"><v>{FIRST}</v></c>"),
        };
        if asks {
            cells.extend(
                (0..self.formats)
                    .map(|number| format!("<c s=\"{number}\"><v>{}</v></c>", Shown::PROBE)),
            );
            cells.extend(
                (1..=self.texts.len()).map(|number| format!("<c t=\"s\"><v>{number}</v></c>")),
            );
        }
        format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>")
    }
}

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

/// The package with other sheets, and another table.
fn copied(
    bytes: &[u8],
    sheets: &[(String, String)],
    asking: &str,
    questions: &Questions<'_>,
) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut of_sheet = sheets.iter().filter(|(_, path)| is_at(&name, path)).peekable();
        let content = if of_sheet.peek().is_some() {
            questions.sheet(of_sheet.any(|(sheet, _)| sheet == asking)).into_bytes()
        } else if is_table(&name) {
            questions.table()
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

type Answers = (Vec<Sheet>, Vec<(Shown, Option<ArcStr>)>, Vec<String>);

fn answers(copy: &[u8], asking: &str, questions: &Questions<'_>) -> Option<Answers> {
    let mut workbook = Xlsx::new(Cursor::new(copy)).ok()?;
    let sheets = workbook.sheets_metadata().to_vec();
    let mut answers = None;
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).ok()?;
        let codes = format_codes(cells.styles());
        let mut next = || cells.next_cell().ok()?;
        if text_of(next()?.get_value())? != FIRST {
            return None;
        }
        if sheet.name != asking || answers.is_some() {
            continue;
        }
        let mut formats = Vec::new();
        for number in 0..questions.formats {
            let shown = Shown::of(next()?.get_value())?;
            formats.push((shown, codes.get(number).cloned().flatten()));
        }
        if codes.len() > formats.len() {
            return None;
        }
        let mut texts = Vec::new();
        for _ in &questions.texts {
            texts.push(text_of(next()?.get_value())?.to_owned());
        }
        answers = Some((formats, texts));
    }
    let (formats, texts) = answers?;
    Some((sheets, formats, texts))
}

fn text_of<'a>(value: &'a DataRef<'_>) -> Option<&'a str> {
    match value {
        DataRef::SharedString(text) => Some(text),
        DataRef::String(text) => Some(text),
        _ => None,
    }
}
