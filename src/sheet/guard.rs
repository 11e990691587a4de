//! Faults of a reader that panics stay inside one file. In: a piece of reading. Out: its result, or
//! that it panicked. Never touches the process-wide hook: the command asks `panic_is_caught` there.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread would be caught and become a finding. A panic hook that asks this
/// can stay silent.
#[must_use]
pub fn panic_is_caught() -> bool {
    CAUGHT.get()
}

/// Runs a piece of reading; none if it panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = CAUGHT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(before);
    result.ok()
}
