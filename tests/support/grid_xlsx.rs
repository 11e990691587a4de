//! Grids → a real workbook. In: a file as grids. Out: the bytes of an xlsx that holds just that:
//! formats, merged areas, hidden rows and sheets, errors, formulas with a stored result or none.

use earmark::model::CellRef;
use earmark::sheet::{Area, Cell, Grid, SheetFile, Value};

use crate::office::{a1, package, xml};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OF_SHEETS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The file as xlsx.
pub fn write(file: &SheetFile) -> Vec<u8> {
    let formats = formats(file);
    let (mut types, mut list, mut relations) = (String::new(), String::new(), String::new());
    for (number, grid) in (1..).zip(&file.grids) {
        types += &format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{OF_SHEETS}.worksheet+xml\"/>"
        );
        list += &format!(
            "<sheet name=\"{}\" sheetId=\"{number}\"{} r:id=\"rId{number}\"/>",
            xml(grid.name().as_deref().unwrap_or("Sheet1")),
            if grid.hidden { " state=\"hidden\"" } else { "" },
        );
        relations += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let last = file.grids.len() + 1;
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{OF_SHEETS}.sheet.main+xml\"/>{types}\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{OF_SHEETS}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship \
                 Id=\"rId{last}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml".to_owned(), styles(&formats)),
    ];
    for (number, grid) in (1..).zip(&file.grids) {
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet(grid, &formats)));
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.clone().into_bytes())).collect();
    package(&parts)
}

/// Every number format of the file, once.
fn formats<'a>(file: &'a SheetFile) -> Vec<&'a str> {
    let mut formats = Vec::new();
    let cells = |grid: &'a Grid| grid.rows.iter().flat_map(|row| &row.cells);
    let all = file.grids.iter().flat_map(|grid| cells(grid).map(move |cell| grid.format(cell)));
    for format in all.flatten() {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats
}

/// Style 0 is plain, style 1 a day, and the formats follow.
fn styles(formats: &[&str]) -> String {
    let (mut codes, mut uses) = (String::new(), String::new());
    for (id, format) in (164..).zip(formats) {
        codes += &format!("<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", xml(format));
        uses += &format!(
            "<xf numFmtId=\"{id}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        );
    }
    if !formats.is_empty() {
        codes = format!("<numFmts count=\"{}\">{codes}</numFmts>", formats.len());
    }
    format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\">{codes}<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
         <xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>{uses}</cellXfs></styleSheet>",
        formats.len() + 2
    )
}

fn sheet(grid: &Grid, formats: &[&str]) -> String {
    let mut rows = String::new();
    for row in &grid.rows {
        let hidden = if row.hidden { " hidden=\"1\"" } else { "" };
        rows += &format!("<row r=\"{}\"{hidden}>", row.index + 1);
        for cell in &row.cells {
            rows += &written(cell, row.index, grid, formats);
        }
        rows += "</row>";
    }
    let mut merged: String =
        grid.merged.iter().map(|area| format!("<mergeCell ref=\"{}\"/>", range(area))).collect();
    if !merged.is_empty() {
        merged = format!("<mergeCells count=\"{}\">{merged}</mergeCells>", grid.merged.len());
    }
    format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData>{merged}</worksheet>")
}

fn written(cell: &Cell, row: u32, grid: &Grid, formats: &[&str]) -> String {
    let at = a1(row, cell.column());
    let formula = grid.sum_at(row, cell.column()).map(formula).unwrap_or_default();
    let style = grid
        .format(cell)
        .and_then(|format| formats.iter().position(|known| *known == format))
        .map(|position| format!(" s=\"{}\"", position + 2))
        .unwrap_or_default();
    match &cell.value() {
        Value::Text(text) => format!(
            "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            xml(text)
        ),
        Value::Number(number) => format!("<c r=\"{at}\"{style}>{formula}<v>{number}</v></c>"),
        Value::Date { serial, .. } => format!("<c r=\"{at}\" s=\"1\"><v>{serial}</v></c>"),
        Value::Bool(is) => format!("<c r=\"{at}\"{style} t=\"b\"><v>{}</v></c>", u8::from(*is)),
        Value::Error(error) => {
            format!("<c r=\"{at}\"{style} t=\"e\"><f>A1/0</f><v>{}</v></c>", xml(error))
        }
        Value::NotCalculated if formula.is_empty() => {
            format!("<c r=\"{at}\"{style}><f>NOW()*2</f></c>")
        }
        Value::NotCalculated => format!("<c r=\"{at}\"{style}>{formula}</c>"),
    }
}

/// The plain sum that adds up the areas.
fn formula(of: &[Area]) -> String {
    let areas: Vec<String> = of.iter().map(range).collect();
    let single = of.len() > 1 && of.iter().all(|area| area.first == area.last);
    match single {
        true => format!("<f>{}</f>", areas.join("+")),
        false => format!("<f>SUM({})</f>", areas.join(",")),
    }
}

fn range(area: &Area) -> String {
    let name = |cell: CellRef| a1(cell.row, cell.column);
    if area.first == area.last {
        name(area.first)
    } else {
        format!("{}:{}", name(area.first), name(area.last))
    }
}
