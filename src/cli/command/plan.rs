//! `earmark plan` and `earmark form`: workbooks made from the plan alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::{Severity, count_by_severity};
use earmark::job::{self, Means, PlanFiles};
use earmark::model::Source;

use super::catalogue;
use crate::cli::apart::Apart;
use crate::cli::args::{Form, PlanArgs};
use crate::cli::configuration;
use crate::cli::inputs::{self, Wanted};
use crate::cli::listing::{self, Shown};
use crate::cli::output::{Before, Target};
use crate::cli::problem::Problem;
use crate::cli::progress::Progress;
use crate::cli::screen::{Screen, counted, euros};

pub fn workbook(args: &PlanArgs, quiet: bool) -> Result<ExitCode, Problem> {
    let is_xlsx = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("xlsx");
    if !args.output.extension().is_some_and(is_xlsx) {
        return Err(Problem::new(
            format!("{} does not end in .xlsx", args.output.display()),
            format!("write -o {}", args.output.with_extension("xlsx").display()),
        ));
    }
    let ready = ready(&args.plan, args.config.config.as_deref(), quiet)?;
    let target = Target::file(&args.output, &ready.guarded)?;
    let means = Means {
        read: &|input, settings, vocabulary| ready.apart.read(input, settings, vocabulary),
        ..Means::default()
    };
    let made = job::plan_workbook(&ready.plan, &ready.settings, &means)?;
    for file in &made.files {
        target.put_file(&file.bytes)?;
    }
    if !quiet {
        let mut screen = Screen::stdout();
        listing::print(&mut screen, &made.findings, &catalogue()?, listing::ALL);
        describe(&mut screen, &made);
        screen.line(&format!(
            "Written to {}. Correct it there if need be, and use it with --plan.",
            target.shown().display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

pub fn forms(args: &Form, quiet: bool) -> Result<ExitCode, Problem> {
    let ready = ready(&args.plan, args.config.config.as_deref(), quiet)?;
    let target = Target::folder(&args.output, Before::Nothing, &ready.guarded)?;
    let progress = Progress::new(quiet);
    let means = Means {
        read: &|input, settings, vocabulary| ready.apart.read(input, settings, vocabulary),
        watch: &|step, done, of| progress.step(step, done, of),
    };
    let made = job::forms(&ready.plan, &ready.settings, &means)?;
    target.put_folder(&made.files)?;
    if !quiet {
        let mut screen = Screen::stdout();
        let shown = Shown { down_to: Severity::Error, at_most: usize::MAX };
        listing::print(&mut screen, &made.findings, &catalogue()?, shown);
        describe(&mut screen, &made);
        let own = made.files.iter().filter(|file| file.name.starts_with("institutions/")).count();
        screen.heading(&format!("Written to {}", target.shown().display()));
        screen.line(&format!(
            "  institutions/            {}, each with its own activities",
            counted(own, "form", "forms")
        ));
        screen.line("  expenditure-form.xlsx    a blank form");
        screen.line("  funding-register.xlsx    a blank register of funding, for --funding");
    }
    Ok(ExitCode::SUCCESS)
}

struct Ready {
    plan: NamedBytes,
    settings: Settings,
    guarded: Vec<PathBuf>,
    apart: Apart,
}

fn ready(plan: &Path, config: Option<&Path>, quiet: bool) -> Result<Ready, Problem> {
    let config = configuration::file(config, Some(plan), quiet);
    let wanted = Wanted { plan: Some(plan), config: config.as_deref(), ..Wanted::default() };
    let found = inputs::find(&wanted)?;
    let (settings, typed) = configuration::read(config.as_deref())?;
    let guarded = found.guarded.clone();
    let Some(plan) = found.read(settings.limits.file_bytes)?.plan else {
        return Err(Problem::new("no plan was given", "name the file of the plan"));
    };
    Ok(Ready { plan, settings, guarded, apart: Apart::new(typed) })
}

fn describe(screen: &mut Screen, made: &PlanFiles) {
    let plan = &made.plan;
    let planned: Vec<String> = Source::ALL
        .into_iter()
        .filter_map(|source| Some((source, plan.planned(source)?)))
        .map(|(source, amount)| match source {
            Source::Unnamed => format!("{} without a source", euros(amount)),
            named => format!("{} {named}", euros(amount)),
        })
        .collect();
    screen.line(&format!(
        "{}, {}, {}: {}",
        counted(plan.measures.len(), "measure", "measures"),
        counted(plan.activities.len(), "activity", "activities"),
        counted(plan.lines.len(), "funding line", "funding lines"),
        if planned.is_empty() { "no amounts".to_owned() } else { planned.join(", ") },
    ));
    screen.line(&format!("Findings: {}", listing::in_words(count_by_severity(&made.findings))));
}
