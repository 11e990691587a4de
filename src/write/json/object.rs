//! The outermost object of the JSON, written value by value. In: names and values in order. Out: text in
//! which each item of a list stands on a line of its own: a third shorter than with a line for each of
//! its values, and still a line for each difference. Holds one value at a time, and of a list only some
//! items.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::parallel;
use crate::write::WriteError;

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
        let mut formatter = PrettyFormatter::new();
        // As it stands within the object.
        formatter.begin_object(&mut io::sink())?;
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut *self.out);
        let mut serializer = Serializer::with_formatter(&mut buffered, formatter);
        value.serialize(&mut serializer).map_err(not_written)?;
        Ok(buffered.flush()?)
    }

    /// A list by its name, each item made when it is written.
    pub(super) fn list<T: Serialize>(
        &mut self,
        name: &str,
        count: usize,
        item: impl Fn(usize) -> Option<T> + Sync,
    ) -> Result<(), WriteError> {
        self.list_put(name, count, |index, text| {
            serde_json::to_writer(text, &item(index)).map_err(not_written)
        })
    }

    /// The same of items that are put behind a text.
    pub(super) fn list_put(
        &mut self,
        name: &str,
        count: usize,
        put: impl Fn(usize, &mut Vec<u8>) -> Result<(), WriteError> + Sync,
    ) -> Result<(), WriteError> {
        self.name(name)?;
        let segment = |number: u32| -> Result<_, WriteError> {
            let first = number as usize * SEGMENT;
            let items = first..count.min(first + SEGMENT);
            let mut text = Vec::with_capacity(items.len() * 768);
            for index in items {
                text.extend_from_slice(if index == 0 { b"[\n    " } else { b",\n    " });
                put(index, &mut text)?;
            }
            Ok(text)
        };
        let segments = u32::try_from(count.div_ceil(SEGMENT)).unwrap_or(u32::MAX);
        parallel::segments(segments, segment, |text| Ok(self.out.write_all(&text)?))?;
        Ok(self.out.write_all(if count == 0 { b"[]" } else { b"\n  ]" })?)
    }

    /// The same of items each of which may be very long, since it names all its entries: none of them is held
    /// as text.
    pub(super) fn list_of_long<T: Serialize>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
    ) -> Result<(), WriteError> {
        self.name(name)?;
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut *self.out);
        let mut before = "[";
        for item in items {
            write!(buffered, "{before}\n    ")?;
            serde_json::to_writer(&mut buffered, &item).map_err(not_written)?;
            before = ",";
        }
        buffered.write_all(if before == "[" { b"[]" } else { b"\n  ]" })?;
        Ok(buffered.flush()?)
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

fn not_written(error: serde_json::Error) -> WriteError {
    WriteError(error.to_string())
}
