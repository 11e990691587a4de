//! `earmark check`: what is wrong in sheets, with the remedy for each cell.

use std::process::ExitCode;

use earmark::config::ExtraWords;
use earmark::diagnostic::{Code, Finding, Severity, count_by_severity, safe};
use earmark::job::{self, Checked, CheckedFile, Means};
use earmark::language::Said;
use earmark::vocabulary::{Heading, Vocabulary};

use super::{catalogue, in_english};
use crate::cli::apart::Apart;
use crate::cli::args::Check;
use crate::cli::inputs::{self, Wanted};
use crate::cli::problem::Problem;
use crate::cli::progress::Progress;
use crate::cli::screen::Screen;
use crate::cli::speech::{counted, euros, say};
use crate::cli::{configuration, json, listing, memory};

pub fn run(args: &Check, quiet: bool) -> Result<ExitCode, Problem> {
    let config = configuration::file(args.config.config.as_deref(), args.plan.as_deref(), quiet);
    let found = inputs::find(&Wanted {
        plan: args.plan.as_deref(),
        config: config.as_deref(),
        sheets: &args.inputs,
        ..Wanted::default()
    })?;
    let (settings, typed) = configuration::read(config.as_deref())?;
    memory::hold_to(settings.limits.total_bytes);
    let read = found.read(settings.limits.file_bytes)?;
    let progress = Progress::new(quiet);
    let apart = Apart::new(typed);
    let kept = &read.kept;
    let means = Means {
        fetch: &|sheet| kept.fetch(sheet),
        read: &|input, settings, vocabulary| apart.read(input, settings, vocabulary),
        watch: &|step, done, of| progress.step(step, done, of),
    };
    let checked = job::check(read.plan.as_ref(), &read.sheets, &settings, read.findings, &means)
        .map_err(|refusal| kept.problem(refusal))?;
    let catalogue = catalogue()?;
    let counts = count_by_severity(&checked.findings);
    let mut screen = Screen::stdout();
    if args.json {
        let text = json::check(&checked, &in_english()?).map_err(json::unwritten)?;
        screen.line(&text);
    } else {
        // Whoever asks for quiet still wants to know what is wrong.
        let shown = if quiet { listing::ERRORS } else { listing::ALL };
        listing::print(&mut screen, &checked.findings, &catalogue, shown);
        if !quiet {
            sums(&mut screen, &checked);
        }
    }
    Ok(ExitCode::from(u8::from(counts[0] > 0)))
}

/// How many amounts were read, and how many euros would count, for each file and in total.
fn sums(screen: &mut Screen, checked: &Checked) {
    let counts = count_by_severity(&checked.findings);
    let amounts = checked.submissions.iter().map(|sent| sent.entries.len()).sum();
    let found = Said::new("{files} checked: {found}")
        .with("files", counted(checked.files.len(), "{count} files"))
        .with_data("found", listing::in_words(counts));
    screen.heading(&say(found));
    screen.line(&format!("  {}", say(counted(amounts, "{count} amounts read"))));
    if checked.files.len() > 1 {
        let names = checked.files.iter().map(|file| safe(&file.file));
        let width = names.map(|name| name.chars().count()).max().unwrap_or(0).clamp(5, 50);
        screen.line(&format!(
            "  {:<width$}  {:>18}  {:>18}",
            "",
            say("would count"),
            say("would not count")
        ));
        for file in &checked.files {
            let (name, counts) = (safe(&file.file), euros(file.counts));
            let not = euros(file.does_not_count);
            screen.line(&format!("  {name:<width$}  {counts:>18}  {not:>18}"));
        }
        let (counts, not) = (euros(checked.counts), euros(checked.does_not_count));
        screen.line(&format!("  {:<width$}  {counts:>18}  {not:>18}", say("total")));
    } else {
        let told = [("would count", checked.counts), ("would not count", checked.does_not_count)];
        let told = told.map(|(label, sum)| (format!("{}:", say(label)), sum));
        let width = told.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        for (label, sum) in told {
            screen.line(&format!("  {label:<width$}  {:>18}", euros(sum)));
        }
    }
    for file in plans(checked) {
        let name = safe(&file.file);
        let looks = Said::new(
            "{file} looks like an action plan, not an expenditure sheet: give it as --plan {file}",
        );
        screen.line(&format!("  {}", say(looks.with_data("file", name))));
    }
    let errors = checked.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    // The first as they are listed.
    let place = |finding: &&Finding| {
        (finding.place.file().clone(), finding.place.sheet().clone(), finding.place.spot())
    };
    if let Some(first) = errors.min_by_key(place) {
        let mend = Said::new(
            "Mend what the errors name and check again. `earmark explain {code}` says more",
        );
        screen.line(&format!("  {}", say(mend.with_data("code", first.code))));
        let about = say("about the first of them, with an example before and after.");
        screen.line(&format!("  {about}"));
    }
    if checked.plan.is_none() {
        let with = "With --plan FILE the codes, titles and sources are held against the plan too.";
        screen.line(&format!("  {}", say(with)));
    }
}

/// Files that are more likely the plan: no amount was read, and their tables have estimates.
fn plans(checked: &Checked) -> impl Iterator<Item = &CheckedFile> {
    let vocabulary = Vocabulary::new(&ExtraWords::default()).ok();
    checked.files.iter().filter(move |file| {
        let sent = checked.submissions.iter().filter(|sent| sent.source.file == file.file);
        let empty = sent.clone().all(|sent| sent.entries.is_empty()) && sent.count() > 0;
        let of_file = checked.findings.iter().filter(|finding| *finding.place.file() == file.file);
        empty
            && of_file.filter(|finding| finding.code == Code::NoAmountColumn).any(|finding| {
                let read = finding.read.as_ref().map(Said::english).unwrap_or_default();
                read.split(" | ")
                    .filter_map(|text| vocabulary.as_ref()?.heading(text))
                    .any(|heading| matches!(heading, Heading::Estimate | Heading::ResultIndicator))
            })
    })
}
