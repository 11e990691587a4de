//! How far a long job is. In: steps. Out: a bar on standard error, only on a terminal and only once
//! the job takes longer than a person waits without wondering.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::Duration;

use earmark::job::Step;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::speech::say;

const PATIENCE: Duration = Duration::from_millis(700);

/// A bar for each step, one after the other.
pub struct Progress {
    wanted: bool,
    bar: Mutex<Option<(Step, ProgressBar)>>,
}

impl Progress {
    /// Shown on a terminal, unless the person wants none.
    pub fn new(quiet: bool) -> Self {
        Progress { wanted: !quiet && io::stderr().is_terminal(), bar: Mutex::new(None) }
    }

    /// Told by the job.
    pub fn step(&self, step: Step, done: usize, of: usize) {
        if !self.wanted {
            return;
        }
        let Ok(mut bar) = self.bar.lock() else { return };
        if bar.as_ref().is_none_or(|(shown, _)| *shown != step) {
            let new = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            let word = match step {
                Step::Reading => "reading files",
                Step::Writing => "writing workbooks",
            };
            if let Ok(style) = ProgressStyle::with_template("  {msg} {wide_bar} {pos} of {len}") {
                new.set_style(style);
            }
            new.set_message(say(word));
            if let Some((_, old)) = bar.replace((step, new)) {
                old.finish_and_clear();
            }
        }
        let Some((_, bar)) = bar.as_ref() else { return };
        if bar.is_hidden() && bar.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_length(of as u64);
        bar.set_position(done as u64);
        if done >= of {
            bar.finish_and_clear();
        }
    }
}
