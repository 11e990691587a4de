//! Zip packages (xlsx, xlsb, ods, docx): what is checked before anything in them is read. In: bytes.
//! Out: parts, each within a bound. The zip crate holds each part to its declared size, so that the
//! declared sizes can be summed; a repeated name is refused, as two readers would see two files.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Stop;
use super::guard::MODEST;
use crate::config::Limits;
use crate::language::Said;

/// Shared strings cost 3.4 times their size in memory.
const MOST_STRINGS: u64 = 384 << 20;
/// Styles cost 30 times their size in memory; the largest seen in a real file has 21 MB.
const MOST_STYLES: u64 = 32 << 20;
/// Below this size how well a part is packed tells nothing.
const SUSPICIOUS_FROM: u64 = 48 << 20;
/// Real sheets pack 10 to 40 times; a bomb about 1,000 times.
const BEST_RATIO: u64 = 250;
/// More parts than any workbook has.
const MOST_PARTS: usize = 100_000;

/// Whether the package unpacks to little, and its format is one that is streamed.
pub(super) fn is_modest(bytes: &[u8]) -> bool {
    // The list of parts of a very large archive may claim any number of them, and room is made for
    // as many before it is read.
    let tail = bytes.get(bytes.len().saturating_sub(66 << 10)..).unwrap_or(bytes);
    if tail.windows(4).any(|four| four == b"PK\x06\x07") {
        return false;
    }
    // What is no archive is refused at once wherever it is read.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return true };
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(index) else { return true };
        let Ok(name) = part.name() else { return false };
        let name = name.to_ascii_lowercase();
        if name.ends_with("content.xml") || name.ends_with("workbook.bin") {
            return false;
        }
        total = total.saturating_add(part.size());
    }
    total <= MODEST
}

/// Whether a part's stored name is this path, as Excel compares them.
pub(super) fn is_at(stored: &str, path: &str) -> bool {
    stored.replace('\\', "/").eq_ignore_ascii_case(path)
}

/// An opened package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names and sizes of all parts.
    parts: Vec<(String, u64)>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Stop> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Stop::broken("its list of parts cannot be read; it may be cut off"))?;
        if archive.has_duplicate_names() {
            return Err(Stop::broken("two parts inside the file have the same name"));
        }
        if archive.len() > MOST_PARTS {
            let limit = Said::new("{count} parts").with("count", MOST_PARTS);
            return Err(Stop::too_large("the number of parts inside the file", limit, None));
        }
        let mut seen = BTreeSet::new();
        let mut parts = Vec::new();
        let mut total: u64 = 0;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(Stop::technical)?;
            let stored = part.name().map_err(Stop::technical)?.into_owned();
            let name = stored.replace('\\', "/").to_lowercase();
            let (size, packed) = (part.size(), part.compressed_size());
            if part.encrypted() {
                return Err(Stop::Encrypted);
            }
            total = total.saturating_add(size);
            let most = if name.ends_with("sharedstrings.xml") || name.ends_with("sharedstrings.bin")
            {
                MOST_STRINGS
            } else if name.ends_with("styles.xml") || name.ends_with("styles.bin") {
                MOST_STYLES
            } else {
                limits.unzipped_bytes
            };
            let is_bomb = size > SUSPICIOUS_FROM && size / BEST_RATIO > packed;
            if size > most || is_bomb {
                let most = if is_bomb { SUSPICIOUS_FROM } else { most };
                let limit =
                    Said::new("{megabytes} MB for such a part").with_data("megabytes", most >> 20);
                let key = (most == limits.unzipped_bytes).then_some("unzipped-megabytes");
                let what = Said::new("the part {part}, unpacked,").with_data("part", name);
                return Err(Stop::too_large(what, limit, key));
            }
            if !seen.insert(name) {
                return Err(Stop::broken("two parts inside the file have the same name"));
            }
            parts.push((stored, size));
        }
        if total > limits.unzipped_bytes {
            let limit = Said::new("{megabytes} MB unpacked")
                .with_data("megabytes", limits.unzipped_bytes >> 20);
            let key = Some("unzipped-megabytes");
            return Err(Stop::too_large("the content of the file", limit, key));
        }
        Ok(Package { archive, parts })
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part as a stream; its name is compared as Excel does, without regard to case.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<BufReader<impl Read + '_>>, Stop> {
        let stored = if self.has(name) {
            Some(name.to_owned())
        } else {
            self.names().find(|known| is_at(known, name)).map(str::to_owned)
        };
        let Some(stored) = stored else { return Ok(None) };
        match self.archive.by_name(&stored) {
            Ok(part) => Ok(Some(BufReader::new(part))),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(error) => Err(Stop::technical(error)),
        }
    }

    /// How large a part says it is, unpacked; the zip crate holds it to that.
    pub(super) fn size(&self, name: &str) -> u64 {
        self.parts.iter().find(|(known, _)| known == name).map_or(0, |(_, size)| *size)
    }

    /// A small part as text, at most so many bytes of it; empty where there is none.
    pub(super) fn text(&mut self, name: &str, most: u64) -> Result<String, Stop> {
        let bytes = self.bytes(name, most)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The same, as bytes.
    pub(super) fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        if let Some(part) = self.part(name)? {
            part.take(most).read_to_end(&mut bytes).map_err(Stop::technical)?;
        }
        Ok(bytes)
    }
}
