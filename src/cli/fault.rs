//! When earmark itself is at fault. In: a panic. Out: a plain sentence and what to report. A panic
//! that the library catches (a broken file) stays silent.

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use earmark::language::Said;

use super::screen::Screen;
use super::speech::say;

/// What to say when something is our own fault.
pub fn apology(screen: &mut Screen) {
    screen.line(&format!(
        "  {}",
        say("This is a fault of earmark itself, not of your files. Nothing was written, no input was changed.")
    ));
    for (index, line) in [
        "please report it with the message above, the command as you typed it, what",
        "`earmark --version` prints and, where you may share it, the file it happened with.",
    ]
    .into_iter()
    .enumerate()
    {
        let label = say("remedy:");
        let width = label.chars().count();
        let label = if index == 0 { label.as_str() } else { "" };
        screen.line(&format!("  {label:<width$} {}", say(line)));
    }
}

static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs the command; a panic that nobody caught becomes a message and the exit code 2.
pub fn guarded(run: impl FnOnce() -> ExitCode) -> ExitCode {
    // The hook only remembers: whether a panic is caught on the way is not known yet.
    panic::set_hook(Box::new(|info| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
    }));
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let what = LAST.lock().unwrap_or_else(PoisonError::into_inner).replace('\n', " ");
        let mut screen = Screen::stderr();
        let what = Said::new("internal fault: {what}").with_data("what", what);
        screen.error(&earmark::diagnostic::safe(&say(what)));
        apology(&mut screen);
        ExitCode::from(2)
    })
}
