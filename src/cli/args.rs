//! The arguments as typed, and the help that goes with them. Nothing is looked up here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use earmark::language::Language;
use earmark::model::{Date, Quarter};

const ABOUT: &str =
    "Reconciles an action plan with the expenditure sheets that institutions send in";

const LONG_ABOUT: &str = "\
Reconciles an action plan with the expenditure sheets that institutions send in.

earmark reads the plan and the sheets as they are (Excel, LibreOffice, csv, Word or text; English or \
Montenegrin, Latin or Cyrillic), compares planned with spent euros for each activity and source of \
funding, and writes Excel workbooks that show variances and activities without money. Every amount \
is either placed, or named with its cell and what to do about it. No input is ever changed.";

const EXAMPLES: &str = "\
Examples:
  Reconcile all sheets in the folder \"received\" and write the workbooks to \"results\":
      earmark reconcile --plan plan.docx -o results received

  The same, at the end of the second quarter, with a register of funding:
      earmark reconcile --plan plan.docx --funding funding.xlsx --as-of Q2 -o results received

  See what is wrong in a sheet before it is sent:
      earmark check --plan plan.docx ministry-of-health.xlsx

  See how a sheet is understood, when something in it is not:
      earmark inspect ministry-of-health.xlsx

  Get an expenditure form for each institution, filled in with its own activities:
      earmark form --plan plan.docx -o forms

  Read at length what a finding means, in Montenegrin too:
      earmark explain E0203
      earmark explain E0203 --lang cnr";

const RECONCILE_EXAMPLES: &str = "\
Examples:
  earmark reconcile --plan plan.docx -o results received
  earmark reconcile --plan plan.docx --funding funding.xlsx --as-of Q2 -o results received
  earmark reconcile --plan plan.docx --decisions round1/reconciliation.xlsx -o round2 received
  earmark reconcile --plan plan.xlsx --as-of 2020-09-30 --fail-on error -o results mup.xlsx mz.ods

What is written to the folder:
  reconciliation.xlsx     everything, for the coordination body
  institutions/           one workbook for each institution
  donors/                 one workbook for each donor, with its own donations only
  reconciliation.json     the same figures for other programs
  checksums.txt           tells whether somebody changed a workbook since

Exit code: 0 when everything was written, 1 with --fail-on when there are such findings,
2 when it could not run; then nothing was written.";

const CHECK_EXAMPLES: &str = "\
Examples:
  earmark check ministry-of-health.xlsx
  earmark check --plan plan.docx received

Exit code: 0 without errors, 1 when a sheet has errors, 2 when it could not run.";

/// earmark
#[derive(Debug, Parser)]
#[command(name = "earmark", version, about = ABOUT, long_about = LONG_ABOUT)]
#[command(after_help = EXAMPLES, arg_required_else_help = true, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Say on standard error what is being done, down to this level
    #[arg(long, global = true, value_name = "LEVEL", help_heading = "Other options")]
    pub log: Option<LogLevel>,
    /// The language of the workbooks and of what is printed: en (English), cnr (Montenegrin) or
    /// cnr-Cyrl (Montenegrin in Cyrillic script) [default: as earmark.toml has it, else en]
    #[arg(long, global = true, value_name = "en|cnr|cnr-Cyrl", value_parser = language)]
    #[arg(help_heading = "Other options")]
    pub lang: Option<Language>,
    /// Print errors only: no summary, no progress
    #[arg(long, short, global = true, help_heading = "Other options")]
    pub quiet: bool,
}

/// What earmark can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reconcile the plan with expenditure sheets and write the workbooks
    #[command(after_help = RECONCILE_EXAMPLES)]
    Reconcile(Reconcile),
    /// Say what is wrong in expenditure sheets, cell by cell, and how to mend it
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Show how sheets are understood: their tables, headings and columns
    #[command(
        after_help = "Examples:\n  earmark inspect ministry-of-health.xlsx\n  earmark inspect --config earmark.toml \
                      received\n\nFor headings that are not recognised, and for a file that has to be read \
                      otherwise, it prints lines to put in earmark.toml."
    )]
    Inspect(Inspect),
    /// Turn a plan in any form into a clean workbook that can be corrected and used with --plan
    #[command(after_help = "Example:\n  earmark plan action-plan-2020.docx -o plan.xlsx")]
    Plan(PlanArgs),
    /// Make expenditure forms: one for each institution with its own activities, and blank ones
    #[command(after_help = "Example:\n  earmark form --plan plan.docx -o forms")]
    Form(Form),
    /// Explain a finding at length; without a code, list all of them
    #[command(after_help = "Example:\n  earmark explain E0203")]
    Explain(Explain),
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  earmark completions bash > ~/.local/share/bash-completion/completions/earmark"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(
        after_help = "Example:\n  earmark man > earmark.1\n  earmark man reconcile > earmark-reconcile.1"
    )]
    Man {
        /// A command, for its own page
        command: Option<String>,
    },
}

/// Where settings come from.
#[derive(Debug, Args)]
pub struct ConfigArg {
    /// Settings: tolerance, more words for headings, bodies, donors. Without it, earmark.toml in
    /// the folder of the plan is used where there is one
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Arguments of `reconcile`.
#[derive(Debug, Args)]
pub struct Reconcile {
    /// The action plan: Word document, workbook, csv or text
    #[arg(long, value_name = "FILE")]
    pub plan: PathBuf,
    /// The register of funding: what is appropriated, pledged, committed and received. Without it,
    /// money from donations counts as secured only as far as it was spent
    #[arg(long, value_name = "FILE")]
    pub funding: Option<PathBuf>,
    /// What was decided about doubtful amounts: the reconciliation.xlsx of an earlier run with its
    /// Suspense sheet filled in, or a file of decisions (xlsx, csv or toml)
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// The reconciliation.json of an earlier run; the workbook then says what changed since
    #[arg(long, value_name = "FILE.json")]
    pub previous: Option<PathBuf>,
    #[command(flatten)]
    pub config: ConfigArg,
    /// The day to look from: a date such as 2020-06-30, or Q1 to Q4 for the end of a quarter
    /// [default: the end of the plan's year]
    #[arg(long, value_name = "DATE|Q1..Q4", value_parser = as_of)]
    pub as_of: Option<AsOf>,
    /// The folder for the results: a new or empty one, or one that holds earlier results, which are
    /// then replaced
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// Exit with 1 when there are findings as bad as this; the results are written all the same
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Write lines.csv and entries.csv too: the same figures for other programs
    #[arg(long)]
    pub csv: bool,
    /// Print reconciliation.json on standard output instead of the summary
    #[arg(long)]
    pub json: bool,
    /// Expenditure sheets, or folders with sheets in them
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The action plan, so that codes, titles and sources can be checked too
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    #[command(flatten)]
    pub config: ConfigArg,
    /// Print findings and sums as JSON
    #[arg(long)]
    pub json: bool,
    /// Expenditure sheets, or folders with sheets in them
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
pub struct Inspect {
    #[command(flatten)]
    pub config: ConfigArg,
    /// Print what was recognised as JSON
    #[arg(long)]
    pub json: bool,
    /// Sheets, or folders with sheets in them
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// The action plan, in any form
    #[arg(value_name = "FILE")]
    pub plan: PathBuf,
    #[command(flatten)]
    pub config: ConfigArg,
    /// The workbook to write; it must not exist yet, so that no correction is lost
    #[arg(long, short, value_name = "FILE.xlsx")]
    pub output: PathBuf,
}

/// Arguments of `form`.
#[derive(Debug, Args)]
pub struct Form {
    /// The action plan, in any form
    #[arg(long, value_name = "FILE")]
    pub plan: PathBuf,
    #[command(flatten)]
    pub config: ConfigArg,
    /// The folder for the forms: a new or empty one, so that no filled form is lost
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The code of a finding, such as E0203
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// Errors
    Error,
    /// Warnings too
    Warn,
    /// Each step
    Info,
    /// Each file
    Debug,
    /// Everything
    Trace,
}

/// Which findings make the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
}

/// The day to look from, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// A day.
    Day(Date),
    /// The end of a quarter of the plan's year.
    EndOf(Quarter),
}

/// en, cnr, cnr-Cyrl.
fn language(text: &str) -> Result<Language, String> {
    text.trim().parse().map_err(|()| "give en, cnr or cnr-Cyrl".to_owned())
}

/// 2020-06-30, 30.6.2020 or Q2.
fn as_of(text: &str) -> Result<AsOf, String> {
    let text = text.trim();
    if let Some(quarter) =
        text.strip_prefix(['Q', 'q']).and_then(|number| number.parse().ok()).and_then(Quarter::new)
    {
        return Ok(AsOf::EndOf(quarter));
    }
    let parts: Vec<&str> = text.trim_end_matches('.').split('.').map(str::trim).collect();
    let day = match parts.as_slice() {
        [day, month, year] => match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
            _ => None,
        },
        _ => text.parse().ok(),
    };
    day.map(AsOf::Day)
        .ok_or_else(|| "give a date such as 2020-06-30, or a quarter: Q1, Q2, Q3 or Q4".to_owned())
}
