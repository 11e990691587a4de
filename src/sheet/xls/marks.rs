//! What calamine leaves untold of an xls workbook. In: the workbook's stream, checked. Out: hidden rows
//! and the number formats of cells, for each sheet; the code page of old texts. Never reads a value.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use encoding_rs::WINDOWS_1250;

use crate::model::CellRef;
use crate::sheet::encoding::is_cyrillic;
use crate::sheet::numfmt;

const END: u16 = 0x000a;
const START: u16 = 0x0809;
const CODE_PAGE: u16 = 0x0042;
const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const CELL_FORMAT: u16 = 0x00e0;
const ROW: u16 = 0x0208;
const FORMULA: u16 = 0x0006;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027e;
const SEVERAL_RK: u16 = 0x00bd;
const LABEL: u16 = 0x0204;
const TEXTS: u16 = 0x00fc;
const SHARED_TEXT: u16 = 0x00fd;
/// Texts that are looked at to tell a code page.
const MOST_LETTERS: usize = 100_000;

/// What is known of one sheet.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Rows hidden by hand or by a filter, in order.
    pub(super) hidden_rows: Vec<u32>,
    /// Cells with a number that is not shown as "General": row, column, cell format; in order.
    formats: Vec<(u16, u16, u16)>,
    /// A cell whose text is not in the table of texts; calamine leaves such cells out.
    pub(super) without_text: Option<CellRef>,
}

/// The whole workbook.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// In the order in which the workbook lists its sheets.
    pub(super) sheets: Vec<Marks>,
    /// The code of each cell format that is not "General".
    codes: Vec<Option<ArcStr>>,
    /// The code page of its texts, where it does not state one and needs one.
    pub(super) code_page: Option<u16>,
}

impl Workbook {
    /// The number format of a cell with a number.
    pub(super) fn format(&self, sheet: usize, (row, column): (u32, u32)) -> Option<ArcStr> {
        let at = (u16::try_from(row).ok()?, u16::try_from(column).ok()?);
        let formats = &self.sheets.get(sheet)?.formats;
        let found = formats.binary_search_by_key(&at, |(row, column, _)| (*row, *column)).ok()?;
        let (.., format) = formats.get(found)?;
        self.codes.get(usize::from(*format))?.clone()
    }
}

/// Records from a position on, to the end of that part of the stream.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = number(stream, at)?;
        let length = usize::from(number(stream, at.checked_add(2)?)?);
        let content = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, content))
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

pub(super) fn read(stream: &[u8]) -> Workbook {
    let mut positions: Vec<u32> = Vec::new();
    let mut custom: BTreeMap<u16, String> = BTreeMap::new();
    let mut uses: Vec<u16> = Vec::new();
    let (mut old, mut states_code_page, mut texts) = (false, false, 0);
    for (kind, content) in records(stream, 0) {
        match kind {
            END => break,
            START => old = number(content, 0).is_some_and(|version| version < 0x0600),
            CODE_PAGE => states_code_page = number(content, 0).is_some_and(is_known),
            SHEET => positions.push(long(content, 0).unwrap_or(u32::MAX)),
            TEXTS => texts = long(content, 4).unwrap_or(0),
            FORMAT => {
                if let Some(id) = number(content, 0) {
                    custom.insert(id, format_text(content.get(2..).unwrap_or_default(), old));
                }
            }
            CELL_FORMAT => uses.push(number(content, 2).unwrap_or(0)),
            _ => {}
        }
    }
    let code = |id: &u16| {
        let code = custom.get(id).map(String::as_str).or_else(|| numfmt::built_in(*id))?;
        (code != "General" && !code.is_empty()).then(|| ArcStr::from(code))
    };
    let codes: Vec<Option<ArcStr>> = uses.iter().map(code).collect();
    let sheets =
        positions.iter().map(|position| sheet(stream, *position as usize, &codes, texts)).collect();
    let code_page = (old && !states_code_page).then(|| code_page(stream));
    Workbook { sheets, codes, code_page }
}

fn sheet(stream: &[u8], from: usize, codes: &[Option<ArcStr>], texts: u32) -> Marks {
    let mut marks = Marks::default();
    let mut depth = 0u32;
    for (kind, content) in records(stream, from) {
        let at = |place: usize| number(content, place).unwrap_or(0);
        let mut take = |column: u16, format: u16| {
            if codes.get(usize::from(format)).is_some_and(Option::is_some) {
                marks.formats.push((at(0), column, format));
            }
        };
        match kind {
            START => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            // fDyZero is the sixth bit.
            ROW if at(12) & 0x20 != 0 => marks.hidden_rows.push(at(0).into()),
            SHARED_TEXT if long(content, 6).is_some_and(|index| index >= texts) => {
                let cell = CellRef { row: at(0).into(), column: at(2).into() };
                marks.without_text = marks.without_text.or(Some(cell));
            }
            NUMBER | RK | FORMULA => take(at(2), at(4)),
            SEVERAL_RK => {
                let cells = content.len().saturating_sub(6) / 6;
                for index in 0..cells {
                    let column = at(2).saturating_add(u16::try_from(index).unwrap_or(u16::MAX));
                    take(column, at(4 + index * 6));
                }
            }
            _ => {}
        }
    }
    marks.hidden_rows.sort_unstable();
    marks.hidden_rows.dedup();
    marks.formats.sort_by_key(|(row, column, _)| (*row, *column));
    marks
}

/// Code pages that texts can be read in; what Excel for Mac and old writers state is none.
fn is_known(page: u16) -> bool {
    matches!(page, 866 | 874 | 932 | 936 | 949 | 950 | 1200 | 1250..=1258 | 28592..=28599 | 65001)
}

/// A format's code: before Excel 97 in the code page, whose signs for currencies are what matters.
fn format_text(bytes: &[u8], old: bool) -> String {
    if old {
        let letters = bytes.get(1..).unwrap_or_default();
        return WINDOWS_1250.decode_without_bom_handling(letters).0.into_owned();
    }
    let length = usize::from(number(bytes, 0).unwrap_or(0));
    let rest = bytes.get(3..).unwrap_or_default();
    if bytes.get(2).is_some_and(|flags| flags & 1 != 0) {
        let units = rest.as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two));
        let units: Vec<u16> = units.take(length).collect();
        return String::from_utf16_lossy(&units);
    }
    rest.iter().take(length).map(|byte| char::from(*byte)).collect()
}

/// Letters tell the Cyrillic code page from the Central European one.
fn code_page(stream: &[u8]) -> u16 {
    let mut letters = Vec::new();
    for (kind, content) in records(stream, 0) {
        if kind == LABEL && letters.len() < MOST_LETTERS {
            letters.extend(content.get(8..).unwrap_or_default());
            letters.push(b' ');
        }
    }
    if is_cyrillic(&letters) { 1251 } else { 1250 }
}
