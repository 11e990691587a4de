//! What the bytes are, whatever the name says. In: bytes. Out: the kind of content, with what was
//! already unpacked on the way to it. The name decides one thing only: `.txt` is a document.

use super::Stop;
use super::compound::{Compound, SIGNATURE};
use super::delimited;
use super::encoding::{self, Decoded};
use super::grid::FileKind;
use super::package::Package;
use crate::config::Limits;

/// What a file holds.
pub(super) enum Content {
    Empty,
    Xlsx,
    Xlsb,
    Ods,
    Docx,
    /// The workbook's own stream, taken out of its container.
    Xls(Vec<u8>),
    Csv(Decoded),
    Text(Decoded),
    WordBinary,
    Pdf,
    /// Something else: what it is, and what to do about it.
    Other(&'static str, &'static str),
}

const SAVE_AS_XLSX: &str =
    "open it in Excel, choose File, Save As, Excel Workbook (*.xlsx), and send that file";
const SEND_TABLE: &str = "send the table itself as an Excel workbook (*.xlsx)";
const UNPACK: &str = "unpack it and send the workbooks inside";

const SIGNATURES: [(&[u8], &str, &str); 10] = [
    (b"\x89PNG", "a picture (PNG)", SEND_TABLE),
    (b"\xff\xd8\xff", "a picture (JPEG)", SEND_TABLE),
    (b"GIF8", "a picture (GIF)", SEND_TABLE),
    (b"II*\0", "a picture (TIFF)", SEND_TABLE),
    (b"MM\0*", "a picture (TIFF)", SEND_TABLE),
    (
        b"{\\rtf",
        "a rich text document",
        "open it in Word, save it as a Word Document (*.docx), and send that file",
    ),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"\x1f\x8b", "a compressed file", UNPACK),
    (b"\0\0\x1a\0", "a Lotus 1-2-3 sheet", SAVE_AS_XLSX),
];

pub(super) fn sniff(name: &str, bytes: &[u8], limits: &Limits) -> Result<Content, Stop> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Ok(Content::Empty);
    }
    if bytes.starts_with(SIGNATURE) {
        return compound(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes, limits);
    }
    if bytes.get(..1024).unwrap_or(bytes).windows(5).any(|window| window == b"%PDF-") {
        return Ok(Content::Pdf);
    }
    if let Some((_, what, remedy)) = SIGNATURES.iter().find(|(start, ..)| bytes.starts_with(start))
    {
        return Ok(Content::Other(what, remedy));
    }
    let Some(decoded) = encoding::decode(bytes) else {
        return Ok(Content::Other("a file of unknown kind", SAVE_AS_XLSX));
    };
    if let Some(markup) = markup(&decoded.text) {
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
    Ok(if compound.has("WordDocument") {
        Content::WordBinary
    } else if compound.has("PowerPoint Document") {
        Content::Other("a PowerPoint presentation", SEND_TABLE)
    } else {
        Content::Other("an Office file without a workbook in it", SAVE_AS_XLSX)
    })
}

fn zip(bytes: &[u8], limits: &Limits) -> Result<Content, Stop> {
    let mut package = Package::open(bytes, limits)?;
    if package.has("mimetype") && package.has("content.xml") {
        let kind = package.text("mimetype", 256)?;
        let kind = kind.trim();
        return Ok(if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
            Content::Ods
        } else {
            Content::Other("an OpenDocument file that is no spreadsheet", SAVE_AS_XLSX)
        });
    }
    let any =
        |ending: &str| package.names().any(|name| name.to_ascii_lowercase().ends_with(ending));
    Ok(if any("xl/workbook.bin") {
        Content::Xlsb
    } else if any("word/document.xml") {
        Content::Docx
    } else if any("workbook.xml") && package.has("_rels/.rels") {
        Content::Xlsx
    } else if any("ppt/presentation.xml") {
        Content::Other("a PowerPoint presentation", SEND_TABLE)
    } else {
        Content::Other("a zip archive", UNPACK)
    })
}

/// Web pages and XML that call themselves sheets.
fn markup(text: &str) -> Option<Content> {
    let start: String =
        text.trim_start().chars().take(2000).collect::<String>().to_ascii_lowercase();
    if start.starts_with("mime-version:") {
        return Some(Content::Other("a web archive", SAVE_AS_XLSX));
    }
    if !start.starts_with('<') {
        return None;
    }
    let web = ["<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<style"];
    Some(
        if start.contains("urn:schemas-microsoft-com:office:spreadsheet")
            && start.starts_with("<?xml")
        {
            Content::Other("a sheet in Excel 2003 XML", SAVE_AS_XLSX)
        } else if web.iter().any(|tag| start.contains(tag)) {
            Content::Other("a web page (HTML) named as a sheet", SAVE_AS_XLSX)
        } else if start.starts_with("<?xml") || start.starts_with("<workbook") {
            Content::Other("an XML file", SAVE_AS_XLSX)
        } else {
            return None;
        },
    )
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
        "ods" | "ots" => FileKind::Ods,
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
        FileKind::Csv => "a text file with separated values (csv)",
        FileKind::Docx => "a Word document (docx)",
        FileKind::Text => "a text file (txt)",
    };
    (promised != kind).then(|| (format!(".{extension}"), is))
}
