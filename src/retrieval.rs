//! Maps from hashes to small values that do not hold the keys: binary fuse filters whose slots give values (Graf, Lemire 2022).

use crate::Error;
use crate::pack::u32_at;
use std::ops::Deref;

/// A map from hashes to values of up to sixteen bits.
///
/// Four bytes of seed, four with the length of a segment, then the slots, bit by bit from the lowest; a key's value is the exclusive or of three slots
/// in three neighbouring segments. What is no key has any value: a part of it that the key tells as well shows most such.
#[derive(Clone, Copy, Debug)]
pub struct Retrieval<B> {
    bits: u32,
    seed: u32,
    segment: u32,
    count: u32,
    bytes: B,
}

/// Bytes before the slots.
const HEAD: usize = 8;

impl<B: Deref<Target = [u8]>> Retrieval<B> {
    /// Reads a map to values of so many `bits`, four to sixteen.
    ///
    /// # Errors
    /// When the bytes do not fit.
    pub fn new(bytes: B, bits: u32) -> Result<Self, Error> {
        let broken = || Error::pack("a table of hashes does not fit");
        let (seed, segment) = (u32_at(&bytes, 0).ok_or_else(broken)?, u32_at(&bytes, 4).ok_or_else(broken)?);
        let slots = bytes.len().checked_sub(HEAD).ok_or_else(broken)?;
        let count = (slots as u64 * 8).checked_div(u64::from(bits)).ok_or_else(broken)?;
        if !(4..=16).contains(&bits) || !segment.is_power_of_two() || count <= 2 * u64::from(segment) {
            return Err(broken());
        }
        Ok(Self { bits, seed, segment, count: u32::try_from(count).map_err(|_| broken())?, bytes })
    }

    /// The value of a key, or of another key anything.
    #[inline]
    pub fn value(&self, key: u64) -> u16 {
        let slots = slots(key, self.seed, self.segment, self.count);
        let value = slots.into_iter().fold(0, |value, slot| {
            let at = slot as usize * self.bits as usize;
            let bytes = self.bytes.get(HEAD + at / 8..).unwrap_or_default();
            let three = bytes.iter().zip([0, 8, 16]).fold(0, |three, (&byte, shift)| three | u32::from(byte) << shift);
            value ^ three >> (at % 8)
        });
        (value & ((1 << self.bits) - 1)) as u16
    }
}

/// The three slots of a key among `count`, which is more than twice `segment`, a power of two.
#[inline]
#[must_use]
pub fn slots(key: u64, seed: u32, segment: u32, count: u32) -> [u32; 3] {
    let mut mixed = key ^ u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        mixed = (mixed ^ mixed >> 33).wrapping_mul(factor);
    }
    mixed ^= mixed >> 33;
    let within = u64::from(segment - 1);
    let low = |bits: u64| u32::try_from(bits & within).unwrap_or_default();
    let first = ((mixed >> 32) * u64::from(count - 2 * segment)) >> 32;
    let first = u32::try_from(first).unwrap_or_default();
    // Within a segment any slot, so the second and third are exclusive-ored with bits below its length.
    [first, (first + segment) ^ low(mixed >> 18), (first + 2 * segment) ^ low(mixed)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_do_not_fit_are_an_error() {
        let table = |segment: u32, slots: usize| {
            let mut bytes = [0_u32.to_le_bytes(), segment.to_le_bytes()].concat();
            bytes.resize(HEAD + slots, 7);
            bytes
        };
        for (bytes, bits) in [
            (Vec::new(), 8),
            (table(1, 3)[..7].to_vec(), 8),
            (table(0, 100), 8),
            (table(3, 100), 8),
            (table(1, 2), 8),
            (table(1 << 31, 100), 8),
            (table(1, 100), 0),
            (table(1, 100), 3),
            (table(1, 100), 17),
        ] {
            assert!(Retrieval::new(bytes, bits).is_err(), "{bits}");
        }
        for bits in 4..=16 {
            let table = Retrieval::new(table(8, 100), bits).unwrap();
            assert!((0..1000).all(|key| u32::from(table.value(key)) < 1 << bits));
        }
    }
}
