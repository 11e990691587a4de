//! What the libraries below would lose or misread without a word, one made-by-code file for each. In:
//! such a file. Out: the right cells, or a finding that names what is wrong; never silence.

use earmark::model::CellRef;
use earmark::sheet::{Area, Grid};

use crate::support::office::ooxml::xlsx;
use crate::support::office::xls::{container, record, stream, words, xls};
use crate::support::office::{TestCell, TestSheet, number, ods, package, parts, text, xlsb};
use crate::{cells, codes, notes, read, table};

/// A workbook with this as its first sheet's part.
pub(crate) fn with_part(sheet: &str, content: &[u8]) -> Vec<u8> {
    with_parts(&[(sheet, content)])
}

pub(crate) fn with_parts(replaced: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts = parts(&xlsx(&[notes()]));
    for (ending, content) in replaced {
        match parts.iter_mut().find(|(name, _)| name.ends_with(ending)) {
            Some((_, part)) => *part = content.to_vec(),
            None => parts.push((format!("xl/{ending}"), content.to_vec())),
        }
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect();
    package(&parts)
}

fn worksheet(data: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let row = format!("<sheetData><row>{data}</row></sheetData>");
    with_part("sheet1.xml", format!("<worksheet xmlns=\"{main}\">{row}</worksheet>").as_bytes())
}

fn first(name: &str, bytes: &[u8]) -> Grid {
    let (file, findings) = read(name, bytes);
    assert_eq!(codes(&findings), [""; 0], "{name}: {findings:?}");
    file.expect(name).grids.remove(0)
}

/// Codes of the findings, and how many sheets are left.
fn found(name: &str, bytes: &[u8]) -> (Vec<&'static str>, usize) {
    let (file, findings) = read(name, bytes);
    (codes(&findings), file.map_or(0, |file| file.grids.len()))
}

#[test]
fn a_cell_that_calamine_gives_the_sheet_up_for_costs_nothing() {
    for (name, data, expected) in [
        (
            "error value",
            "<c t=\"e\"><v>#CALC!</v></c><c><v>5</v></c>",
            ["error #CALC!", "number 5"],
        ),
        (
            "LibreOffice's error",
            "<c t=\"e\"><v>Err:502</v></c><c><v>5</v></c>",
            ["error Err:502", "number 5"],
        ),
        ("type", "<c t=\"zz\"><v>7</v></c><c><v>5</v></c>", ["text \"7\"", "number 5"]),
        (
            "extension",
            "<c><v>7</v><extLst><ext><v>9</v></ext></extLst></c><c><v>5</v></c>",
            ["number 7", "number 5"],
        ),
    ] {
        let grid = first("a.xlsx", &worksheet(data));
        assert_eq!(
            cells(&grid),
            [format!("A1 = {}", expected[0]), format!("B1 = {}", expected[1])],
            "{name}"
        );
    }
}

#[test]
fn a_number_in_pieces_is_whole() {
    for value in ["12<!-- -->34", "<![CDATA[1234]]>", "12<![CDATA[34]]>", "1<?x?>234"] {
        let grid = first("a.xlsx", &worksheet(&format!("<c><v>{value}</v></c><c><v>5</v></c>")));
        assert_eq!(cells(&grid), ["A1 = number 1234", "B1 = number 5"], "{value}");
    }
}

#[test]
fn a_part_in_utf_16_is_not_an_empty_sheet() {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let xml = format!(
        "<worksheet xmlns=\"{main}\"><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>"
    );
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(found("a.xlsx", &with_part("sheet1.xml", &wide)), (vec!["E0112"], 0));
}

#[test]
fn a_text_that_is_not_in_the_table_of_texts_is_named() {
    let types = "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount=\"1\"><si><t>a</t></si></sst>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
        <Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    for index in ["-1", "1", "99999999999"] {
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
             <row><c t=\"s\"><v>{index}</v></c><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>"
        );
        let bytes = with_parts(&[
            ("sheet1.xml", sheet.as_bytes()),
            ("workbook.xml.rels", relations.as_bytes()),
            ("sharedStrings.xml", types.as_bytes()),
        ]);
        let (findings, _) = found("a.xlsx", &bytes);
        assert_eq!(findings, ["E0112"], "{index}");
    }
    // In xls: the second text of the table is asked for, and there is only one.
    let mut bytes = stream(&[TestSheet {
        name: "S".into(),
        rows: vec![vec![text("a")]],
        ..TestSheet::default()
    }]);
    let at = bytes.windows(4).rposition(|four| four == [0xfd, 0, 10, 0]).expect("a text");
    bytes[at + 10] = 7;
    assert_eq!(found("a.xls", &container(&[("/Workbook", &bytes)])).0, ["E0112"]);
}

#[test]
fn a_table_that_does_not_begin_in_a1_keeps_its_addresses() {
    let sheet = TestSheet {
        name: "S".into(),
        start: (1_000, 20),
        rows: vec![vec![text("a"), number("1.5")]],
        ..TestSheet::default()
    };
    let sheets = [sheet];
    for (name, bytes) in [
        ("a.xlsx", xlsx(&sheets)),
        ("a.xlsb", xlsb::xlsb(&sheets)),
        ("a.xls", xls(&sheets)),
        ("a.ods", ods::ods(&sheets)),
    ] {
        assert_eq!(
            cells(&first(name, &bytes)),
            ["U1001 = text \"a\"", "V1001 = number 1.5"],
            "{name}"
        );
    }
}

#[test]
fn two_sheets_of_the_same_name_are_named() {
    let sheet = |value: &str| TestSheet {
        name: "S".into(),
        rows: vec![vec![number(value)]],
        ..TestSheet::default()
    };
    let sheets = [sheet("1"), sheet("2")];
    for (name, bytes) in [
        ("a.xlsx", xlsx(&sheets)),
        ("a.xlsb", xlsb::xlsb(&sheets)),
        ("a.xls", xls(&sheets)),
        ("a.ods", ods::ods(&sheets)),
    ] {
        let (findings, grids) = found(name, &bytes);
        assert!(
            findings.len() + grids >= 2 && findings.iter().all(|code| *code == "E0112"),
            "{name}"
        );
    }
}

#[test]
fn a_formula_without_a_result_is_not_zero() {
    let sheet = TestSheet {
        name: "S".into(),
        rows: vec![vec![number("1"), TestCell::Formula("SUM(A1:A1)".into(), None)]],
        ..TestSheet::default()
    };
    let sheets = [sheet];
    for (name, bytes) in
        [("a.xlsx", xlsx(&sheets)), ("a.xls", xls(&sheets)), ("a.ods", ods::ods(&sheets))]
    {
        assert_eq!(cells(&first(name, &bytes)), ["A1 = number 1", "B1 = not calculated"], "{name}");
    }
}

#[test]
fn a_workbook_inside_the_workbook_is_not_taken_for_it() {
    let inner = stream(&[TestSheet {
        name: "Inner".into(),
        rows: vec![vec![number("9")]],
        ..TestSheet::default()
    }]);
    let outer = stream(&[TestSheet {
        name: "Outer".into(),
        rows: vec![vec![number("1")]],
        ..TestSheet::default()
    }]);
    let bytes = container(&[("/MBD0001/Workbook", &inner), ("/Workbook", &outer)]);
    let grid = first("a.xls", &bytes);
    assert_eq!(grid.name().as_deref(), Some("Outer"));
    assert_eq!(cells(&grid), ["A1 = number 1"]);
}

/// A money format on a number where calamine expects a Chinese date.
#[test]
fn an_amount_with_a_format_of_its_own_is_no_date() {
    let sheet = TestSheet {
        name: "S".into(),
        rows: vec![vec![TestCell::Shown("1234.5".into(), "#,##0.00 \"KM\"".into())]],
        ..TestSheet::default()
    };
    let mut bytes = stream(&[sheet]);
    // The format's number in the list of formats and in the cell format: 164 becomes 52.
    let mut at = 0;
    while let Some([kind_low, kind_high, low, high]) =
        bytes.get(at..at + 4).map(|b| [b[0], b[1], b[2], b[3]])
    {
        let length = usize::from(u16::from_le_bytes([low, high]));
        let place = match u16::from_le_bytes([kind_low, kind_high]) {
            0x041e => Some(at + 4),
            0x00e0 => Some(at + 6),
            _ => None,
        };
        if let Some(place) = place.filter(|place| bytes[*place] == 164) {
            bytes[place] = 52;
        }
        at += 4 + length;
    }
    let grid = first("a.xls", &container(&[("/Workbook", &bytes)]));
    assert_eq!(cells(&grid), ["A1 = number 1234.5"]);
    assert_eq!(grid.cell(0, 0).and_then(|cell| grid.format(cell)), Some("#,##0.00 \"KM\""));
}

#[test]
fn the_calendar_of_1904_is_heeded() {
    let expected = "A1 = date 2024-04-01";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <workbookPr date1904=\"1\"/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{main}\"><sheetData><row><c s=\"1\"><v>43921</v></c></row></sheetData></worksheet>"
    );
    let bytes =
        with_parts(&[("xl/workbook.xml", workbook.as_bytes()), ("sheet1.xml", sheet.as_bytes())]);
    let found = cells(&first("a.xlsx", &bytes));
    assert!(found[0].starts_with(expected), "{found:?}");

    let sheet = TestSheet {
        name: "S".into(),
        rows: vec![vec![TestCell::Date(2020, 3, 31)]],
        ..TestSheet::default()
    };
    let mut bytes = stream(&[sheet]);
    let mode = [0x22, 0, 2, 0];
    let at = bytes.windows(4).position(|four| four == mode).expect("the calendar");
    bytes[at + 4] = 1;
    let found = cells(&first("a.xls", &container(&[("/Workbook", &bytes)])));
    assert!(found[0].starts_with(expected), "{found:?}");
}

#[test]
fn errors_of_opendocument_are_errors() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let string = "office:value-type=\"string\" office:string-value=\"\"";
    let bytes = ods_table(&format!(
        "<table:table-row>{}{}{}</table:table-row>",
        cell(
            &format!("table:formula=\"of:=1/0\" {string} calcext:value-type=\"error\""),
            "#DIV/0!"
        ),
        cell(&format!("table:formula=\"of:=FOO()\" {string}"), "Err:508"),
        cell("office:value-type=\"string\"", "#N/A")
    ));
    assert_eq!(
        cells(&first("a.ods", &bytes)),
        ["A1 = error #DIV/0!", "B1 = error Err:508", "C1 = text \"#N/A\""]
    );
}

#[test]
fn an_address_outside_any_sheet_is_named() {
    for at in ["A99999999999", "A1048577", "XFE1", "ZZZZ1", "A4294967297"] {
        let data = format!("<c r=\"{at}\"><v>1</v></c>");
        assert_eq!(found("a.xlsx", &worksheet(&data)), (vec!["E0112"], 0), "{at}");
    }
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated=\"20000\"/>\
        <table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    assert_eq!(found("a.ods", &ods_table(wide)), (vec!["E0112"], 0));
}

fn ods_table(rows: &str) -> Vec<u8> {
    ods_with("", &format!("<table:table table:name=\"S\">{rows}</table:table>"))
}

fn ods_with(styles: &str, tables: &str) -> Vec<u8> {
    let ns = "urn:oasis:names:tc:opendocument:xmlns";
    ods::of_content(&format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content \
         xmlns:office=\"{ns}:office:1.0\" xmlns:table=\"{ns}:table:1.0\" xmlns:text=\"{ns}:text:1.0\" \
         xmlns:style=\"{ns}:style:1.0\" xmlns:number=\"{ns}:datastyle:1.0\" xmlns:calcext=\"urn:x\">\
         <office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>\
         {tables}</office:spreadsheet></office:body></office:document-content>"
    ))
}

#[test]
fn formats_and_hidden_rows_of_xls_and_xlsb() {
    let shown = |number: &str, code: &str| TestCell::Shown(number.into(), code.into());
    let sheets = [TestSheet {
        name: "S".into(),
        start: (1, 1),
        rows: vec![
            vec![shown("1", "#,##0.00 \"KM\""), number("2"), shown("0.5", "0.0%")],
            vec![shown("3", "#,##0,"), TestCell::Date(2020, 3, 31)],
        ],
        hidden: vec![2],
        ..TestSheet::default()
    }];
    for (name, bytes) in [("a.xls", xls(&sheets)), ("a.xlsb", xlsb::xlsb(&sheets))] {
        let grid = first(name, &bytes);
        let format = |row, column| grid.cell(row, column).and_then(|cell| grid.format(cell));
        assert_eq!(format(1, 1), Some("#,##0.00 \"KM\""), "{name}");
        assert_eq!(format(1, 2), None, "{name}");
        assert_eq!(format(1, 3), Some("0.0%"), "{name}");
        assert_eq!(format(2, 1), Some("#,##0,"), "{name}");
        assert_eq!(format(2, 2), Some("mm-dd-yy"), "{name}");
        let hidden: Vec<bool> = grid.rows.iter().map(|row| row.hidden).collect();
        assert_eq!(hidden, [false, true], "{name}");
    }
}

#[test]
fn formats_sums_repeats_and_hidden_rows_of_opendocument() {
    let styles = "<number:currency-style style:name=\"N1\"><number:number number:decimal-places=\"2\" \
        number:min-integer-digits=\"1\" number:grouping=\"true\"/><number:text> </number:text>\
        <number:currency-symbol>KM</number:currency-symbol></number:currency-style>\
        <number:number-style style:name=\"N2\"><number:number number:decimal-places=\"0\" \
        number:min-integer-digits=\"1\" number:grouping=\"true\" number:display-factor=\"1000\"/></number:number-style>\
        <number:percentage-style style:name=\"N3\"><number:number number:decimal-places=\"2\" \
        number:min-integer-digits=\"1\"/><number:text>%</number:text></number:percentage-style>\
        <style:style style:name=\"km\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>\
        <style:style style:name=\"child\" style:family=\"table-cell\" style:parent-style-name=\"km\"/>\
        <style:style style:name=\"k\" style:family=\"table-cell\" style:data-style-name=\"N2\"/>\
        <style:style style:name=\"p\" style:family=\"table-cell\" style:data-style-name=\"N3\"/>\
        <style:style style:name=\"away\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>";
    let cell = |more: &str| {
        format!("<table:table-cell {more} office:value-type=\"float\" office:value=\"1\"/>")
    };
    let table = format!(
        "\n <table:table table:name=\"S\" table:style-name=\"away\">\n  \
         <table:table-column table:number-columns-repeated=\"3\"/><table:table-column table:default-cell-style-name=\"p\"/>\
         <table:table-row table:number-rows-repeated=\"2\">{}{}{}{}</table:table-row>\n \
         <table:table-row table:number-rows-repeated=\"1000\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
         <table:table-row table:visibility=\"filter\">{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1047000\"><table:table-cell/></table:table-row></table:table>",
        cell("table:style-name=\"km\""),
        cell("table:style-name=\"child\""),
        cell("table:style-name=\"k\""),
        cell(""),
        cell("table:number-columns-repeated=\"2\" table:formula=\"of:=SUM([.A1:.A2])\""),
    );
    let grid = first("a.ods", &ods_with(styles, &table));
    assert!(grid.hidden);
    let rows: Vec<(u32, bool)> = grid.rows.iter().map(|row| (row.index, row.hidden)).collect();
    assert_eq!(rows, [(0, false), (1, false), (1002, true)]);
    let formats: Vec<_> = grid.rows[1].cells.iter().map(|cell| grid.format(cell)).collect();
    assert_eq!(
        formats,
        [Some("#,##0.00 [$KM]"), Some("#,##0.00 [$KM]"), Some("#,##0,"), Some("0.00%")]
    );
    assert_eq!(grid.sum_at(1002, 0), Some(&[area((0, 0), (1, 0))][..]));
    assert_eq!(cells(&grid)[8..], ["A1003 = number 1", "B1003 = number 1"]);
}

#[test]
fn an_opendocument_package_without_its_lists_is_read() {
    let whole = parts(&ods::ods(&[table()]));
    let without = |left_out: &[&str]| -> Vec<u8> {
        let kept = whole.iter().filter(|(name, _)| !left_out.contains(&name.as_str()));
        let kept: Vec<(&str, Vec<u8>)> =
            kept.map(|(name, part)| (name.as_str(), part.clone())).collect();
        package(&kept)
    };
    let expected = cells(&first("a.ods", &ods::ods(&[table()])));
    let (manifest, mimetype) = ("META-INF/manifest.xml", "mimetype");
    for left_out in [&[manifest][..], &[mimetype], &[manifest, mimetype]] {
        assert_eq!(cells(&first("a.ods", &without(left_out))), expected, "{left_out:?}");
    }
}

#[test]
fn plain_sums_are_known_in_every_format() {
    let sheet = TestSheet {
        name: "S".into(),
        rows: vec![
            vec![number("1")],
            vec![number("2")],
            vec![TestCell::Formula("SUM(A1:A2)".into(), Some("3".into()))],
        ],
        ..TestSheet::default()
    };
    let grid = first("a.xlsx", &xlsx(&[sheet]));
    assert_eq!(grid.sum_at(2, 0), Some(&[area((0, 0), (1, 0))][..]));
    for (formula, of) in [
        ("SUM(B1:B9)", Some(vec![area((0, 1), (8, 1))])),
        ("SUM($B$1:B9,D3)", Some(vec![area((0, 1), (8, 1)), area((2, 3), (2, 3))])),
        ("SUBTOTAL(9,B1:B9)", Some(vec![area((0, 1), (8, 1))])),
        ("SUBTOTAL(109,B1:B9)", Some(vec![area((0, 1), (8, 1))])),
        ("+B1+B3", Some(vec![area((0, 1), (0, 1)), area((2, 1), (2, 1))])),
        ("SUM(B1:B2)+SUM(B4:B5)", Some(vec![area((0, 1), (1, 1)), area((3, 1), (4, 1))])),
        ("SUM(B9:B1)", Some(vec![area((0, 1), (8, 1))])),
        ("B1", None),
        ("B1-B2", None),
        ("SUM(B1:B9)*2", None),
        ("SUM(B1:B9,5)", None),
        ("SUM(Other!B1:B9)", None),
        ("SUBTOTAL(1,B1:B9)", None),
        ("AVERAGE(B1:B9)", None),
        ("SUM(B:B)", None),
        ("ROUND(SUM(B1:B9),2)", None),
    ] {
        let data = format!("<c r=\"A1\"><f>{formula}</f><v>5</v></c>");
        let grid = first("a.xlsx", &worksheet(&data));
        assert_eq!(grid.sum_at(0, 0).map(<[Area]>::to_vec), of, "{formula}");
    }
    let shared = "<c r=\"C5\"><f t=\"shared\" ref=\"C5:E5\" si=\"0\">SUM(C1:C$4)</f><v>5</v></c>\
        <c r=\"D5\"><f t=\"shared\" si=\"0\"/><v>5</v></c><c r=\"E6\"><f t=\"shared\" si=\"0\"/><v>5</v></c>";
    let grid = first("a.xlsx", &worksheet(shared));
    assert_eq!(grid.sum_at(4, 3), Some(&[area((0, 3), (3, 3))][..]));
    assert_eq!(grid.sum_at(5, 4), Some(&[area((1, 4), (3, 4))][..]));
}

fn area(first: (u32, u32), last: (u32, u32)) -> Area {
    let cell = |(row, column)| CellRef { row, column };
    Area { first: cell(first), last: cell(last) }
}

/// Texts of Excel 5 are in a code page that its writers often leave out.
#[test]
fn texts_of_excel_5_without_a_code_page_are_told_by_their_letters() {
    for (encoding, word) in [
        (encoding_rs::WINDOWS_1250, "Utrošeno čćžđ Tužilaštvo"),
        (encoding_rs::WINDOWS_1251, "Утрошено Тужилаштво"),
    ] {
        let letters = encoding.encode(word).0.into_owned();
        let mut globals = Vec::new();
        record(&mut globals, 0x0809, &words(&[0x0500, 0x0005, 0, 0]));
        record(&mut globals, 0x0085, &[0, 0, 0, 0, 0, 0, 1, b'S']);
        record(&mut globals, 0x000a, &[]);
        let position = globals.len() as u32;
        globals[16..20].copy_from_slice(&position.to_le_bytes());
        record(&mut globals, 0x0809, &words(&[0x0500, 0x0010, 0, 0]));
        let label = [words(&[0, 0, 0, letters.len() as u16]), letters].concat();
        record(&mut globals, 0x0204, &label);
        record(&mut globals, 0x000a, &[]);
        for bytes in [container(&[("/Book", &globals)]), globals.clone()] {
            let (file, findings) = read("a.xls", &bytes);
            assert_eq!(codes(&findings), ["N0114"], "{findings:?}");
            assert_eq!(cells(&file.expect("a file").grids[0]), [format!("A1 = text {word:?}")]);
        }
    }
}
