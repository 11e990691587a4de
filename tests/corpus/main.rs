//! Damaged and hostile files, handed to the command beside one good sheet: nothing crashes, nothing
//! runs away, and the good sheet's euros are all there. `cargo test --test corpus -- --nocapture`
//! prints what became of each file, with the time and the memory it took.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test may stop; it measures, and shows what it measured"
)]

#[path = "../support/mod.rs"]
mod support;

mod apart;
mod books;
mod collection;
mod made;
mod scale;
mod silent;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// What the good sheet holds.
const GOOD: &str = "1234.56";

/// A folder with the sample plan and a good sheet in it.
struct Desk {
    folder: TempDir,
}

/// What the command did.
struct Done {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
    time: Duration,
    /// The most that the command or one of its children has taken, in bytes, as far as the system says.
    memory: u64,
}

impl Desk {
    fn new() -> Self {
        let desk = Desk { folder: TempDir::new().unwrap() };
        let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/action-plan-2020/plan.docx");
        fs::copy(plan, desk.path("plan.docx")).unwrap();
        desk.file(
            "good.csv",
            "Institution;Ministry of Culture;;\nPeriod;Q3 2020;;\n\n\
             Code;Source of funding;Spent (EUR);Date\n1.2.1;Budget;1234,56;2020-09-04\n",
        );
        desk
    }

    /// With settings beside the plan.
    fn with(settings: &str) -> Self {
        let desk = Desk::new();
        desk.file("earmark.toml", settings);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Runs the command in the folder.
    fn run(&self, arguments: &[&str]) -> Done {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
        command.args(arguments);
        self.run_command(command)
    }

    fn run_command(&self, mut command: Command) -> Done {
        // Into files: nothing has to be read while the command runs.
        let (out, err) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let (out, err) = (out.path().join("out"), err.path().join("err"));
        fs::create_dir_all(out.parent().unwrap()).unwrap();
        fs::create_dir_all(err.parent().unwrap()).unwrap();
        let start = Instant::now();
        let mut process = command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        let mut memory = 0;
        let status = loop {
            memory = memory.max(most_memory(process.id()));
            if let Some(status) = process.try_wait().unwrap() {
                break status;
            }
            thread::sleep(Duration::from_millis(3));
        };
        let done = Done {
            code: status.code(),
            out: fs::read(&out).unwrap(),
            err: fs::read_to_string(&err).unwrap(),
            time: start.elapsed(),
            memory,
        };
        let _ = fs::remove_dir_all(out.parent().unwrap());
        let _ = fs::remove_dir_all(err.parent().unwrap());
        done
    }

    /// Checks a file beside the good sheet.
    fn check(&self, file: &str) -> Checked {
        let done = self.run(&["check", "-q", "--json", "--plan", "plan.docx", "good.csv", file]);
        Checked::new(file, done)
    }

    /// Reconciles the good sheet with these files or folders beside it, and gives the results.
    fn reconcile(&self, inputs: &[&str]) -> Value {
        let _ = fs::remove_dir_all(self.path("out"));
        let mut arguments = vec!["reconcile", "-q", "--plan", "plan.docx", "-o", "out", "good.csv"];
        arguments.extend(inputs);
        let done = self.run(&arguments);
        assert_eq!(done.code, Some(0), "{inputs:?}: {}", done.err);
        let bytes = fs::read(self.path("out/reconciliation.json")).unwrap();
        let results: Value = serde_json::from_slice(&bytes).unwrap();
        let files = results["proof"]["by_file"].as_array().unwrap();
        let good = files.iter().find(|file| file["file"] == "good.csv").unwrap();
        assert_eq!(good["reconciled"], GOOD, "{inputs:?}");
        assert_eq!(good["read"], GOOD, "{inputs:?}");
        assert_eq!(results["proof"]["difference"], "0.00", "{inputs:?}");
        results
    }
}

/// The most memory that a process or one of its children has taken so far; 0 where it is not known.
fn most_memory(process: u32) -> u64 {
    let folder = PathBuf::from(format!("/proc/{process}"));
    let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
    let own = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let own = own.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok());
    let tasks = fs::read_dir(folder.join("task")).into_iter().flatten().flatten();
    let children = tasks
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|child| child.parse().ok())
        .map(most_memory)
        .max();
    (own.unwrap_or(0) << 10).max(children.unwrap_or(0))
}

/// What became of one file.
struct Checked {
    file: String,
    /// What was read: sheets with a table, amounts.
    read: (usize, u64),
    codes: Vec<String>,
    findings: Vec<Value>,
    done: Done,
}

impl Checked {
    fn new(path: &str, done: Done) -> Self {
        let file = Path::new(path).file_name().unwrap().to_string_lossy().into_owned();
        assert!(matches!(done.code, Some(0 | 1)), "{file}: {:?} {}", done.code, done.err);
        assert_eq!(done.err, "", "{file}");
        let result: Value = serde_json::from_slice(&done.out).unwrap();
        let (mut good, mut sheets, mut amounts) = (None, 0, 0);
        for sent in result["submissions"].as_array().unwrap() {
            if sent["file"] == "good.csv" {
                good = sent["read"].as_str().map(str::to_owned);
            } else {
                sheets += 1;
                amounts += sent["entries"].as_u64().unwrap();
            }
        }
        assert_eq!(good.as_deref(), Some(GOOD), "{file}");
        let all = result["findings"].as_array().unwrap();
        let of = |name: &str| all.iter().filter(|f| f["file"] == name).cloned().collect::<Vec<_>>();
        assert_eq!(of("good.csv").len(), 0, "{file}");
        let findings = of(&file);
        let mut codes: Vec<String> =
            findings.iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect();
        codes.sort();
        codes.dedup();
        Checked { file, read: (sheets, amounts), codes, findings, done }
    }

    /// The texts of the finding with a code.
    fn said(&self, code: &str) -> String {
        let found = self.findings.iter().find(|finding| finding["code"] == code);
        found.unwrap_or_else(|| panic!("{}: {:?}", self.file, self.codes)).to_string()
    }

    fn line(&self) -> String {
        let (sheets, amounts) = self.read;
        let what = match (sheets, self.codes.is_empty()) {
            (0, true) => "no amounts, nothing to say".to_owned(),
            (0, false) => "no amounts".to_owned(),
            _ => format!("{sheets} tables, {amounts} amounts"),
        };
        format!(
            "{:<70} {:<28} {:>7.2} s {:>6} MB  {}",
            self.file,
            what,
            self.done.time.as_secs_f64(),
            self.done.memory >> 20,
            self.codes.join(" ")
        )
    }
}

/// Prints a table, the worst in its last lines.
fn print(title: &str, checked: &[Checked]) {
    println!("\n{title}");
    for one in checked {
        println!("{}", one.line());
    }
    for (worst, of) in [
        ("longest", checked.iter().max_by_key(|one| one.done.time)),
        ("most memory", checked.iter().max_by_key(|one| one.done.memory)),
    ] {
        if let Some(one) = of {
            println!("{worst}: {}", one.line());
        }
    }
    println!("{} files", checked.len());
}
