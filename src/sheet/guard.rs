//! Faults of a reader stay inside one file. In: a piece of reading; the bytes of a file. Out: its
//! result, or that it panicked; whether a process of its own is the better place to read the file
//! in, since an abort or an endless loop cannot be caught. Never touches the process-wide hook: the
//! command asks `panic_is_caught` there.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::compound::SIGNATURE;
use super::package;

/// A file of at most this size costs little, whatever a reader that streams finds in it.
pub(super) const MODEST: u64 = 32 << 20;

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

/// Whether a file is better read in a process of its own, with limits on memory and time: the formats
/// that are read at once and in full (xls, ods, xlsb, web pages and other markup), and whatever is
/// large. Looks at the first bytes and at a package's list of parts only.
#[must_use]
pub fn better_apart(bytes: &[u8]) -> bool {
    // Marks of an encoding, and the zeros between the letters of UTF-16.
    let before_text =
        |byte: &u8| byte.is_ascii_whitespace() || b"\0\xef\xbb\xbf\xff\xfe".contains(byte);
    bytes.len() as u64 > MODEST
        || bytes.starts_with(SIGNATURE)
        || bytes.iter().find(|byte| !before_text(byte)).is_some_and(|byte| *byte == b'<')
        || bytes.get(..13).is_some_and(|start| start.eq_ignore_ascii_case(b"mime-version:"))
        || bytes.starts_with(b"PK") && !package::is_modest(bytes)
}
