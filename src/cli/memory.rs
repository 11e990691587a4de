//! Memory that is limited from within, on every system alike. In: a limit. Out: nothing; a thread looks how
//! much of the computer's memory the process has, and ends it where that is more: soon after, so that a file
//! at the very limit may be read one time and not the next. To count every piece as it is asked for would cost
//! every thread time, since all of them would wait for one counter.

use std::io::{self, Write};
use std::process;
use std::thread;
use std::time::Duration;

use earmark::language::Said;
use memory_stats::memory_stats;
use mimalloc::MiMalloc;

use super::CANNOT_RUN;
use super::interrupt;
use super::problem::Problem;
use super::screen::Screen;
use super::speech::say;

// A run asks for millions of small pieces on several threads: with the system's own it takes a seventh longer.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// So often it is looked: a process fills no more than a few megabytes in between.
const LOOK: Duration = Duration::from_millis(5);

/// What a program in Rust says when the system refuses it memory. One that takes more than it may says so too.
pub const REFUSED: &str = "memory allocation of";

/// From now on this process has so many bytes; where it holds more it ends, and says that it was refused them.
pub fn limit(bytes: u64) {
    // Where it cannot be watched, the run that started it cannot either, and has said so.
    watch(bytes, move || {
        // The one who started it listens, or nobody does.
        let _ = writeln!(io::stderr(), "{REFUSED} more than {bytes} bytes");
        process::exit(CANNOT_RUN.into());
    });
}

/// From now on the run ends with a message where it holds more than so many bytes, and nothing is
/// written. The processes that read single files have a limit of their own.
pub fn hold_to(bytes: u64) {
    let is_watched = watch(bytes, move || {
        interrupt::end(CANNOT_RUN, || too_much(bytes).print(&mut Screen::stderr()));
    });
    if !is_watched {
        let what =
            "the system does not tell how much memory the run takes, so no limit on it is held";
        Screen::stderr().line(&say(Said::new(what)));
    }
}

/// Does something once this process holds more than so many bytes; says whether that can be known.
fn watch(bytes: u64, then: impl FnOnce() + Send + 'static) -> bool {
    let most = usize::try_from(bytes).unwrap_or(usize::MAX);
    let is_over = move || memory_stats().is_some_and(|held| held.physical_mem > most);
    let look = move || {
        while !is_over() {
            thread::sleep(LOOK);
        }
        then();
    };
    memory_stats().is_some() && thread::Builder::new().name("memory".to_owned()).spawn(look).is_ok()
}

fn too_much(bytes: u64) -> Problem {
    let what = "the run takes more than {megabytes} MB of memory, so nothing was written";
    Problem::new(
        Said::new(what).with_data("megabytes", bytes >> 20),
        "where the computer has more, raise total-megabytes under [limits] in earmark.toml; or \
         reconcile fewer sheets at once",
    )
}
