//! A part of a package, looked at piece by piece. In: a stream. Out: what comes next of it, never more than
//! one piece.

use std::io::Read;

/// As much is looked at together. What is larger than this, and still one cell or text, is out of the ordinary.
const WINDOW: usize = 128 << 10;

/// What comes next.
#[derive(Default)]
pub(in crate::sheet) struct Window {
    bytes: Vec<u8>,
    passed: usize,
}

impl Window {
    /// What has not been passed yet.
    pub(in crate::sheet) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.passed..).unwrap_or_default()
    }

    pub(in crate::sheet) fn pass(&mut self, bytes: usize) {
        self.passed += bytes;
    }

    /// Reads on; nothing where there is no more, or no room.
    pub(in crate::sheet) fn fill(&mut self, part: &mut impl Read) -> Option<()> {
        self.bytes.drain(..self.passed.min(self.bytes.len()));
        self.passed = 0;
        let room = WINDOW.checked_sub(self.bytes.len()).filter(|room| *room > 0)?;
        let more = part.take(room as u64).read_to_end(&mut self.bytes).ok()?;
        (more > 0).then_some(())
    }
}
