//! What the bytes are, whatever the name says. In: bytes. Out: the kind of content, with what was
//! already unpacked on the way to it. The name decides one thing only: `.txt` is a document.

use super::Stop;
use super::archive;
use super::compound::{Compound, SIGNATURE};
use super::delimited;
use super::encoding::{self, Decoded};
use super::foreign::{self, UNPACK};
use super::grid::FileKind;
use super::package::Package;
use super::webarchive;
use crate::config::Limits;

/// What a file holds.
pub(super) enum Content {
    Empty,
    Xlsx,
    Xlsb,
    Ods,
    /// An OpenDocument spreadsheet in one XML file.
    FlatOds(Decoded),
    Docx,
    /// The workbook's own stream, taken out of its container.
    Xls(Vec<u8>),
    /// Excel 2003's XML.
    ExcelXml(Decoded),
    /// The pages of a web page or of a web archive.
    Html(Vec<Decoded>),
    Csv(Decoded),
    Text(Decoded),
    WordBinary,
    Pdf,
}

/// How much of a text tells what it is.
const START: usize = 4000;
/// How much of an OpenDocument file is looked through for what it is, where it does not say so itself.
const MOST_LOOKED_THROUGH: u64 = 32 << 20;
/// A workbook's records without a container, as some programs write them.
const BARE_WORKBOOK: &[u8] = b"\x09\x08";

pub(super) fn sniff(name: &str, bytes: &[u8], limits: &Limits) -> Result<Content, Stop> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Ok(Content::Empty);
    }
    if bytes.starts_with(SIGNATURE) {
        return compound(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(name, bytes, limits);
    }
    if bytes.get(..1024).unwrap_or(bytes).windows(5).any(|window| window == b"%PDF-") {
        return Ok(Content::Pdf);
    }
    if bytes.starts_with(BARE_WORKBOOK) && bytes.get(3) == Some(&0) {
        return Ok(Content::Xls(bytes.to_vec()));
    }
    if let Some(what) = foreign::by_bytes(bytes) {
        return Err(Stop::unreadable(what));
    }
    let Some(decoded) = encoding::decode(bytes) else {
        return Err(Stop::Unreadable("a file of unknown kind", foreign::SAVE_AS_XLSX));
    };
    let start: String = decoded.text.trim_start().chars().take(START).collect();
    if let Some(markup) = markup(&start.to_ascii_lowercase(), bytes)? {
        return Ok(markup);
    }
    let is_document = match extension(name).as_deref() {
        Some("txt") => true,
        Some("csv" | "tsv" | "tab") => false,
        _ => {
            decoded.text.lines().any(|line| line.starts_with('\t'))
                && !delimited::is_consistent(&decoded.text)
        }
    };
    Ok(if is_document { Content::Text(decoded) } else { Content::Csv(decoded) })
}

fn compound(bytes: &[u8]) -> Result<Content, Stop> {
    let compound = Compound::open(bytes)?;
    if compound.has("EncryptedPackage") {
        return Err(Stop::Encrypted);
    }
    for stream in ["Workbook", "Book"] {
        if compound.has(stream) {
            return Ok(Content::Xls(compound.stream(stream)?));
        }
    }
    if compound.has("WordDocument") {
        return Ok(Content::WordBinary);
    }
    Err(Stop::unreadable(foreign::by_streams(&|stream| compound.has(stream))))
}

fn zip(name: &str, bytes: &[u8], limits: &Limits) -> Result<Content, Stop> {
    let mut package = match Package::open(bytes, limits) {
        // Office encrypts in another way: this is an archive with a password.
        Err(Stop::Encrypted) => {
            return Err(Stop::Unreadable(
                "a zip archive with a password",
                "unpack it with its password and send the workbooks inside, or pack them again without a password",
            ));
        }
        package => package?,
    };
    let parts: Vec<String> = package.names().map(str::to_owned).collect();
    if is_archive(&parts) {
        let files = archive::count(&parts);
        return Err(match files {
            0 => Stop::Unreadable(
                "a zip archive without a sheet in it",
                "put the workbooks into it (on Windows: mark them, right-click, Send to, Compressed folder), or send them as they are",
            ),
            _ if files > archive::MOST_FILES => Stop::Unreadable(
                "a zip archive of more than 1,000 files",
                "pack the sheets of this report only, or several archives of at most 1,000 files each",
            ),
            _ => Stop::Unreadable("a zip archive, perhaps inside another one", UNPACK),
        });
    }
    let any = |ending: &str| parts.iter().any(|name| name.to_ascii_lowercase().ends_with(ending));
    if package.has("content.xml") || package.has("encrypted-package") || package.has("mimetype") {
        return opendocument(&mut package);
    }
    if any("xl/workbook.bin") {
        Ok(Content::Xlsb)
    } else if any("word/document.xml") {
        Ok(Content::Docx)
    } else if any("workbook.xml") {
        Ok(Content::Xlsx)
    } else {
        Err(match foreign::by_parts(name, &parts) {
            Some(what) => Stop::unreadable(what),
            None => Stop::broken("the part with its sheets is missing"),
        })
    }
}

/// Whether these are files that somebody packed, and not the parts of one document.
pub(super) fn is_archive(parts: &[String]) -> bool {
    let is_part = |part: &String| {
        let part = part.replace('\\', "/").to_ascii_lowercase();
        matches!(
            part.as_str(),
            "[content_types].xml"
                | "mimetype"
                | "content.xml"
                | "encrypted-package"
                | "_rels/.rels"
        ) || part.ends_with(".iwa")
            || matches!(part.as_str(), "index.zip" | "index.xml")
            || part.ends_with("xl/workbook.xml")
            || part.ends_with("xl/workbook.bin")
            || part.ends_with("word/document.xml")
    };
    !parts.iter().any(is_part)
}

fn opendocument(package: &mut Package<'_>) -> Result<Content, Stop> {
    let manifest = package.text("META-INF/manifest.xml", 1 << 20)?;
    if manifest.contains("encryption-data") || package.has("encrypted-package") {
        return Err(Stop::Encrypted);
    }
    let mut kind = package.text("mimetype", 256)?.trim().to_owned();
    if kind.is_empty() {
        let typed = manifest.split("full-path=\"/\"").next().unwrap_or("");
        kind = typed.rsplit("media-type=\"").next().unwrap_or("").to_owned();
    }
    let spreadsheet = "application/vnd.oasis.opendocument.spreadsheet";
    let is_spreadsheet = kind.starts_with(spreadsheet)
        || manifest.contains(spreadsheet)
        || (!kind.contains("opendocument")
            && package.text("content.xml", MOST_LOOKED_THROUGH)?.contains("<office:spreadsheet"));
    if is_spreadsheet {
        Ok(Content::Ods)
    } else {
        Err(Stop::unreadable(foreign::opendocument(&kind)))
    }
}

/// Web pages and XML that call themselves sheets, and texts that are none. `start` is in small letters.
fn markup(start: &str, bytes: &[u8]) -> Result<Option<Content>, Stop> {
    let head = webarchive::halves(start).0;
    let kind = webarchive::header(head, "content-type");
    if (kind.starts_with("multipart/related") || start.starts_with("mime-version:"))
        && foreign::by_text(start).is_none()
    {
        return webarchive::pages(bytes).map(|pages| Some(Content::Html(pages)));
    }
    let is_markup = start.starts_with('<');
    let declared = || encoding::decode_declared(bytes).ok_or_else(|| Stop::broken("it is no text"));
    let has = |words: &[&str]| words.iter().any(|word| start.contains(word));
    if is_markup
        && has(&["urn:schemas-microsoft-com:office:spreadsheet"])
        && has(&["<workbook", ":workbook"])
    {
        return Ok(Some(Content::ExcelXml(declared()?)));
    }
    if is_markup && has(&["<office:document"]) && has(&["vnd.oasis.opendocument.spreadsheet"]) {
        return Ok(Some(Content::FlatOds(declared()?)));
    }
    if is_markup
        && has(&[
            "<html",
            "<!doctype html",
            "<table",
            "<head",
            "<meta",
            "<body",
            "<style",
            "<title",
        ])
    {
        return Ok(Some(Content::Html(vec![declared()?])));
    }
    foreign::by_text(start).map_or(Ok(None), |what| Err(Stop::unreadable(what)))
}

fn extension(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(extension.to_ascii_lowercase())
}

/// Where the name promises another kind: the name's ending, and what the file is.
pub(super) fn name_differs(name: &str, kind: FileKind) -> Option<(String, &'static str)> {
    let extension = extension(name)?;
    let promised = match extension.as_str() {
        "xlsx" | "xlsm" | "xltx" | "xltm" => FileKind::Xlsx,
        "xlsb" => FileKind::Xlsb,
        "xls" | "xlt" => FileKind::Xls,
        "ods" | "ots" | "fods" => FileKind::Ods,
        "htm" | "html" | "mht" | "mhtml" => FileKind::Html,
        "xml" => FileKind::ExcelXml,
        "csv" | "tsv" | "tab" => FileKind::Csv,
        "docx" | "docm" => FileKind::Docx,
        "txt" => FileKind::Text,
        _ => return None,
    };
    let is = match kind {
        FileKind::Xlsx => "an Excel workbook (xlsx)",
        FileKind::Xlsb => "an Excel binary workbook (xlsb)",
        FileKind::Xls => "an Excel 97–2003 workbook (xls)",
        FileKind::Ods => "an OpenDocument spreadsheet (ods)",
        FileKind::Html => "a web page (HTML)",
        FileKind::ExcelXml => "a sheet in Excel 2003 XML",
        FileKind::Csv => "a text file with separated values (csv)",
        FileKind::Docx => "a Word document (docx)",
        FileKind::Text => "a text file (txt)",
    };
    (promised != kind).then(|| (format!(".{extension}"), is))
}
