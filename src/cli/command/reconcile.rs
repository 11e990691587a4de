//! `earmark reconcile`: plan and sheets in, a folder of workbooks out.

use std::process::ExitCode;

use earmark::diagnostic::{Finding, Severity, count_by_severity, safe};
use earmark::job::{self, Means, ReconcileInputs, Refusal, Written};
use earmark::language::Said;
use earmark::reconcile::Reconciliation;

use super::catalogue;
use crate::cli::apart::Apart;
use crate::cli::args::{AsOf, FailOn, Reconcile};
use crate::cli::inputs::{self, Wanted};
use crate::cli::listing::{self, Shown};
use crate::cli::output::{Before, Target};
use crate::cli::problem::Problem;
use crate::cli::progress::Progress;
use crate::cli::screen::Screen;
use crate::cli::speech::{counted, say};
use crate::cli::{configuration, earlier, json, memory, summary};

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
    memory::hold_to(settings.limits.total_bytes);
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
    let kept = read.kept;
    let means = Means {
        fetch: &|sheet| kept.fetch(sheet),
        read: &|input, settings, vocabulary| apart.read(input, settings, vocabulary),
        watch: &|step, done, of| progress.step(step, done, of),
    };
    let reconciliation = job::reconciliation(&inputs, &settings, read.findings, &means)
        .map_err(|refusal| kept.problem(refusal))?;
    let aside = target.aside()?;
    let written = job::put_files(&reconciliation, &inputs.sheets, &settings, &means, &aside);
    let written = written.map_err(|refusal| match refusal {
        Refusal::NotKept(kind, words) => {
            Problem::io("write to", target.shown(), &std::io::Error::new(kind, words))
        }
        other => kept.problem(other),
    })?;
    target.put_aside(aside)?;

    let mut screen = Screen::stdout();
    if args.json {
        screen.raw(json::escaped(&target.read("reconciliation.json")?).as_bytes());
    } else if !quiet {
        report(&mut screen, &reconciliation, &written, &target)?;
    }
    let code = exit_code(&reconciliation.findings, args.fail_on);
    // The system takes the memory back at once; a million entries given back one by one take a second.
    std::mem::forget((reconciliation, inputs));
    Ok(code)
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
            "{count} findings: see the sheet Findings"
        } else {
            "and {count} more findings: see the sheet Findings"
        };
        screen.line(&say(counted(hidden, what)));
        screen.line("");
    }
    summary::print(screen, reconciliation);
    screen.line("");
    let whereto = Said::new("Written to {path}").with_data("path", target.shown().display());
    screen.heading(&safe(&say(whereto)));
    let within = |folder: &str, ending: &str| {
        let inside = |file: &&Written| file.name.starts_with(folder) && file.name.ends_with(ending);
        written.iter().filter(inside).count()
    };
    let mut file = |name: &str, what: Said| screen.line(&format!("  {name:<22} {}", say(what)));
    file("reconciliation.xlsx", "everything, for the coordination body".into());
    file("summary.html", "its first sheet on one page, to mail and to print".into());
    let institutions = "{count} workbooks, one for each institution";
    file("institutions/", counted(within("institutions/", ".xlsx"), institutions));
    let donors = "{count} workbooks, one for each donor";
    file("donors/", counted(within("donors/", ".xlsx"), donors));
    let lists = within("donors/", "-iati.csv");
    if lists > 0 {
        file("donors/…-iati.csv", counted(lists, "{count} lists of transactions in IATI's terms"));
    }
    file("reconciliation.json", "the same figures for other programs".into());
    if written.iter().any(|file| file.name == "entries.csv") {
        file("lines.csv, entries.csv", "the lines and amounts as csv".into());
    }
    file("checksums.txt", "tells whether somebody changed a workbook since".into());
    decided(screen, reconciliation);
    listing::sum_up(screen, findings);
    Ok(())
}

/// How many decisions there were, and how many of them were carried out.
fn decided(screen: &mut Screen, reconciliation: &Reconciliation) {
    let all = reconciliation.decisions.len();
    if all > 0 {
        let done = reconciliation.decisions.iter().filter(|made| made.applied).count();
        let decided = "Decided: {count} decisions, {done} carried out; see the sheet Suspense";
        screen.line(&say(counted(all, decided).with_data("done", done)));
    } else if let Some(file) = &reconciliation.decisions_file {
        let nothing =
            Said::new("Decided: nothing; no decision is filled in in {file}; was it saved?");
        screen.line(&say(nothing.with_data("file", safe(&file.file))));
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
