//! Memory that can be limited from within, on every system alike. In: a limit. Out: nothing; whoever
//! asks for more is refused, and the process ends. Without a limit it only counts.

use std::alloc::System;

use cap::Cap;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// From now on this process has so many bytes.
pub fn limit(bytes: u64) {
    // Fails only where more than that is in use already: then the next request fails.
    let _ = MEMORY.set_limit(usize::try_from(bytes).unwrap_or(usize::MAX));
}
