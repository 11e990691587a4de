//! `earmark reconcile`: plan and sheets in, a folder of workbooks out.

use std::process::ExitCode;

use earmark::diagnostic::{Finding, Severity, count_by_severity};
use earmark::job::{self, Means, ReconcileInputs, Refusal, Written};
use earmark::reconcile::Reconciliation;

use super::catalogue;
use crate::cli::apart::Apart;
use crate::cli::args::{AsOf, FailOn, Reconcile};
use crate::cli::inputs::{self, Wanted};
use crate::cli::listing::{self, Shown};
use crate::cli::output::{Before, Target};
use crate::cli::problem::Problem;
use crate::cli::progress::Progress;
use crate::cli::screen::{Screen, counted};
use crate::cli::{configuration, earlier, json, summary};

/// As many findings as a person reads in a terminal; the workbook has them all.
const SHOWN: Shown = Shown { down_to: Severity::Warning, at_most: 12 };

pub fn run(args: &Reconcile, quiet: bool) -> Result<ExitCode, Problem> {
    let config = configuration::file(args.config.config.as_deref(), Some(&args.plan), quiet);
    let found = inputs::find(&Wanted {
        plan: Some(&args.plan),
        funding: args.funding.as_deref(),
        decisions: args.decisions.as_deref(),
        previous: args.previous.as_deref(),
        config: config.as_deref(),
        sheets: &args.inputs,
    })?;
    let target = Target::folder(&args.output, Before::Results, &found.guarded)?;
    if args.decisions.is_none() {
        earlier::keep_decisions(&args.output)?;
    }
    let (mut settings, typed) = configuration::read(config.as_deref())?;
    match args.as_of {
        None => {}
        Some(AsOf::Day(day)) => settings.as_of = Some(day),
        Some(AsOf::EndOf(quarter)) => settings.as_of_quarter = Some(quarter),
    }
    settings.csv = args.csv;
    let read = found.read(settings.limits.file_bytes)?;
    let Some(plan) = read.plan else {
        return Err(Problem::new("no plan was given", "name the plan with --plan"));
    };
    let inputs = ReconcileInputs {
        plan,
        funding: read.funding,
        sheets: read.sheets,
        decisions: read.decisions,
        previous: read.previous,
    };
    let progress = Progress::new(quiet);
    let apart = Apart::new(typed);
    let means = Means {
        read: &|input, settings, vocabulary| apart.read(input, settings, vocabulary),
        watch: &|step, done, of| progress.step(step, done, of),
    };
    let reconciliation = job::reconciliation(&inputs, &settings, read.findings, &means)?;
    drop(inputs);
    let aside = target.aside()?;
    let written = job::put_files(&reconciliation, &settings, means.watch, &aside);
    let written = written.map_err(|refusal| match refusal {
        Refusal::NotKept(kind, words) => {
            Problem::io("write to", target.shown(), &std::io::Error::new(kind, words))
        }
        other => other.into(),
    })?;
    target.put_aside(aside)?;

    let mut screen = Screen::stdout();
    if args.json {
        screen.raw(json::escaped(&target.read("reconciliation.json")?).as_bytes());
    } else if !quiet {
        report(&mut screen, &reconciliation, &written, &target)?;
    }
    Ok(exit_code(&reconciliation.findings, args.fail_on))
}

fn report(
    screen: &mut Screen,
    reconciliation: &Reconciliation,
    written: &[Written],
    target: &Target,
) -> Result<(), Problem> {
    let findings = &reconciliation.findings;
    let hidden = listing::print(screen, findings, &catalogue()?, SHOWN);
    if hidden > 0 {
        let what = if hidden == findings.len() {
            counted(hidden, "finding", "findings")
        } else {
            format!("and {}", counted(hidden, "more finding", "more findings"))
        };
        screen.line(&format!("{what}: see the sheet Findings"));
        screen.line("");
    }
    summary::print(screen, reconciliation);
    screen.line("");
    screen.heading(&format!("Written to {}", target.shown().display()));
    let within = |folder: &str, ending: &str| {
        let inside = |file: &&Written| file.name.starts_with(folder) && file.name.ends_with(ending);
        written.iter().filter(inside).count()
    };
    screen.line("  reconciliation.xlsx    everything, for the coordination body");
    screen.line("  summary.html           its first sheet on one page, to mail and to print");
    for (folder, whose) in [("institutions/", "institution"), ("donors/", "donor")] {
        let count = counted(within(folder, ".xlsx"), "workbook", "workbooks");
        screen.line(&format!("  {folder:<22} {count}, one for each {whose}"));
    }
    let lists = within("donors/", "-iati.csv");
    if lists > 0 {
        let count = counted(lists, "list", "lists");
        screen.line(&format!("  donors/…-iati.csv      {count} of transactions in IATI's terms"));
    }
    screen.line("  reconciliation.json    the same figures for other programs");
    if written.iter().any(|file| file.name == "entries.csv") {
        screen.line("  lines.csv, entries.csv the lines and amounts as csv");
    }
    screen.line("  checksums.txt          tells whether somebody changed a workbook since");
    decided(screen, reconciliation);
    screen.line(&format!("Findings: {}", listing::in_words(count_by_severity(findings))));
    Ok(())
}

/// How many decisions there were, and how many of them were carried out.
fn decided(screen: &mut Screen, reconciliation: &Reconciliation) {
    let all = reconciliation.decisions.len();
    if all > 0 {
        let done = reconciliation.decisions.iter().filter(|made| made.applied).count();
        let text = counted(all, "decision", "decisions");
        screen.line(&format!("Decided: {text}, {done} carried out; see the sheet Suspense"));
    }
}

fn exit_code(findings: &[Finding], fail_on: Option<FailOn>) -> ExitCode {
    let [errors, warnings, _] = count_by_severity(findings);
    let fails = match fail_on {
        None => false,
        Some(FailOn::Error) => errors > 0,
        Some(FailOn::Warning) => errors + warnings > 0,
    };
    ExitCode::from(u8::from(fails))
}
