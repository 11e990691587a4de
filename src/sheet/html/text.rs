//! Text as a browser shows it: white space is one space, breaks are lines. In: pieces of text and
//! breaks. Out: the text of one cell or one paragraph.

/// Text in the making.
#[derive(Default)]
pub(super) struct Shown {
    text: String,
    space: bool,
}

impl Shown {
    pub(super) fn push(&mut self, piece: &str) {
        for character in piece.chars() {
            if character.is_ascii_whitespace() || character.is_control() {
                self.space = true;
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push(character);
        }
    }

    /// A `<br>`.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        self.text.push('\n');
    }

    /// The edge of a paragraph.
    pub(super) fn edge(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    pub(super) fn take(&mut self) -> String {
        self.space = false;
        let text = std::mem::take(&mut self.text);
        text.trim_matches(|c: char| c.is_whitespace()).to_owned()
    }
}
