//! The settings of a run. In: `--config`, or earmark.toml beside the plan. Out: checked settings.
//! Figures are never computed with another setting than the one that was typed: what cannot be
//! used stops the command.

use std::fs;
use std::path::{Path, PathBuf};

use earmark::config::Settings;
use earmark::diagnostic::safe;
use earmark::language::Said;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::screen::Screen;
use super::speech::{self, say};

/// Its name beside the plan.
const BESIDE: &str = "earmark.toml";

/// The configuration file: the given one, else the one beside the plan where there is one.
pub fn file(given: Option<&Path>, plan: Option<&Path>, quiet: bool) -> Option<PathBuf> {
    if let Some(given) = given {
        return Some(given.to_owned());
    }
    let beside = plan?.with_file_name(BESIDE);
    if !beside.is_file() {
        return None;
    }
    if !quiet {
        let using = Said::new("using the settings in {path}").with_data("path", beside.display());
        Screen::stderr().line(&safe(&say(using)));
    }
    Some(beside)
}

/// A configuration as it was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Typed {
    /// The name of its file.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// Reads the settings, and gives them as they were typed too; the defaults where there is no file.
pub fn read(file: Option<&Path>) -> Result<(Settings, Option<Typed>), Problem> {
    let Some(path) = file else {
        let settings = Settings { language: speech::language(), ..Settings::default() };
        return Ok((settings, None));
    };
    let bytes = fs::read(path).map_err(|error| Problem::io("read", path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Problem::new(
            Said::new("{path} is not a text in UTF-8").with_data("path", path.display()),
            "save it in a plain text editor with the encoding UTF-8",
        )
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let typed = Typed { name, text: text.trim_start_matches('\u{feff}').to_owned() };
    let (mut settings, findings) = Settings::read(&typed.name, &typed.text);
    // The command line comes before the settings.
    speech::choose(settings.language);
    settings.language = speech::language();
    if findings.is_empty() {
        return Ok((settings, Some(typed)));
    }
    Err(Problem::new(
        Said::new("{path} cannot be used as it is").with_data("path", path.display()),
        "correct what stands above, then run again; nothing was written",
    )
    .findings(findings))
}
