//! Which files a command reads, and under which names. In: paths as typed. Out: named bytes, sheets that are
//! read when their turn comes, and findings for what was left aside. Never writes, never follows a folder
//! twice.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::diagnostic::{Code, Finding};
use earmark::model::Place;
use earmark::sheet::is_table_name;

use super::kept::{Kept, read_at_most};
use super::names;
use super::nearest;
use super::problem::Problem;

/// What is typed on the command line.
#[derive(Default)]
pub struct Wanted<'a> {
    pub plan: Option<&'a Path>,
    pub funding: Option<&'a Path>,
    pub decisions: Option<&'a Path>,
    pub previous: Option<&'a Path>,
    pub config: Option<&'a Path>,
    pub sheets: &'a [PathBuf],
}

/// What was found on the disk; nothing is read yet.
#[derive(Default)]
pub struct Found {
    plan: Option<PathBuf>,
    funding: Option<PathBuf>,
    decisions: Option<PathBuf>,
    previous: Option<PathBuf>,
    sheets: Vec<PathBuf>,
    // Left aside, and why.
    aside: Vec<(PathBuf, Code)>,
    /// Everything that is read, and every folder that was looked through, in their canonical form.
    pub guarded: Vec<PathBuf>,
}

/// The bytes of all inputs; of sheets only the names.
pub struct Inputs {
    pub plan: Option<NamedBytes>,
    pub funding: Option<NamedBytes>,
    pub decisions: Option<NamedBytes>,
    pub previous: Option<NamedBytes>,
    pub sheets: Vec<NamedBytes>,
    /// Where the bytes of the sheets are.
    pub kept: Kept,
    pub findings: Vec<Finding>,
}

/// Finds all files, looking through folders.
pub fn find(wanted: &Wanted<'_>) -> Result<Found, Problem> {
    let mut found = Found::default();
    let mut special = BTreeSet::new();
    for (path, slot) in [
        (wanted.plan, Some(&mut found.plan)),
        (wanted.funding, Some(&mut found.funding)),
        (wanted.decisions, Some(&mut found.decisions)),
        (wanted.previous, Some(&mut found.previous)),
        (wanted.config, None),
    ] {
        let Some(path) = path else { continue };
        let real = existing(path)?;
        if real.is_dir() {
            return Err(Problem::new(
                format!("{} is a folder, and a file is needed here", path.display()),
                nearest::inside(path, "give one file in it"),
            ));
        }
        special.insert(real.clone());
        found.guarded.push(real);
        if let Some(slot) = slot {
            *slot = Some(path.to_owned());
        }
    }
    let mut seen = special;
    for input in wanted.sheets {
        let real = existing(input)?;
        found.guarded.push(real.clone());
        if real.is_dir() {
            look_through(input, &mut seen, &mut found)?;
        } else if seen.insert(real) {
            found.take(input.clone(), true);
        }
    }
    if !wanted.sheets.is_empty() && found.sheets.is_empty() {
        return Err(nothing(wanted, &found));
    }
    Ok(found)
}

/// The path in its canonical form; it has to be there.
fn existing(path: &Path) -> Result<PathBuf, Problem> {
    let real = fs::canonicalize(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => nearest::missing(path),
        _ => Problem::io("open", path, &error),
    })?;
    let kind = fs::metadata(&real).map_err(|error| Problem::io("open", path, &error))?;
    if kind.is_file() || kind.is_dir() {
        return Ok(real);
    }
    Err(Problem::new(
        format!("{} is neither a file nor a folder", path.display()),
        "save its content as a file first",
    ))
}

fn look_through(
    folder: &Path,
    seen: &mut BTreeSet<PathBuf>,
    found: &mut Found,
) -> Result<(), Problem> {
    let unreadable = |error: io::Error| Problem::io("look into", folder, &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    for path in entries {
        // A link that leads nowhere holds nothing.
        let Ok(real) = fs::canonicalize(&path) else { continue };
        if !seen.insert(real.clone()) {
            continue;
        }
        if real.is_dir() {
            if !is_hidden(&path) {
                look_through(&path, seen, found)?;
            }
        } else if real.is_file() {
            found.take(path, false);
        }
    }
    Ok(())
}

impl Found {
    fn take(&mut self, path: PathBuf, named: bool) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let lock = name.starts_with("~$") || name.starts_with(".~lock.");
        match () {
            () if lock => self.aside.push((path, Code::LockFile)),
            () if named => self.sheets.push(path),
            // The system's own files (.DS_Store) are nobody's sheets; a hidden sheet is worth a word.
            () if is_hidden(&path) && !is_table(&path) => {}
            () if is_hidden(&path) => self.aside.push((path, Code::FileSkipped)),
            () if is_table(&path) || is_container(&path) => self.sheets.push(path),
            () => self.aside.push((path, Code::FileSkipped)),
        }
    }

    /// Reads everything but the sheets, which are read one by one; names are short, and no two are the
    /// same. One byte more than a file may have is enough to refuse it.
    pub fn read(self, largest: u64) -> Result<Inputs, Problem> {
        let most = largest.saturating_add(1);
        let special = [&self.plan, &self.funding, &self.decisions, &self.previous];
        let mut paths: Vec<PathBuf> = special.iter().filter_map(|path| (*path).clone()).collect();
        let given = paths.len();
        paths.extend(self.sheets.iter().cloned());
        paths.extend(self.aside.iter().map(|(path, _)| path.clone()));
        let names = names::distinguishing(&paths);
        let read = |index: usize| -> Result<NamedBytes, Problem> {
            let path = &paths[index];
            let bytes =
                read_at_most(path, most).map_err(|error| Problem::io("read", path, &error))?;
            Ok(NamedBytes { name: names[index].clone(), bytes })
        };
        let mut next = 0;
        let mut one = |path: &Option<PathBuf>| {
            let index = path.as_ref().map(|_| next);
            next += usize::from(path.is_some());
            index.map(read).transpose()
        };
        let (plan, funding) = (one(&self.plan)?, one(&self.funding)?);
        let (decisions, previous) = (one(&self.decisions)?, one(&self.previous)?);
        let behind = given + self.sheets.len();
        let named = names[given..behind].iter().cloned().zip(self.sheets);
        let kept = Kept::of(named.clone(), most)?;
        let sheets = named.map(|(name, _)| NamedBytes { name, bytes: Vec::new() }).collect();
        let findings = self
            .aside
            .iter()
            .zip(&names[behind..])
            .map(|((_, code), name)| Finding::new(*code, Place::of_file(&name.as_str().into())))
            .collect();
        Ok(Inputs { plan, funding, decisions, previous, sheets, kept, findings })
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_table(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_table_name(&name.to_string_lossy()))
}

/// By its first bytes: what workbooks are packed in, and what may hold some.
fn is_container(path: &Path) -> bool {
    let mut first = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && (first == *b"PK\x03\x04" || first == [0xd0, 0xcf, 0x11, 0xe0])
}

fn nothing(wanted: &Wanted<'_>, found: &Found) -> Problem {
    let given = wanted.sheets.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    let aside = match found.aside.as_slice() {
        [] => String::new(),
        [(path, Code::LockFile), ..] => format!(
            "; {} only marks a workbook that is open in Excel or LibreOffice",
            path.display()
        ),
        [(path, _), ..] => format!("; {} is no sheet", path.display()),
    };
    let special = [
        (wanted.plan, "plan"),
        (wanted.funding, "register"),
        (wanted.decisions, "file of decisions"),
        (wanted.previous, "earlier result"),
        (wanted.config, "configuration"),
    ];
    for (path, what) in special {
        let same = |input: &PathBuf| {
            path.is_some_and(|path| fs::canonicalize(path).ok() == fs::canonicalize(input).ok())
        };
        if let Some(input) = wanted.sheets.iter().find(|input| same(input)) {
            return Problem::new(
                format!("{} is given as the {what}, and no other sheet is named", input.display()),
                "name the expenditure sheets too, or the folder that holds them",
            );
        }
    }
    Problem::new(
        format!("there are no expenditure sheets in {}{aside}", given.join(", ")),
        "put the sheets there (xlsx, xls, ods, csv, docx or txt), or name the folder that holds them",
    )
}
