//! The fields of an object that stands in the JSON a million times: what a serializer asks of each name and
//! value costs more than the rest of it. In: names and values in order. Out: their text, as serde_json writes
//! it.

use serde::Serialize;

use crate::write::WriteError;

/// An object that is being written.
pub(super) struct Fields<'o> {
    out: &'o mut Vec<u8>,
    /// What stands before the next name.
    before: &'static str,
}

impl<'o> Fields<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        Fields { out, before: "{\"" }
    }

    fn name(&mut self, name: &'static str) {
        for part in [self.before, name, "\":"] {
            self.out.extend_from_slice(part.as_bytes());
        }
        self.before = ",\"";
    }

    /// Signs or a word of the program, in which nothing needs to be said in another way.
    pub(super) fn signs(&mut self, name: &'static str, signs: Option<&str>) {
        self.name(name);
        match signs {
            Some(signs) => quoted(signs, self.out),
            None => self.out.extend_from_slice(b"null"),
        }
    }

    /// A text of an input.
    pub(super) fn text(
        &mut self,
        name: &'static str,
        text: Option<&str>,
    ) -> Result<(), WriteError> {
        let needs_none = |text: &str| {
            // Without a stop on the way many bytes are looked at together.
            let needs = |byte| byte < b' ' || matches!(byte, b'"' | b'\\');
            !text.bytes().fold(false, |any, byte| any | needs(byte))
        };
        match text {
            Some(text) if !needs_none(text) => self.value(name, text),
            plain => {
                self.signs(name, plain);
                Ok(())
            }
        }
    }

    /// Any other value.
    pub(super) fn value<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), WriteError> {
        self.name(name);
        serde_json::to_writer(&mut *self.out, value).map_err(|error| WriteError(error.to_string()))
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }
}

fn quoted(signs: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(signs.as_bytes());
    out.push(b'"');
}
