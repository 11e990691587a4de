//! The records of an xls workbook, looked through before calamine may read them. In: the workbook's
//! stream. Out: the same stream with its declared dimensions taken out (calamine reserves memory for
//! them) and its number formats where calamine finds them, or why it is refused. Never trusts a size that the file declares.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::Stop;
use super::builder::Reading;

/// No real workbook has more records, counted once for each sheet that starts before them.
const MOST_RECORDS: u64 = 40_000_000;

const END: u16 = 0x000a;
const FORMULA: u16 = 0x0006;
const LOCKED: u16 = 0x002f;
const START: u16 = 0x0809;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMAT: u16 = 0x041e;
const CELL_FORMAT: u16 = 0x00e0;
/// Numbers of formats that calamine looks up; it takes any other for what Excel in Chinese has there.
const KNOWN_FORMATS: [RangeInclusive<u16>; 5] = [5..=8, 23..=26, 41..=44, 63..=66, 164..=382];

/// The rectangle that calamine would lay out.
#[derive(Default)]
struct Extent {
    bounds: Option<(u16, u16, u16, u16)>,
}

impl Extent {
    fn take(&mut self, row: u16, first: u16, last: u16) {
        let (top, bottom, left, right) = self.bounds.unwrap_or((row, row, first, last));
        self.bounds = Some((top.min(row), bottom.max(row), left.min(first), right.max(last)));
    }

    fn area(&self) -> u64 {
        self.bounds.map_or(0, |(top, bottom, left, right)| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}

/// One record: what it is, where its content stands, how long it is.
fn record(stream: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let head = stream.get(at..at.checked_add(4)?)?;
    let (kind, length) = (number(head, 0)?, usize::from(number(head, 2)?));
    stream.get(at + 4..at + 4 + length)?;
    Some((kind, at + 4, length))
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// Whether the workbook is locked with a password.
pub(super) fn is_locked(stream: &[u8]) -> bool {
    let mut at = 0;
    while let Some((kind, content, length)) = record(stream, at) {
        match kind {
            LOCKED => return true,
            END => return false,
            _ => at = content + length,
        }
    }
    false
}

pub(super) fn check(mut stream: Vec<u8>, reading: &Reading<'_>) -> Result<Vec<u8>, Stop> {
    renumber_formats(&mut stream);
    let mut sheets = Vec::new();
    let mut at = 0;
    while let Some((kind, content, length)) = record(&stream, at) {
        if kind == END {
            break;
        }
        if kind == SHEET {
            let position = stream.get(content..content + 4).and_then(|four| four.try_into().ok());
            sheets.extend(position.map(u32::from_le_bytes));
        }
        at = content + length;
    }
    reading.check_sheets(sheets.len())?;
    let (mut records, mut area) = (0u64, 0u64);
    for start in sheets {
        let mut at = start as usize;
        if at >= stream.len() {
            return Err(Stop::broken("a sheet is cut off"));
        }
        let (mut values, mut formulas) = (Extent::default(), Extent::default());
        let mut depth = 0u32;
        while let Some((kind, content, length)) = record(&stream, at) {
            records += 1;
            if records > MOST_RECORDS {
                return Err(reading.too_many_cells());
            }
            match kind {
                START => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                DIMENSIONS => {
                    if let Some(room) = stream.get_mut(content..content + length) {
                        room.fill(0);
                    }
                }
                _ if depth <= 1 => {
                    if let Some((row, first, last)) = cells(&stream, kind, content, length) {
                        // A column past the last is damage in BIFF, whose sheets have 256.
                        if last > 255 || first > last {
                            let cell = (u64::from(row) + 1, u64::from(last) + 1);
                            return Err(Stop::broken(super::builder::misplaced(cell.0, cell.1)));
                        }
                        values.take(row, first, last);
                        if kind == FORMULA {
                            formulas.take(row, first, last);
                        }
                    }
                }
                _ => {}
            }
            at = content + length;
        }
        area = area.saturating_add(values.area()).saturating_add(formulas.area());
        if area > reading.limits.cells.saturating_mul(2) {
            return Err(reading.too_many_cells());
        }
    }
    Ok(stream)
}

/// Some writers put a format of their own, such as one for money, on a number where calamine expects a
/// Chinese date, and amounts arrive as days of 1900. Such formats get a number that calamine looks up.
fn renumber_formats(stream: &mut [u8]) {
    let (mut formats, mut uses) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some((kind, content, length)) = record(stream, at) {
        match kind {
            END => break,
            FORMAT => formats.extend(number(stream, content).map(|id| (content, id))),
            CELL_FORMAT if length >= 4 => {
                uses.extend(number(stream, content + 2).map(|id| (content + 2, id)));
            }
            _ => {}
        }
        at = content + length;
    }
    let taken: BTreeSet<u16> = formats.iter().map(|(_, id)| *id).collect();
    let mut free = (164..=382u16).rev().filter(|id| !taken.contains(id));
    let mut renumbered: BTreeMap<u16, u16> = BTreeMap::new();
    for id in &taken {
        if !KNOWN_FORMATS.iter().any(|known| known.contains(id)) {
            renumbered.extend(free.next().map(|new| (*id, new)));
        }
    }
    for (place, id) in formats.into_iter().chain(uses) {
        if let Some(new) = renumbered.get(&id)
            && let Some(room) = stream.get_mut(place..place + 2)
        {
            room.copy_from_slice(&new.to_le_bytes());
        }
    }
}

/// Row and columns of a record that holds cells.
fn cells(stream: &[u8], kind: u16, content: usize, length: usize) -> Option<(u16, u16, u16)> {
    let bytes = stream.get(content..content + length)?;
    let (row, first) = (number(bytes, 0)?, number(bytes, 2)?);
    match kind {
        FORMULA | 0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd => Some((row, first, first)),
        0x00bd => Some((row, first, number(bytes, length.checked_sub(2)?)?)),
        _ => None,
    }
}
