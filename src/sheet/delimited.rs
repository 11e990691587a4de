//! Values separated by commas, semicolons, tabs or bars. In: text. Out: one grid, every cell as text, at
//! the row and column where Excel would show it. The separator is inferred over many lines.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::Stop;
use super::builder::{Builder, Reading};
use super::grid::Grid;
use crate::language::Said;

/// Candidates, the likelier first: where several fit equally well, a comma is a decimal mark.
const SEPARATORS: [u8; 3] = [b'\t', b';', b','];
/// The rarest of them: it has to give more values than the others do.
const BAR: u8 = b'|';
/// Lines that are looked at to infer the separator.
const LINES: usize = 400;

pub(super) fn read(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, Stop> {
    let text = &*with_line_feeds(text);
    let (separator, text) = match stated(text) {
        Some(stated) => stated,
        None => (infer(text).0, text),
    };
    let open_at = open_quote(text, separator);
    let mut builder = Builder::new(reading.file, None, false);
    builder.let_go(&[]);
    let mut csv = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(open_at.is_none())
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut row: u32 = 0;
    loop {
        let before = csv.position().line();
        if !csv.read_record(&mut record).map_err(Stop::technical)? {
            break;
        }
        // The csv crate passes over blank lines; Excel counts them.
        let lines = csv.position().line().saturating_sub(before);
        let own: usize = 1 + record.iter().map(|field| field.matches('\n').count()).sum::<usize>();
        let blank = lines.saturating_sub(own as u64);
        row = row.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX));
        for (column, field) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            builder.push_text(reading, (row, column), field)?.map_err(Stop::Broken)?;
        }
        row = row.saturating_add(1);
    }
    if let Some(line) = open_at {
        let problem = Said::new("a quotation mark that opens in line {line} is never closed")
            .with_data("line", line);
        reading.sheet_broken("", problem, "quotation marks are read as ordinary characters");
    }
    Ok(vec![builder.finish(reading, &[])])
}

/// Whether the lines of a text fall into the same number of values.
pub(super) fn is_consistent(text: &str) -> bool {
    let (_, share) = infer(text);
    share >= 50
}

/// `sep=;` in the first line, which Excel obeys and does not show.
fn stated(text: &str) -> Option<(u8, &str)> {
    let end = text.find('\n')?;
    let (line, rest) = text.split_at_checked(end + 1)?;
    let separator = line.trim_end().trim_matches('"');
    let separator = separator.strip_prefix("sep=").or_else(|| separator.strip_prefix("SEP="))?;
    match separator.as_bytes() {
        [one] if one.is_ascii() && *one != b'"' => Some((*one, rest)),
        // A tab at the end of the line is lost to trimming.
        [] if line.contains('\t') => Some((b'\t', rest)),
        _ => None,
    }
}

/// Lines that end in a carriage return alone, as on old Macs, in the way that all others end.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let alone = text.bytes().zip(text.bytes().skip(1).chain([0]));
    if alone.into_iter().any(|(byte, next)| byte == b'\r' && next != b'\n') {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Cow::Borrowed(text)
}

/// The separator that gives most lines the same number of values, and that share in percent.
fn infer(text: &str) -> (u8, usize) {
    let mut best = (b',', Fit::default());
    for separator in SEPARATORS {
        let fit = fit(text, separator);
        if fit.lines > best.1.lines {
            best = (separator, fit);
        }
    }
    let bar = fit(text, BAR);
    if bar.lines > best.1.lines || (bar.lines == best.1.lines && bar.values > best.1.values) {
        best = (BAR, bar);
    }
    (best.0, best.1.share)
}

/// How well a separator fits: lines of the same number of values, that number, their share in percent.
#[derive(Default)]
struct Fit {
    lines: usize,
    values: usize,
    share: usize,
}

fn fit(text: &str, separator: u8) -> Fit {
    let mut counts: Vec<usize> = Vec::new();
    let mut csv = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    while counts.len() < LINES && csv.read_record(&mut record).unwrap_or(false) {
        counts.push(record.len());
    }
    let agreeing = |count: usize| counts.iter().filter(|other| **other == count).count();
    let several = counts.iter().copied().filter(|count| *count > 1);
    let (lines, values) = several.map(|count| (agreeing(count), count)).max().unwrap_or((0, 0));
    Fit { lines, values, share: lines * 100 / counts.len().max(1) }
}

/// The line in which a quoted value opens that never closes.
fn open_quote(text: &str, separator: u8) -> Option<usize> {
    if !text.contains('"') {
        return None;
    }
    let (mut line, mut opened) = (1, None);
    let mut before = b'\n';
    for byte in text.bytes() {
        match (byte, opened) {
            (b'"', None) if before == b'\n' || before == b'\r' || before == separator => {
                opened = Some(line);
            }
            // A doubled mark closes and opens again.
            (b'"', Some(_)) => opened = None,
            (b'"', None) if before == b'"' => opened = Some(line),
            _ => {}
        }
        line += usize::from(byte == b'\n');
        before = byte;
    }
    opened
}
