//! Fixed layouts: what the columns of certain files mean, where nothing in them says it. In: `[[layout]]`
//! as typed. Out: checked layouts, and a finding for each value that cannot be used. Never a file.

use indexmap::IndexMap;
use serde::Deserialize;
use wildmatch::WildMatch;

use super::keys::{heading_keys, near_keys};
use crate::diagnostic::{Code, Finding};
use crate::language::Said;
use crate::model::{Period, Place, Quarter, Source, When};

/// The rows of an Excel sheet.
const ROWS: u32 = 1_048_576;
/// The columns of an Excel sheet.
const COLUMNS: u32 = 16_384;
/// Meanings that are no headings.
const OTHERS: [&str; 2] = ["row_total", "other_currency"];

/// `[[layout]]` as people type it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedLayout {
    /// Which files, by name: `*` stands for any letters, `?` for one.
    pub files: String,
    /// Which sheets in them; without it, all.
    pub sheets: Option<String>,
    /// The last row of the header, as Excel counts.
    pub header_row: Option<i64>,
    /// The first row of data.
    pub first_row: Option<i64>,
    /// The last row of data.
    pub last_row: Option<i64>,
    /// Letters of a column → what it holds.
    pub columns: IndexMap<String, TypedColumn>,
    /// The body that the sheets come from.
    pub body: Option<String>,
    /// The period that they cover.
    pub period: Option<String>,
    /// The mark before the cents in amounts written as text.
    pub decimal: Option<String>,
    /// Sheets that are not read.
    pub ignore_sheets: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "a column is a meaning such as \"spent\", or { is = \"spent\", source = \"donation\", quarter = 2, thousands = true }"
)]
pub enum TypedColumn {
    /// A meaning alone.
    Meaning(String),
    /// A meaning and more about it.
    Detailed(TypedMeaning),
}

/// A meaning and more about it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TypedMeaning {
    /// A key of templates/headings.toml.
    pub is: String,
    /// "budget" or "donation".
    pub source: Option<String>,
    /// The quarter that it is for.
    pub quarter: Option<i64>,
    /// The month that it is for.
    pub month: Option<i64>,
    /// Amounts in thousands of euros.
    pub thousands: bool,
}

/// What the columns of certain files mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The pattern of the files' names.
    pub files: String,
    /// The pattern of the sheets' names.
    pub sheets: Option<String>,
    /// Last row of the header, counted from zero.
    pub header_row: Option<u32>,
    /// First row of data, counted from zero.
    pub first_row: u32,
    /// Last row of data, counted from zero.
    pub last_row: u32,
    /// What the columns hold.
    pub columns: Vec<LayoutColumn>,
    /// The body that the sheets come from.
    pub body: Option<String>,
    /// The period that they cover.
    pub period: Option<Period>,
    /// The mark before the cents.
    pub decimal: Option<char>,
    /// Patterns of sheets that are not read.
    pub ignore_sheets: Vec<String>,
    /// The configuration that says so.
    pub place: Place,
}

/// What one column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutColumn {
    /// Its position, counted from zero.
    pub index: u32,
    /// A key of templates/headings.toml, `row_total` or `other_currency`.
    pub is: String,
    /// The source of its amounts.
    pub source: Option<Source>,
    /// The month or quarter of its amounts.
    pub when: Option<When>,
    /// Its amounts are in thousands of euros.
    pub thousands: bool,
}

impl Layout {
    /// Whether it is meant for a file of that name; folders before it make no difference.
    #[must_use]
    pub fn fits_file(&self, name: &str) -> bool {
        fits(&self.files, name) || fits(&self.files, name.rsplit('/').next().unwrap_or(name))
    }

    /// Whether it is meant for a sheet, in a file that it fits.
    #[must_use]
    pub fn fits_sheet(&self, sheet: Option<&str>) -> bool {
        !self.columns.is_empty()
            && self.sheets.as_ref().is_none_or(|pattern| fits(pattern, sheet.unwrap_or("")))
    }

    /// Whether it leaves a sheet out, in a file that it fits.
    #[must_use]
    pub fn ignores(&self, sheet: Option<&str>) -> bool {
        sheet.is_some_and(|sheet| self.ignore_sheets.iter().any(|pattern| fits(pattern, sheet)))
    }
}

pub(super) fn fits(pattern: &str, name: &str) -> bool {
    WildMatch::new(&pattern.to_lowercase()).matches(&name.to_lowercase())
}

/// The layouts of a configuration, and what is wrong in them.
pub(super) fn check(typed: &[TypedLayout], place: &Place) -> (Vec<Layout>, Vec<Finding>) {
    let mut findings = Vec::new();
    let layouts = typed
        .iter()
        .enumerate()
        .map(|(index, typed)| {
            let mut checker = Checker { number: index + 1, place, findings: &mut findings };
            checker.layout(typed)
        })
        .collect();
    (layouts, findings)
}

struct Checker<'a> {
    number: usize,
    place: &'a Place,
    findings: &'a mut Vec<Finding>,
}

impl Checker<'_> {
    fn refuse(&mut self, key: &str, read: &str, wanted: impl Into<Said>) {
        self.findings.push(
            Finding::new(Code::ConfigValue, self.place.clone())
                .read(read)
                .detail("key", super::in_words::nth_key(key, "[[layout]]", self.number))
                .detail("wanted", wanted.into()),
        );
    }

    fn layout(&mut self, typed: &TypedLayout) -> Layout {
        if typed.files.trim().is_empty() {
            self.refuse("files", "", "the name of the files, such as \"mup-*.xlsx\"");
        }
        if typed.columns.is_empty() && typed.ignore_sheets.is_empty() {
            let wanted = "what the columns hold, such as { A = \"code\", C = \"spent\" }";
            self.refuse("columns", "", wanted);
        }
        let header_row = self.row("header-row", typed.header_row);
        let first_row = self.row("first-row", typed.first_row);
        let last_row = self.row("last-row", typed.last_row).unwrap_or(ROWS - 1);
        let from = first_row.unwrap_or(header_row.map_or(0, |header| header + 1));
        if header_row.is_some_and(|header| from <= header) {
            let read = typed.first_row.unwrap_or_default().to_string();
            self.refuse("first-row", &read, "a row below the header-row");
        }
        if last_row < from {
            let read = typed.last_row.unwrap_or_default().to_string();
            self.refuse("last-row", &read, "a row below the first row of data");
        }
        Layout {
            files: typed.files.trim().to_owned(),
            sheets: typed.sheets.clone(),
            header_row,
            first_row: from,
            last_row,
            columns: self.columns(&typed.columns),
            body: typed.body.clone(),
            period: self.period(typed.period.as_deref()),
            decimal: self.decimal(typed.decimal.as_deref()),
            ignore_sheets: typed.ignore_sheets.clone(),
            place: self.place.clone(),
        }
    }

    /// A row as Excel counts, counted from zero.
    fn row(&mut self, key: &str, row: Option<i64>) -> Option<u32> {
        let row = row?;
        let found = u32::try_from(row).ok().filter(|row| (1..=ROWS).contains(row));
        if found.is_none() {
            self.refuse(key, &row.to_string(), "the number of a row as Excel shows it, from 1");
        }
        found.map(|row| row - 1)
    }

    fn columns(&mut self, typed: &IndexMap<String, TypedColumn>) -> Vec<LayoutColumn> {
        let mut columns: Vec<LayoutColumn> = Vec::new();
        for (letters, column) in typed {
            let key = format!("columns.{letters}");
            let Some(index) = column_index(letters) else {
                self.refuse(&key, letters, "the letters of a column as Excel shows them, A to XFD");
                continue;
            };
            if columns.iter().any(|known| known.index == index) {
                self.refuse(&key, letters, "each column once");
                continue;
            }
            let meaning = match column {
                TypedColumn::Meaning(is) => TypedMeaning { is: is.clone(), ..Default::default() },
                TypedColumn::Detailed(meaning) => meaning.clone(),
            };
            columns.extend(self.column(&key, index, &meaning));
        }
        let counts = |column: &LayoutColumn| {
            matches!(&*column.is, "spent" | "amount" | "spent_budget" | "spent_donation")
        };
        if !typed.is_empty() && !columns.is_empty() && !columns.iter().any(counts) {
            let meanings: Vec<&str> = columns.iter().map(|column| &*column.is).collect();
            self.refuse(
                "columns",
                &meanings.join(", "),
                "a column of amounts too: \"spent\", \"spent_budget\" or \"spent_donation\"",
            );
        }
        columns.sort_by_key(|column| column.index);
        columns
    }

    fn column(&mut self, key: &str, index: u32, typed: &TypedMeaning) -> Option<LayoutColumn> {
        let is = typed.is.trim();
        if !OTHERS.contains(&is) && !heading_keys().any(|known| known == is) {
            self.refuse(key, is, near_keys(is, &OTHERS));
            return None;
        }
        let source = typed.source.as_deref().and_then(|text| {
            let source = match text.trim().to_lowercase().as_str() {
                "budget" => Some(Source::Budget),
                "donation" => Some(Source::Donation),
                _ => None,
            };
            if source.is_none() {
                self.refuse(&format!("{key}.source"), text, "\"budget\" or \"donation\"");
            }
            source
        });
        let when = self.when(key, typed);
        let general = matches!(is, "spent" | "amount" | "planned" | "row_total");
        let amounts = general || matches!(is, "spent_budget" | "spent_donation");
        let timed = typed.quarter.or(typed.month).is_some();
        if (typed.source.is_some() && !general) || (timed && !amounts) {
            self.refuse(key, is, "\"spent\" where a source, a quarter or a month is given");
            return None;
        }
        if typed.thousands && !amounts {
            self.refuse(key, is, "\"spent\" where thousands are given");
            return None;
        }
        let thousands = typed.thousands;
        Some(LayoutColumn { index, is: is.to_owned(), source, when, thousands })
    }

    fn when(&mut self, key: &str, typed: &TypedMeaning) -> Option<When> {
        let small = |number: i64| u8::try_from(number).ok();
        let quarter = typed.quarter.map(|number| (number, small(number).and_then(Quarter::new)));
        let month = typed.month.map(|number| (number, small(number)));
        match (quarter, month) {
            (None, None) => None,
            (Some((_, Some(quarter))), None) => Some(When::Quarter(quarter)),
            (None, Some((_, Some(month)))) if (1..=12).contains(&month) => Some(When::Month(month)),
            (Some((number, _)), None) => {
                self.refuse(&format!("{key}.quarter"), &number.to_string(), "1, 2, 3 or 4");
                None
            }
            (None, Some((number, _))) => {
                self.refuse(&format!("{key}.month"), &number.to_string(), "a month from 1 to 12");
                None
            }
            (Some((number, _)), Some(_)) => {
                self.refuse(key, &number.to_string(), "either a quarter or a month");
                None
            }
        }
    }

    /// "Q2 2020", "Q1-Q3 2020", "Q2", "2020".
    fn period(&mut self, text: Option<&str>) -> Option<Period> {
        let text = text?;
        let found = read_period(text);
        if found.is_none() {
            self.refuse("period", text, "a period such as \"Q2 2020\", \"Q1-Q3 2020\" or \"2020\"");
        }
        found
    }

    fn decimal(&mut self, text: Option<&str>) -> Option<char> {
        match text? {
            "." => Some('.'),
            "," => Some(','),
            other => {
                self.refuse("decimal", other, "\",\" or \".\"");
                None
            }
        }
    }
}

/// The position of a column by its letters, counted from zero.
fn column_index(letters: &str) -> Option<u32> {
    let letters = letters.trim().as_bytes();
    if letters.is_empty() || letters.len() > 3 || !letters.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    let number = letters
        .iter()
        .fold(0, |number, letter| number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    (number <= COLUMNS).then(|| number - 1)
}

pub(super) fn read_period(text: &str) -> Option<Period> {
    let mut period = Period { year: None, from: None, to: None, months: None };
    for word in text.split_whitespace() {
        if let Ok(year) = word.parse::<i16>() {
            (period.year.is_none() && (1990..=2200).contains(&year)).then_some(())?;
            period.year = Some(year);
            continue;
        }
        let (from, to) = word.split_once(['-', '–']).unwrap_or((word, word));
        let quarter = |text: &str| Quarter::new(text.strip_prefix(['Q', 'q'])?.parse::<u8>().ok()?);
        let (from, to) = (quarter(from)?, quarter(to)?);
        (period.from.is_none() && from <= to).then_some(())?;
        (period.from, period.to) = (Some(from), Some(to));
    }
    (period.year.is_some() || period.from.is_some()).then_some(period)
}
