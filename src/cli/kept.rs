//! Sheets that stay on the disk until they are read, so that a thousand of them are not in memory at once. In:
//! names and paths. Out: any of them with its bytes, as often as asked. Never one that is another than before.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use earmark::NamedBytes;
use earmark::job::Refusal;
use earmark::model::SourceFile;

use super::problem::Problem;

/// Sheets by their names.
pub struct Kept {
    paths: BTreeMap<String, PathBuf>,
    /// So many bytes of each are read.
    most: u64,
    /// What each was when it was read first.
    met: Mutex<BTreeMap<String, SourceFile>>,
}

impl Kept {
    /// Those of some names and paths. One that may not be read stops the command before it begins.
    pub fn of(named: impl Iterator<Item = (String, PathBuf)>, most: u64) -> Result<Self, Problem> {
        let paths: BTreeMap<String, PathBuf> = named.collect();
        for path in paths.values() {
            File::open(path).map_err(|error| Problem::io("read", path, &error))?;
        }
        Ok(Kept { paths, most, met: Mutex::default() })
    }

    /// A sheet with its bytes.
    pub fn fetch<'a>(&self, sheet: &NamedBytes) -> io::Result<Cow<'a, NamedBytes>> {
        let path = self.paths.get(&sheet.name).ok_or(io::ErrorKind::NotFound)?;
        let sheet = NamedBytes { name: sheet.name.clone(), bytes: read_at_most(path, self.most)? };
        let now = SourceFile::new(&sheet.name, &sheet.bytes);
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        match met.get(&sheet.name) {
            Some(before) if *before != now => return Err(io::ErrorKind::InvalidData.into()),
            Some(_) => {}
            None => drop(met.insert(sheet.name.clone(), now)),
        }
        Ok(Cow::Owned(sheet))
    }

    /// Why a job cannot go on; of a sheet by its path.
    pub fn problem(&self, refusal: Refusal) -> Problem {
        match refusal {
            Refusal::NotFetched(name, kind, words) => {
                let path = self.paths.get(&name).map(|path| path.display().to_string());
                Refusal::NotFetched(path.unwrap_or(name), kind, words).into()
            }
            other => other.into(),
        }
    }
}

/// A file, or as much of it. A buffer that only grows would keep up to twice the room as long as the run
/// lasts.
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let expected = file.metadata().map_or(0, |of_file| of_file.len().min(most));
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
