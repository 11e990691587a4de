//! Why the command cannot run, and what to do about it. In: what went wrong. Out: text on standard
//! error and the exit code 2. Never a message without a remedy.

use std::path::Path;

use earmark::diagnostic::{Catalogue, Code, Finding, render, safe};
use earmark::job::Refusal;
use earmark::model::Place;

use super::screen::Screen;

/// Something that stops the command.
#[derive(Debug)]
pub struct Problem {
    message: String,
    remedy: String,
    findings: Vec<Finding>,
    ours: bool,
}

impl Problem {
    /// What is wrong, and what to do.
    pub fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (message, remedy) = (message.into(), remedy.into());
        Problem { message, remedy, findings: Vec::new(), ours: false }
    }

    /// With the findings that say more.
    pub fn findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }

    /// A file or folder that the system does not let us use.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let remedy = match error.kind() {
            ErrorKind::PermissionDenied => {
                "close it in other programs, and ask for the right to use it where that is missing"
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "make room on the disk, or choose a folder on another one"
            }
            ErrorKind::NotFound => "check that nobody moved or renamed it meanwhile",
            _ => "see whether the disk or the network drive can be reached, then run again",
        };
        Problem::new(format!("cannot {doing} {}: {error}", path.display()), remedy)
    }

    /// Prints it.
    pub fn print(&self, screen: &mut Screen) {
        if let Ok(catalogue) = Catalogue::built_in() {
            for finding in &self.findings {
                screen.finding(&render(finding, &catalogue), finding.severity());
                screen.line("");
            }
        }
        screen.error(&safe_lines(&self.message));
        if !self.remedy.is_empty() {
            screen.line(&format!("  remedy: {}", safe_lines(&self.remedy)));
        }
        if self.ours {
            super::fault::APOLOGY.iter().for_each(|line| screen.line(line));
        }
    }
}

/// Safe for a terminal, with its line breaks kept.
fn safe_lines(text: &str) -> String {
    text.lines().map(safe).collect::<Vec<_>>().join("\n")
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::NoPlan(findings) => Problem::new(
                format!("{message}, so nothing was done"),
                "mend what stands above, or give another file with --plan",
            )
            .findings(findings),
            Refusal::NoRegister(findings) => Problem::new(
                format!("{message}, so nothing was done"),
                "mend what stands above, or leave --funding out; then donations count as secured \
                 only as far as they were spent",
            )
            .findings(findings),
            Refusal::NoPrevious(findings) => Problem::new(
                format!("{message}, so nothing was done"),
                "give the reconciliation.json of an earlier run as it was written, or leave \
                 --previous out; then nothing is said about what changed",
            )
            .findings(findings),
            Refusal::NoDecisions(findings) => Problem::new(
                format!("{message}, so nothing was done"),
                "mend what stands above, or leave --decisions out; then nothing that was decided is \
                 carried out",
            )
            .findings(findings),
            Refusal::Words(_) => {
                Problem::new(message, "correct the words in the configuration file, then run again")
            }
            Refusal::NoYear(quarter) => Problem::new(
                message,
                format!(
                    "give a day instead of {quarter}, such as --as-of 2020-06-30, or put the \
                     plan's year in earmark.toml: year = 2020"
                ),
            ),
            Refusal::Proof(failed) => {
                let finding =
                    Finding::new(Code::ProofFailed, Place::of_file(&failed.place.as_str().into()))
                        .detail("place", &failed.place)
                        .detail("difference", failed.difference);
                Problem { ours: true, ..Problem::new(message, "").findings(vec![finding]) }
            }
            Refusal::NotKept(kind, words) => {
                let error = std::io::Error::new(kind, words);
                Problem::io("write", Path::new("the results"), &error)
            }
            Refusal::Write(_) => Problem { ours: true, ..Problem::new(message, "") },
        }
    }
}
