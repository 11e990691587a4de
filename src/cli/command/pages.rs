//! Completions for shells and manual pages, made from the arguments themselves.

use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::args::Cli;
use crate::cli::nearest::nearest;
use crate::cli::problem::Problem;
use crate::cli::screen::Screen;

pub fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "earmark", &mut script);
    Screen::stdout().raw(&script);
    Ok(ExitCode::SUCCESS)
}

pub fn man(of: Option<&str>) -> Result<ExitCode, Problem> {
    let mut command = Cli::command();
    command.build();
    let command = match of {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let known: Vec<&str> = command.get_subcommands().map(|c| c.get_name()).collect();
                let near = nearest(name, known.iter().copied());
                let known = if near.is_empty() { known } else { near };
                return Err(Problem::new(
                    format!("there is no command {name}"),
                    format!("choose one of: {}", known.join(", ")),
                ));
            }
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| {
        Problem::new(format!("the manual page could not be made: {error}"), "report this fault")
    })?;
    Screen::stdout().raw(&page);
    Ok(ExitCode::SUCCESS)
}
