//! The outermost object of the JSON, written value by value. In: names and values in order. Out: the same
//! text that the whole would give at once. Holds one value at a time, and of a list only some items.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::write::{WriteError, segments};

/// So many items of a list are made and handed on at once.
const SEGMENT: usize = 512;

/// An object that is being written.
pub(super) struct Object<'o> {
    out: &'o mut (dyn Write + Send),
    /// What stands before the next name.
    before: &'static str,
}

impl<'o> Object<'o> {
    pub(super) fn begin(out: &'o mut (dyn Write + Send)) -> Result<Self, WriteError> {
        out.write_all(b"{")?;
        Ok(Object { out, before: "" })
    }

    /// A value by its name.
    pub(super) fn value<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), WriteError> {
        self.name(name)?;
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut *self.out);
        write(value, 1, &mut buffered)?;
        Ok(buffered.flush()?)
    }

    /// A list by its name, each item made when it is written.
    pub(super) fn list<T: Serialize>(
        &mut self,
        name: &str,
        count: usize,
        item: impl Fn(usize) -> Option<T> + Sync,
    ) -> Result<(), WriteError> {
        self.name(name)?;
        let segment = |number: u32| {
            let first = number as usize * SEGMENT;
            let mut text = Vec::new();
            for index in first..count.min(first + SEGMENT) {
                text.extend_from_slice(if index == 0 { b"[\n    " } else { b",\n    " });
                write(&item(index), 2, &mut text)?;
            }
            Ok(text)
        };
        let segments = u32::try_from(count.div_ceil(SEGMENT)).unwrap_or(u32::MAX);
        segments::in_order(segments, segment, |text| Ok(self.out.write_all(&text)?))?;
        Ok(self.out.write_all(if count == 0 { b"[]" } else { b"\n  ]" })?)
    }

    fn name(&mut self, name: &str) -> Result<(), WriteError> {
        write!(self.out, "{}\n  \"{name}\": ", self.before)?;
        self.before = ",";
        Ok(())
    }

    pub(super) fn end(self) -> Result<(), WriteError> {
        Ok(self.out.write_all(b"\n}\n")?)
    }
}

/// A value as it stands within so many others.
fn write<T: Serialize + ?Sized>(
    value: &T,
    within: usize,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    let lines = Lines { within, empty: true };
    let mut serializer = Serializer::with_formatter(out, lines);
    value.serialize(&mut serializer).map_err(|error| WriteError(error.to_string()))
}

/// Each value on a line of its own, indented. The library's own formatter writes the same, each space of
/// millions of lines by itself.
struct Lines {
    within: usize,
    /// Nothing stands in the innermost list or object yet.
    empty: bool,
}

/// What stands before a value: a comma, a new line and the indentation.
const BEFORE: &[u8; 26] = b",\n                        ";

impl Lines {
    fn open(&mut self, mark: &[u8], out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        self.within += 1;
        self.empty = true;
        out.write_all(mark)
    }

    fn close(&mut self, mark: &[u8], out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        self.within = self.within.saturating_sub(1);
        if !std::mem::take(&mut self.empty) {
            self.line(true, out)?;
        }
        out.write_all(mark)
    }

    /// Begins a line, where it is the `first` of its list without a comma.
    fn line(&mut self, first: bool, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        self.empty = false;
        let whole = BEFORE.len().min(2 + self.within * 2);
        out.write_all(BEFORE.get(usize::from(first)..whole).unwrap_or_default())?;
        (BEFORE.len() / 2..=self.within).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(b"[", out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(b"]", out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(first, out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(b"{", out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(b"}", out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(first, out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}
