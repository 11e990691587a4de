//! Zip archives of sheets, and files that hold no table and say what to do.

use earmark::NamedBytes;
use earmark::config::{Limits, Settings};
use earmark::diagnostic::{Catalogue, Finding};
use earmark::job;
use earmark::sheet::unpack;

use crate::support::office::ooxml::xlsx;
use crate::support::office::xls::container;
use crate::support::office::{ods, package, parts};
use crate::{codes, read, table};

fn zip(parts: &[(&str, Vec<u8>)]) -> NamedBytes {
    NamedBytes { name: "archive.zip".to_owned(), bytes: package(parts) }
}

fn unpacked(input: &NamedBytes) -> (Vec<String>, Vec<&'static str>) {
    let (files, findings) = unpack(input, &Limits::default()).expect("an archive");
    (files.into_iter().map(|file| file.name).collect(), codes(&findings))
}

#[test]
fn an_archive_is_the_files_in_it() {
    let sheet = xlsx(&[table()]);
    let (names, found) = unpacked(&zip(&[
        ("a.xlsx", sheet.clone()),
        ("Q2/b.csv", b"a;b\n".to_vec()),
        ("Q2/", Vec::new()),
        ("__MACOSX/._a.xlsx", b"x".to_vec()),
        (".DS_Store", b"x".to_vec()),
        ("~$a.xlsx", b"x".to_vec()),
        ("readme.md", b"x".to_vec()),
    ]));
    assert_eq!(names, ["archive.zip/a.xlsx", "archive.zip/Q2/b.csv"]);
    assert_eq!(found, ["N0115", "N0109", "N0113"]);
    let (_, findings) =
        unpack(&zip(&[("a.csv", b"a;b\n".to_vec())]), &Limits::default()).expect("an archive");
    let title = Catalogue::built_in().expect("the texts").title(&findings[0]);
    assert_eq!(title, "the archive was unpacked: 1 file inside was read");
    // Office's own packages are no archives.
    for bytes in [sheet, ods::ods(&[table()])] {
        let input = NamedBytes { name: "a.zip".to_owned(), bytes };
        assert!(unpack(&input, &Limits::default()).is_none());
    }
}

#[test]
fn paths_inside_an_archive_lead_nowhere() {
    let (names, _) = unpacked(&zip(&[
        ("../../etc/a.csv", b"a;b\n".to_vec()),
        ("C:\\Users\\b.csv", b"a;b\n".to_vec()),
        ("/c.csv", b"a;b\n".to_vec()),
        ("c.csv", b"a;b\n".to_vec()),
    ]));
    let expected = [
        "archive.zip/etc/a.csv",
        "archive.zip/Users/b.csv",
        "archive.zip/c.csv",
        "archive.zip/c (2).csv",
    ];
    assert_eq!(names, expected);
}

#[test]
fn sheets_in_an_archive_count_as_if_they_came_alone() {
    let csv = "Institution;Ministry of Health\nPeriod;Q2 2020\n\n\
        Activity;Spent from budget (EUR)\n1.1.1;100,50\n1.1.2;200,00\n";
    let alone = NamedBytes { name: "mz.csv".to_owned(), bytes: csv.as_bytes().to_vec() };
    let archive = zip(&[("mz.csv", csv.as_bytes().to_vec()), ("inner.zip", zip(&[]).bytes)]);
    let check = |input: &NamedBytes| {
        let inputs = std::slice::from_ref(input);
        job::check(None, inputs, &Settings::default(), Vec::new(), &job::Means::default())
            .expect("a check")
    };
    let (one, other) = (check(&alone), check(&archive));
    let amounts = |checked: &job::Checked| -> Vec<String> {
        let entries = checked.submissions.iter().flat_map(|submission| submission.entries.iter());
        entries.map(|entry| entry.amount.to_string()).collect()
    };
    assert_eq!(amounts(&one).len(), 2);
    assert_eq!(amounts(&one), amounts(&other));
    let place = &other.submissions[0].entries.get(0).unwrap().place();
    assert_eq!(&**place.file(), "archive.zip/mz.csv");
    let found = codes(&other.findings);
    assert!(found.contains(&"N0115") && found.contains(&"E0103"), "{found:?}");
}

#[test]
fn archives_that_cannot_be_unpacked_say_why() {
    let many: Vec<(String, Vec<u8>)> =
        (0..1001).map(|number| (format!("{number}.csv"), b"a".to_vec())).collect();
    let many: Vec<(&str, Vec<u8>)> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let large = zip(&[("a.csv", vec![b'a'; 3 << 20])]);
    let mut protected = zip(&[("a.xlsx", b"x".to_vec())]).bytes;
    // The flag that a part is encrypted, before the part and in the list at the end.
    protected[6] |= 1;
    let list = protected.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a list");
    protected[list + 8] |= 1;
    let limits = Limits { unzipped_bytes: 2 << 20, ..Limits::default() };
    for (name, bytes, word, code) in [
        ("many", zip(&many).bytes, "1,000 files", "E0103"),
        ("large", large.bytes, "larger than the limit", "E0106"),
        ("protected", protected, "password", "E0103"),
        ("empty", zip(&[("readme.md", b"x".to_vec())]).bytes, "without a sheet", "E0103"),
    ] {
        let input = NamedBytes { name: "a.zip".to_owned(), bytes };
        assert!(unpack(&input, &limits).is_none(), "{name}");
        let (_, findings) = crate::read_within("a.zip", &input.bytes, &limits);
        assert_eq!(codes(&findings), [code], "{name}");
        assert!(said(&findings[0]).contains(word), "{name}: {}", said(&findings[0]));
    }
}

/// Title and remedy as they are shown.
fn said(finding: &Finding) -> String {
    let catalogue = Catalogue::built_in().expect("texts");
    let shown = format!("{} / {}", catalogue.title(finding), catalogue.remedy(finding));
    assert!(!shown.contains(['{', '}']), "{shown}");
    shown
}

fn dbase() -> Vec<u8> {
    let mut file = vec![3, 120, 6, 30, 1, 0, 0, 0, 65, 0, 11, 0];
    file.resize(64, 0);
    file.push(0x0d);
    file.extend(b" 12345678901\x1a");
    file
}

fn bitmap() -> Vec<u8> {
    let mut file = b"BM".to_vec();
    file.extend(200u32.to_le_bytes());
    file.resize(200, 0);
    file
}

#[test]
fn what_holds_no_table_says_exactly_what_to_do() {
    let odt = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml", b"<x/>".to_vec()),
    ]);
    let locked = {
        let mut parts = parts(&ods::ods(&[table()]));
        for (_, part) in parts.iter_mut().filter(|(name, _)| name.ends_with("manifest.xml")) {
            *part = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>".to_vec();
        }
        let parts: Vec<(&str, Vec<u8>)> =
            parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
        package(&parts)
    };
    let iwork = || package(&[("Index/Document.iwa", b"x".to_vec())]);
    let stream = |name: &str| container(&[(name, &[7; 5000])]);
    let at = |start: &[u8], rest: usize| [start, &vec![1; rest]].concat();
    for (name, bytes, words) in [
        ("a.numbers", iwork(), ["Apple Numbers", "File, Export To, Excel"]),
        ("a.pages", iwork(), ["Apple Pages", "Export To, Word"]),
        ("a.jpg", at(b"\xff\xd8\xff\xe0", 90), ["JPEG", "Excel workbook"]),
        ("a.heic", at(b"\0\0\0\x18ftypheic\0\0", 90), ["HEIC", "Excel workbook"]),
        ("a.webp", at(b"RIFF\x10\0\0\0WEBPVP8 \0", 90), ["WebP", "Excel workbook"]),
        ("a.bmp", bitmap(), ["BMP", "Excel workbook"]),
        ("a.rtf", b"{\\rtf1 x}".to_vec(), ["RTF", "Word Document"]),
        ("a.odt", odt, ["OpenDocument text", "Word Document"]),
        (
            "a.gsheet",
            b"{\"url\": \"https://docs.google.com/open?id=1\", \"doc_id\": \"1\"}".to_vec(),
            ["Google", "File, Download, Microsoft Excel"],
        ),
        ("a.lnk", at(b"\x4c\0\0\0\x01\x14\x02\0", 90), ["shortcut", "pointer"]),
        ("a.url", b"[InternetShortcut]\r\nURL=https://x\r\n".to_vec(), ["shortcut", "pointer"]),
        ("a.msg", stream("/__properties_version1.0"), ["Outlook", "attached"]),
        (
            "a.eml",
            b"From: a@b.me\r\nTo: c@d.me\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nhello\r\n"
                .to_vec(),
            ["e-mail", "attached"],
        ),
        ("a.7z", at(b"7z\xbc\xaf\x27\x1c", 90), ["7-Zip", "unpack"]),
        ("a.rar", at(b"Rar!\x1a\x07\0", 90), ["RAR", "unpack"]),
        ("a.dbf", dbase(), ["dBase", "Save As, Excel Workbook"]),
        ("a.xls", at(b"\x09\0\x04\0\x02\0\x10\0", 90), ["Excel 2", "Save As, Excel Workbook"]),
        ("a.xls", at(b"\x09\x02\x06\0\0\0\x10\0", 90), ["Excel 3", "Save As, Excel Workbook"]),
        ("a.xls", at(b"\x09\x04\x06\0\0\0\x10\0", 90), ["Excel 4", "Save As, Excel Workbook"]),
        ("a.wks", at(b"\xff\0\x02\0\x04\x04", 90), ["Works", "LibreOffice"]),
        ("a.wq1", at(b"\0\0\x02\0\x20\x51", 90), ["Quattro", "LibreOffice"]),
        ("a.qpw", stream("/NativeContent_MAIN"), ["Quattro", "LibreOffice"]),
        ("a.ods", locked, ["password", "delete the password"]),
        ("a.doc", at(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 600), ["damaged", "in Word"]),
        ("a.xls", at(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 600), ["damaged", "in Excel"]),
        ("a.pdf", b"%PDF-1.4 x".to_vec(), ["PDF", "printed from"]),
        ("a.doc", stream("/WordDocument"), ["Word 97", "Word Document"]),
        ("a.docx", package(&[("[Content_Types].xml", b"x".to_vec())]), ["damaged", "in Word"]),
        ("a.xlsx", b"<?xml version=\"1.0\"?><a/>".to_vec(), ["XML", "Save As, Excel Workbook"]),
    ] {
        let (file, findings) = read(name, &bytes);
        assert!(file.is_none(), "{name}");
        assert_eq!(findings.len(), 1, "{name}: {findings:?}");
        let said = said(&findings[0]);
        for word in words {
            assert!(said.contains(word), "{name}: {said}");
        }
    }
}
