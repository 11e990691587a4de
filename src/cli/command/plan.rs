//! `earmark plan` and `earmark form`: workbooks made from the plan alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use earmark::NamedBytes;
use earmark::config::Settings;
use earmark::diagnostic::{Severity, safe};
use earmark::job::{self, Means, PlanFiles};
use earmark::language::Said;
use earmark::model::Source;

use super::catalogue;
use crate::cli::apart::Apart;
use crate::cli::args::{Form, PlanArgs};
use crate::cli::inputs::{self, Wanted};
use crate::cli::listing::{self, Shown};
use crate::cli::output::{Before, Target};
use crate::cli::problem::Problem;
use crate::cli::progress::Progress;
use crate::cli::screen::Screen;
use crate::cli::speech::{counted, say};
use crate::cli::{configuration, memory};

pub fn workbook(args: &PlanArgs, quiet: bool) -> Result<ExitCode, Problem> {
    let is_xlsx = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("xlsx");
    if !args.output.extension().is_some_and(is_xlsx) {
        return Err(Problem::new(
            Said::new("{path} does not end in .xlsx").with_data("path", args.output.display()),
            Said::new("write -o {path}")
                .with_data("path", args.output.with_extension("xlsx").display()),
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
        let written = "Written to {path}. Correct it there if need be, and use it with --plan.";
        let written = Said::new(written).with_data("path", target.shown().display());
        screen.line(&safe(&say(written)));
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
        ..Means::default()
    };
    let made = job::forms(&ready.plan, &ready.settings, &means)?;
    target.put_folder(&made.files)?;
    if !quiet {
        let mut screen = Screen::stdout();
        let shown = Shown { down_to: Severity::Error, at_most: usize::MAX };
        listing::print(&mut screen, &made.findings, &catalogue()?, shown);
        describe(&mut screen, &made);
        let own = made.files.iter().filter(|file| file.name.starts_with("institutions/")).count();
        let written = Said::new("Written to {path}").with_data("path", target.shown().display());
        screen.heading(&safe(&say(written)));
        for (file, what) in [
            ("institutions/", counted(own, "{count} forms, each with its own activities")),
            ("expenditure-form.xlsx", "a blank form".into()),
            ("funding-register.xlsx", "a blank register of funding, for --funding".into()),
        ] {
            screen.line(&format!("  {file:<24} {}", say(what)));
        }
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
    memory::hold_to(settings.limits.total_bytes);
    let guarded = found.guarded.clone();
    let Some(plan) = found.read(settings.limits.file_bytes)?.plan else {
        return Err(Problem::new("no plan was given", "name the file of the plan"));
    };
    Ok(Ready { plan, settings, guarded, apart: Apart::new(typed) })
}

fn describe(screen: &mut Screen, made: &PlanFiles) {
    let plan = &made.plan;
    let planned: Vec<Said> = Source::ALL
        .into_iter()
        .filter_map(|source| Some((source, plan.planned(source)?)))
        .map(|(source, amount)| match source {
            Source::Unnamed => Said::new("{amount} without a source").with("amount", amount),
            named => Said::new("{amount} {source}").with("amount", amount).with("source", named),
        })
        .collect();
    let amounts = match planned.is_empty() {
        true => Said::new("no amounts"),
        false => Said::list(planned, ", "),
    };
    let counts = [
        counted(plan.measures.len(), "{count} measures"),
        counted(plan.activities.len(), "{count} activities"),
        counted(plan.lines.len(), "{count} funding lines"),
    ];
    let counts = Said::list(counts, ", ");
    screen.line(&say(Said::new("{counts}: {amounts}")
        .with("counts", counts)
        .with("amounts", amounts)));
    listing::sum_up(screen, &made.findings);
}
