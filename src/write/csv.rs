//! Tables as csv for other programs: lines, entries, a donor's transactions. In: headings and
//! rows of fields. Out: text in UTF-8. Never a figure of its own, and never a
//! text of an input that a spreadsheet program would take for a formula.

mod iati;
mod tables;

pub use iati::iati;
pub use tables::{entries_csv, lines_csv};

use std::io::Write;

use super::WriteError;
use crate::diagnostic::on_one_line;
use crate::model::tidy;

/// Excel takes a file without this mark for one of its own old encodings.
const UTF8: &str = "\u{feff}";

/// A row of headings, and one for each row of fields, written as they are made.
fn table<R: IntoIterator<Item = String>>(
    headings: &[&str],
    rows: impl IntoIterator<Item = R>,
    out: &mut (dyn Write + Send),
) -> Result<(), WriteError> {
    let failed = |error: csv::Error| WriteError(error.to_string());
    out.write_all(UTF8.as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(headings).map_err(failed)?;
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    Ok(writer.flush()?)
}

/// A text of an input on one line. A spreadsheet program takes one that begins with these signs for a
/// formula, quoted or not, so an apostrophe goes before it.
fn words(text: &str) -> String {
    let text = on_one_line(&tidy(text));
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}
