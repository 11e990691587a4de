//! Bytes as one part of an otherwise right container: the first byte chooses the container and the
//! part, the rest is the part. A random zip file would never get past its directory.

use std::sync::OnceLock;

use super::office::{TestCell, TestSheet, number, ods, ooxml, package, parts, text, xls, xlsb};

/// A container, and where in it the input goes.
struct Slot {
    name: &'static str,
    parts: Vec<(String, Vec<u8>)>,
    /// None for the records of an old workbook, which are no zip file.
    part: Option<usize>,
}

/// Puts the input in its place and reads the file in every way.
pub fn run(data: &[u8]) {
    let Some((first, content)) = data.split_first() else { return };
    let slots = slots();
    let slot = &slots[usize::from(*first) % slots.len()];
    let bytes = match slot.part {
        None => xls::container(&[("/Workbook", content)]),
        Some(replaced) => {
            let of = |(index, (name, part)): (usize, &'static (String, Vec<u8>))| {
                (name.as_str(), if index == replaced { content.to_vec() } else { part.clone() })
            };
            package(&slot.parts.iter().enumerate().map(of).collect::<Vec<_>>())
        }
    };
    super::read(slot.name, &bytes);
}

/// What each first byte means, and a right content for it: a corpus to begin with.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let with_choice = |(choice, slot): (usize, &Slot)| {
        let (part, content) = match slot.part {
            Some(part) => slot.parts[part].clone(),
            None => ("Workbook".to_owned(), xls::stream(&[sheet()])),
        };
        let name = format!("{}-{}", slot.name, part.replace(['/', '[', ']'], "_"));
        (name, [vec![choice as u8], content].concat())
    };
    slots().iter().enumerate().map(with_choice).collect()
}

fn slots() -> &'static [Slot] {
    static ONCE: OnceLock<Vec<Slot>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let sheets = [sheet(), TestSheet { name: "Two".into(), ..sheet() }];
        let mut slots = vec![Slot { name: "a.xls", parts: Vec::new(), part: None }];
        let with_texts = with_shared_texts(parts(&ooxml::xlsx(&sheets)));
        for (name, parts) in [
            ("a.xlsx", with_texts),
            ("a.xlsb", parts(&xlsb::xlsb(&sheets))),
            ("a.ods", parts(&ods::ods(&sheets))),
            ("a.docx", document()),
        ] {
            let all = 0..parts.len();
            slots.extend(all.map(|part| Slot { name, parts: parts.clone(), part: Some(part) }));
        }
        slots
    })
}

fn sheet() -> TestSheet {
    TestSheet {
        hidden: Vec::new(),
        name: "Q1 – 2020".to_owned(),
        start: (1, 1),
        rows: vec![
            vec![text("Code"), text("Source"), text("Spent (€)"), text("Date")],
            vec![text("1.1.10"), text("Budget"), number("1234.56"), TestCell::Date(2020, 3, 31)],
            vec![text("1.2.1"), text("Буџет"), text("1.234,56"), text("31.12.2020.")],
            vec![
                text("Ukupno"),
                TestCell::Blank,
                TestCell::Formula("SUM(D3:D4)".into(), Some("2469.12".into())),
            ],
        ],
        merged: vec![[5, 1, 5, 2]],
    }
}

/// The text of the first sheet in a part of its own, as Excel keeps it.
fn with_shared_texts(mut parts: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let edit = |parts: &mut Vec<(String, Vec<u8>)>, name: &str, from: &str, to: &str| {
        for (_, part) in parts.iter_mut().filter(|(part, _)| part.ends_with(name)) {
            *part = String::from_utf8_lossy(part).replacen(from, to, 1).into_bytes();
        }
    };
    let inline = "t=\"inlineStr\"><is><t xml:space=\"preserve\">1.1.10</t></is>";
    edit(&mut parts, "sheet1.xml", inline, "t=\"s\"><v>0</v>");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml";
    let part = format!("<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{kind}\"/>");
    edit(&mut parts, "[Content_Types].xml", "</Types>", &format!("{part}</Types>"));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = format!(
        "<Relationship Id=\"rId99\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    );
    let end = "</Relationships>";
    edit(&mut parts, "workbook.xml.rels", end, &format!("{relation}{end}"));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let texts =
        format!("<sst xmlns=\"{main}\" count=\"1\" uniqueCount=\"1\"><si><t>1.1.10</t></si></sst>");
    parts.push(("xl/sharedStrings.xml".to_owned(), texts.into_bytes()));
    parts
}

/// A Word document of one paragraph and one table.
fn document() -> Vec<(String, Vec<u8>)> {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |texts: &[&str]| {
        format!("<w:tr>{}</w:tr>", texts.iter().map(|text| cell(text)).collect::<String>())
    };
    let table = [
        row(&["Activity", "Responsible authorities", "Financial estimate", "Source of funding"]),
        row(&["1.1.1 Training", "Ministry of Health", "1.200,00 €", "Budget"]),
        row(&["1.1.2 Leaflets", "Police administration", "500 €", "Donation"]),
    ];
    let body = format!(
        "<w:p><w:r><w:t>Action plan 2020</w:t></w:r></w:p><w:tbl>{}</w:tbl>",
        table.concat()
    );
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/word/document.xml\" ContentType=\"{kind}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"{word}\"><w:body>{body}</w:body></w:document>"),
        ),
        (
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>Action plan</dc:title>\
             </cp:coreProperties>"
                .to_owned(),
        ),
    ];
    parts.into_iter().map(|(name, part)| (name.to_owned(), part.into_bytes())).collect()
}
