//! Bytes → a sheet that looks like one: headings from the vocabulary, codes, amounts in many forms,
//! sources, totals, dates, and now and then anything at all.

use std::sync::OnceLock;

use arbitrary::{Result, Unstructured};
use arcstr::ArcStr;
use earmark::model::{CellRef, Date, SourceFile};
use earmark::sheet::{Area, Cell, FileKind, FormatId, Formats, Grid, Row, SheetFile, Sum, Value};
use rust_decimal::Decimal;

/// Every heading word, and every word of the field.
fn words(file: &'static str) -> Vec<String> {
    let table: toml::Table = file.parse().unwrap();
    table.values().flat_map(|list| list.as_array().unwrap()).map(text_of).collect()
}

fn text_of(word: &toml::Value) -> String {
    word.as_str().unwrap().to_owned()
}

fn headings() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(|| words(include_str!("../../../templates/headings.toml")))
}

fn field_words() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(|| words(include_str!("../../../templates/words.toml")))
}

/// Headings that make a table, so that most sheets have one.
const USUAL: [&str; 14] = [
    "Code",
    "Activity",
    "Source",
    "Spent (€)",
    "Amount",
    "Q1",
    "Q2",
    "Budget",
    "Donation",
    "Total",
    "Date",
    "Planned",
    "Financial estimate",
    "Responsible bodies",
];

const FORMATS: [&str; 6] =
    ["#,##0.00", "0%", "#,##0 \"KM\"", "[$€-2] #,##0", "[$$-409]#,##0", ";;;"];

/// A file of one to three sheets.
pub fn file(name: &str, bytes: &mut Unstructured<'_>) -> Result<SheetFile> {
    let name: ArcStr = ArcStr::from(name);
    let mut grids = Vec::new();
    for number in 0..bytes.int_in_range(1..=3)? {
        grids.push(grid(&name, &format!("Sheet{number}"), bytes)?);
        if bytes.is_empty() {
            break;
        }
    }
    let source = SourceFile { file: ArcStr::clone(&name), sha256: name.to_string() };
    Ok(SheetFile { source, kind: FileKind::Xlsx, grids })
}

fn grid(file: &ArcStr, name: &str, bytes: &mut Unstructured<'_>) -> Result<Grid> {
    let width = bytes.int_in_range(1..=9_u32)?;
    let left = bytes.int_in_range(0..=2_u32)?;
    let (mut rows, mut formats) = (Vec::new(), Formats::default());
    let mut index = 0;
    for _ in 0..bytes.int_in_range(1..=24)? {
        index += if bytes.ratio(1, 8)? { 2 } else { 1 };
        let header = bytes.ratio(1, if rows.is_empty() { 2 } else { 12 })?;
        let mut cells = Vec::new();
        for column in left..left + width {
            let value = if header { heading(bytes)? } else { value(bytes)? };
            if let Some(value) = value {
                let format = bytes.ratio(1, 16)?.then(|| bytes.choose(&FORMATS)).transpose()?;
                let format = format.map(|text| ArcStr::from(*text));
                let number = formats.number_of(format.as_ref()).expect("few formats");
                cells.push(Cell::new(column, value, number));
            }
        }
        if !cells.is_empty() {
            let hidden = bytes.ratio(1, 24)?;
            let mut row = Row::new(index, cells);
            row.hidden = hidden;
            rows.push(row);
        }
        if bytes.is_empty() {
            break;
        }
    }
    let mut merged = Vec::new();
    for _ in 0..bytes.int_in_range(0..=3)? {
        merged.push(area(bytes)?);
    }
    let mut sums = Vec::new();
    for _ in 0..bytes.int_in_range(0..=3)? {
        sums.push(Sum { cell: area(bytes)?.first, of: vec![area(bytes)?] });
    }
    sums.sort_by_key(|sum| sum.cell);
    sums.dedup_by_key(|sum| sum.cell);
    let hidden = bytes.ratio(1, 16)?;
    Ok(Grid {
        hidden,
        rows,
        formats,
        merged: merged.into(),
        sums,
        ..Grid::empty(file, Some(ArcStr::from(name)))
    })
}

fn area(bytes: &mut Unstructured<'_>) -> Result<Area> {
    let first = CellRef { row: bytes.int_in_range(0..=25)?, column: bytes.int_in_range(0..=11)? };
    let last = CellRef {
        row: first.row + bytes.int_in_range(0..=4)?,
        column: first.column + bytes.int_in_range(0..=3)?,
    };
    Ok(Area { first, last })
}

fn text(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(ArcStr::from(text)))
}

fn heading(bytes: &mut Unstructured<'_>) -> Result<Option<Value>> {
    Ok(match bytes.int_in_range(0..=5)? {
        0..=2 => text(bytes.choose(&USUAL)?),
        3 => text(bytes.choose(headings())?),
        4 => text(&format!("{} {}", bytes.choose(headings())?, bytes.choose(field_words())?)),
        _ => value(bytes)?,
    })
}

fn value(bytes: &mut Unstructured<'_>) -> Result<Option<Value>> {
    Ok(match bytes.int_in_range(0..=15)? {
        0 | 1 => None,
        2..=4 => Some(Value::Number(number(bytes)?)),
        5 | 6 => text(&code(bytes)?),
        7 | 8 => text(&amount(bytes)?),
        9 | 10 => text(bytes.choose(field_words())?),
        11 => text(bytes.choose(headings())?),
        12 => Some(date(bytes)?),
        13 => text(bytes.arbitrary::<&str>()?),
        14 => Some(match bytes.int_in_range(0..=2)? {
            0 => Value::Error("#REF!".into()),
            1 => Value::NotCalculated,
            _ => Value::Bool(bytes.arbitrary()?),
        }),
        _ => text(&format!("{} {}", bytes.choose(field_words())?, code(bytes)?)),
    })
}

fn number(bytes: &mut Unstructured<'_>) -> Result<Decimal> {
    Ok(match bytes.int_in_range(0..=7)? {
        0 => Decimal::from_i128_with_scale(
            i128::from(bytes.arbitrary::<i64>()?),
            bytes.int_in_range(0..=28)?,
        ),
        1 => Decimal::from(bytes.int_in_range(0..=60_000)?),
        _ => Decimal::new(i64::from(bytes.arbitrary::<i32>()?), 2),
    })
}

fn code(bytes: &mut Unstructured<'_>) -> Result<String> {
    let part = |bytes: &mut Unstructured<'_>| bytes.int_in_range(1..=4_u8);
    let (a, b, c) = (part(bytes)?, part(bytes)?, part(bytes)?);
    Ok(match bytes.int_in_range(0..=7)? {
        0 => format!("Act. {a}.{b}.{c}"),
        1 => format!("{a},{b},{c}"),
        2 => format!("{a}.{b}.{c}. Training of staff"),
        3 => format!("{a}.{b}"),
        _ => format!("{a}.{b}.{c}"),
    })
}

fn amount(bytes: &mut Unstructured<'_>) -> Result<String> {
    let euros = bytes.int_in_range(0..=99_999)?;
    let cents = bytes.int_in_range(0..=99)?;
    Ok(match bytes.int_in_range(0..=9)? {
        0 => format!("{euros},{cents:02}"),
        1 => format!("{euros}.{cents:02} €"),
        2 => format!("({euros})"),
        3 => format!("{}.{:03}", euros / 1000, euros % 1000),
        4 => format!("{} {:03},{cents}", euros / 1000, euros % 1000),
        5 => format!("EUR {euros}-"),
        6 => format!("{euros} hiljada"),
        7 => format!("{euros} RSD"),
        8 => format!("{euros} (est.)"),
        _ => format!("{}.{:03},{cents:02}", euros / 1000, euros % 1000),
    })
}

fn date(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let (year, month, day) = (
        bytes.int_in_range(1899..=2035)?,
        bytes.int_in_range(1..=12)?,
        bytes.int_in_range(1..=28)?,
    );
    Ok(if bytes.arbitrary()? {
        let serial = Decimal::from(bytes.int_in_range(0..=60_000)?);
        Value::Date { serial, date: Date::new(year, month, day).ok() }
    } else {
        Value::Text(ArcStr::from(format!("{day}.{month}.{year}.")))
    })
}

/// A plan of a few activities, in the columns of a plan workbook, and now and then another cell.
pub fn plan(name: &str, bytes: &mut Unstructured<'_>) -> Result<SheetFile> {
    const HEADINGS: [&str; 7] = [
        "Code",
        "Activity",
        "Responsible bodies",
        "Starting date",
        "Planned completion date",
        "Financial estimate",
        "Source of funding",
    ];
    const BODIES: [&str; 5] =
        ["Ministry of Health", "Police administration", "NGOs", "Ministry of Culture", "UNICEF"];
    const SOURCES: [&str; 8] = [
        "Budget",
        "Donation",
        "Ministry of Health budget",
        "Budget of all implementers",
        "UNICEF",
        "No funding required",
        "",
        "Budget 500 €, donation 700 €",
    ];
    const QUARTERS: [&str; 5] = ["I quarter", "II quarter", "III quarter", "IV quarter", ""];
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    for number in 1..=bytes.int_in_range(1..=8)? {
        let body = (*bytes.choose(&BODIES)?).to_owned();
        rows.push([
            code(bytes)?,
            format!("Activity number {number}"),
            body,
            (*bytes.choose(&QUARTERS)?).to_owned(),
            (*bytes.choose(&QUARTERS)?).to_owned(),
            amount(bytes)?,
            (*bytes.choose(&SOURCES)?).to_owned(),
        ]);
    }
    let file: ArcStr = ArcStr::from(name);
    let mut grid = Grid::empty(&file, Some(ArcStr::from("Plan")));
    for (index, texts) in rows.iter().enumerate() {
        let mut cells = Vec::new();
        for (column, said) in texts.iter().enumerate() {
            let value = if bytes.ratio(1, 30)? { value(bytes)? } else { text(said) };
            cells.extend(value.map(|value| Cell::new(column as u32, value, FormatId::default())));
        }
        if !cells.is_empty() {
            let index = index as u32;
            grid.rows.push(Row::new(index, cells));
        }
    }
    let source = SourceFile { file, sha256: name.to_owned() };
    Ok(SheetFile { source, kind: FileKind::Xlsx, grids: vec![grid] })
}
