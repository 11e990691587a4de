//! Files that may bring their reader down are read in a process of its own: the same program, told
//! so by one argument. In: the bytes of a file. Out: its grids and findings, or a finding that says
//! which limit it broke. Never waits longer than the limit, never leaves a process behind.
//!
//! - `child`: what that process does
//! - `wire`: what the two say to each other

mod child;
mod wire;

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use earmark::NamedBytes;
use earmark::config::{Limits, Settings};
use earmark::diagnostic::{Code, Finding, safe};
use earmark::language::Said;
use earmark::model::Place;
use earmark::sheet::{self, SheetFile};
use earmark::vocabulary::Vocabulary;

use super::configuration::Typed;
use super::memory;
pub use child::{is_wanted, run};
use wire::Answer;

/// As many at the same time, so that all their memory together stays within what a computer has.
const AT_ONCE: usize = 4;
/// As much of what a process says in its end is looked at.
const LAST_WORDS: u64 = 4096;

/// Reads files, each where it does least harm.
pub struct Apart {
    program: io::Result<PathBuf>,
    typed: Option<Typed>,
    running: Mutex<usize>,
    ended: Condvar,
}

/// Why a process gave no answer.
enum Failure<'a> {
    /// There was none, so the file is still to be read.
    NotStarted(io::Error, Input<'a>),
    TooSlow,
    TooMuchMemory,
    Died,
}

impl Apart {
    /// With the configuration as it was typed: the process reads it again.
    pub fn new(typed: Option<Typed>) -> Self {
        let program = std::env::current_exe();
        Apart { program, typed, running: Mutex::new(0), ended: Condvar::new() }
    }

    /// Reads one file, as [`sheet::read_file`] does. Its bytes are given up once the process has them.
    pub fn read(
        &self,
        input: Cow<'_, NamedBytes>,
        settings: &Settings,
        vocabulary: &Vocabulary,
    ) -> (Option<SheetFile>, Vec<Finding>) {
        let limits = &settings.limits;
        let here = |input: &NamedBytes| sheet::read_file(input, limits, vocabulary);
        if input.bytes.len() as u64 > limits.file_bytes || !sheet::better_apart(&input.bytes) {
            return here(&input);
        }
        let place = Place::of_file(&input.name.as_str().into());
        let effect = "nothing from this file is counted";
        let finding = match self.ask(input, limits) {
            Ok(Answer { file, findings }) => return (file, findings),
            Err(Failure::NotStarted(error, input)) => {
                tracing::warn!(
                    file = %safe(&input.name),
                    %error,
                    "no process could be started to read this file in; it is read without limits on time and memory"
                );
                return here(&input);
            }
            Err(Failure::TooSlow) => {
                let limit = Said::new("{count} seconds").with("count", limits.seconds);
                let what = "the time that reading this file takes";
                sheet::over_limit(place, what, limit, Some("seconds"), effect)
            }
            Err(Failure::TooMuchMemory) => {
                let limit = Said::new("{megabytes} MB of memory")
                    .with_data("megabytes", limits.memory_bytes >> 20);
                let what = "the memory that reading this file takes";
                sheet::over_limit(place, what, limit, Some("megabytes"), effect)
            }
            Err(Failure::Died) => Finding::new(Code::FileBroken, place)
                .detail("problem", "its content brings the program that reads it to a stop"),
        };
        (None, vec![finding])
    }

    fn ask<'a>(&self, input: Cow<'a, NamedBytes>, limits: &Limits) -> Result<Answer, Failure<'a>> {
        let input = Arc::new(input);
        let program = match &self.program {
            Ok(program) => program,
            Err(error) => return Err(Failure::NotStarted(error.kind().into(), input)),
        };
        let _turn = self.turn();
        let started = Command::new(program)
            .arg(child::ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut process = match started {
            Ok(process) => process,
            Err(error) => return Err(Failure::NotStarted(error, input)),
        };
        let (stdin, stdout, stderr) =
            (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (answer, held, last_words) = thread::scope(|scope| {
            let (tell, events) = mpsc::channel();
            let (asked, told) = (Arc::clone(&input), tell.clone());
            // The pipe stays open until there is an answer: to the process its end is the end of us.
            let asking = scope.spawn(move || {
                let mut stdin = stdin?;
                let _ = wire::ask(&mut stdin, &asked, limits, self.typed.as_ref());
                let _ = told.send(Event::Asked(asked));
                Some(stdin)
            });
            scope.spawn(move || {
                let answer = stdout.map(|mut stdout| {
                    wire::greeted(&mut stdout)?;
                    let _ = tell.send(Event::Greeted);
                    Ok(wire::answer(&mut stdout, limits.memory_bytes))
                });
                let _ = tell.send(Event::Answered(answer.unwrap_or(Ok(Ok(None)))));
            });
            let listening = scope
                .spawn(move || stderr.map(|stderr| up_to(stderr, LAST_WORDS)).unwrap_or_default());
            let (answer, held) = wait(&events, limits, input);
            // It has answered, or it never will in time.
            let _ = process.kill();
            let _ = process.wait();
            drop(asking.join());
            (answer, held, listening.join().unwrap_or_default())
        });
        match (answer, held) {
            (None, _) => Err(Failure::TooSlow),
            (Some(Err(another)), Some(input)) => Err(Failure::NotStarted(another, input)),
            (Some(Ok(Ok(Some(answer)))), _) => Ok(answer),
            (Some(Ok(Err(wire::TooMuch))), _) => Err(Failure::TooMuchMemory),
            (Some(Ok(Ok(None))), _) if said_out_of_memory(&last_words) => {
                Err(Failure::TooMuchMemory)
            }
            (Some(Ok(Ok(None)) | Err(_)), _) => Err(Failure::Died),
        }
    }

    /// Waits until one more may run.
    fn turn(&self) -> Turn<'_> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = self
            .ended
            .wait_while(running, |running| *running >= AT_ONCE)
            .unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        Turn(self)
    }
}

/// A file that is to be read.
type Input<'a> = Arc<Cow<'a, NamedBytes>>;

/// What is answered, or why it is not: another program answered, or its answer takes too much.
type Answered = io::Result<Result<Option<Answer>, wire::TooMuch>>;

/// What happens while a process reads a file.
enum Event<'a> {
    /// It was given all of the file.
    Asked(Input<'a>),
    /// It is this program.
    Greeted,
    Answered(Answered),
}

/// Waits for the answer, none where it does not come in time; and the file, where nobody began to read it.
/// Its bytes are given up as soon as the process has them, and by the thread that took them in: given up by
/// another one, they would stay in memory for as long as the system has enough of it.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a process may take is measured from here; no result says it"
)]
fn wait<'a>(
    events: &mpsc::Receiver<Event<'a>>,
    limits: &Limits,
    input: Input<'a>,
) -> (Option<Answered>, Option<Input<'a>>) {
    let limit = Duration::from_secs(limits.seconds);
    let begun = Instant::now();
    let mut held = Some(input);
    loop {
        match events.recv_timeout(limit.saturating_sub(begun.elapsed())) {
            Ok(Event::Asked(input)) => drop(input),
            Ok(Event::Greeted) => held = None,
            Ok(Event::Answered(answer)) => return (Some(answer), held),
            Err(_) => return (None, held),
        }
    }
}

/// Whether the last words of a process are those of one that was refused memory.
fn said_out_of_memory(last_words: &[u8]) -> bool {
    String::from_utf8_lossy(last_words).contains(memory::REFUSED)
}

/// One that runs.
struct Turn<'a>(&'a Apart);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.ended.notify_one();
    }
}

/// What a pipe gives, up to one byte more than it may.
fn up_to(pipe: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A pipe that breaks has given what it had.
    let _ = pipe.take(most.saturating_add(1)).read_to_end(&mut bytes);
    bytes
}
