//! How many empty rows a form gets, so that on paper the lines to sign never stand alone on a page. In: how
//! long the texts of its filled rows are. Out: a count. Heights are estimated; nothing is drawn here.

/// Points on a page at the scale at which the columns of the form fit its width: programs differ.
const PAGES: [u32; 2] = [740, 800];
/// What stands above the table, with its headings.
const ABOVE: u32 = 135;
/// The headings, which every further page repeats.
const HEADINGS: u32 = 30;
/// The total, what is confirmed and the lines to sign.
const FOOT: u32 = 115;
/// An empty row.
const ROW: u32 = 15;
/// As many rows of the table belong above the foot on its page.
const COMPANY: u32 = 5 * ROW;

/// Empty rows that a form has where the page lets it choose, and the fewest and most.
const USUAL: u32 = 25;
const FEWEST: u32 = 12;
const MOST: u32 = 45;

/// The empty rows of a form without a plan: it fills one page.
pub(super) const BLANK: u32 = 31;

/// The empty rows of a form whose filled rows have activities' titles of so many letters.
pub(super) fn empty_rows(titles: impl Iterator<Item = usize>) -> u32 {
    let filled: u32 = ABOVE + titles.map(height).sum::<u32>();
    let mut choices: Vec<u32> = (FEWEST..=MOST).collect();
    choices.sort_by_key(|rows| rows.abs_diff(USUAL));
    let fits = |rows: &u32| PAGES.into_iter().all(|page| is_well(page, filled + rows * ROW));
    choices.into_iter().find(fits).unwrap_or(USUAL)
}

/// A row whose title wraps in its column.
fn height(letters: usize) -> u32 {
    const IN_A_LINE: usize = 39;
    const LINE: u32 = 13;
    let lines = u32::try_from(letters.div_ceil(IN_A_LINE)).unwrap_or(1);
    (lines * LINE + 2).max(ROW)
}

/// Whether the foot lies whole on a page, below some rows of the table, where the table ends at a height.
fn is_well(page: u32, table: u32) -> bool {
    if table <= page {
        return table + FOOT <= page;
    }
    let further = page - HEADINGS;
    let on_its_page = (table - page) % further;
    on_its_page >= COMPANY && on_its_page + FOOT <= further
}
