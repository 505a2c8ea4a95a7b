//! An index of what is alike, by words. One kind of map for all of the stage: each more would be code of its own in the wasm.

use std::collections::HashMap;

/// Places in a list by a key.
#[derive(Default)]
pub(super) struct Index(HashMap<String, Vec<usize>>);

impl Index {
    #[inline(never)]
    pub(super) fn add(&mut self, key: &str, at: usize) {
        match self.0.get_mut(key) {
            Some(list) => list.push(at),
            None => {
                self.0.insert(key.to_owned(), vec![at]);
            }
        }
    }

    /// The places under `key`, in the order in which they were added.
    #[inline(never)]
    pub(super) fn get(&self, key: &str) -> &[usize] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The place under `key`, if there is one only.
    pub(super) fn only(&self, key: &str) -> Option<usize> {
        if let [only] = self.get(key) { Some(*only) } else { None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
