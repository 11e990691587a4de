//! What surrounds the cells, part by part of the file.

use earmark::book::{Book, Cell, Column, Content, Look, Result as Computed, Row, Sheet, Style};

use crate::oracle;
use crate::sample::{bytes, cell, full, names, one_sheet, part};

#[test]
fn the_same_book_gives_the_same_bytes_and_the_day_it_is_given() {
    let (one, two) = (bytes(&full()), bytes(&full()));
    assert_eq!(one, two);
    let core = part(&one, "docProps/core.xml");
    assert!(core.contains("2021-02-15T00:00:00Z"), "{core}");
    assert!(core.contains("<dc:title>Reconciliation</dc:title>"), "{core}");
    let undated = bytes(&cell(Cell::text("a")));
    assert!(part(&undated, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

#[test]
fn widths_panes_print_and_protection_are_set() {
    let file = bytes(&full());
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    for wanted in [
        r#"xSplit="2" ySplit="4""#,
        r#"state="frozen""#,
        r#"<col min="2" max="2" width="30.7109375" customWidth="1"/>"#,
        r#"width="9.7109375" hidden="1" customWidth="1" outlineLevel="1""#,
        r#"paperSize="9""#,
        r#"orientation="landscape""#,
        r#"fitToHeight="0""#,
        "Health &amp;&amp; Labour, 2020&amp;R&amp;9 Page &amp;P of &amp;N",
        r#"<mergeCell ref="A1:D1"/>"#,
        r#"outlineLevel="1""#,
        r#"showGridLines="0""#,
        r#"<tablePart r:id="#,
        r#"<hyperlink ref="A5" location="'It''s detail'!B3""#,
    ] {
        assert!(sheet.contains(wanted), "{wanted} is missing in {sheet}");
    }
    let detail = part(&file, "xl/worksheets/sheet2.xml");
    assert!(detail.contains("<sheetProtection sheet=\"1\""), "{detail}");
    let workbook = part(&file, "xl/workbook.xml");
    assert!(workbook.contains(r#"name="Lists" sheetId="3" state="hidden""#), "{workbook}");
    assert!(workbook.contains("<definedName name=\"planned_total\">Variances!$C$7</definedName>"));
    assert!(workbook.contains("Variances!$4:$4"), "{workbook}");
}

#[test]
fn a_table_has_the_headings_of_its_cells() {
    let file = bytes(&full());
    let table = part(&file, "xl/tables/table1.xml");
    assert!(table.contains(r#"displayName="Variances" ref="A4:G6""#), "{table}");
    for heading in ["Code", "Activity", "Planned", "Spent", "Variance", "Deviation %", "Status"] {
        assert!(table.contains(&format!("name=\"{heading}\"")), "{heading} in {table}");
    }
}

#[test]
fn a_heading_over_two_lines_is_one_line_in_table_and_cell() {
    let mut book = full();
    book.sheets[0].rows[3].cells[2].1.content = Content::from("Planned\n(€)");
    let file = bytes(&book);
    assert!(part(&file, "xl/tables/table1.xml").contains("name=\"Planned (€)\""));
    assert!(part(&file, "xl/sharedStrings.xml").contains("<t>Planned (€)</t>"));
}

#[test]
fn a_table_without_rows_is_left_as_its_headings() {
    let mut book = full();
    book.sheets[0].tables[0].last = (3, 6);
    assert!(!names(&bytes(&book)).iter().any(|name| name.contains("table")));
}

#[test]
fn validations_say_in_words_what_is_wanted() {
    let sheet = part(&bytes(&full()), "xl/worksheets/sheet2.xml");
    for wanted in [
        r#"type="custom""#,
        "<formula1>AND(ISNUMBER(A13),A13=ROUND(A13,2))</formula1>",
        r#"type="list""#,
        r#"<formula1>"Budget,Donation"</formula1>"#,
        "<formula1>Lists!$A$1:$A$2</formula1>",
        r#"type="date""#,
        r#"error="Write a number""#,
        r#"promptTitle="Euros""#,
    ] {
        assert!(sheet.contains(wanted), "{wanted} is missing in {sheet}");
    }
}

#[test]
fn charts_have_words_for_those_who_cannot_see_them() {
    let file = bytes(&full());
    let drawing = part(&file, "xl/drawings/drawing1.xml");
    assert!(drawing.contains("Bars of planned and spent euros for each activity"), "{drawing}");
    assert!(part(&file, "xl/charts/chart1.xml").contains("Variances!$D$5:$D$6"));
}

#[test]
fn a_note_keeps_its_author_and_text() {
    let comments = part(&bytes(&full()), "xl/comments1.xml");
    assert!(comments.contains("<author>earmark</author>"), "{comments}");
    assert!(comments.contains("from Q2"), "{comments}");
}

#[test]
#[allow(clippy::float_arithmetic, reason = "heights stand in the file as floats")]
fn a_row_is_as_tall_as_its_wrapped_text() {
    let long = "a word and another ".repeat(10);
    let tall = |columns: Vec<Column>, cell: Cell| -> f64 {
        let rows = vec![Row::from_cells([cell])];
        let sheet = Sheet { name: "Sheet".to_owned(), columns, rows, ..Sheet::default() };
        let book = Book { sheets: vec![sheet], ..Book::default() };
        let sheet = part(&bytes(&book), "xl/worksheets/sheet1.xml");
        match sheet.split(" ht=\"").nth(1) {
            Some(rest) => rest.split('"').next().unwrap().parse().unwrap(),
            None => 0.0,
        }
    };
    let narrow = tall(vec![Column::width(20)], Cell::wrap(long.clone()));
    let wide = tall(vec![Column::width(20); 4], Cell::wrap(long.clone()).span(4));
    assert!(narrow > 100.0, "{narrow}");
    assert!(wide > 15.0 && wide + wide < narrow, "{wide} of {narrow}");
    assert_eq!(tall(vec![Column::width(20)], Cell::wrap("short")), 0.0);
    assert_eq!(tall(vec![Column::width(20)], Cell::text(long.clone())), 0.0);
    let endless = Cell::wrap("x\n".repeat(30_000));
    assert_eq!(tall(vec![Column::width(20)], endless), 408.75);
}

#[test]
fn every_stored_result_is_what_the_formula_gives() {
    let Some(found) = oracle::differing(&[("full".to_owned(), bytes(&full()))]) else { return };
    assert_eq!(found, []);
}

#[test]
fn a_wrong_result_is_found_with_its_cell() {
    let wrong =
        Cell::new(Content::formula("\"a\"&\"b\"", Computed::Text("ac".into())), Style::Text);
    let rows = vec![Row::from_cells([Cell::text("x"), wrong.look(Look::Body)])];
    let book = one_sheet(rows);
    let Some(found) = oracle::differing(&[("wrong".to_owned(), bytes(&book))]) else { return };
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].cell, found[0].recalculated.as_str()), ((0, 1), "ab"));
}
