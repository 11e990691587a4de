//! Memory that can be limited from within, on every system alike. In: a limit. Out: nothing; a process
//! of its own that asks for more is refused, and ends. The whole run is watched instead, so that it can
//! still say what was wrong and clear up.

use std::thread;
use std::time::Duration;

use cap::Cap;
use earmark::language::Said;
use mimalloc::MiMalloc;

use super::interrupt;
use super::problem::Problem;
use super::screen::Screen;

// A run asks for millions of small pieces on several threads: with the system's own it takes a seventh longer.
#[global_allocator]
static MEMORY: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

/// So often the run looks how much it has: what comes in between is little.
const LOOK: Duration = Duration::from_millis(20);

/// From now on this process has so many bytes.
pub fn limit(bytes: u64) {
    // Fails only where more than that is in use already: then the next request fails.
    let _ = MEMORY.set_limit(usize::try_from(bytes).unwrap_or(usize::MAX));
}

/// From now on the run ends with a message where it holds more than so many bytes, and nothing is
/// written. The processes that read single files have a limit of their own.
pub fn hold_to(bytes: u64) {
    let most = usize::try_from(bytes).unwrap_or(usize::MAX);
    let watch = move || {
        while MEMORY.allocated() <= most {
            thread::sleep(LOOK);
        }
        interrupt::end(super::CANNOT_RUN, || too_much(bytes).print(&mut Screen::stderr()));
    };
    // Where no thread can be started, the system's own limits remain.
    let _ = thread::Builder::new().name("memory".to_owned()).spawn(watch);
}

fn too_much(bytes: u64) -> Problem {
    let what = "the run takes more than {megabytes} MB of memory, so nothing was written";
    Problem::new(
        Said::new(what).with_data("megabytes", bytes >> 20),
        "where the computer has more, raise total-megabytes under [limits] in earmark.toml; or \
         reconcile fewer sheets at once",
    )
}
