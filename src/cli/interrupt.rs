//! A run that is interrupted leaves nothing half written. In: the folder that results are written into
//! before they are put in their place. Out: on Ctrl-C (or when the system ends the program) that folder is
//! gone and the exit code is 130; likewise where the run may go on no more. What was there before stays
//! as it was.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What a program that was interrupted says, by custom.
const INTERRUPTED: u8 = 130;

/// What has to go.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on an interruption clears up before it ends the program.
pub fn clear_up() {
    // Where the system takes no handler, the next run clears up.
    let _ = ctrlc::set_handler(|| end(INTERRUPTED, || ()));
}

/// Ends the program, whatever it is about, with nothing half written; `last_words` come before that.
pub fn end(code: u8, last_words: impl FnOnce()) -> ! {
    // Kept to the end: nobody begins a file, or puts results in their place, any more.
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for folder in unfinished.iter() {
        let _ = std::fs::remove_dir_all(folder);
    }
    last_words();
    std::process::exit(code.into());
}

/// A folder that goes where the run is interrupted, until this is dropped.
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// From the moment it is made: an interruption comes before or after that.
    pub fn folder<F: AsRef<Path>>(make: impl FnOnce() -> io::Result<F>) -> io::Result<(Self, F)> {
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = make()?;
        let path = folder.as_ref().to_owned();
        unfinished.push(path.clone());
        Ok((Unfinished(path), folder))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        unfinished.retain(|folder| *folder != self.0);
    }
}

/// Does something that is not to be interrupted halfway; an interruption comes before or after it.
pub fn uninterrupted<T>(work: impl FnOnce() -> T) -> T {
    let _wait = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    work()
}
