//! Standard output and standard error. In: lines. Out: lines, coloured only where a person looks at
//! a terminal. A reader that goes away (`| head`) ends the printing and nothing else.

use std::io::{self, IsTerminal, Write};

use earmark::diagnostic::Severity;

use super::speech::say;

/// One of the two streams.
pub struct Screen {
    stream: Box<dyn Write>,
    colours: bool,
    closed: bool,
}

impl Screen {
    /// Standard output.
    pub fn stdout() -> Self {
        Screen::on(Box::new(io::BufWriter::new(io::stdout())), io::stdout().is_terminal())
    }

    /// Standard error.
    pub fn stderr() -> Self {
        Screen::on(Box::new(io::stderr()), io::stderr().is_terminal())
    }

    fn on(stream: Box<dyn Write>, terminal: bool) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Screen { stream, colours: terminal && !plain, closed: false }
    }

    /// Bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        if !self.closed {
            self.closed = self.stream.write_all(bytes).is_err();
        }
    }

    /// A line.
    pub fn line(&mut self, text: &str) {
        self.raw(text.as_bytes());
        self.raw(b"\n");
    }

    /// A line that stands out.
    pub fn heading(&mut self, text: &str) {
        let text = self.paint(text, "1");
        self.line(&text);
    }

    /// "error: …".
    pub fn error(&mut self, text: &str) {
        let word = self.paint(&format!("{}:", say("error")), "1;31");
        self.line(&format!("{word} {text}"));
    }

    /// A rendered finding; its first word in the colour of its severity.
    pub fn finding(&mut self, rendered: &str, severity: Severity) {
        match rendered.split_once(':') {
            Some((word, rest)) => {
                let word = self.paint(word, colour(severity));
                self.line(&format!("{word}:{rest}"));
            }
            None => self.line(rendered),
        }
    }

    /// The text in a colour, where colours are shown.
    pub fn paint(&self, text: &str, colour: &str) -> String {
        if self.colours { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if !self.closed {
            let _ = self.stream.flush();
        }
    }
}

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "1;36",
    }
}
