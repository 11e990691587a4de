//! `earmark explain`: what a finding's code means, at length, with an example before and after.

use std::process::ExitCode;

use earmark::diagnostic::{Catalogue, Code};
use earmark::language::Said;

use super::catalogue;
use crate::cli::args::Explain;
use crate::cli::nearest::nearest;
use crate::cli::problem::Problem;
use crate::cli::screen::Screen;
use crate::cli::speech::say;

pub fn run(args: &Explain) -> Result<ExitCode, Problem> {
    let catalogue = catalogue()?;
    let mut screen = Screen::stdout();
    let Some(wanted) = &args.code else {
        for code in Code::ALL {
            screen.line(&format!("{code}  {}", title(*code, &catalogue)));
        }
        return Ok(ExitCode::SUCCESS);
    };
    let Ok(code) = wanted.parse::<Code>() else {
        return Err(unknown(wanted, &catalogue));
    };
    let severity = code.severity();
    screen.finding(
        &format!("{}[{code}]: {}", say(severity.word()), title(code, &catalogue)),
        severity,
    );
    let Some(texts) = catalogue.explanation(code) else {
        return Ok(ExitCode::SUCCESS);
    };
    screen.line("");
    for line in wrapped(&plain(&texts.explain), 90) {
        screen.line(&line);
    }
    screen.line("");
    let told = [
        ("expected:", &texts.expected),
        ("remedy:", &texts.remedy),
        ("effect:", &texts.effect),
        ("before:", &texts.before),
        ("after:", &texts.after),
    ];
    let told = told.map(|(label, text)| (say(label), text));
    let width = told.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    for (label, text) in &told {
        for (index, line) in wrapped(&plain(text), 78).iter().enumerate() {
            let label = if index == 0 { label.as_str() } else { "" };
            screen.line(&format!("  {label:<width$}  {line}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn title(code: Code, catalogue: &Catalogue) -> String {
    catalogue.explanation(code).map_or_else(String::new, |texts| plain(&texts.title))
}

/// Without a finding there is nothing to fill in: the name of the place stands there.
fn plain(template: &str) -> String {
    template.replace('{', "<").replace('}', ">")
}

/// Lines of at most `width` characters; line breaks of the text are kept.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.trim().lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + word.chars().count() >= width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn unknown(wanted: &str, catalogue: &Catalogue) -> Problem {
    let all = Code::ALL.iter().map(|code| code.number());
    // E309 for W0309: the number is right and the letter is not.
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
            .trim_start_matches('0')
            .to_owned()
    };
    let same: Vec<&str> = all
        .clone()
        .filter(|code| !digits(wanted).is_empty() && digits(code) == digits(wanted))
        .collect();
    let near = if same.is_empty() { nearest(wanted, all) } else { same };
    let near: Vec<String> = near
        .into_iter()
        .filter_map(|number| number.parse::<Code>().ok())
        .map(|code| format!("\n    {code}  {}", title(code, catalogue)))
        .collect();
    let remedy = if near.is_empty() {
        Said::new("codes look like E0203; `earmark explain` alone lists all of them")
    } else {
        Said::new("did you mean one of these? `earmark explain` alone lists all{codes}")
            .with_data("codes", near.concat())
    };
    Problem::new(Said::new("there is no finding {code}").with_data("code", wanted), remedy)
}
