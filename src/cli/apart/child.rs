//! The process that reads one file. In: a question on standard input. Out: the answer on standard
//! output. It ends by itself when it takes too long, and when nobody waits for it any more.

use std::cell::OnceCell;
use std::io::{self, BufWriter, IsTerminal, Read};
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

use earmark::config::Settings;
use earmark::sheet;
use earmark::vocabulary::Vocabulary;

use super::wire::{self, Answer, Reply};
use crate::cli::CANNOT_RUN;
use crate::cli::memory;

/// The argument that makes the program read one file; no person types it.
pub const ARGUMENT: &str = "read-one-file-apart";
/// So much longer than its limit it waits for the one who asked to end it.
const GRACE: Duration = Duration::from_secs(5);

/// Whether this process was started to read one file.
pub fn is_wanted() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    arguments.next().is_some_and(|first| first == ARGUMENT)
        && arguments.next().is_none()
        && !io::stdin().is_terminal()
}

/// Reads one file.
pub fn run() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(CANNOT_RUN),
    }
}

fn answer() -> io::Result<()> {
    let mut reply = Reply::new(BufWriter::new(io::stdout()))?;
    let (question, input) = wire::question(&mut io::stdin().lock(), |question| {
        memory::limit(question.memory_bytes);
        let limit = Duration::from_secs(question.seconds) + GRACE;
        thread::spawn(move || {
            thread::sleep(limit);
            process::exit(CANNOT_RUN.into());
        });
    })?;
    thread::spawn(end_with_the_other);
    let (settings, _) = match &question.typed {
        Some(typed) => Settings::read(&typed.name, &typed.text),
        None => (Settings::default(), Vec::new()),
    };
    // Made for a text alone: a process for each of many small workbooks has no use for it.
    let made = OnceCell::new();
    let vocabulary = || {
        let words = Vocabulary::new(&settings.words).map_err(io::Error::other)?;
        Ok::<_, io::Error>(made.get_or_init(|| words))
    };
    let (file, findings) = sheet::read_file_with(&input, &settings.limits, vocabulary, &mut reply)?;
    reply.end(Answer { file, findings })
}

/// Nothing more is said on standard input; its end means that nobody waits for the answer.
fn end_with_the_other() {
    let _ = io::stdin().lock().read(&mut [0]);
    process::exit(CANNOT_RUN.into());
}
