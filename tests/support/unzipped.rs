//! Every part of a file as text, and the amounts that stand in a text.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use earmark::NamedBytes;

/// The name and text of each part of a workbook; of another file, its own text.
pub fn parts(file: &NamedBytes) -> Vec<(String, String)> {
    if !file.name.ends_with(".xlsx") {
        return vec![(file.name.clone(), String::from_utf8_lossy(&file.bytes).into_owned())];
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&file.bytes)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = format!("{}: {}", file.name, part.name().unwrap());
        let text = String::from_utf8_lossy(&bytes).replace("&lt;", "<").replace("&gt;", ">");
        (name, text.replace("&quot;", "\"").replace("&amp;", "&"))
    };
    (0..count).map(part).collect()
}

/// Amounts with or without cents in a text, in cents and without a sign: 1234.5, 1,234.50, 1.234,50.
pub fn amounts(text: &str) -> BTreeSet<i128> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    text.split(|c: char| !part(c)).filter_map(amount).collect()
}

fn amount(text: &str) -> Option<i128> {
    let text = text.trim_matches(['.', ',']);
    let (whole, decimals) = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at <= 3 => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{whole}{decimals:0<2}").parse().ok()
}
