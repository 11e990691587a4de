//! OLE compound files: the container of xls. In: bytes. Out: streams of the root folder, each read
//! within the file's own size. calamine follows chains of sectors without end and takes the first
//! stream called Workbook, even one of an embedded object; so the workbook is taken out here and
//! handed over in a container of our own, whose chains are straight.

use std::collections::BTreeSet;

use super::Stop;

/// The first bytes of every compound file.
pub(super) const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

const LAST_SECTOR: u32 = 0xffff_fffa;
const END_OF_CHAIN: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
const FAT_SECTOR: u32 = 0xffff_fffd;
const SMALL: usize = 64;

struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

/// An opened container.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    small_fat: Vec<u32>,
    small: Vec<u8>,
    cutoff: u64,
    /// Streams and folders directly below the root.
    root: Vec<Entry>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn damaged() -> Stop {
    Stop::broken("the list of what it holds cannot be read; it may be cut off")
}

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Stop> {
        Self::open_whole(bytes).ok_or_else(damaged)
    }

    fn open_whole(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut compound = Compound {
            bytes,
            sector,
            fat: Vec::new(),
            small_fat: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(u32_at(bytes, 56)?),
            root: Vec::new(),
        };
        compound.fat = compound.read_fat()?;
        let directory = compound.chain(u32_at(bytes, 48)?, bytes.len() as u64)?;
        let entries: Vec<Entry> =
            directory.as_chunks::<128>().0.iter().filter_map(Entry::read).collect();
        let root = entries.first()?;
        if u32_at(bytes, 64)? > 0 {
            compound.small = compound.chain(root.start, root.size)?;
            let list = compound.chain(u32_at(bytes, 60)?, bytes.len() as u64)?;
            compound.small_fat = numbers(&list);
        }
        compound.root = below_root(entries);
        Some(compound)
    }

    /// Whether the root folder holds something of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.root.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream of the root folder.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, Stop> {
        let entry = self
            .root
            .iter()
            .find(|entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name))
            .ok_or_else(damaged)?;
        let content = if entry.size < self.cutoff && !self.small_fat.is_empty() {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        };
        content.ok_or_else(damaged)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let from = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let to = from.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|sector| !sector.is_empty())
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn read_fat(&self) -> Option<Vec<u32>> {
        let mut lists = numbers(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let mut met = BTreeSet::new();
        while next < LAST_SECTOR {
            if !met.insert(next) {
                return None;
            }
            lists.extend(numbers(self.sector(next)?));
            next = lists.pop()?;
        }
        lists.retain(|id| *id < LAST_SECTOR);
        if lists.len() > self.sectors() {
            return None;
        }
        let mut fat = Vec::new();
        for id in lists {
            fat.extend(numbers(self.sector(id)?));
        }
        Some(fat)
    }

    /// A chain of sectors, at most `size` bytes of it; none where it runs in a circle or out of the file.
    fn chain(&self, start: u32, size: u64) -> Option<Vec<u8>> {
        let size = usize::try_from(size).ok()?.min(self.bytes.len());
        let mut content = Vec::new();
        let mut id = start;
        let mut steps = 0;
        while id != END_OF_CHAIN && content.len() < size {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            content.extend_from_slice(self.sector(id)?);
            id = *self.fat.get(id as usize)?;
        }
        content.truncate(size);
        Some(content)
    }

    fn small_chain(&self, start: u32, size: u64) -> Option<Vec<u8>> {
        let size = usize::try_from(size).ok()?.min(self.small.len());
        let mut content = Vec::new();
        let mut id = start;
        let mut steps = 0;
        while id != END_OF_CHAIN && content.len() < size {
            steps += 1;
            if steps > self.small.len() / SMALL + 1 {
                return None;
            }
            let from = (id as usize).checked_mul(SMALL)?;
            let to = from.checked_add(SMALL)?.min(self.small.len());
            content.extend_from_slice(self.small.get(from..to)?);
            id = *self.small_fat.get(id as usize)?;
        }
        content.truncate(size);
        Some(content)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect()
}

impl Entry {
    fn read(entry: &[u8; 128]) -> Option<Entry> {
        let units: Vec<u16> = (0..32).filter_map(|unit| u16_at(entry, unit * 2)).collect();
        let name = units.split(|unit| *unit == 0).next().map(String::from_utf16_lossy)?;
        Some(Entry {
            name,
            kind: *entry.get(66)?,
            left: u32_at(entry, 68)?,
            right: u32_at(entry, 72)?,
            child: u32_at(entry, 76)?,
            start: u32_at(entry, 116)?,
            // The upper half is left undefined by some writers of version 3.
            size: u64::from(u32_at(entry, 120)?),
        })
    }
}

/// The entries directly below the root. Where its tree is broken, those that were reached.
fn below_root(entries: Vec<Entry>) -> Vec<Entry> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<u32> = entries.first().map(|root| root.child).into_iter().collect();
    while let Some(id) = waiting.pop() {
        if let Some(entry) = entries.get(id as usize)
            && reached.insert(id as usize)
        {
            waiting.extend([entry.left, entry.right]);
        }
    }
    let numbered = entries.into_iter().enumerate();
    numbered.filter(|(id, _)| reached.contains(id)).map(|(_, entry)| entry).collect()
}

/// A container that holds one stream called Workbook and nothing else.
pub(super) fn container_of(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    const PER_SECTOR: usize = SECTOR / 4;
    // A stream below 4096 bytes would belong into the small sectors: it is padded instead.
    let sectors = stream.len().div_ceil(SECTOR).max(1);
    let size = stream.len().max(SECTOR) as u32;
    // Sectors: directory, stream, then the table itself.
    let mut tables = 1;
    while (1 + sectors + tables) > tables * PER_SECTOR {
        tables += 1;
    }
    let mut header = vec![0u8; SECTOR];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(room) = header.get_mut(at..at + bytes.len()) {
            room.copy_from_slice(bytes);
        }
    };
    put(0, SIGNATURE);
    put(24, &[0x3e, 0, 4, 0, 0xfe, 0xff, 12, 0, 6, 0]);
    put(40, &1u32.to_le_bytes());
    put(44, &(tables as u32).to_le_bytes());
    put(48, &0u32.to_le_bytes());
    put(56, &4096u32.to_le_bytes());
    put(60, &END_OF_CHAIN.to_le_bytes());
    put(68, &END_OF_CHAIN.to_le_bytes());
    for slot in 0..109 {
        let id = if slot < tables { (1 + sectors + slot) as u32 } else { FREE };
        put(76 + slot * 4, &id.to_le_bytes());
    }
    let mut file = header;
    file.extend(entry("Root Entry", 5, 1, 0, 0));
    file.extend(entry("Workbook", 2, FREE, 1, size));
    file.resize(2 * SECTOR, 0);
    file.extend_from_slice(stream);
    file.resize((2 + sectors) * SECTOR, 0);
    let mut fat = vec![END_OF_CHAIN];
    fat.extend((2..=sectors as u32).chain([END_OF_CHAIN]));
    fat.extend(std::iter::repeat_n(FAT_SECTOR, tables));
    fat.resize(tables * PER_SECTOR, FREE);
    file.extend(fat.iter().flat_map(|id| id.to_le_bytes()));
    file
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for id in [FREE, FREE, child] {
        entry.extend(id.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::from(size).to_le_bytes());
    entry
}
