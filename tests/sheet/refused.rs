//! Files that are not what their name says, files that cannot be read, limits.

use earmark::config::Limits;
use earmark::diagnostic::{Catalogue, Code};
use earmark::model::{CellRef, Spot};
use earmark::sheet::FileKind;

use crate::support::office::ooxml::xlsx;
use crate::support::office::{ods, package, xls, xlsb};
use crate::{cells, codes, read, read_within, table};

#[test]
fn files_in_disguise_are_read_as_what_they_are() {
    let sheets = [table()];
    for (name, bytes, kind) in [
        ("a.xls", xlsx(&sheets), FileKind::Xlsx),
        ("a.csv", xlsx(&sheets), FileKind::Xlsx),
        ("a.xlsx", xls::xls(&sheets), FileKind::Xls),
        ("a.xls", ods::ods(&sheets), FileKind::Ods),
        ("a.xlsx", xlsb::xlsb(&sheets), FileKind::Xlsb),
        ("a.xls", b"a;b\nc;d\n".to_vec(), FileKind::Csv),
    ] {
        let (file, findings) = read(name, &bytes);
        assert_eq!(codes(&findings), ["W0111"], "{name}");
        assert_eq!(file.expect(name).kind, kind);
    }
    for name in ["A.XLSX", "noname", "a.xlsx.download", ".xlsx"] {
        assert_eq!(codes(&read(name, &xlsx(&sheets)).1), [""; 0], "{name}");
    }
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let whole = xlsx(&[table()]);
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let html = b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec();
    let xml = b"<?xml version=\"1.0\"?>\n<Workbook/>".to_vec();
    for (name, bytes, code) in [
        ("a.xlsx", Vec::new(), "E0108"),
        ("a.csv", b"\r\n \r\n".to_vec(), "E0108"),
        ("a.xlsx", whole[..whole.len() / 2].to_vec(), "E0101"),
        ("a.xls", xls::xls(&[table()])[..1000].to_vec(), "E0101"),
        ("a.pdf", pdf, "E0105"),
        ("a.xls", html, "E0103"),
        ("a.xls", xml, "E0103"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "E0103"),
        ("a.xlsx", (0..2000u32).map(|i| (i * 7919 % 251) as u8).collect(), "E0103"),
        ("a.zip", package(&[("readme.md", b"x".to_vec())]), "E0103"),
        ("a.doc", compound("/WordDocument"), "E0104"),
        ("a.xlsx", compound("/EncryptedPackage"), "E0102"),
        ("a.ppt", compound("/PowerPoint Document"), "E0103"),
        (
            "a.xlsx",
            package(&[("xl/workbook.xml", b"x".to_vec()), ("XL/workbook.xml", b"y".to_vec())]),
            "E0101",
        ),
    ] {
        let (file, findings) = read(name, &bytes);
        assert_eq!(codes(&findings), [code], "{name}");
        assert!(file.is_none(), "{name}");
        let catalogue = Catalogue::built_in().expect("texts");
        for shown in [catalogue.title(&findings[0]), catalogue.remedy(&findings[0])] {
            assert!(!shown.is_empty() && !shown.contains(['{', '}']), "{code}: {shown}");
        }
    }
}

fn compound(stream: &str) -> Vec<u8> {
    let mut file =
        cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a container");
    let mut entry = file.create_stream(stream).expect("a stream");
    std::io::Write::write_all(&mut entry, &[7; 5000]).expect("content");
    drop(entry);
    file.into_inner().into_inner()
}

#[test]
fn limits_stop_a_file_and_name_themselves() {
    let sheets = [table()];
    let few = Limits { cells: 5, ..Limits::default() };
    let small = Limits { file_bytes: 100, ..Limits::default() };
    let tight = Limits { unzipped_bytes: 500, ..Limits::default() };
    for (name, bytes, limits) in [
        ("cells.xlsx", xlsx(&sheets), few),
        ("cells.xlsb", xlsb::xlsb(&sheets), few),
        ("cells.xls", xls::xls(&sheets), few),
        ("cells.ods", ods::ods(&sheets), few),
        ("cells.csv", b"a;b\nc;d\ne;f\n".to_vec(), few),
        ("bytes.xlsx", xlsx(&sheets), small),
        ("unzipped.xlsx", xlsx(&sheets), tight),
        ("unzipped.ods", ods::ods(&sheets), tight),
    ] {
        let (file, findings) = read_within(name, &bytes, &limits);
        assert_eq!(codes(&findings), ["E0106"], "{name}");
        assert!(file.is_none(), "{name}");
    }
}

#[test]
fn a_long_text_is_cut_and_named() {
    let limits = Limits { cell_characters: 3, ..Limits::default() };
    let (file, findings) = read_within("a.csv", "čćžš;1\nšđž;2\n".as_bytes(), &limits);
    assert_eq!(codes(&findings), ["E0106"]);
    assert_eq!(findings[0].place.spot(), Spot::Cell(CellRef { row: 0, column: 0 }));
    assert_eq!(cells(&file.expect("a file").grids[0])[0], "A1 = text \"čćž\"");
}

#[test]
fn every_finding_on_files_has_its_texts() {
    let catalogue = Catalogue::built_in().expect("texts");
    for code in Code::ALL.iter().filter(|code| code.number()[1..].starts_with("01")) {
        let texts = catalogue.explanation(*code).unwrap_or_else(|| panic!("{code} has no texts"));
        for part in [&texts.title, &texts.remedy, &texts.explain, &texts.before, &texts.after] {
            assert!(!part.trim().is_empty(), "{code}");
        }
    }
}
