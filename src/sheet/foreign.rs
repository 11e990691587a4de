//! Files that hold no table that can be read. In: bytes, the names inside a package, the start of a
//! text. Out: what the file is, and exactly what to do about it. Never guesses from the name alone.

/// What a file is, and what to do.
pub(super) type Foreign = (&'static str, &'static str);

pub(super) const SAVE_AS_XLSX: &str =
    "open it in Excel, choose File, Save As, Excel Workbook (*.xlsx), and send that file";
const SAVE_AS_DOCX: &str =
    "open it in Word, choose File, Save As, Word Document (*.docx), and send that file";
const SAVE_FROM_LIBREOFFICE: &str =
    "open it in LibreOffice, choose File, Save As, Excel 2007-365 (.xlsx), and send that file";
const SEND_TABLE: &str = "type or paste the table into an Excel workbook, check every amount, and send that workbook (*.xlsx); where the picture was made from a sheet, send the sheet itself";
const SEND_WORKBOOK: &str = "send the table itself as an Excel workbook (*.xlsx)";
pub(super) const UNPACK: &str =
    "unpack it (on Windows: right-click it, Extract All) and send the workbooks inside";
const SEND_FILE_BEHIND: &str = "this is only a pointer to the file: open it, and in the program that then opens choose File, Save As, Excel Workbook (*.xlsx), and send that file";
const SEND_ATTACHMENT: &str =
    "open the message, save the sheet that is attached to it, and send that sheet";
const EXPORT_NUMBERS: &str = "open it in Numbers on a Mac or at icloud.com, choose File, Export To, Excel, and send that file";
const EXPORT_PAGES: &str =
    "open it in Pages on a Mac or at icloud.com, choose File, Export To, Word, and send that file";

const SIGNATURES: [(&[u8], Foreign); 23] = [
    (b"\x89PNG", ("a picture (PNG)", SEND_TABLE)),
    (b"\xff\xd8\xff", ("a picture (JPEG)", SEND_TABLE)),
    (b"GIF8", ("a picture (GIF)", SEND_TABLE)),
    (b"II*\0", ("a picture (TIFF)", SEND_TABLE)),
    (b"MM\0*", ("a picture (TIFF)", SEND_TABLE)),
    (b"{\\rtf", ("a rich text document (RTF)", SAVE_AS_DOCX)),
    (b"Rar!", ("a RAR archive", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", ("a 7-Zip archive", UNPACK)),
    (b"\x1f\x8b", ("a compressed file (gzip)", UNPACK)),
    (b"BZh", ("a compressed file (bzip2)", UNPACK)),
    (b"\xfd7zXZ\0", ("a compressed file (xz)", UNPACK)),
    (b"MSCF", ("a cabinet archive", UNPACK)),
    (b"\x4c\0\0\0\x01\x14\x02\0", ("a Windows shortcut (.lnk)", SEND_FILE_BEHIND)),
    (b"\0\0\x1a\0", ("a Lotus 1-2-3 sheet", SAVE_FROM_LIBREOFFICE)),
    (b"\0\0\x02\0\x06\x04", ("a Lotus 1-2-3 sheet", SAVE_FROM_LIBREOFFICE)),
    (b"\0\0\x02\0\x04\x04", ("a Lotus 1-2-3 sheet", SAVE_FROM_LIBREOFFICE)),
    (b"\xff\0\x02\0", ("a Microsoft Works sheet", SAVE_FROM_LIBREOFFICE)),
    (b"\0\0\x02\0", ("a Quattro Pro sheet", SAVE_FROM_LIBREOFFICE)),
    // Before compound files: one sheet in records of its own.
    (b"\x09\0\x04\0", ("a workbook of Excel 2", SAVE_AS_XLSX)),
    (b"\x09\x02\x06\0", ("a workbook of Excel 3", SAVE_AS_XLSX)),
    (b"\x09\x04\x06\0", ("a workbook of Excel 4", SAVE_AS_XLSX)),
    (b"%!PS", ("a printout (PostScript)", SEND_WORKBOOK)),
    (b"SQLite format 3", ("a database (SQLite)", SEND_WORKBOOK)),
];

/// By its first bytes.
pub(super) fn by_bytes(bytes: &[u8]) -> Option<Foreign> {
    let known = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, foreign)) = known {
        return Some(*foreign);
    }
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    match (at(4, 8), at(8, 12)) {
        (b"ftyp", b"heic" | b"heix" | b"hevc" | b"heim" | b"mif1" | b"msf1") => {
            return Some(("a picture (HEIC)", SEND_TABLE));
        }
        (b"ftyp", b"avif") => return Some(("a picture (AVIF)", SEND_TABLE)),
        (b"ftyp", _) => return Some(("a video", SEND_WORKBOOK)),
        (_, b"WEBP") if at(0, 4) == b"RIFF" => return Some(("a picture (WebP)", SEND_TABLE)),
        (b"Stan" | b"\x01\0\0\0", _) if at(4, 19) == b"Standard Jet DB" => {
            return Some(("a database (Access)", SEND_WORKBOOK));
        }
        _ => {}
    }
    if at(257, 262) == b"ustar" {
        return Some(("an archive (tar)", UNPACK));
    }
    let number = |at: usize| {
        bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
    };
    if at(0, 2) == b"BM" && number(2).is_some_and(|size| size as usize == bytes.len()) {
        return Some(("a picture (BMP)", SEND_TABLE));
    }
    is_dbase(bytes).then_some((
        "a dBase table (DBF)",
        "open it in LibreOffice or Excel, choose File, Save As, Excel Workbook (*.xlsx), look at the letters č, ć, š, ž and đ, and send that file",
    ))
}

/// A version, a date, and a header that ends where it says.
fn is_dbase(bytes: &[u8]) -> bool {
    let Some(&[version, _, month, day, _, _, _, _, low, high]) = bytes.first_chunk::<10>() else {
        return false;
    };
    let end = usize::from(u16::from_le_bytes([low, high]));
    matches!(version, 0x02 | 0x03 | 0x30 | 0x31 | 0x43 | 0x83 | 0x8b | 0xf5)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && end > 32
        && (bytes.get(end - 1) == Some(&0x0d) || bytes.get(end.saturating_sub(264)) == Some(&0x0d))
}

/// By the names inside a package that is neither Excel's nor LibreOffice's spreadsheet.
pub(super) fn by_parts(name: &str, parts: &[String]) -> Option<Foreign> {
    let any = |test: &dyn Fn(&str) -> bool| {
        parts.iter().any(|part| test(&part.replace('\\', "/").to_ascii_lowercase()))
    };
    let ends = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
    if any(&|part| part.ends_with(".iwa") || part.ends_with("index.zip") || part == "index.xml") {
        return Some(match () {
            () if ends(".pages") => ("an Apple Pages document", EXPORT_PAGES),
            () if ends(".key") => ("an Apple Keynote presentation", SEND_WORKBOOK),
            () => ("an Apple Numbers sheet", EXPORT_NUMBERS),
        });
    }
    if any(&|part| part.ends_with("ppt/presentation.xml")) {
        return Some(("a PowerPoint presentation", SEND_WORKBOOK));
    }
    if any(&|part| part.ends_with("fixeddocseq.fdseq")) {
        return Some(("a printout (XPS)", SEND_WORKBOOK));
    }
    None
}

/// By the type that an OpenDocument package says it has.
pub(super) fn opendocument(kind: &str) -> Foreign {
    if kind.contains("opendocument.text") {
        ("an OpenDocument text (odt)", SAVE_AS_DOCX)
    } else if kind.contains("opendocument.presentation") || kind.contains("opendocument.graphics") {
        ("an OpenDocument presentation or drawing", SEND_WORKBOOK)
    } else {
        ("an OpenDocument file that is no spreadsheet", SAVE_FROM_LIBREOFFICE)
    }
}

/// By the names of streams in a compound file without a workbook or a Word document.
pub(super) fn by_streams(has: &dyn Fn(&str) -> bool) -> Foreign {
    if has("PowerPoint Document") {
        ("a PowerPoint presentation", SEND_WORKBOOK)
    } else if has("__properties_version1.0") || has("__nameid_version1.0") {
        ("an Outlook message (.msg)", SEND_ATTACHMENT)
    } else if has("NativeContent_MAIN") || has("PerfectOffice_MAIN") {
        ("a Quattro Pro or WordPerfect file", SAVE_FROM_LIBREOFFICE)
    } else if has("MatOST") || has("MM") {
        ("a Microsoft Works file", SAVE_FROM_LIBREOFFICE)
    } else if has("Catalog") {
        ("a cache of pictures that Windows keeps (Thumbs.db)", SEND_WORKBOOK)
    } else {
        ("an Office file without a workbook in it", SAVE_AS_XLSX)
    }
}

/// By the start of a text, in small letters.
pub(super) fn by_text(start: &str) -> Option<Foreign> {
    if start.starts_with('{') && (start.contains("docs.google.com") || start.contains("\"doc_id\""))
    {
        return Some((
            "a shortcut to a Google document (.gsheet)",
            "open it in Google Sheets, choose File, Download, Microsoft Excel (.xlsx), and send that file",
        ));
    }
    if start.starts_with("[internetshortcut]") || start.contains("<key>url</key>") {
        return Some(("a shortcut to a web page", SEND_FILE_BEHIND));
    }
    let header = |name: &str| start.starts_with(name) || start.contains(&format!("\n{name}"));
    let is_message = ["to:", "received:", "message-id:", "delivered-to:"].iter().any(|h| header(h));
    if header("from:") && is_message && (header("subject:") || header("mime-version:")) {
        return Some(("an e-mail message (.eml)", SEND_ATTACHMENT));
    }
    if start.starts_with("<?xml") || start.starts_with('<') {
        if start.contains("schemas.microsoft.com/office/word/2003/wordml")
            || start.contains("<pkg:package")
            || start.contains("opendocument.text")
        {
            return Some(("a text document stored as XML", SAVE_AS_DOCX));
        }
        if start.starts_with("<?xml") || start.starts_with("<workbook") {
            return Some(("an XML file that is no sheet", SAVE_AS_XLSX));
        }
    }
    None
}

/// What helps a damaged file of this name.
pub(super) fn mending(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("doc" | "docx" | "docm" | "odt" | "rtf") => {
            "open the file in Word (let it repair the file if it offers to), choose File, Save As, Word Document (*.docx), check that all tables are there, and send that file"
        }
        Some("ods" | "fods" | "ots") => {
            "open the file in LibreOffice (let it repair the file if it offers to), choose File, Save As, Excel 2007-365 (.xlsx), check that all rows are there, and send that file"
        }
        Some("zip") => {
            "pack the workbooks again (on Windows: mark them, right-click, Send to, Compressed folder), open the archive to see that they are in it, and send it"
        }
        _ => {
            "open the file in Excel (let it repair the file if it offers to), choose File, Save As, Excel Workbook (*.xlsx), check that all rows are there, and send that file"
        }
    }
}
