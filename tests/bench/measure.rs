//! What a process costs. In: a program and its arguments. Out: time of the clock and of the processors,
//! and the most memory it held at once.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// What a process cost.
pub struct Cost {
    /// Seconds of the clock.
    pub wall: f64,
    /// Seconds of all processors together.
    pub processors: f64,
    /// Megabytes at most.
    pub peak: u64,
}

/// Runs a program to its end; it has to succeed.
pub fn cost_of(program: &Path, arguments: impl IntoIterator<Item = OsString>) -> Cost {
    let began = Instant::now();
    let mut command = Command::new(program);
    let mut child = command.args(arguments).stdout(Stdio::null()).spawn().expect("it starts");
    let used = child.wait4().expect("it ends");
    let wall = began.elapsed().as_secs_f64();
    assert!(used.status.success(), "{} failed", program.display());
    Cost {
        wall,
        processors: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak: used.rusage.maxrss / (1024 * 1024),
    }
}
