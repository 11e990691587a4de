//! A sheet on paper: A4, wide sheets over several pages side by side, what repeats, the foot. In: a
//! sheet with its widths. Out: the print set-up of the worksheet. Never touches a cell.

use rust_xlsxwriter::Worksheet;

use super::text;
use crate::book::{Column, Sheet};
use crate::write::WriteError;

const A4: u8 = 9;

/// As many characters side by side as stay legible on A4 landscape and upright: at 100 % some 150 and
/// 105 fit, and below 70 % letters of 10 points become too small for paper.
const LEGIBLE: (u32, u32) = (215, 150);

/// The most pages side by side; a sheet wider than that prints smaller.
const MOST_ABREAST: u32 = 4;

/// How many pages a sheet takes side by side. Those after the first repeat the columns that stay in
/// sight on the screen, so that each says which rows it shows.
fn pages_abreast(sheet: &Sheet) -> u16 {
    const USUAL: u32 = 9;
    let width = |columns: &[Column]| -> u32 {
        let shown = columns.iter().filter(|column| !column.hidden);
        shown.map(|column| if column.width == 0 { USUAL } else { column.width.into() }).sum()
    };
    let legible = if sheet.print.portrait { LEGIBLE.1 } else { LEGIBLE.0 };
    let repeated = width(sheet.columns.get(..sheet.freeze.1.into()).unwrap_or_default());
    let rest = width(&sheet.columns).saturating_sub(repeated);
    let room = legible.saturating_sub(repeated).max(1);
    rest.div_ceil(room).clamp(1, MOST_ABREAST) as u16
}

/// A4, as few pages side by side as stay legible; what repeats; the foot.
pub(super) fn set_up(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), WriteError> {
    worksheet.set_paper_size(A4);
    if sheet.print.portrait {
        worksheet.set_portrait();
    } else {
        worksheet.set_landscape();
    }
    let abreast = pages_abreast(sheet);
    worksheet.set_print_fit_to_pages(abreast, 0);
    if abreast > 1 {
        worksheet.set_page_order(false);
        if sheet.freeze.1 > 0 {
            worksheet.set_repeat_columns(0, sheet.freeze.1 - 1)?;
        }
    }
    worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    if let Some((first, last)) = sheet.print.repeat {
        worksheet.set_repeat_rows(first, last)?;
    }
    // "&" opens a code of the foot, so one that is meant is doubled; a digit right behind "&9" would
    // be read as part of the size.
    let plain = |words: &str| {
        text::cut(text::clean(words), 180).replace('&', "&&").replace(['\n', '\t'], " ")
    };
    let left = plain(&sheet.print.footer.shown());
    let right = match plain(&sheet.print.page_of.shown()) {
        words if words.is_empty() => "Page {page} of {pages}".to_owned(),
        words => words,
    };
    let right = right.replace("{page}", "&P").replace("{pages}", "&N");
    worksheet.set_footer(format!("&L&9 {left}&R&9 {right}"));
    Ok(())
}
