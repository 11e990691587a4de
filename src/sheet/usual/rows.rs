//! A sheet's part without rows that nobody needs. In: the part as a stream, and rows. Out: the part without
//! them; nothing where anything in it is out of the ordinary, or much is left.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::ops::Range;

use super::cells::{CLOSES, Cells, Is, up_to_cells};

/// As much is worth keeping of a sheet of which parts are kept.
const MOST_KEPT: usize = 16 << 20;

/// Copies a sheet's part without some of its rows, counted from zero. Gives which texts of the workbook's table
/// the other rows have.
pub(in crate::sheet) fn without(
    mut part: impl BufRead,
    unneeded: &[Range<u32>],
    out: &mut impl Write,
) -> Option<BTreeSet<u32>> {
    let mut texts = BTreeSet::new();
    let (head, mut window) = up_to_cells(&mut part)?;
    out.write_all(&head).ok()?;
    let mut cells = Cells::in_order();
    let mut kept = 0;
    let mut known = (u32::MAX, false);
    cells.pass(&mut window, &mut part, |piece| {
        if let Is::Cell(cell) = &piece.is
            && !matches!(cell.kind, None | Some(b"n" | b"s" | b"str" | b"inlineStr"))
        {
            // For some of the others a reader may give the sheet up.
            return None;
        }
        if known.0 != piece.row {
            let behind = unneeded.partition_point(|rows| rows.start <= piece.row);
            let last = behind.checked_sub(1).and_then(|last| unneeded.get(last));
            known = (piece.row, last.is_some_and(|rows| rows.contains(&piece.row)));
        }
        if !known.1 {
            kept += piece.bytes.len();
            if let Is::Cell(cell) = &piece.is {
                texts.extend(cell.text()?);
            }
            out.write_all(piece.bytes).ok()?;
        }
        (kept <= MOST_KEPT).then_some(())
    })?;
    out.write_all(CLOSES).ok()?;
    out.write_all(window.bytes()).ok()?;
    std::io::copy(&mut part, out).ok()?;
    Some(texts)
}
