//! The command as a person meets it: what it prints, what it writes, how it ends. Every message that
//! stops it has to say what to do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test may stop, and it asks the clock where the command does"
)]

mod decisions;
mod inputs;
mod interrupt;
mod language;
mod messages;
mod officer;
mod results;
mod shapes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder of its own for a test, with the sample plan in it.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What the command did.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Desk { folder: TempDir::new().unwrap() };
        fs::copy(sample("plan.docx"), desk.path("plan.docx")).unwrap();
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders it lies in.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// A sheet with one amount of the Ministry of Culture, which the plan funds from its budget.
    pub(crate) fn sheet(&self, name: &str, amount: &str) -> PathBuf {
        self.file(
            name,
            format!(
                "Institution;Ministry of Culture;;\nPeriod;Q2 2020;;\n\n\
                 Code;Source of funding;Spent (EUR);Date\n1.2.1;Budget;{amount};2020-05-04\n"
            ),
        )
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        let mut command = Command::cargo_bin("earmark").unwrap();
        Done::from(command.current_dir(self.folder.path()).args(arguments).output().unwrap())
    }

    /// Runs `reconcile` with the plan into `out`.
    pub(crate) fn reconcile(&self, more: &[&str]) -> Done {
        let mut arguments = vec!["reconcile", "--plan", "plan.docx", "-o", "out"];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The names of all files below a folder, in order.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.path(folder)];
        while let Some(at) = folders.pop() {
            for entry in fs::read_dir(at).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(self.path(folder)).unwrap();
                    files.push(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.path("out/reconciliation.json")).unwrap()).unwrap()
    }
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Done {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Done {
    /// Was written; its findings are another matter.
    pub(crate) fn wrote(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// Could not run, said this, and said what to do.
    pub(crate) fn refused(self, message: &str) -> Self {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.err);
        assert!(self.err.contains(message), "{message:?} is missing in:\n{}", self.err);
        assert!(self.err.contains("remedy: "), "no remedy in:\n{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Its remedy names this.
    pub(crate) fn remedy(self, text: &str) -> Self {
        let remedies = self.err.split("remedy: ").skip(1).collect::<Vec<_>>().concat();
        assert!(remedies.contains(text), "{text:?} is missing in the remedy of:\n{}", self.err);
        self
    }

    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{text:?} is missing in:\n{}\n{}", self.out, self.err);
        self
    }
}

pub(crate) fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/action-plan-2020").join(name)
}
