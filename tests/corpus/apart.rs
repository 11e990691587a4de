//! Files that are read in a process of their own: its limits, what they say, and that it makes no
//! difference where a file is read.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::Desk;
use super::books::{ods_of, table, xlsx_of};
use crate::support::office::{TestCell, TestSheet, number, ods, text, xls, xlsb};

fn shown(value: &str, format: &str) -> TestCell {
    TestCell::Shown(value.to_owned(), format.to_owned())
}

/// So many rows of a thousand cells with this text in each; written once, laid out in full.
fn repeated(text: &str, rows: usize) -> Vec<u8> {
    ods_of(&format!(
        "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"{rows}\">\
         <table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"1000\">\
         <text:p>{text}</text:p></table:table-cell></table:table-row></table:table>"
    ))
}

/// Far more text than a process with 64 MB can hold, in a small file.
fn large_ods() -> Vec<u8> {
    repeated(&"text ".repeat(200), 150)
}

/// More cells than anybody reads in a second.
fn slow_ods() -> Vec<u8> {
    repeated("abc", 15_000)
}

/// Two cells so far apart that reading lays out millions between them.
fn large_xls() -> Vec<u8> {
    let mut rows = vec![vec![text("a")]];
    rows.resize(65_535, Vec::new());
    let mut last = vec![TestCell::Blank; 255];
    last.push(text("z"));
    rows.push(last);
    xls::xls(&[TestSheet { name: "S".into(), rows, ..TestSheet::default() }])
}

#[test]
fn too_much_memory_is_a_finding_and_costs_that_file_only() {
    let desk = Desk::with("[limits]\nmegabytes = 64\nseconds = 3600\n");
    for (name, bytes) in [("large.ods", large_ods()), ("large.xls", large_xls())] {
        desk.file(name, bytes);
        let checked = desk.check(name);
        assert_eq!(checked.codes, ["E0106"], "{name}");
        let said = checked.said("E0106");
        for words in
            ["the memory that reading this file takes", "64 MB", "megabytes in earmark.toml"]
        {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(checked.done.code, Some(1));
    }
    desk.reconcile(&["large.ods", "large.xls"]);
}

/// A sheet that is read apart because it is large: its cells in the order of columns, and so many numbers
/// behind them.
fn large_xlsx(rows: u32, more: u32) -> Vec<u8> {
    let mut sheet = String::from("<sheetData>");
    let mut line = |row: u32, texts: [&str; 3], amount: &str| {
        let said = |column: char, text: &str| {
            format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        sheet += &format!("<row r=\"{row}\">{}{}", said('A', texts[0]), said('B', texts[1]));
        sheet += amount;
        sheet += &said('D', texts[2]);
        for number in 0..more {
            let cell = format!("{}{row}", earmark::model::column_letters(5 + number));
            sheet += &format!("<c r=\"{cell}\"><v>{number}</v></c>");
        }
        sheet += "</row>";
    };
    let heading = "<c r=\"C1\" t=\"inlineStr\"><is><t>Spent (EUR)</t></is></c>";
    line(1, ["Code", "Source of funding", "Note"], heading);
    for row in 2..rows + 2 {
        let note = format!("what was paid for in row {row}, which no other row says");
        line(row, ["1.2.1", "Budget", &note], &format!("<c r=\"C{row}\"><v>1.25</v></c>"));
    }
    sheet += "</sheetData>";
    assert!(sheet.len() > 33 << 20, "it would be read in the same process: {}", sheet.len());
    xlsx_of(&sheet)
}

/// Its rows come over while it is read, and every amount of it is counted, once.
#[test]
fn a_large_sheet_is_counted_to_the_cent() {
    let desk = Desk::new();
    desk.file("large.xlsx", large_xlsx(160_000, 0));
    let results = desk.reconcile(&["large.xlsx"]);
    let files = results["proof"]["by_file"].as_array().unwrap();
    let large = files.iter().find(|file| file["file"] == "large.xlsx").unwrap();
    assert_eq!(large["read"], "200000.00", "{large}");
}

/// The rows themselves are counted too, wherever they are held.
#[test]
fn more_rows_than_the_memory_for_a_file_holds_are_a_finding() {
    let desk = Desk::with("[limits]\nmegabytes = 64\nseconds = 3600\n");
    desk.file("large.xlsx", large_xlsx(200_000, 16));
    let checked = desk.check("large.xlsx");
    assert_eq!(checked.codes, ["E0106"]);
    assert!(checked.said("E0106").contains("the memory that reading this file takes"));
}

#[test]
fn too_much_time_is_a_finding_and_costs_that_file_only() {
    let desk = Desk::with("[limits]\nseconds = 1\nmegabytes = 4096\n");
    desk.file("slow.ods", slow_ods());
    let checked = desk.check("slow.ods");
    assert_eq!(checked.codes, ["E0106"]);
    let said = checked.said("E0106");
    for words in
        ["the time that reading this file takes", "1 second", "seconds in earmark.toml", "*.xlsx"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    desk.reconcile(&["slow.ods"]);
}

/// A plan and a register are read apart too; what cannot be finished stops the run with the reason.
#[test]
fn a_plan_that_cannot_be_finished_stops_the_run_and_says_why() {
    let desk = Desk::with("[limits]\nmegabytes = 64\n");
    desk.file("plan.ods", large_ods());
    for arguments in [
        ["reconcile", "--plan", "plan.ods", "-o", "out", "good.csv"].as_slice(),
        &["reconcile", "--plan", "plan.docx", "--funding", "plan.ods", "-o", "out", "good.csv"],
    ] {
        let done = desk.run(arguments);
        assert_eq!(done.code, Some(2), "{}", done.err);
        assert!(done.err.contains("E0106") && done.err.contains("64 MB"), "{}", done.err);
        assert!(!desk.path("out").exists());
    }
}

/// The program without the file it was started from: no process can be started from it any more.
#[cfg(target_os = "linux")]
fn moved(desk: &Desk) -> Command {
    let program = desk.path("moved-program");
    fs::copy(env!("CARGO_BIN_EXE_earmark"), &program).unwrap();
    let mut shell = Command::new("/bin/sh");
    let script = "exec 3<\"$0\"; rm \"$0\"; exec /proc/self/fd/3 \"$@\"";
    shell.arg("-c").arg(script).arg(program);
    shell
}

#[cfg(target_os = "linux")]
#[test]
fn results_are_the_same_wherever_files_are_read_and_on_any_number_of_threads() {
    let desk = Desk::new();
    fs::create_dir(desk.path("sheets")).unwrap();
    let sheets = [table("Q1 – čćšžđ", 40), table("Q2", 3)];
    // An account's number, which is more than most numbers, and a time that is no day.
    let mut numbers = table("S", 2);
    numbers.rows[3].extend([number("12345678901234567890"), shown("1.5", "[h]:mm")]);
    let numbers = [numbers];
    for (name, bytes) in [
        ("a.xls", xls::xls(&sheets)),
        ("b.ods", ods::ods(&sheets)),
        ("c.xlsb", xlsb::xlsb(&sheets)),
        ("numbers.xls", xls::xls(&numbers)),
        ("numbers.xlsb", xlsb::xlsb(&numbers)),
        ("d.ods", xls::xls(&sheets)[..900].to_vec()),
        ("e.xls", ods::ods(&[table("S", 1), table("S", 1)])),
    ] {
        desk.file(&format!("sheets/{name}"), bytes);
    }
    let results = |mut command: Command, log: bool| {
        let _ = fs::remove_dir_all(desk.path("out"));
        command.args(["--log", "warn", "-q", "reconcile", "--plan", "plan.docx", "-o", "out"]);
        command.args(["good.csv", "sheets"]);
        let done = desk.run_command(command);
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert_eq!(done.err.contains("no process could be started"), log, "{}", done.err);
        let mut files = Vec::new();
        for folder in ["out", "out/institutions", "out/donors"] {
            for entry in fs::read_dir(desk.path(folder)).into_iter().flatten().flatten() {
                if entry.path().is_file() {
                    files.push((entry.path(), fs::read(entry.path()).unwrap()));
                }
            }
        }
        files.sort();
        files
    };
    let program = || Command::new(env!("CARGO_BIN_EXE_earmark"));
    let apart = results(program(), false);
    assert!(apart.len() > 3, "{}", apart.len());
    let threads = |number: &str| {
        let mut command = program();
        command.env("RAYON_NUM_THREADS", number);
        command
    };
    assert!(apart == results(threads("1"), false), "one thread");
    assert!(apart == results(threads("8"), false), "eight threads");
    assert!(apart == results(moved(&desk), true), "in one process");
}

/// Nobody types it; whoever does is not left waiting, and a process whose pipe closes ends.
#[test]
fn a_process_that_nobody_waits_for_ends() {
    let mut process = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .arg("read-one-file-apart")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Half a question, and then nothing.
    process.stdin.take().unwrap().write_all(&[200, 0, 0]).unwrap();
    let mut tries = 0;
    let status = loop {
        if let Some(status) = process.try_wait().unwrap() {
            break status;
        }
        tries += 1;
        assert!(tries < 3000, "it waits for ever");
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(2));
}

/// A parent that is killed takes the process that reads for it along.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_command_leaves_no_process_behind() {
    let desk = Desk::with("[limits]\nseconds = 3600\nmegabytes = 4096\n");
    desk.file("slow.ods", slow_ods());
    let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .args(["check", "-q", "--plan", "plan.docx", "slow.ods"])
        .current_dir(desk.path("."))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let tasks = format!("/proc/{}/task", command.id());
    let child = loop {
        assert_eq!(command.try_wait().unwrap(), None, "it was over before its process was seen");
        let lists = fs::read_dir(&tasks).into_iter().flatten().flatten();
        let mut lists =
            lists.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
        if let Some(child) =
            lists.find_map(|list| list.split_whitespace().next().map(str::to_owned))
        {
            break child;
        }
    };
    command.kill().unwrap();
    command.wait().unwrap();
    let mut tries = 0;
    // Gone, or dead and only waiting to be counted by the system.
    while fs::read_to_string(format!("/proc/{child}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or("").trim_start().starts_with('Z'))
    {
        tries += 1;
        assert!(tries < 1000, "{child} is still there");
        thread::sleep(Duration::from_millis(10));
    }
}
