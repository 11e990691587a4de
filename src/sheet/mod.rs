//! Bytes → Grid. In: the bytes of one file and limits. Out: its cells, and findings. The only place
//! that names calamine, and the only one besides `write/` where a float may occur. Never opens a file.
//!
//! - `sniff`: what the bytes are, whatever the name says
//! - `package`, `compound`, `biff`: what is checked before calamine may open a file
//! - `foreign`: what holds no table, and what to do about it; `archive`: a zip of sheets; `cut`
//!   with `lists`: a workbook without rows that nobody needs
//! - `xlsx` with `usual`, `marks` and `mend`, `xlsb`, `xls`, `excelxml`, `ods`, `html` with `webarchive`,
//!   `delimited`, `docx`, `text`: one reader each
//! - `builder`, `value`, `numfmt`, `sums`, `merged`, `texts`: cells and areas on their way into a grid

mod archive;
mod biff;
mod builder;
mod cell;
mod compound;
mod cut;
mod delimited;
mod docx;
mod encoding;
mod excelxml;
mod foreign;
mod grid;
mod guard;
mod html;
mod lists;
mod marks;
mod mend;
mod merged;
mod numfmt;
mod ods;
mod package;
mod relations;
mod sniff;
mod sums;
mod text;
mod texts;
mod usual;
mod value;
mod webarchive;
mod xls;
mod xlsb;
mod xlsx;

use std::convert::Infallible;

use arcstr::ArcStr;

pub use archive::{is_table_name, unpack};
pub use cell::{Cell, FormatId, Formats, Value};
pub use cut::{Unneeded, without_lists, without_rows};
pub use encoding::unicode;
pub use grid::{Area, FileKind, Grid, ROWS_AT_ONCE, Row, SheetFile, Spots, Sum, TakeRows, Taken};
pub use guard::{better_apart, panic_is_caught};
pub use merged::Merged;
pub use texts::Texts;
pub use value::date_of_serial;

use crate::NamedBytes;
use crate::config::Limits;
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Place, SourceFile};
use crate::vocabulary::Vocabulary;
use builder::Reading;
use sniff::Content;

/// Why a file gives no grid at all.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stop {
    /// It is damaged; in words for the finding.
    Broken(Said),
    /// It needs a password.
    Encrypted,
    /// It holds no table that can be read: what it is, and what to do.
    Unreadable(&'static str, &'static str),
    /// It is larger than a limit.
    TooLarge {
        /// What is too large.
        what: Said,
        /// The limit.
        limit: Said,
        /// What it is called in the configuration, where it can be changed.
        key: Option<&'static str>,
    },
}

impl Stop {
    fn broken(problem: impl Into<Said>) -> Self {
        Stop::Broken(problem.into())
    }

    /// It is damaged, as the library of its format says it.
    fn technical(error: impl ToString) -> Self {
        Stop::Broken(technical(error))
    }

    fn unreadable((what, remedy): foreign::Foreign) -> Self {
        Stop::Unreadable(what, remedy)
    }

    fn too_large(what: impl Into<Said>, limit: Said, key: Option<&'static str>) -> Self {
        Stop::TooLarge { what: what.into(), limit, key }
    }

    fn into_finding(self, file: &ArcStr) -> Finding {
        let place = Place::of_file(file);
        match self {
            Stop::Broken(problem) => {
                let remedy = foreign::mending(file);
                let finding = Finding::new(Code::FileBroken, place);
                finding.detail("problem", problem).detail("remedy", remedy)
            }
            Stop::Unreadable(what, remedy) => {
                Finding::new(Code::FileUnknown, place).detail("kind", what).detail("remedy", remedy)
            }
            Stop::Encrypted => Finding::new(Code::FileEncrypted, place),
            Stop::TooLarge { what, limit, key } => {
                over_limit(place, what, limit, key, "nothing from this file is counted")
            }
        }
    }
}

/// What the library of a format says of a fault, in its own English words.
fn technical(error: impl ToString) -> Said {
    Said::new("{technical}").with_data("technical", error)
}

/// The finding that a limit was exceeded: at a place, what is larger than which limit, what the limit
/// is called in the configuration where it can be changed, and what happens now.
#[must_use]
pub fn over_limit(
    place: Place,
    what: impl Into<Said>,
    limit: Said,
    key: Option<&str>,
    effect: &'static str,
) -> Finding {
    let change = match key {
        Some(key) => {
            Said::new("the limit is {key} in earmark.toml, under [limits]").with_data("key", key)
        }
        None => Said::new("this limit is fixed"),
    };
    Finding::new(Code::LimitExceeded, place)
        .detail("what", what.into())
        .detail("limit", limit)
        .detail("change", change)
        .detail("give", "send that")
        .detail("effect", effect)
}

/// Reads one file into grids, by its content and not by its name. None where nothing could be read;
/// the findings say why and what to do.
#[must_use]
pub fn read_file(
    input: &NamedBytes,
    limits: &Limits,
    vocabulary: &Vocabulary,
) -> (Option<SheetFile>, Vec<Finding>) {
    let vocabulary = || Ok::<_, Infallible>(vocabulary);
    let Ok((read, _)) = read_once(input, limits, vocabulary, None);
    read
}

/// As [`read_file`] does, with words that are asked for where they are needed: in a text, whose tables
/// nothing else tells. Rows of a large sheet go to the taker while it is read.
///
/// # Errors
/// That of the words.
pub fn read_file_with<'v, E>(
    input: &NamedBytes,
    limits: &Limits,
    vocabulary: impl Fn() -> Result<&'v Vocabulary, E>,
    taker: &mut dyn TakeRows,
) -> Result<Read, E> {
    let (read, too_late) = read_once(input, limits, &vocabulary, Some(taker))?;
    if !too_late {
        return Ok(read);
    }
    taker.forget(None);
    read_once(input, limits, &vocabulary, None).map(|(read, _)| read)
}

/// What a file holds, where it could be read, and what was found.
type Read = (Option<SheetFile>, Vec<Finding>);

/// Also says whether a row came after one that was handed over and stands behind it.
fn read_once<'v, E>(
    input: &NamedBytes,
    limits: &Limits,
    vocabulary: impl Fn() -> Result<&'v Vocabulary, E>,
    taker: Option<&mut dyn TakeRows>,
) -> Result<(Read, bool), E> {
    let file: ArcStr = input.name.as_str().into();
    let mut findings = Vec::new();
    let stopped = |stop: Stop| Ok(((None, vec![stop.into_finding(&file)]), false));
    let refused = |finding: Finding| Ok(((None, vec![finding]), false));
    let at_file = |code| Finding::new(code, Place::of_file(&file));

    if input.bytes.len() as u64 > limits.file_bytes {
        let limit =
            Said::new("{megabytes} MB in one file").with_data("megabytes", limits.file_bytes >> 20);
        return stopped(Stop::too_large("the file", limit, Some("file-megabytes")));
    }
    let content = match sniff::sniff(&input.name, &input.bytes, limits) {
        Ok(content) => content,
        Err(stop) => return stopped(stop),
    };
    let mut reading = Reading::new(&file, limits, taker.map(|taker| taker as _));
    let (kind, grids) = match content {
        Content::Empty => {
            let effect = "nothing is read from this file; where it is an expenditure sheet, its sender counts \
                          as not having reported";
            let empty = at_file(Code::FileEmpty).detail("give", "send it again");
            return refused(empty.detail("effect", effect));
        }
        Content::WordBinary => return refused(at_file(Code::WordBinary)),
        Content::Pdf => return refused(at_file(Code::Pdf)),
        Content::Xlsx => (FileKind::Xlsx, xlsx::read(&input.bytes, &mut reading)),
        Content::Xlsb => (FileKind::Xlsb, xlsb::read(&input.bytes, &mut reading)),
        Content::Ods => (FileKind::Ods, ods::read(&input.bytes, &mut reading)),
        Content::FlatOds(decoded) => {
            findings.extend(decoded.findings(&file));
            (FileKind::Ods, ods::read_flat(&decoded.text, &mut reading))
        }
        Content::ExcelXml(decoded) => {
            findings.extend(decoded.findings(&file));
            (FileKind::ExcelXml, excelxml::read(&decoded.text, &mut reading))
        }
        Content::Html(pages) => {
            findings.extend(pages.iter().take(1).flat_map(|page| page.findings(&file)));
            (FileKind::Html, html::read(&pages, &mut reading))
        }
        Content::Xls(stream) => (FileKind::Xls, xls::read(stream, &mut reading)),
        Content::Docx => {
            let (grids, found) = docx::read(&file, &input.bytes, limits);
            findings.extend(found);
            (FileKind::Docx, Ok(grids))
        }
        Content::Csv(decoded) => {
            findings.extend(decoded.findings(&file));
            (FileKind::Csv, delimited::read(&decoded.text, &mut reading))
        }
        Content::Text(decoded) => {
            findings.extend(decoded.findings(&file));
            let (grids, found) = text::read(&file, decoded.text.as_bytes(), limits, vocabulary()?);
            findings.extend(found);
            (FileKind::Text, Ok(grids))
        }
    };
    let grids = match grids {
        Ok(grids) => grids,
        Err(stop) => return Ok(((None, vec![stop.into_finding(&file)]), reading.too_late)),
    };
    if let Some((named, is)) = sniff::name_differs(&input.name, kind) {
        findings.insert(0, at_file(Code::NameDiffersFromContent).read(named).detail("kind", is));
    }
    findings.extend(reading.findings);
    let source = SourceFile::new(&file, &input.bytes);
    Ok(((Some(SheetFile { source, kind, grids }), findings), reading.too_late))
}
