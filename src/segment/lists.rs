//! Words in lists, of which a pack has hashes alone.

use crate::Error;
use crate::hash::short_step;
use crate::retrieval::Retrieval;

/// Lists of words. They seldom err, and then by having what is no word: with eight bits a word each list has one of 256 such, with more
/// bits fewer.
#[derive(Clone, Debug)]
pub struct Lists {
    words: Retrieval<Vec<u8>>,
    shape: Shape,
}

/// Lists that can be told apart.
pub const MOST: usize = 7;

/// How many lists there are, and how many bits a word has: some tell its list, the others are of another hash of it.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Lists, at most [`MOST`].
    pub lists: usize,
    /// Bits, four to sixteen.
    pub bits: u32,
}

impl Shape {
    /// What is to be found for the word with this hash in a list, from 1.
    #[must_use]
    pub fn value(self, word: u32, list: usize) -> u16 {
        let told = short_step(word, 1) >> (u32::BITS - self.bits);
        (told as usize & !self.mask() | list & self.mask()) as u16
    }

    /// The bits of a value that tell the list.
    const fn mask(self) -> usize {
        (self.lists + 1).next_power_of_two() - 1
    }
}

impl Lists {
    /// Reads words in so many `lists`: how many bits each has, then a [`Retrieval`].
    ///
    /// # Errors
    /// When the bytes do not fit.
    pub fn new(bytes: &[u8], lists: usize) -> Result<Self, Error> {
        let (&bits, words) = bytes.split_first().ok_or_else(|| Error::pack("the lists of words are cut short"))?;
        let shape = Shape { lists: lists.min(MOST), bits: u32::from(bits) };
        Ok(Self { words: Retrieval::new(words.to_vec(), shape.bits)?, shape })
    }

    /// The list of the word with this hash, from 1, or 0 if it is in none.
    #[inline]
    #[must_use]
    pub fn list(&self, word: u32) -> usize {
        let value = self.words.value(u64::from(word));
        let list = usize::from(value) & self.shape.mask();
        if value == self.shape.value(word, list) && list <= self.shape.lists { list } else { 0 }
    }
}
