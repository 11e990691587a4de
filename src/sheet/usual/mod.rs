//! Workbooks written as nearly all programs write them. In: an xlsx package. Out: what calamine and
//! [`super::marks`] give of it, in a fraction of the time; nothing where anything is out of the ordinary: then
//! they have to read it. Never another cell.
//!
//! - `window`, `markup`: a part piece by piece; tags and texts in their usual form
//! - `cells`: the cells of a sheet, one by one, with its marks; `texts`: the table of texts
//! - `frame`: the workbook without its cells, which calamine reads: sheets, formats, and texts that are more than
//!   letters; `grid`: a sheet with what the frame tells
//! - `rows`: a sheet without rows that nobody needs

mod cells;
mod frame;
mod grid;
mod markup;
mod rows;
mod texts;
mod window;

pub(super) use cells::marks;
pub(super) use frame::Frame;
pub(super) use grid::grid;
pub(super) use rows::without as without_rows;
pub(super) use texts::only as only_texts;
