//! Whether a folder holds results of an earlier run and nothing else. In: a folder. Out: a refusal
//! that names what is in the way. Never deletes anything.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;
use std::time::{Duration, SystemTime};

use earmark::model::SourceFile;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::problem::Problem;
use earmark::language::Said;

const SCHEMA: &str = "\"earmark/reconciliation/1\"";
const WORKBOOK: &str = "reconciliation.xlsx";
const JSON: &str = "reconciliation.json";
/// How the decisions begin in it: no text holds the end of a line, so this is no part of one.
const DECISIONS: &[u8] = b"  \"decisions\": ";
const SUMS: &str = "checksums.txt";
/// The files at the top of a folder of results.
const OWN: [&str; 6] = [WORKBOOK, JSON, "summary.html", "lines.csv", "entries.csv", SUMS];
/// What file managers leave behind.
const HARMLESS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];
/// Where nothing else tells: all files of one run are written within moments; one that is younger was
/// changed by somebody.
const SAME_RUN: Duration = Duration::from_secs(120);

/// Lets a folder be replaced only where everything in it is earmark's own and unchanged.
pub fn check(folder: &Path, shown: &Path) -> Result<(), Problem> {
    let refuse = |what: String| {
        Err(Problem::new(
            format!("the folder {} {what}", shown.display()),
            "choose an empty or a new folder with -o, or move that file away",
        ))
    };
    let json = folder.join(JSON);
    let Some(written) = written_by_us(&json) else {
        return refuse(match foreign(folder) {
            Some(name) => format!("holds files that earmark did not write, such as {name}"),
            None => "holds no results of earmark".to_owned(),
        });
    };
    let sums = Checksums::read(folder);
    let mut folders = vec![(folder.to_owned(), true)];
    while let Some((at, top)) = folders.pop() {
        let entries = fs::read_dir(&at).map_err(|error| Problem::io("look into", &at, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| Problem::io("look into", &at, &error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Ok(kind) = fs::symlink_metadata(&path) else { continue };
            let known = match (top, kind.is_dir()) {
                (true, true) => name == "institutions" || name == "donors",
                (true, false) => OWN.contains(&name.as_str()),
                (false, directory) => {
                    let donors = at.file_name().is_some_and(|folder| folder == "donors");
                    !directory && (name.ends_with(".xlsx") || donors && name.ends_with("-iati.csv"))
                }
            };
            if name.starts_with("~$") || name.starts_with(".~lock.") {
                return Err(Problem::new(
                    format!("a workbook in {} is open: {name}", shown.display()),
                    "close it in Excel or LibreOffice, then run again",
                ));
            }
            if HARMLESS.contains(&name.as_str()) {
                continue;
            }
            if !known || kind.is_symlink() {
                return refuse(format!("holds a file that earmark did not write: {name}"));
            }
            if kind.is_dir() {
                folders.push((path, false));
                continue;
            }
            let changed = match &sums {
                Some(sums) => sums.differ(folder, &path)?,
                None => kind.modified().is_ok_and(|changed| changed > written + SAME_RUN),
            };
            if changed && top && name == WORKBOOK {
                return Err(filled_in(shown));
            }
            if changed {
                return refuse(format!("holds a file that was changed by hand: {name}"));
            }
        }
    }
    Ok(())
}

fn filled_in(shown: &Path) -> Problem {
    let workbook = shown.join(WORKBOOK);
    Problem::new(
        format!(
            "the folder {} holds a workbook that was changed by hand: {WORKBOOK}; it may hold decisions",
            shown.display()
        ),
        format!(
            "choose a new folder with -o, and give {} with --decisions; or move that file away first",
            workbook.display()
        ),
    )
}

/// Refuses to replace results that hold decisions by results without any.
pub fn keep_decisions(folder: &Path) -> Result<(), Problem> {
    let count = decisions_in(&folder.join(JSON)).unwrap_or(0);
    if count == 0 {
        return Ok(());
    }
    let (shown, workbook) = (folder.display(), folder.join(WORKBOOK));
    let decisions = Said::new("{count} decisions").with("count", count);
    Err(Problem::new(
        Said::new("the results in {path} hold {decisions}, and this run is given none")
            .with_data("path", &shown)
            .with("decisions", decisions),
        format!(
            "choose a new folder with -o and give {} with --decisions; or move the folder away, where \
             what was decided is to be forgotten",
            workbook.display()
        ),
    ))
}

/// How many decisions the JSON of an earlier run holds; none where it cannot be read.
fn decisions_in(json: &Path) -> Option<usize> {
    #[derive(Deserialize)]
    struct Earlier {
        #[serde(default)]
        decisions: Vec<IgnoredAny>,
    }
    // Read as it comes: nobody wants the whole of it in memory.
    let mut text = BufReader::with_capacity(1 << 16, File::open(json).ok()?);
    let decisions: Vec<IgnoredAny> = if pass_up_to(&mut text, DECISIONS).ok()? {
        Deserialize::deserialize(&mut serde_json::Deserializer::from_reader(text)).ok()?
    } else {
        // Somebody saved it in another form.
        text.rewind().ok()?;
        serde_json::from_reader::<_, Earlier>(text).ok()?.decisions
    };
    Some(decisions.len())
}

/// Passes all lines up to one that begins like this, and its beginning. With a million entries that takes a
/// tenth of the time that reading them takes.
fn pass_up_to(text: &mut impl BufRead, begins: &[u8]) -> io::Result<bool> {
    let mut line = Vec::with_capacity(begins.len());
    loop {
        line.clear();
        let read = text.by_ref().take(begins.len() as u64).read_until(b'\n', &mut line)?;
        if line == begins {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        if !line.ends_with(b"\n") {
            text.skip_until(b'\n')?;
        }
    }
}

/// What earmark wrote, by its own list.
struct Checksums(BTreeMap<String, String>);

impl Checksums {
    /// None where the results have no list, as those of earlier versions.
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(SUMS)).ok()?;
        let line = |line: &str| {
            let (sum, name) = line.split_once("  ")?;
            Some((name.to_owned(), sum.to_owned()))
        };
        Some(Checksums(text.lines().filter_map(line).collect()))
    }

    /// Whether a file holds something else than what was written.
    fn differ(&self, folder: &Path, path: &Path) -> Result<bool, Problem> {
        let below = path.strip_prefix(folder).unwrap_or(path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let name = parts.join("/");
        if name == SUMS {
            return Ok(false);
        }
        let sum = File::open(path).and_then(SourceFile::sum_of);
        let sum = sum.map_err(|error| Problem::io("read", path, &error))?;
        Ok(self.0.get(&name) != Some(&sum))
    }
}

/// A file or folder in a folder, the first by name, so that whoever chose the folder sees what it is.
pub fn foreign(folder: &Path) -> Option<String> {
    let names = fs::read_dir(folder).ok()?.flatten();
    names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !HARMLESS.contains(&name.as_str()))
        .min()
}

/// When the JSON of an earlier run was written; none where there is no such file.
fn written_by_us(json: &Path) -> Option<SystemTime> {
    let mut start = Vec::new();
    let file = File::open(json).ok()?;
    let written = file.metadata().and_then(|data| data.modified()).ok()?;
    file.take(4096).read_to_end(&mut start).ok()?;
    String::from_utf8_lossy(&start).contains(SCHEMA).then_some(written)
}
