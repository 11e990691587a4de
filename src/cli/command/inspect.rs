//! `earmark inspect`: how sheets are understood, and what to add where they are not.

use std::process::ExitCode;

use earmark::diagnostic::safe;
use earmark::job::{self, InspectedFile, Means};
use earmark::language::Said;
use earmark::model::Basis;
use earmark::read::{Inspected, layout_stub, words_stub};
use earmark::sheet::FileKind;
use earmark::vocabulary::Heading;

use super::{catalogue, in_english};
use crate::cli::apart::Apart;
use crate::cli::args::Inspect;
use crate::cli::inputs::{self, Wanted};
use crate::cli::problem::Problem;
use crate::cli::screen::Screen;
use crate::cli::speech::{counted, say};
use crate::cli::{configuration, json, listing, memory};

pub fn run(args: &Inspect, quiet: bool) -> Result<ExitCode, Problem> {
    let config = configuration::file(args.config.config.as_deref(), None, quiet);
    let found = inputs::find(&Wanted {
        config: config.as_deref(),
        sheets: &args.inputs,
        ..Wanted::default()
    })?;
    let (settings, typed) = configuration::read(config.as_deref())?;
    memory::hold_to(settings.limits.total_bytes);
    let apart = Apart::new(typed);
    let read = found.read(settings.limits.file_bytes)?;
    let means = Means {
        fetch: &|sheet| read.kept.fetch(sheet),
        read: &|input, settings, vocabulary| apart.read(input, settings, vocabulary),
        ..Means::default()
    };
    let catalogue = catalogue()?;
    let mut screen = Screen::stdout();
    let mut files = Vec::new();
    for input in &read.sheets {
        let inspected = job::inspect(input, &settings, &means);
        files.push((input.name.as_str(), inspected.map_err(|refusal| read.kept.problem(refusal))?));
    }
    if args.json {
        let text = json::inspect(&files, &in_english()?).map_err(json::unwritten)?;
        screen.line(&text);
        return Ok(ExitCode::SUCCESS);
    }
    for (name, file) in &files {
        print(&mut screen, name, file);
        listing::print(&mut screen, &file.findings, &catalogue, listing::ALL);
    }
    let tables: Vec<_> = files.iter().flat_map(|(_, file)| file.tables.clone()).collect();
    words(&mut screen, &words_stub(&tables));
    match files.as_slice() {
        [(name, file)] => layout(&mut screen, name, file),
        _ => {
            let too = "Of one file alone, a layout is printed too: earmark inspect FILE";
            screen.line(&format!("## {}", say(too)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(screen: &mut Screen, name: &str, file: &InspectedFile) {
    let Some(kind) = file.kind else {
        let unread = Said::new("{file}: not read").with_data("file", name);
        screen.heading(&safe(&say(unread)));
        return;
    };
    let sheets = say(counted(file.sheets.len(), "{count} tables or sheets"));
    screen.heading(&format!("{}: {}, {sheets}", safe(name), say(kind_in_words(kind))));
    for (sheet, hidden) in &file.sheets {
        if file.tables.iter().all(|table| table.sheet != *sheet) {
            let none = Said::new("{sheet}: no table was recognised");
            let none = none.with("sheet", sheet_in_words(sheet, *hidden));
            screen.line(&format!("  {}", safe(&say(none))));
        }
    }
    for table in &file.tables {
        print_table(screen, table);
    }
    screen.line("");
}

fn print_table(screen: &mut Screen, table: &Inspected) {
    let missing = || Said::new("not found");
    screen.line(&format!("  {}", safe(&say(sheet_in_words(&table.sheet, table.hidden)))));
    let rows = counted(table.header_rows, "{count} rows");
    let below = counted(table.rows, "{count} rows");
    let header = match (table.from_layout, table.header_rows) {
        (true, _) => Said::new("as the configuration says; {rows} of data from row {row}")
            .with("rows", below)
            .with_data("row", table.first_row),
        (false, _) => Said::new("row {row} ({rows}), {below} below it")
            .with_data("row", table.header_row)
            .with("rows", rows)
            .with("below", below),
    };
    for (label, text) in [
        ("header", header),
        ("institution", table.body.as_deref().map_or_else(missing, Said::data)),
        ("period", table.period.map_or_else(missing, |period| Said::data(period.to_string()))),
        ("basis", table.basis.map_or_else(|| Said::new("not said"), basis)),
        ("marks", Said::new(table.marks)),
        ("unit", Said::new(table.unit)),
    ] {
        screen.line(&format!("    {:<12} {}", say(label), safe(&say(text))));
    }
    let width = table.columns.iter().map(|column| safe(&column.text).chars().count().min(40));
    let width = width.max().unwrap_or(0).max(12);
    let [column, heading, read_as] = ["column", "heading", "read as"].map(say);
    screen.line(&format!("    {column:<6} {heading:<width$}  {read_as}"));
    for column in &table.columns {
        let text: String = safe(&column.text).chars().take(40).collect();
        let text = if text.is_empty() { say("(no heading)") } else { text };
        let letters = column.letters();
        let mut meaning = say(column.meaning());
        if let Some(taken) = table.taken.iter().find(|taken| taken.column == letters) {
            let taken = Said::new(" (taken for \"{word}\")").with_data("word", &taken.word);
            meaning.push_str(&safe(&say(taken)));
        }
        if let Some((_, guess)) = table.guesses.iter().find(|(index, _)| *index == column.index) {
            let like = Said::new("; its cells look like: {key}").with_data("key", guess.key());
            meaning.push_str(&say(like));
        }
        screen.line(&format!("    {letters:<6} {text:<width$}  {meaning}"));
    }
}

fn sheet_in_words(sheet: &Option<String>, hidden: bool) -> Said {
    let said = match sheet {
        Some(sheet) => Said::new("sheet \"{sheet}\"").with_data("sheet", sheet),
        None => Said::new("the whole file"),
    };
    if hidden { Said::new("{sheet} (hidden)").with("sheet", said) } else { said }
}

/// Lines for earmark.toml. What the words mean is for a person to say: every line is a comment.
fn words(screen: &mut Screen, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    screen.heading(&say("Headings that were not recognised"));
    screen.line(&say(
        "Where one of them matters, put its line in earmark.toml beside the plan, without the # before",
    ));
    screen.line(&say(
        "it. The meaning in front is what the cells look like: see whether it is right.",
    ));
    screen.line("");
    screen.line("[words.headings]");
    for line in lines {
        screen.line(&format!("# {}", safe(line)));
    }
    let keys: Vec<&str> = Heading::ALL.iter().map(|heading| heading.key()).collect();
    screen.line("");
    for line in keys.chunks(8) {
        let keys = Said::new("the meaning may be: {keys}").with_data("keys", line.join(", "));
        screen.line(&format!("# {}", say(keys)));
    }
    screen.line("");
}

/// A layout that reads the file as it is read now, to be changed where that is wrong; and one to start
/// from for each sheet in which nothing was recognised. All of it may be pasted into earmark.toml.
fn layout(screen: &mut Screen, name: &str, file: &InspectedFile) {
    let stub = layout_stub(name, &file.tables)
        .filter(|_| file.tables.iter().all(|table| !table.from_layout));
    if stub.is_none() && file.drafts.is_empty() {
        return;
    }
    screen.heading(&format!("## {}", say("Where nothing else helps: a fixed layout")));
    if let Some(stub) = &stub {
        comments(screen, "##", &say(EXACT));
        comments(screen, "#", stub);
    }
    for draft in &file.drafts {
        comments(screen, "##", &say(DRAFT));
        comments(screen, "#", draft);
    }
    comments(screen, "##", &say(MORE));
}

const EXACT: &str = "\
These lines in earmark.toml, without the # before them, read the file exactly as shown above.
Change in them what was read wrongly. In files = \"...\", * stands for any letters.";

const DRAFT: &str = "\
No table was recognised in a sheet that holds numbers. These lines are what its cells look
like, to start from: put them in earmark.toml without the # and correct each meaning.";

const MORE: &str = "\
More that a [[layout]] may say, above its columns:
  body = \"Ministry of Health\"         who sends it
  period = \"Q2 2020\"
  decimal = \",\"                       the mark before the cents
  ignore-sheets = [\"Instructions\"]    sheets that are not read";

fn basis(basis: Basis) -> Said {
    Said::new(match basis {
        Basis::ThisPeriod => "of this period alone",
        Basis::Cumulative => "cumulative: of the year so far",
    })
}

fn comments(screen: &mut Screen, mark: &str, lines: &str) {
    for line in lines.lines() {
        screen.line(format!("{mark} {}", safe(line)).trim_end());
    }
    screen.line("");
}

/// What a file is, for people.
pub fn kind_in_words(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Xlsx => "Excel workbook",
        FileKind::Xlsb => "Excel binary workbook",
        FileKind::Xls => "Excel 97-2003 workbook",
        FileKind::Ods => "OpenDocument spreadsheet",
        FileKind::ExcelXml => "Excel 2003 XML",
        FileKind::Html => "web page (HTML)",
        FileKind::Csv => "separated values (csv)",
        FileKind::Docx => "Word document",
        FileKind::Text => "text",
    }
}
