//! `earmark check`: what is wrong in sheets, with the remedy for each cell.

use std::process::ExitCode;

use earmark::diagnostic::count_by_severity;
use earmark::job::{self, Means};

use super::catalogue;
use crate::cli::apart::Apart;
use crate::cli::args::Check;
use crate::cli::inputs::{self, Wanted};
use crate::cli::problem::Problem;
use crate::cli::progress::Progress;
use crate::cli::screen::{Screen, counted, euros};
use crate::cli::{configuration, json, listing};

pub fn run(args: &Check, quiet: bool) -> Result<ExitCode, Problem> {
    let config = configuration::file(args.config.config.as_deref(), args.plan.as_deref(), quiet);
    let found = inputs::find(&Wanted {
        plan: args.plan.as_deref(),
        config: config.as_deref(),
        sheets: &args.inputs,
        ..Wanted::default()
    })?;
    let (settings, typed) = configuration::read(config.as_deref())?;
    let read = found.read(settings.limits.file_bytes)?;
    let progress = Progress::new(quiet);
    let apart = Apart::new(typed);
    let means = Means {
        read: &|input, settings, vocabulary| apart.read(input, settings, vocabulary),
        watch: &|step, done, of| progress.step(step, done, of),
    };
    let files = read.sheets.len();
    let checked = job::check(read.plan.as_ref(), &read.sheets, &settings, read.findings, &means)?;
    let catalogue = catalogue()?;
    let counts = count_by_severity(&checked.findings);
    let mut screen = Screen::stdout();
    if args.json {
        let text = json::check(&checked, &catalogue).map_err(|error| {
            Problem::new(format!("the JSON could not be written: {error}"), "report this fault")
        })?;
        screen.line(&text);
    } else if !quiet {
        listing::print(&mut screen, &checked.findings, &catalogue, listing::ALL);
        let amounts = checked.submissions.iter().map(|sent| sent.entries.len()).sum();
        screen.heading(&format!(
            "{} checked: {}",
            counted(files, "file", "files"),
            listing::in_words(counts)
        ));
        screen.line(&format!("  {} read", counted(amounts, "amount", "amounts")));
        screen.line(&format!("  would count:      {:>18}", euros(checked.counts)));
        screen.line(&format!("  would not count:  {:>18}", euros(checked.does_not_count)));
        if checked.plan.is_none() {
            screen.line(
                "  With --plan FILE the codes, titles and sources are held against the plan too.",
            );
        }
    }
    Ok(ExitCode::from(u8::from(counts[0] > 0)))
}
