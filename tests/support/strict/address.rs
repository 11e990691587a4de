//! Addresses of cells as a file writes them: "B7", "$A$1:$C$4", "7:7", "A:C".

pub const ROWS: u32 = 1_048_576;
pub const COLUMNS: u32 = 16_384;

/// A rectangle, counted from one, bounds inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

impl Area {
    pub fn meets(&self, other: &Area) -> bool {
        self.top <= other.bottom
            && other.top <= self.bottom
            && self.left <= other.right
            && other.left <= self.right
    }

    pub fn holds(&self, (row, column): (u32, u32)) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }

    pub fn is_cell(&self) -> bool {
        self.top == self.bottom && self.left == self.right
    }
}

/// The row and column of "$B$7"; none where it is no cell of a sheet.
pub fn cell(text: &str) -> Option<(u32, u32)> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (column, row) = text.split_at(letters);
    let row = row.strip_prefix('$').unwrap_or(row);
    Some((row_number(row)?, column_number(column)?))
}

fn row_number(text: &str) -> Option<u32> {
    let plain =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|row| plain && *row <= ROWS)
}

fn column_number(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let number = text.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    (number <= COLUMNS).then_some(number)
}

/// "A1", "A1:B2", "1:2" or "A:B", with or without "$", first before last.
pub fn area(text: &str) -> Option<Area> {
    let Some((first, last)) = text.split_once(':') else {
        let (row, column) = cell(text)?;
        return Some(Area { top: row, left: column, bottom: row, right: column });
    };
    let bare = |text: &str| text.trim_start_matches('$').to_owned();
    let found = if let (Some(first), Some(last)) = (cell(first), cell(last)) {
        Area { top: first.0, left: first.1, bottom: last.0, right: last.1 }
    } else if let (Some(top), Some(bottom)) = (row_number(&bare(first)), row_number(&bare(last))) {
        Area { top, left: 1, bottom, right: COLUMNS }
    } else {
        let (left, right) = (column_number(&bare(first))?, column_number(&bare(last))?);
        Area { top: 1, left, bottom: ROWS, right }
    };
    (found.top <= found.bottom && found.left <= found.right).then_some(found)
}

/// A list such as "A1:B2 D4"; none where a member is no area.
pub fn areas(text: &str) -> Option<Vec<Area>> {
    let areas: Option<Vec<Area>> = text.split(' ').map(area).collect();
    areas.filter(|areas| !areas.is_empty())
}

/// "Sheet!$A$1:$B$2" or "'It''s'!A1": the sheet's name and the area.
pub fn on_sheet(text: &str) -> Option<(String, Area)> {
    let (sheet, place) = text.rsplit_once('!')?;
    let sheet = match sheet.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(quoted) => quoted.replace("''", "'"),
        // Anything but letters, digits, "_" and "." needs quotes, and so does a leading digit.
        None if sheet.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
            && !sheet.starts_with(|c: char| c.is_ascii_digit())
            && cell(&sheet.to_ascii_uppercase()).is_none() =>
        {
            sheet.to_owned()
        }
        None => return None,
    };
    Some((sheet, area(place)?))
}

pub fn letters(mut column: u32) -> String {
    let mut letters = String::new();
    while column > 0 {
        letters.insert(0, char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    letters
}
