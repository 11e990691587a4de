//! xlsx and xlsm: the same parts, another content type.

use super::{TestCell, TestSheet, a1, package, serial, xml};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A workbook as xlsx.
pub fn xlsx(sheets: &[TestSheet]) -> Vec<u8> {
    write(sheets, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
}

/// A workbook as xlsm, without any macro in it.
pub fn xlsm(sheets: &[TestSheet]) -> Vec<u8> {
    write(sheets, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
}

fn write(sheets: &[TestSheet], content_type: &str) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    let style_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
    let (mut types, mut list, mut relations) = (String::new(), String::new(), String::new());
    let mut names = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let number = index + 1;
        let name = format!("worksheets/sheet{number}.xml");
        types += &format!("<Override PartName=\"/xl/{name}\" ContentType=\"{sheet_type}\"/>");
        list += &format!(
            "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>",
            xml(&sheet.name)
        );
        relations += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"{name}\"/>"
        );
        names.push(format!("xl/{name}"));
    }
    let styles = format!(
        "{head}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
         <xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
         <xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
    );
    let last = sheets.len() + 1;
    let mut parts = vec![
        (
            "[Content_Types].xml",
            format!(
                "{head}<Types xmlns=\"{PACKAGE}/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{content_type}\"/>{types}\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{style_type}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{head}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{head}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{head}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship \
                 Id=\"rId{last}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml", styles),
    ];
    for (sheet, name) in sheets.iter().zip(&names) {
        parts.push((name, format!("{head}{}", sheet_xml(sheet))));
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.into_iter().map(|(name, content)| (name, content.into_bytes())).collect();
    package(&parts)
}

fn sheet_xml(sheet: &TestSheet) -> String {
    let mut rows = String::new();
    for (row, cells) in sheet.by_row() {
        let hidden = if sheet.hidden.contains(&row) { " hidden=\"1\"" } else { "" };
        rows += &format!("<row r=\"{}\"{hidden}>", row + 1);
        for (column, cell) in cells {
            let at = a1(row, column);
            rows += &match cell {
                TestCell::Text(text) => format!(
                    "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    xml(text)
                ),
                // Formats of numbers are written in the formats that need a reader of their own.
                TestCell::Number(number) | TestCell::Shown(number, _) => {
                    format!("<c r=\"{at}\"><v>{number}</v></c>")
                }
                TestCell::Date(year, month, day) => {
                    format!("<c r=\"{at}\" s=\"1\"><v>{}</v></c>", serial(*year, *month, *day))
                }
                TestCell::Formula(formula, cached) => {
                    let value =
                        cached.as_ref().map(|value| format!("<v>{value}</v>")).unwrap_or_default();
                    format!("<c r=\"{at}\"><f>{}</f>{value}</c>", xml(formula))
                }
                TestCell::Blank => String::new(),
            };
        }
        rows += "</row>";
    }
    let mut merged = String::new();
    for [top, left, bottom, right] in &sheet.merged {
        merged += &format!("<mergeCell ref=\"{}:{}\"/>", a1(*top, *left), a1(*bottom, *right));
    }
    if !merged.is_empty() {
        merged = format!("<mergeCells count=\"{}\">{merged}</mergeCells>", sheet.merged.len());
    }
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData>{merged}</worksheet>")
}
