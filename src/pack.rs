//! Model packs: one little-endian file of named sections, read in place.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0..6 | magic `hamisi` |
//! | 6..8 | format version, 2 |
//! | 8..24 | the stage's name, ASCII, zero-padded |
//! | 24..28 | model version |
//! | 28..32 | number of sections |
//! | 32..40 | checksum of all bytes from 40 on |
//! | 40.. | a table: per section an ASCII name of 8 bytes, zero-padded, its start from the file's and its length, 4 bytes each |
//! | then | the sections, in the table's order, each at a multiple of 8 |
//!
//! The checksum is FNV-1a over 64-bit words rather than bytes, and begins with the number of bytes: packs are checked by code that a
//! browser has not optimised yet, where a step a byte would take most of the start.

use crate::Error;
use std::borrow::Cow;

const MAGIC: &[u8; 6] = b"hamisi";
const FORMAT: u16 = 2;
const HEADER: usize = 40;
const ENTRY: usize = 16;

/// A checked pack: a stage's model or tables.
#[derive(Clone, Debug)]
pub struct Pack {
    bytes: Cow<'static, [u8]>,
    stage: String,
    version: u32,
    sections: Vec<([u8; 8], usize, usize)>,
}

impl Pack {
    /// Checks `bytes` and remembers where its sections lie; nothing is copied.
    ///
    /// # Errors
    /// When the magic, format version, checksum or section table is not right.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        let bytes = bytes.into();
        if bytes.get(..6) != Some(MAGIC.as_slice()) {
            return Err(Error::pack("not a hamisi pack: it does not begin with \"hamisi\""));
        }
        let format = bytes.get(6..8).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes);
        if format != FORMAT {
            return Err(Error::pack(format!("pack format {format} is not {FORMAT}, the one this version reads")));
        }
        let truncated = || Error::pack("the pack is cut short");
        let stage: String = bytes
            .get(8..24)
            .ok_or_else(truncated)?
            .iter()
            .take_while(|&&byte| byte != 0)
            .map(|&byte| char::from(byte))
            .collect();
        let version = u32_at(&bytes, 24).ok_or_else(truncated)?;
        let count = u32_at(&bytes, 28).ok_or_else(truncated)? as usize;
        let expected =
            bytes.get(32..40).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes).ok_or_else(truncated)?;
        let body = bytes.get(HEADER..).ok_or_else(truncated)?;
        if checksum(body) != expected {
            return Err(Error::pack(format!("the {stage} pack is damaged: its checksum does not match")));
        }
        let mut sections = Vec::new();
        for entry in body.chunks_exact(ENTRY).take(count) {
            let name: [u8; 8] = entry.get(..8).and_then(|b| b.try_into().ok()).ok_or_else(truncated)?;
            let start = u32_at(entry, 8).ok_or_else(truncated)? as usize;
            let length = u32_at(entry, 12).ok_or_else(truncated)? as usize;
            let end = start.checked_add(length).filter(|&end| end <= bytes.len()).ok_or_else(truncated)?;
            sections.push((name, start, end));
        }
        if sections.len() != count {
            return Err(truncated());
        }
        Ok(Self { bytes, stage, version, sections })
    }

    /// The stage the pack serves, for example `locale`.
    #[must_use]
    pub fn stage(&self) -> &str {
        &self.stage
    }

    /// The model's version, as its README tells it.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The names of the sections, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|(name, _, _)| {
            let name = name.utf8_chunks().next().map_or("", |chunk| chunk.valid());
            name.trim_end_matches('\0')
        })
    }

    /// The bytes of the section called `name`.
    ///
    /// # Errors
    /// When the pack has no such section.
    pub fn section(&self, name: &str) -> Result<&[u8], Error> {
        self.sections
            .iter()
            .find(|(found, _, _)| padded::<8>(name) == *found)
            .and_then(|&(_, start, end)| self.bytes.get(start..end))
            .ok_or_else(|| Error::pack(format!("the {} pack has no section {name}", self.stage)))
    }
}

/// The bytes of a pack with `sections` in the given order; the same input gives the same bytes.
///
/// # Errors
/// When a name is longer than 16 (stage) or 8 (section) bytes, or a pack would pass 4 GiB.
pub fn write(stage: &str, version: u32, sections: &[(&str, &[u8])]) -> Result<Vec<u8>, Error> {
    if stage.len() > 16 || sections.iter().any(|(name, _)| name.len() > 8) {
        return Err(Error::pack("a stage's name has at most 16 bytes, a section's 8"));
    }
    let too_large = |_| Error::pack("a pack has at most 4 GiB");
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let first = (HEADER + ENTRY * sections.len()).next_multiple_of(8);
    for (name, bytes) in sections {
        table.extend(padded::<8>(name));
        table.extend(u32::try_from(first + data.len()).map_err(too_large)?.to_le_bytes());
        table.extend(u32::try_from(bytes.len()).map_err(too_large)?.to_le_bytes());
        data.extend_from_slice(bytes);
        data.resize(data.len().next_multiple_of(8), 0);
    }
    table.resize(first - HEADER, 0);
    table.append(&mut data);
    let mut pack = Vec::with_capacity(HEADER + table.len());
    pack.extend(MAGIC);
    pack.extend(FORMAT.to_le_bytes());
    pack.extend(padded::<16>(stage));
    pack.extend(version.to_le_bytes());
    pack.extend(u32::try_from(sections.len()).map_err(too_large)?.to_le_bytes());
    pack.extend(checksum(&table).to_le_bytes());
    pack.append(&mut table);
    Ok(pack)
}

/// The little-endian number at byte `at`, if the bytes reach so far.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn padded<const N: usize>(name: &str) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
    bytes
}

/// The checksum of a pack whose bytes from the 40th on are these.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let last = rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    let words = words.iter().map(|&word| u64::from_le_bytes(word)).chain([last]);
    words.fold(0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64, |hash, word| {
        let hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
        // What the product leaves in the upper half alone comes down.
        hash ^ (hash >> 32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_was_written() {
        let bytes = write("locale", 7, &[("one", b"abc"), ("two", b"")]).unwrap();
        let pack = Pack::new(bytes).unwrap();
        assert_eq!((pack.stage(), pack.version()), ("locale", 7));
        assert_eq!(pack.names().collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(pack.section("one").unwrap(), b"abc");
        assert_eq!(pack.section("two").unwrap(), b"");
        assert!(pack.section("three").unwrap_err().is_pack());
    }

    #[test]
    fn refuses_damage_anywhere() {
        let bytes = write("locale", 7, &[("one", b"abc")]).unwrap();
        for cut in 0..bytes.len() {
            assert!(Pack::new(bytes[..cut].to_vec()).is_err(), "cut at {cut}");
        }
        for at in (0..bytes.len()).filter(|at| !(8..28).contains(at)) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            assert!(Pack::new(damaged).is_err(), "byte {at}");
        }
    }
}
