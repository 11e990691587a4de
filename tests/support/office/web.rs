//! What programs write that are no spreadsheets: a web page with a table, and Excel 2003's XML.

use super::{TestCell, TestSheet, a1, xml};

/// A page with a table for each sheet, as an accounting program hands it out under the name `.xls`.
pub fn html(sheets: &[TestSheet]) -> Vec<u8> {
    let tables: String = sheets.iter().map(page_table).collect();
    format!(
        "<html>\n<head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head>\n\
         <body>\n{tables}</body>\n</html>\n"
    )
    .into_bytes()
}

fn page_table(sheet: &TestSheet) -> String {
    let mut rows = String::new();
    for (row, cells) in sheet.rows.iter().enumerate() {
        let cells: String = cells
            .iter()
            .enumerate()
            .filter_map(|(column, cell)| {
                let (down, across) = sheet.span(row as u32, column as u32)?;
                let span = match (down, across) {
                    (1, 1) => String::new(),
                    _ => format!(" rowspan=\"{down}\" colspan=\"{across}\""),
                };
                Some(format!("<td{span}>{}</td>", xml(&shown(cell))))
            })
            .collect();
        rows += &format!("<tr>{cells}</tr>\n");
    }
    format!("<table border=\"1\">\n{rows}</table>\n")
}

/// A cell as a page shows it.
fn shown(cell: &TestCell) -> String {
    match cell {
        TestCell::Text(text) => text.clone(),
        TestCell::Number(number)
        | TestCell::Shown(number, _)
        | TestCell::Formula(_, Some(number)) => number.clone(),
        TestCell::Date(year, month, day) => format!("{day:02}.{month:02}.{year}."),
        TestCell::Formula(_, None) | TestCell::Blank => String::new(),
    }
}

/// A workbook as "XML Spreadsheet 2003".
pub fn excel_2003(sheets: &[TestSheet]) -> Vec<u8> {
    let ns = "urn:schemas-microsoft-com:office:spreadsheet";
    let worksheets: String = sheets.iter().map(worksheet).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
         <Workbook xmlns=\"{ns}\" xmlns:ss=\"{ns}\">\n<Styles><Style ss:ID=\"day\">\
         <NumberFormat ss:Format=\"Short Date\"/></Style></Styles>\n{worksheets}</Workbook>\n"
    )
    .into_bytes()
}

fn worksheet(sheet: &TestSheet) -> String {
    let mut rows = String::new();
    for (row, cells) in sheet.by_row() {
        let hidden = if sheet.hidden.contains(&row) { " ss:Hidden=\"1\"" } else { "" };
        rows += &format!("<Row ss:Index=\"{}\"{hidden}>", row + 1);
        for (column, cell) in cells {
            let (down, across) = sheet.span(row, column).unwrap_or((1, 1));
            let mut own = format!(" ss:Index=\"{}\"", column + 1);
            if across > 1 {
                own += &format!(" ss:MergeAcross=\"{}\"", across - 1);
            }
            if down > 1 {
                own += &format!(" ss:MergeDown=\"{}\"", down - 1);
            }
            rows += &format!("<Cell{own}{}</Cell>", data(cell, &a1(row, column)));
        }
        rows += "</Row>\n";
    }
    format!("<Worksheet ss:Name=\"{}\"><Table>\n{rows}</Table></Worksheet>\n", xml(&sheet.name))
}

/// The rest of a cell's mark and what is in it. Formulas are left out: this format writes them with
/// addresses of its own.
fn data(cell: &TestCell, at: &str) -> String {
    match cell {
        TestCell::Text(text) => format!("><Data ss:Type=\"String\">{}</Data>", xml(text)),
        TestCell::Number(number) | TestCell::Shown(number, _) => {
            format!("><Data ss:Type=\"Number\">{number}</Data>")
        }
        TestCell::Date(year, month, day) => format!(
            " ss:StyleID=\"day\"><Data ss:Type=\"DateTime\">{year:04}-{month:02}-{day:02}T00:00:00.000</Data>"
        ),
        TestCell::Formula(..) => panic!("{at}: this writer has no formulas"),
        TestCell::Blank => ">".to_owned(),
    }
}
