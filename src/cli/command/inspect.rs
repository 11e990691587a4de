//! `earmark inspect`: how sheets are understood, and what to add where they are not.

use std::collections::BTreeSet;
use std::process::ExitCode;

use earmark::diagnostic::safe;
use earmark::job::{self, InspectedFile, Means};
use earmark::read::{Inspected, Role};
use earmark::sheet::FileKind;
use earmark::vocabulary::Heading;

use super::catalogue;
use crate::cli::apart::Apart;
use crate::cli::args::Inspect;
use crate::cli::inputs::{self, Wanted};
use crate::cli::problem::Problem;
use crate::cli::screen::{Screen, counted};
use crate::cli::{configuration, listing};

pub fn run(args: &Inspect, quiet: bool) -> Result<ExitCode, Problem> {
    let config = configuration::file(args.config.config.as_deref(), None, quiet);
    let found = inputs::find(&Wanted {
        config: config.as_deref(),
        sheets: &args.inputs,
        ..Wanted::default()
    })?;
    let (settings, typed) = configuration::read(config.as_deref())?;
    let apart = Apart::new(typed);
    let means = Means {
        read: &|input, settings, vocabulary| apart.read(input, settings, vocabulary),
        ..Means::default()
    };
    let read = found.read(settings.limits.file_bytes)?;
    let catalogue = catalogue()?;
    let mut screen = Screen::stdout();
    let mut unknown = BTreeSet::new();
    for input in &read.sheets {
        let file = job::inspect(input, &settings, &means)?;
        print(&mut screen, &input.name, &file);
        listing::print(&mut screen, &file.findings, &catalogue, listing::ALL);
        for table in &file.tables {
            let columns = table.columns.iter().filter(|column| column.role == Role::Unknown);
            unknown.extend(columns.map(|column| column.text.trim().to_owned()));
        }
    }
    unknown.remove("");
    if !unknown.is_empty() {
        stub(&mut screen, &unknown);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(screen: &mut Screen, name: &str, file: &InspectedFile) {
    let Some(kind) = file.kind else {
        screen.heading(&format!("{}: not read", safe(name)));
        return;
    };
    let sheets = counted(file.sheets.len(), "table or sheet", "tables or sheets");
    screen.heading(&format!("{}: {}, {sheets}", safe(name), kind_in_words(kind)));
    for (sheet, hidden) in &file.sheets {
        if file.tables.iter().all(|table| table.sheet != *sheet) {
            screen.line(&format!("  {}: no table was recognised", sheet_in_words(sheet, *hidden)));
        }
    }
    for table in &file.tables {
        print_table(screen, table);
    }
    screen.line("");
}

fn print_table(screen: &mut Screen, table: &Inspected) {
    let missing = || "not found".to_owned();
    screen.line(&format!("  {}", sheet_in_words(&table.sheet, table.hidden)));
    let rows = counted(table.header_rows, "row", "rows");
    let below = counted(table.rows, "row", "rows");
    for (label, text) in [
        ("header", format!("row {} ({rows}), {below} below it", table.header_row)),
        ("institution", table.body.as_deref().map_or_else(missing, safe)),
        ("period", table.period.map_or_else(missing, |period| period.to_string())),
        ("marks", table.marks.to_owned()),
    ] {
        screen.line(&format!("    {label:<12} {text}"));
    }
    let width = table.columns.iter().map(|column| safe(&column.text).chars().count().min(40));
    let width = width.max().unwrap_or(0).max(7);
    screen.line(&format!("    {:<6} {:<width$}  read as", "column", "heading"));
    for column in &table.columns {
        let text: String = safe(&column.text).chars().take(40).collect();
        let (letters, meaning) = (column.letters(), column.meaning());
        screen.line(&format!("    {letters:<6} {text:<width$}  {meaning}"));
    }
}

fn sheet_in_words(sheet: &Option<String>, hidden: bool) -> String {
    let hidden = if hidden { " (hidden)" } else { "" };
    match sheet {
        Some(sheet) => format!("sheet \"{}\"{hidden}", safe(sheet)),
        None => format!("the whole file{hidden}"),
    }
}

/// Lines for earmark.toml. What the words mean is for a person to say: every line is a comment.
fn stub(screen: &mut Screen, unknown: &BTreeSet<String>) {
    screen.heading("Headings that were not recognised");
    screen.line(
        "Where one of them matters, put these lines in earmark.toml beside the plan, with the",
    );
    screen.line("meaning in place of MEANING and without the # before it:");
    screen.line("");
    screen.line("[words.headings]");
    for heading in unknown {
        let quoted = toml::Value::String(safe(heading)).to_string();
        screen.line(&format!("# MEANING = [{quoted}]"));
    }
    let keys: Vec<&str> = Heading::ALL.iter().map(|heading| heading.key()).collect();
    screen.line("");
    for line in keys.chunks(9) {
        screen.line(&format!("# MEANING may be: {}", line.join(", ")));
    }
}

fn kind_in_words(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Xlsx => "Excel workbook",
        FileKind::Xlsb => "Excel binary workbook",
        FileKind::Xls => "Excel 97-2003 workbook",
        FileKind::Ods => "OpenDocument spreadsheet",
        FileKind::Csv => "separated values (csv)",
        FileKind::Docx => "Word document",
        FileKind::Text => "text",
    }
}
