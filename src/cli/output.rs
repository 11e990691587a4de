//! Results on the disk, whole or not at all. In: files while they are made. Out: a folder or a file. They are
//! written beside their place and renamed into it. Never touches an input, nor what somebody else
//! wrote.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use earmark::NamedBytes;
use earmark::job::{Fill, Sink};

use super::earlier;
use super::interrupt::{self, Unfinished};
use super::problem::Problem;

/// A place for results that was looked at and may be written.
pub struct Target {
    // As typed, for messages.
    shown: PathBuf,
    // Absolute, links resolved.
    path: PathBuf,
    name: OsString,
    parent: PathBuf,
}

/// What may be there already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// Nothing, or results of an earlier reconciliation.
    Results,
}

impl Target {
    /// A folder for results. `guarded` are the inputs, and the folders they were found in.
    pub fn folder(shown: &Path, before: Before, guarded: &[PathBuf]) -> Result<Self, Problem> {
        let target = Target::at(shown, guarded, "folder")?;
        target.recover();
        let Ok(kind) = fs::metadata(&target.path) else {
            return Ok(target);
        };
        if !kind.is_dir() {
            return Err(Problem::new(
                format!("{} is a file, and the results need a folder", shown.display()),
                "give the name of a new folder with -o",
            ));
        }
        let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
        if here.starts_with(&target.path) {
            return Err(Problem::new(
                "the results cannot replace the folder you are working in",
                "give the name of a new folder with -o, such as -o results",
            ));
        }
        let empty = fs::read_dir(&target.path)
            .map_err(|error| Problem::io("look into", shown, &error))?
            .next()
            .is_none();
        if empty {
            return Ok(target);
        }
        if before == Before::Nothing {
            let what = earlier::foreign(&target.path).unwrap_or_default();
            return Err(Problem::new(
                format!(
                    "the folder {} is not empty (it holds {what}), and nothing in it is overwritten",
                    shown.display()
                ),
                "choose an empty or a new folder with -o",
            ));
        }
        earlier::check(&target.path, shown)?;
        Ok(target)
    }

    /// A file that must not exist yet.
    pub fn file(shown: &Path, guarded: &[PathBuf]) -> Result<Self, Problem> {
        let target = Target::at(shown, guarded, "file")?;
        if fs::symlink_metadata(&target.path).is_ok() {
            return Err(Problem::new(
                format!("{} exists already, and it may hold corrections", shown.display()),
                "choose another name with -o, or move that file away first",
            ));
        }
        Ok(target)
    }

    fn at(shown: &Path, guarded: &[PathBuf], kind: &str) -> Result<Self, Problem> {
        let path = resolved(shown).map_err(|error| Problem::io("use", shown, &error))?;
        for input in guarded {
            if path.starts_with(input) {
                return Err(Problem::new(
                    format!("{} is an input, or lies in a folder of inputs", shown.display()),
                    format!(
                        "with -o, choose a {kind} outside {}, so that results are never read as sheets",
                        input.display()
                    ),
                ));
            }
            if kind == "folder" && input.starts_with(&path) {
                return Err(Problem::new(
                    format!("the folder {} holds an input: {}", shown.display(), input.display()),
                    "choose an empty or a new folder with -o, so that no input is replaced",
                ));
            }
        }
        let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else {
            return Err(Problem::new(
                format!("{} cannot take results", shown.display()),
                format!("give the name of a new {kind} with -o"),
            ));
        };
        let (name, parent) = (name.to_owned(), parent.to_owned());
        Ok(Target { shown: shown.to_owned(), path, name, parent })
    }

    /// Where it is, as typed.
    pub fn shown(&self) -> &Path {
        &self.shown
    }

    /// Writes a folder of files and puts it in its place.
    pub fn put_folder(&self, files: &[NamedBytes]) -> Result<(), Problem> {
        let aside = self.aside()?;
        for file in files {
            aside
                .put(&file.name, &mut |out| out.write_all(&file.bytes))
                .map_err(|error| Problem::io("write to", &self.shown, &error))?;
        }
        self.put_aside(aside)
    }

    /// A folder beside the place of the results, to write them into.
    pub fn aside(&self) -> Result<Aside, Problem> {
        let make = || {
            fs::create_dir_all(&self.parent)?;
            // The temporary folder is for its owner only; the one inside has the usual rights.
            let (unfinished, folder) = Unfinished::folder(|| self.temporary("part"))?;
            let new = folder.path().join("new");
            fs::create_dir(&new)?;
            Ok(Aside { _unfinished: unfinished, _folder: folder, new })
        };
        make().map_err(|error| Problem::io("write to", &self.shown, &error))
    }

    /// Puts what was written aside in its place.
    pub fn put_aside(&self, aside: Aside) -> Result<(), Problem> {
        interrupt::uninterrupted(|| self.put_in_place(&aside))
    }

    fn put_in_place(&self, aside: &Aside) -> Result<(), Problem> {
        let failed = |error: &std::io::Error| Problem::io("write to", &self.shown, error);
        let new = &aside.new;
        if fs::symlink_metadata(&self.path).is_err() {
            return fs::rename(new, &self.path).map_err(|error| failed(&error));
        }
        let before = self.temporary("before").map_err(|error| failed(&error))?;
        let old = before.path().join("old");
        fs::rename(&self.path, &old).map_err(|error| failed(&error))?;
        if let Err(error) = fs::rename(new, &self.path) {
            if fs::rename(&old, &self.path).is_err() {
                let kept = before.keep();
                return Err(Problem::new(
                    format!("cannot write to {}: {error}", self.shown.display()),
                    format!("the earlier results are in {}", kept.join("old").display()),
                ));
            }
            return Err(failed(&error));
        }
        Ok(())
    }

    /// What is in a file of the results now.
    pub fn read(&self, name: &str) -> Result<String, Problem> {
        let path = self.path.join(name);
        fs::read_to_string(&path).map_err(|error| Problem::io("read", &path, &error))
    }

    /// Writes one file and puts it in its place.
    pub fn put_file(&self, bytes: &[u8]) -> Result<(), Problem> {
        let failed = |error: std::io::Error| Problem::io("write", &self.shown, &error);
        fs::create_dir_all(&self.parent).map_err(failed)?;
        let (_unfinished, aside) = Unfinished::folder(|| self.temporary("part")).map_err(failed)?;
        let new = aside.path().join("new");
        write_file(File::create_new(&new).map_err(failed)?, &mut |out| out.write_all(bytes))
            .map_err(failed)?;
        fs::rename(&new, &self.path).map_err(failed)
    }

    fn temporary(&self, what: &str) -> std::io::Result<tempfile::TempDir> {
        tempfile::Builder::new().prefix(&self.prefix(what)).tempdir_in(&self.parent)
    }

    fn prefix(&self, what: &str) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        prefix.push(format!(".earmark-{what}-"));
        prefix
    }

    /// Mends what a run left that was stopped by force: earlier results that were moved aside come
    /// back, results that were never finished go.
    fn recover(&self) {
        let Ok(entries) = fs::read_dir(&self.parent) else { return };
        let (part, before) = (self.prefix("part"), self.prefix("before"));
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is =
                |prefix: &OsString| name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes());
            let old = entry.path().join("old");
            if is(&before) && old.is_dir() && fs::symlink_metadata(&self.path).is_err() {
                let _ = fs::rename(&old, &self.path);
            }
            if (is(&part) || is(&before)) && abandoned(&entry.path()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// Whether nobody has touched a temporary folder for an hour: another run may be writing to it.
#[allow(clippy::disallowed_methods, reason = "the clock belongs to the command")]
fn abandoned(path: &Path) -> bool {
    const LONG: std::time::Duration = std::time::Duration::from_secs(3600);
    let changed = fs::metadata(path).and_then(|data| data.modified());
    changed
        .is_ok_and(|at| std::time::SystemTime::now().duration_since(at).is_ok_and(|age| age > LONG))
}

/// A folder beside the place of the results. Dropped, it goes with all that is in it.
pub struct Aside {
    // Declared before the folder: it is forgotten before the folder goes by itself.
    _unfinished: Unfinished,
    _folder: tempfile::TempDir,
    new: PathBuf,
}

impl Sink for Aside {
    fn put(&self, name: &str, fill: Fill<'_>) -> std::io::Result<()> {
        let path = name.split('/').fold(self.new.clone(), |path, part| path.join(part));
        let file = interrupt::uninterrupted(|| {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            File::create_new(&path)
        });
        write_file(file?, fill)
    }
}

fn write_file(mut file: File, fill: Fill<'_>) -> std::io::Result<()> {
    fill(&mut file)?;
    // On the disk before the rename, so that no power cut leaves an empty workbook in its place.
    file.sync_all()
}

/// Absolute, with links resolved as far as the path exists.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut at = whole.as_path();
    loop {
        match fs::canonicalize(at) {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, part| path.join(part))),
            Err(error) => match (at.file_name(), at.parent()) {
                (Some(name), Some(parent)) => {
                    missing.push(name.to_owned());
                    at = parent;
                }
                _ => return Err(error),
            },
        }
    }
}
