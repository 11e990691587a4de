//! Excel 2003's XML, and flat OpenDocument files.

use earmark::model::CellRef;
use earmark::sheet::{Area, FileKind, Grid};

use crate::{cells, codes, read};

const HEAD: &str = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
    <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
    xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n\
    <Styles><Style ss:ID=\"Default\"/><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"Short Date\"/></Style>\
    <Style ss:ID=\"s2\"><NumberFormat ss:Format=\"#,##0.00\\ &quot;KM&quot;\"/></Style>\
    <Style ss:ID=\"s3\" ss:Parent=\"s2\"/><Style ss:ID=\"s4\"><NumberFormat ss:Format=\"Percent\"/></Style>\
    </Styles>\n";

fn grids(worksheets: &str) -> Vec<Grid> {
    let text = format!("{HEAD}{worksheets}</Workbook>");
    let (file, findings) = read("a.xml", text.as_bytes());
    assert_eq!(codes(&findings), [""; 0], "{findings:?}");
    let file = file.expect("a file");
    assert_eq!(file.kind, FileKind::ExcelXml);
    file.grids
}

fn sheet(rows: &str) -> Grid {
    let sheet = format!("<Worksheet ss:Name=\"S\"><Table>{rows}</Table></Worksheet>");
    grids(&sheet).remove(0)
}

#[test]
fn cells_of_excel_2003_xml() {
    let number = "<Data ss:Type=\"Number\">1.5</Data>";
    for (name, rows, expected) in [
        ("number", format!("<Row><Cell>{number}</Cell></Row>"), vec!["A1 = number 1.5"]),
        (
            "positions",
            format!(
                "<Row ss:Index=\"3\"><Cell ss:Index=\"2\">{number}</Cell><Cell>{number}</Cell></Row>\
                 <Row ss:Span=\"2\"/><Row><Cell>{number}</Cell></Row>"
            ),
            vec!["B3 = number 1.5", "C3 = number 1.5", "A7 = number 1.5"],
        ),
        (
            "merged cells take their columns",
            format!("<Row><Cell ss:MergeAcross=\"2\">{number}</Cell><Cell>{number}</Cell></Row>"),
            vec!["A1 = number 1.5", "D1 = number 1.5"],
        ),
        (
            "kinds",
            "<Row><Cell><Data ss:Type=\"String\">a &amp; b&#10;č</Data></Cell>\
             <Cell><Data ss:Type=\"Boolean\">1</Data></Cell>\
             <Cell><Data ss:Type=\"Error\">#REF!</Data></Cell>\
             <Cell><Data ss:Type=\"DateTime\">2020-03-31T00:00:00.000</Data></Cell>\
             <Cell ss:StyleID=\"s1\"><Data ss:Type=\"Number\">43921</Data></Cell></Row>"
                .to_owned(),
            vec![
                "A1 = text \"a & b\\nč\"",
                "B1 = true",
                "C1 = error #REF!",
                "D1 = date 2020-03-31 (43921)",
                "E1 = date 2020-03-31 (43921)",
            ],
        ),
        (
            "formulas",
            "<Row><Cell ss:Formula=\"=R[1]C\"/>\
             <Cell ss:Formula=\"=R[1]C\"><Data ss:Type=\"Number\"></Data></Cell>\
             <Cell ss:Formula=\"=&quot;&quot;\"><Data ss:Type=\"String\"></Data></Cell>\
             <Cell ss:Formula=\"=R[1]C\"><Data ss:Type=\"Number\">2</Data></Cell></Row>"
                .to_owned(),
            vec!["A1 = not calculated", "B1 = not calculated", "D1 = number 2"],
        ),
        (
            "marks of text and comments",
            "<Row><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\">\
             <B>a</B>b</ss:Data><Comment><ss:Data>not this</ss:Data></Comment></Cell></Row>"
                .to_owned(),
            vec!["A1 = text \"ab\""],
        ),
    ] {
        assert_eq!(cells(&sheet(&rows)), expected, "{name}");
    }
}

#[test]
fn formats_sums_merged_and_hidden_of_excel_2003_xml() {
    let cell = |style: &str| {
        format!("<Cell ss:StyleID=\"{style}\"><Data ss:Type=\"Number\">1</Data></Cell>")
    };
    let rows = format!(
        "<Row>{}{}{}</Row><Row ss:Hidden=\"1\">{}</Row>\
         <Row><Cell ss:MergeAcross=\"1\" ss:MergeDown=\"1\" ss:Formula=\"=SUM(R[-2]C:R[-1]C)\">\
         <Data ss:Type=\"Number\">2</Data></Cell></Row>",
        cell("s2"),
        cell("s3"),
        cell("s4"),
        cell("Default")
    );
    let grid = sheet(&rows);
    let format = |row, column| grid.cell(row, column).and_then(|cell| grid.format(cell));
    assert_eq!(format(0, 0), Some("#,##0.00\\ \"KM\""));
    assert_eq!(format(0, 1), format(0, 0));
    assert_eq!(format(0, 2), Some("0.00%"));
    assert_eq!(format(1, 0), None);
    assert_eq!(grid.rows.iter().map(|row| row.hidden).collect::<Vec<_>>(), [false, true, false]);
    let area = |top, row, column| Area {
        first: CellRef { row: top, column: 0 },
        last: CellRef { row, column },
    };
    assert_eq!(grid.merged, vec![area(2, 3, 1)].into());
    assert_eq!(grid.sum_at(2, 0), Some(&[area(0, 1, 0)][..]));
}

#[test]
fn several_worksheets_and_hidden_ones() {
    let table = "<Table><Row><Cell><Data ss:Type=\"String\">a</Data></Cell></Row></Table>";
    let grids = grids(&format!(
        "<Worksheet ss:Name=\"Q1 &amp; Q2\">{table}</Worksheet><Worksheet ss:Name=\"Old\">{table}\
         <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
    ));
    let seen: Vec<_> = grids.iter().map(|grid| (grid.name().as_deref(), grid.hidden)).collect();
    assert_eq!(seen, [(Some("Q1 & Q2"), false), (Some("Old"), true)]);
}

#[test]
fn a_download_that_broke_off_keeps_what_came() {
    let text = format!(
        "{HEAD}<Worksheet ss:Name=\"S\"><Table><Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row><Row>"
    );
    let (file, findings) = read("a.xml", text.as_bytes());
    assert_eq!(codes(&findings), ["E0112"]);
    assert_eq!(cells(&file.expect("a file").grids[0]), ["A1 = number 1"]);
}

#[test]
fn hostile_xml_is_survived() {
    let deep = format!("{HEAD}<Worksheet><Table>{}", "<Row><Cell>".repeat(100_000));
    let spans = format!(
        "{HEAD}<Worksheet><Table>{}",
        "<Row ss:Span=\"4000000000\" ss:Hidden=\"1\"/>".repeat(10_000)
    );
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\">]>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">&a;</Workbook>";
    for text in [&deep, &spans, laughs] {
        let (file, findings) = read("a.xml", text.as_bytes());
        assert!(file.is_some() || !findings.is_empty());
    }
}

#[test]
fn flat_opendocument_is_read() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document \
        office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\n <office:body>\n  \
        <office:spreadsheet>\n <table:table table:name=\"S\">\n  <table:table-row>\n   \
        <table:table-cell office:value-type=\"float\" office:value=\"1.5\">\n    <text:p>1,5</text:p>\n   \
        </table:table-cell>\n  </table:table-row>\n </table:table>\n  </office:spreadsheet>\n \
        </office:body>\n</office:document>\n";
    for name in ["a.fods", "a.ods"] {
        let (file, findings) = read(name, text.as_bytes());
        assert_eq!(codes(&findings), [""; 0], "{findings:?}");
        let file = file.expect("a file");
        assert_eq!(file.kind, FileKind::Ods);
        assert_eq!(cells(&file.grids[0]), ["A1 = number 1.5"]);
    }
}
