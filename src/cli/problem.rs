//! Why the command cannot run, and what to do about it. In: what went wrong. Out: text on standard
//! error and the exit code 2. Never a message without a remedy.

use std::path::Path;

use earmark::diagnostic::{Catalogue, Code, Finding, render, safe};
use earmark::job::Refusal;
use earmark::language::Said;
use earmark::model::Place;

use super::screen::Screen;
use super::speech::{self, say};

/// Something that stops the command.
#[derive(Debug)]
pub struct Problem {
    message: Box<Said>,
    remedy: Box<Said>,
    findings: Vec<Finding>,
    ours: bool,
}

impl Problem {
    /// What is wrong, and what to do.
    pub fn new(message: impl Into<Said>, remedy: impl Into<Said>) -> Self {
        let (message, remedy) = (Box::new(message.into()), Box::new(remedy.into()));
        Problem { message, remedy, findings: Vec::new(), ours: false }
    }

    /// With the findings that say more.
    pub fn findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }

    /// A file or folder that the system does not let us use.
    pub fn io(doing: &'static str, path: &Path, error: &std::io::Error) -> Self {
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
        let message = Said::new("cannot {doing} {path}: {error}").with("doing", doing);
        let message = message.with_data("path", path.display()).with_data("error", error);
        Problem::new(message, remedy)
    }

    /// Prints it.
    pub fn print(&self, screen: &mut Screen) {
        if let Ok(catalogue) = Catalogue::of(speech::language()) {
            for finding in &self.findings {
                screen.finding(&render(finding, &catalogue), finding.severity());
                screen.line("");
            }
        }
        screen.error(&safe_lines(&say((*self.message).clone())));
        if !self.remedy.is_empty() {
            let remedy = safe_lines(&say((*self.remedy).clone()));
            screen.line(&format!("  {} {remedy}", say("remedy:")));
        }
        if self.ours {
            super::fault::apology(screen);
        }
    }
}

/// Safe for a terminal, with its line breaks kept.
fn safe_lines(text: &str) -> String {
    text.lines().map(safe).collect::<Vec<_>>().join("\n")
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let nothing_done =
            |message| Said::new("{message}, so nothing was done").with("message", message);
        let message = match &refusal {
            Refusal::NoPlan(_) => Said::new("the plan could not be read"),
            Refusal::NoRegister(_) => Said::new("the register of funding could not be read"),
            Refusal::NoPrevious(_) => Said::new("the earlier results could not be read"),
            Refusal::NoDecisions(_) => Said::new("the decisions could not be read"),
            Refusal::NoYear(quarter) => Said::new(
                "the year of the plan is not known, so the end of {quarter} is not known either",
            )
            .with("quarter", *quarter),
            other => Said::data(other.to_string()),
        };
        match refusal {
            Refusal::NoPlan(findings) => Problem::new(
                nothing_done(message),
                "mend what stands above, or give another file with --plan",
            )
            .findings(findings),
            Refusal::NoRegister(findings) => Problem::new(
                nothing_done(message),
                "mend what stands above, or leave --funding out; then donations count as secured \
                 only as far as they were spent",
            )
            .findings(findings),
            Refusal::NoPrevious(findings) => Problem::new(
                nothing_done(message),
                "give the reconciliation.json of an earlier run as it was written, or leave \
                 --previous out; then nothing is said about what changed",
            )
            .findings(findings),
            Refusal::NoDecisions(findings) => Problem::new(
                nothing_done(message),
                "mend what stands above, or leave --decisions out; then nothing that was decided is \
                 carried out",
            )
            .findings(findings),
            Refusal::Words(_) => {
                Problem::new(message, "correct the words in the configuration file, then run again")
            }
            Refusal::NoYear(quarter) => Problem::new(
                message,
                Said::new(
                    "give a day instead of {quarter}, such as --as-of 2020-06-30, or put the \
                     plan's year in earmark.toml: year = 2020",
                )
                .with("quarter", quarter),
            ),
            Refusal::Proof(failed) => {
                let finding =
                    Finding::new(Code::ProofFailed, Place::of_file(&failed.place.as_str().into()))
                        .data("place", &failed.place)
                        .detail("difference", failed.difference);
                Problem { ours: true, ..Problem::new(message, "").findings(vec![finding]) }
            }
            Refusal::NotFetched(name, std::io::ErrorKind::InvalidData, _) => Problem::new(
                Said::new("cannot read {path} again: somebody changed it meanwhile")
                    .with_data("path", name),
                "run again when nobody works on the sheets",
            ),
            Refusal::NotFetched(name, kind, words) => {
                Problem::io("read", Path::new(&name), &std::io::Error::new(kind, words))
            }
            Refusal::NotKept(kind, words) => {
                let error = std::io::Error::new(kind, words);
                Problem::io("write", Path::new("the results"), &error)
            }
            Refusal::Write(_) => Problem { ours: true, ..Problem::new(message, "") },
        }
    }
}
