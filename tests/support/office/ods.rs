//! OpenDocument spreadsheets. Equal neighbours are written once, with the number of repeats, as
//! LibreOffice does.

use super::{TestCell, TestSheet, package, xml};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// A workbook as ods.
pub fn ods(sheets: &[TestSheet]) -> Vec<u8> {
    let tables: String = sheets.iter().map(table).collect();
    let ns = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content \
         xmlns:office=\"{ns}:office:1.0\" xmlns:table=\"{ns}:table:1.0\" xmlns:text=\"{ns}:text:1.0\" \
         xmlns:of=\"{ns}:of:1.2\" xmlns:style=\"{ns}:style:1.0\" xmlns:number=\"{ns}:datastyle:1.0\" office:version=\"1.2\">\
         <office:automatic-styles><number:date-style style:name=\"N1\"><number:year number:style=\"long\"/>\
         <number:text>-</number:text><number:month number:style=\"long\"/><number:text>-</number:text>\
         <number:day number:style=\"long\"/></number:date-style><style:style style:name=\"day\" \
         style:family=\"table-cell\" style:data-style-name=\"N1\"/></office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    of_content(&content)
}

/// The package around a content.
pub fn of_content(content: &str) -> Vec<u8> {
    let ns = "urn:oasis:names:tc:opendocument:xmlns";
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest xmlns:manifest=\"{ns}:manifest:1.0\" \
         manifest:version=\"1.2\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{MIMETYPE}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    package(&[
        ("mimetype", MIMETYPE.into()),
        ("META-INF/manifest.xml", manifest.into_bytes()),
        ("content.xml", content.as_bytes().to_vec()),
    ])
}

fn table(sheet: &TestSheet) -> String {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) + sheet.start.1 as usize;
    let mut rows = String::new();
    if sheet.start.0 > 0 {
        rows += &format!(
            "<table:table-row table:number-rows-repeated=\"{}\"><table:table-cell \
             table:number-columns-repeated=\"{}\"/></table:table-row>",
            sheet.start.0,
            width.max(1)
        );
    }
    for (index, cells) in sheet.rows.iter().enumerate() {
        let hidden = sheet.hidden.contains(&(sheet.start.0 + index as u32));
        rows += if hidden {
            "<table:table-row table:visibility=\"collapse\">"
        } else {
            "<table:table-row>"
        };
        if sheet.start.1 > 0 {
            rows += &cell_xml(&TestCell::Blank, sheet.start.1 as usize, None);
        }
        let mut column = 0;
        while let Some(cell) = cells.get(column) {
            let at = (sheet.start.0 + index as u32, sheet.start.1 + column as u32);
            let area = sheet.merged.iter().find(|area| (area[0], area[1]) == at);
            let repeats = match area {
                Some(_) => 1,
                None => cells[column..].iter().take_while(|next| *next == cell).count(),
            };
            rows += &cell_xml(cell, repeats, area);
            column += repeats;
        }
        rows += "</table:table-row>";
    }
    format!("<table:table table:name=\"{}\">{rows}</table:table>", xml(&sheet.name))
}

fn cell_xml(cell: &TestCell, repeats: usize, area: Option<&[u32; 4]>) -> String {
    let mut attributes = String::new();
    if repeats > 1 {
        attributes += &format!(" table:number-columns-repeated=\"{repeats}\"");
    }
    if let Some([top, left, bottom, right]) = area {
        attributes += &format!(
            " table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"",
            bottom - top + 1,
            right - left + 1
        );
    }
    let (own, shown) = match cell {
        TestCell::Text(text) => (" office:value-type=\"string\"".to_owned(), xml(text)),
        TestCell::Number(number) | TestCell::Shown(number, _) => {
            (format!(" office:value-type=\"float\" office:value=\"{number}\""), number.clone())
        }
        TestCell::Date(year, month, day) => {
            let date = format!("{year:04}-{month:02}-{day:02}");
            let own = format!(
                " table:style-name=\"day\" office:value-type=\"date\" office:date-value=\"{date}\""
            );
            (own, date)
        }
        TestCell::Formula(formula, Some(number)) => {
            let own = format!(
                " table:formula=\"of:={}\" office:value-type=\"float\" office:value=\"{number}\"",
                xml(formula)
            );
            (own, number.clone())
        }
        TestCell::Formula(formula, None) => {
            (format!(" table:formula=\"of:={}\"", xml(formula)), String::new())
        }
        TestCell::Blank => return format!("<table:table-cell{attributes}/>"),
    };
    let shown: String = shown.split('\n').map(|line| format!("<text:p>{line}</text:p>")).collect();
    format!("<table:table-cell{attributes}{own}>{shown}</table:table-cell>")
}
