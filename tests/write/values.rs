//! What is read back from a workbook is what was put in.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use earmark::book::{Book, Cell, Content, Look, Result as Computed, Row, Style};
use earmark::model::Euros;
use proptest::prelude::*;

use crate::sample::{bytes, cell, one_sheet, part};
use crate::strict::Workbook;

fn read(book: &Book) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes(book))).unwrap();
    let range = workbook.worksheet_range("Sheet").unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn text(words: &str) -> String {
    match read(&cell(Cell::text(words.to_owned()))).first().and_then(|row| row.first()) {
        Some(Data::String(words)) => words.clone(),
        None => String::new(),
        other => panic!("{words:?} became {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn every_cent_survives(
        amounts in proptest::collection::vec(-1_000_000_000_000_000_i64..=1_000_000_000_000_000, 1..200),
    ) {
        let rows = amounts.iter().map(|cents| {
            let amount = Euros::from_cents(*cents);
            Row::from_cells([Cell::money(amount), Cell::money_formula("1+1", amount)])
        });
        let seen = read(&one_sheet(rows.collect()));
        for (cents, row) in amounts.iter().zip(&seen) {
            for cell in row {
                // The shortest text of the float, exact as a decimal.
                let number = cell.to_string().parse::<rust_decimal::Decimal>().unwrap();
                prop_assert_eq!(Euros::from_decimal(number).unwrap().cents(), i128::from(*cents));
            }
        }
    }

    #[test]
    fn any_text_comes_back_as_text(words in "\\PC{0,60}") {
        prop_assert_eq!(text(&words), words);
    }
}

#[test]
fn text_is_never_a_formula_a_link_or_a_number() {
    for words in
        ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.me", "mailto:a@b", "1.10", "TRUE"]
    {
        assert_eq!(text(words), words);
        let sheet = part(&bytes(&cell(Cell::text(words.to_owned()))), "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f>") && !sheet.contains("hyperlink"), "{words}: {sheet}");
    }
}

#[test]
fn text_that_looks_like_raw_rich_text_is_escaped() {
    for words in [
        "<r></r>",
        "<r><t>x</t></r>",
        "<r>& < > \u{0}</r>",
        "<r></si></sst></r>",
        "<r> trailing </r>",
    ] {
        let plain: String = words.chars().filter(|c| !c.is_control()).collect();
        assert_eq!(text(words), plain);
        let strings = part(&bytes(&cell(Cell::text(words.to_owned()))), "xl/sharedStrings.xml");
        assert!(strings.contains("&lt;"), "{strings}");
    }
    let linked = Cell::text("<r>&</r>").link("Sheet", 0, 0);
    assert!(part(&bytes(&cell(linked)), "xl/sharedStrings.xml").contains("r&gt;&amp;&lt;/r&gt;"));
}

#[test]
fn text_that_looks_like_an_escape_is_not_one() {
    let strings = part(&bytes(&cell(Cell::text("a_x0041_b"))), "xl/sharedStrings.xml");
    assert!(strings.contains("a_x005F_x0041_b"), "{strings}");
}

#[test]
fn control_characters_are_left_out_and_line_breaks_kept() {
    assert_eq!(text("a\u{1}b\u{7}\u{1b}[31m\r\nc\td\re"), "ab[31m\nc\td\ne");
    assert_eq!(text("\u{fffe}a\u{ffff}\u{85}"), "a");
}

#[test]
fn a_text_too_long_for_a_cell_is_cut() {
    let shown = text(&"é".repeat(40_000));
    assert_eq!(shown.encode_utf16().count(), 32_767);
    assert!(shown.ends_with('…'));
    let astral = text(&"😀".repeat(20_000));
    assert!(astral.encode_utf16().count() <= 32_767 && astral.ends_with('…'));
    assert_eq!(text(&"x".repeat(32_767)).len(), 32_767);
}

#[test]
fn unknown_is_empty_and_zero_is_zero() {
    let rows = vec![Row::from_cells([
        Cell::money(None::<Euros>),
        Cell::money(Euros::ZERO),
        Cell::money(Euros::from_cents(-1)),
    ])];
    let seen = read(&one_sheet(rows));
    assert_eq!(seen[0].last(), Some(&Data::Float(-0.01)));
    assert_eq!(seen[0][seen[0].len() - 2], Data::Float(0.0));
    assert!(seen[0].len() == 2 || seen[0][0] == Data::Empty, "{seen:?}");
}

fn formula(result: Computed) -> String {
    let cell_with = Cell::new(Content::formula("A2", result), Style::Text);
    part(&bytes(&cell(cell_with)), "xl/worksheets/sheet1.xml")
}

#[test]
fn a_stored_result_has_the_type_of_its_value() {
    let amount = formula(Computed::Money(Euros::from_cents(-123_450)));
    assert!(amount.contains("<f>A2</f><v>-1234.50</v>"), "{amount}");
    let count = formula(Computed::Count(7));
    assert!(count.contains("<f>A2</f><v>7</v>") && !count.contains("t=\"str\""), "{count}");
    let words = formula(Computed::Text("on plan".into()));
    assert!(words.contains("t=\"str\"><f>A2</f><v>on plan</v>"), "{words}");
    let empty = formula(Computed::Text("".into()));
    assert!(empty.contains("t=\"str\"><f>A2</f><v></v>"), "{empty}");
    // The writer would store these as a number, an error, a truth value.
    for odd in ["12", "inf", "NaN", "1e5", "#N/A", "TRUE"] {
        let sheet = formula(Computed::Text(odd.into()));
        assert!(!sheet.contains("<f>") && sheet.contains("t=\"s\""), "{odd}: {sheet}");
    }
}

#[test]
fn a_link_on_a_number_leaves_the_number() {
    let amount = Cell::money(Euros::from_cents(150)).link("Sheet", 4, 2);
    let book = cell(amount);
    assert_eq!(read(&book)[0][0], Data::Float(1.5));
    let sheet = part(&bytes(&book), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"<hyperlink ref="A1" location="'Sheet'!C5""#), "{sheet}");
}

#[test]
fn links_beyond_what_a_sheet_keeps_are_plain_text() {
    let rows = (0..65_540).map(|_| Row::from_cells([Cell::text("x").link("Sheet", 0, 0)]));
    let workbook = Workbook::open(&bytes(&one_sheet(rows.collect())));
    let [sheet] = workbook.sheets.as_slice() else { panic!("one sheet") };
    assert_eq!(sheet.root.list("hyperlinks").len(), 65_530);
    assert_eq!(workbook.text(&sheet.cells[&(65_540, 1)]), Some("x"));
}

#[test]
fn codes_typed_into_open_cells_stay_text() {
    let open = Cell::new("", Style::Centre).look(Look::Input).unlocked();
    let styles = part(&bytes(&cell(open)), "xl/styles.xml");
    assert!(styles.contains(r#"numFmtId="49""#), "{styles}");
    assert!(styles.contains(r#"<protection locked="0"/>"#), "{styles}");
}
