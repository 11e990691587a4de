//! The commands, each in a file. In: its arguments. Out: an exit code, or the problem that stopped it.

mod check;
mod explain;
mod inspect;
mod pages;
mod plan;
mod reconcile;

use std::process::ExitCode;

pub use inspect::kind_in_words;

use super::args::Command;
use super::problem::Problem;
use super::speech::{catalogue, in_english};

/// Runs one command.
pub fn run(command: Command, quiet: bool) -> Result<ExitCode, Problem> {
    match command {
        Command::Reconcile(args) => reconcile::run(&args, quiet),
        Command::Check(args) => check::run(&args, quiet),
        Command::Inspect(args) => inspect::run(&args, quiet),
        Command::Plan(args) => plan::workbook(&args, quiet),
        Command::Form(args) => plan::forms(&args, quiet),
        Command::Explain(args) => explain::run(&args),
        Command::Completions { shell } => pages::completions(shell),
        Command::Man { command } => pages::man(command.as_deref()),
    }
}
