//! Hashes of letters and of words. Packs are made with them: they must stay as they are.

/// The hash of letters that `letter` is added to; [`mix`] is to follow the last.
#[inline(always)]
pub(crate) const fn step(hash: u64, letter: u32) -> u64 {
    (hash.rotate_left(5) ^ letter as u64).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The same in 32 bits, of anything that has a number.
#[inline(always)]
pub(crate) const fn short_step(hash: u32, number: u32) -> u32 {
    (hash.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B1)
}

/// The hash with its bits spread, so that any of them serve.
#[inline(always)]
pub(crate) const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ (hash >> 32)
}

/// A hash by which alone words can be told apart; those of another `family` are others.
#[inline(always)]
pub(crate) fn word(family: usize, word: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = (family as u64 + 1).wrapping_mul(FACTOR) ^ (word.len() as u64) << 56;
    let (eights, rest) = word.as_chunks::<8>();
    let mut add = |eight: u64| {
        let mixed = (hash ^ eight).wrapping_mul(FACTOR);
        hash = mixed ^ (mixed >> 29);
    };
    eights.iter().for_each(|&eight| add(u64::from_le_bytes(eight)));
    if !rest.is_empty() {
        add(rest.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)));
    }
    let mixed = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 32)
}
