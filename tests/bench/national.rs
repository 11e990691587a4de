//! What earmark costs at national scale, against the floor: what calamine and rust_xlsxwriter alone
//! cost on the same data. In: files made by code, the same on every machine. Out: a table of wall time,
//! processor time and peak memory. Each figure is that of a process of its own. Never part of the tests.
//!
//!     cargo bench                    all sizes (needs some minutes, memory, and 2 GB of disk)
//!     cargo bench -- 10000 100000    these numbers of entries only
//!     cargo bench -- 1000000-30      this number of entries in so many files only
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    reason = "a benchmark prints what the clock says, and may stop"
)]

mod data;
mod floor;
mod measure;
mod stages;

use std::path::{Path, PathBuf};

use measure::{Cost, cost_of};

/// As many runs of each; the fastest counts, since everything else on the machine only adds. What takes
/// long runs once.
fn runs(size: &data::Size) -> usize {
    if size.entries < 1_000_000 { 3 } else { 1 }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [first, stage, folder] = arguments.as_slice()
        && first == "--stage"
    {
        return stages::run(stage, Path::new(folder));
    }
    let wanted = |size: &data::Size| {
        let name = size.name();
        let begins = |wanted: &String| name == *wanted || name.starts_with(&format!("{wanted}-"));
        arguments.is_empty() || arguments.iter().any(begins)
    };
    let sizes = data::sizes().into_iter().filter(wanted);
    println!("Seconds are of the clock; in brackets those of the processors. Peak memory in MB.");
    println!("R: one thread of calamine reading all sheets densely. Floor: calamine streaming and");
    println!("rust_xlsxwriter writing every entry, one after the other, and nothing else.");
    println!();
    println!(
        "{:>9} {:>5} {:>10} | {:>19} {:>7} {:>6} | {:>7} | {:>7} {:>7} | {:>6}",
        "entries",
        "files",
        "activities",
        "whole job",
        "peak",
        "÷ R",
        "R",
        "floor",
        "peak",
        "÷ floor"
    );
    for size in sizes {
        let folder = data::make(&size);
        let runs = runs(&size);
        let whole = best(runs, || whole_job(&folder));
        // The libraries are measured on workbooks, whatever the sheets of the job are.
        let workbooks = data::make(&data::Size { form: "xlsx", ..size });
        let dense = best(runs, || stage("dense", &workbooks));
        let floor = best(runs, || stage("floor", &workbooks));
        println!(
            "{:>9} {:>5} {:>10} | {:>9.2} ({:>6.2}) {:>7} {:>6.2} | {:>7.2} | {:>7.2} {:>7} | {:>6.2}",
            size.entries,
            size.files,
            size.activities,
            whole.wall,
            whole.processors,
            whole.peak,
            whole.wall / dense.wall,
            dense.wall,
            floor.wall,
            floor.peak,
            whole.wall / floor.wall,
        );
        for name in stages::NAMES {
            let cost = stage(name, &folder);
            println!(
                "{:>26} | {:>9.2} ({:>6.2}) {:>7} {:>6.2} |",
                name,
                cost.wall,
                cost.processors,
                cost.peak,
                cost.wall / dense.wall
            );
        }
    }
}

fn best(runs: usize, run: impl Fn() -> Cost) -> Cost {
    let runs = (0..runs).map(|_| run());
    runs.min_by(|a, b| a.wall.total_cmp(&b.wall)).expect("at least one run")
}

/// The command as a person runs it.
fn whole_job(folder: &Path) -> Cost {
    let out = folder.with_extension("out");
    let _ = std::fs::remove_dir_all(&out);
    // Five million entries take more than an office's computer is asked for.
    let limits = folder.with_extension("toml");
    std::fs::write(&limits, "[limits]\ntotal-megabytes = 16384\n").expect("a file");
    let mut arguments: Vec<PathBuf> = vec![
        "reconcile".into(),
        "--quiet".into(),
        "--config".into(),
        limits,
        "--plan".into(),
        folder.join("plan.csv"),
        "-o".into(),
        out.clone(),
        folder.join("received"),
    ];
    let register = folder.join("funding.csv");
    if register.exists() {
        arguments.extend(["--funding".into(), register]);
    }
    let arguments = arguments.into_iter().map(PathBuf::into_os_string);
    let cost = cost_of(Path::new(env!("CARGO_BIN_EXE_earmark")), arguments);
    std::fs::remove_dir_all(&out).expect("the job wrote its results");
    cost
}

/// A part of the job, or of the floor, in a process of its own.
fn stage(name: &str, folder: &Path) -> Cost {
    let own = std::env::current_exe().expect("a path");
    cost_of(&own, ["--stage".into(), name.into(), folder.as_os_str().to_owned()])
}
