//! Where the files of a job go. In: files, written while they are made. Out: each wherever the one who
//! asked for it wants it. The library itself keeps nothing of them and opens nothing.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::Refusal;
use crate::NamedBytes;
use crate::write::WriteError;

/// Writes the content of one file.
pub type Fill<'a> = &'a mut dyn FnMut(&mut (dyn Write + Send)) -> io::Result<()>;

/// Takes the files of a job, several at once.
pub trait Sink: Sync {
    /// Takes a file: its name is its path below the output folder, with `/`; `fill` writes its content,
    /// once and from the first byte to the last.
    ///
    /// # Errors
    /// Where it cannot be kept, or `fill` fails.
    fn put(&self, name: &str, fill: Fill<'_>) -> io::Result<()>;
}

/// Keeps all files in memory.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for InMemory {
    fn put(&self, name: &str, fill: Fill<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        fill(&mut bytes)?;
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(name.to_owned(), bytes);
        Ok(())
    }
}

impl InMemory {
    /// The files in the order of some names.
    pub(super) fn in_order<'a>(self, names: impl Iterator<Item = &'a String>) -> Vec<NamedBytes> {
        let mut files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let file =
            |name: &String| Some(NamedBytes { name: name.clone(), bytes: files.remove(name)? });
        names.filter_map(file).collect()
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Puts a file into a sink.
pub(super) fn put(
    sink: &dyn Sink,
    name: String,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), WriteError>,
) -> Result<Written, Refusal> {
    let mut sha256 = String::new();
    let mut ours: Option<WriteError> = None;
    let mut write = Some(write);
    let put = sink.put(&name, &mut |out| {
        let mut hashed = Hashed { out, hash: Sha256::new(), failed: None };
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut hashed);
        let twice = || Err(WriteError("a file is written once".to_owned()));
        let written = write.take().map_or_else(twice, |write| write(&mut buffered));
        let flushed = buffered.flush();
        drop(buffered);
        match (hashed.failed.take(), written) {
            (Some(failed), _) => return Err(failed),
            (None, Err(error)) => {
                ours = Some(error);
                return Err(io::Error::other("a file could not be made"));
            }
            (None, Ok(())) => flushed?,
        }
        sha256 = hashed.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(())
    });
    match (ours, put) {
        (Some(error), _) => Err(Refusal::Write(error)),
        (None, Err(error)) => Err(Refusal::NotKept(error.kind(), error.to_string())),
        (None, Ok(())) => Ok(Written { name, sha256 }),
    }
}

/// Takes the hash of what passes, and keeps what went wrong: those who write only pass on its words.
struct Hashed<'a> {
    out: &'a mut (dyn Write + Send),
    hash: Sha256,
    failed: Option<io::Error>,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.out.write(bytes) {
            Ok(taken) => {
                self.hash.update(bytes.get(..taken).unwrap_or_default());
                Ok(taken)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let same = io::Error::new(error.kind(), error.to_string());
                self.failed.get_or_insert(error);
                Err(same)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
