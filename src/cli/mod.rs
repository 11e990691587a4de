//! The command line: arguments, files, the terminal, exit codes. In: what was typed. Out: results on
//! the disk and words on the screen. The only part that touches the file system, the clock or the
//! terminal; what the figures are is the library's to say.

mod apart;
mod args;
mod command;
mod configuration;
mod earlier;
mod fault;
mod inputs;
mod interrupt;
mod json;
mod kept;
mod listing;
mod memory;
mod names;
mod nearest;
mod output;
mod problem;
mod progress;
mod screen;
mod speech;
mod summary;

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};

use args::{Cli, LogLevel};
use screen::Screen;

/// Exit code when the command cannot run.
const CANNOT_RUN: u8 = 2;

/// Runs the command.
pub fn main() -> ExitCode {
    fault::guarded(run)
}

fn run() -> ExitCode {
    if apart::is_wanted() {
        return apart::run();
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return say(&error),
    };
    if let Some(level) = cli.log {
        log_to_stderr(level);
    }
    if let Some(language) = cli.lang {
        speech::choose(language);
    }
    interrupt::clear_up();
    command::run(cli.command, cli.quiet).unwrap_or_else(|problem| {
        problem.print(&mut Screen::stderr());
        ExitCode::from(CANNOT_RUN)
    })
}

/// Help, the version, or what is wrong with the arguments, and what to do where that is not plain.
fn say(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.kind() == ErrorKind::MissingRequiredArgument {
        let missing =
            error.get(ContextKind::InvalidArg).map(ToString::to_string).unwrap_or_default();
        let remedies = [
            ("--plan", "--plan takes the file of the action plan: --plan plan.docx"),
            ("--output", "-o takes the name of what is to be written: -o results"),
            ("INPUT", "name the sheets, or the folder that holds them"),
        ];
        let mut screen = Screen::stderr();
        for (_, remedy) in remedies.iter().filter(|(argument, _)| missing.contains(argument)) {
            screen.line(&format!("  remedy: {remedy}"));
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(CANNOT_RUN))
}

fn log_to_stderr(level: LogLevel) {
    let level = match level {
        LogLevel::Error => tracing::Level::ERROR,
        LogLevel::Warn => tracing::Level::WARN,
        LogLevel::Info => tracing::Level::INFO,
        LogLevel::Debug => tracing::Level::DEBUG,
        LogLevel::Trace => tracing::Level::TRACE,
    };
    // A second logger cannot be set; there is only this one.
    let _ = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr)
        .without_time()
        .with_target(false)
        .try_init();
}
