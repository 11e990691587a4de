//! Sheets on paper, which reading back does not see: the parts of the file say it.

use earmark::book::{Book, Cell, Column, Print, Row, Sheet};

use crate::sample::{bytes, part};

fn sheet_of(widths: &[u16], freeze: (u32, u16), portrait: bool) -> (String, String) {
    let sheet = Sheet {
        name: "Wide".to_owned(),
        columns: widths.iter().map(|width| Column::width(*width)).collect(),
        rows: vec![Row::from_cells(widths.iter().map(|_| Cell::text("x")))],
        freeze,
        print: Print { portrait, ..Print::default() },
        ..Sheet::default()
    };
    let bytes = bytes(&Book { sheets: vec![sheet], ..Book::default() });
    let set_up = part(&bytes, "xl/worksheets/sheet1.xml");
    let set_up = set_up.split("<pageSetup ").nth(1).unwrap().split('>').next().unwrap().to_owned();
    (set_up, part(&bytes, "xl/workbook.xml"))
}

#[test]
fn a_sheet_that_fits_is_one_page_wide() {
    let (set_up, names) = sheet_of(&[20; 10], (1, 1), false);
    assert!(!set_up.contains("fitToWidth") && set_up.contains("fitToHeight=\"0\""), "{set_up}");
    assert!(!names.contains("Print_Titles"), "{names}");
}

#[test]
fn a_wide_sheet_goes_over_pages_that_each_say_which_rows_they_show() {
    // 300 characters, of which 46 repeat: 254 on pages with room for 169.
    let widths: Vec<u16> = [10, 36].into_iter().chain([14; 18]).chain([2]).collect();
    let (set_up, names) = sheet_of(&widths, (1, 2), false);
    assert!(set_up.contains("fitToWidth=\"2\""), "{set_up}");
    assert!(set_up.contains("pageOrder=\"overThenDown\""), "{set_up}");
    assert!(names.contains("Wide!$A:$B"), "{names}");
    // Upright there is room for 150.
    let (set_up, _) = sheet_of(&[20; 10], (1, 1), true);
    assert!(set_up.contains("fitToWidth=\"2\""), "{set_up}");
}

#[test]
fn a_sheet_of_any_width_takes_at_most_four_pages_abreast() {
    let (set_up, _) = sheet_of(&[60; 40], (1, 3), false);
    assert!(set_up.contains("fitToWidth=\"4\""), "{set_up}");
}
