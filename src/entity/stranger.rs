//! Strangers: words with which no name of a list begins. Most words of a text are such, and are told soonest by having been met before.

use crate::hash;

/// Words that are remembered.
const REMEMBERED: usize = 1 << 12;

/// Words with which no name begins, by their hashes; a word's place follows from its hash, and a newer word takes it over.
#[derive(Debug, Default)]
pub(super) struct Strangers(Vec<u64>);

/// A word's hash.
#[derive(Clone, Copy)]
pub(super) struct Stranger(u64);

impl Stranger {
    /// A word in one of several languages or the like, which has a number.
    pub(super) fn new(family: usize, word: &str) -> Self {
        // 0 stands for none.
        Self(hash::word(family, word.as_bytes()).max(1))
    }
}

impl Strangers {
    pub(super) fn has(&self, Stranger(hash): Stranger) -> bool {
        self.0.get((hash >> 40) as usize % REMEMBERED) == Some(&hash)
    }

    pub(super) fn add(&mut self, Stranger(hash): Stranger) {
        self.0.resize(REMEMBERED, 0);
        if let Some(slot) = self.0.get_mut((hash >> 40) as usize % REMEMBERED) {
            *slot = hash;
        }
    }
}
